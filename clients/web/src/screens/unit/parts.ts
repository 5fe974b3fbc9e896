// The parts of a submission: an answer to each question, and the presentation.
import { create } from '@bufbuild/protobuf';
import { SubmissionPart_Kind, type Cycle, type Question, type QuestionSet } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { AnswerSchema, PresentationSchema, type Answer, type Draft, type Presentation } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { idOf } from '../../api/names';
import type { EditedRecord } from '../../offline/kinds';
import { outbox, type Draft as Edited } from '../../offline/outbox.svelte';
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
  text: string; // what a person last wrote, though it may not have arrived
  unsaved: Edited<EditedRecord> | undefined; // until it has
}

const asksFor = (cycle: Cycle, kind: SubmissionPart_Kind) => cycle.parts.length === 0 || cycle.parts.some((part) => part.kind === kind);

function latest(name: string, saved: Answer | Presentation | undefined): Pick<Part, 'text' | 'unsaved'> {
  const unsaved = outbox.pending.find(({ value }) => value.name === name);
  return { unsaved, text: (unsaved ? (unsaved.value as Answer | Presentation) : saved)?.text ?? '' };
}

export function partsOf(cycle: Cycle, questions: QuestionSet | undefined, draft: Draft): Part[] {
  const ofQuestion = ({ code, textSv, textEn, helpSv, criteria, maxLength, required }: Question): Part => {
    const saved = draft.answers.find(({ name }) => idOf(name) === code);
    return {
      code,
      get title() {
        return either(textSv, textEn);
      },
      help: helpSv,
      max: maxLength,
      required,
      criteria,
      ...latest(`${draft.participation}/answers/${code}`, saved),
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
      ...latest(`${draft.participation}/presentation`, draft.presentation),
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
