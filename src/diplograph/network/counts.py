"""The arithmetic of discourse networks: aggregation and normalisation.

X[i, j, q] is the number of statements by row i on column j with qualifier q (1 for, 0 against), A[i] the sum over j and q. Formulas:
Leifeld, Ph. (2017), "Discourse network analysis: policy debates as dynamic networks", in: The Oxford Handbook of Political Networks; and
the DNA manual. Two readings are ours, since program and description differ:

- `cosine` is the cosine of the two rows of counts, the dot product over the product of their Euclidean lengths. DNA's program divides by
  A[a]·A[b] instead; that is `product` here.
- `jaccard` and `cosine` take the cells (j, q) where stances count, and the cells j where they are ignored.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from diplograph.errors import Fault

__all__ = ["ONE_MODE", "TWO_MODE", "Cell", "Counts", "one_mode", "two_mode"]

TWO_MODE = {"aggregation": ("ignore", "combine", "subtract"), "normalisation": ("no", "activity", "prominence")}
ONE_MODE = {
    "aggregation": ("ignore", "congruence", "conflict", "subtract"),
    "normalisation": ("no", "average", "jaccard", "cosine", "product"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Statements of one row on one column: for, against, and neither."""

    favour: int = 0
    against: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.favour + self.against + self.neither

    def plus(self, direction: int | None) -> Cell:
        """One more statement: 1 for, 0 against, None neither."""
        return Cell(self.favour + (direction == 1), self.against + (direction == 0), self.neither + (direction is None))


Counts: TypeAlias = Mapping[tuple[str, str], Cell]  # by row and column; cells without statements are missing


def two_mode(counts: Counts, aggregation: str, normalisation: str) -> dict[tuple[str, str], float]:
    """The cells of a two-mode network that are not zero.

    `ignore` counts statements; `subtract` those for less those against; `combine` tells what there is: 1 only for, 2 only against, 3 both.
    `activity` divides by the row's number of statements, `prominence` by the column's.

    Raises:
        Fault: There is no such aggregation or normalisation, or they do not go together.
    """
    _check("two-mode", TWO_MODE, aggregation, normalisation)
    if aggregation == "combine" and normalisation != "no":
        raise Fault("the levels of combine are no amounts", "--normalisation", "leave it out, or choose ignore or subtract")
    rows, columns = _sums(counts, 0), _sums(counts, 1)
    cells: dict[tuple[str, str], float] = {}
    for (row, column), cell in counts.items():
        value = {
            "ignore": cell.total,
            "subtract": cell.favour - cell.against,
            "combine": bool(cell.favour) + 2 * bool(cell.against),
        }[aggregation]
        divisor = {"no": 1, "activity": rows[row], "prominence": columns[column]}[normalisation]
        if value:
            cells[row, column] = value / divisor if divisor != 1 else value
    return cells


def one_mode(counts: Counts, aggregation: str, normalisation: str) -> dict[tuple[str, str], float]:
    """The pairs of rows (the lesser name first) whose tie through shared columns is not zero.

    `ignore` multiplies all statements of the two on a column; `congruence` like with like; `conflict` unlike with unlike; `subtract` is
    congruence less conflict.

    Raises:
        Fault: There is no such aggregation or normalisation.
    """
    _check("one-mode", ONE_MODE, aggregation, normalisation)
    vectors = _vectors(counts, pooled=aggregation == "ignore")
    cells: dict[tuple[str, str], float] = {}
    for a, b in _pairs(counts):
        value = _tie(vectors[a], vectors[b], aggregation)
        if value:
            cells[a, b] = value if normalisation == "no" else value / _divisor(vectors[a], vectors[b], normalisation)
    return cells


_Vector: TypeAlias = Mapping[tuple[str, int | None], int]  # one row's counts by column and qualifier


def _vectors(counts: Counts, *, pooled: bool) -> dict[str, _Vector]:
    """Every row's counts; pooled, all statements on a column are one cell, else those for and those against, without those neither."""
    vectors: dict[str, dict[tuple[str, int | None], int]] = defaultdict(dict)
    for (row, column), cell in counts.items():
        levels = {None: cell.total} if pooled else {1: cell.favour, 0: cell.against}
        vectors[row] |= {(column, level): count for level, count in levels.items() if count}
    return dict(vectors)


def _pairs(counts: Counts) -> Iterator[tuple[str, str]]:
    """The pairs of rows that share a column, in order."""
    by_column: dict[str, list[str]] = defaultdict(list)
    for row, column in counts:
        by_column[column].append(row)
    yield from sorted({pair for rows in by_column.values() for pair in combinations(sorted(rows), 2)})


def _tie(mine: _Vector, other: _Vector, aggregation: str) -> int:
    same = sum(count * other.get(cell, 0) for cell, count in mine.items())
    if aggregation in {"ignore", "congruence"}:
        return same
    unlike = sum(count * other.get((column, 1 - level), 0) for (column, level), count in mine.items() if level is not None)
    return unlike if aggregation == "conflict" else same - unlike


def _divisor(mine: _Vector, other: _Vector, normalisation: str) -> float:
    totals = sum(mine.values()), sum(other.values())
    if normalisation == "average":
        return sum(totals) / 2
    if normalisation == "product":
        return totals[0] * totals[1]
    if normalisation == "cosine":
        return math.sqrt(sum(n * n for n in mine.values()) * sum(n * n for n in other.values()))
    # What only one has, and the products of what both have: m10 + m01 + m11 in DNA's manual.
    shared = mine.keys() & other.keys()
    return sum(totals) + sum(mine[cell] * other[cell] - mine[cell] - other[cell] for cell in shared)


def _sums(counts: Counts, side: int) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for pair, cell in counts.items():
        sums[pair[side]] += cell.total
    return sums


def _check(mode: str, known: Mapping[str, Iterable[str]], aggregation: str, normalisation: str) -> None:
    for name, value in (("aggregation", aggregation), ("normalisation", normalisation)):
        if value not in known[name]:
            raise Fault(f'a {mode} network has no {name} "{value}"', f"--{name}", f"choose one of {', '.join(known[name])}")
