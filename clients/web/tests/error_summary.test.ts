import { render } from '@testing-library/svelte';
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { afterEach, describe, expect, it } from 'vitest';
import ErrorSummary from '../src/parts/ErrorSummary.svelte';

const wrong = (path: string) => ({ reason: Reason.FIELD_INVALID, metadata: {}, fields: [{ path, reason: Reason.FIELD_REQUIRED }] });
const summaryOf = (path: string) => render(ErrorSummary, { props: { refusal: wrong(path) } }).container.querySelector('li')!.textContent;

describe('what is to be corrected', () => {
  afterEach(() => document.body.replaceChildren());

  it('names the row and the field of a group, not the group alone', () => {
    document.body.innerHTML = '<fieldset><legend>Dagordning</legend><label for="field-visit-agenda-1-time">Tid</label><input id="field-visit-agenda-1-time"></fieldset>';
    expect(summaryOf('visit.agenda[1].time')).toBe('Dagordning, rad 2, Tid: Fyll i detta.');
  });
  it('names a choice by its group', () => {
    document.body.innerHTML = '<fieldset><legend>Läge</legend><label><input type="radio" id="field-override"> Öppen</label></fieldset>';
    expect(summaryOf('override')).toBe('Läge: Fyll i detta.');
  });
  it('has no technical name of what the page has no field for', () => {
    expect(summaryOf('item.score')).toBe('Något annat i det som sparas: Fyll i detta.');
  });
});
