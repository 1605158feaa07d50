"""One article's stretch of the page: its own title, standfirst and paragraphs, parted from the lines around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplograph.articles import dateline, dates
from diplograph.articles.furniture import ENDS_SENTENCE, Line, reason
from diplograph.model import Omission, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diplograph.articles.dateline import Dateline

__all__ = ["DESCRIPTION", "ORPHAN", "Stretch", "is_description", "labels", "part", "part_own", "why"]

DESCRIPTION = "description of a picture"
ORPHAN = "menu entry, label or headline with no text under it"
_LABEL = "section label or byline over the article"
_BEFORE = "menu entry, label or picture description before the title"
_FILE = "name of a picture's file"
_AGAIN = "the title once more"
_LABEL_AGAIN = "section label once more, after the article"
_OTHERS = "list of other pieces"
_DATELINE = "dateline: place, day and agency"

# The first paragraph proper is this long, or another follows it at once; a standfirst is shorter and stands alone.
_LEAD_WORDS = 30
_LABEL_WORDS = 3
_TITLE_WORDS = 4
_QUESTION_WORDS = 20  # the longest question that can be a title
_DESCRIPTION_WORDS = 12
_MENU_LINES, _MENU_WORDS = 4, 5  # so many short lines in a row are a menu
_HEADLINE_WORDS = 40  # the longest official title: "Joint Statement by …" with all who issue it

_ABOVE_ONLY = {"date", "office"}  # between paragraphs, such lines are subheadings

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg)|\S+-scaled|[\w-]*\d[\w-]*_[\w-]*", re.IGNORECASE)
_HYPHENATED = re.compile(r"[^\W_]+(?:[-_][^\W_]+)+")
_BARRED = re.compile(r"[^|]{1,40}( \| [^|]{1,40})+")
_INNER_END = re.compile(r"[a-z0-9]{3}[.!?][\"'”’)]* ")
# The names of a byline end where an outlet, an office or a day begins.
_NAME = r"(?-i:[A-Z])[\w.''-]*(?: (?:(?-i:[A-Z])[\w.''-]*|de|da|del|van|von|der|bin|al|el|la))*"
_BY = re.compile(
    rf"(?:(?:written|posted|published|reported) )?by:? (?P<name>{_NAME}(?:(?:, and|,| and| &) {_NAME})*?)"
    r"(?=$| ?[|•·–—]|, (?:the |(?-i:[A-Z]{2,})|\d|correspondent|staff|reuters|associated press|special)| for | in | [-/] )",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[A-Z][A-Z .'-]{2,60}(?: \([^)]{1,60}\))?:")
_CLOSING = " \"'”’»)]"
_ENDS = (*ENDS_SENTENCE, '"', "'", "”", "’", "»", ")", "]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One article on a page.

    Attributes:
        body: The ranges of its own text, in order.
        omitted: The paragraphs left out on its stretch of the page, in order.
        title: Where its title stands, if the text gives one.
        date: The date of its date line, `YYYY-MM-DD`.
        author: Who wrote it, by the byline above it.
        dateline: What the first dateline of its paragraphs says.
    """

    body: tuple[Span, ...]
    omitted: tuple[Omission, ...]
    title: Span | None = None
    date: str | None = None
    author: str | None = None
    dateline: Dateline | None = None

    def also(self, more: Iterable[Omission]) -> Stretch:
        """The same with further paragraphs left out."""
        return replace(self, omitted=tuple(sorted([*self.omitted, *more], key=lambda one: one.span)))


def why(line: Line) -> str | None:
    """Why a line is left out wherever it stands; None where that depends."""
    if line.kind in {"heading", "item"} and _FILE_NAME.fullmatch(line.text):
        return _FILE
    return reason(line.kind)


def is_description(lines: Sequence[Line], number: int) -> bool:
    """Whether a line describes the picture whose credit stands right under it."""
    line = lines[number]
    if line.kind not in {"heading", "item", "office"} or line.words > _DESCRIPTION_WORDS or number + 1 >= len(lines):
        return False
    return lines[number + 1].kind == "caption" and not lines[number + 1].paragraph.apart


def labels(lines: Sequence[Line]) -> set[str]:
    """The section labels above the first paragraph of a page."""
    return {line.text for line in lines[: _lead(lines)] if line.kind == "heading" and _is_label(line)}


def part(lines: Sequence[Line], elsewhere: Iterable[Omission] = ()) -> Stretch:
    """Part an article's own text from what stands around it.

    Args:
        lines: The lines of its stretch.
        elsewhere: What was already left out on the stretch (teasers).
    """
    lead = _lead(lines)
    title = _title(lines, lead)
    left: dict[int, str] = _above(lines, lead, title) | _below(lines, lead, title)
    last = _last(lines)
    for number, line in enumerate(lines):
        subheading = lead < number < last and line.kind in _ABOVE_ONLY
        if not subheading and (given := why(line)) is not None:
            left.setdefault(number, given)
    body = _ranges(lines, left)
    omitted = tuple(Omission(lines[number].span, left[number]) for number in sorted(left))
    return _stretch(lines, lead, title, body, omitted).also(elsewhere)


def part_own(lines: Sequence[Line], given: str | None) -> Stretch:
    """Part the lines of a text that is one article's own from those that are furniture by their wording or place above it.

    Nothing is left out for want of a sentence under it: lists of signatories and places stay.

    Args:
        lines: All its lines.
        given: Its title, if that is known from outside; then no other line is taken for it.
    """
    lead = _lead(lines)
    title = _title(lines, lead) if given is None else _given_title(lines, lead, given)
    left = {
        number: reason_
        for number, reason_ in _above(lines, lead, title).items()
        if reason_ != _BEFORE and not (reason_ == _LABEL and _is_said(lines[number]))
    }
    for number, line in enumerate(lines):
        known = why(line)
        if known is None or (number >= lead and line.kind in _ABOVE_ONLY | {"ending"}):
            continue
        left.setdefault(number, known)
    omitted = tuple(Omission(lines[number].span, left[number]) for number in sorted(left))
    return _stretch(lines, lead, title, _ranges(lines, left), omitted)


def _stretch(lines: Sequence[Line], lead: int, title: int | None, body: tuple[Span, ...], omitted: tuple[Omission, ...]) -> Stretch:
    """A stretch with what the lines above its first paragraph say, and without the datelines of its paragraphs."""
    stated = (dates.of_line(line.text) for line in lines[:lead] if line.kind == "date")
    names = (_author(line.text) for line in lines[:lead] if line.kind == "byline")
    start = lines[lead].span.start if lead < len(lines) else -1
    raw = {line.span.start: line.paragraph.raw for line in lines if line.kind == "prose"}
    signed = {span: found for span in body if (found := dateline.find(raw.get(span.start, ""), lead=span.start == start))}
    if signed:
        body = tuple(_after(span, signed[span], raw[span.start]) if span in signed else span for span in body)
        cuts = (Omission(Span(span.start, span.start + one.end), _DATELINE) for span, one in signed.items())
        omitted = tuple(sorted([*omitted, *cuts], key=lambda one: one.span))
    return Stretch(
        body=body,
        omitted=omitted,
        title=None if title is None else lines[title].span,
        date=next(filter(None, stated), None),
        author=next(filter(None, names), None),
        dateline=next(iter(signed.values()), None),
    )


def _after(span: Span, signed: Dateline, raw: str) -> Span:
    """What a dateline leaves of its paragraph."""
    rest = raw[signed.end :]
    return Span(span.start + signed.end + len(rest) - len(rest.lstrip()), span.end)


def _author(byline: str) -> str | None:
    """The names in a byline: "By Ada Quill and Otto Kragg | Reuters" gives "Ada Quill and Otto Kragg"."""
    match = _BY.match(byline)
    if match is None:
        return None
    name = match["name"].strip(" ,")
    return name if len(name.split()) > 1 else None


def _is_said(line: Line) -> bool:
    """Whether a short line above the first paragraph belongs to it: a greeting, not a place ("Washington, D.C.")."""
    if line.kind == "heading":
        return line.text.endswith(",")
    return "," not in line.text or any(word[0].islower() for word in line.text.split())


def _given_title(lines: Sequence[Line], lead: int, title: str) -> int | None:
    """The line above the first paragraph, or that paragraph, that repeats a title known from outside."""
    words = _letters(title)
    return next((number for number in range(min(lead + 1, len(lines))) if _letters(lines[number].text) == words), None)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _lead(lines: Sequence[Line]) -> int:
    """The line of the first paragraph proper."""
    prose = [number for number, line in enumerate(lines) if line.kind == "prose" and not _is_long_title(line)]
    for number in prose:
        if lines[number].words >= _LEAD_WORDS or (number + 1 < len(lines) and lines[number + 1].kind == "prose"):
            return number
    return prose[0] if prose else len(lines)


def _last(lines: Sequence[Line]) -> int:
    """The last line of text: below it, headlines have nothing under them."""
    return max((number for number, line in enumerate(lines) if line.kind in {"prose", "item"}), default=-1)


def _is_label(line: Line) -> bool:
    return line.words <= _LABEL_WORDS or _BARRED.fullmatch(line.text) is not None


def _title(lines: Sequence[Line], lead: int) -> int | None:
    """The line of the title: the first headline of some words above the lead that is in no menu, else the longest."""
    open_lines = [number for number in range(lead) if _can_be_title(lines[number])]
    menu = _menus(lines, lead)
    good = [number for number in open_lines if number not in menu and lines[number].words >= _TITLE_WORDS]
    barred = {number for number in good if _BARRED.fullmatch(lines[number].text)}
    plain = [number for number in good if number not in barred and not is_description(lines, number)]
    if plain or good:
        return (plain or good)[0]
    short = [number for number in open_lines if lines[number].words > 1 or number == 0]
    return max(short, key=lambda number: (lines[number].words, -number), default=None)


def _can_be_title(line: Line) -> bool:
    question = line.kind == "prose" and line.words <= _QUESTION_WORDS and line.text.endswith(("?", "!"))
    return (line.kind == "heading" and why(line) is None) or question or _is_long_title(line)


def _is_long_title(line: Line) -> bool:
    """Whether a line is as long as a sentence, but neither ends like one nor has one in it."""
    if line.kind != "prose" or line.words > _HEADLINE_WORDS:
        return False
    return not line.text.endswith(_ENDS) and not _INNER_END.search(line.text)


def _menus(lines: Sequence[Line], lead: int) -> set[int]:
    """The lines of menus above the lead: many short ones in a row."""
    found: set[int] = set()
    run: list[int] = []
    for number in range(lead + 1):
        line = lines[min(number, lead - 1)] if lead else None
        if line and number < lead and line.kind in {"heading", "item", "menu"} and line.words <= _MENU_WORDS:
            run.append(number)
            continue
        if len(run) >= _MENU_LINES:
            found.update(run)
        run = []
    return found


def _above(lines: Sequence[Line], lead: int, title: int | None) -> dict[int, str]:
    """What is left out above the first paragraph, beside furniture that is known by its words."""
    left = {}
    for number in range(lead):
        line = lines[number]
        if number == title or line.kind not in {"heading", "item", "prose"}:
            continue
        if line.kind == "heading" and is_description(lines, number):
            left[number] = DESCRIPTION
        elif title is not None and number < title:
            if line.kind != "prose":
                left[number] = _FILE if _HYPHENATED.fullmatch(line.text) else _BEFORE
        elif title is not None and line.text == lines[title].text:
            left[number] = _AGAIN
        elif line.kind != "item" and (line.words <= _LABEL_WORDS or (line.kind == "heading" and _is_label(line))):
            left[number] = _LABEL
    return left


def _below(lines: Sequence[Line], lead: int, title: int | None) -> dict[int, str]:
    """What is left out below the first paragraph, beside furniture that is known by its words."""
    left = {}
    over = labels(lines)
    last = _last(lines)
    for number in range(lead, len(lines)):
        line = lines[number]
        if line.kind == "heading" and is_description(lines, number):
            left[number] = DESCRIPTION
        elif line.kind == "heading" and title is not None and line.text == lines[title].text:
            left[number] = _AGAIN
        elif line.kind == "heading" and number > last:
            left[number] = _LABEL_AGAIN if line.text in over else ORPHAN
    return left | _tail(lines, lead)


def _tail(lines: Sequence[Line], lead: int) -> dict[int, str]:
    """The end of a page: comments, and headings over other pieces under which no two paragraphs stand together."""
    for number in range(lead + 1, len(lines)):
        kind = lines[number].kind
        if kind not in {"comments", "ending"}:
            continue
        rest = range(number + 1, len(lines))
        if kind == "comments":
            return {one: why(lines[one]) or reason("comments") or "" for one in rest}
        if not any(lines[one].kind == lines[one - 1].kind == "prose" for one in rest):
            return {one: why(lines[one]) or _OTHERS for one in rest}
    return {}


def _ranges(lines: Sequence[Line], left: Mapping[int, str]) -> tuple[Span, ...]:
    """One body range per paragraph; a sentence broken over two paragraphs stays in one range."""
    ranges: list[Span] = []
    for number, line in enumerate(lines):
        if number in left:
            continue
        # Teasers may have been taken out from between two lines.
        beside = number > 0 and number - 1 not in left and lines[number - 1].paragraph.number + 1 == line.paragraph.number
        if beside and _broken(lines[number - 1], line):
            ranges[-1] = Span(ranges[-1].start, line.span.end)
        else:
            ranges.append(line.span)
    return tuple(ranges)


def _broken(line: Line, following: Line) -> bool:
    """Whether a sentence runs from one paragraph into the next.

    Its first part has no mark at the end and whole sentences before it (else it could be a long headline); its second
    part ends as sentences do and does not begin with a speaker's name ("MR PRICE:").
    """
    if line.kind != "prose" or following.kind != "prose" or line.text.endswith(_ENDS) or not _INNER_END.search(line.text):
        return False
    return following.text.rstrip(_CLOSING).endswith(ENDS_SENTENCE) and not _SPEAKER.match(following.text)
