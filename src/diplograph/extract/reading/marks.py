"""Quotation marks and the sentences between them, by the surface: the parser cannot be trusted across them.

Marks are told apart as the language model's preprocessing prints them (“ opens, ” closes). A mark without a partner never raises: an
opening one runs to the end of its paragraph, a closing one is passed over. Single quotation marks are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import finite, is_verb
from diplograph.model import Span

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import Parsed
    from diplograph.tree import Doc, Token

__all__ = ["Quotation", "quotations", "sentences", "stopped"]

# Where somebody's own sentence begins, as against words taken up into the writer's.
_BEFORE = frozenset(",:;.!?”—–-([")
_ENDS = frozenset(".!?")
# Quotations of more words are sentences even where the parser finds no clause in them.
_LONG = 12
# So are those of so many that end with a stop or comma ("What a moment for us."), and those that a sentence of so many goes on.
_VERBLESS, _SECOND = 4, 3
_QUOTES = frozenset({'"', "“", "‘", "'"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        first, end: The tokens inside, `end` exclusive.
        closed: Whether the closing mark is there; a speech of several paragraphs is closed in its last.
        full: Whether it holds a sentence of its own; else it is a fragment or scare quotes.
        mark: The opening mark: just before it, unless a fragment ends its sentence first ("claims to have “been attacked. We …”").
    """

    first: int
    end: int
    closed: bool
    full: bool
    mark: int

    def holds(self, token: int) -> bool:
        """Whether a token stands inside."""
        return self.first <= token < self.end


def quotations(doc: Doc, lexicon: Lexicon) -> tuple[Quotation, ...]:
    """The quotations of a paragraph in order; marks inside marks belong to the outer ones."""
    pairs = list(_pairs(doc, nested=True))
    if any(not closed for _, _, closed in pairs[:1]) or sum(not closed for *_, closed in pairs) > 1:
        pairs = list(_pairs(doc, nested=False))
    return tuple(quotation for first, end, closed in pairs if end > first for quotation in _read(doc, first, end, lexicon, closed=closed))


def _read(doc: Doc, first: int, end: int, lexicon: Lexicon, *, closed: bool) -> Iterator[Quotation]:
    """A quotation; of a fragment that sentences follow before it closes, those too."""
    full = _full(doc, first, end, lexicon)
    stop = None if full else next((i for i in range(first, end - 1) if _breaks(doc, i, end, lexicon)), None)
    goes_on = stop is not None and sum(token.is_alpha for token in doc[stop:end]) >= _SECOND
    yield Quotation(first, stop if goes_on and stop is not None else end, closed, full, first - 1)
    if goes_on and stop is not None:
        yield Quotation(stop + 1, end, closed, True, first - 1)


def _pairs(doc: Doc, *, nested: bool) -> Iterator[tuple[int, int, bool]]:
    depth, opened = 0, -1
    for token in doc:
        if token.text == "“":
            depth = depth + 1 if nested and opened >= 0 else 1
            if opened < 0:
                opened = token.i
        elif token.text == "”" and opened >= 0:
            depth -= 1
            if depth <= 0:
                yield opened + 1, token.i, True
                depth, opened = 0, -1
    if opened >= 0:
        yield opened + 1, len(doc), False


def _full(doc: Doc, first: int, end: int, lexicon: Lexicon) -> bool:
    words = [token for token in doc[first:end] if token.is_alpha]
    if len(words) < 3:
        return False
    begins = first < 2 or doc[first - 2].text in _BEFORE or (doc[first - 2].i == 0 and len(doc) < 2)
    own = doc[first].text.lower() in lexicon.words["first_plural"] | lexicon.words["first_singular"] and len(words) > 4
    says = first >= 2 and doc[first - 2].tag_ in ("VBD", "VBZ", "VBP", "VBG")
    told = says or (first >= 2 and doc[first - 2].lower_ == "that")
    rests = (i for i in range(first, end - 1) if _breaks(doc, i, end, lexicon)) if told else ()
    several = any(sum(token.is_alpha for token in doc[i:end]) >= _SECOND for i in rests)
    if not (begins or (says and doc[first].text[:1].isupper()) or own or several):
        return False
    if _predicate(doc, first, end) is not None:
        return True
    whole = len(words) >= _LONG or (doc[end - 1].text in ".!?," and len(words) >= _VERBLESS)
    return begins and whole and doc[first].text[:1].isupper()


def _predicate(doc: Doc, first: int, end: int) -> Token | None:
    """A finite predicate with its subject, both inside, or an imperative at the start."""
    for token in doc[first:end]:
        predicate = is_verb(token) or any(child.dep_ in ("cop", "aux:pass") for child in token.children)
        if predicate and finite(token):
            for child in token.children:
                if child.dep_ in ("nsubj", "nsubj:pass", "csubj", "expl", "nsubj:outer") and first <= child.i < end:
                    return token
    return doc[first] if doc[first].tag_ == "VB" and doc[first].text[:1].isupper() else None


def sentences(doc: Doc, first: int, end: int, lexicon: Lexicon) -> Iterator[Stretch]:
    """The sentences of a stretch by the surface: a full stop or its like before a capital, bracket, quotation mark or the end.

    "[...]" divides too. Abbreviations and initials do not.
    """
    start, i = first, first
    while i < end:
        token = doc[i]
        if _breaks(doc, i, end, lexicon):
            if i + 1 > start:
                yield start, i + 1
            start = i + 1
        elif token.text == "[" and i + 2 < end and doc[i + 2].text == "]" and not doc[i + 1].is_alpha:
            if i > start:
                yield start, i
            start = i = i + 3
            continue
        i += 1
    if start < end and any(token.is_alpha for token in doc[start:end]):
        yield start, end


def _breaks(doc: Doc, i: int, end: int, lexicon: Lexicon) -> bool:
    token = doc[i]
    if token.text not in _ENDS and not (len(token.text) > 1 and set(token.text) <= set("!?")):
        return False
    if i + 1 >= end:
        return True
    if doc[i - 1].text + "." in lexicon.words["abbreviations"] or (
        len(doc[i - 1].text) == 1 and doc[i - 1].text.isupper() and doc[i - 1].text != "I"
    ):
        return False
    following = doc[i + 1].text
    return following[:1].isupper() or following in "“”([‘'" or following[:1].isdigit()


def stopped(one: Parsed, span: Span) -> Span:
    """A span with the full stop where it is a whole sentence, without it where it begins inside one, as annotators cut them.

    Args:
        one: The paragraph in which the span stands.
        span: A stretch of whole tokens of it.
    """
    words = one.doc.char_span(span.start - one.start, span.end - one.start, alignment_mode="contract")
    if words is None:
        return span
    first, end = words.start, words.end
    if _begins(words[0]):
        end += end < len(one.doc) and one.doc[end].text in _ENDS
    elif words[-1].text == "." and len(words) > 1:
        end -= 1
    return Span(span.start, one.span(first, end).end)


def _begins(token: Token) -> bool:
    """Whether a sentence begins with a token, the marks before it aside; a quotation that begins with a capital is one."""
    before = token.doc[token.sent.start : token.i]
    if all(one.is_punct or one.is_space for one in before):
        return True
    return before[-1].text in _QUOTES and token.text[:1].isupper()
