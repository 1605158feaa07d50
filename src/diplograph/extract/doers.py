"""Who does what a clause tells, and what that amounts to if it is the one who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from diplograph.extract.acts import own_act
from diplograph.extract.holders import himself
from diplograph.extract.judging import judge
from diplograph.extract.reading.stretches import Stretch, noun_phrase
from diplograph.extract.reading.trees import person, subject

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.model import Kind, Span, Stance
    from diplograph.tree import Token

__all__ = ["Told", "told_by", "told_of"]


class Told(TypedDict, total=False):
    """Fields of a Candidate."""

    doer_span: Span | None
    own_act: tuple[Kind, Stance] | None
    other_act: tuple[Kind, Stance] | None


def told_by(page: Page, head: Token, stretch: Stretch, who: Token | None) -> Told:
    """The same of what somebody says; of "it", where only the name tells whether he can be meant, what it is if he is not."""
    doer = subject(head)
    if doer is not None and doer.lower_ == "it" and himself(doer, who, page.lexicon) is None:
        found = judge(head, stretch, page.lexicon, "speech")
        return {"other_act": (found.kind, found.stance)}
    return told_of(page, head)


def told_of(page: Page, head: Token) -> Told:
    """The doer of a clause, where a noun phrase of the third person names it, and its own act."""
    doer = subject(head)
    if doer is None or person(doer, page.lexicon) is not None or doer.tag_[:2] != "NN":
        return {}
    return {"doer_span": page.span(noun_phrase(doer)), "own_act": own_act(page, head)}
