"""What an endpoint may answer with, and how it is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from diplograph.remote.nesting import json_too_deep, rdf_too_deep

if TYPE_CHECKING:
    from diplograph.remote.sparql.form import Form

__all__ = ["RawAnswer", "accepted", "asked", "parsed", "too_deep"]

# What an endpoint answers, in pyoxigraph's own terms.
RawAnswer: TypeAlias = "QuerySolutions | QueryBoolean | tuple[Triple, ...]"

_VIRTUOSO = (
    "__ASK_RETVAL"  # where ResultSetMaxRows is set, as Debian sets it, Virtuoso 7.2.5 answers ASK with one row of this, or with none
)

# The media types we ask for, and those we take: Virtuoso and older servers have their own names for Turtle.
_ASK_RESULTS = "application/sparql-results+json, application/json;q=0.5"
_ASK_GRAPH = "application/n-triples, text/turtle;q=0.5"
_RESULTS = frozenset({"application/sparql-results+json", "application/json"})
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE, "application/turtle": RdfFormat.TURTLE, "application/x-turtle": RdfFormat.TURTLE,
}  # fmt: skip


def asked(form: Form) -> str:
    """The Accept header for a query of some kind."""
    return _ASK_RESULTS if form in ("SELECT", "ASK") else _ASK_GRAPH


def accepted(form: Form, media: str) -> bool:
    """Whether a media type can answer a query of some kind."""
    return media in (_RESULTS if form in ("SELECT", "ASK") else _GRAPHS)


def too_deep(media: str, data: bytes) -> bool:
    """Whether an answer nests deeper than the parser could bear."""
    return rdf_too_deep(data, _GRAPHS[media]) if media in _GRAPHS else json_too_deep(data)


def parsed(form: Form, media: str, data: bytes) -> RawAnswer:
    """The answer in pyoxigraph's terms.

    Raises:
        SyntaxError: It is malformed, or not of the query's kind.
    """
    return _graph(media, data) if media in _GRAPHS else _results(form, data)


def _graph(media: str, data: bytes) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in pyoxigraph.parse(data, format=_GRAPHS[media]))


def _boolean(*, yes: bool) -> QueryBoolean:
    data = b'{"head": {}, "boolean": %s}' % (b"true" if yes else b"false")
    return cast("QueryBoolean", pyoxigraph.parse_query_results(data, format=QueryResultsFormat.JSON))


def _results(form: Form, data: bytes) -> QuerySolutions | QueryBoolean:
    """Solutions or a verdict; solutions are walked once before, as pyoxigraph finds their errors on the way.

    Raises:
        SyntaxError: They are malformed, or not of the query's kind.
    """
    answer = pyoxigraph.parse_query_results(data, format=QueryResultsFormat.JSON)
    try:
        if isinstance(answer, QueryBoolean):
            if form != "ASK":
                raise SyntaxError("a verdict where solutions were asked for")
            return answer
        if form == "ASK" and [variable.value for variable in answer.variables] == [_VIRTUOSO]:
            return _boolean(yes=any(getattr(solution[_VIRTUOSO], "value", "") == "1" for solution in answer))
        if form != "SELECT":
            raise SyntaxError("solutions where a verdict was asked for")
        for _ in answer:
            pass
    finally:
        del answer  # an error's traceback would keep it for the garbage collector, which may run in a thread that must not drop it
    return cast("QuerySolutions", pyoxigraph.parse_query_results(data, format=QueryResultsFormat.JSON))
