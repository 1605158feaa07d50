"""The client for endpoints, against a real server on this machine. No test goes online."""

from __future__ import annotations

import inspect
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions
from SPARQLWrapper import SPARQLWrapper

from diplograph.errors import Fault
from diplograph.remote import Endpoint, Login, form_of
from servers import SparqlServer, Trouble, busy, cut, flood, raw, redirect, says, stall

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = "application/sparql-results+json"
SELECT = "SELECT ?o { ?s <http://x.org/says> ?o } ORDER BY ?o"
ASK = "ASK { ?s ?p 'peace' }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
YES = '{"head":{},"boolean":true}'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
SAYS = NamedNode("http://x.org/says")
LOGIN = Login("basic", "s3cret", "eve")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    store = pyoxigraph.Store()
    for name, words in (("a", "peace"), ("b", "«war» 50% + more")):
        store.add(Quad(NamedNode(f"http://x.org/{name}"), SAYS, Literal(words), NamedNode("http://x.org/g")))
    with SparqlServer(store) as running:
        yield running


def fault_of(endpoint: Endpoint, query: str = ASK) -> str:
    with pytest.raises(Fault) as caught:
        endpoint.query(query)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.cure
    return message


def spoiled(server: SparqlServer, trouble: Trouble, query: str = ASK, **options: float) -> str:
    server.troubles.append(trouble)
    message = fault_of(Endpoint(server.url, timeout=options.pop("timeout", 20.0)), query)
    assert server.url in message
    return message


# What goes well


def test_remote_select(server: SparqlServer) -> None:
    answer = Endpoint(server.url).query(SELECT)
    assert isinstance(answer, QuerySolutions)
    assert [row["o"] for row in answer] == [Literal("peace"), Literal("«war» 50% + more")]


def test_remote_select_with_blank_nodes_and_gaps(server: SparqlServer) -> None:
    answer = Endpoint(server.url).query("SELECT ?b ?none { BIND(BNODE() AS ?b) }")
    assert isinstance(answer, QuerySolutions)
    rows = [(row["b"], row["none"]) for row in answer]
    assert len(rows) == 1
    assert isinstance(rows[0][0], pyoxigraph.BlankNode)
    assert rows[0][1] is None


@pytest.mark.parametrize(("query", "verdict"), [(ASK, True), ("ASK { ?s ?p 'nothing' }", False)])
def test_remote_ask(server: SparqlServer, query: str, verdict: bool) -> None:
    answer = Endpoint(server.url).query(query)
    assert isinstance(answer, QueryBoolean)
    assert bool(answer) is verdict


@pytest.mark.parametrize("verdict", [True, False])
def test_remote_ask_as_virtuoso_answers_it(server: SparqlServer, verdict: bool) -> None:
    row = '{ "__ASK_RETVAL": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1" } }'
    body = f'{{ "head": {{ "vars": ["__ASK_RETVAL"] }}, "results": {{ "bindings": [ {row if verdict else ""} ] }} }}'
    server.troubles.append(says(RESULTS, body))
    answer = Endpoint(server.url).query(ASK)
    assert isinstance(answer, QueryBoolean)
    assert bool(answer) is verdict


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://x.org/a> <http://x.org/b>"])
def test_remote_graph(server: SparqlServer, query: str) -> None:
    answer = Endpoint(server.url).query(query)
    assert isinstance(answer, tuple)
    assert {(triple.subject, triple.object) for triple in answer} == {
        (NamedNode("http://x.org/a"), Literal("peace")),
        (NamedNode("http://x.org/b"), Literal("«war» 50% + more")),
    }


@pytest.mark.parametrize("media", ["text/turtle", "application/x-turtle; charset=utf-8"])
def test_remote_graph_in_turtle(server: SparqlServer, media: str) -> None:
    server.troubles.append(says(media, "@prefix : <http://x.org/> . :a :says 'peace' ; :to :b ."))
    answer = Endpoint(server.url).query(CONSTRUCT)
    assert isinstance(answer, tuple)
    assert len(answer) == 2


def test_remote_sends_one_post_with_the_query_alone(server: SparqlServer) -> None:
    endpoint = Endpoint(server.url, contact="https://x.org; mail@x.org", login=LOGIN)
    endpoint.query(SELECT)
    endpoint.query(CONSTRUCT)
    select, construct = server.requests
    assert select.method == "POST"
    assert select.path == "/sparql"
    assert select.form == {"query": [SELECT]}
    agent = select.headers["user-agent"]
    assert agent.startswith("diplograph/")
    assert " (https://x.org; mail@x.org) SPARQLWrapper/2." in agent
    assert select.headers["authorization"] == "Basic ZXZlOnMzY3JldA=="
    assert select.headers["accept"].startswith("application/sparql-results+json")
    assert construct.headers["accept"].startswith("application/n-triples")


def test_remote_agent_and_no_credentials(server: SparqlServer) -> None:
    Endpoint(server.url, agent="curious/1").query(ASK)
    (seen,) = server.requests
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
def test_remote_form(server: SparqlServer, query: str, form: str) -> None:
    assert form_of(query) == form
    Endpoint(server.url).query(query)
    assert server.requests[0].form == {"query": [query]}


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
def test_remote_refuses_before_sending(server: SparqlServer, query: str, told: str) -> None:
    message = fault_of(Endpoint(server.url), query)
    assert told in message
    assert message.isprintable()
    assert server.requests == []


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


# Endpoints that are busy


@pytest.mark.parametrize(
    ("after", "status", "date", "slept"),
    [
        ("7", 429, None, 7.0),
        ("0", 503, None, 1.0),
        (None, 503, None, 2.0),
        ("soon", 429, None, 2.0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 429, "Wed, 21 Oct 2026 07:28:00 GMT", 30.0),
        ("Wed, 21 Oct 1970 07:28:30 -0000", 503, None, 1.0),
    ],
)
def test_remote_waits_as_told(server: SparqlServer, after: str | None, status: int, date: str | None, slept: float) -> None:
    server.troubles.append(busy_at(after, status, date))
    naps: list[float] = []
    assert Endpoint(server.url, sleep=naps.append).query(ASK)
    assert naps == [slept]
    assert len(server.requests) == 2


def busy_at(after: str | None, status: int, date: str | None) -> Trouble:
    """A refusal with a Date of our choice, which http.server would set itself."""
    lines = [f"HTTP/1.1 {status} Busy", "Content-Length: 0"]
    lines += [f"Retry-After: {after}"] if after else []
    lines += [f"Date: {date}"] if date else []
    return raw(["\r\n".join([*lines, "", ""]).encode()])


def test_remote_gives_up_after_its_tries(server: SparqlServer) -> None:
    server.troubles.extend([busy(), busy(), busy(), busy()])
    naps: list[float] = []
    message = fault_of(Endpoint(server.url, tries=3, sleep=naps.append))
    assert "status 429: Too Many Requests - please retry; try again later" in message
    assert naps == [2.0, 4.0]
    assert len(server.requests) == 3


@pytest.mark.parametrize("after", ["61", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"], ids=["a minute", "for ever", "a date"])
def test_remote_does_not_wait_beyond_its_patience(server: SparqlServer, after: str) -> None:
    server.troubles.append(busy(after))
    naps: list[float] = []
    assert "wants to be left alone" in fault_of(Endpoint(server.url, patience=60, sleep=naps.append))
    assert naps == []
    assert len(server.requests) == 1


# Endpoints that fail


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (says("text/plain", "\n\x1b[31mheap\tfull\x07\u202e\nat line 3\n", 500), "HTTP status 500: [31mheap full; "),
        (says("text/plain", "x" * 9999, 400), f"HTTP status 400: {'x' * 200}…; look at the query"),
        (says("text/html", "<!DOCTYPE html>\n<TITLE>\nNo\nway </TITLE>", 403), "HTTP status 403: No way; "),
        (says("text/html", "<p>", 404), "HTTP status 404: Not Found; "),
        (says("", b"\xff\xfe", 418), "HTTP status 418: "),
        (says("text/html", "<html><title>Welcome</title>SPARQL"), "with text/html and no ASK result: Welcome; "),
        (says("text/plain", "Bad user agent"), "answers with text/plain and no ASK result: Bad user agent; "),
        (says("application/sparql-results+xml", "<sparql/>"), "sparql-results+xml and no ASK result"),
        (says("application/n-triples", ""), "answers with application/n-triples and no ASK result"),
        (raw([b"HTTP/1.1 200 OK\r\n\r\n", YES.encode()]), "no media type"),
        (says(RESULTS, YES, 200, Content_Encoding="gzip"), "in the encoding gzip"),
        (says(RESULTS, ""), "malformed"),
        (says(RESULTS, '{"head":{"vars":[]},"results":{"bindings":[]}}'), "where a verdict was asked for"),
        (says(RESULTS, b"\xff\xfe"), "malformed"),
        (cut(RESULTS, YES[:-6]), "malformed or broken-off answer"),
        (cut(RESULTS, YES, len(YES) + 10), "broke off its answer 10 bytes early"),
        (raw([OK, b"Transfer-Encoding: chunked\r\n\r\n5\r\n", YES[:3].encode()]), "broke off"),
        (raw([OK, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"]), "broke off"),
        (raw([b""]), "cannot be reached, or broke off"),
        (raw([b"SSH-2.0-OpenSSH_9.6\r\n"]), "cannot be reached, or broke off"),
        (raw([b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 200, b"\r\n"]), "cannot be reached, or broke off"),
    ],
)
def test_remote_fault_in_one_line(server: SparqlServer, trouble: Trouble, told: str) -> None:
    message = spoiled(server, trouble)
    assert told in message
    assert message.isprintable()
    assert len(message) < 500


ONE = '{"a":{"type":"literal","value":"x"}}'
ROWS = f'{{"head":{{"vars":["a"]}},"results":{{"bindings":[{ONE},{ONE}]}}}}'


@pytest.mark.parametrize("body", [ROWS[:-20], ROWS + "!", ROWS.replace('"a":', '"b":', 1), ROWS[::-1], YES, "[]"])
def test_remote_finds_broken_rows_before_it_returns(server: SparqlServer, body: str) -> None:
    assert "malformed or broken-off answer" in spoiled(server, says(RESULTS, body), SELECT)


def test_remote_finds_broken_graph(server: SparqlServer) -> None:
    half = "<http://x.org/a> <http://x.org/says> 'pe"
    assert "malformed" in spoiled(server, says("text/turtle", half), CONSTRUCT)
    whole = '<http://x.org/a> <http://x.org/says> "peace" .\n'
    assert "broke off" in spoiled(server, cut("application/n-triples", whole, 2 * len(whole)), CONSTRUCT)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_remote_follows_no_redirect(server: SparqlServer, status: int) -> None:
    with SparqlServer() as other:
        target = other.url.replace("127.0.0.1", "eve:hunter2@localhost")
        server.troubles.append(redirect(target, status))
        message = fault_of(Endpoint(server.url, login=LOGIN))
        assert f"redirects ({status}) to http://localhost:" in message
        assert "hunter2" not in message
        assert other.requests == []


def test_remote_repeats_no_password_that_a_server_echoes(server: SparqlServer) -> None:
    server.troubles.append(says("text/plain", "eve:s3cret sent Basic ZXZlOnMzY3JldA==", 401))
    message = fault_of(Endpoint(server.url, login=LOGIN))
    assert "eve:*** sent Basic ***" in message


def test_remote_refused_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    message = fault_of(Endpoint(f"http://127.0.0.1:{port}/sparql"))
    assert f"http://127.0.0.1:{port}/sparql: cannot be reached, or broke off (Connection refused)" in message


@pytest.mark.parametrize("host", ["a..b", "a" * 70])
def test_remote_impossible_host(host: str) -> None:
    assert "cannot be reached" in fault_of(Endpoint(f"http://{host}/sparql"))


def test_remote_speaks_no_tls_to_a_plain_server(server: SparqlServer) -> None:
    assert "cannot be reached" in fault_of(Endpoint(server.url.replace("http:", "https:"), timeout=5))


# Endpoints that are slow, or send too much


@pytest.mark.parametrize(
    "trouble",
    [
        stall,
        raw([OK, b"\r\n", *[b" "] * 100], pause=0.05),
        raw([bytes([letter]) for letter in OK * 2], pause=0.05),
        raw([b"HTTP/1.1 100 Continue\r\n\r\n"] * 100, pause=0.05),
        raw([b"HTTP/1.1 500 No\r\n\r\n", *[b"x"] * 100], pause=0.05),
    ],
    ids=["stalls", "drips", "drips headers", "never continues", "drips an error"],
)
def test_remote_ends_at_the_deadline(server: SparqlServer, trouble: Trouble) -> None:
    began = time.monotonic()
    message = spoiled(server, trouble, timeout=0.25)
    assert time.monotonic() - began < 1.5
    assert "does not answer within 0.25 s" in message or "HTTP status 500: No" in message


@pytest.mark.parametrize("trouble", [flood(RESULTS, b" " * 1000, 1000), says(RESULTS, " " * 1_000_000)], ids=["undeclared", "declared"])
def test_remote_ends_at_the_size_limit(server: SparqlServer, trouble: Trouble) -> None:
    server.troubles.append(trouble)
    assert "sends more than 5000 bytes" in fault_of(Endpoint(server.url, most_bytes=5000, timeout=5))


def test_remote_reads_up_to_the_size_limit(server: SparqlServer) -> None:
    server.troubles.append(says(RESULTS, YES))
    assert Endpoint(server.url, most_bytes=len(YES)).query(ASK)


# Answers that would end the process (pyoxigraph 0.5.13 overflows its stack)

LEVELS = 30_000
TERM = '{"type":"triple","value":{"subject":{"type":"uri","value":"a:a"},"object":'
DEEP = '{"head":{"vars":["a"]},"results":{"bindings":[{"a":'


@pytest.mark.parametrize(
    ("media", "body", "query"),
    [
        (RESULTS, DEEP + TERM * LEVELS + "1" + "}}" * LEVELS + "}]}}", SELECT),
        (RESULTS, DEEP + TERM * LEVELS, SELECT),
        (RESULTS, DEEP + '{"value":{"subj\\u0065ct":' * LEVELS + '"\\', SELECT),
        ("application/n-triples", "<a:a> <a:b> " + "<<( <a:a> <a:b> " * LEVELS + "<a:c>" + " )>>" * LEVELS, CONSTRUCT),
        ("application/n-triples", '# "\r<a:a> <a:b> ' + "<<( <a:a> <a:b> " * LEVELS + '# "', CONSTRUCT),
        ("application/n-triples", '# " \\\n<a:a> <a:b> ' + "<<( <a:a> <a:b> " * LEVELS + '# "', CONSTRUCT),
        ("text/turtle", "<a:a> <a:b> '\"', " + "<<( <a:a> <a:b> " * LEVELS + "'\"'", CONSTRUCT),
    ],
    ids=["closed", "open", "no type", "N-Triples", "after a comment", "after an escape in a comment", "Turtle"],
)
def test_remote_refuses_deep_nests(server: SparqlServer, media: str, body: str, query: str) -> None:
    assert "nested too deeply" in spoiled(server, says(media, body), query)


def test_remote_takes_brackets_and_quotes_in_literals(server: SparqlServer) -> None:
    odd = '{[\\"«' * 1000
    server.troubles.append(says(RESULTS, ROWS.replace('"x"', f'"{odd}"')))
    answer = Endpoint(server.url).query(SELECT)
    assert isinstance(answer, QuerySolutions)
    assert [row["a"] for row in answer] == [Literal('{["«' * 1000)] * 2
    server.troubles.append(says("application/n-triples", '<a:a> <a:b> "<<( \\" <<" .\n' * 1000))
    triples = Endpoint(server.url).query(CONSTRUCT)
    assert isinstance(triples, tuple)
    assert len(triples) == 1000


@pytest.mark.parametrize(
    ("media", "body", "query"),
    [
        (RESULTS, '"' + '\\"' * 200_000, SELECT),
        (RESULTS, "[" * 200_000 + "}]" * 200_000, SELECT),
        ("application/n-triples", "<<" * 100 + '"' + '\\"' * 200_000, CONSTRUCT),
    ],
    ids=["one string", "brackets", "N-Triples"],
)
def test_remote_checks_nests_in_linear_time(server: SparqlServer, media: str, body: str, query: str) -> None:
    began = time.monotonic()
    spoiled(server, says(media, body), query)
    assert time.monotonic() - began < 1.5


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
