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
});
