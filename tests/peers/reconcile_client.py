"""`reconcile client` against csv-reconcile, a reconciliation service that others wrote (version 0.1 of the API).

    reconcile_client.py CHOROGRAPH WORKDIR

The names are spelled as others spell them; each must get the row that it means, with the name and the score that the
service gives when it is asked directly.
"""

import json
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROWS = [("X1", "Kalbajar District", 3054), ("X2", "Shusha District", 312), ("X3", "Lachin District", 1835)]
NAMES = {"Kelbajar": "X1", "Shusha distr.": "X2", "Lachin district": "X3"}
MANIFEST = {"versions": ["0.1"], "name": "Places", "identifierSpace": "http://x.example/", "schemaSpace": "http://x.example/s"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def asked(url, name):
    form = urllib.parse.urlencode({"queries": json.dumps({"q0": {"query": name, "limit": 3}})}).encode()
    with urllib.request.urlopen(url, form, timeout=30) as answer:
        return json.load(answer)["q0"]["result"]


def main():
    binary, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve() / "csv-reconcile"
    work.mkdir(parents=True, exist_ok=True)
    (work / "rows.tsv").write_text("id\tname\tarea\n" + "".join(f"{i}\t{n}\t{a}\n" for i, n, a in ROWS))
    (work / "config.py").write_text(f"MANIFEST = {MANIFEST!r}\nLIMIT = 3\nTHRESHOLD = 10\n")
    (work / "names.csv").write_text("place\n" + "".join(f"{n}\n" for n in NAMES))
    program = Path(sys.executable).parent / "csv-reconcile"
    init = [program, "init", "--config", "config.py", "--scorer", "dice", "rows.tsv", "id", "name"]
    subprocess.run(init, cwd=work, check=True, capture_output=True)
    port = free_port()
    serve = f"from csv_reconcile import create_app; create_app().run(host='127.0.0.1', port={port})"
    server = subprocess.Popen([sys.executable, "-c", serve], cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    failed = 0
    try:
        url = f"http://127.0.0.1:{port}/reconcile"
        for _ in range(100):
            try:
                asked(url, "x")
                break
            except OSError:
                time.sleep(0.1)
        command = [binary, "reconcile", "client", url, "names.csv", "--column", "place", "--format", "json"]
        ran = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        rows = json.loads(ran.stdout) if ran.returncode == 0 else []
        if len(rows) != len(NAMES):
            failed += 1
            print(f"FAILED: reconcile client against csv-reconcile\n{ran.stderr}")
        for row in rows:
            name = row["row"]["place"]
            ours = [(c["id"], c["name"], c["score"], c["match"]) for c in row["candidates"]]
            theirs = [(c["id"], c["name"], c["score"], c["match"]) for c in asked(url, name)]
            if ours != theirs or ours[0][0] != NAMES[name]:
                failed += 1
                print(f"FAILED: {name}: {ours} and not {theirs}")
    finally:
        server.terminate()
        server.wait()
    print(f"csv-reconcile: {len(NAMES)} names, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
