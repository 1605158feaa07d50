"""The lists of words beside the code: one or more to a line, lines with # in front are remarks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

__all__ = ["listed"]


def listed(name: str) -> Iterator[str]:
    """The words of a list, in its order.

    Args:
        name: The file's stem ("english").
    """
    for line in (files("diplograph.language") / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()
