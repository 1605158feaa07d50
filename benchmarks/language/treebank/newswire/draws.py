"""What decides."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from treebank.newswire.nodes import Node, adj, det, name, passive
from treebank.newswire.words import STATES, VERBS, WORDS

__all__ = ["Draws"]

T = TypeVar("T")


class Draws:
    """Choices by chance.

    Args:
        chance: Decides everything.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def _one(self, items: Sequence[T]) -> T:
        return self._chance.choice(items)

    def _word(self, kind: str) -> str:
        """A word of one of the lists of `words.yaml`."""
        return self._one(WORDS[kind])

    def _maybe(self, share: float) -> bool:
        return self._chance.random() < share

    def _fated(self, *ways: tuple[float, Callable[[], T]]) -> T:
        """One of several ways; with each stands the sum of the shares up to and with it, the last being 1."""
        fate = self._chance.random()
        return next(way for limit, way in ways if fate < limit)()

    def _adjective_of_state(self) -> Node:
        return adj(self._one(STATES)[1])

    def _participle(self) -> Node:
        """The passive participle of any verb with an object."""
        return passive(self._one(VERBS["np"]).split()[0])

    def _named(self, words: str) -> Node:
        """A name of some words, the last of which is its head."""
        *others, last = words.split()
        if words == "United States":
            states = Node("States", "PROPN", "NNPS", "Number=Plur")
            return states.near("amod", Node("United", "ADJ", "NNP", "Degree=Pos")).before("det", det("the"))
        head = name(last)
        for word in others:
            if word in WORDS["adjectives_in_names"]:
                head.near("amod", Node(word, "ADJ", "NNP", "Degree=Pos"))
            else:
                head.near("compound", name(word))
        return head
