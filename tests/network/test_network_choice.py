"""What is counted: filters, repeats, dates, windows, and officials who count for their states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_made_up import ID, event

from diplograph.build import released
from diplograph.errors import Fault
from diplograph.network import DUPLICATES, Choice, days, make, parse_window, read, windows
from diplograph.positions import counts_for
from diplograph.resources import Workspace
from diplograph.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


EVENTS = [
    event(1, "Blinken", "x", "for", date="2022-02-22", state="US", article="one"),
    event(1, "Lavrov", "x", "for", date="2022-02-22", state="Russia", article="one"),
    event(2, "Kerry", "x", "against", date="2022-02", state="US", article="two", outlet="Post", attributed="Somebody"),
    event(3, "Lieven", "y", "conditional", date=None, article="two", leaning="for", outlet="Post", attitude="holds_true"),
    event(4, "Lieven", None, "", date="2021", article="three", kind="threat"),
]
CHOICES = [
    (Choice(), ["1 Blinken", "1 Lavrov", "2 Kerry", "3 Lieven", "4 Lieven"]),
    (Choice(roll_up=True), ["1 US", "1 Russia", "2 US", "3 Lieven", "4 Lieven"]),
    (Choice(only={"actor": frozenset({f"{ID}Lavrov", f"{ID}Lieven"})}), ["1 Lavrov", "3 Lieven", "4 Lieven"]),
    (Choice(only={"actor": frozenset({f"{ID}Lieven"}), "issue": frozenset({f"{ID}y"})}), ["3 Lieven"]),
    (Choice(only={"actor": frozenset({f"{ID}US"})}, roll_up=True), ["1 US", "2 US"]),
    (Choice(only={"state": frozenset({f"{ID}US"})}), ["1 Blinken", "2 Kerry"]),
    (Choice(without={"outlet": frozenset({"post"})}), ["1 Blinken", "1 Lavrov", "4 Lieven"]),
    (Choice(without={"kind": frozenset({"demand"})}), ["4 Lieven"]),
    (Choice(only={"author": frozenset({"a. author"}), "article": frozenset({"three"})}), ["4 Lieven"]),
    (Choice(attributed=False), ["1 Blinken", "1 Lavrov", "3 Lieven", "4 Lieven"]),
    (Choice(wants=True), ["1 Blinken", "1 Lavrov", "2 Kerry", "4 Lieven"]),
    (Choice(since=date(2022, 2, 1)), ["1 Blinken", "1 Lavrov", "2 Kerry"]),
    (Choice(since=date(2022, 2, 2)), ["1 Blinken", "1 Lavrov"]),
    (Choice(until=date(2021, 12, 31)), ["4 Lieven"]),
    (Choice(until=date(2021, 12, 30)), []),
]


@pytest.mark.parametrize(("choice", "expected"), CHOICES, ids=[str(number) for number in range(len(CHOICES))])
def test_choice_of_events(choice: Choice, expected: list[str]) -> None:
    assert [f"{one.statement[-1]} {one.actor.label}" for one in choice.of(EVENTS)] == expected


def test_statement_counts_once_for_a_state() -> None:
    joint = [event(1, name, "x", "for", state="US") for name in ("Biden", "Blinken")]
    assert len(Choice(roll_up=True).of(joint)) == 1
    assert len(Choice().of(joint)) == 2


REPEATED = [
    event(1, "a", "x", "for", date="2021-01-01", article="one"),  # in ISO week 53 of 2020
    event(2, "a", "x", "for", date="2021-01-03", article="two"),  # the same week, month and year
    event(3, "a", "x", "for", date="2020-12-31", article="one"),  # the same week in another year
    event(4, "a", "x", "for", date="2022-01-02", article="two"),  # the same month's number in another year
    event(5, "a", "x", "against", date="2021-01-01", article="one"),
    event(6, "a", "x", "for", date="2021", article="three"),  # dated too coarsely for a month
    event(7, "a", "x", "for", article="three"),
]
RULES = [("include", 7), ("document", 4), ("week", 4), ("month", 5), ("year", 5), ("across", 2)]


@pytest.mark.parametrize(("rule", "count"), RULES)
def test_repeats_are_counted_once(rule: str, count: int) -> None:
    assert len(Choice(duplicates=rule).counted(REPEATED, stances=True)) == count
    assert len(Choice(duplicates=rule).counted(REPEATED, stances=False)) <= count


def test_every_rule_for_repeats_has_a_case() -> None:
    assert {rule for rule, _ in RULES} == set(DUPLICATES)


def test_repeats_make_lighter_ties() -> None:
    assert make(REPEATED, Choice(duplicates="across"), "two-mode", "ignore").cells == {(f"{ID}a", f"{ID}x"): 1}
    assert make(REPEATED, Choice(duplicates="across"), "two-mode", "combine").cells == {(f"{ID}a", f"{ID}x"): 3}


DATES = [
    ("2022-02-22", (date(2022, 2, 22), date(2022, 2, 22))),
    ("2020-02", (date(2020, 2, 1), date(2020, 2, 29))),
    ("2021", (date(2021, 1, 1), date(2021, 12, 31))),
    ("9999", (date(9999, 1, 1), date(9999, 12, 31))),
    *((text, None) for text in (None, "", "2022-13", "2022-02-30", "0000", "-0044", "2022-2", "yesterday", "2022-02-22T10:00:00", "٢٠٢٢")),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_days_of_a_date(text: str | None, expected: tuple[date, date] | None) -> None:
    assert days(text) == expected


WINDOWS = [
    ("day", None, ["2020-12-31_2020-12-31 3", "2021-01-01_2021-01-01 1 5", "2021-01-03_2021-01-03 2", "2022-01-02_2022-01-02 4"]),
    ("week", None, ["2020-12-28_2021-01-03 3 1 5 2", "2021-12-27_2022-01-02 4"]),
    ("month", None, ["2020-12-01_2020-12-31 3", "2021-01-01_2021-01-31 1 5 2", "2022-01-01_2022-01-31 4"]),
    ("year", None, ["2020-01-01_2020-12-31 3", "2021-01-01_2021-12-31 1 5 6 2", "2022-01-01_2022-12-31 4"]),
    ("2 years", 1, ["2020-01-01_2021-12-31 3 1 5 6 2", "2021-01-01_2022-12-31 1 5 6 2 4", "2022-01-01_2023-12-31 4"]),
    ("4 events", None, ["2020-12-31_2021-12-31 3 1 5 6", "2021-01-03_2022-01-02 2 4"]),
    ("4 events", 2, ["2020-12-31_2021-12-31 3 1 5 6", "2021-01-01_2022-01-02 5 6 2 4"]),
]


@pytest.mark.parametrize(("size", "step", "expected"), WINDOWS, ids=[f"{size} {step}" for size, step, _ in WINDOWS])
def test_windows_of_time(size: str, step: int | None, expected: list[str]) -> None:
    found = [window for window in windows(REPEATED, *parse_window(size), step) if window.events]
    assert [" ".join([window.name, *(one.statement[-1] for one in window.events)]) for window in found] == expected


@pytest.mark.parametrize("text", ["", "0 days", "fortnight", "-1 days", "1.5 weeks", "month 6", "1" * 30 + " days"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="is no length of a window"):
        parse_window(text)


def test_windows_end_with_the_calendar() -> None:
    late = [event(1, "a", "x", "for", date="9999-12-31"), event(2, "a", "x", "for", date="9999-12-01")]
    assert [len(window.events) for window in windows(late, *parse_window("week"))][-1] == 1
    assert [len(window.events) for window in windows(late, *parse_window("900000 years"))] == [2]
    early = [event(1, "a", "x", "for", date="0001-01-01")]
    assert [len(window.events) for window in windows(early, *parse_window("week"))] == [1]
    with pytest.raises(Fault, match="more than 10000 windows"):
        list(windows([*early, *late], *parse_window("day")))


@given(
    st.lists(st.dates(date(2019, 1, 1), date(2023, 12, 31)), min_size=1, max_size=12), st.sampled_from(["day", "week", "month", "5 days"])
)
def test_windows_hold_every_day_once(given_days: list[date], size: str) -> None:
    said = [event(number, "a", "x", "for", date=day.isoformat()) for number, day in enumerate(given_days)]
    held = [one.statement for window in windows(said, *parse_window(size)) for one in window.events]
    assert sorted(held) == sorted(one.statement for one in said)


def test_events_of_the_released_graph_count_as_positions_do(graph: Store) -> None:
    """The state beside each event is what `dpg:countsFor` says, which is derived elsewhere."""
    found = read(graph)
    assert len(found) > 241
    counted = counts_for(graph)
    states: dict[str, set[str]] = {one.statement: set() for one in found}
    for one in found:
        if one.state:
            states[one.statement].add(one.state.iri)
    assert states == {statement: counted.get(statement, set()) for statement in states}


def test_events_of_the_released_graph_have_what_a_list_needs(graph: Store) -> None:
    for one in read(graph):
        assert one.quote
        assert one.end - one.start == len(one.quote)
        assert one.kind
        assert one.attitude in {"wants", "holds_true"}
        assert one.source.outlet
        assert (one.issue is None) == (one.stance == "")
