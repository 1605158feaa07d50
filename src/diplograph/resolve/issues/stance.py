"""The stance toward a concept, from the stance toward the content that names it.

The words of `shifters.yaml` before the concept's own words turn it ("a moratorium on", "an end to"), unless the label that the concept was
found by has them too. What somebody only holds true, without a value in it, takes no side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from diplograph.resolve.issues.words import stem, words

if TYPE_CHECKING:
    from diplograph.model import Kind, Stance
    from diplograph.resolve.issues.index import Bag, Label

__all__ = ["opposite", "toward", "turned"]

_TURN: dict[str, Stance] = {"for": "against", "against": "for"}
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SIDELESS = frozenset({"assessment"})


def turned(content: Bag, label: Label) -> bool:
    """Whether the content turns the stance toward the concept that a label of it names."""
    known = words()
    first = min((content.stems[one] for one in label.stems if one in content.stems), default=len(content.text))
    own = label.stems | {stem(word) for word in label.text.split()}
    found = [match.group().lower() for match in _WORD.finditer(content.text[:first])]
    count = sum(stem(word) in _stems(known.against) and stem(word) not in own for word in found)
    count += sum((stem(a), stem(b)) in known.phrases for a, b in zip(found, found[1:], strict=False))
    return count % 2 == 1


def _stems(shifters: frozenset[str]) -> frozenset[str]:
    families = words().families
    return shifters | frozenset(families[one] for one in shifters if one in families)


def opposite(stance: Stance) -> Stance:
    """The other side; none and conditional stay."""
    return _TURN.get(stance, stance)


def toward(kind: Kind, stance: Stance, content: Bag, label: Label) -> tuple[Stance, Literal["for", "against"] | None]:
    """The stance toward a concept and, where it is conditional, which way it leans.

    Args:
        kind: Of the statement: an assessment takes no side.
        stance: Toward the content.
        content: The content.
        label: The label that names the concept.
    """
    flip = turned(content, label)
    if kind in _SIDELESS and stance != "against":
        return "none", None
    if stance == "conditional":
        return "conditional", "against" if flip else "for"
    return cast("Stance", opposite(stance) if flip else stance), None
