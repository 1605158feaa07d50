"""What a statement is about: the concept of the scheme, the stance toward it, other concepts touched, or an open issue.

`words` has stems and shifters, `index` the scheme's labels as bags, `match` finds concepts, `stance` turns stances, `new` makes open
issues. A wrong concept is worse than an open issue, so that what is not sure stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from diplograph.model import Span
from diplograph.resolve.issues.back import refers
from diplograph.resolve.issues.index import Bag, Index, index_of
from diplograph.resolve.issues.main import main
from diplograph.resolve.issues.match import Evidence, Found, best
from diplograph.resolve.issues.new import newcomer
from diplograph.resolve.issues.stance import taken_up, toward
from diplograph.resolve.issues.words import words

if TYPE_CHECKING:
    from diplograph.model import Article, Candidate, Parsed, Stance
    from diplograph.registry import Newcomer, Registry

__all__ = ["Index", "Linked", "Linker", "about", "index_of", "link"]

_TOPICS = 3
_TOPIC = 0.5  # a further concept must be found this surely
_LEAD = 3  # paragraphs whose names are the article's own


class Linked(NamedTuple):
    """An issue with the stance toward it, the leaning of a conditional stance, and other concepts touched; all IRIs.

    `newcomer` is the open issue where the scheme has none; `issue` is then its IRI.
    """

    issue: str | None = None
    stance: Stance | None = None
    leaning: Literal["for", "against"] | None = None
    topics: tuple[str, ...] = ()
    newcomer: Newcomer | None = None


def link(candidate: Candidate, article: Article, parsed: Sequence[Parsed], registry: Registry, participants: tuple[str, ...]) -> Linked:
    """What a single candidate is about; `Linker` is for all of an article."""
    return Linker(article, parsed, registry).of(candidate, participants)


@dataclass(slots=True)
class Linker:
    """Finds the issues of one article's statements, asked in the order of the text.

    Attributes:
        article: The article.
        parsed: Its paragraphs.
        registry: Whose scheme is asked; indexed at the first call.
    """

    article: Article
    parsed: Sequence[Parsed]
    registry: Registry
    _lead: frozenset[str] | None = None
    _prior: Mapping[str, float] = field(default_factory=dict)
    _last: tuple[int, str] | None = None

    def of(self, candidate: Candidate, participants: tuple[str, ...]) -> Linked:
        """The concept that a candidate is about, or an open issue.

        Args:
            candidate: The candidate.
            participants: IRIs of its holders and addressees; who takes part is evidence for what concerns them.
        """
        index = index_of(self.registry)
        one = next((each for each in self.parsed if each.number == candidate.paragraph), None)
        text = self.article.source.text
        span = candidate.content_span or candidate.span
        if self._lead is None:
            self._read(index)
        whole = Span(one.start, one.start + len(one.text)) if one is not None else span
        content = self._bag(span.of(text), span, whole, index)
        around = _sentence(candidate, one)
        context = self._bag(around.of(text), around, whole, index)
        evidence = Evidence(content, context, index.rolled(participants), self._lead or frozenset(), self._prior)
        if not _says(evidence.content):
            evidence = replace(evidence, content=evidence.context)
        linked = Linked()
        core = self._bag(main(candidate, span, one, text), span, whole, index) if one is not None else evidence.content
        for content in self._contents(candidate, span, core, evidence.content, whole):
            linked = about(replace(evidence, content=content), index, candidate)
            if linked.issue is not None:
                break
        else:
            linked = self._before(candidate, evidence, index, linked)
        if linked.issue is not None:
            self._last = (candidate.paragraph, linked.issue)
            return linked
        return linked if candidate.kind == "assessment" else self._open(candidate, span, one, linked, index)

    def _bag(self, words: str, span: Span, whole: Span, index: Index) -> Bag:
        """The bag of the words of a span, some of them blanked out perhaps, by its paragraph where it stands in that."""
        inside = whole.start <= span.start and span.end <= whole.end
        return index.bag(words, whole.of(self.article.source.text), span.start - whole.start) if inside else index.bag(words)

    def _contents(self, candidate: Candidate, span: Span, core: Bag, content: Bag, whole: Span) -> Iterator[Bag]:
        """What to ask by, one after the other: the content's main part, all of it, and it with the rest of the passage."""
        if core.stems != content.stems and _says(core):
            yield core
        yield content
        if span.end < candidate.span.end:
            longer = Span(span.start, candidate.span.end)
            yield self._bag(longer.of(self.article.source.text), longer, whole, index_of(self.registry))

    def _before(self, candidate: Candidate, evidence: Evidence, index: Index, linked: Linked) -> Linked:
        """The concept that "the decision" or "this" takes up."""
        last = self._last[1] if self._last is not None and candidate.paragraph - self._last[0] <= 1 else None
        iri = refers(evidence.content, index, last, self._prior)
        if iri is None:
            return linked
        stance, leaning = taken_up(candidate)
        return linked._replace(issue=iri, stance=stance, leaning=leaning)

    def _open(self, candidate: Candidate, span: Span, one: Parsed | None, linked: Linked, index: Index) -> Linked:
        """An issue of the content's own words."""
        fresh = newcomer(span, one, linked.topics[0] if linked.topics and index.concepts[linked.topics[0]].topic else None)
        known = self.registry.find(fresh.name, "concept") if fresh is not None else ()
        if known:  # the scheme has that very name, and the matcher was not sure of it: a topic at most
            return linked._replace(topics=tuple(dict.fromkeys((*linked.topics, *known))))
        if fresh is None:
            return linked
        sided = candidate.stance in {"for", "against"}
        return linked._replace(issue=fresh.iri, stance=candidate.stance if sided else "none", newcomer=fresh)

    def _read(self, index: Index) -> None:
        """What title and lead name and are about."""
        texts = [self.article.title or "", *(" ".join(span.of(self.article.source.text).split()) for span in self.article.body[:_LEAD])]
        bags = [index.bag(text) for text in texts if text]
        self._lead = frozenset().union(*(bag.named for bag in bags))
        scores: dict[str, float] = {}
        for bag in bags:
            for found in best(Evidence(bag, bag, frozenset(), self._lead), index):
                if not found.concept.topic:
                    scores[found.concept.iri] = max(found.score, scores.get(found.concept.iri, 0))
        self._prior = scores


def about(evidence: Evidence, index: Index, candidate: Candidate) -> Linked:
    """The issue and topics that the evidence shows, without open ones."""
    found = list(best(evidence, index))
    issue = next((one for one in found if not one.concept.topic), None)
    if issue is not None and found[0].concept.topic and found[0].score > 1.5 * issue.score:
        issue = None
    topics = _topics(found, issue, index)
    if issue is None:
        return Linked(topics=topics)
    stance, leaning = toward(candidate, evidence.content, issue)
    return Linked(issue.concept.iri, stance, leaning, topics)


def _topics(found: list[Found], issue: Found | None, index: Index) -> tuple[str, ...]:
    """Further concepts that are sure, without what lies above or below the issue."""
    chosen: list[str] = []
    line = index.above(issue.concept.iri) | {issue.concept.iri} if issue is not None else frozenset()
    for one in found:
        iri = one.concept.iri
        related = iri in line or (issue is not None and issue.concept.iri in index.above(iri))
        if one.score >= _TOPIC and not related and not any(iri in index.above(other) or other in index.above(iri) for other in chosen):
            chosen.append(iri)
    return tuple(chosen[:_TOPICS])


def _says(content: Bag) -> bool:
    """Whether a content has words of its own to find an issue by, and is no mere "this" or "it"."""
    return bool(content.stems or content.named) and content.text.strip().lower() not in words().outlets


def _sentence(candidate: Candidate, one: Parsed | None) -> Span:
    """The sentence of the cue, or the candidate's own span."""
    if one is None or not 0 <= candidate.cue_token < len(one.doc):
        return candidate.span
    sent = one.doc[candidate.cue_token].sent
    return Span(min(one.start + sent.start_char, candidate.span.start), max(one.start + sent.end_char, candidate.span.end))
