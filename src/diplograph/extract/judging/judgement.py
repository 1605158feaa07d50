"""What a clause was found to do, and the modal words that its predicate stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import kid, kids, lemma
from diplograph.model import Attitude, Kind, Stance

if TYPE_CHECKING:
    from diplograph.tree import Doc, Token

__all__ = ["OTHER", "Judgement", "Manner", "auxiliaries", "phrases"]

# Who speaks, which decides what "should" and "will" mean: reported or quoted speakers, a body in its own release, an author of opinion.
Manner = Literal["speech", "release", "opinion"]

# How far before its verb a modal may stand, in tokens ("must, with Europe and others, watch").
_FAR = 9
OTHER: dict[Stance, Stance] = {"for": "against", "against": "for", "conditional": "conditional", "none": "none"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clause was found to do.

    Attributes:
        kind, stance: As the words tell.
        strength: How far they can be trusted, 0 to 1; under .4 nothing in the clause spoke for any reading.
        reason: The word list that decided, for the rule's name.
        condition: The stretch of a condition.
        addressees: Heads of phrases that name who is meant to act or is blamed.
    """

    kind: Kind
    stance: Stance
    strength: float
    reason: str
    condition: Stretch | None = None
    addressees: tuple[Token, ...] = ()

    @property
    def attitude(self) -> Attitude:
        """Whether a clause that does this holds something true or wants it."""
        return "holds_true" if self.kind in ("assessment", "accusation") or self.reason == "denial" else "wants"


def auxiliaries(head: Token) -> list[str]:
    """The lemmas of the auxiliaries of a predicate, with "have to", "going to" and their like as one word."""
    found = [
        lemma(child) if child.text.lower() not in ("'ll", "wo", "'d", "ca") else child.text.lower() for child in kids(head, "aux", "cop")
    ]
    after = head.doc[head.i + 1].tag_ if head.i + 1 < len(head.doc) else ""
    if lemma(head) in ("have", "need", "ought", "get") and after == "TO" and kid(head, "aux:pass", "cop") is None:
        found.append(f"{lemma(head)} to")
    found += [
        lemma(token) for token in head.doc[max(head.sent.start, head.i - _FAR) : head.i] if token.tag_ == "MD" and _loose(token, head)
    ]
    if lemma(head) == "go" and kid(head, "xcomp") is not None and head.tag_ == "VBG":
        found.append("going to")
    return found


def _loose(modal: Token, head: Token) -> bool:
    """Whether a modal before a predicate is its own though the parser hung it elsewhere: nothing but names and phrases stand between."""
    between = head.doc[modal.i + 1 : head.i]
    return modal.head != head and modal.head.tag_[:2] != "VB" and not any(token.tag_[:2] in ("VB", "MD") for token in between)


def phrases(doc: Doc, stretch: Stretch, known: frozenset[str]) -> Iterator[str]:
    """The fixed phrases of a list that stand in a stretch, in alphabetical order; they are looked for where their longest word is."""
    keyed = _keyed(known)
    near = {phrase for token in doc[stretch[0] : stretch[1]] for phrase in keyed.get(token.lower_, ())}
    if near:
        words = f" {doc.words(*stretch).lower()} "
        yield from (phrase for phrase in sorted(near) if phrase in words)


@lru_cache(maxsize=16)
def _keyed(known: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Phrases by their longest word; one that ends a phrase without a blank may go on ("human shields")."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(known):
        words = re.findall(r"[a-z]+", phrase)
        longest = max(words, key=len)
        open_end = longest == words[-1] and not phrase.endswith(" ")
        for key in (longest, f"{longest}s", f"{longest}es", f"{longest}ed") if open_end else (longest,):
            found[key] = (*found.get(key, ()), phrase)
    return found
