"""Answers on disk, so that nothing is asked twice and a run that was broken off goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from diplograph.errors import Fault

__all__ = ["Cache"]

_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers, one file each.

    Attributes:
        folder: Where they are; made when the first is kept.
        days: How old an answer may be; 0 asks everything anew, and keeps it.
        clock: Seconds since 1970.
    """

    folder: Path
    days: float = 30.0
    clock: Callable[[], float] = field(default=time.time, repr=False, compare=False)

    def recall(self, question: str) -> tuple[str, bytes] | None:
        """An answer that is not too old. What cannot be read is no answer: it is asked again."""
        try:
            kept = json.loads(self._path(question).read_bytes())
            young = 0 <= self.clock() - float(kept["asked"]) < self.days * _DAY
            return (str(kept["media"]), b64decode(kept["data"])) if young and kept["question"] == question else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, question: str, media: str, data: bytes) -> None:
        """Keep an answer, whole or not at all.

        Raises:
            Fault: The folder cannot be written to.
        """
        row = {"question": question, "asked": self.clock(), "media": media, "data": b64encode(data).decode()}
        path = self._path(question)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(row, file)
            Path(name).replace(path)
        except OSError as error:
            raise Fault(f"cannot be written ({error.strerror or error})", str(self.folder), "choose another --cache DIR") from error

    def _path(self, question: str) -> Path:
        digest = hashlib.sha256(question.encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"
