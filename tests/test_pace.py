"""How far a long job is."""

from __future__ import annotations

from itertools import count

import pytest

from diplograph.pace import Pace


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, ["1 of 4,000", "2 of 4,000"]),
        (0.5, ["1 of 4,000; 2.0 a second; 33 min 20 s left", "2 of 4,000; 2.0 a second; 33 min 19 s left"]),
        (20.0, ["1 of 4,000; 3.0 a minute; 22 h 13 min left", "2 of 4,000; 3.0 a minute; 22 h 12 min left"]),
        (0.01, ["1 of 4,000; 100.0 a second; 40 s left", "2 of 4,000; 100.0 a second; 40 s left"]),
        (0.0, ["1 of 4,000", "2 of 4,000"]),
    ],
)
def test_pace(seconds: float | None, expected: list[str]) -> None:
    ticks = count()
    pace = Pace(None if seconds is None else lambda: next(ticks) * (seconds or 0))
    pace.begin(4000)
    assert [pace.step(), pace.step()] == expected
