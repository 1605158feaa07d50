"""What extraction finds in one article, as records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from diplograph import rdf
from diplograph.export.records import Record, records
from diplograph.store import Store
from diplograph.vocabulary import SKOS

if TYPE_CHECKING:
    from diplograph.pipeline import Reading
    from diplograph.registry import Registry

__all__ = ["reading_records"]


def reading_records(reading: Reading, registry: Registry) -> Iterator[Record]:
    """The records of one article: itself, its statements, its actions. `article` is the article's key."""
    named = {quad.object.value for quad in reading.quads if isinstance(quad.object, NamedNode)}
    labels = [
        Quad(NamedNode(iri), SKOS["prefLabel"], Literal(registry.label(iri), language="en"), rdf.GRAPHS["registry"])
        for iri in sorted(named)
        if iri in registry
    ]
    for record in records(Store.of([*labels, *reading.quads])):
        yield record | {"article": reading.article.key}
