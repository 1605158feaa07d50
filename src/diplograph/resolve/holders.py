"""Who holds a statement: the phrase that the construction points at, the speaker of a quotation, or the article's own voice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words

if TYPE_CHECKING:
    from diplograph.model import Candidate
    from diplograph.resolve.speakers import Speakers
    from diplograph.resolve.who import Who

__all__ = ["Holders", "Turn", "holders"]

_WE = re.compile(r"\b(we|our|ours|us)\b", re.IGNORECASE)
_TIME = re.compile(
    r"^\W*(on |this |last |next )?(mon|tues|wednes|thurs|fri|satur|sun)day\W*$|^\W*(this|last|next) (time|week|month|year)\W*$",
    re.IGNORECASE,
)
_US = re.compile(r"\bUS\b|\bU\.S")


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a statement, for whom they speak, and who says so."""

    holders: tuple[str, ...]
    on_behalf_of: tuple[str, ...] = ()
    attributed_by: tuple[str, ...] = ()


@dataclass(slots=True)
class Turn:
    """Who spoke last, for quotations without a speaker and "the statement said"."""

    speaker: tuple[str, ...] = ()
    paragraph: int = -2


def holders(candidate: Candidate, who: Who, speakers: Speakers, turn: Turn) -> Holders | None:
    """The holders of a candidate, or None where nobody can be named.

    Args:
        candidate: The candidate.
        who: Whom phrases mean.
        speakers: The article's own voice.
        turn: Who spoke last; brought up to date.
    """
    if candidate.speaker != "named":
        return _institution(candidate, speakers, who) or _own(candidate, speakers, who.text)
    found = _named(candidate, who, turn)
    found = tuple(iri for iri in found if not _outlet(iri, who))
    if not found:
        return None
    if candidate.voice == "direct" or not turn.speaker or turn.paragraph != candidate.paragraph or candidate.source_span is not None:
        turn.speaker, turn.paragraph = found, candidate.paragraph
    attributed = who.of(candidate.attributed_span) if candidate.attributed_span else ()
    return Holders(found, _state(found, candidate, who), tuple(iri for iri in attributed if iri not in found))


def _own(candidate: Candidate, speakers: Speakers, text: str) -> Holders | None:
    """The article's own voice: its author, signatory or states."""
    chosen = {"author": speakers.author, "i": speakers.i, "we": speakers.we}.get(candidate.speaker, ())
    if not chosen:
        return None
    we = candidate.speaker == "we" or bool(_WE.search(_US.sub("", candidate.span.of(text))))
    behalf = tuple(iri for iri in speakers.state if iri not in chosen) if we else ()
    return Holders(chosen, behalf)


def _named(candidate: Candidate, who: Who, turn: Turn) -> tuple[str, ...]:
    span = candidate.source_span
    if span is None:
        near = candidate.paragraph - turn.paragraph <= 1
        return turn.speaker if near else ()
    found = who.of(span)
    if found:
        return found
    if not span.of(who.text).strip() or _TIME.search(span.of(who.text)):
        return _before(candidate, who)
    root = who.root(span)
    if root is not None and singular(root.text) in words().documents:
        ahead = [
            one for one in who.inside(span) if one.actors and one.acts and one.span.end <= span.start + max(0, root.idx - who.offset(span))
        ]
        definite = span.of(who.text).lower().startswith(("the ", "this ", "that ", "its ", "his ", "her ", "their "))
        return ahead[0].actors if ahead else turn.speaker if definite else ()
    if root is not None and root.lower_ in {"he", "she", "they", "it", "who"}:
        return turn.speaker if candidate.paragraph - turn.paragraph <= 1 else ()
    return ()


def _before(candidate: Candidate, who: Who) -> tuple[str, ...]:
    """The actor named last before the cue, where the parser took "This Thursday" for the subject."""
    cue = candidate.cue_span.start if candidate.cue_span else candidate.span.end
    ahead = [one for one in who.sentence(candidate.cue_token, candidate.paragraph) if one.span.end <= cue and one.acts and one.actors]
    ahead = ahead or [one for one in who.of_paragraph(candidate.paragraph) if one.span.end <= cue and one.acts and one.actors]
    return next((one.actors for one in ahead if who.preposition(one) is None and not who.possessor(one)), ())


def _institution(candidate: Candidate, speakers: Speakers, who: Who) -> Holders | None:
    """Another institution of the same state that is the subject in a release: "The Embassy will remain open"."""
    if not speakers.release or candidate.speaker != "author":
        return None
    first = next((one for one in who.inside(candidate.span) if one.actors), None)
    profile = who.mentions.profiles.get(first.actors[0]) if first is not None else None
    if first is None or profile is None or profile.kind != "body" or profile.state not in {None, *speakers.state}:
        return None
    ahead = who.text[candidate.span.start : first.span.start].split()
    return Holders(first.actors) if len(ahead) <= 1 and (who.is_subject(first)) else None


def _outlet(iri: str, who: Who) -> bool:
    profile = who.mentions.profiles.get(iri)
    return profile is not None and profile.kind == "outlet"


def _state(found: tuple[str, ...], candidate: Candidate, who: Who) -> tuple[str, ...]:
    """The state that an official speaks for with "we" in a quotation."""
    if candidate.voice != "direct" or len(found) != 1:
        return ()
    profile = who.mentions.profiles.get(found[0])
    said = (candidate.content_span or candidate.span).of(who.text)
    if profile is None or profile.kind != "person" or not profile.state or not profile.nouns or not _WE.search(_US.sub("", said)):
        return ()
    return (profile.state,) if profile.state not in found else ()
