"""Records of articles: JSON Lines, one JSON document, CSV. A bad record is a fault in its place; the next ones are read."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, BinaryIO

from diplograph.articles.readers import bounded
from diplograph.articles.readers.fields import draft_of, text_field
from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplograph.articles.compose import Draft
    from diplograph.articles.options import ReadOptions

__all__ = ["csv_drafts", "json_drafts", "jsonl_drafts"]

_DELIMITERS = ",;\t|"
_SPLIT = "split it, or raise the limit"
_SAMPLE = 64 * 1024


def jsonl_drafts(file: bounded.Bytes, origin: str, options: ReadOptions) -> Iterator[Draft | Fault]:
    """One draft, or fault, for each non-blank line."""
    most = options.limits.text
    for number, line in bounded.lines(file, most):
        place = Place(origin, number)
        try:
            if line is None:
                yield Fault(f"has more than the {most // 2**20 or 1} MiB that one record may have", place, _SPLIT)
            elif line.strip():
                yield draft_of(_object(_loaded(line.rstrip(b"\r\n"), place), place), place, options)
        except Fault as fault:
            yield fault


def json_drafts(file: bounded.Bytes, origin: str, options: ReadOptions) -> Iterator[Draft | Fault]:
    """The drafts of one JSON document: one article, or a list of them, also as the only list of an object (`{"articles": […]}`)."""
    top = _loaded(bounded.whole(file, origin, options.limits.text, "JSON file"), Place(origin))
    if isinstance(top, dict) and text_field(map(str, top), options) is None:
        lists = [value for value in top.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        top = lists[0] if len(lists) == 1 else top
    if not isinstance(top, list):
        yield draft_of(_object(top, Place(origin)), Place(origin), options)
        return
    if not top:
        raise Fault("is an empty list", origin, "give a file with articles in it")
    for number, record in enumerate(top, 1):
        place = Place(f"{origin} record {number}")
        try:
            yield draft_of(_object(record, place), place, options)
        except Fault as fault:
            yield fault


def csv_drafts(file: bounded.Bytes, origin: str, options: ReadOptions) -> Iterator[Draft | Fault]:
    """One draft, or fault, for each row; the first row names the fields.

    The delimiter is the one of comma, semicolon, tab and bar that makes the most of the first row. Quotation marks are doubled
    inside quoted fields, or escaped by a backslash where the file begins so.

    Raises:
        Fault: The first row names no text.
    """
    most = options.limits.text
    # The limit is the process's; it is only ever raised, as other readers in it may need more.
    csv.field_size_limit(max(csv.field_size_limit(), most))
    sample = bounded.peek(file, _SAMPLE)
    too_long: list[int] = []
    text = _text_lines(file, most, too_long)
    above, first = next(((number, line) for number, line in enumerate(text, 1) if line.strip()), (0, ""))
    if not first:
        raise Fault("is empty", origin, "give a file with the fields' names in its first line")
    delimiter, head = _header(first, options)
    if text_field(head, options) is None:
        wanted = repr(options.fields["text"]) if "text" in options.fields else "a text"
        cure = f"map the right one, as in text=body; its fields are {', '.join(name[:40] for name in head[:12])}"
        raise Fault(f"names no field for {wanted} in its first line", Place(origin, above), cure)
    escape = "\\" if b'\\"' in sample and b'""' not in sample else None
    rows = csv.reader(text, delimiter=delimiter, escapechar=escape, doublequote=escape is None)
    while True:
        place = Place(origin, rows.line_num + above + 1)
        try:
            row = next(rows, None)
            while too_long:
                yield Fault(f"has a line of more than {most // 2**20 or 1} MiB", Place(origin, too_long.pop(0)), _SPLIT)
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield draft_of(_row(head, row, place, most), place, options)
        except csv.Error as error:
            yield Fault(f"is a broken row ({error})", place, "mend its quotation marks")
        except Fault as fault:
            if fault.place != place:  # the file is broken, not the row
                raise
            yield fault


def _text_lines(file: BinaryIO, most: int, too_long: list[int]) -> Iterator[str]:
    """The lines as text; bytes that are not UTF-8 become lone surrogates, which `_row` finds."""
    for number, line in bounded.lines(file, most):
        if line is None:
            too_long.append(number)
            yield "\n"
        else:
            yield line.decode("utf-8", "surrogateescape")


def _header(first: str, options: ReadOptions) -> tuple[str, list[str]]:
    """The delimiter and the field names."""
    rows = []
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        rows.append((text_field(names, options) is not None, len(names), delimiter, names))
    best = max(rows, key=lambda one: one[:2], default=(False, 0, ",", [first.strip()]))
    return best[2], best[3]


def _row(head: list[str], row: list[str], place: Place, most: int) -> dict[str, object]:
    """A row as a record."""
    if len(row) != len(head):
        what = f"has {len(row)} fields, but the first line names {len(head)}"
        raise Fault(what, place, "mend its delimiters or quotation marks")
    joined = "".join(row)
    if len(joined) > most:
        raise Fault(f"has more than the {most // 2**20 or 1} MiB that one record may have", place, "close its quotation mark, or split it")
    if (bad := next((letter for letter in joined if "\udc80" <= letter <= "\udcff"), None)) is not None:
        raise Fault(f"is not UTF-8 text (byte {ord(bad) - 0xDC00:#x})", place, "name the file's encoding, or save it as UTF-8")
    return dict(zip(reversed(head), reversed(row), strict=True))


def _loaded(data: bytes, place: Place) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Fault(f"is not UTF-8 text (byte {error.start})", place, "name the file's encoding, or save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise Fault(f"is not JSON, or cut off: {error.msg} at character {error.pos}", place, "mend or remove it") from error
    except (ValueError, RecursionError) as error:
        raise Fault(f"is not JSON that can be read ({type(error).__name__})", place, "mend or remove it") from error


def _object(record: object, place: Place) -> dict[str, object]:
    if not isinstance(record, dict):
        raise Fault(f"is no record with named fields but a {type(record).__name__}", place, "write one JSON object per article")
    return record
