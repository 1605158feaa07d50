"""A made-up article and a made-up registry, which the cases quote and name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from diplograph.model import Article, Omission, SourceText, Span
from diplograph.registry import Registry
from diplograph.resources import Workspace

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))
TEXT = (HERE / "article.txt").read_text("utf-8")


@cache
def made_up_article(key: str, date: str | None = "2022-05-03") -> Article:
    """The article of article.txt: a photo's caption is left out, and what follows `[next]` is another article's."""
    paragraphs = [Span(*hit.span()) for hit in re.finditer(r"\S.*", TEXT[: TEXT.index("[next]")])]
    captions = [span for span in paragraphs if span.of(TEXT).startswith("[photo]")]
    body = tuple(span for span in paragraphs if span not in captions)
    omitted = tuple(Omission(span, "caption") for span in captions)
    return Article(key, SourceText(key, TEXT, f"{key}.txt"), body, date=date, omitted=omitted)


@cache
def made_up_registry() -> Registry:
    """The registry of workspace/, over the bundled one."""
    return Registry.load(Workspace(HERE / "workspace"))
