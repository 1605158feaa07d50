"""Statements to DNA and back: nothing is lost on the way, quotes stay to the letter, and what has no place is reported."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import yaml
from dna_made_up import BACK, NO, TEXT, made_up, span

from diplograph.build import released
from diplograph.cli.main import run
from diplograph.errors import Fault
from diplograph.export import records
from diplograph.interop.dna import CODER, OWN_TYPE, PASSWORD, exported, imported, read_tables, verified, write_tables
from diplograph.resources import Workspace
from diplograph.store import Store

ROOT = Path(__file__).parents[2]
Record = dict[str, object]


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


@pytest.fixture(scope="module")
def ours(graph: Store) -> list[Record]:
    return [json.loads(json.dumps(record)) for record in records(graph)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dna") / "ours.dna"
    assert run(["export", "--format", "dna", "--workspace", str(ROOT), "-o", str(path)]) == 0
    return path


def test_every_record_comes_back_unchanged(written: Path, ours: list[Record]) -> None:
    found = imported(read_tables(written))
    assert list(found.records()) == ours
    assert found.refused == []


def test_export_is_what_dna_expects(written: Path) -> None:
    connection = sqlite3.connect(written)
    one = connection.execute
    assert one("PRAGMA foreign_key_check").fetchall() == []
    assert one("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert one("SELECT COUNT(*) FROM DOCUMENTS").fetchone() == (8,)
    own = one("SELECT COUNT(*) FROM STATEMENTS WHERE StatementTypeId = (SELECT ID FROM STATEMENTTYPES WHERE Label = ?)", (OWN_TYPE,))
    assert own.fetchone() == (241,)
    # A row for every variable of its type, and a value for each attribute of every entity.
    missing = (
        "SELECT s.ID FROM STATEMENTS s JOIN VARIABLES v ON v.StatementTypeId = s.StatementTypeId WHERE v.DataType = ? "
        "AND NOT EXISTS (SELECT 1 FROM {} d WHERE d.StatementId = s.ID AND d.VariableId = v.ID)"
    )
    for table, data in (("DATABOOLEAN", "boolean"), ("DATASHORTTEXT", "short text"), ("DATALONGTEXT", "long text")):
        assert one(missing.format(table), (data,)).fetchall() == []
    pairs = "SELECT COUNT(*) FROM ENTITIES e JOIN ATTRIBUTEVARIABLES a ON a.VariableId = e.VariableId"
    assert one(pairs).fetchone() == one("SELECT COUNT(*) FROM ATTRIBUTEVALUES").fetchone()
    name, password = one("SELECT Name, Password FROM CODERS").fetchone()
    assert name == CODER
    assert verified(PASSWORD, password)
    connection.close()


def test_quotes_are_read_as_dna_reads_them(written: Path, ours: list[Record]) -> None:
    connection = sqlite3.connect(written)
    rows = connection.execute(
        "SELECT l.Value, SUBSTR(d.Text, s.Start + 1, s.Stop - s.Start) FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId "
        "JOIN DATALONGTEXT l ON l.StatementId = s.ID JOIN VARIABLES v ON v.ID = l.VariableId WHERE v.Variable = 'id'"
    ).fetchall()
    connection.close()
    assert dict(rows) == {one["id"]: one["quote"] for one in ours if one["record"] != "article"}


def test_only_for_and_against_become_agreement(written: Path, ours: list[Record]) -> None:
    stances = [
        (str(one["id"]), issue["stance"], len(list(one["holders"])) - len(list(one["on_behalf_of"])))  # type: ignore[call-overload]
        for one in ours
        if one["record"] == "statement" and isinstance(issue := one["issue"], dict)
    ]
    tables = read_tables(written)
    assert sum(row["Value"] == 1 for row in tables["DATABOOLEAN"]) == sum(count for _, stance, count in stances if stance == "for")
    assert sum(row["Value"] == 0 for row in tables["DATABOOLEAN"]) == sum(count for _, stance, count in stances if stance == "against")
    assert {stance for _, stance, _ in stances} > {"for", "against"}


def test_without_texts_quotes_keep_their_places(ours: list[Record]) -> None:
    made = exported(ours, {}, {})
    assert sum("is not at hand" in line for line in made.told) == 8
    tables = {table: list(rows) for table, rows in made.tables.items()}
    assert sum(1 for row in tables["DOCUMENTS"] if str(row["Text"]).strip()) == 8
    assert write_tables(tables) == write_tables(exported(ours, {}, {}).tables)


def test_text_that_does_not_fit_is_refused(ours: list[Record]) -> None:
    digest = str(ours[0]["digest"])
    with pytest.raises(Fault, match="is not at its place in the text"):
        exported(ours, {digest: "another text"}, {})


def test_long_issue_is_cut_aloud_and_comes_back_whole(ours: list[Record]) -> None:
    one = next(dict(record) for record in ours if record["record"] == "statement" and record["issue"])
    one["issue"] = {"id": "x", "label": "long " * 60, "stance": "for"}
    made = exported([ours[0], one], {}, {})
    assert any("has no room for" in line for line in made.told)
    path_tables = {table: list(rows) for table, rows in made.tables.items()}
    found = imported(path_tables)
    assert list(found.records()) == [ours[0], one]
    assert found.refused == []


def test_statements_of_dna_become_ours() -> None:
    found = imported(made_up())
    article, first, second, other = found.records()
    assert (article["article"], article["title"], article["author"], article["outlet"], article["date"]) == (
        "dna-00007", "A bridge", ["A. Author"], ["Herald"], "2022-02-22",
    )  # fmt: skip
    assert other["date"] is None
    kept = ("quote", "start", "end", "holders", "on_behalf_of", "voice", "kind", "stance", "issue", "rule", "coder", "date")
    assert [first[name] for name in kept] == [
        BACK, *span(BACK), ["Mira Halden", "Arland"], ["Arland"], "indirect", "support", "for",
        {"id": None, "label": "a new bridge", "stance": "for"}, "dna", "Ada", "2022-02-22",
    ]  # fmt: skip
    assert [second[name] for name in kept[:8]] == [NO, *span(NO), ["Borduria"], [], "indirect", "opposition", "against"]


def test_what_has_no_place_is_reported_with_its_values() -> None:
    refused = {one["statement"]: one for one in imported(made_up()).refused}
    assert {number: one["reason"] for number, one in refused.items()} == {
        3: "it names neither a person nor an organization",
        5: "it names no concept",
        8: "its offsets leave the text, or show blanks",
        9: 'statements of the type "Annotation" say nothing for or against',
    }
    assert refused[9]["values"] == {"note": 'a note; with "marks"'}
    assert refused[9]["quote"] == TEXT[:12]


@pytest.mark.parametrize(
    "record", ["", "{", "[]", "[" * 5000, '{"record": "statement"}', '{"record": "statement", "start": 0, "end": 4, "quote": "Lies"}']
)
def test_record_that_does_not_fit_its_place_is_not_believed(record: str, ours: list[Record]) -> None:
    made = exported(ours[:2], {}, {})
    number = next(int(str(row["ID"])) for row in made.tables["VARIABLES"] if row["Variable"] == "record")
    for row in made.tables["DATALONGTEXT"]:
        if row["VariableId"] == number:
            row["Value"] = record
    found = imported(made.tables)
    assert all(one["record"] == "article" or one.get("rule") == "dna" for one in found.records())


def test_made_up_file_becomes_a_workspace_that_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, folder = tmp_path / "made.dna", tmp_path / "ws"
    source.write_bytes(write_tables(made_up()))
    assert run(["import", str(source), "-o", str(folder)]) == 1
    told = capsys.readouterr()
    assert "2 articles, 2 statements" in told.out
    assert "it names no concept" in told.err
    lost = [json.loads(line) for line in (folder / "not-imported.jsonl").read_text("utf-8").splitlines()]
    assert {one.get("statement") for one in lost} >= {3, 5, 8, 9}
    assert run(["build", str(folder / "seeds" / "dna-00007.txt"), "--workspace", str(folder), "-o", str(folder / "graph")]) == 0
    assert run(["network", "--workspace", str(folder), "--format", "edges"]) == 0
    out = capsys.readouterr().out
    assert "Mira Halden,a new bridge,1,1,0" in out
    assert "Borduria,a new bridge,-1,0,1" in out


def test_records_are_written_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "made.dna"
    source.write_bytes(write_tables(made_up()))
    assert run(["import", str(source), "--format", "jsonl"]) == 1
    assert [json.loads(line)["record"] for line in capsys.readouterr().out.splitlines()] == ["article", "statement", "statement", "article"]


def test_wrong_calls_end_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "made.dna"
    source.write_bytes(write_tables(made_up()))
    for arguments, words in (
        (["import", str(source)], "a workspace needs a new folder"),
        (["import", str(source), "-o", str(tmp_path)], "a workspace needs a new folder"),
        (["import", str(source), "--format", "xml"], 'there is no format "xml"'),
        (["import", str(tmp_path / "no.dna")], "cannot be read"),
    ):
        assert run(arguments) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1
        assert words in told.err


def test_workspace_keeps_terms_instruments_and_references(written: Path, tmp_path: Path, ours: list[Record]) -> None:
    folder = tmp_path / "ws"
    assert run(["import", str(written), "-o", str(folder)]) == 0
    read = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((folder / "graph" / "statements").glob("*.yaml"))]
    assert len(read) == 8
    kept = {one["id"]: one for file in read for section in ("statements", "actions") for one in file.get(section) or ()}
    counted = 0
    for one in ours:
        for name in ("terms", "invokes", "responds_to", "announces", "cancels"):
            said = one.get(name)
            if isinstance(said, list) and said:
                assert len(kept[str(one["id"])][name]) == len(said)
                counted += 1
    assert counted > 40
