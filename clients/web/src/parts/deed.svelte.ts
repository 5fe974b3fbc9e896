// Something a person does once, by a button or a form: running, refused, or done. Where it is refused because somebody else
// has changed what it is about, `about` is read again, so that the next try is about what stands now.
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { refusalOf, type Refusal } from '../api/refusal';
import { status } from './status.svelte';

export class Deed {
  running = $state(false);
  refusal = $state.raw<Refusal | undefined>();

  constructor(private readonly about?: { again: () => Promise<void> }) {}

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
      const refusal = refusalOf(thrown);
      const isOld = refusal.reason === Reason.ETAG_MISMATCH && this.about !== undefined;
      if (isOld) await this.about?.again();
      this.refusal = isOld ? { ...refusal, isReadAgain: true } : refusal;
      return false;
    } finally {
      this.running = false;
    }
  };
}
