import { sentenceOf } from '../api/refusal';
import type { EditedRecord } from '../offline/kinds';
import { outbox, type Draft } from '../offline/outbox.svelte';
import { moment } from '../text/language.svelte';
import { fieldSentence } from '../text/reasons';
import { t } from './text';

// Whether the draft waits for a network, or for a service that did not answer.
export const isLost = <T extends EditedRecord>({ state, refusal }: Draft<T>) => state === 'waiting' && (!outbox.isOnline || refusal !== undefined);

// Whether only the person can have it saved, by another text or by a choice.
export const isStuck = <T extends EditedRecord>({ state }: Draft<T>) => state === 'conflict' || state === 'refused';

// Where the draft is.
export function stateOf<T extends EditedRecord>(draft: Draft<T>): string {
  if (isLost(draft)) return t('offline');
  if (draft.state === 'saved') return draft.savedAt ? t('savedAt', { time: moment(draft.savedAt) }) : t('saved');
  return t(draft.state);
}

// Why it is refused and what to do; empty where it is not.
export function adviceOf<T extends EditedRecord>({ state, refusal }: Draft<T>): string {
  if (state !== 'refused' || !refusal) return '';
  return [...new Set(refusal.fields.map(fieldSentence))].join(' ') || sentenceOf(refusal);
}
