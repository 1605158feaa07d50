"""Actors named together: "Egypt, Greece and France", "Blinken, along with his Russian counterpart, Lavrov".

The parser is unsure of long coordinations, so they are read from the surface: mentions with nothing but commas, conjunctions, titles
and adjectives between them, one "and" at least among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from diplograph.mentions.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diplograph.mentions import Mentions
    from diplograph.model import Mention, Parsed

__all__ = ["chains"]

_FILLERS = frozenset(
    {
        ",",
        "and",
        "or",
        "nor",
        "the",
        "a",
        "his",
        "her",
        "its",
        "their",
        "&",
        "both",
        "as",
        "well",
        "along",
        "with",
        "(",
        ")",
        "then",
        "together",
    }
)
_JOINS = frozenset({"and", "or", "nor", "&", "with", "as"})
_DETERMINERS = frozenset({"a", "an", "the", "its", "his", "her", "their", "head", "leader", "president"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SKIPPED, _APPOSED = 4, 4  # members that an apposition may hold with the one behind it, and tokens that it has at least with its commas
_CLOSES = re.compile(r",\s*and\b", re.IGNORECASE)
_FARTHEST = 120  # characters between two members; sixteen words are never more
_LONGEST = 16  # words between two members; "and his Greek, Cypriot and French counterparts," has seven


def chains(members: Sequence[Mention], mentions: Mentions, parsed: Sequence[Parsed]) -> Iterator[list[int]]:
    """The coordinations among mentions in the order of the text, each as places in `members`."""
    chain: list[int] = []
    joined = False
    skipped = -1
    for place, one in enumerate(members):
        if place <= skipped:
            continue
        over = _over_apposition(members, place, chain, mentions, parsed) if chain else None
        if over is not None:
            chain.append(over)
            joined, skipped = True, over
            continue
        link = _between(members[chain[-1]], one, mentions, parsed[one.paragraph].start) if chain else None
        if link is None or not link:
            if len(chain) > 1 and joined:
                yield chain
            chain, joined = [place], False
            continue
        if not (link & _JOINS) and joined:  # "X and Y, Z": the comma begins something else
            yield chain
            chain, joined = [place], False
            continue
        chain.append(place)
        joined = bool(link & _JOINS)
    if len(chain) > 1 and joined:
        yield chain


def _over_apposition(
    members: Sequence[Mention], place: int, chain: Sequence[int], mentions: Mentions, parsed: Sequence[Parsed]
) -> int | None:
    """The member that "and" joins behind the apposition of the one before: "Kofi Annan, the head of the UN, and Javier Solana"."""
    before = members[chain[-1]]
    doc, start = parsed[before.paragraph].doc, parsed[before.paragraph].start
    for later in range(place, min(len(members), place + _SKIPPED)):
        one = members[later]
        if one.paragraph != before.paragraph or one.span.start - before.span.end > _FARTHEST:
            return None
        if not _CLOSES.search(mentions.texts[one.paragraph], before.span.end - start, one.span.start - start):
            continue
        between = doc.char_span(before.span.end - start, one.span.start - start, alignment_mode="contract")
        if between is None or len(between) < _APPOSED:
            continue
        tokens = [token for token in between if token.lower_ not in {"the", "a", "an"} or token.i == between.start + 1]
        opens = tokens[0].text == "," and (tokens[1].lower_ in _DETERMINERS or tokens[1].tag_ == "NNP")
        closes = tokens[-1].lower_ == "and" and tokens[-2].text == ","
        inside = tokens[1:-2]
        plain = not any(
            (t.tag_ in _FINITE and t.dep_ not in {"acl", "amod"}) or t.text in {",", ";", "“", "”", '"'} or t.lower_ in {"and", "or"}
            for t in inside
        )
        if opens and closes and inside and plain:
            return later
    return None


def _between(a: Mention, b: Mention, mentions: Mentions, start: int) -> frozenset[str] | None:
    """The words between two mentions that can be members of one coordination; None where others stand there."""
    if a.paragraph != b.paragraph or b.span.start < a.span.end:
        return None
    text = mentions.texts[a.paragraph][a.span.end - start : b.span.start - start]
    if len(text) > _FARTHEST or _goes_on_describing(a, b, text):
        return None
    for other in mentions.mentions[bisect_left(mentions.starts, a.span.end) : bisect_left(mentions.starts, b.span.start)]:
        if not other.acts and other.span.end <= b.span.start:
            low, high = other.span.start - a.span.end, other.span.end - a.span.end
            text = text[:low] + " " * (high - low) + text[high:]
    plain: list[str] = []
    for word in text.replace(",", " , ").replace("(", " ( ").replace(")", " ) ").lower().split():
        plain.append(word.strip("."))
        if len(plain) > _LONGEST or not _fills(plain[-1]):
            return None
    linked = "," in plain or bool(_JOINS & set(plain)) or (bool(plain) and set(plain) <= {"(", ")"})
    return frozenset(plain) if linked else None


def _goes_on_describing(a: Mention, b: Mention, between: str) -> bool:
    """Whether a nominal only goes on an apposition without an article: "Ana Holm, security expert and | editor of a local paper"."""
    ahead = between.split()
    bare = len(ahead) > 2 and ahead[0] == "," and ahead[-1] == "and" and ahead[1].islower() and ahead[1] not in _FILLERS
    return bare and a.form in {"name", "titled"} and b.form == "nominal" and words().office(ahead[-2])


def _fills(word: str) -> bool:
    """Whether a word can stand between the members of a coordination."""
    known = words()
    return (
        word in _FILLERS or known.office(word) or word in known.office_modifiers or word in known.courtesy or word in known.portfolios
        or word == "of"
    )  # fmt: skip
