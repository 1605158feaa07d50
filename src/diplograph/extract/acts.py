"""What a cue with its content amounts to: the entry's own kind and stance, unless the content or a negation says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplograph.extract.reading.cues import Content, Reading, read
from diplograph.extract.reading.judge import condition, judge, turned
from diplograph.extract.reading.trees import Stretch, base, hypothetical, lemma, negated, passive, subject, subtree

if TYPE_CHECKING:
    from diplograph.extract.holders import Holder
    from diplograph.extract.page import Page
    from diplograph.model import Attitude, Kind, Stance
    from diplograph.tree import Token

__all__ = ["LEAST", "Act", "act", "denied"]

# Cues and judgements that are trusted less than this make no statement (see the lexicon's `strength`).
LEAST = 0.4
_BINDING = ("commitment", "threat", "proposal", "acceptance", "support", "demand")
# How far behind an object what it is called is looked for, in tokens.
_CALLED = 8


@dataclass(frozen=True, slots=True)
class Act:
    """A statement's kind, its stance toward the content, and what hangs on it.

    Attributes:
        kind, stance, attitude: As in a Candidate.
        condition: The stretch of the condition.
        addressees: The heads of phrases that name who is addressed or meant to act.
    """

    kind: Kind
    stance: Stance
    attitude: Attitude
    condition: Stretch | None = None
    addressees: tuple[Token, ...] = ()


def act(page: Page, reading: Reading, content: Content | None, who: Holder) -> Act:
    """What a cue and one of its contents amount to, negation of the cue apart (`denied`)."""
    cue, lexicon = reading.cue, page.lexicon
    plain = Act(cue.kind, cue.stance, cue.attitude, None, reading.addressees)
    if content is None:
        return plain
    bound = condition(reading.head, content.stretch, lexicon) or condition(content.head, content.stretch, lexicon)
    told = _judged(page, reading, content, who) if cue.judge else _wanted(page, reading, content, plain)
    if reading.frame == "as":
        told = _named(page, content, told)
    elif cue.blame and _blames(page, content):
        told = replace(told, kind="accusation", stance="against", attitude="holds_true")
    elif told.kind == "accusation" and reading.frame == "np" and lexicon.has("policies", lemma(content.head)):
        told = replace(told, kind="opposition", attitude="wants")
    elif told.kind == "proposal" and (
        (reading.frame in ("np", "for") and _required(page, content)) or (reading.frame == "to" and _calls(reading, content))
    ):
        told = replace(told, kind="demand")
    elif told.kind == "commitment" and reading.frame in ("to", "that") and lexicon.has("retaliating", lemma(content.head)):
        told = replace(told, kind="threat")
    if bound is not None and not cue.judge and told.kind in _BINDING:
        told = replace(told, stance="conditional")
    return replace(told, condition=told.condition or bound)


def _calls(reading: Reading, content: Content) -> bool:
    """Whether somebody is called upon by name of what he is: "called for the regime to end", but not "our call to end"."""
    if reading.cue.lemma.split()[0] not in ("call", "appeal", "plea") or passive(content.head):
        return False
    between = content.head.doc[reading.words[1] : content.head.i]
    return any(token.tag_[:2] in ("NN", "PR") for token in between)


def _judged(page: Page, reading: Reading, content: Content, who: Holder) -> Act:
    """What a verb of saying reports: the content decides."""
    cue = reading.cue
    plain = Act(cue.kind, cue.stance, cue.attitude, None, reading.addressees)
    inner = _own_words(page, content, who)
    if inner is not None:
        return replace(inner, addressees=(*reading.addressees, *inner.addressees))
    reported = who.speaker == "named" and who.voice == "indirect"
    found = judge(content.head, content.stretch, page.lexicon, "speech", reported=reported)
    if (found.strength < LEAST and cue.kind != "assessment") or (cue.kind == "threat" and found.kind == "commitment"):
        return plain
    true = found.kind in ("assessment", "accusation") or found.reason == "denial"
    addressees = (*reading.addressees, *found.addressees)
    return Act(found.kind, found.stance, "holds_true" if true else "wants", found.condition, addressees)


def _own_words(page: Page, content: Content, who: Holder) -> Act | None:
    """The act in what somebody says of himself: "said that it opposes the plan", "indicated that they do not want to escalate"."""
    doer = subject(content.head)
    if doer is None or not page.lexicon.has("third", lemma(doer)) or who.speaker != "named":
        return None
    inner = read(content.head, page.lexicon)
    if inner is None or inner.cue.judge or inner.cue.measure or inner.cue.strength < LEAST or hypothetical(content.head, page.lexicon):
        return None
    told = Act(inner.cue.kind, inner.cue.stance, inner.cue.attitude, None, inner.addressees)
    return denied(page, inner, told) if negated(content.head, page.lexicon) else told


def _wanted(page: Page, reading: Reading, content: Content, plain: Act) -> Act:
    """What is demanded, promised or announced may be that something ends, or is not done."""
    lexicon, head = page.lexicon, content.head
    if reading.frame == "np" and lexicon.has("light", base(reading.head, lexicon)):
        # "reaffirm our commitment": the noun is what is told, also where its own frame was not found.
        nouns = [cue for cue in lexicon.of("noun", lemma(head)) if cue.strength >= LEAST]
        return replace(plain, kind=nouns[0].kind, stance=nouns[0].stance, attitude=nouns[0].attitude) if nouns else plain
    bare = head.tag_ == "VB" or reading.frame in ("to", "ing", "that")
    if plain.kind in ("demand", "commitment", "proposal") and bare and turned(head, lexicon) == "against":
        return replace(plain, stance="against") if plain.kind == "demand" or negated(head, lexicon) else plain
    if plain.kind == "commitment" and reading.frame == "that" and any(cue.kind == "rejection" for cue in lexicon.of("verb", lemma(head))):
        return replace(plain, kind="rejection", stance="against")  # "announced that the meeting has been called off"
    return plain


def _named(page: Page, content: Content, plain: Act) -> Act:
    """What a thing is called: void is rejection, good support, blameworthy accusation."""
    first, end = content.stretch
    lemmas = {lemma(token) for token in page.doc[first : min(end + _CALLED, page.doc[first].sent.end)]}
    if lemmas & page.lexicon.words["void"]:
        return replace(plain, kind="rejection", stance="against", attitude="holds_true")
    if lemmas & page.lexicon.words["blame"]:
        return replace(plain, kind="accusation", stance="against", attitude="holds_true")
    if lemmas & page.lexicon.words["good"]:
        return replace(plain, kind="support", stance="for", attitude="holds_true")
    return plain


def _blames(page: Page, content: Content) -> bool:
    """Whether a content names somebody's conduct: a name that does or owns it, or words of blame."""
    words = page.doc[content.stretch[0] : content.stretch[1]]
    owned = any(token.dep_ in ("nmod:poss", "nsubj", "obl:agent") and token.tag_.startswith("NNP") for token in words)
    return owned or any(token.text.lower() == "by" or page.lexicon.has("blame", lemma(token)) for token in words)


def _required(page: Page, content: Content) -> bool:
    """Whether a called-for content is one that somebody owes: a release, a withdrawal, an immediate end."""
    words = page.doc[content.stretch[0] : content.stretch[1]]
    return any(page.lexicon.has("required", lemma(token)) for token in words if content.head in (token, token.head))


def denied(page: Page, reading: Reading, told: Act) -> Act | None:
    """What "did not …" or "has no …" makes of an act; None where it leaves nothing.

    "has not yet …" is an assessment without stance whatever the cue (guide, convention 8).
    """
    first, end = subtree(reading.head)
    words = f" {page.doc.words(first, end).lower()} "
    nothing = replace(told, kind="assessment", stance="none", attitude="holds_true")
    if reading.cue.pos == "noun":
        turn: dict[str, Kind] = {"commitment": "rejection", "support": "opposition"}
        if told.kind not in turn:
            return nothing
        return replace(told, kind=turn[told.kind], stance="against", attitude="wants")
    how = reading.cue.negated
    if how == "none" or any(f" {word} " in words for word in page.lexicon.words["not_yet"]):
        return nothing
    if how == "drop":
        return None
    if how == "opposite":
        return replace(told, stance="for" if told.stance == "against" else "against")
    kind: Kind = how  # type: ignore[assignment]  # the lexicon lets nothing else in
    return replace(told, kind=kind, stance="against" if kind in ("rejection", "opposition") else "for", attitude="wants")
