"""From candidates to statements and actions of one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplograph.language.surface import unmarked
from diplograph.model import Action, Span, Statement
from diplograph.resolve import issues
from diplograph.resolve.actions import actions as resolved_actions
from diplograph.resolve.addressees import Addressing
from diplograph.resolve.coreference import resolved
from diplograph.resolve.dating import Dating
from diplograph.resolve.holders import Holders, Turn, holders
from diplograph.resolve.holders.sides import settled
from diplograph.resolve.holders.sources import full, source
from diplograph.resolve.holders.speakers import Speakers, speakers
from diplograph.resolve.merge import Held, merged
from diplograph.resolve.who import Who
from diplograph.vocabulary import IDS, digest

if TYPE_CHECKING:
    from diplograph.mentions import Mentions, Names
    from diplograph.model import ActionCandidate, Article, Candidate, Parsed
    from diplograph.registry import Newcomer

__all__ = ["Resolved", "Unresolved", "statements"]


_SHORT = 4  # letters; a content of fewer is a pronoun, and the passage says more


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A candidate that became no statement, and why."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What extraction finds in one article.

    Attributes:
        statements, actions: In the order of the text.
        newcomers: The actors among them that the registry lacks.
        unresolved: The candidates that nobody could be found to hold.
    """

    statements: tuple[Statement, ...]
    actions: tuple[Action, ...]
    newcomers: tuple[Newcomer, ...]
    unresolved: tuple[Unresolved, ...] = ()


def statements(
    article: Article,
    parsed: Sequence[Parsed],
    candidates: Iterable[Candidate],
    mentions: Mentions,
    names: Names,
    *,
    actions: Iterable[ActionCandidate] = (),
) -> Resolved:
    """The statements and actions of an article.

    Args:
        article: The article.
        parsed: Its paragraphs.
        candidates: What the constructions show.
        mentions: Its actors, pronouns unresolved.
        names: The registry's names.
        actions: What the constructions of events show.
    """
    paragraphs = tuple(parsed)
    voice = speakers(article, paragraphs, mentions, names)
    whom = resolved(paragraphs, mentions, names, voice)
    mentions = replace(mentions, profiles={**mentions.profiles, **whom.profiles})
    who = Who(paragraphs, mentions, whom.mentions, names, article.source.text, dict(whom.newcomers))
    held, lost = _held(candidates, who, voice)
    titles = frozenset(one.number for one in paragraphs[:1] if _is_title(one, article))
    dating, linker = Dating(article, paragraphs), issues.Linker(article, paragraphs, names.registry)
    made = tuple(_made(one, article, who, dating, linker) for one in merged(held, titles))
    done = tuple(resolved_actions(article, tuple(actions), who, voice))
    return Resolved(made, done, _used(made, done, who, voice), tuple(lost))


def _is_title(one: Parsed, article: Article) -> bool:
    text = " ".join(one.text.split())
    return text == article.title or (one.number == 0 and text[-1:] not in {".", "”", '"', "?", "!"})


def _held(candidates: Iterable[Candidate], who: Who, voice: Speakers) -> tuple[list[Held], list[Unresolved]]:
    """Candidates with their holders, and those without."""
    told: list[tuple[Candidate, Holders]] = []
    lost: list[Unresolved] = []
    turn = Turn()
    for shown in sorted(candidates, key=lambda one: (one.paragraph, one.span.start, one.cue_token)):
        if shown.hypothetical:
            lost.append(Unresolved(shown, "hypothetical"))
            continue
        candidate = _uncut(shown, who)
        holding = holders(candidate, who, voice, turn)
        if holding is None:
            lost.append(Unresolved(candidate, "nobody is named who holds it"))
            continue
        done, holding = settled(candidate, holding, who)
        told.append((done, holding))
    addressing = Addressing(who, [(one, held.everybody) for one, held in told], _titled(who, voice), voice.release)
    found = [Held(one, held, addressing.of(one, held.everybody, place)) for place, (one, held) in enumerate(told)]
    return found, lost


def _uncut(candidate: Candidate, who: Who) -> Candidate:
    """A candidate with all of a name that the parser cut, where its passage or source begins: "Ursula von | der Leyen urged"."""

    def whole(span: Span) -> Span:
        name = who.covering(Span(span.start, span.start + 1))
        cut = name is not None and name.form in {"name", "titled"} and name.span.start < span.start
        return Span(name.span.start, span.end) if name is not None and cut else span

    span, source_span = whole(candidate.span), candidate.source_span and whole(candidate.source_span)
    same = (span, source_span) == (candidate.span, candidate.source_span)
    return candidate if same else replace(candidate, span=span, source_span=source_span)


def _titled(who: Who, voice: Speakers) -> tuple[str, ...]:
    """Whom the title is about: of a release the one state that is not its author's side, else the first who acts there."""
    first = [one for one in who.resolved if one.paragraph == 0 and one.actors]
    if not voice.release:
        return next((one.actors[:1] for one in first if one.acts and one.form != "nominal"), ())
    kinds = {iri: profile.kind for one in first for iri in one.actors if (profile := who.mentions.profiles.get(iri))}
    states = {who.names.state(iri) or iri for iri, kind in kinds.items() if kind in {"state", "person", "body", "armed_group"}}
    others = states - {*voice.state, *voice.we}
    return tuple(others) if len(others) == 1 else ()


def _made(one: Held, article: Article, who: Who, dating: Dating, linker: issues.Linker) -> Statement:
    """A statement with its issue and date."""
    candidate, text = one.candidate, article.source.text
    issue = linker.of(candidate, (*one.who.holders, *one.addressees))
    if issue.newcomer is not None:
        who.newcomers[issue.newcomer.iri] = issue.newcomer
    when, basis = dating.of(candidate, one.who.holders)
    content = _phrase((candidate.content_span or candidate.span).of(text))
    condition = candidate.condition_span
    key = digest(
        article.key, article.source.digest, f"{candidate.span.start}-{candidate.span.end}", candidate.kind, *sorted(one.who.holders)
    )
    return Statement(
        iri=IDS["statement"][key].value,
        article=article.key,
        span=candidate.span,
        holders=one.who.holders,
        kind=candidate.kind,
        voice=candidate.voice,
        content=content if len(content) > _SHORT else _phrase(candidate.span.of(text)),
        content_stance="for" if candidate.stance == "conditional" and condition is None else candidate.stance,
        attitude=candidate.attitude,
        on_behalf_of=one.who.on_behalf_of if _serving(one, when or article.date, who) else (),
        attributed_by=one.who.attributed_by,
        addressees=one.addressees,
        issue=issue.issue,
        stance=issue.stance,
        leaning=issue.leaning,
        topics=issue.topics,
        condition=condition.of(text) if condition else None,
        condition_span=condition,
        source_span=_source(candidate, who),
        cue_span=candidate.cue_span,
        content_span=candidate.content_span,
        date=when,
        date_basis=basis,
        rule=candidate.rule,
        confidence=f"{candidate.confidence:.2f}",
    )


def _source(candidate: Candidate, who: Who) -> Span | None:
    """The whole noun phrase of who says it."""
    found = source(candidate, who)
    return full(found, who) if found is not None else None


def _serving(one: Held, when: str | None, who: Who) -> bool:
    """Whether none of the holders is known to have been out of office on a date."""
    tenures = [who.names.tenures.get(iri, ()) for iri in one.who.holders]
    return all(not known or any(tenure.covers(when) for tenure in known) for known in tenures)


def _phrase(words: str) -> str:
    """The words of a content as a phrase: blanks and marks of mail made one, "that" and stray punctuation around it dropped."""
    plain = " ".join(unmarked(words).split()).strip(' ,;:—–"“”')
    return plain.removeprefix("that ") or plain


def _used(made: Sequence[Statement], done: Sequence[Action], who: Who, voice: Speakers) -> tuple[Newcomer, ...]:
    """The newcomers, actors and issues, that a statement or action names."""
    named = set(_named(made, done))
    known = {one.iri: one for one in (*who.mentions.newcomers, *voice.newcomers, *who.newcomers.values())}
    return tuple(known[iri] for iri in sorted(named & known.keys()))


def _named(made: Sequence[Statement], done: Sequence[Action]) -> Iterator[str]:
    for one in made:
        yield from (*one.holders, *one.on_behalf_of, *one.attributed_by, *one.addressees, *one.topics, one.issue or "")
    for act in done:
        yield from (*act.actors, *act.targets)
