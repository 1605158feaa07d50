"""`graph/wikidata.items.tsv`: current, sourced, and no more than the evidence allows."""

import csv

from generated import GRAPH, script

FILE = GRAPH / "wikidata.items.tsv"

generate = script("snapshot")


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader((line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")), delimiter="\t"))


def test_snapshot_is_current() -> None:
    assert generate.render(generate.read()).encode() == FILE.read_bytes(), "run: python graph/registry/generate/snapshot.py"


def test_every_row_has_a_source_of_a_grade_that_may_be_published() -> None:
    assert len(rows()) >= 750
    assert all(row["source"].startswith(("rigour ", "grade A: ", "grade B2: ")) for row in rows())
    graded = [line["grade"] for line in csv.DictReader(
        line for line in generate.ITEMS.read_text("utf-8").splitlines() if not line.startswith("#")
    )]  # fmt: skip
    assert len(graded) >= 190
    assert set(graded) == {"A", "B2"}


def test_every_published_link_is_in_the_snapshot() -> None:
    published = {
        row["object_id"].removeprefix("wd:")
        for row in csv.DictReader(
            (line for line in (GRAPH / "wikidata.sssom.tsv").read_text("utf-8").splitlines() if not line.startswith("#")), delimiter="\t"
        )
        if float(row["confidence"]) >= 0.8
    }
    assert len(published) >= 352
    assert published <= {row["qid"] for row in rows()}


def test_what_is_held_back_is_not_in_the_snapshot_as_anything_sure() -> None:
    """Grade B1 and what is only believed: Blinken, Le Drian, the Taliban."""
    assert not {"Q7821917", "Q559040", "Q42418"} & {row["qid"] for row in rows()}
