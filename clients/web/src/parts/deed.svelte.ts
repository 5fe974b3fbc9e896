// Something a person does once, by a button or a form: running, refused, or done.
import { refusalOf, type Refusal } from '../api/refusal';
import { status } from './status.svelte';

export class Deed {
  running = $state(false);
  refusal = $state.raw<Refusal | undefined>();

  // Runs `act`, one at a time; says `done` when it went well. Resolves to whether it did.
  run = async (act: () => Promise<unknown>, done = ''): Promise<boolean> => {
    if (this.running) return false;
    this.running = true;
    this.refusal = undefined;
    try {
      await act();
      if (done) status.say(done);
      return true;
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      return false;
    } finally {
      this.running = false;
    }
  };
}
