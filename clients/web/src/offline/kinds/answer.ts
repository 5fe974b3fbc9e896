import { create } from '@bufbuild/protobuf';
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { AnswerSchema, Submission_State, Submissions, type Answer, type Draft } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { client } from '../../api/client';
import { parentOf } from '../../api/names';
import { refused } from '../../api/refusal';
import type { Kind } from '../kinds';

const submissions = client(Submissions);

// What a unit writes in; refused as SEALED from when it is handed in until it is taken back.
export async function writing(participation: string): Promise<Draft> {
  const draft = await submissions.getDraft({ name: participation });
  if (draft.submission && draft.submission.state !== Submission_State.UNSEALED) throw refused(Reason.SEALED);
  return draft;
}

export const answer: Kind<Answer> = {
  schema: AnswerSchema,
  editable: ({ name, etag, text }) => create(AnswerSchema, { name, etag, text }),
  save: (record, requestId) => submissions.saveAnswer({ answer: record, requestId }),
  fetch: async (name) => (await writing(parentOf(name))).answers.find((each) => each.name === name),
};
