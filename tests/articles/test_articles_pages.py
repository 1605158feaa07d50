"""Pages and what is read out of them: the seeds, pinned paragraph by paragraph, and made-up pages of other outlets.

Beside each page `cases/<name>.txt` stands `<name>.expected.yaml`; the seeds' expectation is `seeds.expected.yaml`.
All were read through by eye; whoever changes a rule reads the difference in the same way.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from diplograph import articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diplograph.model import Article

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = sorted((HERE / "cases").glob("*.txt"))
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def ends(text: str) -> str:
    """The first and last words of a paragraph."""
    words = text.split()
    return " ".join(words) if len(words) <= 10 else f"{' '.join(words[:5])} … {' '.join(words[-5:])}"


def outline(article: Article) -> dict[str, object]:
    """An article in the form of the expectation files."""
    text = article.source.text
    return {
        "key": article.key,
        "title": article.title or "",
        "date": article.date or "",
        "words": str(article.words),
        "digest": article.source.digest,
        "body": [ends(paragraph) for paragraph in article.paragraphs],
        "omitted": [{omission.reason: ends(omission.span.of(text))} for omission in article.omitted],
    }


def expected(file: Path) -> list[dict[str, object]]:
    loaded: list[dict[str, object]] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - resolves nothing
    return loaded


def assert_whole(found: Iterable[Article]) -> None:
    """Bodies and omissions are in order, do not overlap, and cover each non-blank line of their source but for marks of quoted mail."""
    several = list(found)
    text = several[0].source.text
    own = [span for one in several for span in one.body]
    covered = sorted(own + [left.span for one in several for left in one.omitted])
    assert all(span.end <= len(text) for span in covered)
    assert all(one.end <= two.start for one, two in pairwise(covered))
    for one in several:
        assert list(one.body) == sorted(one.body)
        assert [left.span for left in one.omitted] == sorted(left.span for left in one.omitted)
        assert all(span.of(text) == span.of(text).strip() for span in one.body)
    at = 0
    for span in covered:
        assert not unquoted(text[at : span.start])
        at = span.end
    assert not unquoted(text[at:])


def unquoted(text: str) -> str:
    """A text without blanks and the marks of quoted mail at the beginning of its lines."""
    return "".join(line.lstrip("> \t") for line in text.split("\n")).strip()


def test_cases_are_all_found() -> None:
    assert len(CASES) == 18
    assert len(SEEDS) == 5


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_page_is_read_as_expected(case: Path) -> None:
    found = list(articles.read(case))
    assert [outline(article) for article in found] == expected(case.with_suffix(".expected.yaml"))
    assert_whole(found)


def test_seeds_are_the_eight_expected_articles() -> None:
    found = [list(articles.read(seed, seed=True)) for seed in SEEDS]
    for page in found:
        assert_whole(page)
    assert [outline(article) for page in found for article in page] == expected(HERE / "seeds.expected.yaml")
    assert all(article.seed for page in found for article in page)
    assert len([article for page in found for article in page]) == 8


def test_seeds_have_their_metadata_with_evidence() -> None:
    table = [
        (
            article.key[:3] + article.key[20:],
            article.author,
            article.outlet,
            article.date,
            article.evidence.get("author"),
        )
        for seed in SEEDS
        for article in articles.read(seed)
    ]
    statecraft, monitor = "Responsible Statecraft", "The Christian Science Monitor"
    assert table == [
        ("000", "Anatol Lieven", statecraft, "2021-05-19", "outside"),
        ("001", "Kelley Beaucar Vlahos", statecraft, "2022-02-22", "outside"),
        ("002", "Anatol Lieven", statecraft, "2022-02", "outside"),
        ("003", "Marcus Stanley", statecraft, "2022-01-27", "text"),
        ("003-2", None, statecraft, "2024-11-20", "none"),
        ("003-3", None, statecraft, "2024-11", "none"),
        ("003-4", None, statecraft, "2024-11", "none"),
        ("004", "Howard LaFranchi", monitor, "2008-09-26", "outside"),
    ]


def test_sentence_broken_over_two_paragraphs_is_one_range() -> None:
    article = next(articles.read(SEEDS[4]))
    broken = [paragraph for paragraph in article.paragraphs if "\n\n" in paragraph]
    assert len(broken) == 1
    assert "The US and the European\n\nUnion want Iran's uranium enrichment program stopped." in broken[0]
