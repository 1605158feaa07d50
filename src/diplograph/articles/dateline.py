"""The dateline of wire copy: "KLOW, March 3 (Reuters) —" before the first words of an article, or of a part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from diplograph.articles import dates

__all__ = ["Dateline", "find"]

# News agencies, as they sign themselves. One that is missing here still counts after a place in capitals.
_AGENCIES = (
    "AAP", "AFP", "AGENCIES", "ANI", "ANP", "ANSA", "ANTARA", "AP", "APA", "APP", "APS", "ATA", "Agence France-Presse", "Agencies",
    "Al Jazeera", "Anadolu", "Antara", "Armenpress", "Associated Press", "Azertac", "BBC", "BERNAMA", "BNO", "BSS", "BTA", "BelTA",
    "Belga", "Bernama", "Bloomberg", "Business Wire", "CBC News", "CBS News", "CNA", "CNN", "CNN Business", "CP", "CTK", "DPA",
    "DW", "EFE", "ENA", "FBC", "Fars", "GLOBE NEWSWIRE", "HINA", "IANS", "INA", "INTERFAX", "IPS", "IRIN", "IRNA", "ISNA",
    "Interfax", "Interfax-Ukraine", "JTA", "Jiji Press", "KAZINFORM", "KCNA", "KUNA", "KYODO", "Kazinform", "Kyodo", "LUSA", "Lusa",
    "MAP", "MENA", "MNA", "MTI", "NAN", "NBC News", "NHK", "NNA", "NTB", "PA", "PANA", "PAP", "PNA", "PRNewswire", "PTI", "Pajhwok",
    "Petra", "Prensa Latina", "QNA", "REUTERS", "RFE/RL", "RFI", "RIA Novosti", "RTR", "Reuters", "Ritzau", "SANA", "SPA", "STA",
    "STT", "SUNA", "Sputnik", "TAP", "TASS", "Tanjug", "Tasnim", "UN News", "UNB", "UNI", "UPI", "Ukrinform", "VNA", "VOA",
    "VOA News", "WAFA", "WAM", "XINHUA", "Xinhua", "Yonhap", "dpa",
)  # fmt: skip
_PLACE_WORDS = 6
_PARTICLES = {"of", "the", "de", "del", "la", "le", "les", "al", "el", "el-sheikh", "am", "an", "der", "on", "upon", "es", "sur"}
_NO_PLACES = {"agency", "press", "news", "the", "broadcaster"}  # "Kuwait News Agency (KUNA) Director …"
_LONGEST = 160  # characters: three places, a day, an agency

_PLACE = r"(?P<place>[^\W\d_][\w .'’/,-]{1,60}?)(?<![/,])"
_MONTH = r"(?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)(?:day|DAY),? )?"
_DATE = rf"{_WEEKDAY}(?:{_MONTH} {_NTH}(?:(?:, ?| |/)\d{{4}})?|{_NTH} {_MONTH},?(?: \d{{4}})?)(?!\d)"
_SEP = r"(?:[,.]? ?| [-–|] )"
_AGENCY = (
    r"(?:[(\[](?P<agency>[A-Z][\w .&/-]{1,30}|dpa)[)\]]"
    r"|/ ?(?P<slashed>[A-Z][\w .&-]{1,30}) ?/"
    rf"|(?<!\w)(?P<plain>{'|'.join(sorted(map(re.escape, _AGENCIES), key=len, reverse=True))})\b)"
)
# A hyphen that joins words is none; a stop ends a dateline behind a slash ("/TASS/."), nothing behind a bracket ("(AFP) Russia").
_END = r"(?P<end> ?(?:—|–|--) ?| - ?|(?<=[)\]/])- ?|(?<=\w)- | ?: |(?<=/)\. ?|(?<=[)\]/]) ?)"
_BODY = rf"(?:{_SEP}(?P<day>{_DATE}))?(?:{_SEP}{_AGENCY})?(?:{_SEP}(?P<late>{_DATE}))?(?: ?/[A-Z][\w .-]{{1,30}}/)?{_END}(?=[\w\"“'‘«(])"
_PLACED = re.compile(_PLACE + _BODY)
_PLACELESS = re.compile(_BODY)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says.

    Attributes:
        end: How many characters of the paragraph it takes, with the dash and without the blank after it.
        date: Its day, if it gives the year too, as `YYYY-MM-DD`.
        agency: The agency that signs it.
    """

    end: int
    date: str | None
    agency: str | None


def find(paragraph: str, *, lead: bool = True) -> Dateline | None:
    """The dateline that a paragraph begins with; None where it has none.

    A dateline is a place and a day, a place and a known agency, a known agency alone, or a day with its year, then a dash or what stands
    for one. At the beginning of an article it is also a place in capitals of up to four words and a long dash, in a paragraph
    that is not itself in capitals, or a city of `places.txt` before a dash, or in capitals before a colon, and a capital.

    Args:
        paragraph: The paragraph.
        lead: Whether an article begins with it.
    """
    head = paragraph[:_LONGEST].replace("\n", " ")
    match = next(
        (found for pattern in (_PLACELESS, _PLACED) if (found := pattern.match(head)) and _is_one(found, paragraph, lead=lead)), None
    )
    if match is None:
        return None
    day = match["day"] or match["late"]
    # "KLOW, MARCH 3, 2021" is matched as a written date is: one capital, then small letters.
    date = dates.of_line(" ".join(word.title() if word.isupper() else word for word in day.replace("/", ", ").split())) if day else None
    return Dateline(len(paragraph[: match.end()].rstrip()), date, _agency(match))


def _agency(match: re.Match[str]) -> str | None:
    return match["agency"] or match["slashed"] or match["plain"]


def _is_one(match: re.Match[str], paragraph: str, *, lead: bool) -> bool:
    """Whether what has the form of a dateline is one."""
    place = match.groupdict().get("place")
    agency, day = _agency(match), match["day"] or match["late"]
    end, after = match["end"].strip(), paragraph[match.end() :].lstrip("\"“'‘«(")[:1]
    named = place is None or _is_name(place)
    if agency is not None:
        signed = agency in _AGENCIES
        if end in {"", ".", ":"}:
            apart = place is None or not _NO_PLACES & set(place.lower().split())
            return signed and named and apart and after.isupper()
        return signed or (place is not None and _is_shouting(place, paragraph, match))
    if place is None:
        return day is not None and day[-4:].isdigit() and end not in {"", "."}
    if day is not None:
        return named and end not in {"", "."}
    return lead and named and _is_bare(match, place, end, after, paragraph)


def _is_bare(match: re.Match[str], place: str, end: str, after: str, paragraph: str) -> bool:
    """Whether a place alone is a dateline."""
    if end in {"—", "–", "--"} and len(place.split()) <= 4 and _is_shouting(place, paragraph, match):
        return True
    city = re.split("[,/]", place, maxsplit=1)[0].strip()
    known = city.casefold() in _places() and after.isupper() and end not in {"", "."}
    return known and (end != ":" or city.isupper())


def _is_shouting(place: str, paragraph: str, match: re.Match[str]) -> bool:
    return place.isupper() and not paragraph[match.end() :].isupper()


def _is_name(place: str) -> bool:
    """Whether words can be the name of a place: few, all with a capital but for particles."""
    words = place.replace(",", " ").split()
    return len(words) <= _PLACE_WORDS and all(word[0].isupper() or word in _PARTICLES for word in words)


@cache
def _places() -> frozenset[str]:
    """The cities of `places.txt`."""
    lines = (files("diplograph.articles") / "places.txt").read_text("utf-8").splitlines()
    return frozenset(name.strip().casefold() for line in lines if not line.startswith("#") for name in line.split(";") if name.strip())
