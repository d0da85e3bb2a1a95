// Starts `chorograph serve` with a published site and opens it in a real headless Chromium: pages of the site, pages of the
// server, the query editor (a query that is typed and answered, one that is wrong, an update that is refused), the named queries.
//
//   node serve.mjs PROGRAM DATASET SITE [--shots FOLDER]
//
// Exit status: 0 all is well; 1 something is wrong, each named in a line; 2 cannot run.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { launch, pageOf } from './chromium.mjs';
import { fileOf, pagesOf } from './server.mjs';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { shots: { type: 'string' } } });
const [program, dataset, site] = positionals;
const cannotRun = message => {
  console.error(`browser: ${message}`);
  process.exit(2);
};
for (const needed of [program, dataset, site]) if (!needed || !existsSync(needed)) cannotRun(`${needed} is not there`);
if (options.shots) mkdirSync(options.shots, { recursive: true });

const server = spawn(program, ['-d', dataset, 'serve', '--site', site, '--port', '0', '--log', 'none'], { stdio: ['ignore', 'pipe', 'inherit'] });
const origin = await new Promise((resolve, reject) => {
  createInterface(server.stdout).once('line', line => resolve(line.trim().replace(/\/$/, '')));
  server.once('exit', status => reject(new Error(`serve ended with status ${status}`)));
}).catch(error => cannotRun(error.message));
const browser = await launch().catch(error => {
  server.kill();
  cannotRun(error.message);
});

const wrong = [];
let opened = 0;
const own = /^\/($|sparql$|api\/|_\/|health$)/;
const known = { origin, has: path => own.test(path) || fileOf(site, '/', path) !== undefined };

/** Opens a page, has it looked at, and tells what went wrong beside what is `expected` to. */
async function visit(path, look, expected = []) {
  const { page, close, problems } = await pageOf(browser, origin);
  const say = problem => wrong.push(`${path}: ${problem}`);
  try {
    await page.goto(origin + path, { waitUntil: 'load', timeout: 30_000 });
    for (const problem of await look(page, path)) say(problem);
  } catch (error) {
    say(String(error.message ?? error).split('\n').slice(0, 2).join(' '));
  }
  const unexpected = problem => !expected.some(pattern => pattern.test(problem));
  new Set(problems().filter(unexpected)).forEach(say);
  for (const pattern of expected) if (!problems().some(problem => pattern.test(problem))) say(`nothing like ${pattern} came`);
  await close();
  opened += 1;
}

/** What holds for every page. */
const sound = (...names) => async (page, path) => {
  const told = [];
  const name = `${path.replace(/^\/$|\/$/, '').slice(1).replaceAll(/[^A-Za-z0-9.-]+/g, '_') || 'home'}.html`;
  for (const title of [...names, 'keep']) {
    const problems = await cases[title]({ page, server: known, address: page.url(), shots: options.shots, name });
    told.push(...(problems ?? []).map(problem => `${title}: ${problem}`));
  }
  return told;
};
const all = sound('structure', 'links', 'accessible', 'phone', 'keyboard');
const both = (first, second) => async (page, path) => [...await first(page, path), ...await second(page, path)];

// The site, as a stranger meets it who begins at names of the dataset: each is sent on to its page.
const folders = [...new Set(pagesOf(site).filter(name => name.endsWith('/index.html')))];
const step = Math.max(1, Math.floor(folders.length / 12));
for (const name of ['index.html', ...folders.filter((_, n) => n % step === 0)]) {
  await visit(`/${name.replace(/\/?index\.html$/, '')}`, all);
}

// The pages of the server.
await visit('/api/', both(all, async page => {
  const form = page.locator('form[action="/api/changes-of-control"]');
  await form.locator('input[name=from]').fill('1993-01-01');
  await form.locator('input[name=to]').fill('1993-12-31');
  await Promise.all([page.waitForURL('**/api/changes-of-control?*'), form.getByRole('button').click()]);
  const { rows, told } = await page.evaluate(() => ({
    rows: document.querySelectorAll('main table tbody tr').length,
    told: new URL(location.href).searchParams.get('from'),
  }));
  return rows > 0 && told === '1993-01-01' ? [] : [`the form leads to ${page.url()}, with ${rows} rows`];
}));
await visit('/api/place?place=place%3Ashusha', both(all, async page =>
  await page.getByText('Shusha').count() > 0 ? [] : ['the place is not on the page']));
// The page of an answer leads to the same as data, and to the query.
await visit('/api/place?place=place%3Ashusha', async page => {
  const told = [];
  for (const [name, words] of [['CSV', 'Shusha'], ['SPARQL', 'PREFIX choro: <']]) {
    const address = await page.locator('main').getByRole('link', { name, exact: true }).getAttribute('href');
    const answer = await page.request.get(origin + address);
    if (!answer.ok() || !(await answer.text()).includes(words)) told.push(`${address} does not say ${words}`);
  }
  return told;
});
await visit('/api/place?place=nonsense', all, [/^400: /, /^console: .*400/]);
await visit('/nowhere/at/all', all, [/^404: /, /^console: .*404/]);

// The editor.
const type = async (page, query) => {
  await page.locator('.yasqe .CodeMirror').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(query, { delay: 1 });
};
const run = page => Promise.all([page.waitForResponse(`${origin}/sparql`), page.locator('.yasqe_queryButton').click()]);
const table = '.yasr table.dataTable tbody tr';
const shot = async (page, name) => {
  if (options.shots) await page.screenshot({ path: join(options.shots, `editor-${name}.png`), fullPage: true });
};
await visit('/sparql', async page => {
  const told = [];
  await page.locator('.yasqe .CodeMirror').waitFor();
  told.push(...await sound('accessible', 'phone')(page, '/sparql'));
  // CodeMirror closes brackets that are opened, and takes the typed ones in their place.
  await type(page, 'SELECT ?place WHERE { ?place a choro:Place } ORDER BY ?place LIMIT 7');
  await run(page);
  await page.locator(table).first().waitFor({ timeout: 10_000 });
  const rows = await page.locator(table).count();
  if (rows !== 7) told.push(`${rows} rows, not 7`);
  const { server: held } = { server: known };
  await shot(page, 'answer-light');
  const nameless = await page.locator('.yasr th').evaluateAll(all => all.filter(th => !th.textContent.trim()).length);
  if (nameless > 0) told.push(`${nameless} columns of the answer have no name`);
  const axe = await cases.accessible({ page, server: held });
  told.push(...axe.map(problem => `with an answer: ${problem}`));
  told.push(...(await cases.phone({ page, name: 'editor-answer.html', shots: options.shots })).map(problem => `with an answer: ${problem}`));
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, 'answer-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  // A second tab has an editor of its own.
  await page.locator('button.addTab').click();
  await page.waitForTimeout(300);
  const tabs = await cases.accessible({ page, server: held });
  told.push(...tabs.map(problem => `with two tabs: ${problem}`));
  if (await page.locator('.tabsList .tab').count() !== 2) told.push('there is no second tab');
  return told;
});
const shows = (query, words, name) => async page => {
  await page.locator('.yasqe .CodeMirror').waitFor();
  await type(page, query);
  await run(page);
  await page.locator('.yasr .errorResult, .yasr_results pre').first().waitFor({ timeout: 10_000 });
  await page.waitForTimeout(300);
  await shot(page, name);
  const text = await page.locator('.yasr').innerText();
  const told = words.filter(word => !text.includes(word)).map(word => `the answer to ${query} does not say ${word}: ${text.slice(0, 300)}`);
  return [...told, ...(await cases.accessible({ page })).map(problem => `with an error: ${problem}`)];
};
await visit('/sparql', shows('SELECT * WHERE { ?s ?p }', ['error:', 'line 1', 'help:'], 'wrong'), [/^400: /, /^console: .*400/]);
await visit('/sparql', shows('DROP ALL', ['does not accept updates'], 'update'), [/^403: /, /^console: .*403/]);
// Nothing was dropped.
await visit('/place/shusha', async page => await page.getByRole('heading', { name: 'Shusha', level: 1 }).count() === 1 ? [] : ['the place has gone']);

await browser.close();
server.removeAllListeners('exit');
const ended = new Promise(resolve => server.once('exit', resolve));
server.kill('SIGTERM');
const status = await ended;
if (status !== 0) wrong.push(`serve ended with status ${status}`);
wrong.forEach(line => console.log(line));
console.log(`${opened} pages of serve opened; ${wrong.length} problems`);
process.exit(wrong.length === 0 && opened > 10 ? 0 : 1);
