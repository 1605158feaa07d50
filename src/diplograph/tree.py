"""A parse as plain objects, copied once out of spaCy.

spaCy makes a new Python object each time a token is asked for, and looks its strings up anew; rules ask some fifty times for each. Here a
paragraph's tokens are made once and then only read. Names are spaCy's, so that its documentation holds; what differs: a slice is a plain
tuple (`Doc.run` gives one with text and root), `children` is a sequence, and nothing of spaCy's is kept alive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import spacy.tokens

__all__ = ["Doc", "Run", "Token"]

_COLUMNS: list[int | str] = [
    "IDX", "LENGTH", "LEMMA", "POS", "TAG", "DEP", "SENT_START", "IS_ALPHA", "IS_SPACE", "IS_PUNCT", "LIKE_NUM", "HEAD"
]  # fmt: skip


class Token:
    """One token; it is equal to itself alone.

    Attributes:
        doc, i: Its paragraph, and its place there.
        idx: The offset of its first character in the paragraph.
        text, lower_: Its word as it stands, and in small letters.
        lemma_: Its lemma; empty where the pipeline gives none.
        lemma: The lemma, else the word, in small letters.
        tag_, pos_, dep_: Penn tag, universal part of speech, UD label.
        head, children: What it depends on, itself at a root, and what depends on it, in order.
        left_edge, right_edge: The first and the last token of its subtree.
        sent: Its sentence.
        is_sent_start: Whether a sentence begins with it.
        is_alpha, is_space, is_punct, like_num: As spaCy tells.
    """

    __slots__ = (
        "children", "dep_", "doc", "head", "i", "idx", "is_alpha", "is_punct", "is_sent_start", "is_space", "left_edge", "lemma", "lemma_",
        "like_num", "lower_", "pos_", "right_edge", "sent", "tag_", "text",
    )  # fmt: skip

    doc: Doc
    head: Token
    children: Sequence[Token]
    left_edge: Token
    right_edge: Token
    sent: Run

    def __init__(  # noqa: PLR0917 - called by position, column by column
        self, i: int, idx: int, text: str, lemma: str, pos: str, tag: str, dep: str, start: int,
        alpha: bool, space: bool, punct: bool, number: bool,
    ) -> None:  # fmt: skip
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = text.lower()
        self.lemma_ = lemma
        self.lemma = lemma.lower() or self.lower_
        self.pos_ = pos
        self.tag_ = tag
        self.dep_ = dep
        self.is_sent_start = start == 1
        self.is_alpha = alpha
        self.is_space = space
        self.is_punct = punct
        self.like_num = number
        self.left_edge = self.right_edge = self
        self.children = ()

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def whitespace_(self) -> str:
        """The blank behind it, or nothing."""
        end = self.idx + len(self.text)
        following = self.doc.starts[self.i + 1] if self.i + 1 < len(self.doc) else len(self.doc.text)
        return self.doc.text[end:following]

    @property
    def lefts(self) -> Iterator[Token]:
        """What depends on it and stands before it, in order."""
        return (child for child in self.children if child.i < self.i)

    @property
    def subtree(self) -> Iterator[Token]:
        """It and all that depends on it, directly or not."""
        waiting = [self]
        while waiting:
            token = waiting.pop()
            yield token
            waiting.extend(token.children)


class Run(tuple[Token, ...]):
    """Neighbouring tokens, at least one: a sentence, or what stands between two offsets."""

    __slots__ = ()

    @property
    def start(self) -> int:
        """The place of its first token in the paragraph."""
        return self[0].i

    @property
    def end(self) -> int:
        """The place behind its last token."""
        return self[-1].i + 1

    @property
    def start_char(self) -> int:
        """The offset of its first character in the paragraph."""
        return self[0].idx

    @property
    def end_char(self) -> int:
        """The offset behind its last character, a blank not counted."""
        return self[-1].idx + len(self[-1].text)

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return self[0].doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Token:
        """The token nearest to the root of its sentence, of several the first."""
        first, end = self.start, self.end
        for token in self:
            if token.head is token:
                return token
        outside = (token for token in self if not first <= token.head.i < end)
        return min(outside, key=_depth, default=self[0])


class Doc(tuple[Token, ...]):
    """The tokens of one paragraph; it is equal to itself alone.

    Attributes:
        text: What they spell.
        starts: Where each begins in it.
        sents: Its sentences.
    """

    text: str
    starts: list[int]
    sents: tuple[Run, ...]

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @classmethod
    def of(cls, parse: spacy.tokens.Doc) -> Doc:
        """A copy of a parse."""
        text: str = parse.text
        table = parse.to_array(_COLUMNS) if len(parse) else None
        starts, lengths, *named, begins, alpha, space, punct, number, _ = table.T.tolist() if table is not None else [[] for _ in _COLUMNS]
        steps: list[int] = table[:, -1].astype("int64").tolist() if table is not None else []  # to the head, some to the left
        strings = {number: parse.vocab.strings[number] for number in set().union(*named)}
        lemmas, parts, tags, deps = (map(strings.__getitem__, column) for column in named)
        words = [text[start : start + length] for start, length in zip(starts, lengths, strict=True)]
        flags = (map(bool, column) for column in (alpha, space, punct, number))
        own = cls(map(Token, range(len(words)), starts, words, lemmas, parts, tags, deps, begins, *flags))
        own.text, own.starts = text, starts
        below: dict[int, list[Token]] = {}
        for token, step in zip(own, steps, strict=True):
            token.doc = own
            token.head = own[token.i + step]
            if step:
                below.setdefault(token.i + step, []).append(token)
        for i, children in below.items():
            own[i].children = children
        firsts = [0, *(token.i for token in own if token.is_sent_start and token.i), len(own)] if own else []
        own.sents = tuple(Run(own[first:end]) for first, end in pairwise(firsts))
        for sentence in own.sents:
            for token in sentence:
                token.sent = sentence
        own._mark_edges()
        return own

    def _mark_edges(self) -> None:
        order = [token for token in self if token.head is token]
        for token in order:  # grows while it is read: heads come before what depends on them
            order.extend(token.children)
        for token in reversed(order):
            head = token.head
            if token.left_edge.i < head.left_edge.i:
                head.left_edge = token.left_edge
            if token.right_edge.i > head.right_edge.i:
                head.right_edge = token.right_edge

    def dissolve(self) -> None:
        """Let go of the tokens' ties to each other when nobody asks for them any more: without circles their memory is free at once."""
        for token in self:
            del token.doc, token.head, token.children, token.left_edge, token.right_edge, token.sent
        self.sents = ()

    def run(self, first: int, end: int) -> Run:
        """The tokens from one place up to, not including, another. There must be one."""
        return Run(self[first:end])

    def words(self, first: int, end: int) -> str:
        """The text from the token at one place up to, not including, that at another; empty where there is none."""
        tokens = self[first:end]
        return self.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)] if tokens else ""

    def char_span(self, start: int, end: int, alignment_mode: Literal["contract", "expand"]) -> Run | None:
        """The tokens between two offsets, those that the offsets cut left out or taken whole; None where there are none."""
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "contract":
            first += self[first].idx < start
            last -= end < self[last].idx + len(self[last].text)
        else:
            first += start == self[first].idx + len(self[first].text)  # the blank behind a token
        return Run(self[first : last + 1]) if first <= last else None

    def _at(self, offset: int) -> int | None:
        """The place of the token that a character belongs to, the blank behind it included."""
        return bisect_right(self.starts, offset) - 1 if 0 <= offset < len(self.text) else None


def _depth(token: Token) -> int:
    """Steps up to the root; a mark that nothing hangs from counts as far away, as in spaCy."""
    if not token.children and (token.is_punct or token.is_space):
        return len(token.doc) - 1
    steps = 0
    while token.head is not token:
        token, steps = token.head, steps + 1
    return steps
