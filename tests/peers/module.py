"""The Python module, as an installed package.

    python module.py DATASET WORK

DATASET is a copy of `data/`; the python is one into which the wheel is installed. Exit status: 0 all is well, 1 something is not.
"""

import datetime
import gc
import importlib.metadata
import importlib.util
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import chorograph
from checking import check, end

ROOT = Path(__file__).resolve().parents[2]
# Stands in for the program where that would have to be slow, endless or broken: `convert` as each name says.
STAND_IN = """#!{python}
import sys, os, time, signal
how = os.path.basename(sys.argv[-1])
def claims(count):
    for n in range(count):
        sys.stdout.write('{{"id": "%d"}}\\n' % n)
    sys.stdout.flush()
open({pids!r} + "/" + str(os.getpid()), "w").close()
try:
    if how == "endless":
        while True: claims(100)
    if how == "slow":
        claims(1); time.sleep(600)
    if how == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        claims(3)
        while True:
            try: claims(100)
            except BrokenPipeError: time.sleep(600)
    if how == "cut":
        claims(2); sys.stdout.write('{{"id": "x"'); sys.stdout.flush(); sys.exit(0)
    if how == "crash":
        claims(2); sys.stdout.write('{{"id": "x"'); sys.stdout.flush(); os.kill(os.getpid(), signal.SIGKILL)
    if how == "loud":
        for n in range(20000):
            sys.stderr.write("note: loud:%d:1: a note\\n  rule: r\\n  help: h\\n" % (n + 1))
        claims(2); sys.exit(0)
    if how == "bad":
        claims(2); sys.stderr.write('error: bad:3:7 (area (km2)): "a\\\\"b": it is: wrong\\n  rule: a rule\\n  help: do it\\n'); sys.exit(1)
    if how == "gone":
        sys.stderr.write("error: gone: cannot be read: no such file\\n"); sys.exit(1)
    if how == "unable":
        sys.stderr.write("error: no dataset\\nhelp: make one\\n"); sys.exit(2)
    claims(3)
except BrokenPipeError:
    os._exit(0)
"""


@contextmanager
def stand_in(work):
    """The module with the stand-in; gives a function that says which of its processes still run."""
    pids = work / "pids"
    pids.mkdir(parents=True)
    program = work / "stand-in"
    program.write_text(STAND_IN.format(python=sys.executable, pids=str(pids)), encoding="utf-8")
    program.chmod(0o755)
    os.environ["CHOROGRAPH_BIN"] = str(program)

    def running():
        return [pid.name for pid in pids.iterdir() if Path("/proc", pid.name).exists()]

    try:
        yield running
    finally:
        del os.environ["CHOROGRAPH_BIN"]


def raised(kind, call):
    """The exception that a call raises, if it is of a kind."""
    try:
        call()
    except kind as error:
        return error
    except BaseException as error:
        check(False, f"{kind.__name__} expected", repr(error))
    else:
        check(False, f"{kind.__name__} expected", "nothing was raised")
    return kind("none")


def program_and_version():
    program = chorograph.binary()
    version = importlib.metadata.version("chorograph")
    found = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    check(found == f"chorograph {version}\n", "the version is that of the distribution", found)
    module = subprocess.run([sys.executable, "-m", "chorograph", "--version"], capture_output=True, text=True, check=False)
    check(module.stdout == found and module.returncode == 0, "python -m chorograph", module)
    wrong = subprocess.run([sys.executable, "-m", "chorograph", "check", "-d", "/nowhere"], capture_output=True, check=False)
    check(wrong.returncode == 2, "python -m chorograph hands on the exit code", wrong)
    os.environ["CHOROGRAPH_BIN"] = "/nowhere"
    raised(FileNotFoundError, chorograph.binary)
    del os.environ["CHOROGRAPH_BIN"]


def queries(dataset):
    notes = chorograph.build(dataset)
    check(isinstance(notes, tuple), "build gives its notes")
    rows = chorograph.query(dataset, "districts")
    plain = subprocess.run(
        [chorograph.binary(), "-d", dataset, "query", "districts", "--format", "csv"], capture_output=True, text=True, check=True
    ).stdout
    check(len(rows) == 9, "nine districts", len(rows))
    check(",".join(rows.columns) == plain.splitlines()[0], "columns as the program has them", rows.columns)
    check(all(list(row) == list(rows.columns) for row in rows), "each row has all columns")
    check(all(isinstance(row["km2"], (Decimal, int)) for row in rows), "areas are numbers", [row["km2"] for row in rows])
    check(any(row["areaDate"] is None for row in rows), "what is not bound is None")
    since = chorograph.query(dataset, "changes-of-control", from_="1993-05-01", to=datetime.date(1993, 12, 31))
    everything = chorograph.query(dataset, "changes-of-control")
    check(0 < len(since) < len(everything), "parameters", (len(since), len(everything)))
    one = chorograph.query(
        dataset,
        """SELECT * { VALUES (?i ?d ?f ?b ?day ?time ?year ?iri ?text ?plain ?far ?none) {
        (1 1.50 1e1 true "1992-05-08"^^xsd:date "2020-01-02T03:04:05.5Z"^^xsd:dateTime "1992"^^xsd:gYear
         <https://x.example/%22> "Şuşa"@az "a\\nb" "-0044-03-15"^^xsd:date UNDEF) } }""",
    )[0]
    check(one["i"] == 1 and type(one["i"]) is int, "integer", one["i"])
    check(one["d"] == Decimal("1.5") and type(one["d"]) is Decimal, "decimal", one["d"])
    check(one["f"] == 10.0 and type(one["f"]) is float, "double", one["f"])
    check(one["b"] is True, "boolean", one["b"])
    check(one["day"] == datetime.date(1992, 5, 8), "date", one["day"])
    when = datetime.datetime(2020, 1, 2, 3, 4, 5, 500000, tzinfo=datetime.timezone.utc)
    check(one["time"] == when, "dateTime", one["time"])
    check(type(one["year"]) is chorograph.Literal and one["year"].datatype.endswith("#gYear"), "gYear", one["year"])
    check(type(one["iri"]) is chorograph.IRI and one["iri"] == "https://x.example/%22", "IRI", one["iri"])
    check(type(one["text"]) is chorograph.Text and one["text"].language == "az", "text in a language", one["text"])
    check(type(one["plain"]) is str and one["plain"] == "a\nb", "string", one["plain"])
    check(type(one["far"]) is chorograph.Literal and one["far"] == "-0044-03-15", "a day before the year 1", one["far"])
    check(one["none"] is None, "not bound", one["none"])
    check(chorograph.ask(dataset, "ASK { ?s a choro:Claim }") is True, "ask")
    long = "ASK { " + "# a comment\n" * 20_000 + " }"
    check(chorograph.ask(dataset, long) is True, "a query of 240 kB")
    raised(ValueError, lambda: chorograph.query(dataset, "ASK {}"))
    raised(ValueError, lambda: chorograph.ask(dataset, "districts"))
    unknown = raised(chorograph.InputError, lambda: chorograph.query(dataset, "no-such-query"))
    check("no query named" in str(unknown) and unknown.status == 1, "an unknown query", unknown)
    syntax = raised(chorograph.InputError, lambda: chorograph.query(dataset, "SELECT ?x { ?x"))
    check("line 1, column 15" in str(syntax), "an error of syntax says where", syntax)
    raised(chorograph.InputError, lambda: chorograph.query(dataset, "changes-of-control", from_="May"))
    raised(chorograph.InputError, lambda: chorograph.query(dataset, "districts", nothing=1))
    nowhere = raised(chorograph.CannotRunError, lambda: chorograph.query(dataset / "none", "districts"))
    check("is not a dataset folder" in str(nowhere) and nowhere.status == 2, "no dataset", nowhere)
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    late = raised(chorograph.OutOfTimeError, lambda: chorograph.query(dataset, product, timeout=1))
    check(isinstance(late, TimeoutError) and late.status == 124, "a time limit", late)


def located_problems(work):
    folder = work / "wrong"
    subprocess.run([chorograph.binary(), "init", folder], capture_output=True, check=True)
    text = "Districts of the Vale\nUpper Vale: 31 april 1991, territory 480.5 km2.\n"
    (folder / "sources" / "gazette.txt").write_text(text, encoding="utf-8")
    error = raised(chorograph.InputError, lambda: chorograph.build(folder))
    problem = error.problems[0]
    check((problem.line, problem.column, problem.value) == (2, 13, "31 april 1991"), "place of a problem", problem)
    check(problem.file.endswith("gazette.txt") and problem.what == "April 1991 has 30 days", "file and error", problem)
    check(problem.rule.startswith("a date is") and problem.help == "correct the date", "rule and help", problem)
    check(str(problem) in error.stderr, "a problem reads as the program writes it", problem)
    return folder


def claims(dataset, wrong):
    if not has_claims():
        print("skipped: this program has no `convert --format jsonl`")
        return
    sources = sorted(path for path in (dataset / "sources").iterdir() if not path.name.endswith(".meta.toml"))
    found = list(chorograph.read(sources, dataset=dataset))
    direct = b"".join(
        subprocess.run(
            [chorograph.binary(), "-d", dataset, "convert", path, "--format", "jsonl", "-o", "-"], capture_output=True, check=True
        ).stdout
        for path in sources
    )
    check(found == [json.loads(line) for line in direct.splitlines()], "claims as the program writes them", len(found))
    areas = [claim for claim in found if claim["type"] == "area"]
    check(len(areas) == 9 and all(claim["words"] for claim in areas), "nine areas with their words", len(areas))
    in_store = {row["c"] for row in chorograph.query(dataset, "SELECT ?c { ?c a choro:AreaClaim }")}
    check({claim["id"] for claim in areas} == in_store, "the claims of the store", len(in_store))
    check(list(chorograph.read(sources, dataset=dataset, jobs=2)) == found, "the same in two threads")
    exact = [claim for claim in chorograph.read(sources, dataset=dataset, decimals=True) if claim["type"] == "area"]
    check({type(claim["values"]["area"][0]["km2"]) for claim in exact} <= {int, Decimal}, "decimals with all digits", exact[0])
    gazette = wrong / "sources" / "gazette.txt"
    error = raised(chorograph.InputError, lambda: list(chorograph.read(gazette, dataset=wrong)))
    check([(p.line, p.column) for p in error.problems] == [(2, 13)], "place of a problem of a file", error.problems)
    problems = []
    check(list(chorograph.read([gazette], dataset=wrong, on_problem=problems.append)) == [], "nothing of a bad document")
    check([p.value for p in problems] == ["31 april 1991"], "problems for the caller", problems)


def documentation(work):
    """The examples of docs/install.md, in a folder as a user has it."""
    text = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    blocks = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    check(len(blocks) == 2, "two examples", len(blocks))
    subprocess.run([chorograph.binary(), "init", "my-data"], cwd=work, capture_output=True, check=True)
    gazette = work / "my-data" / "sources" / "gazette.txt"
    good = "Districts of the Vale\nUpper Vale: 3 april 1991, territory 480.5 km2.\n"
    for block, document, expected in [
        (blocks[0], good, ["area Upper Vale territory 480.5 km2", "Upper Vale 1991-04-03 480.5"]),
        (blocks[1], good.replace("3 april", "31 april"), ["2 13 31 april 1991 April 1991 has 30 days"]),
    ]:
        gazette.write_text(document, encoding="utf-8")
        if blocks[0] == block and not has_claims():
            continue
        script = f"import chorograph\n{block}"
        done = subprocess.run([sys.executable, "-c", script], cwd=work, capture_output=True, text=True, check=False)
        missing = [line for line in expected if line not in done.stdout]
        check(done.returncode == 0 and not missing, "an example of docs/install.md", done.stdout + done.stderr)


def has_claims():
    """Whether the program writes claims as JSON lines; what it writes is described then."""
    return (ROOT / "docs" / "convert.md").exists()


def ends(work):
    """No process outlives its iterator, and what ends badly is an exception."""
    with stand_in(work / "ends") as running:
        check([c["id"] for c in chorograph.read(["a", "b"])] == list("012012"), "several files, one after the other")
        check(not running(), "no process after the end", running())

        claims = chorograph.read("endless")
        check(next(claims)["id"] == "0" and len(running()) == 1, "claims come while the program runs", running())
        claims.close()
        check(not running() and next(claims, None) is None, "close() ends the program", running())

        with chorograph.read("slow") as claims:
            next(claims)
        check(not running(), "the end of a with block ends it", running())

        claims = chorograph.read("endless")
        next(claims)
        del claims
        gc.collect()
        check(not running(), "an iterator that is dropped ends it", running())

        raised(ZeroDivisionError, lambda: [1 // 0 for _ in chorograph.read("endless")])
        gc.collect()
        check(not running(), "an exception in the loop ends it", running())

        threading.Timer(0.5, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT]).start()
        raised(KeyboardInterrupt, lambda: chorograph.query(".", "slow"))
        check(not running(), "KeyboardInterrupt ends a query", running())

        claims = chorograph.read("slow")
        next(claims)
        threading.Timer(0.5, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT]).start()
        before = time.monotonic()
        raised(KeyboardInterrupt, lambda: next(claims))
        check(time.monotonic() - before < 10 and not running(), "KeyboardInterrupt while waiting ends it", running())

        with chorograph.read("deaf") as claims:
            next(claims)
        check(not running(), "a program that does not end by itself is killed", running())

        script = "import chorograph; claims = chorograph.read('slow'); next(claims)"
        subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
        check(not running(), "the end of the interpreter ends it", running())

        left = []
        error = raised(chorograph.CannotRunError, lambda: left.extend(chorograph.read("cut")))
        check([c["id"] for c in left] == ["0", "1"] and "cut off" in str(error), "output that is cut off", error)
        error = raised(chorograph.CannotRunError, lambda: list(chorograph.read("crash")))
        check(error.status == -signal.SIGKILL and "signal 9" in str(error), "a program that was killed", error)
        left = []
        error = raised(chorograph.CannotRunError, lambda: left.extend(chorograph.read(["unable", "a"])))
        check(error.status == 2 and str(error) == "no dataset\nhelp: make one" and not left, "it could not run", error)
        error = raised(chorograph.InputError, lambda: left.extend(chorograph.read(["gone", "a"])))
        check(len(left) == 3 and str(error) == "error: gone: cannot be read: no such file", "a file that is missing", error)
        check([(p.file, p.line) for p in error.problems] == [("gone", None)], "a file that is missing, as a problem")
        copy = pickle.loads(pickle.dumps(error))
        check((str(copy), copy.problems, copy.status) == (str(error), error.problems, 1), "an exception is pickled", copy)
        check(repr(type(error)) == "<class 'chorograph.InputError'>", "the name of an exception", type(error))

        left = []
        error = raised(chorograph.InputError, lambda: left.extend(chorograph.read(["bad", "a"])))
        problem = error.problems[0]
        check([c["id"] for c in left] == list("01012"), "errors are raised after all claims", left)
        check((problem.file, problem.line, problem.column, problem.header) == ("bad", 3, 7, "area (km2)"), "place", problem)
        check((problem.value, problem.what, problem.help) == ('a"b', "it is: wrong", "do it"), "value, error, help", problem)

        problems = []
        check(len(list(chorograph.read("loud", on_problem=problems.append))) == 2, "a flood of notes stops nothing")
        check(len(problems) == 20_000 and problems[-1].line == 20_000 and problems[0].level == "note", "all notes")
        messages = []
        handler = logging.Handler()
        handler.emit = messages.append
        logging.getLogger("chorograph").addHandler(handler)
        logging.getLogger("chorograph").propagate = False
        list(chorograph.read("loud"))
        check(len(messages) == 20_000, "notes go to the logger", len(messages))
        check(not running(), "no process is left", running())


def frames(dataset, work):
    rows = chorograph.query(dataset, "districts")
    mixed = chorograph.query(dataset, 'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (1 1.5 "x") (UNDEF 2 3) (3 UNDEF UNDEF) } }')
    for name in ("polars", "pandas"):
        if importlib.util.find_spec(name) is None:
            print(f"skipped: {name} is not installed")
            raised(ModuleNotFoundError, getattr(rows, f"to_{name}"))
            continue
        frame = getattr(rows, f"to_{name}")()
        check(frame.shape == (9, len(rows.columns)) and list(frame.columns) == list(rows.columns), f"{name}: shape", frame.shape)
        check(abs(float(frame["km2"].sum()) - float(sum(row["km2"] for row in rows))) < 1e-6, f"{name}: areas")
        kinds = [str(kind) for kind in (mixed.to_polars().dtypes if name == "polars" else mixed.to_pandas().dtypes)]
        check(kinds[:2] == ["Int64", "Float64"], f"{name}: a gap keeps a column of integers", kinds)
        with stand_in(work / f"frame-{name}"):
            empty = getattr(chorograph.read([]), f"to_{name}")()
        check(empty.shape == (0, 13), f"{name}: no claims", empty.shape)


def main(dataset, work):
    program_and_version()
    queries(dataset)
    wrong = located_problems(work)
    claims(dataset, wrong)
    documentation(work)
    ends(work)
    frames(dataset, work)
    return end("module: ")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
