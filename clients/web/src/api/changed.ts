import { clone, type Message } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';

// A copy of the record with some of its fields as given.
export function changed<T extends Message>(schema: GenMessage<T>, record: T, part: Partial<Omit<T, keyof Message>>): T {
  return Object.assign(clone(schema, record), part);
}
