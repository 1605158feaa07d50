"""Events: who acts, at whom, when; each told once.

An event without anybody known near it is left out: an action needs a diplomatic actor. What happened long before the publication is
background (`past`), whatever its tense. Labels are noun phrases: the event's own words, else its kind with the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplograph.extract.actions.words import words
from diplograph.mentions.words import singular
from diplograph.model import Action
from diplograph.resolve import dates
from diplograph.vocabulary import IDS, digest, local

if TYPE_CHECKING:
    from diplograph.model import ActionCandidate, ActionStatus, ActionType, Article, Mention, Span
    from diplograph.resolve.speakers import Speakers
    from diplograph.resolve.who import Who

__all__ = ["actions"]

_SAME = 0.5  # share of the shorter span that two actions of one type may have in common
_LABEL = 80
_NEAR = 60  # characters before a verb within which a mention can be the subject that the parser missed
_FRESH = 14  # days before the publication within which an event is news
_ANONYMOUS = frozenset({"event:attack", "event:assassination", "event:massacre"})  # events also where nobody says who did it
_ENDS = frozenset(".?!…:;\"”')")
_HYPHEN = re.compile(r"\w[-–]\w")
_ANAPHORIC = re.compile(r"(the|this|that|these|those|its|their|his|her|our|such)\b", re.IGNORECASE)
_FIRST = frozenset({"we", "our", "us", "i", "my", "me"})
_KINDS: dict[ActionType, str] = {
    "meeting": "meeting", "cancellation": "cancellation", "sanction": "sanctions", "military": "military action", "treaty": "agreement",
    "withdrawal": "withdrawal", "recognition": "recognition", "speech": "speech", "vote": "vote", "other": "act",
}  # fmt: skip
_DETERMINERS = re.compile(r"^(the|a|an|this|that|these|those|its|their|his|her|our|my)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Event:
    candidate: ActionCandidate
    actors: tuple[str, ...]
    targets: tuple[str, ...]


def actions(article: Article, candidates: Sequence[ActionCandidate], who: Who, voice: Speakers) -> Iterator[Action]:
    """The actions of an article in the order of the text; of two that overlap the one with more actors stays.

    Args:
        article: The article.
        candidates: What the constructions of events show.
        who: Whom phrases mean.
        voice: Who speaks in the article's own voice: "we" and "our" outside quotations.
    """
    found = [event for one in candidates if (event := _resolved(one, article, who, voice)) is not None]
    for event in sorted(_once(found, who), key=lambda item: (item.candidate.span, item.candidate.type)):
        yield _made(article, event, dates.action_date(event.candidate, article, who.parsed), who)


def _once(found: Sequence[_Event], who: Who) -> Iterator[_Event]:
    """Each event once: of two that overlap, or of one name and with one cast, the fuller; then what takes an earlier one up again."""
    kept: list[_Event] = []
    for event in sorted(found, key=lambda item: _fullness(item, who)):
        if not any(_same(event.candidate, other.candidate) or _again(event, other, who) for other in kept):
            kept.append(event)
    yield from kept


def _fullness(event: _Event, who: Who) -> tuple[int, int, int]:
    """What tells most comes first: by actors and targets, in a main clause, then in the order of the text."""
    one = event.candidate
    parsed = next(each for each in who.parsed if each.number == one.paragraph)
    return -len(event.actors) - len(event.targets), parsed.doc[one.token].dep_ not in {"ROOT", "conj"}, one.span.start


def _again(event: _Event, other: _Event, who: Who) -> bool:
    """Whether an event is one that another tells of, too: the same word and cast, or "the meeting" with nothing new."""
    one, two = event.candidate, other.candidate
    if one.type != two.type:
        return False
    mine, theirs = _states(event.actors, who), _states(other.actors, who)
    new = _states(event.targets, who) - _states(other.targets, who)
    if one.rule.split(":")[1] == two.rule.split(":")[1] and (mine <= theirs or theirs <= mine) and not new:
        return one.status == two.status or "held" not in {one.status, two.status}
    definite = _ANAPHORIC.match(one.span.of(who.text)) is not None
    return definite and one.type != "other" and one.rule.startswith("event:") and bool(mine & theirs) and not new


def _states(iris: Sequence[str], who: Who) -> frozenset[str]:
    """Actors and, where they stand for states, those."""
    return frozenset(_state(iri, who) or iri for iri in iris)


def _state(iri: str, who: Who) -> str | None:
    profile = who.mentions.profiles.get(iri)
    return who.names.state(iri) or (profile.state if profile else None)


def _resolved(one: ActionCandidate, article: Article, who: Who, voice: Speakers) -> _Event | None:
    """A candidate with its actors and targets; None where nobody known takes part, or a title repeats the text."""
    if one.paragraph == 0 and who.parsed[0].doc.text.rstrip()[-1:] not in _ENDS:
        return None
    actors = _people(one.actor_spans, who, voice)
    if not actors and one.rule.startswith("deed:"):
        actors = _before(one, who)
    targets = tuple(iri for iri in _people(one.target_spans, who, voice, places=True) if iri not in actors)
    if not actors and not (targets and one.rule in _ANONYMOUS):
        return None
    return _Event(one, actors, targets)


def _people(spans: Sequence[Span], who: Who, voice: Speakers, *, places: bool = False) -> tuple[str, ...]:
    """The actors that phrases name: at their heads, else those inside; a place counts as a target."""
    found: dict[str, None] = {}
    for span in spans:
        said = who.text[span.start : span.end].lower()
        if said.split(" ")[0] in _FIRST:
            own = voice.i if said.split(" ")[0] in {"i", "my", "me"} else (*voice.we, *voice.state)
            found |= dict.fromkeys(own if voice.release else ())
            continue
        named = _joined(span, who) if _HYPHEN.search(said) else who.of(span)
        named = named or tuple(iri for one in _inside(span, who, places=places) for iri in one.actors)
        found |= dict.fromkeys(_commander(iri, span, who) for iri in named)
    return tuple(found)


def _joined(span: Span, who: Who) -> tuple[str, ...]:
    """Everybody in "U.S.-Russian", "Blinken–Lavrov"."""
    return tuple(iri for one in who.inside(span) for iri in one.actors)


def _commander(iri: str, span: Span, who: Who) -> str:
    """The state whose troops a phrase names; other actors stay who they are."""
    said = {singular(word) for word in span.of(who.text).lower().split()}
    profile = who.mentions.profiles.get(iri)
    troops = bool(said & words().classes["troops"]) and (profile is None or profile.kind not in {"person", "armed_group"})
    return (_state(iri, who) or iri) if troops else iri


def _inside(span: Span, who: Who, *, places: bool) -> list[Mention]:
    """The mentions of a short phrase, where its head names nobody ("Russian forces", "Turkish army deployments")."""
    if span.end - span.start > _LABEL:
        return []
    return [one for one in who.inside(span) if one.actors and (one.acts or places or one.form == "demonym")][:2]


def _before(one: ActionCandidate, who: Who) -> tuple[str, ...]:
    """The actor named last before a verb in its sentence, where the tree has no subject for it."""
    parsed = next(each for each in who.parsed if each.number == one.paragraph)
    at = parsed.start + parsed.doc[one.token].idx
    ahead = [each for each in who.sentence(one.token, one.paragraph) if each.span.end <= at and each.acts and each.actors]
    if not ahead or at - ahead[-1].span.end > _NEAR or any(span.start <= ahead[-1].span.start < span.end for span in one.target_spans):
        return ()
    return who.of(ahead[-1].span) or ahead[-1].actors


def _same(a: ActionCandidate, b: ActionCandidate) -> bool:
    shared = max(0, min(a.span.end, b.span.end) - max(a.span.start, b.span.start))
    return a.type == b.type and shared > _SAME * min(a.span.end - a.span.start, b.span.end - b.span.start)


def _made(article: Article, event: _Event, when: str | None, who: Who) -> Action:
    one = event.candidate
    key = digest(article.key, article.source.digest, f"{one.span.start}-{one.span.end}", one.type, *sorted(event.actors))
    made = Action(
        iri=IDS["action"][key].value,
        article=article.key,
        span=one.span,
        actors=event.actors,
        type=one.type,
        status=_status(one.status, when, article.date),
        label=_label(event, article, who),
        targets=event.targets,
        date=when,
        rule=one.rule,
    )
    return replace(made, date=None) if made.status == "hypothetical" and when is not None and article.date and when < article.date else made


def _status(status: ActionStatus, when: str | None, published: str | None) -> ActionStatus:
    """The status by its date: long before the publication is background, after it a plan."""
    if status != "held" or not when or not published:
        return status
    if when[: len(published)] > published[: len(when)]:
        return "planned"
    return "past" if dates.days_between(when, published) > _FRESH else status


def _label(event: _Event, article: Article, who: Who) -> str:
    """A short noun phrase: an event noun's own words, else the kind of action with the names."""
    one = event.candidate
    if one.rule.startswith("event:"):
        words = _DETERMINERS.sub("", " ".join(one.span.of(article.source.text).split())).strip(' ,;:—–"“”')
        if words and len(words) <= _LABEL:
            return words
    names = " and ".join(_name(iri, who) for iri in event.actors[:3])
    label = f"{_KINDS[one.type]} of {names}" if names else _KINDS[one.type]
    if event.targets:
        label += f" toward {_name(event.targets[0], who)}"
    return label


def _name(iri: str, who: Who) -> str:
    fresh = who.newcomers.get(iri) or next((one for one in who.mentions.newcomers if one.iri == iri), None)
    return fresh.name if fresh else who.names.registry.label(iri) if iri in who.names.registry else local(iri)
