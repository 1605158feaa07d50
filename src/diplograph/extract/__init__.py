"""Statements as the constructions of English show them: one generator for each construction, none of which knows who "he" is.

    cued       verbs, adjectives and idioms with their subjects: indirect speech, infinitives, gerunds, passives, first persons
    nominal    cue nouns: "Russia's demand that …", "its support for …"
    according  "according to …"
    onward     what goes on in the words of whoever the sentence before reported: "His country would never sign it."
    echoes     who does the same as was told before: "as did Iceland", "nor do five members"
    held       positions, roles and polls: "Moscow's position was that …", "she is a critic of …"
    spoken     sentences that somebody is quoted with, or says in a transcript: direct speech
    own        sentences of a body's own release
    argued     what an author of opinion recommends, forecasts and judges

`candidates` runs them over an article's paragraphs in order and leaves out what one construction says less well than another.

The generators stand in `constructions`. They see a `page`: the paragraph, its genre and whose words stand where (`direct`,
`transcripts`). Below them `reading` finds cues, contents and stretches in the tree, and `judging` says what a clause amounts to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract.actions import actions
from diplograph.extract.constructions.according import according
from diplograph.extract.constructions.clauses import argued, own, spoken
from diplograph.extract.constructions.echoes import echoes
from diplograph.extract.constructions.held import held
from diplograph.extract.constructions.indirect import cued
from diplograph.extract.constructions.nominal import nominal
from diplograph.extract.constructions.onward import onward
from diplograph.extract.direct import speeches
from diplograph.extract.genre import Genre, byline, genre, heading
from diplograph.extract.page import Page, Speech
from diplograph.extract.reading.marks import quotations, stopped
from diplograph.extract.transcripts import turn

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import Candidate, Parsed

__all__ = ["Genre", "actions", "byline", "candidates", "genre"]

# A clause is left out where cues of its own voice, or of anybody's, tell that much of it; two candidates of one holder are one act
# where they share that much.
_COVERED, _TOLD = 0.4, 0.7
_SAME = 0.6


def candidates(parsed: Sequence[Parsed], lexicon: Lexicon, issuer: str = "") -> Iterator[Candidate]:
    """The statements that an article's paragraphs show, in the order of the text.

    Headings and bylines are passed over: a title repeats what the text shows better (guide, convention 1). Hypothetical acts are
    yielded and marked; the resolver leaves them out.

    Args:
        parsed: The paragraphs of one article, in order.
        lexicon: The cues.
        issuer: Who wrote or issued the article, as far as known; see `byline`.
    """
    kind = genre(parsed, lexicon, issuer)
    said: list[Speech] = []
    for paragraph in parsed:
        if heading(paragraph):
            continue
        page = _page(paragraph, lexicon, kind, said)
        said.extend(page.speeches)
        found = [replace(one, span=stopped(paragraph, one.span)) for one in _chosen(_told(page), _clauses(page))]
        yield from sorted(found, key=lambda one: (one.span, one.rule))


def _page(paragraph: Parsed, lexicon: Lexicon, kind: Genre, said: list[Speech]) -> Page:
    page = Page(paragraph, lexicon, kind, quotations(paragraph.doc, lexicon))
    if kind == "transcript":
        speaking = turn(paragraph, lexicon, said[-1] if said else None)
        return replace(page, speeches=(speaking,) if speaking else ())
    return replace(page, speeches=tuple(speeches(page, said)))


def _told(page: Page) -> list[Candidate]:
    """What cues tell; of two that tell one act of one holder, the surer."""
    positions = [*held(page)]
    surfaced = {one.cue_token for one in positions}  # "…, a move unions have opposed", where the tree is wrong
    verbal = (one for one in cued(page) if one.cue_token not in surfaced)
    found = sorted((*verbal, *nominal(page), *according(page), *positions), key=lambda one: (-one.confidence, one.span))
    kept: list[Candidate] = []
    for one in found:
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return [*kept, *onward(page, kept), *echoes(page, kept)]


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates tell one act of one holder; what is only asked for is no act ("asked Seoul to agree to a panel")."""
    return (one.hypothetical or not other.hypothetical) and one.source_span == other.source_span and _share(one, other) >= _SAME


def _clauses(page: Page) -> Iterator[Candidate]:
    yield from spoken(page)
    if page.genre == "release":
        yield from own(page)
    elif page.genre == "opinion":
        yield from argued(page)


def _chosen(told: list[Candidate], judged: Iterator[Candidate]) -> Iterator[Candidate]:
    yield from told
    for clause in judged:
        others = [one for one in told if one.attributed_span is None and not one.hypothetical]  # "should offer" proposes, offers nothing
        same = [one for one in others if one.voice == clause.voice or one.cue_token == clause.cue_token]
        most = _COVERED if clause.past else _TOLD  # what a release tells of others' past words is theirs
        if _covered(clause, same) < _COVERED and (clause.voice == "direct" or _covered(clause, others) < most):
            yield clause


def _covered(clause: Candidate, others: list[Candidate]) -> float:
    """How much of a clause others tell."""
    told, at = 0, clause.span.start
    for one in sorted(others, key=lambda other: other.span):
        first, end = max(at, one.span.start), min(one.span.end, clause.span.end)
        if end > first:
            told, at = told + end - first, end
    return told / (clause.span.end - clause.span.start)


def _share(one: Candidate, other: Candidate) -> float:
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return shared / (max(one.span.end, other.span.end) - min(one.span.start, other.span.start))
