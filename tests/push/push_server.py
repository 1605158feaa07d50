"""A SPARQL 1.1 server on loopback that can be written to, by Update and by the Graph Store Protocol, and that wants to know who comes.

It keeps what it is sent in a pyoxigraph store, as honest servers do; `troubles` and `drops` make it faulty.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

from diplograph.push import Target
from diplograph.remote import Endpoint, GraphStore, Login, Updates
from servers import Handler, Seen, SparqlServer, Trouble, says

__all__ = ["LOGINS", "WRONG", "PushServer"]

LOGINS = {
    "basic": Login("basic", "s3cret/ü", "eve"),
    "digest": Login("digest", "s3cret/ü", "eve"),
    "bearer": Login("bearer", "t0ken.of-eve=="),
}
WRONG = {
    "basic": Login("basic", "n0pe", "eve"),
    "digest": Login("digest", "n0pe", "eve"),
    "bearer": Login("bearer", "n0pe"),
}
NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c0"


def md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode()).hexdigest()  # noqa: S324 - what RFC 7616 has browsers and servers speak


@dataclass(frozen=True)
class Guard:
    """Lets in whoever knows the secret of a login."""

    login: Login
    nonce: str = NONCE

    def refuses(self, seen: Seen) -> Trouble | None:
        """What a request without it is answered with."""
        if self.login.kind == "digest":
            return None if self._digest(seen) else says("text/plain", "who are you?", 401, WWW_Authenticate=self.challenge)
        wanted = self.login.sent["Authorization"]
        return None if seen.headers.get("authorization") == wanted else says("text/plain", "who are you?", 401, WWW_Authenticate="Basic")

    @property
    def challenge(self) -> str:
        return f'Digest realm="graphs", qop="auth", algorithm=MD5, nonce="{self.nonce}", opaque="5ccc"'

    def _digest(self, seen: Seen) -> bool:
        scheme, _, rest = seen.headers.get("authorization", "").partition(" ")
        if scheme != "Digest":
            return False
        said = parse_keqv_list(parse_http_list(rest))
        first = md5(str(self.login.user), "graphs", self.login.secret)
        second = md5(seen.method, said["uri"])
        wanted = md5(first, self.nonce, said["nc"], said["cnonce"], "auth", second)
        return said["uri"] == seen.path and said["nonce"] == self.nonce and said["response"] == wanted


class PushServer(SparqlServer):
    """Queries at /sparql, updates at /update, graphs at /graphs."""

    def __init__(self, guard: Guard | None = None, most_rows: int | None = None, most_bytes: int | None = None) -> None:
        super().__init__()
        self.guard, self.most_rows, self.most_bytes = guard, most_rows, most_bytes
        self.union = True  # whether queries see all graphs at once
        self.pages = True  # whether rows beyond the limit can be had by OFFSET
        self.writes: list[Seen] = []
        self.write_troubles: dict[int, Trouble] = {}  # by the number of the write, counted from 1
        self.drops: Callable[[str], bool] = lambda _: False  # triples that are forgotten

    @property
    def base(self) -> str:
        return self.url.removesuffix("/sparql")

    def target(self, login: Login | None = None, *, by_graphs: bool = True, batch: int | None = None, **manners: object) -> Target:
        """It, as push sees it; nobody sleeps."""
        kept: dict[str, object] = {"login": login, "persistent": True, "sleep": lambda _: None, **manners}
        return Target(
            Endpoint(self.url, **kept),  # type: ignore[arg-type]
            Updates(f"{self.base}/update", **kept),  # type: ignore[arg-type]
            GraphStore(f"{self.base}/graphs", **kept) if by_graphs else None,  # type: ignore[arg-type]
            batch,
        )

    def answer(self, handler: Handler, seen: Seen) -> None:
        refused = self.guard.refuses(seen) if self.guard else None
        path = urlsplit(seen.path).path
        if refused:
            refused(handler)
        elif path == "/sparql":
            self._query(handler, seen)
        elif self.most_bytes and len(seen.body) > self.most_bytes:
            handler.reply(413, "text/plain", b"too large")
        else:
            if seen.method != "HEAD":
                self.writes.append(seen)
            trouble = self.write_troubles.pop(len(self.writes), None)
            (trouble or (lambda it: self._update(it, seen) if path == "/update" else self._graph(it, seen)))(handler)

    def _query(self, handler: Handler, seen: Seen) -> None:
        """As other servers, and perhaps with fewer rows than there are."""
        answer = self.store.query(seen.form["query"][0], use_default_graph_as_union=self.union)
        if not self.union and isinstance(answer, QueryBoolean):
            handler.reply(200, QueryResultsFormat.JSON.media_type, answer.serialize(format=QueryResultsFormat.JSON) or b"")
            return
        if self.most_rows is None or not isinstance(answer, QuerySolutions):
            handler.ask(seen)
            return
        more = self.pages or not re.search(r"OFFSET [1-9]", seen.form["query"][0])
        first = list(answer)[: self.most_rows] if more else []
        names = answer.variables
        rows = [" ".join(str(row[name]) if row[name] is not None else "UNDEF" for name in names) for row in first]
        values = " ".join(f"({row})" for row in rows)
        again = self.store.query(f"SELECT {' '.join(map(str, names))} {{ VALUES ({' '.join(map(str, names))}) {{ {values} }} }}")
        assert isinstance(again, QuerySolutions)
        handler.reply(200, QueryResultsFormat.JSON.media_type, again.serialize(format=QueryResultsFormat.JSON) or b"")

    def _update(self, handler: Handler, seen: Seen) -> None:
        assert seen.headers["content-type"] == "application/sparql-update"
        self.store.update(seen.body)
        handler.reply(204, "text/plain", b"")

    def _graph(self, handler: Handler, seen: Seen) -> None:
        graph = NamedNode(parse_qs(urlsplit(seen.path).query)["graph"][0])
        missing = next(self.store.quads_for_pattern(None, None, None, graph), None) is None
        if seen.method in ("HEAD", "DELETE") and missing:
            handler.reply(404, "text/plain", b"")
            return
        if seen.method in ("PUT", "DELETE"):
            self.store.remove_graph(graph)
        if seen.method in ("PUT", "POST"):
            assert seen.headers["content-type"] == "application/n-triples"
            kept = "".join(line for line in seen.body.splitlines(keepends=True) if not self.drops(line))
            self.store.load(kept, format=RdfFormat.N_TRIPLES, to_graph=graph)
        handler.reply(201 if missing else 204, "text/plain", b"")

    def held(self, *besides: str) -> set[pyoxigraph.Quad]:
        """All quads but those of some graphs."""
        return {quad for quad in self.store if getattr(quad.graph_name, "value", "") not in besides}
