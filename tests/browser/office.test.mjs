// The process office and a board's registrar by clicks alone.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { accessible, become, course, finish, launch, pageAs, shot, visit } from './browser.mjs';
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
    for (const path of ['', '/deltaganden', '/deltaganden/ny', '/oppning']) {
      await visit(page, office + path);
      await page.getByText('Du har inte rätt').waitFor();
      assert.doesNotMatch(await page.locator('main').innerText(), /Inget väntar|Att ta hand om/, path);
    }
    await become(page, 'oskar-hellgren');
  });

  step('says in sentences why a team cannot be saved, and keeps it', async () => {
    await visit(page, `${office}/examinatorer/ny`);
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
});
