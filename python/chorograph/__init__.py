"""Chorograph from Python: claims of sources as dicts, answers to queries as rows.

The program `chorograph` does the work and is installed together with this module, which needs nothing else::

    import chorograph

    for claim in chorograph.read("my-data/sources/gazette.txt", dataset="my-data"):
        print(claim["type"], claim["words"])

    chorograph.build("my-data")
    for row in chorograph.query("my-data", "districts"):
        print(row["district"], row["km2"])
"""

from __future__ import annotations

from ._binary import binary
from ._build import build
from ._claims import Attribution, Claim, Entity, Evidence, Source, Tool
from ._errors import CannotRunError, ChorographError, InputError, OutOfTimeError, Problem
from ._query import IRI, BlankNode, Literal, Row, Rows, Text, Value, ask, query
from ._read import Claims, read

__all__ = [
    "IRI",
    "Attribution",
    "BlankNode",
    "CannotRunError",
    "ChorographError",
    "Claim",
    "Claims",
    "Entity",
    "Evidence",
    "InputError",
    "Literal",
    "OutOfTimeError",
    "Problem",
    "Row",
    "Rows",
    "Source",
    "Text",
    "Tool",
    "Value",
    "ask",
    "binary",
    "build",
    "query",
    "read",
]
