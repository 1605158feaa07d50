"""Pages from the web, over loopback: what is taken, what is refused, and limits of time and size."""

from __future__ import annotations

import gzip
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from test_articles_markup import page

from diplograph import articles
from diplograph.articles import Limits, ReadOptions
from diplograph.articles.readers import web
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from diplograph.model import Article

PLAIN = b"The envoys met in Klow.\n\nThey left without a word."
LINES = b"".join(json.dumps({"id": f"k{n}", "text": PLAIN.decode()}).encode() + b"\n" for n in range(2))
QUICK = ReadOptions(limits=Limits(seconds=1.0, fetched=100_000))

Answer = tuple[int, dict[str, str], bytes]
ANSWERS: dict[str, Answer] = {
    "/harbour": (200, {"Content-Type": "text/html; charset=utf-8"}, page().encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, page().replace("Klow", "Klów").encode("cp1252")),
    "/plain": (200, {"Content-Type": "text/plain"}, PLAIN),
    "/untyped.txt": (200, {}, PLAIN),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(page().encode())),
    "/records": (200, {"Content-Type": "application/x-ndjson"}, LINES),
    "/records.jsonl.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(LINES)),
    "/moved": (301, {"Location": "/harbour"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/ftp": (302, {"Location": "ftp://courier.example/x"}, b""),
    "/inside": (302, {"Location": "http://localhost:9/"}, b""),
    "/private": (302, {"Location": "http://10.0.0.1/"}, b""),
    "/nowhere": (302, {}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/brotli": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"x"),
    "/twice": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(gzip.compress(page().encode() * 20))),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<p>" + b"x" * 20_000_000)),
    "/lying": (200, {"Content-Type": "text/html"}, b"%PDF-1.7 " + b"x" * 99),
    "/missing": (404, {"Content-Type": "text/html"}, b"<p>no"),
    "/large": (200, {"Content-Type": "text/plain"}, b"x" * 200_000),
    "/gone": (410, {"Content-Type": "text/html"}, b"<p>gone"),
    "/short": (200, {"Content-Type": "text/plain", "Content-Length": "999"}, PLAIN),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        Handler.asked.append(self.headers.get("User-Agent", ""))
        if self.path == "/slow":
            self.drip()
            return
        status, headers, body = ANSWERS[self.path]
        self.send_response_only(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """A byte now and then, for longer than anyone waits."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        for _ in range(30):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.2)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    Handler.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def got(url: str) -> list[Article | Fault]:
    return list(articles.stream([url], QUICK))


@pytest.mark.parametrize("path", ["/harbour", "/moved", "/packed", "/latin"])
def test_page_is_fetched_and_read(base: str, path: str) -> None:
    (article,) = got(base + path)
    assert not isinstance(article, Fault), str(article)
    assert article.title in {"The harbour of Klow opens", "The harbour of Klów opens"}
    assert article.url == base + ("/harbour" if path == "/moved" else path)
    assert (article.evidence["url"], article.origins["url"]) == ("outside", "address")
    assert article.key.startswith("127-0-0-1-")
    assert Handler.asked[-1].startswith("diplograph/")


@pytest.mark.parametrize("path", ["/plain", "/untyped.txt"])
def test_text_is_fetched(base: str, path: str) -> None:
    (article,) = got(base + path)
    assert not isinstance(article, Fault)
    assert (article.source.text, article.url) == (PLAIN.decode(), base + path)


@pytest.mark.parametrize("path", ["/records", "/records.jsonl.gz"])
def test_records_are_fetched(base: str, path: str) -> None:
    assert [each.key for each in got(base + path) if not isinstance(each, Fault)] == ["k0", "k1"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/loop", "redirects more than 5 times"),
        ("/file", "is no http or https URL"),
        ("/ftp", "is no http or https URL"),
        ("/inside", "redirects into a private network, to http://localhost:9/"),
        ("/private", "redirects into a private network, to http://10.0.0.1/"),
        ("/nowhere", "answers with HTTP status 302"),
        ("/picture", "is image/png, in which no article can be read"),
        ("/brotli", "answers in the encoding br"),
        ("/large", "sends more than 100000 bytes"),
        ("/twice", "is not text: something packed"),
        ("/bomb", "larger than the 8 MiB that one page may have"),
        ("/lying", "is not text but a PDF file"),
        ("/missing", "answers with HTTP status 404"),
        ("/gone", "answers with HTTP status 410"),
        ("/short", "broke off"),
        ("/empty", "is empty"),
        ("/slow", "does not answer in full within 1 s"),
    ],
)
def test_refusals_say_why(base: str, path: str, said: str) -> None:
    (fault,) = got(base + path)
    assert isinstance(fault, Fault)
    assert said in str(fault)
    assert fault.cure


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://", "is no http or https URL"),
        ("http://[::1", "malformed URL"),
        ("http://courier.example:99999/", "malformed URL"),
        ("http://ada:secret@courier.example/", "holds a username or password"),
        ("http://courier.example/ä", "percent-encoded"),
        ("http://courier.example/a b", "percent-encoded"),
        ("http://127.0.0.1:1/", "cannot be reached"),
    ],
)
def test_faulty_addresses(url: str, said: str) -> None:
    (fault,) = got(url)
    assert isinstance(fault, Fault)
    assert said in str(fault)
    assert "secret" not in str(fault)


def test_contact_is_named(base: str) -> None:
    assert not isinstance(got(f"{base}/plain")[0], Fault)
    assert "; " not in Handler.asked[-1]
    options = ReadOptions(limits=QUICK.limits, contact="https://ada.example/ (ada@courier.example)")
    (fault,) = articles.stream([f"{base}/plain"], options)
    assert "a contact is one line of plain letters" in str(fault)
    (article,) = articles.stream([f"{base}/plain"], replace(options, contact="ada@courier.example"))
    assert not isinstance(article, Fault)
    assert "(reads single articles for its user; ada@courier.example)" in Handler.asked[-1]


@pytest.mark.parametrize("contact", ["", "a\r\nCookie: b", "ä", " x", "(x", "x)"])
def test_contact_changes_no_header(base: str, contact: str) -> None:
    before = len(Handler.asked)
    (fault,) = articles.stream([f"{base}/plain"], replace(QUICK, contact=contact))
    assert isinstance(fault, Fault)
    assert len(Handler.asked) == before


def test_https_is_not_given_up() -> None:
    step: Callable[[str, str], None] = web._check_step  # noqa: SLF001 - no certificate on loopback
    with pytest.raises(Fault, match="redirects from https to http"):
        step("https://courier.example/", "http://courier.example/")
    step("http://courier.example/", "https://other.example/")
