"""The texts of articles, of those alone that may be shown.

The graph holds passages and no texts. Where the workspace's articles lie beside it, a page shows the text of an article whose metadata give
a licence that lets anyone copy it; of any other it shows the passages alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from diplograph.errors import Fault
from diplograph.model import Article

if TYPE_CHECKING:
    from diplograph.resources import Workspace
    from diplograph.web.pages.records import Event

__all__ = ["Piece", "Texts", "is_open"]

# Creative Commons licences that allow copies of the whole, CC0, the public domain (works of the US government are in it), open government
# licences. Whatever else a licence says, or that there is none, means that the text stays with its publisher.
_OPEN = re.compile(
    r"(?:(?:CC[ -]?)?BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?[ -]\d\.\d.*|CC[ -]BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?|CC0.*|public domain.*|PDM.*"
    r"|https?://creativecommons\.org/(?:licenses|publicdomain)/.*|Open Government Licence.*|OGL.*)",
    re.IGNORECASE,
)


def is_open(licence: str | None) -> bool:
    """Whether a licence, as the metadata of an article give it, lets anyone copy the text."""
    return bool(licence and _OPEN.fullmatch(licence.strip()))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is marked throughout, or not at all.

    Attributes:
        text: Its words.
        marks: The numbers, from 1, of the statements and actions whose passages cover it.
        ends: Those of them whose passage ends with it: there the number is shown.
    """

    text: str
    marks: tuple[int, ...]
    ends: tuple[int, ...] = ()


@dataclass(slots=True)
class Texts:
    """The articles of a workspace that may be shown, by key."""

    articles: dict[str, Article] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace) -> Texts:
        """Read them from the workspace's articles; what cannot be read has no text here, as `build` has said already."""
        if workspace.seeds is None:
            return cls()
        from diplograph import articles

        found = [one for one in articles.stream([workspace.seeds]) if not isinstance(one, Fault)]
        return cls({one.key: one for one in found if is_open(one.licence)})

    def licence(self, key: str) -> str:
        """The licence under which an article's text is shown, or nothing where it is not."""
        article = self.articles.get(key)
        return (article.licence or "") if article else ""

    def marked(self, key: str, events: Sequence[Event]) -> list[list[Piece]] | None:
        """An article's paragraphs with its passages marked, or None where its text may not be shown."""
        article = self.articles.get(key)
        if article is None:
            return None
        spans = [(one.quote.start, one.quote.end, number) for number, one in enumerate(events, 1) if one.quote]
        # A passage that runs beyond a paragraph goes on in the next; its number stands once, where the last of it does.
        lasts = {number: max((body.end for body in article.body if first < body.end < last), default=last) for first, last, number in spans}
        lasts |= {number: last for _, last, number in spans if any(body.start < last <= body.end for body in article.body)}
        paragraphs = []
        for body in article.body:
            edges = sorted(
                {body.start, body.end, *(edge for start, end, _ in spans for edge in (start, end) if body.start < edge < body.end)}
            )
            pieces = []
            for start, end in pairwise(edges):
                over = tuple(number for first, last, number in spans if first <= start and end <= last)
                pieces.append(Piece(article.source.text[start:end], over, tuple(number for number in over if lasts[number] == end)))
            paragraphs.append(pieces)
        return paragraphs
