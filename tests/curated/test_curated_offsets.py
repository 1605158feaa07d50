"""Quotes are found where they were taken from, whatever the text; whatever the bytes, only faults come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from curated_made_up import CASES, made_up_article, made_up_registry
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from diplograph import curated
from diplograph.curated.marked import Scalar, parse
from diplograph.curated.passages import find, inside, near, nearest
from diplograph.errors import Fault
from diplograph.model import Article, SourceText, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Letters that repeat, blanks, astral and combining characters, look-alikes: what makes offsets go wrong.
TEXTS = st.text(st.sampled_from("ab e\n\r\t\u00a0’'\u0301ß…\U0001f54aİ"), min_size=1, max_size=60) | st.text(min_size=1)


def article(text: str, *body: Span) -> Article:
    return Article("a", SourceText("a", text, "a.txt"), body or (Span(0, len(text)),))


def spans(data: st.DataObject, text: str) -> Span:
    start = data.draw(st.integers(0, len(text) - 1))
    return Span(start, data.draw(st.integers(start + 1, len(text))))


def fault_of(call: Callable[[], object]) -> Fault | None:
    """The fault that a call raises, if it does."""
    try:
        call()
    except Fault as fault:
        return fault
    return None


def times(text: str, words: str) -> int:
    return sum(text.startswith(words, at) for at in range(len(text)))


@given(TEXTS, st.data())
def test_find_gives_the_offsets_of_a_unique_quote(text: str, data: st.DataObject) -> None:
    span = spans(data, text)
    quote = span.of(text)
    if times(text, quote) == 1:
        assert find(article(text), quote) == span
    else:
        with pytest.raises(Fault, match=r"occurs (\d+|more than 99) times"):
            find(article(text), quote)


@given(TEXTS, st.data())
def test_find_gives_the_offsets_between_prefix_and_suffix(text: str, data: st.DataObject) -> None:
    span = spans(data, text)
    prefix, suffix = text[: span.start], text[span.end :]
    fault = fault_of(lambda: find(article(text), span.of(text), prefix, suffix))
    if fault is None:
        assert find(article(text), span.of(text), prefix, suffix) == span
    else:  # blanks beside it are set aside, and it repeats in them
        assert "times" in fault.what


@given(TEXTS, TEXTS, st.data())
def test_find_is_exact_or_a_fault(text: str, words: str, data: st.DataObject) -> None:
    own = article(text, spans(data, text))
    try:
        found = find(own, words)
    except Fault:
        assert sum(own.holds(Span(at, at + len(words))) for at in range(len(text)) if text.startswith(words, at)) != 1
    else:
        assert found.of(text) == words
        assert own.holds(found)


@given(TEXTS, st.data())
def test_words_beside_a_quote_are_exact(text: str, data: st.DataObject) -> None:
    quote = spans(data, text)
    words = spans(data, text).of(text)
    assert near(article(text), words, quote, "cue").of(text) == words
    assert nearest(article(text), words, quote, "condition").of(text) == words
    if words in quote.of(text):
        assert inside(article(text), words, quote, "said").within(quote)


@given(TEXTS)
def test_parse_keeps_text_that_yaml_wrote(text: str) -> None:
    assume(not set(text) & set("\x85\u2028\u2029"))  # line breaks to YAML, which it folds, and PyYAML's writer does not escape
    written = yaml.safe_dump({"quote": text}, allow_unicode=True)
    tree = parse(written, "made.yaml")
    assert tree.values["quote"] == Scalar(1, text.strip())  # type: ignore[union-attr]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from("article: noise\n\t-[]{}&*!|>'\"#%?@\\0\u2028\x85"), max_size=80).map(str.encode)
    | st.tuples(st.sampled_from(CASES), st.integers(0, 600), st.binary(max_size=3)).map(
        lambda cut: cut[0].read_bytes()[: cut[1]] + cut[2] + cut[0].read_bytes()[cut[1] + len(cut[2]) :]
    )
)
def test_read_raises_only_faults(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "noise.yaml"
    path.write_bytes(noise)
    for attempt in (
        lambda: curated.read(path, made_up_article("noise"), made_up_registry()),
        lambda: curated.article_key(path),
        lambda: curated.locations(path),
    ):
        fault = fault_of(attempt)
        assert fault is None or "\n" not in str(fault)


def test_a_faulty_quote_in_a_long_article_is_reported_soon() -> None:
    text = "The sides met again, and nothing was agreed. " * 20_000
    with pytest.raises(Fault, match="occurs more than 99 times"):
        find(article(text), "nothing was agreed")
    with pytest.raises(Fault, match="nearest"):
        find(article(text), "nothing at all was agreed")


@pytest.mark.parametrize(
    ("text", "quote", "hint"),
    [
        ("peace 𝗇ow", "peace now", r"where you have n; copy it from the article, or write \U0001D5C7 in"),
        ("a\u00a0b", "a b", r'behind "a" the article has a non-breaking space where you have a blank'),
        ("a\u00adb", "ab", "(U+00AD, soft hyphen) where you have b"),
        ("Straße", "STRASSE", "the article has t where you have T"),
        ("cafe\u0301 noir", "café noir", "(U+00E9, latin small letter e with acute)"),
        ("so … on", "so ... on", "(U+2026, horizontal ellipsis) where you have ."),
        ("one — two", "one - two", "(U+2014, em dash) where you have -"),
        ("one  two", "one two", "the article has a blank where you have t"),
    ],
)
def test_find_says_what_differs(text: str, quote: str, hint: str) -> None:
    with pytest.raises(Fault) as caught:
        find(article(text), quote)
    assert hint in str(caught.value)


def test_find_in_an_article_without_text() -> None:
    empty = Article("a", SourceText("a", "nothing here", "a.txt"), ())
    with pytest.raises(Fault, match="is not in the article's own text: the article has none"):
        find(empty, "here")
