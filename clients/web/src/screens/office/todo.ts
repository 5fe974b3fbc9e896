// What waits for the office in one participation, and how far each has come.
import { BoardMatter_State, type BoardMatter } from '@krans/proto/krans/submissions/v1/board_matters_pb.js';
import { Eligibility_State, type ParticipationView } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { Evaluation_State } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import { Submission_State } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { takesPart } from './office';

export type Todo = 'todoFacts' | 'todoEligibility' | 'todoLate' | 'todoMinutes' | 'todoNoMinutes' | 'todoTeam' | 'todoDeliver';

export const matterOf = (view: ParticipationView): BoardMatter | undefined =>
  view.boardMatters.filter(({ superseded }) => !superseded.includes(view.participation!.name)).sort((a, b) => b.state - a.state)[0];

export const isEligible = ({ eligibility }: ParticipationView) =>
  eligibility?.state === Eligibility_State.VERIFIED || eligibility?.state === Eligibility_State.WAIVED;

export function todosOf(view: ParticipationView): Todo[] {
  if (!takesPart(view)) return [];
  const todos: Todo[] = [];
  const matter = matterOf(view);
  if (!view.eligibility) todos.push('todoFacts');
  if (view.eligibility?.state === Eligibility_State.DECLARED) todos.push('todoEligibility');
  if (view.submission?.state === Submission_State.LATE) todos.push('todoLate');
  if (matter?.state === BoardMatter_State.DECIDED) todos.push('todoMinutes');
  if (!matter || matter.state === BoardMatter_State.PREPARED) todos.push('todoNoMinutes');
  if (view.submission?.state === Submission_State.OPENED && isEligible(view) && !view.evaluation) todos.push('todoTeam');
  if (view.evaluation === Evaluation_State.SIGNED) todos.push('todoDeliver');
  return todos;
}

// How far a participation has come: the stages of the pipeline, one after the other.
export function stageOf(view: ParticipationView): number {
  if (view.outcome) return 5;
  if (view.evaluation === Evaluation_State.DELIVERED_TO_JURY) return 4;
  if (view.evaluation) return 3;
  if (view.submission?.state === Submission_State.OPENED) return 2;
  const sealed = [Submission_State.SEALED, Submission_State.LATE, Submission_State.ACCEPTED_BY_DISPENSATION];
  return view.submission && sealed.includes(view.submission.state) ? 1 : 0;
}
