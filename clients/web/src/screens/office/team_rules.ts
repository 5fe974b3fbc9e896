// What a team breaks as it stands on the page, before it is saved, in the words of the service that decides (TEAM_INVALID:
// "OWN_BODY:person@unit", I-09 to I-11, I-38).
import { Conflict_State, type Conflict } from '@krans/proto/krans/scoring/v1/conflicts_pb.js';
import type { Examiner } from '@krans/proto/krans/scoring/v1/examiners_pb.js';
import { Membership_Role } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import type { Cycle } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import type { Participation } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import type { Person } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { idOf } from '../../api/names';
import type { Placed } from './team_moves';

export interface Broken {
  rule: string; // "OWN_BODY"
  person: string; // id; empty where it is about the team
  unit: string; // id; empty where it is about no case
}

export interface Known {
  cycle: Cycle;
  examiners: Examiner[];
  people: Person[];
  participations: Participation[];
  conflicts: Conflict[];
}

const scores = (role: Membership_Role) => role === Membership_Role.LEAD || role === Membership_Role.EXAMINER;
const bars = ({ state }: Conflict) => [Conflict_State.DECLARED, Conflict_State.UNDER_REVIEW, Conflict_State.RECUSED].includes(state);

export function brokenBy({ members, participations }: Placed, known: Known): Broken[] {
  const broken: Broken[] = [];
  const examinerOf = (person: string) => known.examiners.find(({ name }) => idOf(name) === idOf(person));
  const bodyOf = (person: string) => examinerOf(person)?.body || known.people.find(({ name }) => name === person)?.body || '';

  if (members.filter(({ role }) => role === Membership_Role.LEAD).length !== 1) broken.push({ rule: 'ONE_LEAD', person: '', unit: '' });
  const counted = members.filter(({ role }) => scores(role)).length;
  const { teamMin = 0, teamMax = Infinity } = known.cycle.evaluation ?? {};
  if (counted < teamMin || counted > teamMax) broken.push({ rule: 'TEAM_SIZE', person: '', unit: '' });

  for (const { person } of members) {
    const id = idOf(person);
    const examiner = examinerOf(person);
    const isReady = examiner && !examiner.dismissed && examiner.managerApproved !== '' && examiner.trained !== '' && examiner.codeSigned !== '';
    if (!isReady) broken.push({ rule: 'NOT_READY', person: id, unit: '' });
    const body = bodyOf(person);
    if (body !== '' && members.some((other) => other.person !== person && bodyOf(other.person) === body)) broken.push({ rule: 'SAME_BODY', person: id, unit: '' });
    for (const name of participations) {
      const about = known.participations.find((each) => each.name === name);
      if (!about) continue;
      const unit = idOf(name);
      if (body !== '' && body === about.body) broken.push({ rule: 'OWN_BODY', person: id, unit });
      if (known.conflicts.some((conflict) => conflict.person === person && conflict.name.startsWith(`${name}/`) && bars(conflict))) {
        broken.push({ rule: 'CONFLICT', person: id, unit });
      }
      if (known.participations.some(({ contact, classCode, state }) => contact === person && classCode === about.classCode && state <= 2)) {
        broken.push({ rule: 'COMPETING', person: id, unit });
      }
    }
  }
  return broken;
}

// As a refusal's metadata says it: "NOT_READY:a,OWN_BODY:b@unit,OTHER_TEAM:unit".
export function parseBroken(text: string): Broken[] {
  return text.split(',').filter(Boolean).map((part) => {
    const [rule = '', about = ''] = part.split(':');
    if (rule === 'OTHER_TEAM') return { rule, person: '', unit: about };
    const [person = '', unit = ''] = about.split('@');
    return { rule, person, unit };
  });
}
