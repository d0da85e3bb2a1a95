"""Answers of queries, as other programs read them.

    answers.py CHOROGRAPH WORKDIR

Tables are read by Python's csv, json and xml.etree, by rdflib and by pyoxigraph, graphs by rdflib and pyoxigraph: each must find
the values at which one writer or another goes wrong.
"""

import csv
import io
import json
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.query import Result

from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
VALUES = [
    ("https://x.example/a,b;c'd", "one\r\ntwo\rthree\nfour", None),
    ("https://x.example/%22", " \ttabs, \"quotes\", & <marks> ", None),
    ("https://x.example/é", "Şuşa 区域 e\u0301", "az"),
    ("https://x.example/n", "", None),
]


def literal(text, language):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"' + (f"@{language}" if language else "")


TABLE = (
    "SELECT ?iri ?text ?none { VALUES (?iri ?text) { "
    + " ".join(f"(<{iri}> {literal(text, language)})" for iri, text, language in VALUES)
    + " } }"
)
GRAPH = "CONSTRUCT { " + " ".join(f"<{iri}> rdfs:label {literal(text, language)} ." for iri, text, language in VALUES) + " } {}"


def answer(program, data, query, path):
    ran = run(program, "-d", data, "query", query, "-o", path)
    check(ran.returncode == 0, f"{path.name} is written", ran.stderr)
    return path.read_bytes()


def tables(program, data, folder):
    plain = [(iri, text) for iri, text, _ in VALUES]
    text = answer(program, data, TABLE, folder / "t.csv").decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    check(rows[0] == ["iri", "text", "none"], "csv: the names of the columns", rows[0])
    check([tuple(row) for row in rows[1:]] == [(*row, "") for row in plain], "csv: Python finds every value", rows[1:])

    found = json.loads(answer(program, data, TABLE, folder / "t.json"))["results"]["bindings"]
    check([(r["iri"]["value"], r["text"]["value"]) for r in found] == plain, "json: Python finds every value", found)

    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ET.fromstring(answer(program, data, TABLE, folder / "t.xml"))
    found = [tuple(v.text or "" for b in row for v in b) for row in root.iter(f"{space}result")]
    check(found == plain, "xml: Python finds every value", found)

    formats = [
        ("json", pyoxigraph.QueryResultsFormat.JSON),
        ("tsv", pyoxigraph.QueryResultsFormat.TSV),
        ("srx", pyoxigraph.QueryResultsFormat.XML),
    ]
    for ending, form in formats:
        rows = pyoxigraph.parse_query_results(answer(program, data, TABLE, folder / f"t.{ending}"), form)
        found = [(row["iri"].value, row["text"].value, row["text"].language) for row in rows]
        check(found == VALUES, f"{ending}: pyoxigraph finds every value", found)
    for ending, form in [("srj", "json"), ("xml", "xml")]:
        rows = Result.parse(io.BytesIO(answer(program, data, TABLE, folder / f"r.{ending}")), format=form)
        found = [(str(row.iri), str(row.text), row.text.language) for row in rows]
        check(found == VALUES, f"{ending}: rdflib finds every value", found)


def graphs(program, data, folder):
    expected = {(URIRef(iri), RDFS.label, Literal(text, lang=language)) for iri, text, language in VALUES}
    for ending, form in [("rdf", "xml"), ("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")]:
        path = folder / f"g.{ending}"
        answer(program, data, GRAPH, path)
        found = set(Graph().parse(path, format=form))
        check(found == expected, f"{ending}: rdflib finds every value", found)
    formats = [
        ("rdf", pyoxigraph.RdfFormat.RDF_XML),
        ("nq", pyoxigraph.RdfFormat.N_QUADS),
        ("trig", pyoxigraph.RdfFormat.TRIG),
        ("jsonld", pyoxigraph.RdfFormat.JSON_LD),
    ]
    for ending, form in formats:
        quads = pyoxigraph.parse(answer(program, data, GRAPH, folder / f"o.{ending}"), form)
        found = sorted((q.subject.value, q.object.value, q.object.language) for q in quads)
        check(found == sorted(VALUES), f"{ending}: pyoxigraph finds every value", found)


def main(program, folder):
    folder = Path(folder).resolve() / "answers"
    shutil.rmtree(folder, ignore_errors=True)
    data = folder / "data"
    shutil.copytree(ROOT / "tests/gaps", data)
    built = run(program, "build", data)
    check(built.returncode == 0, "the dataset is built", built.stderr)
    tables(program, data, folder)
    graphs(program, data, folder)
    return end("answers: ")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
