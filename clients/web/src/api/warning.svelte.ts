// What the person's latest change was done in spite of: the warning of a gate of the year, until the person has read it.
import type { Code } from '@connectrpc/connect';
import { ConnectError, decodeBinaryHeader } from '@connectrpc/connect';
import { StatusSchema } from '@krans/proto/google/rpc/status_pb.js';
import { refusalOf, type Refusal } from './refusal';

const trailer = 'krans-warning-bin';
let latest = $state.raw<Refusal | undefined>();

export const warning = {
  get latest() {
    return latest;
  },
  // As it came with an answer.
  take(trailers: Headers): void {
    const value = trailers.get(trailer);
    if (value === null) return;
    const status = decodeBinaryHeader(value, StatusSchema);
    const error = new ConnectError(status.message, status.code as Code);
    error.details = status.details.map(({ typeUrl, value: bytes }) => ({ type: typeUrl.slice(typeUrl.lastIndexOf('/') + 1), value: bytes }));
    latest = refusalOf(error);
  },
  close(): void {
    latest = undefined;
  },
};
