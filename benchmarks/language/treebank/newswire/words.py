"""The words of `words.yaml`, as the grammar draws them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ["ABBREVIATED", "DOUBLING", "IRREGULAR", "STATES", "VERBS", "WORDS"]

_DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))


def _pairs(name: str) -> list[tuple[str, str]]:
    return [pair for entry in _DATA.pop(name) for pair in entry.items()]


# Names of states and their adjectives; organisations and their abbreviations.
STATES, ABBREVIATED = _pairs("states"), _pairs("abbreviated")
# Verbs by frame, each as often as its share wants it; a second word is a preposition.
VERBS: dict[str, list[str]] = {
    frame: [verb for part in parts for verb in part["verbs"] * part["times"]] for frame, parts in _DATA.pop("verbs").items()
}
# The past and the participle of verbs that have no regular ones.
IRREGULAR: dict[str, tuple[str, str]] = {verb: (past, participle) for verb, (past, participle) in _DATA.pop("irregular").items()}
# Verbs that double their last letter before -ed and -ing.
DOUBLING: frozenset[str] = frozenset(_DATA.pop("doubling"))
# All other lists by name.
WORDS: dict[str, list[str]] = _DATA
