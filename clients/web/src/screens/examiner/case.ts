// What the screens of one case share.
import { Assessments, type AssessmentItem, type CaseSummary, type Comment } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { ConsensusItems } from '@krans/proto/krans/scoring/v1/consensus_pb.js';
import { Membership_Role, Teams, type Team } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import type { Band, Criterion, Question, QuestionSet, ScoringScheme } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { all, client } from '../../api/client';
import { questionsOf, schemeOf } from '../../api/cycles.svelte';
import { caseName, cycleName, personName } from '../../api/names';
import { session } from '../../api/session.svelte';
import type { Params } from '../../router.svelte';
import { either } from '../../text/language.svelte';

export const assessments = client(Assessments);
export const consensus = client(ConsensusItems);
const teams = client(Teams);

export const caseOf = (params: Params) => caseName(params.year!, params.unit!);
export const pathOf = (params: Params) => `/${params.year}/uppdrag/${params.unit}`;
export const ownAssessment = (params: Params) => `${caseOf(params)}/assessments/${session.person}`;

export const listCases = (year: string): Promise<CaseSummary[]> =>
  all(async (pageToken) => {
    const answer = await assessments.listCases({ parent: cycleName(year), pageSize: 100, pageToken });
    return { items: answer.cases, nextPageToken: answer.nextPageToken };
  });

export async function summaryOf(params: Params): Promise<CaseSummary | undefined> {
  return (await listCases(params.year!)).find((summary) => summary.participation === caseOf(params));
}

// The case with the year's questions and scheme.
export async function openCase(params: Params) {
  const [found, scheme, questions] = await Promise.all([
    assessments.getCase({ name: caseOf(params) }),
    schemeOf(params.year!),
    questionsOf(params.year!),
  ]);
  return { found, scheme, questions };
}
export type OpenCase = Awaited<ReturnType<typeof openCase>>;

export const teamOf = async (found: { evaluation?: { team: string } }): Promise<Team> => teams.getTeam({ name: found.evaluation!.team });
export const isLead = (team: Team) =>
  team.members.some((member) => member.person === personName(session.person) && member.role === Membership_Role.LEAD);

export const labelOf = (criterion: Criterion) => either(criterion.labelSv, criterion.labelEn);
export const criterionLabel = (scheme: ScoringScheme, code: string) => {
  const criterion = scheme.criteria.find((each) => each.code === code);
  return criterion ? labelOf(criterion) : code;
};
export const questionText = (question: Question) => either(question.textSv, question.textEn);
export const questionsFor = (questions: QuestionSet, criterion: string) =>
  questions.questions.filter((question) => question.criteria.includes(criterion));

export const isJudged = (item: Pick<AssessmentItem, 'score' | 'notAssessable'>) => item.score !== undefined || item.notAssessable;

export const bandOf = (scheme: ScoringScheme, score: number | undefined) =>
  score === undefined ? undefined : scheme.bands.find((band) => band.low <= score && score <= band.high);

// Which of the scheme's bands, from the lowest up: for a colour.
export const bandIndex = (scheme: ScoringScheme, score: number) => scheme.bands.findIndex((band) => band.low <= score && score <= band.high);

export const scoresIn = (scheme: ScoringScheme, band: Band) => {
  const scores: number[] = [];
  for (let score = band.low; score <= band.high; score += scheme.step) scores.push(score);
  return scores;
};

// Evidence in a submission is the question's code, and a passage of the answer where one was marked: k1-behov: "…".
export const evidenceOf = (question: string, passage = '') => {
  const text = passage.replace(/\s+/g, ' ').trim();
  return text === '' ? question : `${question}: "${text.slice(0, 480 - question.length)}"`;
};

export const passageOf = (comment: Comment): { question: string; passage: string } => {
  const [, question = comment.evidence, passage = ''] = /^([\w-]+): "(.*)"$/s.exec(comment.evidence) ?? [];
  return { question, passage };
};
