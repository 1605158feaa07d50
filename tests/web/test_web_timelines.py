"""Timelines as pictures, and the lives of proposals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.build import released
from diplograph.model import Table
from diplograph.queries import ask
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import IDS
from diplograph.web.pages.look import Link, Look
from diplograph.web.pages.proposals import is_proposal, outcome
from diplograph.web.pages.records import Event
from diplograph.web.pages.timelines import Picture, drawn, span

DATES = st.one_of(
    st.just(""),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
    st.text(max_size=10),
)


def event(number: int, when: str) -> Event:
    link = Link(f"number {number}", f"{IDS['statement'].iri}{number}", f"id/statement/{number}")
    return Event(link, "proposal", "statement", [], [], [], [], "content", None, "for", "", when, "", "", None, None)


def picture(*dates: str) -> Picture | None:
    return drawn([("lane", [(event(number, when), "for") for number, when in enumerate(dates)])])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2022-02-24", (date(2022, 2, 24), date(2022, 2, 24))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2022", (date(2022, 1, 1), date(2022, 12, 31))),
        ("9999", (date(9999, 1, 1), date(9999, 12, 31))),
        ("0001-01-01", (date(1, 1, 1), date(1, 1, 1))),
        *((bad, None) for bad in ("", "undated", "2022-13", "2022-02-30", "-0044", "2022-02-24Z", "2022-02-24-01", "10000", "<b>")),
    ],
)
def test_time_that_a_date_allows(told: str, expected: tuple[date, date] | None) -> None:
    found = span(told)
    assert (found and tuple(map(date.fromordinal, found))) == expected


@given(st.lists(DATES, max_size=12), st.lists(DATES, max_size=12))
def test_marks_stand_in_their_lanes_and_touch_nobody(some: list[str], others: list[str]) -> None:
    lanes = [
        (name, [(event(len(name) * 100 + number, when), "for") for number, when in enumerate(dates)])
        for name, dates in (("a", some), ("bb", others))
    ]
    made = drawn(lanes, [(f"{IDS['statement'].iri}200", f"{IDS['statement'].iri}100")])
    assert made == drawn(lanes, [(f"{IDS['statement'].iri}200", f"{IDS['statement'].iri}100")])
    known = [when for when in (*some, *others) if span(when)]
    if made is None:
        assert known == []
        return
    assert len(made.marks) == len(some) + len(others)
    assert made.undated == (len(known) < len(made.marks))
    for mark in made.marks:
        assert (made.left < mark.x < made.right) == bool(span(mark.event.date))
        assert made.lanes[0].top < mark.y < made.lanes[-1].bottom < made.height
    for lane in made.lanes:
        inside = [(mark.x, mark.y) for mark in made.marks if lane.top <= mark.y < lane.bottom]
        assert all(abs(x - u) > 21 or abs(y - v) > 21 for at, (x, y) in enumerate(inside) for u, v in inside[:at])
    assert all(made.left <= x <= made.right for _, x in made.ticks)
    assert len(made.ties) == (1 if some and others else 0)


@pytest.mark.parametrize(
    ("dates", "ticks"),
    [
        (("2008", "2024-11-20"), ["2008", "2011", "2014", "2017", "2020", "2023"]),
        (("2021-05-19", "2022-02"), ["2021-07", "2021-09", "2021-11", "2022-01"]),
        (("2022-02-24",), ["2022-02-09", "2022-02-16", "2022-02-23", "2022-03-02", "2022-03-09"]),
    ],
)
def test_dates_on_the_axis(dates: tuple[str, ...], ticks: list[str]) -> None:
    made = picture(*dates)
    assert made is not None
    assert [label for label, _ in made.ticks] == ticks


def test_nothing_dated_is_no_picture() -> None:
    assert picture() is picture("") is picture("", "soon") is None


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace())


def test_outcomes_are_those_of_the_saved_question(graph: Store) -> None:
    """But that a page tells a condition."""
    answer = ask(graph, Workspace(), "responses", {})
    assert isinstance(answer, Table)
    expected: dict[str, set[str]] = {}
    for row in answer.records():
        expected.setdefault(row["statement"] or "", set()).add(row["outcome"] or "")
    look = Look(graph)
    assert len(expected) > 30
    for iri, verdicts in expected.items():
        assert is_proposal(look, iri)
        assert set(outcome(look, iri).replace("accepted on a condition", "accepted").split(" and ")) == verdicts, iri
    others = set(look.of_class("Statement")) - expected.keys()
    assert len(others) > 100
    assert [iri for iri in sorted(others) if is_proposal(look, iri)] == []
