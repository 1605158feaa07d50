"""Where a sentence cannot begin, or must: light surface rules before the parser, which decides the rest.

The parser learnt from web text too, where people leave out full stops. In edited prose a sentence begins after a sign that can end
one, never between a mark and what it belongs to, and never after a title's abbreviation (`abbreviations.txt`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from spacy.language import Language as Pipelines

from diplograph.language.lists import listed

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from thinc.types import Ints2d

__all__ = ["NAME", "abbreviates", "add", "no_sentence_here"]

NAME = "diplograph_boundaries"

# spaCy's numbers for a token that begins no sentence, and for one that does.
_NO, _YES = 2**64 - 1, 1
# What a sentence may end with, and what may stand between that and its end.
ENDERS = frozenset(".!?…:;")
CLOSERS = frozenset("”\"')]}»*")
# What belongs to the words after it, and to those before it.
OPENERS = frozenset("“([{«")


@Pipelines.component(NAME)
def no_sentence_here(doc: Doc) -> Doc:
    """Mark the tokens with which no sentence begins, and those with which one does."""
    tokens = list(doc)
    words = [token.text for token in tokens]
    starts = doc.to_array("SENT_START")
    for i, before in enumerate(words[:-1], 1):
        ends = before[-1] in ENDERS or before in CLOSERS or before.isspace()  # most words do not, and need no closer look
        if not ends or not _may_begin(tokens, words, i):
            starts[i] = _NO
        elif _must_begin(words, i):
            starts[i] = _YES
    if tokens:
        doc.from_array(["SENT_START"], cast("Ints2d", starts))  # all at once: setting one token's looks through the whole paragraph
    return doc


def add(nlp: Language) -> None:
    """Put the rules before a pipeline's parser, if it has one."""
    if "parser" in nlp.pipe_names and NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME, before="parser")


def _may_begin(tokens: list[Token], words: list[str], i: int) -> bool:
    word, before = words[i], words[i - 1]
    if word.isspace() or word in CLOSERS or word[0] in ENDERS or before in OPENERS:
        return False
    if before == "”" and word[0].islower():  # “Is it?” he asked.
        return False
    end, closed = i - 1, False
    while end and (words[end].isspace() or words[end] in CLOSERS):
        closed = closed or not words[end].isspace()
        end -= 1
    return words[end][-1] in ENDERS and (closed or not _abbreviates(tokens, words, end))


def _must_begin(words: list[str], i: int) -> bool:
    """Whether a sentence has surely ended: before a run of blanks, or with its quotation.

    A comma would stand before who said it: "“Never.” The talks ended."
    """
    before, word = words[i - 1], words[i]
    if i < 2 or not (word[0].isupper() or (word == "“" and i + 1 < len(words) and words[i + 1][0].isupper())):
        return False
    last = words[i - 2]
    if before.isspace():
        return last == "."
    return before == "”" and last.endswith(".") and last.count(".") == 1  # not “… the U.S.” Senate


def _abbreviates(tokens: list[Token], words: list[str], end: int) -> bool:
    """Whether a full stop belongs to an abbreviation that a name or number follows."""
    if words[end] == ".":
        return end > 0 and not tokens[end - 1].whitespace_ and words[end - 1] in _before_a_name()
    return abbreviates(words[end])


def abbreviates(printed: str) -> bool:
    """Whether a word that ends in a full stop is an abbreviation that a name or number follows."""
    word = printed.removesuffix(".")
    return word != printed and (word in _before_a_name() or (len(word) == 1 and word.isupper() and word != "I"))


@cache
def _before_a_name() -> frozenset[str]:
    return frozenset(listed("abbreviations"))
