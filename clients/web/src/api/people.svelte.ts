// The names of people, fetched as they are shown.
import { People } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { client } from './client';
import { idOf, personName } from './names';

const service = client(People);
const names = $state<Record<string, string>>({});
const asked = new Set<string>();

// The display name of "people/{id}" or an id; the id until it is known.
export function nameOf(person: string): string {
  const id = idOf(person);
  if (id !== '' && !asked.has(id)) {
    asked.add(id);
    service.getPerson({ name: personName(id) }).then(
      (found) => (names[id] = found.displayName),
      () => asked.delete(id),
    );
  }
  return names[id] ?? id;
}
