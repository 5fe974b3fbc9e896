// The process office and a board's registrar by clicks alone.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { accessible, become, course, finish, launch, pageAs, settled, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const office = '/2024/kansli';

describe('the office and a registrar', () => {
  let world, browser, page;
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-05-20T08:30:00'), launch()]);
    page = await pageAs(browser, world, 'eva-lindmark');
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  step('opens the submissions only by two people', async () => {
    await visit(page, office);
    await page.getByRole('link', { name: /Bidragen kan öppnas/ }).click();
    await page.getByRole('button', { name: 'Föreslå att öppna' }).click();
    await page.getByRole('button', { name: 'Jag är Eva Lindmark' }).click();
    await page.getByText('En annan person på kansliet ska bekräfta den.').waitFor();
    await become(page, 'oskar-hellgren');
    await visit(page, `${office}/oppning`);
    await page.getByRole('button', { name: 'Bekräfta och öppna' }).click();
    await page.getByRole('button', { name: 'Jag är Oskar Hellgren' }).click();
    await page.getByText('Bidragen är öppnade.').first().waitFor();
  });

  step('alone sees what waits for the office', async () => {
    await become(page, 'bo-lindh');
    for (const path of ['', '/deltaganden', '/ny-anmalan', '/oppning']) {
      await visit(page, office + path);
      await page.getByText('Du har inte rätt').waitFor();
      assert.doesNotMatch(await page.locator('main').innerText(), /Inget väntar|Att ta hand om/, path);
    }
    await become(page, 'oskar-hellgren');
  });

  step('says in sentences why a team cannot be saved, and keeps it', async () => {
    await visit(page, `${office}/ny-examinator`);
    await page.getByLabel('Vem').selectOption('katja-berglin');
    await page.getByRole('button', { name: 'Utse examinator' }).click();
    await page.getByRole('link', { name: 'Katja Berglin' }).waitFor();
    await visit(page, `${office}/lag`);
    await page.getByLabel('Lagets namn').fill('Lag Ett');
    await page.getByRole('button', { name: 'Lägg till laget' }).click();
    await page.getByLabel('Flytta Katja Berglin till lag').selectOption('lag-ett');
    await page.getByLabel('Flytta Utvecklingsenheten till lag').selectOption('lag-ett');
    await page.getByText('Arbetar under samma nämnd som Utvecklingsenheten.').waitFor();
    await page.getByRole('button', { name: 'Spara Lag Ett' }).click();
    await page.getByText(/Katja Berglin: Inte redo/).waitFor();
    await accessible(page, 'office-teams-refused');
    await shot(page, 'office-teams-refused-sv-1280');
  });

  step('finds the moves between teams that were not saved again after leaving the page', async () => {
    await page.getByRole('link', { name: 'Tidplan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tidplan' }).waitFor();
    await page.getByRole('link', { name: 'Lag', exact: true }).click();
    const team = page.getByRole('region', { name: 'Lag Ett' });
    await team.getByText('Ändrat, inte sparat').waitFor();
    await visit(page, `${office}/lag`);
    await team.getByText('Katja Berglin').first().waitFor();
    await team.getByText('Utvecklingsenheten').first().waitFor();
    await page.getByRole('button', { name: 'Ångra ändringarna' }).click();
    await team.waitFor({ state: 'detached' });
    await visit(page, `${office}/lag`);
    assert.equal(await team.count(), 0);
  });

  step('decides on eligibility in a dialog that is accessible', async () => {
    await visit(page, `${office}/deltaganden/ungdomsjouren`);
    await page.getByRole('button', { name: 'Pröva behörigheten' }).click();
    await accessible(page, 'office-decide');
    await shot(page, 'office-decide-sv-1280');
  });

  step('opens a phase only with a reason', async () => {
    await visit(page, `${office}/tidplan`);
    await page.getByRole('button', { name: 'Ändra Individuell bedömning' }).click();
    await page.getByLabel('Öppen, tills kansliet ändrar det').check();
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('link', { name: /Varför/ }).click();
    await accessible(page, 'office-phase');
    await page.keyboard.type('Lagen är klara tidigare');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText('Öppnad av kansliet').waitFor();
  });

  step('records the decision of a board, and verifies the minutes', async () => {
    world.setClock('2024-05-29T09:00:00');
    await become(page, 'nils-aspgren');
    await visit(page, '/2024/namnd');
    await page.getByRole('link', { name: 'Anteckna beslutet' }).click();
    await page.getByLabel('Anmält och lagt till handlingarna').check();
    await page.getByLabel('Sammanträdesdag').fill('2024-05-23');
    await page.getByLabel('Paragraf').fill('7');
    await page.getByLabel('Vanlig justering').check();
    await accessible(page, 'board-record');
    await shot(page, 'board-record-filled-sv-1280');
    await page.getByRole('button', { name: 'Anteckna beslutet' }).click();
    await page.getByRole('heading', { level: 1, name: 'Skicka in protokollsutdrag' }).waitFor();
    await become(page, 'oskar-hellgren');
    await visit(page, office);
    await page.getByRole('link', { name: /protokoll att granska/ }).click();
    await page.locator('.ds-table a').first().click();
    await page.getByText('I Krans finns inget protokollsutdrag att läsa.').waitFor();
    await page.getByRole('button', { name: 'Protokollet är granskat och i ordning' }).click();
    await page.getByText('Granskat av').waitFor();
  });

  step('signs in again from within a dialog, and what was written there is kept', async () => {
    await visit(page, `${office}/tidplan`);
    await page.getByRole('button', { name: 'Ändra Återföring' }).click();
    await page.getByLabel('Öppen, tills kansliet ändrar det').check();
    await page.getByLabel('Varför?').fill('Lagen är klara före semestern');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Spara' }).click();
    const link = page.getByRole('dialog').getByRole('link', { name: 'Välj person i en ny flik' });
    await link.waitFor();
    await accessible(page, 'office-signed-out-in-dialog');
    await shot(page, 'office-signed-out-in-dialog-sv-1280');
    const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await tab.getByRole('button', { name: 'Agera som Oskar Hellgren' }).click();
    await link.waitFor({ state: 'detached' });
    await tab.close();
    assert.equal(await page.getByLabel('Varför?').inputValue(), 'Lagen är klara före semestern');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /^Återföring/ }).getByText('Öppnad av kansliet').waitFor();
  });

  step('changes one thing while a colleague has changed another, without losing what either wrote', async () => {
    const eva = await pageAs(browser, world, 'eva-lindmark');
    await Promise.all([visit(page, `${office}/tidplan`), visit(eva, `${office}/tidplan`)]);
    const change = async (on, phase, why) => {
      await on.getByRole('button', { name: `Ändra ${phase}` }).click();
      await on.getByLabel('Stängd, tills kansliet ändrar det').check();
      await on.getByLabel('Varför?').fill(why);
      await on.getByRole('button', { name: 'Spara' }).click();
    };
    await change(page, 'Återföring', 'Vi väntar till hösten');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await change(eva, 'Jury', 'Juryn är inte utsedd');
    await eva.getByText('Sidan är nu läst på nytt, och det du skrivit finns kvar.').waitFor();
    await shot(eva, 'office-changed-meanwhile-sv-1280');
    assert.equal(await eva.getByLabel('Varför?').inputValue(), 'Juryn är inte utsedd');
    await eva.getByRole('button', { name: 'Spara' }).click();
    await eva.getByRole('dialog').waitFor({ state: 'detached' });
    for (const phase of ['Återföring', 'Jury']) await eva.getByRole('row', { name: new RegExp(`^${phase}`) }).getByText('Stängd av kansliet').waitFor();
    await eva.context().close();
  });

  step('carries a correction of a person over to what a colleague corrected meanwhile', async () => {
    const eva = await pageAs(browser, world, 'eva-lindmark');
    await Promise.all([visit(page, `${office}/personer`), visit(eva, `${office}/personer`)]);
    await eva.getByRole('button', { name: 'Ändra Katja Berglin' }).click();
    await page.getByRole('button', { name: 'Ändra Katja Berglin' }).click();
    await page.getByLabel('Annan arbetsgivare').fill('Stiftelsen Ljuset');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await eva.getByLabel('Namn', { exact: true }).fill('Katja Berglin Ek');
    await eva.getByRole('button', { name: 'Spara' }).click();
    await eva.getByText('Sidan är nu läst på nytt').waitFor();
    await eva.getByRole('button', { name: 'Spara' }).click();
    await eva.getByRole('dialog').waitFor({ state: 'detached' });
    await eva.getByRole('row', { name: /Katja Berglin Ek.*Stiftelsen Ljuset/ }).waitFor();
    await eva.context().close();
  });

  step('is told at the field that a short name is in use', async () => {
    await visit(page, `${office}/personer`);
    await page.getByRole('button', { name: 'Lägg till en person' }).click();
    await page.getByLabel('Kortnamn').fill('katja-berglin');
    await page.getByLabel('Namn', { exact: true }).fill('En annan Katja');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('link', { name: 'Kortnamn: Kortnamnet används redan. Välj ett annat.' }).waitFor();
    await page.getByRole('button', { name: 'Avbryt' }).click();
    await visit(page, `${office}/ny-enhet`);
    await page.getByLabel('Kortnamn').fill('ungdomsjouren');
    await page.getByLabel('Namn', { exact: true }).fill('En annan jour');
    await page.getByLabel('Nämnd', { exact: true }).selectOption({ index: 1 });
    await page.getByLabel('Verksamhet', { exact: true }).selectOption({ index: 1 });
    await page.getByLabel('Drift').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('link', { name: 'Kortnamn: Kortnamnet används redan. Välj ett annat.' }).waitFor();
  });

  step('corrects a unit whose short name is ny', async () => {
    await page.getByLabel('Kortnamn').fill('ny');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('link', { name: 'En annan jour' }).click();
    await page.getByRole('heading', { level: 1, name: 'En annan jour' }).waitFor();
    await page.getByLabel('Namn', { exact: true }).fill('Nya jouren');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('link', { name: 'Nya jouren' }).waitFor();
    await settled(page);
  });
});
