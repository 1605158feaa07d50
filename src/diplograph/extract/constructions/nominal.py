"""Cue nouns: "Russia's demand that …", "US opposition to …", "expressed concern about …", "statements by ministers that …".

The holder stands as possessor, as an adjective or name before the noun, behind "by", "from" or "of", or is the subject of a light verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract import passages
from diplograph.extract.acts import act, denied
from diplograph.extract.holders import Holder, holder
from diplograph.extract.reading.cues import Content, Reading, read
from diplograph.extract.reading.frames import participle
from diplograph.extract.reading.parts import cited
from diplograph.extract.reading.stretches import Stretch, noun_phrase, subtree, trim
from diplograph.extract.reading.trees import adposition, base, hypothetical, is_verb, kid, kids, lemma, negated, past, subject
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.tree import Token

__all__ = ["nominal"]

_LEAST = 0.45
# How far before its noun a light verb is still part of the cue, in tokens.
_BESIDE = 4
# How far up a statement's noun is looked for, whose clause a pronoun stands in.
_STEPS = 4
# How much less a noun without a light verb is trusted, as it may be presupposed, accused or background; and what must be left.
_PRESUPPOSED, _TRUSTED = 0.25, 0.3
# What opens a clause within a content, and the verbs with which the sentence goes on behind it.
_OPENS = frozenset({
    "that", "which", "who", "whom", "whose", "what", "when", "where", "if", "whether", "how", "why", "because", "as", "while",
})  # fmt: skip
_GOES_ON = frozenset({"is", "was", "has", "had", "remains", "remained", "came", "comes", "makes", "made", "does", "did"})


def nominal(page: Page) -> Iterator[Candidate]:
    """The statements that nouns of the lexicon tell."""
    for token in page.doc:
        if token.tag_ not in ("NN", "NNS") or not page.lexicon.of("noun", lemma(token)):
            continue
        reading = read(token, page.lexicon)
        if reading is None or reading.cue.strength < _LEAST:
            continue
        verb = _light(page, token)
        if verb is not None and verb.dep_ == "xcomp" and page.lexicon.has("failing", lemma(verb.head)):
            continue  # "failed to demonstrate its commitment" is what the narrator blames
        owner = (subject(verb) if verb is not None else None) or _agent(page, token)
        owner = owner or _owner(page, token, reading)
        if verb is not None and owner is not None and _thing(page, owner):
            owner = next(kids(token, "nmod:poss"), None)  # "These steps underscore our commitment"
        if owner is None or lemma(owner) in ("it", "there", "this", "that", "which"):
            continue
        if verb is None and reading.cue.strength - _PRESUPPOSED < _TRUSTED:
            continue
        who = holder(page, verb or token, owner)
        if who is None:
            continue
        for number, content in enumerate(reading.contents or (None,)):
            yield from _candidate(page, reading, who, content, verb, lead=number == 0)


def _agent(page: Page, noun: Token) -> Token | None:
    """Who put what a noun tells into words: "an offer already made by Chile to", "fears voiced by the bank about"."""
    made = participle(noun)
    return kid(made, "obl:agent") if made is not None and page.lexicon.has("light", base(made, page.lexicon)) else None


def _thing(page: Page, who: Token) -> bool:
    """Whether a subject is a thing done or made, which itself holds nothing."""
    return page.genre == "release" and who.tag_ in ("NN", "NNS") and page.lexicon.has("happenings", lemma(who))


def _acts(page: Page, who: Token) -> bool:
    """Whether a noun behind "of" can hold something: a name, an institution or states."""
    return who.tag_.startswith("NNP") or page.lexicon.has("institutions", lemma(who))


def _owner(page: Page, noun: Token, reading: Reading) -> Token | None:
    """Who owns a noun's act: possessor, agent behind "by" or "from", or a name or demonym before it.

    Behind "of" stands who owns it where an infinitive or clause tells what it is: "the refusal of Chile to sign". "A threat of war from"
    somewhere is nobody's word.
    """
    told = reading.frame in ("to", "that")
    for child in kids(noun, "nmod:poss"):
        return (_above(page, noun, child) or child) if child.tag_ == "PRP$" else child
    if reading.cue.kind == "threat" and reading.frame == "of":
        return None
    for child in kids(noun, "nmod"):
        if child.i > noun.i and (adposition(child) in ("by", "from") or (adposition(child) == "of" and _acts(page, child) and told)):
            return child
    if noun.dep_ == "nsubj" and lemma(noun.head) == "come" and noun.i < noun.head.i:
        for child in kids(noun.head, "obl", "nmod"):
            if adposition(child) == "from":
                return child  # "Calls for her to resign came from two unions"
    for child in kids(noun, "amod", "compound"):
        if child.tag_.startswith("NNP") or (child.tag_ == "JJ" and child.text[:1].isupper()):
            return child
    return None


def _above(page: Page, noun: Token, own: Token) -> Token | None:
    """Who is meant by "its" in what somebody's statement says: "a statement by the ministry that its threat is withdrawn"."""
    node = noun
    for _ in range(_STEPS):
        if node.dep_ in ("acl", "acl:relcl") and node.head.tag_[:2] == "NN" and own.lower_ == "its":
            near = (node.head, *kids(node.head, "nmod"))
            return next((one for one in near if adposition(one) == "by" and page.lexicon.has("papers", lemma(one.head))), None)
        node = node.head
    return None


def _light(page: Page, noun: Token) -> Token | None:
    """The light verb whose object a noun is ("express its concern"); its subject holds what the noun tells."""
    head = noun.head
    if noun.dep_ not in ("obj", "nsubj:pass", "conj") or not is_verb(head):
        return None
    return head if page.lexicon.has("light", base(head, page.lexicon)) else None


def _phrase(page: Page, noun: Token, content: Content) -> Stretch:
    """A content to where the sentence goes on that the noun begins: "its refusal to sign | was a blow"."""
    doc, (first, end) = noun.doc, content.stretch
    claims = any("that" in cue.frames for cue in page.lexicon.of("verb", lemma(content.head)))  # "its refusal to admit it was wrong"
    if content.head.tag_ != "VB" or first < noun.i or claims:
        return first, end
    for i in range(content.head.i + 2, end):
        if doc[i].lower_ in _OPENS or doc[i].text in "“”,;:":
            break
        if doc[i].tag_ in ("VBZ", "VBD") and doc[i].lower_ in _GOES_ON:
            return trim(content.head, (first, i))
    return first, end


def _words(reading: Reading, verb: Token | None) -> Stretch:
    """The words of a cue noun, with the light verb that stands just before it: "reaffirm our readiness"."""
    first, end = reading.words
    return (verb.i, end) if verb is not None and 0 < first - verb.i <= _BESIDE else (first, end)


def _candidate(
    page: Page, reading: Reading, who: Holder, content: Content | None, verb: Token | None, *, lead: bool
) -> Iterator[Candidate]:
    token, cue = reading.head, reading.cue
    told = act(page, reading, content, who)
    turned = verb is not None and negated(verb, page.lexicon)
    if turned:
        found = denied(page, reading, told)
        if found is None:
            return
        told = found
    whole = content.stretch if content is not None else None
    if verb is None and content is not None:
        content = replace(content, stretch=_phrase(page, token, content))
    stretch = content.stretch if content is not None and not lead else passages.of_noun(token, content, verb)
    if content is not None and content.stretch != whole and lead:
        stretch = stretch[0], max(content.stretch[1], token.i + 1)
    if verb is None and who.token is not None and lead and who.token.head == token.head:
        stretch = stretch[0], max(stretch[1], subtree(who.token)[1])  # "calls … came from …"
    said = cited(content.head, content.stretch) if content else None
    if said is not None:
        stretch = min(stretch[0], said[0]), max(stretch[1], said[1])  # the passage shows all that is said
    voice = "direct" if who.voice == "indirect" and who.attributed is None and page.quoted(stretch, 3) else who.voice
    yield Candidate(
        span=page.span(stretch), kind=told.kind, stance=told.stance, voice=voice, attitude=told.attitude, rule=f"noun:{cue.lemma}",
        confidence=round(cue.strength if verb is not None else cue.strength - _PRESUPPOSED, 2), paragraph=page.parsed.number,
        cue_token=token.i, speaker=who.speaker, source_span=who.source, cue_span=page.span(_words(reading, verb)),
        content_span=page.span(said) if said else None,
        condition_span=page.span(told.condition) if told.condition else None,
        addressee_spans=tuple(page.span(noun_phrase(found)) for found in told.addressees if found != who.token),
        attributed_span=who.attributed, negated=turned, hypothetical=verb is not None and hypothetical(verb, page.lexicon),
        past=verb is not None and past(verb),
    )  # fmt: skip
