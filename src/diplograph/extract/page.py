"""A paragraph as the constructions see it: its parse, its quotations, and whose words stand where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diplograph.model import Span

if TYPE_CHECKING:
    from diplograph.extract.genre import Genre
    from diplograph.extract.judging import Manner
    from diplograph.extract.reading.marks import Quotation
    from diplograph.extract.reading.stretches import Stretch
    from diplograph.lexicon import Lexicon
    from diplograph.model import Parsed, Voice
    from diplograph.tree import Doc, Token

__all__ = ["Page", "Speech"]


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of somebody's words: a quotation, or a turn of a transcript.

    Attributes:
        stretch: The tokens.
        source: Who speaks; None where no one was found.
        cue, cue_span: The word that says so, an index and its words.
        paragraph: The paragraph in which source and cue stand.
    """

    stretch: Stretch
    source: Span | None
    cue: int
    cue_span: Span | None
    paragraph: int

    def holds(self, token: int) -> bool:
        """Whether a token stands in it."""
        return self.stretch[0] <= token < self.stretch[1]


@dataclass(frozen=True, slots=True)
class Page:
    """One paragraph, ready to be read.

    Attributes:
        parsed: The paragraph.
        lexicon: The cues.
        genre: The article's.
        quotations: What stands between quotation marks.
        speeches: Quotations that are somebody's sentences, and turns of a transcript.
    """

    parsed: Parsed
    lexicon: Lexicon
    genre: Genre
    quotations: tuple[Quotation, ...]
    speeches: tuple[Speech, ...] = field(default=())

    @property
    def doc(self) -> Doc:
        """The parse."""
        return self.parsed.doc

    def span(self, stretch: Stretch) -> Span:
        """A stretch of tokens as a span of the source text."""
        return self.parsed.span(*stretch)

    def speech(self, token: int) -> Speech | None:
        """Whose speech a token stands in; None for the narrator's own words."""
        for speech in self.speeches:
            if speech.holds(token):
                return speech
        return None

    def manner(self, token: int) -> Manner:
        """How modal verbs are to be taken at a token."""
        if self.speech(token) is not None or self.genre in ("news", "transcript"):
            return "speech"
        return "release" if self.genre == "release" else "opinion"

    def quoted(self, stretch: Stretch, least: int) -> bool:
        """Whether a stretch holds words in quotation marks, at least so many."""
        for quotation in self.quotations:
            first, end = max(stretch[0], quotation.first), min(stretch[1], quotation.end)
            if sum(token.is_alpha for token in self.doc[first:end] if end > first) >= least:
                return True
        return False

    def voice(self, stretch: Stretch, token: Token, least: int) -> Voice:
        """Direct where enough of a stretch's words are quoted, else indirect."""
        return "direct" if self.speech(token.i) is not None or self.quoted(stretch, least) else "indirect"
