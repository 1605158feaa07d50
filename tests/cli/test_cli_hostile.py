"""Odd texts through the whole of extraction: nothing raises, every quote is where its offsets say, and what is printed can be printed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph import articles
from diplograph.cli.reading.extract import Predictor, predictor
from diplograph.errors import Fault
from diplograph.export import curation_text
from diplograph.model import SourceText
from diplograph.resources import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplograph.model import Article

SAID = "China rejected the plan on Monday. Russia demands guarantees from the United States, Sergei Lavrov said. "
ODD = {
    "thousand marks": SAID + "“" * 1000 + " we demand peace. China rejected it.",
    "thousand straight marks": SAID + '"' * 1001 + " we demand peace. China rejected it.",
    "marks never closed": "“Russia demands peace, said Lavrov. " * 40,
    "marks never opened": "Russia demands peace,” said Lavrov. " * 40,
    "marks crossed": "“Russia ‘demands” peace’, «said “Lavrov» to” China. " * 10,
    "right to left": "قال الوزير: “نعم” ثم غادر. " + SAID + "\u202eRussia rejected it.\u202c \u2067China rejected it.\u2069",
    "right to left inside": "Iran’s minister (محمد جواد ظریف) rejected the plan. “قال: نحن نرفض هذه الخطة”, he wrote. "
    "\u200eIran\u200f stays.",
    "Chinese inside": "China’s foreign minister Wang Yi (王毅) rejected the plan on Monday. “我们坚决反对美国的做法”, he said.",
    "combining": "Ru\u0301ssia de\u0301mands peace, Lavro\u0308v said. " + SAID + "\u0301\u0301\u0301 China rejected it.",
    "emoji": "👩‍👩‍👧 Russia 🇷🇺 demands 🕊️ peace, said Lavrov 😀. " + SAID,
    "odd blanks": SAID.replace(" ", "\u00a0") + SAID.replace(" ", "\u2009") + SAID.replace(" ", "\u3000") + SAID.replace(" ", "\t  "),
    "odd line ends": SAID + "\u2028" + SAID + "\u0085" + SAID + "\x0c" + SAID + "\x0b" + SAID,
    "beyond the plane": "𝕽ussia demands 𝓹eace. 𝒳 " + SAID,
    "controls": SAID + "\x1b[2J" + SAID + "\x07\x08" + SAID,
    "no blank": "Russiademandspeace" * 500 + ". " + SAID,
    "capitals": SAID.upper() * 3,
    "brackets": "Russia said ((((((((((that [[[[China]]]] must stop)))))))))). " + SAID,
    "one line": SAID * 60,
    "replacement": "Russia de\ufffdmands peace. \ufffd\ufffd " + SAID,
}


@cache
def reader() -> Predictor:
    return predictor(Workspace())


def articles_of(text: str) -> Iterator[Article]:
    try:
        yield from articles.of_text(SourceText("odd", text, "odd.txt"))
    except Fault as fault:
        assert fault.cure  # noqa: PT017 - no text at all is a fault, too
        return


def check(text: str) -> int:
    """How many statements a text gives, after holding what must hold of each."""
    count = 0
    for article in articles_of(text):
        reading = reader().read(article)
        curation_text(reading, reader().registry).encode()
        for record in reader().shown(reading):
            start, end = int(str(record["start"])), int(str(record["end"]))
            assert article.source.text[start:end] == record["quote"] != ""
            for span in (record.get(name) for name in ("source_span", "cue_span", "content_span")):
                assert span is None or (isinstance(span, list) and 0 <= span[0] < span[1] <= len(text))
            count += record["record"] == "statement"
    return count


@pytest.mark.parametrize("name", sorted(ODD))
def test_an_odd_text_is_read(name: str) -> None:
    """What is odd about it does not hide the plain sentence beside it."""
    assert check(ODD[name]) >= 1


PIECES = st.sampled_from(
    [
        SAID,
        "“", "”", '"', "'", " said", " that ", "Russia", "China", " must ", " not ", " rejected ", "the plan", ". ", ", ",
        ": ", "\n", "\n\n",
        "(", ")", "MR. PRICE: ", "QUESTION: ", "he", " we ", "According to ", "\u202e", "\u0301", "😀", "🇷🇺", "\x00", "\x1b",
        "\u2028", "نعم", "—", "…",
        "1,000", "U.S.", "<b>", "&amp;", "\u00a0", "not", "if", "\t",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    check(text)
