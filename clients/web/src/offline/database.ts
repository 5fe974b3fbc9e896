// What the client keeps on the device.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';

// A change that a person made and that the service has not confirmed.
export interface Entry {
  key: string; // of the draft: several, of several tabs, may have one name
  person: string;
  name: string;
  kind: string;
  value: Uint8Array; // the record as the person last left it
  base: Uint8Array; // the record it was made from, with its etag
  sent?: { value: Uint8Array; requestId: string }; // on its way, or without an answer
  state: 'incomplete' | 'waiting' | 'conflict' | 'refused';
  refusal?: { reason: number; metadata: Record<string, string>; fields: { path: string; reason: number }[] };
  theirs?: Uint8Array; // the service's version, in a conflict
  changed: Date;
}

interface Schema extends DBSchema {
  kept: { key: string; value: { bytes: Uint8Array; at: Date } };
  outbox: { key: string; value: Entry };
}

export type Entries = IDBPObjectStore<Schema, ['outbox'], 'outbox', 'readwrite'>;

let opened: Promise<IDBPDatabase<Schema>> | undefined;

export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('krans', 1, {
    upgrade(db) {
      db.createObjectStore('kept');
      db.createObjectStore('outbox', { keyPath: 'key' });
    },
  });
  return opened;
}

// Nothing of the person stays on the device.
export async function forget(): Promise<void> {
  const db = await database();
  await Promise.all([db.clear('kept'), db.clear('outbox')]);
}
