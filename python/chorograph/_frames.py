"""Data frames of polars and pandas, neither of which this module needs otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    import polars


def polars_frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> polars.DataFrame:
    import polars

    data = _columns(columns, rows)
    return polars.DataFrame({name: polars.Series(name, values, strict=False) for name, values in data.items()})


def pandas_frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pandas.DataFrame:
    import pandas

    data = _columns(columns, rows)
    # The types that have a null: a column of integers with a gap stays one of integers.
    return pandas.DataFrame(data, columns=list(columns)).convert_dtypes()


def _columns(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> dict[str, list[object]]:
    data: dict[str, list[object]] = {name: [] for name in columns}
    for row in rows:
        for values, value in zip(data.values(), row, strict=True):
            values.append(_plain(value))
    return {name: _of_one_type(values) for name, values in data.items()}


def _plain(value: object) -> object:
    # Subclasses of str carry a datatype or a language, which a frame has no place for; decimals become floats.
    if isinstance(value, str):
        return str.__str__(value)
    return float(value) if isinstance(value, Decimal) else value


def _of_one_type(values: list[object]) -> list[object]:
    """A frame's column has one type: integers beside floats are floats, any other mixture is text."""
    types = {type(value) for value in values if value is not None}
    if len(types) <= 1:
        return values
    if types == {int, float}:
        return [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
    return [None if value is None else str(value) for value in values]
