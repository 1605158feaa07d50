r"""The answer of the embedded engine to a saved query, with labels and order put to what it found.

Two things cost that engine more than finding the rows. A label is looked up for each row, in as many graphs as mention the thing, though
a hundred thousand rows name a few thousand things. And each comparison of two rows, some three million for so many, reads the terms that it
sorts by anew, on disk from disk. So both are left out of the query and made of its answer:

- `OPTIONAL { ?x skos:prefLabel ?xLabel FILTER(LANG(?xLabel) = "en") }` (or `rdfs:label`) goes, where the answer has both columns and the
  label serves for nothing else. The labels of all things of that column are asked for at once, each once. A thing with two English labels
  has a row with each, as an optional pattern gives it.
- `ORDER BY` goes, where it is the last line and sorts by columns of the answer, as `?x`, `STR(?x)`, `COALESCE(STR(?x), "…")` or `DESC(?x)`.

A query in another form is asked as it stands, and so is one whose answer has what cannot be labelled or sorted here for certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from diplograph.garbage import uncollected
from diplograph.model import Answer, RDFTerm, Table
from diplograph.queries.engines import Engine
from diplograph.vocabulary import PREFIXES, RDFS, SKOS, XSD

__all__ = ["completed"]

_HEAD = re.compile(r"^SELECT (?P<distinct>DISTINCT )?(?P<columns>[^{}]*?)\s*^WHERE \{", re.MULTILINE)
_COLUMN = re.compile(r"\([^()]*\([^()]*\) AS \?(\w+)\)|\?(\w+)")
_END = re.compile(r"\n\}(?:\nGROUP BY(?P<group>[^\n]*))?(?:\nHAVING[^\n]*)?(?P<order>\nORDER BY(?P<keys>[^\n]*))\s*\Z")
_KEY = re.compile(
    r"\s+(?:COALESCE\(STR\(\?(?P<coalesced>\w+)\), \"(?P<instead>[^\"\\]*)\"\)|STR\(\?(?P<text>\w+)\)"
    r"|DESC\(\?(?P<down>\w+)\)|\?(?P<plain>\w+))"
)
_LABEL = re.compile(
    r"OPTIONAL \{ \?(?P<of>\w+) (?P<path>skos:prefLabel|rdfs:label)\+? \?(?P<label>(?P=of)Label) FILTER\(LANG\(\?(?P=label)\) = \"en\"\) \}"
)
_OPAQUE = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")
_PIECE = re.compile(rf"{_OPAQUE.pattern}|VALUES \?\w+|\?\w+|[{{}}()]")
_PATHS = {"skos:prefLabel": SKOS["prefLabel"], "rdfs:label": RDFS["label"]}
_WHOLE = re.compile(r"[+-]?[0-9]+")
_TOGETHER = 1000  # things whose labels are asked for at once; some 80 KB of text

_Cell: TypeAlias = "RDFTerm | None"
_Columns: TypeAlias = "dict[str, Sequence[_Cell]]"


@dataclass(frozen=True, slots=True)
class _Label:
    """A column of labels: of which other column, by which property, and whether what is unbound there was never asked for its label."""

    name: str
    of: str
    path: NamedNode
    safe: bool


@dataclass(frozen=True, slots=True)
class _Key:
    """What an answer is sorted by: a column; as text, and what stands for no text; downwards."""

    column: str
    text: bool = False
    instead: str | None = None
    down: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked in a query's stead, and what its answer lacks."""

    text: str
    columns: tuple[str, ...]
    labels: tuple[_Label, ...]
    keys: tuple[_Key, ...]


def completed(engine: Engine, text: str) -> Answer:
    """The answer to a saved query.

    Args:
        engine: The embedded one; any would give the same rows.
        text: The query, its parameters bound.

    Raises:
        SyntaxError: It is malformed.
        Fault: As the engine does.
    """
    with uncollected():  # a search for cycles looks at each row again and again, and rows of terms hold none
        return _completed(engine, text, _planned(text))


def _completed(engine: Engine, text: str, plan: _Plan | None) -> Answer:
    found = engine.query(plan.text if plan else text)
    if plan is None or not isinstance(found, Table):
        return found
    columns: _Columns | None = dict(zip(found.variables, zip(*found.rows, strict=True), strict=True)) if found.rows else {}
    for label in plan.labels if columns else ():
        columns = columns and _with_label(engine, columns, label)
    order = _order(columns, plan.keys) if columns else []
    if columns is None or order is None:
        return engine.query(text)
    rows = list(zip(*(columns[name] for name in plan.columns), strict=True)) if columns else []
    return Table(plan.columns, tuple(rows[index] for index in order))


def _planned(text: str) -> _Plan | None:
    """How a query can be asked without labels and order; None where it is in another form."""
    head, end = _HEAD.search(text), _END.search(text)
    if head is None or end is None or not (head["distinct"] or end["group"]) or "SERVICE" in text.upper():
        return None
    columns = tuple(counted or plain for counted, plain in _COLUMN.findall(head["columns"]))
    keys = _keys(end["keys"])
    if keys is None or not {key.column for key in keys} <= set(columns):
        return None
    body = text[head.end() : end.start()]
    hidden = [match.span() for match in _OPAQUE.finditer(body)]
    found: dict[str, list[re.Match[str]]] = {}
    for match in _LABEL.finditer(body):
        prefix = match["path"].partition(":")[0]
        if f"PREFIX {prefix}: <{PREFIXES[prefix]}>" in text and not any(start < match.start() < stop for start, stop in hidden):
            found.setdefault(match["label"], []).append(match)
    late = {name: matches for name, matches in found.items() if _is_late(name, matches, body, columns, end["group"])}
    before = body
    for match in sorted((match for matches in late.values() for match in matches), key=lambda one: -one.start()):
        body = body[: match.start()] + body[match.end() :]
    gone = re.compile(rf"\?(?:{'|'.join(late) or '(?!)'})(?!\w)")
    start = text[: head.start("columns")] + gone.sub("", head["columns"]) + text[head.end("columns") : head.end()]
    tail = gone.sub("", text[end.start() : end.start("order")])
    labels = [
        _Label(name, matches[0]["of"], _PATHS[matches[0]["path"]], all(_is_bound(one["of"], before[: one.start()]) for one in matches))
        for name, matches in late.items()
    ]
    return _Plan(start + body + tail, columns, tuple(labels), keys)


def _is_late(name: str, matches: list[re.Match[str]], body: str, columns: Sequence[str], group: str | None) -> bool:
    """Whether a label can be put to the answer: it is a column beside what it labels, and is found in one way and used in no other."""
    of = matches[0]["of"]
    used = len(re.findall(rf"\?{name}(?!\w)", body)) == 2 * len(matches)
    shown = {name, of} <= set(columns) and (group is None or {f"?{name}", f"?{of}"} <= set(group.split()))
    return used and shown and len({match["path"] for match in matches}) == 1


def _is_bound(name: str, before: str) -> bool:
    """Whether a triple pattern of the group that is open at the end of a text binds a variable."""
    braces = brackets = 0
    for match in reversed(list(_PIECE.finditer(before))):
        piece = match[0]
        braces += (piece == "}") - (piece == "{")
        brackets += (piece == ")") - (piece == "(")
        if braces < 0:
            return False
        if piece == f"?{name}" and not braces and not brackets:
            return True
    return False


def _keys(text: str) -> tuple[_Key, ...] | None:
    keys: list[_Key] = []
    place = 0
    while match := _KEY.match(text, place):
        column = match["coalesced"] or match["text"] or match["down"] or match["plain"]
        keys.append(_Key(column, bool(match["coalesced"] or match["text"]), match["instead"], bool(match["down"])))
        place = match.end()
    return None if text[place:].strip() else tuple(keys)


def _with_label(engine: Engine, columns: _Columns, label: _Label) -> _Columns | None:
    """The columns with one of labels; None where a pattern could have found what is not asked for here."""
    things = set(columns[label.of])
    if any(isinstance(thing, BlankNode) for thing in things) or (None in things and not label.safe):
        return None
    names = _names(engine, sorted((thing for thing in things if isinstance(thing, NamedNode)), key=str), label.path)
    nothing: list[_Cell] = [None]
    if all(len(some) == 1 for some in names.values()):
        one = {thing: some[0] for thing, some in names.items()}
        return {**columns, label.name: [one.get(thing) for thing in columns[label.of]]}
    each = [names.get(thing, nothing) for thing in columns[label.of]]
    places = [place for place, some in enumerate(each) for _ in some]
    more: _Columns = {name: [cells[place] for place in places] for name, cells in columns.items()}
    return {**more, label.name: [name for some in each for name in some]}


def _names(engine: Engine, things: Sequence[NamedNode], path: NamedNode) -> dict[_Cell, list[_Cell]]:
    """The English labels of things that have one, each once."""
    names: dict[_Cell, list[_Cell]] = {}
    for first in range(0, len(things), _TOGETHER):
        wanted = " ".join(map(str, things[first : first + _TOGETHER]))
        found = engine.query(f"SELECT DISTINCT ?thing ?name WHERE {{ VALUES ?thing {{ {wanted} }} ?thing {path} ?name }}")
        for thing, name in found.rows if isinstance(found, Table) else ():
            if isinstance(name, Literal) and name.language == "en":
                names.setdefault(thing, []).append(name)
    return names


def _order(columns: _Columns, keys: Sequence[_Key]) -> Sequence[int] | None:
    """The places of the rows, sorted; None where the engine may compare what is there otherwise."""
    sorted_by: list[list[tuple[Any, ...]] | list[str] | list[int]] = []
    for key in keys:
        cells = columns[key.column]
        ranked = _texts(cells, key.instead) if key.text else _values(cells, down=key.down)
        if ranked is None:
            return None
        sorted_by.append(ranked)
    places = range(len(next(iter(columns.values()))))
    ranks = list(zip(*sorted_by, strict=True))
    return sorted(places, key=ranks.__getitem__) if ranks else places


def _texts(cells: Sequence[_Cell], instead: str | None) -> list[tuple[Any, ...]] | list[str]:
    """What STR gives, by code points as the engine compares; nothing comes first."""
    texts = [None if cell is None or isinstance(cell, BlankNode) else cell.value for cell in cells]
    if instead is not None:
        return [instead if text is None else text for text in texts]
    return [() if text is None else (text,) for text in texts]


def _values(cells: Sequence[_Cell], *, down: bool) -> list[tuple[Any, ...]] | None:
    """Plain strings or whole numbers; nothing comes first, and downwards, which is for numbers, last."""
    there = {cell for cell in cells if cell is not None}
    kinds = {cell.datatype if isinstance(cell, Literal) and cell.language is None else None for cell in there}
    if kinds == {XSD["integer"]} and all(_WHOLE.fullmatch(cell.value) for cell in there):
        numbers = [None if cell is None else int(cell.value) for cell in cells]
        return [(down, 0) if number is None else (not down, -number if down else number) for number in numbers]
    if kinds <= {XSD["string"]} and not down:
        return [() if cell is None else (cell.value,) for cell in cells]
    return None
