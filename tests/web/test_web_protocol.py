"""The SPARQL 1.1 Protocol against the running server, the cases of the W3C's protocol tests that apply to a read-only endpoint among them.

The W3C's tests (https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/) load data of their own; here the graphs are ours.
"""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from served import Served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
DIRECT_16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
ARTICLE = "https://w3id.org/diplograph/id/graph/000_5329d54cf166441b"
REGISTRY = "https://w3id.org/diplograph/id/graph/registry"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FROM_ARTICLE = COUNT.replace("{", f"FROM <{ARTICLE}> {{")
ALL = "SELECT ?s { ?s a dpg:Treaty } ORDER BY ?s LIMIT 3"


def count(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


GOOD = {
    "query_get": ("GET", f"/sparql?query={quote('ASK {}')}", {}, b""),
    "query_content_type_ask": ("GET", f"/sparql?query={quote('ASK {}')}", {"Accept": "application/sparql-results+xml"}, b""),
    "query_post_form": ("POST", "/sparql", FORM, b"query=ASK%20%7B%7D"),
    "query_post_form_with_charset": ("POST", "/sparql", {"Content-Type": f"{FORM['Content-Type']}; charset=UTF-8"}, b"query=ASK%20%7B%7D"),
    "query_post_direct": ("POST", "/sparql", DIRECT, b"ASK {}"),
    "query_dataset_default_graph": ("GET", f"/sparql?{urlencode({'query': 'ASK {}', 'default-graph-uri': ARTICLE})}", {}, b""),
    "query_dataset_default_graphs_post": (
        "POST", "/sparql", FORM, urlencode([("query", "ASK {}"), ("default-graph-uri", ARTICLE), ("default-graph-uri", REGISTRY)]).encode(),
    ),
    "query_dataset_named_graph_direct": ("POST", f"/sparql?named-graph-uri={quote(ARTICLE)}", DIRECT, b"ASK {}"),
    "prefixes_of_ours": ("POST", "/sparql", DIRECT, b"ASK { ?s a dpg:Statement }"),
    "unknown_fields_are_left_alone": ("GET", f"/sparql?query={quote('ASK {}')}&results=json&timeout=0", {}, b""),
    "byte_order_of_fields": ("POST", "/sparql", FORM, b"format=json&query=ASK%20%7B%7D"),
    "head": ("HEAD", f"/sparql?query={quote('ASK {}')}", {}, b""),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_good_requests(server: Served, name: str) -> None:
    method, path, headers, body = GOOD[name]
    got = server.ask(method, path, headers, body or None)
    assert got.status == 200, got.body
    assert got.media in {"application/sparql-results+json", "application/sparql-results+xml"}


BAD = {
    "bad_query_method": ("PUT", f"/sparql?query={quote('ASK {}')}", {}, b"", 405, "Method"),
    "bad_multiple_queries": ("GET", f"/sparql?query={quote('ASK {}')}&query={quote('ASK {}')}", {}, b"", 400, "one query"),
    "bad_multiple_queries_direct": ("POST", f"/sparql?query={quote('ASK {}')}", DIRECT, b"ASK {}", 400, "one query"),
    "bad_query_wrong_media_type": ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415, "sparql-query"),
    "bad_query_missing_form_type": ("POST", "/sparql", {}, b"query=ASK%20%7B%7D", 415, "without a type"),
    "bad_query_missing_direct_type": ("POST", "/sparql", {}, b"ASK {}", 415, "without a type"),
    "bad_query_non_utf8": ("POST", "/sparql", DIRECT_16, "ASK {}".encode("utf-16"), 415, "UTF-8"),
    "bad_query_non_utf8_bytes": ("POST", "/sparql", DIRECT, b"ASK { ?s ?p '\xff' }", 400, "UTF-8"),
    "bad_query_non_utf8_escape": ("GET", "/sparql?query=ASK%20%7B%ff%7D", {}, b"", 400, "UTF-8"),
    "bad_query_syntax": ("POST", "/sparql", DIRECT, b"ASK {\n ?s ?p ?o .\n SELECT }", 400, "the query:3"),
    "no_query_in_form": ("POST", "/sparql", FORM, b"default-graph-uri=x", 400, "one query"),
    "empty_query": ("GET", "/sparql?query=", {}, b"", 400, "not a valid"),
    "update_in_form": ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 403, "read-only"),
    "update_direct": ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403, "read-only"),
    "update_as_query": ("POST", "/sparql", DIRECT, b"CLEAR ALL", 400, "not a valid"),
    "update_by_get": ("GET", "/sparql?update=CLEAR%20ALL", {}, b"", 403, "read-only"),
    "not_acceptable": ("GET", f"/sparql?query={quote('ASK {}')}", {"Accept": "image/png"}, b"", 406, "sparql-results+json"),
    "not_acceptable_for_a_graph": ("GET", f"/sparql?query={quote('DESCRIBE <a:a>')}", {"Accept": "text/csv"}, b"", 406, "text/turtle"),
    "unknown_graph": ("GET", f"/sparql?query={quote('ASK {}')}&default-graph-uri=file:///etc/passwd", {}, b"", 400, "no graph"),
    "unknown_named_graph": ("GET", f"/sparql?query={quote('ASK {}')}&named-graph-uri=http://127.0.0.1:9/", {}, b"", 400, "no graph"),
    "too_long_a_url": ("GET", "/sparql?query=" + "x" * 70_000, {}, b"", 414, "POST"),
    "too_large_a_body": ("POST", "/sparql", DIRECT, b"#" * 300_000, 413, "larger"),
    "too_long_a_query": ("POST", "/sparql", DIRECT, b"#" * 70_000, 413, "longer"),
    "too_many_fields": ("GET", "/sparql?" + "a=b&" * 500, {}, b"", 400, "fields"),
    "too_many_rows": ("GET", f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}", {}, b"", 400, "more than 5000 rows"),
    "too_many_triples": ("GET", f"/sparql?query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}", {}, b"", 400, "more than 5000 rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_requests(server: Served, name: str) -> None:
    method, path, headers, body, status, message = BAD[name]
    got = server.ask(method, path, headers, body or None)
    assert (got.status, got.media) == (status, "text/plain")
    assert message in got.text
    assert "Traceback" not in got.text


def test_solutions_in_every_format(server: Served) -> None:
    text = 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { ("tab\\there, \\"quoted\\" & <b>\\n"@en 1 <https://example.org/> ) } }'
    plain = 'tab\there, "quoted" & <b>\n'
    row = json.loads(server.query(text, "application/sparql-results+json").body)["results"]["bindings"][0]
    assert row["a"] == {"type": "literal", "value": plain, "xml:lang": "en"}
    assert row["b"] == {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert row["c"] == {"type": "uri", "value": "https://example.org/"}
    assert "d" not in row
    root = ET.fromstring(server.query(text, "application/sparql-results+xml").body)  # noqa: S314 - our own server's
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [one.get("name") for one in root.iter(f"{space}variable")] == ["a", "b", "c", "d"]
    assert [one.text for one in root.iter(f"{space}literal")] == [plain, "1"]
    assert list(csv.reader(io.StringIO(server.query(text, "text/csv").text, newline=""))) == [
        ["a", "b", "c", "d"], [plain, "1", "https://example.org/", ""],
    ]  # fmt: skip
    tsv = server.query(text, "text/tab-separated-values").text
    assert (
        tsv
        == '?a\t?b\t?c\t?d\n"tab\\there, \\"quoted\\" & <b>\\n"@en\t"1"^^<http://www.w3.org/2001/XMLSchema#integer>\t<https://example.org/>\t\n'
    )


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/json", "application/xml"])
def test_verdicts_in_every_format(server: Served, accept: str) -> None:
    assert "true" in server.query("ASK {}", accept).text
    assert "false" in server.query("ASK { ?s a <a:nothing> }", accept).text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/trig", RdfFormat.TRIG),
    ],
)
@pytest.mark.parametrize(
    "text", ["DESCRIBE state:russia", "CONSTRUCT { state:russia ?p ?o } WHERE { state:russia ?p ?o }"], ids=["describe", "construct"]
)
def test_graphs_in_every_format(server: Served, text: str, accept: str, form: RdfFormat) -> None:
    got = server.query(text, accept)
    assert got.media == accept
    found = {str(quad.triple) for quad in pyoxigraph.parse(got.body, format=form)}
    assert found == {
        str(quad.triple) for quad in pyoxigraph.parse(server.query(text, "application/n-triples").body, format=RdfFormat.N_TRIPLES)
    }
    assert len(found) > 5


def test_datasets_are_honoured(server: Served) -> None:
    whole = count(server.query(COUNT).body)
    article = count(server.query(COUNT, **{"default-graph-uri": ARTICLE}).body)
    registry = count(server.query(COUNT, **{"default-graph-uri": REGISTRY}).body)
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert 0 < article < registry < whole
    assert count(server.query(FROM_ARTICLE).body) == article
    assert count(server.query(named, **{"named-graph-uri": ARTICLE}).body) == article
    assert count(server.query(COUNT, **{"named-graph-uri": ARTICLE}).body) == 0
    assert count(server.query(FROM_ARTICLE, **{"default-graph-uri": REGISTRY}).body) == registry


def test_a_form_is_decoded_once(server: Served) -> None:
    text = 'SELECT ("100%25 + 1" AS ?a) {}'
    for got in (server.query(text), server.ask("POST", "/sparql", FORM, urlencode({"query": text}).encode())):
        assert json.loads(got.body)["results"]["bindings"][0]["a"]["value"] == "100%25 + 1"


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples", "*/*"])
def test_without_a_query_the_service_describes_itself(server: Served, accept: str) -> None:
    got = server.get("/sparql", accept)
    assert got.status == 200
    assert b"http://www.w3.org/ns/sparql-service-description#" in got.body
    assert b"_:" not in got.body


def test_a_browser_without_a_query_is_sent_to_the_editor(server: Served) -> None:
    got = server.get("/sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (got.status, got.headers["location"]) == (303, "editor.html")


def test_void_and_its_downloads(server: Served) -> None:
    got = server.get("/.well-known/void", "application/n-triples")
    triples = {
        (quad.subject.value, quad.predicate.value, quad.object.value) for quad in pyoxigraph.parse(got.body, format=RdfFormat.N_TRIPLES)
    }
    assert b"_:" not in got.body
    void = "http://rdfs.org/ns/void#"
    for name in ("triples", "entities", "classes", "properties", "distinctSubjects", "distinctObjects"):
        assert any(link == void + name and int(value) > 0 for _, link, value in triples), name
    dumps = {value for _, link, value in triples if link == f"{void}dataDump"}
    assert len(dumps) == 6
    for url in dumps:
        taken = server.get(url.removeprefix(server.url))
        assert taken.status == 200
        assert len(taken.body) > 100_000
    sizes = [value for node, link, value in triples if link.endswith("dcat#byteSize") and node.endswith("-ttl")]
    assert sizes == [str(len(server.get("/downloads/diplograph.ttl").body))]


def test_headers(server: Served) -> None:
    got = server.query(ALL, Origin="https://elsewhere.example")
    assert got.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in got.headers
    assert "'unsafe" not in got.headers["content-security-policy"]
    asked = server.ask("OPTIONS", "/sparql", {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"})
    assert asked.status == 204
    assert "POST" in asked.headers["access-control-allow-methods"]


def test_an_answer_that_is_known_is_not_sent_again(server: Served) -> None:
    path = f"/sparql?query={quote(ALL)}"
    first = server.get(path)
    again = server.get(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert server.get(path, "text/csv", If_None_Match=first.headers["etag"]).status == 200
    assert "etag" not in server.query("SELECT (RAND() AS ?r) {}").headers


def test_compression(server: Served) -> None:
    import gzip

    path = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 500')}"
    plain, pressed = server.get(path), server.get(path, Accept_Encoding="br, gzip")
    assert pressed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(pressed.body) == plain.body
    assert "content-encoding" not in server.get(path, Accept_Encoding="gzip;q=0").headers
