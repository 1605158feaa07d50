"""Non-verbal events as the constructions of English show them: verbs with their subjects, and nouns of events.

    deeds     verbs: "Turkey deployed troops to Libya", "the two met on Monday", "the treaty was signed by both"
    happenings nouns: "the meeting between X and Y", "Russia's invasion of Ukraine", "sanctions against Iran"

Neither knows who "it" is. `actions.yaml` has the words, `words` reads them, `status` says whether an event took place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract.actions.nouns import happenings
from diplograph.extract.actions.verbs import deeds
from diplograph.extract.actions.words import words
from diplograph.extract.reading.marks import stopped

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import ActionCandidate, Parsed, Span

__all__ = ["actions"]

_INSIDE = 0.8


def actions(parsed: Sequence[Parsed], lexicon: Lexicon) -> Iterator[ActionCandidate]:
    """The events that an article's paragraphs show, in the order of the text.

    A noun that a verb of the same type governs ("held a meeting") is told once, by the verb.

    Args:
        parsed: The paragraphs of one article, in order.
        lexicon: Cue words, for negation and conditions.
    """
    known = words()
    for one in parsed:
        done = list(deeds(one, lexicon, known))
        named = [noun for noun in happenings(one, lexicon, known) if not any(_told(noun, deed) for deed in done)]
        found = [replace(event, span=stopped(one, event.span)) for event in (*done, *named)]
        yield from sorted(found, key=lambda event: (event.span, event.rule))


def _told(noun: ActionCandidate, deed: ActionCandidate) -> bool:
    """Whether a verb tells what a noun inside its clause tells."""
    return noun.type == deed.type and _within(noun.span, deed.span)


def _within(inner: Span, outer: Span) -> bool:
    shared = min(inner.end, outer.end) - max(inner.start, outer.start)
    return shared >= _INSIDE * (inner.end - inner.start)
