// A unit's participation in a year, as its manager meets it.
import { Phase } from '@krans/proto/krans/access/v1/access_pb.js';
import { SiteVisit_State, SiteVisits, type SiteVisit } from '@krans/proto/krans/sitevisits/v1/visits_pb.js';
import { BoardMatter_State, type BoardMatter } from '@krans/proto/krans/submissions/v1/board_matters_pb.js';
import { Milestone_Kind, type Calendar, type Cycle, type QuestionSet } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { Organisation, type Unit } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { Eligibility_State, Participation_State, Participations, type ParticipationView } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { Submission_State, Submissions, type Draft } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { all, client } from '../../api/client';
import { calendarOf, cycleOf, questionsOf } from '../../api/cycles.svelte';
import { caseName, cycleName, personName } from '../../api/names';
import { notAllowed, orNothing } from '../../api/refusal';
import { session } from '../../api/session.svelte';
import type { Params } from '../../router.svelte';
import { dueDay, isOpen } from '../../text/time';

export const participations = client(Participations);
export const submissions = client(Submissions);
const organisation = client(Organisation);
const visits = client(SiteVisits);

export const pathOf = ({ year, unit }: Params) => `/${year}/enhet/${unit}`;

const listUnits = () =>
  all(async (pageToken) => {
    const answer = await organisation.listUnits({ pageSize: 100, pageToken });
    return { items: answer.units, nextPageToken: answer.nextPageToken };
  });

const listVisits = (parent: string) =>
  all(async (pageToken) => {
    const answer = await visits.listSiteVisits({ parent, pageSize: 100, pageToken });
    return { items: answer.visits, nextPageToken: answer.nextPageToken };
  });

// The units that the person manages, and those they are contact of in the year.
export async function myUnits(year: string): Promise<Unit[]> {
  const me = personName(session.person);
  const [units, mine] = await Promise.all([
    listUnits(),
    all(async (pageToken) => {
      const answer = await participations.listParticipations({ parent: cycleName(year), pageSize: 100, pageToken });
      return { items: answer.participations, nextPageToken: answer.nextPageToken };
    }),
  ]);
  return units.filter(({ name, manager }) => manager === me || mine.some(({ unit, contact }) => unit === name && contact === me));
}

export interface UnitCase {
  year: string;
  unit: Unit;
  cycle: Cycle;
  calendar: Calendar;
  view: ParticipationView | undefined; // undefined: not registered
}

// Refused to whoever neither manages the unit nor may read its participation.
export async function unitCase(year: string, unit: string): Promise<UnitCase> {
  const [record, cycle, calendar, view] = await Promise.all([
    organisation.getUnit({ name: `units/${unit}` }),
    cycleOf(year),
    calendarOf(year),
    orNothing(participations.getParticipation({ name: caseName(year, unit) })),
  ]);
  if (!view && record.manager !== personName(session.person)) throw notAllowed();
  return { year, unit: record, cycle, calendar, view };
}

export const draftOf = (params: Params): Promise<Draft> => submissions.getDraft({ name: caseName(params.year!, params.unit!) });
export const questionSetOf = async (year: string): Promise<QuestionSet | undefined> => orNothing(questionsOf(year));
export const visitsOf = async (params: Params): Promise<SiteVisit[]> => {
  const found = await listVisits(cycleName(params.year!));
  return found.filter(({ name }) => name.startsWith(`${caseName(params.year!, params.unit!)}/`));
};
export { visits };

export const takesPart = (view: ParticipationView | undefined) =>
  view?.participation?.state === Participation_State.REGISTERED || view?.participation?.state === Participation_State.LATE_REGISTERED;

// Whether the unit may still write: nothing is handed in, or it was taken back.
export const isDraft = (view: ParticipationView | undefined) =>
  !view?.submission || view.submission.state === Submission_State.UNSEALED;

export const isPhaseOpen = (calendar: Calendar, ...phases: Phase[]) => calendar.phases.some((window) => phases.includes(window.phase) && isOpen(window));

export function dueOf(calendar: Calendar, kind: Milestone_Kind): string | undefined {
  const milestone = calendar.milestones.find((each) => each.kind === kind);
  return milestone && dueDay(milestone);
}

// The board's matter that counts for the unit, and none where every one was superseded.
export const matterOf = (view: ParticipationView | undefined): BoardMatter | undefined =>
  view?.boardMatters.filter(({ superseded }) => !superseded.includes(view.participation!.name)).sort((a, b) => b.state - a.state)[0];

export type Step = 'registration' | 'facts' | 'submission' | 'board' | 'evaluation' | 'visit' | 'result';
export type StepState = 'done' | 'now' | 'wait' | 'stopped';

// What has been done and what remains, in the order of the year.
export function stepsOf({ view, calendar }: UnitCase, visit: SiteVisit | undefined): { step: Step; state: StepState }[] {
  const registered = takesPart(view);
  const eligibility = view?.eligibility?.state ?? Eligibility_State.STATE_UNSPECIFIED;
  const refused = eligibility === Eligibility_State.REJECTED || eligibility === Eligibility_State.REVOKED;
  const matter = matterOf(view);
  const canWrite = isPhaseOpen(calendar, Phase.REGISTRATION, Phase.SUBMISSION, Phase.OPENING);
  const canDeclare = isPhaseOpen(calendar, Phase.REGISTRATION, Phase.SUBMISSION);
  const steps: { step: Step; state: StepState }[] = [
    { step: 'registration', state: registered ? 'done' : view ? 'stopped' : isPhaseOpen(calendar, Phase.REGISTRATION) ? 'now' : 'stopped' },
    { step: 'facts', state: refused ? 'stopped' : eligibility ? 'done' : registered && canDeclare ? 'now' : 'wait' },
    { step: 'submission', state: !isDraft(view) ? (view?.submission?.state === Submission_State.REFUSED ? 'stopped' : 'done') : registered && canWrite ? 'now' : 'wait' },
    { step: 'board', state: matter && matter.state === BoardMatter_State.VERIFIED ? 'done' : 'wait' },
    { step: 'evaluation', state: view && view.evaluation >= 4 ? 'done' : 'wait' },
  ];
  if (visit) steps.push({ step: 'visit', state: visit.state === SiteVisit_State.PLANNED ? 'now' : visit.state === SiteVisit_State.CONFIRMED ? 'wait' : 'done' });
  steps.push({ step: 'result', state: view?.outcome ? 'done' : 'wait' });
  if (!registered) return steps.map(({ step, state }) => ({ step, state: state === 'now' && step !== 'registration' ? 'wait' : state }));
  return steps;
}
