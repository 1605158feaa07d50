"""YAML as a tree that knows its lines.

A curated file needs little of YAML: mappings, lists and text. So every scalar stays text (`no` is no boolean, `2022` no
number), blanks around it are dropped, and what only makes files hard to read or dangerous is refused: anchors and
aliases, tags, a key given twice, nesting deeper than the form goes. Nothing is constructed, so no YAML calls anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Fields", "Items", "Node", "Scalar", "line_at", "parse", "plain"]

# The form nests seven deep (file, statements, statement, terms, term, performers, name).
_DEPTH = 10
# What YAML 1.2 lets stand in a file (section 5.1, c-printable).
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text and the line it begins in, counted from 1."""

    line: int
    value: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list, and the line it begins in."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping: for each key its line and its value, and the line the mapping begins in."""

    line: int
    lines: Mapping[str, int]
    values: Mapping[str, Node]

    def line_of(self, key: str) -> int:
        """The line of a key; the mapping's own where the key is absent."""
        return self.lines.get(key, self.line)

    def text(self, key: str) -> str | None:
        """The text under a key; None where the key is absent or holds something else."""
        value = self.values.get(key)
        return value.value if isinstance(value, Scalar) else None

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """The texts under a key: those of a list, or the one that stands there alone."""
        value = self.values.get(key)
        if isinstance(value, Scalar):
            return (value,)
        return tuple(item for item in value.items if isinstance(item, Scalar)) if isinstance(value, Items) else ()

    def records(self, key: str) -> tuple[Fields, ...]:
        """The mappings in the list under a key."""
        value = self.values.get(key)
        return tuple(item for item in value.items if isinstance(item, Fields)) if isinstance(value, Items) else ()


Node: TypeAlias = Scalar | Items | Fields


def plain(node: Node) -> object:
    """The node as strings, lists and dictionaries, for the JSON Schema."""
    match node:
        case Scalar():
            return node.value
        case Items():
            return [plain(item) for item in node.items]
        case Fields():
            return {key: plain(value) for key, value in node.values.items()}


def line_at(node: Node, path: list[str | int]) -> int:
    """The line of what a path of keys and positions leads to: a key's own line, else where the item begins."""
    line = node.line
    for step in path:
        if isinstance(node, Fields) and isinstance(step, str) and step in node.values:
            line, node = node.lines[step], node.values[step]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
    return line


def parse(text: str, file: str) -> Node:
    """The tree of a YAML text.

    Args:
        text: The file's text.
        file: Its name, for messages.

    Raises:
        Fault: It is not YAML, or uses what a curated file must not; the message names the line.
    """
    strange = _UNPRINTABLE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise Fault(f"has the control character U+{ord(strange[0]):04X}", Place(file, line), "delete it")
    try:
        return _Builder(yaml.parse(text, Loader=yaml.SafeLoader), file).document()
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text, file) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an absurd escape or version number
        raise Fault("is not valid YAML", file, "look for an escape or a directive that makes no sense") from error


def _not_yaml(error: yaml.MarkedYAMLError, text: str, file: str) -> Fault:
    """PyYAML's complaint as a fault with the line and the likely cure."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Fault("is not valid YAML", file, "mend it")
    lines = text.splitlines()
    at = lines[mark.line] if mark.line < len(lines) else ""
    place = Place(file, min(mark.line + 1, max(len(lines), 1)))
    if "\t" in at[: len(at) - len(at.lstrip())]:
        return Fault("is not valid YAML: the line is indented with a tab", place, "indent with blanks")
    opened = error.context_mark
    if opened is not None and "end of stream" in (error.problem or "") and "quoted" in (error.context or ""):
        what = "is not valid YAML: the quotation mark that opens here is never closed"
        return Fault(what, Place(file, opened.line + 1), "close it")
    what = f"is not valid YAML: {error.problem or error.context}"
    cure = 'mend that line or the one before; put a value with ": ", " #" or quotation marks into quotes'
    return Fault(what, place, cure)


class _Builder:
    """Builds the tree from PyYAML's events."""

    def __init__(self, events: Iterator[yaml.Event], file: str) -> None:
        self._events = events
        self._file = file

    def document(self) -> Node:
        """The tree of the only document."""
        tree: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if tree is not None:
                    raise self._fault("holds a second YAML document", event, "drop the line ---")
                tree = self._node(next(self._events), _DEPTH)
        if tree is None:
            raise Fault("is empty", Place(self._file), "begin it with article: and the article's key")
        return tree

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._fault("uses a YAML anchor or alias (& or *)", event, "write the value out, or quote it")
        if getattr(event, "tag", None):
            raise self._fault("uses a YAML tag (!)", event, "drop the tag, or put the value into quotes")
        if depth == 0:
            raise self._fault("is nested too deeply", event, "see the form in graph/statements/curated.schema.json")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._fields(event, depth)
        value = str(getattr(event, "value", ""))
        if _SURROGATE.search(value):
            raise self._fault("has half of a surrogate pair", event, "write the character itself")
        return Scalar(_line(event), value.strip())

    def _items(self, start: yaml.Event, depth: int) -> Items:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth - 1))
        return Items(_line(start), tuple(items))

    def _fields(self, start: yaml.Event, depth: int) -> Fields:
        lines: dict[str, int] = {}
        values: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth - 1)
            if not isinstance(key, Scalar):
                raise self._fault("has a list or mapping for a key", event, "write a plain word before the colon")
            if key.value in values:
                raise self._fault(f'has "{key.value}" twice in one mapping', event, "keep one")
            lines[key.value] = key.line
            values[key.value] = self._node(next(self._events), depth - 1)
        return Fields(_line(start), lines, values)

    def _fault(self, what: str, event: yaml.Event, cure: str) -> Fault:
        return Fault(what, Place(self._file, _line(event)), cure)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
