"""Articles as JSON, as they wait in a store's catalogue to be read."""

from __future__ import annotations

import json

from diplograph.model import Article, SourceText, Span

__all__ = ["article_of", "text_of"]

_METADATA = ("title", "author", "outlet", "date", "language", "url", "licence")


def text_of(article: Article) -> str:
    """All of an article that reading it needs; what was left out of it, and where its metadata were found, is not kept."""
    source = article.source
    return json.dumps(
        {
            "key": article.key, "source": [source.key, source.text, source.origin], "seed": article.seed,
            "body": [[span.start, span.end] for span in article.body], "evidence": dict(article.evidence),
            **{name: getattr(article, name) for name in _METADATA},
        },
        ensure_ascii=False,
    )  # fmt: skip


def article_of(text: str) -> Article:
    """The article again."""
    told = json.loads(text)
    body = tuple(Span(start, end) for start, end in told["body"])
    metadata = {name: told[name] for name in _METADATA}
    return Article(told["key"], SourceText(*told["source"]), body, evidence=told["evidence"], origins={}, seed=told["seed"], **metadata)
