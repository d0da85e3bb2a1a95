// Reads Turtle, TriG, N-Triples or N-Quads with N3.js and writes each statement as a JSON array of its terms, a line a
// statement: what the Python side compares with what other readers find.
//
//     node read.js FILE FORMAT

import { createReadStream } from 'node:fs';
import { StreamParser } from 'n3';

const [file, format] = process.argv.slice(2);
const TYPES = { ttl: 'text/turtle', trig: 'application/trig', nt: 'application/n-triples', nq: 'application/n-quads' };

function term(t) {
  switch (t.termType) {
    case 'NamedNode': return ['iri', t.value];
    case 'Literal': return ['literal', t.value, t.language.toLowerCase(), t.datatype.value];
    case 'Quad': return ['triple', term(t.subject), term(t.predicate), term(t.object)];
    case 'DefaultGraph': return ['default'];
    default: return [t.termType, t.value];
  }
}

const parser = new StreamParser({ format: TYPES[format] });
parser.on('data', (q) => process.stdout.write(`${JSON.stringify([q.subject, q.predicate, q.object, q.graph].map(term))}\n`));
parser.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
createReadStream(file).pipe(parser);
