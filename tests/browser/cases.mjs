// What is asked of a page. Each case gives a list of what is wrong, or nothing where it does not concern the page.

import axe from 'axe-core';
import { join } from 'node:path';
import { fits, pictures } from './pictures.mjs';

const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function accessible({ page }) {
  const problems = [];
  // Evaluated from outside: the page's own policy allows no script.
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, impact, help, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const first = nodes[0];
      const why = first.any.concat(first.all, first.none)[0]?.message ?? '';
      problems.push(`${colorScheme}: ${impact}: ${id}: ${help} (${nodes.length}): ${first.html.slice(0, 160)} ${why}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return problems;
}

async function phone({ page, shots, name }) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const { wide, room, culprit } = await page.evaluate(() => {
    const root = document.scrollingElement;
    const past = [...document.body.querySelectorAll('*')].find(e => {
      const inside = e.closest('.picture-frame, .picture-fits, .rows, table, pre, [data-scrolls]');
      return !inside && e.getBoundingClientRect().right > root.clientWidth + 1;
    });
    return { wide: root.scrollWidth, room: root.clientWidth, culprit: past?.outerHTML.slice(0, 120) };
  });
  const problems = await fits({ page });
  if (shots) await page.screenshot({ path: shot(shots, name, 'phone'), fullPage: true });
  await page.setViewportSize(before);
  return wide > room ? [`${wide} pixels wide on a screen of ${room}: ${culprit}`, ...problems] : problems;
}

/** The first links of the page are reached with Tab, in order, and each shows that it has the focus. */
async function keyboard({ page, address }) {
  const links = await page.evaluate(() => {
    const seen = [...document.querySelectorAll('a[href]')].filter(e => e.checkVisibility?.() ?? true);
    return seen.length;
  });
  if (links === 0) return undefined;
  await page.goto(address.split('#')[0]);
  const wanted = Math.min(links, 12);
  const reached = new Set();
  for (let n = 0; n < wanted * 3 + 20 && reached.size < wanted; n += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return undefined;
      const all = [...document.querySelectorAll('a[href]')].indexOf(e);
      const style = getComputedStyle(e);
      const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || e.matches(':focus-visible');
      return { all, shown, html: e.outerHTML.slice(0, 100) };
    });
    if (at && !at.shown) return [`no sign of the focus: ${at.html}`];
    if (at && at.all >= 0) reached.add(at.all);
  }
  return reached.size < wanted ? [`Tab reaches ${reached.size} of the first ${wanted} links`] : [];
}

/** Links within the site lead somewhere; within the page, to something. */
async function links({ page, server }) {
  const found = await page.evaluate(() => [...document.querySelectorAll('a, link')]
    .map(e => ({ url: e.href?.baseVal !== undefined ? new URL(e.href.baseVal, document.baseURI).href : e.href }))
    .filter(({ url }) => url)
    .map(({ url }) => ({
      url,
      here: url.split('#')[0] === location.href.split('#')[0],
      target: !url.includes('#') || url.endsWith('#') || document.getElementById(decodeURIComponent(url.split('#')[1])) !== null,
    })));
  const problems = new Set();
  for (const { url, here, target } of found) {
    const parsed = new URL(url);
    if (parsed.protocol === 'javascript:') problems.add(`a link that is a script: ${url}`);
    if (parsed.origin !== server.origin) continue;
    if (!server.has(parsed.pathname)) problems.add(`a dead link: ${parsed.pathname}`);
    else if (here && !target) problems.add(`a link to nothing in the page: ${parsed.hash}`);
  }
  return [...problems].slice(0, 10);
}

async function structure({ page }) {
  return page.evaluate(() => {
    const problems = [];
    if (!document.documentElement.lang) problems.push('the page has no language');
    if (!document.title.trim()) problems.push('the page has no title');
    if (document.querySelectorAll('h1').length !== 1) problems.push('the page has no h1, or several');
    const inline = document.querySelector('[style], script:not([src]):not([type="application/ld+json"]), style');
    if (inline) problems.push(`inline style or script: ${inline.outerHTML.slice(0, 100)}`);
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    const twice = ids.find((id, n) => ids.indexOf(id) !== n);
    if (twice) problems.push(`two elements have the id ${twice}`);
    return problems;
  });
}

/** Typing into the search box finds something, or sending it leads to a page. */
async function search({ page, address }) {
  const box = page.locator('input[type=search]').first();
  if (await box.count() === 0) return undefined;
  const words = await page.evaluate(() => {
    const names = [...document.querySelectorAll('main a[href]')].map(a => a.textContent.trim()).filter(t => /^\p{L}{4,}/u.test(t));
    return names[0]?.match(/^\p{L}+/u)[0] ?? 'shusha';
  });
  const seen = () => page.evaluate(() => document.body.innerText);
  await box.fill('');
  const before = await seen();
  await box.pressSequentially(words.slice(0, 6));
  await wait(1000);
  const problems = [];
  if (await seen() === before) {
    await Promise.all([page.waitForLoadState('load'), box.press('Enter')]);
    await wait(1000);
    if (await seen() === before) problems.push(`nothing happens when ${words} is looked for`);
  }
  await page.goto(address);
  return problems;
}

/** The button puts the query into the clipboard, as it is shown. */
async function copy({ page }) {
  const button = page.getByRole('button', { name: /copy/i }).first();
  if (await button.count() === 0) return undefined;
  const shown = await button.evaluate(e => {
    const scope = e.closest('figure, section, article, main') ?? document;
    return [...scope.querySelectorAll('pre')].map(pre => pre.innerText.trim());
  });
  await button.click();
  await wait(300);
  const got = (await page.evaluate(() => navigator.clipboard.readText())).trim();
  if (got === '') return ['the clipboard is empty after the button was pressed'];
  const plain = text => text.replace(/\s+/g, ' ');
  return shown.some(text => plain(text) === plain(got)) ? [] : [`the clipboard has other text: ${got.slice(0, 80)}`];
}

/** The switch hides the claims that nobody reviewed, and no others, without a script. */
async function reviewed({ page, shots, name }) {
  const box = page.locator('.only-reviewed input');
  if (await box.count() === 0) return undefined;
  const shown = () => page.evaluate(() => {
    const all = [...document.querySelectorAll('table.claims tbody tr, ul.names li')].filter(e => e.checkVisibility());
    const reviewed = all.filter(e => e.classList.contains('reviewed')).length;
    return { reviewed, others: all.length - reviewed };
  });
  const before = await shown();
  await box.check();
  const after = await shown();
  if (shots) await page.screenshot({ path: shot(shots, name, 'reviewed'), fullPage: true });
  await box.uncheck();
  const again = await shown();
  const problems = [];
  if (after.others > 0) problems.push(`${after.others} claims that nobody reviewed are shown`);
  if (after.reviewed !== before.reviewed || before.reviewed === 0) problems.push(`of ${before.reviewed} reviewed claims ${after.reviewed} are shown`);
  if (again.others !== before.others) problems.push('not all claims are shown again');
  return problems;
}

async function keep({ page, shots, name }) {
  if (!shots) return undefined;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: shot(shots, name, colorScheme), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return undefined;
}

const shot = (folder, name, what) => join(folder, `${name.replace(/\.html$/, '').replaceAll('/', '_')}-${what}.png`);

export const cases = { structure, links, accessible, phone, keyboard, search, copy, reviewed, ...pictures, keep };
