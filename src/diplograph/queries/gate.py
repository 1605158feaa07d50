"""The gate for queries that come from elsewhere: read-only, and nothing that reaches out.

The query is parsed, not searched for words: SERVICE can hide behind escapes, in EXISTS or in a sub-select. What the parser cannot read is
refused, so that the gate fails closed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

__all__ = ["MOST_CHARACTERS", "Passed", "QueryForm", "gate"]

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


class Passed(NamedTuple):
    """What the gate saw of a query.

    Attributes:
        form: Which of the four query forms it is.
        dataset: Whether it names its graphs by FROM or FROM NAMED.
    """

    form: QueryForm
    dataset: bool


MOST_CHARACTERS = 64 * 1024  # an honest query is far shorter; parsing time grows with length
_FORMS: dict[str, QueryForm] = {
    "SelectQuery": "SELECT", "AskQuery": "ASK", "ConstructQuery": "CONSTRUCT", "DescribeQuery": "DESCRIBE",
}  # fmt: skip


def gate(text: str, origin: str = "the query", *, services: bool = False, graphs: Container[str] = ()) -> Passed:
    """Let a query pass, or say why not.

    Args:
        text: The query; the engine must be given this very text.
        origin: What to call it in the message.
        services: Whether SERVICE is allowed.
        graphs: The named graphs that FROM and FROM NAMED may name; the engine must not fetch any.

    Raises:
        Fault: The query is too long, malformed, an update, or reaches for other data by SERVICE or FROM.
    """
    from rdflib.plugins.sparql.parserutils import CompValue

    tree = _parsed(text, origin)
    spaces = _prefixes(tree)
    form: QueryForm | None = None
    dataset = False
    for node in _nodes(tree):
        form = form or _FORMS.get(node.name)
        if node.name == "ServiceGraphPattern" and not services:
            raise Fault("uses SERVICE, which reaches for other data", origin, "ask that endpoint by itself")
        if node.name == "DatasetClause":
            dataset = True
            for value in node.values():
                if (_expanded(value, spaces) if isinstance(value, CompValue) else str(value)) not in graphs:
                    raise Fault("uses FROM, which reaches for other data", origin, "load the data first")
    if form is None:
        raise Fault("is not a valid SPARQL 1.1 query", origin, "begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return Passed(form, dataset)


@lru_cache(maxsize=128)
def _parsed(text: str, origin: str) -> ParseResults:
    """The syntax tree of a query.

    Raises:
        Fault: The query is too long, malformed, an update, or nested too deeply.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    if len(text) > MOST_CHARACTERS:
        raise Fault(f"is longer than {MOST_CHARACTERS} characters", origin, "shorten it")
    try:
        return parseQuery(text)
    except ParseException as error:
        raise Fault(f"is not a valid SPARQL 1.1 query: {_reason(error)}", Place(origin, error.lineno), "mend that line") from error
    except RecursionError as error:
        raise Fault("is nested too deeply", origin, "take some braces out") from error


def _prefixes(tree: ParseResults) -> dict[str, str]:
    """The namespaces that a query declares, as they are written: a relative one names no graph."""
    declared = (dict(node.items()) for node in _nodes(tree[0]) if node.name == "PrefixDecl")
    return {str(one.get("prefix", "")): str(one["iri"]) for one in declared}


def _expanded(name: CompValue, spaces: dict[str, str]) -> str:
    parts = dict(name.items())
    return spaces.get(str(parts.get("prefix", "")), "") + str(parts.get("localname", ""))


def _reason(error: object) -> str:
    line = str(getattr(error, "line", "")).strip()
    return f"something unexpected at column {getattr(error, 'column', '?')} of “{line[:80]}”"


def _nodes(tree: object) -> Iterator[CompValue]:
    """All syntax nodes, outer before inner, without recursion."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting: list[object] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, ParseResults | list | tuple | set):
            waiting.extend(node)
