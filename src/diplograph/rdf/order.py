"""The union of graphs in the order of our files where it is too much for memory: resource by resource, sorted on disk."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplograph.rdf.write import Order
from diplograph.vocabulary import PREFIXES

__all__ = ["Spaces", "resources"]

_ROWS = 10_000


class Spaces:
    """Finds those of our prefixes that some IRI begins with."""

    def __init__(self) -> None:
        self._spaces: set[str] = set()

    def add(self, quad: Quad, *, named: bool = False) -> None:
        """Look at the IRIs of a quad, with the graph's or without."""
        value = quad.object
        for term in (
            quad.subject,
            quad.predicate,
            value.datatype if isinstance(value, Literal) else value,
            quad.graph_name if named else None,
        ):
            if isinstance(term, NamedNode):
                self._spaces.add(term.value[: max(term.value.rfind("/"), term.value.rfind("#")) + 1])
        if len(self._spaces) > _ROWS:  # what is none of ours has no end
            self._spaces &= set(PREFIXES.values())

    def prefixes(self) -> dict[str, str]:
        """The prefixes, with their IRIs."""
        return {prefix: iri for prefix, iri in PREFIXES.items() if iri in self._spaces}


def resources(
    subjects: Iterable[NamedNode], about: Callable[[NamedNode], Iterable[Quad]], counted: Callable[[int], None] = lambda _: None
) -> Iterator[list[Triple]]:
    """What some graphs together say of each resource, resources and triples in the order of our files.

    Args:
        subjects: The resources, in any order and as often as may be.
        about: Gives the quads whose subject a resource is.
        counted: Told how many resources there are, before the first.
    """
    with (
        tempfile.TemporaryDirectory(prefix="diplograph-") as folder,
        closing(sqlite3.connect(f"{folder}/order", isolation_level=None)) as base,
    ):
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;")
        base.execute("CREATE TABLE subject (kind INTEGER, padded TEXT, iri TEXT, PRIMARY KEY (kind, padded, iri)) WITHOUT ROWID")
        base.execute("BEGIN")
        base.executemany("INSERT OR IGNORE INTO subject VALUES (?, ?, ?)", map(_place, subjects))
        counted(base.execute("SELECT COUNT(*) FROM subject").fetchone()[0])
        for (iri,) in base.cursor().execute("SELECT iri FROM subject ORDER BY kind, padded, iri"):
            yield sorted({quad.triple for quad in about(NamedNode(iri))}, key=Order())


def _place(node: NamedNode) -> tuple[int, str, str]:
    return Order().place(node.value)
