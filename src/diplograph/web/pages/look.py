"""Looking things up in the graph for a page: values, labels, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from diplograph.vocabulary import DPG, IDS, PREFIXES, RDF, RDFS, SKOS, local

if TYPE_CHECKING:
    from diplograph.store import Store

__all__ = ["ACTORS", "BASE", "Link", "Look", "term", "words"]

BASE = "https://w3id.org/diplograph/"
ACTORS = tuple(IDS[name].iri for name in ("state", "body", "organization", "armedgroup", "outlet", "person", "group"))
_LABELS = (SKOS["prefLabel"], RDFS["label"])


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A thing with its name and its page.

    Attributes:
        label: What it is called.
        iri: What it is.
        path: Its page's path, without root and ending; empty for what is not ours.
    """

    label: str
    iri: str
    path: str


@lru_cache(maxsize=512)
def term(name: str) -> NamedNode:
    """The IRI behind a short name: `dpg:holder`."""
    prefix, _, rest = name.partition(":")
    return NamedNode(PREFIXES[prefix] + rest)


def words(name: str) -> str:
    """The last part of an IRI in words: `MilitaryAction` is `military action`."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in local(name)).replace("-", " ").strip()


@dataclass(slots=True)
class Look:
    """One graph, looked at. Properties are written with our prefixes.

    Attributes:
        store: The graph.
        paged: The beginnings of the IRIs that have a page here; empty where all of ours have.
    """

    store: Store
    paged: tuple[str, ...] = ()
    _known: dict[str, str] = field(default_factory=dict, init=False)

    def quads(self, iri: str) -> list[Quad]:
        """All that is said of a thing."""
        return list(self.store.inner.quads_for_pattern(_node(iri), None, None))

    def nodes(self, iri: str, name: str) -> list[str]:
        """The IRIs that a property leads to, each once, in order."""
        found = self.store.inner.quads_for_pattern(_node(iri), term(name), None)
        return sorted({quad.object.value for quad in found if isinstance(quad.object, NamedNode)})

    def node(self, iri: str, name: str) -> str | None:
        """The first of them."""
        return next(iter(self.nodes(iri, name)), None)

    def texts(self, iri: str, name: str) -> list[str]:
        """The literal values of a property, each once, in order."""
        found = self.store.inner.quads_for_pattern(_node(iri), term(name), None)
        return sorted({quad.object.value for quad in found if isinstance(quad.object, Literal)})

    def text(self, iri: str, name: str) -> str | None:
        """The first of them."""
        return next(iter(self.texts(iri, name)), None)

    def sources(self, name: str, iri: str) -> list[str]:
        """The IRIs that lead here by a property, each once, in order."""
        found = self.store.inner.quads_for_pattern(None, term(name), _node(iri))
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def of_class(self, name: str) -> list[str]:
        """The things of a class, in order."""
        found = self.store.inner.quads_for_pattern(None, RDF["type"], DPG[name])
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def classes(self, iri: str) -> frozenset[str]:
        """The local names of its classes of ours."""
        return frozenset(local(one) for one in self.nodes(iri, "rdf:type") if one in DPG)

    def label(self, iri: str) -> str:
        """What it is called in English, else in any language, else the end of its IRI."""
        known = self._known.get(iri)
        if known is None:
            known = self._known[iri] = self._label(iri)
        return known

    def _label(self, iri: str) -> str:
        node = _node(iri)
        for link in _LABELS:
            found = [quad.object for quad in self.store.inner.quads_for_pattern(node, link, None) if isinstance(quad.object, Literal)]
            if found:
                return min(found, key=lambda one: (one.language != "en", one.value)).value
        return local(iri) or iri

    def link(self, iri: str) -> Link:
        """A thing with its name and page."""
        ours = iri.startswith(BASE) and (not self.paged or iri.startswith(self.paged))
        return Link(self.label(iri), iri, iri.removeprefix(BASE) if ours else "")

    def links(self, iris: Iterable[str]) -> list[Link]:
        """Things with their names and pages, in order of name."""
        return sorted({self.link(iri) for iri in iris}, key=lambda one: (one.label.casefold(), one.iri))

    def linked(self, iri: str, name: str) -> list[Link]:
        """The things that a property leads to."""
        return self.links(self.nodes(iri, name))

    def broader(self, iri: str) -> Iterator[str]:
        """The broader concepts of a concept, the nearest first, each once."""
        return self._walk(iri, lambda one: self.nodes(one, "skos:broader"))

    def narrower(self, iri: str) -> Iterator[str]:
        """The narrower concepts of a concept, the nearest first, each once."""
        return self._walk(iri, lambda one: self.sources("skos:broader", one))

    def _walk(self, iri: str, step: Callable[[str], list[str]]) -> Iterator[str]:
        seen, waiting = {iri}, [iri]
        while waiting:
            for other in step(waiting.pop(0)):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    yield other


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)
