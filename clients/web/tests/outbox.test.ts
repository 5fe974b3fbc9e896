import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { ErrorInfoSchema } from '@krans/proto/google/rpc/error_details_pb.js';
import { NoteSchema, type Note } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { refused } from '../src/api/refusal';
import { database, forget } from '../src/offline/database';
import { Draft } from '../src/offline/outbox.svelte';
import type { Kind } from '../src/offline/kinds';

const name = 'awards/a/cycles/2024/participations/u/notes/me/items/1';
const note = (text: string, etag = '') => create(NoteSchema, { name, text, etag });

// A service that keeps one note, answers a repeated request_id as the door does, and loses answers when told to.
function service(stored?: Note) {
  const done = new Map<string, Note>();
  const state = { stored, isLost: false, isDown: false, saves: 0 };
  const kind: Kind<Note> = {
    schema: NoteSchema,
    editable: ({ name, etag, text }) => create(NoteSchema, { name, etag, text }),
    async save(record, requestId) {
      if (state.isDown) throw new TypeError('fetch failed');
      if (!done.has(requestId)) {
        if ((state.stored?.etag ?? '') !== record.etag) throw mismatch();
        state.saves += 1;
        state.stored = note(record.text, String(state.saves));
        done.set(requestId, state.stored);
      }
      if (state.isLost) throw new TypeError('connection reset');
      return state.stored!;
    },
    fetch: async () => state.stored,
  };
  return { kind, state };
}

function mismatch() {
  const info = create(ErrorInfoSchema, { reason: 'ETAG_MISMATCH', domain: 'krans' });
  return new ConnectError('changed', Code.Aborted, undefined, [{ desc: ErrorInfoSchema, value: info }]);
}

const onDevice = async () => (await database()).getAll('outbox');

describe('a draft', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await forget();
  });

  it('is on the device before it is sent, and gone from it when it is saved', async () => {
    const { kind, state } = service();
    state.isDown = true;
    const draft = new Draft('note', kind, 'me', note(''));
    draft.change(note('ett'));
    await draft.send();
    expect(draft.state).toBe('waiting');
    expect(await onDevice()).toHaveLength(1);
    state.isDown = false;
    await draft.send();
    expect(draft.state).toBe('saved');
    expect(state.stored?.text).toBe('ett');
    expect(await onDevice()).toHaveLength(0);
  });

  it('whose answer was lost is repeated with one effect, and what was written since follows', async () => {
    const { kind, state } = service();
    const draft = new Draft('note', kind, 'me', note(''));
    state.isLost = true;
    draft.change(note('ett'));
    await draft.send();
    draft.change(note('ett två'));
    state.isLost = false;
    await draft.send();
    expect(draft.state).toBe('saved');
    expect(state.stored?.text).toBe('ett två');
    expect(state.saves).toBe(2);
  });

  it('does not go back to what was read before it was saved', async () => {
    const { kind } = service(note('före', '0'));
    const draft = new Draft('note', kind, 'me', note('före', '0'));
    draft.change(note('efter'));
    await draft.send();
    draft.refresh(note('före', '0'));
    expect(draft.value.text).toBe('efter');
    draft.refresh(note('någon annans', '2'));
    expect(draft.value.text).toBe('någon annans');
  });

  it('survives a reload, with its request_id', async () => {
    const { kind, state } = service();
    const draft = new Draft('note', kind, 'me', note(''));
    state.isLost = true;
    draft.change(note('ett'));
    await draft.send();
    const [entry] = await onDevice();
    const reopened = Draft.of(entry!, kind as never) as unknown as Draft<Note>;
    state.isLost = false;
    await reopened.send();
    expect(reopened.state).toBe('saved');
    expect(state.saves).toBe(1);
  });

  it('that another changed meanwhile shows both versions, and overwrites nothing', async () => {
    const { kind, state } = service(note('deras', '7'));
    const draft = new Draft('note', kind, 'me', note('förr', '6'));
    draft.change(note('min', '6'));
    await draft.send();
    expect(draft.state).toBe('conflict');
    expect(draft.theirs?.text).toBe('deras');
    expect(state.stored?.text).toBe('deras');
    await draft.keepMine();
    expect(draft.state).toBe('saved');
    expect(state.stored?.text).toBe('min');
  });

  it('gives way to the other version where the person takes it', async () => {
    const { kind, state } = service(note('deras', '7'));
    const draft = new Draft('note', kind, 'me', note('förr', '6'));
    draft.change(note('min', '6'));
    await draft.send();
    await draft.takeTheirs();
    expect(draft.value.text).toBe('deras');
    expect(state.saves).toBe(0);
    expect(await onDevice()).toHaveLength(0);
  });

  it('that is already saved with the same content is saved', async () => {
    const { kind } = service(note('samma', '7'));
    const draft = new Draft('note', kind, 'me', note('förr', '6'));
    draft.change(note('samma', '6'));
    await draft.send();
    expect(draft.state).toBe('saved');
  });

  it('in a conflict is not erased by another tab that saves the same record', async () => {
    const { kind, state } = service(note('förr', '0'));
    const there = new Draft('note', kind, 'me', note('förr', '0'));
    const here = new Draft('note', kind, 'me', note('förr', '0'));
    there.change(note('den andra fliken', '0'));
    await there.send();
    here.change(note('den här fliken', '0'));
    await here.send();
    expect(here.state).toBe('conflict');
    there.change(note('den andra fliken igen', '1'));
    await there.send();
    expect(state.stored?.text).toBe('den andra fliken igen');
    const [entry, ...others] = await onDevice();
    expect(others).toHaveLength(0);
    const reopened = Draft.of(entry!, kind as never) as unknown as Draft<Note>;
    expect([reopened.state, reopened.value.text]).toEqual(['conflict', 'den här fliken']);
    reopened.refresh(state.stored!);
    await reopened.keepMine();
    expect(state.stored?.text).toBe('den här fliken');
    expect(await onDevice()).toHaveLength(0);
  });

  it('written in two tabs without a network has both texts on the device, and both are offered', async () => {
    const { kind, state } = service(note('förr', '0'));
    state.isDown = true;
    for (const text of ['den ena', 'den andra']) {
      const draft = new Draft('note', kind, 'me', note('förr', '0'));
      draft.change(note(text, '0'));
      await draft.send();
    }
    const [one, other] = (await onDevice()).map((entry) => Draft.of(entry, kind as never) as unknown as Draft<Note>);
    state.isDown = false;
    await one!.send();
    await other!.send();
    expect([one!.state, other!.state]).toEqual(['saved', 'conflict']);
    expect([one!.value.text, other!.value.text].sort()).toEqual(['den andra', 'den ena']);
    expect(await onDevice()).toHaveLength(1);
  });

  it('that a tab was opened with while another still wrote it keeps what each wrote since', async () => {
    const { kind, state } = service();
    state.isDown = true;
    const there = new Draft('note', kind, 'me', note(''));
    there.change(note('ett'));
    await there.send();
    const here = Draft.of((await onDevice())[0]!, kind as never) as unknown as Draft<Note>;
    there.change(note('ett två'));
    await there.send();
    here.change(note('ett tre'));
    await here.send();
    expect((await onDevice()).map((entry) => (Draft.of(entry, kind as never) as unknown as Draft<Note>).value.text).sort()).toEqual(['ett tre', 'ett två']);
    state.isDown = false;
    await here.send();
    expect(here.state).toBe('saved');
    expect(await onDevice()).toHaveLength(1);
  });

  it('of what was closed and erased meanwhile says so, and is sent again or dropped as the person chooses', async () => {
    const { kind, state } = service();
    kind.fetch = () => Promise.reject(refused(Reason.SEALED));
    const draft = new Draft('note', kind, 'me', note('förr', '6'));
    draft.change(note('efteråt', '6'));
    await draft.send();
    expect([draft.state, draft.refusal?.reason]).toEqual(['refused', Reason.SEALED]);
    expect(await onDevice()).toHaveLength(1);
    kind.fetch = async () => (state.stored = note('förr', '8'));
    await draft.keepMine();
    expect([draft.state, draft.theirs?.text]).toEqual(['conflict', 'förr']);
    await draft.keepMine();
    expect([draft.state, state.stored?.text]).toEqual(['saved', 'efteråt']);

    const dropped = new Draft('note', kind, 'me', note('förr', '6'));
    kind.fetch = () => Promise.reject(refused(Reason.SEALED));
    dropped.change(note('efteråt igen', '6'));
    await dropped.send();
    await dropped.takeTheirs();
    expect(dropped.state).toBe('saved');
    expect(await onDevice()).toHaveLength(0);
  });

  it('of what somebody removed meanwhile is a choice, and is saved anew where the person keeps it', async () => {
    const { kind, state } = service();
    const draft = new Draft('note', kind, 'me', note('förr', '6'));
    draft.change(note('efteråt', '6'));
    await draft.send();
    expect([draft.state, draft.theirs?.text]).toEqual(['conflict', '']);
    await draft.keepMine();
    expect([draft.state, state.stored?.text]).toEqual(['saved', 'efteråt']);
  });
});
