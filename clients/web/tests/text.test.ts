import { create } from '@bufbuild/protobuf';
import { BoundSchema, Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { afterEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../src/api/refusal';
import { checked, factQuestions, textsOf } from '../src/screens/unit/facts';
import { t as shell } from '../src/shell/text';
import { day, dictionary, fileSize, language, number, percent, together } from '../src/text/language.svelte';
import { fieldSentence, reasonSentence } from '../src/text/reasons';

afterEach(() => language.set('sv'));

describe('language', () => {
  const t = dictionary({ sv: { left: '{n} kvar' }, en: { left: '{n} left' } });

  it('gives a text in the language of the reader, with its values', () => {
    expect(t('left', { n: 3 })).toBe('3 kvar');
    language.set('en');
    expect(t('left', { n: 3 })).toBe('3 left');
    expect(document.documentElement.lang).toBe('en');
  });

  it('says one of something as one', () => {
    expect(shell('waiting', { n: 1 })).toBe('1 osparad');
    expect(shell('waiting', { n: 2 })).toBe('2 osparade');
    expect(shell('leaveLead', { n: 1 })).toContain('1 ändring har inte kommit fram till Krans. Den försvinner');
    language.set('en');
    expect(shell('waiting', { n: 1 })).toBe('1 unsaved');
    expect(shell('leaveLead', { n: 1 })).toContain('1 change has not reached Krans. It disappears');
    expect(shell('leaveLead', { n: 2 })).toContain('2 changes have not reached Krans. They disappear');
  });

  it('does not compile where a text is missing in one language', () => {
    // @ts-expect-error: English is missing
    dictionary({ sv: { only: 'Bara' }, en: {} });
    // @ts-expect-error: Swedish is missing
    dictionary({ sv: { both: 'Båda' }, en: { both: 'Both', only: 'Only' } });
  });

  it('writes days, numbers and names as the reader does', () => {
    expect(day('2024-05-17')).toBe('17 maj 2024');
    expect(number(12345.5)).toBe('12\u00a0345,5');
    expect(percent(60)).toBe('60\u00a0%');
    expect(together(['a', 'b', 'c'])).toBe('a, b och c');
    expect([1, 348_160, 1_258_292n, 26_214_400].map(fileSize)).toEqual(['1\u00a0kB', '340\u00a0kB', '1,2\u00a0MB', '25\u00a0MB']);
    language.set('en');
    expect(fileSize(1_258_292)).toBe('1.2\u00a0MB');
    expect(day('2024-05-17')).toBe('17 May 2024');
  });
});

describe('a day that is wrong', () => {
  it('is not called a number, nor a day that does not exist', () => {
    const outside = { reason: Reason.FIELD_OUT_OF_RANGE, description: "a day of the year's phase of visits" };
    expect(fieldSentence(outside)).toBe('Dagen ligger utanför årets tid för platsbesök. Välj en annan; tidplanen säger vilka.');
    expect(fieldSentence({ reason: Reason.FIELD_DATE, description: 'recorded when it has happened' })).toContain('i framtiden');
    expect(fieldSentence({ reason: Reason.FIELD_DATE, description: 'a day of 2024' })).toContain('under 2024');
  });
});

describe('reasons', () => {
  it('has a sentence in both languages for every reason of the schemas', () => {
    for (const reason of Object.values(Reason).filter((value) => typeof value === 'number' && value !== 0)) {
      const swedish = reasonSentence(reason as number);
      language.set('en');
      const english = reasonSentence(reason as number);
      language.set('sv');
      expect(swedish.length).toBeGreaterThan(10);
      expect(english.length).toBeGreaterThan(10);
      expect(swedish).not.toBe(english);
    }
  });

  it('says how to write a number of people where it is not understood', () => {
    const sentence = (staff: string) => {
      try {
        checked(factQuestions.filter(({ name }) => name === 'staff'), { ...textsOf(undefined), staff });
      } catch (thrown) {
        return fieldSentence(refusalOf(thrown).fields[0]!);
      }
      return undefined;
    };
    expect(sentence('24')).toBeUndefined();
    expect(sentence('24 st')).toBe('Skriv ett helt tal med siffror, som 24.');
    expect(sentence('24,5')).toBe('Skriv ett helt tal med siffror, som 24.');
    language.set('en');
    expect(sentence('24 st')).toBe('Write a whole number in digits, like 24.');
  });

  it('says of a field what is right, where the service says it', () => {
    const tooLong = { reason: Reason.FIELD_TOO_LONG, bound: create(BoundSchema, { most: 2000n }) };
    expect(fieldSentence(tooLong)).toBe('Texten är för lång. Korta den till högst 2\u00a0000 tecken.');
    const range = (bound: { least?: bigint; most?: bigint }) => fieldSentence({ reason: Reason.FIELD_OUT_OF_RANGE, bound: create(BoundSchema, bound) });
    expect(range({ least: 0n, most: 100n })).toBe('Ange ett tal från 0 till 100.');
    expect(range({ least: 3n })).toBe('Ange ett tal som är minst 3.');
    expect(range({ most: 10n })).toBe('Ange ett tal som är högst 10.');
    expect(fieldSentence({ reason: Reason.FIELD_OFF_GRID, bound: create(BoundSchema, { least: 0n, step: 5n }) })).toContain('steg om 5');
    expect(fieldSentence({ reason: Reason.FIELD_DATE, bound: create(BoundSchema, { form: 'date' }) })).toContain('2024-05-31');
    expect(fieldSentence({ reason: Reason.FIELD_TOO_LONG })).toBe(reasonSentence(Reason.FIELD_TOO_LONG));
    language.set('en');
    expect(fieldSentence(tooLong)).toBe('The text is too long. Shorten it to 2,000 characters.');
  });
});
