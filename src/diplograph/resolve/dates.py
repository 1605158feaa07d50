"""When a statement was made and an action happened.

`expressions` reads the dates that a text writes out or counts from the day of publication ("on Wednesday", "last month", "3 May");
`belonging` and `action_date` choose the one that belongs to a cue. Limits: no holidays, no seasons, no "the following day"; a month or a
weekday without a year is the nearest one behind the publication, or ahead of it for what is planned.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.model import ActionCandidate, Article, Parsed, Span
    from diplograph.tree import Token

__all__ = ["Expression", "action_date", "belonging", "days_between", "expressions", "paragraph"]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]}|t?\\.)" if len(name) > 4 else name for name in _MONTHS) + r")"
_DAY = "(?:" + "|".join(_DAYS) + ")"
_CALENDAR = re.compile(rf"(?:{_MONTH}|{_DAY})$")
_FORMS = re.compile(
    rf"""
      \b(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b
    | \b(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\ (?:of\ )?(?P<m1>{_MONTH})(?:,?\ (?P<y1>(?:19|20)\d\d))?\b
    | \b(?P<m2>{_MONTH})\ (?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d|:|\ percent)(?:(?:\ and\ |\ ?[-–]\ ?)[0-3]?\d)?
      (?:,?\ (?P<y2>(?:19|20)\d\d)\b)?
    | \b(?P<m3>{_MONTH})(?:\ of)?,?\ (?P<y3>(?:19|20)\d\d)\b
    | \b(?:(?P<which>(?i:last|this|next|since|in|until|late|early|mid-?|from|by|during|through|of))\ |(?i:the|an?)\ )
      (?P<m4>{_MONTH})(?=\W|$)(?!,?\ \d)
    | \b(?:(?P<turn>(?i:last|this|next|on|late\ on|early\ on|late|since|until|by))\ )?(?P<weekday>{_DAY})\b
    | \b(?P<word>(?i:today|tonight|yesterday|tomorrow|last\ night|overnight))\b
    | \b(?:(?P<this>(?i:this))\ (?:morning|afternoon|evening))\b
    | \b(?P<rel>(?i:last|this|next|(?:earlier|later)(?:\ in)?\ (?:this|the)))\ (?P<unit>week|month|year)\b
    | \b(?P<n>\d{{1,3}}|(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve))\ (?P<ago>day|week|month|year)s?\ (?:ago|earlier)\b
    | \b(?P<since>(?i:since|in|from|of|by|until|during|for|before|after))\ (?:early\ |late\ |mid-?)?
      (?P<y5>(?:19|20)\d\d)(?!\s?(?:-|–|troops|people|[a-z]+s\b))\b
    | \((?P<y6>(?:19|20)\d\d)\)
    | \b(?i:the)\ (?P<y7>(?:19|20)\d\d)\ (?=[A-Za-z])
    """,
    re.VERBOSE,
)
# What every one of these forms has, found in a fraction of the time.
_NAMED = re.compile(rf"\d|{_MONTH}")
_SPOKEN = re.compile(r"day|night|morrow|week|month|year|morning|noon|evening")
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNT, 1)} | {"a": 1, "an": 1}
_YEAR = re.compile(r"[0-9]{4}")
# What says something itself, so that its date is the date of what it says.
_PAPERS = frozenset(
    {"report", "statement", "article", "poll", "survey", "study", "letter", "interview", "speech", "review", "resolution", "declaration"}
)
_PERIODS = frozenset({"morning", "afternoon", "evening", "night", "week", "day", "month", "year"})
_BESIDE, _FIRST = 2, 4  # words between a date and its cue; words before a date that opens a sentence


@dataclass(frozen=True, slots=True)
class Expression:
    """A date in a text: characters `start` to `end` and its full or partial ISO form.

    `bound` where it is no day on which something happens: one from or till which something lasts, or a year behind a name ("(2021)").
    """

    start: int
    end: int
    date: str
    bound: bool = False


def expressions(text: str, published: str | None, *, ahead: bool = False) -> Iterator[Expression]:
    """The dates of a text in order; those that count from an unknown or partial day of publication are left out.

    Args:
        text: The text.
        published: The day of publication, full or partial.
        ahead: Whether what is dated lies ahead, so that "on Friday" is the next one.
    """
    yield from _expressions(text, published, ahead)


@lru_cache(maxsize=64)  # the cues of a sentence share it
def _expressions(text: str, published: str | None, ahead: bool) -> tuple[Expression, ...]:
    made: list[Expression] = []
    if not _NAMED.search(text) and not _SPOKEN.search(text.lower()):
        return ()
    for match in _FORMS.finditer(text):
        found = _read(match, published, ahead=ahead)
        if found is not None:
            bound = (match["which"] or match["turn"] or match["since"] or "").lower() in {"since", "until", "from", "by", "before", "after"}
            made.append(Expression(match.start(), match.end(), found, bound or bool(match["y6"])))
    return tuple(made)


def _read(match: re.Match[str], published: str | None, *, ahead: bool) -> str | None:
    """The ISO form of one match."""
    got = match.groupdict()
    day = _day(published)
    if got["iso"]:
        return got["iso"] if _day(got["iso"]) else None
    month = got["m1"] or got["m2"] or got["m3"] or got["m4"]
    if month:
        number = next(place for place, name in enumerate(_MONTHS, 1) if month[:3] == name[:3])
        in_month = got["d1"] or got["d2"]
        year = got["y1"] or got["y2"] or got["y3"]
        lies_ahead = ahead or (got["which"] or "").lower() == "next"
        return _calendar(number, int(in_month) if in_month else None, int(year) if year else None, published, ahead=lies_ahead)
    year = got["y5"] or got["y6"] or got["y7"]
    if year:
        return year
    if got["rel"]:
        return _period(got["rel"].lower(), got["unit"], published, day)
    return None if day is None else _counted(got, day, ahead=ahead)


def _day(text: str | None) -> dt.date | None:
    """A full date; None for a partial or impossible one."""
    try:
        return dt.date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _calendar(month: int, day: int | None, year: int | None, published: str | None, *, ahead: bool) -> str | None:
    """A day or month; without a year the nearest one on the right side of the publication."""
    if year is None:
        if not published or not _YEAR.match(published):
            return None
        year = int(published[:4])
        own = f"{month:02}-{day:02}" if day else f"{month:02}"
        today = published[5 : 5 + len(own)]
        if today and not ahead and own > today:
            year -= 1
        elif today and ahead and own < today:
            year += 1
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if _day(f"{year}-{month:02}-{day:02}") else None


def _counted(got: dict[str, str | None], day: dt.date, *, ahead: bool) -> str | None:
    """A day counted from the day of publication, given in full."""
    if got["weekday"]:
        return _weekday(got["weekday"], (got["turn"] or "").lower(), day, ahead=ahead).isoformat()
    if got["word"]:
        return (day + dt.timedelta({"yesterday": -1, "last night": -1, "tomorrow": 1}.get(got["word"].lower(), 0))).isoformat()
    if got["this"]:
        return day.isoformat()
    count, unit = got["n"] or "", got["ago"]
    number = int(count) if count.isdigit() else _NUMBERS[count.lower()]
    if unit == "day":
        return (day - dt.timedelta(number)).isoformat()
    if unit == "week":
        return (day - dt.timedelta(7 * number)).isoformat()[:7]
    months = day.year * 12 + day.month - 1 - (number if unit == "month" else 12 * number)
    return f"{months // 12}-{months % 12 + 1:02}" if unit == "month" else str(months // 12)


def _weekday(name: str, turn: str, day: dt.date, *, ahead: bool) -> dt.date:
    back = (day.weekday() - _DAYS.index(name)) % 7
    if turn == "last":
        return day - dt.timedelta(back or 7)
    if turn == "next" or (ahead and turn != "since"):
        return day + dt.timedelta((7 - back) % 7 or (7 if turn == "next" else 0))
    return day - dt.timedelta(back)


def _period(which: str, unit: str | None, published: str | None, day: dt.date | None) -> str | None:
    """A week, month or year by its place beside the publication's; a week is told by its month, where it lies in one."""
    step = {"last": -1, "next": 1}.get(which, 0)
    if not published:
        return None
    if unit == "year":
        return str(int(published[:4]) + step)
    if unit == "month" and len(published) >= 7:
        months = int(published[:4]) * 12 + int(published[5:7]) - 1 + step
        return f"{months // 12}-{months % 12 + 1:02}"
    if unit == "week" and day is not None:
        monday = day - dt.timedelta(day.weekday()) + dt.timedelta(7 * step)
        first, last = monday.isoformat()[:7], (monday + dt.timedelta(6)).isoformat()[:7]
        return first if first == last else first[:4] if first[:4] == last[:4] else None
    return None


def action_date(candidate: ActionCandidate, article: Article, parsed: Sequence[Parsed]) -> str | None:
    """The date of an action, full or partial; the publication's is never taken."""
    ahead = candidate.status in {"planned", "hypothetical"}
    one = paragraph(parsed, candidate.paragraph)
    if one is None:
        return None
    if candidate.date_span is not None:
        low, high = candidate.date_span.start - one.start, candidate.date_span.end - one.start
        return next((found.date for found in expressions(one.text[low:high], article.date, ahead=ahead)), None)
    if not 0 <= candidate.token < len(one.doc):
        return None
    return belonging(one.doc[candidate.token], one, article, None, ahead=ahead)


def days_between(earlier: str, later: str) -> int:
    """Days from one full or partial date to another, the end of the earlier's month or year taken; 0 where they may be the same."""
    if later.startswith(earlier) or earlier.startswith(later):
        return 0
    first, second = (f"{earlier}-12-31", f"{later}-01-01")
    ends, begins = _day(f"{first[:8]}28" if len(earlier) == 7 else first[:10]), _day(second[:10] if len(later) != 7 else f"{later}-01")
    return (begins - ends).days if ends and begins else 0


def paragraph(parsed: Sequence[Parsed], number: int) -> Parsed | None:
    """The paragraph of a number."""
    if 0 <= number < len(parsed) and parsed[number].number == number:
        return parsed[number]
    return next((one for one in parsed if one.number == number), None)


def belonging(cue: Token, one: Parsed, article: Article, outside: Span | None, *, ahead: bool = False) -> str | None:
    """The date in a cue's sentence that hangs from it with no other event between, the nearest first."""
    sent, doc = cue.sent, one.doc
    words = one.text[sent.start_char : sent.end_char]
    starts: list[int] = []
    best: tuple[int, str] | None = None
    for found in expressions(words, article.date, ahead=ahead):
        at = sent.start_char + found.start
        if found.bound:
            continue
        starts = starts or [token.idx for token in sent]
        token = doc[sent.start + bisect_right(starts, sent.start_char + found.end - 1) - 1]
        inside = outside is not None and outside.start <= one.start + at < outside.end
        if (inside and not 0 < token.i - cue.i <= _BESIDE) or _is_name(token, cue):
            continue
        distance = _hops(token, cue, ahead=ahead)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, found.date)
    return best[1] if best else None


def _hops(token: Token, cue: Token, *, ahead: bool) -> int | None:
    """Steps from a date up to a cue; None where another verb or event stands between.

    A date at the head of the sentence or beside the cue is its date too, but for what lies ahead: "on Sunday, X announced a visit".
    """
    node = token
    for steps in range(6):
        if node.i == cue.i or (cue.head.i == node.i and cue.dep_ in {"conj", "xcomp", "acl"} and cue.i > node.i):
            return steps
        named = node.dep_ in {"obj", "nsubj", "nsubj:pass"} and not (node.dep_ == "nsubj" and node.lemma in _PAPERS)
        if node.i != token.i and cue.pos_ == "VERB" and node.pos_ == "NOUN" and named:
            return None
        if node.pos_ == "VERB" and node.i != token.i and node.dep_ not in {"amod", "compound"}:
            break
        if node.head.i == node.i:
            break
        node = node.head
    if ahead:
        return None
    beside = abs(token.i - cue.i) <= _BESIDE and not any(other.is_punct for other in token.doc[min(token.i, cue.i) : max(token.i, cue.i)])
    return 6 if beside or (token.i - token.sent.start <= _FIRST and _is_main(cue)) else None


def _is_name(token: Token, cue: Token) -> bool:
    """Whether a date only tells which thing is meant ("the 2019 agreement"); a paper's date is that of what it says ("the June report").

    A year before a title is part of it ("the 2030 Agenda"), wherever the tree hangs it.
    """
    noun = token.head
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if after is not None and token.like_num and _YEAR.fullmatch(token.text) and after.text[:1].isupper():
        return cue.i not in {after.i, noun.i}
    return (
        token.dep_ in {"compound", "nummod", "amod", "nmod:poss"}
        and (noun.pos_ == "NOUN" or (noun.pos_ == "PROPN" and not _CALENDAR.match(noun.text)))
        and noun.i != cue.i
        and noun.lemma not in _PAPERS | _PERIODS
    )


def _is_main(cue: Token) -> bool:
    """Whether a cue is its sentence's main verb, or one that it leads to."""
    return cue.dep_ in {"ROOT", "conj", "parataxis"} or (cue.head.dep_ == "ROOT" and cue.dep_ in {"xcomp", "advcl", "ccomp", "obj"})
