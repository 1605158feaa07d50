"""Statements and actions as a picture along an axis of dates: where each mark stands, laid out on the server, the same every time.

A mark stands in the middle of the time that its date allows (a day, a month, a year), with a line as long as that time; what has no date
stands apart at the right, in the order given. Marks of one lane that would touch are set below each other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.web.pages.records import Event

__all__ = ["Lane", "Mark", "Picture", "drawn", "span"]

# Units of the picture. Names stand left of `_LEFT`; the axis ends at `_RIGHT`, what has no date at `_WIDTH`.
_WIDTH, _LEFT, _RIGHT = 1000.0, 210.0, 860.0
_ROW, _APART, _HEAD, _FOOT = 26.0, 22.0, 16.0, 34.0
_TICKS = 7  # at most so many, so that their labels do not touch
_DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_MONTHS = (1, 2, 3, 6)  # months from one tick to the next, where a tick a year would be too few


@dataclass(frozen=True, slots=True)
class Mark:
    """One event in the picture; `shape` is one of those of the style sheet, `line` the ends of the time that its date allows."""

    event: Event
    x: float
    y: float
    shape: str
    line: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of marks: its name, where the name stands, and where the lane begins and ends."""

    name: str
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A timeline.

    Attributes:
        width, height: Of the picture.
        left, right: Where the axis of dates begins and ends.
        lanes: From above.
        marks: In order of lanes, then of time.
        ticks: Labels on the axis and where they stand.
        ties: Lines between marks: their ends.
        undated: Whether something has no date.
    """

    width: float
    height: float
    left: float
    right: float
    lanes: list[Lane]
    marks: list[Mark]
    ticks: list[tuple[str, float]]
    ties: list[tuple[float, float, float, float]]
    undated: bool


def span(told: str) -> tuple[int, int] | None:
    """The first and last day that a date allows, as ordinals; None where it is no date.

    Args:
        told: `2022-02-24`, `2022-02` or `2022`, the lexical forms of xsd:date, xsd:gYearMonth and xsd:gYear.
    """
    if not _DATE.fullmatch(told):
        return None
    parts = told.split("-")
    try:
        numbers = [int(part) for part in parts]
        first = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    if len(parts) > 2:
        return first.toordinal(), first.toordinal()
    last = first.replace(day=monthrange(*numbers)[1]) if len(parts) == 2 else first.replace(month=12, day=31)
    return first.toordinal(), last.toordinal()


def drawn(lanes: Sequence[tuple[str, Sequence[tuple[Event, str]]]], answers: Iterable[tuple[str, str]] = ()) -> Picture | None:
    """A picture of events in lanes.

    Args:
        lanes: Their names, and the events in each with the shape of its mark.
        answers: IRIs of events that a line joins: which one, and which it answers.

    Returns:
        The picture, or None where nothing has a date: a list says the same then.
    """
    times = {id(event): span(event.date) for _, some in lanes for event, _ in some}
    known = [time for time in times.values() if time]
    if not known:
        return None
    low, high = min(first for first, _ in known), max(last for _, last in known)
    low, high = (low, high) if high > low else (max(low - 15, 1), min(high + 15, date.max.toordinal()))
    ticks = _ticks(low, high)

    def x(day: float) -> float:
        return _LEFT + 24 + (day - low) / (high - low) * (_RIGHT - _LEFT - 48)

    made: list[Lane] = []
    marks: list[Mark] = []
    top = _HEAD
    for name, some in lanes:
        rows: list[float] = []  # where the last mark of each row of this lane stands
        placed = sorted(((_middle(times[id(event)], x), event, shape) for event, shape in some), key=lambda one: (one[0], one[1].order))
        for middle, event, shape in placed:
            row = next((number for number, last in enumerate(rows) if middle - last >= _APART), len(rows))
            rows[row : row + 1] = [middle]
            time = times[id(event)]
            line = (round(x(time[0]), 1), round(x(time[1]), 1)) if time and time[1] > time[0] else None
            marks.append(Mark(event, round(middle, 1), top + row * _ROW + _ROW / 2, shape, line))
        bottom = top + max(1, len(rows)) * _ROW + 8
        made.append(Lane(name, top + _ROW / 2 + 5, top, bottom))
        top = bottom
    at = {mark.event.link.iri: mark for mark in marks}
    ties = [(at[to].x, at[to].y, at[one].x, at[one].y) for one, to in answers if one in at and to in at]
    shown = [(label, round(x(day), 1)) for label, day in ticks]
    return Picture(_WIDTH, top + _FOOT, _LEFT, _RIGHT, made, marks, shown, ties, len(known) < len(times))


def _middle(time: tuple[int, int] | None, x: Callable[[float], float]) -> float:
    return x((time[0] + time[1]) / 2) if time else (_RIGHT + _WIDTH) / 2


def _ticks(low: int, high: int) -> list[tuple[str, int]]:
    """Years or months on the axis, as few as can be read; days where a month is too long."""
    first, last = date.fromordinal(low), date.fromordinal(high)
    years = range(first.year + (first > date(first.year, 1, 1)), last.year + 1)
    if len(years) >= 3:
        step = -(-len(years) // _TICKS)
        return [(str(year), date(year, 1, 1).toordinal()) for year in years if (year - years[0]) % step == 0]
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [one for one in months if low <= one.toordinal() <= high]
    for step in _MONTHS:
        chosen = [one for one in inside if (one.month - 1) % step == 0]
        if 2 <= len(chosen) <= _TICKS:
            return [(one.isoformat()[:7], one.toordinal()) for one in chosen]
    days = range(low, high + 1, -(-(high - low + 1) // (_TICKS - 2)))
    return [(date.fromordinal(day).isoformat(), day) for day in days]
