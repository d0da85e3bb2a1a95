"""The claims of `chorograph convert --format jsonl` as types; docs/convert.md describes each member."""

from __future__ import annotations

from typing import Any, TypedDict


class Entity(TypedDict):
    """A place, a person, an organisation, an event or a measure."""

    id: str
    label: str | None


class Evidence(TypedDict, total=False):
    """A place in the source. ``kind`` says which of the members below ``words`` it has."""

    role: str
    kind: str
    words: str
    start: int
    end: int
    fragment: str
    sheet: str
    reference: str
    line: int | None
    pointer: str
    supplies: list[str]


class Attribution(TypedDict):
    """Who says it, and who reports it."""

    asserted_by: Entity | None
    said_in: str | None
    reported_in: str
    record: str | None
    cites: list[Entity]


class Source(TypedDict):
    """The source, as its metadata describes it, and the version that was read."""

    id: str
    file: str
    iri: str
    version: str
    sha256: str
    title: str | None
    url: str | None
    published: str | None
    publisher: str | None
    restricted: bool


class Tool(TypedDict):
    """What read the claim: this program, another tool, or a person."""

    name: str
    version: str | None
    id: str | None
    score: float | None
    realigned: str | None


class Claim(TypedDict):
    """That a source says something.

    ``values`` has a list for each property of the ontology. Its items are strings, numbers, booleans or objects.
    """

    id: str
    type: str
    subject: Entity | None
    values: dict[str, list[Any]]
    words: str
    evidence: list[Evidence]
    attribution: Attribution
    source: Source
    tool: Tool
