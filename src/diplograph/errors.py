"""Errors with a place and a cure.

Whatever a user can get wrong ends in one line that says what, where and how to mend it. Only `Fault` and its kinds
are meant for users; anything else that escapes is a defect of ours.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path, PurePath

__all__ = ["Fault", "Place", "stumble"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: a file, and the line in it, counted from 1."""

    file: str
    line: int | None = None

    @classmethod
    def of(cls, file: str | PurePath | object, line: int | None = None) -> Place:
        """Make a place from anything that names a file by its `str`."""
        return cls(str(file), line)

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Fault(Exception):  # noqa: N818 - a user's fault or the world's, not a program's error
    """Something that the user can mend, said in one line.

    Args:
        what: What is wrong, in words of the user's world.
        place: The file and line, or any other name of where it is.
        cure: What to do about it.
        others: Further faults that were found on the way, for whoever would rather mend all at once.
    """

    def __init__(self, what: str, place: Place | str | None = None, cure: str = "", others: tuple[Fault, ...] = ()) -> None:
        self.what = what
        self.place = place
        self.cure = cure
        self.others = others
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        line = f"{head}; {self.cure}" if self.cure else head
        return " ".join(line.split())


def stumble(error: Exception, place: str) -> str:
    """What went wrong in our own code, and where, as one line: one article must not cost the run of a million.

    Args:
        error: What our own reader raised.
        place: The article.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    told = " ".join(f"{type(error).__name__}: {error}".split())
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"{place}: a fault of diplograph's own ({told}, {where}); report it with this text, the rest was read"
