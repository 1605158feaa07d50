"""Dates of metadata fields, datelines and bylines, as tables; also what must give nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplograph import articles
from diplograph.articles import dateline
from diplograph.articles.dates import is_date, normalise
from diplograph.model import SourceText

if TYPE_CHECKING:
    from diplograph.model import Article


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021-03-04T23:59:00+14:00", "2021-03-04"),  # the day that the writer wrote
        ("2021-03-04T10:00:00.123Z", "2021-03-04"),
        ("2021-03-04 10:00", "2021-03-04"),
        ("2021/3/4", "2021-03-04"),
        ("2021.03.04", "2021-03-04"),
        ("20210304", "2021-03-04"),
        ("20210304T101010Z", "2021-03-04"),
        ("20210304101010", "2021-03-04"),
        ("2021-03", "2021-03"),
        ("2021", "2021"),
        ("March 2021", "2021-03"),
        ("March 4, 2021", "2021-03-04"),
        ("Mar. 4 2021 at 10:00 GMT", "2021-03-04"),
        ("Thursday, 4 March 2021", "2021-03-04"),
        ("4th March, 2021", "2021-03-04"),
        ("04-Mar-2021", "2021-03-04"),
        ("Thu, 04 Mar 2021 10:00:00 GMT", "2021-03-04"),
        ("Thu, 04 Mar 2021 10:00:00 +0000", "2021-03-04"),
        ("Thu Mar 04 10:00:00 +0000 2021", "2021-03-04"),
        ("SEPT 4, 2021", "2021-09-04"),
        ("1614852000", "2021-03-04"),
        ("1614852000000", "2021-03-04"),
        ("25/12/2021", "2021-12-25"),
        ("12/25/2021", "2021-12-25"),
        ("04/04/2021", "2021-04-04"),
        ("03/04/2021", "2021"),  # nobody can tell
        ("3.4.2021", "2021"),
        # impossible or no dates
        ("2021-02-30", None), ("2021-13-01", None), ("31/31/2021", None), ("0/4/2021", None), ("February 30, 2021", None), ("0000", None),
        ("Marzo 4, 2021", None), ("Maybe 4, 2021", None), ("yesterday", None), ("", None), (" ", None), ("20213", None), ("12345", None),
        ("2021-03-04" * 20, None), ("٢٠٢١-٠٣-٠٤", None), ("1" * 64, None), ("99991231", "9999-12-31"), ("true", None),
    ],
)  # fmt: skip
def test_dates_are_normalised_and_never_completed(value: str, date: str | None) -> None:
    assert normalise(value) == date
    assert date is None or is_date(date)


@pytest.mark.parametrize(("day_first", "date"), [(True, "2021-04-03"), (False, "2021-03-04"), (None, "2021")])
def test_order_of_figures_is_the_users_word(day_first: bool | None, date: str) -> None:
    assert normalise("03/04/2021", day_first=day_first) == date
    assert normalise("25/04/2021", day_first=False) == "2021-04-25"


@pytest.mark.parametrize(
    ("paragraph", "line", "date", "agency"),
    [
        ("KLOW, March 3, 2021 (Reuters) — The envoys met.", "KLOW, March 3, 2021 (Reuters) —", "2021-03-03", "Reuters"),
        ("KLOW, March 3 (Reuters) - The envoys met.", "KLOW, March 3 (Reuters) -", None, "Reuters"),
        ("KLOW, MARCH 3, 2021 (AP) -- THE ENVOYS MET.", "KLOW, MARCH 3, 2021 (AP) --", "2021-03-03", "AP"),
        ("KLOW, Syldavia (AP) — The envoys met.", "KLOW, Syldavia (AP) —", None, "AP"),
        ("New York (dpa) – “We met,” they said.", "New York (dpa) –", None, "dpa"),
        ("KLOW — The envoys met.", "KLOW —", None, None),
        ("ST. VLAD-ON-SEA, 3 March 2021 — The envoys met.", "ST. VLAD-ON-SEA, 3 March 2021 —", "2021-03-03", None),
        ("KLOW, March 3 (Courier\nNews) - The envoys met.", "KLOW, March 3 (Courier\nNews) -", None, "Courier News"),
    ],
)
def test_dateline_is_read(paragraph: str, line: str, date: str | None, agency: str | None) -> None:
    found = dateline.find(paragraph)
    assert found is not None
    assert paragraph[: found.end] == line
    assert (found.date, found.agency) == (date, agency)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The envoys met in Klow - and left.",
        "The minister will travel to Klow, June 24-25, to meet them.",
        "Ada Quill (the minister) — who had come late — said nothing.",
        "MR PRICE: Thank you — good afternoon.",
        "THE ENVOYS MET IN KLOW -- AND LEFT WITHOUT A WORD.",
        "KLOW-based envoys met.",
        "KLOW —",
        "",
    ],
)
def test_no_dateline_is_made_up(paragraph: str) -> None:
    assert dateline.find(paragraph) is None


def lines() -> list[list[str]]:
    """Paragraphs of `datelines.tsv`, each with its dateline, date and agency, empty where it has none."""
    rows = (Path(__file__).parent / "datelines.tsv").read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if not row.startswith("#")]


def test_datelines_are_all_found() -> None:
    assert len(lines()) >= 55
    assert sum(line == "" for _, line, _, _ in lines()) >= 10


@pytest.mark.parametrize(("paragraph", "line", "date", "agency"), lines())
def test_dateline_of_the_wires(paragraph: str, line: str, date: str, agency: str) -> None:
    found = dateline.find(paragraph)
    assert (paragraph[: found.end], found.date or "", found.agency or "") == (line, date, agency) if found else not line


@pytest.mark.parametrize(
    ("paragraph", "line"),
    [
        ("PARIS (Reuters) - France said no.", "PARIS (Reuters) -"),
        ("Kyiv, 3 March 2021 – Ukraine said no.", "Kyiv, 3 March 2021 –"),
        ("(CNN) — France said no.", "(CNN) —"),
        ("KLOW — The envoys met.", None),
        ("LONDON: Britain said no.", None),
        ("Paris - Berlin said no.", None),
    ],
)
def test_dateline_inside_an_article_is_signed_or_dated(paragraph: str, line: str | None) -> None:
    found = dateline.find(paragraph, lead=False)
    assert (found and paragraph[: found.end]) == line


def piece(*paragraphs: str) -> Article:
    return next(articles.of_text(SourceText("klow", "\n\n".join(paragraphs), "klow")))


def test_dateline_is_left_out_and_speaks() -> None:
    article = piece(
        "The harbour of Klow opens", "KLOW, March 3, 2021 (Reuters) — The harbour opened on Sunday, the port said.", "All left."
    )
    assert article.paragraphs == ("The harbour of Klow opens", "The harbour opened on Sunday, the port said.", "All left.")
    assert [left.reason for left in article.omitted] == ["dateline: place, day and agency"]
    assert (article.date, article.outlet) == ("2021-03-03", "Reuters")
    assert dict(article.evidence) == {"title": "text", "date": "text", "outlet": "inferred"}
    assert article.origins["outlet"] == article.origins["date"] == "dateline"


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ada Quill", "Ada Quill"),
        ("By Ada Quill and Otto Kragg", "Ada Quill and Otto Kragg"),
        ("By Ada Quill, Otto Kragg and Ida de Vell", "Ada Quill, Otto Kragg and Ida de Vell"),
        ("BY ADA QUILL", "ADA QUILL"),
        ("By Ada Quill, Reuters", "Ada Quill"),
        ("By Ada Quill | The Klow Courier", "Ada Quill"),
        ("By Ada Quill for The Klow Courier", "Ada Quill"),
        ("By Reuters", None),
        ("Office of the Spokesperson", None),
    ],
)
def test_byline_names_the_author(byline: str, author: str | None) -> None:
    article = piece("The harbour of Klow opens", byline, "The harbour opened on Sunday, the port said.", "All left.")
    assert article.author == author
    assert (article.evidence.get("author"), article.origins.get("author")) == (("text", "byline") if author else (None, None))
    assert byline not in article.paragraphs
