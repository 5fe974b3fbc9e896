import { create, toBinary } from '@bufbuild/protobuf';
import { WatchResponseSchema } from '@krans/proto/krans/gateway/v1/changes_pb.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changes } from '../src/api/changes';

// The streams that were asked for, oldest first.
let streams: { say: (...names: string[]) => void; isLost: () => boolean; end: () => void }[];

// A stream of the gateway's, as the network gives it.
function opened(_: unknown, { signal }: RequestInit): Promise<Response> {
  let out!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (out = controller) });
  signal!.addEventListener('abort', () => out.error(signal!.reason));
  const envelope = (message: Uint8Array) => out.enqueue(new Uint8Array([0, 0, 0, 0, message.length, ...message]));
  streams.push({
    say: (...names) => envelope(toBinary(WatchResponseSchema, create(WatchResponseSchema, { changed: names.map((name) => ({ name })) }))),
    isLost: () => signal!.aborted,
    end: () => out.error(new TypeError('network error')),
  });
  return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'application/connect+proto' } }));
}

const soon = () => vi.advanceTimersByTimeAsync(500);
const stops: (() => void)[] = [];
function listening(prefix: string) {
  const read = vi.fn();
  stops.push(changes.on(prefix, read));
  return read;
}

// The stream is there, and everything that was read before it has been read again.
async function begun(number = 0) {
  await vi.waitFor(() => expect(streams.length).toBe(number + 1));
  streams[number]!.say();
  await soon();
}

describe('changes', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', opened);
    streams = [];
    changes.follow('anna');
  });
  afterEach(() => {
    changes.follow('');
    stops.splice(0).forEach((stop) => stop());
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('have what they concern read again, once for several', async () => {
    const [a, b] = [listening('cases/a'), listening('cases/b')];
    await begun();
    streams[0]!.say('cases/a/items/1', 'cases/a/items/2');
    streams[0]!.say('cases/a/items/3');
    await soon();
    expect([a, b].map((read) => read.mock.calls.length)).toEqual([2, 1]);
  });

  it('that fell between a page’s reading and the beginning of its stream are read', async () => {
    const read = listening('cases/a');
    await soon();
    expect(read).not.toHaveBeenCalled();
    await begun();
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('are not lost on a screen that listens anew before it reads', async () => {
    const read = vi.fn();
    const stop = changes.on('cases/a', read);
    await begun();
    streams[0]!.say('cases/a');
    await vi.advanceTimersByTimeAsync(100);
    stop();
    stops.push(changes.on('cases/a', read));
    await soon();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('are not read for a screen that was left', async () => {
    const read = listening('cases/a');
    await begun();
    streams[0]!.say('cases/a');
    stops.pop()!();
    await soon();
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('are asked for again where the connection is dead but nobody closed it', async () => {
    const read = listening('cases/a');
    await begun();
    for (let i = 0; i < 6; ++i) {
      await vi.advanceTimersByTimeAsync(10_000);
      streams[0]!.say();
    }
    await soon();
    expect(streams[0]!.isLost()).toBe(false);
    await vi.advanceTimersByTimeAsync(33_000);
    expect(streams[0]!.isLost()).toBe(true);
    await begun(1);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('are asked for at once when the network is back, however often it was in vain', async () => {
    for (let i = 0; i < 7; ++i) {
      while (streams.length === i) await vi.advanceTimersByTimeAsync(1_000);
      streams[i]!.end();
    }
    await vi.advanceTimersByTimeAsync(30_000);
    expect(streams.length).toBe(7);
    dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(streams.length).toBe(8);
  });
});
