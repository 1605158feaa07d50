"""A SPARQL endpoint on this machine alone, for tests: honest by default, and faulty when told to be.

    with SparqlServer(store) as server:
        server.troubles.append(busy("1"))    # spoils the next request only
        Endpoint(server.url).query("ASK {}")
        assert len(server.requests) == 1

Every request is recorded. A trouble is a function that answers one request in place of the store; the troubles are used
up in their order, then the store answers again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Seen", "SparqlServer", "Trouble", "busy", "cut", "flood", "raw", "redirect", "says", "stall"]

PATH = "/sparql"


@dataclass(frozen=True)
class Seen:
    """One request as it came in; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form, or of the URL of a GET."""
        return parse_qs(self.body or urlsplit(self.path).query, keep_blank_values=True)


class Handler(BaseHTTPRequestHandler):
    """Answers one request, with the store or with the next trouble."""

    server: _Server
    timeout = 10.0

    def do_POST(self) -> None:
        """Take a form with a query."""
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, self.rfile.read(length).decode())
        owner = self.server.owner
        owner.requests.append(seen)
        with suppress(OSError):  # the client may hang up on a trouble
            if owner.troubles:
                owner.troubles.popleft()(self)
            else:
                owner.answer(self, seen)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST  # noqa: N815 - the names that http.server wants

    def ask(self, seen: Seen) -> None:
        """Answer from the store, in the format asked for."""
        queries = seen.form.get("query", [])
        if len(queries) != 1:
            self.reply(400, "text/plain", b"one query, please")
            return
        try:
            answer = self.server.owner.store.query(queries[0], use_default_graph_as_union=True)
        except SyntaxError as error:
            self.reply(400, "text/plain", str(error.msg).encode())
            return
        accept = seen.headers.get("accept", "")
        if isinstance(answer, QuerySolutions | QueryBoolean):
            results = QueryResultsFormat.JSON if "json" in accept else QueryResultsFormat.XML
            self.reply(200, results.media_type, cast("bytes", answer.serialize(format=results)))
        else:
            graph = RdfFormat.N_TRIPLES if "n-triples" in accept else RdfFormat.TURTLE
            self.reply(200, graph.media_type, cast("bytes", pyoxigraph.serialize(answer, format=graph)))

    def reply(self, status: int, media: str, body: bytes, **headers: str) -> None:
        """Send a whole answer; `_` in a header's name stands for `-`."""
        self.send_response(status)
        for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Trouble = Callable[[Handler], None]


class _Server(ThreadingHTTPServer):
    owner: SparqlServer


class SparqlServer:
    """A server on a free port of 127.0.0.1, in its own thread for as long as the `with` block lasts."""

    def __init__(self, store: pyoxigraph.Store | None = None, *troubles: Trouble) -> None:
        self.store = pyoxigraph.Store() if store is None else store
        self.troubles: deque[Trouble] = deque(troubles)
        self.requests: list[Seen] = []
        self.over = threading.Event()
        self._http = _Server(("127.0.0.1", 0), Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    def answer(self, handler: Handler, seen: Seen) -> None:
        """Answer an honest request; other services than SPARQL have their own way."""
        handler.ask(seen)

    @property
    def url(self) -> str:
        """The endpoint's URL."""
        return f"http://127.0.0.1:{self._http.server_port}{PATH}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.over.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def says(media: str, body: str | bytes, status: int = 200, **headers: str) -> Trouble:
    """Answers with exactly this."""
    data = body.encode() if isinstance(body, str) else body
    return lambda handler: handler.reply(status, media, data, **headers)


def busy(after: str | None = None, status: int = 429, **headers: str) -> Trouble:
    """Wants to be asked again later."""
    told = {} if after is None else {"Retry-After": after}
    return says("text/plain", "Too Many Requests - please retry", status, **told, **headers)


def redirect(url: str, status: int = 302) -> Trouble:
    """Points elsewhere."""
    return says("text/plain", "over there", status, Location=url)


def stall(handler: Handler) -> None:
    """Says nothing at all until the server stops."""
    handler.server.owner.over.wait(handler.timeout)


def raw(pieces: Iterable[bytes], pause: float = 0.0) -> Trouble:
    """Sends these bytes, status line and all, with a pause (seconds) after each piece."""

    def send(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            if handler.server.owner.over.wait(pause):
                break

    return send


def cut(media: str, body: str, promised: int | None = None) -> Trouble:
    """Promises more bytes than it sends, or nothing about their number."""
    length = "" if promised is None else f"Content-Length: {promised}\r\n"
    return raw([f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n{length}\r\n{body}".encode()])


def flood(media: str, piece: bytes, times: int) -> Trouble:
    """Sends the same bytes over and over, without saying how many there will be."""
    return raw([f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode(), *[piece] * times])
