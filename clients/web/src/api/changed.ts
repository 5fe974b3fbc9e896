import { clone, type Message } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';

// A copy of the record with some of its fields as given.
export function changed<T extends Message>(schema: GenMessage<T>, record: T, part: Partial<Omit<T, keyof Message>>): T {
  return Object.assign(clone(schema, record), part);
}

// What a person has made of `was`, carried over to what somebody else has made of it meanwhile: a field that the person did
// not change is as it is `now`.
export function carried<T extends object>(was: T, mine: T, now: T): T {
  const isMine = (key: keyof T) => JSON.stringify(mine[key]) !== JSON.stringify(was[key]);
  const kept = (Object.keys(mine) as (keyof T)[]).filter(isMine).map((key) => [key, mine[key]]);
  return { ...now, ...(Object.fromEntries(kept) as Partial<T>) };
}
