"""Finding things by what people call them: search, suggestions, reconciliation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from diplograph.registry import normalised
from diplograph.vocabulary import IDS, SKOS

if TYPE_CHECKING:
    from diplograph.store import Store

__all__ = ["KINDS", "Hit", "Names"]

_LINKS = {
    SKOS["prefLabel"].value: 2,
    SKOS["altLabel"].value: 1,
    SKOS["hiddenLabel"].value: 0,
    "http://www.w3.org/2000/01/rdf-schema#label": 2,
}
KINDS = {
    IDS[prefix].iri: kind
    for prefix, kind in {
        "state": "state", "body": "government body", "organization": "organization", "armedgroup": "armed group", "outlet": "media outlet",
        "person": "person", "group": "group", "issue": "issue", "treaty": "treaty", "resolution": "resolution", "article": "article",
        "place": "place", "infrastructure": "infrastructure", "office": "office",
    }.items()
}  # fmt: skip
_LEAST = 72.0  # below this a name is another one
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found.

    Attributes:
        iri: What it is.
        label: What it is called.
        name: The name that fits.
        kind: What it is, in words.
        score: How well it fits, 0 to 100.
    """

    iri: str
    label: str
    name: str
    kind: str
    score: float


@dataclass(slots=True)
class Names:
    """All names of the things that have pages to look for."""

    labels: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)  # normalised name: IRI: as written

    @classmethod
    def of(cls, store: Store) -> Names:
        """Gather them."""
        made = cls()
        best: dict[str, tuple[int, bool, str]] = {}
        for link, weight in _LINKS.items():
            for quad in store.inner.quads_for_pattern(None, NamedNode(link), None):
                iri, value = quad.subject, quad.object
                if not isinstance(iri, NamedNode) or not isinstance(value, Literal):
                    continue
                kind = KINDS.get(iri.value[: iri.value.rfind("/") + 1])
                if kind is None:
                    continue
                made.kinds[iri.value] = kind
                made.names.setdefault(normalised(value.value), {}).setdefault(iri.value, value.value)
                rank = (weight, value.language == "en", value.value)
                if rank > best.get(iri.value, (-1, False, "")):
                    best[iri.value] = rank
        made.labels = {iri: rank[2] for iri, rank in best.items()}
        return made

    def find(self, wanted: str, kinds: Iterable[str] = (), most: int = 20) -> list[Hit]:
        """The things whose names fit best: those called so, those whose names begin so, hold the words, or look alike."""
        key = normalised(wanted[:_MOST_LETTERS])
        allowed = frozenset(kinds)
        if not key:
            return []
        best: dict[str, Hit] = {}
        for name, score in self._scored(key):
            for iri, written in self.names[name].items():
                known = best.get(iri)
                if (not allowed or self.kinds[iri] in allowed) and (known is None or known.score < score):
                    best[iri] = Hit(iri, self.labels[iri], written, self.kinds[iri], score)
        return sorted(best.values(), key=lambda hit: (-hit.score, len(hit.label), hit.label, hit.iri))[:most]

    def begins(self, prefix: str, kinds: Iterable[str] = (), most: int = 12) -> list[Hit]:
        """The things of which a name has a word that begins so, for suggestions while someone types."""
        key = normalised(prefix[:_MOST_LETTERS])
        return (
            [hit for hit in self.find(prefix, kinds, 4 * most) if hit.score >= 80 or hit.name.lower().startswith(key)][:most] if key else []
        )

    def _scored(self, key: str) -> Iterable[tuple[str, float]]:
        """Names that fit, with how well."""
        for name in self.names:
            if name == key:
                yield name, 100.0
            elif name.startswith(key):
                yield name, 95.0
            elif f" {key}" in name:
                yield name, 88.0
            elif len(key) > 3 and key in name:
                yield name, 80.0
        for name, score, _ in process.extract(key, list(self.names), scorer=fuzz.token_sort_ratio, limit=40, score_cutoff=_LEAST):
            yield name, 0.79 * score if score < 100 else 99.0
