"""The form of a curated file: its JSON Schema, and what a breach of it means in a curator's words.

The schema is `graph/statements/curated.schema.json`; editors read the same file. Where one of its rules is broken its
`errorMessage` says what is wrong and, behind a semicolon, how to mend it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from diplograph.curated.marked import Fields, Node, line_at, plain
from diplograph.errors import Fault, Place
from diplograph.resources import read_text, root

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

__all__ = ["SCHEMA", "breaches", "keys", "likely", "listed", "root_fields", "schema", "short"]

SCHEMA = "curated.schema.json"

_TYPE_WORDS = {"object": "a mapping of fields", "array": "a list", "string": "text", "integer": "a number"}


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (Draft 2020-12) as it is shipped.

    Raises:
        Fault: The file is missing from the installation.
    """
    loaded: Mapping[str, Any] = json.loads(read_text(root("graph") / "statements" / SCHEMA))
    return loaded


def keys(record: str) -> tuple[str, ...]:
    """The fields of a kind of record, in the order in which they are written.

    Args:
        record: `file` for the top level, else the name of a definition of the schema: `new`, `actor`, `issue`,
            `instrument`, `newplace`, `statement`, `term`, `action`.
    """
    described = schema() if record == "file" else schema()["$defs"][record]
    return tuple(described["properties"])


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # slow to import

    return Draft202012Validator(schema())


def breaches(tree: Node, file: str) -> list[Fault]:
    """Every breach of the form, in order of line; an empty list where the file keeps it."""
    found = {}
    for error in _validator().iter_errors(plain(tree)):
        for line, what, cure in _translated(error, tree):
            found[line, what] = Fault(what, Place(file, line), cure)
    return [found[at] for at in sorted(found)]


def likely(word: str, known: Iterable[str]) -> str | None:
    """The known word that a word was most likely meant to be, if any comes near."""
    hit = process.extractOne(word.casefold(), sorted(known), scorer=fuzz.ratio, score_cutoff=65)
    return hit[0] if hit else None


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as an English list."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def short(text: str, limit: int = 60) -> str:
    """A text in double quotation marks, its end cut off where it is long."""
    return f'"{text}"' if len(text) <= limit else f'"{text[:limit].rstrip()}…"'


def _translated(error: ValidationError, tree: Node) -> Iterator[tuple[int, str, str]]:
    """The line, what is wrong and the cure, for one error of the validator; several where several keys are unknown."""
    path = list(error.absolute_path)
    through = list(error.absolute_schema_path)
    rule: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    if "dependentSchemas" in through:
        key = str(through[through.index("dependentSchemas") + 1])
        what, _, cure = str(rule["errorMessage"]).partition("; ")
        yield line_at(tree, [*path, key]), what, cure
    elif error.validator == "required":
        missing = _missing(error, rule)
        if missing:
            yield (
                line_at(tree, path),
                f"{_named(rule, error.instance)} lacks {listed(missing)}",
                _how_to_add(rule, missing),
            )
    elif error.validator == "additionalProperties":
        for key, what, cure in _unknown(error, rule):
            yield line_at(tree, [*path, key]), what, cure
    else:
        name = next((step for step in reversed(path) if isinstance(step, str)), "the file")
        yield line_at(tree, path), *_said(error, rule, name)


def _said(error: ValidationError, rule: Mapping[str, Any], name: str) -> tuple[str, str]:
    """What is wrong with a value, and the cure."""
    value: Any = error.instance
    wanted: Any = error.validator_value
    if value in ("", []):
        return f"{name} is empty", "write [] where there are none" if name == "statements" else "fill it, or drop it"
    match error.validator:
        case "type":
            return f"{name} must be {_wanted(wanted)}", _how_to_write(wanted)
        case "enum":
            return f"{name}: {short(_worded(value))} is not one of its values", _choices(_worded(value), wanted)
        case "uniqueItems":
            twice = next(item for item in value if value.count(item) > 1)
            return f"{name} has {short(_worded(twice))} twice", "drop one"
    what, _, cure = str(rule.get("errorMessage", f"breaks the rule {error.validator}")).partition("; ")
    return f"{name}: {short(_worded(value))} {what}", cure


def _missing(error: ValidationError, rule: Mapping[str, Any]) -> list[str]:
    """The fields that a record lacks, but not those that a misspelt one was meant to be: that is told already."""
    record: Any = error.instance
    wanted: Any = error.validator_value
    misspelt = {likely(key, set(rule["properties"]) - set(record)) for key in record if key not in rule["properties"]}
    return [key for key in wanted if key not in record and key not in misspelt]


def _unknown(error: ValidationError, rule: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each key that a record must not have, what is wrong and the cure."""
    record: Any = error.instance
    known = tuple(rule["properties"])
    for key in record:
        if key not in known:
            meant = likely(key, set(known) - set(record))
            cure = f"did you mean {meant}?" if meant else f"its fields are {listed(known)}"
            yield key, f"{short(key)} is no field of {_named(rule, record)}", cure


def _named(rule: Mapping[str, Any], record: object) -> str:
    """A record in words: `the statement 001-meeting-called-off`."""
    own = (record.get("id") or record.get("name")) if isinstance(record, dict) else None
    return f"the {rule['title']} {short(own)}" if isinstance(own, str) and own else f"the {rule['title']}"


def _how_to_add(rule: Mapping[str, Any], missing: list[str]) -> str:
    """The cure for missing fields; for a single one of a few values, which these are."""
    described = rule["properties"][missing[0]]
    referred = described.get("$ref", "").rpartition("/")[2]
    values = described.get("enum") or schema()["$defs"].get(referred, {}).get("enum")
    if values and len(missing) == 1:
        return f"add {missing[0]}: {listed(map(_worded, values), 'or')}"
    return f"add {listed(f'{key}:' for key in missing)}"


def _choices(value: str, known: list[object]) -> str:
    values = list(dict.fromkeys(map(_worded, known)))
    meant = likely(value, values)
    return f"did you mean {meant}?" if meant else f"write {listed(values, 'or')}"


def _wanted(types: str | list[str]) -> str:
    if isinstance(types, list) and "array" in types:
        return "a text, or a list of texts"
    return " or ".join(_TYPE_WORDS.get(name, name) for name in ([types] if isinstance(types, str) else types))


def _how_to_write(types: str | list[str]) -> str:
    if types == "array":
        return 'begin each entry with "- "'
    if types == "object":
        return "write key: value lines below it"
    return "put a value that has a colon into quotes"


def _worded(value: object) -> str:
    """A value as a curator writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def root_fields(tree: Node, file: str) -> Fields:
    """The file's top level.

    Raises:
        Fault: It is a list or a bare text.
    """
    if isinstance(tree, Fields):
        return tree
    cure = "begin it with article: and the article's key"
    raise Fault("the file must be a mapping of fields", Place(file, tree.line), cure)
