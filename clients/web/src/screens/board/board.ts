// What a board's registrar works with: the boards they keep the minutes of, those boards' units, and their matters.
import { BoardMatter_Result, BoardMatter_State, BoardMatters, type BoardMatter } from '@krans/proto/krans/submissions/v1/board_matters_pb.js';
import { Organisation, type Body } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { Participation_State, Participations, type Participation } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { People, Role_Kind } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { all, client } from '../../api/client';
import { cycleName } from '../../api/names';
import { compare } from '../../text/language.svelte';

export const matters = client(BoardMatters);

export const matterName = (year: string, id: string) => `${cycleName(year)}/boardMatters/${id}`;

export async function myBodies(): Promise<Body[]> {
  const { roles } = await client(People).getMe({});
  const mine = roles.filter(({ kind, revoked, body }) => kind === Role_Kind.REGISTRAR && !revoked && body !== '').map(({ body }) => body);
  return Promise.all([...new Set(mine)].map((name) => client(Organisation).getBody({ name })));
}

export const listMatters = (year: string): Promise<BoardMatter[]> =>
  all(async (pageToken) => {
    const answer = await matters.listBoardMatters({ parent: cycleName(year), pageSize: 100, pageToken });
    return { items: answer.matters, nextPageToken: answer.nextPageToken };
  });

// Those that take part, by name.
export async function listTaking(year: string): Promise<Participation[]> {
  const found = await all(async (pageToken) => {
    const answer = await client(Participations).listParticipations({ parent: cycleName(year), pageSize: 100, pageToken });
    return { items: answer.participations, nextPageToken: answer.nextPageToken };
  });
  return found
    .filter(({ state }) => state === Participation_State.REGISTERED || state === Participation_State.LATE_REGISTERED)
    .sort((a, b) => compare(a.unitDisplayName, b.unitDisplayName));
}

export const isUndecided = ({ state, result }: BoardMatter) =>
  state === BoardMatter_State.PREPARED || (state === BoardMatter_State.DECIDED && result === BoardMatter_Result.POSTPONED);
