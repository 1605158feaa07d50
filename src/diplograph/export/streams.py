"""A graph in the formats that other tools read, piece by piece: of a store on disk no more than one graph or resource is held in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from diplograph import rdf
from diplograph.export.graphs import csv_lines, export
from diplograph.export.records import record_lines
from diplograph.store import Store

__all__ = ["pieces"]

_PIECE = 2**20


def pieces(store: Store, form: str) -> Iterator[bytes]:
    """What `export` gives, byte for byte, in pieces.

    Raises:
        Fault: As `export` does.
    """
    streams: dict[str, Callable[[Store], Iterator[bytes]]] = {
        "nq": _nq, "trig": _trig, "nt": _nt, "turtle": _turtle, "jsonld": partial(_whole, form=RdfFormat.JSON_LD),
        "rdfxml": partial(_whole, form=RdfFormat.RDF_XML),
    }  # fmt: skip
    if form in {"jsonl", "csv"}:
        yield from (line.encode() for line in (record_lines(store) if form == "jsonl" else csv_lines(store)))
    elif store.disk and form in streams and _named(store):
        yield from streams[form](store)
    else:
        yield export(store, form)


def _named(store: Store) -> bool:
    """Whether all nodes and graphs have IRIs, as ours have; what has not is sorted in memory."""
    return all(isinstance(term, NamedNode) for quad in store for term in (quad.subject, quad.graph_name))


def _graphs(store: Store) -> Iterator[list[Quad]]:
    """Each named graph, in the order of our files."""
    order = rdf.Order()
    for name in sorted(store.inner.named_graphs(), key=lambda name: order.place(name.value)):
        yield list(store.inner.quads_for_pattern(None, None, None, name))


def _nq(store: Store) -> Iterator[bytes]:
    for quads in _graphs(store):
        yield rdf.serialise(quads, "nq")


def _trig(store: Store) -> Iterator[bytes]:
    spaces = rdf.Spaces()
    for quad in store:
        spaces.add(quad, named=True)
    yield rdf.head(spaces.prefixes()).encode()
    for quads in _graphs(store):
        if quads:
            yield rdf.graph(quads)[0].text.encode()


def _resources(store: Store) -> Iterator[list[Triple]]:
    subjects = (quad.subject for quad in store if isinstance(quad.subject, NamedNode))
    return rdf.resources(subjects, lambda node: store.inner.quads_for_pattern(node, None, None, None))


def _prefixes(store: Store) -> dict[str, str]:
    spaces = rdf.Spaces()
    for quad in store:
        spaces.add(quad)
    return spaces.prefixes()


def _nt(store: Store) -> Iterator[bytes]:
    for triples in _resources(store):
        yield pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _turtle(store: Store) -> Iterator[bytes]:
    yield rdf.head(_prefixes(store)).encode()
    blocks = (rdf.blocks(triples)[0][0] for triples in _resources(store))
    yield from (text.encode() for text in rdf.laid_out(blocks))


def _whole(store: Store, form: RdfFormat) -> Iterator[bytes]:
    """A format that the engine writes as one: by way of a temporary file."""
    prefixes = _prefixes(store) if form == RdfFormat.RDF_XML else None
    with tempfile.TemporaryFile() as file:
        pyoxigraph.serialize(chain.from_iterable(_resources(store)), output=file, format=form, prefixes=prefixes)
        file.seek(0)
        if form == RdfFormat.RDF_XML:
            while lines := file.readlines(_PIECE):
                yield rdf.sound_xml(b"".join(lines))
        else:  # all on one line
            while piece := file.read(_PIECE):
                yield piece
