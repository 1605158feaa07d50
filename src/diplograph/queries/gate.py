"""The gate for queries that come from elsewhere: read-only, and nothing that reaches out.

The query is parsed, not searched for words: SERVICE can hide behind escapes, in EXISTS or in a sub-select. What the parser cannot read is
refused, so that the gate fails closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from diplograph.errors import Fault, Place

__all__ = ["MOST_CHARACTERS", "gate"]

MOST_CHARACTERS = 64 * 1024  # an honest query is far shorter; parsing time grows with length
_REFUSED = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}


@lru_cache(maxsize=128)
def gate(text: str, origin: str = "the query", *, services: bool = False) -> None:
    """Let a query pass, or say why not.

    Args:
        text: The query; the engine must be given this very text.
        origin: What to call it in the message.
        services: Whether SERVICE is allowed.

    Raises:
        Fault: The query is too long, malformed, an update, or reaches for other data by SERVICE or FROM.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    if len(text) > MOST_CHARACTERS:
        raise Fault(f"is longer than {MOST_CHARACTERS} characters", origin, "shorten it")
    try:
        tree = parseQuery(text)
    except ParseException as error:
        raise Fault(f"is not a valid SPARQL 1.1 query: {_reason(error)}", Place(origin, error.lineno), "mend that line") from error
    except RecursionError as error:
        raise Fault("is nested too deeply", origin, "take some braces out") from error
    for name in _names(tree):
        if name in _REFUSED and not (services and name == "ServiceGraphPattern"):
            cure = "load the data first" if name == "DatasetClause" else "ask that endpoint by itself"
            raise Fault(f"uses {_REFUSED[name]}, which reaches for other data", origin, cure)


def _reason(error: object) -> str:
    line = str(getattr(error, "line", "")).strip()
    return f"something unexpected at column {getattr(error, 'column', '?')} of “{line[:80]}”"


def _names(tree: object) -> Iterator[str]:
    """The names of all syntax nodes, without recursion."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting: list[object] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node.name
            waiting.extend(node.values())
        elif isinstance(node, ParseResults | list | tuple | set):
            waiting.extend(node)
