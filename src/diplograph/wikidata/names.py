"""When two names are the same, nearly the same, or different."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from diplograph.registry import normalised

__all__ = ["alike", "plain"]

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_BETWEEN = re.compile(r"[\s.,\-‐‑–—]+")


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """A name for comparison: case, accents, full stops, hyphens, "the" and a bracket at the end set aside.

    Wikidata and rigour tell namesakes apart by brackets ("Georgia (USA)"): without them they are namesakes, as they should be here.
    """
    bare = _BRACKETS.sub("", name) or name
    letters = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    words = _BETWEEN.sub(" ", normalised(letters.replace(".", "") or letters)).strip()
    return words.replace(" the ", " ")


def alike(one: str, other: str) -> float:
    """How alike two plain names are, from 0 to 1, whatever the order of their words."""
    return fuzz.token_sort_ratio(one, other) / 100
