// Who and what the office has moved between the teams and not saved, over what the teams are.
import type { Membership_Role } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import { idOf } from '../../api/names';

export interface Placed {
  members: { person: string; role: Membership_Role }[];
  participations: string[];
}

// What of a record of a team is moved about.
export const placed = ({ members, participations }: Placed): Placed => ({
  members: members.map(({ person, role }) => ({ person, role })),
  participations: [...participations],
});

const memberOf = ({ members }: Placed, person: string) => members.find((each) => idOf(each.person) === idOf(person));

// What was moved from `was` to `mine`, moved in the team as somebody else has made it `now`.
export function moved(was: Placed, mine: Placed, now: Placed): Placed {
  const stays = now.members.filter(({ person }) => memberOf(mine, person) || !memberOf(was, person));
  const roleOf = ({ person, role }: Placed['members'][number]) => {
    const chosen = memberOf(mine, person);
    return chosen && chosen.role !== memberOf(was, person)?.role ? chosen.role : role;
  };
  const comes = mine.members.filter(({ person }) => !memberOf(was, person) && !memberOf(now, person));
  return {
    members: [...stays.map((member) => ({ person: member.person, role: roleOf(member) })), ...comes],
    participations: [
      ...now.participations.filter((name) => mine.participations.includes(name) || !was.participations.includes(name)),
      ...mine.participations.filter((name) => !was.participations.includes(name) && !now.participations.includes(name)),
    ],
  };
}

const inOrder = ({ members, participations }: Placed) => [...members.map(({ person, role }) => `${idOf(person)} ${role}`), ...participations].sort().join();

export const isSame = (one: Placed, other: Placed) => inOrder(one) === inOrder(other);
