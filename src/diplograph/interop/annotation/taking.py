"""Annotated documents beside the articles that they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from diplograph.interop.annotation.marks import Page, placed
from diplograph.interop.curation import Names, Record, prepared, settled
from diplograph.interop.workspace import Sheet, Tool
from diplograph.model import Article
from diplograph.rdf import graph_of
from diplograph.registry import Registry
from diplograph.vocabulary import IDS, local

__all__ = ["TOOL", "Taken", "as_sheets", "beside_articles", "curated_files"]

TOOL = Tool("an annotation tool", "annotated")


@dataclass(slots=True)
class Taken:
    """What was taken in.

    Attributes:
        articles: The articles that somebody gave, with the records that are of them.
        alone: Documents that bring their own text, and are of none of these articles.
        lost: What was not taken in, with the reason.
    """

    articles: list[tuple[Article, list[Record]]] = field(default_factory=list)
    alone: list[Sheet] = field(default_factory=list)
    lost: list[Record] = field(default_factory=list)


def beside_articles(pages: Iterable[Page], articles: Iterable[Article]) -> Taken:
    """Pages beside their articles.

    A page is of the article whose IRI, address, key or title it names, else of that which has its text, else of the only one there is. A
    page that has a text of its own and is of no article becomes a document of its own.

    Args:
        pages: As `read_pages` gives them.
        articles: Those that somebody gave.
    """
    known = list(articles)
    taken = Taken()
    for page in pages:
        article = _article(page, known)
        key = article.key if article else _key(page, taken)
        if article is None and page.text is None:
            for mark in page.marks:
                reason = f"no article of those given is {page.names[0] if page.names else 'its page'}"
                taken.lost.append({"reason": reason, "record": mark.kind, "at": mark.origin, "quote": mark.quote})
            continue
        found = placed(page, key, article.source.text if article else str(page.text), article)
        taken.lost += found.lost
        if article is not None:
            taken.articles.append((article, found.records))
        else:
            about: Record = {"record": "article", "article": key, "title": page.names[-1] if len(page.names) > 2 else None}
            taken.alone.append(Sheet(key, str(page.text), about, found.records))
    return taken


def curated_files(taken: Taken, registry: Registry) -> Iterator[tuple[str, str, int, list[Record]]]:
    """For each article its key, a curated file, how many records that holds, and what it cannot hold, with the reason."""
    for article, records in _by_article(taken):
        names = Names(registry, declare=True)
        entries = prepared(article, article.source.text, records, names)
        text, count, lost = settled(article, entries, names, registry, TOOL.name)
        yield article.key, text, count, lost


def as_sheets(taken: Taken) -> Iterator[Sheet]:
    """All documents, those of articles too."""
    for article, records in _by_article(taken):
        about: Record = {
            "record": "article", "article": article.key, "title": article.title, "author": article.author, "outlet": article.outlet,
            "date": article.date, "language": article.language, "url": article.url, "body": [[one.start, one.end] for one in article.body],
        }  # fmt: skip
        yield Sheet(article.key, article.source.text, about, records)
    yield from taken.alone


def _by_article(taken: Taken) -> Iterable[tuple[Article, list[Record]]]:
    """Each article once: several documents may be of it."""
    some: dict[str, tuple[Article, list[Record]]] = {}
    for article, records in taken.articles:
        some.setdefault(article.key, (article, []))[1].extend(records)
    return some.values()


def _article(page: Page, known: list[Article]) -> Article | None:
    for article in known:
        mine = {IDS["article"][local(graph_of(article).value)].value, article.url, article.key, article.title, article.source.key} - {None}
        if any(name in mine or _stem(name) in {article.key, article.source.key} for name in page.names):
            return article
    for article in known:
        if page.text is not None and article.source.text.startswith(page.text.rstrip()):
            return article
    return known[0] if len(known) == 1 and page.text is None else None


def _key(page: Page, taken: Taken) -> str:
    """A key of its own for a document: its file's stem."""
    stem = re.sub(r"[^\w.-]+", "-", _stem(page.names[0]) if page.names else "document").strip("-.")[:100] or "document"
    others = {sheet.key for sheet in taken.alone}
    number, made = 1, stem
    while made in others:
        number += 1
        made = f"{stem}-{number}"
    return made


def _stem(name: str) -> str:
    """A file's name without what tools put behind it."""
    return re.sub(r"\.(?:xmi|json|tsv|txt|xml|html?)$", "", PurePosixPath(name).name)
