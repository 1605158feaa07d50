"""Verbs that tell of an action, with who does it and to whom.

Limits: a subject across an embedded clause is found only where the tree says so; of coordinated objects the first must fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.actions.control import doer
from diplograph.extract.actions.status import denied, of_verb
from diplograph.extract.actions.words import participants, preposition, timed
from diplograph.extract.reading.parts import clause
from diplograph.extract.reading.stretches import Stretch, noun_phrase
from diplograph.extract.reading.trees import adposition, is_verb, kid, kids, lemma, passive, subject
from diplograph.model import ActionCandidate

if TYPE_CHECKING:
    from diplograph.extract.actions.words import Event, Words
    from diplograph.lexicon import Lexicon
    from diplograph.model import Parsed, Span
    from diplograph.tree import Token

__all__ = ["deeds"]

_CUT = frozenset({"advcl", "parataxis", "ccomp", "discourse", "acl:relcl", "vocative", "mark"})
_PHRASES = ("obl", "obl:agent", "nmod", "obl:unmarked")
_DASHES = frozenset({"—", "–", "--"})  # what stands behind one is another thought
_LONGEST = 45
_REASONS = frozenset({"over", "amid", "amidst", "following", "despite"})  # why it was done is no part of what was done
_AHEAD = 12  # words before a verb among which its subject stands where the tree has lost it


def deeds(one: Parsed, lexicon: Lexicon, known: Words) -> Iterator[ActionCandidate]:
    """The events that the verbs of a paragraph tell of, in order."""
    for token in one.doc:
        entries = known.verbs.get(lemma(token)) if _verbal(token) and not _adjective(token) else None
        for entry in entries or ():
            if _fits(token, entry, known):
                found = _told(token, entry, one, lexicon, known)
                if found is not None:
                    yield found
                break


def _verbal(token: Token) -> bool:
    """Whether a token is a verb; a participle behind a name is one, though the tree hangs it before the next noun ("Germany banned …")."""
    if is_verb(token):
        return True
    return (
        token.tag_ in {"VBN", "VBD"} and token.dep_ == "amod" and token.i > 0 and _name(token.doc[token.i - 1]) and token.head.i > token.i
    )


def _name(token: Token) -> bool:
    return token.pos_ == "PROPN" or token.text in {"—", ")"}


def _lost(verb: Token) -> bool:
    """Whether the tree takes a verb for an adjective."""
    return verb.dep_ == "amod"


def _adjective(token: Token) -> bool:
    """Whether a participle stands before its noun ("captured fighters"), whatever the tree says."""
    if (
        token.tag_ not in {"VBN", "VBD", "VBG"}
        or kid(token, "aux", "aux:pass", "nsubj", "nsubj:pass", "obl:agent") is not None
        or token.i + 1 >= len(token.doc)
    ):
        return False
    after, before = token.doc[token.i + 1], token.doc[token.i - 1] if token.i else None
    return (
        after.pos_ in {"NOUN", "PROPN", "ADJ"}
        and (before is None or before.pos_ in {"DET", "ADP", "VERB", "ADJ", "CCONJ"})
        and token.tag_ != "VBG"
    )


def _fits(verb: Token, entry: Event, known: Words) -> bool:
    """Whether particle, object and subject are those that an entry asks for."""
    if len(entry.words) > 1 and not _particle(verb, entry.words[1], entry.phrase):
        return False
    thing = _object(verb)
    if entry.takes is not None:
        if not entry.takes:
            if thing is not None or _passive(verb):
                return False
        elif thing is None or not _is(thing, entry.takes):
            return False
    if thing is not None and _is(thing, entry.unless):
        return False
    if entry.names and (thing is None or thing.pos_ != "PROPN"):
        return False
    if entry.subject is not None:
        who = doer(verb, known)
        if who is not None:
            return _is(who, entry.subject)
        return any(_listed(token, entry.subject) for token in verb.doc[max(verb.sent.start, verb.i - _AHEAD) : verb.i])
    return True


def _passive(verb: Token) -> bool:
    """Whether a verb is passive; one in the simple past is not, whatever hangs from it."""
    return passive(verb) and (verb.tag_ == "VBN" or kid(verb, "aux:pass") is not None)


def _object(verb: Token) -> Token | None:
    """The object, or the subject of a passive, or the noun that a bare participle modifies."""
    if _lost(verb):
        return verb.head
    if _passive(verb):
        return kid(verb, "nsubj:pass") or (verb.head if verb.dep_ in {"acl", "acl:relcl"} else subject(verb))
    found = kid(verb, "obj") or kid(verb, "iobj")
    if found is None:  # "called off a meeting" taken for "called it a meeting"
        found = next(
            (child for child in kids(verb, "xcomp") if child.pos_ == "NOUN" and child.i > verb.i and adposition(child) is None), None
        )
    return found


def _is(noun: Token, wanted: frozenset[str]) -> bool:
    """Whether a noun, one coordinated to it, its own head noun or the title before a name is of a list."""
    titles = kids(noun, "nmod:desc", "compound", "appos") if noun.pos_ == "PROPN" else ()
    return any(_listed(token, wanted) for token in (noun, *kids(noun, "conj", "nmod", "flat"), *titles))


def _listed(token: Token, wanted: frozenset[str]) -> bool:
    return bool({lemma(token), token.lower_, token.lower_.removesuffix("s")} & wanted)


def _particle(verb: Token, word: str, phrase: frozenset[str] | None) -> bool:
    """Whether a particle, or a phrase with a preposition (and of certain nouns), belongs to a verb."""
    if any(child.lower_ == word and child.i > verb.i for child in kids(verb, "compound:prt", "advmod")) and phrase is None:
        return True
    for child in kids(verb, "obl", "obl:agent", "nmod", "obl:unmarked"):
        if child.i > verb.i and preposition(child) == word:
            return phrase is None or _is(child, phrase)
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if after is None or after.lower_ != word:
        return False
    return phrase is None or any(lemma(token) in phrase for token in verb.doc[verb.i + 2 : verb.i + 8])


def _told(verb: Token, entry: Event, one: Parsed, lexicon: Lexicon, known: Words) -> ActionCandidate | None:
    modal = any(child.lower_ in {"must", "should"} for child in kids(verb, "aux"))
    if denied(verb, lexicon) and not modal:
        return None
    actors = tuple(_places(verb, entry, entry.actors, one, known))
    targets = tuple(span for span in _places(verb, entry, entry.targets, one, known) if span not in actors)
    if entry.needs == "both" and not targets:
        return None
    stretch = _stretch(verb)
    if stretch[1] - stretch[0] > _LONGEST or stretch[1] - stretch[0] < 2:
        return None
    status = entry.status or of_verb(verb, lexicon, known)
    return ActionCandidate(one.span(*stretch), entry.type, status, f"deed:{entry.words[0]}", one.number, verb.i, actors, targets)


def _stretch(verb: Token) -> Stretch:
    """The clause with its subject, without what is subordinate or reported."""
    if _lost(verb):
        first = max(verb.sent.start, verb.i - _AHEAD)
        return first if first == verb.sent.start else verb.i, noun_phrase(verb.head)[1]
    first, end = clause(
        verb, lambda child: (child.dep_ in _CUT and child.head.i == verb.i) or child.dep_ == "parataxis" or _later(child, verb)
    )
    doc = verb.doc
    while first < verb.i and (doc[first].dep_ in {"cc", "mark"} or doc[first].text in {",", "“", "["}):
        first += 1
    dash = next((token.i for token in doc[verb.i + 1 : end] if token.text in _DASHES and token.i + 1 < end), end)
    return first, dash


def _later(child: Token, verb: Token) -> bool:
    """Whether a dependent of an object or phrase begins something else: a coordinated clause, a loose apposition."""
    if child.i < verb.i:
        return False
    if child.head.i == verb.i and child.dep_ == "obl" and preposition(child) in _REASONS:
        return True
    return child.dep_ in {"acl:relcl", "appos"} or (child.dep_ in {"conj", "cc"} and child.head.i != verb.i and child.pos_ == "VERB")


def _places(verb: Token, entry: Event, places: tuple[str, ...], one: Parsed, known: Words) -> Iterator[Span]:
    """The phrases in the places of a frame, as spans; object and subject change places in the passive."""
    turned = _passive(verb) and ("obj" in (*entry.targets, *entry.actors) or entry.takes is not None or kid(verb, "aux:pass") is not None)
    for place in places:
        if place == "subj":
            found = list(_nouns(_agents(verb) if turned else [doer(verb, known)], one))
            yield from found or (_nouns(_somewhere(verb), one) if turned else ())
        elif place == "obj":
            thing = _object(verb)
            yield from _nouns([thing], one)
        else:
            yield from _nouns([child for child in _around(verb) if preposition(child) == place], one)


def _around(verb: Token) -> Iterator[Token]:
    """The phrases of a verb, of its object and of its other phrases ("spoke by phone with …")."""
    for child in kids(verb, *_PHRASES, "obj", "nsubj:pass"):
        if child.dep_ in _PHRASES:
            yield child
        if child.i > verb.i:
            yield from kids(child, "nmod")


def _agents(verb: Token) -> list[Token | None]:
    return [child for child in kids(verb, "obl:agent", "obl") if preposition(child) == "by"]


def _somewhere(verb: Token) -> list[Token | None]:
    """Where something is done that nobody is said to do: "banned in Turkey"."""
    return [child for child in kids(verb, "obl") if preposition(child) == "in" and child.pos_ == "PROPN"]


def _nouns(tokens: list[Token | None], one: Parsed) -> Iterator[Span]:
    for token in tokens:
        if token is not None and not timed(token):
            yield one.span(*participants(token))
