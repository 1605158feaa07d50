"""Metadata files: what they may say, and the line that a fault names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diplograph import articles
from diplograph.articles.dates import is_date, of_line
from diplograph.errors import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from diplograph.model import Article

PAGE = "The harbour of Klow opens\n\nMonday, March 1, 2021\n\nThe harbour opened on Sunday. Ada Quill saw it.\n"


def read(folder: Path, sidecar: str | None) -> Article:
    (folder / "klow.txt").write_text(PAGE, "utf-8")
    if sidecar is not None:
        (folder / "klow.yaml").write_text(sidecar, "utf-8")
    return next(articles.read(folder / "klow.txt"))


def test_without_a_sidecar_the_text_speaks(tmp_path: Path) -> None:
    article = read(tmp_path, None)
    assert (article.title, article.date) == ("The harbour of Klow opens", "2021-03-01")
    assert dict(article.evidence) == {"title": "text", "date": "text"}
    assert article.author is article.outlet is article.language is article.url is article.licence is None


def test_a_sidecar_wins_and_keeps_words_as_words(tmp_path: Path) -> None:
    sidecar = """
articles:
  - date: {value: 2021-03, evidence: inferred, note: the month of the thaw}
    author: {value: Ada Quill, evidence: text}
    language: {value: no, evidence: outside}
    outlet: {value: 1984, evidence: outside}
"""
    article = read(tmp_path, sidecar)
    assert (article.title, article.date, article.author) == ("The harbour of Klow opens", "2021-03", "Ada Quill")
    assert (article.language, article.outlet) == ("no", "1984")
    assert article.evidence["date"] == "inferred"


@pytest.mark.parametrize(
    ("sidecar", "line", "said"),
    [
        ("articles: []", 1, "has 0 entries, but 1 articles were found"),
        ("articles:\n  - {}\n  - {}", 2, "has 2 entries"),
        ("", None, "has no list"),
        ("articles:\n", 1, "has no list"),
        ("- {}", 1, "where names and values belong"),
        ("statements: []", 1, "unknown entry 'statements'"),
        ("articles:\n  - headline: {value: x, evidence: text}", 2, "unknown field 'headline'"),
        ("articles:\n  - title: x", 2, "where names and values belong"),
        ("articles:\n  - title:\n      value: x\n      evidence: rumour", 4, "no right evidence for title: 'rumour'"),
        ("articles:\n  - title: {value: x}", 2, "no right evidence"),
        ("articles:\n  - title: {value: x, evidence: none}", 2, "has a value for title and says that nobody gives one"),
        ("articles:\n  - title: {evidence: text}", 2, "no value for title"),
        ("articles:\n  - title: {value: [x], evidence: text}", 2, "more than plain words"),
        ("articles:\n  - title: {value: x, evidence: text, why: y}", 2, "unknown entry 'why' in title"),
        ("articles:\n  - title: {value: x, evidence: outside}\n    title: {}", 3, "a name twice"),
        ("articles:\n  -\n    title: {value: The harbor of Klow, evidence: text}", 3, "is in the text, but it is not"),
        ("articles:\n  - author: {value: Otto Kragg, evidence: text}", 2, "is in the text, but it is not"),
        ("articles:\n  - date: {value: 2021-02-29, evidence: text}", 2, "has no date in '2021-02-29'"),
        ("articles:\n  - date: {value: 2021-3, evidence: text}", 2, "has no date in '2021-3'"),
        ("articles:\n  - language: {value: English (UK), evidence: text}", 2, "no language tag"),
        ("articles:\n  - {title: [}", 2, "is not YAML"),
        ("articles: \x07", None, "is not YAML"),
        ("[" * 5000, None, "is not YAML"),
    ],
)
def test_a_fault_names_the_line(tmp_path: Path, sidecar: str, line: int | None, said: str) -> None:
    with pytest.raises(Fault) as fault:
        read(tmp_path, sidecar)
    place = f"{tmp_path}/klow.yaml" + (f":{line}" if line else "")
    assert str(fault.value).startswith(f"{place}: ")
    assert said in str(fault.value)
    assert fault.value.cure


@pytest.mark.parametrize(
    ("value", "right"),
    [("2022", True), ("2022-02", True), ("2024-02-29", True), ("2023-02-29", False), ("2022-13", False),
     ("0000", False), ("22-02-2022", False), ("2022-02-2", False), ("٢٠٢٢", False), ("", False)],
)  # fmt: skip
def test_dates_are_real_days_months_and_years(value: str, right: bool) -> None:
    assert is_date(value) is right


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Monday, September 23, 2019", "2019-09-23"),
        ("Published 3rd March 2021 at 10:00", "2021-03-03"),
        ("Sept. 4, 2020", "2020-09-04"),
        ("2019-09-23T10:00", "2019-09-23"),
        ("5/19/2021", None),
        ("February 30, 2020", None),
        ("Room 12 4567", None),
    ],
)
def test_date_line_gives_its_day(line: str, date: str | None) -> None:
    assert of_line(line) == date
