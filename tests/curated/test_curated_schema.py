"""The JSON Schema that is shipped, held against the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest
from jsonschema import Draft202012Validator

from diplograph import curated, model
from diplograph.curated.form import schema
from diplograph.registry import Newcomer

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = ("file", "new", "actor", "issue", "instrument", "newplace", "statement", "term", "action")


def described(record: str) -> dict[str, Any]:
    fields: dict[str, Any] = (schema() if record == "file" else schema()["$defs"][record])["properties"]
    return fields


def values(field: dict[str, Any]) -> list[object]:
    """The values that a field may have."""
    resolved = schema()["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    found: list[object] = resolved["enum"]
    return found


def fields() -> Iterator[tuple[str, str]]:
    yield from ((record, name) for record in RECORDS for name in described(record))


def test_schema_is_one_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == "https://w3id.org/diplograph/curated.schema.json"


def test_schema_describes_every_field() -> None:
    found = list(fields())
    assert len(found) == 71
    for record, name in found:
        field = described(record)[name]
        text = field.get("description") or schema()["$defs"][field["$ref"].rpartition("/")[2]].get("description")
        assert text, f"{record}.{name}"
        assert text.endswith("."), f"{record}.{name}"


@pytest.mark.parametrize(
    ("record", "field", "literal"),
    [
        ("statement", "kind", model.Kind), ("statement", "voice", model.Voice), ("statement", "stance", model.Stance),
        ("statement", "issue_stance", model.Stance), ("statement", "attitude", model.Attitude),
        ("statement", "date_basis", model.DateBasis), ("term", "role", model.TermRole),
        ("action", "type", model.ActionType), ("action", "status", model.ActionStatus),
    ],
)  # fmt: skip
def test_schema_has_the_models_values(record: str, field: str, literal: object) -> None:
    assert values(described(record)[field]) == list(get_args(literal))


def test_schema_has_types_that_a_newcomer_can_have() -> None:
    kinds = [str(kind) for record in ("actor", "instrument") for kind in values(described(record)["type"])]
    assert len(kinds) == 12
    assert all(Newcomer("x", kind).iri for kind in kinds)


def test_keys_are_in_the_order_of_the_form() -> None:
    assert curated.keys("file") == ("article", "new", "statements", "actions")
    assert curated.keys("term") == ("role", "performers", "toward", "content", "issue")
    assert curated.keys("statement")[:4] == ("id", "quote", "prefix", "suffix")


@pytest.mark.parametrize(
    "given",
    [
        {"core": True},
        {"core": "true"},
        {"date": 2022},
        {"date": "2022-02"},
        {"holders": ["Russia"]},
        {"holders": "Russia"},
    ],
)
def test_schema_takes_what_an_editor_sees(given: dict[str, object]) -> None:
    statement = {
        "id": "s-1", "quote": "x", "holders": "y", "voice": "direct", "kind": "threat", "content": "z", "stance": "for",
    }  # fmt: skip
    validator = Draft202012Validator(schema())
    assert validator.is_valid({"article": "a", "statements": [statement | given]})
