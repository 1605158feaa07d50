"""Telling English text from text in another language, which the parser would garble."""

from __future__ import annotations

import re
from functools import cache

from diplograph.language.lists import listed
from diplograph.language.surface import flatten

__all__ = ["is_english", "share"]

# Measured: at least .07 in each of 2,024 press releases, lists of appointments among them (median .25), at least .22 in each of
# 1,746 UN speeches; .00 in prose of twenty other languages. To be measured again when `english.txt` changes
# (`tests/language/test_language_english.py`).
LEAST = 0.05
# A headline may have no function word at all: so few words say nothing.
TOO_FEW = 12
# Characters that are looked at.
ENOUGH = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def is_english(text: str) -> bool:
    """Whether a text is in English; a text of less than a dozen words is taken to be, if most of its letters are Latin."""
    words = _words(text)
    latin = sum(word.isascii() for word in words)
    if len(words) < TOO_FEW:
        return 2 * latin >= len(words)
    return _share(words) >= LEAST


def share(text: str) -> float:
    """The share of a text's words that are English function words, 0 to 1."""
    return _share(_words(text))


def _share(words: list[str]) -> float:
    known = _function_words()
    return sum(word in known for word in words) / len(words) if words else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(flatten(text[:ENOUGH]).lower())


@cache
def _function_words() -> frozenset[str]:
    return frozenset(listed("english"))
