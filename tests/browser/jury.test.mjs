// A class before the jury by clicks alone, the announcement by two people, and what everyone and the auditor then see.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { accessible, course, finish, launch, newPage, pageAs, press, settled, shot, tapped, visit } from './browser.mjs';
import { World } from './world.mjs';

const jury = '/2024/jury';
const social = `${jury}/social`;

// Says that nothing disqualifies the juror.
async function openClass(page) {
  await page.getByLabel('Jag känner inte till något jäv').check();
  await press(page, 'Öppna klassen');
}

// Confirms who one is, where the step wants it.
async function confirm(page, name) {
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Jag är/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await settled(page);
}

describe('a class', () => {
  let world, browser;
  const pages = {};
  let wire; // from the jury's service to a juror

  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-11-07T08:30:00'), launch()]);
    for (const person of ['eva-lindmark', 'astrid-kronvall', 'bengt-sehlin', 'cecilia-ahrn', 'dag-ostlind']) pages[person] = await pageAs(browser, world, person);
    wire = await tapped(pages['cecilia-ahrn'], '/krans.jury.v1.Matters/');
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  step('marks the seat that is wrong, and the jury where the seats are too few', async () => {
    const page = pages['eva-lindmark'];
    await visit(page, `${jury}/ledamoter`);
    await page.getByText('Ändra ledamöterna').click();
    await page.getByLabel('Ledamot 3', { exact: true }).selectOption({ index: 0 });
    await page.getByLabel('Ledamot 5', { exact: true }).selectOption({ label: 'Ylva Sandell' });
    await press(page, 'Spara juryn');
    const wrong = page.locator('.ds-error-summary').getByRole('link');
    assert.deepEqual((await wrong.allTextContents()).sort(), ['Juryns ledamöter: Ange 7.', 'Ledamot 5: Detta kan inte anges här. Ta bort det.']);
    await wrong.filter({ hasText: 'Ledamot 5' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.selectedOptions[0].label), 'Ylva Sandell');
    await wrong.filter({ hasText: 'Juryns ledamöter' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'fieldset');
    await accessible(page, 'members-wrong');
    await shot(page, 'members-wrong-sv-1280');
  });

  step('is put before the jury by the office', async () => {
    const page = pages['eva-lindmark'];
    await visit(page, jury);
    await press(page, /Lägg fram för juryn Socialtjänst/);
    await visit(page, social);
    assert.match(await page.getByRole('heading', { level: 1 }).textContent(), /Socialtjänst/);
  });

  step('shuts to a juror who declares a conflict', async () => {
    const page = pages['dag-ostlind'];
    await visit(page, social);
    assert.equal(await page.getByRole('link', { name: 'Läs underlagen' }).count(), 0);
    await page.getByLabel('Jag har jäv').check();
    await page.getByLabel('Skälet').fill('Leder den förvaltning som två av enheterna hör till');
    await press(page, 'Anmäl jäv och lämna klassen');
    await page.waitForURL(`**${jury}`);
    await page.getByText('5 klasser är inte föredragna än, eller stängda för dig på grund av jäv.').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Socialtjänst' }).getByText('stängd för dig på grund av jäv').waitFor();
    await visit(page, social);
    assert.match(await page.getByRole('alert').textContent(), /finns inte, eller är inte öppet/);
  });

  step('shows letters before names, on the wire too', async () => {
    const page = pages['cecilia-ahrn'];
    await visit(page, `${social}/underlag`);
    await openClass(page);
    await page.getByRole('heading', { name: 'Enhet A', exact: true }).first().waitFor();
    await visit(page, `${social}/underlag/A`);
    await visit(page, `${social}/underlag/Z`);
    await page.getByText('Klassen har inget underlag Z.').waitFor();
    assert.ok(wire.all().some((bytes) => bytes.includes('social')));
    assert.ok(wire.ofStreams().length > 0);
    assert.ok(!wire.all().some((bytes) => /Ungdomsjouren|ungdomsjouren|rvci/.test(bytes)), 'nothing names a unit');
  });

  step('is quorate once the chair has called the others in, and shows names when the chair says so', async () => {
    const page = pages['astrid-kronvall'];
    await visit(page, social);
    await openClass(page);
    await page.getByText('Inte beslutsför').waitFor();
    await page.getByText('Anteckna närvaro').click();
    for (const name of ['Astrid', 'Bengt', 'Cecilia', 'Elsa', 'Filip', 'Gunnel']) await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
    await press(page, 'Spara närvaron');
    await page.getByText('6 av 7 ledamöter deltar, jäviga borträknade. Minst 4 behövs.').waitFor();
    await press(page, 'Visa namnen');
    await page.getByRole('listitem').filter({ hasText: /^Ungdomsjouren$/ }).waitFor();
    await openClass(page);
  });

  step('takes proposals with motivations, and says what they lack', async () => {
    const honour = async (page, unit, kind, motivation, example) => {
      const entry = page.locator('.entry').filter({ has: page.getByRole('group', { name: unit }) });
      await entry.getByRole('radio', { name: kind }).check();
      if (example) await entry.getByLabel('Det goda exemplet').fill(example);
      await entry.getByLabel('Motivering').fill(motivation);
    };
    for (const person of ['cecilia-ahrn', 'bengt-sehlin']) {
      await visit(pages[person], social);
      await openClass(pages[person]);
      await pages[person].getByRole('link', { name: 'Lägg ett förslag' }).click();
      await pages[person].getByRole('group', { name: 'Ungdomsjouren' }).waitFor();
    }
    const [first, second] = [pages['cecilia-ahrn'], pages['bengt-sehlin']];
    await press(first, 'Lägg förslaget');
    await first.getByRole('link', { name: /^Skäl: Fyll i detta/ }).waitFor();
    await honour(first, 'Ungdomsjouren', 'Kvalitetsutmärkelsen', 'För att unga själva visar vägen.');
    await honour(first, /RVCi/, /^Hedersomnämnande/, 'För att våldsutsatta blir tryggare.', 'Uppföljning efter ett år');
    await press(first, 'Lägg förslaget');
    await first.getByRole('heading', { name: 'Förslag 1' }).waitFor();
    await visit(first, `${social}/forslag`);
    await first.getByRole('group', { name: 'Ungdomsjouren' }).waitFor();
    assert.equal(await first.getByLabel('Motivering').count(), 0, 'what is made is not kept');
    await visit(second, `${social}/forslag`);
    await honour(second, /RVCi/, 'Kvalitetsutmärkelsen', 'För att våldsutsatta blir tryggare.');
    const isKept = async () => assert.equal(await second.getByLabel('Motivering').inputValue(), 'För att våldsutsatta blir tryggare.');
    await second.reload();
    await isKept();
    await second.getByRole('link', { name: /Socialtjänst/ }).first().click();
    await second.getByRole('heading', { name: 'Närvaro' }).waitFor();
    await second.goBack();
    await isKept();
    await press(second, 'Lägg förslaget');
    await second.getByRole('heading', { name: 'Förslag 2' }).waitFor();
  });

  async function openVote(chair) {
    await visit(chair, social);
    await chair.getByLabel('Första förslaget').selectOption({ index: 1 });
    await chair.getByLabel('Andra förslaget').selectOption({ index: 2 });
    await press(chair, 'Öppna omröstningen');
  }

  step('may cancel a vote that cannot be counted, and open another', async () => {
    const chair = pages['astrid-kronvall'];
    await openVote(chair);
    await chair.getByText('Avbryt omröstningen').click();
    await chair.getByLabel('Varför?').fill('Två har gått');
    await press(chair, 'Avbryt utan att räkna');
    await chair.getByText('Avbröts utan att räknas: Två har gått').waitFor();
  });

  step('is voted on openly, and the chair decides a tie', async () => {
    const chair = pages['astrid-kronvall'];
    await openVote(chair);
    const close = async () => {
      await press(chair, 'Avsluta omröstningen och räkna');
      const dialog = chair.getByRole('dialog', { name: 'Vill du avsluta omröstningen?' });
      await dialog.getByText('6 ledamöter fick rösträtt').waitFor();
      await accessible(chair, 'close-vote');
      await shot(chair, 'close-vote-sv-1280');
      await press(chair, 'Ja, avsluta och räkna');
    };
    await close();
    await chair.getByRole('alert').getByText('Rösta på ett av förslagen och avsluta sedan på nytt').waitFor();

    const votes = [];
    const juror = pages['bengt-sehlin'];
    juror.on('request', (request) => request.url().endsWith('/CastVote') && votes.push(request));
    await visit(juror, social);
    await press(juror, 'Rösta');
    await juror.getByRole('link', { name: 'Din röst: Välj ett av alternativen.' }).waitFor();
    await shot(juror, 'no-vote-sv-1280');
    assert.equal(votes.length, 0, 'no vote is cast where none is chosen');

    await chair.getByText('Anteckna att en ledamot är jävig').click();
    await chair.getByLabel('Ledamot', { exact: true }).selectOption({ label: 'Gunnel Tjäder' });
    await chair.getByLabel('Skälet').fill('Närstående leder en av enheterna');
    await press(chair, 'Anteckna jävet');
    await chair.getByText('1 av dem har sedan visat sig jävig och deltar inte.').waitFor();
    await chair.getByText('Den som därefter visat sig jävig deltar inte, och rösten räknas inte.').waitFor();
    await chair.getByText('Anteckna närvaro').click();
    await press(chair, 'Spara närvaron');
    await chair.locator('.ds-error-summary').getByRole('link', { name: /^Gunnel Tjäder: / }).waitFor();
    await chair.getByText('Ledamoten är jävig i klassen och deltar inte. Ta bort markeringen.').waitFor();
    await accessible(chair, 'recused-after-opening');
    await shot(chair, 'recused-after-opening-sv-1280');
    await chair.getByRole('checkbox', { name: /^Gunnel/ }).uncheck();
    await press(chair, 'Spara närvaron');
    await chair.getByText('1 av dem har sedan visat sig jävig och deltar inte.').waitFor({ state: 'detached' });
    for (const [person, choice] of [['bengt-sehlin', /^Förslag 2/], ['astrid-kronvall', /^Förslag 1/]]) {
      const page = pages[person];
      await visit(page, social);
      await page.getByRole('radio', { name: choice }).check();
      await press(page, 'Rösta');
      await page.getByText(/^Din röst: Förslag/).waitFor();
    }
    await close();
    await chair.getByText('Förslag 1 fick 1 röst, Förslag 2 fick 1 röst, och 3 avstod eller röstade inte.').waitFor();
    assert.equal(await chair.getByRole('cell', { name: 'Avstod eller röstade inte' }).count(), 3);
    await chair.getByText('Lika röstetal: Astrid Kronvall, som ledde ärendet, hade utslagsröst.').waitFor();
  });

  step('is decided by who presides, who confirms who they are', async () => {
    const chair = pages['astrid-kronvall'];
    // The votes are advice: the chair may choose either.
    await chair.getByRole('button', { name: 'Fatta beslutet enligt Förslag 2' }).waitFor();
    await confirm(chair, 'Fatta beslutet enligt Förslag 1');
    const decision = chair.getByRole('region', { name: 'Beslutet' });
    await decision.getByRole('heading', { name: 'Ungdomsjouren' }).waitFor();
    // A mention leads with its good example, never after "the winner" as a second.
    await decision.getByRole('heading', { name: 'Uppföljning efter ett år' }).waitFor();
    assert.doesNotMatch(await decision.textContent(), /andra ?pris|tvåa|andra plats/i);
    await visit(chair, `${jury}/tillkannagivande`);
    await chair.getByText('4 klasser är inte föredragna än, eller stängda för dig på grund av jäv. Den som har jäv').waitFor();
    assert.equal(await chair.getByText('inte beslutade').count(), 0);
  });

  step('is taken up again by who presides before it is announced, and another proposal made', async () => {
    const chair = pages['astrid-kronvall'];
    await visit(chair, social);
    await chair.getByText('Ta upp ärendet på nytt').click();
    await chair.getByLabel('Varför?').fill('Vinnaren har dragit sig ur');
    await press(chair, 'Ta upp på nytt');
    await chair.getByRole('link', { name: 'Lägg ett förslag' }).waitFor();
    assert.equal(await chair.getByRole('region', { name: 'Beslutet' }).count(), 0);
  });
});

describe('the announcement', () => {
  let world, browser;
  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-11-20T09:00:00'), launch()]);
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  step('is not promised for a day when the proposal has lapsed', async () => {
    const [chair, deputy] = await Promise.all(['astrid-kronvall', 'bengt-sehlin'].map((person) => pageAs(browser, world, person)));
    await visit(chair, `${jury}/tillkannagivande`);
    await chair.getByText('Vänta därför med att föreslå till 25 november 2024.').waitFor();
    await confirm(chair, 'Föreslå tillkännagivande');
    for (const page of [chair, deputy]) {
      await visit(page, `${jury}/tillkannagivande`);
      await page.getByText(/men publiceringsspärren upphör först 26 november 2024\. Det hinner alltså inte bekräftas\. Föreslå på nytt från och med 25 november 2024\./).waitFor();
      assert.equal(await page.getByText('Du kan bekräfta').count(), 0);
    }
    await shot(deputy, 'announcement-in-vain-sv-1280');
    await world.play('2024-11-25T19:30:00');
  });

  step('waits for the day, and is confirmed by a second person', async () => {
    const early = await pageAs(browser, world, 'astrid-kronvall');
    await visit(early, `${jury}/tillkannagivande`);
    await early.getByText(/Du kan bekräfta tillkännagivandet från och med 26 november 2024/).waitFor();
    assert.equal(await early.getByRole('button', { name: 'Bekräfta och tillkännage' }).count(), 0);
    const nobody = await newPage(browser, world);
    await visit(nobody, '/resultat/2024');
    await nobody.getByText('Inget resultat är tillkännagivet för 2024.').waitFor();
    await visit(nobody, '/resultat');
    await nobody.getByText('Inga resultat är tillkännagivna än.').waitFor();

    world.setClock('2024-11-26T18:00:00');
    const chair = await pageAs(browser, world, 'astrid-kronvall');
    await visit(chair, `${jury}/tillkannagivande`);
    await confirm(chair, 'Bekräfta och tillkännage');
    await chair.getByRole('heading', { name: 'Tillkännagivet', exact: true }).waitFor();
  });

  step('is there for everyone, with motivations, reasons and good examples', async () => {
    const page = await newPage(browser, world);
    await visit(page, '/resultat/2024');
    const classes = page.getByRole('region');
    await classes.filter({ hasText: 'Ungdomsjouren' }).getByText(/unga själva visar vägen/).waitFor();
    await classes.filter({ hasText: 'Äldreomsorg' }).getByText(/Ingen utmärkelse i klassen/).waitFor();
    const mentions = page.getByRole('region', { name: 'Hedersomnämnanden' });
    await mentions.getByRole('heading', { name: 'Uppföljning av trygghet ett år efter avslutat stöd' }).waitFor();
    for (const missing of ['2023', '1900', 'nonsens']) {
      await visit(page, `/resultat/${missing}`);
      await page.getByText(`Inget resultat är tillkännagivet för ${missing}.`).waitFor();
      assert.equal(await classes.count(), 0);
      await page.getByRole('navigation', { name: 'Andra år' }).getByRole('link', { name: '2024' }).click();
      await page.getByRole('heading', { level: 1, name: 'Kvalitetsutmärkelsen 2024' }).waitFor();
    }
  });

  step('leaves journals that the auditor can verify and follow to any record', async () => {
    const page = await pageAs(browser, world, 'ragnar-ek');
    await visit(page, '/revision');
    await page.getByRole('button', { name: 'Kontrollera alla' }).click();
    await page.getByText('✓ Håller').nth(3).waitFor();
    await visit(page, '/historia');
    await page.getByLabel('Eller uppgiftens hela namn').fill('awards/kvalitetsutmarkelsen/cycles/2024/announcement');
    await press(page, 'Visa historian för namnet');
    await page.getByRole('heading', { name: 'Version 2' }).waitFor();
    assert.match(await page.getByRole('table', { name: 'Det som ändrades' }).first().textContent(), /PROPOSED.*ANNOUNCED/s);
    await visit(page, '/revision/lasningar/jury');
    await page.getByRole('table').getByText(/Läste/).first().waitFor();
  });
});
