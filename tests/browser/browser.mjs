// A browser, pages as people of the example, and what every page is held to.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { it } from 'node:test';

const require = createRequire(new URL('../../clients/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const flags = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
// Beside what is off under Playwright anyway: the address field's own pages, which every window would load.
const off = 'WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// A browser. `wrong` gathers, of all its pages, violations of the Content-Security-Policy and uncaught errors.
export async function launch() {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: [...flags.split(' '), `--disable-features=${off}`] });
  return Object.assign(browser, { wrong: [] });
}

// Ends both, and holds every page that there was to it that nothing went wrong in the browser.
export async function finish(browser, world) {
  await browser?.close();
  await world?.stop();
  assert.deepEqual(browser?.wrong, [], 'nothing violated the Content-Security-Policy or was uncaught');
}

// A page of its own context.
export async function newPage(browser, world, { language = 'sv', width = 1280, dark = false, workers = 'block' } = {}) {
  const context = await browser.newContext({
    baseURL: world.url,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    serviceWorkers: workers,
  });
  context.setDefaultTimeout(60_000);
  const wrong = (where, what) => browser.wrong.push(`${where?.url()}: ${what}`);
  context.on('weberror', (error) => wrong(error.page(), error.error().message));
  context.on('console', (message) => {
    if (/Content[- ]Security[- ]Policy/i.test(message.text())) wrong(message.page(), message.text());
  });
  await context.exposeBinding('violated', ({ page: where }, what) => wrong(where, what));
  await context.addInitScript((chosen) => {
    if (origin === 'null') return; // about:blank
    localStorage.getItem('krans-language') ?? localStorage.setItem('krans-language', chosen);
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => violated(`${violatedDirective}: ${blockedURI}`));
  }, language);
  const page = await context.newPage();
  page.underWay = new Set();
  page.on('request', (request) => page.underWay.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => page.underWay.delete(request));
  return page;
}

// Gathers every byte that the services send to the page from now on, as text: of answers whose address has `part`, and of
// streams of changes.
export async function tapped(page, part) {
  const answers = [];
  const streams = new Map();
  page.on('response', async (response) => {
    if (response.url().includes(part) && !isStream(response)) answers.push((await response.body().catch(() => Buffer.alloc(0))).toString());
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.responseReceived', async ({ requestId, response }) => {
    if (!isStream({ url: () => response.url })) return;
    const later = [];
    streams.set(requestId, later);
    const { bufferedData } = await session.send('Network.streamResourceContent', { requestId });
    later.unshift(Buffer.from(bufferedData, 'base64'));
  });
  session.on('Network.dataReceived', ({ requestId, data }) => data && streams.get(requestId)?.push(Buffer.from(data, 'base64')));
  const ofStreams = () => [...streams.values()].map((chunks) => Buffer.concat(chunks).toString());
  return { all: () => [...answers, ...ofStreams()], ofStreams };
}
const isStream = (request) => request.url().endsWith('/krans.gateway.v1.Changes/Watch');

// The same, as that person.
export async function pageAs(browser, world, person, options) {
  const page = await newPage(browser, world, options);
  await page.goto('/personer');
  await become(page, person);
  return page;
}

export async function become(page, person) {
  const answer = await page.evaluate(async (id) => {
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch('/session/act-as', { method: 'POST', headers, body: JSON.stringify({ person: id }) })).status;
  }, person);
  assert.equal(answer, 200);
}

export async function visit(page, path) {
  await page.goto(path);
  await settled(page);
}

// Nothing is loading any more. A stream of changes never ends, so it does not count.
export async function settled(page) {
  await page.locator('h1').waitFor();
  const began = performance.now();
  for (let quiet = 0; quiet < 3; ) {
    await page.evaluate(() => new Promise((resume) => setTimeout(resume, 20)));
    const busy = [...page.underWay].filter((request) => !isStream(request)).map((request) => request.url());
    quiet = busy.length > 0 || (await page.locator('.loading').count()) > 0 ? 0 : quiet + 1;
    assert.ok(performance.now() - began < 60_000, `${page.url()} is still loading ${busy}`);
  }
}

// Presses the first button of that name, and waits until what it began is done.
export async function press(page, name) {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
  await settled(page);
}

// What axe finds against WCAG 2.2 A and AA.
export async function accessible(page, what) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(`${axe};0`);
  const found = await page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'], selectors: false, iframes: false, preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }, rules);
  assert.deepEqual(found, [], `${what}: accessible`);
}

// No sideways scrolling on the narrowest screen, nor on a tablet.
export async function reflows(page, what) {
  const size = page.viewportSize();
  for (const width of [320, 768]) {
    await page.setViewportSize({ width, height: 640 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(over, 0, `${what}: reflows at ${width} px`);
  }
  await page.setViewportSize(size);
}

// With the text at twice its size nothing is cut off, and nothing scrolls sideways.
export async function enlarges(page, what) {
  const session = await page.context().newCDPSession(page);
  const setSize = (standard) => session.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } });
  await setSize(32);
  await page.waitForFunction(() => getComputedStyle(document.documentElement).fontSize === '32px');
  const cut = await page.evaluate(() => {
    const root = document.documentElement;
    const found = [...document.querySelectorAll('main *, header *')].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      if (element.closest('.ds-sr-only, svg') || !element.checkVisibility() || element.clientHeight < 2) return false;
      return (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) || (overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1);
    });
    const wide = root.scrollWidth > root.clientWidth;
    return [...found.map(({ outerHTML }) => outerHTML.slice(0, 160)), ...(wide ? ['the page'] : [])];
  });
  await setSize(16);
  await page.waitForFunction(() => getComputedStyle(document.documentElement).fontSize === '16px');
  await session.detach();
  assert.deepEqual(cut, [], `${what}: text at 200 %`);
}

// Every control of the page is reached by Tab alone, and shows where the focus is.
export async function reachable(page, what) {
  const wanted = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('details:not([open]) > :not(summary)');
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((element) => seen(element) && !element.disabled && !element.matches('fieldset:disabled *'));
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    globalThis.tabbed = new Set();
    globalThis.unseen = new Set();
    globalThis.notesFocus ??= document.addEventListener('focusin', ({ target }) => {
      const { outlineStyle, boxShadow } = getComputedStyle(target);
      if (outlineStyle === 'none' && boxShadow === 'none' && target.matches(':focus-visible')) unseen.add(target.outerHTML.slice(0, 120));
      tabbed.add(target);
    }) ?? true;
    // Of the radios of a group, Tab stops at one.
    const groups = new Set();
    return controls.filter((element) => element.type !== 'radio' || (!groups.has(element.name) && groups.add(element.name))).length;
  });
  const session = await page.context().newCDPSession(page);
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  const reached = () => page.evaluate(() => ({ count: tabbed.size, hidden: [...unseen] }));
  let now = { count: 0, hidden: [] };
  // The fields of a date are several stops in one control.
  for (let round = 0; round < 4 && now.count < wanted; ++round) {
    const presses = Array.from({ length: wanted - now.count + 3 }, () => ['rawKeyDown', 'keyUp']).flat();
    await Promise.all(presses.map((type) => session.send('Input.dispatchKeyEvent', { type, ...key })));
    now = await reached();
  }
  await session.detach();
  await page.evaluate(() => document.activeElement?.blur());
  assert.deepEqual(now.hidden, [], `${what}: focus is visible`);
  assert.ok(now.count >= wanted, `${what}: Tab reaches ${now.count} of ${wanted} controls`);
}

// A picture of the whole page.
export async function shot(page, name) {
  const session = await page.context().newCDPSession(page);
  const { cssContentSize } = await session.send('Page.getLayoutMetrics');
  const clip = { ...cssContentSize, scale: 1 };
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, optimizeForSpeed: true, clip });
  await session.detach();
  writeFileSync(join(process.env.KRANS_SHOTS ?? '/tmp', `${name}.png`), Buffer.from(data, 'base64'));
}

// Tests that build on each other: where one fails every open page is pictured, and the rest are skipped.
export function course(browser) {
  let failed = false;
  return (name, body) =>
    it(name, async (test) => {
      if (failed) return test.skip('what it builds on failed');
      try {
        await body();
      } catch (error) {
        failed = true;
        const pages = browser().contexts().flatMap((context) => context.pages());
        for (const [i, page] of pages.entries()) await shot(page, `failed-${name}-${i}`);
        throw error;
      }
    });
}
