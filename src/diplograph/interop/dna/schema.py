"""The tables of a Discourse Network Analyzer database, versions 3.x, and the rows that a new one begins with.

Source: the published schema of DNA 3.0.7 to 3.1.2, in our own words. The tables stand in an order that satisfies their foreign keys.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DEFAULTS", "MOST_CHARACTERS", "PERMISSIONS", "TABLES", "VERSION", "ddl"]

VERSION = "3.0.7"  # the oldest version with this schema, so that every 3.x opens the file
MOST_CHARACTERS = 190  # CHECK (LENGTH(x) < 191)

PERMISSIONS = (
    "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements", "DeleteStatements",
    "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations", "ViewOthersDocuments", "EditOthersDocuments",
    "ViewOthersStatements", "EditOthersStatements",
)  # fmt: skip
_ID = "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
_COLOURS = {name: f"INTEGER NOT NULL DEFAULT 0 CHECK ({name} BETWEEN 0 AND 255)" for name in ("Red", "Green", "Blue")}


def _short(name: str, default: str | None = None) -> str:
    given = "" if default is None else f" DEFAULT '{default}'"
    return f"TEXT NOT NULL{given} CHECK (LENGTH({name}) < 191)"


def _key(table: str) -> str:
    return f"INTEGER NOT NULL REFERENCES {table}(ID) ON DELETE CASCADE"


def _flag(name: str, default: int = 1) -> str:
    return f"INTEGER NOT NULL DEFAULT {default} CHECK ({name} IN (0, 1))"


def _between(name: str, low: int, high: int, default: int) -> str:
    return f"INTEGER NOT NULL DEFAULT {default} CHECK ({name} BETWEEN {low} AND {high})"


def _data(column: str, declared: str) -> dict[str, str]:
    keys = {"ID": _ID, "StatementId": _key("STATEMENTS"), "VariableId": _key("VARIABLES")}
    return keys | {column: declared, "": "UNIQUE (StatementId, VariableId)"}


# Every table's columns with their declarations; what stands under "" is said of the table.
TABLES: Mapping[str, Mapping[str, str]] = {
    "SETTINGS": {"Property": "TEXT NOT NULL PRIMARY KEY", "Value": "TEXT NOT NULL"},
    "CODERS": {
        "ID": _ID, "Name": _short("Name"), **_COLOURS, "Refresh": _between("Refresh", 0, 9999, 0),
        "FontSize": _between("FontSize", 1, 99, 14), "Password": _short("Password"), "PopupWidth": _between("PopupWidth", 100, 9999, 300),
        "ColorByCoder": _flag("ColorByCoder", 0), "PopupDecoration": _flag("PopupDecoration", 0),
        "PopupAutoComplete": _flag("PopupAutoComplete"), **{f"Permission{name}": _flag(f"Permission{name}") for name in PERMISSIONS},
    },
    "DOCUMENTS": {
        "ID": _ID, "Title": _short("Title"), "Text": "TEXT NOT NULL", "Coder": _key("CODERS"), "Author": _short("Author", ""),
        "Source": _short("Source", ""), "Section": _short("Section", ""), "Notes": "TEXT NOT NULL DEFAULT ''", "Type": _short("Type", ""),
        "Date": "INTEGER NOT NULL",
    },
    "STATEMENTTYPES": {"ID": _ID, "Label": _short("Label"), **_COLOURS},
    "VARIABLES": {
        "ID": _ID, "Variable": _short("Variable"),
        "DataType": "TEXT NOT NULL DEFAULT 'short text' CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))",
        "StatementTypeId": _key("STATEMENTTYPES"), "": "UNIQUE (Variable, StatementTypeId)",
    },
    "VARIABLELINKS": {
        "ID": _ID, "SourceVariableId": _key("VARIABLES"), "TargetVariableId": _key("VARIABLES"),
        "": "CHECK (SourceVariableId != TargetVariableId)",
    },
    "REGEXES": {"Label": f"{_short('Label')} PRIMARY KEY", **_COLOURS},
    "CODERRELATIONS": {
        "ID": _ID, "Coder": f"{_key('CODERS')} CHECK (Coder > 0)", "OtherCoder": f"{_key('CODERS')} CHECK (OtherCoder > 0)",
        **{name: _flag(name) for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")},
        "": "CHECK (Coder != OtherCoder)",
    },
    "STATEMENTS": {
        "ID": _ID, "StatementTypeId": _key("STATEMENTTYPES"), "DocumentId": _key("DOCUMENTS"),
        "Start": "INTEGER NOT NULL CHECK (Start >= 0)", "Stop": "INTEGER NOT NULL CHECK (Stop >= 0)", "Coder": _key("CODERS"),
        "": "CHECK (Start < Stop)",
    },
    "DATABOOLEAN": _data("Value", "INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _data("Value", "INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": {
        "ID": _ID, "VariableId": _key("VARIABLES"), "Value": _short("Value", ""), **_COLOURS,
        "ChildOf": "INTEGER REFERENCES ENTITIES(ID) ON DELETE CASCADE CHECK (ChildOf > 0)", "": "UNIQUE (VariableId, Value)",
    },
    "DATASHORTTEXT": _data("Entity", _key("ENTITIES")),
    "DATALONGTEXT": _data("Value", "TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": {
        "ID": _ID, "VariableId": _key("VARIABLES"), "AttributeVariable": _short("AttributeVariable"),
        "": "UNIQUE (VariableId, AttributeVariable)",
    },
    "ATTRIBUTEVALUES": {
        "ID": _ID, "EntityId": _key("ENTITIES"), "AttributeVariableId": _key("ATTRIBUTEVARIABLES"),
        "AttributeValue": _short("AttributeValue", ""), "": "UNIQUE (EntityId, AttributeVariableId)",
    },
}  # fmt: skip

# A new database's statement types: label, colour, and variables with their data types.
_NARRATIVE = ("narrator", "victim", "villain", "plot", "hero", "policy solution")
DEFAULTS = (
    (
        "DNA Statement",
        (239, 208, 51),
        (("person", "short text"), ("organization", "short text"), ("concept", "short text"), ("agreement", "boolean")),
    ),
    ("NPF Story Element", (100, 200, 190), tuple((name, "short text") for name in _NARRATIVE)),
    ("Annotation", (211, 211, 211), (("note", "long text"),)),
)


def ddl(table: str) -> str:
    """The statement that creates a table."""
    parts = [f"{name} {said}" if name else said for name, said in TABLES[table].items()]
    return f"CREATE TABLE {table} ({', '.join(parts)})"
