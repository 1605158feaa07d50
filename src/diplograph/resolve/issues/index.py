"""The scheme's concepts, ready to be found: each label as a bag of stems and the actors, places and instruments it names.

Built once from a registry. A stem weighs the more, the rarer it is in diplomatic texts (`words.weight`).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode

from diplograph.mentions import Names
from diplograph.resolve.issues.words import light, tokens, weight, words
from diplograph.vocabulary import DPG, SKOS

if TYPE_CHECKING:
    from diplograph.registry import Registry

__all__ = ["Bag", "Concept", "Entry", "Index", "Label", "Told", "index_of"]


@dataclass(frozen=True, slots=True)
class Bag:
    """A text as linking sees it: stems with the place of their first occurrence, and who and what is named."""

    stems: Mapping[str, int]
    named: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A text gone through once: the names in it, begin, end and whom they name, and the stems of its other words with their places."""

    hits: Sequence[tuple[int, int, frozenset[str]]]
    free: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, text: str, names: Names, *, label: bool = False) -> Told:
        """Look up the words of a text, or of a label."""
        hits = [(hit.start, hit.end, _named(hit.iris[:1], names, label=label)) for hit in names.find(text)]
        return cls(hits, list(_free(text, hits)))

    def part(self, text: str, start: int) -> Bag:
        """The bag of a part of the text, which stands at `start` of it; what the part cuts or blanks out is none of it."""
        end = start + len(text)
        stems: dict[str, int] = {}
        for stem, at in self.free[bisect_left(self.free, start, key=_place) :]:
            if at >= end:
                break
            if text[at - start] != " ":
                stems.setdefault(stem, at - start)
        inside = [(begin - start, stop - start, iris) for begin, stop, iris in self.hits if start <= begin and stop <= end]
        named = [iris for begin, stop, iris in inside if text[begin] != " " != text[stop - 1]]
        return Bag(stems, frozenset().union(*named), text)


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a concept: its stems, those of its light words, and the resources it names."""

    text: str
    stems: frozenset[str]
    named: frozenset[str]
    weight: float
    light: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Concept:
    """An issue or topic; `concerns` and the names are rolled up to states."""

    iri: str
    name: str
    topic: bool
    labels: tuple[Label, ...]
    concerns: frozenset[str]
    broader: frozenset[str]


class Entry(NamedTuple):
    """A label by its number among all, with its concept's IRI."""

    number: int
    iri: str
    label: Label


@dataclass(frozen=True, slots=True)
class Index:
    """All concepts: by IRI, by stem, and by what the labels name that have no other word.

    `alone` and `joint` give the labels with their concepts by stem: those that one stem of a content may recall, and those with two stems
    or more that are no shifters, of which a content must have two. `groups` are the groups of actors that concepts concern or labels name.
    """

    registry: Registry
    names: Names
    concepts: Mapping[str, Concept]
    by_stem: Mapping[str, frozenset[str]]
    by_named: Mapping[str, frozenset[str]]
    alone: Mapping[str, Sequence[Entry]]
    joint: Mapping[str, Sequence[Entry]]
    weights: Mapping[str, float]
    shifters: frozenset[str]
    groups: frozenset[str]
    _bags: dict[str, Bag] = field(default_factory=dict)
    _read: dict[str, Told] = field(default_factory=dict)

    @classmethod
    def of(cls, registry: Registry, names: Names | None = None) -> Index:
        """Index a registry's scheme."""
        names = names or Names.of(registry)
        facts = _facts(registry)
        raw = {iri: [(text, *_label(text, names)) for text in texts] for iri, texts in facts["labels"].items()}
        weights = {stem: weight(stem) for labels in raw.values() for _, stems, _ in labels for stem in stems}
        concepts = {iri: _concept(iri, labels, facts, weights, names) for iri, labels in sorted(raw.items())}
        by_stem: dict[str, set[str]] = defaultdict(set)
        by_named: dict[str, set[str]] = defaultdict(set)
        for concept in concepts.values():
            for label in concept.labels:
                for stem in label.stems:
                    by_stem[stem].add(concept.iri)
                for name in () if label.stems else label.named:
                    by_named[name].add(concept.iri)
        stems, named = ({key: frozenset(iris) for key, iris in found.items()} for found in (by_stem, by_named))
        shifters = words().against
        alone, joint = _by_stem(concepts.values(), shifters)
        actors = {iri for one in concepts.values() for iri in (*one.concerns, *(name for label in one.labels for name in label.named))}
        groups = frozenset(iri for iri in actors if "ActorGroup" in registry.types(iri))
        return cls(registry, names, concepts, stems, named, alone, joint, weights, shifters, groups)

    def bag(self, text: str, whole: str = "", at: int = 0) -> Bag:
        """A text's stems, names set aside, and the resources it names with the states they stand for; the last texts are kept.

        Args:
            text: The text.
            whole: A text of which it is a part, if that is gone through anyway: its words are then not looked up again.
            at: Where in that it begins.
        """
        known = self._bags.get(text)
        if known is None:
            told = self._told(whole or text)
            known = self._bags[text] = told.part(text, at if whole else 0)
            _forget(self._bags)
        return known

    def _told(self, text: str) -> Told:
        known = self._read.get(text)
        if known is None:
            known = self._read[text] = Told.of(text, self.names)
            _forget(self._read)
        return known

    def rolled(self, iris: tuple[str, ...]) -> frozenset[str]:
        """Actors and the states they stand for."""
        return frozenset(iris) | _rolled(iris, self.names)

    def above(self, iri: str) -> frozenset[str]:
        """All broader concepts."""
        seen: set[str] = set()
        waiting = [iri]
        while waiting:
            for parent in self.concepts[waiting.pop()].broader if waiting else ():
                if parent not in seen and parent in self.concepts:
                    seen.add(parent)
                    waiting.append(parent)
        return frozenset(seen)


# A label, its stems with their places, and what it names; and labels, `concerns` and `broader` by concept.
_Raw: TypeAlias = "tuple[str, Mapping[str, int], frozenset[str]]"
_Facts: TypeAlias = "dict[str, dict[str, list[str]]]"
_Entries: TypeAlias = "dict[str, list[Entry]]"
_CACHE: list[tuple[Registry, Index]] = []
_KEPT = 4
_KEPT_BAGS = 64  # the statements of a sentence share its bag


def index_of(registry: Registry, names: Names | None = None) -> Index:
    """The index of a registry, built at the first call; the last few are kept."""
    for known, index in _CACHE:
        if known is registry:
            return index
    made = Index.of(registry, names)
    _CACHE.insert(0, (registry, made))
    del _CACHE[_KEPT:]
    return made


def _by_stem(concepts: Iterable[Concept], shifters: frozenset[str]) -> tuple[_Entries, _Entries]:
    """The labels that have at most one stem besides shifters, and the others, by each such stem."""
    alone: dict[str, list[Entry]] = defaultdict(list)
    joint: dict[str, list[Entry]] = defaultdict(list)
    for number, (iri, label) in enumerate((concept.iri, label) for concept in concepts for label in concept.labels):
        several = label.stems - shifters
        for stem in sorted(several if len(several) > 1 else label.stems):
            (joint if len(several) > 1 else alone)[stem].append(Entry(number, iri, label))
    return alone, joint


def _facts(registry: Registry) -> _Facts:
    """Labels, `concerns` and `broader` of all concepts."""
    found: _Facts = {"labels": {}, "concerns": {}, "broader": {}}
    labels = {SKOS[name] for name in ("prefLabel", "altLabel", "hiddenLabel")}
    for triple in registry.triples:
        if not isinstance(triple.subject, NamedNode) or not registry.plays(triple.subject.value, "concept"):
            continue
        iri, value = triple.subject.value, triple.object
        if triple.predicate in labels and isinstance(value, Literal) and value.language in {"en", None}:
            found["labels"].setdefault(iri, []).append(value.value)
        elif triple.predicate == DPG["concerns"] and isinstance(value, NamedNode):
            found["concerns"].setdefault(iri, []).append(value.value)
        elif triple.predicate == SKOS["broader"] and isinstance(value, NamedNode):
            found["broader"].setdefault(iri, []).append(value.value)
    return found


def _concept(iri: str, labels: list[_Raw], facts: _Facts, weights: Mapping[str, float], names: Names) -> Concept:
    """A concept with its labels, and the names of what it alone concerns as further ones."""
    made = [
        Label(text, frozenset(stems), named, math.fsum(weights[stem] for stem in stems), light(text))
        for text, stems, named in labels
        if stems or named
    ]
    sole = _sole(facts["concerns"], names.registry)
    made += [Label(names.registry.label(thing), frozenset(), frozenset({thing}), 0) for thing, only in sole.items() if only == iri]
    concerns = _rolled(tuple(facts["concerns"].get(iri, ())), names)
    return Concept(
        iri,
        names.registry.label(iri),
        "Topic" in names.registry.types(iri),
        tuple(made),
        concerns,
        frozenset(facts["broader"].get(iri, ())),
    )


def _sole(concerns: dict[str, list[str]], registry: Registry) -> dict[str, str]:
    """Instruments and works that one issue alone concerns: their name is enough to find it by."""
    by_thing: dict[str, list[str]] = defaultdict(list)
    for iri, things in concerns.items():
        for thing in things:
            if registry.types(thing) & {"Instrument", "Infrastructure"} and "Issue" in registry.types(iri):
                by_thing[thing].append(iri)
    return {thing: iris[0] for thing, iris in by_thing.items() if len(iris) == 1}


def _label(text: str, names: Names) -> tuple[Mapping[str, int], frozenset[str]]:
    """The stems of a label with their places, and what it names."""
    told = Told.of(text, names, label=True)
    return told.part(text, 0).stems, frozenset().union(*(named for _, _, named in told.hits))


def _place(one: tuple[str, int]) -> int:
    return one[1]


def _forget(kept: dict[str, Any]) -> None:
    """What is kept of texts has an end."""
    if len(kept) > _KEPT_BAGS:
        del kept[next(iter(kept))]


def _free(text: str, covered: list[tuple[int, int, frozenset[str]]]) -> Iterator[tuple[str, int]]:
    place = 0  # both stand in the order of the text
    for stem, at in tokens(text):
        while place < len(covered) and covered[place][1] <= at:
            place += 1
        if place == len(covered) or at < covered[place][0]:
            yield stem, at


def _named(iris: tuple[str, ...], names: Names, *, label: bool) -> frozenset[str]:
    """What a name names: in a text a person and the state that they stand for, in a label the person alone."""
    people = frozenset(iri for iri in iris if "Person" in names.registry.types(iri))
    return people if people and label else people | _rolled(iris, names)


def _rolled(iris: tuple[str, ...], names: Names) -> frozenset[str]:
    """Resources, each replaced by the state that it stands for, if any."""
    return frozenset(names.state(iri) or iri for iri in iris)
