"""Dates of articles: partial ISO 8601 dates, and the date line of a page."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["is_date", "of_line"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WRITTEN = (
    re.compile(r"\b(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})\b", re.ASCII),
    re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Z][a-z]{2,8})\.?,? (?P<year>\d{4})\b", re.ASCII),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?=\D|$)", re.ASCII),
)


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


def _iso(year: str, month: str, day: str) -> str | None:
    name = month[:3].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(name) + 1 if name in _MONTHS else 0
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
