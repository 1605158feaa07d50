"""WebAnno TSV 3 (https://inception-project.github.io, user guide, "WebAnno TSV 3.3"): one token a line, a column for each feature.

Offsets count UTF-16 code units. The format keeps the text sentence by sentence and not what stands between them: a gap is read as line
breaks. We write each line of a text as a sentence, and cut tokens at the borders of annotations. Of other tools' files the layers whose
names end in `Statement` and `Action` are ours; relations, chains, slots and other layers are counted and left.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from diplograph.errors import Fault, Place
from diplograph.interop.annotation.fields import KINDS, flat
from diplograph.interop.annotation.marks import Mark, Page
from diplograph.interop.curation import Record

__all__ = ["is_tsv", "read_tsv", "write_tsv"]

LAYERS = {"statement": "webanno.custom.Statement", "action": "webanno.custom.Action"}
_HEAD = re.compile(r"#FORMAT=WebAnno TSV 3(\.\d+)?")
_TOKEN = re.compile(r"(?:\w|[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f])+|\S")
_ROW = re.compile(r"\d+-\d+(?:\.\d+)?")
_OFFSETS = re.compile(r"(\d{1,10})-(\d{1,10})")
_VALUE = re.compile(r"((?:[^\\|]|\\.)*?)(?:\[(\d+)\])?(?:\||\Z)", re.DOTALL)
_ESCAPED = {"\\": "\\\\", "[": "\\[", "]": "\\]", "|": "\\|", "_": "\\_", "->": "\\->", ";": "\\;", "\t": "\\t", "\n": "\\n", "*": "\\*"}
_TO_ESCAPE = re.compile(r"->|[\\\[\]|_;\t\n*]")
_CONTROLS = {"\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f"}
_BACK = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_WIDEST_GAP = 100_000
_CURE = "export it anew as WebAnno TSV 3"


def write_tsv(text: str, records: list[Record]) -> bytes:
    """A document with its statements and actions; the records' offsets count in the text, in code points."""
    lines = ["#FORMAT=WebAnno TSV 3.3", *(f"#T_SP={layer}|{'|'.join(KINDS[kind])}" for kind, layer in LAYERS.items()), ""]
    marks = [(int(str(one["start"])), int(str(one["end"])), str(one["record"]), flat(one, text)) for one in records]
    borders = sorted({place for start, end, _, _ in marks for place in (start, end)})
    wide, number, sentence, offset = _Wide(text), 0, 0, 0
    numbered = [(n, *mark) for n, mark in enumerate(marks, 1)]
    for line in text.split("\n"):
        tokens = list(_tokens(line, offset, borders))
        if tokens:
            sentence += 1
            said = text[tokens[0][0] : tokens[-1][1]]
            lines += ["", f"#Text={_plain(said)}"]
            for number, (start, end) in enumerate(tokens, 1):
                cells = [cell for kind in LAYERS for cell in _cells(kind, [one for one in numbered if one[1] < end and start < one[2]])]
                place = f"{sentence}-{number}", f"{wide.of(start)}-{wide.of(end)}", _plain(text[start:end])
                lines.append("\t".join([*place, *cells, ""]))
        offset += len(line) + 1
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def _tokens(line: str, offset: int, borders: list[int]) -> Iterator[tuple[int, int]]:
    """The tokens of a line, cut where an annotation begins or ends within one."""
    for token in _TOKEN.finditer(line):
        start, end = offset + token.start(), offset + token.end()
        at = bisect_left(borders, start + 1)
        while at < len(borders) and borders[at] < end:
            yield start, borders[at]
            start, at = borders[at], at + 1
        yield start, end


def _cells(kind: str, here: list[tuple[int, int, int, str, dict[str, str]]]) -> Iterator[str]:
    mine = [(number, fields) for number, _, _, name, fields in here if name == kind]
    for feature in KINDS[kind]:
        yield "|".join(f"{_escaped(fields.get(feature, '')) or '*'}[{number}]" for number, fields in mine) or "_"


def _plain(text: str) -> str:
    return "".join(_CONTROLS.get(sign, sign) for sign in text)


def _escaped(value: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _ESCAPED[match[0]], value)


class _Wide:
    """Offsets in UTF-16 code units and code points of one text."""

    def __init__(self, text: str) -> None:
        self.astral = [at for at, sign in enumerate(text) if ord(sign) > 0xFFFF]
        self.units = [at + number for number, at in enumerate(self.astral)]

    def of(self, place: int) -> int:
        """Code units before a code point."""
        return place + bisect_left(self.astral, place)

    def back(self, unit: int) -> int | None:
        """Code points before a code unit; None within a character."""
        before = bisect_left(self.units, unit)
        inside = before and self.units[before - 1] == unit - 1
        return None if inside else unit - before


def is_tsv(data: bytes) -> bool:
    """Whether a file says that it is WebAnno TSV."""
    return data.lstrip(b"\xef\xbb\xbf").startswith(b"#FORMAT=WebAnno TSV")


@dataclass(slots=True)
class _Span:
    kind: str
    fields: dict[str, str]
    line: int
    begin: int
    end: int


@dataclass(slots=True)
class _Reader:
    """Reads one file line by line."""

    origin: str
    columns: list[tuple[str, str]] = field(default_factory=list)  # layer and feature
    pieces: list[str] = field(default_factory=list)
    units: int = 0  # of the text so far
    sentence: list[str] = field(default_factory=list)  # lines of a sentence whose first token has not come
    spans: dict[object, _Span] = field(default_factory=dict)
    tokens: list[tuple[int, int, int, str]] = field(default_factory=list)  # line, offsets, word

    def fault(self, what: str, line: int) -> Fault:
        return Fault(what, Place(self.origin, line), _CURE)

    def head(self, line: str) -> None:
        kind, _, rest = line.partition("=")
        parts = rest.split("|")
        if kind in {"#T_SP", "#T_RL", "#T_CH"}:
            named = parts[1:] if len(parts) > 1 and parts[1:] != [""] else [""]
            self.columns += [(parts[0] if kind == "#T_SP" else f"{kind} {parts[0]}", feature) for feature in named]

    def row(self, line: str, number: int) -> None:
        cells = line.removesuffix("\t").split("\t")
        offsets = _OFFSETS.fullmatch(cells[1]) if len(cells) > 2 else None
        if not _ROW.fullmatch(cells[0]) or offsets is None or len(cells) > 3 + len(self.columns):
            raise self.fault("is no line of WebAnno TSV 3", number)
        begin, end = int(offsets[1]), int(offsets[2])
        if self.sentence:
            self._begin(begin, _controls(cells[2]), number)
        self.tokens.append((number, begin, end, _controls(cells[2])))
        filled = ((at, _values(cell)) for at, cell in enumerate(cells[3:]) if cell != "_")
        for at, stack in filled:
            layer, feature = self.columns[at]
            kind = next((kind for kind in KINDS if layer.lower().endswith(f".{kind}")), layer)
            for place, (value, mark) in enumerate(stack):
                span = self.spans.setdefault((layer, mark or (number, place)), _Span(kind, {}, number, begin, end))
                span.begin, span.end = min(span.begin, begin), max(span.end, end)
                if value and feature:
                    span.fields.setdefault(feature, value)

    def _begin(self, begin: int, word: str, number: int) -> None:
        """Put a sentence where its first token says that it stands."""
        said = "\n".join(self.sentence)
        self.sentence.clear()
        before = said.find(word)
        gap = begin - len(said[: max(before, 0)].encode("utf-16-le", "surrogatepass")) // 2 - self.units
        if before < 0 or not 0 <= gap <= _WIDEST_GAP:
            raise self.fault("its offsets do not fit the text of its sentence", number)
        self.pieces += ["\n" * gap, said]
        self.units += gap + len(said.encode("utf-16-le", "surrogatepass")) // 2


def read_tsv(data: bytes, origin: str) -> Page:
    """The document and its annotations.

    Raises:
        Fault: It is of another version, or a line cannot be read; the message names it.
    """
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise Fault(f"is no UTF-8 ({error.reason})", origin, _CURE) from error
    if not _HEAD.fullmatch(lines[0].strip()):
        raise Fault(f"says {lines[0][:40]}", Place(origin, 1), "export it as WebAnno TSV 3.x; older ones are not read")
    reader = _Reader(origin)
    for number, line in enumerate(lines, 1):
        if line.startswith("#Text="):
            reader.sentence.append(_controls(line.removeprefix("#Text=")))
        elif line.startswith("#"):
            reader.head(line)
        elif line.strip():
            reader.row(line, number)
    text = "".join(reader.pieces)
    wide = _Wide(text)
    for number, begin, end, word in reader.tokens:
        if text[wide.back(begin) or 0 : wide.back(end)] != word:
            raise reader.fault(f"its offsets {begin}-{end} do not show “{word[:40]}”", number)
    marks = tuple(_mark(span, wide, origin) for span in reader.spans.values())
    name = origin.replace("\\", "/").rsplit("/", 1)[-1]
    return Page((name,), text, marks, exact=False)


def _mark(span: _Span, wide: _Wide, origin: str) -> Mark:
    start, end = wide.back(span.begin), wide.back(span.end)
    fault = "" if span.kind in KINDS else f"annotations of the layer {span.kind} have no place among ours"
    return Mark(f"{origin}:{span.line}", span.kind, span.fields, "", start, end, fault=fault)


def _values(cell: str) -> list[tuple[str, str]]:
    """The values of a cell, each with the number of its annotation; `*` is one without a value."""
    found = []
    at = 0
    while at <= len(cell):
        match = _VALUE.match(cell, at)
        if match is None:
            break
        value = re.sub(r"\\(->|.)", lambda m: _BACK.get(m[1], m[1]) if m[1] in {"t", "n"} else m[1], match[1], flags=re.DOTALL)
        found.append(("" if match[1] == "*" else value, match[2] or ""))
        if match.end() == at or cell[match.end() - 1] != "|":
            break
        at = match.end()
    return found


def _controls(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _BACK.get(match[1], match[1]), text)
