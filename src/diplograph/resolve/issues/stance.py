"""The stance toward a concept, from the stance toward the content that names it.

The words of `shifters.yaml` before the concept's own words turn it ("a moratorium on", "an end to"), unless the label that the concept was
found by has them too. What somebody only holds true, without a value in it, takes no side.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from diplograph.resolve.issues.words import stem, words

if TYPE_CHECKING:
    from diplograph.model import Kind, Stance
    from diplograph.resolve.issues.index import Bag, Label
    from diplograph.resolve.issues.match import Found

__all__ = ["opposite", "toward", "turned"]

_TURN: dict[str, Stance] = {"for": "against", "against": "for"}
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SIDELESS = frozenset({"assessment"})
_PREPOSITIONS = frozenset({"against", "without", "non"})
_NOT = re.compile(r"\b(not|never|cannot)\b|n['’]t\b")  # a negated content that somebody is against has been turned already
_PARTICIPLE = re.compile(r"(ed|en)$")


def turned(content: Bag, label: Label, name: str) -> bool:
    """Whether the content turns the stance toward the concept that a label of it names.

    Each of these turns once: a shifter of the content before the label's words, or a participle behind them ("X be lifted"), that the
    label has not; a shifter of the label that the content has not ("Iran's enrichment" for "end to Iran's enrichment"); a label that
    names what the concept would end, without saying so ("foreign presence" for "withdrawal of foreign forces").

    Args:
        content: The content.
        label: The label by which the concept was found.
        name: The concept's preferred label.
    """
    shifters = _shifters()
    places = [content.stems[one] for one in label.stems - shifters if one in content.stems]
    first = min(places, default=len(content.text))
    own = label.stems | {stem(word) for word in label.text.split()}
    before = [match.group().lower() for match in _WORD.finditer(content.text[:first])]
    behind = [word for match in _WORD.finditer(content.text[first:]) if _PARTICIPLE.search(word := match.group().lower())]
    count = sum(stem(word) in shifters and stem(word) not in own for word in (*before, *behind))
    count += sum((stem(a), stem(b)) in words().phrases for a, b in pairwise(before))
    said = {stem(match.group().lower()) for match in _WORD.finditer(content.text)}
    plain = shifters - _PREPOSITIONS
    count += len((own & plain) - said)
    called = {stem(word) for word in name.lower().split()}
    count += bool(called & plain) and not own & shifters and bool(called & label.stems)
    return count % 2 == 1


@cache
def _shifters() -> frozenset[str]:
    known = words()
    return known.against | frozenset(known.families[one] for one in known.against if one in known.families)


def opposite(stance: Stance) -> Stance:
    """The other side; none and conditional stay."""
    return _TURN.get(stance, stance)


def toward(kind: Kind, stance: Stance, content: Bag, found: Found) -> tuple[Stance, Literal["for", "against"] | None]:
    """The stance toward a concept and, where it is conditional, which way it leans.

    Args:
        kind: Of the statement: an assessment takes no side.
        stance: Toward the content.
        content: The content.
        found: The concept and the label that names it.
    """
    flip = turned(content, found.label, found.concept.name)
    if stance == "for" and _NOT.search(content.text):
        flip = not flip
    if kind in _SIDELESS and stance != "against":
        return "none", None
    if stance == "conditional":
        return "conditional", "against" if flip else "for"
    return (opposite(stance) if flip else stance), None
