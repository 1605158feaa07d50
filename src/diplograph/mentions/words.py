"""The words of `titles.yaml`, `takes_up.yaml` and `given.yaml`, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

__all__ = ["Words", "singular", "words"]

_KEPT = 20_000  # words whose singulars are kept; a corpus has no end of words
_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """Sets of lower-case words; `titles.yaml` says what each is for.

    Attributes:
        takes_up: By a noun the other nouns whose bearers it can take up ("the lawmaker" for a senator).
        given: By a given name, without accents, whose it is: `male` or `female`.
        homes: By its abbreviation, the state of the United States that stands behind a politician's party ("R-Wis.").
    """

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
    things: frozenset[str]
    countries: frozenset[str]
    within_names: frozenset[str]
    quantities: frozenset[str]
    given_places: frozenset[str]
    partisans: frozenset[str]
    figures: frozenset[str]
    humans: frozenset[str]
    utterances: frozenset[str]
    claiming: frozenset[str]
    ministries: frozenset[str]
    general: frozenset[str]
    regal: frozenset[str]
    personal: frozenset[str]
    collectives: frozenset[str]
    polls: frozenset[str]
    respondents: frozenset[str]
    publics: frozenset[str]
    gatherings: frozenset[str]
    joint: frozenset[str]
    attending: frozenset[str]
    legislators: frozenset[str]
    serving: frozenset[str]
    unnamed: frozenset[str]
    times: frozenset[str]
    openings: frozenset[str]
    takes_up: Mapping[str, frozenset[str]]
    given: Mapping[str, str]
    homes: Mapping[str, str]

    def office(self, word: str) -> bool:
        """Whether a word, of any case and number, names an office or a scholar's trade."""
        plain = singular(word)
        return plain in self.offices or plain in self.scholars

    def fitting(self, noun: str) -> frozenset[str]:
        """The nouns whose bearers a noun can take up, itself among them."""
        return self.takes_up.get(noun, _EMPTY) | {noun}


@cache
def words() -> Words:
    """The words, read once."""
    data, given = _read("titles"), _read("given")
    sets = {field.name: frozenset(data[field.name]) for field in fields(Words) if field.name not in ("takes_up", "given", "homes")}
    taken = {noun: frozenset(others) for noun, others in _read("takes_up").items()}
    sexes = {name: sex for sex, names in given.items() for name in names}
    return Words(**sets, takes_up=MappingProxyType(taken), given=MappingProxyType(sexes), homes=MappingProxyType(data["homes"]))


def _read(name: str) -> Any:  # noqa: ANN401 - whatever a file holds
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load((files("diplograph.mentions") / f"{name}.yaml").read_text("utf-8"), Loader=loader)  # noqa: S506 - makes nothing but strings


@lru_cache(maxsize=_KEPT)
def singular(word: str) -> str:
    """A lower-case singular, good enough for the words of the lists."""
    plain = word.lower().rstrip(".")
    if word[-1:] == "s" and len(word) > 2 and word[:-1].isupper():  # "MPs"
        return plain[:-1]
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("sses", "shes", "ches", "xes")):
        return plain[:-2]
    if plain.endswith("men"):
        return plain[:-2] + "an"
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and len(plain) > 3:
        return plain[:-1]
    return plain
