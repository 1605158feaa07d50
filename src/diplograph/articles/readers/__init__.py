"""Readers: one module for each kind of source. Each makes drafts, or faults in the place of what it cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.articles.compose import Draft, safe_key
from diplograph.articles.metadata import Value
from diplograph.articles.readers import bounded, encoding, fields
from diplograph.articles.readers.inputs import ENDINGS, Opened, kind_of, opened, sources
from diplograph.articles.text import decode
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diplograph.articles.options import Format, ReadOptions

__all__ = ["ENDINGS", "drafts", "sources"]


def drafts(source: Path | str, options: ReadOptions) -> Iterator[Draft | Fault]:
    """The drafts of one single source; what cannot be read is a fault in its place, and nothing is raised."""
    try:
        _check(options)
        with opened(source, options) as found:
            yield from _drafts(found, kind_of(found, options), options)
    except Fault as fault:
        yield fault
    except OSError as error:
        yield Fault(f"cannot be read ({error.strerror or error})", str(source), "look at its path and permissions")


def _check(options: ReadOptions) -> None:
    """Refuse options that cannot be meant.

    Raises:
        Fault: They name a field or an encoding that does not exist.
    """
    fields.check(options.fields)
    if options.encoding is not None and encoding.known(options.encoding) is None:
        raise Fault(f"there is no encoding {options.encoding!r}", None, "name one like windows-1252 or utf-16")


def _drafts(found: Opened, kind: Format, options: ReadOptions) -> Iterator[Draft | Fault]:
    """The drafts of an opened source."""
    if kind == "warc":
        from diplograph.articles.readers.warc import warc_drafts  # slow to import

        yield from warc_drafts(found.file, found.origin, options)
    elif kind in {"jsonl", "json", "csv"}:
        from diplograph.articles.readers import records

        read = {"jsonl": records.jsonl_drafts, "json": records.json_drafts, "csv": records.csv_drafts}[kind]
        named = encoding.known(options.encoding or found.charset or "")
        yield from read(bounded.text_stream(found.file, found.origin, named), found.origin, options)
    else:
        yield _single(found, kind, options)


def _single(found: Opened, kind: Format, options: ReadOptions) -> Draft:
    """The one draft of a text, a Markdown file or a page.

    Raises:
        Fault: It is too large, no text, or has nothing of an article in it.
    """
    limits = options.limits
    key = found.key or (safe_key(found.url) if found.url else None)
    if kind == "html":
        from diplograph.articles.readers.html import draft_of_page  # slow to import

        data = bounded.whole(found.file, found.origin, limits.page, "page")
        if not data.strip():
            raise Fault("is empty", found.origin, "give a page with an article in it")
        text = encoding.page_text(data, options.encoding or found.charset)
        if not encoding.is_text(text):
            raise Fault("is not text: something packed, or a picture", found.origin, "save the page anew, or save its text to a file")
        return draft_of_page(text, found.origin, options, key=key, url=found.url, sidecar=found.sidecar)
    most = limits.markdown if kind == "markdown" else limits.text
    data = bounded.whole(found.file, found.origin, most, "Markdown file" if kind == "markdown" else "text")
    text = decode(data, found.origin, encoding.known(options.encoding or found.charset or ""))
    if kind == "markdown":
        from diplograph.articles.readers.markdown import draft_of_markdown  # slow to import

        draft = draft_of_markdown(text, found.origin, options, key=key, sidecar=found.sidecar)
    else:
        draft = Draft(text, found.origin, key, sidecar=found.sidecar)
    if found.url and "url" not in draft.values:
        values = {**draft.values, "url": Value(found.url, "outside", origin="address")}
        return Draft(draft.text, draft.origin, key, values, draft.notes, sidecar=draft.sidecar)
    return draft
