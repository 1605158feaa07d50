"""Predictions for a set of annotated articles judged: all together, and apart where some are held out.

Held-out articles are scored and never shown: rules are not to be written with them in view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from diplograph.errors import Fault, Place
from diplograph.evaluate.gold import GROUPS, Gold, checked, read_gold
from diplograph.evaluate.scoring.matching import Names
from diplograph.evaluate.scoring.scores import Scores, score_units
from diplograph.evaluate.units import Record, Unit, units
from diplograph.model import Article

__all__ = ["Predict", "Report", "judge", "run", "run_on"]

# What makes predictions: articles in, records out, both as streams.
Predict: TypeAlias = Callable[[Iterable[Article]], Iterable[Record]]


@dataclass(frozen=True, slots=True)
class Report:
    """What was judged, and how well it fits.

    Attributes:
        gold: The annotated articles.
        articles: The keys that were chosen of them.
        held_out: Those of the chosen that are reported apart and never shown.
        subsets: By `all`, and where articles are held out `seen` and `held_out`: scores by group (`statements`, `actions`).
    """

    gold: Gold
    articles: tuple[str, ...]
    held_out: tuple[str, ...]
    subsets: Mapping[str, Mapping[str, Scores]]

    @property
    def shown(self) -> Mapping[str, Scores]:
        """The scores whose cases may be read; nothing where all articles are held out."""
        return self.subsets.get("seen", {}) if self.held_out else self.subsets["all"]

    @property
    def figures(self) -> dict[str, float]:
        """Every number by its dotted name: `statements.f1`, `held_out.statements.by_kind.rejection.f1`."""
        flat: dict[str, float] = {}
        for subset, groups in self.subsets.items():
            for group, scores in groups.items():
                head = group if subset == "all" else f"{subset}.{group}"
                rows = {f"{table}.{key}": row for table, keyed in scores.tables.items() for key, row in keyed.items()}
                flat |= {f"{head}.{name}": n for name, n in chain(scores.figures.items(), scores.extras.items()) if _is_number(n)}  # type: ignore[misc]
                flat |= {f"{head}.{row}.{name}": n for row, values in rows.items() for name, n in values.items() if n is not None}
        return flat


def run(folder: Path, predict: Predict, *, articles: Sequence[str] = (), held_out: Sequence[str] = ()) -> Report:
    """Read a folder of annotated articles, have its texts predicted, and judge.

    Args:
        folder: As `read_gold` wants it.
        predict: Given the articles, as the program reads any text, with the index's metadata; it never sees annotations.
        articles: Keys, or what stands before `_` or `-` in them; none means all.
        held_out: Those to report apart.

    Raises:
        Fault: The folder, a key or a prediction is faulty.
    """
    return run_on(read_gold(folder), predict, articles=articles, held_out=held_out)


def run_on(gold: Gold, predict: Predict, *, articles: Sequence[str] = (), held_out: Sequence[str] = ()) -> Report:
    """`run` on annotations that are already read."""
    chosen = _chosen(gold, articles, "--article") or gold.keys
    return judge(gold, predict(gold.articles(chosen)), articles=articles, held_out=held_out)


def judge(
    gold: Gold, predictions: Iterable[Record | tuple[Place, Record]], *, articles: Sequence[str] = (), held_out: Sequence[str] = ()
) -> Report:
    """Judge predictions.

    Args:
        gold: The annotated articles.
        predictions: Records, each with the place where it was read if it was.
        articles: Keys, or what stands before `_` or `-` in them; none means all.
        held_out: Those to report apart.

    Raises:
        Fault: A key means no article, a prediction is faulty or for an article that is not annotated, or nothing is annotated.
    """
    chosen = _chosen(gold, articles, "--article") or gold.keys
    apart = tuple(key for key in _chosen(gold, held_out, "--held-out") if key in chosen)
    rows = list(predictions)
    guesses = {group: units(rows, GROUPS[group], "predicted") for group in gold.annotated}
    for unit in chain.from_iterable(guesses.values()):
        if unit.article not in gold.keys:
            cure = f"annotated are {', '.join(gold.keys[:5])}{' …' if gold.keys[5:] else ''}"
            raise Fault(f'a prediction for article "{unit.article}", which is not annotated', unit.place or gold.origin, cure)
        checked(unit, gold, "prediction")
    names = Names(gold.entities)
    subsets = {"all": chosen}
    if apart:
        subsets |= {"seen": tuple(key for key in chosen if key not in apart), "held_out": apart}
    scored = {name: _scored(gold, guesses, set(keys), names) for name, keys in subsets.items() if keys}
    if not any(scores.gold for scores in scored["all"].values()):
        raise Fault("nothing is annotated in these articles", gold.origin, "choose others")
    return Report(gold, tuple(chosen), apart, scored)


def _scored(gold: Gold, guesses: Mapping[str, tuple[Unit, ...]], keys: set[str], names: Names) -> dict[str, Scores]:
    def within(some: Iterable[Unit]) -> tuple[Unit, ...]:
        return tuple(unit for unit in some if unit.article in keys)

    return {
        group: score_units(within(annotated), within(guesses[group]), names, GROUPS[group]) for group, annotated in gold.annotated.items()
    }


def _chosen(gold: Gold, wanted: Sequence[str], option: str) -> tuple[str, ...]:
    """The keys that short forms mean, in order of key; one may stand for several articles of a file."""
    found: set[str] = set()
    for short in wanted:
        exact = {key for key in gold.keys if key == short}
        fits = exact or {key for key in gold.keys if key.startswith((f"{short}_", f"{short}-"))}
        if not fits:
            raise Fault(f'"{short}" is no annotated article', option, f"annotated are {', '.join(gold.keys)}")
        found |= fits
    return tuple(key for key in gold.keys if key in found)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
