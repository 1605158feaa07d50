"""What a statement is about: the concept of the scheme, the stance toward it, other concepts touched, or an open issue.

`words` has stems and shifters, `index` the scheme's labels as bags, `match` finds concepts, `stance` turns stances, `new` makes open
issues. A wrong concept is worse than an open issue, so that what is not sure stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from diplograph.model import Span
from diplograph.resolve.issues.index import Bag, Index, index_of
from diplograph.resolve.issues.match import Evidence, Found, best
from diplograph.resolve.issues.new import newcomer
from diplograph.resolve.issues.stance import toward
from diplograph.resolve.issues.words import words

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import Article, Candidate, Parsed, Stance
    from diplograph.registry import Newcomer, Registry

__all__ = ["Index", "Linked", "about", "index_of", "link"]

_TOPICS = 3
_TOPIC = 0.5  # a further concept must be found this surely
_LEAD = 3  # paragraphs whose names are the article's own
_KEPT = 8
_MEMORY: list[tuple[Index, Article, frozenset[str]]] = []


class Linked(NamedTuple):
    """An issue with the stance toward it, the leaning of a conditional stance, and other concepts touched; all IRIs.

    `newcomer` is the open issue where the scheme has none; `issue` is then its IRI.
    """

    issue: str | None = None
    stance: Stance | None = None
    leaning: Literal["for", "against"] | None = None
    topics: tuple[str, ...] = ()
    newcomer: Newcomer | None = None


def link(
    candidate: Candidate,
    article: Article,
    parsed: Sequence[Parsed],
    registry: Registry,
    lexicon: Lexicon,
    *,
    holders: tuple[str, ...],
    addressees: tuple[str, ...],
) -> Linked:
    """The concept that a candidate of these holders and addressees is about.

    Args:
        candidate: The candidate.
        article: Its article.
        parsed: The article's paragraphs.
        registry: Whose scheme is asked; indexed at the first call.
        lexicon: Unused; the shifters are read once for all.
        holders: IRIs; who takes part is evidence for what concerns them.
        addressees: Likewise.
    """
    del lexicon
    index = index_of(registry)
    one = next((each for each in parsed if each.number == candidate.paragraph), None)
    text = article.source.text
    span = candidate.content_span or candidate.span
    content = span.of(text)
    evidence = Evidence(
        index.bag(content), index.bag(_sentence(candidate, one, text)), index.rolled((*holders, *addressees)), _lead(article, parsed, index)
    )
    if not _says(evidence.content):
        evidence = Evidence(evidence.context, evidence.context, evidence.participants, evidence.article)
    linked = about(evidence, index, candidate)
    if linked.issue is None and candidate.kind != "assessment":
        fresh = newcomer(span, one, linked.topics[0] if linked.topics and index.concepts[linked.topics[0]].topic else None)
        known = registry.find(fresh.name, "concept") if fresh is not None else ()
        if known:  # the scheme has that very name, and the matcher was not sure of it: a topic at most
            return linked._replace(topics=tuple(dict.fromkeys((*linked.topics, *known))))
        if fresh is not None:
            sided = candidate.stance in {"for", "against"}
            return linked._replace(issue=fresh.iri, stance=candidate.stance if sided else "none", newcomer=fresh)
    return linked


def about(evidence: Evidence, index: Index, candidate: Candidate) -> Linked:
    """The issue and topics that the evidence shows, without open ones."""
    found = list(best(evidence, index))
    issue = next((one for one in found if not one.concept.topic), None)
    if issue is not None and found[0].concept.topic and found[0].score > 1.5 * issue.score:
        issue = None
    topics = _topics(found, issue, index)
    if issue is None:
        return Linked(topics=topics)
    stance, leaning = toward(candidate.kind, candidate.stance, evidence.content, issue)
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


def _sentence(candidate: Candidate, one: Parsed | None, text: str) -> str:
    """The sentence of the cue, or the candidate's own span."""
    if one is None or not 0 <= candidate.cue_token < len(one.doc):
        return candidate.span.of(text)
    sent = one.doc[candidate.cue_token].sent
    start = min(one.start + sent.start_char, candidate.span.start)
    end = max(one.start + sent.end_char, candidate.span.end)
    return Span(start, end).of(text)


def _lead(article: Article, parsed: Sequence[Parsed], index: Index) -> frozenset[str]:
    """What the title and the first paragraphs name, read once for all candidates of an article; the last few articles are kept."""
    del parsed
    for known, other, named in _MEMORY:
        if known is index and other is article:
            return named
    texts = (article.title or "", *(" ".join(span.of(article.source.text).split()) for span in article.body[:_LEAD]))
    named = frozenset().union(*(index.bag(text).named for text in texts))
    _MEMORY.insert(0, (index, article, named))
    del _MEMORY[_KEPT:]
    return named
