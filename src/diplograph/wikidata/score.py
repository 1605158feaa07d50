"""How well an item fits a resource of ours: a score from 0 to 1, and the reasons for it in words.

A score is a sum of what speaks for the item, held down by what speaks against it. The points are set so that 0.9, from which unattended
runs accept, is reached by a name and class and nothing against them for states, organisations, offices, instruments and topics, but
for a person only with an office or a country that agrees: two ministers can bear one name. Measured by
`benchmarks/extraction/linking.py`; measure again after changing a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from diplograph.wikidata.item import Item, qid_order
from diplograph.wikidata.kinds import fit
from diplograph.wikidata.names import alike, plain
from diplograph.wikidata.subject import Post, Subject

__all__ = ["ACCEPTABLE", "Candidate", "Reason", "ranked", "reasons", "scored"]

ACCEPTABLE = 0.9  # from here on a link may be accepted unattended
_LIKE = 0.88  # names less alike than this are different names
_DOUBT = 0.8  # who can have less than this is not only doubtful but contradicted
_MARGIN = 0.15  # the best candidate must lead the next by this much to be taken for the one
_CLOSE = {"person", "place", "infrastructure"}  # kinds of which many bear one name: the name is worth less
_MOST_SCORE = 0.99  # nothing computed is certain


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item proposed for a resource.

    Attributes:
        subject, item: The two.
        score: From 0 to 1.
        reasons: What speaks for and against it, the weightiest first, in words.
    """

    subject: Subject
    item: Item
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Points for an item, or the most it can have with what speaks against it.

    Attributes:
        about: What was compared: `name`, `class`, `code`, `country`, `office`, `life`, `description`, `source`.
        words: What was found.
        points: What speaks for the item.
        most: What it can have at most.
    """

    about: str
    words: str
    points: float = 0.0
    most: float = 1.0

    @property
    def contradicts(self) -> bool:
        """Whether it speaks against the item, and is not only too little for it."""
        return self.most < _DOUBT


def scored(subject: Subject, item: Item) -> Candidate:
    """One item's score and reasons, apart from all other candidates."""
    found = reasons(subject, item)
    total = sum(reason.points for reason in found)
    top = min([_MOST_SCORE, *(reason.most for reason in found)])
    return Candidate(subject, item, round(max(0.0, min(total, top)), 2), tuple(reason.words for reason in found))


def reasons(subject: Subject, item: Item) -> list[Reason]:
    """All that speaks for and against an item."""
    made = (
        ("name", _name), ("class", _type), ("code", _codes), ("country", _countries), ("office", _offices), ("life", _life),
        ("description", _description), ("source", _hint),
    )  # fmt: skip
    return [replace(reason, about=about) for about, judged in made for reason in judged(subject, item)]


def ranked(subject: Subject, items: Sequence[Item], limit: int = 5) -> tuple[Candidate, ...]:
    """The candidates for a resource, best first, namesakes held against each other.

    Args:
        subject: The resource.
        items: What the sources offer; of several descriptions of one item the one that fits best is kept.
        limit: How many are kept at most.
    """
    best: dict[str, Candidate] = {}
    for item in items:
        one = scored(subject, item)
        if item.qid not in best or one.score > best[item.qid].score:
            best[item.qid] = one
    order = sorted(best.values(), key=lambda one: (-one.score, qid_order(one.item.qid)))
    order = [one for one in order if one.score > 0][:limit]
    if len(order) > 1 and order[0].score - order[1].score < _MARGIN:
        rival = order[1].item
        doubt = f"not told apart from {rival.qid}{f' ({rival.label})' if rival.label else ''}"
        first = order[0]
        held = min(first.score, ACCEPTABLE - 0.05)
        order[0] = replace(first, score=round(max(held, order[1].score), 2), reasons=(*first.reasons, doubt))
        if order[1].score >= ACCEPTABLE:
            order = [replace(one, score=min(one.score, round(ACCEPTABLE - 0.05, 2))) for one in order]
    return tuple(order)


def _name(subject: Subject, item: Item) -> Iterator[Reason]:
    """Whether a name is the same, or nearly so; an item without any can be judged by nothing."""
    ours, theirs = plain(subject.label), plain(item.label)
    other_ours = {plain(name): name for name in subject.names}
    other_theirs = {plain(name): name for name in item.names}
    less = 0.1 if subject.kind in _CLOSE and not _telling(subject) else 0.0
    if ours and ours == theirs:
        yield Reason("", f"is called {item.label}", 0.7 - less)
    elif ours in other_theirs and theirs in other_ours:
        yield Reason("", f"is called {item.label}, one of our names, and also {other_theirs[ours]}", 0.7 - less)
    elif ours in other_theirs:
        yield Reason("", f"is also called {other_theirs[ours]}", 0.65 - less)
    elif theirs and theirs in other_ours:
        yield Reason("", f"is called {item.label}, one of our names", 0.65 - less)
    elif shared := sorted(name for name in set(other_ours) & set(other_theirs) if name):
        yield Reason("", f"is also called {other_theirs[shared[0]]}, one of our names", 0.6 - less)
    else:
        near = max(((alike(one, two), one, two) for one in (ours, *other_ours) for two in (theirs, *other_theirs) if two), default=None)
        if near is None or near[0] < _LIKE:
            yield Reason("", "bears none of our names" if theirs or other_theirs else "has no label", most=0.0)
        else:
            yield Reason("", f"is called nearly so: {item.label} ({near[0]:.0%} alike)", 0.5 - less, most=0.8)


def _telling(subject: Subject) -> bool:
    """Whether a place's name is of several words, such as Kherson Oblast: Geneva is a city, a canton, a lake and a dozen towns."""
    return subject.kind != "person" and " " in plain(subject.label)


def _type(subject: Subject, item: Item) -> Iterator[Reason]:
    fits = fit(subject.kind, item.kinds)
    said = ", ".join(sorted(item.kinds)) or "of unknown class"
    if fits == "same":
        yield Reason("", f"is of the class {subject.kind}", 0.2)
    elif fits == "near":
        coded = bool(subject.codes & item.codes)
        yield Reason("", f"is of a class near {subject.kind}: {said}", 0.1, most=1.0 if coded else 0.85)
    elif fits == "unknown":
        yield Reason("", "is of a class that tells nothing", most=0.85)
    else:
        yield Reason("", f"is no {subject.kind}: {said}", most=0.3)


def _codes(subject: Subject, item: Item) -> Iterator[Reason]:
    if subject.codes and item.codes:
        if subject.codes & item.codes:
            yield Reason("", f"has the code {min(subject.codes & item.codes)}", 0.2)
        else:
            yield Reason("", f"has another code: {', '.join(sorted(item.codes))}", most=0.3)
    elif subject.codes and subject.kind == "state" and item.countries:
        yield Reason("", "lies in another state", most=0.5)


def _countries(subject: Subject, item: Item) -> Iterator[Reason]:
    if subject.countries and item.countries:
        if subject.countries & item.countries:
            yield Reason("", f"belongs to the same country ({', '.join(sorted(subject.countries & item.countries))})", 0.08)
        else:
            yield Reason("", f"belongs to another country ({', '.join(sorted(item.countries))})", most=0.5)


def _offices(subject: Subject, item: Item) -> Iterator[Reason]:
    """Offices held, and when: the same office at the same time is what tells two persons of one name apart."""
    shared = [(post, link) for post in subject.posts for link in item.held if _same_office(post, link.qid, link.label)]
    if not shared:
        if subject.posts and item.held:
            yield Reason("", "held none of the offices that we know", most=0.85)
        return
    met = [post for post, link in shared if _overlap((post.start, post.end), (link.start, link.end))]
    if met:
        post = met[0]
        yield Reason("", f"held the same office in those days ({post.label}{f', from {post.start}' if post.start else ''})", 0.2)
    else:
        yield Reason("", f"held the same office at another time ({shared[0][0].label})", most=0.5)


def _same_office(post: Post, qid: str, label: str) -> bool:
    return post.qid == qid if post.qid else bool(label) and plain(post.label) == plain(label)


def _overlap(ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether two times can have a day in common; dates may be years or months, and an empty one is open.

    A year of grace: sources count the same tenure from the election, the oath or the decree.
    """
    return _no_later(ours[0], theirs[1]) and _no_later(theirs[0], ours[1])


def _no_later(one: str, other: str) -> bool:
    return not one or not other or int(one[:4]) <= int(other[:4]) + 1


def _life(subject: Subject, item: Item) -> Iterator[Reason]:
    """Whether the item existed on the days on which our resource is known to have done something."""
    late = [date for date in subject.dates if item.end and date[: len(item.end)] > item.end]
    early = [date for date in subject.dates if item.start and date[: len(item.start)] < item.start[: len(date)]]
    if late and subject.kind in {"person", "armedgroup", "outlet", "body"}:
        yield Reason("", f"ended in {item.end}, before {late[-1]}", most=0.4)
    elif early and subject.kind == "person":
        yield Reason("", f"began in {item.start}, after {early[0]}", most=0.4)
    elif subject.dates and (item.start or item.end):
        yield Reason("", "existed on the days in question", 0.03)


def _description(subject: Subject, item: Item) -> Iterator[Reason]:
    """The country or an office of ours in the item's description."""
    said = plain(item.description)
    wanted = {*subject.country_names, *(post.label for post in subject.posts)}
    if subject.posts and any(plain(name) in said for name in wanted if name):
        found = next(name for name in sorted(wanted) if name and plain(name) in said)
        yield Reason("", f"is described with {found}", 0.08)


def _hint(_: Subject, item: Item) -> Iterator[Reason]:
    if item.hint is not None:
        yield Reason("", f"{item.source} gives it {item.hint:.0%}", 0.05 * item.hint)
