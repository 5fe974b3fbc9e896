// What a comment rests on, for a reader.
import type { Question } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { dictionary } from './language.svelte';

const t = dictionary({ sv: { question: 'Fråga {n}' }, en: { question: 'Question {n}' } });

// "k1-behov: …" as "Fråga 1: …"; other evidence as it is.
export function evidenceText(evidence: string, questions: Question[]): string {
  const code = evidence.split(':', 1)[0];
  const at = questions.findIndex((question) => question.code === code);
  return at < 0 ? evidence : t('question', { n: at + 1 }) + evidence.slice(code!.length);
}
