"""Conditions: the clause that hangs from a predicate with "if" or "unless", or a phrase like "in return for" in its stretch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from diplograph.extract.reading.stretches import Stretch, subtree
from diplograph.extract.reading.trees import kid, kids, lemma

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Doc, Token

__all__ = ["behind", "condition"]


# What begins a condition that may hang elsewhere, what parts it from a clause, and the tokens that it has at least.
_OPENING, _APART, _SHORTEST = frozenset({"if", "unless"}), frozenset(",;:—–("), 3
# What a subject begins with.
_STARTS = frozenset({"DT", "PRP", "PRP$", "NNP", "NNPS", "EX"})


def condition(head: Token, stretch: Stretch, lexicon: Lexicon) -> Stretch | None:
    """The condition that hangs from a predicate, or stands by the surface in its clause's stretch; None without one."""
    for child in _conditional(head, lexicon):
        return subtree(child)
    doc = head.doc
    phrases = _by_first_word(lexicon.words["condition_phrases"])
    for i in range(stretch[0], min(stretch[1] + 1, head.sent.end - 1)):
        if doc[i].lower_ == "should" and doc[i].tag_ == "MD" and doc[i + 1].tag_ in _STARTS:
            return i, _until(doc, i, max(stretch[1], head.sent.end - 1))  # "respond in kind should its ambassador be expelled"
        begun = phrases.get(doc[i].lower_)
        if begun and any([token.lower_ for token in doc[i : i + len(words)]] == words for words in begun) and not _soon(doc, i, lexicon):
            return i, max(stretch[1], head.sent.end - 1) if i >= stretch[1] - 1 else stretch[1]
    return behind(doc, stretch[1])


def behind(doc: Doc, end: int) -> Stretch | None:
    """The condition that begins right where a stretch ends, though the parser hung it elsewhere: "talks would resume | if he is ready"."""
    if not 0 < end < len(doc) or doc[end].lower_ not in _OPENING or doc[end].tag_ != "IN" or doc[end - 1].text in _APART:
        return None
    if doc[end].is_sent_start:
        return None  # the next sentence has a condition of its own
    last = doc[end].sent.end
    while last - 1 > end and doc[last - 1].text in (".", "”", ")"):
        last -= 1
    return (end, last) if last - end > _SHORTEST else None


def _soon(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """Whether "as soon as" or "as long as" only tells how soon or how long: "as soon as possible"."""
    return i + 3 < len(doc) and doc[i].lower_ == "as" and lexicon.has("earliest", doc[i + 3].lower_)


def _until(doc: Doc, first: int, end: int) -> int:
    """To the next comma, or to the end."""
    return next((i for i in range(first, end) if doc[i].text == ","), end)


@lru_cache(maxsize=8)
def _by_first_word(phrases: frozenset[str]) -> Mapping[str, Sequence[list[str]]]:
    """The phrases of two words or more."""
    found: dict[str, list[list[str]]] = {}
    for words in sorted(phrase.split() for phrase in phrases if " " in phrase):
        found.setdefault(words[0], []).append(words)
    return found


def _conditional(head: Token, lexicon: Lexicon) -> Iterator[Token]:
    nodes = [head, *kids(head, "xcomp", "ccomp"), *(child for child in kids(head, "conj") if kid(child, "nsubj", "nsubj:pass") is None)]
    for node in nodes:
        for child in kids(node, "advcl", "advcl:relcl"):
            if _inverted(child):
                yield child
                continue
            marks = [lemma(mark) for mark in child.children if mark.dep_ in ("mark", "advmod") and mark.i < child.i]
            if any(mark in lexicon.words["conditions"] for mark in marks) and "as" not in marks and "even" not in marks:
                yield child


def _inverted(clause: Token) -> bool:
    """Whether a clause is a condition by its order: "should the deployment go ahead", "were it to attack", "had they asked"."""
    first, own = clause.left_edge, kid(clause, "nsubj", "nsubj:pass", "expl")
    return first.lower_ in ("should", "were", "had") and first.dep_ in ("aux", "aux:pass", "cop") and own is not None and own.i > first.i
