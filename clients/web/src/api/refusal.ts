// What a call was refused with, as a page shows it.
import { Code, ConnectError } from '@connectrpc/connect';
import { create } from '@bufbuild/protobuf';
import { BadRequestSchema, ErrorInfoSchema } from '@krans/proto/google/rpc/error_details_pb.js';
import { BoundSchema, BoundsSchema, Reason, type Bound } from '@krans/proto/krans/access/v1/reason_pb.js';
import { gateCode, gateLabel } from '../text/gates';
import { dictionary } from '../text/language.svelte';
import { reasonSentence } from '../text/reasons';
import { stateSentence } from '../text/states';

export interface FieldViolation {
  path: string; // as the service names it: "item.comments[0].text"
  reason: Reason;
  bound?: Bound; // what would be right, where numbers or a form say it
  description?: string; // what would be right, in the service's own words
}

export interface Refusal {
  reason: Reason; // REASON_UNSPECIFIED: the service could not be reached
  metadata: Record<string, string>;
  fields: FieldViolation[];
  isReadAgain?: boolean; // the page has been read again since, and shows what stands now
}

const t = dictionary({
  sv: {
    unreachable: 'Krans går inte att nå. Kontrollera nätet och försök igen; det du skrivit finns kvar.',
    incident: 'Felnummer: {incident}.',
    gate: 'Årets regel: {gate}.',
    readAgain: 'Någon annan har ändrat något här sedan du öppnade sidan. Sidan är nu läst på nytt, och det du skrivit finns kvar. Se efter att det fortfarande stämmer, och försök igen.',
  },
  en: {
    unreachable: 'Krans cannot be reached. Check the network and try again; what you wrote is kept.',
    incident: 'Incident: {incident}.',
    gate: 'The rule of the year: {gate}.',
    readAgain: 'Somebody else has changed something here since you opened the page. The page has now been read again, and what you wrote is kept. See that it still holds, and try again.',
  },
});

const reasonNamed = (name: string): Reason => Reason[name as keyof typeof Reason] ?? Reason.REASON_UNSPECIFIED;

// Reasons for a status that came without one: a proxy's, or a limit of the gateway.
const byCode: Partial<Record<Code, Reason>> = {
  [Code.Unauthenticated]: Reason.UNAUTHENTICATED,
  [Code.PermissionDenied]: Reason.NOT_ALLOWED,
  [Code.NotFound]: Reason.NOT_FOUND,
  [Code.ResourceExhausted]: Reason.OVERLOADED,
  [Code.Unimplemented]: Reason.UNKNOWN_METHOD,
  [Code.InvalidArgument]: Reason.MALFORMED,
  [Code.Internal]: Reason.INTERNAL,
  [Code.DataLoss]: Reason.INTERNAL,
};

export function refusalOf(thrown: unknown): Refusal {
  const error = ConnectError.from(thrown);
  const info = error.findDetails(ErrorInfoSchema)[0];
  const bounds = error.findDetails(BoundsSchema)[0]?.bounds ?? [];
  return {
    reason: info ? reasonNamed(info.reason) : (byCode[error.code] ?? Reason.REASON_UNSPECIFIED),
    metadata: info ? { ...info.metadata } : {},
    fields: error
      .findDetails(BadRequestSchema)
      .flatMap((bad) => bad.fieldViolations)
      .map((violation, i) => ({ path: violation.field, reason: reasonNamed(violation.reason), ...(violation.description && { description: violation.description }), ...(bounds[i] && { bound: bounds[i] }) })),
  };
}

// Refuses for a reason that the client itself finds, as a service would.
export function refused(reason: Reason): ConnectError {
  const info = create(ErrorInfoSchema, { reason: Reason[reason], domain: 'krans' });
  return new ConnectError('refused', Code.FailedPrecondition, undefined, [{ desc: ErrorInfoSchema, value: info }]);
}

// Refuses what a page itself finds wrong, as a service would, so that it is shown in the same way.
export function invalid(fields: FieldViolation[]): ConnectError {
  const info = create(ErrorInfoSchema, { reason: Reason[Reason.FIELD_INVALID], domain: 'krans' });
  const bad = create(BadRequestSchema, { fieldViolations: fields.map(({ path, reason }) => ({ field: path, reason: Reason[reason] })) });
  const bounds = create(BoundsSchema, { bounds: fields.map(({ bound }) => bound ?? create(BoundSchema)) });
  return new ConnectError('invalid', Code.InvalidArgument, undefined, [
    { desc: ErrorInfoSchema, value: info },
    { desc: BadRequestSchema, value: bad },
    { desc: BoundsSchema, value: bounds },
  ]);
}

// What makes something new by a short name that the person chose, at that field: refused there where the name is in use.
export async function named<T>(path: string, making: Promise<T>): Promise<T> {
  try {
    return await making;
  } catch (thrown) {
    if (refusalOf(thrown).reason !== Reason.ETAG_MISMATCH) throw thrown;
    throw invalid([{ path, reason: Reason.FIELD_DUPLICATE, bound: create(BoundSchema, { form: 'taken' }) }]);
  }
}

// Refuses what the person is known not to have a right to, as a service would.
export const notAllowed = () => new ConnectError('not allowed', Code.PermissionDenied);

// What is asked for, or nothing where it is refused for one of the reasons: there is none, unless others are named.
export async function orNothing<T>(asked: Promise<T>, reasons: Reason[] = [Reason.NOT_FOUND]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if (reasons.includes(refusalOf(thrown).reason)) return undefined;
    throw thrown;
  }
}

// Whether the call may not have arrived at all, so that it is worth trying again later.
export const isUnreachable = (refusal: Refusal) =>
  [Reason.REASON_UNSPECIFIED, Reason.STOPPING, Reason.OVERLOADED, Reason.SOURCE_SILENT, Reason.READ_ONLY].includes(refusal.reason);

export function sentenceOf(refusal: Refusal): string {
  if (refusal.reason === Reason.REASON_UNSPECIFIED) return t('unreachable');
  if (refusal.isReadAgain) return t('readAgain');
  const sentence = (refusal.reason === Reason.WRONG_STATE && stateSentence(refusal.metadata)) || reasonSentence(refusal.reason);
  const { incident } = refusal.metadata;
  const gate = gateCode(refusal.metadata.gate);
  if (incident) return `${sentence} ${t('incident', { incident })}`;
  return gate ? `${sentence} ${t('gate', { gate: gateLabel(gate) })}` : sentence;
}
