"""The figures: how well predictions fit annotations.

`Scores.figures` are those of annotation/score_statements.py under its names and equal to them; `Scores.extras` and `Scores.tables` are
diplograph's own (`details`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from diplograph.evaluate.scoring.details import Row, extras, tables
from diplograph.evaluate.scoring.matching import Names, overlap, pair_up
from diplograph.evaluate.scoring.ratios import precision_recall_f1, share
from diplograph.evaluate.units import STATEMENT, Record, Unit, UnitType, units

__all__ = ["Figure", "Scores", "score", "score_units"]

Figure: TypeAlias = "int | float | Mapping[str, Sequence[int]] | None"


@dataclass(frozen=True, slots=True)
class Scores:
    """One type of unit scored.

    Attributes:
        unit: What was scored.
        gold, predicted: The units.
        pairs: Which met which: positions in `gold` and `predicted`.
        figures: The figures of score_statements.py; None where nothing can be counted.
        extras: Further figures by name.
        tables: Rows by kind, construction and article.
    """

    unit: UnitType
    gold: tuple[Unit, ...]
    predicted: tuple[Unit, ...]
    pairs: tuple[tuple[int, int], ...]
    figures: Mapping[str, Figure]
    extras: Mapping[str, float | None]
    tables: Mapping[str, Mapping[str, Row]]

    @property
    def matched(self) -> tuple[tuple[Unit, Unit], ...]:
        """The annotated and the predicted unit of each pair."""
        return tuple((self.gold[i], self.predicted[j]) for i, j in self.pairs)

    @property
    def missed(self) -> tuple[Unit, ...]:
        """The annotated units that no prediction met."""
        met = {i for i, _ in self.pairs}
        return tuple(unit for i, unit in enumerate(self.gold) if i not in met)

    @property
    def spurious(self) -> tuple[Unit, ...]:
        """The predictions that met nothing."""
        met = {j for _, j in self.pairs}
        return tuple(unit for j, unit in enumerate(self.predicted) if j not in met)

    def record(self) -> dict[str, object]:
        """All figures for machines; fractions have four decimals, as score_statements.py prints them."""
        rows = {name: {key: _rounded(row) for key, row in table.items()} for name, table in self.tables.items() if table}
        return {**_rounded(self.figures), **_rounded(self.extras), **rows}


def score(gold: Iterable[Record], predicted: Iterable[Record], entities: Iterable[Record] = (), unit: UnitType = STATEMENT) -> Scores:
    """Score predicted records against annotated ones.

    Args:
        gold: Records with the fields of the annotation guide; those with another `record` are passed over.
        predicted: The like.
        entities: Names and surface forms of each article's actors.
        unit: `STATEMENT` or `ACTION`.

    Raises:
        Fault: A record cannot be scored.
    """
    return score_units(units(gold, unit, "gold"), units(predicted, unit, "predicted"), Names(entities), unit)


def score_units(gold: tuple[Unit, ...], predicted: tuple[Unit, ...], names: Names, unit: UnitType) -> Scores:
    """Score predicted units against annotated ones; no articles are compared with each other."""
    pairs = tuple(pair_up(gold, predicted, names))
    matched = [(gold[i], predicted[j]) for i, j in pairs]
    figures = {**_detection(gold, predicted, pairs), **_agreement(matched, names, unit), f"recall_by_{unit.label}": _recalls(gold, pairs)}
    further = extras(gold, matched, unit)
    return Scores(unit, gold, predicted, pairs, figures, further, tables(gold, predicted, matched, unit))


def _detection(gold: Sequence[Unit], predicted: Sequence[Unit], pairs: Sequence[tuple[int, int]]) -> dict[str, Figure]:
    """Which units were found, and which of them are right in kind and stance (type and status) too."""
    precision, recall, f1 = precision_recall_f1(len(pairs), len(predicted), len(gold))
    right = sum((gold[i].label, gold[i].second) == (predicted[j].label, predicted[j].second) for i, j in pairs)
    met = {i for i, _ in pairs}
    core = [i for i, unit in enumerate(gold) if unit.core]
    by_article: dict[str, list[Unit]] = {}
    for guess in predicted:
        by_article.setdefault(guess.article, []).append(guess)
    touched = sum(any(overlap(true, guess) for guess in by_article.get(true.article, ())) for true in gold)
    return {
        "gold": len(gold), "predicted": len(predicted), "matched": len(pairs), "precision": precision, "recall": recall, "f1": f1,
        "right_f1": precision_recall_f1(right, len(predicted), len(gold))[2],
        "span_recall_any_holder": share(touched, len(gold)),
        "core_recall": share(sum(i in met for i in core), len(core)),
    }  # fmt: skip


def _agreement(matched: Sequence[tuple[Unit, Unit]], names: Names, unit: UnitType) -> dict[str, Figure]:
    """Over the pairs: the share with the same value of a field, and micro F1 of the names toward whom."""

    def same(value: Callable[[Unit], str | None]) -> float:
        return sum(value(true) == value(guess) for true, guess in matched) / len(matched) if matched else 0.0

    sets = [(names.of(true.article, true.whom), names.of(guess.article, guess.whom)) for true, guess in matched]
    common = sum(len(mine & theirs) for mine, theirs in sets)
    whom = precision_recall_f1(common, sum(len(theirs) for _, theirs in sets), sum(len(mine) for mine, _ in sets))[2]
    statements = unit is STATEMENT
    return {
        f"{unit.label}_accuracy": same(lambda one: one.label),
        f"{unit.second}_accuracy": same(lambda one: one.second),
        **({"voice_accuracy": same(lambda one: one.voice)} if statements else {}),
        "addressee_f1" if statements else "target_f1": whom,
    }


def _recalls(gold: Sequence[Unit], pairs: Sequence[tuple[int, int]]) -> dict[str, Sequence[int]]:
    """Found and annotated units of each kind, the most frequent first."""
    hits = Counter(gold[i].label for i, _ in pairs)
    return {label: [hits[label], number] for label, number in Counter(unit.label for unit in gold).most_common()}


def _rounded(figures: Mapping[str, object]) -> dict[str, object]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
