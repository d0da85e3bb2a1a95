// Chromium as it is here, without anything that it does of its own accord on the network.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export async function launch() {
  const executablePath = PLACES.find(place => place && existsSync(place));
  if (!executablePath) throw new Error('Chromium was not found: install it (apt-get install chromium) or name it in CHROMIUM');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page that keeps account of what goes wrong in it, and that reaches no other host than `origin`. */
export async function pageOf(browser, origin) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const problems = [];
  await context.route('**/*', route => {
    const { origin: asked, protocol } = new URL(route.request().url());
    if (asked === origin || protocol === 'data:' || protocol === 'blob:') return route.continue();
    problems.push(`a request leaves the machine: ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => problems.push(`script error: ${error.message}`));
  page.on('response', response => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  return { page, problems: () => problems, close: () => context.close() };
}
