"""Exports: every format, and records that the annotation guide's scorer takes as they are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from diplograph.build import released
from diplograph.errors import Fault
from diplograph.export import EXPORT_FORMATS, export
from diplograph.export.records import STATEMENT_FIELDS, records
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import DCTERMS, DPG, ID, IDS, PROV, RDF, SCHEMA, SKOS

ROOT = Path(__file__).parents[2]
VALID = ROOT / "tests" / "shapes" / "valid.ttl"
# design.md section 4 and the annotation guide.
GUIDE = {"article", "start", "end", "quote", "holders", "voice", "kind", "content", "stance", "addressees", "condition", "core"}
OWN = {
    "id", "source_span", "cue_span", "content_span", "issue", "leaning", "topics", "attitude", "on_behalf_of", "attributed_by", "date",
    "date_basis", "invokes", "responds_to", "terms", "rule", "confidence", "holder_ids", "addressee_ids", "record",
}  # fmt: skip
ACTION = {"record", "article", "start", "end", "quote", "actors", "targets", "type", "status", "date", "core", "id"}
KINDS = {"proposal", "demand", "commitment", "acceptance", "rejection", "support", "opposition", "threat", "accusation", "assessment"}
STANCES = {"for", "against", "conditional", "none"}


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


@pytest.fixture(scope="module")
def rows(graph: Store) -> list[dict[str, object]]:
    return [json.loads(line) for line in export(graph, "jsonl").decode().splitlines()]


def text_of(key: object) -> str:
    """The source text of an article of the seeds."""
    stem = str(key)
    name = stem if (ROOT / "seeds" / f"{stem}.txt").is_file() else stem.rpartition("-")[0]
    return (ROOT / "seeds" / f"{name}.txt").read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def test_export_records_are_all_there(graph: Store, rows: list[dict[str, object]]) -> None:
    found = {name: sum(row["record"] == name for row in rows) for name in ("article", "statement", "action")}
    assert found["article"] == 8
    assert sum(found.values()) == len(rows)
    for name, cls in (("statement", "Statement"), ("action", "Action")):
        assert found[name] == len({quad.subject for quad in graph if quad.predicate == RDF["type"] and quad.object == DPG[cls]}) > 0
    assert len({(row["record"], row["id"]) for row in rows}) == len(rows)


def test_export_statement_has_every_field(rows: list[dict[str, object]]) -> None:
    for row in rows:
        if row["record"] == "statement":
            assert set(row) == set(STATEMENT_FIELDS)
            assert set(row) >= GUIDE | OWN
            assert row["kind"] in KINDS
            assert row["stance"] in STANCES
            assert row["voice"] in {"direct", "indirect", "author"}
            assert row["attitude"] in {"wants", "holds_true"}
            assert row["date_basis"] in {"stated", "publication", "unknown"}
            assert isinstance(row["condition"], str)
            assert isinstance(row["core"], bool)


@pytest.mark.parametrize("field", ["holders", "addressees"])
def test_export_names_stand_beside_their_iris(rows: list[dict[str, object]], field: str) -> None:
    for row in rows:
        if row["record"] == "statement":
            names, iris = row[field], row[f"{field[:-1]}_ids"]
            assert isinstance(names, list)
            assert isinstance(iris, list)
            assert len(names) == len(iris) == len(set(iris))
            assert all(iri.startswith(ID) for iri in iris)
            assert not any(name.startswith("http") for name in names)


def test_export_spans_are_the_words(rows: list[dict[str, object]]) -> None:
    for row in rows:
        if row["record"] == "article":
            continue
        text = text_of(row["article"])
        start, end = row["start"], row["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == row["quote"]
        for name in ("source_span", "cue_span", "content_span"):
            span = row.get(name)
            if span is not None:
                assert isinstance(span, list)
                assert 0 <= span[0] < span[1] <= len(text)


def test_export_actions_and_articles(rows: list[dict[str, object]]) -> None:
    keys = {row["article"] for row in rows if row["record"] == "article"}
    for row in rows:
        assert row["article"] in keys
        if row["record"] == "action":
            assert set(row) >= ACTION
            assert isinstance(row["date"], str)
    assert len(keys) == 8


def overlap(a: dict[str, object], b: dict[str, object]) -> float:
    """As `score_statements.py` has it."""
    (a0, a1), (b0, b1) = ((int(str(x["start"])), int(str(x["end"]))) for x in (a, b))
    shared, union = min(a1, b1) - max(a0, b0), max(a1, b1) - min(a0, b0)
    return shared / union if shared > 0 and 3 * shared >= union else 0.0


def test_export_records_score_fully_against_themselves(rows: list[dict[str, object]]) -> None:
    """The scorer's rule of agreement: one article, a third of the union, half of the holders."""
    statements = [row for row in rows if row["record"] == "statement"]
    for row in statements:
        holders = row["holders"]
        assert isinstance(holders, list)
        assert holders
        assert overlap(row, row) == 1.0
        assert 2 * len({*holders} & {*holders}) >= len({*holders})


def test_export_csv_is_the_statements(graph: Store, rows: list[dict[str, object]]) -> None:
    table = list(csv.DictReader(io.StringIO(export(graph, "csv").decode(), newline="")))
    statements = [row for row in rows if row["record"] == "statement"]
    assert [line["id"] for line in table] == [row["id"] for row in statements]
    for line, row in zip(table, statements, strict=True):
        assert tuple(line) == STATEMENT_FIELDS
        assert line["quote"] == row["quote"]
        assert line["core"] == str(row["core"]).lower()
        assert line["holders"] == " | ".join(row["holders"])  # type: ignore[arg-type]
        issue = row["issue"]
        assert line["issue"] == (issue["label"] if isinstance(issue, dict) else "")


@pytest.mark.parametrize(
    ("form", "kind"),
    [("turtle", RdfFormat.TURTLE), ("trig", RdfFormat.TRIG), ("nt", RdfFormat.N_TRIPLES), ("nq", RdfFormat.N_QUADS),
     ("jsonld", RdfFormat.JSON_LD), ("rdfxml", RdfFormat.RDF_XML)],
)  # fmt: skip
def test_export_rdf_holds_everything(graph: Store, form: str, kind: RdfFormat) -> None:
    read = set(pyoxigraph.parse(export(graph, form), format=kind))
    if form in {"trig", "nq"}:
        assert read == set(graph)
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in graph}


def test_export_formats() -> None:
    assert EXPORT_FORMATS == ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml", "jsonl", "csv")
    with pytest.raises(Fault, match='there is no format "xls" here; choose one of turtle, trig'):
        export(Store(), "xls")


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_export_of_nothing(form: str) -> None:
    assert isinstance(export(Store(), form), bytes)


def test_export_is_the_same_for_the_union(graph: Store) -> None:
    """A Turtle file has no named graphs, and the records are the same."""
    union = Store.of(Quad(*quad.triple) for quad in graph)
    assert export(union, "jsonl") == export(graph, "jsonl")


def test_export_terms_conditions_and_responses() -> None:
    """One of everything, as the shapes have it."""
    shown = [row for row in records(Store.read(VALID)) if row["record"] == "statement"]
    assert shown
    told = {name for row in shown for name, value in row.items() if value not in (None, [], "")}
    assert {"terms", "issue", "date", "holders", "source_span"} <= told
    for row in shown:
        terms = row["terms"]
        for term in terms if isinstance(terms, list) else []:
            assert set(term) == {"role", "performers", "toward", "content", "issue"}
            assert term["role"] in {"offered", "sought", "precondition"}


def test_export_uses_keys_and_english_labels() -> None:
    article, statement, state = IDS["article"]["a%20key-12345678"], IDS["statement"]["x"], IDS["state"]["x"]
    quads = [
        Quad(article, RDF["type"], DPG["Article"]), Quad(article, DCTERMS["identifier"], Literal("a key")),
        Quad(article, SCHEMA["publisher"], state), Quad(statement, RDF["type"], DPG["Statement"]), Quad(statement, DPG["holder"], state),
        Quad(statement, PROV["wasDerivedFrom"], article), Quad(state, SKOS["prefLabel"], Literal("Aigyptos", language="el")),
        Quad(state, SKOS["prefLabel"], Literal("Egypt", language="en")),
        Quad(statement, DPG["addressee"], NamedNode(f"{ID}state/nameless")),
    ]  # fmt: skip
    told, shown = records(Store.of(quads))
    assert told["article"] == shown["article"] == "a key"
    assert told["outlet"] == shown["holders"] == ["Egypt"]
    assert shown["addressees"] == ["nameless"]
    old, _ = records(Store.of(quad for quad in quads if quad.predicate != DCTERMS["identifier"]))
    assert old["article"] == "a key-12345678"
