// The jury's handling of one class, as its screens need it.
import { Juries, JuryMember_Role, type Jury } from '@krans/proto/krans/jury/v1/juries_pb.js';
import { Ballot_State, Matter_State, Matters, type Ballot, type Dossier, type MatterView, type Proposal } from '@krans/proto/krans/jury/v1/matters_pb.js';
import type { Cycle } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { client } from '../../api/client';
import { cycleOf } from '../../api/cycles.svelte';
import { cycleName, idOf, personName } from '../../api/names';
import { session } from '../../api/session.svelte';
import type { Params } from '../../router.svelte';
import { either } from '../../text/language.svelte';
import { t } from './text';
import '../../style/jury.css';

export const matters = client(Matters);
const juries = client(Juries);

export const juryPath = (params: Params) => `/${params.year}/jury`;
export const matterPath = (params: Params) => `${juryPath(params)}/${params.matter}`;
export const matterName = (params: Params) => `${cycleName(params.year!)}/matters/${params.matter}`;
export const juryOf = (year: string): Promise<Jury> => juries.getJury({ name: `${cycleName(year)}/jury` });

export const me = () => personName(session.person);

// The classes of a year, or the one matter of a year without classes.
export const codesOf = (cycle: Cycle): string[] => (cycle.classes.length > 0 ? cycle.classes.map(({ code }) => code) : ['all']);

export function classLabel(cycle: Cycle, code: string): string {
  const found = cycle.classes.find((each) => each.code === code);
  return found ? either(found.labelSv, found.labelEn) : t('allEntries');
}

export interface Opened {
  cycle: Cycle;
  jury: Jury;
  view: MatterView;
  readonly title: string; // in the reader's language
}

export async function openMatter(params: Params): Promise<Opened> {
  const [cycle, jury, view] = await Promise.all([cycleOf(params.year!), juryOf(params.year!), matters.getMatter({ name: matterName(params) })]);
  const code = params.matter!;
  return {
    cycle,
    jury,
    view,
    get title() {
      return classLabel(cycle, code);
    },
  };
}

export async function dossiersOf(params: Params): Promise<Dossier[]> {
  return (await matters.listDossiers({ parent: matterName(params) })).dossiers;
}

// What a dossier is called: the unit, or by its letter while names are not shown.
export const calledOf = (dossier: Dossier): string => dossier.unitDisplayName || t('unitLetter', { letter: dossier.letter });

export const isMember = (jury: Jury) => jury.members.some(({ person }) => person === me());
export const mayChair = (jury: Jury) =>
  jury.members.some(({ person, role }) => person === me() && (role === JuryMember_Role.CHAIR || role === JuryMember_Role.DEPUTY));
export const presides = (view: MatterView) => view.presiding === me();
export const standingOf = (view: MatterView): Proposal[] => view.proposals.filter(({ fallen }) => !fallen);
export const openBallotOf = (view: MatterView): Ballot | undefined => view.ballots.find(({ state }) => state === Ballot_State.OPEN);
export const numberOf = (name: string) => t('proposalNumber', { n: idOf(name) });

// The id of the next record beside those: "1", "2", ...
export const nextId = (records: { name: string }[]) => String(Math.max(0, ...records.map(({ name }) => Number(idOf(name)) || 0)) + 1);

// What has to happen next in the matter, in a sentence.
export function remains(view: MatterView): string {
  const ballot = openBallotOf(view);
  const standing = standingOf(view).length;
  if (view.matter?.state === Matter_State.DECIDED) return t('remainsNothing');
  if (view.matter?.state === Matter_State.PRESENTED) return t('remainsNames');
  if (ballot) {
    if (!ballot.voters.includes(me())) return t('remainsVotes');
    return view.ownVote ? t('remainsVoted') : t('remainsYourVote');
  }
  if (standing === 0) return t('remainsProposal');
  return standing === 1 ? t('remainsDecision') : t('remainsBallot', { n: standing });
}
