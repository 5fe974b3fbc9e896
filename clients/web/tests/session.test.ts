import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '../src/api/session.svelte';

const anna = { signedIn: true, actAs: false, signsIn: true, person: 'anna', displayName: 'Anna' };

// What /session answers from now on.
const answers = (now: object) => vi.stubGlobal('fetch', async () => ({ ok: true, json: async () => now }));

// Another tab comes back from the identity provider.
const otherTab = () => new BroadcastChannel('krans-session').postMessage('');

describe('a session', () => {
  beforeEach(async () => {
    answers(anna);
    await session.load();
  });

  it('goes on with what waited for a confirmation when it is given in another tab', async () => {
    session.follow();
    const asked = session.stepUp();
    answers({ ...anna, strongUntil: '2026-11-22T03:05:00Z' });
    otherTab();
    expect(await asked).toBe(true);
    expect(session.confirming).toBeUndefined();
  });

  it('does not go on where the person has not confirmed', async () => {
    session.follow();
    const asked = session.stepUp();
    otherTab();
    await vi.waitFor(() => expect(session.known).toBe(true));
    session.confirming!(false);
    expect(await asked).toBe(false);
  });

  it('that has expired is the same again once the person has signed in in another tab', async () => {
    session.follow();
    session.expired();
    expect(session.isExpired).toBe(true);
    otherTab();
    await vi.waitFor(() => expect(session.isExpired).toBe(false));
    expect(session.person).toBe('anna');
  });
});
