"""Which kind of thing an item is, by its classes; and which kinds go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

__all__ = ["Fit", "fit", "kinds_of", "known"]

Fit = Literal["same", "near", "unknown", "other"]


@dataclass(frozen=True, slots=True)
class _Kind:
    near: frozenset[str]
    qids: frozenset[str]
    labels: frozenset[str]


@cache
def _table() -> dict[str, _Kind]:
    """`kinds.yaml`, which explains itself."""
    table = yaml.safe_load((files("diplograph.wikidata") / "kinds.yaml").read_text("utf-8"))
    return {
        kind: _Kind(frozenset(row.get("near", ())), frozenset(row.get("qids", ())), frozenset(row.get("labels", ())))
        for kind, row in table.items()
    }


def known() -> tuple[str, ...]:
    """All kinds."""
    return tuple(_table())


def kinds_of(classes: Mapping[str, str]) -> frozenset[str]:
    """The kinds of an item by its classes and all above them.

    Args:
        classes: Their labels by number; a label may be empty.
    """
    labels = {label.casefold() for label in classes.values()}
    return frozenset(kind for kind, row in _table().items() if row.qids & set(classes) or row.labels & labels)


def fit(kind: str, kinds: frozenset[str]) -> Fit:
    """Whether an item of some kinds can be what a resource of a kind is.

    A person is a person and nothing else: whoever is "human" by one class and something besides is still no state.
    """
    row = _table()[kind]
    if not kinds:
        return "unknown"
    if kind in kinds and ("person" not in kinds or kind == "person"):
        return "same"
    return "near" if kinds & row.near and "person" not in kinds else "other"
