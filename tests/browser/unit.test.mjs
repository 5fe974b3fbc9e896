// A unit's manager, from registration to receipt by clicks alone.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { accessible, course, finish, launch, pageAs, press, settled, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const unit = '/2024/enhet/ungdomsjouren';
const yes = [/Finansieras verksamheten/, /verksamhetsansvar/, /budgetansvar/, /personalansvar/, /verksamhetsplan/];

describe('the manager of a unit', () => {
  let world, browser, page;
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-03-20T12:00:00'), launch()]);
    page = await pageAs(browser, world, 'david-lowgren');
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  step('finds the next step and how long it is to the day', async () => {
    await visit(page, unit);
    await page.getByText('22 mars 2024, om 2 dagar').first().waitFor();
  });

  step('alone is told how the unit stands: others that it is not theirs', async () => {
    for (const person of ['selma-tornqvist', 'bo-lindh']) {
      const other = await pageAs(browser, world, person);
      for (const path of ['', '/anmalan', '/bidrag', '/namnd', '/besok', '/resultat']) {
        await visit(other, unit + path);
        await other.getByText('Du har inte rätt').first().waitFor();
        assert.doesNotMatch(await other.locator('main').innerText(), /Anmäl enheten|Inget besök|inte anmäld|när det är tillkännagivet/, `${person}${path}`);
      }
      await other.context().close();
    }
  });

  step('is told everything that a registration lacks, with nothing lost', async () => {
    await visit(page, `${unit}/anmalan`);
    await page.getByLabel('Antal medarbetare').fill('fyra');
    await page.getByRole('button', { name: 'Anmäl enheten' }).click();
    const summary = page.locator('.ds-error-summary');
    await summary.getByRole('link', { name: /Tävlingsklass/ }).waitFor();
    await summary.getByRole('link', { name: /Antal medarbetare/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement.value), 'fyra');
    await accessible(page, 'unit-registration-wrong');
  });

  step('finds what was filled in on coming back to the form, until it is sent', async () => {
    await page.getByLabel(/Socialtjänst samt/).check();
    await page.getByRole('group', { name: yes[0] }).getByLabel('Ja').check();
    const isThere = async () => {
      await settled(page);
      assert.equal(await page.getByLabel('Antal medarbetare').inputValue(), 'fyra');
      assert.ok(await page.getByLabel(/Socialtjänst samt/).isChecked());
      assert.ok(await page.getByRole('group', { name: yes[0] }).getByLabel('Ja').isChecked());
    };
    const to = (tab) => page.getByRole('navigation', { name: 'Enhetens steg' }).getByRole('link', { name: tab }).click();
    await to('Översikt');
    await page.getByRole('heading', { name: 'Anmäl enheten' }).waitFor();
    await to('Anmälan');
    await isThere();
    await page.reload();
    await isThere();
  });

  step('is answered rule by rule while filling in, and registers', async () => {
    await page.getByLabel(/Socialtjänst samt/).check();
    for (const question of yes) await page.getByRole('group', { name: question }).getByLabel('Ja').check();
    await page.getByRole('group', { name: /enstaka platser/ }).getByLabel('Nej').check();
    await page.getByLabel('Föregående års resultat').fill('120 000');
    await page.getByLabel('Årets prognos').fill('-1');
    await page.getByLabel('Antal medarbetare').fill('4');
    await page.getByText('4 medarbetare inklusive chef. Minst 5').waitFor();
    await page.getByText('Nej. Något villkor är inte uppfyllt.').waitFor();
    await page.getByLabel('Antal medarbetare').fill('24');
    await page.getByLabel('Årets prognos').fill('0');
    await page.getByText('Ja. Enheten uppfyller årets villkor.').waitFor();
    await shot(page, 'unit-registration-filled-sv-1280');
    await page.getByRole('button', { name: 'Anmäl enheten' }).click();
    await page.getByText('Enheten är anmäld sedan').waitFor();
    await page.getByLabel('Antal medarbetare').fill('25');
    await visit(page, `${unit}/anmalan`);
    assert.equal(await page.getByLabel('Antal medarbetare').inputValue(), '25');
    await page.getByLabel('Antal medarbetare').fill('26');
    await press(page, 'Lämna uppgifterna');
    const other = await pageAs(browser, world, 'david-lowgren');
    await visit(other, `${unit}/anmalan`);
    await other.getByLabel('Antal medarbetare').fill('24');
    await press(other, 'Lämna uppgifterna');
    await other.context().close();
    await visit(page, `${unit}/anmalan`);
    assert.equal(await page.getByLabel('Antal medarbetare').inputValue(), '24');
  });

  step('goes on writing without a network, through a reload and to the next part', async () => {
    const away = await pageAs(browser, world, 'david-lowgren', { workers: 'allow' });
    const holds = (text) => away.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, text);
    await visit(away, `${unit}/bidrag`);
    await away.locator('.checklist a').first().click();
    await settled(away);
    const title = await away.locator('h1').innerText();
    await away.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await away.context().setOffline(true);
    await away.getByRole('textbox').fill('Skrivet utan nät');
    await away.locator('.save-state[data-state=offline]').waitFor();
    await away.reload();
    await away.getByRole('heading', { level: 1, name: title }).waitFor();
    await holds('Skrivet utan nät');
    await away.getByRole('link', { name: 'Min enhet' }).waitFor();
    await away.getByRole('link', { name: 'Nästa' }).click();
    await holds('');
    await away.getByRole('link', { name: 'Föregående' }).click();
    await holds('Skrivet utan nät');
    await away.goto(`${unit}/namnd`);
    await away.getByText('Krans går inte att nå').waitFor();
    await away.context().setOffline(false);
    await away.getByText('Inget ärende är förberett ännu').waitFor();
    assert.equal(await away.getByText('Krans går inte att nå').count(), 0);
    await away.goBack();
    await away.locator('.save-state[data-state=saved]').waitFor();
    await holds('Skrivet utan nät');
    await away.context().close();
  });

  step('writes every part', async () => {
    await page.getByRole('navigation', { name: 'Enhetens steg' }).getByRole('link', { name: 'Bidrag' }).click();
    await settled(page);
    const parts = page.locator('.checklist a');
    const count = await parts.count();
    for (let i = 0; i < count; ++i) {
      const title = await parts.nth(i).innerText();
      await parts.nth(i).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.getByRole('textbox').fill(`Svar ${i + 1}: vi frågar, lyssnar och ändrar.`);
      await page.locator('.save-state[data-state=saved]').waitFor();
      if (i === 0) await accessible(page, 'unit-writing');
      await page.getByRole('link', { name: 'Till översikten' }).click();
      await settled(page);
    }
    await page.getByText('Sista dag för bidraget:').waitFor();
    await page.getByRole('button', { name: 'Lämna in' }).click();
    await page.getByText('Kryssa i att du har läst igenom').waitFor();
  });

  step('is told which part keeps it from being handed in, and what to do there', async () => {
    const first = page.locator('.checklist li').first();
    const title = await first.getByRole('link').innerText();
    await first.getByRole('link').click();
    const text = page.getByRole('textbox');
    await text.waitFor();
    const before = await text.inputValue();
    await text.fill('x'.repeat(20_000));
    await page.locator('.save-state[data-state=refused]').waitFor();
    await page.getByRole('link', { name: 'Till översikten' }).click();
    await first.getByText(/[0-9] tecken för mycket$/).waitFor();
    await first.getByText('Att göra').waitFor();
    await page.getByLabel('Jag har läst igenom').check();
    await page.getByRole('button', { name: 'Lämna in' }).click();
    const summary = page.locator('.ds-error-summary');
    await summary.getByText('Korta den till högst').waitFor();
    await accessible(page, 'unit-unsaved');
    await shot(page, 'unit-unsaved-sv-1280');
    await summary.getByRole('link', { name: title }).click();
    await text.fill(before);
    await page.locator('.save-state[data-state=saved]').waitFor();
    await page.getByRole('link', { name: 'Till översikten' }).click();
    await first.getByText('Klart').waitFor();
  });

  step('hands in, and gets a receipt', async () => {
    const href = await page.locator('.checklist a').first().getAttribute('href');
    const old = await page.context().newPage();
    await old.goto(href);
    await old.getByRole('textbox').waitFor();
    await page.getByLabel('Jag har läst igenom').check();
    await page.getByRole('button', { name: 'Lämna in' }).click();
    await page.getByRole('heading', { name: /^Kvitto/ }).waitFor();
    assert.match(await page.locator('.hash').innerText(), /^[0-9a-f]{64}$/);
    await accessible(page, 'unit-receipt');
    await shot(page, 'unit-receipt-sv-1280');
    await old.getByRole('textbox').fill('Skrivet i en gammal flik.');
    const state = old.locator('.save-state[data-state=refused]');
    await state.getByText('Bidraget är inlämnat och kan inte ändras').waitFor();
    await old.waitForFunction(() => document.querySelector('textarea').readOnly);
    await accessible(old, 'unit-writing-handed-in');
    await state.getByRole('button', { name: 'Ta bort min ändring' }).click();
    await old.locator('.save-state[data-state=saved]').waitFor();
    assert.equal(await old.getByRole('textbox').inputValue(), 'Svar 1: vi frågar, lyssnar och ändrar.');
    await old.close();
  });

  step('takes it back with every word there, and hands in again', async () => {
    world.setClock('2024-03-25T12:00:00');
    await visit(page, `${unit}/bidrag`);
    await page.getByRole('button', { name: 'Ta tillbaka och ändra' }).click();
    await page.locator('.checklist a').first().waitFor();
    await page.waitForFunction(() => document.activeElement.localName === 'h1');
    await page.locator('.checklist a').first().click();
    await page.getByRole('textbox').waitFor();
    assert.equal(await page.getByRole('textbox').inputValue(), 'Svar 1: vi frågar, lyssnar och ändrar.');
    await page.getByRole('link', { name: 'Till översikten' }).click();
    await page.getByLabel('Jag har läst igenom').check();
    await page.getByRole('button', { name: 'Lämna in' }).click();
    await page.getByRole('heading', { name: /^Kvitto/ }).waitFor();
  });
});
