// The runner itself: a page with everything wrong is refused for each of its faults, and one without is not.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const page = (title, body, more = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${more}</head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const GOOD = page('Good', `<p><a href="index.html">Good page</a></p>
<form action="found.html"><label>Look for <input type="search" name="q"></label></form>
<figure><pre>SELECT *\nWHERE { ?s ?p ?o }</pre><button type="button" id="copy">Copy this query</button></figure>`, '<script src="page.js" defer></script>');
const SCRIPT = `document.getElementById('copy')?.addEventListener('click', () => navigator.clipboard.writeText(document.querySelector('pre').innerText));`;
const BAD = page('Bad', `<h1>Again</h1><p id="x">one</p><p id="x" style="color:red">two</p><img src="https://example.org/x.png">
<a href="nowhere.html">dead</a> <a href="#nothing">nothing</a> <a href="javascript:alert(1)">script</a> <div class="wide">wide</div>
<input type="search" aria-label="Look for"><pre>right</pre><button id="copy">Copy</button>
<p class="only-reviewed"><label><input type="checkbox"> Only reviewed</label></p><table class="claims"><tbody><tr><th scope="row">a claim</th></tr></tbody></table>
<svg class="picture-map" id="m" aria-labelledby="none"><g class="picture-names"><text x="9" y="20">one over</text><text x="12" y="20">the other</text></g></svg>
<svg class="picture-timeline" id="t" aria-labelledby="none"><a href="#x" class="picture-link"><rect class="picture-bar" fill="url(#lost)" width="9" height="9"/></a></svg>`,
  '<link rel="stylesheet" href="bad.css"><script src="bad.js" defer></script>');
const FAULTS = [
  'no h1, or several', 'inline style or script', 'two elements have the id x', "Loading the image 'https://example.org/x.png' violates",
  'a dead link: /nowhere.html', 'a link to nothing in the page: #nothing', 'a link that is a script', 'critical: image-alt',
  'pixels wide on a screen of 360', 'script error: broken', 'nothing happens when', 'the clipboard is empty', 'one over lies over the other',
  'there is no mark', 'the picture has no name', 'a mark has no name', 'a bar has no pattern: lost', '1 bars and 0 rows', '1 claims that nobody reviewed are shown', 'of 0 reviewed claims 0 are shown',
];

const folder = mkdtempSync(join(tmpdir(), 'chorograph-browser-'));
const run = (...more) => spawnSync(process.execPath, [join(here, 'run.mjs'), folder, ...more], { encoding: 'utf8' });
const failures = [];
writeFileSync(join(folder, 'index.html'), GOOD);
writeFileSync(join(folder, 'found.html'), page('Found', '<p>One page has it.</p>'));
writeFileSync(join(folder, 'page.js'), SCRIPT);
const good = run();
if (good.status !== 0) failures.push(`a good page is refused:\n${good.stdout}${good.stderr}`);
for (const wanted of ['search 1', 'copy 1']) if (!good.stdout.includes(wanted)) failures.push(`${wanted} is not in ${good.stdout}`);

writeFileSync(join(folder, 'index.html'), BAD);
writeFileSync(join(folder, 'bad.css'), '.wide { width: 2000px }');
writeFileSync(join(folder, 'bad.js'), 'throw new Error("broken")');
const bad = run();
if (bad.status !== 1) failures.push(`a bad page gives status ${bad.status}: ${bad.stderr}`);
for (const fault of FAULTS) if (!bad.stdout.includes(fault)) failures.push(`not found: ${fault}`);
// Where no policy of the host stops a request, we do.
const open = run('--policy', 'none', '--only', 'index');
if (!open.stdout.includes('a request leaves the machine: https://example.org/x.png')) failures.push(`not found: a request elsewhere:\n${open.stdout}`);
rmSync(folder, { recursive: true });

if (failures.length > 0) {
  console.log(failures.join('\n'));
  process.exit(1);
}
console.log(`the runner finds all ${FAULTS.length + 1} faults of a bad page, and none in a good one`);
