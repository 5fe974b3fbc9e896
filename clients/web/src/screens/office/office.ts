// What the process office works with: every participation of a year, its teams and its people.
import { Conflicts, type Conflict } from '@krans/proto/krans/scoring/v1/conflicts_pb.js';
import { Examiners, type Examiner } from '@krans/proto/krans/scoring/v1/examiners_pb.js';
import { Scorebooks } from '@krans/proto/krans/scoring/v1/scorebooks_pb.js';
import { Teams, type Team } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import { BoardMatters } from '@krans/proto/krans/submissions/v1/board_matters_pb.js';
import { Cycles, type Cycle } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { Organisation, type Body, type Unit } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { Participation_State, Participations, type Participation, type ParticipationView } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { People, type Person, type Role } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { Submissions } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { all, client } from '../../api/client';
import { cycleName } from '../../api/names';
import { notAllowed } from '../../api/refusal';
import { standing } from '../../api/standing.svelte';
import { compare, either } from '../../text/language.svelte';

export const boardMatters = client(BoardMatters);
export const conflicts = client(Conflicts);
export const cycles = client(Cycles);
export const examiners = client(Examiners);
export const organisation = client(Organisation);
export const participations = client(Participations);
export const people = client(People);
export const scorebooks = client(Scorebooks);
export const submissions = client(Submissions);
export const teams = client(Teams);

const pageSize = 100;

// Every participation of the year: refused to whoever would be given only some of them.
export async function listParticipations(year: string): Promise<Participation[]> {
  await standing.load(year);
  if (!standing.now.office && !standing.now.auditor) throw notAllowed();
  return all(async (pageToken) => {
    const answer = await participations.listParticipations({ parent: cycleName(year), pageSize, pageToken });
    return { items: answer.participations, nextPageToken: answer.nextPageToken };
  });
}

const atOnce = 6; // as many calls as a browser makes to one place

// Everything of every participation, by the name of the unit.
export async function listViews(year: string): Promise<ParticipationView[]> {
  const list = await listParticipations(year);
  const views: ParticipationView[] = [];
  for (let i = 0; i < list.length; i += atOnce) {
    views.push(...(await Promise.all(list.slice(i, i + atOnce).map(({ name }) => participations.getParticipation({ name })))));
  }
  return views.sort((a, b) => compare(a.participation!.unitDisplayName, b.participation!.unitDisplayName));
}

export const listTeams = (year: string): Promise<Team[]> =>
  all(async (pageToken) => {
    const answer = await teams.listTeams({ parent: cycleName(year), pageSize, pageToken });
    return { items: answer.teams, nextPageToken: answer.nextPageToken };
  });

export const listExaminers = (year: string): Promise<Examiner[]> =>
  all(async (pageToken) => {
    const answer = await examiners.listExaminers({ parent: cycleName(year), pageSize, pageToken });
    return { items: answer.examiners, nextPageToken: answer.nextPageToken };
  });

export const listConflicts = (year: string): Promise<Conflict[]> =>
  all(async (pageToken) => {
    const answer = await conflicts.listConflicts({ parent: cycleName(year), pageSize, pageToken });
    return { items: answer.conflicts, nextPageToken: answer.nextPageToken };
  });

export const listPeople = async (): Promise<Person[]> => {
  const found = await all(async (pageToken) => {
    const answer = await people.listPeople({ pageSize, pageToken });
    return { items: answer.people, nextPageToken: answer.nextPageToken };
  });
  return found.sort((a, b) => compare(a.displayName, b.displayName));
};

export const listRoles = (): Promise<Role[]> =>
  all(async (pageToken) => {
    const answer = await people.listRoles({ pageSize, pageToken });
    return { items: answer.roles, nextPageToken: answer.nextPageToken };
  });

export const listUnits = async (): Promise<Unit[]> => {
  const found = await all(async (pageToken) => {
    const answer = await organisation.listUnits({ pageSize, pageToken });
    return { items: answer.units, nextPageToken: answer.nextPageToken };
  });
  return found.sort((a, b) => compare(a.displayName, b.displayName));
};

export const listBodies = async (): Promise<Body[]> => {
  const found = await all(async (pageToken) => {
    const answer = await organisation.listBodies({ pageSize, pageToken });
    return { items: answer.bodies, nextPageToken: answer.nextPageToken };
  });
  return found.sort((a, b) => compare(a.displayName, b.displayName));
};

export const takesPart = ({ participation }: ParticipationView) =>
  participation?.state === Participation_State.REGISTERED || participation?.state === Participation_State.LATE_REGISTERED;

export function classLabel(cycle: Cycle, code: string): string {
  const found = cycle.classes.find((each) => each.code === code);
  return found ? either(found.labelSv, found.labelEn) : '–';
}
