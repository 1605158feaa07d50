"""An article's own text, parsed, with every token's place in the source text."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.language import casing
from diplograph.language.surface import flatten, unmarked
from diplograph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import spacy.tokens
    from spacy.language import Language

    from diplograph.model import Article, SourceText
    from diplograph.registry import Registry

__all__ = ["Paragraph", "forgetting", "parse", "too_long"]

# Characters. No paragraph anyone wrote is longer; a parse takes about 20 kB of memory for each token of what is parsed at once, so
# that a book in one line must come in pieces.
LONGEST = 20_000
# What is said in one sentence or between two semicolons; rules compare all words of a sentence.
LONGEST_SENTENCE = 3_000
AT_ONCE = 50_000

# Characters of an article's own text; a long novel has as many. Rules compare all paragraphs of an article, in time and memory that
# nobody would wait for or has beyond it.
LONGEST_ARTICLE = 1_000_000

# A blank line; or more letters without a space than any word has, for which the tokenizer's time grows with the square.
_BREAK = re.compile(r"\n[^\S\n]*\n\s*|(?P<run>\S{300})")
# What no paragraph ends with, so that the blank lines behind it are a page's (a box or a picture stood there): "by the European", "of".
_UNENDED = re.compile(
    r"[^\n]{60}[ \xa0](?:the|a|an|of|and|in|to|for|with|by|from|its|their|that)(?:[ \xa0](?:[A-Z][a-z]+(?:an|ese|ish|ic)))?[ \t]*$"
)
_LAST_WORDS = 120
_CLAUSE_END = re.compile(r"[.!?…;:][\"'”’»)\]]*\s+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """One parsed paragraph.

    Attributes:
        source: The text its words stand in.
        start: Where the paragraph begins in it.
        doc: spaCy's parse. Its text is as long as the paragraph, but with one kind of quotation mark, apostrophe and space, and in
            small letters where all is in capitals; for what is printed, ask `text`.
    """

    source: SourceText
    start: int
    doc: spacy.tokens.Doc

    @property
    def sentences(self) -> Iterator[spacy.tokens.Span]:
        """Its sentences, in order."""
        yield from self.doc.sents

    @property
    def span(self) -> Span:
        """Where it stands in the source text."""
        return Span(self.start, self.start + len(self.doc.text))

    def place(self, words: spacy.tokens.Token | spacy.tokens.Span) -> Span:
        """Where a token or a run of tokens stands in the source text, without the blanks around a run."""
        shown = words.text
        begin = words.idx if hasattr(words, "idx") else words.start_char + len(shown) - len(shown.lstrip())
        return Span(self.start + begin, self.start + begin + (len(shown.strip()) or len(shown)))

    def text(self, words: spacy.tokens.Token | spacy.tokens.Span) -> str:
        """A token or a run of tokens as the source prints it."""
        return self.place(words).of(self.source.text)


def too_long(article: Article) -> str | None:
    """What to say of an article that is too long to be one, and how to mend it."""
    size = sum(map(len, article.paragraphs))
    return (
        f"has {size} characters, more than the {LONGEST_ARTICLE} that are read as one article; split it" if size > LONGEST_ARTICLE else None
    )


def parse(article: Article, nlp: Language, registry: Registry | None = None) -> Iterator[Paragraph]:
    """The paragraphs of an article's own text, parsed, in order.

    Only an article's own paragraphs are parsed together, so its parse does not depend on what is read before or after it.

    Args:
        article: The article.
        nlp: A pipeline of `load`.
        registry: Whose names are written as it writes them, in a text whose letters are all capitals or all small.
    """
    own = "".join(article.paragraphs)
    shouted, caseless = casing.is_shouted(own), casing.is_caseless(own)
    for batch in _batches(_pieces(article)):
        texts = [flatten(unmarked(piece.of(article.source.text))) for piece in batch]
        texts = [
            casing.restored(text, registry) if caseless or casing.is_shouted(text) or (shouted and text.isupper()) else text
            for text in texts
        ]
        for piece, doc in zip(batch, nlp.pipe(texts, batch_size=len(texts)), strict=True):
            yield Paragraph(article.source, piece.start, doc)


@contextmanager
def forgetting(nlp: Language) -> Iterator[None]:
    """A stretch of work whose new words the pipeline forgets at its end, so that its memory stays as it is through any stream.

    No paragraph parsed inside may be used after it: keep places and strings.
    """
    with nlp.memory_zone():
        yield
    for name in nlp.pipe_names:
        cache = getattr(nlp.get_pipe(name), "cache", None)
        if isinstance(cache, dict):
            cache.clear()


def _pieces(article: Article) -> Iterator[Span]:
    """The body ranges, cut at blank lines, in endless words and to a length that can be parsed, without the blanks around them."""
    text = article.source.text
    for own in article.body:
        start = own.start
        for gap in _BREAK.finditer(text, own.start, own.end):
            if not gap["run"] and _UNENDED.search(text, max(start, gap.start() - _LAST_WORDS), gap.start()):
                continue
            yield from _portions(text, start, gap.end() if gap["run"] else gap.start())
            start = gap.end()
        yield from _portions(text, start, own.end)


def _portions(text: str, start: int, end: int) -> Iterator[Span]:
    """A stretch in portions of whole sentences; what is longer than any sentence is cut between words."""
    last = start  # where the last clause ended
    for stop in (*(match.end() for match in _CLAUSE_END.finditer(text, start, end)), end):
        while stop - last > LONGEST_SENTENCE:
            spaces = [match.end() for match in _SPACE.finditer(text, last + LONGEST_SENTENCE // 2, last + LONGEST_SENTENCE)]
            last = spaces[-1] if spaces else last + LONGEST_SENTENCE
            yield from _trimmed(text, start, last)
            start = last
        if stop - start > LONGEST:
            yield from _trimmed(text, start, last)
            start = last
        last = stop
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = flatten(text[start:end])  # marks of direction are blanks there
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start < end:
        yield Span(start, end)


def _batches(pieces: Iterator[Span]) -> Iterator[list[Span]]:
    batch: list[Span] = []
    size = 0
    for piece in pieces:
        length = piece.end - piece.start
        if batch and size + length > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += length
    if batch:
        yield batch
