// Work that is never lost: notes without a network, a reload without one, two devices on one record, an answer that is lost,
// a session that ends while somebody writes.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { accessible, become, course, finish, launch, newPage, pageAs, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const notes = '/2024/uppdrag/utvecklingsenheten/besok/anteckningar';
const person = 'bo-lindh';

describe('work without a network', () => {
  let world, browser, page;
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-10-08T09:00:00'), launch()]);
    page = await pageAs(browser, world, person, { workers: 'allow' });
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  const state = (name) => page.locator(`.save-state[data-state="${name}"]`);

  step('is kept through a reload, and is saved when the network is back', async () => {
    await visit(page, notes);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Ny minnesanteckning' }).click();
    await page.getByLabel('Minnesanteckning 1').fill('Kollar rutinen i köket');
    await state('offline').waitFor();
    await page.getByText('Ej ansluten', { exact: true }).waitFor();
    await accessible(page, 'offline');
    await shot(page, 'offline-sv-1280');
    await page.reload();
    await page.getByLabel('Minnesanteckning 1').waitFor();
    assert.equal(await page.getByLabel('Minnesanteckning 1').inputValue(), 'Kollar rutinen i köket');
    await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: 'Mina uppdrag' }).waitFor();
    await page.context().setOffline(false);
    await state('saved').first().waitFor();
    await visit(page, notes);
    assert.equal(await page.getByLabel('Minnesanteckning 1').inputValue(), 'Kollar rutinen i köket');
  });

  step('whose answer is lost is saved once', async () => {
    let saves = 0;
    await page.route('**/SaveNote', async (route) => {
      saves += 1;
      const answer = await route.fetch();
      return saves === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer });
    });
    await page.getByLabel('Minnesanteckning 1').fill('Rutinen finns');
    await state('saved').first().waitFor();
    await page.unroute('**/SaveNote');
    assert.equal(saves, 2);
    assert.equal(await page.locator('.save-state[data-state="conflict"]').count(), 0);
  });

  step('shows both versions where another device was there first, and overwrites nothing', async () => {
    const other = await pageAs(browser, world, person);
    await visit(other, notes);
    await page.context().setOffline(true);
    await page.getByLabel('Minnesanteckning 1').fill('Från surfplattan');
    await other.getByLabel('Minnesanteckning 1').fill('Från datorn');
    await other.locator('.save-state[data-state="saved"]').first().waitFor();
    await page.context().setOffline(false);
    await state('conflict').waitFor();
    await page.getByRole('button', { name: 'Jämför och välj' }).click();
    const dialog = page.getByRole('dialog', { name: 'Två versioner' });
    await dialog.getByText('Från surfplattan').waitFor();
    await dialog.getByText('Från datorn').waitFor();
    await accessible(page, 'conflict');
    await shot(page, 'conflict-sv-1280');
    await dialog.getByRole('button', { name: 'Behåll min' }).click();
    await state('saved').first().waitFor();
    await visit(other, notes);
    assert.equal(await other.getByLabel('Minnesanteckning 1').inputValue(), 'Från surfplattan');
    await other.context().close();
  });

  step('keeps a text in conflict when another tab of the same browser saves the record', async () => {
    const write = (tab, text) => tab.getByLabel('Minnesanteckning 1').fill(text);
    const inState = (tab, name) => tab.locator(`.save-state[data-state="${name}"]`).first().waitFor();
    const other = await page.context().newPage();
    await other.goto(notes);
    await inState(other, 'saved');
    await write(page, 'Ena fliken');
    await inState(page, 'waiting');
    await inState(page, 'saved');
    await write(other, 'Andra fliken');
    await inState(other, 'conflict');
    await write(page, 'Ena fliken igen');
    await inState(page, 'waiting');
    await inState(page, 'saved');
    await other.reload();
    await inState(other, 'conflict');
    assert.equal(await other.getByLabel('Minnesanteckning 1').inputValue(), 'Andra fliken');
    await other.getByRole('button', { name: 'Jämför och välj' }).click();
    await other.getByRole('dialog').getByText('Ena fliken igen').waitFor();
    await other.getByRole('button', { name: 'Behåll min' }).click();
    await inState(other, 'saved');
    await other.close();
    await visit(page, notes);
    assert.equal(await page.getByLabel('Minnesanteckning 1').inputValue(), 'Andra fliken');
  });

  step('is not discarded at one press of a button', async () => {
    await page.getByRole('button', { name: 'Kasta anteckning 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Vill du kasta anteckning 1?' });
    await accessible(page, 'discard');
    await shot(page, 'discard-sv-1280');
    await dialog.getByRole('button', { name: 'Avbryt' }).click();
    assert.equal(await page.getByLabel('Minnesanteckning 1').inputValue(), 'Andra fliken');
    await page.getByRole('button', { name: 'Ny minnesanteckning' }).click();
    await page.getByLabel('Minnesanteckning 2').fill('Kan kastas');
    await page.getByRole('button', { name: 'Kasta anteckning 2' }).click();
    await page.getByRole('button', { name: 'Ja, kasta den' }).click();
    await page.getByLabel('Minnesanteckning 2').waitFor({ state: 'detached' });
  });

  step('is still there when the session has ended', async () => {
    await page.context().clearCookies();
    await page.getByLabel('Minnesanteckning 1').fill('Skrivet utan session');
    await page.getByText('Du är utloggad').waitFor();
    await shot(page, 'expired-sv-1280');
    assert.equal(await page.getByLabel('Minnesanteckning 1').inputValue(), 'Skrivet utan session');
    await become(page, person);
    await visit(page, notes);
    await state('saved').first().waitFor();
    assert.equal(await page.getByLabel('Minnesanteckning 1').inputValue(), 'Skrivet utan session');
  });

  step('leaves nothing on the device at sign-out', async () => {
    await page.getByRole('button', { name: 'Logga ut' }).click();
    await page.getByRole('heading', { name: 'Välkommen till Krans' }).waitFor();
    const left = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('krans');
          opening.onsuccess = () => {
            const reading = opening.result.transaction(['kept', 'outbox']);
            const counts = ['kept', 'outbox'].map((store) => reading.objectStore(store).count());
            reading.oncomplete = () => resolve(counts.map(({ result }) => result));
          };
        }),
    );
    assert.deepEqual(left, [0, 0]);
  });

  step('costs an examiner at most 150 KB of script, gzipped, at first', async () => {
    const fresh = await newPage(browser, world);
    await fresh.goto('/personer');
    await become(fresh, person);
    const session = await fresh.context().newCDPSession(fresh);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const scripts = new Set();
    session.on('Network.responseReceived', ({ type, response }) => type === 'Script' && scripts.add(response.url));
    const began = performance.now();
    await fresh.goto('/2024/uppdrag');
    await fresh.getByRole('link', { name: 'Utvecklingsenheten' }).waitFor();
    const usable = Math.round(performance.now() - began);
    const sizes = await Promise.all(
      [...scripts].map(async (url) => {
        const { headers } = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } });
        assert.equal(headers.get('Content-Encoding'), 'gzip', url);
        return Number(headers.get('Content-Length'));
      }),
    );
    const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1024;
    console.log(`first-load script=${Math.round(kilobytes)}KB gzip, usable=${usable}ms`);
    assert.ok(kilobytes > 10 && kilobytes <= 150, `${kilobytes} KB of script`);
  });
});
