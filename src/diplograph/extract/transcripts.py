"""Transcripts: paragraphs that begin with the name of who speaks ("MR. PRICE: …") are that speaker's until the next label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.genre import label
from diplograph.extract.page import Speech
from diplograph.model import Span

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.model import Parsed

__all__ = ["turn"]


def turn(paragraph: Parsed, lexicon: Lexicon, before: Speech | None) -> Speech | None:
    """The turn that a paragraph of a transcript is: of the speaker it names, else of the one before.

    Those who only ask (words.yaml, `askers`) hold nothing: their turns have no source.
    """
    text = paragraph.text
    name = label(text, lexicon)
    if name is None:
        return None if before is None else Speech((0, len(paragraph.doc)), before.source, before.cue, before.cue_span, before.paragraph)
    colon = next((token.i for token in paragraph.doc if token.text.endswith(":") or token.text == ":"), 0)
    asks = any(word.lower().rstrip(".") in lexicon.words["askers"] for word in name.split())
    offset = paragraph.start + text.index(name)
    source = None if asks else Span(offset, offset + len(name))
    return Speech((min(colon + 1, len(paragraph.doc) - 1), len(paragraph.doc)), source, 0, source, paragraph.number)
