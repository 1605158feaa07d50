"""Which concept a text is about: how much of a concept's label the content covers, the context and who takes part helping.

A label counts as far as its stems stand in the content, half where only the sentence has them; the actors and places that it names must
be named, take part or at least stand in the article. The numbers were tuned on the curated seeds for precision (`tests/resolve`): raise
`_LEAST` and more is left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.resolve.issues.index import Bag, Concept, Index, Label

__all__ = ["Evidence", "Found", "best"]

_CONTEXT = 0.3  # a stem of the sentence, against one of the content
_STATE, _THING = 1.5, 6.0  # weight of a state in a label, and of a treaty, place or pipeline
_PLACES = (1.0, 0.7, 0.4, 0.1)  # a name in the content, in the sentence, among those who take part, in the article
_GROUP = 0.35  # "the West" is mostly meant, not named
_SATURATION = 4.5  # weight of matched words at which half of the trust is reached
_COVER = 0.65
_LEAST = 0.55


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement gives to find its issue by: bags, and the states, places and instruments around it."""

    content: Bag
    context: Bag
    participants: frozenset[str]
    article: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A concept with the label it was found by and how surely, from 0 to 1."""

    concept: Concept
    label: Label
    score: float


def best(evidence: Evidence, index: Index, least: float = _LEAST) -> Iterator[Found]:
    """The concepts that a text may be about, surest first; those under the least score are left out."""
    stems = {stem for bag in (evidence.content, evidence.context) for stem in bag.stems}
    near = {iri for stem in stems for iri in index.by_stem.get(stem, ())}
    near |= {iri for name in evidence.content.named for iri in index.by_named.get(name, ())}
    found = [one for iri in sorted(near) if (one := _found(index.concepts[iri], evidence, index)) is not None and one.score >= least]
    yield from sorted(found, key=lambda one: (-one.score, one.concept.topic, one.concept.iri))


def _found(concept: Concept, evidence: Evidence, index: Index) -> Found | None:
    """A concept by its best label."""
    around = [_support(iri, evidence, index) for iri in concept.concerns]
    if around and max(around) == 0:
        return None
    scored = [(score, label) for label in concept.labels if (score := _score(label, evidence, index)) > 0]
    if not scored:
        return None
    score, label = max(scored, key=lambda item: (item[0], item[1].text))
    missing = sum(one == 0 for one in around) if label.stems else 0
    return Found(concept, label, score * (1 - 0.3 * missing / len(around) if around else 1))


def _score(label: Label, evidence: Evidence, index: Index) -> float:
    inside = label.stems & evidence.content.stems.keys()
    if inside and inside <= index.shifters and label.stems != inside:
        return 0
    things = [iri for iri in label.named if not _state(iri, index) and iri in evidence.content.named]
    if not inside and not things:
        return 0
    around = (label.stems - inside) & evidence.context.stems.keys()
    gain = sum(index.weights[stem] for stem in inside) + _CONTEXT * sum(index.weights[stem] for stem in around)
    total = label.weight
    for iri in label.named:
        weight = _STATE if _state(iri, index) else _THING
        support = _support(iri, evidence, index)
        if support == 0 and weight == _THING:
            return 0
        gain += weight * support
        total += weight
    cover = gain / total
    return cover * gain / (gain + _SATURATION) if cover >= _COVER else 0


def _state(iri: str, index: Index) -> bool:
    return bool(index.registry.types(iri) & {"State", "ActorGroup", "InternationalOrganization", "GovernmentBody"})


def _support(iri: str, evidence: Evidence, index: Index) -> float:
    """How near a named actor, place or instrument stands."""
    for named, support in zip(
        (evidence.content.named, evidence.context.named, evidence.participants, evidence.article), _PLACES, strict=True
    ):
        if iri in named:
            return support
    return _GROUP if "ActorGroup" in index.registry.types(iri) else 0
