"""A DNA database of our own making, with something in every table."""

from __future__ import annotations

from diplograph.interop.dna import hashed
from diplograph.interop.dna.file import Row
from diplograph.interop.dna.schema import PERMISSIONS, TABLES

TEXT = "The minister of Arland said: “We back the bridge.” Borduria’s envoy 🕊 said no; Borduria will not pay."
BACK, NO, PAY = "We back the bridge", "Borduria’s envoy 🕊 said no", "Borduria will not pay"


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def _coder(number: int, name: str) -> Row:
    return {
        "ID": number, "Name": name, "Red": 255, "Green": 255, "Blue": 0, "Refresh": 0, "FontSize": 14, "PopupWidth": 300,
        "Password": hashed(name, b"0" * 16),
        "ColorByCoder": 0, "PopupDecoration": 0, "PopupAutoComplete": 1, **{f"Permission{one}": 1 for one in PERMISSIONS},
    }  # fmt: skip


def _colour(**values: int | str | None) -> Row:
    return {**values, "Red": 1, "Green": 2, "Blue": 3}


def made_up() -> dict[str, list[Row]]:
    """Statements 1 to 6 of a document, ids with gaps: two that we can take in, four that we cannot."""
    variables = [(number, name, "short text", 1) for number, name in enumerate(("person", "organization", "concept"), 1)]
    variables += [(4, "agreement", "boolean", 1), (5, "weight", "integer", 1), (11, "note", "long text", 3)]
    entities = [(1, 1, ""), (2, 2, ""), (3, 3, ""), (10, 1, "Mira Halden"), (20, 2, "Arland"), (21, 2, "Borduria"), (30, 3, "a new bridge")]
    statements = [(1, *span(BACK), 10, 20, 30, 1), (2, *span(NO), 1, 21, 30, 0), (3, *span(PAY), 1, 2, 30, 0)]
    statements += [(5, *span(PAY), 1, 21, 3, 0), (8, 5, 5000, 1, 21, 30, 0)]
    short = [(me, variable, entity) for me, _, _, *three, _ in statements for variable, entity in zip((1, 2, 3), three, strict=True)]
    empty: dict[str, list[Row]] = {table: [] for table in TABLES}
    made: dict[str, list[Row]] = {
        "SETTINGS": [{"Property": "date", "Value": "2024-01-01"}, {"Property": "version", "Value": "3.1.2"}],
        "CODERS": [_coder(1, "Admin"), _coder(4, "Ada")],
        "DOCUMENTS": [
            {
                "ID": 7, "Title": "A bridge", "Text": TEXT, "Coder": 4, "Author": "A. Author", "Source": "Herald", "Section": "2",
                "Notes": "read twice", "Type": "news", "Date": 1_645_488_000,
            },
            {
                "ID": 9, "Title": "Old", "Text": "Nothing.", "Coder": 1, "Author": "", "Source": "", "Section": "", "Notes": "{",
                "Type": "", "Date": -10**17,
            },
        ],
        "STATEMENTTYPES": [_colour(ID=1, Label="DNA Statement"), _colour(ID=3, Label="Annotation")],
        "VARIABLES": [{"ID": a, "Variable": b, "DataType": c, "StatementTypeId": d} for a, b, c, d in variables],
        "VARIABLELINKS": [{"ID": 1, "SourceVariableId": 1, "TargetVariableId": 2}],
        "REGEXES": [_colour(Label="bridge.*")],
        "CODERRELATIONS": [
            {"ID": 1, "Coder": 1, "OtherCoder": 4, "viewStatements": 1, "editStatements": 0, "viewDocuments": 1, "editDocuments": 0}
        ],
        "STATEMENTS": [
            {"ID": me, "StatementTypeId": kind, "DocumentId": 7, "Start": start, "Stop": stop, "Coder": coder}
            for me, kind, start, stop, coder in [*((one[0], 1, one[1], one[2], 4) for one in statements), (9, 3, 0, 12, 1)]
        ],
        "DATABOOLEAN": [{"ID": n, "StatementId": one[0], "VariableId": 4, "Value": one[6]} for n, one in enumerate(statements, 1)],
        "DATAINTEGER": [{"ID": n, "StatementId": one[0], "VariableId": 5, "Value": -n} for n, one in enumerate(statements, 1)],
        "ENTITIES": [_colour(ID=a, VariableId=b, Value=c) | {"ChildOf": 20 if a == 21 else None} for a, b, c in entities],
        "DATASHORTTEXT": [{"ID": n, "StatementId": a, "VariableId": b, "Entity": c} for n, (a, b, c) in enumerate(short, 1)],
        "DATALONGTEXT": [{"ID": 1, "StatementId": 9, "VariableId": 11, "Value": "a note; with \"marks\""}],
        "ATTRIBUTEVARIABLES": [{"ID": 1, "VariableId": 1, "AttributeVariable": "Type"}],
        "ATTRIBUTEVALUES": [
            {"ID": 1, "EntityId": 1, "AttributeVariableId": 1, "AttributeValue": ""},
            {"ID": 2, "EntityId": 10, "AttributeVariableId": 1, "AttributeValue": "official"},
        ],
    }  # fmt: skip
    return empty | made
