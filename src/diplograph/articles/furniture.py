"""What kind of line a paragraph is, judged by its words alone; the wordings are in `furniture.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diplograph.articles.paragraphs import Paragraph
    from diplograph.model import Span

__all__ = ["ENDS_SENTENCE", "Line", "classify", "reason"]

# Longer paragraphs are never furniture, and no pattern need look at them (a bound on the time for hostile input).
_LONGEST = 1_000
# Headlines of the seeds have up to 14 words; a sentence of 15 and fewer words nearly always has its full stop.
_HEADING_WORDS = 15

_CLOSING = "\"'”’»)]*_ "
_BULLET = re.compile(r"(?:[-–—*•‣·▪●◦>]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])\s")
ENDS_SENTENCE = (".", "!", "?", "…", ":", ";", "。", "！", "？", "؟", "।")  # in the scripts that news is written in


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph and its kind.

    Attributes:
        paragraph: The paragraph.
        kind: The name of a group of `furniture.yaml`, or `heading` (short, without the end of a sentence), `item` (a
            line of a list), `separator` (no letter or figure in it), `prose`.
    """

    paragraph: Paragraph
    kind: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.paragraph.span

    @property
    def text(self) -> str:
        """Its words, for matching."""
        return self.paragraph.text

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.paragraph.words


@dataclass(frozen=True, slots=True)
class _Group:
    reason: str
    words: int
    pattern: re.Pattern[str]


def classify(paragraph: Paragraph) -> Line:
    """Give a paragraph its kind."""
    text = paragraph.text
    if not any(map(str.isalnum, text)):
        return Line(paragraph, "separator")
    if len(text) <= _LONGEST:
        for name, group in _groups().items():
            if paragraph.words <= group.words and group.pattern.fullmatch(text):
                return Line(paragraph, name)
    if paragraph.words > _HEADING_WORDS or text.rstrip(_CLOSING).endswith(ENDS_SENTENCE):
        return Line(paragraph, "prose")
    return Line(paragraph, "item" if _BULLET.match(text) or text[0].islower() else "heading")


def reason(kind: str) -> str | None:
    """Why lines of a kind are left out; None for the kinds that an article's own text can have."""
    if kind == "separator":
        return "separator: no words"
    group = _groups().get(kind)
    return group.reason if group else None


@cache
def _groups() -> Mapping[str, _Group]:
    """The groups of `furniture.yaml`, in its order."""
    data = yaml.safe_load((files("diplograph.articles") / "furniture.yaml").read_text("utf-8"))
    return {
        name: _Group(group["reason"], group["words"], re.compile("|".join(group["lines"]), re.IGNORECASE)) for name, group in data.items()
    }
