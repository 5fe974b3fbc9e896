// What changes while somebody looks: one stream for the whole tab, of names that the person may read. Screens read again.
import { Changes } from '@krans/proto/krans/gateway/v1/changes_pb.js';
import { client } from './client';

type Listener = { prefix: string; read: () => unknown };

const again = { first: 1_000, most: 60_000 };
const together = 250; // milliseconds in which several changes are one

class Stream {
  #listeners = new Set<Listener>();
  #stop: AbortController | undefined;
  #due = new Set<Listener>();

  // Calls `read` when something named below `prefix` changed, and when changes may have been missed. Returns how to stop.
  on(prefix: string, read: () => unknown): () => void {
    const listener = { prefix, read };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Listens as that person, who is signed in, until the next call; as nobody, not at all.
  follow(person: string): void {
    this.#stop?.abort();
    this.#stop = undefined;
    if (person !== '') void this.#listen((this.#stop = new AbortController()).signal);
  }

  async #listen(signal: AbortSignal): Promise<void> {
    let wait = again.first;
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      try {
        if (!isFirst) this.#tell(() => true);
        for await (const { changed } of client(Changes).watch({}, { signal, timeoutMs: 0 })) {
          wait = again.first;
          this.#tell(({ prefix }) => changed.some(({ name }) => name.startsWith(prefix)));
        }
      } catch {
        wait = Math.min(2 * wait, again.most);
      }
      await new Promise((resume) => setTimeout(resume, wait));
    }
  }

  #tell(concerned: (listener: Listener) => boolean): void {
    for (const listener of this.#listeners) if (concerned(listener)) this.#due.add(listener);
    if (this.#due.size === 0) return;
    setTimeout(() => {
      for (const listener of this.#due) if (this.#listeners.has(listener)) listener.read();
      this.#due.clear();
    }, together);
  }
}

export const changes = new Stream();
