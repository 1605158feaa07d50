"""DNA databases as plain tables: read with care, written byte-stable."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from diplograph.errors import Fault
from diplograph.interop.dna.schema import TABLES, VERSION, ddl

__all__ = ["MOST_BYTES", "Row", "Tables", "hashed", "read_tables", "verified", "write_tables"]

Row: TypeAlias = dict[str, int | str | None]
Tables: TypeAlias = Mapping[str, list[Row]]  # rows by table, in the order of their keys

MOST_BYTES = 2**30
# A table may be a trap: a generated column, a check or an index can compute for ever. A plain scan of a gigabyte takes some 10**9 steps.
_MOST_STEPS = 4 * 10**9
_STEP = 10**6
_ROUNDS = 100_000
_CURE = "open it in DNA 3 and save it anew, or name another file"


def read_tables(path: Path) -> Tables:
    """The tables of a DNA 3 database; the file is only read.

    Raises:
        Fault: It cannot be read, is too large, is no SQLite database, is damaged, or is of another version; with the way to convert it.
    """
    _checked(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise Fault(f"cannot be opened ({error})", str(path), _CURE) from error
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += _STEP
        return steps > _MOST_STEPS

    try:
        connection.set_progress_handler(count, _STEP)
        connection.execute("PRAGMA trusted_schema = OFF")
        _check_version(connection, path)
        return {table: _rows(connection, table, path) for table in TABLES}
    except (sqlite3.Error, UnicodeError) as error:
        raise Fault(f"is damaged or no DNA database ({error})", str(path), _CURE) from error
    finally:
        connection.close()


def write_tables(tables: Tables) -> bytes:
    """A DNA database of these rows, the same bytes for the same rows (and the same release of SQLite).

    Raises:
        Fault: The rows break the schema: a text too long, a reference to nothing.
    """
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        for table, columns in TABLES.items():
            connection.execute(ddl(table))
            names = [name for name in columns if name]
            marks = ", ".join("?" for _ in names)
            # The names are our own constants, the values are bound.
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
                ([row.get(name) for name in names] for row in tables.get(table, ())),
            )
        connection.commit()
        return connection.serialize()
    except sqlite3.Error as error:
        raise Fault(f"cannot be a DNA database ({error})", "the export", "shorten names to 190 characters") from error
    finally:
        connection.close()


def hashed(password: str, salt: bytes) -> str:
    """A password as DNA keeps it: base64 of salt and digest, the digest SHA-256 of salt and password in 100,000 rounds (Jasypt's scheme).

    Args:
        password: In plain text.
        salt: Sixteen bytes.
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()


def verified(password: str, stored: str) -> bool:
    """Whether a password is the one that DNA keeps so."""
    return hashed(password, base64.b64decode(stored)[:16]) == stored


def _checked(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise Fault(f"cannot be read ({error.strerror or error})", str(path), "look at its path and permissions") from error
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Fault("is a DNA 1 file, which is XML", str(path), "open it in DNA 2 and from there in DNA 3; only versions 3.x are read")
    if not head.startswith(b"SQLite format 3\0"):
        raise Fault("is no SQLite database, as DNA's files are", str(path), "name a .dna file of DNA 3")
    if size > MOST_BYTES:
        raise Fault(f"is larger than {MOST_BYTES} bytes", str(path), "divide it in DNA")


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    kinds = dict(
        connection.execute("SELECT UPPER(name), type || ' ' || SUBSTR(UPPER(sql), 1, 14) FROM sqlite_master WHERE sql IS NOT NULL")
    )
    if "SETTINGS" not in kinds:
        raise Fault("is no DNA database: it has no table SETTINGS", str(path), "name a .dna file of DNA 3")
    found = connection.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
    version = str(found[0]) if found else "unknown"
    if not version.startswith("3"):
        cure = "make a database in DNA 3 and import the old one into it; only versions 3.x are read"
        raise Fault(f"is of DNA version {version[:20]}", str(path), cure)
    for table in TABLES:
        if not kinds.get(table, "").startswith("table CREATE TABLE"):
            raise Fault(f"has no plain table {table}, as DNA {VERSION} and later have it", str(path), _CURE)


def _rows(connection: sqlite3.Connection, table: str, path: Path) -> list[Row]:
    names = [name for name in TABLES[table] if name]
    text = {name for name in names if TABLES[table][name].startswith("TEXT")}
    rows = []
    for values in connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1"):  # noqa: S608 - our own constants
        row = dict(zip(names, values, strict=True))
        for name, value in row.items():
            fits = isinstance(value, str) if name in text else isinstance(value, int)
            if not fits and not (value is None and (name == "ChildOf" or table == "DATALONGTEXT")):
                raise Fault(f"has something else than {'text' if name in text else 'a number'} in {table}.{name}", str(path), _CURE)
        rows.append(row)
    return rows
