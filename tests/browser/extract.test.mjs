// The extract of a board's minutes, from the registrar's file to the same bytes at the process office, and all that can go
// wrong on the way.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { accessible, become, course, finish, launch, pageAs, press, reachable, reflows, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const extract = '/files/awards/kvalitetsutmarkelsen/cycles/2024/boardMatters/socialnamnden/extract';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const pdf = (bytes) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes)]);

// The way to a gateway, which can be cut and mended.
async function wayTo(url) {
  const sockets = new Set();
  let isCut = false;
  const server = createServer((socket) => {
    if (isCut) return socket.destroy();
    const onward = connect(new URL(url).port, '127.0.0.1');
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on('error', () => undefined).on('close', () => [socket, onward].forEach((one) => one.destroy()));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise((resume) => server.listen(0, '127.0.0.1', resume));
  function cut() {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }
  const end = () => cut() ?? server.close();
  return { url: `http://127.0.0.1:${server.address().port}`, cut, mend: () => (isCut = false), end };
}
const asFile = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer });

describe('the extract of a board’s minutes', () => {
  let world, browser, page, way;
  const minutes = pdf(3_000_000);
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-05-24T12:00:00'), launch()]);
    way = await wayTo(world.url);
    page = await pageAs(browser, way, 'tove-granlund');
  });
  const step = course(() => browser);
  after(async () => {
    await finish(browser, world);
    way?.end();
  });

  const input = () => page.getByLabel('Protokollsutdraget som fil');
  const send = (name = 'Skicka in filen') => page.getByRole('button', { name }).click();
  const chosen = () => input().evaluate(({ files }) => [...files].map(({ name }) => name));
  const wrong = (sentence) => page.locator('.ds-validation-message', { hasText: sentence }).waitFor();
  const lacks = () => page.getByText('Inget protokollsutdrag är inskickat').waitFor();

  // How fast the page sends from now on, in bytes a second.
  let network;
  async function sends(speed) {
    network ??= await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: speed });
  }
  const unlimited = -1;
  const underWay = () => page.waitForFunction(() => document.querySelector('progress')?.value > 0);

  // What the page's person gets of the extract, and sends in by a script.
  const got = (where) => where.evaluate(async (path) => (await fetch(path)).status, extract);

  step('is the next step once the decision is recorded, and asked for until it is taken', async () => {
    await visit(page, '/2024/namnd/socialnamnden/protokoll');
    await page.getByText('Nämndens beslut måste antecknas först.').waitFor();
    await page.getByRole('link', { name: 'Anteckna beslutet' }).click();
    await page.getByLabel('Godkänt', { exact: true }).check();
    await page.getByLabel('Sammanträdesdag').fill('2024-05-21');
    await page.getByLabel('Paragraf').fill('9');
    await page.getByLabel('Vanlig justering').check();
    await press(page, 'Anteckna beslutet');
    await page.getByRole('heading', { level: 1, name: 'Skicka in protokollsutdrag' }).waitFor();
    await page.getByRole('link', { name: 'Tillbaka till Nämndärenden' }).click();
    await page.getByText('Protokollsutdrag saknas').waitFor();
    await accessible(page, 'extract-lacking');
    await page.getByRole('link', { name: 'Skicka in protokollsutdrag' }).click();
    await page.getByRole('heading', { level: 1, name: 'Skicka in protokollsutdrag' }).waitFor();
    await page.getByText(/senast 28 juni 2024, om \d+ (dagar|veckor)/).waitFor();
    await page.getByText(/PDF, PNG eller JPEG, högst 25.MB/).waitFor();
    await lacks();
    assert.equal(await got(page), 404);
  });

  step('is refused before it is sent where there is none, or it is empty, too large or named as another kind', async () => {
    const requests = [];
    page.on('request', (request) => request.method() === 'PUT' && requests.push(request));
    await send();
    await wrong('Välj en fil.');
    await accessible(page, 'extract-none');
    await input().setInputFiles(asFile('tom.pdf', Buffer.alloc(0)));
    await send();
    await wrong('Filen är tom.');
    await input().setInputFiles(asFile('protokoll.docx', minutes));
    await send();
    await wrong('Filen är ingen PDF, PNG eller JPEG');
    const large = join(world.folder, 'stort.pdf');
    writeFileSync(large, '%PDF-1.7');
    truncateSync(large, 25 * 1024 * 1024 + 1);
    await input().setInputFiles(large);
    await send();
    await wrong(/Filen är för stor\. Välj en som är högst 25.MB\./);
    assert.deepEqual(await chosen(), ['stort.pdf']);
    assert.deepEqual(requests, []);
  });

  step('is refused at its field where it is another kind than its name says, and stays chosen', async () => {
    await input().setInputFiles(asFile('protokoll.pdf', Buffer.from('Nämnden beslutade.')));
    await send();
    await page.locator('.ds-error-summary').getByRole('link', { name: /Protokollsutdraget som fil: Filen är ingen PDF/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement.type), 'file');
    await wrong('Filen är ingen PDF, PNG eller JPEG');
    assert.deepEqual(await chosen(), ['protokoll.pdf']);
    await accessible(page, 'extract-refused');
    await reflows(page, 'extract-refused');
    await shot(page, 'extract-refused-sv-1280');
  });

  step('can be stopped on its way, and stays chosen', async () => {
    await input().setInputFiles(asFile('Protokoll § 9.pdf', minutes));
    await sends(20_000);
    await send();
    await underWay();
    await page.getByText(/\d+.% av 2,9.MB är skickat/).waitFor();
    await accessible(page, 'extract-sending');
    await reflows(page, 'extract-sending');
    await shot(page, 'extract-sending-sv-1280');
    await page.getByRole('button', { name: 'Avbryt sändningen' }).click();
    await page.locator('form').getByText('Sändningen är avbruten. Protokoll § 9.pdf är fortfarande vald.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skicka in filen');
    await sends(unlimited);
    await lacks();
  });

  step('is sent again, as the same, after the network was lost half way', async () => {
    const asked = [];
    page.on('request', (request) => request.method() === 'PUT' && asked.push(new URL(request.url()).searchParams.get('request_id')));
    await sends(20_000);
    await send();
    await underWay();
    way.cut();
    await page.locator('.ds-error-summary', { hasText: 'Krans går inte att nå.' }).waitFor();
    await page.getByText('Protokoll § 9.pdf är fortfarande vald, så det går att försöka igen.').waitFor();
    await shot(page, 'extract-lost-sv-1280');
    way.mend();
    await sends(unlimited);
    await send();
    await page.locator('.ds-alert', { hasText: 'Protokoll § 9.pdf är inskickad.' }).waitFor();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Protokoll § 9.pdf är inskickad/);
    await page.getByText(/Inkom 24 maj 2024.* från Tove Granlund/).waitFor();
    assert.equal(asked.length, 2);
    assert.equal(new Set(asked).size, 1);
    await accessible(page, 'extract-sent');
    await reachable(page, 'extract-sent');
    await shot(page, 'extract-sent-sv-1280');
  });

  // Another sends in `name` in the place of what is there now.
  const another = (name) =>
    page.evaluate(async ([path, file]) => {
      const service = '/api/krans.submissions.v1.Extracts/GetExtract';
      const headers = { 'Content-Type': 'application/json', 'Connect-Protocol-Version': '1' };
      const { etag } = await (await fetch(service, { method: 'POST', headers, body: JSON.stringify({ name: path.slice('/files/'.length) }) })).json();
      const body = new TextEncoder().encode('%PDF-1.4 en annan');
      return (await fetch(`${path}?file_name=${file}&request_id=${crypto.randomUUID()}`, { method: 'PUT', headers: { 'If-Match': `"${etag}"` }, body })).status;
    }, [extract, name]);

  step('does not take the place of one that somebody else sent meanwhile, until the person says so', async () => {
    await input().setInputFiles(asFile('Protokoll § 9, rättat.pdf', minutes));
    assert.equal(await another('annan.pdf'), 200);
    await page.getByRole('link', { name: /^annan.pdf/ }).waitFor();
    await send();
    await page.getByText(/Någon annan har skickat in annan.pdf, 24 maj 2024/).waitFor();
    assert.deepEqual(await chosen(), ['Protokoll § 9, rättat.pdf']);
    await accessible(page, 'extract-overtaken');
    await shot(page, 'extract-overtaken-sv-1280');
    await send('Skicka in min fil i stället');
    await page.locator('.ds-alert', { hasText: 'Protokoll § 9, rättat.pdf är inskickad.' }).waitFor();
    await page.getByRole('link', { name: /^Protokoll § 9, rättat\.pdf \(2,9.MB\)/ }).waitFor();
  });

  step('is read by the office as the same bytes, and by the unit, and by nobody else', async () => {
    const office = await pageAs(browser, world, 'oskar-hellgren', { workers: 'allow' });
    await visit(office, '/2024/kansli/deltaganden/ungdomsjouren');
    await office.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    const download = office.waitForEvent('download');
    await office.getByRole('link', { name: /^Protokoll § 9, rättat.pdf/ }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), 'Protokoll § 9, rättat.pdf');
    assert.equal(sha256(readFileSync(await file.path())), sha256(minutes));
    await office.getByText('Kontrollsumma (SHA-256)').click();
    await office.getByText(sha256(minutes)).waitFor();
    assert.equal(await got(office), 200);
    assert.equal(await office.evaluate(async (path) => (await caches.match(path)) ?? null, extract), null, 'nothing keeps it on the device');
    await office.setViewportSize({ width: 390, height: 844 });
    await shot(office, 'extract-office-sv-390');
    await become(office, 'david-lowgren');
    await visit(office, '/2024/enhet/ungdomsjouren/namnd');
    await office.getByRole('link', { name: /^Protokoll § 9, rättat.pdf/ }).waitFor();
    for (const person of ['amira-hallman', 'nils-aspgren', 'nadja-rask']) {
      await become(office, person);
      assert.equal(await got(office), 404, person);
    }
    await become(office, 'ragnar-ek');
    assert.equal(await got(office), 200);
    await office.context().clearCookies();
    assert.equal(await got(office), 401);
    await office.context().close();
  });

  step('says that the session is over, and is sent once there is one', async () => {
    await input().setInputFiles(asFile('igen.pdf', pdf(100)));
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await send();
    await page.locator('.ds-error-summary', { hasText: 'Du är inte längre inloggad.' }).waitFor();
    assert.deepEqual(await chosen(), ['igen.pdf']);
    await page.context().addCookies(cookies);
    await send();
    await page.locator('.ds-alert', { hasText: 'igen.pdf är inskickad.' }).waitFor();
  });

  step('is taken after the last day, and marked', async () => {
    world.setClock('2024-07-01T09:00:00');
    await visit(page, '/2024/namnd/socialnamnden/protokoll');
    await page.getByText('Utdraget tas emot ändå, och märks som inkommet efter sista dagen.').waitFor();
    await input().setInputFiles(asFile('sent.pdf', pdf(100)));
    await send();
    await page.locator('.ds-alert', { hasText: 'sent.pdf är inskickad.' }).waitFor();
    await page.locator('dd', { hasText: 'sent.pdf' }).getByText('efter sista dagen').waitFor();
  });

  step('is not taken any more once the office has verified the minutes, and says what was not sent', async () => {
    await input().setInputFiles(asFile('för sent.pdf', minutes));
    const office = await pageAs(browser, world, 'oskar-hellgren');
    await visit(office, '/2024/kansli/deltaganden/ungdomsjouren');
    await office.getByRole('button', { name: 'Protokollet är granskat och i ordning' }).click();
    await office.getByText('Granskat av').waitFor();
    await page.getByText('Processkansliet har granskat protokollet, så utdraget kan inte längre bytas.').waitFor();
    await page.getByText('för sent.pdf är inte inskickad.').waitFor();
    await page.getByRole('link', { name: /^sent.pdf/ }).waitFor();
    assert.equal(await another('efteråt.pdf'), 400);
    await accessible(page, 'extract-closed');
    await shot(page, 'extract-closed-sv-1280');
  });
});
