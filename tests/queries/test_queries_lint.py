"""The form of a saved query: what grlc, SIB's importer, SPARQLWrapper and our own command line need of it."""

from __future__ import annotations

import re

import pytest
import yaml
from answers import FILES, saved
from rdflib.plugins.sparql.parser import parseQuery

from diplograph.queries import gate

KEYS = ["id", "summary", "description", "method", "defaults", "enumerate", "tags", "endpoint"]
TEXTS = {file.stem: file.read_text("utf-8") for file in FILES}
NAMES = sorted(TEXTS)
OPAQUE = re.compile(r"<[^>]*>|\"(?:[^\"\\]|\\.)*\"|#[^\n]*")


def header(text: str) -> dict[str, object]:
    read = yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")))
    assert isinstance(read, dict)
    return read


def body(text: str) -> str:
    """The query without header, comments, IRIs and strings."""
    return OPAQUE.sub(" ", text)


def test_files_are_counted() -> None:
    assert len(NAMES) == 31


@pytest.mark.parametrize("name", NAMES)
def test_header(name: str) -> None:
    text = TEXTS[name]
    lines = text.splitlines()
    read = header(text)
    keys = list(read)
    end = sum(line.startswith("#+") for line in lines)
    assert keys == [key for key in KEYS if key in keys]
    assert {"id", "summary", "description", "method", "tags"} <= set(keys)
    assert "endpoint" not in keys
    assert read["id"] == f"https://w3id.org/diplograph/queries/{name}"
    assert read["method"] == "GET"
    assert all(line.startswith("#+") for line in lines[:end])
    assert all(re.fullmatch(r"#\+ (\w+:( .+)?|  - .+)", line) for line in lines[:end]), "one line per value"


@pytest.mark.parametrize("name", [name for name in NAMES if "attributed_literal" in TEXTS[name]])
def test_a_switch_lists_its_values(name: str) -> None:
    (parameter,) = [one for one in saved(name).parameters if one.name == "attributed"]
    assert parameter.values == ("yes", "no")
    assert parameter.default in parameter.values


@pytest.mark.parametrize("name", NAMES)
def test_summary_is_plain_english(name: str) -> None:
    summary, description = str(header(TEXTS[name])["summary"]), str(header(TEXTS[name])["description"])
    for value in (summary, description):
        assert value[0].isupper()
        assert not value.endswith(".")
        assert ": " not in value
    assert len(summary) <= 90
    assert "dpg" not in summary + description


@pytest.mark.parametrize("name", NAMES)
def test_tags(name: str) -> None:
    tags = header(TEXTS[name])["tags"]
    assert isinstance(tags, list)
    assert tags
    assert all(isinstance(tag, str) and len(tag) >= 2 and tag == tag.strip() for tag in tags)


@pytest.mark.parametrize("name", NAMES)
def test_parameters(name: str) -> None:
    words = re.findall(r"[?$](__?\w+)", body(TEXTS[name]))
    for word in words:
        assert re.fullmatch(r"__?[A-Za-z0-9]+_(iri|literal|number|integer|xsd_date|en)", word), word
    entries = header(TEXTS[name]).get("defaults", [])
    assert isinstance(entries, list)
    defaults = {key: value for entry in entries for key, value in entry.items()}
    shown = {parameter.name for parameter in saved(name).parameters} - {"position"}  # positions have digests, no names
    assert set(defaults) == shown, "every parameter shows an example"
    assert all(isinstance(value, str) or hasattr(value, "isoformat") for value in defaults.values()), "no is a boolean unless quoted"


@pytest.mark.parametrize("name", NAMES)
def test_optional_parameters_stand_where_they_work_unbound(name: str) -> None:
    """IRIs behind `a|…` in EXISTS, others behind MINUS or NOT EXISTS: an equation with an unbound variable empties Virtuoso's answer."""
    for line in body(TEXTS[name]).splitlines():
        if "?__" in line:
            exists = re.search(r"FILTER EXISTS \{ \?\w+ a\|\S.* \?__\w+_iri \}", line)
            minus = re.search(r"(MINUS|FILTER NOT EXISTS) \{ .*FILTER\(.*\?__\w+.*\) \}", line)
            assert exists or minus, line


@pytest.mark.parametrize("name", NAMES)
def test_prefixes(name: str) -> None:
    text = TEXTS[name]
    declared = re.findall(r"^PREFIX (\w+): <[^<>]+>$", text, re.MULTILINE)
    used = set(re.findall(r"(?<![\w?$:])([A-Za-z]\w*):(?=[\w)])", body(re.sub(r"^PREFIX.*$", "", text, flags=re.MULTILINE))))
    assert len(declared) == len(re.findall(r"\bPREFIX\b", body(text))), "no empty prefix, no comment behind one"
    assert declared == sorted(set(declared))
    assert set(declared) == used
    assert not re.search(r"\bBASE\b", body(text))


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    text = TEXTS[name]
    assert "\t" not in text
    assert text.endswith("\n")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)
    assert re.search(r"^SELECT ", text, re.MULTILINE)
    assert re.search(r"^ORDER BY ", text, re.MULTILINE)
    assert not re.search(r"GROUP_CONCAT|SAMPLE|LIMIT|COUNT\((?!DISTINCT)", body(text)), "what has no defined order, or counts twice"
    assert re.search(r"^SELECT DISTINCT|^GROUP BY", text, re.MULTILINE), "a triple in two graphs must not give two rows"
    parseQuery(text)
    gate(text, name)


@pytest.mark.parametrize("name", NAMES)
def test_columns(name: str) -> None:
    """A label stands right behind what it labels; counts come first only where there is no subject."""
    head = re.search(r"^SELECT (?:DISTINCT )?(.*?)\nWHERE", TEXTS[name], re.DOTALL | re.MULTILINE)
    assert head
    columns = [new or plain for new, plain in re.findall(r"\(.*? AS \?(\w+)\)|\?(\w+)", head[1])]
    assert len(columns) == len(set(columns))
    for index, column in enumerate(columns):
        if column.endswith("Label"):
            assert columns[index - 1] == column.removesuffix("Label")
