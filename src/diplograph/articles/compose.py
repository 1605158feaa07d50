"""From a draft, which a reader makes, to articles: pieces found, metadata joined, evidence and origin of each value kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from diplograph.articles.metadata import Value, evidence, found, origins, stated
from diplograph.articles.page import own_stretches, stretches
from diplograph.errors import Fault
from diplograph.model import Article, SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from diplograph.articles.piece import Stretch

__all__ = ["Draft", "articles_of", "fingerprint", "safe_key", "text_key"]

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SCHEME = re.compile(r"[a-z]+://(www\.)?", re.IGNORECASE)
_KEY_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader takes out of a source: one text and what is said about it.

    Attributes:
        text: The text that offsets count in.
        origin: Where it was read, for messages.
        key: Its name; None means a digest of the text.
        values: Metadata from outside the text.
        notes: For fields without a value, what was found instead.
        own: Whether the text is one article's own (a record, the main text of a page), not a page saved as text.
        sidecar: A metadata file; one that does not exist counts as none.
    """

    text: str
    origin: str
    key: str | None = None
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    own: bool = False
    sidecar: Path | None = None


def articles_of(draft: Draft, *, seed: bool = False) -> Iterator[Article]:
    """The articles of a draft, in the order of the page.

    Raises:
        Fault: No article text is found in it, it cannot be written as UTF-8, or the metadata file is faulty.
    """
    _sound(draft)
    source = SourceText(draft.key or text_key(draft.text), draft.text, draft.origin)
    pieces = _pieces(draft)
    if not pieces:
        cure = "give a text with at least one sentence of its own; `furniture.yaml` says which lines do not count"
        raise Fault("no article text is found in it", draft.origin, cure)
    sidecar = draft.sidecar
    entries = stated(sidecar, source, len(pieces)) if sidecar is not None and sidecar.is_file() else None
    for number, stretch in enumerate(pieces):
        values = _joined(found(stretch, source), draft.values if number == 0 else {}) | (entries[number] if entries else {})
        notes = {name: note for name, note in draft.notes.items() if name not in values} if number == 0 else {}
        yield Article(
            key=source.key if number == 0 else f"{source.key}-{number + 1}",
            source=source,
            body=stretch.body,
            evidence=evidence(values),
            origins=origins(values, notes),
            omitted=stretch.omitted,
            seed=seed,
            **{name: value.value or None for name, value in values.items()},
        )


def safe_key(name: str) -> str:
    """A record's id or URL as a key that can be a file's name: itself where it can, else shortened, with a digest of it."""
    if _PLAIN_KEY.fullmatch(name):
        return name
    plain = re.sub(r"[^A-Za-z0-9]+", "-", _SCHEME.sub("", name)[: 4 * _KEY_LENGTH]).strip("-")[:_KEY_LENGTH].rstrip("-")
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest


def text_key(text: str) -> str:
    """The key of a text that has no name: twelve hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def fingerprint(article: Article) -> str:
    """A digest that copies of one article share, whatever their blanks, letter case, quotation marks and punctuation.

    It is taken over the letters and figures of the article's own text without its title, compatibility forms folded.
    """
    title = " ".join((article.title or "").split())
    own = [paragraph for paragraph in article.paragraphs if " ".join(paragraph.split()) != title] or list(article.paragraphs)
    folded = unicodedata.normalize("NFKC", " ".join(own)).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, folded)).encode()).hexdigest()[:16]


def _sound(draft: Draft) -> None:
    """Refuse a text that has no UTF-8 form: no quote from it could be published."""
    try:
        draft.text.encode()
    except UnicodeEncodeError as error:
        what = f"is not text: a lone surrogate at character {error.start}"
        raise Fault(what, draft.origin, "save it as UTF-8 text") from error


def _pieces(draft: Draft) -> tuple[Stretch, ...]:
    """The pieces of a page; of an article's own text one, as a rule."""
    if not draft.own:
        return stretches(draft.text)
    title, author = draft.values.get("title"), draft.values.get("author")
    return own_stretches(draft.text, title.value if title else None, author.value if author else None)


def _joined(inside: dict[str, Value], outside: Mapping[str, Value]) -> dict[str, Value]:
    """What the text and what its surroundings say; these win, but a title that also stands in the text has that evidence."""
    joined: dict[str, Value] = inside | dict(outside)
    if {"title", "author"} & inside.keys() & outside.keys():
        for name in ("title", "author"):
            own, other = inside.get(name), outside.get(name)
            if own and other and _plain(own.value) == _plain(other.value):
                joined[name] = Value(own.value, own.evidence, origin=f"{own.origin}; {other.origin}")
    return joined


def _plain(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()
