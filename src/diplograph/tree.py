"""A parse as plain objects, copied once out of spaCy.

spaCy makes a new Python object each time a token is asked for, and looks its strings up anew; rules ask some fifty times for each. Here a
paragraph's tokens are made once and then only read. Names are spaCy's, so that its documentation holds; what differs: a slice is a plain
tuple (`Doc.run` gives one with text and root), `children` is a list, and nothing of spaCy's is kept alive.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import spacy.tokens

__all__ = ["Doc", "Run", "Token"]

_COLUMNS: list[int | str] = [
    "IDX", "LENGTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "SPACY", "IS_ALPHA", "IS_SPACE", "IS_PUNCT", "LIKE_NUM"
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
        whitespace_: The blank behind it, or nothing.
        is_alpha, is_space, is_punct, like_num: As spaCy tells.
    """

    __slots__ = (
        "children", "dep_", "doc", "head", "i", "idx", "is_alpha", "is_punct", "is_sent_start", "is_space", "left_edge", "lemma", "lemma_",
        "like_num", "lower_", "pos_", "right_edge", "sent", "tag_", "text", "whitespace_",
    )  # fmt: skip

    doc: Doc
    head: Token
    left_edge: Token
    right_edge: Token
    sent: Run

    def __init__(self, i: int, text: str, row: list[int], strings: dict[int, str]) -> None:
        self.i, self.text = i, text
        self.idx, _, lemma, pos, tag, dep, _, start, blank, alpha, space, punct, number = row
        self.lower_ = text.lower()
        self.lemma_ = lemma_ = strings[lemma]
        self.lemma = lemma_.lower() or self.lower_
        self.pos_, self.tag_, self.dep_ = strings[pos], strings[tag], strings[dep]
        self.is_sent_start = start == 1
        self.whitespace_ = " " if blank else ""
        self.is_alpha, self.is_space, self.is_punct, self.like_num = alpha != 0, space != 0, punct != 0, number != 0
        self.children: list[Token] = []

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

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
        sents: Its sentences.
    """

    text: str
    sents: tuple[Run, ...]

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @classmethod
    def of(cls, parse: spacy.tokens.Doc) -> Doc:
        """A copy of a parse."""
        text: str = parse.text
        rows: list[list[int]] = parse.to_array(_COLUMNS).astype("int64").tolist() if len(parse) else []
        strings = _strings(parse, rows)
        own = cls([Token(i, text[row[0] : row[0] + row[1]], row, strings) for i, row in enumerate(rows)])
        own.text = text
        for token, row in zip(own, rows, strict=True):
            token.doc = own
            token.head = head = own[token.i + row[6]]
            token.left_edge = token.right_edge = token
            if head is not token:
                head.children.append(token)
        starts = [0, *(token.i for token in own if token.is_sent_start and token.i), len(own)] if own else []
        own.sents = tuple(Run(own[first:end]) for first, end in pairwise(starts))
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
        low, high = 0, len(self) - 1
        while low <= high:
            middle = (low + high) // 2
            token = self[middle]
            if offset < token.idx:
                high = middle - 1
            elif offset >= token.idx + len(token.text) + len(token.whitespace_):
                low = middle + 1
            else:
                return middle
        return None


def _strings(parse: spacy.tokens.Doc, rows: list[list[int]]) -> dict[int, str]:
    """The strings that lemmas, tags and labels are numbers of."""
    store = parse.vocab.strings
    numbers = {row[place] for row in rows for place in (2, 3, 4, 5)}
    return {number: store[number % 2**64] for number in numbers}


def _depth(token: Token) -> int:
    """Steps up to the root; a mark that nothing hangs from counts as far away, as in spaCy."""
    if not token.children and (token.is_punct or token.is_space):
        return len(token.doc) - 1
    steps = 0
    while token.head is not token:
        token, steps = token.head, steps + 1
    return steps
