"""How far a long job is: done of how many, at what rate, and the time left."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Pace"]


class Pace:
    """Counts what is done. Without a clock only numbers are told.

    Args:
        clock: Seconds from any start, such as `time.monotonic`.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock, self._all, self._done, self._start = clock, 0, 0, 0.0

    def begin(self, number: int) -> None:
        """So many are to be done, and the time begins."""
        self._all, self._done = number, 0
        self._start = self._clock() if self._clock else 0.0

    def step(self, number: int = 1) -> str:
        """One more is done, or some: how it stands."""
        self._done += number
        told = f"{self._done:,} of {self._all:,}"
        spent = self._clock() - self._start if self._clock else 0.0
        if spent <= 0:
            return told
        rate = self._done / spent
        return f"{told}; {_rate(rate)}; {_span((self._all - self._done) / rate)} left"


def _rate(rate: float) -> str:
    return f"{rate:,.1f} a second" if rate >= 1 else f"{rate * 60:,.1f} a minute"


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
