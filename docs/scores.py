"""What the page of the evaluation takes from measurements: results/evaluation.json, which benchmarks/extraction/evaluation.py writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "evaluation.json"
_HEADS = {
    "gold": "annotated", "predicted": "found", "precision": "precision", "recall": "recall", "f1": "F1", "right_f1": "right",
    "kind_accuracy": "kind", "stance_accuracy": "stance", "addressee_f1": "addressees", "span_recall_any_holder": "words found",
    "type_accuracy": "type", "status_accuracy": "status",
}  # fmt: skip


def _results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    return found


def _table(rows: Mapping[str, Mapping[str, Mapping[str, float | None]]], group: str, names: Iterable[str]) -> str:
    names = list(names)
    lines = [f"| articles | {' | '.join(_HEADS[name] for name in names)} |", "|---" + "|--:" * len(names) + "|"]
    for label, groups in rows.items():
        if group in groups:
            lines.append(f"| {label} | {' | '.join(_number(groups[group][name]) for name in names)} |")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.2f}".removeprefix("0")


def _statements(_: str) -> str:
    names = ("gold", "predicted", "precision", "recall", "f1", "right_f1", "kind_accuracy", "stance_accuracy", "addressee_f1")
    return _table(_results()["diplograph"], "statements", names)


def _actions(_: str) -> str:
    return _table(
        _results()["diplograph"],
        "actions",
        ("gold", "predicted", "precision", "recall", "f1", "right_f1", "type_accuracy", "status_accuracy"),
    )


def _others(_: str) -> str:
    found = _results()
    rows = {"diplograph, the six held out": found["diplograph"]["six, held out"]} | found["others"]
    return _table(rows, "statements", ("gold", "predicted", "precision", "recall", "f1", "span_recall_any_holder"))


def _short(_: str) -> str:
    found = _results()
    ours, theirs = found["diplograph"]["six, held out"]["statements"], found["others"]["a second annotator"]["statements"]
    return (
        f"Of {ours['gold']} statements that careful readers noted in six articles which nobody looked at while the rules were written, "
        f"{ours['recall']:.0%} are found with the right holder, and {ours['precision']:.0%} of what is found there is one of them. "
        f"F1 is {_number(ours['f1'])}, and {_number(ours['right_f1'])} where kind and stance must be right too; "
        f"a second careful reader reaches {_number(theirs['f1'])} and {_number(theirs['right_f1'])}."
    )


REGIONS: Mapping[str, Callable[[str], str]] = {
    "scores-statements": _statements,
    "scores-actions": _actions,
    "scores-others": _others,
    "scores-short": _short,
}
