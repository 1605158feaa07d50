"""The kind of a query, from a parser and not from a regular expression."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
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

    try:
        text.encode()
        name = str(_apart(lambda: _parsed(text)))
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


def _parsed(text: str) -> object:
    from rdflib.plugins.sparql.parser import parseQuery  # slow to import, and imported here for the reason that `_apart` gives

    return parseQuery(text)[1].name


def _apart(work: Callable[[], object]) -> object:
    """What a function gives or raises, worked out in a thread that has no callers.

    pyparsing leaves its frames behind in cycles, and with them those of all its callers and what these hold: also pyoxigraph's solutions,
    which only their own thread may drop, while the garbage collector runs in any.
    """
    done: Future[object] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again below
            done.set_exception(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return done.result()


def _is_update(text: str) -> bool:
    from pyparsing import ParseBaseException  # slow to import
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(_apart(lambda: parseUpdate(text).request))
    except (ParseBaseException, RecursionError, ValueError):
        return False
