"""HTML pages: the main text and the metadata, through trafilatura, within the bounds that lxml and libxml2 need.

The source text is the text taken out, one paragraph a line, which the article keeps; offsets count in it. trafilatura's guesses
at dates are not used: htmldate 1.11 completes `<meta name="date" content="2021-03">` with today's day. `markup` reads them.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from diplograph.articles.compose import Draft, safe_key
from diplograph.articles.readers import markup
from diplograph.articles.readers.encoding import clean
from diplograph.articles.readers.fields import Noted
from diplograph.errors import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement

    from diplograph.articles.options import Limits, ReadOptions

__all__ = ["draft_of_page"]

# An HTML start tag by the standard's tokenizer, with up to N attributes; possessive, so that no start is tried twice.
_ATTRIBUTE = r"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_SCRIPTS = re.compile(
    r"<(?P<tag>script|style)\b(?![^>]{0,200}ld\+json)[^>]{0,10000}>.*?</(?P=tag)\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
_WIDE_ROW = 30  # words: a row of a table with more is layout, not data
_LOGGERS = ("trafilatura", "htmldate", "courlan", "charset_normalizer")
_SAVE = "save the article alone, or as text"


def draft_of_page(
    html: str, origin: str, options: ReadOptions, *, key: str | None = None, url: str | None = None, sidecar: Path | None = None
) -> Draft:
    """The draft of one HTML page.

    Args:
        html: The page, decoded.
        origin: Where it is from, for messages.
        options: The limits, and how days in figures are read.
        key: Its name; without one its URL is.
        url: Where it was found, if it is from the web.
        sidecar: A metadata file.

    Raises:
        Fault: It is beyond a limit, or no main text is found in it.
    """
    limits = options.limits
    # U+0000 is U+FFFD in the HTML standard; the other controls lxml would drop or stop at.
    tree = _tree(_bounded(clean(html), origin, limits), origin, limits)
    noted = Noted()
    markup.gather(tree, noted, url, day_first=options.day_first)
    _guessed(tree, noted, url)
    text = _main_text(tree, origin)
    at = noted.values.get("url")
    return Draft(text, origin, key or (safe_key(at.value) if at else None), noted.values, noted.notes, own=True, sidecar=sidecar)


def _bounded(html: str, origin: str, limits: Limits) -> str:
    """A page no tag of which has too many attributes; scripts, whose code looks like tags, are taken out where that helps.

    The test runs on just the text that is parsed and from every place at which a tag can begin, so no trick with quotes,
    comments or scripts gets a tag past it.
    """
    if len(html) > limits.page:
        raise Fault(f"is larger than the {limits.page // 2**20} MiB that one page may have", origin, _SAVE)
    crowded = re.compile(rf"<[A-Za-z][^\s/>]*+(?:[\s/]*+{_ATTRIBUTE}){{{limits.attributes}}}")
    if not crowded.search(html):
        return html
    html = _SCRIPTS.sub(" ", html)
    if crowded.search(html):
        raise Fault(f"has a tag with more than {limits.attributes} attributes", origin, _SAVE)
    return html


def _tree(html: str, origin: str, limits: Limits) -> HtmlElement:
    """The page parsed.

    Raises:
        Fault: It has no elements, too many, or too deeply nested ones (libxml2 drops what is deeper, so text would be lost).
    """
    from lxml import etree  # slow to import
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        # A declared encoding says nothing about a page that is decoded already, and lxml refuses some.
        tree = document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Fault("has no HTML in it", origin, "give a page with an article in it") from error
    depth = number = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        number += event == "start"
    if deepest > limits.depth:
        raise Fault(f"nests its elements more than {limits.depth} levels deep", origin, _SAVE)
    if number > limits.elements:
        raise Fault(f"has more than {limits.elements} elements", origin, _SAVE)
    return tree


def _main_text(tree: HtmlElement, origin: str) -> str:
    """The text of the page's article, a paragraph a line."""
    from trafilatura import bare_extraction  # slow to import

    _quiet()
    try:
        found = bare_extraction(tree, include_comments=False, with_metadata=False, deduplicate=False)
    except Exception as error:
        raise Fault(f"cannot be taken apart ({type(error).__name__})", origin, _SAVE) from error
    text = getattr(found, "text", None) or ""
    if not isinstance(text, str) or not text.strip():
        raise Fault("has no main text", origin, "give the page of one article; lists of headlines and empty pages have none")
    return "\n".join(_row(line) if line.startswith("|") else line.rstrip() for line in clean(text).split("\n"))


def _row(line: str) -> str:
    """A table's row; one that lays out paragraphs instead of data becomes those."""
    if len(line.split()) <= _WIDE_ROW:
        return line.rstrip()
    return "\n".join(cell.strip() for cell in line.strip("| ").split(" | ") if cell.strip())


def _guessed(tree: HtmlElement, noted: Noted, url: str | None) -> None:
    """Title, author and outlet as trafilatura finds them in meta elements, JSON-LD, headings and bylines."""
    from trafilatura.metadata import extract_metadata  # slow to import

    _quiet()
    try:
        found = extract_metadata(tree, url, {"extensive_search": False, "max_date": "2100-01-01"}, extensive=False)
    except Exception:  # noqa: BLE001 - as above; a page whose metadata cannot be read still has its text
        return
    host = (urlsplit(noted.values["url"].value).hostname or "") if "url" in noted.values else ""
    for name, value in (("title", found.title), ("author", found.author), ("outlet", found.sitename)):
        if not isinstance(value, str) or (name == "author" and ("@" in value or "://" in value)):
            continue
        words = value.replace("; ", ", ") if name == "author" else value
        if name == "outlet" and host and words.casefold() in {host, host.removeprefix("www.")}:
            markup.infer(noted, "outlet", words, "page address")
            continue
        noted.add(name, words, f"page markup ({name})")


def _quiet() -> None:
    """Keep the libraries' warnings about single pages from standard error, unless the user has set up logging."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
