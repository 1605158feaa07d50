"""Which words are source, cue and content: exact stretches, as annotators of attribution mark them.

The cue is the verb group or noun that signals the act, the content what stands under it without its complementiser, the source the noun
phrase that names the holder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from diplograph.extract.reading.stretches import Stretch, noun_phrase, subtree
from diplograph.extract.reading.trees import base, lemma

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Token

__all__ = ["cited", "clause", "governor", "signalling", "source"]

_STEPS = 5  # verbs that only carry another; deeper chains are wrong parses


def signalling(head: Token, end: int) -> Stretch:
    """A cue with its auxiliaries, its negation and the adverbs among them ("has not yet said", "strongly backed"), up to its last word.

    Adverbs before the group that only order the tale ("also", "then") are no part of it.
    """
    doc, first, i = head.doc, head.i, head.i - 1
    while i >= head.sent.start and doc[i].head in (head, head.head) and doc[i].dep_ in ("aux", "aux:pass", "cop", "advmod"):
        if doc[i].dep_ != "advmod" or doc[i].text.endswith("ly") or lemma(doc[i]) in ("not", "n't", "never"):
            first = i
        i -= 1
    return first, end


def cited(head: Token, stretch: Stretch) -> Stretch:
    """A content as one would cite it: without the "that" or the preposition that leads to it, with the mark that closes its quotation."""
    doc, (first, end) = head.doc, stretch
    lead = doc[first]
    that = lead.lower_ == "that" and lead.dep_ in ("mark", "obj") and lead.tag_ != "DT"
    if end - first > 1 and (that or (lead.tag_ == "IN" and lead.dep_ in ("mark", "case") and lead.head == head)):
        first += 1
    opened = [token.text for token in doc[first:end]]
    if opened.count("“") > opened.count("”"):
        last = end
        while last < len(doc) and last - end < 2 and doc[last].text in ".,!?”":
            last += 1
            if doc[last - 1].text == "”":
                return first, last
    return first, end


def source(noun: Token, lexicon: Lexicon, but: Token | None = None) -> Stretch:
    """The words that name who holds something: a noun phrase without possessive ending, what leads to it, and where or when it spoke.

    "both" and "neither" belong to it; "According to CNN," before it and "on Monday" or "in a statement" behind it do not.
    """
    doc, (first, end) = noun.doc, noun_phrase(noun, but)
    while first < noun.i and any(token.text == "," for token in doc[first : noun.i]) and doc[first].tag_ in ("IN", "VBG", "NNP"):
        comma = next(token.i for token in doc[first : noun.i] if token.text == ",")
        if doc[first].tag_ == "NNP" and any(token.dep_ == "conj" for token in doc[first:end]):
            break
        first = comma + 1
    if first and doc[first - 1].text.lower() in ("both", "neither", "either"):
        first -= 1
    while end - first > 1 and doc[end - 1].text in ("'s", "’s", "’", "'"):
        end -= 1
    for i in range(noun.i + 1, end - 1):
        if doc[i].tag_ == "IN" and doc[i].text.lower() in ("on", "in", "at", "during") and lexicon.has("occasions", doc[end - 1].lower_):
            end = i
            break
    return first, end


def clause(verb: Token, stop: Callable[[Token], bool]) -> Stretch:
    """A predicate's own clause: what hangs from it, without coordinated predicates and what `stop` cuts off."""
    return subtree(verb, lambda child: (child.dep_ in ("conj", "cc") and child.head == verb) or stop(child))


def governor(verb: Token, lexicon: Lexicon) -> Token:
    """The verb that carries tense and subject of one that it only goes on with ("continue to press", "remains committed")."""
    node = verb
    for _ in range(_STEPS):
        over = base(node.head, lexicon)
        if node.dep_ != "xcomp" or not (lexicon.has("raising", over) or lexicon.has("copulas", over)):
            break
        node = node.head
    return node
