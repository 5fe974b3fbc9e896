// What a comment or a fact of a visit rests on, for a reader.
import { Evidence_Kind } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import type { Question } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { dictionary, labels } from './language.svelte';

const t = dictionary({ sv: { question: 'Fråga {n}' }, en: { question: 'Question {n}' } });

// "k1-behov: …" as "Fråga 1: …"; other evidence as it is.
export function evidenceText(evidence: string, questions: Question[]): string {
  const code = evidence.split(':', 1)[0];
  const at = questions.findIndex((question) => question.code === code);
  return at < 0 ? evidence : t('question', { n: at + 1 }) + evidence.slice(code!.length);
}

// The inverse, so that the evidence can be edited as it is read.
export function evidenceFrom(text: string, questions: Question[]): string {
  const asked = new RegExp(`^${t('question', { n: '(\\d+)' })}(?=:|$)`).exec(text);
  const code = asked && questions[Number(asked[1]) - 1]?.code;
  return code ? code + text.slice(asked[0].length) : text;
}

export const evidenceLabel = labels(Evidence_Kind, {
  INTERVIEW: { sv: 'Intervju', en: 'Interview' },
  OBSERVATION: { sv: 'Iakttagelse', en: 'Observation' },
  DOCUMENT: { sv: 'Dokument', en: 'Document' },
  DATA: { sv: 'Uppgifter', en: 'Data' },
});
