"""The sentence around some words, by its signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.language import around
from diplograph.model import Span

TEXT = (
    "It rained. “Never,” Gen. Otto Kragg said. Nobody answered! Was it “Why?” he asked… The U.S. envoy, J. Smith, left. It ended.\n\nNext."
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("rained", "It rained."),
        ("Kragg", "“Never,” Gen. Otto Kragg said."),
        ("said. Nobody", "“Never,” Gen. Otto Kragg said. Nobody answered!"),
        ("Why", "Was it “Why?” he asked…"),
        ("left", "The U.S. envoy, J. Smith, left."),
        ("ended", "It ended."),
    ],
)
def test_around(words: str, sentence: str) -> None:
    within = Span(0, TEXT.index("\n"))
    start = TEXT.index(words)
    assert around(TEXT, within, Span(start, start + len(words))).of(TEXT) == sentence


@given(st.text(st.sampled_from("Aa.!? \n”\u00a0"), min_size=1, max_size=80), st.data())
def test_around_holds_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = around(text, Span(0, len(text)), Span(start, end))
    words = text[start:end].strip()
    assert words in found.of(text)
    assert 0 <= found.start <= found.end <= len(text)


def test_around_does_not_read_on_for_ever() -> None:
    text = "x " * 1_000_000
    found = around(text, Span(0, len(text)), Span(1_000_000, 1_000_010))
    assert found.end - found.start < 5_000
