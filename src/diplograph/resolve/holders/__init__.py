"""Who holds a statement: the phrase that the construction points at, the speaker of a quotation, or the article's own voice.

`speakers` says whose article it is, `sources` which words name the holder, `collective` whom polls and meetings stand for. Once the
holder is known, `sides` says whose act it is; `allegiance` says for whom those speak of whom the registry tells no state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.mentions.words import singular, words
from diplograph.model import Span
from diplograph.resolve.holders.collective import meeting, polled
from diplograph.resolve.holders.sources import source

if TYPE_CHECKING:
    from diplograph.mentions import Profile
    from diplograph.model import Candidate
    from diplograph.resolve.holders.speakers import Speakers
    from diplograph.resolve.who import Who
    from diplograph.tree import Token

__all__ = ["Holders", "Turn", "holders"]

_WE = re.compile(r"\b(we|our|ours|us)\b", re.IGNORECASE)
_TIME = re.compile(
    r"^\W*(on |this |last |next )?(mon|tues|wednes|thurs|fri|satur|sun)day\W*$|^\W*(this|last|next) (time|week|month|year)\W*$",
    re.IGNORECASE,
)
# Offices whose bearers speak for themselves, their voters or their party, not for the state.
_PREDICATE = re.compile(r"\s+(?:[a-z]+ly |also |again )?(?:[a-z]{3,}s|will|has|must|can|and [a-z]+s)\s")  # "The United States welcomes"
_US = re.compile(r"\bUS\b|\bU\.S")


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a statement, for whom they speak, and who says so."""

    holders: tuple[str, ...]
    on_behalf_of: tuple[str, ...] = ()
    attributed_by: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Holders and those for whom they speak."""
        return (*self.holders, *self.on_behalf_of)


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
    found = tuple(iri for iri in found if not _outlet(iri, who) or _takes_side(candidate))
    if not found:
        return None
    if candidate.voice == "direct" or not turn.speaker or turn.paragraph != candidate.paragraph or candidate.source_span is not None:
        turn.speaker, turn.paragraph = found, candidate.paragraph
    attributed = who.of(candidate.attributed_span) if candidate.attributed_span else ()
    return Holders(found, _state(found, candidate, who, speakers), tuple(iri for iri in attributed if iri not in found))


def _own(candidate: Candidate, speakers: Speakers, text: str) -> Holders | None:
    """The article's own voice: its author, signatory or states."""
    chosen = {"author": speakers.author, "i": speakers.i, "we": speakers.we}.get(candidate.speaker, ())
    if not chosen:
        return None
    we = candidate.speaker == "we" or bool(_WE.search(_US.sub("", candidate.span.of(text))))
    behalf = tuple(iri for iri in speakers.state if iri not in chosen) if we else ()
    return Holders(chosen, behalf)


def _named(candidate: Candidate, who: Who, turn: Turn) -> tuple[str, ...]:
    span = source(candidate, who)
    if span is None:
        near = candidate.paragraph - turn.paragraph <= 1
        return turn.speaker if near else ()
    found = polled(span, who) or meeting(span, who) or who.of(span)
    if found:
        return found
    if not span.of(who.text).strip() or _TIME.search(span.of(who.text)):
        return _before(candidate, who)
    root = who.root(span)
    if root is not None and singular(root.text) in words().documents:
        issuing = _issuing(root, who, candidate)
        if issuing:
            return issuing
        ahead = [
            one for one in who.inside(span) if one.actors and one.acts and one.span.end <= span.start + max(0, root.idx - who.offset(span))
        ]
        definite = span.of(who.text).lower().startswith(("the ", "this ", "that ", "its ", "his ", "her ", "their "))
        return ahead[0].actors if ahead else turn.speaker if definite else ()
    owner = _whose_words(root, who, span) if root is not None and not candidate.rule.startswith("quotation") else ()
    if owner:
        return owner
    if root is not None and root.lower_ in {"one", "another"}:
        return who.one_of_them(candidate.paragraph, span.start)
    if root is not None and root.lower_ in {"he", "she", "they", "it", "who", "each"}:
        return turn.speaker if candidate.paragraph - turn.paragraph <= 1 else ()
    return ()


def _whose_words(noun: Token, who: Who, span: Span) -> tuple[str, ...]:
    """Whose words, figures and remarks they are: "according to his words", "Holt's remarks"."""
    if singular(noun.text) not in words().utterances:
        return ()
    return next((one.actors for one in who.inside(span) if one.actors and who.possessor(one)), ())


def _issuing(document: Token, who: Who, candidate: Candidate) -> tuple[str, ...]:
    """Who does with a document what its clause tells: "the movement issued a statement forbidding …", "80 MPs signed a motion urging …"."""
    verb, start = document.head, who.parsed[candidate.paragraph].start
    if document.dep_ not in {"obj", "obl", "conj"} or verb.pos_ not in {"VERB", "AUX"}:
        return ()
    doer = next((child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i), None)
    if doer is None:
        return ()
    return who.of(Span(start + doer.left_edge.idx, start + doer.idx + len(doer)))


def _before(candidate: Candidate, who: Who) -> tuple[str, ...]:
    """The actor named last before the cue, where the parser took "This Thursday" for the subject."""
    cue = candidate.cue_span.start if candidate.cue_span else candidate.span.end
    ahead = [one for one in who.sentence(candidate.cue_token, candidate.paragraph) if one.span.end <= cue and one.acts and one.actors]
    ahead = ahead or [one for one in who.of_paragraph(candidate.paragraph) if one.span.end <= cue and one.acts and one.actors]
    return next((one.actors for one in ahead if who.preposition(one) is None and not who.possessor(one)), ())


def _institution(candidate: Candidate, speakers: Speakers, who: Who) -> Holders | None:
    """The state, or an institution of it, as subject in a release: "The United States condemns", "The Embassy will remain open"."""
    if not speakers.release or candidate.speaker != "author":
        return None
    first = next((one for one in who.inside(candidate.span) if one.actors), None)
    profile = who.mentions.profiles.get(first.actors[0]) if first is not None else None
    if first is None or profile is None or not _ours(first.actors[0], profile, speakers):
        return None
    ahead = who.text[candidate.span.start : first.span.start].split()
    opens = not ahead or (ahead[-1].lower() == "the" and (len(ahead) == 1 or ahead[-2].endswith(",")))
    subject = who.is_subject(first) or bool(_PREDICATE.match(who.text, first.span.end))
    return Holders(who.of(first.span)) if opens and subject and not who.possessor(first) else None


def _ours(iri: str, profile: Profile, speakers: Speakers) -> bool:
    """Whether an actor is the state or organisation that a release speaks for, or an institution of it."""
    return iri in speakers.state or (profile.kind == "body" and profile.state in {None, *speakers.state})


def _outlet(iri: str, who: Who) -> bool:
    profile = who.mentions.profiles.get(iri)
    return profile is not None and profile.kind == "outlet"


def _takes_side(candidate: Candidate) -> bool:
    """Whether who tells it speaks for himself and does not only report: an outlet that accuses, denounces or calls something a name."""
    rule, _, verb = candidate.rule.partition(":")
    return candidate.voice == "direct" if rule == "quotation" else verb in words().claiming


def _state(found: tuple[str, ...], candidate: Candidate, who: Who, speakers: Speakers) -> tuple[str, ...]:
    """The state that an official speaks for: with "we" in a quotation, or of which the official says what it does."""
    profile = who.mentions.profiles.get(found[0]) if len(found) == 1 else None
    if profile is None or profile.kind != "person" or profile.nouns & words().legislators:
        return ()
    if profile.state and profile.nouns and profile.state not in found and _tells_of(profile.state, candidate, who):
        return (profile.state,)
    said = (candidate.content_span or candidate.span).of(who.text)
    if candidate.voice != "direct" or not _WE.search(_US.sub("", said)):
        return ()
    if found == speakers.i:
        return tuple(iri for iri in speakers.state if iri not in found)
    return (profile.state,) if profile.state and profile.nouns and profile.state not in found else ()


def _tells_of(state: str, candidate: Candidate, who: Who) -> bool:
    """Whether a content begins with a state as its subject: "Ottawa would challenge the duties"."""
    first = next(iter(who.inside(candidate.content_span)), None) if candidate.content_span else None
    return first is not None and first.actors == (state,) and who.is_subject(first) and not who.possessor(first)
