"""Stems, word families and shifters, from `lexicon/shifters.yaml`; the file says what each list is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from diplograph.lexicon import table

__all__ = ["Words", "stem", "tokens", "words"]

_WORD = re.compile(r"[A-Za-zÀ-ÿ][\w-]*[\w]|[A-Za-z]")
# Longest first; what is left must keep four letters.
_SUFFIXES = (
    "isations", "izations", "isation", "ization", "fulness", "ations", "ements", "ation", "ement", "ments", "ities", "ships", "ances",
    "ences", "ising", "izing", "ised", "ized", "ises", "izes", "ment", "ship", "ance", "ence", "ants", "ents", "ives", "isms", "ists",
    "ings", "ions", "ally", "ness", "ism", "ist", "ion", "ity", "ing", "ive", "ise", "ize", "ant", "ent", "ful", "als", "ors",
    "ers", "or", "er", "al", "ic", "ed", "ly", "es", "s",
)  # fmt: skip
_SHORTEST = 4
_KEPT = 20_000  # words whose stems are kept; a corpus has no end of words


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the file, as stems."""

    against: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    empty: frozenset[str]
    outlets: frozenset[str]
    families: Mapping[str, str]


@cache
def words() -> Words:
    """The words, read once."""
    data = table("shifters")
    families = {word: group[0] for group in data["families"] for word in group}
    single = [word for word in data["against"] if " " not in word]
    return Words(
        against=frozenset(_stem(word) for word in single),
        phrases=frozenset(tuple(_stem(part) for part in word.split()) for word in data["against"] if " " in word),
        empty=frozenset(data["empty"]) | frozenset(_stem(word) for word in data["empty"] if len(word) > _SHORTEST),
        outlets=frozenset(data["outlets"]),
        families={_stem(word): _stem(first) for word, first in families.items()},
    )


@lru_cache(maxsize=_KEPT)
def stem(word: str) -> str:
    """What inflected and derived forms of a word share; its family's stem where it has one."""
    plain = _stem(word)
    return words().families.get(plain, plain)


@lru_cache(maxsize=_KEPT)
def _stem(word: str) -> str:
    plain = word.lower().removesuffix("'s").removesuffix("’s")
    if plain.endswith("ies") and len(plain) > _SHORTEST:
        plain = plain.removesuffix("ies") + "y"
    for _ in range(2):
        if not plain.endswith(_SUFFIXES) or plain.endswith("ss"):
            break
        suffix = next((one for one in _SUFFIXES if plain.endswith(one) and len(plain) - len(one) >= _SHORTEST), None)
        if suffix is None:
            break
        plain = plain.removesuffix(suffix)
    ending = "eiy" if len(plain) > _SHORTEST + 2 else "ei"
    if len(plain.rstrip(ending)) >= _SHORTEST:
        plain = plain.rstrip(ending)
    return plain[:-1] if len(plain) > _SHORTEST and plain[-1] == plain[-2] else plain


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """The stems of a text's words that say something, with their offsets; a compound also part by part."""
    empty = words().empty
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word not in empty:
            yield stem(word), match.start()
        if "-" in word:
            at = match.start()
            for part in word.split("-"):
                if len(part) > 2 and part not in empty:
                    yield stem(part), at
                at += len(part) + 1
