"""What the benchmarks run on, and what their pages say of figures: a peer that was ended, an answer that is another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphs import multiplied
from pyoxigraph import NamedNode, RdfFormat, parse
from validation import row

from queries import section

ID = "https://w3id.org/diplograph/id"
GRAPH = f"""
<{ID}/graph/registry> {{ <{ID}/actor/a> a <x:Actor> . }}
<{ID}/graph/article-1> {{ <{ID}/statement/1-1> <x:holder> <{ID}/actor/a> ; <x:text> "one > two" . }}
"""


@pytest.mark.parametrize(("triples", "copies"), [(0, 1), (3, 1), (4, 2), (5, 2), (6, 3)])
def test_copies_have_their_own_statements_and_share_actors(tmp_path: Path, triples: int, copies: int) -> None:
    source = tmp_path / "graph.trig"
    source.write_text(GRAPH, "utf-8")
    made = b"".join(multiplied(source, triples))
    quads = list(parse(made, format=RdfFormat.N_QUADS))
    assert len(quads) == len(set(quads)) == 1 + 2 * copies
    assert sum(quad.graph_name == NamedNode(f"{ID}/graph/registry") for quad in quads) == 1
    statements = {quad.subject for quad in quads if quad.predicate == NamedNode("x:holder")}
    suffixes = ["", *(f"-c{number}" for number in range(2, copies + 1))]
    assert statements == {NamedNode(f"{ID}/statement/1-1{suffix}") for suffix in suffixes}
    assert {quad.object for quad in quads if quad.predicate == NamedNode("x:holder")} == {NamedNode(f"{ID}/actor/a")}
    assert made == b"".join(multiplied(source, triples))


TOOK = {"shapes": 2.0, "results": 1_200, "peak": 900.0, "differ": 0}
JUDGED: dict[str, Any] = {
    "limit": 60,
    "memory": {**TOOK, "checks": 1.5, "findings": 0, "both": 3.0, "triples": 100},
    "disk": {**TOOK, "shapes": 3.0, "checks": 1.5, "findings": 0, "both": 4.0, "differ": 2},
    "pyshacl": None,
}


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("memory", ["2.00", "1.0", "1,200", "1.50", "0", "3.00", "900"]),
        ("disk", ["3.00", "1.5", "1,200, 2 other ones", "1.50", "0", "4.00", "900"]),
        ("pyshacl", ["more than 60", "more than 30.0", "", "", "", "", ""]),
    ],
)
def test_a_way_to_validate_says_what_it_took_and_whether_it_was_ended(way: str, told: list[str]) -> None:
    assert row(way, JUDGED)[1:] == told


def test_the_same_results_of_pyshacl_are_said_to_be_the_same() -> None:
    assert row("pyshacl", JUDGED | {"pyshacl": {**TOOK, "shapes": 20.0}})[1:4] == ["20.00", "10.0", "1,200, the same"]


def test_a_question_says_which_engine_was_ended_and_which_answers_otherwise() -> None:
    asked = [
        {
            "question": "timeline",
            "asked": "whole",
            "rows": 7,
            "seconds": {"memory": 0.1, "rdflib": None, "virtuoso": 0.4},
            "other": ["virtuoso"],
        },
        {"question": "evidence", "asked": "whole", "rows": 9, "seconds": {"memory": 0.2, "rdflib": 4.0, "virtuoso": 0.2}, "other": []},
    ]
    lines = list(section({"triples": 1_000, "limits": {"memory": 25.0, "rdflib": 5.0, "virtuoso": 25.0}, "questions": asked}))
    assert lines[0] == "## 1,000 triples, 2 calls"
    assert "| rdflib | 4500.0 | > 5 | 1 | 35.00 | 0 |" in lines
    assert "| Virtuoso | 300.0 | 0.40 | 0 | 2.50 | 1 |" in lines
    assert lines[-3:-1] == [
        "| evidence | whole | 9 | 200.0 | 4000.0 | 200.0 |",
        "| timeline | whole | 7 | 100.0 | > 5000 | 400.0 ≠ |",
    ]
