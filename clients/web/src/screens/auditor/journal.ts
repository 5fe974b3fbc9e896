// The services' journals as an auditor reads them.
import { fromBinary } from '@bufbuild/protobuf';
import { EntryKind, EntrySchema, type Entry } from '@krans/proto/krans/journal/v1/entry_pb.js';
import { Journal, type Delivered } from '@krans/proto/krans/journal/v1/journal_pb.js';
import { journalClient } from '../../api/client';
import { nameOf } from '../../api/people.svelte';
import { dictionary, labels } from '../../text/language.svelte';
import type { Service } from './services';

export const journalOf = (service: Service) => journalClient(Journal, service);

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

// The entry, where it may be read.
export const entryOf = (delivered: Delivered): Entry | undefined => (delivered.entry.length > 0 ? fromBinary(EntrySchema, delivered.entry) : undefined);

export const deedLabel = labels(EntryKind, {
  PUT: { sv: 'Sparade', en: 'Saved' },
  DELETE: { sv: 'Tog bort', en: 'Removed' },
  PURGED: { sv: 'Gallrade', en: 'Purged' },
  ADOPTED: { sv: 'Godtog en återställd lagring', en: 'Adopted a restored store' },
  DROPPED: { sv: 'Släppte kopiorna av en journal', en: 'Dropped the copies of a journal' },
  READ: { sv: 'Läste', en: 'Read' },
});

const t = dictionary({
  sv: { operator: 'Driften', service: 'Krans ({name})' },
  en: { operator: 'Operations', service: 'Krans ({name})' },
});

// Who made an entry: a person, a service or the operator.
export function actorOf(entry: Entry): string {
  if (entry.actor === 'operator') return t('operator');
  if (entry.actor.startsWith('service:')) return t('service', { name: entry.actor.slice('service:'.length) });
  return entry.actor === '' ? '–' : nameOf(entry.actor);
}

// "SaveJury" of "krans.jury.v1.Juries/SaveJury".
export const methodOf = (entry: Entry) => entry.method.slice(entry.method.lastIndexOf('/') + 1);
