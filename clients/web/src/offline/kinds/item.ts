import { create } from '@bufbuild/protobuf';
import { AssessmentItemSchema, Assessments, type AssessmentItem } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { client } from '../../api/client';
import { parentOf } from '../../api/names';
import type { Kind } from '../kinds';

const assessments = client(Assessments);

export const item: Kind<AssessmentItem> = {
  schema: AssessmentItemSchema,
  editable: ({ name, etag, comments, band, score, notAssessable }) =>
    create(AssessmentItemSchema, { name, etag, comments: comments.filter(({ text }) => text.trim() !== ''), band, score, notAssessable }),
  save: (record, requestId) => assessments.saveItem({ item: record, requestId }),
  fetch: async (name) => {
    const view = await assessments.getAssessment({ name: parentOf(name) });
    return view.items.find((each) => each.name === name);
  },
};
