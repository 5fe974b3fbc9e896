// The names of the units that compete, fetched as they are shown.
import { Organisation } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { client } from '../../api/client';
import { idOf } from '../../api/names';

const service = client(Organisation);
const names = $state<Record<string, string>>({});
const asked = new Set<string>();

// The display name of the unit of a participation; its id until it is known.
export function unitOf(participation: string): string {
  const id = idOf(participation);
  if (id !== '' && !asked.has(id)) {
    asked.add(id);
    service.getUnit({ name: `units/${id}` }).then(
      (found) => (names[id] = found.displayName),
      () => asked.delete(id),
    );
  }
  return names[id] ?? id;
}
