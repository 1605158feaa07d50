"""Wikidata's times as our dates."""

from __future__ import annotations

import re

__all__ = ["date_of"]

_TIME = re.compile(r"\+?(\d{4,})-(\d{2})-(\d{2})(?:T.*)?")
_DAY, _MONTH, _YEAR = 11, 10, 9  # Wikibase's precisions


def date_of(time: str, precision: int = _DAY) -> str:
    """YYYY-MM-DD, YYYY-MM or YYYY, as the precision allows; nothing for what is coarser than a year, before the year 1, or no time.

    Args:
        time: As Wikibase writes it: `+1952-10-07T00:00:00Z`, a month or year with zeros for what is not known.
        precision: 11 is a day, 10 a month, 9 a year, less is coarser.
    """
    found = _TIME.fullmatch(time)
    if found is None or precision < _YEAR or len(found[1]) > 4:
        return ""
    year, month, day = found.groups()
    if precision == _YEAR or month == "00":
        return year
    return f"{year}-{month}" if precision == _MONTH or day == "00" else f"{year}-{month}-{day}"
