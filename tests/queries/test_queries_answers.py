"""Every saved query, with and without its optional parameters, gives the rows that its files expect, on all engines alike."""

from __future__ import annotations

import re
from functools import cache

import pytest
from answers import ENGINES, FILES, HERE, SEEDS, Case, answer, engine, read_case, rendered, saved

from diplograph.model import Table

CASES = [read_case(file) for file in sorted((HERE / "expected").glob("*.tsv"))]
SEED_CASES = [read_case(file) for file in SEEDS]
NOBODY = "https://w3id.org/diplograph/id/state/nowhere"
OTHERS = {"attributed": "no", "date": "1900-01-01", "since": "2100-01-01", "until": "1900-01-01"}


@cache
def answered(case: str, engine_name: str) -> Table:
    """The answer of one engine to one case; several tests look at it."""
    asked = next(other for other in CASES if other.name == case)
    return answer(engine(engine_name), asked.query, asked.values)


def test_the_files_are_there() -> None:
    assert len(FILES) == 31
    assert len(CASES) == 102


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_answer(case: Case, name: str) -> None:
    assert rendered(answered(case.name, name)) == case.lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_engines_agree_to_the_term(case: Case) -> None:
    first, *others = (answered(case.name, name) for name in ENGINES)
    assert all(other == first for other in others)


def test_every_query_has_an_answer_and_every_parameter_is_tried() -> None:
    for file in FILES:
        query, cases = saved(file.stem), [case for case in CASES if case.query.name == file.stem]
        assert any(len(case.lines) > 1 for case in cases), query.name
        for parameter in query.parameters:
            assert any(parameter.name in case.values for case in cases), f"{query.name} --{parameter.name}"
            assert parameter.required or any(parameter.name not in case.values for case in cases), (
                f"{query.name} without --{parameter.name}"
            )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_order_is_total(case: Case) -> None:
    """No two rows agree in all the variables that the query sorts by."""
    table = answered(case.name, "oxigraph")
    keys = set(re.findall(r"\?(\w+)", case.query.text.rpartition("ORDER BY")[2]))
    places = [index for index, name in enumerate(table.variables) if name in keys]
    sorted_by = [tuple(row[index] for index in places) for row in table.rows]
    assert keys <= {*table.variables, "rank"}
    assert "rank" in keys or len(set(sorted_by)) == len(table.rows)


@pytest.mark.parametrize("name", ENGINES[:2])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_unknown_value_finds_nothing(file: object, name: str) -> None:
    """A parameter that no resource fits narrows to nothing; it never opens the question instead."""
    query = saved(getattr(file, "stem", ""))
    needed = {parameter.name: OTHERS.get(parameter.name, NOBODY) for parameter in query.parameters if parameter.required}
    for parameter in query.parameters:
        if parameter.name != "attributed":
            values = {**needed, parameter.name: OTHERS.get(parameter.name, NOBODY)}
            assert answer(engine(name), query, values).rows == (), parameter.name


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback server is reached straight, whatever proxy this machine has."""
    monkeypatch.setenv("no_proxy", "*")


def test_every_query_has_an_answer_on_the_seed_graph() -> None:
    """`python tests/queries/pin.py` writes them; read what changed before you commit it."""
    assert [file.stem for file in SEEDS] == [file.stem for file in FILES]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("case", SEED_CASES, ids=lambda case: case.name)
def test_answer_on_the_seed_graph(case: Case, name: str) -> None:
    assert rendered(answer(engine(name, seeds=True), case.query, case.values)) == case.lines
