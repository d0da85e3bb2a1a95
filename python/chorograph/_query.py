"""Answers of `chorograph query` as typed rows (SPARQL 1.1 Query Results JSON Format)."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._binary import StrPath, binary
from ._errors import error
from ._frames import pandas_frame, polars_frame
from ._process import run

if TYPE_CHECKING:
    import pandas
    import polars


class IRI(str):
    """An IRI."""

    __slots__ = ()


class BlankNode(str):
    """A blank node, by its label, which has a meaning in this answer only."""

    __slots__ = ()


class Text(str):
    """A text in a language."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, value: str, language: str) -> Text:
        self = super().__new__(cls, value)
        self.language = language
        return self


class Literal(str):
    """A literal whose datatype has no type in Python, such as a year, or whose value Python's type cannot hold."""

    __slots__ = ("datatype",)
    datatype: IRI

    def __new__(cls, value: str, datatype: str) -> Literal:
        self = super().__new__(cls, value)
        self.datatype = IRI(datatype)
        return self


Parameter = str | int | float | bool | Decimal | datetime.date | datetime.datetime
Value = Parameter | None
Row = dict[str, Value]


class Rows(list[Row]):
    """The rows of an answer, each a dict with all its columns; a value that is not bound is None."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Row] = ()) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars DataFrame; polars must be installed. Decimals become floats."""
        return polars_frame(self.columns, (tuple(row.values()) for row in self))

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame; pandas must be installed. Decimals become floats."""
        return pandas_frame(self.columns, (tuple(row.values()) for row in self))


def query(
    dataset: StrPath,
    name_or_sparql: str,
    /,
    *,
    public: bool = False,
    timeout: float | None = None,
    **params: Parameter,
) -> Rows:
    """The answer to a named query, or to a SELECT in SPARQL, on a dataset that was built.

    ``params`` are the parameters of the query. For one whose name is a word of Python or of this function write an
    underscore behind it: ``from_="1993-01-01"``.

    ``public`` leaves out sources with ``redistribute = false``, so that the answer may be published. ``timeout`` is in
    seconds.

    Integers, decimals, floating-point numbers, booleans, dates and times become values of Python's types; IRIs, texts
    in a language and other literals become IRI, Text and Literal, which are strings.

    Raises InputError for a wrong query or parameter, OutOfTimeError, and CannotRunError, also if nothing was built.
    """
    found = _answer(dataset, name_or_sparql, public, timeout, params)
    if "boolean" in found:
        raise ValueError("this is an ASK query, whose answer is yes or no: use chorograph.ask")
    columns: list[str] = found["head"]["vars"]
    bindings = found["results"]["bindings"]
    return Rows(columns, ({name: _value(binding.get(name)) for name in columns} for binding in bindings))


def ask(
    dataset: StrPath,
    name_or_sparql: str,
    /,
    *,
    public: bool = False,
    timeout: float | None = None,
    **params: Parameter,
) -> bool:
    """The answer to an ASK query; everything else is as for `query`."""
    found = _answer(dataset, name_or_sparql, public, timeout, params)
    if "boolean" not in found:
        raise ValueError("this query has rows: use chorograph.query")
    return bool(found["boolean"])


def _answer(
    dataset: StrPath, query: str, public: bool, timeout: float | None, params: Mapping[str, Parameter]
) -> dict[str, Any]:
    arguments: list[StrPath] = [binary(), "-d", Path(dataset), "query", "--format", "json", "--output", "-"]
    if public:
        arguments.append("--public")
    if timeout is not None:
        # The program counts whole seconds, and 0 is none.
        arguments += ["--timeout", str(max(1, round(timeout)))]
    for name, value in params.items():
        arguments += ["--param", f"{name.removesuffix('_')}={_parameter(value)}"]
    # As the program recognises SPARQL. It goes through a pipe, since an argument has a length limit.
    is_sparql = bool(re.search(r"[\s{]", query))
    arguments += ["--", "-" if is_sparql else query]
    status, stdout, stderr = run(arguments, query.encode() if is_sparql else b"")
    if status != 0:
        raise error(status, stderr, "query")
    answer: dict[str, Any] = json.loads(stdout)
    return answer


def _parameter(value: Parameter) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _value(term: Mapping[str, str] | None) -> Value:
    if term is None:
        return None
    value = term["value"]
    if term["type"] == "uri":
        return IRI(value)
    if term["type"] == "bnode":
        return BlankNode(value)
    if "xml:lang" in term:
        return Text(value, term["xml:lang"])
    datatype = term.get("datatype")
    if datatype is None:
        return value
    convert = _TYPES.get(datatype.removeprefix(_XSD)) if datatype.startswith(_XSD) else None
    try:
        return Literal(value, datatype) if convert is None else convert(value)
    except ValueError:
        return Literal(value, datatype)


_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)


def _boolean(value: str) -> bool:
    if value not in ("true", "false", "1", "0"):
        raise ValueError(value)
    return value in ("true", "1")


def _decimal(value: str) -> Decimal:
    if not re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", value):
        raise ValueError(value)
    return Decimal(value)


def _date(value: str) -> datetime.date:
    # A day with a time zone, and years before 1 or after 9999, stay literals.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return datetime.date.fromisoformat(value)


_DATE_TIME = re.compile(r"([0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?")


def _date_time(value: str) -> datetime.datetime:
    match = _DATE_TIME.fullmatch(value)
    if match is None:
        raise ValueError(value)
    # Before Python 3.11, fromisoformat knows neither Z nor fractions of another length.
    fraction = "" if match[2] is None else match[2].ljust(7, "0")
    zone = {None: "", "Z": "+00:00"}.get(match[3], match[3])
    return datetime.datetime.fromisoformat(f"{match[1]}{fraction}{zone}")


_TYPES: dict[str, Callable[[str], Value]] = {
    "string": str,
    "boolean": _boolean,
    "decimal": _decimal,
    "double": float,
    "float": float,
    "date": _date,
    "dateTime": _date_time,
    "dateTimeStamp": _date_time,
    **dict.fromkeys(_INTEGERS.split(), int),
}
