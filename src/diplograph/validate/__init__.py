"""Does a graph hold what its shapes and checks ask of it?

Constraints on one node are SHACL Core shapes (`ontology/shapes.ttl`: must; `shapes-recommended.ttl`: should). They are compiled into
tests of whole sets of nodes, which judge as pySHACL does, many times faster on a million triples (`benchmarks/validation.py`);
pySHACL stays the reference, and judges by shapes that do not compile. Constraints that join nodes are queries in `queries/checks/`:
whatever a `*-violation.rq` or `*-warning.rq` returns is a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from pyoxigraph import NamedNode

from diplograph.errors import Fault
from diplograph.model import OpenStore
from diplograph.pace import Clock, Pace, Say, silent
from diplograph.resources import Workspace
from diplograph.validate.checks import by_checks
from diplograph.validate.files import ontology_of, triples_of, turtle_text
from diplograph.validate.report import Finding, Report, Severity, iri_of
from diplograph.validate.shapes import Judge, uncompiled

__all__ = ["Finding", "Report", "Severity", "left_to_pyshacl", "owner", "validate"]

_SHAPES: dict[str, Severity] = {"shapes.ttl": "violation", "shapes-recommended.ttl": "warning"}
_ABOVE = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?above WHERE {
  VALUES ?link { dpg:passage dpg:sourcePassage dpg:cuePassage dpg:contentPassage dpg:conditionPassage dpg:term dpg:bodyRange
    oa:hasSelector }
  ?above ?link %s FILTER(ISIRI(?above))
} ORDER BY STR(?above) LIMIT 1"""


def validate(
    store: OpenStore,
    workspace: Workspace,
    classes: Collection[NamedNode] | None = None,
    *,
    must_only: bool = False,
    by_reference: bool = False,
    say: Say = silent,
    clock: Clock | None = None,
) -> Report:
    """Judge the union of a store's graphs by the shapes and checks of a workspace.

    Args:
        store: The graph; it is only read.
        workspace: Where shapes, checks and the ontology come from.
        classes: The classes whose instances the shapes judge; None means all. The checks always look at everything.
        must_only: Whether what should be, and need not be, is left aside.
        by_reference: Whether pySHACL judges by the shapes, which takes longer and needs the graph in memory.
        say: Told how many properties are judged and how many checks are answered; from two threads where all is judged.
        clock: From which rate and time left are told.

    Raises:
        Fault: A shapes file or a check is malformed.
    """
    ontology = ontology_of(workspace)
    severities: tuple[Severity, ...] = ("violation",) if must_only else ("violation", "warning")
    judge = Judge(store, triples_of(ontology), classes, by_reference=by_reference)

    far = ["", ""]

    def told(which: int, line: str) -> None:
        far[which] = line
        say("; ".join(filter(None, far)))

    def by_shapes() -> Iterator[Finding]:
        for name, severity in _SHAPES.items():
            if severity in severities:
                file = workspace.file("ontology", name)
                if file is None:
                    raise Fault("is missing", f"ontology/{name}", "install diplograph again")
                for one in judge.verdicts(turtle_text(file), str(file), partial(told, 0), Pace(clock)):
                    yield Finding(severity, one.shape, one.focus, one.path, one.value, one.message)

    if must_only:  # a few articles, as they are read
        return Report(tuple(sorted({*by_shapes(), *by_checks(store, workspace, ontology, severities)})))
    with ThreadPoolExecutor(1) as beside:  # the engine answers the checks without Python's lock, which judging by shapes needs
        checked = beside.submit(lambda: set(by_checks(store, workspace, ontology, severities, partial(told, 1))))
        return Report(tuple(sorted({*by_shapes(), *checked.result()})))


def left_to_pyshacl(workspace: Workspace) -> list[str]:
    """The shapes files of a workspace that hold what is not compiled, so that pySHACL judges by them: what, where, what it costs.

    Raises:
        Fault: A shapes file is no valid Turtle.
    """
    files = [file for name in _SHAPES if (file := workspace.file("ontology", name))]
    told = ((file, uncompiled(turtle_text(file))) for file in files)
    cost = "pySHACL judges by this file, at many times the time and with a copy of the graph in memory"
    return [f"{file}: {what} is not compiled; {cost}" for file, what in told if what]


def owner(store: OpenStore, focus: str) -> str:
    """The statement, action or article that a passage, selector or term belongs to; anything else belongs to itself."""
    node = iri_of(focus)
    for _ in range(2):  # a selector belongs to a passage, a passage to a statement
        if node is None:
            return focus
        above = store.select(_ABOVE % node).rows
        if not above or not isinstance(above[0][0], NamedNode):
            return node.value
        node = above[0][0]
    return node.value if node else focus
