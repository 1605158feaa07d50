"""The mapping file: decisions are read, kept and written as SSSOM."""

import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.errors import Fault
from diplograph.resources import Workspace
from diplograph.wikidata import mappings
from diplograph.wikidata.mappings import Row, judgement, read, render, standing

WHY = "semapv:ManualMappingCuration"


def row(qid: str | None = "Q1", sure: float = 1.0, date: str = "2026-01-01", by: str = "", *, refuted: bool = False) -> Row:
    return judgement("state:a", "A", qid, "a", why=WHY, confidence=sure, date=date, by=by, refuted=refuted)


CASES = [
    ("nothing said", [], "", False, set(), set()),
    ("accepted", [row()], "Q1", False, set(), set()),
    ("a candidate", [row(sure=0.7)], "", False, set(), {"Q1"}),
    ("none found", [row(None)], "", True, set(), set()),
    ("refuted", [row(refuted=True)], "", False, {"Q1"}, set()),
    ("a candidate refuted", [row(sure=0.5), row(refuted=True, date="2026-01-02")], "", False, {"Q1"}, set()),
    ("a candidate confirmed", [row(sure=0.5), row(date="2026-01-02")], "Q1", False, set(), set()),
    ("accepted, later another", [row(), row("Q2", date="2026-01-02")], "Q2", False, set(), set()),
    ("a person goes before a program, whatever the day", [row("Q1", by="Ann"), row("Q2", date="2027-01-01")], "Q1", False, set(), set()),
    ("a person takes a link back", [row(), row(refuted=True, by="Ann", date="2025-01-01")], "", False, {"Q1"}, set()),
    ("none found, found later", [row(None), row(date="2026-02-01")], "Q1", False, set(), set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "accepted", "nothing", "refuted", "candidates"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_standing(rows: list[Row], accepted: str, nothing: object, refuted: set[str], candidates: set[str]) -> None:
    one = standing(rows).get("state:a", mappings.Decided())
    assert (one.accepted, one.nothing, set(one.refuted), set(one.candidates)) == (accepted, nothing, refuted, candidates)
    assert one.done is bool(accepted or nothing)


def test_written_file_reads_as_it_was(tmp_path: Path) -> None:
    rows = [row(), row(None, by="Ann"), row("Q20", 0.7), row("Q3", refuted=True, by="Zoë")]
    text = render(rows)
    (tmp_path / "m.tsv").write_text(text, encoding="utf-8")
    metadata, again = read(tmp_path / "m.tsv")
    assert sorted(map(str, again)) == sorted(map(str, rows))
    assert render(reversed(again), metadata) == text


def test_metadata_and_foreign_columns_stay(tmp_path: Path) -> None:
    text = "#license: https://example.org/l\n#mapping_set_id: https://example.org/m\n#mapping_set_title: Ours\n"
    text += "subject_id\tpredicate_id\tobject_id\tmapping_justification\tsee_also\nstate:a\tskos:exactMatch\twd:Q1\tx:y\thttps://e.org\n"
    (tmp_path / "m.tsv").write_text(text, encoding="utf-8")
    metadata, rows = read(tmp_path / "m.tsv")
    again = render([*rows, row("Q2")], metadata)
    assert "#mapping_set_title: Ours\n" in again
    assert "\thttps://e.org\n" in again


BROKEN = [
    ("cells", "subject_id\tpredicate_id\tobject_id\tmapping_justification\nstate:a\tskos:exactMatch\n", ":2: has 2 cells"),
    ("column", "subject_id\tobject_id\n", ":1: has no column predicate_id"),
    ("item", "subject_id\tpredicate_id\tobject_id\tmapping_justification\na:b\tc:d\twd:30\te:f\n", ':2: "wd:30" is no Wikidata item'),
    ("confidence", "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\na:b\tc:d\twd:Q3\te:f\thigh\n",
     "is no confidence"),
    ("head", "#a: [b\nsubject_id\n", ":1: has no valid YAML"),
    ("empty", "", ":1: has no column"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_file_is_refused_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(Fault) as caught:
        read(tmp_path / "m.tsv")
    assert message in str(caught.value)


@given(st.text(max_size=40), st.text(max_size=80))
def test_foreign_text_breaks_no_row(name: str, comment: str) -> None:
    made = judgement("state:a", "A", "Q1", name, why=WHY, confidence=0.9, date="2026-01-01", comment=comment)
    body = render([made]).split("\nsubject_id", 1)[1]
    assert body.count("\n") == 2
    assert all(letter.isprintable() or letter in "\t\n" for letter in body)


def test_bundled_file_needs_no_rewriting() -> None:
    space = Workspace.find(Path(__file__).parents[2])
    file = space.file("graph", mappings.FILE)
    assert file is not None
    metadata, rows = read(file)
    assert len(rows) >= 360
    assert render(rows, metadata).encode() == file.read_bytes()


def test_sssom_package_accepts_decisions(tmp_path: Path) -> None:
    (tmp_path / "m.sssom.tsv").write_text(render([row(), row(None, by="Ann"), row("Q3", refuted=True)]), encoding="utf-8")
    with warnings.catch_warnings():  # its import sets a deprecated option of pandas
        warnings.simplefilter("ignore")
        from sssom.constants import SchemaValidationType
        from sssom.parsers import parse_sssom_table
        from sssom.validators import validate

        parsed = parse_sssom_table(str(tmp_path / "m.sssom.tsv"))
        reports = validate(parsed, [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness])
    assert len(parsed.df) == 3
    assert [report.results for report in reports.values()] == [[], []]
