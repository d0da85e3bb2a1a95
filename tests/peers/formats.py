"""The formats beyond plain RDF, and a reader in JavaScript, held against other tools.

    formats.py CHOROGRAPH WORKDIR JSDIR

Readers in JavaScript (N3.js, rdfxml-streaming-parser, jsonld-streaming-parser), rdflib and pyoxigraph must find one dataset in what we
write. RDF 1.2 must say what pyoxigraph and N3.js make of it, plain
statements must be those that the claims say and stand in their graphs, nanopublications must verify with the library `nanopub`,
and Linked Places and GeoJSON must keep the rules of their formats, written down here and in lpf.schema.json from the documents.
"""

import json
import re
import shutil
import sys
from pathlib import Path

import pyoxigraph
from jsonschema import Draft7Validator
from nanopub import Nanopub
from rdflib import ConjunctiveGraph, Dataset, Graph, Literal, URIRef

import ugly
from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
CHORO = "https://w3id.org/chorograph/ontology#"
TERM = "https://w3id.org/chorograph/term#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
NP = "http://www.nanopub.org/nschema#"
PROV = "http://www.w3.org/ns/prov#"
OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "rdf": "xml", "jsonld": "json-ld"}
# In which RDF 1.2 and plain statements are written.
SYNTAXES = ["ttl", "nt", "nq", "trig"]
# Class of a claim: what it is about, what it says, and the shortcut of both.
SHORTCUTS = {
    "AreaClaim": ("aboutPlace", "area", "hasArea"),
    "ControlChangeClaim": ("aboutPlace", "time", "controlChanged"),
    "CoordinateClaim": ("aboutPlace", "point", "hasPoint"),
    "RoleClaim": ("holder", "roleTitle", "hasRole"),
    "UtteranceClaim": ("speaker", "content", "said"),
    "EventClaim": ("aboutEvent", "standing", "hasStanding"),
}


def same(one, other, what):
    check(one == other, what, f"{len(one)} and {len(other)}: {sorted(map(str, one ^ other))[:4]}")


# Terms of all three readers in one form.
def by_oxigraph(term):
    if isinstance(term, pyoxigraph.NamedNode):
        return ("iri", term.value)
    if isinstance(term, pyoxigraph.Literal):
        return ("literal", term.value, (term.language or "").lower(), term.datatype.value)
    if isinstance(term, pyoxigraph.Triple):
        return ("triple", *(by_oxigraph(t) for t in (term.subject, term.predicate, term.object)))
    return ("default",)


def by_rdflib(term):
    if isinstance(term, Literal):
        datatype = term.datatype or (RDF + "langString" if term.language else XSD + "string")
        return ("literal", str(term), (term.language or "").lower(), str(datatype))
    return ("iri", str(term))


def oxigraph(path):
    quads = pyoxigraph.parse(path=str(path), format=OXIGRAPH[path.suffix[1:]])
    return {tuple(by_oxigraph(t) for t in (q.subject, q.predicate, q.object, q.graph_name)) for q in quads}


def rdflib(path):
    form = path.suffix[1:]
    if form not in ("nq", "trig"):
        return {(*map(by_rdflib, triple), ("default",)) for triple in Graph().parse(path, format=RDFLIB[form])}
    dataset = Dataset()
    dataset.parse(path, format=RDFLIB[form])
    quads = dataset.quads((None, None, None, None))
    return {(*map(by_rdflib, q[:3]), by_rdflib(getattr(q[3], "identifier", q[3]))) for q in quads}


def tupled(value):
    return tuple(tupled(v) for v in value) if isinstance(value, list) else value


def javascript(path, folder):
    done = run("node", folder / "read.js", path, path.suffix[1:])
    check(done.returncode == 0, f"{path.name}: JavaScript reads it", done.stderr)
    return {tupled(json.loads(line)) for line in done.stdout.split("\n") if line}


def export(binary, folder, path, *options):
    done = run(binary, "-d", folder, "export", *options, "-o", path)
    check(done.returncode == 0, f"{folder.name}: export {' '.join(options)} as {path.name}", done.stderr)
    again = path.with_name(f"again.{path.name}")
    run(binary, "-d", folder, "export", *options, "-o", again)
    check(path.read_bytes() == again.read_bytes(), f"{path.name}: twice the same bytes")
    return path


def expected(quads):
    """What claims say in one statement, from the data alone: {claim: {(graph, s, p, o)}} and those that may be stated."""
    stored = pyoxigraph.Store()
    stored.extend(quads)

    def objects(subject, name, graph):
        found = stored.quads_for_pattern(subject, pyoxigraph.NamedNode(CHORO + name), None, graph)
        return [quad.object for quad in found]

    reified, stated, claims = set(), set(), 0
    for kind, (about, value, shortcut) in SHORTCUTS.items():
        a = pyoxigraph.NamedNode(RDF + "type")
        for quad in stored.quads_for_pattern(None, a, pyoxigraph.NamedNode(CHORO + kind), None):
            claim, graph = quad.subject, quad.graph_name
            claims += 1
            tenure = objects(claim, "tenure", graph)
            may_state = not objects(claim, "saidIn", graph) and all(t.value == TERM + "heldNow" for t in tenure)
            for subject in objects(claim, about, graph):
                for object in objects(claim, value, graph):
                    triple = (by_oxigraph(subject), ("iri", CHORO + shortcut), by_oxigraph(object))
                    graph_name = by_oxigraph(graph)
                    reified.add((by_oxigraph(claim), ("iri", RDF + "reifies"), ("triple", *triple), graph_name))
                    if may_state:
                        stated.add((*triple, graph_name))
    return claims, reified, stated


def without_graphs(quads):
    return {(*quad[:3], ("default",)) for quad in quads}


def graphs(binary, folder, work, js):
    """Plain exports read by three; RDF 1.2 and plain statements against what the claims say."""
    plain = {form: export(binary, folder, work / f"{folder.name}.{form}") for form in OXIGRAPH}
    for path in plain.values():
        ours = oxigraph(path)
        check(len(ours) > 100, f"{path.name}: says something")
        same(ours, rdflib(path), f"{path.name}: rdflib and pyoxigraph read one dataset")
        same(ours, javascript(path, js), f"{path.name}: JavaScript and pyoxigraph read one dataset")
    one = without_graphs(oxigraph(plain["nq"]))
    for form in ["ttl", "nt", "rdf", "jsonld"]:
        same(one, oxigraph(plain[form]), f"{folder.name}: {form} is the N-Quads without its graphs")
    same(oxigraph(plain["trig"]), oxigraph(plain["nq"]), f"{folder.name}: TriG is N-Quads")
    quads = list(pyoxigraph.parse(path=str(plain["nq"]), format=OXIGRAPH["nq"]))
    in_graphs = oxigraph(plain["nq"])
    claims, reified, stated = expected(quads)
    check(len(reified) >= claims / 2 > 4, f"{folder.name}: claims have shortcuts", f"{len(reified)} of {claims}")
    for form in SYNTAXES:
        path = export(binary, folder, work / f"{folder.name}-12.{form}", "--rdf12")
        found = oxigraph(path)
        wanted = in_graphs | reified if form in ("nq", "trig") else without_graphs(in_graphs | reified)
        same(found, wanted, f"{path.name}: RDF 1.2 for pyoxigraph")
        same(found, javascript(path, js), f"{path.name}: RDF 1.2 for N3.js")
        if form in ("nq", "trig"):
            path = export(binary, folder, work / f"{folder.name}-plain.{form}", "--plain")
            same(oxigraph(path), in_graphs | stated, f"{path.name}: plain statements in the graphs of their sources")
            same(oxigraph(path), rdflib(path), f"{path.name}: rdflib reads it")
            same(oxigraph(path), javascript(path, js), f"{path.name}: N3.js reads it")
        else:
            refused = run(binary, "-d", folder, "export", "--plain", "-o", work / f"refused.{form}")
            check(refused.returncode == 2 and "use --plain with" in refused.stderr, f"--plain is refused for {form}")


def nanopubs(binary, folder, work, claims, js):
    path = export(binary, folder, work / f"{folder.name}-np.trig", "--format", "nanopub")
    same(oxigraph(path), javascript(path, js), f"{path.name}: N3.js and pyoxigraph read one dataset")
    by_name = {}
    for quad in pyoxigraph.parse(path=str(path), format=OXIGRAPH["trig"]):
        by_name.setdefault(quad.graph_name.value.split("#")[0], []).append(quad)
    check(len(by_name) > claims / 2, f"{path.name}: nanopublications", f"{len(by_name)} of {claims}")

    def graph(quads):
        union = ConjunctiveGraph()
        union.parse(data="".join(f"{quad} .\n" for quad in quads), format="nquads")
        return union

    def is_sound(quads):
        try:
            publication = Nanopub(rdf=graph(quads))
            return publication.is_valid and publication.has_valid_trusty
        except ValueError as error:
            return str(error)

    assertions = set()
    for name, quads in by_name.items():
        sound = is_sound(quads)
        check(sound is True, f"{name} verifies", sound)
        provenance = {q.predicate.value for q in quads if q.subject.value == f"{name}#assertion"}
        check(PROV + "wasDerivedFrom" in provenance, f"{name} says where it is from")
        info = {q.predicate.value for q in quads if q.graph_name.value == f"{name}#pubinfo" and q.subject.value == name}
        for needed in ("license", "creator"):
            check(f"http://purl.org/dc/terms/{needed}" in info, f"{name} has its {needed}")
        assertions |= {str(q) for q in quads if q.graph_name.value == f"{name}#assertion"}
        changed = [
            pyoxigraph.Quad(q.subject, q.predicate, pyoxigraph.Literal("0"), q.graph_name) if n == 0 else q
            for n, q in enumerate(sorted(quads, key=str))
        ]
        check(is_sound(changed) is not True, f"{name} does not verify when it was changed")
    for needed in ("hasArea", "controlChanged", "hasPoint", "hasRole", "said", "hasStanding"):
        found = any(f"<{CHORO}{needed}>" in quad for quad in assertions)
        check(found, f"{path.name}: some nanopublication asserts choro:{needed}")


MOMENT = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?[?~%]?")


def is_when(when):
    """LPF: one or more timespans (here without periods), each with a start that says something."""
    return bool(when["timespans"]) and all(
        set(span) <= {"start", "end"}
        and all(
            part and set(part) <= {"in", "earliest", "latest"} and all(MOMENT.fullmatch(v) for v in part.values())
            for part in span.values()
        )
        and "start" in span
        for span in when["timespans"]
    )


def is_position(position):
    """RFC 7946, 3.1.1, in two dimensions: longitude, latitude."""
    return (
        isinstance(position, list)
        and len(position) == 2
        and all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in position)
        and -180 <= position[0] <= 180
        and -90 <= position[1] <= 90
    )


def cites(entry):
    return entry["citations"] and all(c["label"] and re.match(r"\w+:", c["@id"]) for c in entry["citations"])


def linked_places(binary, folder, work, points):
    path = export(binary, folder, work / f"{folder.name}-lpf.json", "--format", "lpf")
    document = json.loads(path.read_text(encoding="utf-8"))
    check(document["type"] == "FeatureCollection" and document["@context"].endswith("linkedplaces-context-v1.1.jsonld"), path.name)
    features = document["features"]
    schema = Draft7Validator(json.loads((ROOT / "tests" / "peers" / "lpf.schema.json").read_text(encoding="utf-8")))
    for feature in features:
        wrong = [(list(e.path), e.message[:200]) for e in schema.iter_errors(feature)]
        check(not wrong, f"{path.name}: {feature['@id']} keeps the schema", wrong[:3])
    for spoil in ({"names": []}, {"when": {"timespans": [{"end": {"in": "1992"}}]}}, {"names": [{"toponym": "a\nb"}]}, {"more": 1}):
        check(not schema.is_valid(features[0] | spoil), f"the schema misses nothing: {spoil}")
    ids = [feature["@id"] for feature in features]
    check(len(ids) == len(set(ids)) and ids == sorted(ids) and len(ids) > 5, f"{path.name}: places, once, in order")
    allowed = {"@id", "type", "properties", "names", "types", "geometry", "relations", "links", "descriptions"}
    dated = located = 0
    for feature in features:
        what = f"{path.name}: {feature['@id']}"
        check(set(feature) <= allowed and feature["type"] == "Feature", f"{what}: members", set(feature))
        check(isinstance(feature["properties"]["title"], str) and feature["properties"]["title"], f"{what}: title")
        names = feature["names"]
        check(names and all(isinstance(n["toponym"], str) and n["toponym"] and cites(n) for n in names), f"{what}: names")
        check(all(isinstance(n.get("lang", ""), str) for n in names), f"{what}: languages")
        types = feature.get("types", [])
        check(all(t["identifier"].startswith(TERM) and t["label"] for t in types), f"{what}: types")
        geometry = feature["geometry"]
        shapes = geometry["geometries"]
        fine = all(g["type"] == "Point" and is_position(g["coordinates"]) and cites(g) for g in shapes)
        check(geometry["type"] == "GeometryCollection" and fine, f"{what}: geometry")
        located += len(shapes)
        kinds = {"closeMatch", "exactMatch", "primaryTopicOf", "subjectOf", "seeAlso"}
        links = feature.get("links", [])
        check(all(link["type"] in kinds and link["identifier"] for link in links), f"{what}: links")
        for description in feature.get("descriptions", []):
            check(description["value"] and description["lang"] == "en", f"{what}: description")
            if "when" in description:
                dated += 1
                check(is_when(description["when"]), f"{what}: when", description["when"])
    check(dated > 2, f"{path.name}: changes of control have their times", str(dated))
    check(located == points, f"{path.name}: points", f"{located}, not {points}")
    return ids


def geojson(binary, folder, work, points, ids):
    path = export(binary, folder, work / f"{folder.name}.geojson")
    document = json.loads(path.read_text(encoding="utf-8"))
    check(document["type"] == "FeatureCollection" and "crs" not in document, path.name)
    check([f["id"] for f in document["features"]] == ids, f"{path.name}: the places of LPF")
    located = 0
    for feature in document["features"]:
        geometry, what = feature["geometry"], f"{path.name}: {feature['id']}"
        check({"type", "id", "geometry", "properties"} == set(feature) and feature["type"] == "Feature", f"{what}: members")
        if geometry is not None:
            located += 1
            positions = [geometry["coordinates"]] if geometry["type"] == "Point" else geometry["coordinates"]
            check(geometry["type"] in ("Point", "MultiPoint") and all(map(is_position, positions)), f"{what}: geometry")
        for claim in feature["properties"]["claims"]:
            check(claim["says"] in ("point", "area", "change of control") and claim["verbatim"] and claim["source"], what)
    check(located == points, f"{path.name}: places with a point", f"{located}, not {points}")


def main():
    binary, work, js = (Path(arg).resolve() for arg in sys.argv[1:4])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shipped = work / "shipped"
    shutil.copytree(ROOT / "data", shipped, ignore=shutil.ignore_patterns(".chorograph"))
    disagreeing = work / "disagreeing"
    shutil.copytree(ROOT / "data", disagreeing, ignore=shutil.ignore_patterns(".chorograph", "sources"))
    (disagreeing / "gazetteer" / "more.csv").write_text(
        "id,kind,names,wikidata,evidence,point,point-source\n"
        'ford,town,"Брод@ru|The ""Ford""@en",,made up,"39°30′S, 0°15′30″W","An atlas, sheet \\ 4"\n',
        encoding="utf-8",
    )
    (disagreeing / "sources").mkdir()
    for name, text in {
        "one.txt": "Figures\nShusha: may 08, 1992, territory 289 km2; Lachin: c. 1992, about 1,840 km²",
        "one.meta.toml": 'publisher = "One"\npublished = "1993"\nlanguage = "en"\ndate-means = "control"\n',
        "two.html": "<h2>\u201eFigures\u201c \\ \"</h2><p>Shusha: 9 May 1992, area 28,000 ha (within 1989 boundaries);"
        " Şuşa rayonu: 1992, 100 sq mi; Верхний\u00a0Брод: 1988–1992, total area 1 840,5 km2</p>",
        "two.meta.toml": 'title = "A \\"title\\" \\\\ of\\ttwo"\npublisher = "Two & <Co>"\nlanguage = "en-GB"\nretrieved = "2020-02-29"\ndate-means = "control"\n',
    }.items():
        (disagreeing / "sources" / name).write_text(text, encoding="utf-8")

    # In which a source is left out and one cannot be read.
    awkward = work / "awkward"
    ugly.write(awkward)
    for folder in (shipped, disagreeing, awkward):
        built = run(binary, "build", folder)
        check(built.returncode == (folder is awkward), f"{folder.name}: build", built.stderr)
        graphs(binary, folder, work, js)
        quads = oxigraph(work / f"{folder.name}.nq")
        kinds = [q[2][1] for q in quads if q[1] == ("iri", RDF + "type")]
        points = kinds.count(CHORO + "CoordinateClaim")
        claims = sum(kinds.count(CHORO + kind) for kind in SHORTCUTS)
        ids = linked_places(binary, folder, work, points)
        geojson(binary, folder, work, points, ids)
        if folder is shipped:
            nanopubs(binary, folder, work, claims, js)
    return end("formats: ")


sys.exit(main())
