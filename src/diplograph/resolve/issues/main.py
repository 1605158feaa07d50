"""The main part of a content, without conditions, reasons and other clauses beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.model import Candidate, Parsed, Span
    from diplograph.tree import Token

__all__ = ["main"]

_BESIDE = frozenset({"advcl", "acl:relcl", "parataxis"})
_HEADS = frozenset({"following", "despite", "because"})  # nouns behind these stand beside the clause too


def main(candidate: Candidate, span: Span, one: Parsed, text: str) -> str:
    """The words of a content with blanks for its condition and for the clauses beside its own; offsets stay.

    Args:
        candidate: The candidate.
        span: Its content.
        one: The paragraph that the content stands in.
        text: The source text.
    """
    words = list(span.of(text))
    if candidate.condition_span is not None:
        _blank(words, candidate.condition_span.start - span.start, candidate.condition_span.end - span.start)
    found = one.doc.char_span(span.start - one.start, span.end - one.start, alignment_mode="contract") if span.start >= one.start else None
    if found is None or not len(found):
        return "".join(words)
    above = {token.i for token in _line(found.root)}
    for token in found:
        if token.i not in above and _is_beside(token):
            first, last = token.left_edge, token.right_edge
            _blank(words, one.start + first.idx - span.start, one.start + last.idx + len(last.text) - span.start)
    return "".join(words)


def _is_beside(token: Token) -> bool:
    if token.dep_ in _BESIDE:
        return token.dep_ != "advcl" or any(child.dep_ == "mark" or child.tag_ == "VBG" for child in (token, *token.children))
    return token.dep_ == "obl" and any(child.dep_ == "case" and child.lower_ in _HEADS for child in token.children)


def _line(token: Token) -> list[Token]:
    """A token and all that it hangs from."""
    line = [token]
    while line[-1].head.i != line[-1].i:
        line.append(line[-1].head)
    return line


def _blank(words: list[str], start: int, end: int) -> None:
    for place in range(max(0, start), min(end, len(words))):
        words[place] = " "
