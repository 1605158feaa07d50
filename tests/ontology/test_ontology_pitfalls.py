"""OOPS! pitfalls, rows of the ROBOT report and house rules, each a query that must find nothing in the ontology.

Each query has a small broken ontology of the same name beside it, in which it must find something: a check that cannot
fail proves nothing. OOPS! is a remote service and ROBOT a Java program; the titles and codes are theirs, the queries our own
(P01, P09, P14 to P18 need a reader, P37 needs the web, P13 is information only).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.query import ResultRow

from diplograph import resources

HERE = Path(__file__).parent
FAMILIES = {"oops": 32, "robot": 18, "house": 8}
CHECKS = [path for family in FAMILIES for path in sorted((HERE / family).glob("*.rq"))]


def findings(graph: Graph, check: Path) -> list[str]:
    """The rows of a check, as text."""
    rows = [row for row in graph.query(check.read_text("utf-8")) if isinstance(row, ResultRow)]
    return [" ".join(str(value) for value in row) for row in rows]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=resources.read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")


@pytest.mark.parametrize(("family", "count"), FAMILIES.items())
def test_family_is_complete(family: str, count: int) -> None:
    checks = {path.stem for path in (HERE / family).glob("*.rq")}
    assert len(checks) == count
    assert checks == {path.stem for path in (HERE / family).glob("*.ttl")}


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_ontology_is_free_of(check: Path, ontology: Graph) -> None:
    assert findings(ontology, check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_check_can_fail(check: Path) -> None:
    assert findings(Graph().parse(check.with_suffix(".ttl")), check) != []
