// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null });
vi.stubGlobal('document', { documentElement: {} });
const { stateSentence } = await import('../src/text/states');

const services = join(import.meta.dirname, '../../../services');
const sources = readdirSync(services, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!_test)\.cc$/.test(path));

// What the services say that something needs, where they refuse it for the state it is in.
function needs(): string[] {
  const text = sources.map((path) => readFileSync(join(services, path), 'utf8')).join('\n');
  const refusals = text.matchAll(/Refuse\((?:access::v1::)?WRONG_STATE,[^;]*?"needs", (?:absl::StrCat\()?"([^"]+)"/g);
  const named = text.matchAll(/return WrongState\([^;"]*"([^"]+)"/g);
  return [...refusals, ...named].map(([, phrase]) => phrase!.replace(/:$/, ''));
}

describe('what cannot be done as things stand', () => {
  it('has a sentence for everything that the services say is missing', () => {
    expect(needs().length).toBeGreaterThan(40);
    expect(needs().filter((phrase) => !stateSentence({ needs: phrase }))).toEqual([]);
  });
  it('is told by its state where that says more than a list of names', () => {
    expect(stateSentence({ state: 'not delivered', needs: 'awards/a/cycles/2024/participations/b' })).toContain('överlämnade till juryn');
    expect(stateSentence({ state: 'CONFIRMED', needs: "the visit's day to have come:2024-06-03" })).toBe('Besöket kan antecknas som genomfört tidigast 3 juni 2024.');
    expect(stateSentence({ state: 'x', needs: 'something new' })).toBeUndefined();
  });
});
