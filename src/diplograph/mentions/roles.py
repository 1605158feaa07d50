"""Whether a state or a capital can act where it stands, or is only a place or an adjective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.mentions.words import words

if TYPE_CHECKING:
    from diplograph.mentions.view import View

__all__ = ["acts"]

_STEPS = 3  # how far the verb or noun of motion may stand before "to" or "from"


def acts(view: View, first: int, last: int) -> bool:
    """Whether the state named by these tokens can act: no place behind "in" or "at", no goal of a journey.

    "Between", "against", "with", "by", "on" and "for" leave it an actor; so do "to" and "from" without motion ("a letter to Moscow").
    """
    doc, known = view.doc, words()
    at = first - 1
    while at >= 0 and doc[at].pos_ in {"DET", "ADJ", "ADV"} and at >= first - _STEPS:
        at -= 1
    if at < 0:
        return True
    before = doc[at].lower_
    if before in known.place_prepositions:
        return False
    if before in {"to", "from"}:
        return not any(token.lemma_.lower() in known.motion for token in doc[max(0, at - _STEPS) : at])
    return not (
        last < len(doc) and doc[last].text == "-" and last + 1 < len(doc) and doc[last + 1].lower_ in {"based", "born", "held", "occupied"}
    )
