"""Which prediction meets which annotated unit.

The rules are those of annotation/score_statements.py: one article, spans that share at least a third of their union, at least half of
all names given by either in common; pairs one to one, best first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from diplograph.evaluate.units import Record, Unit

__all__ = ["Names", "agree", "overlap", "pair_up", "plain", "shared"]

# A pair that agrees on the kind goes before one that shares up to this much more of the span (score_statements.py).
_SAME_LABEL = 0.25


def plain(name: str) -> str:
    """A name for comparison: case, punctuation, blanks and a leading "the" set aside."""
    bare = re.sub(r"[^\w\s-]", "", name.casefold())
    bare = re.sub(r"\s+", " ", bare).strip()
    return bare.removeprefix("the ")


class Names:
    """Canonical names: what an article calls an actor, and what speaks for a state.

    Args:
        entities: Records with `article`, `name` and `surface`; where two of one article share a form, the first has it.
    """

    def __init__(self, entities: Iterable[Record] = ()) -> None:
        self._table: dict[str, dict[str, str]] = defaultdict(dict)
        for entity in entities:
            article, name, surface = entity["article"], str(entity["name"]), entity.get("surface") or ()
            for form in (name, *(surface if isinstance(surface, list | tuple) else ())):
                self._table[str(article)].setdefault(plain(str(form)), plain(name))

    def of(self, article: str, names: Iterable[str]) -> frozenset[str]:
        """The canonical names that names in an article stand for."""
        table = self._table.get(article, {})
        keys = (plain(name) for name in names)
        known = (table.get(key, key) for key in keys)
        return frozenset(_governments().get(key, key) for key in known)


@cache
def _governments() -> Mapping[str, str]:
    """State or organisation by the name of what speaks for it, from `governments.yaml`."""
    data = yaml.safe_load((files("diplograph.evaluate.scoring") / "governments.yaml").read_text("utf-8"))
    return {body: state for state, bodies in data.items() for body in bodies}


def shared(one: Unit, other: Unit) -> float:
    """The share of their union that two spans have in common, however small."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start)) if common > 0 else 0.0


def overlap(one: Unit, other: Unit) -> float:
    """The share of their union that two spans have in common; 0 where it is less than a third."""
    share = shared(one, other)
    return share if share >= 1 / 3 else 0.0


def agree(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether at least half of all names given by either are common; two empty sets agree (an action without an actor)."""
    return 2 * len(some & others) >= len(some | others)


def pair_up(gold: Sequence[Unit], predicted: Sequence[Unit], names: Names) -> list[tuple[int, int]]:
    """Pairs of positions in `gold` and `predicted`, one to one, the largest overlap first, the same kind preferred."""
    theirs: dict[str, list[tuple[int, Unit, frozenset[str]]]] = defaultdict(list)
    for j, guess in enumerate(predicted):
        theirs[guess.article].append((j, guess, names.of(guess.article, guess.who)))
    candidates = []
    for i, true in enumerate(gold):
        holders = names.of(true.article, true.who)
        for j, guess, others in theirs.get(true.article, ()):
            share = overlap(true, guess)
            if share and agree(holders, others):
                candidates.append((share + (_SAME_LABEL if true.label == guess.label else 0), i, j))
    pairs, used, taken = [], set(), set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            pairs.append((i, j))
    return pairs
