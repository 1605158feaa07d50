"""The server: addresses, headers, caching. It answers nothing itself; workers do, and it never waits for one without a limit."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import re
import tempfile
from collections import OrderedDict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from diplograph.web.endpoint.negotiate import GRAPHS, Form, choose
from diplograph.web.endpoint.protocol import MOST_BODY, Asked, fields, parse
from diplograph.web.reply import Refused, Reply
from diplograph.web.server.assets import Assets
from diplograph.web.server.headers import Headers
from diplograph.web.services.dataset import DUMPS
from diplograph.web.workers.pool import Lane

__all__ = ["Server"]

_ANYTHING_RDF = (Form("html", "text/html", ("application/xhtml+xml",)), *GRAPHS)
_CHANGING = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)  # the same question, another answer
_PRESSED = re.compile(r"text/|application/(.*\+)?(json|xml)|application/(trig|n-quads|n-triples)|image/svg")
_SMALLEST_PRESSED = 1024
_MOST_CACHED = 64 * 2**20  # bytes of answers that are kept
_LARGEST_CACHED = 2**20
_GONE = "the client went away"  # which nobody reads
_READING = 15.0  # seconds that a client has to send a request


@dataclass(slots=True)
class _Cache:
    """Answers that were given, the latest last; all data are read-only, so none goes stale."""

    entries: OrderedDict[str, Reply] = field(default_factory=OrderedDict)
    size: int = 0

    def get(self, tag: str) -> Reply | None:
        found = self.entries.get(tag)
        if found is not None:
            self.entries.move_to_end(tag)
        return found

    def put(self, tag: str, reply: Reply) -> None:
        if len(reply.body) > _LARGEST_CACHED or tag in self.entries:
            return
        self.entries[tag] = reply
        self.size += len(reply.body)
        while self.size > _MOST_CACHED:
            self.size -= len(self.entries.popitem(last=False)[1].body)


@dataclass(slots=True)
class Server:
    """What answers HTTP.

    Attributes:
        queries: Where the queries of strangers run.
        pages: Where pages, saved queries and descriptions are made, so that queries do not hold them up.
        slow: Where the whole graph is counted and written.
        stamp: A digest of the graph and the program: what an answer depends on besides the question.
    """

    queries: Lane
    pages: Lane
    slow: Lane
    stamp: str
    assets: Assets = field(default_factory=Assets)
    _cache: _Cache = field(default_factory=_Cache, init=False)
    _pressed: _Cache = field(default_factory=_Cache, init=False)
    _folder: tempfile.TemporaryDirectory[str] = field(default_factory=lambda: tempfile.TemporaryDirectory(prefix="diplograph-"), init=False)
    _dumping: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def app(self) -> Headers:
        """The ASGI application."""
        routes = [
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/api/{name}", self.saved),
            Route("/openapi.json", self.openapi),
            *(Route(f"/reconcile{rest}", self.reconcile, methods=["GET", "POST"]) for rest in ("", "/{path:path}")),
            Route("/.well-known/void", self.void),
            Route("/downloads/{name}", self.download),
            Route("/static/{name:path}", self.static),
            Route("/favicon.ico", self.static),  # asked for by browsers beside answers that are no pages
            Route("/id/{path:path}", self.resource),
            *(
                Route(f"/{name}{rest}", self.resource)
                for name in ("ontology", "shapes", "shapes-recommended")
                for rest in ("", ".{ending}")
            ),
            Route("/ontology/{path:path}", self.resource),
            Route("/{path:path}", self.page),
        ]
        return Headers(Starlette(routes=routes))

    async def end(self) -> None:
        """Break off what is being answered."""
        for lane in (self.queries, self.pages, self.slow):
            await lane.close()

    def close(self) -> None:
        """Take away what was written."""
        self._folder.cleanup()

    async def sparql(self, request: Request) -> Response:
        """The SPARQL 1.1 endpoint; without a query the service description, and the editor for people."""
        try:
            body = await _body(request) if request.method == "POST" else b""
            asked = parse(request.method, request.headers.get("content-type", ""), request.scope["query_string"], body)
        except Refused as refused:
            return _plain(refused.reply)
        accept = request.headers.get("accept")
        if asked.query is None:
            found = choose(accept, _ANYTHING_RDF) if accept else None
            if found and found[0].name == "html" and "text/html" in (accept or ""):
                return Response(status_code=303, headers={"Location": "editor.html", "Vary": "Accept"})
            return await self._answer(request, self.pages, {"job": "service", "accept": accept})
        return await self._answer(request, self.queries, _job(asked, accept), steady=not _CHANGING.search(asked.query))

    async def saved(self, request: Request) -> Response:
        """A saved query."""
        return await self._asked(request, {"job": "saved", "name": request.path_params["name"]})

    async def openapi(self, request: Request) -> Response:
        """What the saved queries take and give."""
        return await self._answer(request, self.pages, {"job": "openapi"})

    async def resource(self, request: Request) -> Response:
        """A resource of the graph, the ontology or the shapes."""
        return await self._answer(request, self.pages, {"job": "resource", "path": _path(request), "accept": request.headers.get("accept")})

    async def page(self, request: Request) -> Response:
        """A page for people."""
        return await self._asked(request, {"job": "page", "path": _path(request)})

    async def _asked(self, request: Request, job: Mapping[str, Any]) -> Response:
        try:
            given = fields(request.scope["query_string"])
        except Refused as refused:
            return _plain(refused.reply)
        return await self._answer(request, self.pages, {**job, "fields": given, "accept": request.headers.get("accept")})

    async def reconcile(self, request: Request) -> Response:
        """Names of a spreadsheet matched to the graph; by GET or as a form."""
        try:
            given = fields(request.scope["query_string"])
            if request.method == "POST":
                given += fields(await _body(request))
        except Refused as refused:
            return _plain(refused.reply)
        return await self._answer(request, self.pages, {"job": "reconcile", "path": request.path_params.get("path", ""), "fields": given})

    async def void(self, request: Request) -> Response:
        """Statistics, links and downloads."""
        try:
            files = {name: await self._dumped(name) for name in ("ttl", "trig")}
        except Refused as refused:
            return _plain(refused.reply)
        told = {name: (file.stat().st_size, await asyncio.to_thread(_digest, file)) for name, file in files.items()}
        return await self._answer(request, self.slow, {"job": "void", "accept": request.headers.get("accept"), "files": told})

    async def download(self, request: Request) -> Response:
        """The whole graph."""
        stem, _, ending = request.path_params["name"].partition(".")
        if stem != "diplograph" or ending not in DUMPS:
            return _plain(Reply.says(404, f"the downloads are {', '.join(f'diplograph.{name}' for name in DUMPS)}"))
        try:
            file = await self._dumped(ending)
        except Refused as refused:
            return _plain(refused.reply)
        media = next(form.media for form in GRAPHS if form.name == ending)
        return FileResponse(file, media_type=media, filename=f"diplograph.{ending}")

    async def static(self, request: Request) -> Response:
        """A style sheet, a script or a picture."""
        asset = self.assets.get(request.path_params.get("name", "mark.svg"))
        if asset is None:
            return _plain(Reply.says(404, "there is no such file"))
        headers = {"ETag": asset.tag, "Vary": "Accept-Encoding", "Cache-Control": "public, max-age=86400"}
        if _matches(request, asset.tag):
            return Response(status_code=304, headers=headers)
        if _takes_gzip(request) and asset.pressed:
            return Response(asset.pressed, headers=headers | {"Content-Encoding": "gzip", "Content-Type": asset.media})
        return Response(asset.body, headers=headers | {"Content-Type": asset.media})

    async def _dumped(self, ending: str) -> Path:
        """The file of a download, written when it is first asked for.

        Raises:
            Refused: It could not be written in time.
        """
        file = Path(self._folder.name) / f"diplograph.{ending}"
        async with self._dumping:
            if not file.is_file():
                part = file.with_suffix(".part")
                reply = await self.slow.run({"job": "dump", "form": ending, "file": str(part)})
                if reply.status != 200:
                    raise Refused(reply.status, reply.body.decode().strip())
                part.replace(file)
        return file

    async def _answer(self, request: Request, lane: Lane, job: Mapping[str, Any], *, steady: bool = True) -> Response:
        """A worker's reply, or what it was the last time."""
        tag = hashlib.sha256(f"{self.stamp} {json.dumps(job, sort_keys=True)}".encode()).hexdigest()[:32]
        headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
        if steady:
            headers["ETag"] = f'W/"{tag}"'
            if _matches(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
        reply = self._cache.get(tag) if steady else None
        if reply is None:
            try:
                reply = await _unless_gone(request, lane.run(job))
            except Refused as refused:
                reply = refused.reply
            if steady and reply.status in {200, 303}:
                self._cache.put(tag, reply)
        if reply.status >= 400 and reply.media.startswith("text/plain"):
            return _plain(reply)
        pressed = await self._compressed(request, reply, tag if steady else None)
        written = dict(reply.headers) | headers | {"Content-Type": reply.media}
        return Response(pressed or reply.body, reply.status, written | ({"Content-Encoding": "gzip"} if pressed else {}))

    async def _compressed(self, request: Request, reply: Reply, tag: str | None) -> bytes | None:
        if len(reply.body) < _SMALLEST_PRESSED or not _takes_gzip(request) or not _PRESSED.match(reply.media):
            return None
        known = self._pressed.get(tag) if tag else None
        if known is not None:
            return known.body
        body = await asyncio.to_thread(gzip.compress, reply.body, 5, mtime=0)
        if tag:
            self._pressed.put(tag, replace(reply, body=body))
        return body


def _job(asked: Asked, accept: str | None) -> dict[str, Any]:
    return {"job": "query", "query": asked.query, "default": asked.default, "named": asked.named, "form": asked.form, "accept": accept}


def _plain(reply: Reply) -> Response:
    return Response(reply.body, reply.status, {**reply.headers, "Content-Type": reply.media, "Cache-Control": "no-store"})


def _path(request: Request) -> str:
    """The path as it was sent, percent-encoding and all, without the slash before it."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return raw.partition(b"?")[0].decode("ascii", "replace").removeprefix("/")


def _matches(request: Request, tag: str) -> bool:
    """Whether If-None-Match names a tag, compared weakly."""
    known = request.headers.get("if-none-match", "")
    return tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in known.split(",")}


def _takes_gzip(request: Request) -> bool:
    accepted = request.headers.get("accept-encoding", "").lower()
    return bool(re.search(r"(?:^|[,\s])(?:gzip|\*)(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))", accepted))


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


async def _body(request: Request) -> bytes:
    """What was sent.

    Raises:
        Refused: 413 where it is too large, 408 where it does not come.
    """
    data = bytearray()
    try:
        async with asyncio.timeout(_READING):
            async for piece in request.stream():
                data += piece
                if len(data) > MOST_BODY:
                    raise Refused(413, f"the request is larger than {MOST_BODY} bytes; shorten it")
    except TimeoutError as error:
        raise Refused(408, "the request did not come in time") from error
    except ClientDisconnect as error:
        raise Refused(400, _GONE) from error
    return bytes(data)


async def _unless_gone(request: Request, work: Awaitable[Reply]) -> Reply:
    """The reply, unless the client goes first: then its worker is ended.

    Raises:
        Refused: As the work does.
    """
    if request.method != "POST":
        await _body(request)  # else the first message is the empty body
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait((task,))
        raise Refused(400, _GONE)
    finally:
        gone.cancel()


def stamp(parts: Sequence[str]) -> str:
    """One digest of what answers depend on."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
