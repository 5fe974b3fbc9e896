import { create } from '@bufbuild/protobuf';
import { AnswerSchema, Submissions, type Answer } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { client } from '../../api/client';
import { parentOf } from '../../api/names';
import type { Kind } from '../kinds';

const submissions = client(Submissions);

export const answer: Kind<Answer> = {
  schema: AnswerSchema,
  editable: ({ name, etag, text }) => create(AnswerSchema, { name, etag, text }),
  save: (record, requestId) => submissions.saveAnswer({ answer: record, requestId }),
  fetch: async (name) => (await submissions.getDraft({ name: parentOf(name) })).answers.find((each) => each.name === name),
};
