"""The files that a graph is judged by, parsed once for all graphs that a process judges."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources.abc import Traversable

from pyoxigraph import RdfFormat, Triple, parse

from diplograph.errors import Fault, Place
from diplograph.resources import Workspace, read_text

__all__ = ["ontology_of", "triples_of", "turtle_text"]


def ontology_of(workspace: Workspace) -> str:
    """The workspace's ontology, as Turtle; nothing where it has none.

    Raises:
        Fault: It is no valid Turtle.
    """
    file = workspace.file("ontology", "diplograph.ttl")
    return turtle_text(file) if file else ""


def turtle_text(file: Traversable) -> str:
    """The text of a Turtle file.

    Raises:
        Fault: It is no valid Turtle.
    """
    text = read_text(file)
    try:
        triples_of(text)
    except SyntaxError as error:
        raise Fault(f"is not valid Turtle: {error.msg}", Place.of(file, error.lineno), "mend that line") from error
    return text


@lru_cache(maxsize=4)
def triples_of(text: str) -> list[Triple]:
    """The triples of a Turtle text.

    Raises:
        SyntaxError: It is malformed.
    """
    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)]
