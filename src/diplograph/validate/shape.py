"""What a shape is once it is read, and what breaks it: sets of nodes in, sets of findings out.

Source: https://www.w3.org/TR/shacl/ (Core). A component is told all focus nodes with their values at once and yields what breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeAlias

from pyoxigraph import NamedNode

from diplograph.model import RDFTerm
from diplograph.validate.data import Column, Data, Node

__all__ = ["Broken", "Constraint", "Result", "Shape", "Values", "failing", "results"]


@dataclass(frozen=True, slots=True)
class Values:
    """The value nodes of some focus nodes. For a node shape each focus node is its own value, and there is no column."""

    focus: AbstractSet[RDFTerm]
    of: Column | None

    @property
    def column(self) -> Column:
        """The values of a property shape's path."""
        return self.of or Column({node: node for node in self.focus}, {})

    @property
    def distinct(self) -> AbstractSet[RDFTerm]:
        """Every value once."""
        return self.focus if self.of is None else self.of.distinct

    def holding(self, bad: AbstractSet[RDFTerm]) -> Iterator[tuple[RDFTerm, RDFTerm]]:
        """The focus nodes that have one of some values, with the value."""
        return ((node, node) for node in bad) if self.of is None else self.of.holding(bad)


# The focus nodes that break a constraint, each with the value at fault where the standard names one.
Broken: TypeAlias = "Callable[[Data, Values], Iterator[tuple[RDFTerm, RDFTerm | None]]]"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape.

    Attributes:
        component: The local name of its component, `MinCountConstraintComponent`.
        broken: Finds what breaks it.
    """

    component: str
    broken: Broken


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a path a property shape.

    Attributes:
        node: Its IRI.
        path: The property, if it is a property shape.
        targets: The classes whose instances it judges.
        severity: The local name of its severity, `Violation`.
        message: What it tells the curator.
        constraints: What it asks for.
        properties: The property shapes that each of its value nodes must have.
    """

    node: Node
    path: NamedNode | None
    targets: tuple[NamedNode, ...]
    severity: str
    message: str
    constraints: tuple[Constraint, ...]
    properties: tuple[Shape, ...]

    def alone(self) -> Shape:
        """The shape without its property shapes."""
        return replace(self, properties=())

    def values(self, data: Data, focus: AbstractSet[RDFTerm]) -> Values:
        """The value nodes of some focus nodes."""
        return Values(focus, data.values(self.path, focus) if self.path else None)


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result: a shape, the focus node that breaks it, the component, and the value at fault if there is one."""

    shape: Shape
    focus: RDFTerm
    component: str
    value: RDFTerm | None


def results(shape: Shape, data: Data, focus: AbstractSet[RDFTerm]) -> Iterator[Result]:
    """What breaks a shape at some focus nodes."""
    values = shape.values(data, focus)
    for constraint in shape.constraints:
        for node, value in constraint.broken(data, values):
            yield Result(shape, node, constraint.component, value)
    for inner in shape.properties:
        yield from results(inner, data, values.distinct)


def failing(shape: Shape, data: Data, nodes: AbstractSet[RDFTerm]) -> set[RDFTerm]:
    """Those of some nodes that do not conform to a shape."""
    values = shape.values(data, nodes)
    bad = {node for constraint in shape.constraints for node, _ in constraint.broken(data, values)}
    for inner in shape.properties:
        bad.update(node for node, _ in values.holding(failing(inner, data, values.distinct)))
    return bad
