import { getContext, tick } from 'svelte';
import type { Refusal } from '../api/refusal';
import { fieldSentence } from '../text/reasons';

// The id of the input that edits what a service calls `path` ("item.comments[0].text").
export const fieldId = (path: string) => `field-${path.replace(/[^\w-]+/g, '-')}`;

// Moves the focus to what has the id, once the page shows what it now is.
export async function focusOn(id: string): Promise<void> {
  await tick();
  document.getElementById(id)?.focus();
}

// What the form's last answer said is wrong with the field; empty where nothing, and once the value is another than it was
// then. To be called while a component begins.
export function fieldError(value: () => unknown): (path: string) => string {
  const refusal = getContext<(() => Refusal | undefined) | undefined>('refusal');
  let judged: { refusal: Refusal | undefined; value: unknown } = { refusal: undefined, value: undefined };
  return (path) => {
    const now = { refusal: refusal?.(), value: value() };
    if (now.refusal !== judged.refusal) judged = now;
    const violation = now.value === judged.value && now.refusal?.fields.find((field) => field.path === path);
    return violation ? fieldSentence(violation) : '';
  };
}
