"""For whom those speak of whom the registry tells no state: by their titles and appositions, and by who was named before them.

"Iran's atomic chief, …", "UN worker …", "members of the Security Council": whoever says something does not address whom they speak for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from diplograph.mentions.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from diplograph.model import Mention
    from diplograph.resolve.who import Who
    from diplograph.tree import Token

__all__ = ["homes", "masters"]

_MASTERS = frozenset({"state", "body", "organization", "armed_group"})
_SERVANTS = frozenset({"person", "group", "other", "body"})
_SERVING = frozenset({"of", "for", "from", "at"})
_NEAR = 2  # paragraphs before the first mention of an official in which a state is looked for


def masters(who: Who) -> dict[str, str]:
    """Of persons, groups and bodies the actor whose they are called most often."""
    heads: dict[tuple[int, int], str] = {}
    for one in who.resolved:
        root = who.root(one.span) if len(one.actors) == 1 and _kind(who, one.actors[0]) in _MASTERS else None
        if root is not None:
            heads.setdefault((one.paragraph, root.i), one.actors[0])
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for one in who.resolved:
        if len(one.actors) == 1 and one.form != "pronoun" and _kind(who, one.actors[0]) in _SERVANTS:
            places = ((one.paragraph, owner.i) for noun in _nouns(one, who) for owner in _owners(noun))
            votes[one.actors[0]].update(heads[place] for place in places if place in heads and heads[place] != one.actors[0])
    return {iri: said.most_common(1)[0][0] for iri, said in votes.items() if said}


def homes(who: Who, free: Callable[[str], bool]) -> dict[str, str]:
    """The state named last, as a subject or an owner, before an official of whom nothing tells a state.

    Args:
        who: Whom phrases mean.
        free: Whether nothing tells for whom an actor speaks.
    """
    found: dict[str, str] = {}
    for one in who.resolved:
        iri = one.actors[0] if len(one.actors) == 1 and one.form != "pronoun" else None
        if iri is None or iri in found or not free(iri):
            continue
        profile = who.mentions.profiles.get(iri)
        if profile is not None and profile.kind in _SERVANTS and any(words().office(noun) for noun in profile.nouns):
            state = next(_states_before(one, who), None)
            found |= {iri: state} if state is not None else {}
    return found


def _states_before(one: Mention, who: Who) -> Iterator[str]:
    """The states that do or own something before a mention, the nearest first."""
    for number in range(one.paragraph, max(-1, one.paragraph - _NEAR - 1), -1):
        for other in reversed(who.of_paragraph(number)):
            plain = other.span.end <= one.span.start and other.acts and other.form in {"name", "metonym"} and len(other.actors) == 1
            if plain and _kind(who, other.actors[0]) == "state" and (who.is_subject(other) or who.possessor(other)):
                yield other.actors[0]


def _nouns(one: Mention, who: Who) -> Iterator[Token]:
    """The head of a mention and the nouns in apposition to it, which say who it is."""
    root = who.root(one.span)
    if root is None:
        return
    yield root
    yield from (child for child in root.children if child.dep_ == "appos")
    while root.dep_ in {"flat", "appos"} and root.head is not root:
        root = root.head
        yield root


def _owners(noun: Token) -> Iterator[Token]:
    """What says whose an office or a group is: "Iranian", "Iran's", "UN", "of Iran"."""
    for child in noun.children:
        serving = child.dep_ == "nmod" and any(word.dep_ == "case" and word.lower_ in _SERVING for word in child.children)
        if serving or child.dep_ in {"amod", "compound", "nmod:poss"}:
            yield child


def _kind(who: Who, iri: str) -> str:
    profile = who.mentions.profiles.get(iri)
    return profile.kind if profile is not None else "other"
