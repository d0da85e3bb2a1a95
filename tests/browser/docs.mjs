// Opens the documentation as a reader does, from a disk and from a host, and looks for something.
//
//   node docs.mjs FOLDER
//
// Exit status: 0 all is well; 1 something is wrong, each named in a line; 2 cannot run.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, pageOf } from './chromium.mjs';
import { serve } from './server.mjs';

// What a reader may look for, and the page that must be among the first three answers.
const LOOKED_FOR = { quickstatements: 'link', gazetteer: 'names', reviewed: 'review', SERVICE: 'query', redistribute: 'publish' };

const folder = process.argv[2];
if (!folder || !existsSync(join(folder, 'index.html'))) {
  console.error('docs: name the folder of the documentation');
  process.exit(2);
}
const browser = await launch();
const server = await serve(folder, '/', false);
const wrong = [];
let asked = 0;
for (const base of [pathToFileURL(resolve(folder)).href + '/', server.origin + '/']) {
  const { page, close, problems } = base.startsWith('file:') ? await fromDisk() : await pageOf(browser, server.origin);
  for (const [words, wanted] of Object.entries(LOOKED_FOR)) {
    await page.goto(base + 'index.html', { waitUntil: 'load' });
    const box = page.locator('.sidebar-search').first();
    await box.fill(words);
    await Promise.all([page.waitForURL(/search\.html/), box.press('Enter')]);
    await page.locator('#search-results li').first().waitFor({ timeout: 10_000 }).catch(() => {});
    const found = await page.locator('#search-results li > a').evaluateAll(all => all.map(a => new URL(a.href).pathname.split('/').pop()));
    if (!found.slice(0, 6).includes(`${wanted}.html`)) wrong.push(`${base}: ${words} is not found in ${wanted}: ${found.slice(0, 6)}`);
    asked += 1;
  }
  new Set(problems()).forEach(problem => wrong.push(`${base}: ${problem}`));
  await close();
}
server.close();
await browser.close();
wrong.forEach(line => console.log(line));
console.log(`${asked} searches; ${wrong.length} problems`);
process.exit(wrong.length === 0 ? 0 : 1);

/** A page that reaches nothing but files. */
async function fromDisk() {
  const context = await browser.newContext();
  const problems = [];
  await context.route(url => !['file:', 'data:', 'blob:'].includes(url.protocol), route => {
    problems.push(`a request leaves the disk: ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('pageerror', error => problems.push(`script error: ${error.message}`));
  page.on('console', message => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  return { page, problems: () => problems, close: () => context.close() };
}
