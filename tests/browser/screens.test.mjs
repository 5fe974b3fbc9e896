// Every screen at the time when it matters, in both languages, on a desk and in a hand: accessible, reflowing, reached by
// the keyboard, and a picture of each.
import { after, before, describe, it } from 'node:test';
import { accessible, launch, newPage, pageAs, reachable, reflows, shot, visit } from './browser.mjs';
import { World } from './world.mjs';

const unit = '/2024/uppdrag/utvecklingsenheten';

// [until when the example is played, [name, person, path]...]
const screens = [
  [
    '2024-05-20T08:00:00',
    ['office', 'eva-lindmark', '/2024/kansli'],
    ['office-participations', 'eva-lindmark', '/2024/kansli/deltaganden'],
    ['office-participation', 'eva-lindmark', '/2024/kansli/deltaganden/utvecklingsenheten'],
    ['office-calendar', 'eva-lindmark', '/2024/kansli/tidplan'],
    ['office-opening', 'eva-lindmark', '/2024/kansli/oppning'],
    ['office-people', 'eva-lindmark', '/2024/kansli/personer'],
    ['office-units', 'eva-lindmark', '/2024/kansli/enheter'],
  ],
  ['2024-08-26T08:30:00', ['start-nobody', '', '/'], ['people', '', '/personer'], ['declaration', 'bo-lindh', unit]],
  [
    '2024-09-04T12:00:00',
    ['start-examiner', 'ylva-sandell', '/'],
    ['cases', 'ylva-sandell', '/2024/uppdrag'],
    ['case', 'ylva-sandell', unit],
    ['reading', 'ylva-sandell', `${unit}/bidrag`],
    ['assessment', 'ylva-sandell', `${unit}/bedomning`],
    ['judgement', 'ylva-sandell', `${unit}/bedomning/k1`],
  ],
  ['2024-09-18T09:00:00', ['consensus-closed', 'ylva-sandell', `${unit}/konsensus/fore`]],
  [
    '2024-10-08T09:00:00',
    ['consensus', 'ylva-sandell', `${unit}/konsensus/fore`],
    ['proposal', 'ylva-sandell', `${unit}/konsensus/fore/k2`],
    ['visit', 'ylva-sandell', `${unit}/besok`],
    ['visit-plan', 'ylva-sandell', `${unit}/besok/plan`],
    ['visit-notes', 'ylva-sandell', `${unit}/besok/anteckningar`],
  ],
  [
    '2024-10-23T15:00:00',
    ['consensus-after', 'ylva-sandell', `${unit}/konsensus/efter`],
    ['scorebook', 'ylva-sandell', `${unit}/underlag`],
    ['outbox', 'ylva-sandell', '/utkorg'],
    ['no-such-page', 'ylva-sandell', '/finns-inte'],
  ],
];

describe('every screen', () => {
  let world, browser;
  before(async () => {
    [world, browser] = await Promise.all([World.at(screens[0][0]), launch()]);
  });
  after(async () => {
    await browser?.close();
    await world?.stop();
  });

  for (const [until, ...list] of screens) {
    it(`is accessible at ${until}: ${list.map(([name]) => name).join(', ')}`, async () => {
      await world.play(until);
      const people = new Map();
      for (const [name, person, path] of list) {
        if (!people.has(person)) people.set(person, await (person ? pageAs(browser, world, person) : newPage(browser, world)));
        const page = people.get(person);
        await visit(page, path);
        await accessible(page, name);
        await reflows(page, name);
        await reachable(page, name);
        await shot(page, `${name}-sv-1280`);
        await page.setViewportSize({ width: 390, height: 844 });
        await shot(page, `${name}-sv-390`);
        await page.evaluate(() => document.querySelector('.top button[lang="en"]').click());
        await page.emulateMedia({ colorScheme: 'dark' });
        await visit(page, path);
        await accessible(page, `${name} in English, dark, in a hand`);
        await page.emulateMedia({ colorScheme: 'light' });
        await shot(page, `${name}-en-390`);
        await page.setViewportSize({ width: 1280, height: 900 });
        await shot(page, `${name}-en-1280`);
        await page.evaluate(() => document.querySelector('.top button[lang="sv"]').click());
      }
      for (const page of people.values()) await page.context().close();
    });
  }
});
