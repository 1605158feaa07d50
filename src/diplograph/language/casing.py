"""Small letters for a text that is printed in capitals, and capitals for one that has none: as mixed case would write it.

The parser tells names from words by their capitals, and so does all that looks for names. Each word gets the form in which edited
English writes it (`casing.txt`); a word that is not known there is a name, unless its ending is not that of a name; the registry's names
are written as the registry writes them. Every letter is replaced by one letter, or stays. What is ambiguous is decided word by
word, so that "MAY" is a verb but before a number, and "US" a state but after "OF", "TOLD" and the like.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from diplograph.language.boundaries import abbreviates
from diplograph.language.lists import listed
from diplograph.vocabulary import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from diplograph.registry import Registry

__all__ = ["Written", "is_caseless", "is_shouted", "restored", "written"]

# A text of at least so many letters is shouted where more than this share of them are capitals; a headline of acronyms is shorter.
LETTERS, SHOUTED = 25, 0.9
CASELESS = 200  # letters without one capital: no article, but copy whose capitals are lost

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s.&+'-]{1,3}")
_LABELS = frozenset(SKOS[name] for name in ("prefLabel", "altLabel", "hiddenLabel"))
_NAMED = frozenset({"Actor", "Office", "Instrument", "Place", "Infrastructure"})
_LATIN = frozenset({"en", "mul", None})

_AFTER_APOSTROPHE = frozenset({"s", "t", "m", "d", "re", "ve", "ll"})
_MONTHS = frozenset({"may", "march"})  # that are words too
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|am|pm|km|mm|m|bn|k)")
_TO_US = frozenset({
    "of", "to", "for", "with", "from", "told", "tell", "tells", "let", "lets", "give", "gives", "gave", "help", "helps", "joined", "among",
    "between", "all",
})  # fmt: skip
# Endings that hardly a name has. "-er", "-y", "-al" are those of too many.
_ENDING = re.compile(
    r".{3,}(?:ed|ing|ly|tions?|sions?|ments?|ness|ities|ity|ize[ds]?|ise[ds]?|able|ible|ous|ful|less|ists?|isms?|ance|ence)|(?:un|non|re|pre|anti).{5,}"
)
_VOWEL = re.compile(r"[aeiouy]")
_ENDS = ".!?…"
_CLOSING = "”\"')]»* \n\t"
_INTRODUCES = ",:—–-“(["


@dataclass(frozen=True, slots=True)
class Written:
    """Names as they are written: under their first word, in small letters, all words of each in both forms; the longest first."""

    below: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Written:
        """Index names."""
        below: dict[str, set[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(set)
        for name in names:
            if own := tuple(_WORD.findall(name)):
                small = tuple(map(_small, own))
                if len(own) > 1 or _is_safe(small[0], own[0]):
                    below[small[0]].add((small, own))
        return cls({first: sorted(several, key=lambda one: (-len(one[0]), one)) for first, several in below.items()})


_NOTHING = Written({})
_made: list[tuple[Registry, Written]] = []  # of the registry that was asked for last


def written(registry: Registry) -> Written:
    """The names of a registry's actors, offices, instruments and places."""
    if not _made or _made[0][0] is not registry:
        _made[:] = [(registry, Written.of(_names(registry)))]
    return _made[0][1]


def _names(registry: Registry) -> Iterator[str]:
    for triple in registry.triples:
        language = getattr(triple.object, "language", "")
        if triple.predicate in _LABELS and language in _LATIN and registry.types(getattr(triple.subject, "value", "")) & _NAMED:
            yield str(getattr(triple.object, "value", ""))


def is_shouted(text: str) -> bool:
    """Whether a text is printed in capitals, a few small letters apart."""
    letters = sum(map(str.isalpha, text))
    return letters >= LETTERS and sum(map(str.isupper, text)) > SHOUTED * letters


def is_caseless(text: str) -> bool:
    """Whether a text is long and has small letters, but no capital."""
    return not any(map(str.isupper, text)) and sum(map(str.islower, text)) >= CASELESS


def restored(text: str, registry: Registry | None = None) -> str:
    """A text as mixed case would write it; of equal length.

    Args:
        text: A text in capitals, or without any; after `surface.flatten`.
        registry: Whose names must be written as they are.
    """
    names = _NOTHING if registry is None else written(registry)
    found = [(match.start(), match.end(), _small(match[0])) for match in _WORD.finditer(text)]
    made = list(text)
    at = 0
    while at < len(found):
        forms = _named(text, found, at, names)
        for (start, end, _), form in zip(found[at : at + len(forms)], forms, strict=True):
            if len(form) == end - start:
                made[start:end] = form
        at += len(forms)
    return "".join(made)


def _named(text: str, found: Sequence[tuple[int, int, str]], at: int, names: Written) -> tuple[str, ...]:
    """The forms of the word at a place and of those that make a name with it."""
    for small, own in names.below.get(found[at][2], ()):
        several = found[at : at + len(small)]
        joined = all(_GAP.fullmatch(text, one[1], two[0]) for one, two in pairwise(several))
        if joined and tuple(word for *_, word in several) == small:
            return (_begun(own[0]) if _begins(text, found[at][0]) else own[0], *own[1:])
    form = _form(text, found, at)
    return (_begun(form) if _begins(text, found[at][0]) else form,)


def _form(text: str, found: Sequence[tuple[int, int, str]], at: int) -> str:
    """How one word is written inside a sentence."""
    start, end, word = found[at]
    before = found[at - 1][2] if at else ""
    if word in _AFTER_APOSTROPHE and start and text[start - 1] in "'’" and start > 1 and text[start - 2].isalpha():
        return word
    if any(map(str.isdigit, word)):
        return word if _ORDINAL.fullmatch(word) else word.upper()
    if len(word) == 1:
        return word if word == "a" and text[end : end + 1] != "." else word.upper()
    if word == "us":
        return word if before in _TO_US else "US"
    if word in _MONTHS and _is_month(found, at):
        return _begun(word)
    usual = _usual().get(word)
    if text[end : end + 1] == "." and abbreviates(f"{_begun(word)}.") and (usual is None or text[end + 1 : end + 3].strip()[:1].isdigit()):
        return _begun(word)
    if usual is not None:
        return usual
    if not _VOWEL.search(word):
        return word.upper()
    return word if _ENDING.fullmatch(word) else _begun(word)


def _is_month(found: Sequence[tuple[int, int, str]], at: int) -> bool:
    """Whether a number stands behind a word, or before it that belongs to no other month ("MAY 5 MAY BE TOO LATE")."""
    words = [word for *_, word in found[max(0, at - 2) : at + 2]]
    here = min(at, 2)
    after = words[here + 1] if here + 1 < len(words) else ""
    before = words[here - 1] if here else ""
    return after.isdigit() or (before.isdigit() and not (here == 2 and (words[0] in _MONTHS or _usual().get(words[0]) is None)))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence or a quotation that is one begins here."""
    before = text[max(0, start - 40) : start]
    bare = before.rstrip("“\"'([* \n\t")
    if not bare:
        return start == len(before) or bare != before
    if bare != before.rstrip() and bare[-1] in ",:" and "“" in before[len(bare) :]:
        return True
    ended = bare.rstrip(_CLOSING)
    if not ended or ended[-1] not in _ENDS or ended == before:
        return False
    last = ended.rsplit(maxsplit=1)[-1]
    if not last.endswith(".") or last[:-1].lower() in _usual():  # "NO." is a word at the end, but before a number
        return True
    return not (abbreviates(last.capitalize()) or "." in last[:-1])


def _small(word: str) -> str:
    """A word in small letters; a letter whose small form is not one letter stays."""
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in word)


def _begun(word: str) -> str:
    """A word with a capital at its beginning; a letter whose capital is not one letter stays."""
    first = word[0].upper()
    return first + word[1:] if len(first) == 1 else word


def _is_safe(small: str, own: str) -> bool:
    """Whether a name of one word is no common word too: "WHO" in a text in capitals is a pronoun."""
    return len(small) > 1 and own != small and _usual().get(small, own) != small


@cache
def _usual() -> Mapping[str, str]:
    """The usual form of each word that has another than one capital."""
    return {form.lower(): form for form in listed("casing")}
