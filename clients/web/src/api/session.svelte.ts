// Who is signed in (services/gateway/README.md). The session itself is a cookie that scripts cannot read.
import { forget } from '../offline/database';

export interface SignedIn {
  signedIn: boolean;
  actAs: boolean; // example people may be chosen: never outside this machine
  signsIn: boolean; // people sign in at an identity provider
  person?: string;
  displayName?: string;
  strongUntil?: string | null;
  now?: string; // by the award's clock, which decides deadlines
}

export interface ExamplePerson {
  person: string;
  displayName: string;
  doesSv: string; // what the person does in the award, in a line
  doesEn: string;
}

async function call<T>(path: string, body?: object): Promise<T> {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(path, body && post);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

// The person is remembered beside the cookie, so that a page that opens without a network knows whose work it has.
const remembered = 'krans-person';
const tabs = 'krans-session';

class Session {
  known = $state(false);
  actAs = $state(false);
  signsIn = $state(false);
  person = $state('');
  displayName = $state('');
  isExpired = $state(false);
  confirming = $state<((confirmed: boolean) => void) | undefined>();
  #isStrong = false; // confirmed a moment ago
  #ahead = $state(0); // of this device's clock, in milliseconds: the award's

  // The award's time.
  now = (): Date => new Date(Date.now() + this.#ahead);

  get signedIn() {
    return this.person !== '';
  }

  async load(): Promise<void> {
    try {
      this.#take(await call<SignedIn>('/session'));
    } catch {
      const last = JSON.parse(localStorage.getItem(remembered) ?? 'null') as SignedIn | null;
      if (last) this.#take(last);
    }
    this.known = true;
  }

  // Goes on here when the person signs in or confirms in another tab, so that what is typed on this page stays.
  follow(): void {
    new BroadcastChannel(tabs).onmessage = () => void this.load().then(() => this.#isStrong && this.confirming?.(true));
  }
  tell(): void {
    new BroadcastChannel(tabs).postMessage('');
  }

  people = () => call<{ people: ExamplePerson[] }>('/session/people').then((answer) => answer.people);

  async become(person: string): Promise<void> {
    this.#take(await call<SignedIn>('/session/act-as', { person }));
    this.tell();
  }

  // Where a person signs in, to come back to `path`.
  signInAt = (path: string): string => `/session/sign-in?return=${encodeURIComponent(path)}`;
  stepUpAt = (path: string): string => `${this.signInAt(path)}&step-up=1`;

  // Ends the session and leaves nothing on the device: waiting changes go too, so ask first.
  async signOut(): Promise<void> {
    await call('/session/sign-out', {});
    await forget();
    localStorage.removeItem(remembered);
    location.assign('/');
  }

  expired(): void {
    if (this.signedIn) this.isExpired = true;
  }

  // Asks the person to confirm who they are, here or in another tab; resolves to whether they did.
  async stepUp(): Promise<boolean> {
    const confirmed = await new Promise<boolean>((answer) => (this.confirming = answer));
    this.confirming = undefined;
    if (confirmed && this.actAs) this.#take(await call<SignedIn>('/session/step-up', {}));
    return confirmed;
  }

  #take(now: SignedIn): void {
    if (now.now) this.#ahead = Date.parse(now.now) - Date.now();
    this.actAs = now.actAs;
    this.signsIn = now.signsIn;
    this.#isStrong = Boolean(now.strongUntil);
    this.person = now.signedIn ? (now.person ?? '') : '';
    this.displayName = now.displayName ?? '';
    this.isExpired = false;
    if (now.signedIn) localStorage.setItem(remembered, JSON.stringify({ ...now, now: undefined }));
    else localStorage.removeItem(remembered);
  }
}

export const session = new Session();
