"""Reading one curated file: YAML, then the form, then names, quotes and ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from diplograph.curated.form import breaches, root_fields
from diplograph.curated.marked import Fields, parse
from diplograph.curated.newcomers import newcomers
from diplograph.curated.records import Reading
from diplograph.errors import Fault, Place
from diplograph.resources import read_text
from diplograph.vocabulary import IDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from diplograph.model import Action, Article, Statement
    from diplograph.registry import Newcomer, Registry

__all__ = ["Curation", "article_key", "check", "locations", "read"]

# The kinds of record that have ids, by the field that lists them.
_LISTS = {"statements": "statement", "actions": "action"}
# As in the schema; it is what an IRI may end in.
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Curation:
    """What one curated file says.

    Attributes:
        article: The article's key.
        newcomers: Whom and what it declares under `new:`.
        statements, actions: In the order of the file.
        registry: The registry it was read with, which knows the newcomers too.
    """

    article: str
    newcomers: tuple[Newcomer, ...]
    statements: tuple[Statement, ...]
    actions: tuple[Action, ...]
    registry: Registry


def read(file: Traversable, article: Article, registry: Registry) -> Curation:
    """The statements and actions of a curated file.

    Args:
        file: The YAML file; its stem is the article's key.
        article: The article, whose own text has the quotes.
        registry: Whom and what is known without the file.

    Raises:
        Fault: The first fault of the file by line, with the number of the others.
    """
    curation, faults = _curated(file, article, registry)
    if curation is None or faults:
        first, others = faults[0], len(faults) - 1
        more = f" (and {others} more {'fault' if others == 1 else 'faults'} in this file)" if others else ""
        raise Fault(first.what, first.place, first.cure + more, tuple(faults[1:]))
    return curation


def check(file: Traversable, article: Article, registry: Registry) -> list[Fault]:
    """Every fault of a curated file in order of line; an empty list where it reads. Arguments are those of `read`.

    A file that is no YAML has one fault; one that breaks the form has all its breaches, and quotes and names are looked
    up only when none is left.
    """
    return _curated(file, article, registry)[1]


def article_key(file: Traversable) -> str:
    """The key of the article that a curated file is about; nothing else of the file is looked at.

    Raises:
        Fault: It is no YAML, or has no `article:`.
    """
    top = root_fields(parse(read_text(file), str(file)), str(file))
    key = top.text("article")
    if not key:
        raise Fault("names no article", Place.of(file, top.line), "add article: and the article's key")
    return key


def locations(file: Traversable) -> dict[str, Place]:
    """For the IRI of each statement and action, the line it begins in; names and quotes are not looked up.

    Raises:
        Fault: The file is no YAML.
    """
    top = root_fields(parse(read_text(file), str(file)), str(file))
    return {IDS[kind][name].value: Place.of(file, entry.line) for kind, name, entry in _records(top)}


def _records(top: Fields) -> Iterator[tuple[str, str, Fields]]:
    """The kind, id and entry of each record whose id is one."""
    for key, kind in _LISTS.items():
        for entry in top.records(key):
            name = entry.text("id")
            if name and _ID.fullmatch(name):
                yield kind, name, entry


def _curated(file: Traversable, article: Article, registry: Registry) -> tuple[Curation | None, list[Fault]]:
    """What the file says, None where it is not even of the form, and its faults in order of line."""
    name = str(file)
    try:
        top = root_fields(parse(read_text(file), name), name)
    except Fault as fault:
        return None, [fault]
    faults = breaches(top, name)
    if faults:
        return None, faults
    faults += _misplaced(top, file, article)
    lines = _lines(top, name, faults)
    new = top.values.get("new")
    known: tuple[tuple[Newcomer, ...], Registry] = ((), registry)
    if isinstance(new, Fields):
        known = newcomers(new, registry, name, faults)
    reading = Reading(name, article, known[1], lines, faults)
    statements = [reading.statement(entry) for entry in top.records("statements")]
    actions = [reading.action(entry) for entry in top.records("actions")]
    sound = tuple(filter(None, statements)), tuple(filter(None, actions))
    curation = Curation(article.key, known[0], *sound, known[1])
    return curation, sorted(faults, key=_line)


def _misplaced(top: Fields, file: Traversable, article: Article) -> Iterator[Fault]:
    """What is wrong with the file's key, which is the file's stem and the article's key."""
    key = top.text("article")
    stem = PurePosixPath(file.name).stem
    place = Place.of(file, top.line_of("article"))
    if key != stem:
        yield Fault(f'article is "{key}", but the file is named {file.name}', place, "make the two equal")
    elif key != article.key:
        yield Fault(f'article is "{key}", but the article read is "{article.key}"', place, "read its own article")


def _lines(top: Fields, name: str, faults: list[Fault]) -> dict[str, dict[str, int]]:
    """The line of each id by kind of record; an id that the file has already is a fault."""
    lines: dict[str, dict[str, int]] = {kind: {} for kind in _LISTS.values()}
    seen: dict[str, int] = {}
    for kind, identifier, entry in _records(top):
        line = entry.line_of("id")
        if identifier in seen:
            what = f'the id "{identifier}" stands in line {seen[identifier]} already'
            faults.append(Fault(what, Place(name, line), "give each statement and action an id of its own"))
        seen.setdefault(identifier, line)
        lines[kind].setdefault(identifier, line)
    return lines


def _line(fault: Fault) -> int:
    return fault.place.line or 0 if isinstance(fault.place, Place) else 0
