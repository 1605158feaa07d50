"""The sentence around some words, by its signs alone: for showing words where they stand, where a parse would cost too much."""

from __future__ import annotations

import re

from diplograph.language.boundaries import abbreviates
from diplograph.model import Span

__all__ = ["around"]

_END = re.compile(r"(?P<word>\S*[.!?…])[\"'”’»)\]]*\s+(?=\S)")
_REACH = 1_500  # characters on each side; no sentence that anyone reads is longer


def around(text: str, within: Span, words: Span) -> Span:
    """The sentence or sentences of a stretch that hold some words of it.

    Args:
        text: The source text.
        within: The stretch, such as a paragraph.
        words: Where the words stand; they lie in the stretch, at least in part.
    """
    start, end = max(within.start, words.start - _REACH), min(within.end, words.end + _REACH)
    for match in _END.finditer(text, start, end):
        if abbreviates(match["word"]) or text[match.end()].islower():
            continue
        if match.end() <= words.start:
            start = match.end()
        elif match.end() >= words.end:
            end = match.end()
            break
    shown = text[start:end]
    if not shown.strip():
        return Span(start, end)
    return Span(start + len(shown) - len(shown.lstrip()), end - len(shown) + len(shown.rstrip()))
