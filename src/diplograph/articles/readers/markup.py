"""What a page's markup says about its article: dates, language, address, with the element each was found in.

Read in this order: JSON-LD (schema.org), meta elements (Open Graph, Dublin Core, and what publishers' systems write), microdata,
`<time>`. A date in the page's address is taken last, as inferred.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from diplograph.articles import dates
from diplograph.articles.metadata import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from diplograph.articles.readers.fields import Noted

__all__ = ["gather", "infer"]

# Names of meta elements that hold the day of publication, the surest first; never that of the last change.
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "published", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "article.published", "article_date_original", "cxenseparse:recs:publishtime",
    "citation_publication_date", "date", "created",
)  # fmt: skip
_TYPES = re.compile(r"(?:\w*Article|Report|BlogPosting|LiveBlogPosting|PressRelease|WebPage|OpinionNewsArticle|CreativeWork)")
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-])", re.ASCII)
_MOST_NODES = 10_000  # of one JSON-LD script; those of news pages have some hundreds


def gather(tree: HtmlElement, noted: Noted, url: str | None, *, day_first: bool | None = None) -> None:
    """Add what the markup says.

    Args:
        tree: The page.
        noted: Takes the values, and notes on dates that do not exist.
        url: Where the page was found; without it the address that the page claims counts.
        day_first: How days in figures are read.
    """
    claimed = url or _canonical(tree)
    if claimed:
        noted.add("url", claimed, "address" if url else "page markup: canonical link")
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    if language:
        noted.add("language", language, "page markup: lang")
    for origin, value in _dates(tree):
        if "date" in noted.values:
            break
        noted.add("date", value, f"page markup: {origin}", day_first=day_first)
    if "date" not in noted.values and claimed and (match := _IN_URL.search(_path(claimed) + "/")):
        day = dates.normalise("-".join(match.groups()))
        if day:
            infer(noted, "date", day, "page address")


def infer(noted: Noted, name: str, value: str, origin: str) -> None:
    """Add a value that follows from something else, unless the field has one."""
    if name not in noted.values:
        noted.values[name] = Value(value, "inferred", origin=origin)
        noted.notes.pop(name, None)


def _path(url: str) -> str:
    """The path of a URL; nothing for what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _canonical(tree: HtmlElement) -> str | None:
    """The address that the page says it has."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _is_web(link.get("href") or ""):
            return link.get("href")
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "og:url" and _is_web(meta.get("content") or ""):
            return meta.get("content")
    return None


def _is_web(url: str) -> bool:
    try:
        return urlsplit(urljoin("", url)).scheme in {"http", "https"}
    except ValueError:
        return False


def _dates(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """What may be the day of publication, the surest first, each with the element it stands in."""
    for value in _linked_data(tree):
        yield "JSON-LD datePublished", value
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "").lower()
        metas.setdefault(name, meta.get("content") or "")
    yield from ((name, metas[name]) for name in _DATES if metas.get(name))
    for element in tree.iter():
        if (element.get("itemprop") or "").lower() == "datepublished":
            yield "itemprop datePublished", element.get("datetime") or element.get("content") or (element.text or "")
    times = [time.get("datetime") or "" for time in tree.iter("time") if _is_own(time)]
    days = {dates.normalise(time) for time in times} - {None}
    if len(days) == 1:  # several different days are those of other pieces, or of changes
        yield "time element", next(time for time in times if dates.normalise(time))


def _is_own(time: HtmlElement) -> bool:
    return not any(above.tag in {"aside", "nav", "footer"} for above in time.iterancestors())


def _linked_data(tree: HtmlElement) -> Iterator[str]:
    """`datePublished` of the articles in the page's JSON-LD, in order."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            todo: list[object] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not todo:
                break
            node = todo.pop()
            if isinstance(node, list):
                todo.extend(reversed(node[:_MOST_NODES]))
            elif isinstance(node, dict):
                kind, day = node.get("@type"), node.get("datePublished")
                kinds = kind if isinstance(kind, list) else [kind]
                if isinstance(day, str) and any(isinstance(one, str) and _TYPES.fullmatch(one) for one in kinds):
                    yield day
                todo.extend(reversed(list(node.values())[:_MOST_NODES]))
