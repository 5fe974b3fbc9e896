import { create } from '@bufbuild/protobuf';
import { QuestionSchema } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { afterEach, describe, expect, it } from 'vitest';
import { evidenceFrom, evidenceText } from '../src/text/evidence';
import { language } from '../src/text/language.svelte';

const questions = ['k1-behov', 'k1-mal'].map((code) => create(QuestionSchema, { code }));

afterEach(() => language.set('sv'));

describe('evidence', () => {
  it.each(['k1-mal: "Vi frågar."', 'k1-behov', 'sidan 4', ''])('is the same after it was edited as it is read: %s', (evidence) => {
    for (const each of ['sv', 'en'] as const) {
      language.set(each);
      expect(evidenceFrom(evidenceText(evidence, questions), questions)).toBe(evidence);
    }
  });

  it('names a question by its number, in the language of the reader', () => {
    expect(evidenceText('k1-mal: "Vi"', questions)).toBe('Fråga 2: "Vi"');
    language.set('en');
    expect(evidenceText('k1-mal', questions)).toBe('Question 2');
  });

  it('that names no question stays as it was written', () => {
    for (const text of ['Fråga 3', 'Fråga 12: x', 'Fråga 1 och 2', 'Se Fråga 1']) expect(evidenceFrom(text, questions)).toBe(text);
  });
});
