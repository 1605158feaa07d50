"""Nouns of events, with who and whom their modifiers and phrases name: "Russia's invasion of Ukraine", "talks between X and Y".

Limits: a noun without anybody named near it tells of no action, unless its entry says so; the parser's attachment of "of" and
"in" is taken as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.actions.control import doer
from diplograph.extract.actions.status import of_noun
from diplograph.extract.actions.words import participants, preposition, timed
from diplograph.extract.reading.parts import clause
from diplograph.extract.reading.stretches import Stretch, subtree
from diplograph.extract.reading.trees import antecedent, is_verb, kid, kids, lemma, passive
from diplograph.model import ActionCandidate

if TYPE_CHECKING:
    from diplograph.extract.actions.words import Event, Words
    from diplograph.lexicon import Lexicon
    from diplograph.model import Parsed, Span
    from diplograph.tree import Token

__all__ = ["happenings"]

_LONGEST = 35
_SHORTEST = 3  # words, where no name is among them: "the meeting" takes up what is told elsewhere
_OWNERS = frozenset({"poss", "mod", "between", "by", "among"})  # places of those who act; others may name them only in part
_BEFORE = 7  # words before a noun among which its modifiers are looked for
_CHAIN = 3  # phrases behind a noun that may belong to it
_LINKS = frozenset({"of", "with", "between", "against", "in", "on", "into", "to", "from", "by", "among", "at", "for", "near"})
_LOOSE = frozenset(
    {
        "acl:relcl",
        "parataxis",
        "punct",
        "advcl",
        "discourse",
        "cc",
        "conj",
        "appos",
        "cc:preconj",
        "cop",
        "nsubj",
        "aux",
        "mark",
        "advmod",
        "obl:unmarked",
    }
)


def happenings(one: Parsed, lexicon: Lexicon, known: Words) -> Iterator[ActionCandidate]:
    """The events that the nouns of a paragraph name, in order."""
    for token in one.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "amod", "flat"}:
            continue
        for entry in known.nouns.get(lemma(token).lower(), ()):
            if _fits(token, entry):
                found = _told(token, entry, one, lexicon, known)
                if found is not None:
                    yield found
                break


def _fits(noun: Token, entry: Event) -> bool:
    """Whether number, modifiers and the phrase behind are those that an entry asks for."""
    if entry.plural == "true" and not noun.tag_.endswith("S"):
        return False
    before = [child for child in noun.children if child.i < noun.i]
    words = {lemma(child) for child in before} | {child.lower_ for child in before}
    if entry.mods is not None and entry.mods and not words & entry.mods:
        return False
    if words & entry.unless:
        return False
    if entry.after is not None:
        phrases = [child for child in kids(noun, "nmod", "obl", "acl") if preposition(child) == entry.after]
        if not phrases and not _follows(noun, entry.after):
            return False
        if entry.phrase and not any(lemma(token) in entry.phrase for token in noun.doc[noun.i + 2 : noun.i + 9]):
            return False
    return True


def _follows(noun: Token, word: str) -> bool:
    return noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].lower_ == word


def _told(noun: Token, entry: Event, one: Parsed, lexicon: Lexicon, known: Words) -> ActionCandidate | None:
    end, phrases = _phrases(noun)
    actors = tuple(dict.fromkeys(_places(noun, entry.actors, phrases, one)))
    own = tuple(_places(noun, tuple(place for place in entry.actors if place in _OWNERS), phrases, one))
    if not own and "gov" in entry.actors:
        actors = tuple(dict.fromkeys((*_governor(noun, one, known), *actors)))
    if not actors:
        actors, end = _tellers(noun, one, end)
    targets = tuple(span for span in dict.fromkeys(_places(noun, entry.targets, phrases, one)) if span not in actors)
    if not _enough(entry, actors, targets):
        return None
    stretch = (min(_stretch(noun)[0], _named_before(noun)), end)
    if stretch[1] - stretch[0] > _LONGEST or (
        stretch[1] - stretch[0] < _SHORTEST and not any(token.pos_ == "PROPN" for token in one.doc[slice(*stretch)])
    ):
        return None
    status = entry.status or of_noun(noun, lexicon, known, lasting=entry.lasting)
    return ActionCandidate(one.span(*stretch), entry.type, status, f"event:{entry.words[0]}", one.number, noun.i, actors, targets)


def _named_before(noun: Token) -> int:
    """Where the names before an event noun begin, which small parsers hang elsewhere ("recent DPRK ballistic missile launches")."""
    first, i = noun.i, noun.i - 1
    while i >= noun.sent.start and noun.i - i < _BEFORE:
        token = noun.doc[i]
        if token.pos_ == "PROPN":
            first = i
        elif token.pos_ not in {"ADJ", "NOUN", "NUM"} and token.text not in {"(", ")", "-", "–"}:
            break
        i -= 1
    while first > noun.sent.start + 1 and noun.doc[first - 1].pos_ == "ADJ" and noun.doc[first - 1].text[:1].isupper():
        first -= 1  # "United States sanctions"
    return first


def _enough(entry: Event, actors: tuple[Span, ...], targets: tuple[Span, ...]) -> bool:
    wanted = {
        "actor": bool(actors),
        "target": bool(targets),
        "both": bool(actors and targets),
        "any": bool(actors or targets),
        "none": True,
    }
    return wanted[entry.needs]


def _stretch(noun: Token) -> Stretch:
    """The event's noun phrase, without what is coordinated to it."""

    def loose(child: Token) -> bool:
        if child.head.i != noun.i:
            return child.dep_ in {"acl:relcl", "parataxis"}
        return child.dep_ in _LOOSE or (child.dep_ == "case" and child.i < noun.i) or (child.dep_ == "acl" and child.i > noun.i + 1)

    return subtree(noun, loose)


def _phrases(noun: Token) -> tuple[int, list[tuple[str, Token]]]:
    """Where the noun phrase ends, and its prepositional phrases: those that the tree hangs from it, and those that follow at once."""
    end = _stretch(noun)[1]
    found = [(preposition(child), child) for child in kids(noun, "nmod", "obl", "obl:agent") if child.i > noun.i]
    found += [("by", below) for _, child in found for below in kids(child, "nmod", "obl") if preposition(below) == "by"]
    for _ in range(_CHAIN):
        if end >= noun.sent.end or noun.doc[end].lower_ not in _LINKS or noun.doc[end].dep_ != "case":
            break
        head = noun.doc[end].head
        if head.i <= end or head.sent != noun.sent:
            break
        found.append((noun.doc[end].lower_, head))
        end = max(participants(head)[1], end + 1)
    purpose = next((child for child in kids(noun, "acl") if child.i == end + 1 and noun.doc[end].lower_ == "to"), None)
    if purpose is not None and end == _stretch(noun)[1]:
        end = clause(purpose, lambda child: child.dep_ in {"advcl", "parataxis", "ccomp"})[1]
    return end, found


def _places(noun: Token, places: tuple[str, ...], phrases: list[tuple[str, Token]], one: Parsed) -> Iterator[Span]:
    """The phrases in the places of a frame, as spans."""
    for place in places:
        if place == "poss":
            yield from (one.span(*participants(child)) for child in kids(noun, "nmod:poss"))
        elif place == "mod":
            yield from _modifiers(noun, one)
        else:
            yield from (one.span(*participants(head)) for word, head in phrases if word == place and not timed(head))


def _modifiers(noun: Token, one: Parsed) -> Iterator[Span]:
    """Names and demonyms before the noun, each by itself; "the Iran–Iraq War" has two."""
    i = noun.i - 1
    while i >= noun.sent.start and noun.i - i < _BEFORE:
        token = one.doc[i]
        name = token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN", "X"}
        if not name and not (
            token.pos_ in {"ADJ", "NOUN", "NUM"}
            or token.text in {"-", "–", "/", "(", ")"}
            or (token.pos_ == "VERB" and token.dep_ == "amod")
        ):
            break
        if name:
            first = i
            while first - 1 >= noun.sent.start and one.doc[first - 1].text[:1].isupper() and one.doc[first - 1].pos_ == "PROPN":
                first -= 1
            yield one.span(first, i + 1)
            i = first
        i -= 1


def _governor(noun: Token, one: Parsed, known: Words) -> Iterator[Span]:
    """The subject of the verb whose object the noun is ("Washington announced a withdrawal")."""
    verb = noun.head
    doing = (
        any(lemma(verb) in known.carriers[name] for name in ("doing", "held", "planned")) and lemma(verb) not in known.carriers["judging"]
    )
    if noun.dep_ == "obj" and doing and is_verb(verb) and not passive(verb):
        who = doer(verb, known)
        if who is not None and who.i < noun.i:
            yield one.span(*participants(who))


def _tellers(noun: Token, one: Parsed, end: int) -> tuple[tuple[Span, ...], int]:
    """Who acts by a clause on a noun, with that clause's end: "the support that we give Ukraine", "the text adopted by the Council"."""
    for verb in kids(noun, "acl:relcl", "acl"):
        agents = [child for child in kids(verb, "obl:agent", "obl") if preposition(child) == "by" and not timed(child)]
        who = kid(verb, "nsubj")
        if who is not None and not passive(verb) and antecedent(who) is None:
            agents = [who]
        if verb.i > noun.i and agents:
            return (one.span(*participants(agents[0])),), max(end, clause(verb, lambda child: child.dep_ in {"advcl", "parataxis"})[1])
    return (), end
