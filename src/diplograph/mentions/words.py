"""The words of `titles.yaml`, loaded once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files

import yaml

__all__ = ["Words", "singular", "words"]

_KEPT = 20_000  # words whose singulars are kept; a corpus has no end of words


@dataclass(frozen=True, slots=True)
class Words:
    """Sets of lower-case words; `titles.yaml` says what each is for."""

    courtesy: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    offices: frozenset[str]
    office_modifiers: frozenset[str]
    portfolios: frozenset[str]
    scholars: frozenset[str]
    people: frozenset[str]
    powers: frozenset[str]
    governments: frozenset[str]
    sides: frozenset[str]
    bodies: frozenset[str]
    organisations: frozenset[str]
    outlets: frozenset[str]
    armed: frozenset[str]
    documents: frozenset[str]
    not_names: frozenset[str]
    surnames: frozenset[str]
    particles: frozenset[str]
    place_prepositions: frozenset[str]
    motion: frozenset[str]

    def office(self, word: str) -> bool:
        """Whether a word, of any case and number, names an office or a scholar's trade."""
        plain = singular(word)
        return plain in self.offices or plain in self.scholars


@cache
def words() -> Words:
    """The words, read once."""
    data = yaml.safe_load((files("diplograph.mentions") / "titles.yaml").read_text("utf-8"))
    return Words(**{field.name: frozenset(map(str, data[field.name])) for field in fields(Words)})


@lru_cache(maxsize=_KEPT)
def singular(word: str) -> str:
    """A lower-case singular, good enough for the words of the lists."""
    plain = word.lower().rstrip(".")
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("sses", "shes", "ches", "xes")):
        return plain[:-2]
    if plain.endswith("men"):
        return plain[:-2] + "an"
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and len(plain) > 3:
        return plain[:-1]
    return plain
