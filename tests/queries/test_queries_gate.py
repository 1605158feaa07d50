"""What the gate lets through and what it refuses, and why; a backslash and an n in a case's text are a line break."""

from __future__ import annotations

import csv

import pytest
from answers import HERE

from diplograph.errors import Fault
from diplograph.queries import gate
from diplograph.queries.gate import MOST_CHARACTERS

with (HERE / "gate-cases.tsv").open(encoding="utf-8", newline="") as table:
    CASES = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
REASONS = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM", "syntax": "not a valid SPARQL"}


def test_cases_are_counted() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case: dict[str, str]) -> None:
    text = case["query"].replace("\\n", "\n")
    if case["verdict"] == "accept":
        gate(text)
    else:
        with pytest.raises(Fault, match=REASONS[case["reason"]]):
            gate(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?s ?p ?o } #" + " " * MOST_CHARACTERS, "longer"),
        ("SELECT * " + "{" * 2000 + "}" * 2000, "nested too deeply"),
        ("SELECT * { ?s ?p ?o FILTER(" + "(" * 2000 + "1" + ")" * 2000 + ") }", "nested too deeply"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "not a valid SPARQL"),
        ("", "not a valid SPARQL"),
    ],
    ids=["long", "braces", "parentheses", "update", "empty"],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(Fault, match=message):
        gate(text)


def test_services_are_allowed_where_asked_for() -> None:
    gate("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", services=True)
