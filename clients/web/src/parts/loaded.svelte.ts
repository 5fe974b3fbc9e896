// What a screen reads from the services: pending, then a value or a refusal. `again` reads anew and keeps showing the old; so
// does a change, by anyone, of something named below what `follows` gives. What could not be reached is read again when
// there is a network. To be made while a component begins.
import { changes } from '../api/changes';
import { isUnreachable, refusalOf, type Refusal } from '../api/refusal';

export class Loaded<T> {
  value = $state.raw<T | undefined>();
  refusal = $state.raw<Refusal | undefined>();
  pending = $state(true);
  #turn = 0;

  constructor(
    private readonly get: () => Promise<T>,
    follows?: () => string,
  ) {
    void this.again();
    if (follows) $effect(() => changes.on(follows(), this.again));
    $effect(() => {
      const online = () => this.refusal && isUnreachable(this.refusal) && void this.again();
      addEventListener('online', online);
      return () => removeEventListener('online', online);
    });
  }

  again = async (): Promise<void> => {
    const turn = ++this.#turn;
    this.pending = true;
    try {
      const value = await this.get();
      if (turn !== this.#turn) return;
      this.value = value;
      this.refusal = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.refusal = refusalOf(thrown);
    }
    this.pending = false;
  };
}
