"""Whom "he", "it", "the minister" and "both sides" mean.

One pass in the order of the text: every mention that names somebody becomes salient (`salience`), every pronoun takes the most salient
actor that fits in person, number and kind, every noun whom it describes (`descriptions`). Inside a quotation "I" and "we" wait until the
speaker is known. Limits: no syntax of binding beyond the clause's own subject, no cataphora, no bridging.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplograph.mentions.words import words
from diplograph.resolve.coreference.binding import owner
from diplograph.resolve.coreference.descriptions import Descriptions
from diplograph.resolve.coreference.salience import NEAR, SPEECH, Memory, root
from diplograph.resolve.coreference.unnamed import Unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from diplograph.mentions import Mentions, Names, Profile
    from diplograph.model import Mention, Parsed
    from diplograph.registry import Newcomer
    from diplograph.resolve.holders.speakers import Speakers

__all__ = ["Resolution", "resolved"]

_SINGULAR = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "theirs", "themselves"}
_FIRST = {"i", "me", "my", "mine", "myself"}
_WE = {"we", "us", "our", "ours", "ourselves"}
_PAIR = {"both", "neither"}
_RELATIVE = {"who", "which"}
_THINGS = {"state", "body", "organization", "armed_group", "outlet"}


@dataclass(slots=True)
class _Pass:
    memory: Memory
    described: Descriptions
    unnamed: Unnamed
    speakers: Speakers

    def run(self) -> Iterator[Mention]:
        """The mentions with their actors, those unresolved left empty."""
        memory, described = self.memory, self.described
        for order, one in enumerate(memory.mentions.mentions):
            sentence = memory.sentences[one.paragraph][one.token]
            quoted = memory.mentions.quoted[one.paragraph][one.token]
            actors = one.actors or self._actors(one, order, sentence, quoted=quoted)
            if one.form == "nominal" and one.actors and one.paragraph <= 1:
                actors = self.unnamed.lead(one, order) or actors
            word = self._word(one)
            if word in words().documents:
                described.issue(actors, sentence)
                described.subject = memory.parsed[one.paragraph].doc[one.token].dep_.startswith("nsubj")
            elif actors and word not in _RELATIVE:
                noticed = memory.notice(one, actors, order, quoted=quoted)
                if noticed.subject and described.issued == (sentence, ()):
                    described.issued = (sentence, actors)
            yield replace(one, actors=actors)

    def _word(self, one: Mention) -> str:
        """The noun of a mention by a noun, in the singular; the word of any other."""
        noun = self.memory.mentions.nouns.get((one.paragraph, one.token))
        return noun or self.memory.parsed[one.paragraph].doc[one.token].lower_

    def _actors(self, one: Mention, order: int, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        word = self.memory.parsed[one.paragraph].doc[one.token].lower_
        if one.form == "pronoun":
            return self._pronoun(one, word, sentence, quoted=quoted)
        serving = self.unnamed.serving(one, sentence)
        return serving or self.described.of(one, order, sentence, quoted=quoted) or self.unnamed.of(one, order)

    def _pronoun(self, one: Mention, word: str, sentence: int, *, quoted: bool) -> tuple[str, ...]:
        memory = self.memory
        if word in _FIRST or word in _WE:
            return () if quoted else self.speakers.i if word in _FIRST else self.speakers.we
        if word in _RELATIVE:
            return self._antecedent(one, sentence)
        owning = memory.parsed[one.paragraph].doc[one.token].dep_ == "nmod:poss"
        bound = (self._bound(one, word, sentence) or self._teller(one, word, sentence)) if owning else ()
        if bound:
            return bound
        if word in _SINGULAR:
            told = not owning and _tells(memory.parsed[one.paragraph], one.token)
            fits = lambda p: p.kind == "person" and p.sex in {None, _SINGULAR[word]}  # noqa: E731 - asked twice
            before = memory.best(sentence, fits, quoted=quoted, told=True) if told else ()
            return before or memory.best(sentence, fits, quoted=quoted, near=owning)
        if word in _IT:
            if word == "it" and _impersonal(memory.parsed[one.paragraph], one.token):
                return ()
            issuing = self.described.told_by(sentence) if word == "it" and _says(memory.parsed[one.paragraph], one.token) else ()
            return issuing or memory.best(sentence, lambda p: p.kind in _THINGS, quoted=quoted, near=owning)
        if word in _THEY:
            return memory.several(sentence, quoted=quoted, near=owning)
        if word not in _PAIR:
            return ()
        joint = memory.coordinated()
        last = next((joint[item.order] for item in reversed(memory.salient[-NEAR:]) if item.order in joint), ())
        near = any(item.sentence == sentence - 1 and joint.get(item.order) == last for item in memory.salient[-NEAR:])
        return last if len(last) == 2 and near else memory.two(sentence, people=False)

    def _bound(self, one: Mention, word: str, sentence: int) -> tuple[str, ...]:
        """Whom a possessive takes up by the syntax of its clause, if that tells and the actor fits in kind and sex."""
        memory = self.memory
        paragraph = memory.parsed[one.paragraph]
        token = owner(paragraph.doc[one.token])
        here = memory.here(sentence) if token is not None else []
        item = next((item for item in reversed(here) if root(paragraph, memory.mentions.mentions[item.order]) == token), None)
        if item is None:
            return ()
        actors = memory.coordinated().get(item.order, item.actors) if word in _THEY else item.actors
        kinds = [profile for iri in actors if (profile := memory.profile(iri)) is not None]
        if word in _SINGULAR:
            fits = len(kinds) == 1 and kinds[0].kind == "person" and kinds[0].sex in {None, _SINGULAR[word]}
        else:
            fits = bool(kinds) and (word in _THEY or (len(kinds) == 1 and kinds[0].kind in _THINGS))
        return actors if fits else ()

    def _teller(self, one: Mention, word: str, sentence: int) -> tuple[str, ...]:
        """Whose spokesman tells behind a claim: the claim's subject ("Ethiopia will fill its dam, its foreign minister said")."""
        memory, doc = self.memory, self.memory.parsed[one.paragraph].doc
        office = doc[one.token].head
        if not words().office(office.text) or office.head.lemma_.lower() not in SPEECH or doc[one.token - 1].text != "," or not one.token:
            return ()
        first = next((item for item in memory.here(sentence) if item.subject and not item.quoted), None)
        profile = memory.profile(first.actors[0]) if first is not None and len(first.actors) == 1 else None
        fits = profile is not None and (
            (profile.kind == "person" and profile.sex in {None, _SINGULAR[word]}) if word in _SINGULAR else profile.kind in _THINGS
        )
        return first.actors if first is not None and fits else ()

    def _antecedent(self, one: Mention, sentence: int) -> tuple[str, ...]:
        """Whom "who" takes up: the noun that its clause hangs on, else the mention right before."""
        memory = self.memory
        paragraph = memory.parsed[one.paragraph]
        verb = paragraph.doc[one.token].head
        noun = verb.head if verb.dep_ == "acl:relcl" else None
        here = [item for item in memory.salient[-NEAR:] if item.sentence == sentence]
        for item in reversed(here):
            if noun is not None and root(paragraph, memory.mentions.mentions[item.order]) == noun:
                return item.actors
        if noun is None and here:
            mention = memory.mentions.mentions[here[-1].order]
            between = memory.mentions.texts[one.paragraph][mention.span.end - paragraph.start :][:12]
            return here[-1].actors if between.lstrip(" ,)—–").startswith(("who", "which")) else ()
        return ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The mentions of an article with their actors, and those among these whom only their office describes."""

    mentions: tuple[Mention, ...]
    newcomers: Mapping[str, Newcomer]
    profiles: Mapping[str, Profile]


def resolved(parsed: Sequence[Parsed], mentions: Mentions, names: Names, speakers: Speakers) -> Resolution:
    """Resolve the mentions of an article."""
    memory = Memory(parsed, mentions, names)
    unnamed = Unnamed(memory)
    found = tuple(_Pass(memory, Descriptions(memory, speakers), unnamed, speakers).run())
    return Resolution(found, unnamed.newcomers, memory.fresh)


def _tells(parsed: Parsed, index: int) -> bool:
    """Whether a pronoun tells what its sentence says before: "A man who cannot win, he added, …"."""
    token = parsed.doc[index]
    verb = parsed.doc[index + 1] if index + 1 < len(parsed.doc) else None
    if verb is None or verb.lemma_.lower() not in SPEECH or token.i == token.sent.start:
        return False
    before = parsed.doc[index - 1].text
    behind = parsed.doc[index + 2].lower_ if index + 2 < len(parsed.doc) else "."
    return before in {",", "”", '"', "—", "–"} and behind in {",", ".", "on", "in", "at", "to", "during", "after", "—", ";", ":"}


def _says(parsed: Parsed, index: int) -> bool:
    """Whether "it" says something: "It added that"."""
    token = parsed.doc[index]
    return token.dep_.startswith("nsubj") and token.head.lemma_.lower() in SPEECH | {"read", "call", "conclude", "find"}


def _impersonal(parsed: Parsed, index: int) -> bool:
    """Whether "it" stands for a clause: "it is clear that", "it would be"."""
    token = parsed.doc[index]
    if token.dep_ == "expl":
        return True
    head = token.head
    return head.pos_ == "ADJ" and any(child.dep_ in {"ccomp", "csubj", "xcomp", "advcl"} for child in head.children)
