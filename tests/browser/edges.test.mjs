// What people meet at the edges: where a page has nothing for them to do, or there is no such page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessible, become, finish, launch, pageAs, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const office = '/2024/kansli';

describe('at the edges', () => {
  let world, browser, page;
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-11-07T08:30:00'), launch()]);
    page = await pageAs(browser, world, 'eva-lindmark');
  });
  after(() => finish(browser, world));

  it('a team whose cases are in consensus offers no moves that cannot be saved', async () => {
    await visit(page, `${office}/lag`);
    await page.getByText(/Laget har börjat det gemensamma omdömet om/).first().waitFor();
    const team = page.locator('section.team').filter({ hasText: 'Laget har börjat det gemensamma omdömet' }).first();
    assert.equal(await team.getByRole('combobox', { name: /^Flytta/ }).count(), 0);
    assert.ok((await team.getByRole('combobox', { name: /^Roll för/ }).count()) > 0);
    await accessible(page, 'office-teams-locked');
    await shot(page, 'office-teams-locked-sv-1280');
  });

  it('an address that cannot be read, or that names no journal, has no page instead of an empty or wrong one', async () => {
    for (const path of ['/2024/enhet/%E0%A4%A', '/revision/journal/nonsens', '/revision/nonsens/jury', '/historia/krans.nonsens.v1.X/abc']) {
      await visit(page, path);
      await page.getByRole('heading', { level: 1, name: 'Sidan finns inte' }).waitFor();
    }
    await visit(page, `${office}/examinatorer/finnsinte`);
    await page.getByText('Det du söker finns inte').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Spara' }).count(), 0);
  });

  it('a day that has not come yet is told apart from a day that does not exist', async () => {
    await visit(page, `${office}/examinatorer/bo-lindh`);
    await page.getByLabel('Genomgick utbildningen').fill('2024-12-24');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('link', { name: /^Genomgick utbildningen.*Dagen ligger i framtiden/ }).waitFor();
  });

  it('the people who have no conflict of interest are counted once each', async () => {
    await visit(page, `${office}/jav`);
    const said = await page.getByText('har förklarat att de inte har något jäv').textContent();
    const [, people, cases] = /^(\d+) personer .* (\d+) fall\.$/.exec(said);
    assert.ok(Number(people) <= 12 && Number(people) < Number(cases), said);
  });

  it('a long name without a space does not widen the page', async () => {
    await visit(page, `${office}/personer`);
    await page.getByRole('button', { name: 'Lägg till en person' }).click();
    await page.getByLabel('Kortnamn').fill('lang');
    await page.getByLabel('Namn', { exact: true }).fill('Å'.repeat(100));
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('row', { name: /^Å{100}/ }).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await shot(page, 'office-long-name-sv-1280');
    assert.equal(over, 0);
  });

  it('the focus is on the heading when what opened a dialog is gone', async () => {
    await page.getByLabel('Sök').fill('lang');
    await page.locator('summary', { hasText: 'Ge en roll' }).click();
    await page.getByLabel('Person', { exact: true }).selectOption('lang');
    await page.getByLabel('Roll', { exact: true }).selectOption({ label: 'Revisor' });
    await page.getByRole('button', { name: 'Ge en roll' }).click();
    await page.getByRole('button', { name: /Återkalla/ }).click();
    await page.getByLabel('Skäl').fill('Gavs av misstag');
    await page.getByRole('dialog').getByRole('button', { name: 'Återkalla' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.matches('h1'));
  });

  it('the auditor is offered nothing that only the office may do', async () => {
    await become(page, 'ragnar-ek');
    for (const path of ['personer', 'enheter', 'tidplan', 'examinatorer', 'deltaganden']) {
      await visit(page, `${office}/${path}`);
      await page.locator('tbody tr').first().waitFor();
      const main = page.locator('main');
      assert.equal(await main.getByRole('button', { name: /^(Lägg till|Ändra|Återkalla|Ge)/ }).count(), 0, path);
      assert.equal(await main.getByRole('link', { name: /^(Lägg till|Utse|Anmäl)/ }).count(), 0, path);
    }
    await visit(page, `${office}/lag`);
    await page.getByText('Ylva Sandell').first().waitFor();
    assert.equal(await page.locator('main').getByRole('button').count(), 0);
    await visit(page, `${office}/deltaganden/ungdomsjouren`);
    await page.getByRole('heading', { level: 1, name: 'Ungdomsjouren' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Byt klass|Ta tillbaka|Pröva/ }).count(), 0);
  });
});
