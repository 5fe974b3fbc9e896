import { getContext } from 'svelte';
import type { Refusal } from '../api/refusal';
import { fieldSentence } from '../text/reasons';

// The id of the input that edits what a service calls `path` ("item.comments[0].text").
export const fieldId = (path: string) => `field-${path.replace(/[^\w-]+/g, '-')}`;

// What the form's last answer said is wrong with the field; empty where nothing. To be called while a component begins.
export function fieldError(): (path: string) => string {
  const refusal = getContext<(() => Refusal | undefined) | undefined>('refusal');
  return (path) => {
    const violation = refusal?.()?.fields.find((field) => field.path === path);
    return violation ? fieldSentence(violation) : '';
  };
}
