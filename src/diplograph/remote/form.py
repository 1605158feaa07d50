"""The kind of a query, from a parser and not from a regular expression."""

from __future__ import annotations

from typing import Literal, cast

from diplograph.errors import Fault, Place
from diplograph.remote.words import printable

__all__ = ["Form", "form_of"]

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


def form_of(text: str) -> Form:
    """The kind of a query, by rdflib's parser, which knows SPARQL 1.1 and no vendor's extensions.

    Raises:
        Fault: It is malformed, too deeply nested, or an update; with its line where the parser says it.
    """
    from pyparsing import ParseBaseException  # slow to import
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        text.encode()
        name = parseQuery(text)[1].name
    except ParseBaseException as error:
        place = Place.of("query", error.lineno)
        if _is_update(text):
            raise Fault("is an update", place, "ask a query; diplograph changes nothing on an endpoint") from error
        what = f"is malformed at column {error.column}: {printable(error.msg)}"
        raise Fault(what, place, "mend the query; only SPARQL 1.1 can be sent") from error
    except RecursionError as error:
        raise Fault("is nested too deeply", "query", "take some brackets out") from error
    except ValueError as error:
        raise Fault(f"is malformed: {printable(str(error))}", "query", "mend the escape, or the character") from error
    return cast("Form", name.removesuffix("Query").upper())


def _is_update(text: str) -> bool:
    from pyparsing import ParseBaseException  # slow to import
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(parseUpdate(text).request)
    except (ParseBaseException, RecursionError, ValueError):
        return False
