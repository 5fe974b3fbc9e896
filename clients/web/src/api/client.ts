// How the client calls the services: through the gateway, by Connect. Every call that changes something carries a
// request_id, so that it may be repeated with one effect; a call that got no answer is repeated.
import type { DescMethod, DescService, Message } from '@bufbuild/protobuf';
import { getOption } from '@bufbuild/protobuf';
import { createClient, type Client, type Interceptor } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { Effect, rule } from '@krans/proto/krans/access/v1/access_pb.js';
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { keep, kept } from '../offline/kept';
import { refusalOf } from './refusal';
import { session } from './session.svelte';
import { warning } from './warning.svelte';

const repeats = [250, 1000];
const longestMilliseconds = 20_000; // of a call; a person who is asked in between takes their time

const changes = (method: DescMethod) => getOption(method, rule).effect === Effect.CHANGE;
const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds));

const withRequestId: Interceptor = (next) => (request) => {
  if (!request.stream && changes(request.method)) {
    const message = request.message as Message & { requestId?: string };
    if (message.requestId === '') message.requestId = crypto.randomUUID();
  }
  return next(request);
};

const timed: Interceptor = (next) => (request) => {
  if (request.stream) return next(request);
  request.header.set('Connect-Timeout-Ms', String(longestMilliseconds));
  return next({ ...request, signal: AbortSignal.any([request.signal, AbortSignal.timeout(longestMilliseconds)]) });
};

const repeated: Interceptor = (next) => async (request) => {
  for (let attempt = 0; ; ++attempt) {
    try {
      return await next(request);
    } catch (thrown) {
      const wait = repeats[attempt];
      const { reason } = refusalOf(thrown);
      const lost = reason === Reason.REASON_UNSPECIFIED || reason === Reason.STOPPING;
      if (!lost || wait === undefined || request.stream || request.signal.aborted || !navigator.onLine) throw thrown;
      await pause(wait);
    }
  }
};

// Asks for a stronger sign-in where what is called wants one, and then calls again.
export async function inSession<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    const { reason } = refusalOf(thrown);
    if (reason === Reason.UNAUTHENTICATED) session.expired();
    if (reason !== Reason.SIGN_IN_TOO_WEAK || !(await session.stepUp())) throw thrown;
    return call();
  }
}
const asked: Interceptor = (next) => (request) => inSession(() => next(request));

// Answers that may be read without a network are kept on the device, and given where the network is not there.
const remembered: Interceptor = (next) => async (request) => {
  try {
    const answer = await next(request);
    if (!answer.stream && !request.stream) await keep(session.person, request.method, request.message, answer.message);
    return answer;
  } catch (thrown) {
    if (request.stream || refusalOf(thrown).reason !== Reason.REASON_UNSPECIFIED) throw thrown;
    const message = await kept(session.person, request.method, request.message);
    if (message === undefined) throw thrown;
    return { ...emptyAnswer, service: request.service, method: request.method, message } as never;
  }
};
const emptyAnswer = { stream: false, header: new Headers(), trailer: new Headers() };

// A change that was done in spite of a gate.
const warned: Interceptor = (next) => async (request) => {
  const answer = await next(request);
  warning.take(answer.trailer);
  return answer;
};

const interceptors = [withRequestId, warned, remembered, asked, timed, repeated];

function transportTo(baseUrl: string) {
  return createConnectTransport({ baseUrl, useBinaryFormat: true, interceptors });
}
const services = transportTo('/api');

export const client = <S extends DescService>(service: S): Client<S> => createClient(service, services);

// The journal of one of the services: "submissions", "scoring", "sitevisits" or "jury".
export const journalClient = <S extends DescService>(journal: S, of: string): Client<S> =>
  createClient(journal, transportTo(`/api/${of}`));

// Every page of a list.
export async function all<T>(page: (pageToken: string) => Promise<{ nextPageToken: string; items: T[] }>): Promise<T[]> {
  const items: T[] = [];
  for (let token = ''; ; ) {
    const answer = await page(token);
    items.push(...answer.items);
    token = answer.nextPageToken;
    if (token === '') return items;
  }
}
