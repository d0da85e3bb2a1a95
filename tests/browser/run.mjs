// Opens the pages of a published folder in a real headless Chromium and says what is wrong with them.
//
//   node run.mjs FOLDER... [--limit N] [--under /path/] [--shots FOLDER] [--only TEXT] [--policy none] [--except CASE,...]
//
// Of each folder at most N pages (80) are opened, evenly chosen, the first page always. --under says below which path the
// site will be published, if its links begin with it. --shots keeps pictures of every page: light, dark, phone.
// --policy none leaves out the content security policy that the pages are served with. --except leaves out cases, for pages of
// which other programs write the frame.
// CHROMIUM names another Chromium than the usual ones.
//
// Exit status: 0 all is well; 1 something is wrong, each named in a line; 2 cannot run.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { launch, pageOf } from './chromium.mjs';
import { pagesOf, serve } from './server.mjs';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: 'string', default: '80' },
    under: { type: 'string', default: '/' },
    shots: { type: 'string' },
    only: { type: 'string', default: '' },
    policy: { type: 'string', default: 'strict' },
    except: { type: 'string', default: '' },
  },
});
const cannotRun = message => {
  console.error(`browser: ${message}`);
  process.exit(2);
};
if (folders.length === 0) cannotRun('name a folder of pages');
for (const folder of folders) if (!existsSync(folder)) cannotRun(`${folder} is not there`);
if (!/^\/(.*\/)?$/.test(options.under)) cannotRun('--under begins and ends in /');
if (options.shots) mkdirSync(options.shots, { recursive: true });

const left = options.except.split(',').filter(Boolean);
for (const title of left) if (!(title in cases)) cannotRun(`there is no case ${title}`);

const browser = await launch().catch(error => cannotRun(error.message));
const wrong = [];
const ran = new Map();
let opened = 0;
for (const folder of folders) {
  const all = pagesOf(folder).filter(name => name.includes(options.only));
  if (all.length === 0) wrong.push(`${folder}: there is no page`);
  const server = await serve(folder, options.under, options.policy === 'strict');
  for (const name of chosen(all, Number(options.limit))) {
    const { page, close, problems } = await pageOf(browser, server.origin);
    const say = problem => wrong.push(`${join(folder, name)}: ${problem}`);
    const address = server.origin + options.under + name;
    try {
      await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
      const context = { page, address, folder, name, server, shots: options.shots };
      for (const [title, check] of Object.entries(cases).filter(([title]) => !left.includes(title))) {
        const told = await check(context);
        // A case that does not concern the page says nothing at all.
        if (told === undefined) continue;
        ran.set(title, (ran.get(title) ?? 0) + 1);
        told.forEach(problem => say(`${title}: ${problem}`));
      }
    } catch (error) {
      say(String(error.message ?? error).split('\n')[0]);
    }
    new Set(problems()).forEach(say);
    await close();
    opened += 1;
  }
  server.close();
}
await browser.close();

wrong.forEach(line => console.log(line));
const counts = [...ran].map(([title, n]) => `${title} ${n}`).join(', ');
console.log(`${opened} pages opened (${counts}); ${wrong.length} problems`);
process.exit(wrong.length === 0 && opened > 0 ? 0 : 1);

/** At most `limit` of some names, evenly, with the first. */
function chosen(names, limit) {
  if (names.length <= limit) return names;
  const step = names.length / limit;
  return Array.from({ length: limit }, (_, n) => names[Math.floor(n * step)]);
}
