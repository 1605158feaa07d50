"""Annotations as any tool has them, and their places in an article's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from diplograph.errors import Fault
from diplograph.interop.annotation.fields import whole
from diplograph.interop.curation import Record
from diplograph.model import Article

__all__ = ["Mark", "Page", "Places", "placed"]

_SPANS = {"source": "source_span", "cue": "cue_span", "said": "content_span"}
_SIDE = 48  # characters beside words by which their place is told
_MANY = 100  # places of the same words among which one is looked for
_LONGEST = 20_000  # characters of a quote
_REQUIRED: Mapping[str, Mapping[str, object]] = {
    "statement": {"kind": "", "voice": "", "stance": "", "content": "", "holders": []},
    "action": {"type": "", "status": "", "label": ""},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation.

    Attributes:
        origin: Where it stands, for messages: the file, and the record in it.
        kind: `statement` or `action`; anything else says what it is and has no place among ours.
        fields: As `diplograph.interop.annotation.fields` has them.
        quote: Its words; empty where the tool does not say them.
        start, end: Its place in the page's text, in code points; None where the tool does not say it or says what cannot be.
        prefix, suffix: The words beside it.
        fault: Why it cannot be taken in, where that is known already.
    """

    origin: str
    kind: str
    fields: Mapping[str, str]
    quote: str = ""
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An annotated document.

    Attributes:
        names: What it may be called: keys, addresses, titles.
        text: Its text, where the tool keeps one.
        marks: Its annotations.
        exact: Whether the text is to the letter; else blanks between sentences are not known.
    """

    names: tuple[str, ...]
    text: str | None
    marks: tuple[Mark, ...]
    exact: bool = True


@dataclass(slots=True)
class Places:
    """Annotations that found their place, as records, and those that did not, with the reason."""

    records: list[Record] = field(default_factory=list)
    lost: list[Record] = field(default_factory=list)


def placed(page: Page, key: str, text: str, article: Article | None = None) -> Places:
    """The records of a page's marks in a text.

    Args:
        page: The page.
        key: The article's key.
        text: The source text; the page's own where it has one and nobody gave another.
        article: The article, where there is one: words of another article on the same page are not its own.
    """
    found = Places()
    taken: set[str] = set()
    for mark in page.marks:
        lost: Record = {"article": key, "record": mark.kind, "at": mark.origin, "quote": mark.quote, "fields": dict(mark.fields)}
        try:
            start, quote = _place(mark, page.text, text, article)
            record = whole(mark.kind, mark.fields, key, quote, start)
        except (Fault, ValueError) as error:
            found.lost.append({"reason": error.what if isinstance(error, Fault) else str(error), **lost})
            continue
        missing = [name for name, empty in _REQUIRED[mark.kind].items() if record[name] == empty]
        if missing:
            found.lost.append({"reason": f"it has no {', '.join(missing)}", **lost})
            continue
        record["id"] = _id(str(record["id"]), key, taken)
        _check_spans(record, mark.fields, text)
        found.records.append(record)
    return found


def _id(given: str, key: str, taken: set[str]) -> str:
    """An id that no record has: the given one, else the article's key and a number."""
    stem = re.sub(r"[^a-z0-9]+", "-", (given or key).lower()).strip("-") or "x"
    number, made = 2 if given else 1, stem if given else f"{stem}-1"
    while made in taken:
        number += 1
        made = f"{stem}-{number}"
    taken.add(made)
    return made


def _check_spans(record: Record, fields: Mapping[str, str], text: str) -> None:
    """Spans beside the quote count only where they show the words that are told with them; else the words are looked for near it."""
    for name, span in _SPANS.items():
        words, place = fields.get(name, ""), record.get(span)
        if not isinstance(place, list) or text[place[0] : place[1]] != words:
            near = _nearest(text, words, int(str(record["start"]))) if words.strip() else None
            if span in record:
                record[span] = near


def _nearest(text: str, words: str, start: int) -> list[int] | None:
    after, before = text.find(words, start), text.rfind(words, 0, start + len(words))
    some = [at for at in (after, before) if at >= 0]
    if not some:
        return None
    at = min(some, key=lambda place: abs(place - start))
    return [at, at + len(words)]


def _place(mark: Mark, own: str | None, text: str, article: Article | None) -> tuple[int, str]:
    """Where a mark begins in a text, and its words there.

    Raises:
        Fault: It has no place there, or several, or cannot be taken in anyway.
    """
    if mark.fault:
        raise Fault(mark.fault)
    if mark.start is not None and mark.end is not None and own is not None:
        quote = own[mark.start : mark.end]
        if not 0 <= mark.start < mark.end <= len(own) or not quote.strip():
            raise Fault(f"its offsets {mark.start} to {mark.end} leave the text, or show blanks")
        if mark.quote and mark.quote != quote:
            raise Fault(f"its offsets show “{quote[:40]}”, not its words")
        if text.startswith(own):
            return mark.start, quote
        sides = own[max(0, mark.start - _SIDE) : mark.start], own[mark.end : mark.end + _SIDE]
        return _found(quote, sides, None, text, article)
    if not mark.quote.strip():
        raise Fault("it has neither words nor offsets that fit the text")
    return _found(mark.quote, (mark.prefix, mark.suffix), mark.start, text, article)


def _found(quote: str, sides: tuple[str, str], start: int | None, text: str, article: Article | None) -> tuple[int, str]:
    """The place of words in a text: between the words beside them, else where they were said to be.

    Raises:
        Fault: There is none, or nothing tells which of several is meant.
    """
    some = list(_hits(quote, text, article))
    if len(some) > 1:
        some = [one for one in some if _stands_between(text, one, *sides)] or some
    if len(some) > 1 and start is not None:
        some = [one for one in some if start in {one[0], _units(text[: one[0]])}] or some
    if len(some) == 1:
        return some[0][0], text[some[0][0] : some[0][1]]
    if some:
        raise Fault(f"its words stand {len(some)} times in the article, and nothing tells which of them is meant")
    raise Fault(f"its words “{' '.join(quote.split())[:60]}” are not in the article's own text")


def _hits(quote: str, text: str, article: Article | None) -> Iterator[tuple[int, int]]:
    """The places of words to the letter, else with other blanks between them; no more than `_MANY`."""
    if len(quote) > _LONGEST:
        raise Fault(f"its words are longer than {_LONGEST} characters")
    found: Iterable[tuple[int, int]] = _exact(quote, text)
    if quote not in text:
        found = (one.span() for one in re.finditer(r"\s+".join(re.escape(word) for word in quote.split()), text))
    own = ((start, end) for start, end in found if article is None or (_holds(article, start) and _holds(article, end - 1)))
    return islice(own, _MANY)


def _exact(quote: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(quote)
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + 1)


def _holds(article: Article, at: int) -> bool:
    return any(own.start <= at < own.end for own in article.body)


def _stands_between(text: str, place: tuple[int, int], prefix: str, suffix: str) -> bool:
    """Whether what stands beside a place is the prefix and the suffix, blanks set aside."""
    before = "".join(text[max(0, place[0] - 4 * _SIDE) : place[0]].split())
    after = "".join(text[place[1] : place[1] + 4 * _SIDE].split())
    return before.endswith("".join(prefix.split())[-_SIDE:]) and after.startswith("".join(suffix.split())[:_SIDE])


def _units(text: str) -> int:
    """The length of a text in UTF-16 code units, which browsers and Java count."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)
