"""`chorograph reconcile serve`, as other programs use it.

    reconcile.py CHOROGRAPH WORKDIR

Makes a dataset and an index of Wikidata of the same made-up districts, and serves both. What the service says is held
against the shapes of the Reconciliation Service API 0.2 and 1.0-draft (and, where the specification lies beside the
checkout, against its JSON schemas); the client `reconciler` and OpenRefine, headless, reconcile and extend a table of
district names, spelt as other languages would; csv-reconcile gets the same table of names, and both are timed.
"""

import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path

import requests

import checking
from checking import check, end

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT.parent / "shared" / "eval" / "recon-specs"
DISTRICTS = 400
DATE = "1992-05-08"


def run(*args):
    """What a command says, which must end well."""
    done = checking.run(*args)
    check(done.returncode == 0, " ".join(str(a) for a in args[1:]), done.stdout + done.stderr)
    return done.stdout


# Made-up names, and how others spell them.

HEADS = "sha ka lo mi ru ta ze ju gha ne ba vo cha di fu".split()
MIDDLES = "lchi rva ndo gha stu mli zho kre bji tsa rgu vla nze".split()
TAILS = "bad kend dag var shin li chay mar abad zor".split()
CYRILLIC = [
    ("shch", "щ"), ("zh", "ж"), ("ch", "ч"), ("sh", "ш"), ("gh", "г"), ("ts", "ц"), ("j", "дж"), ("a", "а"), ("b", "б"),
    ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("z", "з"), ("y", "ы"),
]  # fmt: skip


def names(count):
    """Different names, in a fixed order."""
    made = []
    for n in range(count):
        head, middle, tail = HEADS[n % 15], MIDDLES[n * 7 % 13], TAILS[(n // 15 + n) % 10]
        name = (head + middle + (tail if n < 150 * 13 else tail * 2)).capitalize()
        if name not in made:
            made.append(name)
    return made


def spelt(name):
    """How others spell a name: the languages of neighbours, and a record of a register."""
    cyrillic = name.lower()
    for latin, letter in CYRILLIC:
        cyrillic = cyrillic.replace(latin, letter)
    respelt = name.lower()
    for one, other in [("sh", "ş"), ("ch", "ç"), ("zh", "j"), ("gh", "ğ"), ("ka", "qa")]:
        respelt = respelt.replace(one, other)
    french = name.lower().replace("ch", "tch").replace("sh", "ch").replace("u", "ou").replace("j", "dj")
    return [f"{respelt.capitalize()} rayonu", f"{cyrillic.capitalize()} район", f"District de {french.capitalize()}"]


def area(n):
    return 200 + 37 * n


def entity(number, label, claims):
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {},
        "claims": claims,
        "sitelinks": {},
    }


def claim(prop, value):
    return {prop: [{"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": "normal"}]}


def make(binary, work, districts):
    """The dataset, and the index: district n is place/… here and Q(1000 + n) there."""
    folder = work / "data"
    (folder / "sources").mkdir(parents=True)
    (folder / "gazetteer").mkdir()
    (folder / "dataset.toml").write_text(
        'title = "Districts"\ndescription = "Made up."\nbase = "https://example.org/d/"\n'
        'licence = "https://creativecommons.org/publicdomain/zero/1.0/"\ncreator = "Tests"\npublisher = "Tests"\n'
        'languages = ["en"]\n'
    )
    rows = ["id,kind,names,wikidata,evidence"]
    rows += [f"{name.lower()},district,{name}@en,Q{1000 + n},made up" for n, name in enumerate(districts)]
    (folder / "gazetteer" / "districts.csv").write_text("\n".join(rows) + "\n")
    records = [f"{name}: may 08, 1992, territory {area(n)} km2" for n, name in enumerate(districts)]
    (folder / "sources" / "box.txt").write_text("Figures\n" + "; ".join(records))
    (folder / "sources" / "box.meta.toml").write_text('publisher = "One"\nlanguage = "en"\ndate-means = "control"\n')
    run(binary, "build", folder)
    dump = [entity(901, "district", claim("P279", {"id": "Q902"})), entity(902, "unit", {})]
    for n, name in enumerate(districts):
        km2 = {"amount": f"+{area(n)}", "unit": "http://www.wikidata.org/entity/Q712226"}
        dump.append(entity(1000 + n, name, claim("P31", {"id": "Q901"}) | claim("P2046", km2)))
    lines = ",\n".join(json.dumps(e, ensure_ascii=False) for e in dump)
    (work / "dump.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    run(binary, "wikidata", "index", work / "dump.json", "-o", work / "index.wd")
    return folder, work / "index.wd"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def started(*args, **options):
    """A process that is stopped at the end, with its children."""
    process = subprocess.Popen([str(a) for a in args], text=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 15)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def answers(url, seconds, process):
    """Whether something answers there in time."""
    for _ in range(seconds * 4):
        try:
            requests.get(url, timeout=5)
            return True
        except requests.RequestException:
            if process.poll() is not None:
                return False
            time.sleep(0.25)
    return False


# The shapes of the API, in our words.


def is_text(value):
    return isinstance(value, str) and value != ""


def is_reference(value):
    return isinstance(value, dict) and is_text(value.get("id")) and is_text(value.get("name"))


def is_candidate(c):
    return (
        is_reference(c)
        and isinstance(c.get("score"), (int, float))
        and 0 <= c["score"] <= 100
        and isinstance(c.get("match"), bool)
        and isinstance(c.get("type"), list)
        and all(is_reference(t) for t in c["type"])
        and all(is_text(f.get("id")) and isinstance(f.get("value"), (int, float)) for f in c.get("features", []))
    )


def is_cell(cell):
    return set(cell) in ({"str"}, {"float"}, {"int"}, {"date"}, {"id", "name"}, set())


class Service:
    """One of ours, with what its clients would send."""

    def __init__(self, what, url, kind, wanted, prop):
        self.what, self.url, self.kind, self.wanted, self.prop = what, url.rstrip("/"), kind, wanted, prop
        self.documents = []

    def json(self, method, path, **options):
        answer = requests.request(method, self.url + path, timeout=60, **options)
        check(answer.status_code == 200, f"{self.what}: {method} {path}", answer.text[:300])
        check(answer.headers.get("access-control-allow-origin") == "*", f"{self.what}: {path}: other origins")
        return answer.json()

    def holds(self, version, schema, document, shape):
        self.documents.append((version, schema, document))
        check(shape, f"{self.what}: {version}: {schema} has its shape", json.dumps(document, ensure_ascii=False)[:600])

    def shapes(self, table):
        """Everything that the service says, in both versions."""
        old, new = self.json("GET", "/"), self.json("GET", "/v1/")
        ok = "0.2" in old["versions"] and all(is_text(old[k]) for k in ["name", "identifierSpace", "schemaSpace"])
        ok = ok and "{{id}}" in old["view"]["url"] and all(is_reference(t) for t in old["defaultTypes"])
        ok = ok and all(is_text(old["suggest"][k]["service_path"]) for k in ["entity", "type", "property"])
        self.holds("0.2", "manifest", old, ok and old["batchSize"] > 0)
        ok = "1.0-draft" in new["versions"] and is_text(new["name"]) and "{id}" in new["view"]["url"]
        self.holds("1.0-draft", "manifest", new, ok and "{{" not in new["view"]["url"])
        query = {"type": self.kind, "limit": 3, "properties": [{"pid": self.prop, "v": "3054"}], "type_strict": "should"}
        batch = {f"q{n}": query | {"query": name} for n, (name, _) in enumerate(table)}
        got = self.json("POST", "/", data={"queries": json.dumps(batch)})
        ok = got.keys() == batch.keys() and all(is_candidate(c) for r in got.values() for c in r["result"])
        self.holds("0.2", "reconciliation-result-batch", got, ok and all(len(r["result"]) <= 3 for r in got.values()))
        conditions = [{"matchType": "property", "propertyId": self.prop, "propertyValue": 3054}]
        batch = [{"type": self.kind, "conditions": [{"matchType": "name", "propertyValue": n}, *conditions]} for n, _ in table]
        got = self.json("POST", "/v1/match", json={"queries": batch})
        ok = len(got["results"]) == len(batch) and all(is_candidate(c) for r in got["results"] for c in r["candidates"])
        self.holds("1.0-draft", "reconciliation-result-batch", got, ok)
        ids = [identifier for _, identifier in table] + ["nobody"]
        props = [{"id": p["id"], "settings": {"limit": "2"}} for p in self.json("GET", "/propose?limit=50")["properties"]]
        check(len(props) > 2, f"{self.what}: properties are proposed")
        for version, root in [("0.2", ""), ("1.0-draft", "/v1")]:
            for what, schema in [("entity", "entities"), ("type", "types"), ("property", "properties")]:
                for prefix in ["sh", "dist", "area"]:
                    got = self.json("GET", f"{root}/suggest/{what}", params={"prefix": prefix})
                    self.holds(version, f"suggest-{schema}-response", got, all(is_reference(r) for r in got["result"]))
            path = f"{root}/extend/propose" if root else "/propose"
            got = self.json("GET", path, params={"type": self.kind})
            self.holds(version, "data-extension-property-proposal", got, all(is_reference(p) for p in got["properties"]))
        ask = {"ids": ids, "properties": props}
        got = self.json("POST", "/", data={"extend": json.dumps(ask)})
        cells = [cell for row in got["rows"].values() for cells in row.values() for cell in cells]
        ok = set(got["rows"]) == set(ids) and all(is_cell(c) for c in cells) and len(cells) > len(table)
        self.holds("0.2", "data-extension-response", got, ok and all(is_reference(m) for m in got["meta"]))
        got = self.json("POST", "/v1/extend", json=ask)
        cells = [cell for row in got["rows"] for p in row["properties"] for cell in p["values"]]
        ok = [r["id"] for r in got["rows"]] == ids and all(is_cell(c) for c in cells)
        self.holds("1.0-draft", "data-extension-response", got, ok and len(cells) > len(table))

    def schemas(self):
        """The same documents against the schemas of the specification; how many there were."""
        from jsonschema import Draft7Validator
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT7

        loaded = {}
        for version in ["0.2", "1.0-draft"]:
            registry, schemas = Registry(), {}
            for path in sorted((SPECS / version / "schemas").glob("*.json")):
                schema = json.loads(path.read_text(encoding="utf-8"))
                schema.pop("$schema", None)
                if path.stem == "manifest":
                    # What it says of signing in is elsewhere on the web, and one of its own references leads nowhere.
                    schema["properties"].pop("authentication", None)
                    own = "#/properties/suggest/definitions/service_definition"
                    schema = json.loads(json.dumps(schema).replace(own, schema["$id"] + own))
                schemas[path.stem] = schema
                resource = Resource.from_contents(schema, default_specification=DRAFT7)
                registry = registry.with_resource(schema.get("$id", path.stem), resource)
            loaded[version] = {n: Draft7Validator(s, registry=registry) for n, s in schemas.items()}
        for version, schema, document in self.documents:
            wrong = [f"{list(e.path)}: {e.message[:200]}" for e in loaded[version][schema].iter_errors(document)]
            check(not wrong, f"{self.what}: {version}: {schema} fits the schema", "\n".join(wrong[:3]))
        return len(self.documents)


def first(service, table, size=50):
    """How many of the names have the right identifier first, how many are sure and wrong, and how long it took."""
    right = wrong = 0
    start = time.perf_counter()
    for at in range(0, len(table), size):
        part = table[at : at + size]
        batch = {f"q{n}": {"query": name, "limit": 3} for n, (name, _) in enumerate(part)}
        got = requests.post(service, data={"queries": json.dumps(batch)}, timeout=300).json()
        for n, (_, identifier) in enumerate(part):
            best = (got[f"q{n}"]["result"] or [{}])[0]
            right += best.get("id") == identifier
            wrong += bool(best.get("match")) and best.get("id") != identifier
    return right, wrong, time.perf_counter() - start


def csv_reconcile(work, districts, table):
    """The same names against csv-reconcile, over the same labels."""
    port = free_port()
    with (work / "labels.tsv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(["id", "name"])
        rows.writerows([f"place/{name.lower()}", name] for name in districts)
    serve = (
        "import sys; from csv_reconcile import doinit; "
        f"doinit(None, 'dice', sys.argv[1], 'id', 'name').run(port={port}, debug=False)"
    )
    url = f"http://127.0.0.1:{port}/reconcile"
    log = (work / "csv-reconcile.log").open("w")
    with started(sys.executable, "-c", serve, work / "labels.tsv", stdout=log, stderr=log, cwd=work) as process:
        if not answers(url, 60, process):
            check(False, "csv-reconcile starts", (work / "csv-reconcile.log").read_text()[-600:])
            return None
        return first(url, table)


def reconciler(service, table):
    """The client of PyPI: the right one first, over names of which all are known."""
    import pandas
    from reconciler import reconcile

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stderr, sys.stderr = sys.stderr, io.StringIO()  # its progress bar
        try:
            got = reconcile(
                pandas.Series([name for name, _ in table]),
                type_id=service.kind,
                top_res=1,
                reconciliation_endpoint=service.url,
            )
        finally:
            sys.stderr = stderr
    found = dict(zip(got["input_value"], got["id"], strict=True))
    wrong = [(name, found.get(name)) for name, identifier in table if found.get(name) != identifier]
    check(len(wrong) * 20 <= len(table), f"{service.what}: the client `reconciler` gets the right items", str(wrong[:5]))


class OpenRefine:
    """OpenRefine over HTTP, as its own page drives it."""

    def __init__(self, url):
        self.url, self.session = f"{url}/command/core", requests.Session()

    def token(self):
        return self.session.get(f"{self.url}/get-csrf-token", timeout=60).json()["token"]

    def reconciled(self, service, table):
        """A project whose names are reconciled and extended: its rows, as text, and which are judged."""
        csv_text = "name,area\n" + "".join(f"{name},{km2}\n" for name, _, km2 in table)
        made = self.session.post(
            f"{self.url}/create-project-from-upload",
            params={"csrf_token": self.token()},
            files={"project-file": ("names.csv", csv_text.encode())},
            data={"project-name": service.what, "format": "text/line-based/*sv"},
            timeout=60,
        )
        project = made.url.split("project=")[-1]
        manifest = requests.get(f"{service.url}/", timeout=60).json()
        spaces = {k: manifest[k] for k in ["identifierSpace", "schemaSpace"]}
        engine = {"facets": [], "mode": "row-based"}
        column = {"column": "area", "propertyName": "area", "propertyID": service.prop}
        config = {"mode": "standard-service", "service": service.url, "type": {"id": service.kind, "name": "district"}}
        config |= {"autoMatch": True, "columnDetails": [column], "limit": 3}
        recon = {"op": "core/recon", "engineConfig": engine, "columnName": "name", "config": config | spaces}
        extend = {"op": "core/extend-reconciled-data", "engineConfig": engine, "baseColumnName": "name"}
        extend |= {"endpoint": service.url, "columnInsertIndex": 1} | spaces
        extend["extension"] = {"properties": [{"id": p, "name": p} for p in service.wanted]}
        self.session.post(
            f"{self.url}/apply-operations",
            params={"project": project, "csrf_token": self.token()},
            data={"operations": json.dumps([recon, extend])},
            timeout=60,
        )
        for _ in range(240):
            going = self.session.get(f"{self.url}/get-processes", params={"project": project}, timeout=60).json()
            if not going["processes"]:
                break
            time.sleep(0.25)
        got = self.session.get(
            f"{self.url}/get-rows", params={"project": project, "start": 0, "limit": len(table)}, timeout=60
        ).json()
        recons = got["pool"]["recons"]
        rows = []
        for row in got["rows"]:
            cells = [cell or {} for cell in row["cells"]]
            judged = recons.get(str(cells[0].get("r")), {})
            rows.append(((judged.get("m") or {}).get("id"), [cell.get("v") for cell in cells[1:-1]]))
        return rows


def openrefine(work, services, tables):
    program = shutil.which("openrefine")
    if program is None:
        print("skipped: OpenRefine is not installed (Debian: apt-get install openrefine); the service was not tried with it")
        return
    port = free_port()
    folder = work / "openrefine"
    folder.mkdir()
    log = (work / "openrefine.log").open("w")
    options = ["-i", "127.0.0.1", "-p", port, "-d", folder, "-x", "refine.headless=true", "-m", "512M"]
    environment = os.environ | {"HOME": str(folder)}
    with started(program, *options, stdout=log, stderr=log, env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        if not answers(url, 90, process):
            check(False, "OpenRefine starts", (work / "openrefine.log").read_text()[-600:])
            return
        client = OpenRefine(url)
        version = client.session.get(f"{client.url}/get-version", timeout=60).json()["full_name"]
        for service, table, values in zip(services, tables, [[None, DATE], [None, None]], strict=True):
            rows = client.reconciled(service, table)
            right = sum(found == identifier for (found, _), (_, identifier, _) in zip(rows, table, strict=True))
            wrong = [r for r, t in zip(rows, table, strict=True) if r[0] not in (None, t[1])]
            enough = right * 10 >= len(table) * 9 and not wrong
            check(enough, f"{service.what}: {version} reconciles: {right} of {len(table)}", str(rows[:3]) + str(wrong[:3]))
            for (found, cells), (name, identifier, km2) in zip(rows, table, strict=True):
                if found != identifier:
                    continue
                numbers = [float(c) for c in cells if isinstance(c, (int, float))]
                dates = [str(c)[:10] for c in cells if isinstance(c, str)]
                ok = km2 in numbers and (values[1] is None or values[1] in dates)
                check(ok, f"{service.what}: {version} extends {name}", str(cells))
            print(f"{version}, {service.what}: {right} of {len(table)} names reconciled, {len(wrong)} wrong; extended")


def main():
    binary, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    districts = names(DISTRICTS)
    folder, index = make(binary, work, districts)
    spellings = [(spelling, f"place/{name.lower()}", n) for n, name in enumerate(districts) for spelling in spelt(name)]
    serve = [binary, "-d", folder, "reconcile", "serve", index, "--port", "0"]
    with started(*serve, stdout=subprocess.PIPE) as process:
        addresses = [process.stdout.readline().strip() for _ in range(2)]
        dataset = Service("dataset", addresses[0], "district", ["area", "controlChange", "wikidata"], "area")
        wikidata = Service("wikidata", addresses[1], "Q901", ["P2046", "P31"], "P2046")
        table = [(name, f"place/{name.lower()}", f"Q{1000 + n}") for n, name in enumerate(districts[:25])]
        for service, at in [(dataset, 1), (wikidata, 2)]:
            service.shapes([(row[0], row[at]) for row in table])
        if SPECS.is_dir():
            print(f"{dataset.schemas() + wikidata.schemas()} answers held against the JSON schemas of the specification")
        else:
            print("the specification's JSON schemas do not lie beside the checkout: held against our own shapes alone")

        sample = spellings[::4]
        reconciler(dataset, [(s, i) for s, i, _ in sample[:60]])
        reconciler(wikidata, [(s, f"Q{1000 + n}") for s, _, n in sample[:60]])

        pairs = [(s, i) for s, i, _ in sample]
        ours = first(dataset.url, pairs)
        theirs = csv_reconcile(work, districts, pairs)
        if theirs:
            told = [f"{r} of {len(pairs)} right first, {w} wrong and sure, {t:.2f} s" for r, w, t in [ours, theirs]]
            print(f"respelt names: ours {told[0]}; csv-reconcile {told[1]}")
            check(ours[0] >= theirs[0] and ours[0] * 10 >= len(pairs) * 9, "at least as many right as csv-reconcile", str(told))
            check(ours[1] <= theirs[1] and ours[1] * 100 <= len(pairs), "at most 1 in 100 wrong and sure", str(told))
            check(ours[2] < theirs[2], "faster than csv-reconcile", str(told))

        tables = [[], []]
        for spelling, identifier, n in spellings[:90:3] + spellings[1:90:9]:
            tables[0].append((spelling, identifier, area(n)))
            tables[1].append((spelling, f"Q{1000 + n}", area(n)))
        openrefine(work, [dataset, wikidata], tables)

    return end()


sys.exit(main())
