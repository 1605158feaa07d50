"""A graph in the formats that other tools read, piece by piece: of a store on disk no more than one graph or resource is held in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from diplograph import rdf
from diplograph.export.graphs import csv_lines, export
from diplograph.export.records import record_lines
from diplograph.pace import Clock, Pace, Say, silent
from diplograph.store import Store

__all__ = ["pieces"]

_PIECE = 2**20
_EACH = 100  # resources are told of together: one takes less time than a line on a screen


def pieces(store: Store, form: str, say: Say = silent, clock: Clock | None = None) -> Iterator[bytes]:
    """What `export` gives, byte for byte, in pieces.

    Args:
        store: The graph.
        form: As of `export`.
        say: Told how far it is, where the graph is on disk or is written article by article.
        clock: From which rate and time left are told.

    Raises:
        Fault: As `export` does.
    """
    out = _Stream(store, say, clock)
    streams: dict[str, Callable[[], Iterator[bytes]]] = {
        "nq": out.nq, "trig": out.trig, "nt": out.nt, "turtle": out.turtle, "jsonld": out.jsonld, "rdfxml": out.rdfxml,
    }  # fmt: skip
    if form in {"jsonl", "csv"}:
        yield from (line.encode() for line in (record_lines if form == "jsonl" else csv_lines)(store, say, clock))
    elif store.disk and form in streams and out.named():
        yield from streams[form]()
    else:
        yield export(store, form)


@dataclass(frozen=True, slots=True)
class _Stream:
    """A store on disk, as it is written."""

    store: Store
    say: Say
    clock: Clock | None

    def nq(self) -> Iterator[bytes]:
        for quads in self._graphs():
            yield rdf.serialise(quads, "nq")

    def trig(self) -> Iterator[bytes]:
        yield rdf.head(self._prefixes(named=True)).encode()
        for quads in self._graphs():
            if quads:
                yield rdf.graph(quads)[0].text.encode()

    def nt(self) -> Iterator[bytes]:
        for triples in self._resources():
            yield pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""

    def turtle(self) -> Iterator[bytes]:
        yield rdf.head(self._prefixes()).encode()
        blocks = (rdf.blocks(triples)[0][0] for triples in self._resources())
        yield from (text.encode() for text in rdf.laid_out(blocks))

    def jsonld(self) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as file:
            pyoxigraph.serialize(chain.from_iterable(self._resources()), output=file, format=RdfFormat.JSON_LD)
            file.seek(0)
            while piece := file.read(_PIECE):  # all on one line
                yield piece

    def rdfxml(self) -> Iterator[bytes]:
        prefixes = self._prefixes()
        with tempfile.TemporaryFile() as file:
            pyoxigraph.serialize(chain.from_iterable(self._resources()), output=file, format=RdfFormat.RDF_XML, prefixes=prefixes)
            file.seek(0)
            while lines := file.readlines(_PIECE):
                yield rdf.sound_xml(b"".join(lines))

    def named(self) -> bool:
        """Whether all nodes and graphs have IRIs, as ours have; what has not is sorted in memory."""
        return all(isinstance(term, NamedNode) for quad in self._all("looking for blank nodes") for term in (quad.subject, quad.graph_name))

    def _all(self, what: str) -> Iterator[Quad]:
        return Pace(self.clock).over(self.store, len(self.store), self.say, f"{what}: triples", 100_000)

    def _prefixes(self, *, named: bool = False) -> dict[str, str]:
        spaces = rdf.Spaces()
        for quad in self._all("looking for prefixes"):
            spaces.add(quad, named=named)
        return spaces.prefixes()

    def _graphs(self) -> Iterator[list[Quad]]:
        """Each named graph, in the order of our files."""
        order = rdf.Order()
        names = sorted(self.store.inner.named_graphs(), key=lambda name: order.place(name.value))
        for name in Pace(self.clock).over(names, len(names), self.say, "writing graphs"):
            yield list(self.store.inner.quads_for_pattern(None, None, None, name))

    def _resources(self) -> Iterator[list[Triple]]:
        """What the graphs together say of each resource, in the order of our files."""
        subjects = (quad.subject for quad in self._all("sorting resources") if isinstance(quad.subject, NamedNode))
        number: list[int] = []
        found = rdf.resources(subjects, lambda node: self.store.inner.quads_for_pattern(node, None, None, None), number.append)
        pace = Pace(self.clock)
        for place, triples in enumerate(found):
            if not place:
                pace.begin(number[0])
            yield triples
            if place % _EACH == _EACH - 1:
                self.say(f"writing resources: {pace.step(_EACH)}")
