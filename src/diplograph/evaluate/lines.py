"""JSON Lines files of records, each with the place where it stands."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from diplograph.errors import Fault, Place
from diplograph.evaluate.units import ACTION, STATEMENT, Record
from diplograph.resources import read_text

__all__ = ["read_lines", "read_predictions"]


def read_lines(path: Path) -> Iterator[tuple[Place, Record]]:
    """The objects of a JSON Lines file; empty lines are passed over. `-` is standard input.

    Raises:
        Fault: The file cannot be read, or a line is no JSON object.
    """
    text, name = (sys.stdin.read(), "standard input") if str(path) == "-" else (read_text(path), str(path))
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = Place(name, number)
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                what = f"{error.msg} at character {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
                raise Fault(f"is not JSON: {what}", place, "write one JSON object a line") from error
            if not isinstance(row, dict):
                raise Fault("is not a JSON object", place, "write one JSON object a line")
            yield place, row


def read_predictions(path: Path) -> Iterator[tuple[Place, Record]]:
    """The statements and actions of a file; a row that does not say which it is, is known by its fields.

    Raises:
        Fault: As `read_lines` does, or a row is neither and says nothing else.
    """
    for place, row in read_lines(path):
        if "record" in row:
            yield place, row
            continue
        units = [unit for unit in (STATEMENT, ACTION) if unit.who in row or unit.label in row]
        if len(units) != 1:
            raise Fault('is neither a statement nor an action, and has no "record"', place, 'add "record": "statement" or "action"')
        yield place, {"record": units[0].record, **row}
