// A whole year by clicks and typing alone, as each person in turn: from publishing its rules to what everyone may read.
import { after, before, describe } from 'node:test';
import { accessible, course, finish, launch, newPage, press, settled, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const office = '/2025/kansli';
const unit = '/2025/enhet/ungdomsjouren';
const task = '/2025/uppdrag/ungdomsjouren';
const social = '/2025/jury/social';
const team = ['Ylva Sandell', 'Bo Lindh'];
const [lead, member] = team;
const jurors = ['Astrid Kronvall', 'Bengt Sehlin', 'Cecilia Ahrn'];
const [chair] = jurors;

describe('a year', () => {
  let world, browser, page;
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-01-31T12:00:00'), launch()]);
    world.setClock('2025-02-03T09:00:00');
    await world.krans('eva-lindmark', 'cycle', 'import', 'tests/browser/award_year.textproto');
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const pages = new Map();
  async function as(name, path) {
    if (pages.has(name)) {
      page = pages.get(name);
    } else {
      page = await newPage(browser, world);
      pages.set(name, page);
      await visit(page, '/personer');
      await press(page, `Agera som ${name}`);
    }
    await visit(page, path);
  }
  async function confirm(name) {
    await page.getByRole('dialog').getByRole('button', { name: `Jag är ${name}` }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await settled(page);
  }
  const saved = () => page.locator('.save-state[data-state="saved"]').last().waitFor();
  const said = (text) => page.getByText(text).first().waitFor();

  // The office opens a phase, and closes those before it.
  async function phase(...changes) {
    await as('Eva Lindmark', `${office}/tidplan`);
    for (const [name, state] of changes) {
      await press(page, `Ändra ${name}`);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(state).check();
      await dialog.getByLabel('Varför?').fill('Enligt årets planering');
      await dialog.getByRole('button', { name: 'Spara' }).click();
      await dialog.waitFor({ state: 'detached' });
      await settled(page);
    }
  }
  const open = 'Öppen, tills';
  const closed = 'Stängd, tills';

  step('is published, and its first phases are opened', async () => {
    await as('Eva Lindmark', `${office}/tidplan`);
    await press(page, 'Publicera året');
    await page.getByRole('dialog').getByRole('button', { name: 'Publicera året' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await phase(['Anmälan', open], ['Bidrag', open]);
  });

  step('has a unit registered, and found eligible', async () => {
    await as('David Löwgren', `${unit}/anmalan`);
    await page.getByLabel('Socialtjänst').check();
    await page.getByLabel('Antal medarbetare').fill('24');
    await said('Ja. Enheten uppfyller årets villkor.');
    await press(page, 'Anmäl enheten');
    await said('Enheten är anmäld sedan');
    await as('Oskar Hellgren', `${office}/deltaganden/ungdomsjouren`);
    await press(page, 'Pröva behörigheten');
    await page.getByRole('dialog').getByLabel('Behörig', { exact: true }).check();
    await page.getByRole('dialog').getByLabel('Skäl').fill('Kontrollerat med förvaltningen');
    await page.getByRole('dialog').getByRole('button', { name: 'Spara' }).click();
    await said(/Behörig av Oskar Hellgren/);
  });

  step('has the board decide', async () => {
    await as('Tove Granlund', '/2025/namnd/ny');
    await page.getByLabel('Ungdomsjouren').check();
    await page.getByLabel('Godkännande').check();
    await press(page, 'Spara ärendet');
    await page.waitForURL('**/namnd');
    await page.getByRole('link', { name: 'Anteckna beslutet' }).click();
    await page.getByLabel('Godkänt', { exact: true }).check();
    await page.getByLabel('Sammanträdesdag').fill('2025-02-03');
    await page.getByLabel('Paragraf').fill('7');
    await page.getByLabel('Vanlig justering').check();
    await press(page, 'Anteckna beslutet');
  });

  step('has a submission written and sealed, and opened by two people', async () => {
    await as('David Löwgren', `${unit}/bidrag`);
    for (const i of [0, 1]) {
      await page.locator('.checklist a').nth(i).click();
      await page.getByRole('textbox').fill(`Svar ${i + 1}: vi frågar, lyssnar och ändrar.`);
      await saved();
      await page.getByRole('link', { name: 'Till översikten' }).click();
      await settled(page);
    }
    await page.getByLabel('Jag har läst igenom').check();
    await press(page, 'Lämna in');
    await page.getByRole('heading', { name: /^Kvitto/ }).waitFor();

    world.setClock('2025-05-19T09:00:00');
    await phase(['Anmälan', closed], ['Bidrag', closed], ['Öppning av bidragen', open]);
    await visit(page, `${office}/oppning`);
    await button('Föreslå att öppna').click();
    await confirm('Eva Lindmark');
    await as('Oskar Hellgren', `${office}/oppning`);
    await button('Bekräfta och öppna').click();
    await confirm('Oskar Hellgren');
    await said('Bidragen är öppnade.');
  });

  step('has a team', async () => {
    for (const person of team) {
      await as('Eva Lindmark', `${office}/ny-examinator`);
      await page.getByLabel('Vem').selectOption({ label: person });
      for (const day of ['Chefen godkände', 'Genomgick utbildningen', 'Undertecknade uppförandekoden']) await page.getByLabel(day).fill('2025-03-01');
      await page.getByLabel('Socialtjänst').check();
      await press(page, 'Utse examinator');
      await page.getByRole('link', { name: person }).waitFor();
    }
    await visit(page, `${office}/lag`);
    await page.getByLabel('Lagets namn').fill('Lag 1');
    await press(page, 'Lägg till laget');
    for (const name of [...team, 'Ungdomsjouren']) await page.getByLabel(`Flytta ${name} till lag`).selectOption('lag-1');
    await page.getByLabel(`Roll för ${lead}`).selectOption({ label: 'Lagledare' });
    await press(page, 'Spara Lag 1');
    await button('Spara Lag 1').waitFor({ state: 'detached' });
  });

  step('is assessed by each alone', async () => {
    await phase(['Individuell bedömning', open]);
    for (const [person, score] of [[lead, '60'], [member, '70']]) {
      await as(person, task);
      await page.getByLabel('Jag har inget jäv').check();
      await press(page, 'Öppna bidraget');
      await visit(page, `${task}/bedomning/k1`);
      for (const next of ['Nästa kriterium', 'Till sammanställningen']) {
        await press(page, 'Lägg till styrka');
        await page.getByLabel('En tanke i en mening').last().fill('De frågar och ändrar.');
        await page.getByLabel('50–100 %').check();
        await page.getByLabel(score, { exact: true }).check();
        await saved();
        await page.getByRole('link', { name: next }).click();
        await settled(page);
      }
      await press(page, 'Lås min bedömning');
      await press(page, 'Ja, lås den');
      await said('Den är nu underlag för lagets konsensus');
    }
  });

  // Each of the team agrees to both criteria.
  async function agree(stage) {
    for (const person of team) {
      for (const code of ['k1', 'k2']) {
        await as(person, `${task}/konsensus/${stage}/${code}`);
        await press(page, 'Instäm i förslaget');
        await button('Instäm i förslaget').waitFor({ state: 'detached' });
      }
    }
  }

  step('is agreed by the team', async () => {
    await phase(['Individuell bedömning', closed], ['Konsensus', open]);
    await as(lead, `${task}/konsensus/fore`);
    await press(page, 'Öppna för laget');
    await said('Överens om 0 av 2 kriterier');
    for (const code of ['k1', 'k2']) {
      await visit(page, `${task}/konsensus/fore/${code}`);
      await page.getByLabel('50–100 %').check();
      await page.getByLabel('65', { exact: true }).check();
      await page.getByLabel('Motivering').fill('Det mesta används av de flesta.');
      await press(page, 'Lägg fram förslaget');
      await button('Instäm i förslaget').waitFor();
    }
    await agree('fore');
  });

  step('has a visit planned, and the lead warned that the board’s minutes are not verified', async () => {
    await phase(['Platsbesök', open]);
    await as(lead, `${task}/besok/plan`);
    await page.getByLabel('Dag', { exact: true }).fill('2025-05-20');
    await page.getByLabel('Ämne').first().fill('Välkommen');
    await press(page, 'Spara planen');
    await page.waitForURL('**/besok');
    await said('Planerat, väntar på enheten');
    const warning = page.getByRole('alert');
    await warning.getByText(/^Det är gjort, .* Platsbesöket väntar på nämnden\.$/).waitFor();
    await accessible(page, 'warned');
    await shot(page, 'warned-sv-1280');
    await page.locator('.top button[lang="en"]').click();
    await warning.getByText(/^It is done, .* The site visit waits for the board\.$/).waitFor();
    await page.locator('.top button[lang="sv"]').click();
    await press(page, 'Jag har läst det');
    await warning.waitFor({ state: 'detached' });
  });

  step('has the board’s minutes verified', async () => {
    await as('Eva Lindmark', `${office}/deltaganden/ungdomsjouren`);
    await press(page, 'Protokollet är granskat och i ordning');
    await said('Granskat av');
  });

  step('is confirmed and held', async () => {
    await as('David Löwgren', `${unit}/besok`);
    await press(page, 'Bekräfta besöket');
    await said('Besöket är bekräftat');
    world.setClock('2025-05-20T14:00:00');
    await as(lead, `${task}/besok/anteckningar`);
    await press(page, 'Ny minnesanteckning');
    await page.getByLabel('Minnesanteckning 1').fill('Visade tavlan i köket');
    await saved();
    await press(page, 'Ny sakuppgift');
    await page.getByLabel('Sakuppgift 1').last().fill('Tavlan visar varje veckas frågor.');
    await page.getByLabel('Källa').selectOption({ label: 'Dokument' });
    await page.getByLabel('Vems roll').fill('handläggare');
    await page.getByLabel('Känslighet').selectOption({ label: 'Intern' });
    await saved();
    await visit(page, `${task}/besok`);
    await press(page, 'Besöket är genomfört');
    await said(/^Genomfört/);
  });

  step('is agreed again, signed and delivered', async () => {
    await phase(['Konsensus', closed], ['Platsbesök', closed], ['Slutlig bedömning', open]);
    await as(lead, `${task}/konsensus/efter`);
    await press(page, 'Öppna för laget');
    await said('Överens om 0 av 2 kriterier');
    await agree('efter');
    await as(lead, `${task}/underlag`);
    await press(page, 'Upprätta underlaget');
    await button('Skriv under').waitFor();
    for (const person of team) {
      await as(person, `${task}/underlag`);
      await press(page, 'Skriv under');
      await button('Skriv under').waitFor({ state: 'detached' });
    }
    await as(lead, `${task}/underlag`);
    await press(page, 'Överlämna till juryn');
    await said('Underlaget är överlämnat till juryn');
  });

  // Answers whether anything disqualifies the juror, where that is asked anew.
  async function openClass() {
    const none = page.getByLabel('Jag känner inte till något jäv');
    if (!(await none.count())) return;
    await none.check();
    await press(page, 'Öppna klassen');
  }

  step('has a jury, and a class before it', async () => {
    await phase(['Slutlig bedömning', closed], ['Jury', open]);
    await visit(page, '/2025/jury/ledamoter');
    for (const [i, person] of jurors.entries()) await page.getByLabel(`Ledamot ${i + 1}`, { exact: true }).selectOption({ label: person });
    await press(page, 'Spara juryn');
    await page.getByRole('rowheader', { name: chair }).waitFor();
    await visit(page, '/2025/jury');
    await press(page, 'Lägg fram för juryn Socialtjänst');
    for (const person of jurors) {
      await as(person, social);
      await openClass();
    }
    await as(chair, social);
    await openClass();
    await page.getByText('Anteckna närvaro').click();
    for (const person of jurors) await page.getByRole('checkbox', { name: new RegExp(`^${person}`) }).check();
    await press(page, 'Spara närvaron');
    await press(page, 'Visa namnen');
  });

  step('is voted on and decided', async () => {
    for (const [person, kind] of [[jurors[2], 'Kvalitetsutmärkelsen'], [jurors[1], /^Hedersomnämnande/]]) {
      await as(person, social);
      await openClass();
      await page.getByRole('link', { name: 'Lägg ett förslag' }).click();
      await page.getByRole('radio', { name: kind }).check();
      if (person === jurors[1]) {
        await page.getByLabel('Det goda exemplet').fill('Tavlan i köket');
        await page.getByLabel('Skäl').fill('Arbetet har nyss börjat.');
      }
      await page.getByLabel('Motivering').fill('För att unga själva visar vägen.');
      await press(page, 'Lägg förslaget');
      await page.getByRole('heading', { name: `Förslag ${person === jurors[2] ? 1 : 2}` }).waitFor();
    }
    await as(chair, social);
    await openClass();
    await page.getByLabel('Första förslaget').selectOption({ index: 1 });
    await page.getByLabel('Andra förslaget').selectOption({ index: 2 });
    await press(page, 'Öppna omröstningen');
    for (const person of jurors) {
      await as(person, social);
      await openClass();
      await page.getByRole('radio', { name: /^Förslag 1/ }).check();
      await press(page, 'Rösta');
      await said(/^Din röst: Förslag/);
    }
    await as(chair, social);
    await openClass();
    await press(page, 'Avsluta omröstningen och räkna');
    await press(page, 'Ja, avsluta och räkna');
    await button('Fatta beslutet enligt Förslag 1').click();
    await confirm(chair);
    await page.getByRole('region', { name: 'Beslutet' }).getByRole('heading', { name: 'Ungdomsjouren' }).waitFor();
  });

  step('is announced by two people, on the day', async () => {
    world.setClock('2025-11-24T20:00:00');
    await phase(['Jury', closed], ['Publiceringsspärr', open]);
    await visit(page, '/2025/jury/tillkannagivande');
    await press(page, 'Föreslå tillkännagivande');
    await confirm('Eva Lindmark');
    world.setClock('2025-11-25T18:00:00');
    await as(chair, '/2025/jury/tillkannagivande');
    await button('Bekräfta och tillkännage').click();
    await confirm(chair);
    await page.getByRole('heading', { name: 'Tillkännagivet', exact: true }).waitFor();
  });

  step('can be read by everyone, and by the unit', async () => {
    const nobody = await newPage(browser, world);
    await visit(nobody, '/resultat/2025');
    await nobody.getByRole('region').filter({ hasText: 'Ungdomsjouren' }).getByText(/unga själva visar vägen/).waitFor();
    await as('David Löwgren', `${unit}/resultat`);
    await said('För att unga själva visar vägen.');
  });
});
