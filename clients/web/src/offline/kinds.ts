// The records that a person edits with autosave, and how each is saved. A kind is loaded when it is first needed.
import type { Message } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';

export type EditedRecord = Message & { name: string; etag: string };

export interface Kind<T extends EditedRecord> {
  schema: GenMessage<T>;
  // Only what a person may set: the rest is the service's.
  editable(record: T): T;
  // Whether it says enough to be saved; until then it stays on the device.
  isComplete?(record: T): boolean;
  save(record: T, requestId: string): Promise<T>;
  // The record as the service has it; undefined where there is none. Throws a refusal where none may be saved any more.
  fetch(name: string): Promise<T | undefined>;
}

export const kinds = {
  answer: () => import('./kinds/answer').then((module) => module.answer),
  presentation: () => import('./kinds/presentation').then((module) => module.presentation),
  item: () => import('./kinds/item').then((module) => module.item),
  note: () => import('./kinds/note').then((module) => module.note),
  evidence: () => import('./kinds/evidence').then((module) => module.evidence),
};

export type KindName = keyof typeof kinds;
export type RecordOf<K extends KindName> =
  Awaited<ReturnType<(typeof kinds)[K]>> extends Kind<infer T> ? T : never;

export const kindNamed = (name: string) => kinds[name as KindName]() as unknown as Promise<Kind<EditedRecord>>;
