"""What an article is about at each point: who was named, how far back, how prominently.

Salience is recency, then being the subject, then saying something, then being named at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diplograph.mentions.words import words
from diplograph.resolve.who.coordination import chains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplograph.mentions import Mentions, Names, Profile
    from diplograph.model import Mention, Parsed
    from diplograph.tree import Token

__all__ = ["NEAR", "RECENT", "SPEECH", "Memory", "Salient", "root"]

RECENT = 6  # sentences back beyond which a pronoun takes nobody up
NEAR = 60  # mentions back within which a sentence certainly begins
_BEGINNING, _MEMORY = 40, 400  # mentions; so that a book takes time in proportion to its length
_COORDINATED = 40  # mentions back among which coordinations are looked for
_MAIN, _SPEAKS = 0.7, 0.8
_UNNAMED = 1.5  # how much less a pronoun takes up who is never named
SPEECH = frozenset(
    {"say", "tell", "add", "write", "ask", "argue", "warn", "insist", "state", "declare", "announce", "note", "tweet", "speak"}
)


@dataclass(frozen=True, slots=True)
class Salient:
    """A mention that names somebody, where it stands.

    Attributes:
        sentence, order: The running numbers of its sentence and of the mention.
        actors: Whom it names.
        subject, acts, quoted, modifier: Whether it is a subject, can act, stands in quotation marks, or only modifies a noun.
        main: What being the main clause's subject, and saying something, adds to its weight.
    """

    sentence: int
    order: int
    actors: tuple[str, ...]
    subject: bool
    acts: bool
    quoted: bool
    modifier: bool
    main: float


@dataclass(slots=True)
class Memory:
    """Everybody named so far.

    Attributes:
        parsed, mentions, names: Of the article.
        salient: In the order of the text.
        sentences: For each paragraph the running number of each token's sentence.
        pair: Who "both sides" were last.
        fresh: Those who came up while reading, whom only their office describes.
    """

    parsed: Sequence[Parsed]
    mentions: Mentions
    names: Names
    salient: list[Salient] = field(default_factory=list)
    sentences: list[list[int]] = field(default_factory=list)
    pair: tuple[str, ...] = ()
    fresh: dict[str, Profile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sentences = list(_numbered(self.parsed))

    def notice(self, one: Mention, actors: tuple[str, ...], order: int, *, quoted: bool) -> Salient:
        """Remember a mention."""
        sentence = self.sentences[one.paragraph][one.token]
        token = root(self.parsed[one.paragraph], one)
        title = one.paragraph == 0 and self.mentions.texts[0].rstrip()[-1:] not in set('.”"?!')
        grammatical = token.dep_.startswith("nsubj")
        main = _MAIN if token.head.dep_ == "ROOT" and grammatical else 0.0
        main += _SPEAKS if grammatical and token.head.lemma_.lower() in SPEECH else 0.0
        subject = (grammatical or self._opens(one, sentence)) and not title
        modifier = token.dep_ in {"nmod:poss", "compound", "amod", "nmod"}
        self.salient.append(Salient(sentence, order, actors, subject, one.acts, quoted, modifier, main))
        return self.salient[-1]

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

    def profile(self, iri: str) -> Profile | None:
        """What an actor can be taken up by."""
        return self.mentions.profiles.get(iri) or self.fresh.get(iri)

    def remembered(self) -> list[Salient]:
        """What a long article is still about: its beginning and what was named last."""
        if len(self.salient) <= _BEGINNING + _MEMORY:
            return self.salient
        return self.salient[:_BEGINNING] + self.salient[-_MEMORY:]

    def here(self, sentence: int) -> list[Salient]:
        """Those named in a sentence."""
        return [item for item in self.salient[-NEAR:] if item.sentence == sentence]

    def fitting(self, sentence: int, *, quoted: bool, near: bool = False, told: bool = False) -> Iterator[tuple[float, Salient]]:
        """What may be taken up, with its weight; a possessive prefers its own sentence, who tells it (`told`) is not in it."""
        order = self.salient[-1].order + 1 if self.salient else 0
        for item in reversed(self.salient):
            back = sentence - item.sentence
            if back > RECENT:
                return
            if (item.quoted and not quoted) or (told and not back and item.main < _SPEAKS):
                continue
            between = order - item.order if near and not back else 0
            subject = (1.0 if between else 2.5) * item.subject + item.main
            subject -= (_UNNAMED if back else _UNNAMED / 2) if item.actors[0] in self.fresh else 0.0
            weight = (
                (2.0 - 0.3 * between if between else -2.0 * back) + subject - (1.0 if item.modifier else 0.0) - (0.0 if item.acts else 1.5)
            )
            yield weight, item

    def best(
        self, sentence: int, fits: Callable[[Profile], bool], *, quoted: bool, near: bool = False, told: bool = False
    ) -> tuple[str, ...]:
        """The most salient single actor that fits."""
        best: tuple[float, int, tuple[str, ...]] | None = None
        for weight, item in self.fitting(sentence, quoted=quoted, near=near, told=told):
            if len(item.actors) == 1 and (profile := self.profile(item.actors[0])) is not None and fits(profile):
                key = (weight, item.order, item.actors)
                best = max(best, key) if best else key
        return best[2] if best else ()

    def several(self, sentence: int, *, quoted: bool, near: bool = False) -> tuple[str, ...]:
        """Whom "they" means: several named together, a group, else a state or body."""
        best: tuple[float, int, tuple[str, ...]] | None = None
        joint = self.coordinated()
        for weight, item in self.fitting(sentence, quoted=quoted, near=near):
            actors = joint.get(item.order, item.actors)
            kinds = {profile.kind for iri in actors if (profile := self.profile(iri))}
            bonus = 1.0 if len(actors) > 1 else 0.5 if kinds & {"group", "armed_group"} else -1.0 if kinds == {"person"} else 0.0
            if kinds == {"person"} and len(actors) == 1:
                continue
            key = (weight + bonus, item.order, actors)
            best = max(best, key) if best else key
        return best[2] if best else ()

    def coordinated(self) -> Mapping[int, tuple[str, ...]]:
        """For each mention in a coordination ("X, Y and Z") the actors of all its members."""
        found: dict[int, tuple[str, ...]] = {}
        items = [item for item in self.salient[-_COORDINATED:] if item.acts and self.mentions.mentions[item.order].form != "pronoun"]
        for chain in chains([self.mentions.mentions[item.order] for item in items], self.mentions, self.parsed):
            actors = tuple(dict.fromkeys(iri for place in chain for iri in items[place].actors))
            found |= {items[place].order: actors for place in chain}
        return found

    def company(self, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        """Whom "the ministers" means: the persons last named together."""
        joint = self.coordinated()
        for _, item in self.fitting(sentence, quoted=quoted):
            actors = joint.get(item.order, item.actors)
            if len(actors) > 1 and all((p := self.profile(iri)) is not None and p.kind == "person" for iri in actors):
                return actors
        return ()

    def states(self, sentence: int) -> tuple[str, ...]:
        """Whom "the countries" and "all parties" mean: states or organisations just named together."""
        joint = self.coordinated()
        for item in reversed(self.remembered()):
            actors = joint.get(item.order, item.actors) if sentence - item.sentence <= RECENT else ()
            if len(actors) > 1 and all((p := self.profile(iri)) is not None and p.kind in {"state", "organization"} for iri in actors):
                return actors
        return ()

    def two(self, sentence: int, *, people: bool) -> tuple[str, ...]:
        """Whom "both sides" and "the two leaders" mean: the two last named, states where people are not meant."""
        weights: dict[str, float] = defaultdict(float)
        for item in self.remembered():
            back = sentence - item.sentence
            if item.acts and (back <= RECENT or not item.sentence):
                for unit in {self._unit(iri, people=people) for iri in item.actors} - {None}:
                    near = 0.4 ** min(back, RECENT) * (2 if item.subject else 0.5 if item.modifier else 1)
                    weights[unit or ""] += near + (0.3 if not item.sentence else 0)
        for unit in self.pair:
            weights[unit] += 0.5 if unit in weights else 0
        best = tuple(sorted(sorted(weights, key=lambda unit: -weights[unit])[:2], key=list(weights).index))
        self.pair = best if len(best) == 2 else self.pair
        return best if len(best) == 2 else ()

    def _unit(self, iri: str, *, people: bool) -> str | None:
        profile = self.profile(iri)
        if profile is None:
            return None
        if people:
            return iri if profile.kind == "person" else None
        if profile.kind in {"armed_group", "state"}:
            return iri
        return profile.state if profile.kind in {"person", "body", "group"} else None


def root(parsed: Parsed, one: Mention) -> Token:
    """The token of a mention that hangs outside it."""
    doc = parsed.doc
    span = doc.char_span(one.span.start - parsed.start, one.span.end - parsed.start, alignment_mode="expand")
    token: Token = span.root if span is not None else doc[one.token]
    while token.head.i != token.i and token.head.pos_ in {"NOUN", "PROPN"}:
        titled = one.form == "titled" and token.head.i < token.i and words().office(token.head.text)
        if token.dep_ not in {"flat", "appos", "compound", "list"} and not titled:
            break
        token = token.head
    return token


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
