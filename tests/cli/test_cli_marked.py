"""Statements under their sentences: every letter as it stands in the text, every mark under its own words, whatever the width."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from diplograph import articles
from diplograph.cli.reading.marked import show_marked
from diplograph.cli.screen import plain
from diplograph.model import SourceText

if TYPE_CHECKING:
    from diplograph.model import Article

TEXT = """Ada Miro of Arland arrived on Sunday. “We will never sign,” Gen. Otto Kragg said. Nobody answered him.

The ministers of 東京 met there, and Kragg\x1b[31m praised\u202e the 外相 for it.
"""
STATEMENT: dict[str, object] = {
    "record": "statement", "id": "a", "kind": "rejection", "stance": "none", "holders": ["Otto Kragg", "Arland"],
    "on_behalf_of": ["Arland"],
    "attributed_by": None, "addressees": ["Borduria", "Sable Islands"], "issue": {"label": "the treaty", "stance": "against"},
    "topics": ["peace"], "condition": "if it rains", "date": "2022-05", "date_basis": "stated",
    "rule": "quotation:plain", "confidence": 0.3,
}  # fmt: skip
ACTION: dict[str, object] = {
    "record": "action", "id": "b", "type": "meeting", "status": "held", "label": "meeting in Tokyo", "actors": ["Arland"],
    "targets": ["Japan"], "date": "", "rule": "deed:meet",
}  # fmt: skip


def article() -> Article:
    (one,) = articles.of_text(SourceText("made", TEXT, "made.txt"))
    return one


def spans(words: str, **fields: str) -> dict[str, object]:
    """A record's offsets, from words that stand once in the text."""
    found: dict[str, object] = {name: [TEXT.index(word), TEXT.index(word) + len(word)] for name, word in fields.items()}
    return found | {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def shown(*records: dict[str, object], width: int = 90, styled: bool = False) -> str:
    sheet = io.StringIO()
    out = Console(
        file=sheet,
        width=width,
        height=24,
        highlight=False,
        emoji=False,
        markup=False,
        force_terminal=styled,
        color_system="standard" if styled else None,
    )
    show_marked(article(), records, out)
    return sheet.getvalue()


QUOTED = STATEMENT | spans("We will never sign", source_span="Otto Kragg", cue_span="said", content_span="We will never sign")
WIDE = STATEMENT | spans("praised\u202e the 外相", source_span="東京", cue_span="praised", content_span="外相")


def test_marks_stand_under_their_words() -> None:
    printed = shown(QUOTED)
    assert "“We will never sign,” Gen. Otto Kragg said.\n ------------------        ========== ^^^^\n" in printed
    assert "Nobody answered" not in printed
    assert "Sunday" not in printed


def test_details() -> None:
    joined = " ".join(shown(QUOTED, ACTION | spans("The ministers of 東京 met there")).split())
    assert (
        "rejection, no stance · by Otto Kragg for Arland · to Borduria, Sable Islands · issue the treaty (against) · on peace · "
        "condition “if it rains” · on 2022-05 (stated) · rule quotation:plain · confidence 0.3"
    ) in joined
    assert "action: meeting, held · meeting in Tokyo · by Arland · with or at Japan · rule deed:meet" in joined
    assert joined.endswith("1 statement, 1 action")


def test_wide_letters_have_wide_marks_and_controls_are_blank() -> None:
    lines = shown(WIDE).splitlines()
    number = next(number for number, line in enumerate(lines) if "東京" in line)
    line, signs = lines[number : number + 2]
    assert "\x1b" not in line
    assert "\u202e" not in line
    for words, sign in (("東京", "===="), ("praised", "^^^^^^^"), ("外相", "----")):
        at = cell_len(line[: line.index(words)])
        assert signs[at : at + len(sign)] == sign


def test_words_of_another_paragraph_are_shown_too() -> None:
    far = QUOTED | spans("We will never sign", source_span="The ministers")
    printed = shown(far)
    assert "We will never sign" in printed
    assert " … The ministers of 東京" in printed


def test_the_same_words_are_shown_once() -> None:
    assert shown(QUOTED, QUOTED | {"id": "b"}).count("We will never sign") == 1
    assert shown(QUOTED, QUOTED | {"id": "b", "cue_span": None}).count("We will never sign") == 2


@pytest.mark.parametrize("width", [1, 10, 16, 23, 40, 200])
@pytest.mark.parametrize("styled", [False, True])
def test_no_letter_is_lost_at_any_width(*, width: int, styled: bool) -> None:
    printed = plain(shown(QUOTED, width=width, styled=styled)).replace(" ", "")
    for mark in ("[4;32m", "[1;36m", "[7;33m", "[0m", "-", "=", "^", "…"):
        printed = printed.replace(mark, "")
    assert "“Wewillneversign,”Gen.OttoKraggsaid." in printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ada\x1b[2J\x07", "Ada [2J "), ("a\u00a0b\tc\nd", "a b c d"), ("\u202eabc\u2066", " abc "),
        ("né e\u0301 👩‍👧 نعم", "né e\u0301 👩‍👧 نعم"),
    ],
)  # fmt: skip
def test_plain_text_has_nothing_that_a_terminal_obeys(text: str, printed: str) -> None:
    assert plain(text) == printed
