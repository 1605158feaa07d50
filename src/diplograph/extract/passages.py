"""Which stretch of text shows an act: the clause with its source, cue and content, without what only stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.reading.conditions import behind
from diplograph.extract.reading.cues import Content, Reading, loose
from diplograph.extract.reading.parts import governor
from diplograph.extract.reading.stretches import Stretch, subtree, trim
from diplograph.extract.reading.trees import kids

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.tree import Token

__all__ = ["of_noun", "of_verb", "shared"]

# A subject of fewer tokens is shown whole, and one beside which what it says is a lesser share.
_LENGTHY, _SHARE = 10, 0.37
_BESIDE = ("obl", "advcl", "advmod", "obl:unmarked", "discourse", "mark", "cc", "nmod")


def of_verb(page: Page, reading: Reading, content: Content | None, *, lead: bool) -> Stretch:
    """The clause that shows the act: source, cue and content; a further content of the same cue stands alone."""
    token = governor(reading.head, page.lexicon)
    if content is not None and not lead:
        return content.stretch
    others = [other.head for other in reading.contents[1:]]

    def outside(child: Token) -> bool:
        if child in others or (child.dep_ == "cc" and child.head in (token, *others)):
            return True
        if child.head == token and (child.dep_ in ("conj", "parataxis", "advcl:relcl") or _aside(child, token)):
            return content is None or not child.i <= content.head.i <= child.right_edge.i
        return loose(child) and (content is None or child != content.head)

    first, end = subtree(token, outside)
    while end - first > 1 and page.doc[first].dep_ in ("mark", "cc") and page.doc[first].text.lower() in page.lexicon.words["openers"]:
        first += 1
    first, end = min(first, reading.words[0]), max(end, reading.words[1])
    if content is not None and not shared(token, content):
        first, end = min(first, content.stretch[0]) if content.stretch[1] <= token.i else first, max(end, content.stretch[1])
    bound = behind(page.doc, end) if content is not None and content.stretch[1] == end else None
    end = bound[1] if bound is not None else end
    if content is None or content.stretch[0] > token.i:
        first = _without_subject(page, token, reading.words[0], (first, end))
    return _marked(page, trim(token, (first, end)))


def shared(token: Token, content: Content) -> bool:
    """Whether the content is the subject of the predicate before: "was backed by one and | rejected by another"."""
    return token.dep_ == "conj" and content.head.head == token.head and content.head.dep_ in ("nsubj:pass", "nsubj")


def _without_subject(page: Page, token: Token, cue: int, stretch: Stretch) -> int:
    """Where a clause begins whose subject, with all that is told of it, is somewhat longer than what it says: at its predicate.

    Where it says little ("…, called for calm") the subject is shown too.
    """
    first, end = stretch
    start = min((child.i for child in (token, *kids(token, "aux", "aux:pass")) if first <= child.i <= cue), default=cue)
    parted = any(word.text == "," for word in page.doc[first:start])
    return start if parted and start - first >= _LENGTHY and _SHARE * (end - first) <= end - start < start - first else first


def of_noun(noun: Token, content: Content | None, verb: Token | None) -> Stretch:
    """A cue noun with its content; with its light verb and that verb's subject where there is one."""
    first, end = subtree(noun, lambda child: child.dep_ in ("acl:relcl", "conj", "cc", "parataxis", "appos", "case"))
    if verb is not None:
        own = next((child for child in kids(verb, "nsubj") if child.i < verb.i), None)
        first = min(first, verb.i, subtree(own)[0] if own is not None else verb.i)
    return first, end if content is None else max(end, content.stretch[1])


def _aside(child: Token, token: Token) -> bool:
    """What stands before a clause and is parted from it by a comma: "On Monday, …"."""
    return child.i < token.i and child.dep_ in _BESIDE and (child.dep_ in ("mark", "cc") or _comma(child))


def _comma(child: Token) -> bool:
    doc, last = child.doc, child.right_edge.i
    return doc[last].text == "," or (last + 1 < len(doc) and doc[last + 1].text == ",")


def _marked(page: Page, stretch: Stretch) -> Stretch:
    """A stretch widened to the closing mark of a quotation that it ends in."""
    first, end = stretch
    if end < len(page.doc) and page.doc[end].text == "”" and any(q.first <= end - 1 < q.end and q.first > first for q in page.quotations):
        end += 1
    return first, end
