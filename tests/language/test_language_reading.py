"""Articles parsed paragraph by paragraph, every token with its place in the source."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph import language
from diplograph.language.reading import LONGEST, LONGEST_SENTENCE
from diplograph.language.surface import flatten
from diplograph.model import Article, SourceText, Span

if TYPE_CHECKING:
    from spacy.language import Language

# Signs that newspapers and the web use, and what is nastiest about Unicode: astral characters, combining and zero-width ones.
SIGNS = " \n\xa0\u200b“”\"'’—–-….,US$é👩\u200d\u0301İßabcAB"
ODD = st.text(alphabet=st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8")), min_size=1, max_size=300)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def article(text: str, *body: tuple[int, int]) -> Article:
    spans = tuple(Span(*own) for own in body) or (Span(0, len(text)),)
    return Article("piece", SourceText("piece", text, "piece.txt"), spans)


def sentences(text: str, nlp: Language) -> list[str]:
    return [paragraph.text(sentence) for paragraph in language.parse(article(text), nlp) for sentence in paragraph.sentences]


def test_language_parse_gives_places_and_what_is_printed(nlp: Language) -> None:
    text = "Kept out.\n\n  “We don’t\nrecognise it,” Mr. Lavrov\xa0said.\n\nKept out too."
    start = text.index("“")
    (paragraph,) = language.parse(article(text, (start - 2, text.index("\n\nKept out too"))), nlp)
    assert paragraph.span.of(text) == "“We don’t\nrecognise it,” Mr. Lavrov\xa0said."
    said = next(token for token in paragraph.doc if token.text == "said")
    assert (said.lemma_, said.pos_, paragraph.place(said).of(text)) == ("say", "VERB", "said")
    assert [paragraph.text(token) for token in paragraph.doc[:4]] == ["“", "We", "do", "n’t"]
    assert paragraph.text(paragraph.doc[1:5]) == "We don’t\nrecognise"


def test_language_parse_joins_what_a_box_has_cut_in_two(nlp: Language) -> None:
    text = "For years the talks went nowhere, as neither the islands nor the European\n\n\nUnion wanted them.\n\nThat may change."
    assert [paragraph.text(paragraph.doc[:]) for paragraph in language.parse(article(text), nlp)] == text.rsplit("\n\n", 1)
    headed = "The talks and the European\n\nUnion wanted them."
    assert len(list(language.parse(article(headed), nlp))) == 2


def test_language_parse_reads_what_is_printed_in_capitals(nlp: Language) -> None:
    text = "THE FOREIGN MINISTER SAID THAT RUSSIA REJECTED THE PLAN."
    (paragraph,) = language.parse(article(text), nlp)
    assert {(paragraph.text(token), token.lemma_) for token in paragraph.doc} >= {("SAID", "say"), ("REJECTED", "reject")}


def test_language_parse_reads_short_paragraphs_of_an_article_in_capitals(nlp: Language) -> None:
    text = "THE FOREIGN MINISTER SAID THAT RUSSIA REJECTED THE PLAN.\n\nHE REFUSED.\n\nThe editors add that nothing was decided."
    read = [paragraph.doc.text for paragraph in language.parse(article(text.replace("editors", "EDITORS " * 30)), nlp)]
    assert read[:2] == ["The foreign minister said that Russia rejected the plan.", "He refused."]
    read = [paragraph.doc.text for paragraph in language.parse(article(text), nlp)]
    assert read[1:] == ["HE REFUSED.", "The editors add that nothing was decided."], "no article in capitals"


def test_language_parse_reads_a_text_without_capitals(nlp: Language) -> None:
    text = "russia said on monday that it rejected the plan. " * 6
    (paragraph,) = language.parse(article(text), nlp)
    assert paragraph.doc.text.startswith("Russia said on Monday that it rejected the plan. Russia said")
    assert paragraph.text(paragraph.doc[0]) == "russia"


def test_language_parse_sentences_have_no_blanks_around_them(nlp: Language) -> None:
    text = "The talks failed.  \xa0 Russia left.   The U.S. stayed. "
    assert sentences(text, nlp) == ["The talks failed.", "Russia left.", "The U.S. stayed."]


def test_language_parse_cuts_a_range_at_blank_lines(nlp: Language) -> None:
    text = "A Headline Without A Stop\n\nThe minister left.\n \t\n\nHe resigned."
    assert [paragraph.span.of(text) for paragraph in language.parse(article(text), nlp)] == [
        "A Headline Without A Stop", "The minister left.", "He resigned."
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(ODD, st.data())
def test_language_parse_places_always_lead_back(nlp: Language, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    reached = start
    for paragraph in language.parse(article(text, (start, end)), nlp):
        assert reached <= paragraph.span.start
        assert paragraph.span.end <= end
        assert not flatten(text[reached : paragraph.span.start]).strip(), "words are left out"
        reached = paragraph.span.end
        for token in paragraph.doc:
            place = paragraph.place(token)
            assert len(place.of(text)) == len(token.text)
            assert [c.lower() for c in place.of(text) if c.isalnum()] == [c.lower() for c in token.text if c.isalnum()]
    assert not flatten(text[reached:end]).strip()


HOSTILE = (
    "word ", "One more sentence. ", "x", "(", "“", "a.b-", "-", "👩\u200d", "http://", "@a", "…!?", "'", "1,0", "e\u0301", "a\n", "外"
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_language_parse_huge_paragraphs_come_in_pieces(nlp: Language, unit: str) -> None:
    text = unit * (LONGEST // len(unit) + 100)
    begun = time.perf_counter()
    paragraphs = list(language.parse(article(text), nlp))
    assert max(len(paragraph.doc.text) for paragraph in paragraphs) <= LONGEST
    assert "".join("".join(paragraph.span.of(text) for paragraph in paragraphs).split()) == "".join(text.split())
    assert time.perf_counter() - begun < 30


def test_language_parse_cuts_huge_paragraphs_between_sentences(nlp: Language) -> None:
    text = "The two sides met in Geneva. " * 2_000
    assert all(paragraph.span.of(text).endswith("Geneva.") for paragraph in language.parse(article(text), nlp))


@pytest.mark.parametrize("unit", ["Russia said (", "word ", "x", "one, two "])
def test_language_parse_cuts_what_is_no_sentence(nlp: Language, unit: str) -> None:
    """Rules compare all words of a sentence: their time must not grow with the square of a text without a full stop."""
    text = unit * (2 * LONGEST // len(unit)) + ". The two sides met in Geneva."
    read = [paragraph.span.of(text) for paragraph in language.parse(article(text), nlp)]
    assert max(map(len, read)) <= LONGEST_SENTENCE
    assert read[-1].endswith("The two sides met in Geneva.")
    assert "".join("".join(read).split()) == "".join(text.split())


def test_language_parse_does_not_depend_on_what_was_read_before(nlp: Language) -> None:
    text = "Russia said the U.S. proposal fell short. “It’s not serious,” Ryabkov told Interfax.\n\nWashington disagreed, and said so."

    def seen() -> list[tuple[str, ...]]:
        tokens = [token for paragraph in language.parse(article(text), nlp) for token in paragraph.doc]
        return [(token.tag_, token.lemma_, token.dep_, str(token.head.i)) for token in tokens]

    first = seen()
    list(language.parse(article("Something else was read in between. " * 50), nlp))
    assert seen() == first


def test_language_forgetting_forgets_words(nlp: Language) -> None:
    def read(number: int) -> list[str]:
        text = f"Minister Ab{number}cde said that Blorg{number}istan would renegotiate{number} it."
        with language.forgetting(nlp):
            return [token.lemma_ for paragraph in language.parse(article(text), nlp) for token in paragraph.doc]

    first = read(0)
    before = len(nlp.vocab.strings)
    for number in range(1, 30):
        assert f"renegotiate{number}" in read(number)
        assert f"renegotiate{number}" not in nlp.vocab.strings
    assert len(nlp.vocab.strings) - before < 10, "combinations of features may be new, words may not"
    assert read(0) == first


@pytest.mark.parametrize(
    "marked",
    [
        "He met Gen. Mark Milley and Sen. Lindsey Graham in Washington. | They spoke.",
        "“We will not yield,” he said. | “Never.” | The talks ended.",
        'He said: "We are ready. | We have waited long enough." | Then he left.',
        "The resolution was vetoed by the U.S. on Monday. | Russia abstained.",
        "Amb. Linda Thomas-Greenfield voted no. | China, Russia et al. abstained.",
        "It cites Art. 5 and No. 2202. | J. Robert Oppenheimer disagreed.",
        "Will they agree? | “No!” she said.",
        "“It’s over.” | “Is it?” he asked. | “No.” | Then the U.S. delegation left.",
        pytest.param("“Is it over?” Lavrov asked. | “No.”", marks=pytest.mark.xfail(reason="looks like an end")),
        "Ukraine Rejects Russian Demands for Neutrality",
        "“It’s over,” the envoy said (he had been asked twice). | “We tried.”",
        "The U.N. envoy met Mr. Assad at 5 p.m. in Damascus. | He left on Feb. 24.",
    ],
)
def test_language_sentences(nlp: Language, marked: str) -> None:
    assert sentences(marked.replace(" | ", " "), nlp) == marked.split(" | ")
