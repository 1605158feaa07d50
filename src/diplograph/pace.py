"""How far a long job is: done of how many, at what rate, and the time left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

__all__ = ["Clock", "Pace", "Say", "silent", "span"]

Say: TypeAlias = Callable[[str], None]  # is told what is being done
Clock: TypeAlias = Callable[[], float]  # seconds from any start, such as `time.monotonic`

T = TypeVar("T")


def silent(_: str) -> None:
    """Nobody is told."""


class Pace:
    """Counts what is done. Without a clock only numbers are told.

    Args:
        clock: From which rate and time left are told.
    """

    def __init__(self, clock: Clock | None = None) -> None:
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
        return f"{told}; {_rate(rate)}; {span((self._all - self._done) / rate)} left"

    def over(self, things: Iterable[T], number: int, say: Say, what: str, each: int = 1) -> Iterator[T]:
        """Things as they come, and how far they are is said.

        Args:
            things: So many.
            number: How many.
            say: Told.
            what: What is done with them, such as "writing graphs".
            each: After how many it is said; for what is so quick that saying it would cost more.
        """
        self.begin(number)
        for place, one in enumerate(things, 1):
            yield one
            if place % each == 0:
                say(f"{what}: {self.step(each)}")


def _rate(rate: float) -> str:
    return f"{rate:,.1f} a second" if rate >= 1 else f"{rate * 60:,.1f} a minute"


def span(seconds: float) -> str:
    """A stretch of time as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
