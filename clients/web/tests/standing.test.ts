import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { ListCasesResponseSchema } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { ListUnitsResponseSchema } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { MeSchema } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forget } from '../src/offline/database';

let isOnline: boolean;

function answer<S extends DescMessage>(schema: S, value: MessageInitShape<S>): Response {
  const bytes = new Uint8Array(toBinary(schema, create(schema, value)));
  return new Response(bytes, { headers: { 'Content-Type': 'application/proto' } });
}

// The services, to an examiner who is nothing else.
async function services(url: string): Promise<Response> {
  if (!isOnline) throw new TypeError('fetch failed');
  if (url.endsWith('/GetMe')) return answer(MeSchema, {});
  if (url.endsWith('/ListCases')) return answer(ListCasesResponseSchema, { cases: [{}] });
  if (url.endsWith('/ListUnits')) return answer(ListUnitsResponseSchema, {});
  return new Response('{"code":"not_found"}', { status: 404, headers: { 'Content-Type': 'application/json' } });
}

// The client as a page that has just been opened has it.
async function opened(person = 'bo') {
  vi.resetModules();
  const { session } = await import('../src/api/session.svelte');
  const { standing } = await import('../src/api/standing.svelte');
  session.person = person;
  return standing;
}

describe('what a person is in the year', () => {
  beforeEach(async () => {
    vi.stubGlobal('fetch', services);
    vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => isOnline);
    isOnline = true;
    await forget();
    await (await opened()).load('2024');
    isOnline = false;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('is known without a network, where it was known before', async () => {
    const standing = await opened();
    await standing.load('2024');
    expect(standing.now).toMatchObject({ examiner: true, juror: false, office: false });
  });

  it('is not known of another year or another person', async () => {
    await expect((await opened()).load('2025')).rejects.toThrow();
    const other = await opened('eva');
    await expect(other.load('2024')).rejects.toThrow();
    expect(other.now.examiner).toBe(false);
  });

  it('is asked anew once there is a network', async () => {
    const standing = await opened('carina');
    await expect(standing.load('2024')).rejects.toThrow();
    isOnline = true;
    await standing.load('2024');
    expect(standing.now.examiner).toBe(true);
  });
});
