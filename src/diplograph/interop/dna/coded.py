"""A DNA database's documents and statements as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from diplograph.interop.dna.file import Row, Tables

__all__ = ["Coded", "Document", "Value", "coded", "documents", "iso", "seconds"]

Value = int | str | None
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Document:
    """One document; `date` is a full ISO 8601 date or None where the number of seconds is no day of a calendar."""

    id: int
    title: str
    text: str
    author: str
    source: str
    section: str
    type: str
    notes: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Coded:
    """One statement: a span of a document, and a value for each variable of its type (an entity's name for short text)."""

    id: int
    type: str
    document: Document
    start: int
    stop: int
    coder: str
    values: dict[str, Value]

    @property
    def quote(self) -> str:
        """The words; shorter than the span, or empty, where the span leaves the text."""
        return self.document.text[self.start : self.stop]

    def word(self, name: str) -> str:
        """A variable's text, empty where there is none."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""


def documents(tables: Tables) -> dict[int, Document]:
    """The documents by id."""
    return {_number(row, "ID"): _document(row) for row in tables["DOCUMENTS"]}


def _document(row: Row) -> Document:
    title, text, author, source, section, kind, notes = (
        str(row[name]) for name in ("Title", "Text", "Author", "Source", "Section", "Type", "Notes")
    )
    return Document(_number(row, "ID"), title, text, author, source, section, kind, notes, iso(_number(row, "Date")))


def coded(tables: Tables) -> Iterator[Coded]:
    """The statements in the order of their documents and offsets."""
    papers = documents(tables)
    types = {_number(row, "ID"): str(row["Label"]) for row in tables["STATEMENTTYPES"]}
    coders = {_number(row, "ID"): str(row["Name"]) for row in tables["CODERS"]}
    variables = {_number(row, "ID"): str(row["Variable"]) for row in tables["VARIABLES"]}
    entities = {_number(row, "ID"): str(row["Value"]) for row in tables["ENTITIES"]}
    values: dict[int, dict[str, Value]] = defaultdict(dict)
    for table in ("DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT", "DATASHORTTEXT"):
        for row in tables[table]:
            value = entities.get(_number(row, "Entity")) if table == "DATASHORTTEXT" else row["Value"]
            values[_number(row, "StatementId")][variables.get(_number(row, "VariableId"), "")] = value
    ordered = sorted(tables["STATEMENTS"], key=lambda row: tuple(_number(row, name) for name in ("DocumentId", "Start", "Stop", "ID")))
    for row in ordered:
        paper = papers.get(_number(row, "DocumentId"))
        if paper is not None:
            me = _number(row, "ID")
            yield Coded(
                me, types.get(_number(row, "StatementTypeId"), ""), paper, _number(row, "Start"), _number(row, "Stop"),
                coders.get(_number(row, "Coder"), ""), values[me],
            )  # fmt: skip


def iso(count: int) -> str | None:
    """The day of a number of seconds since 1970 UTC."""
    try:
        return (_EPOCH + timedelta(seconds=count)).date().isoformat()
    except OverflowError:
        return None


def seconds(date: str) -> int:
    """The seconds since 1970 UTC at the beginning of a full or partial date; the first day of a month or year."""
    year, month, day = (*(int(part) for part in date.split("-")), 1, 1)[:3]
    return int((datetime(year, month, day, tzinfo=UTC) - _EPOCH).total_seconds())


def _number(row: Row, name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
