"""Fit the weights by which addressees are chosen, and print them as `resolve/addressees.yaml` has them.

    python benchmarks/train_addressees.py FOLDER… [--curated] [--without KEY,KEY]

FOLDER is annotated as annotation/dev is; one that is given twice counts twice, and likewise `--curated`. Statements that are found and
met by an annotated one teach: of the actors near each, those annotated as addressees against the rest. Logistic regression (liblinear,
which keeps the bias small, too) with weights for all acts and further ones for each sort of act, small ones preferred; thresholds are
those with the best F1 when each article is judged by weights fitted without it. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from diplograph.build import released
from diplograph.evaluate import curated_gold, read_gold
from diplograph.evaluate.matching import Names, pair_up
from diplograph.evaluate.units import STATEMENT, units
from diplograph.export import reading_records, records
from diplograph.pipeline import extractor
from diplograph.registry import Registry
from diplograph.resolve import addressees
from diplograph.resources import Workspace

if TYPE_CHECKING:
    from diplograph.evaluate.gold import Gold
    from diplograph.model import Candidate

_STRENGTH = 0.03  # of the regression, the smaller the stiffer; .02 to .1 differ by less than .01 in F1
_FOLDS = 8
_LEAST = 0.05  # weights below are left out


@dataclass(frozen=True)
class Row:
    """A statement: its sort of act, what is shown of each actor, who of them is annotated, how many annotated ones are not among them."""

    article: str
    sort: str
    shown: dict[str, addressees.Evidence]
    right: frozenset[str]
    gold: int


def rows(gold: Gold, without: Sequence[str]) -> Iterator[Row]:
    """The statements of a set that are met by annotated ones."""
    registry = Registry.load(Workspace())
    read = extractor(registry)
    kept: dict[tuple[int, int, str, frozenset[str]], dict[str, addressees.Evidence]] = {}
    plain = addressees.Addressing.of

    def of(self: addressees.Addressing, candidate: Candidate, holders: tuple[str, ...], place: int) -> tuple[str, ...]:
        kept[candidate.span.start, candidate.span.end, candidate.kind, frozenset(holders)] = self.evidence(candidate, holders, place)
        return plain(self, candidate, holders, place)

    addressees.Addressing.of = of  # type: ignore[method-assign]
    names = Names(gold.entities)
    for article in gold.articles([key for key in gold.keys if not key.startswith(tuple(without))]):
        kept.clear()
        reading = read(article)
        known = registry.extended(reading.newcomers)
        found = list(units([row for row in reading_records(reading, registry) if row["record"] == "statement"], STATEMENT, "predicted"))
        true = [unit for unit in gold.annotated["statements"] if unit.article == article.key]
        by_place = {(s.span.start, s.span.end, s.kind, frozenset((*s.holders, *s.on_behalf_of))): s for s in reading.statements}
        for i, j in pair_up(true, found, names):
            key = next((k for k in by_place if k[:3] == (found[j].start, found[j].end, found[j].label) and k in kept), None)
            if key is None:
                continue
            wanted = names.of(article.key, true[i].whom)
            called = {iri: names.of(article.key, [known.label(iri)]) for iri in kept[key]}
            right = frozenset(iri for iri, labels in called.items() if labels & wanted)
            yield Row(article.key, addressees.SORTS[key[2]], dict(kept[key]), right, len(wanted))
    addressees.Addressing.of = plain  # type: ignore[method-assign]


def matrix(data: Sequence[Row], columns: dict[str, int]) -> tuple[np.ndarray, np.ndarray, list[tuple[int, str]]]:
    """Features, answers, and which statement and actor each line is."""
    lines, answers, places = [], [], []
    for number, row in enumerate(data):
        for iri, shown in row.shown.items():
            line = np.zeros(len(columns))
            for name, value in (*shown.items(), ("bias", 1.0)):
                for column in (f"all {name}", f"{row.sort} {name}"):
                    if column in columns:
                        line[columns[column]] = value
            lines.append(line)
            answers.append(iri in row.right)
            places.append((number, iri))
    return np.array(lines), np.array(answers), places


def f1(data: Sequence[Row], ranked: Mapping[int, list[tuple[float, str]]], above: Mapping[str, float], alone: Mapping[str, float]) -> float:
    """Micro F1 of the actors that score above their sort's threshold, and of the best where none does but it scores above another."""
    chosen = hits = 0
    for number, row in enumerate(data):
        best = ranked.get(number, [])
        picked = [iri for score, iri in best if score > above[row.sort]] or [iri for score, iri in best[:1] if score > alone[row.sort]]
        chosen += len(picked)
        hits += len(row.right.intersection(picked))
    return 2 * hits / (chosen + sum(row.gold for row in data))


def thresholds(
    data: Sequence[Row], ranked: Mapping[int, list[tuple[float, str]]], sorts: Sequence[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """The best thresholds, found one after the other, twice."""
    above, alone = dict.fromkeys(sorts, -1.5), dict.fromkeys(sorts, -1.5)
    for table, sort in [(table, sort) for _ in range(2) for sort in sorts for table in (above, alone)]:
        table[sort] = max(np.arange(-3.5, 0.6, 0.1), key=lambda value: f1(data, ranked, *_with(above, alone, table, sort, value)))
    return above, alone


def _with(
    above: dict[str, float], alone: dict[str, float], table: dict[str, float], sort: str, value: float
) -> tuple[dict[str, float], dict[str, float]]:
    tried = table | {sort: value}
    return (tried, alone) if table is above else (above, tried)


def main() -> None:
    """Read, fit, print."""
    from sklearn.linear_model import LogisticRegression

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--curated", action="count", default=0)
    parser.add_argument("--without", default="")
    args = parser.parse_args()
    without = [key for key in args.without.split(",") if key] or ["\0"]
    sets = [read_gold(folder) for folder in args.folder]
    if args.curated:
        space = Workspace(Path(__file__).parents[1])
        graph = released(space)
        sets += [curated_gold(space, graph, records(graph))] * args.curated
    data = [row for gold in sets for row in rows(gold, without)]
    names = sorted({name for row in data for shown in row.shown.values() for name in shown} | {"bias"})
    sorts = sorted(set(addressees.SORTS.values()))
    columns = {f"{sort} {name}": place for place, (sort, name) in enumerate((sort, name) for sort in ("all", *sorts) for name in names)}
    lines, answers, places = matrix(data, columns)
    articles = np.array([data[number].article for number, _ in places])
    scores = np.zeros(len(lines))
    keys = sorted(set(articles))
    for fold in (keys[first::_FOLDS] for first in range(_FOLDS)):
        out = np.isin(articles, fold)
        scores[out] = (
            LogisticRegression(C=_STRENGTH, max_iter=3000, solver="liblinear").fit(lines[~out], answers[~out]).decision_function(lines[out])
        )
    ranked: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for (number, iri), score in zip(places, scores, strict=True):
        ranked[number].append((float(score), iri))
    for found in ranked.values():
        found.sort(reverse=True)
    above, alone = thresholds(data, ranked, sorts)
    reach = sum(len(row.right) for row in data), sum(row.gold for row in data)
    sys.stderr.write(f"{len(data)} statements, {reach[0]} of {reach[1]} addressees near, F1 {f1(data, ranked, above, alone):.3f}\n")
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, solver="liblinear").fit(lines, answers)
    fitted = dict(zip(columns, model.coef_[0], strict=True))
    for sort in sorts:
        weights = {name: fitted[f"all {name}"] + fitted[f"{sort} {name}"] for name in names}
        weights["bias"] += float(model.intercept_[0]) - above[sort]
        sys.stdout.write(f"{sort}:\n  alone: {min(0.0, alone[sort] - above[sort]):.2f}\n")
        sys.stdout.writelines(f"  {name}: {weight:.2f}\n" for name, weight in weights.items() if abs(weight) >= _LEAST or name == "bias")


if __name__ == "__main__":
    main()
