"""The dateline of wire copy: "KLOW, March 3 (Reuters) —" before the first words of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diplograph.articles import dates

__all__ = ["Dateline", "find"]

# News agencies that sign in brackets, as they write themselves. One that is missing here still counts after a place in capitals.
_AGENCIES = (
    "AAP", "AFP", "ANI", "ANSA", "AP", "Agence France-Presse", "Anadolu", "Associated Press", "BNO", "Bloomberg", "CNA", "CNN", "CP",
    "DPA", "dpa", "EFE", "IANS", "INTERFAX", "IRNA", "Interfax", "JTA", "KUNA", "KYODO", "Kyodo", "MENA", "NHK", "PA", "PTI", "Petra",
    "RFE/RL", "RIA Novosti", "RTR", "Reuters", "REUTERS", "SANA", "SPA", "TASS", "Tanjug", "UPI", "VOA", "WAFA", "WAM", "XINHUA", "Xinhua",
    "Yonhap",
)  # fmt: skip
_PLACE_WORDS = 6
_PARTICLES = {"of", "the", "de", "del", "la", "le", "les", "al", "el", "am", "an", "der", "on", "upon", "sur"}
_LONGEST = 160  # characters: three places, a day, an agency
# A hyphen that joins words is none.
_DASH = r"(?: ?(?P<dash>—|–|--) ?|(?: |(?<=[)\]]))- ?)"
_PLACE = r"(?P<place>[^\W\d_][\w .'’/,-]{1,60}?)"
_DAY = r"(?:, ?(?P<day>(?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.? \d{1,2}(?:, \d{4})?|\d{1,2} (?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.?(?: \d{4})?))?"
_AGENCY = r"(?: ?[(\[](?P<agency>[A-Z][\w .&/-]{1,30}|dpa)[)\]])?"
_WHOLE = re.compile(f"{_PLACE}{_DAY}{_AGENCY}{_DASH}(?=[\\w\"“'‘«(])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says.

    Attributes:
        end: How many characters of the paragraph it takes, with the dash and without the blank after it.
        date: Its day, if it gives the year too, as `YYYY-MM-DD`.
        agency: The agency in brackets.
    """

    end: int
    date: str | None
    agency: str | None


def find(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with; None where it has none.

    A dateline is a place and a day, or a place and a known agency, then a dash; or a place in capitals of up to four words and a long
    dash, in a paragraph that is not itself in capitals.
    """
    match = _WHOLE.match(paragraph[:_LONGEST].replace("\n", " "))
    if match is None:
        return None
    day, agency = match["day"], match["agency"]
    place = match["place"]
    shouting = place.isupper() and not paragraph[match.end() :].isupper()
    known = agency is not None and (agency in _AGENCIES or shouting)
    bare = agency is None and day is None and shouting and match["dash"] is not None and len(place.split()) <= 4
    dated = day is not None and agency is None and _is_name(place)
    if not (known or bare or dated):
        return None
    # "KLOW, MARCH 3, 2021" is matched as a written date is: one capital, then small letters.
    date = dates.of_line(day.title()) if day else None
    return Dateline(len(paragraph[: match.end()].rstrip()), date, agency)


def _is_name(place: str) -> bool:
    """Whether words can be the name of a place: few, all with a capital but for particles."""
    words = place.replace(",", " ").split()
    return len(words) <= _PLACE_WORDS and all(word[0].isupper() or word in _PARTICLES for word in words)
