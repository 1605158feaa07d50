"""Whose "its" and "their" are by the syntax of their own clause, where that tells more than who is prominent.

Two constructions bind closely: an infinitive or gerund whose doer is understood ("called on Turkey to halt its drilling", "Egypt's plan to
send its troops"), and a reason behind an object ("condemns Russia for its attacks", "sanctions on Pyongyang over its missile tests").
Everything else is left to salience.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.actions.control import doer
from diplograph.extract.actions.words import preposition, timed, words
from diplograph.extract.reading.trees import is_verb, kid

if TYPE_CHECKING:
    from diplograph.tree import Token

__all__ = ["owner"]

_STEPS = 6
_REASONS = frozenset({"for", "over", "about", "because"})
_OBJECTS = frozenset({"obj", "iobj", "nmod", "obl", "appos"})
_PLACES = frozenset({"in", "at", "during", "near"})


def owner(possessive: Token) -> Token | None:
    """The head of the phrase that a possessive pronoun takes up, None where its clause does not tell."""
    node, reason = possessive.head, None
    for _ in range(_STEPS):
        if is_verb(node):
            break
        if preposition(node) in _REASONS:
            reason = node
        if node.head == node:
            return None
        node = node.head
    if not is_verb(node):
        return None
    if reason is not None:
        return _before(node, reason)
    if node.tag_ in {"VB", "VBG"} and kid(node, "nsubj", "nsubj:pass") is None:
        found = doer(node, words())
        return found if found is not None and found.i < possessive.i else None
    return None


def _before(verb: Token, reason: Token) -> Token | None:
    """Who is named last between a verb and the reason that follows, as its object or toward whom its object goes."""
    between = verb.doc[verb.i + 1 : reason.left_edge.i]
    named = [
        token for token in between if token.pos_ == "PROPN" and token.dep_ in {"obj", "iobj", "nmod", "obl", "appos"} and not timed(token)
    ]
    return named[-1] if named and preposition(named[-1]) not in _PLACES else None
