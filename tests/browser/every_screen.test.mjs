// Every screen of every role at the time when it matters, in both languages, on a desk and in a hand: accessible, reflowing,
// reached by the keyboard, whole with the text at twice its size, and a picture of each.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accessible, enlarges, finish, launch, newPage, pageAs, press, reachable, reflows, settled, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const office = '/2024/kansli';
const unit = '/2024/enhet/utvecklingsenheten';
const task = '/2024/uppdrag/utvecklingsenheten';
const social = '/2024/jury/social';
const record = `/historia/krans.jury.v1.Announcement/${encodeURIComponent('awards/kvalitetsutmarkelsen/cycles/2024/announcement')}`;

// Says that nothing disqualifies the juror, where that is asked first.
async function openClass(page) {
  const none = page.getByLabel('Jag känner inte till något jäv');
  if (!(await none.count())) return;
  await none.check();
  await press(page, 'Öppna klassen');
}

// [until when the example is played, [name, person, path, what opens it]...]
const screens = [
  [
    '2024-03-20T12:00:00',
    ['unit-unregistered', 'david-lowgren', '/2024/enhet/ungdomsjouren'],
    ['unit-registration', 'david-lowgren', '/2024/enhet/ungdomsjouren/anmalan'],
    ['start-unit', 'david-lowgren', '/'],
  ],
  [
    '2024-05-16T12:00:00',
    ['units-none', 'nils-aspgren', '/2024/enhet'],
    ['unit', 'amira-hallman', unit],
    ['unit-submission', 'amira-hallman', `${unit}/bidrag`],
    ['unit-whole', 'amira-hallman', `${unit}/bidrag/hela`],
    ['unit-writing', 'david-lowgren', '/2024/enhet/ungdomsjouren/bidrag/k1-behov'],
    ['unit-board', 'amira-hallman', `${unit}/namnd`],
  ],
  [
    '2024-05-20T08:00:00',
    ['office-start', 'eva-lindmark', office],
    ['office-opening', 'eva-lindmark', `${office}/oppning`],
    ['board-matters', 'nils-aspgren', '/2024/namnd'],
    ['board-prepare', 'nils-aspgren', '/2024/namnd/ny'],
    ['board-record', 'nils-aspgren', '/2024/namnd/sodermalms-stadsdelsnamnd/beslut'],
  ],
  [
    '2024-05-28T12:00:00',
    ['board-decided', 'tove-granlund', '/2024/namnd'],
    ['board-extract', 'tove-granlund', '/2024/namnd/socialnamnden/protokoll'],
  ],
  ['2024-08-26T08:30:00', ['start-nobody', '', '/'], ['people', '', '/personer'], ['declaration', 'bo-lindh', task]],
  [
    '2024-09-04T12:00:00',
    ['start-examiner', 'ylva-sandell', '/'],
    ['cases', 'ylva-sandell', '/2024/uppdrag'],
    ['case', 'ylva-sandell', task],
    ['reading', 'ylva-sandell', `${task}/bidrag`],
    ['assessment', 'ylva-sandell', `${task}/bedomning`],
    ['judgement', 'ylva-sandell', `${task}/bedomning/k1`],
    ['outbox', 'ylva-sandell', '/utkorg'],
    ['no-such-page', 'ylva-sandell', '/finns-inte'],
  ],
  [
    '2024-09-27T12:00:00',
    ['consensus', 'ylva-sandell', `${task}/konsensus/fore`],
    ['proposal', 'ylva-sandell', `${task}/konsensus/fore/k2`],
    ['office', 'eva-lindmark', office],
    ['office-participations', 'eva-lindmark', `${office}/deltaganden`],
    ['office-participation', 'eva-lindmark', `${office}/deltaganden/ungdomsjouren`],
    ['office-register', 'eva-lindmark', `${office}/ny-anmalan`],
    ['office-calendar', 'eva-lindmark', `${office}/tidplan`],
    ['office-examiners', 'eva-lindmark', `${office}/examinatorer`],
    ['office-examiner', 'eva-lindmark', `${office}/examinatorer/bo-lindh`],
    ['office-examiner-new', 'eva-lindmark', `${office}/ny-examinator`],
    ['office-teams', 'eva-lindmark', `${office}/lag`],
    ['office-conflicts', 'eva-lindmark', `${office}/jav`],
    ['office-people', 'eva-lindmark', `${office}/personer`],
    ['office-units', 'eva-lindmark', `${office}/enheter`],
    ['office-unit', 'eva-lindmark', `${office}/enheter/rvci`],
    ['office-unit-new', 'eva-lindmark', `${office}/ny-enhet`],
  ],
  [
    '2024-10-08T09:00:00',
    ['visit', 'ylva-sandell', `${task}/besok`],
    ['visit-plan', 'ylva-sandell', `${task}/besok/plan`],
    ['visit-notes', 'ylva-sandell', `${task}/besok/anteckningar`],
    ['unit-visit', 'amira-hallman', `${unit}/besok`],
  ],
  [
    '2024-10-23T15:00:00',
    ['consensus-after', 'ylva-sandell', `${task}/konsensus/efter`],
    ['scorebook', 'ylva-sandell', `${task}/underlag`],
  ],
  [
    '2024-11-07T10:00:00',
    ['jury', 'cecilia-ahrn', '/2024/jury'],
    ['jury-declaration', 'cecilia-ahrn', social],
    ['jury-matter', 'astrid-kronvall', social, openClass],
    ['jury-dossiers', 'astrid-kronvall', `${social}/underlag`, openClass],
    ['jury-dossier', 'astrid-kronvall', `${social}/underlag/A`, openClass],
    ['jury-proposal', 'astrid-kronvall', `${social}/forslag`, openClass],
    ['jury-members', 'eva-lindmark', '/2024/jury/ledamoter'],
  ],
  [
    '2024-11-27T09:00:00',
    ['jury-decided', 'cecilia-ahrn', social],
    ['announcement', 'astrid-kronvall', '/2024/jury/tillkannagivande'],
    ['results', '', '/resultat/2024'],
    ['results-none', '', '/resultat/2023'],
    ['results-latest', '', '/resultat'],
    ['rules', 'david-lowgren', '/regler/2024'],
    ['unit-result', 'david-lowgren', '/2024/enhet/ungdomsjouren/resultat'],
    ['auditor-services', 'ragnar-ek', '/revision'],
    ['auditor-journal', 'ragnar-ek', '/revision/journal/jury'],
    ['auditor-reads', 'ragnar-ek', '/revision/lasningar/jury'],
    ['auditor-find', 'ragnar-ek', '/historia'],
    ['auditor-history', 'ragnar-ek', record],
  ],
];

describe('every screen', () => {
  let world, browser;
  before(async () => {
    [world, browser] = await Promise.all([World.at(screens[0][0]), launch()]);
  });
  after(() => finish(browser, world));

  for (const [until, ...list] of screens) {
    describe(`at ${until}`, { concurrency: 2 }, () => {
      const people = new Map();
      // A page of the person's that no test has now; a test that ends well gives it back as it was.
      async function pageOf(person) {
        const page = people.get(person)?.pop();
        return page ?? (await (person ? pageAs(browser, world, person) : newPage(browser, world)));
      }
      before(() => world.play(until));
      after(async () => {
        for (const page of [...people.values()].flat()) await page.context().close();
      });
      for (const [name, person, path, open] of list) {
        it(`holds for ${name}`, async () => {
          const page = await pageOf(person);
          await visit(page, path);
          await open?.(page);
          await accessible(page, name);
          await reflows(page, name);
          await enlarges(page, name);
          await reachable(page, name);
          await shot(page, `${name}-sv-1280`);
          await page.setViewportSize({ width: 390, height: 844 });
          await shot(page, `${name}-sv-390`);
          await page.locator('.top button[lang="en"]').click();
          await settled(page);
          await shot(page, `${name}-en-390`);
          await page.emulateMedia({ colorScheme: 'dark' });
          await accessible(page, `${name} in English, dark, in a hand`);
          await page.setViewportSize({ width: 1280, height: 900 });
          await shot(page, `${name}-en-1280-dark`);
          await page.emulateMedia({ colorScheme: 'light', media: 'print' });
          await shot(page, `${name}-en-print`);
          await page.emulateMedia({ media: 'screen' });
          await page.locator('.top button[lang="sv"]').click();
          people.set(person, [...(people.get(person) ?? []), page]);
        });
      }
    });
  }

  it('would be told of what breaks the Content-Security-Policy', async () => {
    const page = await newPage(browser, world);
    await visit(page, '/');
    await page.evaluate(() => {
      const image = new Image();
      return new Promise((resume) => {
        addEventListener('securitypolicyviolation', resume);
        image.src = 'http://127.0.0.1:1/elsewhere.png';
      });
    });
    await page.context().close();
    const isIt = (what) => what.includes('elsewhere.png');
    assert.ok(browser.wrong.some(isIt));
    browser.wrong = browser.wrong.filter((what) => !isIt(what));
  });

  it('is one that the client has, and none of the client’s is missing here', () => {
    const folder = join(import.meta.dirname, '../../clients/web/src/screens');
    const routes = readdirSync(folder).flatMap((area) => {
      const text = readFileSync(join(folder, area, 'area.ts'), 'utf8');
      const at = /const at = '(.*)'/.exec(text)?.[1] ?? '';
      return [...text.matchAll(/path: (?:'(.*?)'|`(.*?)`|(at)),? load/g)].map(([, plain, joined, bare]) => plain ?? (bare ? at : joined.replace('${at}', at)));
    });
    assert.ok(routes.length > 50, `${routes.length} routes`);
    const seen = screens.flatMap(([, ...list]) => list.map(([, , path]) => path));
    const matches = (route, path) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
    assert.deepEqual(routes.filter((route) => !seen.some((path) => matches(route, path)) && !route.startsWith('/inloggad')), []);
  });
});
