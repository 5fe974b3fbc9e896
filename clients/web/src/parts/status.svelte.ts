// What a screen reader is told of while the person goes on with something else.
import { untrack } from 'svelte';

let said = $state('');

export const status = {
  get said() {
    return said;
  },
  say(text: string) {
    // The same again is told again.
    said = untrack(() => said) === text ? `${text}\u00a0` : text;
  },
};
