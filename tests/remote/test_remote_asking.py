"""The client for endpoints, against a real server on this machine: what it asks and how. No test goes online."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions
from SPARQLWrapper import SPARQLWrapper
from troubled import ASK, CONSTRUCT, LOGIN, RESULTS, SELECT, fault_of

from diplograph.errors import Fault
from diplograph.remote import Endpoint, form_of
from servers import SparqlServer, says

pytestmark = pytest.mark.usefixtures("no_proxy")

# What goes well


def test_remote_select(sparql: SparqlServer) -> None:
    answer = Endpoint(sparql.url).query(SELECT)
    assert isinstance(answer, QuerySolutions)
    assert [row["o"] for row in answer] == [Literal("peace"), Literal("«war» 50% + more")]


def test_remote_select_with_blank_nodes_and_gaps(sparql: SparqlServer) -> None:
    answer = Endpoint(sparql.url).query("SELECT ?b ?none { BIND(BNODE() AS ?b) }")
    assert isinstance(answer, QuerySolutions)
    rows = [(row["b"], row["none"]) for row in answer]
    assert len(rows) == 1
    assert isinstance(rows[0][0], pyoxigraph.BlankNode)
    assert rows[0][1] is None


@pytest.mark.parametrize(("query", "verdict"), [(ASK, True), ("ASK { ?s ?p 'nothing' }", False)])
def test_remote_ask(sparql: SparqlServer, query: str, verdict: bool) -> None:
    answer = Endpoint(sparql.url).query(query)
    assert isinstance(answer, QueryBoolean)
    assert bool(answer) is verdict


@pytest.mark.parametrize("verdict", [True, False])
def test_remote_ask_as_virtuoso_answers_it(sparql: SparqlServer, verdict: bool) -> None:
    row = '{ "__ASK_RETVAL": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1" } }'
    body = f'{{ "head": {{ "vars": ["__ASK_RETVAL"] }}, "results": {{ "bindings": [ {row if verdict else ""} ] }} }}'
    sparql.troubles.append(says(RESULTS, body))
    answer = Endpoint(sparql.url).query(ASK)
    assert isinstance(answer, QueryBoolean)
    assert bool(answer) is verdict


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://x.org/a> <http://x.org/b>"])
def test_remote_graph(sparql: SparqlServer, query: str) -> None:
    answer = Endpoint(sparql.url).query(query)
    assert isinstance(answer, tuple)
    assert {(triple.subject, triple.object) for triple in answer} == {
        (NamedNode("http://x.org/a"), Literal("peace")),
        (NamedNode("http://x.org/b"), Literal("«war» 50% + more")),
    }


@pytest.mark.parametrize("media", ["text/turtle", "application/x-turtle; charset=utf-8"])
def test_remote_graph_in_turtle(sparql: SparqlServer, media: str) -> None:
    sparql.troubles.append(says(media, "@prefix : <http://x.org/> . :a :says 'peace' ; :to :b ."))
    answer = Endpoint(sparql.url).query(CONSTRUCT)
    assert isinstance(answer, tuple)
    assert len(answer) == 2


def test_remote_sends_one_post_with_the_query_alone(sparql: SparqlServer) -> None:
    endpoint = Endpoint(sparql.url, contact="https://x.org; mail@x.org", login=LOGIN)
    endpoint.query(SELECT)
    endpoint.query(CONSTRUCT)
    select, construct = sparql.requests
    assert select.method == "POST"
    assert select.path == "/sparql"
    assert select.form == {"query": [SELECT]}
    agent = select.headers["user-agent"]
    assert agent.startswith("diplograph/")
    assert " (https://x.org; mail@x.org) SPARQLWrapper/2." in agent
    assert select.headers["authorization"] == "Basic ZXZlOnMzY3JldA=="
    assert select.headers["accept"].startswith("application/sparql-results+json")
    assert construct.headers["accept"].startswith("application/n-triples")


def test_remote_agent_and_no_credentials(sparql: SparqlServer) -> None:
    Endpoint(sparql.url, agent="curious/1").query(ASK)
    (seen,) = sparql.requests
    assert seen.headers["user-agent"] == "curious/1"
    assert "authorization" not in seen.headers


# The kind of a query, which SPARQLWrapper's own guess gets wrong


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX : <http://x.org/load#> SELECT * { ?s ?p ?o }", "SELECT"),
        ("PREFIX p: <http://x.org/> # add\nSELECT * { ?s ?p ?o }", "SELECT"),
        ("# DELETE\nASK {}", "ASK"),
        ("BASE <http://x.org/insert> DESCRIBE <#drop>", "DESCRIBE"),
        ("construct where { ?select ?ask ?load }", "CONSTRUCT"),
    ],
)
def test_remote_form(sparql: SparqlServer, query: str, form: str) -> None:
    assert form_of(query) == form
    Endpoint(sparql.url).query(query)
    assert sparql.requests[0].form == {"query": [query]}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("INSERT DATA { <http://x.org/a> <http://x.org/b> 1 }", "query:1: is an update"),
        ("PREFIX : <http://x.org/select#>\nDROP ALL", "query:2: is an update"),
        ("LOAD <http://x.org/>", "is an update"),
        ("SELECT * {} ; DROP ALL", "query:1: is malformed"),
        ("SELECT *\n{ ?s ?p }", "query:2: is malformed at column"),
        ("", "is malformed"),
        ("\x00\x1b[2J", "is malformed"),
        ("SELECT * { ?s ?p '\\U99999999' }", "is malformed"),
        ("ASK {} \ud800", "is malformed"),
        ("SELECT * {" + "{" * 2000 + "}" * 2001, "is nested too deeply"),
    ],
)
def test_remote_refuses_before_sending(sparql: SparqlServer, query: str, told: str) -> None:
    message = fault_of(Endpoint(sparql.url), query)
    assert told in message
    assert message.isprintable()
    assert sparql.requests == []


# Which URLs and options serve


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname", "ftp://x.org/sparql", "x.org/sparql", "", "http://", "http:///sparql", "http://[::1/sparql",
        "http://x.org:99999/", "http://x.org:0/", "http://x.org/a b", "http://x.org/\r\nHost: y.org", "http://x.örg/",
        "http://eve:s3cret@x.org/", "http://s3cret@x.org/", "javascript:alert(1)", "http://eve:s3cret@[x.org/",
    ],
)  # fmt: skip
def test_remote_refuses_url(url: str) -> None:
    with pytest.raises(Fault) as caught:
        Endpoint(url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0}, {"timeout": float("nan")}, {"timeout": float("inf")}, {"most_bytes": 0}, {"tries": 0},
        {"patience": -1},
        {"agent": ""}, {"agent": "a\r\nHost: y.org"}, {"contact": "ünix"},
    ],
)  # fmt: skip
def test_remote_refuses_option(options: dict[str, object]) -> None:
    with pytest.raises(Fault) as caught:
        Endpoint("https://x.org/sparql", **options)  # type: ignore[arg-type]
    assert "s3cret" not in str(caught.value)


def test_remote_hides_what_is_secret() -> None:
    endpoint = Endpoint("https://x.org/sparql?key=k3y", login=LOGIN)
    assert endpoint.name == "https://x.org/sparql"
    assert "s3cret" not in repr(endpoint)


# What we lean on


def test_remote_pins_what_it_overrides() -> None:
    """SPARQLWrapper's private methods and plain attributes that `remote` uses; a new release must keep them."""
    assert list(inspect.signature(SPARQLWrapper._query).parameters) == ["self"]  # noqa: SLF001 - that is the point
    assert list(inspect.signature(SPARQLWrapper._createRequest).parameters) == ["self"]  # noqa: SLF001
    assert "self._query()" in inspect.getsource(SPARQLWrapper.query)
    wrapper = SPARQLWrapper("http://x.org/")
    assert {"queryString", "queryType", "returnFormat", "customHttpHeaders"} <= set(vars(wrapper))


def test_remote_imports_nothing_heavy() -> None:
    code = "import sys, diplograph.remote; print({'rdflib', 'SPARQLWrapper', 'pyparsing'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert done.stdout == "set()\n"
