"""Plain tokens say what spaCy's say, whatever the tree."""

from __future__ import annotations

import random

import pytest
import spacy
import spacy.tokens
from hypothesis import given
from hypothesis import strategies as st

from diplograph.model import Parsed
from diplograph.tree import Doc

VOCAB = spacy.blank("en").vocab
WORDS = ["Iran", "said", "“", "”", ".", " ", "two", "2,000", "U.S.", "-", "Its", "ΣΑΣ", "no"]
TEXTS = ("text", "lower_", "lemma_", "tag_", "pos_", "dep_", "whitespace_", "idx", "i", "is_alpha", "is_space", "is_punct", "like_num")


def parse(seed: int, length: int) -> spacy.tokens.Doc:
    """Any words under any trees, crossing arcs and several sentences among them."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible tree, no secret
    heads: list[int] = []
    starts = sorted({0, *(chance.randrange(length) for _ in range(length // 8))})
    for first, end in zip(starts, [*starts[1:], length], strict=True):
        order = chance.sample(range(first, end), end - first)
        above = {order[0]: order[0]} | {one: chance.choice(order[:place]) for place, one in enumerate(order) if place}
        heads += [above[i] for i in range(first, end)]
    return spacy.tokens.Doc(
        VOCAB, words=[chance.choice(WORDS) for _ in heads], spaces=[chance.random() < 0.7 for _ in heads], heads=heads,
        deps=[chance.choice(["nsubj", "obl:agent", "punct"]) if heads[i] != i else "ROOT" for i in range(length)],
        tags=[chance.choice(["NN", "VBD", ""]) for _ in heads], pos=[chance.choice(["NOUN", "VERB", ""]) for _ in heads],
        lemmas=[chance.choice(["Say", "", "go"]) for _ in heads],
    )  # fmt: skip


@given(st.integers(0, 10**6), st.integers(1, 30))
def test_tokens_are_those_of_the_parse(seed: int, length: int) -> None:
    theirs = parse(seed, length)
    ours = Doc.of(theirs)
    assert ours.text == theirs.text
    assert [(run.start, run.end, run.start_char, run.end_char, run.text, run.root.i) for run in ours.sents] == [
        (span.start, span.end, span.start_char, span.end_char, span.text, span.root.i) for span in theirs.sents
    ]
    for one, other in zip(ours, theirs, strict=True):
        assert [getattr(one, name) for name in TEXTS] == [getattr(other, name) for name in TEXTS]
        assert one.lemma == (other.lemma_ or other.text).lower()
        assert (one.head.i, one.sent.start, one.sent.end, one.is_sent_start) == (
            other.head.i, other.sent.start, other.sent.end, other.is_sent_start,
        )  # fmt: skip
        for name in ("children", "lefts"):
            assert [child.i for child in getattr(one, name)] == [child.i for child in getattr(other, name)]
        below = sorted(each.i for each in one.subtree)
        assert below == sorted(each.i for each in other.subtree)
        assert (one.left_edge.i, one.right_edge.i) == (below[0], below[-1])  # spaCy's own stop short where many arcs cross


@given(st.integers(0, 10**6), st.integers(1, 12))
def test_stretches_are_those_of_the_parse(seed: int, length: int) -> None:
    theirs = parse(seed, length)
    ours = Doc.of(theirs)
    for first in range(length):
        for end in range(first, length + 1):
            assert ours.words(first, end) == theirs[first:end].text
            if end > first:
                assert ours.run(first, end).root.i == theirs[first:end].root.i
    for start in range(len(theirs.text)):
        for end in range(start + 1, len(theirs.text) + 1):
            for mode in ("contract", "expand"):
                span = theirs.char_span(start, end, alignment_mode=mode)
                run = ours.char_span(start, end, mode)
                assert ((run.start, run.end) if run else None) == ((span.start, span.end) if span else None)


@pytest.mark.parametrize(("words", "text"), [([], ""), (["Go"], "Go ")])
def test_short_paragraphs(words: list[str], text: str) -> None:
    doc = Doc.of(spacy.tokens.Doc(VOCAB, words=words))
    assert (doc.text, len(doc), len(doc.sents)) == (text, len(words), len(words))
    assert doc.words(0, 0) == ""
    assert doc.char_span(90, 91, "expand") is None


@pytest.mark.parametrize(
    ("words", "first", "last", "covered"),
    [
        (["It", "left", ".", " ", " "], 0, 5, "It left ."),
        ([" ", "It", "left"], 0, 3, "It left"),
        (["It", " ", "left"], 0, 3, "It   left"),
        (["It", " ", "left"], 0, 2, "It"),
        ([" ", " "], 0, 2, " "),
    ],
)
def test_a_stretch_has_no_blanks_around_it(words: list[str], first: int, last: int, covered: str) -> None:
    own = Doc.of(spacy.tokens.Doc(VOCAB, words=words))
    assert Parsed(0, own, 0).span(first, last).of(own.text) == covered
