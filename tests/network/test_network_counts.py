"""Aggregations and normalisations: every figure of the small network is worked out by hand; the larger one has published totals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_made_up import SMALL, cells, events

from diplograph.errors import Fault
from diplograph.network import ONE_MODE, TWO_MODE, Choice, make

TWO = [
    ("ignore", "no", {"a x": 2, "a y": 1, "b x": 2, "b y": 2, "c y": 1}),
    ("subtract", "no", {"a x": 2, "a y": -1, "b y": -2, "c y": 1}),
    ("combine", "no", {"a x": 1, "a y": 2, "b x": 3, "b y": 2, "c y": 1}),
    ("ignore", "activity", {"a x": 2 / 3, "a y": 1 / 3, "b x": 1 / 2, "b y": 1 / 2, "c y": 1}),
    ("ignore", "prominence", {"a x": 1 / 2, "b x": 1 / 2, "a y": 1 / 4, "b y": 1 / 2, "c y": 1 / 4}),
    ("subtract", "activity", {"a x": 2 / 3, "a y": -1 / 3, "b y": -1 / 2, "c y": 1}),
    ("subtract", "prominence", {"a x": 1 / 2, "a y": -1 / 4, "b y": -1 / 2, "c y": 1 / 4}),
]
ACTORS = [
    ("ignore", "no", {"a b": 2 * 2 + 1 * 2, "a c": 1, "b c": 2}),
    ("congruence", "no", {"a b": 2 * 1 + 1 * 2}),
    ("conflict", "no", {"a b": 2 * 1, "a c": 1, "b c": 2}),
    ("subtract", "no", {"a b": 2, "a c": -1, "b c": -2}),
    ("ignore", "average", {"a b": 6 / 3.5, "a c": 1 / 2, "b c": 2 / 2.5}),
    ("conflict", "average", {"a b": 2 / 3.5, "a c": 1 / 2, "b c": 2 / 2.5}),
    # a has (x for) 2, (y against) 1; b has (x for) 1, (x against) 1, (y against) 2. Only b: 1; both: 2·1 + 1·2.
    ("congruence", "jaccard", {"a b": 4 / (1 + 4)}),
    ("conflict", "jaccard", {"a b": 2 / 5, "a c": 1 / (3 + 1), "b c": 2 / (4 + 1)}),
    # stances ignored, the cells are x and y: both 2·2 + 1·2, nothing alone; with c, x alone.
    ("ignore", "jaccard", {"a b": 6 / 6, "a c": 1 / (2 + 1), "b c": 2 / (2 + 2)}),
    ("congruence", "cosine", {"a b": 4 / (math.sqrt(5) * math.sqrt(6))}),
    ("conflict", "cosine", {"a b": 2 / math.sqrt(30), "a c": 1 / math.sqrt(5), "b c": 2 / math.sqrt(6)}),
    ("ignore", "cosine", {"a b": 6 / math.sqrt(5 * 8), "a c": 1 / math.sqrt(5), "b c": 2 / math.sqrt(8)}),
    ("congruence", "product", {"a b": 4 / 12}),
    ("subtract", "product", {"a b": 2 / 12, "a c": -1 / 3, "b c": -2 / 4}),
]
ISSUES = [
    ("ignore", "no", {"x y": 2 * 1 + 2 * 2}),
    ("congruence", "no", {"x y": 1 * 2}),
    ("conflict", "no", {"x y": 2 * 1 + 1 * 2}),
    ("subtract", "no", {"x y": -2}),
]
CASES = [(mode, *case) for mode, cases in (("two-mode", TWO), ("actors", ACTORS), ("issues", ISSUES)) for case in cases]


@pytest.mark.parametrize(("mode", "aggregation", "normalisation", "expected"), CASES, ids=[" ".join(case[:3]) for case in CASES])
def test_network_of_small_case(mode: str, aggregation: str, normalisation: str, expected: dict[str, float]) -> None:
    network = make(SMALL, Choice(), mode, aggregation, normalisation)
    assert cells(dict(network.cells)) == pytest.approx(expected)


def test_every_aggregation_and_normalisation_has_a_case() -> None:
    one = {case[0] for case in ACTORS} | {case[1] for case in ACTORS}
    two = {case[0] for case in TWO} | {case[1] for case in TWO}
    assert one == {*ONE_MODE["aggregation"], *ONE_MODE["normalisation"]}
    assert two == {*TWO_MODE["aggregation"], *TWO_MODE["normalisation"]}


# Counts (for, against) of seven organisations on six concepts, found by search so that they have the published totals of DNA's sample:
# 40 statements, 29 agree, 11 disagree; 22 cells. The sample itself may not be passed on.
SAMPLE_FOR = ("000000", "320021", "010010", "210000", "112012", "010040", "040000")
SAMPLE_AGAINST = ("030001", "000100", "010100", "000000", "000000", "000000", "000220")


def sample() -> list[str]:
    signs = (("+", SAMPLE_FOR), ("-", SAMPLE_AGAINST))
    return [
        f"{row}{sign}{'uvwxyz'[at]}"
        for sign, table in signs
        for row, line in enumerate(table)
        for at, n in enumerate(line)
        for _ in range(int(n))
    ]


# As rDNA's tests assert them, and as they were measured in DNA; every pair of a one-mode matrix stands in it twice.
PUBLISHED = [
    ("two-mode", "ignore", "no", 40, 22),
    ("two-mode", "subtract", "no", 18, 21),
    ("two-mode", "ignore", "activity", 7, 22),
    ("two-mode", "ignore", "prominence", 6, 22),
    ("actors", "ignore", "no", 276, 21),
    ("actors", "congruence", "no", 160, 16),
    ("actors", "conflict", "no", 116, 14),
    ("actors", "subtract", "no", 44, 18),
]


@pytest.mark.parametrize(("mode", "aggregation", "normalisation", "total", "ties"), PUBLISHED)
def test_network_has_published_totals(mode: str, aggregation: str, normalisation: str, total: int, ties: int) -> None:
    network = make(events(sample()), Choice(), mode, aggregation, normalisation, isolates=True)
    assert (len(network.rows), len(network.columns)) == ((7, 7) if network.one_mode else (7, 6))
    assert sum(network.cells.values()) * (2 if network.one_mode else 1) == pytest.approx(total)
    assert len(network.cells) == ties


def test_average_congruence_rounds_as_published() -> None:
    network = make(events(sample()), Choice(), "actors", "congruence", "average")
    assert round(2 * sum(network.cells.values())) == 26


def test_combine_has_published_levels() -> None:
    levels = list(make(events(sample()), Choice(), "two-mode", "combine").cells.values())
    assert [levels.count(level) for level in (1, 2, 3)] == [15, 6, 1]


WRONG = [
    ("two-mode", "congruence", "no", 'a two-mode network has no aggregation "congruence"'),
    ("two-mode", "ignore", "jaccard", 'a two-mode network has no normalisation "jaccard"'),
    ("actors", "combine", "no", 'a one-mode network has no aggregation "combine"'),
    ("issues", "conflict", "activity", 'a one-mode network has no normalisation "activity"'),
    ("two-mode", "combine", "activity", "the levels of combine are no amounts"),
    ("three-mode", "", "no", 'there is no network "three-mode"'),
]


@pytest.mark.parametrize(("mode", "aggregation", "normalisation", "words"), WRONG)
def test_what_does_not_go_together_is_refused(mode: str, aggregation: str, normalisation: str, words: str) -> None:
    with pytest.raises(Fault, match=words):
        make(SMALL, Choice(), mode, aggregation, normalisation)


def test_stances_without_direction_count_only_where_stances_are_ignored() -> None:
    spoken = events(["a0x", "a?x", "a+x"])
    assert cells(dict(make(spoken, Choice(), "two-mode", "ignore").cells)) == {"a x": 3}
    assert cells(dict(make(spoken, Choice(), "two-mode", "subtract").cells)) == {"a x": 1}


WORDS = st.lists(st.builds("".join, st.tuples(st.sampled_from("abcd"), st.sampled_from("+-0"), st.sampled_from("wxyz"))), max_size=30)


@given(WORDS)
def test_networks_keep_their_sums(spoken: list[str]) -> None:
    said = events(spoken)
    for mode in ("actors", "issues"):
        found = {how: make(said, Choice(), mode, how).cells for how in ("congruence", "conflict", "subtract")}
        for pair in {pair for some in found.values() for pair in some}:
            assert found["subtract"].get(pair, 0) == found["congruence"].get(pair, 0) - found["conflict"].get(pair, 0)
        for how in ("congruence", "conflict", "ignore"):
            assert all(0 < value <= 1 + 1e-12 for value in make(said, Choice(), mode, how, "cosine").cells.values())
    activity: dict[str, float] = {}
    for (row, _), value in make(said, Choice(), "two-mode", "ignore", "activity").cells.items():
        activity[row] = activity.get(row, 0) + value
    assert all(value == pytest.approx(1) for value in activity.values())
