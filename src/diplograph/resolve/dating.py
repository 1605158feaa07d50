"""When a statement was made or held, and how that is known.

The text says when: in the sentence of the cue, at the verb that brings the source in ("Blinken announced Tuesday" behind the quotation), or
before, where somebody goes on speaking. A readout's acts have the day of the meeting that it reports. What an article reports as news, or
says itself, has its publication's date; background has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from diplograph.extract import byline, genre
from diplograph.lexicon import load
from diplograph.resolve.dates import belonging, expressions, paragraph

if TYPE_CHECKING:
    from diplograph.model import Article, Candidate, DateBasis, Parsed
    from diplograph.tree import Run, Token

__all__ = ["Dating"]

_BACKGROUND = re.compile(
    r"\b(earlier|previously|formerly|once|at the time|in the past|decades?|long ago|originally|for years|historically)\b"
)
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "both", "the two"})
_LEAD = 4  # paragraphs in which a readout names its meeting
_STEPS = 4  # from a source up to the verb that brings it in
_DEPENDENT = frozenset({"advcl", "conj", "acl", "xcomp", "parataxis", "ccomp"})


class _Said(NamedTuple):
    """Where a holder was last dated."""

    date: str
    paragraph: int


@dataclass(slots=True)
class Dating:
    """Dates the statements of one article, asked in the order of the text.

    Attributes:
        article: The article.
        parsed: Its paragraphs.
    """

    article: Article
    parsed: Sequence[Parsed]
    _last: dict[tuple[str, ...], _Said] = field(default_factory=dict)
    _genre: str | None = None
    _meeting: tuple[bool, str | None] | None = None

    def of(self, candidate: Candidate, holders: tuple[str, ...]) -> tuple[str | None, DateBasis]:
        """The date of a statement and its basis.

        Args:
            candidate: The statement as its construction shows it.
            holders: IRIs of whoever holds it: who goes on speaking does so on the same day.
        """
        one = paragraph(self.parsed, candidate.paragraph)
        if one is None or not 0 <= candidate.cue_token < len(one.doc):
            return None, "unknown"
        cue = one.doc[candidate.cue_token]
        own = candidate.speaker in {"author", "we", "i"}
        background = not own and _is_background(cue)
        if not own:
            found = self._said(candidate, cue, one, background=background) or (
                None if background else self._going_on(candidate, cue, one, holders)
            )
            if found is not None:
                self._last[holders] = _Said(found, candidate.paragraph)
                return found, "stated"
        if background:
            return None, "unknown"
        meets, day = self._met() if candidate.voice == "indirect" and not own else (False, None)
        if meets and day and cue.tag_ != "VBZ":
            return day, "stated"
        if self.article.date and (own or meets or self._is_news(cue, quoted=candidate.voice == "direct")):
            return self.article.date, "publication"
        return None, "unknown"

    def _said(self, candidate: Candidate, cue: Token, one: Parsed, *, background: bool) -> str | None:
        """The date that stands with the cue, or with the verb that it hangs from or that names its source; none that lies ahead."""
        for anchor in (cue,) if background else _anchors(candidate, cue, one):
            found = belonging(anchor, one, self.article, candidate.content_span)
            if found is not None and not _is_after(found, self.article.date):
                return found
        return None

    def _going_on(self, candidate: Candidate, cue: Token, one: Parsed, holders: tuple[str, ...]) -> str | None:
        """The date of what was said before, where the source is a pronoun or nobody ("he added"), or the same holder goes on."""
        span = candidate.source_span
        said = one.text[span.start - one.start : span.end - one.start].lower() if span and span.start >= one.start else ""
        before = [sent for sent in one.doc.sents if sent.end <= cue.sent.start]
        if any(True for _ in self._dates(cue.sent, one)):
            return None
        told = candidate.voice == "direct" or _is_told(cue)
        taken_up = told and (span is None or said in _PRONOUNS)
        if taken_up or load().words["continuing"] & {child.lower_ for child in cue.children}:
            for sent in reversed(before[-2:] if taken_up else before[-1:]):
                found = belonging(sent.root, one, self.article, None)
                if found is not None and not _is_after(found, self.article.date):
                    return found
        last = self._last.get(holders)
        return last.date if last is not None and 0 <= candidate.paragraph - last.paragraph <= 1 and told else None

    def _dates(self, sent: Run, one: Parsed) -> Iterator[str]:
        words = one.text[sent.start_char : sent.end_char]
        return (found.date for found in expressions(words, self.article.date))

    def _met(self) -> tuple[bool, str | None]:
        """Whether the article is a release that reports a meeting or call, and the day of that, if it is said."""
        if self._meeting is None:
            self._meeting = self._read_meeting() if self._kind() == "release" or _is_readout(self.article) else (False, None)
        return self._meeting

    def _read_meeting(self) -> tuple[bool, str | None]:
        for one in self.parsed[:_LEAD]:
            for sent in one.doc.sents:
                root = sent.root
                if root.tag_ in {"VBD", "VBN"} and root.lemma in load().words["convening"]:
                    return True, belonging(root, one, self.article, None)
        return False, None

    def _kind(self) -> str:
        if self._genre is None:
            self._genre = genre(self.parsed, load(), byline(self.article))
        return self._genre

    def _is_news(self, cue: Token, *, quoted: bool) -> bool:
        """Whether the article tells a named holder's act as news: reports do, releases in the present, opinion pieces and nouns do not."""
        if not quoted and cue.tag_ in {"NN", "NNS", "NNP"} and not any(child.dep_ == "cop" for child in cue.children):
            return False
        kind = self._kind()
        return cue.tag_ in {"VBZ", "VBP"} if kind == "release" else kind != "opinion"


def _is_after(found: str, published: str | None) -> bool:
    """Whether a full or partial date lies behind the publication, so that nothing the article tells of was said then."""
    size = min(len(found), len(published or ""))
    return found[:size] > (published or "")[:size]


def _is_readout(article: Article) -> bool:
    return bool(re.search(r"\b(readout|call with|meeting with|meets with)\b", (article.title or "").lower()))


def _anchors(candidate: Candidate, cue: Token, one: Parsed) -> Iterator[Token]:
    """The cue; the verbs that it hangs from without a subject of its own; the verb that names the source."""
    yield cue
    node = cue
    while node.dep_ in _DEPENDENT and node.head.i != node.i and not any(child.dep_.startswith("nsubj") for child in node.children):
        node = node.head
        if node.pos_ in {"VERB", "AUX"}:
            yield node
    span = candidate.source_span
    if span is None or span.start < one.start:
        return
    found = one.doc.char_span(span.start - one.start, span.end - one.start, alignment_mode="expand")
    node = found.root if found is not None and len(found) else cue
    for _ in range(_STEPS):
        if node.pos_ == "VERB" or node.head.i == node.i:
            break
        node = node.head
    if node.pos_ == "VERB" and node.i != cue.i:
        yield node


def _is_told(cue: Token) -> bool:
    """Whether a cue is told as an act of the past, not a position held."""
    return cue.tag_ in {"VBD", "VBG"} or cue.pos_ != "VERB"


def _is_background(cue: Token) -> bool:
    """Whether a cue tells of an earlier time than the text's own: the past perfect, or words like "previously"."""
    helpers = [child for child in cue.children if child.dep_ in {"aux", "aux:pass", "cop"}]
    perfect = cue.tag_ == "VBN" or any(child.lower_ == "been" for child in helpers)
    if perfect and any(child.lower_ in {"had", "'d"} for child in helpers):
        return True
    if perfect and cue.dep_ in {"acl", "acl:relcl", "advcl"} and any(child.lower_ in {"have", "has", "'ve"} for child in helpers):
        return True
    near = cue.doc.words(max(cue.sent.start, cue.i - 4), min(cue.sent.end, cue.i + 4)).lower()
    return _BACKGROUND.search(near) is not None
