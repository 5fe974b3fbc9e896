// Work that is never lost: what a person edits is on the device at once, and goes to the service when it can. A save whose
// answer was lost is repeated as it was, so it has one effect; what others changed meanwhile is shown, never overwritten. What
// one tab has on the device no other tab replaces or erases, unless it says the same.
import { clone, create, equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { isUnreachable, refusalOf, type Refusal } from '../api/refusal';
import { session } from '../api/session.svelte';
import { database, type Entries, type Entry } from './database';
import { kindNamed, kinds, type EditedRecord, type Kind, type KindName, type RecordOf } from './kinds';

export type SaveState = 'saved' | 'incomplete' | 'waiting' | 'saving' | 'conflict' | 'refused';

const quietMilliseconds = 800; // after the last change, before it is sent
const againMilliseconds = 15_000;

// One record under edit.
export class Draft<T extends EditedRecord> {
  value = $state.raw() as T;
  theirs = $state.raw<T | undefined>(); // in a conflict: the service's version
  state = $state<SaveState>('saved');
  refusal = $state.raw<Refusal | undefined>();
  savedAt = $state.raw<Date | undefined>();
  #base = $state.raw() as T;
  #sent: { value: T; requestId: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written: Promise<unknown> = Promise.resolve();
  #key: string;
  #kept: T | undefined; // the value that this draft has on the device

  constructor(
    readonly kindName: string,
    readonly kind: Kind<T>,
    readonly person: string,
    record: T,
  ) {
    this.value = record;
    this.#base = record;
    this.#key = this.#newKey();
  }

  static of(entry: Entry, kind: Kind<EditedRecord>): Draft<EditedRecord> {
    const read = (bytes: Uint8Array) => fromBinary(kind.schema, bytes);
    const draft = new Draft(entry.kind, kind, entry.person, read(entry.base));
    draft.value = read(entry.value);
    draft.theirs = entry.theirs && read(entry.theirs);
    draft.state = entry.state;
    draft.refusal = entry.refusal;
    draft.#key = entry.key;
    draft.#kept = draft.value;
    draft.#sent = entry.sent && { value: read(entry.sent.value), requestId: entry.sent.requestId };
    return draft;
  }

  get isPending() {
    return this.state !== 'saved';
  }

  // The record as the service last confirmed it.
  get saved(): T {
    return this.#base;
  }

  // What the person now wants it to be.
  change(value: T): void {
    this.value = value;
    if (this.state !== 'conflict') this.state = this.#isComplete() ? 'waiting' : 'incomplete';
    this.refusal = undefined;
    void this.#write();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.send(), quietMilliseconds);
  }

  // The record as the service answered it to a page: taken where nothing is waiting, unless what was saved since is newer,
  // and in a conflict what the person's version is compared with. An etag is the record's version.
  refresh(record: T): void {
    if (this.theirs && Number(record.etag) > Number(this.theirs.etag)) this.theirs = record;
    if (this.isPending || Number(record.etag) < Number(this.#base.etag)) return;
    if (!this.#same(record, this.value)) this.value = record;
    this.#base = record;
  }

  async keepMine(): Promise<void> {
    if (this.theirs) this.#base = this.theirs;
    this.theirs = undefined;
    this.#sent = undefined;
    this.state = 'waiting';
    await this.#write();
    await this.send();
  }

  async takeTheirs(): Promise<void> {
    const theirs = this.theirs;
    this.#sent = undefined;
    this.theirs = undefined;
    this.refusal = undefined;
    if (theirs) this.#base = theirs;
    this.value = this.#base;
    this.state = 'saved';
    await this.#erase();
  }

  async send(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.state !== 'waiting') return;
    this.state = 'saving';
    const sent = (this.#sent ??= { value: this.#onBase(), requestId: crypto.randomUUID() });
    await this.#write();
    try {
      await this.#confirmed(sent.value, await this.kind.save(sent.value, sent.requestId));
    } catch (thrown) {
      await this.#refused(sent.value, refusalOf(thrown));
    }
  }

  #isComplete(): boolean {
    return this.kind.isComplete?.(this.value) ?? true;
  }

  #onBase(): T {
    const record = clone(this.kind.schema, this.kind.editable(this.value));
    record.etag = this.#base.etag;
    return record;
  }

  #none(): T {
    return Object.assign(create(this.kind.schema), { name: this.value.name });
  }

  #same(a: T, b: T): boolean {
    const content = (record: T) => Object.assign(this.kind.editable(record), { etag: '' });
    return equals(this.kind.schema, content(a), content(b));
  }

  async #confirmed(sent: T, answer: T): Promise<void> {
    this.#sent = undefined;
    const isLatest = this.#same(this.value, sent);
    if (!isLatest && !this.#same(answer, sent)) return this.#conflict(answer);
    this.#base = answer;
    this.savedAt = new Date();
    if (isLatest) {
      this.state = 'saved';
      return this.#erase();
    }
    this.state = this.#isComplete() ? 'waiting' : 'incomplete';
    return this.send();
  }

  async #refused(sent: T, refusal: Refusal): Promise<void> {
    const { reason } = refusal;
    if (isUnreachable(refusal) || reason === Reason.UNAUTHENTICATED || reason === Reason.SIGN_IN_TOO_WEAK) {
      this.state = 'waiting';
      this.refusal = refusal;
      return this.#write();
    }
    this.#sent = undefined;
    if (reason === Reason.ETAG_MISMATCH) {
      try {
        const theirs = (await this.kind.fetch(sent.name)) ?? this.#none();
        return this.#same(theirs, sent) ? this.#confirmed(sent, theirs) : this.#conflict(theirs);
      } catch (thrown) {
        return this.#refused(sent, refusalOf(thrown));
      }
    }
    if (!this.#same(this.value, sent)) {
      this.state = 'waiting';
      return this.send();
    }
    this.refusal = refusal;
    this.state = 'refused';
    return this.#write();
  }

  async #conflict(theirs: T): Promise<void> {
    this.theirs = theirs;
    this.state = 'conflict';
    await this.#write();
  }

  #newKey(): string {
    return `${this.person} ${this.value.name} ${crypto.randomUUID()}`;
  }

  // One after the other, in the order of the changes. `act` is told whether the draft's key holds what the draft put there.
  #store(act: (entries: Entries, isOwn: boolean) => Promise<unknown>): Promise<void> {
    const next = async () => {
      const { store, done } = (await database()).transaction('outbox', 'readwrite');
      const there = await store.get(this.#key);
      await act(store, !there || (this.#kept !== undefined && this.#same(fromBinary(this.kind.schema, there.value), this.#kept)));
      await done;
    };
    this.#written = this.#written.then(next, next);
    return this.#written.then(() => undefined);
  }

  #write(): Promise<void> {
    const bytes = (record: T) => toBinary(this.kind.schema, record);
    const value = this.value;
    const entry: Omit<Entry, 'key'> = {
      person: this.person,
      name: this.value.name,
      kind: this.kindName,
      value: bytes(value),
      base: bytes(this.#base),
      sent: this.#sent && { value: bytes(this.#sent.value), requestId: this.#sent.requestId },
      state: this.state === 'saving' || this.state === 'saved' ? 'waiting' : this.state,
      refusal: $state.snapshot(this.refusal),
      theirs: this.theirs && bytes(this.theirs),
      changed: new Date(),
    };
    return this.#store((entries, isOwn) => {
      if (!isOwn) this.#key = this.#newKey();
      this.#kept = value;
      return entries.put({ key: this.#key, ...entry });
    });
  }

  #erase(): Promise<void> {
    return this.#store(async (entries, isOwn) => isOwn && entries.delete(this.#key));
  }
}

class Outbox {
  isOnline = $state(navigator.onLine);
  #drafts = $state.raw<Draft<EditedRecord>[]>([]);
  #loaded: Promise<void> | undefined;

  constructor() {
    const flush = () => void this.flush();
    addEventListener('online', () => ((this.isOnline = true), flush()));
    addEventListener('offline', () => (this.isOnline = false));
    addEventListener('focus', flush);
    setInterval(flush, againMilliseconds);
  }

  // What waits on this device for the person who is signed in.
  get pending() {
    return this.#drafts.filter((draft) => draft.isPending && draft.person === session.person);
  }

  load(): Promise<void> {
    this.#loaded ??= (async () => {
      const entries = (await (await database()).getAll('outbox')).sort((a, b) => b.changed.getTime() - a.changed.getTime());
      this.#drafts = await Promise.all(
        entries.filter(({ kind }) => kind in kinds).map(async (entry) => Draft.of(entry, await kindNamed(entry.kind))),
      );
    })();
    return this.#loaded;
  }

  // The draft of a record: with what waits on the device, the latest first, or else as the service has it.
  async draft<K extends KindName>(kindName: K, record: RecordOf<K>): Promise<Draft<RecordOf<K>>> {
    await this.load();
    const isOfIt = ({ person, value }: Draft<EditedRecord>) => person === session.person && value.name === record.name;
    const known = this.pending.find(isOfIt) ?? this.#drafts.find(isOfIt);
    const draft = known ?? new Draft(kindName, await kindNamed(kindName), session.person, record as EditedRecord);
    draft.refresh(record as EditedRecord);
    if (!known) this.#drafts = [...this.#drafts, draft];
    return draft as unknown as Draft<RecordOf<K>>;
  }

  // Sends what waits; one tab at a time.
  async flush(): Promise<void> {
    await this.load();
    if (!session.signedIn || !this.pending.some((draft) => draft.state === 'waiting')) return;
    const send = async () => {
      for (const draft of this.pending) await draft.send();
    };
    await (navigator.locks ? navigator.locks.request('krans-outbox', send) : send());
  }
}

export const outbox = new Outbox();
