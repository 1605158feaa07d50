"""The table of weights for addressees, and what it makes of a statement's surroundings."""

from __future__ import annotations

from typing import get_args

import pytest

from diplograph.model import Kind
from diplograph.resolve.addressees import SORTS, weights


def test_every_kind_has_a_sort_and_every_sort_its_weights() -> None:
    assert set(SORTS) == set(get_args(Kind))
    assert set(SORTS.values()) == set(weights())


@pytest.mark.parametrize("sort", sorted(set(SORTS.values())))
def test_actors_begin_below_the_threshold(sort: str) -> None:
    table = weights()[sort]
    assert table["bias"] < 0
    assert table["alone"] <= 0


# What must speak for an actor, and what against, whatever the figures.
SIGNS = [
    ("demand", "named", 1),
    ("demand", "subject_other", 1),
    ("demand", "other_named", -1),
    ("blame", "as_place", -1),
    ("for", "maybe_own", -1),
    ("blame", "own_side", -1),
    ("against", "own_side", -1),
    ("blame", "in", -1),
    ("for", "cue_object", 1),
]


@pytest.mark.parametrize(("sort", "evidence", "sign"), SIGNS)
def test_evidence_weighs_as_a_reader_would_expect(sort: str, evidence: str, sign: int) -> None:
    assert weights()[sort][evidence] * sign > 0
