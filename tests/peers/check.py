"""What we write, as other RDF tools read it, and what we find wrong, beside what they find.

    check.py CHOROGRAPH WORKDIR

Builds copies of the shipped dataset, of a dataset in which sources disagree and, where it lies beside the checkout, of
the page as received. Each export is read by rdflib and by pyoxigraph; both must find the same graph in every format, and
pySHACL must find no violation of ontology/shapes.ttl. Data that were spoilt must not conform, or the shapes say nothing;
there, `chorograph check` must find the same nodes and paths for the same shapes as pySHACL.
"""

import json
import shutil
import sys
from pathlib import Path

import pyoxigraph
import pyshacl
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import graph_diff, to_isomorphic
from rdflib.namespace import RDF, SH, XSD

from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
CHORO = "https://w3id.org/chorograph/ontology#"
TERM = "https://w3id.org/chorograph/term#"
GRAPHS = {"ttl": False, "nt": False, "nq": True, "trig": True, "rdf": False, "jsonld": False}
OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "rdf": "xml", "jsonld": "json-ld"}


def oxigraph_quads(path, form):
    """The statements as pyoxigraph reads them, in N-Quads."""
    return {str(quad) for quad in pyoxigraph.parse(path=str(path), format=OXIGRAPH[form])}


def rdflib_graph(path, form):
    """The union of all graphs, as rdflib reads it."""
    if not GRAPHS[form]:
        return Graph().parse(path, format=RDFLIB[form])
    dataset = Dataset(default_union=True)
    dataset.parse(path, format=RDFLIB[form])
    union = Graph()
    for s, p, o, _ in dataset.quads((None, None, None, None)):
        union.add((s, p, o))
    return union


def rdflib_quads(path, form):
    dataset = Dataset()
    dataset.parse(path, format=RDFLIB[form])
    return {(s, p, o, getattr(g, "identifier", g)) for s, p, o, g in dataset.quads((None, None, None, None))}


def named(quads):
    return len({str(q[3]) for q in quads})


def exports(binary, folder):
    """Every format as a file, each held against the first."""
    files = {}
    for form in GRAPHS:
        files[form] = folder.parent / f"{folder.name}.{form}"
        done = run(binary, "-d", folder, "export", "-o", files[form])
        check(done.returncode == 0, f"{folder.name}: export as {form}", done.stderr)
    first = to_isomorphic(rdflib_graph(files["ttl"], "ttl"))
    check(len(first) > 0, f"{folder.name}: the Turtle says something")
    check(not any("BNode" in type(t).__name__ for triple in first for t in triple), f"{folder.name}: no blank nodes")
    for form in GRAPHS:
        other = to_isomorphic(rdflib_graph(files[form], form))
        detail = ""
        if other != first:
            _, here, there = graph_diff(first, other)
            detail = f"{sorted(here)[:3]}\n{sorted(there)[:3]}"
        check(other == first, f"{folder.name}: {form} is the Turtle, for rdflib", detail)
    check(
        oxigraph_quads(files["ttl"], "ttl") == oxigraph_quads(files["nt"], "nt"),
        f"{folder.name}: Turtle is N-Triples, for pyoxigraph",
    )
    for form in ["rdf", "jsonld"]:
        check(
            oxigraph_quads(files[form], form) == oxigraph_quads(files["nt"], "nt"),
            f"{folder.name}: {form} is N-Triples, for pyoxigraph",
        )
    check(
        oxigraph_quads(files["trig"], "trig") == oxigraph_quads(files["nq"], "nq"),
        f"{folder.name}: TriG is N-Quads, for pyoxigraph",
    )
    in_nquads, in_trig = rdflib_quads(files["nq"], "nq"), rdflib_quads(files["trig"], "trig")
    check(in_nquads == in_trig and named(in_nquads) > 3, f"{folder.name}: TriG is N-Quads, for rdflib")
    by_oxigraph = Graph().parse(data="\n".join(f"{t} ." for t in oxigraph_quads(files["ttl"], "ttl")), format="nt")
    check(to_isomorphic(by_oxigraph) == first, f"{folder.name}: rdflib and pyoxigraph read one graph")
    canonical = pyoxigraph.Dataset(pyoxigraph.parse(path=str(files["nq"]), format=OXIGRAPH["nq"]))
    canonical.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = "".join(sorted(f"{quad} .\n" for quad in canonical))
    check(lines == files["nq"].read_text(encoding="utf-8"), f"{folder.name}: the N-Quads are canonical (RDFC-1.0)")
    return first


def validate(graph, shapes):
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False, allow_warnings=True)
    found = {SH.Violation: [], SH.Warning: [], SH.Info: []}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = report.value(result, SH.resultSeverity)
        node, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        found.setdefault(severity, []).append(f"{node}: {message}")
    return {severity: sorted(messages) for severity, messages in found.items()}


def by_pyshacl(graph, shapes):
    """Node, path and shape of each result."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False, allow_warnings=True)
    results = report.subjects(RDF.type, SH.ValidationResult)
    # Those of shapes within shapes are details of another.
    details = set(report.objects(None, SH.detail))
    return {
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultPath) or ""), str(report.value(r, SH.sourceShape)))
        for r in results
        if r not in details
    }


def by_check(binary, graph, folder):
    """The same, as `chorograph check` finds them."""
    path = folder / "spoilt.nt"
    graph.serialize(path, format="nt", encoding="utf-8")
    done = run(binary, "-d", folder, "check", "--export", path, "--format", "json", "--fail-on", "none")
    check(done.returncode == 0, "check runs on an export", done.stderr)
    rules = [r for r in json.loads(done.stdout)["rules"] if r["rule"].startswith("shape:")]
    check(all(r["count"] == len(r["violations"]) for r in rules), "check tells all violations")
    space = "https://w3id.org/chorograph/shape#"
    return {
        (v["focus"], v.get("path", ""), space + r["rule"].removeprefix("shape:")) for r in rules for v in r["violations"]
    }


def same_results(binary, name, graph, shapes, folder):
    theirs, ours = by_pyshacl(graph, shapes), by_check(binary, graph, folder)
    detail = f"only pySHACL: {sorted(theirs - ours)[:5]}\nonly check: {sorted(ours - theirs)[:5]}"
    check(theirs == ours, f"{name}: check and pySHACL find the same", detail)


def conforms(name, graph, shapes):
    found = validate(graph, shapes)
    check(not found[SH.Violation], f"{name}: conforms to the shapes", "\n".join(found[SH.Violation][:10]))
    for message in found[SH.Warning]:
        print(f"warning: {name}: {message}")


def spoilt(graph):
    """Ways to spoil a graph, each with its name."""

    def c(name):
        return URIRef(CHORO + name)

    claim = next(graph.subjects(RDF.type, c("ControlChangeClaim")))
    area = next(graph.subjects(RDF.type, c("AreaClaim")))
    span = graph.value(claim, c("anchoredAt"))
    time = graph.value(claim, c("time"))
    start, end = URIRef("http://www.w3.org/ns/oa#start"), URIRef("http://www.w3.org/ns/oa#end")

    def changed(remove=(), add=()):
        copy = Graph()
        for triple in graph:
            copy.add(triple)
        for pattern in remove:
            copy.remove(pattern)
        for triple in add:
            copy.add(triple)
        return copy

    yield "a claim without its words", changed(remove=[(claim, c("verbatim"), None)])
    yield "a claim without its place in the text", changed(remove=[(claim, c("anchoredAt"), None)])
    yield "a claim without a place", changed(remove=[(area, c("aboutPlace"), None)])
    yield "a claim with two times", changed(add=[(claim, c("time"), URIRef("https://example.org/t"))])
    yield "a span that ends before it begins", changed(
        remove=[(span, end, None)], add=[(span, end, Literal("-1", datatype=XSD.integer))]
    )
    yield "a span without a beginning", changed(remove=[(span, start, None)])
    yield "a time without an EDTF form", changed(remove=[(time, c("edtf"), None)])
    yield "a time that ends before it begins", changed(
        remove=[(time, c("latest"), None)], add=[(time, c("latest"), Literal("1066-01-01", datatype=XSD.date))]
    )
    yield "a day that is a year", changed(
        remove=[(time, c("earliest"), None)], add=[(time, c("earliest"), Literal("1992"))]
    )
    said, role, event = (
        next(graph.subjects(RDF.type, c(name))) for name in ("UtteranceClaim", "RoleClaim", "EventClaim")
    )
    mention = next(graph.subjects(RDF.type, c("Mention")))
    unresolved = next(graph.subjects(c("resolution"), URIRef(TERM + "unresolved")))
    disagreement = next(graph.subjects(c("aspect"), URIRef(TERM + "aspectRole")))
    yield "an utterance without what is said", changed(remove=[(said, c("content"), None)])
    yield "a role without a holder", changed(remove=[(role, c("holder"), None)])
    yield "an event that both happened and did not", changed(
        add=[(event, c("standing"), URIRef(TERM + name)) for name in ("happened", "denied")]
    )
    yield "a mention that is more than sure", changed(
        remove=[(mention, c("confidence"), None)],
        add=[(mention, c("confidence"), Literal("1.5", datatype=XSD.decimal))],
    )
    yield "an unresolved time in the calendar", changed(add=[(unresolved, c("extent"), time)])
    yield "a disagreement about nobody", changed(remove=[(disagreement, c("aboutPerson"), None)])
    located = next(graph.subjects(RDF.type, c("CoordinateClaim")))
    yield "a point of which nobody says where it is from", changed(remove=[(located, c("reportedIn"), None)])
    yield "a point that is a line", changed(
        remove=[(located, c("point"), None)],
        add=[(located, c("point"), Literal("LINESTRING(1 2, 3 4)", datatype=URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")))],
    )
    yield "an area in an unknown kind", changed(
        remove=[(area, c("areaKind"), None)], add=[(area, c("areaKind"), URIRef("https://example.org/kind"))]
    )


def dataset(folder, sources):
    """A dataset folder of the shipped settings and names, with other sources."""
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(".chorograph", "sources"))
    (folder / "sources").mkdir()
    for name, text in sources.items():
        (folder / "sources" / name).write_bytes(text)


def main():
    binary, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    shutil.copytree(ROOT / "data", work / "shipped", ignore=shutil.ignore_patterns(".chorograph"))
    dataset(
        work / "disagreeing",
        {
            "one.txt": "Figures\nShusha: may 08, 1992, territory 289 km2; Lachin: c. 1992, about 1,840 km²".encode(),
            "one.meta.toml": 'publisher = "One"\npublished = "1993"\nlanguage = "en"\ndate-means = "control"\n'.encode(),
            "two.html": "<h2>\u201eFigures\u201c \\ \"</h2><p>Shusha: 9 May 1992, area 28,000 ha (within 1989 boundaries);"
            " Şuşa rayonu: 1992, 100 sq mi; Верхний\u00a0Брод: 1988–1992, total area 1 840,5 km2</p>".encode(),
            "two.meta.toml": 'title = "A \\"title\\" \\\\ of\\ttwo"\npublisher = "Two & <Co>"\nlanguage = "en-GB"\ndate-means = "control"\n'.encode(),
        },
    )
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    if seeds:
        received = {f"{n}.txt": seed.read_bytes() for n, seed in enumerate(seeds)}
        named_by = {f"{n}.meta.toml": b'publisher = "As received"\nlanguage = "en"\n' for n in range(len(seeds))}
        dataset(work / "received", received | named_by)

    shapes = Graph().parse(ROOT / "ontology" / "shapes.ttl")
    for folder in sorted(p for p in work.iterdir() if p.is_dir()):
        built = run(binary, "build", folder)
        check(built.returncode == 0, f"{folder.name}: build", built.stderr)
        graph = exports(binary, folder)
        conforms(folder.name, graph, shapes)
        same_results(binary, folder.name, graph, shapes, work)
        if folder.name == "disagreeing":
            count = len(set(graph.subjects(RDF.type, URIRef(CHORO + "Disagreement"))))
            check(count >= 2, "disagreeing: sources disagree", f"{count} disagreements")
        if folder.name == "shipped":
            for what, spoilt_graph in spoilt(graph):
                check(validate(spoilt_graph, shapes)[SH.Violation], f"{what} is found by the shapes")
                same_results(binary, what, spoilt_graph, shapes, work)

    for name in ["chorograph.ttl", "terms.ttl", "shapes.ttl"]:
        path = ROOT / "ontology" / name
        ours = Graph().parse(path)
        theirs = Graph().parse(data="\n".join(f"{t} ." for t in oxigraph_quads(path, "ttl")), format="nt")
        check(to_isomorphic(ours) == to_isomorphic(theirs), f"{name}: rdflib and pyoxigraph read one graph")
    check_shapes = ["-m", "pyshacl", "--metashacl", "-s", ROOT / "ontology" / "shapes.ttl"]
    meta = run(sys.executable, *check_shapes, ROOT / "ontology" / "terms.ttl")
    check(meta.returncode in (0, 1), "shapes.ttl is SHACL", meta.stdout + meta.stderr)

    return end()


sys.exit(main())
