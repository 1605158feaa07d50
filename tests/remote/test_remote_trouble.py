"""The client for endpoints, against a real server on this machine that is busy, fails, is slow or means ill. No test goes online."""

from __future__ import annotations

import socket
import time

import pytest
from pyoxigraph import Literal, QuerySolutions
from troubled import ASK, CONSTRUCT, LOGIN, OK, RESULTS, SELECT, YES, fault_of, spoiled

from diplograph.remote import Endpoint
from servers import SparqlServer, Trouble, busy, cut, flood, raw, redirect, says, stall

pytestmark = pytest.mark.usefixtures("no_proxy")

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
def test_remote_waits_as_told(sparql: SparqlServer, after: str | None, status: int, date: str | None, slept: float) -> None:
    sparql.troubles.append(busy_at(after, status, date))
    naps: list[float] = []
    assert Endpoint(sparql.url, sleep=naps.append).query(ASK)
    assert naps == [slept]
    assert len(sparql.requests) == 2


def busy_at(after: str | None, status: int, date: str | None) -> Trouble:
    """A refusal with a Date of our choice, which http.server would set itself."""
    lines = [f"HTTP/1.1 {status} Busy", "Content-Length: 0"]
    lines += [f"Retry-After: {after}"] if after else []
    lines += [f"Date: {date}"] if date else []
    return raw(["\r\n".join([*lines, "", ""]).encode()])


def test_remote_gives_up_after_its_tries(sparql: SparqlServer) -> None:
    sparql.troubles.extend([busy(), busy(), busy(), busy()])
    naps: list[float] = []
    message = fault_of(Endpoint(sparql.url, tries=3, sleep=naps.append))
    assert "status 429: Too Many Requests - please retry; try again later" in message
    assert naps == [2.0, 4.0]
    assert len(sparql.requests) == 3


@pytest.mark.parametrize("after", ["61", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"], ids=["a minute", "for ever", "a date"])
def test_remote_does_not_wait_beyond_its_patience(sparql: SparqlServer, after: str) -> None:
    sparql.troubles.append(busy(after))
    naps: list[float] = []
    assert "wants to be left alone" in fault_of(Endpoint(sparql.url, patience=60, sleep=naps.append))
    assert naps == []
    assert len(sparql.requests) == 1


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
def test_remote_fault_in_one_line(sparql: SparqlServer, trouble: Trouble, told: str) -> None:
    message = spoiled(sparql, trouble)
    assert told in message
    assert message.isprintable()
    assert len(message) < 500


ONE = '{"a":{"type":"literal","value":"x"}}'
ROWS = f'{{"head":{{"vars":["a"]}},"results":{{"bindings":[{ONE},{ONE}]}}}}'


@pytest.mark.parametrize("body", [ROWS[:-20], ROWS + "!", ROWS.replace('"a":', '"b":', 1), ROWS[::-1], YES, "[]"])
def test_remote_finds_broken_rows_before_it_returns(sparql: SparqlServer, body: str) -> None:
    assert "malformed or broken-off answer" in spoiled(sparql, says(RESULTS, body), SELECT)


def test_remote_finds_broken_graph(sparql: SparqlServer) -> None:
    half = "<http://x.org/a> <http://x.org/says> 'pe"
    assert "malformed" in spoiled(sparql, says("text/turtle", half), CONSTRUCT)
    whole = '<http://x.org/a> <http://x.org/says> "peace" .\n'
    assert "broke off" in spoiled(sparql, cut("application/n-triples", whole, 2 * len(whole)), CONSTRUCT)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_remote_follows_no_redirect(sparql: SparqlServer, status: int) -> None:
    with SparqlServer() as other:
        target = other.url.replace("127.0.0.1", "eve:hunter2@localhost")
        sparql.troubles.append(redirect(target, status))
        message = fault_of(Endpoint(sparql.url, login=LOGIN))
        assert f"redirects ({status}) to http://localhost:" in message
        assert "hunter2" not in message
        assert other.requests == []


def test_remote_repeats_no_password_that_a_server_echoes(sparql: SparqlServer) -> None:
    sparql.troubles.append(says("text/plain", "eve:s3cret sent Basic ZXZlOnMzY3JldA==", 401))
    message = fault_of(Endpoint(sparql.url, login=LOGIN))
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


def test_remote_speaks_no_tls_to_a_plain_server(sparql: SparqlServer) -> None:
    assert "cannot be reached" in fault_of(Endpoint(sparql.url.replace("http:", "https:"), timeout=5))


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
def test_remote_ends_at_the_deadline(sparql: SparqlServer, trouble: Trouble) -> None:
    began = time.monotonic()
    message = spoiled(sparql, trouble, timeout=0.25)
    assert time.monotonic() - began < 1.5
    assert "does not answer within 0.25 s" in message or "HTTP status 500: No" in message


@pytest.mark.parametrize("trouble", [flood(RESULTS, b" " * 1000, 1000), says(RESULTS, " " * 1_000_000)], ids=["undeclared", "declared"])
def test_remote_ends_at_the_size_limit(sparql: SparqlServer, trouble: Trouble) -> None:
    sparql.troubles.append(trouble)
    assert "sends more than 5000 bytes" in fault_of(Endpoint(sparql.url, most_bytes=5000, timeout=5))


def test_remote_reads_up_to_the_size_limit(sparql: SparqlServer) -> None:
    sparql.troubles.append(says(RESULTS, YES))
    assert Endpoint(sparql.url, most_bytes=len(YES)).query(ASK)


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
def test_remote_refuses_deep_nests(sparql: SparqlServer, media: str, body: str, query: str) -> None:
    assert "nested too deeply" in spoiled(sparql, says(media, body), query)


def test_remote_takes_brackets_and_quotes_in_literals(sparql: SparqlServer) -> None:
    odd = '{[\\"«' * 1000
    sparql.troubles.append(says(RESULTS, ROWS.replace('"x"', f'"{odd}"')))
    answer = Endpoint(sparql.url).query(SELECT)
    assert isinstance(answer, QuerySolutions)
    assert [row["a"] for row in answer] == [Literal('{["«' * 1000)] * 2
    sparql.troubles.append(says("application/n-triples", '<a:a> <a:b> "<<( \\" <<" .\n' * 1000))
    triples = Endpoint(sparql.url).query(CONSTRUCT)
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
def test_remote_checks_nests_in_linear_time(sparql: SparqlServer, media: str, body: str, query: str) -> None:
    began = time.monotonic()
    spoiled(sparql, says(media, body), query)
    assert time.monotonic() - began < 1.5
