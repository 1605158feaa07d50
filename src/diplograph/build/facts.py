"""What positions are derived from, on disk: memory grows neither with the number of articles nor with that of their statements.

A position depends on all that one actor wants on one issue, on what any article says of those that are named there (`described`), and
on nothing else. So statements are gone through once, some articles at a time, to see for which states they count and who wants what;
wants are sorted on disk by actor and issue; and what wants what on which issue is derived and judged group by group. What is held in
memory is the registry, one batch, and the largest group.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from diplograph import positions
from diplograph.positions import Want
from diplograph.store import Store
from diplograph.vocabulary import DPG, RDF, SKOS

__all__ = ["Facts", "Grounds", "iri_of", "literal"]

_TABLES = (
    "CREATE TABLE said (number INTEGER PRIMARY KEY, facts BLOB)",
    "CREATE TABLE described (iri TEXT, naming INTEGER, fact TEXT)",
    "CREATE TABLE name (iri TEXT, label TEXT, graph TEXT)",
    "CREATE TABLE want (actor TEXT, issue TEXT, statement TEXT, stance TEXT, leaning TEXT, date TEXT, scope TEXT, facts TEXT)",
)
_FACTS = 8_000_000  # bytes of statements looked at together: some 400 articles, in about 100 MB
_WANTS = 10_000  # derived together: about as many positions as are judged together
_CHOSEN = "INSERT INTO chosen SELECT iri, MIN(label) FROM name GROUP BY iri HAVING MIN(label) < MAX(label)"
_RENAMINGS = """SELECT name.graph, name.iri, chosen.label FROM name JOIN chosen ON chosen.iri = name.iri
  GROUP BY name.graph, name.iri ORDER BY name.graph"""
_NODES = (
    "CREATE TABLE node (iri TEXT, fact TEXT)",
    "INSERT INTO node SELECT iri, fact FROM described WHERE NOT (naming AND iri IN (SELECT iri FROM chosen)) GROUP BY iri, fact",
    "CREATE INDEX nodes ON node (iri)",
)
_DESCRIBING = frozenset({SKOS["prefLabel"], DPG["actsFor"], RDF["type"]})
_NAMED = ("holder", "onBehalfOf", "issue")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Some positions, and what the graph says of those that they name, as far as they are derived from it.

    Attributes:
        positions: The positions, whole.
        step: How many wants they rest on.
    """

    positions: list[Quad]
    step: int
    _stores: tuple[Store, ...] = field(repr=False)

    def said(self, node: NamedNode) -> Iterator[Quad]:
        """What is said of a holder, an issue or a statement."""
        for store in self._stores:
            yield from store.inner.quads_for_pattern(node, None, None)


class Facts:
    """What some articles and a registry say that positions are derived from."""

    def __init__(self, base: sqlite3.Connection, known: Store) -> None:
        self._base, self._known = base, known
        for table in _TABLES:
            self._base.execute(table)
        self._labels = positions.labels_of(known)
        self._tenures = positions.tenures_of(known)

    def add(self, facts: Iterable[Quad]) -> None:
        """Keep what an article says; a statement is never spread over two."""
        triples = [quad.triple for quad in facts]
        statements = {one.subject for one in triples if one.predicate == DPG["attitude"] or one.object == DPG["Statement"]}
        said = serialize((one for one in triples if one.subject in statements), format=RdfFormat.N_TRIPLES) or b""
        self._base.execute("INSERT INTO said VALUES (NULL, ?)", (said,))
        others = [one for one in triples if one.subject not in statements and one.predicate in _DESCRIBING]
        rows = ((iri_of(one.subject), one.predicate == SKOS["prefLabel"], f"{one} .") for one in others)
        self._base.executemany("INSERT INTO described VALUES (?, ?, ?)", rows)

    # Names

    def name(self, names: Iterable[Quad]) -> None:
        """Keep the preferred names that an article gives to what the registry lacks."""
        rows = ((iri_of(one.subject), str(one.object), iri_of(one.graph_name)) for one in names if isinstance(one.subject, NamedNode))
        self._base.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)

    def renamings(self) -> Iterator[tuple[NamedNode, dict[NamedNode, Literal]]]:
        """Each graph that names what has several names, and the first of these for each such thing in it; all articles must be there."""
        self._base.execute(_CHOSEN)
        for graph, same in groupby(self._base.cursor().execute(_RENAMINGS), key=lambda row: str(row[0])):
            yield NamedNode(graph), {NamedNode(iri): literal(label) for _, iri, label in same}

    def settle(self) -> None:
        """Sort what is said of actors and issues, after `renamings`: nothing may be added from here on."""
        for statement in _NODES:
            self._base.execute(statement)
        chosen = self._base.cursor().execute("SELECT iri, label FROM chosen")
        rows = ((iri, f"<{iri}> {SKOS['prefLabel']} {label} .") for iri, label in chosen)
        self._base.executemany("INSERT INTO node VALUES (?, ?)", rows)

    def _describe(self, store: Store, nodes: Iterable[str]) -> None:
        """Let a store have what is said of some actors and issues, and of those that they act for."""
        met: set[str] = set()
        waiting = set(nodes)
        while waiting:
            met |= waiting
            _load(store, (fact for iri in sorted(waiting) for (fact,) in self._base.execute("SELECT fact FROM node WHERE iri = ?", (iri,))))
            waiting = {iri_of(state) for _, state in store.pairs(DPG["actsFor"])} - met

    # Statements, then positions

    def counted(self) -> Iterator[tuple[list[Quad], int]]:
        """For which states statements count, as quads, some articles at a time, and how many these are; keeps who wants what, too."""
        for texts in self._articles():
            store = Store.of(self._known)
            _load(store, texts)
            named = {iri_of(node) for link in _NAMED for _, node in store.pairs(DPG[link])}
            self._describe(store, named | {tenure.body for who in named for tenure in self._tenures.get(who, ())})
            counted = positions.counts_for(store, None, self._tenures)
            quads = [quad for statement in sorted(counted) for quad in positions.counting_quads(statement, counted[statement])]
            self._want(positions.wants_of(store, counted), texts, quads)
            yield quads, len(texts)

    def _articles(self) -> Iterator[list[str]]:
        """What articles say in statements, some at a time."""
        some: list[str] = []
        for (facts,) in self._base.cursor().execute("SELECT facts FROM said ORDER BY number"):
            some.append(facts.decode())
            if sum(map(len, some)) >= _FACTS:
                yield some
                some = []
        if some:
            yield some

    def _want(self, wants: Collection[Want], texts: Iterable[str], counted: Iterable[Quad]) -> None:
        """Keep wants, each with what its statement says."""
        said: dict[str, list[str]] = {f"<{want.statement}>": [] for want in wants}
        for line in (*(line for text in texts for line in text.splitlines()), *(f"{quad.triple} ." for quad in counted)):
            subject = line.partition(" ")[0]
            if subject in said:
                said[subject].append(line)
        rows = (
            (one.actor, one.issue, one.statement, one.stance, one.leaning, one.date, one.scope, "\n".join(said[f"<{one.statement}>"]))
            for one in wants
        )
        self._base.executemany("INSERT INTO want VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def wants(self) -> int:
        """How many wants there are, after `counted`."""
        return int(self._base.execute("SELECT COUNT(*) FROM want").fetchone()[0])

    def positions(self) -> Iterator[Grounds]:
        """The positions, some at a time."""
        wants: list[Want] = []
        facts: set[str] = set()
        rows = self._base.cursor().execute("SELECT * FROM want ORDER BY actor, issue")
        for _, same in groupby(rows, key=lambda row: row[:2]):
            for actor, issue, statement, stance, leaning, date, scope, said in same:
                wants.append(Want(actor, issue, statement, stance, leaning, date, scope))
                facts.add(said)
            if len(wants) >= _WANTS:
                yield self._derived(wants, facts)
                wants, facts = [], set()
        if wants:
            yield self._derived(wants, facts)

    def _derived(self, wants: Collection[Want], facts: Iterable[str]) -> Grounds:
        about = Store()
        named = {iri for want in wants for iri in (want.actor, want.issue)}
        self._describe(about, named)
        labels = self._named(positions.labels_of(about), named)
        _load(about, facts)
        found = list(Store.of(positions.position_quads(wants, labels)))  # as a store gives them back
        return Grounds(found, len(wants), (self._known, about))

    def _named(self, given: Mapping[str, str], iris: Iterable[str]) -> dict[str, str]:
        """The labels that articles and the registry give to some things; of several the first by code points."""
        told = ((iri, [labels[iri] for labels in (given, self._labels) if iri in labels]) for iri in iris)
        return {iri: min(found) for iri, found in told if found}


def _load(store: Store, texts: Iterable[str]) -> None:
    """Add N-Triples to a store."""
    store.inner.bulk_load("\n".join(texts).encode(), RdfFormat.N_TRIPLES)


def literal(told: str) -> Literal:
    """A literal from its N-Triples form.

    Raises:
        TypeError: It is another term.
    """
    (quad,) = parse(f"<x:x> <x:x> {told} .".encode(), format=RdfFormat.N_TRIPLES)
    if not isinstance(quad.object, Literal):
        raise TypeError("a name is a literal")
    return quad.object


def iri_of(term: object) -> str:
    """The IRI of a node; empty for any other term."""
    return term.value if isinstance(term, NamedNode) else ""
