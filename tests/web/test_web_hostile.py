"""Requests that mean harm: each is refused or ended, and the server answers the next one."""

from __future__ import annotations

import csv
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, islice, pairwise
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from served import Got, Served

CASES = Path(__file__).parents[1] / "queries" / "gate-cases.tsv"
DIRECT = {"Content-Type": "application/sparql-query"}
with CASES.open(encoding="utf-8", newline="") as table:
    GATE = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))

DOUBLED = "".join(f" BIND(CONCAT(?{a}, ?{a}, ?{a}, ?{a}) AS ?{b})" for a, b in pairwise("abcdefghijkl"))

# Each is a query, and the statuses that it may be answered with.
QUERIES: dict[str, tuple[str, set[int]]] = {
    "cross-product": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {503}),
    "cross-product-in-order": ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a LIMIT 1", {503}),
    "path-over-everything": ("SELECT (COUNT(*) AS ?n) { ?a (!<a:a>|^!<a:b>)* ?b . ?c (!<a:c>)* ?d }", {503}),
    "huge-text": ("SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?b), STR(?d), STR(?e)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }", {503}),
    "doubling": ("SELECT ?x { BIND('" + "x" * 1000 + "' AS ?a)" + DOUBLED + " BIND(STRLEN(?l) AS ?x) }", {503}),
    "regular-expression": ("SELECT (REGEX('" + "a" * 5000 + "', '(a*)*(a*)*b') AS ?x) {}", {200}),
    "many-rows": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", {400}),
    "deep-groups": ("SELECT * " + "{" * 1000 + "}" * 1000, {400}),
    "deep-parentheses": ("SELECT * { FILTER(" + "(" * 1000 + "1" + ")" * 1000 + ") }", {400}),
    "deep-functions": ("SELECT (" + "STR(" * 2000 + "1" + ")" * 2000 + " AS ?x) {}", {400}),
    "deep-exists": ("SELECT * { " + "FILTER EXISTS { " * 200 + "}" * 201, {400}),
    "long-operators": ("SELECT (1" + "+1" * 5000 + " AS ?x) {}", {400}),
    "many-unions": ("SELECT * { {}" + " UNION {}" * 3000 + " }", {400}),
    "long-values": ("SELECT * { VALUES ?x { " + "1 " * 20_000 + "} } LIMIT 1", {200, 503}),
    "long-literal": ("SELECT * { ?s ?p '" + "x" * 60_000 + "' }", {200}),
    "nul": ("SELECT * { ?s ?p '\x00' }", {200, 400}),
    "surrogate-escape": ("SELECT * { ?s ?p '\\uD800' }", {200, 400}),
    "markup": ("SELECT ('<script>alert(1)</script>' AS ?x) {}", {200}),
    "markup-in-error": ("SELECT <script>alert(1)</script>", {400}),
    "line-break-in-error": ("SELECT \r\nSet-Cookie: a=b\r\n\r\n", {400}),
    "load": ("LOAD <file:///etc/passwd>", {400}),
    "drop": ("DROP ALL", {400}),
    "two-operations": ("SELECT * {} ; DROP ALL", {400}),
    "base-to-file": ("BASE <file:///> SELECT * FROM <etc/passwd> { ?s ?p ?o }", {400}),
    "prefix-to-net": ("PREFIX a: <http://127.0.0.1:9/> SELECT * FROM a:b { ?s ?p ?o }", {400}),
    "escaped-service": ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> {} }", {400}),
    "unknown-function": ("SELECT (<http://127.0.0.1:9/f>(1) AS ?x) {}", {200, 400}),
}  # fmt: skip

PATHS = {
    "dots": "/static/../../../../etc/passwd",
    "dots-encoded": "/static/%2e%2e/%2e%2e/etc/passwd",
    "dots-encoded-twice": "/static/%252e%252e%252fetc%252fpasswd",
    "backslashes": "/static/..\\..\\etc\\passwd",
    "nul": "/static/a%00.css",
    "resource-dots": "/id/../../etc/passwd.ttl",
    "resource-encoded-slash": "/id/state%2Frussia.ttl",
    "resource-encoded-twice": "/id/state/russia%252Ettl",
    "resource-markup": "/id/%3Cscript%3Ealert(1)%3C/script%3E.html",
    "resource-quote": "/id/state/russia%22%3E.html",
    "resource-of-another": "/id/https://example.org/.ttl",
    "resource-space": "/id/state/%20.ttl",
    "ontology-dots": "/ontology/../shapes.ttl",
    "no-page": "/nothing-here",
    "no-page-markup": "/%3Cscript%3E",
    "download-dots": "/downloads/../diplograph.ttl",
    "download-other": "/downloads/diplograph.exe",
    "api-unknown": "/api/../../etc/passwd",
    "api-markup": "/api/positions-of?actor=%3Cscript%3Ealert(1)%3C/script%3E",
    "api-injection": f"/api/positions-of?actor={quote('<a:a> } ; DROP ALL #')}",
    "api-iri-injection": f"/api/positions-of?actor={quote('http://x/> ?p ?o } #')}",
    "api-unknown-parameter": "/api/positions-of?actor=Russia&drop=all",
    "api-twice": "/api/positions-of?actor=Russia&actor=Ukraine",
    "api-long": "/api/positions-of?actor=" + "x" * 5000,
    "api-date-injection": f"/api/timeline?since={quote('2022-01-01 OR 1=1')}",
    "api-format": "/api/positions-of?actor=&format=exe",
}  # fmt: skip

RAW = {
    "nothing-but-a-line-break": b"\r\n\r\n",
    "no-http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "bad-version": b"GET / HTTP/9.9\r\n\r\n",
    "header-without-colon": b"GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
    "two-lengths": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK {}",
    "negative-length": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "huge-header": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    "huge-chunk": b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
    "absolute-address": b"GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "connect": b"CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "half-a-request": b"GET /sparql?query=ASK",
    "non-ascii-path": b"GET /id/\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "many-ranges": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\nAccept: " + b"a/b;q=0.1," * 5000 + b"\r\nConnection: close\r\n\r\n",
}  # fmt: skip


COUNTER = count()


@pytest.fixture(scope="module")
def strict() -> Iterator[Served]:
    """A server that ends queries soon."""
    with Served("--timeout", "1", "--memory", "256", "--rows", "5000") as served:
        yield served


def alive(server: Served) -> None:
    """It answers a query that it has not answered before; asked again where the machine was too busy to do so in time."""
    statuses = []
    for number in islice(COUNTER, 5):
        got = server.query(f"ASK {{ ?s a dpg:Statement }} #{number}")
        if got.status == 200:
            assert b"true" in got.body
            return
        statuses.append(got.status)
        assert got.status == 503
        time.sleep(1)
    raise AssertionError(statuses)


HEADERS = {
    "host": {"Host": "evil.example"},
    "host-markup": {"Host": "<script>alert(1)</script>"},
    "forwarded": {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript", "Forwarded": "host=evil.example"},
    "rewritten": {"X-Original-URL": "/../../etc/passwd", "X-Rewrite-URL": "/sparql"},
    "method": {"X-HTTP-Method-Override": "DELETE"},
    "origin": {"Origin": "null"},
    "range": {"Range": "bytes=0-,0-,0-,0-"},
    "range-backwards": {"Range": "bytes=9999999999-0"},
    "accept-many": {"Accept": ",".join(["text/html;q=0.1"] * 3000)},
    "accept-nonsense": {"Accept": "/;=,;;q=q,*/*/*"},
    "accept-negative": {"Accept": "*/*;q=-1, */*;q=0.5"},
    "encoding-many": {"Accept-Encoding": ",".join(["gzip;q=0.1"] * 3000)},
    "encoding-of-body": {"Content-Encoding": "gzip", "Content-Type": "application/sparql-query"},
    "etag-many": {"If-None-Match": ",".join([f'"{number}"' for number in range(3000)])},
    "etag-any": {"If-None-Match": "*"},
    "cookies": {"Cookie": "a=b; " * 3000},
    "language": {"Accept-Language": "x" * 20_000},
    "expect": {"Expect": "200-maybe"},
    "upgrade": {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13"},
}


def test_a_hundred_cases() -> None:
    assert len(GATE) == 18
    assert len(GATE) + len(QUERIES) + len(PATHS) + len(RAW) + len(HEADERS) >= 100


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("path", ["/id/state/russia.html", "/sparql?query=ASK%20%7B%7D", "/.well-known/void"])
def test_headers(server: Served, name: str, path: str) -> None:
    got = server.ask("GET", path, HEADERS[name])
    assert got.status in {200, 303, 400, 406}
    assert b"evil.example" not in got.body
    assert "evil" not in str(got.headers)
    alive(server)


@pytest.mark.parametrize("case", GATE, ids=lambda case: case["case"])
def test_gate(server: Served, case: dict[str, str]) -> None:
    text = case["query"].replace("\\n", "\n")
    got = server.query(f"{text} LIMIT 5" if case["verdict"] == "accept" else text)
    assert got.status == (200 if case["verdict"] == "accept" else 400)
    alive(server)


@pytest.mark.parametrize("name", QUERIES)
def test_query(server: Served, strict: Served, name: str) -> None:
    text, statuses = QUERIES[name]
    server = strict if 503 in statuses else server
    got = server.ask("POST", "/sparql", DIRECT, text.encode())
    assert got.status in statuses, got.text[:200]
    assert "Traceback" not in got.text
    if got.status == 503:
        assert int(got.headers["retry-after"]) > 0
    if got.status >= 400:
        assert got.media == "text/plain"
        assert "set-cookie" not in got.headers
    alive(server)


@pytest.mark.parametrize("name", PATHS)
def test_path(server: Served, name: str) -> None:
    got = server.get(PATHS[name])
    assert got.status in {400, 404}
    assert b"root:" not in got.body
    assert b"<script>alert" not in got.body or got.media == "text/plain"
    assert "Traceback" not in got.text
    alive(server)


@pytest.mark.parametrize("name", RAW)
def test_raw_bytes(server: Served, name: str) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as connection:
        first = b""
        with suppress(OSError):  # it may hang up before it has heard all
            connection.sendall(RAW[name])
            connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            first = connection.recv(12)
    assert first == b"" or first.startswith(b"HTTP/1.1 ")
    alive(server)


def test_a_worker_that_dies_costs_only_its_own_request() -> None:
    with Served("--timeout", "30", "--workers", "2") as server:
        alive(server)
        before = server.children()
        found: list[Got] = []
        heavy = threading.Thread(target=lambda: found.append(server.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")))
        heavy.start()
        deadline = time.monotonic() + 20
        while (
            not (busy := [child for child in server.children() if ticks(child) > 30 and child > min(before)])
            and time.monotonic() < deadline
        ):
            time.sleep(0.05)
        os.kill(busy[-1], signal.SIGSEGV)
        heavy.join(20)
        assert [got.status for got in found] == [503]
        assert "broke off" in found[0].text
        alive(server)


def ticks(process: int) -> int:
    """The processor time that a process has used, in hundredths of a second."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()[11])
    except OSError:
        return 0


def test_the_graph_is_loaded_again_should_its_process_die() -> None:
    with Served() as server:
        alive(server)
        os.kill(min(server.children()), signal.SIGKILL)
        statuses = [server.query(f"ASK {{ ?s a dpg:Statement }} #{number}").status for number in range(20)]
        assert statuses[-1] == 200
        alive(server)


def test_a_busy_server_says_when_to_come_back() -> None:
    with Served("--timeout", "3", "--workers", "1", "--queue", "1") as server:
        found: list[Got] = []

        def ask(number: int) -> None:
            found.append(server.query(f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} #{number}"))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        assert server.get("/api/positions-of?actor=Russia").status == 200  # pages and saved queries have workers of their own
        for thread in threads:
            thread.join(30)
        assert [got.status for got in found] == [503] * 6
        assert all(int(got.headers["retry-after"]) > 0 for got in found)
        assert any("busy" in got.text for got in found)
        alive(server)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)], ids=["term", "interrupt"])
def test_it_ends_cleanly(number: int, code: int) -> None:
    with Served() as server:
        alive(server)
        children = server.children()
        assert len(children) >= 2
        assert server.end(number) == (code, "")
        assert not [child for child in children if Path(f"/proc/{child}").exists()]
