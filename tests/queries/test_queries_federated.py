"""Questions that ask others by SERVICE: only when allowed, with manners, and with the answer that enriched data give offline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph
import pytest
import rdflib.plugins.sparql.parser
import SPARQLWrapper
from answers import QUERIES, answer, rendered, saved, world

from diplograph import queries
from diplograph.cli.main import run
from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries.federate import FederatedEngine
from diplograph.queries.saved import read
from diplograph.remote import Endpoint
from diplograph.resources import Workspace
from servers import SparqlServer, busy, says

IMPORTED = (rdflib.plugins.sparql.parser, SPARQLWrapper)  # an import within a test would leave its callers' frames to any thread
FILES = sorted((QUERIES / "federated").glob("*.rq"))
# Wikidata as far as these questions look at it: Q1 Northland, Q2 Southland, Q3 the Alliance, Q5 Anna North, Q8 a continent.
WIKIDATA = """@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q1 wdt:P30 wd:Q8 .
wd:Q5 p:P39 wds:a, wds:b .
wds:a ps:P39 wd:Q50 ; pq:P580 "2020-05-04T00:00:00Z"^^xsd:dateTime ; pq:P582 "2023-06-01T00:00:00Z"^^xsd:dateTime ;
    wikibase:rank wikibase:NormalRank .
wds:b ps:P39 wd:Q51 ; pq:P580 "1990-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:rank wikibase:NormalRank .
wd:Q50 wdt:P279 wd:Q7330070 .
wd:Q2 p:P463 wds:c, wds:d .
wds:c ps:P463 wd:Q3 ; pq:P580 "1999-03-12T00:00:00Z"^^xsd:dateTime ; wikibase:rank wikibase:NormalRank .
wds:d ps:P463 wd:Q3 ; pq:P580 "2010-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:rank wikibase:DeprecatedRank .
"""
VALUES = {
    "actors-by-region": {"region": "Inner Continent"},
    "foreign-ministers": {},
    "joined-since": {"organization": "Alliance", "date": "1990-01-01"},
}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    store = pyoxigraph.Store()
    store.load(WIKIDATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    with SparqlServer(store) as running:
        yield running


def engine(server: SparqlServer, **options: object) -> FederatedEngine:
    return FederatedEngine(world(), lambda _: Endpoint(server.url, **{"timeout": 20.0, "sleep": lambda _: None, **options}))  # type: ignore[arg-type]


def test_the_files_are_there() -> None:
    assert [file.stem for file in FILES] == sorted(VALUES)


@pytest.mark.parametrize("name", sorted(VALUES))
def test_answer_is_that_of_the_enriched_graph(name: str, server: SparqlServer) -> None:
    offline = rendered(answer(world(), saved(name), VALUES[name]))
    found = queries.ask(engine(server), Workspace(), name, VALUES[name], services=True)
    assert isinstance(found, Table)
    assert rendered(found) == offline
    assert len(offline) > 1


@pytest.mark.parametrize("name", sorted(VALUES))
def test_both_forms_of_a_question_have_the_same_face(name: str) -> None:
    here, there = saved(name), read(QUERIES / "federated" / f"{name}.rq")
    assert there.parameters == here.parameters
    head = re.compile(r"^SELECT (.*)\nWHERE", re.MULTILINE)
    assert head.findall(there.text) == head.findall(here.text)
    assert here.text.rpartition("ORDER BY")[2] == there.text.rpartition("ORDER BY")[2]
    assert re.findall(r"SERVICE <([^<>]*)>", there.text) == ["https://query.wikidata.org/sparql"]
    assert "wikibase:label" not in there.text
    assert there.summary == here.summary


def test_known_values_go_along_in_one_request(server: SparqlServer) -> None:
    queries.ask(engine(server), Workspace(), "foreign-ministers", {}, services=True)
    (seen,) = server.requests
    assert seen.method == "POST"
    assert seen.headers["user-agent"].startswith("diplograph/")
    text = seen.form["query"][0]
    assert "VALUES (?item)" in text
    assert "<http://www.wikidata.org/entity/Q5>" in text
    assert "dpg:holder" not in text, "what we say stays here"


def test_busy_service_is_waited_for(server: SparqlServer) -> None:
    slept: list[float] = []
    server.troubles.append(busy("9"))
    queries.ask(engine(server, sleep=slept.append), Workspace(), "foreign-ministers", {}, services=True)
    assert slept == [9.0]


def test_faulty_service_is_one_line(server: SparqlServer) -> None:
    server.troubles.append(says("text/html", "<title>Wikimedia Error</title>"))
    with pytest.raises(Fault, match="Wikimedia Error"):
        queries.ask(engine(server), Workspace(), "foreign-ministers", {}, services=True)


P = "http://www.wikidata.org/prop/direct/"
FREE = [
    ("by itself", "SELECT ?o { SERVICE <http://x.org/> { ?s <http://www.wikidata.org/prop/direct/P30> ?o } }", 1),
    ("joined", f"SELECT ?s {{ ?s a dpg:State ; skos:exactMatch ?i . SERVICE <http://x.org/> {{ ?i <{P}P30> ?c }} }}", 1),
    ("nothing in common", "SELECT ?s { ?s a dpg:State . SERVICE <http://x.org/> { ?i <http://www.wikidata.org/prop/direct/P279> ?c } }", 3),
    ("nothing there", "SELECT ?s { ?s a dpg:State ; skos:exactMatch ?i . SERVICE <http://x.org/> { ?i <http://x.org/none> ?c } }", 0),
    ("nothing here", "SELECT ?s { ?s a dpg:Nothing ; skos:exactMatch ?i . SERVICE <http://x.org/> { ?i ?p ?c } }", 0),
    ("in OPTIONAL",
     f"SELECT ?s ?c {{ ?s a dpg:State ; skos:exactMatch ?i OPTIONAL {{ SERVICE <http://x.org/> {{ ?i <{P}P30> ?c }} }} }}", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), [case[1:] for case in FREE], ids=[case[0] for case in FREE])
def test_any_query_with_service(text: str, rows: int, server: SparqlServer) -> None:
    found = queries.execute(engine(server), text, "-e", services=True)
    assert isinstance(found, Table)
    assert len(found.rows) == rows


def test_optional_service_is_asked_once_for_all_rows(server: SparqlServer) -> None:
    found = queries.execute(engine(server), FREE[5][1], "-e", services=True)
    assert isinstance(found, Table)
    assert sorted(str(row[1]) for row in found.rows) == ["<http://www.wikidata.org/entity/Q8>", "None"]
    assert len(server.requests) == 1


def test_nothing_is_asked_where_nothing_is_joined(server: SparqlServer) -> None:
    queries.execute(engine(server), FREE[4][1], "-e", services=True)
    assert server.requests == []


def test_rdflib_is_left_as_it_was(server: SparqlServer) -> None:
    from rdflib.plugins.sparql import CUSTOM_EVALS

    before = dict(CUSTOM_EVALS)
    server.troubles.append(says("text/plain", "boom", 500))
    with pytest.raises(Fault):
        queries.ask(engine(server), Workspace(), "foreign-ministers", {}, services=True)
    assert before == CUSTOM_EVALS


REFUSED = [
    (["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "uses SERVICE"),
    (["query", "-e", "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "--allow-service"], "uses FROM"),
    (["query", "-e", "SELECT * { ?x ?y ?z SERVICE ?where { ?s ?p ?o } }", "--allow-service"], "cannot be taken apart"),
    (["query", "-e", "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", "--allow-service"], "begins with http"),
    (["ask", "timeline", "--allow-service"], "there is one of actors-by-region, foreign-ministers, joined-since"),
    (["ask", "foreign-ministers", "--allow-service", "--endpoint", "http://127.0.0.1:9/"], "for a local graph"),
    (["ask", "foreign-ministers", "--allow-service", "--service-endpoint", "http://127.0.0.1:9/"], "cannot be reached"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=[" ".join(case[0][:2]) + " " + case[1] for case in REFUSED])
def test_refused(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_command_asks_where_it_is_told(server: SparqlServer, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--allow-service", "--service-endpoint", server.url, "--contact", "mailto:ann@example.org", "--format", "csv"]
    assert run(["ask", "foreign-ministers", *words]) == 0
    assert capsys.readouterr().out.count("\n") == 1, "these Q-numbers mean nobody in the released graph"
    assert "(mailto:ann@example.org)" in server.requests[0].headers["user-agent"]
