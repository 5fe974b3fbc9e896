import { create } from '@bufbuild/protobuf';
import { EvidenceSchema, Notes, type Evidence } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { client } from '../../api/client';
import { orNothing } from '../../api/refusal';
import type { Kind } from '../kinds';

const notes = client(Notes);

export const evidence: Kind<Evidence> = {
  schema: EvidenceSchema,
  editable: ({ name, etag, kind, fact, sourceRole, sensitivity, criteria, capturedTime }) =>
    create(EvidenceSchema, { name, etag, kind, fact, sourceRole, sensitivity, criteria, capturedTime }),
  isComplete: ({ kind, fact, sourceRole, sensitivity }) => kind !== 0 && sensitivity !== 0 && fact.trim() !== '' && sourceRole.trim() !== '',
  save: (record, requestId) => notes.saveEvidence({ evidence: record, requestId }),
  fetch: (name) => orNothing(notes.getEvidence({ name })),
};
