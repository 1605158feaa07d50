"""A whole graph from an endpoint, and never a part of it taken for the whole.

Many servers end a long answer at a number of rows, and some say so only in a header, or nowhere (Virtuoso at `ResultSetMaxRows`). So
answers are counted first, asked for page by page, and held against the count.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from diplograph.errors import Fault
from diplograph.model import RDFTerm, Table
from diplograph.pace import Clock, Pace, Say, silent
from diplograph.queries.engines import Engine
from diplograph.vocabulary import PUSH

__all__ = ["LEDGER", "every", "fetched"]

_PAGE = 50_000  # rows asked for at once; about 20 MB as JSON
LEDGER = NamedNode(PUSH.iri.removesuffix("#"))  # the graph in which `push` keeps its digests


def every(engine: Engine, variables: str, where: str, place: str) -> Iterator[tuple[RDFTerm | None, ...]]:
    """All solutions of a pattern, page by page; while somebody writes, one may be missing and another come twice.

    Args:
        engine: What is asked.
        variables: What is wanted of each solution, as behind SELECT.
        where: The pattern, as within WHERE's braces.
        place: The engine's name in a message.

    Raises:
        Fault: It stops before the end.
    """
    total = [row[0] for row in _table(engine, f"SELECT (COUNT(*) AS ?count) WHERE {{ {where} }}").rows]
    if len(total) != 1 or not isinstance(total[0], Literal) or not total[0].value.isdecimal():
        raise Fault("cannot count", place, "name a SPARQL 1.1 endpoint")
    count, met = int(total[0].value), 0
    while met < count:
        rows = _table(engine, f"SELECT {variables} WHERE {{ {where} }} LIMIT {_PAGE} OFFSET {met}").rows
        if not rows:
            raise Fault(f"answers with {met} of {count} rows", place, "raise the server's limit of rows")
        yield from rows
        met += len(rows)


def fetched(engine: Engine, place: str, say: Say = silent, clock: Clock | None = None) -> Iterator[Quad]:
    """The graph that an endpoint holds: what `push` has sent there, else all named graphs, else the default graph.

    Args:
        engine: What is asked.
        place: Its name in a message.
        say: Told how many graphs have come.
        clock: From which rate and time left are told.

    Raises:
        Fault: It does not answer with all of it, or with blank nodes in more than one answer.
    """
    names = [name for (name,) in every(engine, "?graph", f"GRAPH {LEDGER} {{ ?graph {PUSH['digest']} ?digest }}", place)]
    if not names:
        names = [name for (name,) in every(engine, "?graph", "{ SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } }", place)]
    graphs = sorted({name for name in names if isinstance(name, NamedNode)}, key=str)
    for name in Pace(clock).over(graphs, len(graphs), say, "fetching graphs"):
        yield from _quads(engine, f"GRAPH {name} {{ ?s ?p ?o }}", name, place)
    if not names:
        yield from _quads(engine, "?s ?p ?o", DefaultGraph(), place)


def _quads(engine: Engine, where: str, graph: NamedNode | DefaultGraph, place: str) -> Iterator[Quad]:
    met: set[Quad] = set()
    rows, nameless = 0, False
    for subject, predicate, value in every(engine, "?s ?p ?o", where, place):
        rows += 1
        nameless = nameless or isinstance(subject, BlankNode) or isinstance(value, BlankNode)
        if not isinstance(subject, NamedNode | BlankNode) or not isinstance(predicate, NamedNode) or value is None:
            raise Fault(f"answers with what is no triple: {subject} {predicate} {value}", place, "name a SPARQL 1.1 endpoint")
        met.add(Quad(subject, predicate, value, graph))
    if len(met) < rows or (nameless and rows > _PAGE):
        what = f"gives {len(met)} of {rows} triples of {graph}" if len(met) < rows else f"has blank nodes in a graph of {rows} triples"
        raise Fault(what, place, "take the graph by the server's own export, and read it with --data")
    yield from met


def _table(engine: Engine, text: str) -> Table:
    answer = engine.query(text)
    if not isinstance(answer, Table):
        raise TypeError("a SELECT query was expected")
    return answer
