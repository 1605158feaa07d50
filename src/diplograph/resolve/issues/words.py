"""Stems (Snowball), word families and shifters, from `lexicon/shifters.yaml`; the file says what each list is for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Protocol, cast

from diplograph.lexicon import table

__all__ = ["Words", "light", "stem", "stems", "tokens", "weight", "words"]

_WORD = re.compile(r"[A-Za-zÀ-ÿ][\w-]*[\w]|[A-Za-z]")
_LONG = 4  # letters; light words longer than that count in all their forms
_RARE = 30  # sentences; rarer than that is all the same
_KEPT = 20_000  # words whose stems are kept; a corpus has no end of words


class Stemmer(Protocol):
    """What is used of a Snowball stemmer."""

    def stemWord(self, word: str) -> str: ...  # noqa: N802 - its own name


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the file, as stems; `dull` are light and empty words."""

    against: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    light: frozenset[str]
    dull: frozenset[str]
    outlets: frozenset[str]
    takers: frozenset[str]
    norms: frozenset[str]
    evils: frozenset[str]
    families: Mapping[str, str]


@cache
def words() -> Words:
    """The words, read once."""
    data = table("shifters")
    families = {_stem(word): _stem(group[0]) for group in data["families"] for word in group}
    single = [word for word in data["against"] if " " not in word]
    light = frozenset(data["light"]) | frozenset(_stem(word) for word in data["light"] if len(word) > _LONG)
    return Words(
        against=frozenset(_stem(word) for word in single),
        phrases=frozenset(tuple(_stem(part) for part in word.split()) for word in data["against"] if " " in word),
        light=light,
        dull=light | frozenset(data["empty"]),
        outlets=frozenset(data["outlets"]),
        takers=frozenset(data["takers"]),
        evils=frozenset(_stem(word) for word in data["evils"]),
        norms=frozenset(families.get(_stem(word), _stem(word)) for word in data["norms"]),
        families=families,
    )


@lru_cache(maxsize=_KEPT)
def stem(word: str) -> str:
    """What inflected and derived forms of a word share; its family's stem where it has one."""
    plain = _stem(word)
    return words().families.get(plain, plain)


@lru_cache(maxsize=_KEPT)
def _stem(word: str) -> str:
    return _english().stemWord(word.lower().removesuffix("'s").removesuffix("’s"))


@cache
def _english() -> Stemmer:
    """The Snowball stemmer for English (Porter 2)."""
    import snowballstemmer

    return cast("Stemmer", snowballstemmer.stemmer("english"))


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """The stems of a text's words that say something, with their offsets; a compound also part by part."""
    for match in _WORD.finditer(text):
        for one, at in _stems(match[0]):
            yield one, match.start() + at


@lru_cache(maxsize=_KEPT)
def _stems(word: str) -> tuple[tuple[str, int], ...]:
    """What one word tells: its stem and its parts', each with its place in the word."""
    word = word.lower()
    empty = words().dull
    found = [(stem(word), 0)] if word not in empty else []
    at = 0
    for part in word.split("-") if "-" in word else ():
        if len(part) > 2 and part not in empty:
            found.append((stem(part), at))
        at += len(part) + 1
    return tuple(found)


def light(text: str) -> frozenset[str]:
    """The stems of a text's light words."""
    return frozenset(map(stem, words().light.intersection(_WORD.findall(text.lower()))))


def stems(text: str) -> frozenset[str]:
    """All stems of a text, those of light words too."""
    return frozenset(one for one, _ in tokens(text)) | light(text)


@lru_cache(maxsize=_KEPT)
def weight(one: str) -> float:
    """How much a stem tells of a subject: the logarithm of how rare it is in diplomatic texts; one that nobody counted is rare."""
    sentences, counts = _frequencies()
    return math.log(sentences / max(int(counts.get(one, _RARE)), _RARE))


@cache
def _frequencies() -> tuple[int, Mapping[str, str]]:
    """How many sentences were counted, and in how many of them each stem stands; parsing the file takes as long as reading a paragraph."""
    data = table("frequencies")
    return int(data["sentences"]), MappingProxyType(data["stems"])
