"""How far a phrase or clause reaches. A stretch of tokens is a pair (first, end), `end` exclusive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.tree import Token

__all__ = ["Stretch", "noun_phrase", "parted", "subtree", "trim"]

Stretch = tuple[int, int]


def subtree(token: Token, without: Callable[[Token], bool] | None = None) -> Stretch:
    """The stretch that a token and its dependents cover, some dependents left out; a hole is bridged, not cut."""
    first = last = token.i
    stack = [token]
    for node in stack:  # grows while it is read
        stack += [child for child in node.children if child.dep_ != "punct" and (without is None or not without(child))]
        first, last = min(first, node.i), max(last, node.i)
    return trim(token, _closed(token, (first, last + 1)))


def _closed(token: Token, stretch: Stretch) -> Stretch:
    """A stretch with the bracket or mark that closes what it has opened; marks hang from anywhere in small parsers' trees."""
    doc, (first, end) = token.doc, stretch
    if (end == len(doc) or doc[end].text not in ("”", ")", "]")) and (not first or doc[first - 1].text not in ("“", "(", "[")):
        return stretch
    inside = [word.text for word in doc[first:end]]
    for opening, closing in (("“", "”"), ("(", ")"), ("[", "]")):
        if inside.count(opening) > inside.count(closing) and end < len(doc) and doc[end].text == closing:
            end += 1
        if inside.count(closing) > inside.count(opening) and first > 0 and doc[first - 1].text == opening:
            first -= 1
    return first, end


def trim(token: Token, stretch: Stretch) -> Stretch:
    """A stretch without the punctuation at its edges, closing brackets and marks that have their partner inside it kept."""
    doc, (first, end) = token.doc, stretch
    text = [doc[i].text for i in range(first, end)]
    while end - first > 1 and (text[0] in ",;:.–—-)”" or doc[first].dep_ == "cc"):
        first, text = first + 1, text[1:]
    while end - first > 1 and (text[-1] in ",;:–—-(“." or (text[-1] in "”)" and not _partner(text))):
        end, text = end - 1, text[:-1]
    return first, end


def _partner(text: list[str]) -> bool:
    opening = {"”": "“", ")": "("}[text[-1]]
    return text.count(opening) >= text.count(text[-1])


def parted(token: Token) -> str:
    """The word before a subtree, or the mark that the parser has hung inside it at its start; empty at the start of a paragraph."""
    first = token.left_edge
    if first != token and first.text in (",", "—", "–"):
        return first.text
    return token.doc[first.i - 1].text if first.i else ""


def noun_phrase(noun: Token, but: Token | None = None, *, restricted: bool = False) -> Stretch:
    """A noun phrase without its relative clauses, loose appositions and coordinated clauses, and without one dependent.

    `restricted` keeps the relative clauses of the noun that no comma parts from it: "all activities that undermine order".
    """

    def loose(child: Token) -> bool:
        if child == but:
            return True
        if restricted and child.dep_ == "acl:relcl" and child.head == noun and parted(child) not in (",", "—", "–", "("):
            return False
        if child.dep_ in ("acl:relcl", "parataxis", "punct", "advcl", "discourse", "cc:preconj"):
            return True
        if child.dep_ == "acl" and parted(child) in (",", "—", "–"):
            return True
        if child.dep_ == "case" and child.head == noun and child.i < noun.i:
            return True
        return child.dep_ == "appos" and child.i > noun.i

    return subtree(noun, loose)
