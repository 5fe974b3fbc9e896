import { create } from '@bufbuild/protobuf';
import { Notes, NoteSchema, type Note } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { all, client } from '../../api/client';
import { parentOf } from '../../api/names';
import type { Kind } from '../kinds';

const notes = client(Notes);

export const listNotes = (parent: string) =>
  all(async (pageToken) => {
    const answer = await notes.listNotes({ parent, pageSize: 100, pageToken });
    return { items: answer.notes, nextPageToken: answer.nextPageToken };
  });

export const note: Kind<Note> = {
  schema: NoteSchema,
  editable: ({ name, etag, text, issue }) => create(NoteSchema, { name, etag, text, issue }),
  isComplete: ({ text }) => text.trim() !== '',
  save: (record, requestId) => notes.saveNote({ note: record, requestId }),
  fetch: async (name) => (await listNotes(parentOf(name, 4))).find((each) => each.name === name),
};
