"""Cases as files: a text with its parse, one row a token.

A row is `form lemma POS dependency head`, then `_` where no blank follows, `S` where a sentence starts, `=VB` where the tag matters.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.tokens import Doc

from diplograph import tree
from diplograph.model import Article, Parsed, SourceText, Span

__all__ = ["article", "cases", "parsed"]

_VOCAB = spacy.blank("en").vocab


def cases(file: Path) -> list[dict[str, Any]]:
    """The cases of a file, by the order in it."""
    loaded: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return loaded


def parsed(case: dict[str, Any]) -> tuple[Parsed, ...]:
    """The case's text as one parsed paragraph; no model is loaded."""
    rows = [row.split(" ") for row in case["rows"]]
    doc = Doc(
        _VOCAB,
        words=[row[0] for row in rows],
        spaces=["_" not in row[5:] for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[next((mark[1:] for mark in row[5:] if mark[0] == "="), "") for row in rows],
        deps=[row[3] for row in rows],
        heads=[int(row[4]) for row in rows],
        sent_starts=["S" in row[5:] for row in rows],
    )
    assert doc.text.strip() == case["text"]
    return (Parsed(0, tree.Doc.of(doc), 0),)


def article(case: dict[str, Any]) -> Article:
    """An article that has nothing but the case's text."""
    text = case["text"]
    return Article("case", SourceText("case", text, "case"), (Span(0, len(text)),), date=case.get("date"))
