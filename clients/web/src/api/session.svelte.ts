// Who is signed in (services/gateway/README.md). The session itself is a cookie that scripts cannot read.
import { forget } from '../offline/database';

export interface SignedIn {
  signedIn: boolean;
  actAs: boolean; // example people may be chosen: never outside this machine
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

class Session {
  known = $state(false);
  actAs = $state(false);
  person = $state('');
  displayName = $state('');
  isExpired = $state(false);
  confirming = $state<((confirmed: boolean) => void) | undefined>();
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

  people = () => call<{ people: ExamplePerson[] }>('/session/people').then((answer) => answer.people);

  async become(person: string): Promise<void> {
    this.#take(await call<SignedIn>('/session/act-as', { person }));
  }

  signIn(): void {
    location.assign(`/session/sign-in?return=${encodeURIComponent(location.pathname)}`);
  }

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

  // Asks the person to confirm who they are; resolves to whether they did.
  async stepUp(): Promise<boolean> {
    const confirmed = await new Promise<boolean>((answer) => (this.confirming = answer));
    this.confirming = undefined;
    if (!confirmed) return false;
    if (!this.actAs) {
      location.assign(`/session/sign-in?step-up=1&return=${encodeURIComponent(location.pathname)}`);
      return false;
    }
    this.#take(await call<SignedIn>('/session/step-up', {}));
    return true;
  }

  #take(now: SignedIn): void {
    if (now.now) this.#ahead = Date.parse(now.now) - Date.now();
    this.actAs = now.actAs;
    this.person = now.signedIn ? (now.person ?? '') : '';
    this.displayName = now.displayName ?? '';
    this.isExpired = false;
    if (now.signedIn) localStorage.setItem(remembered, JSON.stringify({ ...now, now: undefined }));
    else localStorage.removeItem(remembered);
  }
}

export const session = new Session();
