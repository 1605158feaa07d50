"""One face for everything that answers SPARQL: the embedded store, an rdflib graph, a remote endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from diplograph.model import Answer, RDFTerm, Table
from diplograph.vocabulary import XSD

if TYPE_CHECKING:
    import rdflib

    from diplograph.remote import Endpoint

__all__ = ["Engine", "RdflibEngine", "RemoteEngine"]


class Engine(Protocol):
    """Whatever answers a query; `diplograph.store.Store` is one as it stands."""

    def query(self, text: str) -> Answer:
        """The answer to a query.

        Raises:
            SyntaxError: The query is malformed (a remote engine's Fault says so instead).
        """
        ...


@dataclass(frozen=True, slots=True)
class RemoteEngine:
    """A SPARQL endpoint on the network."""

    endpoint: Endpoint

    def query(self, text: str) -> Answer:
        """The endpoint's answer."""
        answer = self.endpoint.query(text)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QuerySolutions):
            variables = answer.variables
            rows = tuple(tuple(_known(solution[variable]) for variable in variables) for solution in answer)
            return Table(tuple(variable.value for variable in variables), rows)
        return tuple(answer)


@dataclass(frozen=True, slots=True)
class RdflibEngine:
    """An rdflib graph or dataset; a dataset is asked for the union of its graphs if it was made with `default_union=True`."""

    graph: rdflib.Graph

    def query(self, text: str) -> Answer:
        """The graph's answer, as the terms that the rest of the program uses."""
        from pyparsing import ParseException

        try:
            result = self.graph.query(text)
        except ParseException as error:
            raise SyntaxError(str(error)) from error
        if result.type == "ASK":
            return bool(result.askAnswer)
        if result.type == "SELECT":
            names = tuple(str(variable) for variable in result.vars or ())
            rows = tuple(tuple(_converted(binding.get(name)) for name in result.vars or ()) for binding in result.bindings if binding)
            return Table(names, rows)
        return tuple(_triple(*triple) for triple in result.graph or ())


def _triple(subject: object, predicate: object, value: object) -> Triple:
    node, link, end = _converted(subject), _converted(predicate), _converted(value)
    if isinstance(node, NamedNode | BlankNode) and isinstance(link, NamedNode) and end is not None:
        return Triple(node, link, end)
    raise TypeError(f"not an RDF 1.1 triple: {subject} {predicate} {value}")


def _known(term: object) -> RDFTerm | None:
    if isinstance(term, Literal) and term.datatype == XSD["boolean"]:
        return Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=XSD["boolean"])  # Virtuoso says 1 in results
    if term is None or isinstance(term, NamedNode | BlankNode | Literal):
        return term
    raise TypeError(f"a triple term has no place here: {term}")


def _converted(term: object) -> RDFTerm | None:
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
    raise TypeError(f"not an RDF 1.1 term: {term!r}")
