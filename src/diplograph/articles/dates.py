"""Dates of articles: partial ISO 8601 dates out of the many ways to write one, and the date line of a page.

A date is never completed: what says the month alone stays a month, and figures whose order nobody can tell (03/04/2021)
give their year. Times and time zones are dropped: the day is the one that the writer wrote.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

__all__ = ["is_date", "normalise", "of_line"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WRITTEN = (
    re.compile(r"\b(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})\b", re.ASCII),
    re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Z][a-z]{2,8})\.?,? (?P<year>\d{4})\b", re.ASCII),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?=\D|$)", re.ASCII),
)
# What may stand behind a day: a time of day in figures, with its zone or without.
_TIME = r"(?:[T ,]+(?:at )?\d{1,2}[:.]?\d{2}.*)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?[.,]? )?"
# Whole values of a metadata field. `month` alone, `year` alone and both figures of slashed dates are told apart below.
_VALUES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:T?\d{{4}}(?:\d{{2}})?Z?|{_TIME})",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})",
        r"(?P<year>\d{4})",
        rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<month>[a-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}}){_TIME}",
        r"(?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})",
        rf"(?:{_WEEKDAY})(?P<month>[a-z]{{3}}) (?P<day>\d{{1,2}}) \d{{2}}:\d{{2}}:\d{{2}} (?:[A-Z]{{1,5}} |[+-]\d{{4}} )?(?P<year>\d{{4}})",
    )
)
_SLASHED = re.compile(rf"(?P<one>\d{{1,2}})(?P<mark>[/.-])(?P<two>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_TIME}", re.ASCII)
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?", re.ASCII)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# No metadata field is longer; longer ones are not dates and not worth a regular expression.
_LONGEST = 64


def is_date(value: str) -> bool:
    """Whether a value is an existing day, month or year: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`."""
    match = _ISO.fullmatch(value)
    return match is not None and _iso(match[1], match[2] or "01", match[3] or "01") is not None


def of_line(line: str) -> str | None:
    """The date that a date line gives, as `YYYY-MM-DD`; None where it gives none that exists.

    Days in figures alone (5/19/2021) are left: which figure is the month depends on the country.
    """
    for pattern in _WRITTEN:
        if match := pattern.search(line):
            return _iso(match["year"], match["month"], match["day"])
    return None


def normalise(value: str, *, day_first: bool | None = None) -> str | None:
    """A metadata field's date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None where it is none, or none that exists.

    Args:
        value: ISO 8601 in full or in part, with time or without; RFC 2822; a written date in English; seconds or
            milliseconds since 1970 (the day in UTC); days in figures.
        day_first: Which of `03/04/2021`'s figures is the day; None: the year alone is taken, unless one figure is above 12.
    """
    words = " ".join(value.split())
    if not words or len(words) > _LONGEST:
        return None
    for pattern in _VALUES:
        if match := pattern.fullmatch(words):
            parts = match.groupdict()
            return _partial(parts["year"], parts.get("month"), parts.get("day"))
    if match := _SLASHED.fullmatch(words):
        return _slashed(int(match["one"]), int(match["two"]), match["year"], day_first)
    if match := _EPOCH.fullmatch(words):
        return (_BEGINNING + timedelta(seconds=int(match[1]))).date().isoformat()
    return None


def _slashed(one: int, two: int, year: str, day_first: bool | None) -> str | None:
    """A day in figures: by its figures where one is above 12 or both are alike, else as told, else the year."""
    if one > 12 or (two <= 12 and day_first is True):
        return _partial(year, str(two), str(one))
    if two > 12 or one == two or day_first is False:
        return _partial(year, str(one), str(two))
    return _partial(year, None, None) if one and two else None


def _partial(year: str, month: str | None, day: str | None) -> str | None:
    """The date as far as it is known, if it exists."""
    whole = _iso(year, month or "1", day or "1")
    if whole is None:
        return None
    return whole if day else whole[:7] if month else whole[:4]


def _iso(year: str, month: str, day: str) -> str | None:
    name = month[:3].lower()
    known = name in _MONTHS and _MONTH_NAME.fullmatch(month)
    number = int(month) if month.isdigit() else _MONTHS.index(name) + 1 if known else 0
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
