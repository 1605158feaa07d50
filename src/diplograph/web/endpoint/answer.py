"""A worker's part of the endpoint: let a query through the gate, ask the store, write the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QueryBoolean, QuerySolutions

from diplograph.errors import Fault
from diplograph.model import Answer, RDFTerm, Table
from diplograph.queries import Engine, gate, prefixed
from diplograph.remote.nesting import query_too_deep
from diplograph.remote.words import printable
from diplograph.web.endpoint.negotiate import GRAPHS, RESULTS, Form, acceptable, choose, named
from diplograph.web.endpoint.protocol import Asked
from diplograph.web.endpoint.results import write_graph, write_solutions, write_verdict
from diplograph.web.reply import Refused, Reply

if TYPE_CHECKING:
    from diplograph.store import Store

__all__ = ["Bounded", "answer", "chosen", "written"]

_ORIGIN = "the query"
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Bounded:
    """The store as an engine that gives so many rows and no more.

    Attributes:
        store: What is asked.
        rows: How many rows, or triples, an answer may have; more is an error, as an answer that is cut in silence would be a false one.
    """

    store: Store
    rows: int

    def query(self, text: str) -> Answer:
        """The answer over the union of all graphs.

        Raises:
            SyntaxError: The query is malformed.
            Fault: It nests too deeply, or its answer is too long.
        """
        return self.ask(text)

    def ask(self, text: str, default: Sequence[str] = (), own: Sequence[str] = (), *, union: bool = True) -> Answer:
        """The answer over certain graphs.

        Args:
            text: The query.
            default: The graphs that make up the default graph.
            own: The named graphs, where `default` or this is given.
            union: Whether the default graph is the union of all, unless `default` says otherwise.
        """
        if query_too_deep(text):
            raise Fault("has too many brackets or operators to be answered safely", _ORIGIN, "ask it in several parts")
        inner = self.store.inner
        if default or own:
            graphs: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in default]
            found = inner.query(text, default_graph=graphs, named_graphs=[NamedNode(iri) for iri in own])
        else:
            found = inner.query(text, use_default_graph_as_union=union)
        if isinstance(found, QueryBoolean):
            return bool(found)
        if isinstance(found, QuerySolutions):
            return self._table(found)
        return tuple(self._within(found))

    def _table(self, found: pyoxigraph.QuerySolutions) -> Table:
        variables = found.variables
        rows = tuple(tuple(_plain(solution[variable]) for variable in variables) for solution in self._within(found))
        return Table(tuple(variable.value for variable in variables), rows)

    def _within(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for number, item in enumerate(items):
            if number == self.rows:
                what = f"has more than {self.rows} rows in its answer"
                raise Fault(what, _ORIGIN, "add LIMIT and OFFSET, or take the whole graph from /downloads")
            yield item


def _plain(term: object) -> RDFTerm | None:
    if term is None or isinstance(term, NamedNode | BlankNode | Literal):
        return term
    raise Fault("answers with a triple term, which is RDF 1.2", _ORIGIN, "ask for its subject, predicate and object apart")


def answer(engine: Bounded, graphs: frozenset[str], asked: Asked, accept: str | None) -> Reply:
    """The reply to a query of the protocol.

    Args:
        engine: What is asked.
        graphs: The named graphs that there are; a query may name these and no others.
        asked: The query and its graphs.
        accept: The Accept header.

    Raises:
        Refused: 400: the gate or the engine does not take the query, or the answer is too long; 406: no such format.
    """
    text = prefixed(asked.query or "")
    try:
        if query_too_deep(text):  # first, as it takes no time
            raise Refused(400, f"{_ORIGIN}: has too many brackets or operators to be answered safely; ask it in several parts")
        passed = gate(text, _ORIGIN, graphs=graphs)
        _known((*asked.default, *asked.named), graphs)
        form, media = chosen(accept, asked.form, GRAPHS if passed.form in {"CONSTRUCT", "DESCRIBE"} else RESULTS)
        found = engine.ask(text, asked.default, asked.named, union=not passed.dataset)
    except SyntaxError as error:
        raise Refused(400, f"{_ORIGIN}: is not valid SPARQL: {printable(str(error))}") from error
    except (ValueError, RuntimeError) as error:  # pyoxigraph's words for what it cannot evaluate
        raise Refused(400, f"{_ORIGIN}: {printable(str(error))}") from error
    except Fault as fault:
        raise Refused(400, str(fault)) from fault
    return written(found, form, media, engine)


def _known(iris: Iterable[str], graphs: frozenset[str]) -> None:
    for iri in iris:
        if iri not in graphs:
            cure = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists them"
            raise Fault(f"{printable(iri)} is no graph of this store", "the dataset", cure)


def chosen(accept: str | None, name: str | None, offers: Sequence[Form]) -> tuple[Form, str]:
    """The form to answer in: what `format=` names, else what the client likes best.

    Raises:
        Refused: 406: the client takes none of these.
    """
    asked = named(name, offers) if name else None
    found = (asked, asked.media) if asked else choose(accept, offers)
    if found is None:
        raise Refused(406, f"there is no answer of that type; there are {acceptable(offers)}")
    return found


def written(found: Answer, form: Form, media: str, engine: Engine) -> Reply:
    """An answer in a form, under a media type."""
    if isinstance(found, bool):
        body = write_verdict(found, form.name)
    elif isinstance(found, Table):
        body = write_solutions(found, form.name, engine)
    else:
        body = write_graph(found, form.name)
    return Reply(body, f"{media}; charset=utf-8" if media.startswith("text/") else media)
