import { create } from '@bufbuild/protobuf';
import { PresentationSchema, Submissions, type Presentation } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { client } from '../../api/client';
import { parentOf } from '../../api/names';
import type { Kind } from '../kinds';
import { writing } from './answer';

const submissions = client(Submissions);

export const presentation: Kind<Presentation> = {
  schema: PresentationSchema,
  editable: ({ name, etag, text }) => create(PresentationSchema, { name, etag, text }),
  save: (record, requestId) => submissions.savePresentation({ presentation: record, requestId }),
  fetch: async (name) => (await writing(parentOf(name, 1))).presentation,
};
