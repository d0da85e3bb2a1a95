"""A wheel, installed as users do, without a network.

    python wheel.py WHEEL PROGRAM WORK [--release]

The python is one with mypy, ruff and twine. PROGRAM is what `cargo build --release` made, to compare with. With --release, the wheel is
one to give away: stripped, small, with the licences of all crates. Exit status: 0 all is well, 1 something is not.
"""

import email
import importlib.util
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
import tomllib
import venv
import zipfile
from pathlib import Path

from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
TAG = ROOT / ".ci" / "wheel-tag"
MIB = 2**20
FRAMES = ["polars", "pandas"]
# What `make demo` shows, and the Turtle that it writes.
DEMO = [
    ["build", "data"],
    ["-d", "data", "query", "districts", "--columns", "district,date,area,source", "--format", "table", "--no-pager"],
    ["-d", "data", "query", "statements", "--columns", "speaker,words,kind,reported_by", "--format", "table", "--no-pager"],
    ["-d", "data", "query", "role-disagreements", "--columns", "person,role_1,words_1,role_2,words_2", "--no-pager"],
    ["-d", "data", "trace", "place/shusha"],
    ["-d", "data", "export", "--format", "ttl"],
]
# A user's program, as a type checker sees it.
USER = """import datetime
from decimal import Decimal
import chorograph

def main() -> None:
    for claim in chorograph.read(["a.txt"], dataset="d"):
        subject = claim["subject"]
        label: str | None = subject["label"] if subject else None
        print(label, claim["words"], claim["source"]["restricted"])
    row: chorograph.Row = chorograph.query("d", "districts", public=True, place="place:a", to=datetime.date(1993, 1, 1))[0]
    area = row["km2"]
    assert isinstance(area, Decimal)
    try:
        chorograph.build("d")
    except chorograph.InputError as error:
        print(error.problems[0].line)
"""


def make_venv(folder):
    venv.create(folder, clear=True)
    return folder / "bin" / "python"


def files(folder):
    """All files and folders below a folder. What Python compiles beside modules is no part of a package."""
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts and path.suffix != ".pyc"}


def pip(python, *args, **variables):
    """The pip of this Python on another one: an environment without pip is made in a fraction of the time."""
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", *args]
    environment = {**os.environ, **variables, "PIP_NO_INDEX": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    check(done.returncode == 0, f"pip {args[0]}", done.stderr)
    return done


def processor_time():
    """Seconds that the programs started here have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def demo(program, work):
    """What the demo gives, of a copy of the data that ships."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ROOT / "data", work / "data", ignore=shutil.ignore_patterns(".chorograph"))
    return [subprocess.run([program, *args], capture_output=True, cwd=work, check=False) for args in DEMO]


def same_as_demo(program, built, work):
    here, there = demo(program, work / "here"), demo(built, work / "there")
    for args, a, b in zip(DEMO, here, there, strict=True):
        check(a.returncode == 0 and (a.stdout, a.stderr) == (b.stdout, b.stderr), f"{' '.join(args)}: the same bytes")
    check(len(here[-1].stdout) > 10_000, "the dataset as Turtle", len(here[-1].stdout))
    return work / "here" / "data"


def tags(wheel, work):
    """The script that checks tags accepts the wheel, and refuses it under tags that promise too much."""
    check(run(TAG, wheel).returncode == 0, "the tag says what the program needs", run(TAG, wheel).stderr)
    match = re.fullmatch(r"(.*-py3-none-)manylinux_2_(\d+)_(x86_64|aarch64)\.whl", wheel.name)
    if not match:
        check(False, "one wheel for all Pythons, with a manylinux tag", wheel.name)
        return
    name, glibc, machine = match[1], int(match[2]), match[3]
    other = "aarch64" if machine == "x86_64" else "x86_64"
    wrong = {
        f"manylinux_2_17_{machine}": "the tag promises GLIBC_2.17 or older",
        f"manylinux_2_{glibc}_{other}": f"the tag says {other}",
        f"linux_{machine}": "promises nothing",
        "any": "no tag of the form",
    }
    for tag, message in wrong.items():
        copy = work / f"{name}{tag}.whl"
        copy.unlink(missing_ok=True)
        copy.hardlink_to(wheel)
        done = run(TAG, copy)
        check(done.returncode == 1 and message in done.stderr, f"the tag {tag} is refused", done.stderr)
        copy.unlink()
    broken = work / f"{name}manylinux_2_28_{machine}.whl"
    broken.write_bytes(wheel.read_bytes()[:1000])
    check(run(TAG, broken).returncode == 2, "a wheel that is cut off cannot be read")


def contents(wheel, version, is_release):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        info = f"chorograph-{version}.dist-info"
        metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
        bom = json.loads(archive.read(f"{info}/sboms/chorograph.cyclonedx.json"))
        crates = {(package["name"], package["version"]) for package in bom["components"]}
        licences = {Path(name).name for name in names if name.startswith(f"{info}/licenses/")}
        if is_release:
            third = archive.read(f"{info}/licenses/LICENSE-THIRD-PARTY.txt").decode()
            check("oxrocksdb-sys" in third and "LevelDB" in third, "licences of RocksDB and what it contains")
    locked = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    versions = {(package["name"], package["version"]) for package in locked}
    check(metadata["Version"] == version and metadata["License-Expression"] == "MIT OR Apache-2.0", "metadata", metadata)
    check("Requires-Dist" not in metadata, "the module needs nothing", metadata.get_all("Requires-Dist"))
    check({"LICENSE-MIT", "LICENSE-APACHE"} <= licences, "licences", licences)
    check(
        bom["bomFormat"] == "CycloneDX" and len(crates) > 150 and crates <= versions,
        "SBOM of the locked crates",
        crates - versions,
    )
    check(any(name == "oxrocksdb-sys" for name, _ in crates), "SBOM: RocksDB's bindings")
    check("chorograph/py.typed" in names, "py.typed")
    if is_release:
        size = wheel.stat().st_size
        check(size <= 25 * MIB, "at most 25 MiB", size)
        print(f"{wheel.name}: {size / MIB:.1f} MiB")


def installed(wheel, program, version, work, is_release):
    """In a virtual environment: install, use, uninstall."""
    python = make_venv(work / "venv")
    before = files(work / "venv")
    start, busy = time.monotonic(), processor_time()
    pip(python, "install", wheel)
    took, busy = time.monotonic() - start, processor_time() - busy
    print(f"installed in {took:.1f} s, {busy:.1f} s of them processor time")
    # What else the machine does is not the wheel's.
    check(busy < 10, "installed in 10 s", busy)
    command = python.with_name("chorograph")
    check(run(command, "--version").stdout == f"chorograph {version}\n", "the version is Cargo's", run(command, "--version"))
    data = same_as_demo(command, program, work)
    if is_release:
        # From PyPI, and gone again before the wheel is.
        subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *FRAMES], check=False)
    shutil.rmtree(work / "module", ignore_errors=True)
    done = subprocess.run([python, ROOT / "tests/peers/module.py", data, work / "module"], timeout=300, check=False)
    check(done.returncode == 0, "the module")
    types_and_style(python, work)
    pip(python, "uninstall", "--yes", "chorograph")
    left = {path for path in files(work / "venv") - before if "chorograph" in str(path.relative_to(work))}
    check(not left and (is_release or files(work / "venv") == before), "uninstalling leaves nothing", left)


def types_and_style(python, work):
    user = work / "user.py"
    user.write_text(USER, encoding="utf-8")
    for args in (["--config-file", ROOT / "pyproject.toml"], ["--strict", "--python-executable", python, user]):
        cache = ["--cache-dir", work / "mypy"]
        done = subprocess.run(
            [sys.executable, "-m", "mypy", *cache, *args], capture_output=True, text=True, cwd=ROOT, check=False
        )
        check(done.returncode == 0, "mypy --strict", done.stdout + done.stderr)
    for args in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = run(sys.executable, "-m", "ruff", *args, ROOT / "python")
        check(done.returncode == 0, f"ruff {args[0]}", done.stdout + done.stderr)


def elsewhere(wheel, version, work):
    """With --user and --target, where the program stands in other places."""
    # The Python that the environment of this one was made of: an environment has no place for users. Only the given folder is written.
    python = Path(sys._base_executable)
    base = work / "user"
    shutil.rmtree(base, ignore_errors=True)
    pip(python, "install", "--user", "--break-system-packages", wheel, PYTHONUSERBASE=str(base))
    check(run(base / "bin" / "chorograph", "--version").stdout == f"chorograph {version}\n", "--user: the program")
    where(python, base / "bin" / "chorograph", "--user", PYTHONUSERBASE=str(base))
    pip(python, "uninstall", "--yes", "--break-system-packages", "chorograph", PYTHONUSERBASE=str(base))
    left = {path for path in files(base) if not path.is_dir()} if base.exists() else set()
    check(not left, "--user: uninstalling leaves no file", left)

    target = work / "target"
    shutil.rmtree(target, ignore_errors=True)
    pip(python, "install", "--target", target, wheel)
    where(python, target / "bin" / "chorograph", "--target", PYTHONPATH=str(target))


def where(python, expected, what, **variables):
    script = "import chorograph, subprocess, sys; p = chorograph.binary(); print(p); subprocess.run([p, '--version'], check=True)"
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, env={**os.environ, **variables}, check=False)
    check(done.returncode == 0 and done.stdout.splitlines()[0] == str(expected), f"{what}: binary()", done.stdout + done.stderr)


def main(wheel, program, work, is_release):
    if importlib.util.find_spec("mypy") is None:
        print("error: run this with the python that has tests/peers/packaging-requirements.txt", file=sys.stderr)
        return 2
    work.mkdir(parents=True, exist_ok=True)
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    tags(wheel, work)
    contents(wheel, version, is_release)
    twine = run(sys.executable, "-m", "twine", "check", "--strict", wheel)
    check(twine.returncode == 0, "twine check --strict", twine.stdout + twine.stderr)
    installed(wheel, program, version, work, is_release)
    elsewhere(wheel, version, work)
    return end("wheel: ")


if __name__ == "__main__":
    arguments = [Path(argument).absolute() for argument in sys.argv[1:4]]
    sys.exit(main(*arguments, sys.argv[4:] == ["--release"]))
