"""Floors: figures below which the program must not fall, pinned together with a digest of the annotations they hold for.

A file of floors is JSON::

    {"gold_digest": "sha256:…", "articles": null, "held_out": ["w3_amazon-g7"], "figures": {"statements.f1": 0.45}}

`figures` may name any number of a report (`Report.figures`). The digest and the choice of articles keep the bar from moving by editing
annotations or leaving articles out. After trafilatura's `eval_gate.py`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diplograph.errors import Fault
from diplograph.evaluate.report.judging import Report
from diplograph.resources import read_text

__all__ = ["PINNED", "Floors", "check_floors", "floors_text", "read_floors", "update_floors"]

# What a new file of floors pins, for all articles and for the held-out ones; more may be added by hand.
PINNED = (
    "statements.f1", "statements.right_f1", "statements.core_recall", "statements.opposition_rejection_recall",
    "actions.f1", "actions.right_f1",
)  # fmt: skip
_SLACK = 1e-9  # floating-point noise, not quality


@dataclass(frozen=True, slots=True)
class Floors:
    """Pinned figures.

    Attributes:
        gold_digest: Of the annotations and texts they hold for.
        articles: The keys that were chosen; None means all.
        held_out: The keys reported apart.
        figures: The floor of each figure by its dotted name.
    """

    gold_digest: str
    articles: tuple[str, ...] | None
    held_out: tuple[str, ...]
    figures: Mapping[str, float]


def read_floors(path: Path) -> Floors:
    """Read a file of floors.

    Raises:
        Fault: It cannot be read, or is not in the form.
    """
    try:
        data = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise Fault(f"is not JSON: {error}", str(path), "mend it, or make it anew with --update-floors") from error
    floors = _floors(data) if isinstance(data, dict) else None
    if floors is None:
        cure = 'it needs "gold_digest", "articles" (null for all), "held_out" and "figures" with numbers'
        raise Fault("is no file of floors", str(path), cure)
    return floors


def check_floors(report: Report, floors: Floors) -> list[str]:
    """What does not hold, one line each; nothing where all floors do."""
    return [*_moved(report, floors), *_fallen(report, floors)]


def update_floors(report: Report, floors: Floors | None, *, allow_regression: bool = False) -> Floors:
    """The floors raised to what the report reaches.

    Args:
        report: What was measured.
        floors: The floors so far; None makes new ones of the figures in `PINNED`.
        allow_regression: Whether floors may also fall, figures may be dropped that are no longer measured, and other articles may be
            chosen than before.

    Raises:
        Fault: That would lower the bar, and it is not allowed to.
    """
    measured = report.figures
    chosen = None if report.articles == report.gold.keys else report.articles
    if floors is None:
        names = [*PINNED, *(f"held_out.{name}" for name in PINNED)]
        return Floors(report.gold.digest, chosen, report.held_out, {name: _down(measured[name]) for name in names if name in measured})
    lowered = _fallen(report, floors) + ([_SELECTION] if _reselected(report, floors) else [])
    if lowered and not allow_regression:
        cure = "mend what made it worse, or lower the bar openly with --allow-regression"
        raise Fault(f"floors would be lowered: {'; '.join(lowered)}", "--update-floors", cure)
    figures = {
        name: _down(measured[name]) if allow_regression else max(floor, _down(measured[name]))
        for name, floor in floors.figures.items() if name in measured
    }  # fmt: skip
    return Floors(report.gold.digest, chosen, report.held_out, figures)


def floors_text(floors: Floors) -> str:
    """The file of floors, figures in order of name, so that a diff shows each one that moves."""
    data = {
        "gold_digest": floors.gold_digest, "articles": floors.articles, "held_out": floors.held_out,
        "figures": dict(sorted(floors.figures.items())),
    }  # fmt: skip
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


_SELECTION = "the floors hold for another choice of articles or held-out articles"


def _reselected(report: Report, floors: Floors) -> bool:
    chosen = None if report.articles == report.gold.keys else report.articles
    return chosen != floors.articles or report.held_out != floors.held_out


def _moved(report: Report, floors: Floors) -> list[str]:
    """Whether the bar itself is another one."""
    found = []
    if report.gold.digest != floors.gold_digest:
        was, now = floors.gold_digest[7:19], report.gold.digest[7:19]
        found.append(f"the annotations or texts have changed (digest {was}…, now {now}…): look at their diff, then --update-floors")
    return found + ([_SELECTION] if _reselected(report, floors) else [])


def _fallen(report: Report, floors: Floors) -> list[str]:
    """The figures below their floor, and those that are not measured any more."""
    measured = report.figures
    found = []
    for name, floor in floors.figures.items():
        value = measured.get(name)
        if value is None:
            found.append(f"{name} is not measured any more (floor {floor:.4f})")
        elif value < floor - _SLACK:
            found.append(f"{name} is {value:.4f}, below its floor of {floor:.4f}")
    return found


def _down(value: float) -> float:
    """Four decimals, rounded down: a figure must never fail the floor that it made."""
    return math.floor(value * 10000 + _SLACK) / 10000


def _floors(data: Mapping[str, object]) -> Floors | None:
    """Floors out of JSON, if it is in the form."""
    digest, chosen, apart, figures = (data.get(name) for name in ("gold_digest", "articles", "held_out", "figures"))
    if not (isinstance(digest, str) and re.fullmatch(r"sha256:[0-9a-f]{64}", digest)) or not isinstance(figures, dict) or not figures:
        return None
    articles, held_out = _keys(chosen), _keys(apart)
    if (articles is None and chosen is not None) or held_out is None or not all(map(_is_figure, figures.values())):
        return None
    return Floors(digest, articles, held_out, figures)


def _keys(value: object) -> tuple[str, ...] | None:
    """A list of keys, or None where it is none."""
    return tuple(value) if isinstance(value, list) and all(isinstance(key, str) for key in value) else None


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
