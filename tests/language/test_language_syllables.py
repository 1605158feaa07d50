"""Names of two syllables with a hyphen are one word."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from diplograph.language import syllables


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    syllables.add(made)
    syllables.add(made)  # twice is once
    return made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ban Ki-moon’s envoy", ["Ban", "Ki-moon", "’s", "envoy"]),
        ("Moon Jae-in and Tsai Ing-wen met.", ["Moon", "Jae-in", "and", "Tsai", "Ing-wen", "met", "."]),
        ("(Yun Byung-se)", ["(", "Yun", "Byung-se", ")"]),
        ("a Seoul-based, Saudi-led Sit-in", ["a", "Seoul", "-", "based", ",", "Saudi", "-", "led", "Sit", "-", "in"]),
        ("KI-MOON, ki-moon", ["KI", "-", "MOON", ",", "ki", "-", "moon"]),
        ("Man-to-man", ["Man", "-", "to", "-", "man"]),
        ("", []),
    ],
)
def test_syllables_are_one_word(nlp: Language, text: str, words: list[str]) -> None:
    assert nlp.pipe_names == [syllables.NAME]
    assert [token.text for token in nlp(text)] == words


@given(st.text(alphabet="KimoWen-in jae’s.\n", max_size=40))
def test_syllables_change_no_text_and_no_place(text: str) -> None:
    made = spacy.blank("en")
    plain = {(token.idx, len(token)) for token in made(text)}
    syllables.add(made)
    doc = made(text)
    assert doc.text == text
    starts, ends = {start for start, _ in plain}, {start + size for start, size in plain}
    assert all(token.idx in starts and token.idx + len(token) in ends for token in doc)
