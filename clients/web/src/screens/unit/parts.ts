// The parts of a submission: an answer to each question, and the presentation.
import { create } from '@bufbuild/protobuf';
import { SubmissionPart_Kind, type Cycle, type Question, type QuestionSet } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { AnswerSchema, PresentationSchema, type Answer, type Draft, type Presentation } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { idOf } from '../../api/names';
import { outbox } from '../../offline/outbox.svelte';
import { either } from '../../text/language.svelte';
import { t } from './text';

export const presentationCode = 'presentation';
const presentationLength = 5000;

export interface Part {
  code: string; // in addresses
  readonly title: string; // in the reader's language, as is the help
  readonly help: string;
  max: number;
  required: boolean;
  criteria: string[];
  text: string;
}

const asksFor = (cycle: Cycle, kind: SubmissionPart_Kind) => cycle.parts.length === 0 || cycle.parts.some((part) => part.kind === kind);

// What a person last wrote, though it may not have arrived.
function latest(name: string, saved: string): string {
  const waiting = outbox.pending.find(({ value }) => value.name === name);
  return waiting ? (waiting.value as Answer | Presentation).text : saved;
}

export function partsOf(cycle: Cycle, questions: QuestionSet | undefined, draft: Draft): Part[] {
  const ofQuestion = ({ code, textSv, textEn, helpSv, criteria, maxLength, required }: Question): Part => {
    const answer = draft.answers.find(({ name }) => idOf(name) === code);
    return {
      code,
      get title() {
        return either(textSv, textEn);
      },
      help: helpSv,
      max: maxLength,
      required,
      criteria,
      text: latest(`${draft.participation}/answers/${code}`, answer?.text ?? ''),
    };
  };
  const parts = questions?.questions.map(ofQuestion) ?? [];
  if (asksFor(cycle, SubmissionPart_Kind.PRESENTATION)) {
    parts.push({
      code: presentationCode,
      get title() {
        return t('presentation');
      },
      get help() {
        return t('presentationHelp');
      },
      max: presentationLength,
      required: cycle.parts.length > 0,
      criteria: [],
      text: latest(`${draft.participation}/presentation`, draft.presentation?.text ?? ''),
    });
  }
  return parts;
}

// The record behind a part, empty where nothing is written.
export function answerOf(draft: Draft, code: string): Answer {
  const name = `${draft.participation}/answers/${code}`;
  return draft.answers.find((each) => each.name === name) ?? create(AnswerSchema, { name });
}
export function presentationOf(draft: Draft): Presentation {
  return draft.presentation ?? create(PresentationSchema, { name: `${draft.participation}/presentation` });
}

export const characters = (text: string) => [...text].length;
