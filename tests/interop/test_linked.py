"""Linked and event data: nanopublications in four graphs, claims, SPARQL examples that run, PLOVER records, and how to cite."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import yaml
from pyoxigraph import BlankNode, NamedNode, RdfFormat

from diplograph.build import released
from diplograph.cli.main import run
from diplograph.export import records
from diplograph.interop.linked import LICENCE, NP, SITE, events
from diplograph.queries import saved
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import DCTERMS, DPG, OA, PROV, RDF, RDFS, SCHEMA, SH

ROOT = Path(__file__).parents[2]
STATEMENTS = 241


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


def written(form: str, folder: Path) -> bytes:
    path = folder / form
    assert run(["export", "--format", form, "--workspace", str(ROOT), "-o", str(path)]) == 0
    return path.read_bytes()


def test_nanopublications_have_four_graphs_each(tmp_path: Path) -> None:
    quads = list(pyoxigraph.parse(written("nanopub", tmp_path), format=RdfFormat.TRIG))
    assert not any(isinstance(node, BlankNode) for quad in quads for node in (quad.subject, quad.object))
    graphs: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        name = str(getattr(quad.graph_name, "value", ""))
        graphs[name.partition("#")[0]].add(name.partition("#")[2])
    assert len(graphs) == STATEMENTS
    assert all(parts == {"Head", "assertion", "provenance", "pubinfo"} for parts in graphs.values())
    store = Store.of(quads)
    one = "https://w3id.org/diplograph/id/nanopub/001-meeting-called-off"
    inside = {part: [quad for quad in store if quad.graph_name == NamedNode(f"{one}#{part}")] for part in graphs[one]}
    assert {(str(q.predicate.value), str(getattr(q.object, "value", ""))) for q in inside["Head"]} == {
        (RDF["type"].value, NP["Nanopublication"].value), (NP["hasAssertion"].value, f"{one}#assertion"),
        (NP["hasProvenance"].value, f"{one}#provenance"), (NP["hasPublicationInfo"].value, f"{one}#pubinfo"),
    }  # fmt: skip
    assert {quad.subject for quad in inside["provenance"]} > {NamedNode(f"{one}#assertion")}
    assert any(q.predicate == DCTERMS["license"] and q.object == LICENCE for q in inside["pubinfo"])
    assert {q.subject for q in inside["pubinfo"]} == {NamedNode(one)}
    said = {quad.predicate for quad in inside["assertion"]}
    assert said > {DPG["holder"], DPG["issue"], OA["exact"], OA["start"]}
    assert not said & {PROV["wasGeneratedBy"]}


def test_assertions_say_what_the_graph_says(tmp_path: Path, graph: Store) -> None:
    triples = {quad.triple for quad in graph}
    quads = pyoxigraph.parse(written("nanopub", tmp_path), format=RdfFormat.TRIG)
    for quad in quads:
        if str(getattr(quad.graph_name, "value", "")).endswith("#assertion"):
            assert quad.triple in triples


def test_claims_have_who_what_and_where(tmp_path: Path) -> None:
    claims = Store.of(pyoxigraph.parse(written("claims", tmp_path), format=RdfFormat.TURTLE))
    found = {quad.subject for quad in claims if quad.object == SCHEMA["Claim"]}
    assert len(found) == STATEMENTS
    for name in ("text", "name", "appearance", "author", "claimInterpreter"):
        assert {quad.subject for quad in claims if quad.predicate == SCHEMA[name]} >= found
    # Who reads a claim out of an article is not who makes it.
    read = {str(getattr(quad.object, "value", "")) for quad in claims if quad.predicate == SCHEMA["claimInterpreter"]}
    assert read
    assert all("/id/tool/" in iri for iri in read)


def test_examples_are_all_there_and_run(tmp_path: Path, graph: Store) -> None:
    made = rdflib.Graph().parse(data=written("examples", tmp_path), format="turtle")
    names = {query.name for query in saved(Workspace(ROOT)).values()}
    assert len(names) >= 28
    found = set(made.subjects(rdflib.RDF.type, rdflib.URIRef(SH["SPARQLExecutable"].value)))
    assert {str(one).removeprefix(SITE) for one in found} == names
    forms = [rdflib.URIRef(SH[name].value) for name in ("select", "construct", "ask")]
    for one in found:
        texts = [text for form in forms for text in made.objects(one, form)]
        assert len(texts) == 1
        graph.query(str(texts[0]))
        comments = list(made.objects(one, rdflib.URIRef(RDFS["comment"].value)))
        assert comments
        assert all(isinstance(comment, rdflib.Literal) and comment.language == "en" for comment in comments)
        assert list(made.objects(one, rdflib.URIRef(SCHEMA["target"].value)))
        assert list(made.objects(one, rdflib.URIRef(SCHEMA["keywords"].value)))
        assert not list(made.objects(one, rdflib.URIRef(SCHEMA["keyword"].value)))
    prefixes = dict(made.subject_objects(rdflib.URIRef(SH["prefix"].value)))
    assert len(set(prefixes.values())) == len(prefixes) >= 4


# The sixteen types of the codebook, as the registry lists them.
TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def test_plover_records_have_what_plover_needs(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written("plover", tmp_path).decode().splitlines()]
    assert len(rows) > 60
    assert {row["event"] for row in rows} <= TYPES
    for row in rows:
        assert row["id"]
        assert row["date"]
        assert row["actor"]
    called_off = next(row for row in rows if row["id"] == "001-meeting-called-off")
    assert (called_off["event"], called_off["date"]) == ("REJECT", "2022-02-22")
    assert {one["name"] for one in called_off["recipient"]} == {"Russia", "Sergei Lavrov"}
    russia = next(one for row in rows for one in (*row["actor"], *row["recipient"]) if one["name"] == "Russia")
    assert (russia["country"], russia["wikidata"]) == ("RUS", "http://www.wikidata.org/entity/Q159")


def record(kind: str, **more: object) -> dict[str, object]:
    return {
        "record": "statement", "article": "a", "id": "s", "kind": kind, "holders": ["X"], "holder_ids": ["x"], "addressees": [],
        "addressee_ids": [], "date": "2024", "quote": "q", "start": 0, "end": 1, **more,
    }  # fmt: skip


def action(kind: str, status: str) -> dict[str, object]:
    return {
        "record": "action", "article": "a", "id": "s", "type": kind, "status": status, "actors": ["X"], "actor_ids": ["x"], "targets": [],
        "target_ids": [], "date": "2024", "quote": "q", "start": 0, "end": 1,
    }  # fmt: skip


EVENTS = [
    (record("proposal"), "AGREE", None),
    (record("proposal", addressees=["Y"], addressee_ids=["y"]), "REQUEST", None),
    (record("demand"), "REQUEST", None),
    (record("opposition"), "ACCUSE", "disapprove"),
    (record("accusation"), "ACCUSE", "allege"),
    (record("threat"), "THREATEN", None),
    (record("assessment"), None, None),
    (record("demand", date=None), None, None),
    (record("demand", holders=[], holder_ids=[]), None, None),
    (action("meeting", "held"), "CONSULT", None),
    (action("meeting", "planned"), "AGREE", None),
    (action("meeting", "cancelled"), "REJECT", "meet"),
    (action("cancellation", "held"), "REJECT", "meet"),
    (action("withdrawal", "past"), "RETREAT", "withdraw"),
    (action("withdrawal", "planned"), "CONCEDE", None),
    (action("sanction", "hypothetical"), None, None),
    (action("sanction", "held"), None, None),  # upon nobody
    (action("sanction", "held") | {"targets": ["Y"], "target_ids": ["y"]}, "SANCTION", "discontinue"),
    (action("military", "held"), None, None),
    (action("speech", "held"), None, None),
]


@pytest.mark.parametrize(("row", "event", "mode"), EVENTS, ids=[str(number) for number in range(len(EVENTS))])
def test_plover_type_of_a_record(row: dict[str, object], event: str | None, mode: str | None) -> None:
    assert [(one["event"], one["mode"]) for one in events([row], {})] == ([(event, mode)] if event else [])


@pytest.mark.parametrize("form", ["nanopub", "claims", "examples", "plover", "sssom"])
def test_same_graph_same_bytes(form: str, tmp_path: Path) -> None:
    assert written(form, tmp_path) == written(form, tmp_path)


def test_records_of_all_kinds_are_placed_or_left_out(graph: Store) -> None:
    kinds = {str(one["kind"]) for one in records(graph) if one["record"] == "statement"}
    placed = {kind for kind in kinds if list(events([record(kind)], {}))}
    assert kinds - placed == {"assessment"}


def test_citation_is_that_of_the_package() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(cited)
    assert cited["version"] == project["version"]
    assert cited["authors"] == project["authors"]
    assert " AND ".join(cited["license"]) == project["license"]
