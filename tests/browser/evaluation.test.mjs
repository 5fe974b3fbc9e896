// A case from declaration to delivery, by clicks alone, as its lead and its members.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { accessible, course, finish, launch, pageAs, press, shot, tapped, visit } from './browser.mjs';
import { World } from './world.mjs';

const path = '/2024/uppdrag/utvecklingsenheten';
const team = ['ylva-sandell', 'bo-lindh', 'carina-mod', 'emil-friberg'];
const [lead] = team;
const criteria = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8'];

describe('a case', () => {
  let world, browser;
  const pages = {};
  let wire; // to the lead

  before(async () => {
    [world, browser] = await Promise.all([World.at('2024-08-26T08:30:00'), launch()]);
    for (const person of team) pages[person] = await pageAs(browser, world, person);
    wire = await tapped(pages[lead], '/api/');
  });
  const step = course(() => browser);
  after(() => finish(browser, world));

  const saved = (page) => page.locator('.save-state[data-state="saved"]').last().waitFor();

  // In a hand, nothing that takes the focus at the foot of the screen is under the bar that says it is saved.
  async function uncovered(page) {
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 600 });
    const covered = await page.evaluate(() => {
      const bar = document.querySelector('.save-bar');
      const controls = [...bar.closest('section').querySelectorAll('textarea, input:enabled, button')];
      return controls.filter((control) => {
        document.activeElement.blur();
        scrollBy(0, control.getBoundingClientRect().bottom - innerHeight);
        control.focus();
        return control.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
      }).length;
    });
    await page.setViewportSize(size);
    assert.equal(covered, 0);
  }

  // The person agrees to every criterion of the stage, from one to the next.
  async function agree(person, stage) {
    const page = pages[person];
    const agreeing = page.getByRole('button', { name: 'Instäm i förslaget' });
    await visit(page, `${path}/konsensus/${stage}/${criteria[0]}`);
    for (const code of criteria) {
      await page.waitForURL(`**/${code}`);
      if (!(person === 'bo-lindh' && stage === 'fore' && code === 'k2')) await agreeing.click(); // who dissents there
      await agreeing.waitFor({ state: 'detached' });
      if (code !== criteria.at(-1)) await page.getByRole('link', { name: 'Nästa kriterium' }).click();
    }
  }

  step('opens to nobody before they have declared', async () => {
    const page = pages[lead];
    await visit(page, path);
    assert.equal(await page.getByRole('navigation', { name: 'Uppdragets steg' }).count(), 0);
    await visit(page, `${path}/bidrag`);
    assert.match(await page.getByRole('alert').textContent(), /jäv|rätt|finns inte/);
    assert.ok(!wire.all().some((bytes) => bytes.includes('vårdnadshavare')), 'no answer of the unit has been sent');
  });

  step('opens to each who declares none', async () => {
    for (const person of team) {
      const page = pages[person];
      await visit(page, path);
      await page.getByLabel('Jag har inget jäv').check();
      await press(page, 'Öppna bidraget');
      await page.getByRole('navigation', { name: 'Uppdragets steg' }).waitFor();
    }
  });

  step('is read with passages marked as evidence', async () => {
    const page = pages[lead];
    await visit(page, `${path}/bidrag`);
    await page.evaluate(() => {
      const text = [...document.querySelector('#answer-k1-behov').childNodes].find(({ length }) => length > 30);
      getSelection().setBaseAndExtent(text, 0, text, 30);
    });
    await page.getByRole('button', { name: 'Ny styrka' }).first().click();
    await page.locator('mark').first().waitFor();
    assert.equal((await page.locator('mark').first().textContent()).length, 30);
    await saved(page);
    await visit(page, `${path}/bedomning/k1`);
    assert.match(await page.getByLabel('Var i bidraget').first().inputValue(), /^Fråga 1: ".{30}"$/);
    await uncovered(page);
  });

  step('is judged by each alone, comments first', async () => {
    const score = async (person, band, value) => {
      const page = pages[person];
      await visit(page, `${path}/bedomning/${criteria[0]}`);
      for (const [i, code] of criteria.entries()) {
        await page.getByText(`kriterium ${i + 1} av 8`).waitFor();
        if (!(person === lead && code === 'k1')) {
          assert.ok(await page.getByLabel('50–65 %').isDisabled(), 'no score without a comment');
          await press(page, 'Lägg till styrka');
          await page.getByLabel('En tanke i en mening').last().fill(`Egen tanke av ${person} om ${code}`);
        }
        await page.getByLabel(band).check();
        await page.getByLabel(value, { exact: true }).check();
        await saved(page);
        await page.getByRole('link', { name: i < 7 ? 'Nästa kriterium' : 'Till sammanställningen' }).click();
      }
    };
    await Promise.all([score(lead, '50–65 %', '55'), score('bo-lindh', '70–85 %', '80')]);
    await Promise.all([score('carina-mod', '50–65 %', '60'), score('emil-friberg', '50–65 %', '65')]);
  });

  step('shows nobody what a colleague thinks, on the page or on the wire', async () => {
    const page = pages[lead];
    for (const at of ['', '/bidrag', '/bedomning', '/konsensus/fore', '/besok', '/underlag']) await visit(page, path + at);
    assert.ok(wire.all().some((bytes) => bytes.includes(`Egen tanke av ${lead}`)), 'the lead gets their own');
    assert.ok(wire.ofStreams().some((bytes) => bytes.includes(`/assessments/${lead}`)), 'the lead is told that their own changed');
    for (const other of team.slice(1)) {
      assert.ok(!wire.all().some((bytes) => bytes.includes(`Egen tanke av ${other}`)), `nothing of ${other}`);
      assert.ok(!wire.ofStreams().some((bytes) => bytes.includes(`/assessments/${other}`)), `not that ${other} changed something`);
    }
  });

  step('is not locked while something of the assessment is not saved', async () => {
    const page = pages[lead];
    const text = page.getByLabel('En tanke i en mening').last();
    await visit(page, `${path}/bedomning/k2`);
    const before = await text.inputValue();
    await text.fill('x'.repeat(2001));
    await page.locator('.save-state[data-state="refused"]').waitFor();
    await page.getByRole('link', { name: 'Min bedömning' }).first().click();
    await press(page, 'Lås min bedömning');
    const summary = page.locator('.ds-error-summary');
    await summary.getByText('Korta den till högst').waitFor();
    assert.ok(await summary.evaluate((element) => element === document.activeElement), 'the summary has the focus');
    assert.equal(await page.getByRole('dialog').count(), 0);
    await accessible(page, 'assessment-unsaved');
    await summary.getByRole('link').click();
    await page.waitForURL(`**${path}/bedomning/k2`);
    await text.fill(before);
    await saved(page);
  });

  step('is locked by each, and not before everything is judged', async () => {
    for (const person of team) {
      const page = pages[person];
      await visit(page, `${path}/bedomning`);
      await press(page, 'Lås min bedömning');
      await press(page, 'Ja, lås den');
      await page.getByText('Den är nu underlag för lagets konsensus').waitFor();
    }
  });

  step('is agreed criterion by criterion, with a discussion where judgements lie far apart', async () => {
    world.setClock('2024-09-18T09:00:00');
    const page = pages[lead];
    await visit(page, `${path}/konsensus/fore`);
    await press(page, 'Öppna för laget');
    await page.getByText('Överens om 0 av 8 kriterier').waitFor();
    await visit(page, `${path}/konsensus/fore/k1`);
    await press(page, 'Lägg fram förslaget');
    const lacks = page.locator('.ds-error-summary').getByRole('link');
    assert.match(await lacks.nth(0).textContent(), /^Vilket intervall .*: Välj ett av alternativen\.$/);
    assert.match(await lacks.nth(1).textContent(), /^Motivering: Fyll i detta\.$/);
    await lacks.nth(0).click();
    assert.equal(await page.evaluate(() => document.activeElement.type), 'radio');
    await accessible(page, 'proposal-without-an-interval');
    await shot(page, 'proposal-without-an-interval-sv-1280');
    for (const code of criteria) {
      await visit(page, `${path}/konsensus/fore/${code}`);
      await page.getByLabel('50–65 %').check();
      await page.getByLabel('60', { exact: true }).check();
      await page.getByLabel('Motivering').fill('Det mesta används av de flesta.');
      await press(page, 'Lägg fram förslaget');
      const summary = page.locator('.ds-error-summary');
      const proposed = page.getByRole('button', { name: 'Instäm i förslaget' });
      await summary.or(proposed).first().waitFor();
      if (await summary.count()) {
        await page.getByLabel('Vad laget diskuterade').fill('Vi läste svaret om nyttan tillsammans.');
        await press(page, 'Lägg fram förslaget');
      }
      await proposed.waitFor();
    }
    await press(page, 'Föreslå något annat');
    await page.waitForFunction(() => document.activeElement.id === 'propose');
    await press(page, 'Lägg till besöksfråga');
    await page.waitForFunction(() => document.activeElement.localName === 'textarea');
    await press(page, 'Ta bort besöksfråga 1');
    await page.waitForFunction(() => document.activeElement.id === 'add-question');
    const dissenter = pages['bo-lindh'];
    await visit(dissenter, `${path}/konsensus/fore/k2`);
    await press(dissenter, 'Anmäl avvikande mening');
    await dissenter.getByLabel('Varför har du en annan mening?').fill('Svaret visar mer än så.');
    await press(dissenter, 'Anmäl');
    await dissenter.getByText('Bo Lindh: avvikande mening: Svaret visar mer än så.').waitFor();
    for (const person of team) {
      await agree(person, 'fore');
    }
    await visit(page, `${path}/konsensus/fore`);
    await page.getByText('Överens om 8 av 8 kriterier').waitFor();
    await visit(page, `${path}/konsensus/fore/k1`);
    await page.getByText('Laget är överens om alla kriterier.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Föreslå något annat' }).count(), 0);
  });

  step('is visited, with a fact that resolves what was asked', async () => {
    world.setClock('2024-09-25T10:00:00');
    const page = pages[lead];
    await visit(page, `${path}/besok/plan`);
    await page.getByLabel('Dag').fill('2024-10-08');
    await page.getByLabel('Ämne').first().fill('Välkommen');
    await press(page, 'Spara planen');
    await page.getByText('Planerat, väntar på enheten').waitFor();
    const manager = await pageAs(browser, world, 'amira-hallman');
    await visit(manager, '/2024/enhet/utvecklingsenheten/besok');
    await press(manager, 'Bekräfta besöket');
    await page.getByText('Bekräftat av enheten').waitFor();
    await page.getByText('Från och med 8 oktober 2024 kan besöket antecknas som genomfört.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Besöket är genomfört' }).count(), 0);
    await press(page, 'Lägg till en ny fråga');
    await page.getByLabel('Kriterium').selectOption('k4');
    await page.getByLabel('Fråga').fill('Har återkomsterna halverats?');
    await press(page, 'Lägg till');
    await page.getByRole('heading', { name: 'Har återkomsterna halverats?' }).waitFor();

    world.setClock('2024-10-08T14:00:00');
    await visit(manager, '/2024/enhet/utvecklingsenheten/besok');
    await manager.getByText('i dag', { exact: true }).waitFor();
    await visit(page, `${path}/besok/anteckningar`);
    await press(page, 'Ny sakuppgift');
    await page.getByLabel('Sakuppgift 1').last().fill('Ärendelistan visar 46 återkomster 2022 och 21 året efter.');
    await page.getByText('Fyll i resten så sparas det').waitFor();
    await page.getByLabel('Källa').selectOption({ label: 'Dokument' });
    await page.getByLabel('Vems roll').fill('handläggare');
    await page.getByLabel('Känslighet').selectOption({ label: 'Intern' });
    await saved(page);
    await visit(page, `${path}/besok`);
    await press(page, 'Besvara');
    await page.getByLabel('Verifierat').check();
    await page.getByLabel('Iakttagelse', { exact: true }).fill('Uppgiften stämmer.');
    await page.getByLabel('Ärendelistan visar 46').check();
    await page.locator('form').getByRole('button', { name: 'Besvara' }).click();
    await page.getByText('0 av 1 återstår').waitFor();
    await press(page, 'Besöket är genomfört');
    await page.getByText(/^Genomfört/).waitFor();
  });

  step('is agreed again, signed by every member and delivered', async () => {
    world.setClock('2024-10-16T09:00:00');
    const page = pages[lead];
    await visit(page, `${path}/konsensus/efter`);
    await press(page, 'Öppna för laget');
    await page.getByText('Överens om 0 av 8 kriterier').waitFor();
    for (const person of team) {
      await agree(person, 'efter');
    }
    world.setClock('2024-10-23T14:00:00');
    await visit(page, `${path}/underlag`);
    await press(page, 'Upprätta underlaget');
    await page.getByRole('button', { name: 'Skriv under' }).waitFor();
    for (const person of team) {
      await visit(pages[person], `${path}/underlag`);
      await press(pages[person], 'Skriv under');
      await pages[person].getByRole('button', { name: 'Skriv under' }).waitFor({ state: 'detached' });
    }
    await visit(page, `${path}/underlag`);
    await press(page, 'Överlämna till juryn');
    await page.getByText('Underlaget är överlämnat till juryn').waitFor();
  });

  step('is gone for an examiner who is not ready, who is told what is lacking', async () => {
    const office = await pageAs(browser, world, 'eva-lindmark');
    const page = pages['emil-friberg'];
    await visit(office, '/2024/kansli/examinatorer/emil-friberg');
    await office.getByLabel('Genomgick utbildningen').fill('');
    await press(office, 'Spara');
    await office.getByRole('cell', { name: /utbildning/ }).waitFor();
    await visit(page, '/2024/uppdrag');
    await page.getByText('Du kan inte få uppdrag än: utbildningen saknas.').waitFor();
    await visit(office, '/2024/kansli/examinatorer/emil-friberg');
    await office.getByLabel('Entledigad').check();
    await press(office, 'Spara');
    await office.getByRole('cell', { name: 'Entledigad' }).waitFor();
    await visit(page, '/2024/uppdrag');
    await page.getByText('Du är inte förordnad som examinator 2024.').waitFor();
    await shot(page, 'not-an-examiner-sv-1280');
  });
});
