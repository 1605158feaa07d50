"""The IRIs of the graph and the ontology, saved queries as an API, and clients that others wrote, against the running server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from served import ROOT, Served

TYPES = {
    "ttl": ("text/turtle", RdfFormat.TURTLE), "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML), "trig": ("application/trig", RdfFormat.TRIG),
}  # fmt: skip
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    "path", ["id/state/russia", "ontology", "shapes", "ontology/0.1.0", "id/article/000_5329d54cf166441b", "id/graph/registry"]
)
def test_an_iri_leads_to_its_documents(server: Served, path: str) -> None:
    if path == "id/graph/registry":  # nothing is said of a graph itself
        assert server.get(f"/{path}").status == 404
        return
    last = path.rpartition("/")[2]
    assert server.get(f"/{path}", BROWSER).headers["location"] == f"{last}.html"
    sizes = set()
    for ending, (media, form) in TYPES.items():
        got = server.get(f"/{path}", media)
        assert (got.status, got.headers["location"]) == (303, f"{last}.{ending}")
        assert 'rel="alternate"' in got.headers["link"]
        document = server.get(f"/{path}.{ending}")
        assert (document.status, document.media) == (200, media)
        sizes.add(len({str(quad.triple) for quad in pyoxigraph.parse(document.body, format=form) if "_:" not in str(quad.triple)}))
    assert len(sizes) == 1
    assert sizes.pop() > 5


def test_a_statement_is_told_with_its_quote(server: Served) -> None:
    text = server.get("/id/statement/001-meeting-called-off.ttl").text
    assert 'oa:exact "it does not make sense to go forward with that meeting at this time"' in text
    assert "dpg:holder person:antony-blinken" in text


def test_an_iri_may_be_encoded_otherwise(server: Served) -> None:
    assert server.get("/id/state/%72ussia", "text/turtle").status == 303
    assert server.get("/id/state/russia", "image/png").status == 406
    assert server.get("/id/state/nowhere", "text/turtle").status == 404


def test_the_icon_that_browsers_ask_for_is_the_mark(server: Served) -> None:
    icon = server.get("/favicon.ico")
    assert (icon.status, icon.headers["content-type"], icon.body) == (200, "image/svg+xml", server.get("/static/mark.svg").body)


def test_every_saved_query_is_an_api(server: Served) -> None:
    names = sorted(file.stem for file in (ROOT / "queries").glob("*.rq"))
    assert len(names) == 31
    described = json.loads(server.get("/openapi.json").body)
    assert sorted(described["paths"]) == [f"/api/{name}" for name in names]
    for name in names:
        parameters = described["paths"][f"/api/{name}"]["get"]["parameters"]
        given = "&".join(f"{one['name']}={one['example']}".replace(" ", "%20") for one in parameters if one.get("required"))
        got = server.get(f"/api/{name}?{given}", "text/csv")
        assert got.status == 200, (name, got.text)


def test_names_are_understood_and_faults_say_what_is_near(server: Served) -> None:
    rows = json.loads(server.get("/api/positions-of?actor=Moscow&format=json").body)["results"]["bindings"]
    assert len(rows) > 3
    assert server.get("/api/positions-of?actor=Moscow&issue=", "text/csv").status == 200
    got = server.get("/api/positions-of?actor=Rusia")
    assert (got.status, "nearest: Russia" in got.text) == (400, True)
    assert "needs --actor" in server.get("/api/positions-of").text


def test_sparqlwrapper(server: Served) -> None:
    from SPARQLWrapper import CSV, GET, JSON, N3, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper

    def asked(client: SPARQLWrapper, form: str) -> Any:  # noqa: ANN401 - what convert() gives depends on the form
        client.setReturnFormat(form)
        return client.queryAndConvert()

    for method, way in ((GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)):
        client = SPARQLWrapper(f"{server.url}/sparql")
        client.setMethod(method)
        client.setRequestMethod(way)
        client.setQuery("SELECT (COUNT(*) AS ?n) { ?s a dpg:Treaty }")
        assert int(asked(client, JSON)["results"]["bindings"][0]["n"]["value"]) > 3
        assert asked(client, XML).getElementsByTagName("literal").length == 1
        assert asked(client, CSV).decode().startswith("n\r\n")
        client.setQuery("CONSTRUCT WHERE { state:russia ?p ?o }")
        assert all(b"Russia" in asked(client, form) for form in (TURTLE, N3))


def test_rdflib_sparql_store(server: Served) -> None:
    from rdflib import Graph, URIRef
    from rdflib.namespace import SKOS
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    russia = URIRef("https://w3id.org/diplograph/id/state/russia")
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(f"{server.url}/sparql", method=method, returnFormat="json" if method == "GET" else "xml")
        graph = Graph(store)
        assert str(graph.value(russia, SKOS.prefLabel)) == "Russia"
        assert len(list(graph.query("PREFIX dpg: <https://w3id.org/diplograph/ontology#> SELECT ?t { ?t a dpg:Treaty }"))) > 3
    one = Graph(SPARQLStore(f"{server.url}/sparql"), identifier=URIRef("https://w3id.org/diplograph/id/graph/000_5329d54cf166441b"))
    assert (russia, SKOS.prefLabel, None) not in one


def test_a_file_and_a_store_on_disk_are_served(tmp_path: Path) -> None:
    text = "<urn:a> a <urn:b> ."
    (tmp_path / "graph.ttl").write_text(text, "utf-8")
    folder = tmp_path / "store"
    filled = pyoxigraph.Store(str(folder))
    filled.load(text.encode(), format=RdfFormat.TURTLE)
    filled.flush()
    del filled
    for options in (("--data", str(tmp_path / "graph.ttl")), ("--store", str(folder))):
        with Served(*options) as server:
            assert "urn:a" in server.query("SELECT ?s { ?s a <urn:b> }", "text/csv").text
            assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text == "n\r\n1\r\n"
