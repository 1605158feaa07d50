"""Names of two syllables with a hyphen, as those of Koreans and of many Chinese are written in English: one word for the parser.

A tokenizer for English cuts "Ban Ki-moon" at its hyphen, and the parser, which has seen few such names, then takes "moon" for a noun, "in"
for a preposition and the person for something else. `syllables.txt` has the syllables; two of them, the first with a capital, are one name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from spacy.language import Language as Pipelines

from diplograph.language.lists import listed

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["NAME", "add", "one_name"]

NAME = "diplograph_syllables"

_HYPHENED = re.compile(r"(?<![\w-])([A-Z][a-z]+)-([a-z]+)(?![\w-])")


@Pipelines.component(NAME)
def one_name(doc: Doc) -> Doc:
    """Make one token of each such name."""
    text = doc.text
    found = [match.span() for match in _HYPHENED.finditer(text) if {match[1].lower(), match[2]} <= _syllables()] if "-" in text else []
    if found:
        with doc.retokenize() as merged:
            for start, end in found:
                span = doc.char_span(start, end)
                if span is not None and len(span) > 1:
                    merged.merge(span)
    return doc


def add(nlp: Language) -> None:
    """Put it first in a pipeline."""
    if NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME, first=True)


@cache
def _syllables() -> frozenset[str]:
    return frozenset(listed("syllables"))
