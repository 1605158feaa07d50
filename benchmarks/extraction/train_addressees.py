"""Fit the weights by which addressees are chosen, and print them as `resolve/addressees.yaml` has them.

    python benchmarks/extraction/train_addressees.py FOLDER… [--curated] [--without KEY,KEY]

FOLDER is annotated as annotation/dev is; one that is given twice counts twice, and likewise `--curated`. Statements that are found and
met by an annotated one teach, whoever is taken for the holder: of the actors near each, those annotated as addressees against the rest.
Logistic regression (liblinear, which keeps the bias small, too) with weights for all acts and further ones for each sort of act, small
ones preferred. The two thresholds, one for all who are addressees and one for the weightiest alone, are those with the best F1 when each
set is judged by weights fitted without it; they are the same for all sorts of acts, since thresholds for each follow chance. Needs
scikit-learn.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from diplograph.build import released
from diplograph.evaluate import curated_gold, read_gold
from diplograph.evaluate.scoring.matching import Names, pair_up
from diplograph.evaluate.units import STATEMENT, Unit, units
from diplograph.export import reading_records, records
from diplograph.pipeline import extractor
from diplograph.registry import Registry
from diplograph.resolve import addressees
from diplograph.resources import Workspace

if TYPE_CHECKING:
    from diplograph.evaluate.gold import Gold
    from diplograph.model import Candidate
    from diplograph.pipeline import Reading
    from diplograph.registry import Newcomer

_STRENGTH = 0.1  # of the regression, the smaller the stiffer; .03 to .3 differ by less than .01 in F1
_LEAST = 0.05  # weights below are left out


@dataclass(frozen=True)
class Row:
    """A statement: the set it is of, its sort of act, what is shown of each actor, who of them is annotated, and how many are in all."""

    source: str
    sort: str
    shown: dict[str, addressees.Evidence]
    right: frozenset[str]
    gold: int


def rows(gold: Gold, source: str, without: Sequence[str]) -> Iterator[Row]:
    """The statements of a set that are met by annotated ones."""
    registry = Registry.load(Workspace())
    read = extractor(registry)
    kept: dict[tuple[int, int, str, frozenset[str]], dict[str, addressees.Evidence]] = {}
    asked: list[addressees.Addressing] = []
    plain = addressees.Addressing.of

    def of(self: addressees.Addressing, candidate: Candidate, holders: tuple[str, ...], place: int) -> tuple[str, ...]:
        asked[:] = [self]
        kept[candidate.span.start, candidate.span.end, candidate.kind, frozenset(holders)] = self.evidence(candidate, holders, place)
        return plain(self, candidate, holders, place)

    addressees.Addressing.of = of  # type: ignore[method-assign]
    names = Names(gold.entities)
    for article in gold.articles([key for key in gold.keys if not key.startswith(tuple(without))]):
        kept.clear()
        reading = read(article)
        known = registry.extended(_newcomers(reading, asked))
        found = list(units([row for row in reading_records(reading, registry) if row["record"] == "statement"], STATEMENT, "predicted"))
        true = [unit for unit in gold.annotated["statements"] if unit.article == article.key]
        by_place = {(s.span.start, s.span.end, s.kind, frozenset((*s.holders, *s.on_behalf_of))): s for s in reading.statements}
        for i, j in met(true, found, names):
            key = next((k for k in by_place if k[:3] == (found[j].start, found[j].end, found[j].label) and k in kept), None)
            if key is None:
                continue
            wanted = names.of(article.key, true[i].whom)
            called = {iri: names.of(article.key, [known.label(iri)]) for iri in kept[key]}
            right = frozenset(iri for iri, labels in called.items() if labels & wanted)
            yield Row(source, addressees.SORTS[key[2]], dict(kept[key]), right, len(wanted))
    addressees.Addressing.of = plain  # type: ignore[method-assign]


def _newcomers(reading: Reading, asked: Sequence[addressees.Addressing]) -> tuple[Newcomer, ...]:
    """Everybody whom the registry lacks, also those whom no statement names, so that they too can be found among the annotated."""
    near = [one for who in (each.who for each in asked) for one in (*who.mentions.newcomers, *who.newcomers.values())]
    return tuple({one.iri: one for one in (*near, *reading.newcomers)}.values())


def met(true: Sequence[Unit], found: Sequence[Unit], names: Names) -> list[tuple[int, int]]:
    """Pairs of annotated and found statements, those with the same holder first, then the others that share a passage."""
    pairs = pair_up(true, found, names)
    left = [i for i in range(len(true)) if i not in {i for i, _ in pairs}]
    free = [j for j in range(len(found)) if j not in {j for _, j in pairs}]
    rest = pair_up([replace(true[i], who=()) for i in left], [replace(found[j], who=()) for j in free], names)
    return pairs + [(left[i], free[j]) for i, j in rest]


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


def f1(data: Sequence[Row], ranked: Mapping[int, list[tuple[float, str]]], above: float, alone: float) -> float:
    """Micro F1 of the actors that score above a threshold, and of the best where none does but it scores above another."""
    chosen = hits = 0
    for number, row in enumerate(data):
        best = ranked.get(number, [])
        picked = [iri for score, iri in best if score > above] or [iri for score, iri in best[:1] if score > alone]
        chosen += len(picked)
        hits += len(row.right.intersection(picked))
    return 2 * hits / (chosen + sum(row.gold for row in data))


def thresholds(data: Sequence[Row], ranked: Mapping[int, list[tuple[float, str]]]) -> tuple[float, float]:
    """The best two thresholds; the second is no higher than the first."""
    tried = [(above, above - less) for above in np.arange(-2.6, 0.1, 0.1) for less in np.arange(0.0, 1.7, 0.2)]
    return max(tried, key=lambda pair: f1(data, ranked, *pair))


def _model() -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=3000, solver="liblinear")


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--curated", action="count", default=0)
    parser.add_argument("--without", default="")
    args = parser.parse_args()
    without = [key for key in args.without.split(",") if key] or ["\0"]
    sets = [(read_gold(folder), str(folder)) for folder in args.folder]
    if args.curated:
        space = Workspace(Path(__file__).resolve().parents[2])
        graph = released(space)
        sets += [(curated_gold(space, graph, records(graph)), "curated")] * args.curated
    data = [row for gold, source in sets for row in rows(gold, source, without)]
    names = sorted({name for row in data for shown in row.shown.values() for name in shown} | {"bias"})
    sorts = sorted(set(addressees.SORTS.values()))
    columns = {f"{sort} {name}": place for place, (sort, name) in enumerate((sort, name) for sort in ("all", *sorts) for name in names)}
    lines, answers, places = matrix(data, columns)
    origins = np.array([data[number].source for number, _ in places])
    scores = np.zeros(len(lines))
    for origin in sorted(set(origins)):
        out = origins == origin
        scores[out] = _model().fit(lines[~out], answers[~out]).decision_function(lines[out])
    ranked: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for (number, iri), score in zip(places, scores, strict=True):
        ranked[number].append((float(score), iri))
    for found in ranked.values():
        found.sort(reverse=True)
    above, alone = thresholds(data, ranked)
    reach = sum(len(row.right) for row in data), sum(row.gold for row in data)
    sys.stderr.write(f"{len(data)} statements, {reach[0]} of {reach[1]} addressees near, F1 {f1(data, ranked, above, alone):.3f}\n")
    model = _model().fit(lines, answers)
    fitted = dict(zip(columns, model.coef_[0], strict=True))
    for sort in sorts:
        weights = {name: fitted[f"all {name}"] + fitted[f"{sort} {name}"] for name in names}
        weights["bias"] += float(model.intercept_[0]) - above
        sys.stdout.write(f"{sort}:\n  alone: {alone - above:.2f}\n")
        sys.stdout.writelines(f"  {name}: {weight:.2f}\n" for name, weight in weights.items() if abs(weight) >= _LEAST or name == "bias")


if __name__ == "__main__":
    main()
