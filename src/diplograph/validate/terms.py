"""Terms between pyoxigraph and rdflib, and what only rdflib can tell of a literal: whether it is well-formed, and which one is less.

SPARQL cannot tell an ill-formed `"2024-02-30"^^xsd:date` from a date. rdflib can, and pySHACL asks it; so both judge alike. It is asked
once for each different literal, and not at all about whole numbers, of which there are many.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from diplograph.model import RDFTerm
from diplograph.vocabulary import RDF, XSD

if TYPE_CHECKING:
    import rdflib

__all__ = ["Terms", "compared", "is_less", "is_of"]

_KEPT = 2**14  # judgements on literals of at most `_SHORT` characters, about 10 MB
_SHORT = 64
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_TEXTS = {XSD["string"], RDF["langString"]}
# What rdflib makes of a well-formed literal, for the datatypes of SPARQL 1.1.
_PYTHON: dict[NamedNode, type] = {
    XSD["integer"]: int, XSD["decimal"]: Decimal, XSD["float"]: float, XSD["boolean"]: bool, XSD["date"]: date, XSD["time"]: time,
    XSD["dateTime"]: datetime,
}  # fmt: skip


class Terms:
    """rdflib's terms for pyoxigraph's, each made once: rdflib compares terms in Python unless they are one and the same object."""

    def __init__(self) -> None:
        self._known: dict[object, rdflib.term.Node] = {}

    def graph(self, triples: Iterable[Triple]) -> rdflib.Graph:
        """The same triples as an rdflib graph, faster than by way of a serialisation."""
        import rdflib

        graph = rdflib.Graph()
        graph.addN((self(t.subject), self(t.predicate), self(t.object), graph) for t in triples)
        return graph

    def __call__(self, term: object) -> rdflib.term.Node:
        """The rdflib term.

        Raises:
            TypeError: It is a triple term, which `store.read_rdf` lets nobody read.
        """
        made = self._known.get(term)
        if made is None:
            made = self._known[term] = _made(term)
        return made


def is_of(term: RDFTerm, datatype: NamedNode) -> bool:
    """Whether a term is a literal of a datatype and well-formed (sh:datatype)."""
    if not isinstance(term, Literal) or term.datatype != datatype:
        return False
    if datatype in _TEXTS or (datatype == XSD["integer"] and _WHOLE.fullmatch(term.value)):
        return True
    return _well_formed(term) if len(term.value) <= _SHORT else _well_formed.__wrapped__(term)


def compared(term: RDFTerm, bound: Literal) -> int | None:
    """Below zero, zero or above it, as a literal is less than, equal to or greater than another one; None where they do not compare."""
    if not isinstance(term, Literal):
        return None
    one, other = _whole(term), _whole(bound)
    if one is not None and other is not None:
        return (one > other) - (one < other)
    return _order(term, bound) if len(term.value) <= _SHORT else _order.__wrapped__(term, bound)


def is_less(term: RDFTerm, other: RDFTerm) -> bool:
    """Whether a term is less than another one (sh:lessThan); False where they do not compare."""
    one, two = _whole(term), _whole(other)
    if one is not None and two is not None:
        return one < two
    if isinstance(term, BlankNode) or isinstance(other, BlankNode):
        return False
    (first, is_text), (second, is_other_text) = _comparable(term), _comparable(other)
    if is_text != is_other_text:
        return False
    try:
        return bool(first < second)
    except TypeError:
        return False


def _whole(term: RDFTerm) -> int | None:
    plain = isinstance(term, Literal) and term.datatype == XSD["integer"] and _WHOLE.fullmatch(term.value)
    return int(term.value) if plain else None


@lru_cache(maxsize=_KEPT)
def _well_formed(literal: Literal) -> bool:
    made = _literal(literal)
    return made.ill_typed is not True and isinstance(made.value, _PYTHON.get(literal.datatype, object))


@lru_cache(maxsize=_KEPT)
def _order(literal: Literal, bound: Literal) -> int | None:
    from pyshacl.rdfutil.compare import compare_literal

    one, other = _literal(literal), _literal(bound)
    if isinstance(one.value, str) != isinstance(other.value, str):
        return None
    try:
        return int(compare_literal(one, other))  # type: ignore[no-untyped-call]  # as pySHACL has it
    except (TypeError, NotImplementedError):
        return None


def _comparable(term: NamedNode | Literal) -> tuple[str, bool]:
    """A text or an IRI as it is, anything else as rdflib's literal (which is a `str` too), and whether it is a text."""
    if isinstance(term, NamedNode):
        return term.value, True
    made = _literal(term)
    return (made.value, True) if isinstance(made.value, str) else (made, False)


def _literal(literal: Literal) -> rdflib.Literal:
    import rdflib

    logger = logging.getLogger("rdflib.term")  # it tells of an ill-formed literal with a traceback, and whoever judges tells of it anyway
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    datatype = None if literal.language else rdflib.URIRef(literal.datatype.value)
    return rdflib.Literal(literal.value, lang=literal.language, datatype=datatype, normalize=False)


def _made(term: object) -> rdflib.term.Node:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        return _literal(term)
    raise TypeError(f"not an RDF 1.1 term: {term}")
