import { create, toJson } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { errorToJson } from '@connectrpc/connect/protocol-connect';
import { BadRequestSchema, ErrorInfoSchema } from '@krans/proto/google/rpc/error_details_pb.js';
import { Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { ExtractSchema } from '@krans/proto/krans/submissions/v1/extracts_pb.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refusalOf, sentenceOf, type Refusal } from '../src/api/refusal';
import { session } from '../src/api/session.svelte';
import { largestFile, sendable, sendFile } from '../src/api/upload';
import { language } from '../src/text/language.svelte';
import { fieldSentence } from '../src/text/reasons';

const name = 'awards/a/cycles/2024/boardMatters/m/extract';
const pdf = new File(['%PDF-1.7'], 'Protokoll \u00a7 7 fo\u0308r \u00e5ret.pdf');

// What the gateway answers, or how the request ends.
class Request extends EventTarget {
  static answer: { status: number; text?: string } | 'error' | 'never';
  static last: Request;
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  headers: Record<string, string> = {};
  asked = '';
  body: unknown;
  status = 0;
  responseText = '';
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open = (method: string, url: string) => (this.asked = `${method} ${url}`);
  setRequestHeader = (header: string, value: string) => (this.headers[header] = value);
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
  send(body: File) {
    Request.last = this;
    this.body = body;
    this.upload.onprogress?.({ loaded: body.size });
    const { answer } = Request;
    if (answer === 'never') return;
    if (answer === 'error') this.onerror?.();
    else {
      Object.assign(this, { status: answer.status, responseText: answer.text ?? '' });
      this.onload?.();
    }
    this.onloadend?.();
  }
}

const send = (file = pdf, etag = '', stop = new AbortController(), told = (_: number) => {}) =>
  sendFile({ name, file, etag, requestId: 'r1' }, told, stop.signal);

async function refusal(answer: typeof Request.answer, file = pdf): Promise<Refusal> {
  Request.answer = answer;
  return refusalOf(await send(file).then(() => expect.unreachable(), (thrown: unknown) => thrown));
}

function refused(status: number, code: Code, reason: Reason, fields: { field: string; reason: Reason }[] = []) {
  const info = create(ErrorInfoSchema, { reason: Reason[reason], domain: 'krans' });
  const bad = create(BadRequestSchema, { fieldViolations: fields.map((each) => ({ field: each.field, reason: Reason[each.reason] })) });
  const error = new ConnectError('no', code, undefined, [
    { desc: ErrorInfoSchema, value: info },
    { desc: BadRequestSchema, value: bad },
  ]);
  return { status, text: JSON.stringify(errorToJson(error, undefined)) };
}

const sentences = ({ fields }: Refusal) => fields.map(({ path, ...field }) => `${path}: ${fieldSentence(field)}`);

beforeEach(() => vi.stubGlobal('XMLHttpRequest', Request));
afterEach(() => {
  vi.unstubAllGlobals();
  language.set('sv');
});

describe('a file that is sent', () => {
  it('goes whole by its name, with its progress, and gives the extract', async () => {
    const extract = create(ExtractSchema, { name, fileName: 'p.pdf', size: 8n, etag: 'e1' });
    Request.answer = { status: 200, text: JSON.stringify(toJson(ExtractSchema, extract)) };
    const told: number[] = [];
    expect(await send(pdf, 'e0', undefined, (bytes) => told.push(bytes))).toMatchObject({ fileName: 'p.pdf', size: 8n, etag: 'e1' });
    const [path, query] = Request.last.asked.split('?');
    expect(path).toBe(`PUT /files/${name}`);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ file_name: 'Protokoll § 7 f\u00f6r \u00e5ret.pdf', request_id: 'r1' });
    expect(Request.last.headers['If-Match']).toBe('"e0"');
    expect(Request.last.body).toBe(pdf);
    expect(told).toEqual([pdf.size]);
  });

  it('states no version where it takes the place of nothing', async () => {
    await refusal('error');
    expect(Request.last.headers).not.toHaveProperty('If-Match');
  });

  it('is refused as a field for what the service says of its parts and its name', async () => {
    const kind = refused(400, Code.InvalidArgument, Reason.FIELD_INVALID, [{ field: 'extract.parts', reason: Reason.FIELD_FILE_KIND }]);
    expect(sentences(await refusal(kind))).toEqual(['extract: Filen är ingen PDF, PNG eller JPEG, eller heter som något annat. Välj en sådan fil vars namn slutar på .pdf, .png eller .jpg.']);
    const long = refused(400, Code.InvalidArgument, Reason.FIELD_INVALID, [{ field: 'extract.file_name', reason: Reason.FIELD_TOO_LONG }]);
    expect(sentences(await refusal(long))).toEqual([expect.stringContaining('extract: Filens namn går inte att använda.')]);
    const lost = refused(400, Code.InvalidArgument, Reason.FIELD_INVALID, [0, 1].map((i) => ({ field: `extract.parts[${i}]`, reason: Reason.FIELD_REFERENCE })));
    expect(await refusal(lost)).toMatchObject({ fields: [{ path: 'extract', reason: Reason.FIELD_REFERENCE }] });
  });

  it('is too large where the gateway says so without a word', async () => {
    expect(sentences(await refusal({ status: 413 }))).toEqual(['extract: Filen är för stor. Välj en som är högst 25\u00a0MB.']);
  });

  it.each([
    ['somebody else sent another', refused(409, Code.Aborted, Reason.ETAG_MISMATCH), 'Någon annan har ändrat'],
    ['the minutes are verified', refused(400, Code.FailedPrecondition, Reason.WRONG_STATE), 'Det här går inte i nuvarande läge'],
    ['it may not', refused(403, Code.PermissionDenied, Reason.NOT_ALLOWED), 'Du har inte rätt'],
    ['the disk is full', refused(503, Code.Unavailable, Reason.READ_ONLY), 'lagringen är full'],
    ['there are many', refused(429, Code.ResourceExhausted, Reason.OVERLOADED), 'många som använder Krans'],
    ['a service is away', { status: 503, text: '{"code":"unavailable","message":"x"}' }, 'Krans går inte att nå'],
    ['a proxy answers', { status: 502, text: '<html>Bad gateway</html>' }, 'Krans går inte att nå'],
    ['a proxy answers as if it went well', { status: 200, text: '<html>Sign in to the network</html>' }, 'Krans går inte att nå'],
    ['the network is lost', 'error' as const, 'Krans går inte att nå'],
  ])('says why where %s', async (_, answer, sentence) => {
    const { fields, ...why } = await refusal(answer);
    expect(sentenceOf({ fields, ...why })).toContain(sentence);
    expect(fields).toEqual([]);
  });

  it('that is not what was chosen any more is to be chosen again', async () => {
    const moved = Object.assign(new File(['%PDF-'], 'p.pdf'), { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }) });
    expect(sentences(await refusal('error', moved))).toEqual([expect.stringContaining('Filen har ändrats eller flyttats')]);
  });

  it('of somebody whose session is over says so, and the session is asked for again', async () => {
    vi.stubGlobal('fetch', async () => ({ ok: true, json: async () => ({ signedIn: true, actAs: false, signsIn: true, person: 'nils' }) }));
    await session.load();
    const { reason } = await refusal(refused(401, Code.Unauthenticated, Reason.UNAUTHENTICATED));
    expect(reason).toBe(Reason.UNAUTHENTICATED);
    expect(session.isExpired).toBe(true);
  });

  it('is lost where nothing is heard for a minute', async () => {
    vi.useFakeTimers();
    Request.answer = 'never';
    const sending = expect(send()).rejects.toMatchObject({ code: Code.Unavailable });
    await vi.advanceTimersByTimeAsync(60_000);
    await sending;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('stops when the person stops it', async () => {
    Request.answer = 'never';
    const stop = new AbortController();
    const sending = send(pdf, '', stop);
    stop.abort();
    await expect(sending).rejects.toMatchObject({ code: Code.Canceled });
  });
});

describe('a file that is not sent', () => {
  const sized = (size: number, fileName = 'p.pdf') => Object.defineProperty(new File(['x'], fileName), 'size', { value: size });
  function whyNot(file: File | undefined) {
    try {
      sendable(file);
      return [];
    } catch (thrown) {
      return sentences(refusalOf(thrown));
    }
  }

  it.each([
    ['is none', undefined, 'Välj en fil.', 'Choose a file.'],
    ['is empty', sized(0), 'Filen är tom.', 'The file is empty.'],
    ['is a byte too large', sized(largestFile + 1), 'Filen är för stor.', 'The file is too large.'],
    ['is named as another kind', sized(9, 'p.docx'), 'Filen är ingen PDF, PNG eller JPEG', 'The file is no PDF, PNG or JPEG'],
  ])('says why where it %s', (_, file, swedish, english) => {
    expect(whyNot(file)).toEqual([expect.stringContaining(`extract: ${swedish}`)]);
    language.set('en');
    expect(whyNot(file)).toEqual([expect.stringContaining(`extract: ${english}`)]);
  });

  it('is none of those that may be', () => {
    for (const file of [sized(largestFile), sized(1, 'P.JPEG'), sized(1, 'p.png')]) expect(whyNot(file)).toEqual([]);
  });
});
