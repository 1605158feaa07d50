"""Who does what a verb says where its clause does not: whoever is asked to, decides to, or does what a gerund goes with.

Limits: which verbs and nouns leave it to whom is known only of those listed in `actions.yaml` (asking, deciding).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.actions.words import preposition
from diplograph.extract.reading.trees import adposition, is_verb, kid, kids, lemma, passive, subject

if TYPE_CHECKING:
    from diplograph.extract.actions.words import Words
    from diplograph.tree import Token

__all__ = ["doer"]

_STEPS = 4
_BESIDE = frozenset({"after", "before", "while", "when", "since", "by", "without", "despite"})  # with a gerund whose doer is the clause's


def doer(verb: Token, known: Words, steps: int = _STEPS) -> Token | None:
    """Who does what a verb says: its subject, also where that is understood.

    That is whoever is asked to ("urged Iran to release"), whoever decides to ("Egypt's plan to send"), or whoever does what a gerund goes
    with ("spoke after meeting …").
    """
    behind = _behind(verb, known)
    if behind is not None and steps:
        found = _deciding(behind, verb, known, steps)
        if found is not None:
            return found
    node = verb
    for _ in range(_STEPS):
        if kid(node, "nsubj", "nsubj:pass") is not None or node.head == node:
            break
        over = node.head
        if node.dep_ in {"xcomp", "ccomp", "advcl", "acl", "obl", "nmod"} and node.tag_ in {"VB", "VBG"}:
            found = _asked(over, node, known) or (_deciding(over, node, known, steps) if steps else None)
            if found is not None:
                return found
            if steps and node.tag_ == "VBG" and adposition(node) in _BESIDE and not is_verb(over):
                return doer(_clause_of(over), known, steps - 1)
        if node.dep_ not in {"conj", "xcomp"}:
            break
        node = over
    return subject(verb)


def _behind(verb: Token, known: Words) -> Token | None:
    """The noun of deciding right before an infinitive, wherever the tree hangs that."""
    doc = verb.doc
    if verb.tag_ != "VB" or verb.i < 2 or doc[verb.i - 1].lower_ != "to" or lemma(doc[verb.i - 2]) not in known.carriers["deciding"]:
        return None
    return doc[verb.i - 2]


def _deciding(over: Token, node: Token, known: Words, steps: int) -> Token | None:
    """Who decides, promises or tries what hangs from a noun of deciding: its owner, else the doer of the clause it stands in."""
    if over.pos_ not in {"NOUN", "PROPN"} or lemma(over) not in known.carriers["deciding"]:
        return None
    owner = kid(over, "nmod:poss")
    if owner is None:
        owner = next((child for child in kids(over, "nmod") if child.i < node.i and preposition(child) in {"by", "of"}), None)
    if owner is not None:
        return owner
    upper = _clause_of(over)
    return doer(upper, known, steps - 1) if is_verb(upper) and not passive(upper) else None


def _clause_of(noun: Token) -> Token:
    """The predicate of the clause that a noun stands in, else the topmost noun."""
    node = noun
    while not is_verb(node) and node.head != node:
        node = node.head
    return node


def _asked(over: Token, node: Token, known: Words) -> Token | None:
    """Whom a verb or noun of asking asks to do what hangs from it."""
    if lemma(over) not in known.carriers["asking"] or passive(over):
        return None
    before = [child for child in kids(over, "obj", "iobj", "obl", "nmod") if over.i < child.i < node.i]
    for child in before:
        if child.dep_ in {"obj", "iobj"} or preposition(child) in {"on", "upon", "for", "to"}:
            return child
    return None
