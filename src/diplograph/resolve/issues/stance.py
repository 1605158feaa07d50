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
    from diplograph.model import Candidate, Stance
    from diplograph.resolve.issues.index import Bag, Label
    from diplograph.resolve.issues.match import Found

__all__ = ["is_norm", "opposite", "taken_up", "toward", "turned"]

_TURN: dict[str, Stance] = {"for": "against", "against": "for"}
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SIDED = frozenset({"good", "bad", "will", "duty"})  # constructions of assessments that evaluate
_DENIALS = frozenset({"denial", "impersonal_doubt"})
_NEUTRAL = frozenset({"say", "tell", "note", "add", "report", "announce", "describe", "recall", "find", "speak", "write", "state"})
_COPULA = re.compile(r"\b(?:is|are|was|were|be|been)\b")
_SAID = 4  # words behind "is" that evaluate
_HEAD = 3  # words of a concept's name that say what it is
_PREPOSITIONS = frozenset({"against", "without", "non"})
_NOT = re.compile(r"\b(not|never|cannot)\b|n['’]t\b")  # a negated content that somebody is against has been turned already
_INFINITIVE = re.compile(r"\bto ([a-z]+)\W*$")  # "wants the war to end"
_PARTICIPLE = re.compile(r"(ed|en)$")


def turned(content: Bag, label: Label, name: str) -> bool:
    """Whether the content turns the stance toward the concept that a label of it names.

    Each of these turns once: a shifter of the content before the label's words, or a participle behind them ("X be lifted"), that the
    label has not; a shifter of the label that the content has not ("Iran's enrichment" for "end to Iran's enrichment"); a label that
    names what the concept would end, without saying so ("foreign presence" for "withdrawal of foreign forces"). Where none does, a bad word
    said of it does ("would be a catastrophe").

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
    behind += [match[1].lower() for match in _INFINITIVE.finditer(content.text[first:])]
    count = sum(stem(word) in shifters and stem(word) not in own for word in (*before, *behind))
    count += sum((stem(a), stem(b)) in words().phrases for a, b in pairwise(before))
    said = {stem(match.group().lower()) for match in _WORD.finditer(content.text)}
    plain = shifters - _PREPOSITIONS
    count += len((own & plain) - said)
    count += bool(_ended(name, plain) & label.stems) and not own & shifters
    if not count and any(stem(word) in words().evils for word in _after(content.text, first)):
        count = 1
    return count % 2 == 1


def _ended(name: str, shifters: frozenset[str]) -> frozenset[str]:
    """What a concept would end: the words of its name behind a shifter ("war" of "end of the war")."""
    called = [stem(word) for word in re.findall(r"[\w'-]+", name.lower())]
    at = next((place for place, one in enumerate(called) if one in shifters), len(called))
    return frozenset(called[at + 1 :])


def _after(text: str, first: int) -> list[str]:
    """The words of what is said of a thing: behind a form of "be" that stands behind its name."""
    match = _COPULA.search(text, first)
    return [found.group().lower() for found in _WORD.finditer(text, match.end())][:_SAID] if match else []


@cache
def _shifters() -> frozenset[str]:
    known = words()
    return known.against | frozenset(known.families[one] for one in known.against if one in known.families)


def opposite(stance: Stance) -> Stance:
    """The other side; none and conditional stay."""
    return _TURN.get(stance, stance)


def toward(candidate: Candidate, content: Bag, found: Found) -> tuple[Stance, Literal["for", "against"] | None]:
    """The stance toward a concept and, where it is conditional, which way it leans.

    Args:
        candidate: An assessment takes no side unless it evaluates; a denial of fact takes none; who blames somebody by a norm is for it.
        content: The content.
        found: The concept and the label that names it.
    """
    stance = candidate.stance
    flip = turned(content, found.label, found.concept.name)
    if stance == "for" and _NOT.search(content.text):
        flip = not flip
    if _sideless(candidate):
        return "none", None
    if stance == "conditional":
        return "conditional", "against" if flip else "for"
    if candidate.kind == "accusation" and stance == "against" and is_norm(found.concept.name):
        return "for", None
    return (opposite(stance) if flip else stance), None


def taken_up(candidate: Candidate) -> tuple[Stance, Literal["for", "against"] | None]:
    """The stance toward a concept that the content only takes up ("the decision"): the one toward the content."""
    if _sideless(candidate):
        return "none", None
    return candidate.stance, "for" if candidate.stance == "conditional" else None


def is_norm(name: str) -> bool:
    """Whether a concept of this name is one that actors break and do not oppose ("respect for human rights")."""
    return any(stem(word) in words().norms for word in re.findall(r"[\w-]+", name.lower())[:_HEAD])


def _sideless(candidate: Candidate) -> bool:
    """Whether a statement holds something true without taking a side."""
    construction, _, said = candidate.rule.partition(":")
    if candidate.kind == "assessment":
        sided = said in _SIDED or (construction == "verb" and said.partition(" ")[0] not in _NEUTRAL)
        return candidate.stance == "none" or said in _DENIALS or not (sided or candidate.stance == "against")
    return candidate.kind == "rejection" and candidate.attitude == "holds_true"
