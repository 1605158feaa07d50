"""Folders of annotated articles: what is read, and what is wrong with faulty ones, with file and line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from diplograph.errors import Fault
from diplograph.evaluate import judge, read_gold, read_predictions

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "gold", tmp_path / "gold"))


def changed(path: Path, line: int, change: Callable[[dict[str, object]], object]) -> None:
    """Change one object of a JSON Lines file, counted from 1."""
    lines = path.read_text("utf-8").splitlines()
    row = json.loads(lines[line - 1])
    change(row)
    lines[line - 1] = json.dumps(row, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_folder_is_read() -> None:
    gold = read_gold(HERE / "gold")
    assert gold.keys == ("a1_harbour", "b2_bridge")
    assert {group: len(found) for group, found in gold.annotated.items()} == {"statements": 6, "actions": 2}
    assert len(gold.entities) == 4


def test_articles_have_the_metadata_of_the_index() -> None:
    articles = list(read_gold(HERE / "gold").articles(["a1_harbour"]))
    assert [(one.key, one.date, one.outlet, one.evidence["date"]) for one in articles] == [
        ("a1_harbour", "2020-01-02", "Sable Post", "outside")
    ]


def test_article_without_annotations_counts(folder: Path) -> None:
    (folder / "texts" / "c3_quiet.txt").write_text("Nothing happened in Ostrov today, said nobody.\n", "utf-8")
    assert read_gold(folder).keys[-1] == "c3_quiet"


def test_further_article_of_a_text_counts_in_that_text(folder: Path) -> None:
    changed(folder / "statements.jsonl", 6, lambda row: row.update(article="b2_bridge-2"))
    gold = read_gold(folder)
    assert gold.keys == ("a1_harbour", "b2_bridge", "b2_bridge-2")
    assert gold.source("b2_bridge-2") == gold.texts["b2_bridge"]


@pytest.mark.parametrize("name", ["entities.jsonl", "index.jsonl", "actions.jsonl"])
def test_file_may_be_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert len(read_gold(folder).annotated["statements"]) == 6


@pytest.mark.parametrize("name", ["statements.jsonl", "actions.jsonl", "entities.jsonl", "index.jsonl", "texts/a1_harbour.txt"])
def test_digest_changes_with_annotations_and_texts(folder: Path, name: str) -> None:
    before = read_gold(folder).digest
    path = folder / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert read_gold(folder).digest != before


def test_digest_does_not_change_with_what_is_not_compared(folder: Path) -> None:
    before = read_gold(folder).digest
    (folder / "README.md").write_text("Two articles.", "utf-8")
    (folder / "second-statements.jsonl").write_text("", "utf-8")
    assert read_gold(folder).digest == before


ISSUES = """{"id": "s2", "issue": null}
{"id": "s3", "issue": {"id": "issue:new-bad-faith", "stance": "against"}, "remark": "open"}
{"id": "s4", "issue": {"id": "issue:talks", "stance": "for"}}
"""


@pytest.mark.parametrize("place", ["in the folder", "elsewhere"])
def test_issues_are_given_by_id(folder: Path, tmp_path: Path, place: str) -> None:
    path = folder / "issues.jsonl" if place == "in the folder" else tmp_path / "given.jsonl"
    path.write_text(ISSUES, "utf-8")
    gold = read_gold(folder, None if place == "in the folder" else path)
    issues = [(unit.issue_given, unit.issue and unit.issue.id) for unit in gold.annotated["statements"]]
    shared = "https://w3id.org/diplograph/id/issue/shared-harbour"  # stands in statements.jsonl
    assert issues == [(True, shared), (True, None), (True, "issue:new-bad-faith"), (True, "issue:talks"), (True, None), (False, None)]
    assert gold.digest != read_gold(HERE / "gold").digest


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "s1"}', 'an issue needs "id"'), ('{"issue": null}', 'an issue needs "id"'),
        ('{"id": "s9", "issue": null}', '"s9" is no annotated statement'), ('{"id": "s2", "issue": null}', '"s2" has its issue twice'),
    ],
    ids=["no issue", "no id", "stranger", "twice"],
)  # fmt: skip
def test_faulty_issue_is_named(folder: Path, line: str, words: str) -> None:
    (folder / "issues.jsonl").write_text(ISSUES + line + "\n", "utf-8")
    with pytest.raises(Fault) as caught:
        read_gold(folder)
    assert str(caught.value).startswith(f"{folder / 'issues.jsonl'}:4: ")
    assert words in str(caught.value)


FAULTY = [
    ("statements.jsonl", 2, {"start": 62}, "not the quote"),
    ("statements.jsonl", 3, {"end": 100000}, "leaves the text of a1_harbour"),
    ("statements.jsonl", 1, {"quote": None}, 'has no "quote"'),
    ("statements.jsonl", 4, {"kind": "hope"}, "\"kind\" is 'hope'"),
    ("statements.jsonl", 5, {"article": "c3"}, 'article "c3" has no text'),
    ("statements.jsonl", 5, {"cue_span": [0, 100000]}, '"cue_span" leaves the text'),
    ("actions.jsonl", 2, {"status": "done"}, "choose one of held, planned"),
    ("actions.jsonl", 2, {"actors": None, "start": "0"}, "not a code point offset"),
    ("entities.jsonl", 3, {"name": None}, 'an entity needs "article" and "name"'),
    ("entities.jsonl", 3, {"surface": "Miro"}, "not a list of forms"),
    ("index.jsonl", 2, {"file": "c3.txt"}, '"c3" is no file in texts/'),
    ("index.jsonl", 1, {"date": 2020}, '"date" is 2020, not a text'),
]


@pytest.mark.parametrize(("name", "line", "change", "words"), FAULTY, ids=[f"{case[0]}-{case[3]}" for case in FAULTY])
def test_faulty_line_is_named(folder: Path, name: str, line: int, change: dict[str, object], words: str) -> None:
    changed(folder / name, line, lambda row: row.update(change))
    with pytest.raises(Fault) as caught:
        read_gold(folder)
    assert str(caught.value).startswith(f"{folder / name}:{line}: ")
    assert words in str(caught.value)


LINES = [("{", "is not JSON"), ("[1]", "is not a JSON object"), ("[" * 100_000, "is not JSON"), ('{"article": "a1_harbour"}', 'has no "')]


@pytest.mark.parametrize(("line", "words"), LINES, ids=["half", "a list", "too deep", "no fields"])
def test_line_that_is_no_record_is_named(folder: Path, line: str, words: str) -> None:
    (folder / "statements.jsonl").write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(Fault) as caught:
        read_gold(folder)
    assert f"statements.jsonl:2: {words}" in str(caught.value).replace("the statement ", "")


def test_folder_without_texts_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="has no texts/"):
        read_gold(tmp_path)


def test_folder_without_annotations_is_a_fault(folder: Path) -> None:
    (folder / "statements.jsonl").unlink()
    (folder / "actions.jsonl").unlink()
    with pytest.raises(Fault, match=r"neither statements.jsonl nor actions.jsonl"):
        read_gold(folder)


def test_entities_without_a_text_are_a_fault(folder: Path) -> None:
    changed(folder / "entities.jsonl", 1, lambda row: row.update(article="z9"))
    with pytest.raises(Fault, match="names articles without a text: z9"):
        read_gold(folder)


PREDICTED = [
    ({"article": "c3", "start": 0, "end": 3, "holders": [], "kind": "threat"}, 'a prediction for article "c3", which is not annotated'),
    ({"article": "b2_bridge", "start": 0, "end": 3, "quote": "bri", "holders": [], "kind": "threat"}, "is “Bri”, not the quote “bri”"),
    ({"article": "b2_bridge", "start": 0, "end": 999, "holders": [], "kind": "threat"}, "leaves the text of b2_bridge"),
    ({"article": "b2_bridge", "start": 0, "end": 3}, "is neither a statement nor an action"),
    ({"record": "statement", "article": "b2_bridge", "start": 0, "holders": [], "kind": "threat"}, 'the statement has no "end"'),
]


@pytest.mark.parametrize(("row", "words"), PREDICTED, ids=[case[1] for case in PREDICTED])
def test_faulty_prediction_is_named(tmp_path: Path, row: dict[str, object], words: str) -> None:
    path = tmp_path / "predicted.jsonl"
    path.write_text("\n" + json.dumps(row), "utf-8")
    with pytest.raises(Fault) as caught:
        judge(read_gold(HERE / "gold"), read_predictions(path))
    assert str(caught.value).startswith(f"{path}:2: ")
    assert words in str(caught.value)


def test_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "predicted.jsonl"
    path.write_text('{"record": "note", "text": "one\u2028two"}\n', "utf-8")
    assert len(list(read_predictions(path))) == 1
