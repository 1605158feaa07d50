"""A text cut into paragraphs: each non-blank line is one, unless the text is wrapped to a width."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from diplograph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Paragraph", "cut"]

# Plain text wrapped by hand or by a mail program keeps to 60 to 100 characters; a page saved as text has a paragraph
# per line, and then some line is longer than this.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 50
_RUN_ON = 0.2  # share of continued lines that begin with a small letter; about half do in English

_LINE = re.compile(r"[^\n]+")
_QUOTED = re.compile(r"[>\s]*")  # blanks, and marks of quoted mail


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        span: Where it stands, without the blanks around it.
        text: Its words with single blanks between them and straight apostrophes, for matching; not for quoting.
        raw: Its words as they stand in the source.
        number: Its place among the paragraphs of the text, from 0.
        apart: Whether a blank line, or nothing, stands before it.
    """

    span: Span
    text: str
    raw: str
    number: int
    apart: bool

    @property
    def words(self) -> int:
        """How many blank-separated words it has."""
        return self.text.count(" ") + 1


def cut(text: str) -> Iterator[Paragraph]:
    r"""The paragraphs of a text whose line ends are `\n`, in order."""
    spans = _lines(text)
    width = max((span.end - span.start for span in spans), default=0)
    wrapped = _NARROWEST_WRAP <= width <= _WIDEST_WRAP and _runs_on(text, spans, width)
    number = 0
    last: Span | None = None
    apart = True
    for span in spans:
        if last is None:
            last = span
            continue
        blank = text.count("\n", last.end, span.start) > 1
        if wrapped and not blank and _wraps(text, last, span, width):
            last = Span(last.start, span.end)
            continue
        yield _paragraph(text, last, number, apart=apart)
        number += 1
        last, apart = span, blank
    if last is not None:
        yield _paragraph(text, last, number, apart=apart)


def _paragraph(text: str, span: Span, number: int, *, apart: bool) -> Paragraph:
    raw = span.of(text)
    return Paragraph(span, _words(raw), raw, number, apart)


def _lines(text: str) -> list[Span]:
    """The non-blank lines without the blanks at their ends and the marks of quoted mail at their beginning."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        marks = _QUOTED.match(line)
        begin = marks.end() if marks else 0
        if begin < len(line):
            spans.append(Span(match.start() + begin, match.start() + len(line.rstrip())))
    return spans


def _runs_on(text: str, spans: list[Span], width: int) -> bool:
    """Whether lines that are as long as can be break off inside sentences: the lines of a short page do not."""
    pairs = [two for one, two in pairwise(spans) if text.count("\n", one.end, two.start) == 1 and _wraps(text, one, two, width)]
    small = sum(text[two.start].islower() for two in pairs)
    return small >= _RUN_ON * len(pairs) or text.isupper()


def _wraps(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether a line ends only because the next word had no room in it."""
    begin = max(text.rfind("\n", 0, line.end) + 1, line.start)
    word = following.of(text).split(maxsplit=1)[0]
    if word[0] == "(" and text[line.end - 1] in '.!?"”':  # "(Reporting by …)" under the last line
        return False
    return line.end - begin + 1 + len(word) > width


def _words(text: str) -> str:
    return " ".join(text.split()).replace("’", "'")
