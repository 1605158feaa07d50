"""Whom a noun means that names nobody: "the minister", "the Wisconsin senator", "the bloc", "both sides", "the statement".

A noun takes up whoever the text or the registry calls so, else somebody whom it may be used for ("the lawmaker" for a senator), the
nearer and the oftener named the likelier; words that stand with the noun count where a title or an apposition says them too. Where nobody
fits, a noun for any person or group takes up the most salient one just before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words
from diplograph.resolve.coreference.salience import NEAR, root

if TYPE_CHECKING:
    from diplograph.mentions import Profile
    from diplograph.model import Mention
    from diplograph.resolve.coreference.salience import Memory, Salient
    from diplograph.resolve.holders.speakers import Speakers
    from diplograph.tree import Doc

__all__ = ["Descriptions", "may_be_called"]

_BY = re.compile(r" (?:\w+ )?(?:by|from) (?:[Tt]he |an? )?")  # "a report published by the …"
_MEN = {"man", "leader", "minister", "president", "official", "diplomat", "counterpart", "woman", "chief"}
# Persons whatever their office: what takes up a person of whom the text says nothing that would not fit.
_ANYBODY = frozenset(
    ["man", "woman", "person", "politician", "official", "republican", "democrat", "independent", "billionaire", "businessman", "native",
     "leader", "nominee", "candidate", "hopeful", "frontrunner", "contender", "incumbent", "challenger"]
)  # fmt: skip
_PARTIES = {"republican", "democrat", "democratic"}
_SPELT = {"defense": "defence", "labor": "labour"}
_KINDS = {
    "group": {"armed_group", "organization"}, "movement": {"armed_group", "organization"}, "militia": {"armed_group"},
    "insurgency": {"armed_group"}, "faction": {"armed_group", "organization"}, "organization": {"organization", "armed_group"},
    "organisation": {"organization", "armed_group"}, "institution": {"organization", "body"}, "agency": {"organization", "body"},
    "watchdog": {"organization", "body"}, "body": {"organization", "body"}, "network": {"outlet", "organization"},
}  # fmt: skip
_NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_KNOWN = {"the", "these", "those", "its", "their", "his", "her", "our", "all"}
_NEW = {"unnamed", "anonymous", "another"}
_OWNERS = {"his", "her", "their"}
_FIRMS = frozenset(
    {
        "bloc",
        "alliance",
        "union",
        "association",
        "charity",
        "nonprofit",
        "company",
        "firm",
        "airline",
        "party",
        "institute",
        "giant",
        "lender",
    }
)
_PAPERS = frozenset({"newspaper", "paper", "magazine", "broadcaster", "channel", "outlet"})
_STATE = {"government", "administration", "regime", "authority"}
_FORCES = {"army", "military", "force", "forces", "troop", "troops", "navy", "soldier", "soldiers"}
_BETWEEN = 3  # words from a possessive to its noun, at most
# In the plural no single state or organisation.
_SEVERAL = frozenset({"side", "party", "country", "nation", "government", "state", "capital"})
_THINGS = {"state", "body", "organization", "armed_group", "outlet", "group"}
_CLOSE = 3  # sentences back within which a noun without evidence takes anybody up
_LIKELY, _SAID = 0.5, 2.0  # how much less "the lawmaker" says than "the senator", and how often a word of the apposition doubles that


@dataclass(slots=True)
class Descriptions:
    """Answers for one article, asked in the order of the text.

    Attributes:
        memory: Who was named so far.
        speakers: Who speaks in the article's own voice.
        issued: When a document was last told of, and whose it is.
        subject: Whether it was the subject there.
    """

    memory: Memory
    speakers: Speakers
    issued: tuple[int, tuple[str, ...]] = (-99, ())
    subject: bool = False
    _learnt: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, one: Mention, order: int, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        """Whom a mention by a noun means; `order` is its place among the mentions."""
        named = self._apposed(one, order) or self._owned(one)
        return named if named is not None else self._noun(one, sentence, quoted=quoted)

    def _apposed(self, one: Mention, order: int) -> tuple[str, ...]:
        """The name right behind a noun and a comma: "its president, Ron Petrakis,"."""
        mentions, parsed = self.memory.mentions, self.memory.parsed[one.paragraph]
        text = mentions.texts[one.paragraph]
        for other in mentions.mentions[order + 1 : order + 6]:
            if other.paragraph != one.paragraph or other.span.start < one.span.end or other.form not in {"name", "titled"}:
                continue
            between = text[one.span.end - parsed.start : other.span.start - parsed.start]
            behind = text[other.span.end - parsed.start :][:1]
            person = other.actors and (profile := self.memory.profile(other.actors[0])) is not None and profile.kind == "person"
            singular_noun = parsed.doc[one.token].lower_ == singular(parsed.doc[one.token].text)
            if person and between.strip() == "," and behind in {",", ".", ")", ";"} and singular_noun:
                return other.actors
        return ()

    def _owned(self, one: Mention) -> tuple[str, ...] | None:
        """The state whose government or army "his government" and "its military" are; an armed group's forces are the group."""
        memory, doc = self.memory, self.memory.parsed[one.paragraph].doc
        last = memory.salient[-1] if memory.salient else None
        owner = memory.mentions.mentions[last.order] if last is not None else None
        if last is None or owner is None or owner.form != "pronoun" or owner.paragraph != one.paragraph:
            return None
        noun = memory.mentions.nouns.get((one.paragraph, one.token)) or singular(doc[one.token].text)
        if noun not in _STATE | _FORCES or not 0 < one.token - owner.token <= _BETWEEN or doc[owner.token].dep_ != "nmod:poss":
            return None
        profiles = [profile for iri in last.actors if (profile := memory.profile(iri)) is not None]
        if noun in _FORCES and [profile.kind for profile in profiles] == ["armed_group"]:
            return last.actors
        return tuple(dict.fromkeys(profile.state for profile in profiles if profile.state))

    def _noun(self, one: Mention, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        memory, doc, place = self.memory, self.memory.parsed[one.paragraph].doc, (one.paragraph, one.token)
        noun = memory.mentions.nouns.get(place) or singular(doc[one.token].text)
        state = memory.mentions.states.get(place)
        before = [token.lower_ for token in doc[max(0, one.token - 4) : one.token]]
        if noun in words().documents:
            return self._document(one, before, sentence, quoted=quoted)
        if {"both", "two", "neither", "either"} & set(before):
            return self._both(noun, before, sentence)
        count = next((_NUMBERS[word] for word in before if word in _NUMBERS), None)
        if count and (noun in words().powers | words().countries | words().sides or noun in _MEN):
            return self._together(count, sides=noun in words().sides | words().countries or noun in {"party", "government"})
        if doc[one.token].lower_ != noun and words().office(noun):
            named = memory.company(sentence, quoted=quoted)
            return named or memory.best(sentence, lambda p: p.kind == "group" and noun in p.nouns, quoted=quoted)
        if doc[one.token].lower_ != noun and noun in _SEVERAL and not state and not {"our", "my"} & set(before):
            return memory.states(sentence) or self._things(sentence) or (memory.pair if noun in {"side", "party"} else ())
        if {"our", "my"} & set(before) and noun in words().powers | words().countries:
            return () if quoted else self.speakers.state
        if noun in words().countries and not state:
            return self._country(one, sentence, quoted=quoted)
        said = frozenset(_beside(doc, one.token))
        if words().office(noun) or noun in words().people - words().things:
            new = bool(_NEW & set(before))
            return self._person(noun, state, said, sentence, bare=_bare(doc, one.token), new=new)
        if _indefinite(doc, one.token):
            return ()  # "a lower court" is not the court named before
        together = self._things(sentence) if doc[one.token].lower_ != noun and not state else ()
        return together or self._thing(noun, state, sentence)

    def _both(self, noun: str, before: list[str], sentence: int) -> tuple[str, ...]:
        """Whom "both sides" and "the two leaders" mean; "two diplomats" are nobody named before."""
        sides = noun in {"side", "team", "party"}
        if "two" in before and not {"both", *_KNOWN} & set(before) and not sides and noun not in words().countries:
            return ()
        return (self.memory.pair if sides else ()) or self.memory.two(sentence, people=noun in _MEN)

    def _things(self, sentence: int) -> tuple[str, ...]:
        """Whom a plural means: the organisations last named together ("the parties")."""
        joint = self.memory.coordinated()
        for item in reversed(self.memory.remembered()):
            actors = joint.get(item.order, item.actors)
            kinds = [profile.kind for iri in actors if (profile := self.memory.profile(iri)) is not None]
            if len(actors) > 1 and sentence - item.sentence <= _CLOSE and all(kind in _THINGS for kind in kinds):
                return actors
        return ()

    def _document(self, one: Mention, before: list[str], sentence: int, *, quoted: bool) -> tuple[str, ...]:
        joined = next((item for item in self.memory.here(sentence) if self._joined(one, item)), None)
        if joined is not None:
            return joined.actors
        author = self._author(one)
        if author:
            return author
        if {"a", "an"} & set(before):
            paragraph = self.memory.parsed[one.paragraph]
            verb = paragraph.doc[one.token].head
            doer = (
                next((child for child in verb.children if child.dep_ == "nsubj" and child.i < one.token), None)
                if verb.pos_ == "VERB"
                else None
            )
            for item in reversed(self.memory.here(sentence)):
                mention = self.memory.mentions.mentions[item.order]
                beside = doer is None and verb.pos_ == "VERB" and mention.form != "pronoun" and 0 < verb.i - mention.token <= _BETWEEN
                if beside or (doer is not None and root(paragraph, mention) == doer):
                    return item.actors
            here = [item for item in self.memory.here(sentence) if item.subject and not item.quoted]
            return here[0].actors if here else ()
        return self._issuer(sentence, quoted=quoted) if {"the", "this"} & set(before) else ()

    def _author(self, one: Mention) -> tuple[str, ...]:
        """Who is named behind a document's noun and "by": "a report by the Pentagon", "a letter signed by 40 senators"."""
        parsed, mentions = self.memory.parsed[one.paragraph], self.memory.mentions
        noun = parsed.doc[one.token]
        found = _BY.match(mentions.texts[one.paragraph], noun.idx + len(noun.text))
        if found is None:
            return ()
        place = bisect_left(mentions.starts, parsed.start + found.end())
        named = mentions.mentions[place] if place < len(mentions.mentions) else None
        return named.actors if named is not None and named.span.start == parsed.start + found.end() else ()

    def _joined(self, one: Mention, item: Salient) -> bool:
        """Whether a name stands right before a document's noun: "an ISAF statement", "the ministry's report"."""
        mention = self.memory.mentions.mentions[item.order]
        parsed = self.memory.parsed[one.paragraph]
        if mention.paragraph != one.paragraph or mention.form == "pronoun" or mention.token >= one.token:
            return False
        between = self.memory.mentions.texts[one.paragraph][mention.span.end - parsed.start : parsed.doc[one.token].idx]
        return between.strip() in {"", "'s", "’s"}

    def told_by(self, sentence: int) -> tuple[str, ...]:
        """Whose the document is that the sentence before tells of as its subject: "A UN report said …. It added …"."""
        when, actors = self.issued
        return actors if actors and when == sentence - 1 and self.subject else ()

    def _issuer(self, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        """Whose "the statement" is: the issuer of the one told of before, else who the sentences before are about."""
        when, actors = self.issued
        if actors and sentence - when <= 2 * _CLOSE:
            return actors
        return self.memory.best(sentence, lambda p: p.kind not in {"outlet", "group"}, quoted=quoted)

    def issue(self, actors: tuple[str, ...], sentence: int) -> None:
        """Remember whose a document is; of a new one it is the subject of its sentence, which may still come."""
        here = [item for item in self.memory.here(sentence) if item.subject]
        self.issued = (sentence, actors or (here[0].actors if here else ()))

    def _together(self, count: int, *, sides: bool) -> tuple[str, ...]:
        """Whom "the three sides" means: those last named together who are so many, of persons their states."""
        joint = self.memory.coordinated()
        recent = [joint.get(item.order, item.actors) for item in reversed(self.memory.remembered())]
        found = next((actors for actors in recent if len(actors) == count), ())
        profiles = [self.memory.profile(iri) for iri in found]
        states = tuple(dict.fromkeys(one.state for one in profiles if one is not None and one.kind == "person" and one.state))
        return states if sides and len(states) == count else found

    def _country(self, one: Mention, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        """Whose "the country" is: with a possessive its owner's, else the most salient."""
        doc = self.memory.parsed[one.paragraph].doc
        owned = any(token.lower_ in _OWNERS for token in doc[max(0, one.token - 3) : one.token])
        found = self.memory.best(sentence, lambda p: p.state is not None, quoted=quoted and not owned)
        owner = self.memory.profile(found[0]) if found else None
        return (owner.state,) if owner and owner.state else ()

    def _person(self, noun: str, state: str | None, said: frozenset[str], sentence: int, *, bare: bool, new: bool) -> tuple[str, ...]:
        """The person whom a noun fits best, the nearer and the oftener named the better; "an unnamed member" is nobody named before."""
        if new:
            return ()
        weights: dict[str, float] = defaultdict(float)
        fitting = words().fitting(noun)
        for item in self.memory.remembered():
            back = sentence - item.sentence
            for iri in item.actors:
                profile = self.memory.profile(iri)
                if (
                    profile is None
                    or profile.kind != "person"
                    or not may_be_called(profile, noun, state, said, self._learnt.get(iri, set()))
                ):
                    continue
                evidence = 1.0 if noun in profile.nouns else _LIKELY if fitting & profile.nouns else 0.0
                evidence = (evidence or _LIKELY * bool(said & profile.about)) * (1 + _SAID * min(2, len(said & profile.about)))
                if not bare and evidence < 1.0:
                    evidence = 0.0
                weights[iri] += evidence * (1.0 + 3.0 / (1 + back)) * (2.0 if state and profile.state == state else 1.0)
        found = _heaviest(weights) or (self._anybody(noun, state, said, sentence) if bare else ())
        for iri in found:
            self._learnt[iri] |= {noun, *said} & _PARTIES
        return found

    def _anybody(self, noun: str, state: str | None, said: frozenset[str], sentence: int) -> tuple[str, ...]:
        """The most salient person just before whom nothing that is known keeps from being called so."""

        def fits(profile: Profile) -> bool:
            return profile.kind == "person" and (noun in _ANYBODY or not profile.nouns) and may_be_called(profile, noun, state, said, set())

        found = self.memory.best(sentence, fits, quoted=False)
        near = any(sentence - item.sentence <= _CLOSE for item in self.memory.salient[-NEAR:] if found and found[0] in item.actors)
        return found if near and _may_be(self._learnt.get(found[0], set()), noun, said) else ()

    def _thing(self, noun: str, state: str | None, sentence: int) -> tuple[str, ...]:
        """The organisation, body or movement that a noun fits best."""
        weights: dict[str, float] = defaultdict(float)
        fitting = words().fitting(noun)
        kinds = {"organization"} if noun in _FIRMS else {"outlet"} if noun in _PAPERS else _KINDS.get(noun, set())
        for item in self.memory.remembered():
            back = sentence - item.sentence
            for iri in item.actors:
                profile = self.memory.profile(iri)
                if profile is None or profile.kind not in _THINGS or (state and profile.state not in {None, state}):
                    continue
                evidence = 1.0 if noun in profile.nouns else _LIKELY if fitting & profile.nouns else 0.0
                if not evidence and profile.kind in kinds and back <= _CLOSE:
                    evidence = 0.2 * (2 if item.subject else 1) * (0.5 if item.modifier or not item.acts else 1)
                if not evidence and noun in _STATE and profile.kind == "state":
                    evidence = 0.1
                weights[iri] += evidence * (1.0 + 3.0 / (1 + back)) * (2.0 if state and profile.state == state else 1.0)
        return _heaviest(weights)


def _heaviest(weights: dict[str, float]) -> tuple[str, ...]:
    best = max(weights, key=lambda iri: weights[iri], default=None)
    return (best,) if best is not None and weights[best] > 0 else ()


def _may_be(learnt: set[str], noun: str, said: frozenset[str]) -> bool:
    """Whether a party that somebody was found to be of is not another than a noun's."""
    mine = (said | {noun}) & _PARTIES
    return not (learnt and mine and ("republican" in learnt) != ("republican" in mine))


def may_be_called(profile: Profile, noun: str, state: str | None, said: frozenset[str], learnt: set[str] | None = None) -> bool:
    """Whether nothing that is known of a person speaks against a noun: sex, state, party."""
    known = words()
    if (noun in known.male and profile.sex == "female") or (noun in known.female and profile.sex == "male"):
        return False
    if state and profile.state not in {None, state}:
        return False
    mine = _portfolios(said)
    theirs = _portfolios(profile.about) if mine else mine
    if mine and theirs and not mine & theirs:  # the defence minister is not the foreign minister
        return False
    return _may_be(set(profile.about & _PARTIES) | (learnt or set()), noun, said)


@lru_cache(maxsize=256)  # asked of one noun for everybody remembered
def _portfolios(said: frozenset[str]) -> frozenset[str]:
    return frozenset(_SPELT.get(word, word) for word in said) & words().ministries


def _indefinite(doc: Doc, index: int) -> bool:
    """Whether a noun is brought in as a new one by its article: "a lower court", "another party"."""
    at = index - 1
    while at > 0 and doc[at].tag_.startswith(("JJ", "NN", "VB")) and doc[at].dep_ in {"amod", "compound"}:
        at -= 1
    return at >= 0 and doc[at].lower_ in {"a", "an", "another"}


def _beside(doc: Doc, head: int) -> list[str]:
    """The words that stand before a noun, and those of "of …" behind it."""
    first = head
    while first > 0 and head - first < 5 and doc[first - 1].pos_ in {"ADJ", "NOUN", "PROPN", "NUM"}:
        first -= 1
    last = head + 1
    if last < len(doc) and doc[last].lower_ in {"of", "for", "at", "to"}:
        last = min(len(doc), last + 5)
    return [token.lower_ for token in doc[first:last] if token.i != head and token.pos_ in {"ADJ", "NOUN", "PROPN"}]


def _bare(doc: Doc, head: int) -> bool:
    """Whether a noun has no "of …" behind it and no possessor before it."""
    behind = doc[head + 1].lower_ if head + 1 < len(doc) else ""
    around = [token.lower_ for token in doc[max(0, head - 5) : head] if token.dep_ == "nmod:poss"]
    return behind not in {"of", "for", "at"} and not around
