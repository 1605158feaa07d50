"""Where a sentence cannot begin, or must: light surface rules before the parser, which decides the rest.

The parser learnt from web text too, where people leave out full stops. In edited prose a sentence begins after a sign that can end
one, never between a mark and what it belongs to, and never after a title's abbreviation (`abbreviations.txt`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import Language as Pipelines

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["NAME", "abbreviates", "add", "no_sentence_here"]

NAME = "diplograph_boundaries"

# What a sentence may end with, and what may stand between that and its end.
ENDERS = frozenset(".!?…:;")
CLOSERS = frozenset("”\"')]}»*")
# What belongs to the words after it, and to those before it.
OPENERS = frozenset("“([{«")


@Pipelines.component(NAME)
def no_sentence_here(doc: Doc) -> Doc:
    """Mark the tokens with which no sentence begins, and those with which one does."""
    for before, token in pairwise(doc):
        if not _may_begin(before, token):
            token.is_sent_start = False
        elif _must_begin(before, token):
            token.is_sent_start = True
    return doc


def add(nlp: Language) -> None:
    """Put the rules before a pipeline's parser, if it has one."""
    if "parser" in nlp.pipe_names and NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME, before="parser")


def _may_begin(before: Token, token: Token) -> bool:
    if token.is_space or token.text in CLOSERS or token.text[0] in ENDERS or before.text in OPENERS:
        return False
    if before.text == "”" and token.text[0].islower():  # “Is it?” he asked.
        return False
    end, closed = before, False
    while end.i and (end.is_space or end.text in CLOSERS):
        closed = closed or not end.is_space
        end = end.nbor(-1)
    return end.text[-1] in ENDERS and (closed or not _abbreviates(end))


def _must_begin(before: Token, token: Token) -> bool:
    """Whether a quotation has ended with its sentence: a comma would stand before who said it ("“Never.” The talks ended.")."""
    if before.text != "”" or not before.i or not token.text[0].isupper():
        return False
    last = before.nbor(-1).text
    return last.endswith(".") and last.count(".") == 1  # not “… the U.S.” Senate


def _abbreviates(end: Token) -> bool:
    """Whether a full stop belongs to an abbreviation that a name or number follows."""
    if end.text == ".":
        return bool(end.i) and not end.nbor(-1).whitespace_ and end.nbor(-1).text in _before_a_name()
    return abbreviates(end.text)


def abbreviates(printed: str) -> bool:
    """Whether a word that ends in a full stop is an abbreviation that a name or number follows."""
    word = printed.removesuffix(".")
    return word != printed and (word in _before_a_name() or (len(word) == 1 and word.isupper() and word != "I"))


@cache
def _before_a_name() -> frozenset[str]:
    lines = (files("diplograph.language") / "abbreviations.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
