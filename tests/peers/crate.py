"""What would go to crates.io: the program's sources, and nothing of tests, fixtures and the shipped dataset.

    python crate.py WORK [--compile TARGET]

With --compile, the packed crate is unpacked and compiled, with the crates that TARGET has from `cargo build --release`.
Exit status: 0 all is well, 1 something is not.
"""

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

from checking import check, end

ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20
NEEDED = ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/main.rs", "src/lib.rs"]


def main(work, target):
    shutil.rmtree(work, ignore_errors=True)
    package = ["cargo", "package", "--locked", "--allow-dirty", "--no-verify", "--target-dir", work]
    done = subprocess.run(package, cwd=ROOT, capture_output=True, text=True, check=False)
    check(done.returncode == 0, "cargo package", done.stderr)
    for line in done.stderr.splitlines():
        # No address is known yet; other warnings are of what somebody can do.
        ignored = "no documentation, homepage or repository" in line or "is not included in the published package" in line
        check(not line.startswith("warning") or ignored, "cargo package warns", line)
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]
    packed = work / "package" / f"chorograph-{manifest['version']}.crate"
    size = packed.stat().st_size
    check(size < 10 * MIB, "below 10 MiB", size)
    with tarfile.open(packed) as archive:
        names = {str(Path(name).relative_to(packed.stem)) for name in archive.getnames()}
        archive.extractall(work, filter="data")
    check(set(NEEDED) <= names, "what a crate needs", set(NEEDED) - names)
    extra = sorted(
        name for name in names if re.search(r"(^|/)(tests?|benches|fixtures|data|cases)(/|\.rs$)|_tests\.rs$|\.tsv$", name)
    )
    check(not extra, "no tests, no fixtures", extra)
    for field in ("description", "license", "readme", "keywords", "categories", "rust-version"):
        check(field in manifest, f"Cargo.toml has {field}")
    print(f"{packed.name}: {len(names)} files, {size / MIB:.1f} MiB")
    if target is not None:
        # The profile, features and flags of `cargo build --release`.
        build = ["cargo", "build", "--release", "--locked", "--target-dir", target]
        folder = work / packed.stem
        done = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
        check(done.returncode == 0, "the packed crate compiles", done.stderr)
        check("Compiling oxrocksdb-sys" not in done.stderr, "RocksDB is not compiled again", done.stderr)
    return end("crate: ")


if __name__ == "__main__":
    compile_into = Path(sys.argv[3]).absolute() if sys.argv[2:3] == ["--compile"] else None
    sys.exit(main(Path(sys.argv[1]).absolute(), compile_into))
