"""The components of SHACL Core that our shapes use, each as a test of all nodes at once.

A builder takes the arguments that a shape gives to a parameter and returns what they ask for. A parameter that is not in `PARAMETERS`
makes the shape unknown, and whoever compiles it says so.

Source: https://www.w3.org/TR/shacl/#core-components; where the standard leaves room (regular expressions, ill-formed literals) pySHACL
is followed, which stays the reference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from diplograph.model import RDFTerm
from diplograph.validate.data import Data, Node
from diplograph.validate.shape import Broken, Constraint, Shape, Values, failing
from diplograph.validate.terms import compared, is_less, is_of
from diplograph.vocabulary import RDFS, SH

__all__ = ["MODIFIERS", "PARAMETERS", "Reader", "Uncompiled"]

_Found: TypeAlias = "Iterator[tuple[RDFTerm, RDFTerm | None]]"


class Uncompiled(Exception):  # noqa: N818 - not an error: pySHACL judges by such a shape
    """A shape says something that is not compiled."""


class Reader(Protocol):
    """Reads shapes for the builders."""

    def arguments(self, node: Node, parameter: str) -> list[RDFTerm]:
        """What a shape gives to a parameter."""
        ...

    def items(self, head: RDFTerm) -> list[RDFTerm]:
        """The members of an RDF list."""
        ...

    def shape(self, node: RDFTerm) -> Shape:
        """The shape with this name."""
        ...


Builder: TypeAlias = Callable[[Reader, Node, RDFTerm], Constraint]


def _each(bad: Callable[[Data, AbstractSet[RDFTerm]], AbstractSet[RDFTerm]]) -> Broken:
    """A constraint on each value node for itself: what of all values is bad is asked once."""

    def broken(data: Data, values: Values) -> _Found:
        yield from values.holding(bad(data, values.distinct))

    return broken


def _test(good: Callable[[RDFTerm], bool]) -> Broken:
    """The same, by a test of one value."""
    return _each(lambda _, values: {value for value in values if not good(value)})


def _class(_reader: Reader, _node: Node, kind: RDFTerm) -> Constraint:
    one = _iri(kind)
    return Constraint("ClassConstraintComponent", _each(lambda data, values: values - data.instances(one)))


def _datatype(_reader: Reader, _node: Node, datatype: RDFTerm) -> Constraint:
    one = _iri(datatype)
    if RDFS.iri in one.value:
        raise Uncompiled(f"sh:datatype {one}")
    return Constraint("DatatypeConstraintComponent", _test(lambda value: is_of(value, one)))


def _node_kind(_reader: Reader, _node: Node, kind: RDFTerm) -> Constraint:
    kinds: dict[NamedNode, tuple[type, ...]] = {
        SH["IRI"]: (NamedNode,), SH["BlankNode"]: (BlankNode,), SH["Literal"]: (Literal,), SH["BlankNodeOrIRI"]: (BlankNode, NamedNode),
        SH["BlankNodeOrLiteral"]: (BlankNode, Literal), SH["IRIOrLiteral"]: (NamedNode, Literal),
    }  # fmt: skip
    allowed = kinds.get(_iri(kind))
    if allowed is None:
        raise Uncompiled(f"sh:nodeKind {kind}")
    return Constraint("NodeKindConstraintComponent", _test(lambda value: isinstance(value, allowed)))


def _min_count(_reader: Reader, _node: Node, count: RDFTerm) -> Constraint:
    least = _number(count)

    def broken(_: Data, values: Values) -> _Found:
        column = values.column
        lacking = values.focus - column.one.keys() if least == 1 else {node for node in values.focus if len(column.of(node)) < least}
        yield from ((node, None) for node in lacking)

    return Constraint("MinCountConstraintComponent", broken)


def _max_count(_reader: Reader, _node: Node, count: RDFTerm) -> Constraint:
    most = _number(count)

    def broken(_: Data, values: Values) -> _Found:
        column = values.column
        if not most:
            yield from ((node, None) for node in column.one)
        yield from ((node, None) for node, found in column.more.items() if most and len(found) >= most)

    return Constraint("MaxCountConstraintComponent", broken)


def _bounds(name: str, good: Callable[[int], bool]) -> Builder:
    def build(_reader: Reader, _node: Node, bound: RDFTerm) -> Constraint:
        limit = _literal(bound)
        return Constraint(name, _test(lambda value: (order := compared(value, limit)) is not None and good(order)))

    return build


def _less_than(_reader: Reader, _node: Node, other: RDFTerm) -> Constraint:
    path = _iri(other)

    def broken(data: Data, values: Values) -> _Found:
        against = data.values(path, values.focus)
        for node in values.column.one:
            others = against.of(node)
            yield from ((node, value) for value in values.column.of(node) if not all(is_less(value, one) for one in others))

    return Constraint("LessThanConstraintComponent", broken)


def _disjoint(_reader: Reader, _node: Node, other: RDFTerm) -> Constraint:
    path = _iri(other)

    def broken(data: Data, values: Values) -> _Found:
        against = data.values(path, values.focus)
        for node in values.column.one.keys() & against.one.keys():
            others = set(against.of(node))
            yield from ((node, value) for value in values.column.of(node) if value in others)

    return Constraint("DisjointConstraintComponent", broken)


def _min_length(_reader: Reader, _node: Node, count: RDFTerm) -> Constraint:
    least = _number(count)
    good = _test(lambda value: not least or (not isinstance(value, BlankNode) and len(value.value) >= least))
    return Constraint("MinLengthConstraintComponent", good)


def _pattern(_reader: Reader, _node: Node, pattern: RDFTerm) -> Constraint:
    try:
        found = re.compile(_literal(pattern).value).search
    except re.error as error:
        raise Uncompiled(f"sh:pattern {pattern}") from error
    good = _test(lambda value: not isinstance(value, BlankNode) and found(value.value) is not None)
    return Constraint("PatternConstraintComponent", good)


def _language_in(reader: Reader, _node: Node, head: RDFTerm) -> Constraint:
    ranges = [_literal(item).value.lower() for item in reader.items(head)]

    def good(value: RDFTerm) -> bool:
        tag = isinstance(value, Literal) and value.language and value.language.lower()
        return bool(tag) and any(one in ("*", tag) or str(tag).startswith(f"{one}-") for one in ranges)

    return Constraint("LanguageInConstraintComponent", _test(good))


def _unique_lang(_reader: Reader, _node: Node, asked: RDFTerm) -> Constraint:
    wanted = _literal(asked).value == "true"

    def broken(_: Data, values: Values) -> _Found:
        for node in values.column.more if wanted else ():
            found = values.column.of(node)
            tags = Counter(value.language.lower() for value in found if isinstance(value, Literal) and value.language)
            yield from ((node, None) for count in tags.values() if count > 1)

    return Constraint("UniqueLangConstraintComponent", broken)


def _in(reader: Reader, _node: Node, head: RDFTerm) -> Constraint:
    allowed = set(reader.items(head))
    return Constraint("InConstraintComponent", _each(lambda _, values: values - allowed))


def _has_value(_reader: Reader, _node: Node, wanted: RDFTerm) -> Constraint:
    def broken(_: Data, values: Values) -> _Found:
        having = {node for node, _ in values.holding({wanted})}
        yield from ((node, None) for node in values.focus - having)

    return Constraint("HasValueConstraintComponent", broken)


def _or(reader: Reader, _node: Node, head: RDFTerm) -> Constraint:
    shapes = [reader.shape(item) for item in reader.items(head)]

    def bad(data: Data, values: AbstractSet[RDFTerm]) -> AbstractSet[RDFTerm]:
        left = values
        for shape in shapes:
            left = failing(shape, data, left) if left else left
        return left

    return Constraint("OrConstraintComponent", _each(bad))


def _xone(reader: Reader, _node: Node, head: RDFTerm) -> Constraint:
    shapes = [reader.shape(item) for item in reader.items(head)]

    def bad(data: Data, values: AbstractSet[RDFTerm]) -> AbstractSet[RDFTerm]:
        fitting = Counter(value for shape in shapes for value in values - failing(shape, data, values))
        return {value for value in values if fitting[value] != 1}

    return Constraint("XoneConstraintComponent", _each(bad))


def _qualified(name: str, good: Callable[[int, int], bool]) -> Builder:
    def build(reader: Reader, node: Node, count: RDFTerm) -> Constraint:
        limit = _number(count)
        (inner,) = reader.arguments(node, "qualifiedValueShape")
        shape = reader.shape(inner)

        def broken(data: Data, values: Values) -> _Found:
            bad = failing(shape, data, values.distinct)
            column = values.column
            fitting = Counter(focus for focus, value in column.one.items() if value not in bad)
            fitting.update({focus: sum(value not in bad for value in found) for focus, found in column.more.items()})
            yield from ((focus, None) for focus in values.focus if not good(fitting[focus], limit))

        return Constraint(name, broken)

    return build


def _iri(term: RDFTerm) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise Uncompiled(f"{term} where an IRI belongs")
    return term


def _literal(term: RDFTerm) -> Literal:
    if not isinstance(term, Literal):
        raise Uncompiled(f"{term} where a literal belongs")
    return term


def _number(term: RDFTerm) -> int:
    text = _literal(term).value
    if not text.isdecimal():
        raise Uncompiled(f"{term} where a whole number belongs")
    return int(text)


PARAMETERS: dict[str, Builder] = {
    "class": _class, "datatype": _datatype, "nodeKind": _node_kind, "minCount": _min_count, "maxCount": _max_count,
    "minInclusive": _bounds("MinInclusiveConstraintComponent", lambda order: order >= 0),
    "maxInclusive": _bounds("MaxInclusiveConstraintComponent", lambda order: order <= 0),
    "lessThan": _less_than, "disjoint": _disjoint, "minLength": _min_length, "pattern": _pattern, "languageIn": _language_in,
    "uniqueLang": _unique_lang, "in": _in, "hasValue": _has_value, "or": _or, "xone": _xone,
    "qualifiedMinCount": _qualified("QualifiedMinCountConstraintComponent", lambda count, least: count >= least),
    "qualifiedMaxCount": _qualified("QualifiedMaxCountConstraintComponent", lambda count, most: count <= most),
}  # fmt: skip
# Read together with a parameter, or not at all.
MODIFIERS = {"qualifiedValueShape", "property", "path", "targetClass", "severity", "message", "name", "description", "order", "group"}
