"""Where a graph is sent, and what is known of the graphs there.

The server itself keeps the record: a small graph of its own (`LEDGER`) says for each graph that was sent the digest of its content, or
that it was begun. So it does not matter from where the next push comes, and a push that dies half-way leaves nothing that passes for
whole: a graph is marked before it is touched, and gets its digest after it has been counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplograph.model import Table
from diplograph.push.source import Content
from diplograph.queries import RemoteEngine
from diplograph.queries.fetch import LEDGER, every
from diplograph.remote import Endpoint, GraphStore, Updates
from diplograph.vocabulary import PUSH

__all__ = ["BEGUN", "Target"]

BEGUN = "begun"
_BY_STORE = 100_000  # triples in a request; some 15 MB
_BY_UPDATE = 2_000  # Virtuoso 7.2.5 compiles an update as a whole, and has no memory for more than 4,990 triples


@dataclass(frozen=True)
class Target:
    """A SPARQL 1.1 server.

    Attributes:
        endpoint: Where it is asked.
        updates: Where it takes updates.
        graphs: Where it takes whole graphs; without it these go by updates as well.
        batch: How many triples a request may carry.
    """

    endpoint: Endpoint
    updates: Updates
    graphs: GraphStore | None = None
    batch: int | None = None

    @property
    def _most(self) -> int:
        return self.batch or (_BY_STORE if self.graphs else _BY_UPDATE)

    def known(self, names: Sequence[str]) -> dict[str, list[str]]:
        """What is on record of some graphs, those left out of which nothing is."""
        pattern = f"VALUES ?graph {{ {_listed(names)} }} GRAPH {LEDGER} {{ ?graph {PUSH['digest']} ?digest }}"
        return _grouped(_rows(self._ask(f"SELECT ?graph ?digest WHERE {{ {pattern} }}").rows))

    def recorded(self) -> dict[str, list[str]]:
        """What is on record of all graphs."""
        where = f"GRAPH {LEDGER} {{ ?graph {PUSH['digest']} ?digest }}"
        return _grouped(_rows(every(RemoteEngine(self.endpoint), "?graph ?digest", where, self.endpoint.name)))

    def counts(self, names: Sequence[str]) -> dict[str, int]:
        """How many triples some graphs hold there; those left out hold none."""
        pattern = f"VALUES ?graph {{ {_listed(names)} }} GRAPH ?graph {{ ?s ?p ?o }}"
        rows = self._ask(f"SELECT ?graph (COUNT(*) AS ?count) WHERE {{ {pattern} }} GROUP BY ?graph").rows
        return {name: int(count) for name, count in _rows(rows)}

    def shows(self, name: str) -> bool:
        """Whether a query that names no graph sees what a graph holds."""
        graph = NamedNode(name)
        holds = RemoteEngine(self.endpoint).query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return not holds or bool(RemoteEngine(self.endpoint).query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} ?s ?p ?o }}"))

    def record(self, before: Mapping[str, Sequence[str]], after: Mapping[str, str]) -> None:
        """Replace what is on record of some graphs.

        Args:
            before: What is on record, by name; of each of these it is taken away.
            after: What shall be.
        """
        names = list(dict.fromkeys([*before, *after]))
        step = max(1, min(self._most, _BY_UPDATE) // 2)
        for some in (names[start : start + step] for start in range(0, len(names), step)):
            facts = {
                "DELETE": [(name, digest) for name in some for digest in before.get(name, ())],
                "INSERT": [(name, after[name]) for name in some if name in after],
            }
            operations = [f"{verb} DATA {{ GRAPH {LEDGER} {{ {' '.join(map(_fact, pairs))} }} }}" for verb, pairs in facts.items() if pairs]
            if operations:
                self.updates.send(" ;\n".join(operations))

    def send(self, contents: Iterable[Content]) -> None:
        """Replace some graphs."""
        if self.graphs is None:
            for update in self._packed(contents):
                self.updates.send(update)
            return
        for content in contents:
            for number, piece in enumerate(self._pieces(content)):
                (self.graphs.add if number else self.graphs.put)(content.name, b"".join(piece))

    def drop(self, name: str) -> None:
        """Take a graph away."""
        if self.graphs is None:
            self.updates.send(f"DROP SILENT GRAPH {NamedNode(name)}")
        else:
            self.graphs.delete(name)

    def _pieces(self, content: Content) -> Iterator[tuple[bytes, ...]]:
        for start in range(0, max(len(content.lines), 1), self._most):
            yield content.lines[start : start + self._most]

    def _packed(self, contents: Iterable[Content]) -> Iterator[str]:
        """Updates, each with as many graphs or parts of a graph as it may carry."""
        operations: list[str] = []
        size = 0
        for content in contents:
            graph = NamedNode(content.name)
            for number, piece in enumerate(self._pieces(content)):
                if operations and size + len(piece) > self._most:
                    yield " ;\n".join(operations)
                    operations, size = [], 0
                operations += [] if number else [f"DROP SILENT GRAPH {graph}"]
                operations.append(f"INSERT DATA {{ GRAPH {graph} {{\n{b''.join(piece).decode()}}} }}")
                size += len(piece)
        if operations:
            yield " ;\n".join(operations)

    def _ask(self, text: str) -> Table:
        answer = RemoteEngine(self.endpoint).query(text)
        if not isinstance(answer, Table):
            raise TypeError("a SELECT query was expected")
        return answer


def _fact(pair: tuple[str, str]) -> str:
    return f"{NamedNode(pair[0])} {PUSH['digest']} {Literal(pair[1])} ."


def _listed(names: Sequence[str]) -> str:
    return " ".join(str(NamedNode(name)) for name in names)


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, str]]:
    for name, value in rows:
        if isinstance(name, NamedNode) and isinstance(value, Literal):
            yield name.value, value.value


def _grouped(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, digest in rows:
        found.setdefault(name, []).append(digest)
    return found
