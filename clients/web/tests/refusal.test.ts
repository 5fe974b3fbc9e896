import { create } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, encodeBinaryHeader } from '@connectrpc/connect';
import { BadRequestSchema, ErrorInfoSchema } from '@krans/proto/google/rpc/error_details_pb.js';
import { StatusSchema } from '@krans/proto/google/rpc/status_pb.js';
import { BoundsSchema, Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { describe, expect, it } from 'vitest';
import { isUnreachable, refusalOf, sentenceOf } from '../src/api/refusal';
import { warning } from '../src/api/warning.svelte';

function refused(code: Code, reason: string, fields: { field: string; reason: string }[] = []) {
  const info = create(ErrorInfoSchema, { reason, domain: 'krans', metadata: { incident: 'a1' } });
  const bad = create(BadRequestSchema, { fieldViolations: fields });
  return new ConnectError('no', code, undefined, [
    { desc: ErrorInfoSchema, value: info },
    { desc: BadRequestSchema, value: bad },
  ]);
}

describe('a refusal', () => {
  it('has the reason, and every field that is wrong', () => {
    const refusal = refusalOf(refused(Code.InvalidArgument, 'FIELD_INVALID', [{ field: 'item.score', reason: 'FIELD_OFF_GRID' }]));
    expect(refusal.reason).toBe(Reason.FIELD_INVALID);
    expect(refusal.fields).toEqual([{ path: 'item.score', reason: Reason.FIELD_OFF_GRID }]);
  });
  it('has the bound of each field', () => {
    const error = refused(Code.InvalidArgument, 'FIELD_INVALID', [
      { field: 'a', reason: 'FIELD_REQUIRED' },
      { field: 'b', reason: 'FIELD_TOO_LONG' },
    ]);
    error.details.push({ desc: BoundsSchema, value: create(BoundsSchema, { bounds: [{}, { most: 200n }] }) });
    expect(refusalOf(error).fields.map(({ bound }) => bound?.most)).toEqual([undefined, 200n]);
  });
  it('of the service itself tells the number to report', () => {
    expect(sentenceOf(refusalOf(refused(Code.Internal, 'INTERNAL')))).toContain('Felnummer: a1');
  });
  it('for the state of something says what is missing, where that is known', () => {
    const wrong = (needs: string) => sentenceOf({ reason: Reason.WRONG_STATE, metadata: { state: 'x', needs }, fields: [] });
    expect(wrong('a jury')).toBe('Juryn är inte utsedd. Ange dess ledamöter först.');
    expect(wrong('something new')).toContain('Ladda om sidan');
  });
  it('after which the page was read again does not ask for that', () => {
    const sentence = sentenceOf({ reason: Reason.ETAG_MISMATCH, metadata: {}, fields: [], isReadAgain: true });
    expect(sentence).toContain('läst på nytt');
    expect(sentence).not.toContain('Ladda om');
  });
  it('without an answer is worth another try', () => {
    const refusal = refusalOf(new TypeError('fetch failed'));
    expect(isUnreachable(refusal)).toBe(true);
    expect(sentenceOf(refusal)).toContain('går inte att nå');
  });
  it('with an unknown reason goes by its code', () => {
    expect(refusalOf(new ConnectError('x', Code.NotFound)).reason).toBe(Reason.NOT_FOUND);
  });
});

describe('a warning', () => {
  it('of a gate names the rule of the year, until it is read', () => {
    const info = create(ErrorInfoSchema, { reason: 'GATE_WARNS', domain: 'krans', metadata: { gate: 'G3_VISIT_NEEDS_BOARD', needs: 'x' } });
    const status = create(StatusSchema, { code: Code.FailedPrecondition, message: 'm', details: [anyPack(ErrorInfoSchema, info)] });
    warning.take(new Headers({ 'krans-warning-bin': encodeBinaryHeader(status, StatusSchema) }));
    warning.take(new Headers());
    expect(warning.latest && sentenceOf(warning.latest)).toMatch(/^Det är gjort.* Årets regel: Platsbesöket väntar på nämnden\.$/);
    warning.close();
    expect(warning.latest).toBeUndefined();
  });
});
