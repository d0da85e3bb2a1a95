"""Convert and combine beyond one process: the commands of docs/at-scale.md as they stand there, with xargs and on Spark
(local[2,4]), over articles and tables of several kinds with mistakes among them. A child is killed, and so is a worker of
Spark; what comes out is the dataset that one build gives.

    scale.py PROGRAM WORK [ARTICLES]
"""

import gzip
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
WORK = Path(sys.argv[2]).resolve()
ARTICLES = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
PAGE = Path(__file__).resolve().parents[2] / "docs" / "at-scale.md"

CONFIG = """title = "Vale"
description = "Made-up news and figures."
base = "https://example.org/vale/"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
creator = "Tests"
publisher = "Tests"
languages = ["en"]
"""
NAMES = "id,kind,names,wikidata,evidence\nupper-vale,district,Upper Vale@en,,\nada-moor,person,Ada Moor@en|Moor@en,,\n"
PEOPLE = ["Ada Moor", "Lena Holt", "Ivo Tarn", "Mara Olt", "Piet Sand", "Nora Beck", "Emil Roth"]
PLACES = ["Upper Vale", "Far Fen", "Lower Marsh", "Orlo", "Sorl", "Norlund"]


def article(number):
    who, other = PEOPLE[number % 7], PEOPLE[(number * 3 + 1) % 7]
    place, day = PLACES[number % 6], 1 + number % 28
    return (
        f"Minister {who} met {other} in {place} on {day} May 2019, the {number}th such meeting on bridge {number * 7919 % 1000}.\n\n"
        f"\"We agreed on {number * 31 % 97} points,\" said {who}. The talks went on for two days and will be continued in June, "
        f"{other} told reporters. The road to {PLACES[(number + 2) % 6]} stays shut until year-end."
    )


def dataset(folder):
    """Articles in JSON lines, compressed lines, a feed, texts and pages; tables; a mistake of each kind."""
    sources = folder / "sources"
    (sources / "news").mkdir(parents=True)
    (sources / "figures").mkdir()
    (folder / "gazetteer").mkdir()
    (folder / "dataset.toml").write_text(CONFIG)
    (folder / "gazetteer" / "names.csv").write_text(NAMES)
    each = ARTICLES // 10
    numbers = iter(range(ARTICLES))
    for file in range(8):
        lines = []
        for number in (next(numbers) for _ in range(each)):
            lines.append(json.dumps({"id": f"a{number}", "title": f"Bridge {number}", "date": "2019-06-01", "text": article(number)}))
        lines.insert(each // 2, '{"id": "bad", "text": ')
        text = "".join(line + "\n" for line in lines).encode()
        if file % 2:
            (sources / "news" / f"wire{file}.jsonl.gz").write_bytes(gzip.compress(text))
        else:
            (sources / "news" / f"wire{file}.jsonl").write_bytes(text)
        (sources / "news" / f"wire{file}.meta.toml").write_text(f'publisher = "Wire {file}"\nlanguage = "en"\n')
    items = "".join(
        f"<item><title>Bridge {n}</title><guid>g{n}</guid><pubDate>Sat, 01 Jun 2019 10:00:00 GMT</pubDate>"
        f"<description>{article(n).replace(chr(10) * 2, '&lt;p&gt;')}</description></item>\n"
        for n in (next(numbers) for _ in range(each))
    )
    (sources / "news" / "feed.rss").write_text(f'<rss version="2.0"><channel><title>Vale</title>{items}</channel></rss>\n')
    for number in (next(numbers) for _ in range(min(each, 40))):
        paragraphs = "".join(f"<p>{text}</p>" for text in article(number).split("\n\n"))
        page = f"<html><head><title>Bridge {number}</title></head><body><article><h1>Bridge {number}</h1>{paragraphs}</article></body></html>"
        name, text = (f"page{number}.html", page) if number % 2 else (f"text{number}.txt", f"Bridge {number}\n\n{article(number)}\n")
        (sources / "news" / name).write_text(text)
        restricted = "redistribute = false\n" if number % 20 == 0 else ""
        (sources / "news" / name).with_suffix(".meta.toml").write_text(
            f'publisher = "Post"\nlanguage = "en"\nkind = "article"\npublished = "2019-06-02"\n{restricted}'
        )
    (sources / "bad.txt").write_text("Figures\nUpper Vale: 31 February 1992, territory 289 km2\n")
    (sources / "box.txt").write_text("Figures\nUpper Vale: 8 May 1992, territory 289 km2; Far Fen: 1994, territory 12 km2\n")
    for file in range(4):
        end, mark = ("tsv", "\t") if file % 2 else ("csv", ",")
        rows = [mark.join(["District", "Area (km2)", "Population"])]
        for row in range(2500):
            area = "about 9" if row == 77 else f"{row % 50 + file * row % 3}.50"
            rows.append(mark.join([f"{PLACES[row % 6]} {row}", area, str(row * 13 % 9000)]))
        (sources / "figures" / f"table{file}.{end}").write_text("\n".join(rows) + "\n")
        (sources / "figures" / f"table{file}.meta.toml").write_text(
            f'publisher = "Office {file}"\nlanguage = "en"\n[[table]]\n[table.column]\nDistrict = "name"\n"Area (km2)" = "area"\n'
            'Population = { role = "figure", measure = "population" }\n'
        )


def run(*args, **more):
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, **more)
    return done.returncode, done.stdout, done.stderr


def lines_of_build(folder, *args):
    code, out, told = run(PROGRAM, "-d", folder, "export", "--format", "nq", *args)
    assert code == 0, told
    return out.encode()


def lines_of_parts(folder, parts, *args):
    code, _, told = run(PROGRAM, "-d", folder, "combine", parts, "-o", WORK / "combined", *args)
    assert code == 0, told
    lines = set()
    for file in json.loads((WORK / "combined" / "combined.json").read_text())["files"]:
        data = (WORK / "combined" / file["path"]).read_bytes()
        lines.update((gzip.decompress(data) if file["path"].endswith(".gz") else data).splitlines(keepends=True))
    return b"".join(sorted(lines))


def same(folder, parts, built, what):
    for args in ((), ("--include-restricted",)):
        assert lines_of_parts(folder, parts, *args) == built[args], f"{what} {args}: not the same as the build"
    print(f"{what}: the same {built[()].count(10)} lines as the build, {built[args].count(10)} with what is restricted")


def fence(language):
    return re.search(rf"```{language}\n(.*?)```", PAGE.read_text().split("with xargs" if language == "sh" else "On Spark", 1)[1], re.S)[1]


def killing(folder):
    """A `chorograph` that is killed, or kills the worker that called it, once for each of two files."""
    folder.mkdir()
    wrapper = folder / "chorograph"
    wrapper.write_text(
        f"""#!/bin/sh
case "$*" in
*wire1*) test -e {folder}/child || {{ touch {folder}/child; {PROGRAM} "$@" & sleep 0.1; kill -9 $!; kill -9 $$; }} ;;
*table2*) test -e {folder}/worker || {{ touch {folder}/worker; kill -9 $PPID; exit 2; }} ;;
esac
exec {PROGRAM} "$@"
"""
    )
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    return folder


def xargs(folder, built):
    work = WORK / "xargs"
    work.mkdir()
    (work / "my-data").symlink_to(folder)
    (work / "bin").mkdir()
    (work / "bin" / "chorograph").symlink_to(PROGRAM)
    env = os.environ | {"PATH": f"{work / 'bin'}:{os.environ['PATH']}"}
    code, _, told = run("sh", "-ec", fence("sh").replace("$(nproc)", "2"), cwd=work, env=env)
    assert code == 0, told
    assert "bad.txt:2:13" in told and "there is no part of this source" in told, told
    same(folder, work / "parts", built, "xargs -P 2")


def spark(folder, built):
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        print("Spark: skipped, there is no Java here")
        return
    work = WORK / "spark"
    work.mkdir()
    (work / "job.py").write_text(fence("python"))
    bin = killing(work / "bin")
    env = os.environ | {
        "PATH": f"{bin}:{os.environ['PATH']}",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    submit = Path(sys.executable).parent / "spark-submit"
    code, out, told = run(
        submit, "--master", "local[2,4]", "--conf", "spark.ui.enabled=false", work / "job.py", folder, work / "parts", cwd=work, env=env
    )
    assert code == 0, told[-6000:]
    assert (bin / "child").exists() and (bin / "worker").exists(), "nothing was killed"
    assert "1\t" in out and "bad.txt" in out, "a mistake is reported and fails no task"
    same(folder, work / "parts", built, "Spark local[2,4], a child and a worker killed")


shutil.rmtree(WORK, ignore_errors=True)
WORK.mkdir(parents=True)
data = WORK / "data"
dataset(data)
code, out, told = run(PROGRAM, "build", data)
assert code == 1, told
built = {args: lines_of_build(data, *args) for args in ((), ("--include-restricted",))}
xargs(data, built)
spark(data, built)
