"""Which concept a text is about: how much of a concept's label the content covers, the context and who takes part helping.

A label counts as far as its stems stand in the content, less where only the sentence has them; the actors and places that it names must be
named, take part or at least stand in the article. One stem alone is not enough, unless the label has no other or what it names stands by.
A concept that title or lead are about needs less: there a part of a label recalls the whole. The numbers were tuned on the curated seeds
and annotated articles for precision (`benchmarks/floors`): raise `_LEAST` and more is left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING

from diplograph.resolve.issues.words import light

if TYPE_CHECKING:
    from diplograph.resolve.issues.index import Bag, Concept, Index, Label

__all__ = ["Evidence", "Found", "best"]

_CONTEXT = 0.3  # a stem of the sentence, against one of the content
_STATE, _THING = 1.5, 6.0  # weight of a state in a label, and of a treaty, place or pipeline
_PLACES = (1.0, 0.7, 0.4, 0.1)  # a name in the content, in the sentence, among those who take part, in the article
_NEAR = 0.7  # a name must stand as near as this to help a single stem
_HALF = 0.5
_GROUP = 0.35  # "the West" is mostly meant, not named
_SATURATION = 4.5  # weight of matched words at which half of the trust is reached
_COVER = 0.65
_LEAST = 0.55
_PRIOR = 0.2  # how far the article's own concepts lower what is asked
_THINGS = frozenset({"Instrument", "Infrastructure", "Place"})
_OWN_NAMED = frozenset({"Instrument", "Infrastructure"})  # their name alone may be a label
_OWN = 1.15  # all that a concept concerns is named: it is meant rather than a general one
_FAR, _OTHER = 0.1, 0.8  # what a concept concerns stands in title or lead at most; the content names other states instead


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement gives to find its issue by.

    Attributes:
        content, context: The words of the content, and of its sentence.
        participants, article: The states, places and instruments that take part, and that title and lead name.
        prior: The concepts that the article is about, and how surely, from 0 to 1.
    """

    content: Bag
    context: Bag
    participants: frozenset[str]
    article: frozenset[str]
    prior: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A concept with the label it was found by and how surely, from 0 to 1."""

    concept: Concept
    label: Label
    score: float


class _Seen:
    """An evidence while concepts are scored by it: its stems, and how near each name stands, told once."""

    __slots__ = ("_index", "_light", "_supports", "_text", "around", "named", "own", "prior", "states", "stems", "things", "weights")

    def __init__(self, evidence: Evidence, index: Index) -> None:
        self._index, self.weights, self.named = index, index.weights, evidence.content.named
        one = evidence
        near = zip((one.article, one.participants, one.context.named, one.content.named), reversed(_PLACES), strict=True)
        self._supports = dict.fromkeys(index.groups, _GROUP)
        self._supports |= {iri: support for named, support in near for iri in named}  # the nearest place counts
        self.prior, self._text = evidence.prior, evidence.content.text
        self._light: frozenset[str] | None = None
        self.stems, self.around = frozenset(evidence.content.stems), frozenset(evidence.context.stems)
        self.things = frozenset(iri for iri in evidence.content.named if self.thing(iri))
        self.own = frozenset(iri for iri in self.things if not _OWN_NAMED.isdisjoint(index.registry.types(iri)))
        self.states = frozenset(iri for iri in evidence.content.named if "State" in index.registry.types(iri))

    def thing(self, iri: str) -> bool:
        """Whether a name is that of a treaty, place or pipeline, and not of somebody who acts."""
        types = self._index.registry.types(iri)
        return not _THINGS.isdisjoint(types) and "State" not in types

    def support(self, iri: str) -> float:
        """How near a named actor, place or instrument stands."""
        return self._supports.get(iri, 0)

    def reaches(self, concept: Concept) -> bool:
        """Whether any of those whom a concept concerns, if there are any, stands near."""
        return not concept.concerns or not self._supports.keys().isdisjoint(concept.concerns)

    def light(self, label: Label) -> bool:
        """Whether the content has the light words of a label."""
        if label.light and self._light is None:
            self._light = light(self._text)
        return not label.light or label.light <= (self._light or frozenset())


def best(evidence: Evidence, index: Index, least: float | None = None) -> Iterator[Found]:
    """The concepts that a text may be about, surest first; those under the least score are left out."""
    seen = _Seen(evidence, index)
    least = _LEAST if least is None else least
    named = _naming(seen, index) if seen.things else {}
    labels = {**_sharing(seen, index), **named}
    near = sorted(iri for iri in labels if seen.reaches(index.concepts[iri]))
    found = [one for iri in near if (one := _found(index.concepts[iri], labels[iri], seen, index)) is not None and one.score >= least]
    yield from sorted(found, key=lambda one: (-one.score, one.concept.topic, one.concept.iri))


def _sharing(seen: _Seen, index: Index) -> dict[str, list[Label]]:
    """By concept the labels that the content's stems may recall: by two of them, or by one of a label or article that asks no more."""
    found: dict[str, list[Label]] = {}
    once: set[int] = set()
    told: set[int] = set()
    prior = seen.prior
    for stem in seen.stems:
        for number, iri, label in index.alone.get(stem, ()):
            if number not in told:
                told.add(number)
                found.setdefault(iri, []).append(label)
        for number, iri, label in index.joint.get(stem, ()):
            if number in told:
                continue
            if number in once or iri in prior:
                told.add(number)
                found.setdefault(iri, []).append(label)
            else:
                once.add(number)
    return found


def _naming(seen: _Seen, index: Index) -> dict[str, list[Label]]:
    """The same of a content that names a treaty, place or pipeline: beside that, stems of the sentence serve too."""
    near = {iri for stem in seen.stems | seen.around for iri in index.by_stem.get(stem, ())}
    near |= {iri for name in seen.named for iri in index.by_named.get(name, ())}
    found = {
        iri: [one for one in index.concepts[iri].labels if not (one.stems.isdisjoint(seen.stems) and one.named.isdisjoint(seen.things))]
        for iri in near
    }
    return {iri: labels for iri, labels in found.items() if labels}


def _found(concept: Concept, labels: list[Label], seen: _Seen, index: Index) -> Found | None:
    """A concept by the best of some of its labels."""
    around = [seen.support(iri) for iri in concept.concerns]
    prior = _PRIOR * seen.prior.get(concept.iri, 0)
    trust = 1.0
    if around and not prior and (max(around) <= _FAR or (seen.states and seen.states.isdisjoint(concept.concerns))):
        trust = _OTHER
    elif around and all(one >= _NEAR for one in around):
        trust = _OWN
    scored = [(score, label) for label in labels if (score := _score(label, seen, index, prior)) > 0]
    if not scored:
        return None
    score, label = max(scored, key=lambda item: (item[0], item[1].text))
    missing = sum(one == 0 for one in around) if label.stems else 0
    return Found(concept, label, trust * score * (1 - 0.3 * missing / len(around) if around else 1))


def _score(label: Label, seen: _Seen, index: Index, prior: float) -> float:
    """How well a label fits that shares a stem or thing with the content."""
    inside = label.stems & seen.stems
    if inside and inside <= index.shifters and label.stems != inside:
        return 0
    if not label.stems and (label.named.isdisjoint(seen.own) or not seen.light(label)):
        return 0
    if label.named.isdisjoint(seen.things) and not _enough(label, inside, seen, index, prior):
        return 0
    around = (label.stems - inside) & seen.around
    gain = fsum(seen.weights[stem] for stem in inside) + _CONTEXT * fsum(seen.weights[stem] for stem in around)
    total = label.weight
    for iri in sorted(label.named):
        weight = _THING if seen.thing(iri) else _STATE
        support = max(seen.support(iri), prior)
        if support == 0 and weight == _THING:
            return 0
        gain += weight * support
        total += weight
    cover = min(1, gain / total + prior * len(inside | around) / max(1, len(label.stems)))
    return cover * gain / (gain + _SATURATION * (1 - prior)) if cover >= _COVER else 0


def _enough(label: Label, inside: frozenset[str], seen: _Seen, index: Index, prior: float) -> bool:
    """Whether a label's words in a content can stand for the concept.

    Two can that are no shifters, or the only one with its light words; of a concept that the article is about, what weighs half of it.
    """
    if prior and fsum(index.weights[stem] for stem in inside) >= _HALF * label.weight:
        return True
    if len(label.stems - index.shifters) > 1:
        return len(inside - index.shifters) > 1
    return seen.light(label) and (not label.named or any(seen.support(iri) >= _NEAR for iri in label.named))
