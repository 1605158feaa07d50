"""Each act once: overlapping statements of one holder become one, and what a title repeats is told where it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.model import Candidate, Span
    from diplograph.resolve.holders import Holders

__all__ = ["Held", "merged"]

_SAME = 0.5  # share of the shorter span that two statements of one holder may have in common; measured on annotation/dev


@dataclass(frozen=True, slots=True)
class Held:
    """A candidate with its holders and addressees."""

    candidate: Candidate
    who: Holders
    addressees: tuple[str, ...]

    @property
    def everybody(self) -> frozenset[str]:
        """Holders and those for whom they speak."""
        return frozenset((*self.who.holders, *self.who.on_behalf_of))


def merged(found: Iterable[Held], titles: frozenset[int]) -> Iterator[Held]:
    """The statements that stay, in the order of the text.

    Args:
        found: All statements.
        titles: The paragraphs that are titles or standfirsts.
    """
    near: dict[int, list[Held]] = defaultdict(list)
    every = list(found)
    inside: dict[int, list[Held]] = defaultdict(list)
    for one in every:
        inside[one.candidate.paragraph].append(one)
    outer = [one for one in every if not any(_within(one, other) for other in inside[one.candidate.paragraph])]
    for one in sorted(outer, key=lambda held: (-held.candidate.confidence, held.candidate.span, held.candidate.kind)):
        if not any(_same(one, other) for other in near[one.candidate.paragraph]):
            near[one.candidate.paragraph].append(one)
    kept = [one for paragraph in near.values() for one in paragraph]
    below = {iri for one in kept if one.candidate.paragraph not in titles for iri in one.everybody}
    for one in sorted(kept, key=lambda held: (held.candidate.span, held.candidate.kind)):
        if one.candidate.paragraph in titles and one.everybody & below:
            continue
        yield one


def _within(one: Held, other: Held) -> bool:
    """Whether a statement of the same side only tells what stands in a claim: "said the US would help, | supporting the fund"."""
    source, content = one.candidate.source_span, other.candidate.content_span
    told = other.candidate.rule.startswith(("verb:", "according")) and other.candidate.voice == "indirect"
    if source is None or content is None or not told or not one.everybody & other.everybody:
        return False
    span = one.candidate.span
    inside = content.start <= source.start and source.end <= content.end and content.start <= span.start and span.end <= content.end
    return inside and 2 * _length(span) < _length(content)


def _same(a: Held, b: Held) -> bool:
    """Whether two statements show one act: holders in common and most of the shorter span."""
    if not a.everybody & b.everybody or not _alike(a.candidate.span, b.candidate.span):
        return False
    one, other = a.candidate.content_span, b.candidate.content_span
    return one is None or other is None or a.candidate.cue_span == b.candidate.cue_span or _alike(one, other)


def _alike(one: Span, other: Span) -> bool:
    """Whether two spans have most of the shorter one in common."""
    return _shared(one, other) > _SAME * min(_length(one), _length(other))


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _length(span: Span) -> int:
    return span.end - span.start
