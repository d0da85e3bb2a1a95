"""Where the program is that was installed together with this module."""

from __future__ import annotations

import importlib.metadata
import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

StrPath = str | os.PathLike[str]

_VARIABLE = "CHOROGRAPH_BIN"


def binary() -> Path:
    """The path of the program `chorograph` that was installed together with this module.

    The environment variable ``CHOROGRAPH_BIN`` names another one. PATH is not searched: a program that is found there
    can be of another version.

    Raises FileNotFoundError if there is none.
    """
    named = os.environ.get(_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"{_VARIABLE} is {named}, which is not a file")
        return Path(named)
    looked: list[str] = []
    for candidate in _candidates():
        if candidate.is_file():
            return candidate
        looked.append(str(candidate))
    places = ", ".join(dict.fromkeys(looked))
    raise FileNotFoundError(f"the program chorograph is not installed; looked for {places}; {_VARIABLE} can name it")


def _candidates() -> Iterator[Path]:
    name = "chorograph" + (sysconfig.get_config_var("EXE") or "")
    # What the installer noted down.
    try:
        files = importlib.metadata.files("chorograph") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == name:
            yield Path(os.path.normpath(str(file.locate())))
    # `pip install --target DIR` moves the program to DIR/bin and notes another place.
    beside = Path(__file__).resolve().parent.parent
    yield beside / "bin" / name
    if sys.platform == "win32":
        yield beside / "Scripts" / name
    yield Path(sysconfig.get_path("scripts")) / name
    user = sysconfig.get_preferred_scheme("user")
    yield Path(sysconfig.get_path("scripts", scheme=user)) / name
