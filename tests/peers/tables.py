"""Tables with their descriptions, as a reader of CSV on the Web finds them.

    tables.py CHOROGRAPH WORKDIR

`export --tables` and `publish` write a description beside each CSV file. The library `csvw` must find it by the name of the file,
and every cell must be what it says; a cell that is not, and two rows with one key, must be what the library refuses.
"""

import csv
import json
import shutil
import sys
import warnings
from pathlib import Path

from csvw import CSVW

import ugly
from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
SUFFIX = "-metadata.json"
# A query with a value of each kind, with and without a key.
KINDS = """#+ summary: Kinds of values, "quoted"
SELECT ?claim ?n ?km2 ?day ?year ?flag ?name ?shape ?none ?größe {
  VALUES (?claim ?n ?km2 ?day ?year ?flag ?name ?shape ?größe) {
    (<https://x.example/a,b> 1 1.50 "1992-05-08"^^xsd:date "1992"^^xsd:gYear true "Şuşa"@az "POINT(1 2)"^^geo:wktLiteral 1)
    (<https://x.example/%22> -2 2 UNDEF "2001"^^xsd:gYear false "one\\r\\n\\"two\\""@az "POINT(1 3)"^^geo:wktLiteral "a")
  } }
"""


def is_valid(path):
    """Whether a table is what its description says, and the table."""
    with warnings.catch_warnings(record=True):
        # The library takes the warnings that it gives itself for what is wrong.
        warnings.simplefilter("always")
        found = CSVW(str(path), validate=True)
        try:
            return found.is_valid, found
        except ValueError:
            return False, found


def described(folder):
    """Holds each table of a folder against its description."""
    tables = sorted(folder.glob("*.csv"))
    check(len(tables) >= 10, f"{folder}: tables")
    for path in tables:
        beside = path.with_name(path.name + SUFFIX)
        check(beside.exists(), f"{path}: has a description")
        metadata = json.loads(beside.read_text(encoding="utf-8"))
        valid, found = is_valid(path)
        check(valid, f"{path}: valid", [str(w.message) for w in found.warnings])
        check(found.t.common_props.get("dc:title") == metadata["dc:title"], f"{path}: the description was found")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        read = list(found.tables[0].iterdicts(strict=False))
        check(len(rows) == len(read), f"{path}: rows", f"{len(rows)}, not {len(read)}")


def wrong(path):
    """What a description says of a table is held against its cells."""
    metadata = json.loads(path.with_name(path.name + SUFFIX).read_text(encoding="utf-8"))
    schema = metadata["tableSchema"]
    datatypes = {column["titles"]: column["datatype"] for column in schema["columns"] if "datatype" in column}
    check(schema.get("primaryKey") == "claim", f"{path}: key")
    expected = {"claim": "anyURI", "n": "integer", "km2": "decimal", "day": "date", "year": "gYear", "flag": "boolean", "name": "string"}
    check({name: datatypes.get(name) for name in expected} == expected, f"{path}: datatypes", datatypes)
    check("none" not in datatypes and datatypes["größe"] == "string", f"{path}: without a datatype", datatypes)
    check([c.get("lang") for c in schema["columns"] if c["titles"] == "name"] == ["az"], f"{path}: language")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for column, value, what in [
        (1, "one", "a word for an integer"),
        (3, "May 1992", "words for a date"),
        (5, "maybe", "a word for a truth value"),
        (1, "", "an empty cell that is required"),
        (0, rows[2][0], "two rows with one key"),
    ]:
        changed = [list(row) for row in rows]
        changed[1][column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(changed)
        check(not is_valid(path)[0], f"{path}: {what} is refused")


def main():
    binary, work = (Path(arg).resolve() for arg in sys.argv[1:3])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shipped, awkward = work / "shipped", work / "awkward"
    shutil.copytree(ROOT / "data", shipped, ignore=shutil.ignore_patterns(".chorograph"))
    (shipped / "queries").mkdir(exist_ok=True)
    (shipped / "queries" / "kinds.rq").write_text(KINDS, encoding="utf-8")
    ugly.write(awkward)
    for folder in (shipped, awkward):
        run(binary, "build", folder)
        tables, site = work / f"{folder.name}-tables", work / f"{folder.name}-site"
        done = run(binary, "-d", folder, "export", "--tables", "-o", tables)
        check(done.returncode == 0, f"{folder.name}: export --tables", done.stderr)
        done = run(binary, "-d", folder, "publish", "-o", site)
        check(done.returncode == 0, f"{folder.name}: publish", done.stderr)
        described(tables)
        described(site / "tables")
    wrong(work / "shipped-tables" / "kinds.csv")
    return end("tables: ")


sys.exit(main())
