"""Records to drafts: which field holds what, and its value in our form. The usual names are in `fields.yaml`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from diplograph.articles import dates
from diplograph.articles.compose import Draft, safe_key
from diplograph.articles.metadata import FIELDS, LANGUAGE, Value
from diplograph.articles.readers.encoding import clean
from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diplograph.articles.options import ReadOptions

__all__ = ["Noted", "check", "draft_of", "gather", "names", "text_field"]

_SEVERAL = ("text", "author")  # fields of which a list is joined
_MOST_NAMES = 12  # field names that a message shows
_LONGEST = 1_000  # characters of a metadata value; longer ones are no titles or names
# The record's text is a page's markup: a tag that articles have, near its beginning.
_MARKUP = re.compile(r"<(?:!doctype html|html|body|article|div|p|br|section|span)\b[^<>]{0,500}>", re.IGNORECASE)


@dataclass(slots=True)
class Noted:
    """Metadata gathered for one draft: values, and notes on what cannot be a value."""

    values: dict[str, Value] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str, origin: str, *, day_first: bool | None = None) -> bool:
        """Take one field's value if it can be one; note it otherwise. The first value of a field stays."""
        words = " ".join(clean(value).split())
        if not words or name in self.values:
            return False
        form: str | None = words if len(words) <= _LONGEST else None
        if name == "date":
            form = dates.normalise(words, day_first=day_first)
        elif name == "language":
            form = words.replace("_", "-") if LANGUAGE.fullmatch(words.replace("_", "-")) else None
        if form is None:
            kind = {"date": "date that exists", "language": "language tag"}.get(name, f"{name} of a usable length")
            self.notes.setdefault(name, f"{origin}: {words[:60]!r} is no {kind}")
            return False
        partial = name == "date" and len(form) < len("YYYY-MM-DD") and form != words
        self.values[name] = Value(form, "outside", origin=f"{origin} ({words})" if partial else origin)
        self.notes.pop(name, None)
        return True


def names() -> Mapping[str, tuple[str, ...]]:
    """Our fields, and the usual names of each."""
    return _names()


def check(mapping: Mapping[str, str]) -> None:
    """Refuse a mapping of fields that we do not have.

    Raises:
        Fault: It names one.
    """
    unknown = next((name for name in mapping if name not in _names()), None)
    if unknown is not None:
        raise Fault(f"there is no field {unknown!r} to map", None, f"the fields are {', '.join(_names())}")


def text_field(present: Iterable[str], options: ReadOptions) -> str | None:
    """Which of the names present is the text; None where none is."""
    given = options.fields.get("text")
    folded = {_fold(name): name for name in present}
    if given is not None:
        return folded.get(_fold(given.partition(".")[0]))
    return next((folded[name] for name in _names()["text"] if name in folded), None)


def draft_of(record: Mapping[str, object], origin: Place, options: ReadOptions) -> Draft:
    """The draft of one record.

    Raises:
        Fault: It has no text.
    """
    folded = {_fold(str(name)): str(name) for name in reversed(list(record)) if name is not None}
    noted = Noted()
    text, where = _found("text", record, folded, options)
    if not text.strip():
        raise _no_text(record, where, origin, options)
    gather(record, noted, options, "record field")
    named, _ = _found("id", record, folded, options)
    url = noted.values.get("url")
    key = safe_key(clean(named.strip())) if named.strip() else safe_key(url.value) if url else None
    draft = Draft(clean(text), str(origin), key, noted.values, noted.notes, own=True)
    return _from_markup(draft, options) if _MARKUP.search(text, 0, _LONGEST) else draft


def gather(record: Mapping[str, object], noted: Noted, options: ReadOptions, origin: str) -> None:
    """Add the metadata that a record, or front matter, has under its usual or its mapped names."""
    folded = {_fold(str(name)): str(name) for name in reversed(list(record)) if name is not None}
    for name in FIELDS:
        value, where = _found(name, record, folded, options)
        if value:
            noted.add(name, value, f"{origin} {where!r}", day_first=options.day_first)


def _from_markup(draft: Draft, options: ReadOptions) -> Draft:
    """A draft whose text is the markup of a page."""
    from diplograph.articles.readers.html import draft_of_page  # slow to import

    url = draft.values.get("url")
    page = draft_of_page(draft.text, draft.origin, options, key=draft.key, url=url.value if url else None)
    values = {**page.values, **draft.values}
    return Draft(page.text, draft.origin, draft.key, values, {**page.notes, **draft.notes}, own=True)


def _no_text(record: Mapping[str, object], where: str | None, origin: Place, options: ReadOptions) -> Fault:
    if where is not None:
        return Fault(f"has nothing in the field {where!r}", origin, "give the record a text, or map another field")
    shown = ", ".join(sorted(str(name)[:40] for name in record)[:_MOST_NAMES]) or "none"
    wanted = f"{options.fields['text']!r}" if "text" in options.fields else "with a text"
    return Fault(f"has no field {wanted}", origin, f"map the right one, as in text=body; its fields are {shown}")


def _found(name: str, record: Mapping[str, object], folded: Mapping[str, str], options: ReadOptions) -> tuple[str, str | None]:
    """The words of one of our fields and the name it has there; an empty one counts only where no other has words."""
    given = options.fields.get(name)
    empty: str | None = None
    for wanted in (given,) if given is not None else _names()[name]:
        there = wanted if wanted in record else folded.get(_fold(wanted))
        value = record.get(there) if there is not None else _inside(record, folded, wanted)
        words = _words(value, "\n\n" if name == "text" else ", ", several=name in _SEVERAL)
        if words.strip():
            return words, there or wanted
        if there is not None and empty is None:
            empty = there
    return "", empty


def _inside(record: Mapping[str, object], folded: Mapping[str, str], path: str) -> object:
    """What a path with dots leads to in nested records."""
    value: object = record
    steps = path.split(".")
    if len(steps) < 2:
        return None
    for number, step in enumerate(steps):
        if not isinstance(value, dict):
            return None
        value = value.get(step, value.get(folded.get(_fold(step), step)) if number == 0 else None)
    return value


def _words(value: object, join: str, *, several: bool) -> str:
    """A field's value as words; of a nested record its name, of a list all for texts and authors, else the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        whole = isinstance(value, float) and math.isfinite(value) and value == int(value)
        return str(int(value) if whole else value) if not isinstance(value, int) or value.bit_length() < 64 else ""
    if isinstance(value, dict):
        return _words(next((value[name] for name in ("name", "title", "value", "#text") if name in value), None), join, several=False)
    if isinstance(value, list):
        flat = [word for word in (_words(one, join, several=False) for one in value if not isinstance(one, list)) if word]
        return join.join(flat if several else flat[:1])
    return ""


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold() or name


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load((files("diplograph.articles.readers") / "fields.yaml").read_text("utf-8"))
    return {field: tuple(_fold(name) for name in given) for field, given in data.items()}
