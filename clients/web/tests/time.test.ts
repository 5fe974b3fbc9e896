import { Milestone_Kind } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { language } from '../src/text/language.svelte';
import { away, countdown, milestoneCountdown } from '../src/text/time';

describe('how far away a day is', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date('2024-10-08T07:00:00Z'), toFake: ['Date'] }));
  afterEach(() => {
    vi.useRealTimers();
    language.set('sv');
  });
  const day = '2024-10-08';

  it('ends at midnight for the last day of something, and does not for the day of a visit or of the ceremony', () => {
    const said = () => [countdown(day), milestoneCountdown(Milestone_Kind.SUBMISSION, day), milestoneCountdown(Milestone_Kind.CEREMONY, day), away(day)];
    expect(said()).toEqual(['i dag, före midnatt', 'i dag, före midnatt', 'i dag', 'i dag']);
    language.set('en');
    expect(said()).toEqual(['today, before midnight', 'today, before midnight', 'today', 'today']);
  });

  it('is the same for both on other days', () => {
    expect([countdown('2024-10-09'), away('2024-10-09')]).toEqual(['i morgon', 'i morgon']);
    expect([countdown('2024-10-11'), away('2024-10-11')]).toEqual(['om 3 dagar', 'om 3 dagar']);
  });
});
