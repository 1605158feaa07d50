"""Events: who acts, at whom, when; each told once.

An event without anybody known near it is left out: an action needs a diplomatic actor. What happened long before the publication is
background (`past`), whatever its tense. Labels are noun phrases: the event's own words, else its kind with the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from diplograph.extract.actions.words import words
from diplograph.extract.reading.trees import passive
from diplograph.mentions.words import singular
from diplograph.mentions.words import words as mention_words
from diplograph.model import Action, Span
from diplograph.resolve import dates
from diplograph.vocabulary import IDS, digest, local

if TYPE_CHECKING:
    from diplograph.model import ActionCandidate, ActionStatus, ActionType, Article, Mention, Parsed
    from diplograph.resolve.holders.speakers import Speakers
    from diplograph.resolve.who import Who

__all__ = ["actions"]

_SAME = 0.5  # share of the shorter span that two actions of one type may have in common
_LABEL = 80
_SHORT = 4  # letters of verbs that double their last one
_NEAR = 60  # characters before a verb within which a mention can be the subject that the parser missed
_BESIDE = 2  # the same, where the tree has a subject for it that names nobody
_TITLED = 8  # words of a title between two names that are joined
_NEXT = 3  # characters between a name and its verb
_FRESH = 7  # days before the publication within which an event is news
_ANONYMOUS = frozenset({"event:attack", "event:assassination", "event:massacre"})  # events also where nobody says who did it
_NATIONAL = frozenset({"event:election", "event:referendum"})  # events of a whole country, which often only the article names
_FOCUS = 0.5  # share of all states named above which one is the article's own
_AT = frozenset({"of", "in", "at", "near"})  # behind these stands a place or an owner, not who acts
_TITLE = 200
_LETTERS = re.compile(r"\W+")
_ENDS = frozenset(".?!…:;\"”')")
_YEAR = re.compile(r"[0-9]{4}")
_HYPHEN = re.compile(r"\w[-–]\w")
_ANAPHORIC = re.compile(r"(the|this|that|these|those|its|their|his|her|our|such)\b", re.IGNORECASE)
_FIRST = frozenset({"we", "our", "us", "i", "my", "me"})
_BY = frozenset({"recognition", "cancellation", "withdrawal", "sanction"})  # a "recognition of" somebody would be one that he gets
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
    date: str | None


def actions(article: Article, candidates: Sequence[ActionCandidate], who: Who, voice: Speakers) -> Iterator[Action]:
    """The actions of an article in the order of the text; of two that overlap the one with more actors stays.

    Args:
        article: The article.
        candidates: What the constructions of events show.
        who: Whom phrases mean.
        voice: Who speaks in the article's own voice: "we" and "our" outside quotations.
    """
    focus = _focus(who, voice)
    found = [event for one in candidates if (event := _resolved(one, article, who, voice, focus)) is not None]
    made = [_made(article, event, who) for event in sorted(_once(found, who), key=lambda item: (item.candidate.span, item.candidate.type))]
    for action in made:
        yield replace(action, cancels=_cancelled(action, made)) if action.type == "cancellation" else action


def _cancelled(action: Action, others: Sequence[Action]) -> tuple[str, ...]:
    """What a cancellation cancels: the event that its own passage names."""
    return tuple(one.iri for one in others if one is not action and one.status == "cancelled" and one.span.within(action.span))


def _once(found: Sequence[_Event], who: Who) -> Iterator[_Event]:
    """Each event once: of two that overlap, or of one name and with one cast, the fuller; then what takes an earlier one up again."""
    kept: list[_Event] = []
    for event in sorted(found, key=lambda item: _fullness(item, who)):
        if not any(_same(event.candidate, other.candidate) or _again(event, other, who) for other in kept):
            kept.append(event)
    yield from kept


def _fullness(event: _Event, who: Who) -> tuple[int, int, bool, bool, int]:
    """What tells most comes first: by actors, by targets, with a date, in a main clause, then in the order of the text."""
    one = event.candidate
    parsed = _parsed(one, who)
    subordinate = parsed.doc[one.token].dep_ not in {"ROOT", "conj"}
    return -len(event.actors), -len(event.targets), event.date is None, subordinate, one.span.start


def _again(event: _Event, other: _Event, who: Who) -> bool:
    """Whether an event is one that another tells of, too: the same word and cast, or "the meeting" with nothing new."""
    one, two = event.candidate, other.candidate
    if one.type != two.type or (event.date and other.date and not (event.date.startswith(other.date) or other.date.startswith(event.date))):
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


def _focus(who: Who, voice: Speakers) -> tuple[str, ...]:
    """The state that an article is about: the one oftenest named by far, other than whose release it is."""
    own = {*voice.state, *voice.we} if voice.release else set()
    named = Counter(state for one in who.resolved for state in {_state(iri, who) for iri in one.actors} if state and state not in own)
    first = named.most_common(1)
    return (first[0][0],) if first and first[0][1] > _FOCUS * named.total() else ()


def _resolved(one: ActionCandidate, article: Article, who: Who, voice: Speakers, focus: tuple[str, ...]) -> _Event | None:
    """A candidate with its actors and targets; None where nobody known takes part, or a title repeats the text."""
    if _titular(one, article, who):
        return None
    actors = _people(one.actor_spans, who, voice)
    if not actors and one.rule.startswith("deed:") and not _suffered(one, who):
        one, actors = _before(one, who, _BESIDE if one.actor_spans else _NEAR)
    if one.rule in _NATIONAL and focus and all(iri in who.newcomers for iri in actors) and (actors or not one.actor_spans):
        actors = focus  # also of "the country"
    targets = tuple(iri for iri in _people(one.target_spans, who, voice, places=True) if iri not in actors)
    if not actors and not (targets and one.rule in _ANONYMOUS and _done(one.status)):
        return None
    return _Event(one, actors, targets, dates.action_date(one, article, who.parsed))


def _titular(one: ActionCandidate, article: Article, who: Who) -> bool:
    """Whether a candidate stands in the title, which repeats the text."""
    if one.paragraph:
        return False
    said = who.parsed[0].text.strip()
    return said[-1:] not in _ENDS or (len(said) < _TITLE and _LETTERS.sub("", said) == _LETTERS.sub("", article.title or ""))


def _people(spans: Sequence[Span], who: Who, voice: Speakers, *, places: bool = False) -> tuple[str, ...]:
    """The actors that phrases name: at their heads, else those inside; a place counts as a target."""
    found: dict[str, None] = {}
    for span in spans:
        printed = who.text[span.start : span.end]
        said = printed.lower()
        if said.split(" ")[0] in _FIRST and not printed.startswith("US"):
            own = voice.i if said.split(" ")[0] in {"i", "my", "me"} else (*voice.we, *voice.state)
            found |= dict.fromkeys(own if voice.release else who.of(span))
            continue
        named = _joined(span, who) if _HYPHEN.search(said) else _company(span, who)
        named = named or tuple(iri for one in _inside(span, who, places=places) for iri in one.actors)
        found |= dict.fromkeys(each for iri in named for each in _commanders(iri, span, who))
    return tuple(found)


def _joined(span: Span, who: Who) -> tuple[str, ...]:
    """Everybody in "U.S.-Russian", "Blinken–Lavrov"."""
    return tuple(iri for one in who.inside(span) for iri in one.actors)


def _company(span: Span, who: Who) -> tuple[str, ...]:
    """Whom a phrase names, and the people named with them: "Secretary Blinken and Russian Foreign Minister Sergei Lavrov"."""
    named = who.of(span)
    head = who.head(span)
    if head is None or not _person(head.actors, who):
        return named
    found = list(named)
    people = [
        one
        for one in who.sentence(head.token, head.paragraph)
        if one.actors and one.form in {"name", "titled"} and _person(one.actors, who)
    ]
    for one, other in pairwise(people):
        between = who.text[one.span.end : other.span.start].split()
        joined = 0 < len(between) <= _TITLED and between[0].strip(",") == "and" and all(_titling(word) for word in between[1:])
        if joined and {*one.actors, *other.actors} & {*found}:
            found += [*one.actors, *other.actors]
    return tuple(dict.fromkeys(found))


def _person(iris: Sequence[str], who: Who) -> bool:
    return any(profile.kind == "person" for iri in iris if (profile := who.mentions.profiles.get(iri)))


def _titling(word: str) -> bool:
    """Whether a word between two names belongs to a title."""
    return (
        word[:1].isupper() or word in {"his", "her", "their", "the", "of", "for"} or mention_words().office(word) or word == "counterpart"
    )


def _commanders(iri: str, span: Span, who: Who) -> tuple[str, ...]:
    """Troops with the state or group whose they are ("Turkish army", "ISIS fighters"); other actors stay who they are alone."""
    head = who.head(span)
    said = {singular(word) for one in (span, *((head.span,) if head else ())) for word in one.of(who.text).lower().split()}
    profile = who.mentions.profiles.get(iri)
    person = profile is not None and profile.kind == "person"
    if not said & words().classes["troops"] or person or "ArmedGroup" in who.names.registry.types(iri):
        return (iri,)
    state = _state(iri, who)
    if state is not None:
        return (iri, state) if iri in who.names.registry and iri != state else (state,)
    group = [one for one in who.resolved if head and one is not head and one.span.within(head.span) and one.actors and one.form == "name"]
    return group[0].actors if group and iri not in who.names.registry else (iri,)


def _inside(span: Span, who: Who, *, places: bool) -> list[Mention]:
    """The mentions of a short phrase, where its head names nobody ("Russian forces", "Turkish army deployments")."""
    if span.end - span.start > _LABEL:
        return []
    return [one for one in who.inside(span) if one.actors and (one.acts or places or one.form == "demonym")][:2]


def _suffered(one: ActionCandidate, who: Who) -> bool:
    """Whether a verb is passive, so that nobody named before it is who did it."""
    verb = _parsed(one, who).doc[one.token]
    return passive(verb)


def _parsed(one: ActionCandidate, who: Who) -> Parsed:
    return next(each for each in who.parsed if each.number == one.paragraph)


def _before(one: ActionCandidate, who: Who, farthest: int) -> tuple[ActionCandidate, tuple[str, ...]]:
    """The actor named last before a verb in its sentence, where the tree has no known subject for it, and the passage with their name.

    Farther off than `farthest` characters nobody is taken.
    """
    parsed = _parsed(one, who)
    at = parsed.start + parsed.doc[one.token].idx
    ahead = [each for each in who.sentence(one.token, one.paragraph) if each.span.end <= at and each.acts and each.actors]
    if ahead and who.preposition(ahead[-1]) in _AT:
        return one, ()  # "in the capital of Algeria, killing …"
    if not ahead or at - ahead[-1].span.end > farthest or any(span.start <= ahead[-1].span.start < span.end for span in one.target_spans):
        return one, ()
    last = ahead[-1]
    if 0 < one.span.start - last.span.end <= _NEXT:
        one = replace(one, span=Span(last.span.start, one.span.end))
    return one, tuple(dict.fromkeys(each for iri in who.of(last.span) or last.actors for each in _commanders(iri, last.span, who)))


def _same(a: ActionCandidate, b: ActionCandidate) -> bool:
    shared = max(0, min(a.span.end, b.span.end) - max(a.span.start, b.span.start))
    return a.type == b.type and shared > _SAME * min(a.span.end - a.span.start, b.span.end - b.span.start)


def _made(article: Article, event: _Event, who: Who) -> Action:
    one, when = event.candidate, event.date
    if when is not None and _YEAR.fullmatch(when) and one.rule.startswith("deed:") and _done(one.status) and _later(when, article.date):
        when = None  # a goal's year is not when something was done
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
    if not _done(status) or not when or not published:
        return status
    if _later(when, published):
        return "planned"
    return "past" if status == "past" or dates.days_between(when, published) > _FRESH else status


def _done(status: ActionStatus) -> bool:
    return status in {"held", "past"}


def _later(when: str, published: str | None) -> bool:
    """Whether a full or partial date lies after another on what they have in common."""
    return published is not None and when[: len(published)] > published[: len(when)]


def _label(event: _Event, article: Article, who: Who) -> str:
    """A short noun phrase: an event noun's own words, else the kind of action with the names."""
    one = event.candidate
    if one.rule.startswith("event:"):
        words = _DETERMINERS.sub("", " ".join(one.span.of(article.source.text).split())).strip(' ,;:—–"“”')
        if words and len(words) <= _LABEL:
            return words
    if one.type in {"military", "other"} and (doing := _doing(one, who)):
        return doing
    names = " and ".join(_name(iri, who) for iri in event.actors[:3])
    label = f"{_KINDS[one.type]} {'by' if one.type in _BY else 'of'} {names}" if names else _KINDS[one.type]
    if event.targets:
        label += f" toward {_name(event.targets[0], who)}"
    return label


def _doing(one: ActionCandidate, who: Who) -> str:
    """A deed as a gerund with what follows its verb ("expelling two diplomats"); empty where that is long or nothing."""
    parsed = _parsed(one, who)
    verb = parsed.doc[one.token]
    if verb.tag_ == "VBN" and any(child.dep_ == "aux:pass" for child in verb.children):
        return ""
    rest = who.text[parsed.start + verb.idx + len(verb.text) : one.span.end]
    words_behind = " ".join(rest.split()).strip(' ,;:—–"“”')
    return f"{_gerund(verb.lemma_.lower())} {words_behind}" if words_behind and len(words_behind) < _LABEL - len(verb.text) else ""


def _gerund(lemma: str) -> str:
    """A verb's form in -ing."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye")):
        return lemma[:-1] + "ing"
    doubled = lemma[-1:] in "bdglmnprt" and lemma[-2:-1] in "aeiou" and lemma[-3:-2] not in "aeiou"
    return lemma + (lemma[-1] if doubled and (len(lemma) <= _SHORT or lemma.endswith(("pel", "gin", "mit"))) else "") + "ing"


def _name(iri: str, who: Who) -> str:
    fresh = who.newcomers.get(iri) or next((one for one in who.mentions.newcomers if one.iri == iri), None)
    return fresh.name if fresh else who.names.registry.label(iri) if iri in who.names.registry else local(iri)
