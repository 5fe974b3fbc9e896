import { Membership_Role } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import { describe, expect, it } from 'vitest';
import { isSame, moved, type Placed } from '../src/screens/office/team_moves';

const { LEAD, EXAMINER, OBSERVER } = Membership_Role;
const team = (members: Record<string, Membership_Role>, participations: string[] = []): Placed => ({
  members: Object.entries(members).map(([person, role]) => ({ person: `people/${person}`, role })),
  participations,
});

describe('what was moved between teams and not saved', () => {
  it('is moved in the team as a colleague has made it meanwhile, and undoes nothing of theirs', () => {
    const was = team({ a: LEAD, b: EXAMINER, c: EXAMINER }, ['x', 'y']);
    const mine = team({ a: LEAD, b: OBSERVER, d: EXAMINER }, ['x', 'z']);
    const now = team({ a: EXAMINER, b: EXAMINER, c: EXAMINER, e: LEAD }, ['x', 'y', 'w']);
    expect(isSame(moved(was, mine, now), team({ a: EXAMINER, b: OBSERVER, e: LEAD, d: EXAMINER }, ['x', 'w', 'z']))).toBe(true);
  });
  it('is nothing where the colleague has done the same', () => {
    const mine = team({ a: LEAD }, ['x']);
    expect(isSame(moved(team({}), mine, mine), mine)).toBe(true);
  });
});
