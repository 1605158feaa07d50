"""Office holders whom a text calls by their office before it names them, or never names: "its foreign minister said …".

A lead tells of "the prime minister" and the next paragraph of "Prime Minister Ana Holt": of the persons named later the first whose title
has the office is meant. Where none is, the subject of a clause becomes somebody of its own, so that "he" and "the official" can take it up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diplograph.mentions import Profile
from diplograph.mentions.words import singular, words
from diplograph.registry import Newcomer
from diplograph.resolve.coreference.descriptions import may_be_called
from diplograph.resolve.coreference.salience import NEAR, SPEECH, root

if TYPE_CHECKING:
    from diplograph.model import Mention
    from diplograph.resolve.coreference.salience import Memory

__all__ = ["Unnamed"]

_VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_BODIES = frozenset({"body", "organization", "armed_group", "state"})
_OWNERS = frozenset({"its", "his", "her", "their", "own"})
_AHEAD = 120  # mentions behind in which a name may come
_NEXT = 30  # mentions behind in which the next paragraphs name who the first one leaves unnamed
_OWNED = 3  # tokens from a possessive pronoun to its noun, at most
_ARTICLES = ("the ", "The ", "its ", "Its ", "his ", "His ", "her ", "Her ", "their ", "Their ", "own ")
_LEADS = 5  # tokens from "according" to its noun, at most
_LONGEST = 8  # words of a description
_ENDED = re.compile(r"[,;:.“”\"()]|\s(?:from|who|whom|that|which|amid|during|on|said|told)\s")


@dataclass(slots=True)
class Unnamed:
    """Answers for one article, asked in the order of the text.

    Attributes:
        memory: Who was named so far.
        newcomers: By IRI, those who are never named.
    """

    memory: Memory
    newcomers: dict[str, Newcomer] = field(default_factory=dict)

    def of(self, one: Mention, order: int) -> tuple[str, ...]:
        """Whom a noun means that takes up nobody named before."""
        doc = self.memory.parsed[one.paragraph].doc
        token = doc[one.token]
        noun = self.memory.mentions.nouns.get((one.paragraph, one.token)) or singular(token.text)
        if not words().office(noun) or token.lower_ != noun or self.memory.mentions.quoted[one.paragraph][one.token]:
            return ()
        state = self.memory.mentions.states.get((one.paragraph, one.token)) or self._owner(one)
        return self._later(one, order, noun, state) or self.lead(one, order) or self._fresh(one, noun, state)

    def serving(self, one: Mention, sentence: int) -> tuple[str, ...]:
        """Who speaks or acts for whom the text is about: "a spokesman" of the ministry just named, "its generals"."""
        doc = self.memory.parsed[one.paragraph].doc
        token, before = doc[one.token], doc[one.token - 1].lower_ if one.token else ""
        noun = singular(token.text)
        if noun in _VOICES and before in {"a", "an"} and noun == token.lower_:
            of_whom = self.memory.best(sentence, lambda p: p.kind in _BODIES, quoted=False)
            near = any(sentence - item.sentence <= 1 for item in self.memory.salient[-NEAR:] if item.actors == of_whom)
            label = self._label(of_whom[0]) if of_whom and near else None
            return self._made(f"{label} {noun}", noun, None) if label else ()
        if noun != token.lower_ and words().office(noun) and before in _OWNERS:
            state = self._owner(one)
            adjective = self.memory.names.adjectives.get(state or "")
            if adjective is None:
                return ()
            fresh = Newcomer(f"{adjective} {token.lower_}", "group")
            self.newcomers[fresh.iri] = fresh
            self.memory.fresh[fresh.iri] = Profile("group", None, frozenset({noun}), state, frozenset())
            return (fresh.iri,)
        return ()

    def _label(self, iri: str) -> str | None:
        """What somebody is called before "spokesman": a state by its adjective."""
        names = self.memory.names
        if "State" in names.registry.types(iri):
            return names.adjectives.get(iri)
        fresh = next((one for one in self.memory.mentions.newcomers if one.iri == iri), None)
        return fresh.name if fresh is not None else names.registry.label(iri)

    def lead(self, one: Mention, order: int) -> tuple[str, ...]:
        """Whom the first paragraph means that leaves the name to the next: "A radical cleric has …", then "…," Ali Harun told reporters."""
        parsed = self.memory.parsed[one.paragraph]
        token = parsed.doc[one.token]
        if (
            one.paragraph > 1
            or not token.dep_.startswith("nsubj")
            or singular(token.text) != token.lower_
            or not words().office(token.text)
        ):
            return ()
        noun, said = token.lower_, frozenset(self.memory.mentions.texts[one.paragraph][: token.idx].lower().split()[-_OWNED:])
        known = {iri for item in self.memory.salient for iri in item.actors}
        for other in self.memory.mentions.mentions[order + 1 : order + _NEXT]:
            if other.paragraph > one.paragraph + 2:
                return ()
            profile = self.memory.profile(other.actors[0]) if len(other.actors) == 1 and other.form in {"name", "titled"} else None
            if profile is None or profile.kind != "person" or other.paragraph == one.paragraph:
                continue
            verb = root(self.memory.parsed[other.paragraph], other)
            fits = not profile.nouns or bool(words().fitting(noun) & profile.nouns)
            speaks = verb.dep_.startswith("nsubj") and verb.head.lemma_.lower() in SPEECH
            new = other.actors[0] not in known and speaks and fits and may_be_called(profile, noun, None, said)
            return other.actors if new else ()
        return ()

    def _owner(self, one: Mention) -> str | None:
        """The state of whom a possessive before the noun takes up: "its foreign minister"."""
        last = self.memory.salient[-1] if self.memory.salient else None
        owner = self.memory.mentions.mentions[last.order] if last is not None else None
        if last is None or owner is None or owner.paragraph != one.paragraph or not 0 < one.token - owner.token <= _OWNED:
            return None
        states = {profile.state for iri in last.actors if (profile := self.memory.profile(iri)) is not None}
        return states.pop() if len(states) == 1 else None

    def _later(self, one: Mention, order: int, noun: str, state: str | None) -> tuple[str, ...]:
        """The first person named later whose title has the office."""
        doc = self.memory.parsed[one.paragraph].doc
        before = [token.lower_ for token in doc[max(0, one.token - 4) : one.token]]
        if noun in words().general or {"a", "an", "another", "any", "former"} & set(before):
            return ()
        said = frozenset(before)
        for other in self.memory.mentions.mentions[order + 1 : order + _AHEAD]:
            profile = self.memory.profile(other.actors[0]) if len(other.actors) == 1 and other.form in {"name", "titled"} else None
            if profile is None or profile.kind != "person" or noun not in profile.nouns:
                continue
            titled = other.form == "titled" or (state is not None and profile.state == state)
            if titled and may_be_called(profile, noun, state, said):
                return other.actors
        return ()

    def _fresh(self, one: Mention, noun: str, state: str | None) -> tuple[str, ...]:
        """Somebody of its own, where the noun is the subject of a clause."""
        parsed = self.memory.parsed[one.paragraph]
        token = parsed.doc[one.token]
        tells = token.dep_.startswith("nsubj") and token.head.pos_ in {"VERB", "AUX"}
        if not tells and "according to" not in " ".join(one.lower_ for one in parsed.doc[max(0, token.i - _LEADS) : token.i]):
            return ()
        name = self._name(one, state)
        if not name or len(name.split()) > _LONGEST:
            return ()
        return self._made(name, noun, state)

    def _made(self, name: str, noun: str, state: str | None) -> tuple[str, ...]:
        """A newcomer whom only an office describes, that pronouns may take up."""
        fresh = Newcomer(name, "commentator" if noun in words().scholars else "official")
        self.newcomers[fresh.iri] = fresh
        sex = "male" if noun in words().male else "female" if noun in words().female else None
        self.memory.fresh[fresh.iri] = Profile("person", sex, frozenset({noun}), state, frozenset(name.lower().split()))
        return (fresh.iri,)

    def _name(self, one: Mention, state: str | None) -> str:
        """The words of a description, those of "of …" behind it included, without article; "its" is made the state's adjective."""
        parsed = self.memory.parsed[one.paragraph]
        doc, text = parsed.doc, self.memory.mentions.texts[one.paragraph]
        token = doc[one.token]
        start, end = one.span.start - parsed.start, one.span.end - parsed.start
        if token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "of":
            last = doc[token.right_edge.i]
            end = max(end, last.idx + len(last.text))
        owner = next((child for child in token.children if child.dep_ == "nmod:poss" and child.i < token.i), None)
        if owner is not None and owner.tag_ != "PRP$":
            start = min(start, owner.left_edge.idx)
        phrase = _ENDED.split(" ".join(text[start:end].split()))[0].strip()
        for article in _ARTICLES:
            phrase = phrase.removeprefix(article)
        adjective = self.memory.names.adjectives.get(state or "") if owner is not None and owner.tag_ == "PRP$" else None
        return f"{adjective} {phrase}" if adjective and not phrase.startswith(f"{adjective} ") else phrase
