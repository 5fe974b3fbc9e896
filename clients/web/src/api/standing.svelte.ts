// What the person is in the year: decides which menu entries are offered, nothing else. The services decide what is allowed.
// Without a network, what the person last was.
import { Code, ConnectError } from '@connectrpc/connect';
import { Juries } from '@krans/proto/krans/jury/v1/juries_pb.js';
import { Assessments } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { Organisation } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { People, Role_Kind } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { jotting } from '../offline/kept';
import { all, client } from './client';
import { cycleName, personName } from './names';
import { isUnreachable, refusalOf } from './refusal';
import { session } from './session.svelte';

export interface Standing {
  office: boolean;
  auditor: boolean;
  registrar: boolean;
  examiner: boolean;
  juror: boolean;
  manager: boolean; // of a unit
}

const nothing: Standing = { office: false, auditor: false, registrar: false, examiner: false, juror: false, manager: false };

async function isExaminer(parent: string): Promise<boolean> {
  return (await client(Assessments).listCases({ parent, pageSize: 1 })).cases.length > 0;
}

async function isJuror(parent: string, me: string): Promise<boolean> {
  const jury = await client(Juries).getJury({ name: `${parent}/jury` });
  return jury.members.some((member) => member.person === me);
}

async function isManager(me: string): Promise<boolean> {
  const service = client(Organisation);
  const units = await all(async (pageToken) => {
    const answer = await service.listUnits({ pageSize: 100, pageToken });
    return { items: answer.units, nextPageToken: answer.nextPageToken };
  });
  return units.some((unit) => unit.manager === me);
}

// No, where it is not the person's to ask.
async function orNo(asked: Promise<boolean>): Promise<boolean> {
  try {
    return await asked;
  } catch (thrown) {
    const { code } = ConnectError.from(thrown);
    if (code === Code.NotFound || code === Code.PermissionDenied) return false;
    throw thrown;
  }
}

class StandingOf {
  now = $state.raw<Standing>(nothing);
  #asked = '';
  #loading = Promise.resolve();

  // Resolves when `now` is of the year. What could not be asked is asked again the next time.
  load(year: string): Promise<void> {
    const asked = `${session.person} ${year}`;
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#loading = this.#load(asked, year);
    }
    return this.#loading;
  }

  async #load(asked: string, year: string): Promise<void> {
    if (!session.signedIn) {
      this.now = nothing;
      return;
    }
    const me = personName(session.person);
    const parent = cycleName(year);
    const last = jotting<Standing>(session.person, `standing ${year}`);
    try {
      const { roles } = await client(People).getMe({});
      const has = (kind: Role_Kind) => roles.some((role) => role.kind === kind && !role.revoked);
      const [examiner, juror, manager] = year
        ? await Promise.all([orNo(isExaminer(parent)), orNo(isJuror(parent, me)), orNo(isManager(me))])
        : [false, false, false];
      if (asked !== this.#asked) return;
      this.now = { office: has(Role_Kind.OFFICE), auditor: has(Role_Kind.AUDITOR), registrar: has(Role_Kind.REGISTRAR), examiner, juror, manager };
      await last.write(this.now);
    } catch (thrown) {
      const was = isUnreachable(refusalOf(thrown)) ? await last.read() : undefined;
      const isLatest = asked === this.#asked;
      if (isLatest) this.#asked = '';
      if (!was) throw thrown;
      if (isLatest) this.now = was;
    }
  }
}

export const standing = new StandingOf();
