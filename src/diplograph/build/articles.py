"""What was read, as a record."""

from __future__ import annotations

import json

from diplograph.model import Article

__all__ = ["article_line"]


def article_line(article: Article) -> str:
    """An article as one line of JSON: metadata with evidence, digest, text ranges, and what was left out with the reason."""
    fields = {name: getattr(article, name) for name in ("title", "author", "outlet", "date", "language", "url", "licence")}
    return json.dumps(
        {
            "record": "article", "article": article.key, **fields, "evidence": dict(article.evidence),
            "origins": dict(article.origins),
            "source": article.source.key, "digest": article.source.digest, "words": article.words,
            "body": [[span.start, span.end] for span in article.body],
            "omitted": [{"span": [left.span.start, left.span.end], "reason": left.reason} for left in article.omitted],
            "text": list(article.paragraphs),
        },
        ensure_ascii=False,
    )  # fmt: skip
