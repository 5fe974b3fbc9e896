// Signing in at an identity provider, and again for a decision, with a gateway and a provider of the test's own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { accessible, finish, launch, newPage, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const root = join(import.meta.dirname, '../..');
const identity = join(root, 'tests/gateway/identity');

// A port that was free a moment ago.
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Starts a program, and resolves with it and its first line.
function started(path, args) {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${path} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => resolve({ child, line }));
  });
}

describe('signing in', () => {
  let world, browser, page, provider, gateway;
  const person = (line) => writeFileSync(join(world.folder, 'person'), line);

  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-05-20T08:30:00'), launch()]);
    const port = await freePort();
    person('eva-lindmark loa2');
    provider = await started(join(identity, 'node_modules/.bin/node'), [join(identity, 'provider.js'), String(port), join(world.folder, 'person')]);
    const secret = join(world.folder, 'secret');
    writeFileSync(secret, 'a secret: of %20 signs\n');
    chmodSync(secret, 0o600);
    const settings = join(world.folder, 'provider.textproto');
    writeFileSync(settings, `issuer: "${provider.line}" client_id: "krans" client_secret_file: "${secret}" strong_acr: "loa3"`);
    const program = join(root, 'build', process.env.KRANS_PRESET ?? 'release', 'services/gateway/krans-gateway');
    const site = join(root, 'build/web');
    gateway = await started(program, ['--data', world.data, '--port', String(port), '--site', site, '--clock', world.clock, '--identity-provider', settings]);
    page = await newPage(browser, { url: `http://localhost:${port}` });
  });
  after(async () => {
    provider?.child.kill();
    gateway?.child.kill();
    await finish(browser, world);
  });

  it('leads to the provider and back', async () => {
    await visit(page, '/');
    await accessible(page, 'signed out');
    await page.getByRole('link', { name: 'Logga in' }).click();
    await page.getByRole('heading', { name: 'Hej Person eva-lindmark' }).waitFor();
    assert.equal(await page.evaluate(() => document.cookie), '');
    await accessible(page, 'signed in');
  });

  it('again for a decision happens in another tab, and the page goes on as it was', async () => {
    await visit(page, '/2024/kansli/oppning');
    await page.evaluate(() => (globalThis.kept = 'as it was'));
    await page.getByRole('button', { name: 'Föreslå att öppna' }).click();
    const link = page.getByRole('link', { name: 'Logga in i en ny flik' });
    await link.waitFor();
    await accessible(page, 'asked to sign in again');
    await shot(page, 'sign-in-again-sv-1280');
    person('eva-lindmark loa3');
    const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await tab.getByRole('heading', { name: 'Du är inloggad' }).waitFor();
    await page.getByText('En annan person på kansliet ska bekräfta den.').waitFor();
    assert.equal(await page.evaluate(() => globalThis.kept), 'as it was');
    await tab.close();
  });

  it('as somebody else confirms nothing', async () => {
    person('oskar-hellgren loa3');
    await page.context().clearCookies({ domain: '127.0.0.1' });
    const failed = await page.context().newPage();
    await failed.goto('/session/sign-in?step-up=1&return=/inloggad');
    await failed.getByText('Inloggningen gick inte att slutföra.').waitFor();
    await failed.getByRole('heading', { name: 'Hej Person eva-lindmark' }).waitFor();
    await failed.close();
  });

  it('ends with signing out', async () => {
    await page.getByRole('button', { name: 'Logga ut' }).click();
    await page.getByRole('link', { name: 'Logga in' }).waitFor();
    assert.equal((await page.request.post('/api/krans.submissions.v1.People/GetMe', { data: {} })).status(), 401);
  });
});
