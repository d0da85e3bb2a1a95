// Reads a file of RDF with readers written in JavaScript and writes each statement as a JSON array of its terms, a line a
// statement: what the Python side compares with what other readers find. Turtle, TriG, N-Triples and N-Quads are read by
// N3.js, RDF/XML by rdfxml-streaming-parser, JSON-LD by jsonld-streaming-parser, which is given no network.
//
//     node read.js FILE FORMAT

import { createReadStream } from 'node:fs';
import { JsonLdParser } from 'jsonld-streaming-parser';
import { StreamParser } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';

const [file, format] = process.argv.slice(2);
const TYPES = { ttl: 'text/turtle', trig: 'application/trig', nt: 'application/n-triples', nq: 'application/n-quads' };
const offline = { load: (url) => Promise.reject(new Error(`a context of another site: ${url}`)) };

function parserOf(format) {
  switch (format) {
    case 'rdf': return new RdfXmlParser();
    case 'jsonld': return new JsonLdParser({ documentLoader: offline });
    default: return new StreamParser({ format: TYPES[format] });
  }
}

function term(t) {
  switch (t.termType) {
    case 'NamedNode': return ['iri', t.value];
    case 'Literal': return ['literal', t.value, t.language.toLowerCase(), t.datatype.value];
    case 'Quad': return ['triple', term(t.subject), term(t.predicate), term(t.object)];
    case 'DefaultGraph': return ['default'];
    default: return [t.termType, t.value];
  }
}

function failed(error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

const parser = parserOf(format);
parser.on('data', (q) => process.stdout.write(`${JSON.stringify([q.subject, q.predicate, q.object, q.graph].map(term))}\n`));
parser.on('error', failed);
createReadStream(file).on('error', failed).pipe(parser);
