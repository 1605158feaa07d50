"""DNA databases as tables: what goes in comes out, and what is no DNA 3 database is refused in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from dna_made_up import made_up
from hypothesis import given
from hypothesis import strategies as st

from diplograph.errors import Fault
from diplograph.interop.dna import file, hashed, read_tables, verified, write_tables
from diplograph.interop.dna.schema import TABLES


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.dna"
    path.write_bytes(write_tables(made_up()))
    return path


def test_every_table_comes_back(made: Path) -> None:
    tables = read_tables(made)
    assert tables == made_up()
    assert all(tables[name] for name in TABLES)
    assert write_tables(tables) == made.read_bytes()


def test_made_up_file_is_sound(made: Path) -> None:
    connection = sqlite3.connect(made)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")} == set(TABLES)
    connection.close()


def test_reading_changes_nothing(made: Path) -> None:
    before = made.read_bytes()
    made.chmod(0o444)
    read_tables(made)
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == ["made.dna"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=190))
def test_any_name_comes_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    tables = made_up()
    tables["ENTITIES"][3]["Value"] = name
    path = tmp_path_factory.mktemp("dna") / "any.dna"
    path.write_bytes(write_tables(tables))
    assert read_tables(path) == tables


@pytest.mark.parametrize("password", ["", "sample", "ключ 🗝"])
def test_password_is_verified(password: str) -> None:
    stored = hashed(password, bytes(range(16)))
    assert len(stored) == 64  # base64 of 16 + 32 bytes
    assert verified(password, stored)
    assert not verified(password + " ", stored)


TOO_LONG = [
    ("ENTITIES", 3, "Value", "x" * 191),
    ("STATEMENTS", 0, "Stop", 0),
    ("STATEMENTS", 0, "DocumentId", 99),
    ("CODERS", 0, "Red", 256),
]


@pytest.mark.parametrize(("table", "row", "column", "value"), TOO_LONG)
def test_rows_that_break_the_schema_are_refused(table: str, row: int, column: str, value: int | str) -> None:
    tables = made_up()
    tables[table][row][column] = value
    with pytest.raises(Fault, match="cannot be a DNA database"):
        write_tables(tables)


def sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return change


def content(data: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_bytes(data)

    return change


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS Label, 1 AS Red, 1 AS Green, 1 AS Blue FROM n"


def gone(path: Path) -> None:
    path.unlink()


BAD = {
    "missing": (gone, "cannot be read"),
    "empty": (content(b""), "is no SQLite database"),
    "text": (content(b"hello"), "is no SQLite database"),
    "DNA 1": (content(b"\xef\xbb\xbf<?xml version='1.0'?><discourse/>"), "is a DNA 1 file, which is XML; open it in DNA 2"),
    "header only": (content(b"SQLite format 3\0" + b"\0" * 200), "damaged or no DNA database"),
    "DNA 2": (sql("UPDATE SETTINGS SET Value = '2.0' WHERE Property = 'version'"), "is of DNA version 2.0; make a database in DNA 3"),
    "no version": (sql("DELETE FROM SETTINGS"), "is of DNA version unknown"),
    "no settings": (sql("DROP TABLE SETTINGS"), "it has no table SETTINGS"),
    "no table": (sql("DROP TABLE ATTRIBUTEVALUES"), "has no plain table ATTRIBUTEVALUES"),
    "endless view": (sql("DROP TABLE REGEXES", f"CREATE VIEW REGEXES AS {ENDLESS}"), "has no plain table REGEXES"),
    "column away": (sql("DROP TABLE REGEXES", "CREATE TABLE REGEXES (Label TEXT)"), "damaged or no DNA database"),
    "text for a number": (
        sql("PRAGMA ignore_check_constraints = 1", "UPDATE STATEMENTS SET Start = 'a'"),
        "else than a number in STATEMENTS.Start",
    ),
    "bytes for text": (sql("UPDATE DOCUMENTS SET Title = x'ff00'"), "something else than text in DOCUMENTS.Title"),
    "broken UTF-8": (sql("UPDATE DOCUMENTS SET Title = CAST(x'ff41' AS TEXT)"), "damaged or no DNA database"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_dna_3_file_is_refused(name: str, made: Path) -> None:
    change, words = BAD[name]
    change(made)
    with pytest.raises(Fault, match=words) as caught:
        read_tables(made)
    assert "\n" not in str(caught.value)


def test_truncated_file_is_refused(made: Path) -> None:
    made.write_bytes(made.read_bytes()[:9000])
    with pytest.raises(Fault, match="damaged or no DNA database"):
        read_tables(made)


def test_large_file_is_refused(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "MOST_BYTES", 1000)
    with pytest.raises(Fault, match="is larger than 1000 bytes"):
        read_tables(made)


def test_endless_work_is_ended(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = "Label TEXT, Red INT, Green INT, Blue INT AS (LENGTH(REPLACE(HEX(ZEROBLOB(100000)), '0', '00')))"
    sql("DROP TABLE REGEXES", f"CREATE TABLE REGEXES ({columns})", "INSERT INTO REGEXES (Label, Red, Green) VALUES ('a', 1, 1)")(made)
    monkeypatch.setattr(file, "_STEP", 10)
    monkeypatch.setattr(file, "_MOST_STEPS", 20)
    with pytest.raises(Fault, match="interrupted"):
        read_tables(made)
