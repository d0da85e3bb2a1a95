// A static host: files as they lie in a folder, below a path, as strict as a careful host would be.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, relative, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.ttl': 'text/turtle',
  '.nt': 'application/n-triples', '.jsonld': 'application/ld+json', '.rdf': 'application/rdf+xml', '.csv': 'text/csv',
  '.txt': 'text/plain', '.xml': 'application/xml', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
};

// No inline script, no inline style, nothing from elsewhere.
const POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** All pages below a folder, the start page first. */
export function pagesOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.html'))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const start = names.indexOf('index.html');
  if (start > 0) names.unshift(...names.splice(start, 1));
  return names;
}

/** The file that a host shows for a path, with the usual endings left out; nothing if there is none. */
export function fileOf(folder, under, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith(under)) return undefined;
  const below = normalize(decoded.slice(under.length));
  if (below.startsWith('..')) return undefined;
  const file = join(folder, below);
  return [file, `${file}.html`, join(file, 'index.html')].find(candidate => {
    try {
      return statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

export async function serve(folder, under, strict) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = fileOf(folder, under, pathname);
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here\n');
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(strict ? { 'content-security-policy': POLICY } : {}),
      'x-content-type-options': 'nosniff',
    });
    response.end(readFileSync(file));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, has: path => fileOf(folder, under, path) !== undefined, close: () => server.close() };
}
