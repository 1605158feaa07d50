"""What is to be sent: named graphs, each as sorted N-Triples with a digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, serialize

from diplograph.errors import Fault
from diplograph.queries.fetch import LEDGER
from diplograph.store import Store

__all__ = ["Content", "Source"]


@dataclass(frozen=True)
class Content:
    """One named graph.

    Attributes:
        name: Its IRI.
        lines: Its triples as N-Triples, sorted, each with its line end.
    """

    name: str
    lines: tuple[bytes, ...]

    @cached_property
    def digest(self) -> str:
        """`sha256:` and the SHA-256 of the lines in hexadecimal digits."""
        return "sha256:" + hashlib.sha256(b"".join(self.lines)).hexdigest()


@dataclass(frozen=True)
class Source:
    """A store's graphs, one at a time in memory.

    Attributes:
        store: The store.
        default: What the graph of the triples outside all named graphs is to be called on the server.
        place: What to call the store in a message.

    Raises:
        Fault: There is nothing to send, or triples stand outside all named graphs and nobody says where they belong.
    """

    store: Store
    default: str | None = None
    place: str = "the graph"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The IRIs of the graphs, in order."""
        inner = self.store.inner
        found = list(inner.named_graphs())
        blank = next((name for name in found if isinstance(name, BlankNode)), None)
        if blank is not None:
            raise Fault(f"has a graph without an IRI ({blank})", self.place, "name it")
        names = {name.value for name in found if isinstance(name, NamedNode)}
        if next(inner.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
            if self.default is None:
                what = "has triples outside all named graphs"
                raise Fault(what, self.place, "say with --graph IRI where they belong, or take TriG or N-Quads")
            if self.default in names:
                raise Fault(f"has a graph {self.default} already", "--graph", "give the triples outside all graphs a name of their own")
            names.add(self.default)
        if not names:
            raise Fault("is empty", self.place, "build a graph first, or name another")
        if LEDGER.value in names:
            raise Fault(f"holds {LEDGER}, in which push keeps what was sent where", self.place, "take that graph out")
        return tuple(sorted(names))

    def content(self, name: str) -> Content:
        """One of the graphs."""
        graph = DefaultGraph() if name == self.default else NamedNode(name)
        triples = [quad.triple for quad in self.store.inner.quads_for_pattern(None, None, None, graph)]
        text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        return Content(name, tuple(sorted(text.splitlines(keepends=True))))
