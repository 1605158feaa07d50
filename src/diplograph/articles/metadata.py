"""An article's metadata: what its text gives, what a sidecar file says, and the evidence for each value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast, get_args

import yaml

from diplograph.articles import dates
from diplograph.errors import Fault, Place
from diplograph.model import Evidence, SourceText
from diplograph.resources import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from diplograph.articles.piece import Stretch

__all__ = ["FIELDS", "LANGUAGE", "Value", "evidence", "found", "origins", "stated"]

FIELDS = ("title", "author", "outlet", "date", "language", "url", "licence")

_EVIDENCE: tuple[str, ...] = get_args(Evidence)
_QUOTED = ("title", "author", "outlet")  # fields whose value is words: "in the text" can be checked
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FORM = "write `title: {value: …, evidence: text | inferred | outside, note: …}`, or `evidence: none` without a value"


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one field, how it is known, in free words why, and where it was found; empty where nobody gives one."""

    value: str
    evidence: Evidence
    note: str = ""
    origin: str = ""


def found(stretch: Stretch, source: SourceText) -> dict[str, Value]:
    """What the text of an article gives by itself: title, byline, date line, dateline."""
    values: dict[str, Value] = {}
    if stretch.title is not None:
        values["title"] = Value(" ".join(stretch.title.of(source.text).split()), "text", origin="headline")
    if stretch.author is not None:
        values["author"] = Value(stretch.author, "text", origin="byline")
    line = stretch.dateline
    if stretch.date is not None:
        values["date"] = Value(stretch.date, "text", origin="date line")
    elif line is not None and line.date is not None:
        values["date"] = Value(line.date, "text", origin="dateline")
    if line is not None and line.agency is not None:
        values["outlet"] = Value(line.agency, "inferred", "the agency that signs the dateline", "dateline")
    return values


def evidence(values: Mapping[str, Value]) -> Mapping[str, Evidence]:
    """The evidence of each field, read-only."""
    return MappingProxyType({name: value.evidence for name, value in values.items()})


def origins(values: Mapping[str, Value], notes: Mapping[str, str]) -> Mapping[str, str]:
    """Where each field's value was found, and for a field without one the note on it; read-only."""
    return MappingProxyType({name: value.origin for name, value in values.items() if value.origin} | dict(notes))


def stated(file: Path, source: SourceText, count: int) -> list[dict[str, Value]]:
    """Read a sidecar: under `articles:` one entry per article, in the order of the page.

    Args:
        file: The sidecar.
        source: The text that it is about.
        count: How many articles were found in the text.

    Returns:
        For each article the fields that the sidecar states. All values are strings: none is taken for a number or date.

    Raises:
        Fault: The file is not of this form, or says what cannot be.
    """
    top = _compose(file)
    pairs = dict(_pairs(top, file)) if top is not None else {}
    unknown = next((key for key in pairs if key.value != "articles"), None)
    if unknown is not None:
        raise _fault(f"has an unknown entry {unknown.value!r}", file, unknown, "write all under `articles:`")
    listed = next(iter(pairs.values()), None)
    if not isinstance(listed, yaml.SequenceNode):
        raise _fault("has no list `articles:`", file, listed or top, "list one entry per article")
    if len(listed.value) != count:
        what = f"has {len(listed.value)} entries, but {count} articles were found in {source.origin}"
        cure = "`diplograph articles` shows them; write one entry for each, in the order of the page"
        raise _fault(what, file, listed, cure)
    return [_entry(node, file, source) for node in listed.value]


def _entry(node: yaml.Node, file: Path, source: SourceText) -> dict[str, Value]:
    """The fields of one article."""
    entry: dict[str, Value] = {}
    for key, value in _pairs(node, file):
        if key.value not in FIELDS:
            raise _fault(f"has an unknown field {key.value!r}", file, key, f"the fields are {', '.join(FIELDS)}")
        entry[key.value] = _value(key.value, value, file, source)
    return entry


def _value(name: str, node: yaml.Node, file: Path, source: SourceText) -> Value:
    """One field's value, checked."""
    parts = {key.value: part for key, part in _pairs(node, file)}
    strange = next((key for key in parts if key not in {"value", "evidence", "note"}), None)
    if strange is not None:
        raise _fault(f"has an unknown entry {strange!r} in {name}", file, parts[strange], _FORM)
    for part in parts.values():
        if not isinstance(part, yaml.ScalarNode):
            raise _fault(f"has more than plain words in {name}", file, part, _FORM)
    value, note, known = (" ".join(parts[part].value.split()) if part in parts else "" for part in ("value", "note", "evidence"))
    if known == "none":
        if value:
            raise _fault(f"has a value for {name} and says that nobody gives one", file, parts["evidence"], _FORM)
        return Value("", "none", note, f"sidecar {file.name}")
    if not value:
        raise _fault(f"has no value for {name}", file, node, f"{_FORM}, or leave the field out")
    _check(name, Value(value, cast("Evidence", known)), parts, file, source)
    return Value(value, cast("Evidence", known), note, f"sidecar {file.name}")


def _check(name: str, given: Value, parts: Mapping[str, yaml.Node], file: Path, source: SourceText) -> None:
    """Refuse evidence that there is no such thing as, a date or a language tag that is none, and words that are not in the text."""
    value, known = given.value, str(given.evidence)
    if known not in _EVIDENCE:
        place = parts.get("evidence", parts["value"])
        raise _fault(f"has no right evidence for {name}: {known!r}", file, place, f"write {', '.join(_EVIDENCE)}")
    if name == "date" and not dates.is_date(value):
        raise _fault(f"has no date in {value!r}", file, parts["value"], "write YYYY-MM-DD, YYYY-MM or YYYY")
    if name == "language" and not LANGUAGE.fullmatch(value):
        raise _fault(f"has no language tag in {value!r}", file, parts["value"], "write one like en or pt-BR")
    if known == "text" and name in _QUOTED and value not in " ".join(source.text.split()):
        what = f"says that the {name} {value!r} is in the text, but it is not in {source.origin}"
        raise _fault(what, file, parts["value"], "copy it from the text, or give another evidence")


def _compose(file: Path) -> yaml.Node | None:
    """The file's YAML as nodes, which know their lines; no scalar is resolved."""
    try:
        return yaml.compose(read_text(file), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place.of(file, mark.line + 1 if mark else None)
        raise Fault(f"is not YAML: {error.problem}", place, "mend it there") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Fault(f"is not YAML ({type(error).__name__})", str(file), "mend it") from error


def _pairs(node: yaml.Node, file: Path) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys and values of a mapping, in order."""
    if not isinstance(node, yaml.MappingNode):
        raise _fault("has something else where names and values belong", file, node, _FORM)
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in seen:
            raise _fault("has a name twice, or something that is no name", file, key, "write each name once")
        seen.add(key.value)
        yield key, value


def _fault(what: str, file: Path, node: yaml.Node | None, cure: str) -> Fault:
    return Fault(what, Place.of(file, node.start_mark.line + 1 if node is not None else None), cure)
