"""A dataset built from Python."""

from __future__ import annotations

from pathlib import Path

from ._binary import StrPath, binary
from ._errors import Problem, error, problems_of
from ._process import run


def build(dataset: StrPath = ".", *, prune: bool = False, strict: bool = False) -> tuple[Problem, ...]:
    """Read the changed documents of a dataset folder into its store; return the notes.

    ``prune`` removes sources whose documents no longer exist; ``strict`` refuses a file of tables in which a cell
    cannot be read, instead of leaving that cell out.

    Raises InputError if something in the documents is wrong: these are left out, the rest is in the store.
    """
    arguments: list[StrPath] = [binary(), "build", *["--prune"] * prune, *["--strict"] * strict, "--", Path(dataset)]
    status, _, stderr = run(arguments)
    if status != 0:
        raise error(status, stderr, "build")
    return problems_of(stderr)
