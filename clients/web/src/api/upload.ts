// Sends a file to the gateway and tells where one is got (services/gateway/README.md, "Files"). What is wrong with the file is
// refused as a field, `fileField`, whether it is found here or by the service.
import { create, fromJson } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { codeFromHttpStatus, errorFromJson } from '@connectrpc/connect/protocol-connect';
import { BoundSchema, Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { ExtractSchema, type Extract } from '@krans/proto/krans/submissions/v1/extracts_pb.js';
import { inSession } from './client';
import { invalid, refusalOf, type FieldViolation } from './refusal';

export const largestFile = 25 * 1024 * 1024; // in bytes
export const fileEndings = ['.pdf', '.png', '.jpg', '.jpeg'];
export const fileField = 'extract';
const longestSilence = 60_000; // in milliseconds, from when nothing more is sent or answered

export interface Sending {
  name: string; // of the extract
  file: File;
  etag: string; // of the extract that it takes the place of; empty where there is none
  requestId: string; // the same when it is sent again: it has one effect
}

// Where the extract's file is got, as a download.
export const fileAt = (name: string) => `/files/${name}`;

const wrong = (reason: Reason, form = '') => invalid([{ path: fileField, reason, bound: create(BoundSchema, { form }) }]);
const tooLarge = () => invalid([{ path: fileField, reason: Reason.TOO_LARGE, bound: create(BoundSchema, { most: BigInt(largestFile) }) }]);

// The file where it may be sent; throws what is wrong with it.
export function sendable(file: File | undefined): File {
  if (file === undefined) throw wrong(Reason.FIELD_REQUIRED, 'file');
  if (file.size === 0) throw wrong(Reason.FIELD_REQUIRED, 'fileContent');
  if (file.size > largestFile) throw tooLarge();
  if (!fileEndings.some((ending) => file.name.toLowerCase().endsWith(ending))) throw wrong(Reason.FIELD_FILE_KIND);
  return file;
}

// Sends it, telling `told` how many bytes are on their way, until `stop`. Repeats nothing by itself.
export const sendFile = (sending: Sending, told: (bytes: number) => void, stop: AbortSignal): Promise<Extract> =>
  inSession(async () => {
    const { status, text } = await put(sending, told, stop);
    if (status === 413) throw tooLarge();
    const answer = parsed(text);
    if (status === 200) return fromJson(ExtractSchema, answer, { ignoreUnknownFields: true });
    throw asOfField(errorFromJson(answer, undefined, new ConnectError(`HTTP ${status}`, codeFromHttpStatus(status))));
  });

function put({ name, file, etag, requestId }: Sending, told: (bytes: number) => void, stop: AbortSignal): Promise<{ status: number; text: string }> {
  const asked = new URLSearchParams({ file_name: file.name.normalize('NFC'), request_id: requestId });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = () => reject(new ConnectError('lost', Code.Unavailable));
    let silence: ReturnType<typeof setTimeout> | undefined;
    function heard() {
      clearTimeout(silence);
      silence = setTimeout(() => {
        lost();
        request.abort();
      }, longestSilence);
    }
    request.open('PUT', `${fileAt(name)}?${asked}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    if (etag !== '') request.setRequestHeader('If-Match', `"${etag}"`);
    request.upload.onprogress = ({ loaded }) => {
      heard();
      told(loaded);
    };
    request.onloadend = () => clearTimeout(silence);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onabort = () => reject(new ConnectError('stopped', Code.Canceled));
    // Either the network is away, or the file is not what was chosen any more.
    request.onerror = () =>
      file.slice(0, 1).arrayBuffer().then(
        lost,
        () => reject(wrong(Reason.FIELD_REQUIRED, 'fileAsChosen')),
      );
    stop.addEventListener('abort', () => request.abort());
    heard();
    request.send(file);
  });
}

// An answer of something else on the way, as a proxy's page, is none.
function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What the service says of the extract's parts and file name, as the one field that the person has.
function asOfField(error: ConnectError): ConnectError {
  const { reason, fields } = refusalOf(error);
  if (reason === Reason.TOO_LARGE) return tooLarge();
  if (reason !== Reason.FIELD_INVALID) return error;
  const named = ({ path, reason: why, bound }: FieldViolation): FieldViolation =>
    path === 'extract.file_name' && why !== Reason.FIELD_FILE_KIND
      ? { path: fileField, reason: Reason.FIELD_PATTERN, bound: create(BoundSchema, { form: 'fileName' }) }
      : { path: fileField, reason: why, ...(bound && { bound }) };
  return invalid([...new Map(fields.map(named).map((each) => [each.reason, each])).values()]);
}
