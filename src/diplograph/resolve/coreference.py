"""Whom "he", "it", "the minister" and "both sides" mean.

One pass in the order of the text: every mention that names somebody becomes salient, every pronoun and noun takes the most salient actor
that fits in person, number and kind. Salience is recency, then being the subject, then being named at all. Inside a quotation "I"
and "we" wait until the speaker is known. Limits: no syntax of binding beyond the clause's own subject, no cataphora, no bridging.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words
from diplograph.resolve.coordination import chains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplograph.mentions import Mentions, Names, Profile
    from diplograph.model import Mention, Parsed
    from diplograph.resolve.speakers import Speakers
    from diplograph.tree import Token

__all__ = ["resolved"]

_SINGULAR = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "theirs", "themselves"}
_FIRST = {"i", "me", "my", "mine", "myself"}
_WE = {"we", "us", "our", "ours", "ourselves"}
_PAIR = {"both", "neither"}
_MEN = {"man", "leader", "minister", "president", "official", "diplomat", "counterpart", "woman", "chief"}
_RECENT = 6  # sentences back beyond which a pronoun takes nobody up
_NEAR = 60  # mentions back within which a sentence certainly begins
_BEGINNING, _MEMORY = 40, 400  # mentions; so that a book takes time in proportion to its length
_RELATIVE = {"who", "which"}
_THINGS = {"state", "body", "organization", "armed_group", "outlet", "group", "international_organization"}


@dataclass(frozen=True, slots=True)
class _Salient:
    """A mention that names somebody, where it stands."""

    sentence: int
    order: int
    actors: tuple[str, ...]
    subject: bool
    acts: bool
    quoted: bool
    modifier: bool
    main: float


@dataclass(slots=True)
class _Pass:
    parsed: Sequence[Parsed]
    mentions: Mentions
    names: Names
    speakers: Speakers
    salient: list[_Salient] = field(default_factory=list)
    sentences: list[list[int]] = field(default_factory=list)
    pair: tuple[str, ...] = ()
    issued: tuple[int, tuple[str, ...]] = (-99, ())

    def run(self) -> Iterator[Mention]:
        """The mentions with their actors, those unresolved left empty."""
        self.sentences = list(_numbered(self.parsed))
        for order, one in enumerate(self.mentions.mentions):
            sentence = self.sentences[one.paragraph][one.token]
            quoted = self.mentions.quoted[one.paragraph][one.token]
            actors = one.actors or self._actors(one, sentence, quoted=quoted)
            if self._word(one) in words().documents:
                self._issue(actors, sentence)
            elif actors and self._word(one) not in _RELATIVE:
                self._notice(one, actors, sentence, order, quoted=quoted)
            yield replace(one, actors=actors)

    def _remembered(self) -> list[_Salient]:
        """What a long article is still about: its beginning and what was named last."""
        if len(self.salient) <= _BEGINNING + _MEMORY:
            return self.salient
        return self.salient[:_BEGINNING] + self.salient[-_MEMORY:]

    def _word(self, one: Mention) -> str:
        """The noun of a mention by a noun, in the singular; the word of any other."""
        noun = self.mentions.nouns.get((one.paragraph, one.token))
        return noun or self.parsed[one.paragraph].doc[one.token].lower_

    def _issue(self, actors: tuple[str, ...], sentence: int) -> None:
        """Remember whose a document is; of a new one it is the subject of its sentence, which may still come."""
        if actors:
            self.issued = (sentence, actors)
            return
        here = [item for item in self.salient[-_NEAR:] if item.sentence == sentence and item.subject]
        self.issued = (sentence, here[0].actors if here else ())

    def _notice(self, one: Mention, actors: tuple[str, ...], sentence: int, order: int, *, quoted: bool) -> None:
        token = _root(self.parsed[one.paragraph], one)
        modifier = token.dep_ in {"nmod:poss", "compound", "amod", "nmod"}
        title = one.paragraph == 0 and self.mentions.texts[0].rstrip()[-1:] not in set('.”"?!')
        main = 0.7 if token.head.dep_ == "ROOT" and token.dep_.startswith("nsubj") else 0.0
        subject = token.dep_.startswith("nsubj") or self._opens(one, sentence)
        if subject and self.issued == (sentence, ()):
            self.issued = (sentence, actors)
        self.salient.append(_Salient(sentence, order, actors, subject and not title, one.acts, quoted, modifier, main))

    def _opens(self, one: Mention, sentence: int) -> bool:
        """Whether a mention is its sentence's first noun phrase, or coordinated with it: the subject, whatever the parser thinks."""
        paragraph = self.parsed[one.paragraph]
        last = self.salient[-1] if self.salient else None
        if last is not None and last.sentence == sentence and last.subject:
            pair = [self.mentions.mentions[last.order], one]
            if any(chains(pair, self.mentions, self.parsed)):
                return True
        sent = paragraph.doc[one.token].sent
        ahead = [token for token in sent if paragraph.start + token.idx < one.span.start]
        while ahead and (ahead[-1].pos_ in {"DET", "ADJ", "NOUN", "PROPN"} and ahead[-1].text != ","):
            ahead.pop()
        if ahead and ahead[-1].pos_ == "ADP":
            return False
        return not any(token.pos_ in {"VERB", "AUX", "PRON"} for token in ahead) and one.acts

    def _actors(self, one: Mention, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        word = self.parsed[one.paragraph].doc[one.token].lower_
        if one.form == "pronoun":
            return self._pronoun(one, word, sentence, quoted=quoted)
        return self._noun(one, sentence, quoted=quoted)

    def _pronoun(self, one: Mention, word: str, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        if word in _FIRST or word in _WE:
            return () if quoted else self.speakers.i if word in _FIRST else self.speakers.we
        if word in _RELATIVE:
            return self._antecedent(one, sentence)
        owning = self.parsed[one.paragraph].doc[one.token].dep_ == "nmod:poss"
        if word in _SINGULAR:
            return self._best(sentence, lambda p: p.kind == "person" and p.sex in {None, _SINGULAR[word]}, quoted=quoted, near=owning)
        if word in _IT:
            if word == "it" and _impersonal(self.parsed[one.paragraph], one.token):
                return ()
            return self._best(sentence, lambda p: p.kind in _THINGS and p.kind != "group", quoted=quoted, near=owning)
        if word in _THEY:
            return self._several(sentence, quoted=quoted, near=owning)
        return self._pair(sentence, people=False) if word in _PAIR else ()

    def _antecedent(self, one: Mention, sentence: int) -> tuple[str, ...]:
        """Whom "who" takes up: the noun that its clause hangs on, else the mention right before."""
        verb = self.parsed[one.paragraph].doc[one.token].head
        noun = verb.head if verb.dep_ == "acl:relcl" else None
        here = [item for item in self.salient[-_NEAR:] if item.sentence == sentence]
        for item in reversed(here):
            mention = self.mentions.mentions[item.order]
            if noun is not None and _root(self.parsed[one.paragraph], mention) == noun:
                return item.actors
        if noun is None and here:
            mention = self.mentions.mentions[here[-1].order]
            between = self.mentions.texts[one.paragraph][mention.span.end - self.parsed[one.paragraph].start :][:12]
            return here[-1].actors if between.lstrip(" ,)—–").startswith(("who", "which")) else ()
        return ()

    def _fitting(self, sentence: int, *, quoted: bool, near: bool = False) -> Iterator[tuple[float, _Salient]]:
        """What may be taken up, with its weight; a possessive prefers its own sentence."""
        order = self.salient[-1].order + 1 if self.salient else 0
        for item in reversed(self.salient):
            back = sentence - item.sentence
            if back > _RECENT:
                return
            if item.quoted and not quoted:
                continue
            between = order - item.order if near and not back else 0
            subject = (1.0 if between else 2.5) * item.subject + item.main
            weight = (
                (2.0 - 0.3 * between if between else -2.0 * back) + subject - (1.0 if item.modifier else 0.0) - (0.0 if item.acts else 1.5)
            )
            yield weight, item

    def _best(self, sentence: int, fits: Callable[[Profile], bool], *, quoted: bool, near: bool = False) -> tuple[str, ...]:
        best: tuple[float, int, tuple[str, ...]] | None = None
        for weight, item in self._fitting(sentence, quoted=quoted, near=near):
            if len(item.actors) == 1 and (profile := self._profile(item.actors[0])) is not None and fits(profile):
                key = (weight, item.order, item.actors)
                best = max(best, key) if best else key
        return best[2] if best else ()

    def _profile(self, iri: str) -> Profile | None:
        return self.mentions.profiles.get(iri)

    def _several(self, sentence: int, *, quoted: bool, near: bool = False) -> tuple[str, ...]:
        """Whom "they" means: several named together, a group, else a state or body."""
        best: tuple[float, int, tuple[str, ...]] | None = None
        joint = _coordinated(self.salient, self.mentions, self.parsed)
        for weight, item in self._fitting(sentence, quoted=quoted, near=near):
            actors = joint.get(item.order, item.actors)
            kinds = {profile.kind for iri in actors if (profile := self._profile(iri))}
            bonus = 1.0 if len(actors) > 1 else 0.5 if kinds & {"group", "armed_group"} else -1.0 if kinds == {"person"} else 0.0
            if kinds == {"person"} and len(actors) == 1:
                continue
            key = (weight + bonus, item.order, actors)
            best = max(best, key) if best else key
        return best[2] if best else ()

    def _pair(self, sentence: int, *, people: bool) -> tuple[str, ...]:
        """Whom "both sides" and "the two leaders" mean: the two last named, states where people are not meant."""
        weights: dict[str, float] = defaultdict(float)
        for item in self._remembered():
            back = sentence - item.sentence
            if item.acts and (back <= _RECENT or not item.sentence):
                for unit in {self._unit(iri, people=people) for iri in item.actors} - {None}:
                    near = 0.4 ** min(back, _RECENT) * (2 if item.subject else 0.5 if item.modifier else 1)
                    weights[unit or ""] += near + (0.3 if not item.sentence else 0)
        for unit in self.pair:
            weights[unit] += 0.5 if unit in weights else 0
        best = tuple(sorted(sorted(weights, key=lambda unit: -weights[unit])[:2], key=list(weights).index))
        self.pair = best if len(best) == 2 else self.pair
        return best if len(best) == 2 else ()

    def _unit(self, iri: str, *, people: bool) -> str | None:
        profile = self._profile(iri)
        if profile is None:
            return None
        if people:
            return iri if profile.kind == "person" else None
        if profile.kind in {"armed_group", "state"}:
            return iri
        return profile.state if profile.kind in {"person", "body", "group"} else None

    def _noun(self, one: Mention, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        doc = self.parsed[one.paragraph].doc
        place = (one.paragraph, one.token)
        noun = self.mentions.nouns.get(place) or singular(doc[one.token].text)
        state = self.mentions.states.get(place)
        before = [token.lower_ for token in doc[max(0, one.token - 4) : one.token]]
        if noun in words().documents:
            if {"a", "an"} & set(before):
                here = [item for item in self.salient[-_NEAR:] if item.sentence == sentence and item.subject and not item.quoted]
                return here[0].actors if here else ()
            return self._issuer(sentence, quoted=quoted) if {"the", "this"} & set(before) else ()
        if doc[one.token].lower_ != noun and words().office(noun) and not {"both", "two"} & set(before):
            return self._company(sentence, quoted=quoted) or self._best(
                sentence, lambda p: p.kind == "group" and noun in p.nouns, quoted=quoted
            )
        if {"both", "two"} & set(before):
            return self.pair if self.pair and noun in {"side", "team", "party"} else self._pair(sentence, people=noun in _MEN)
        if {"our", "my"} & set(before) and noun in words().powers:
            return () if quoted else self.speakers.state
        if noun in {"country", "nation", "capital"} and not state:
            found = self._best(sentence, lambda p: p.state is not None, quoted=quoted)
            owner = self._profile(found[0]) if found else None
            return (owner.state,) if owner and owner.state else ()
        if state:
            exact = self._best(sentence + 0, lambda p: noun in p.nouns and p.state == state, quoted=quoted)
            return exact or self._anywhere(noun, state)
        if words().office(noun):
            return self._foremost(sentence, noun)
        return self._best(sentence, lambda p: noun in p.nouns, quoted=quoted) or self._anywhere(noun, None)

    def _foremost(self, sentence: int, noun: str) -> tuple[str, ...]:
        """Whom "the president" means: of those whom the noun fits the one the article is most about, the nearer the better."""
        weights: dict[str, float] = defaultdict(float)
        for item in self._remembered():
            for iri in item.actors:
                profile = self._profile(iri)
                if profile is not None and profile.kind == "person" and noun in profile.nouns:
                    weights[iri] += 1.0 + 3.0 / (1 + sentence - item.sentence)
        best = max(weights, key=lambda iri: weights[iri], default=None)
        return (best,) if best is not None else ()

    def _issuer(self, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        """Whose "the statement" is: the issuer of the one told of before, else who the sentences before are about."""
        when, actors = self.issued
        if actors and sentence - when <= _RECENT:
            return actors
        return self._best(sentence, lambda p: p.kind not in {"outlet", "group"}, quoted=quoted)

    def _company(self, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        """Whom "the ministers" means: the persons last named together."""
        joint = _coordinated(self.salient, self.mentions, self.parsed)
        for _, item in self._fitting(sentence, quoted=quoted):
            actors = joint.get(item.order, item.actors)
            if len(actors) > 1 and all((p := self._profile(iri)) is not None and p.kind == "person" for iri in actors):
                return actors
        return ()

    def _anywhere(self, noun: str, state: str | None) -> tuple[str, ...]:
        """The one actor of the article that the noun fits."""
        fits = [iri for iri, p in self.mentions.profiles.items() if noun in p.nouns and (state is None or p.state == state)]
        seen = {iri for item in self._remembered() for iri in item.actors}
        fits = [iri for iri in fits if iri in seen] or fits
        return (fits[0],) if len(fits) == 1 else ()


def resolved(parsed: Sequence[Parsed], mentions: Mentions, names: Names, speakers: Speakers) -> tuple[Mention, ...]:
    """The mentions of an article with their actors."""
    return tuple(_Pass(parsed, mentions, names, speakers).run())


def _numbered(parsed: Sequence[Parsed]) -> Iterator[list[int]]:
    """For each paragraph the running number of each token's sentence."""
    number = 0
    for one in parsed:
        marks: list[int] = []
        for token in one.doc:
            number += 1 if token.is_sent_start and token.i else 0
            marks.append(number)
        number += 1
        yield marks


def _root(parsed: Parsed, one: Mention) -> Token:
    """The token of a mention that hangs outside it."""
    doc = parsed.doc
    span = doc.char_span(one.span.start - parsed.start, one.span.end - parsed.start, alignment_mode="expand")
    token: Token = span.root if span is not None else doc[one.token]
    while token.dep_ in {"flat", "appos", "compound", "list"} and token.head.pos_ in {"NOUN", "PROPN"} and token.head is not token:
        token = token.head
    return token


def _impersonal(parsed: Parsed, index: int) -> bool:
    """Whether "it" stands for a clause: "it is clear that", "it would be"."""
    token = parsed.doc[index]
    if token.dep_ == "expl":
        return True
    head = token.head
    return head.pos_ == "ADJ" and any(child.dep_ in {"ccomp", "csubj", "xcomp", "advcl"} for child in head.children)


def _coordinated(salient: list[_Salient], mentions: Mentions, parsed: Sequence[Parsed]) -> Mapping[int, tuple[str, ...]]:
    """For each mention in a coordination ("X, Y and Z") the actors of all its members."""
    found: dict[int, tuple[str, ...]] = {}
    items = [item for item in salient[-40:] if item.acts and mentions.mentions[item.order].form != "pronoun"]
    for chain in chains([mentions.mentions[item.order] for item in items], mentions, parsed):
        actors = tuple(dict.fromkeys(iri for place in chain for iri in items[place].actors))
        found |= {items[place].order: actors for place in chain}
    return found
