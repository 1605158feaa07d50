"""docs/questions.md is true: one row for each saved query, its parameters, and a call that the released graph answers."""

from __future__ import annotations

import re
import shlex

import pytest
from answers import FILES, HERE, answer, saved

from diplograph.resources import root
from diplograph.store import Store

TEXT = (HERE.parents[1] / "docs" / "questions.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if re.match(r"\| \d", line)]


def test_every_query_has_its_row() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(FILES) + 1))
    assert sorted(row[2] for row in ROWS) == [f"[{file.stem}](../queries/{file.stem}.rq)" for file in FILES]
    assert all(row[1].endswith("?") for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_parameters_are_named(row: list[str]) -> None:
    query = saved(row[2][1:].partition("]")[0])
    named = set() if row[3] == "–" else set(row[3].split(", "))
    assert named == {f"**{parameter.name}**" if parameter.required else parameter.name for parameter in query.parameters}


def test_examples_are_answered() -> None:
    file = root("graph") / "diplograph.trig"
    if not file.is_file():
        pytest.skip("the graph has not been released yet")
    store = Store.load(file)
    for row in ROWS:
        _, _, name, *words = shlex.split(row[4].strip("`"))
        values = {words[i].removeprefix("--"): words[i + 1] for i in range(0, len(words), 2)}
        assert answer(store, saved(name), values).rows, row[4]
        assert row[5], row[4]
