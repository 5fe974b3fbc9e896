// What changes while somebody looks: one stream for the whole tab, of names that the person may read. Screens read again.
import { Changes } from '@krans/proto/krans/gateway/v1/changes_pb.js';
import { client } from './client';

type Listener = { prefix: string; read: () => unknown };

const again = { first: 1_000, most: 60_000 };
const together = 250; // milliseconds in which several changes are one
const longestSilence = 30_000; // milliseconds; the gateway says something at least every ten seconds

class Stream {
  #listeners = new Set<Listener>();
  #stop: AbortController | undefined;
  #due = new Set<Listener['read']>();

  // Calls `read` when something named below `prefix` changed, and when changes may have been missed. Returns how to stop;
  // what has changed by then is still read where the same `read` listens anew.
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
    for (let wait = again.first; !signal.aborted; ) {
      try {
        for await (const concerned of heard(signal)) {
          wait = again.first;
          this.#tell(concerned);
        }
      } catch {
        wait = Math.min(2 * wait, again.most);
      }
      await untilOnline(wait);
    }
  }

  #tell(concerned: (listener: Listener) => boolean): void {
    for (const listener of this.#listeners) if (concerned(listener)) this.#due.add(listener.read);
    if (this.#due.size === 0) return;
    setTimeout(() => {
      for (const { read } of [...this.#listeners]) if (this.#due.delete(read)) read();
      this.#due.clear();
    }, together);
  }
}

// Whom each message of one stream concerns: the first everybody, since it says from when on nothing is missed. A stream that
// says nothing for long ends: its connection is lost, as after a laptop's sleep, though nobody closed it.
async function* heard(signal: AbortSignal): AsyncGenerator<(listener: Listener) => boolean> {
  const lost = new AbortController();
  const silent = () => setTimeout(() => lost.abort(), longestSilence);
  let silence = silent();
  let isFirst = true;
  try {
    for await (const { changed } of client(Changes).watch({}, { signal: AbortSignal.any([signal, lost.signal]), timeoutMs: 0 })) {
      clearTimeout(silence);
      yield isFirst ? () => true : ({ prefix }) => changed.some(({ name }) => name.startsWith(prefix));
      silence = silent();
      isFirst = false;
    }
  } finally {
    clearTimeout(silence);
  }
}

// Until then, or sooner where there is a network again.
const untilOnline = (milliseconds: number) =>
  new Promise<void>((resume) => {
    const go = () => (clearTimeout(timer), removeEventListener('online', go), resume());
    const timer = setTimeout(go, milliseconds);
    addEventListener('online', go);
  });

export const changes = new Stream();
