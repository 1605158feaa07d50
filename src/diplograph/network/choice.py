"""Which events make a network: filters, officials counted for their states, repeats, and windows of time.

Options and their names follow Discourse Network Analyzer (`Leifeld, P. et al., DNA manual`); where its program departs from its own
description, the description holds here: weeks and months are compared with their year, and weeks are ISO 8601 weeks.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from diplograph.errors import Fault
from diplograph.network.events import Event
from diplograph.registry import normalised

__all__ = ["DUPLICATES", "FIELDS", "MOST_WINDOWS", "Choice", "Window", "days", "parse_window", "windows"]

DUPLICATES = ("include", "document", "week", "month", "year", "across")
FIELDS = ("actor", "state", "issue", "kind", "stance", "attitude", "voice", "outlet", "author", "article", "date")
MOST_WINDOWS = 10_000  # a day's window over 27 years; more is a slip of the unit
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_WINDOW = re.compile(r"(?:(?P<count>\d{1,6})\s*)?(?P<unit>event|day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, first and last day included, or of so many statements in the order of their dates."""

    first: date
    last: date
    events: tuple[Event, ...] = ()

    @property
    def name(self) -> str:
        """Its first and last day, as a file may be called."""
        return f"{self.first}_{self.last}"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is counted.

    Attributes:
        only, without: Values by field (`FIELDS`): IRIs for actor, state and issue, words for the others. Of one field any value serves,
            of several fields all must.
        since, until: First and last day; a statement whose date may lie outside, or which has none, is left out.
        roll_up: Whether what officials and government bodies say counts as their state's, once for a state.
        attributed: Whether statements count that are taken on somebody else's word.
        wants: Whether only statements of what somebody wants count, as they do in positions.
        duplicates: One of `DUPLICATES`: `include` counts every statement, the others count the same actor, issue and stance once.
    """

    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    roll_up: bool = False
    attributed: bool = True
    wants: bool = False
    duplicates: str = "include"

    def of(self, events: Iterable[Event]) -> list[Event]:
        """The events that count, in their order."""
        kept: dict[tuple[str, str], Event] = {}
        for event in events:
            one = replace(event, actor=event.state) if self.roll_up and event.state else event
            if self._fits(one):
                kept.setdefault((one.statement, one.actor.iri), one)
        return list(kept.values())

    def counted(self, events: Iterable[Event], *, stances: bool) -> list[Event]:
        """The events without repeats.

        Args:
            events: As `of` gives them.
            stances: Whether a different stance makes a different statement; not so where stances are ignored.
        """
        if self.duplicates == "include":
            return list(events)
        kept: dict[tuple[object, ...], Event] = {}
        for event in events:
            key = (event.actor.iri, event.issue and event.issue.iri, event.direction if stances else None, self._unit(event))
            kept.setdefault(key, event)
        return list(kept.values())

    def _fits(self, event: Event) -> bool:
        if (not self.attributed and event.attributed) or (self.wants and event.attitude != "wants"):
            return False
        if not all(_has(event, name, values) for name, values in self.only.items()):
            return False
        if any(_has(event, name, values) for name, values in self.without.items()):
            return False
        if self.since is None and self.until is None:
            return True
        when = days(event.date)
        return when is not None and (self.since or date.min) <= when[0] and when[1] <= (self.until or date.max)

    def _unit(self, event: Event) -> object:
        """What must be the same for two statements to repeat each other; an undated one, or one dated too coarsely, its article's."""
        when = days(event.date)
        if self.duplicates == "across":
            return None
        if self.duplicates != "document" and when is not None:
            first, last = (_period(day, self.duplicates) for day in when)
            if first == last:
                return first
        return event.source.iri


def days(text: str | None) -> tuple[date, date] | None:
    """The first and the last day of a full or partial ISO 8601 date; None where there is none that a calendar has."""
    match = _ISO.fullmatch(text or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])


def parse_window(text: str) -> tuple[int, str]:
    """A size and unit written like `month`, `6 months` or `30 events`.

    Raises:
        Fault: It is none.
    """
    match = _WINDOW.fullmatch(text.strip().lower())
    size = int(match["count"] or 1) if match else 0
    if match is None or not size:
        raise Fault(f'"{text}" is no length of a window', "--window", 'write one like month, "6 months" or "30 events"')
    return size, match["unit"]


def windows(events: Iterable[Event], size: int, unit: str, step: int | None = None) -> Iterator[Window]:
    """Stretches of time from the first dated event to the last, each with its events.

    Days, weeks (from Monday), months and years begin as the calendar has them; the last stretch of so many events may have fewer. A
    statement that is dated too coarsely for a window (a year in a window of a month), or not dated, is in none.

    Args:
        events: In any order.
        size: As `parse_window` gives it.
        unit: As `parse_window` gives it.
        step: By how many units the next window is later; by default by its size, so that windows do not overlap.

    Raises:
        Fault: There are more than `MOST_WINDOWS`.
    """
    dated = [(when, event) for event in events if (when := days(event.date))]
    dated.sort(key=lambda pair: (pair[0], pair[1].source.key, pair[1].start, pair[1].statement, pair[1].actor.iri))
    if not dated:
        return
    pace = step or size
    if unit == "event":
        for begin in range(0, len(dated), pace):
            part = dated[begin : begin + size]
            yield Window(part[0][0][0], max(when[1] for when, _ in part), tuple(event for _, event in part))
            if begin + size >= len(dated):
                return
        return
    end = max(when[1] for when, _ in dated)
    first = _begin(dated[0][0][0], unit)
    for number in range(MOST_WINDOWS + 1):
        start = _later(first, number * pace, unit)
        if start is None or start > end:
            return
        if number == MOST_WINDOWS:
            raise Fault(f"there would be more than {MOST_WINDOWS} windows", "--window", "take a longer unit, or set --since and --until")
        after = _later(start, size, unit)
        last = after - timedelta(days=1) if after else date.max
        yield Window(start, last, tuple(event for when, event in dated if start <= when[0] and when[1] <= last))


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday()) if day.toordinal() > 7 else date.min
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _later(day: date, count: int, unit: str) -> date | None:
    """So many units later; None past the calendar's end."""
    try:
        if unit in {"day", "week"}:
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        return date(months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None


def _period(day: date, unit: str) -> tuple[int, ...]:
    if unit == "week":
        return tuple(day.isocalendar()[:2])
    return (day.year, day.month) if unit == "month" else (day.year,)


def _has(event: Event, name: str, values: frozenset[str]) -> bool:
    if name == "actor":
        return event.actor.iri in values
    if name in {"state", "issue"}:
        node = event.state if name == "state" else event.issue
        return node is not None and node.iri in values
    if name in {"outlet", "author", "article"}:
        said = {"outlet": event.source.outlet, "author": event.source.author, "article": event.source.key}[name]
        return not values.isdisjoint({normalised(one) for one in (said, *said.split("; "))})
    return getattr(event, name) in values
