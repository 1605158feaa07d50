"""Whether an event took place: by tense and modal verbs, and by the words that govern its name.

`held` is news or goes on, `past` is background, `planned` is announced, `hypothetical` proposed, feared, denied or conditional.
Limits: a plan that failed later is a plan; irony and free indirect speech are not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.reading.trees import adposition, hypothetical, is_verb, kid, kids, lemma, negated, past

if TYPE_CHECKING:
    from diplograph.extract.actions.words import Words
    from diplograph.lexicon import Lexicon
    from diplograph.model import ActionStatus
    from diplograph.tree import Token

__all__ = ["denied", "of_noun", "of_verb"]

_STEPS = 6
_BEFORE = 8  # words before a noun that may say something of it
_BESIDE = frozenset({"before", "after", "since", "following", "during", "until"})  # what stands behind these happens by itself
_WILL = frozenset({"will", "'ll", "wo", "shall"})
_GERUND = frozenset({"by", "of", "to", "in", "for", "on", "from", "against", "without"})
_EMBEDDED = frozenset({"xcomp", "ccomp", "advcl", "acl", "conj", "obj", "obl", "csubj", "nmod", "advcl:relcl"})
_AUX = ("aux", "aux:pass", "cop")


def denied(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb says that nothing happened."""
    return negated(verb, lexicon)


def of_verb(verb: Token, lexicon: Lexicon, known: Words) -> ActionStatus:
    """The status of what a verb tells."""
    helpers = [child for child in verb.children if child.dep_ in _AUX]
    conditional = _conditional(verb, lexicon)
    if any(lemma(child) in _WILL for child in helpers):
        return "hypothetical" if conditional else "planned"
    if any(child.lower_ == "would" for child in helpers):  # reported speech: "announced that troops would leave"
        reported = any(lemma(token) in known.carriers["reporting"] and past(token) for token in verb.sent)
        return "planned" if reported and not conditional else "hypothetical"
    governed = None if conditional else _governed(verb, lexicon, known)
    if governed is not None:
        return governed
    if hypothetical(verb, lexicon) or conditional:
        return "hypothetical"
    if any(child.lower_ in {"had", "'d"} for child in helpers) and verb.tag_ in {"VBN", "VBD"}:
        return "held" if verb.dep_ == "ccomp" and lemma(verb.head) in known.carriers["reporting"] else "past"
    if any(child.lower_ in {"is", "are"} for child in kids(verb, "aux:pass")) and not _fresh(verb, known):
        return "past"
    if verb.dep_ in {"acl:relcl", "acl"} and verb.tag_ in {"VBD", "VBN"}:
        return "held" if _fresh(verb, known) else "past"
    if verb.tag_ == "VBN" and any(child.lower_ in {"have", "has", "'ve"} for child in helpers):
        return "held" if _fresh(verb, known) or verb.dep_ == "ROOT" else "past"
    return "held"


def of_noun(noun: Token, lexicon: Lexicon, known: Words, *, lasting: bool = False) -> ActionStatus:
    """The status of what a noun names; what lasts ("war", "presence") goes on unless something says otherwise."""
    definite = any(child.lower_ in {"the", "this", "that"} for child in kids(noun, "det")) or kid(noun, "nmod:poss") is not None
    for token in noun.doc[max(noun.left_edge.i, noun.i - _BEFORE) : noun.i]:
        found = _carried(lemma(token), known, definite=definite) or _carried(token.lower_, known, definite=definite)
        if found is not None and token.pos_ != "VERB" and not (found == "past" and _fresh(noun, known)):
            return found
    node = noun
    for _ in range(_STEPS):
        head = node.head
        if head.i == node.i or adposition(node) in _BESIDE:
            break
        if is_verb(head):
            status = _below(node, head, lexicon, known, definite=definite)
            if status is not None:
                return status
            break
        found = _carried(lemma(head), known, definite=definite) if node.dep_ in {"nmod", "obl"} else None
        if found in {"hypothetical", "planned", "cancelled", "past"}:
            return found
        node = head
    if lasting or _fresh(noun, known):
        return "held"
    return "past" if definite or noun.dep_ in {"obl", "nmod", "nmod:poss"} else "held"


def _below(node: Token, verb: Token, lexicon: Lexicon, known: Words, *, definite: bool) -> ActionStatus | None:
    """What a verb says of the event noun that stands in its clause."""
    if definite and lemma(verb) in lexicon.words["ending"]:
        return "held"
    found = _carried(lemma(verb), known, definite=definite)
    direct = node.dep_ in {"obj", "nsubj:pass", "xcomp", "ccomp"} or (
        node.dep_ == "obl" and adposition(node) in {"for", "to", "on", "against"}
    )
    if node.dep_ == "nsubj" and (
        lemma(verb) in {"set", "due"} or any(lemma(child) in {"set", "due", "expect", "schedule"} for child in verb.children)
    ):
        return "planned"
    if direct and found == "held" and not hypothetical(verb, lexicon) and not negated(verb, lexicon):
        status = of_verb(verb, lexicon, known)
        return "held" if status == "past" else status
    if direct and found is not None and found != "held":
        return found
    if hypothetical(verb, lexicon) and node.dep_ in {"obj", "nsubj", "nsubj:pass"}:
        return "hypothetical"
    if any(lemma(child) in _WILL for child in kids(verb, "aux")) and node.dep_ in {"obj", "nsubj", "nsubj:pass"}:
        return "planned"
    return None


def _governed(verb: Token, lexicon: Lexicon, known: Words) -> ActionStatus | None:
    """What the verbs and nouns above an infinitive, or a gerund that is an object, make of it."""
    marks = {child.lower_ for child in kids(verb, "mark", "case") if child.i < verb.i}
    if not (
        verb.tag_ == "VB" or (verb.tag_ == "VBG" and (marks & _GERUND or (verb.dep_ in {"obj", "xcomp", "csubj", "nmod"} and not marks)))
    ):
        return None
    node = verb
    for _ in range(_STEPS):
        if node.dep_ not in _EMBEDDED or node.head.i == node.i:
            break
        node = node.head
        found = _carried(lemma(node), known, definite=False) or ("planned" if lemma(node) in {"set", "due"} else None)
        if found == "planned" and is_verb(node) and (negated(node, lexicon) or hypothetical(node, lexicon)):
            return "hypothetical"
        if found is not None:
            return found
    return "hypothetical" if "to" in marks else None


def _conditional(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb stands in an if-clause or under one's main clause."""
    return any(lemma(child) in lexicon.words["conditions"] for child in kids(verb, "mark")) or any(
        any(lemma(mark) in lexicon.words["conditions"] for mark in kids(child, "mark")) for child in kids(verb, "advcl")
    )


def _carried(word: str, known: Words, *, definite: bool) -> ActionStatus | None:
    """What a word says of the event beside it; a weak one ("discuss", "more") only of an indefinite event."""
    if not definite and word in known.carriers["weak"]:
        return "hypothetical"
    for status in ("cancelled", "planned", "hypothetical", "held", "past"):
        if word in known.carriers[status]:
            return status
    return None


def _fresh(token: Token, known: Words) -> bool:
    """Whether the words around name a day near the publication's."""
    near = {child.lower_ for child in token.subtree} if token.dep_ != "ROOT" else {child.lower_ for child in token.sent}
    return not near.isdisjoint(known.carriers["lately"])
