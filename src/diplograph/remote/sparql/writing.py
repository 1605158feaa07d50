"""Changing what a server holds, by the two protocols of SPARQL 1.1: the Graph Store HTTP Protocol and Update.

All that is sent may be sent again without harm, so a failing server or connection is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote
from urllib.request import Request

from diplograph.remote.polite import Polite

if TYPE_CHECKING:
    from http.client import HTTPResponse

__all__ = ["GraphStore", "Updates"]


@dataclass(frozen=True, slots=True)
class Updates(Polite):
    """Where a server takes SPARQL 1.1 Update (https://www.w3.org/TR/sparql11-protocol/#update-operation)."""

    _doing: ClassVar[str] = "update"

    def send(self, text: str) -> None:
        """Have an update done.

        Raises:
            Fault: The server cannot be reached, refuses, redirects or is too busy.
        """
        headers = {**self.headers, "Content-Type": "application/sparql-update", "Accept": "*/*"}
        self.asked(lambda: self.open(Request(self.url, text.encode(), headers, method="POST")))  # noqa: S310 - http and https only, checked


@dataclass(frozen=True, slots=True)
class GraphStore(Polite):
    """A graph store (https://www.w3.org/TR/sparql11-http-rdf-update/), whose graphs are named indirectly: `?graph=IRI`."""

    _doing: ClassVar[str] = "graph"

    def put(self, graph: str, triples: bytes) -> None:
        """Replace a graph, or make it.

        Args:
            graph: Its IRI.
            triples: N-Triples.

        Raises:
            Fault: The server cannot be reached, refuses, redirects or is too busy.
        """
        self._send("PUT", graph, triples)

    def add(self, graph: str, triples: bytes) -> None:
        """Add triples to a graph; the rest is as for `put`."""
        self._send("POST", graph, triples)

    def delete(self, graph: str) -> None:
        """Take a graph away, if it is there; the rest is as for `put`."""
        self._send("DELETE", graph, None)

    def _send(self, method: str, graph: str, triples: bytes | None) -> None:
        if self._digest is not None and not self._digest.challenged:  # learn the challenge; Virtuoso knows no HEAD, yet asks first
            self.asked(lambda: self._request("HEAD", graph, None), fine=(401, 403, 404, 405, 501))
        self.asked(lambda: self._request(method, graph, triples), fine=(404,) if method == "DELETE" else ())

    def _request(self, method: str, graph: str, triples: bytes | None) -> HTTPResponse:
        headers = {**self.headers, "Accept": "*/*", **({} if triples is None else {"Content-Type": "application/n-triples"})}
        url = f"{self.url}{'&' if '?' in self.url else '?'}graph={quote(graph, safe='')}"
        return self.open(Request(url, triples, headers, method=method))  # noqa: S310 - http and https only, checked
