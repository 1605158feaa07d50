"""Judging a store by shapes: by the compiled ones where they compile, by pySHACL where they do not or where it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from diplograph.model import OpenStore, RDFTerm
from diplograph.pace import Pace, Say, silent
from diplograph.validate.compiler import compiled
from diplograph.validate.components import Uncompiled
from diplograph.validate.data import Data
from diplograph.validate.files import triples_of
from diplograph.validate.reference import reference
from diplograph.validate.report import Verdict
from diplograph.validate.shape import Result, Shape, results
from diplograph.validate.terms import Terms
from diplograph.vocabulary import RDFS, SH, local

if TYPE_CHECKING:
    import rdflib

__all__ = ["Judge", "uncompiled"]


class Judge:
    """Judges one store by any number of shapes files.

    Args:
        store: The graph; it is only read.
        ontology: What classes are narrower than others.
        classes: The classes whose instances are judged; None means all.
        by_reference: Whether pySHACL judges, also where the shapes compile.
    """

    def __init__(
        self, store: OpenStore, ontology: Iterable[Triple], classes: Collection[NamedNode] | None = None, *, by_reference: bool = False
    ) -> None:
        self._store = store
        self._axioms = [t for t in ontology if t.predicate == RDFS["subClassOf"] and isinstance(t.object, NamedNode)]
        self._classes, self._by_reference = classes, by_reference
        self._data = Data(store, self._axioms)
        self._terms = Terms()
        self._copy: rdflib.Graph | None = None

    def verdicts(self, text: str, place: str, say: Say = silent, pace: Pace | None = None) -> Iterator[Verdict]:
        """What breaks the shapes of a Turtle file.

        Args:
            text: The file.
            place: Its name.
            say: Told how many of its properties are judged.
            pace: Of it.

        Raises:
            Fault: The shapes are malformed.
        """
        shapes = None if self._by_reference else _shapes(text)
        if shapes is None:
            say("pySHACL judges by shapes")
            yield from self._by_pyshacl(text, place)
        else:
            yield from self._by_sets(shapes, say, pace or Pace())

    def _by_sets(self, shapes: Iterable[Shape], say: Say, pace: Pace) -> Iterator[Verdict]:
        """Property by property, so that each is read once for all shapes that ask about it."""
        plan = [task for shape in shapes for task in self._tasks(shape)]
        plan.sort(key=lambda task: (task[0].path.value if task[0].path else "", task[0].node.value))
        pace.begin(len(plan))
        for targets, tasks in ((targets, list(group)) for targets, group in groupby(plan, key=lambda task: task[1])):
            focus = self._focus(targets)
            for shape, _ in tasks if focus else ():
                yield from map(_told, results(shape, self._data, focus))
            say(f"shapes of properties: {pace.step(len(tasks))}")

    def _tasks(self, shape: Shape) -> Iterator[tuple[Shape, tuple[NamedNode, ...]]]:
        """A shape and its targets; a node shape's property shapes apart from it."""
        targets = tuple(one for one in shape.targets if self._classes is None or one in self._classes)
        if targets and shape.path is None:
            yield from ((inner, targets) for inner in shape.properties)
        if targets and (shape.path or shape.constraints):
            yield shape if shape.path else shape.alone(), targets

    def _focus(self, targets: Iterable[NamedNode]) -> AbstractSet[RDFTerm]:
        sets = [self._data.instances(one) for one in targets]
        return sets[0] if len(sets) == 1 else set().union(*sets)

    def prepare(self) -> rdflib.Graph:
        """The graph with the class axioms, as pySHACL takes it: a copy in memory, made once."""
        if self._copy is None:
            self._copy = self._terms.graph({*(quad.triple for quad in self._store), *self._axioms})
        return self._copy

    def _by_pyshacl(self, text: str, place: str) -> Iterator[Verdict]:
        aimed = (t for t in triples_of(text) if self._classes is None or t.predicate != SH["targetClass"] or t.object in self._classes)
        yield from reference(self.prepare(), self._terms, aimed, place)


def uncompiled(text: str) -> str | None:
    """Why a Turtle file of shapes is left to pySHACL; None where it is not."""
    found = _compiled(text)
    return found if isinstance(found, str) else None


def _shapes(text: str) -> tuple[Shape, ...] | None:
    found = _compiled(text)
    return None if isinstance(found, str) else found


@lru_cache(maxsize=4)
def _compiled(text: str) -> tuple[Shape, ...] | str:
    try:
        return compiled(triples_of(text))
    except Uncompiled as error:
        return str(error)


def _told(result: Result) -> Verdict:
    shape, focus = result.shape, result.focus
    return Verdict(
        local(shape.node.value),
        f"_:{focus.value}" if isinstance(focus, BlankNode) else focus.value,
        shape.path.value if shape.path else "",
        result.value.value if result.value is not None else "",
        result.component,
        shape.severity,
        shape.message,
    )
