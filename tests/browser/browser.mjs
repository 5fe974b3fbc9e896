// A browser, pages as people of the example, and what every page is held to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { it } from 'node:test';

const require = createRequire(new URL('../../clients/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const flags = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags.split(' ') });

// A page of its own context. `page.wrong` gathers violations of the Content-Security-Policy and uncaught errors.
export async function newPage(browser, world, { language = 'sv', width = 1280, dark = false, workers = 'block' } = {}) {
  const context = await browser.newContext({
    baseURL: world.url,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    serviceWorkers: workers,
  });
  context.setDefaultTimeout(60_000);
  await context.addInitScript((chosen) => localStorage.getItem('krans-language') ?? localStorage.setItem('krans-language', chosen), language);
  const page = await context.newPage();
  page.wrong = [];
  page.underWay = new Set();
  page.on('request', (request) => page.underWay.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => page.underWay.delete(request));
  page.on('pageerror', (error) => page.wrong.push(error.message));
  page.on('console', (message) => {
    if (/Content[- ]Security[- ]Policy/i.test(message.text())) page.wrong.push(message.text());
  });
  return page;
}

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
    const busy = [...page.underWay].map((request) => request.url()).filter((url) => !url.endsWith('/Watch'));
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
  await page.evaluate(`${axe};0`);
  const found = await page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { runOnly });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }, rules);
  assert.deepEqual(found, [], `${what}: accessible`);
  assert.deepEqual(page.wrong, [], `${what}: nothing wrong in the console`);
}

// No sideways scrolling at 320 px.
export async function reflows(page, what) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize({ width, height });
  assert.equal(over, 0, `${what}: reflows at 320 px`);
}

// With the text at twice its size nothing is cut off, and nothing scrolls sideways.
export async function enlarges(page, what) {
  const cut = await page.evaluate(async () => {
    const root = document.documentElement;
    root.style.fontSize = '200%';
    await new Promise((resume) => requestAnimationFrame(() => requestAnimationFrame(resume)));
    const found = [...document.querySelectorAll('main *, header *')].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      if (element.closest('.ds-sr-only, svg') || !element.checkVisibility() || element.clientHeight < 2) return false;
      return (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) || (overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1);
    });
    const wide = root.scrollWidth > root.clientWidth;
    root.style.fontSize = '';
    return [...found.map(({ outerHTML }) => outerHTML.slice(0, 160)), ...(wide ? ['the page'] : [])];
  });
  assert.deepEqual(cut, [], `${what}: text at 200 %`);
}

// Every control of the page is reached by Tab alone, and shows where the focus is.
export async function reachable(page, what) {
  const wanted = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('details:not([open]) > :not(summary)');
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((element) => seen(element) && !element.disabled && !element.matches('fieldset:disabled *'));
    // Of the radios of a group, Tab stops at one.
    const groups = new Set();
    return controls.filter((element) => element.type !== 'radio' || (!groups.has(element.name) && groups.add(element.name))).length;
  });
  await page.evaluate(() => (document.activeElement?.blur(), getSelection()?.removeAllRanges()));
  const reached = new Set();
  for (let i = 0; i < 3 * wanted + 10 && reached.size < wanted; ++i) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      globalThis.tabbed ??= new Map();
      if (!globalThis.tabbed.has(element)) globalThis.tabbed.set(element, globalThis.tabbed.size);
      const style = getComputedStyle(element);
      const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || !element.matches(':focus-visible');
      return { at: globalThis.tabbed.get(element), shown, html: element.outerHTML.slice(0, 120) };
    });
    if (!at) break;
    assert.ok(at.shown, `${what}: focus is visible on ${at.html}`);
    reached.add(at.at);
  }
  assert.ok(reached.size >= wanted, `${what}: Tab reaches ${reached.size} of ${wanted} controls`);
}

export async function shot(page, name) {
  await page.screenshot({ path: join(process.env.KRANS_SHOTS ?? '/tmp', `${name}.png`), fullPage: true });
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
