"""Start the server, say where it is, end it cleanly."""

from __future__ import annotations

import asyncio
import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from diplograph.errors import Fault
from diplograph.pipeline import release
from diplograph.resources import Kind, Workspace

__all__ = ["Settings", "serve"]

_SLOW = 300.0  # seconds to count or to write the whole graph
_PAGES = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve.

    Attributes:
        workspace: Whose graph, saved queries and articles.
        data: An RDF file to serve instead of the released graph.
        store: An Oxigraph store on disk to serve instead.
        host, port: Where to listen; port 0 takes a free one.
        url: Where the server is reached from outside; None for what it listens on.
        timeout: Seconds that a query may take.
        memory: Bytes that a worker may need beside the graph.
        rows: Rows, or triples, that an answer may have.
        workers: Queries that run at once.
        waiting: Queries that may wait for their turn.
    """

    workspace: Workspace
    data: Path | None = None
    store: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    url: str | None = None
    timeout: float = 30.0
    memory: int = 2**30
    rows: int = 100_000
    workers: int = 0
    waiting: int = 64


def serve(settings: Settings, say: Callable[[str], None]) -> bool:
    """Serve until told to end.

    Args:
        settings: What and how.
        say: Is told the server's URL when it answers.

    Returns:
        Whether it was Ctrl-C that ended it.

    Raises:
        Fault: A package is missing, the graph cannot be read, or the address cannot be had.
    """
    try:
        import jinja2  # noqa: F401 - the workers' need, asked for here so that its lack is said once
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        what = f"serving needs packages that are not installed ({error.name})"
        raise Fault(what, None, 'install the extra: pip install "diplograph[web]"') from error
    if not hasattr(os, "fork"):
        raise Fault("this system has no fork, which serving needs to end a query", None, "serve from Linux or macOS")
    if settings.store is not None:
        from diplograph.store import Store

        held = Store.open(settings.store).held
        if held is not None:  # for as long as this function runs; all workers, also those of tomorrow, show the same generation
            settings = replace(settings, store=held.path)
    listening = _listening(settings.host, settings.port)
    with listening:
        return asyncio.run(_run(settings, listening, say))


async def _run(settings: Settings, listening: socket.socket, say: Callable[[str], None]) -> bool:
    from diplograph.web.server.app import Server, stamp
    from diplograph.web.server.listening import listen
    from diplograph.web.workers.pool import Lane, Nursery

    url = settings.url or _url(settings.host, listening.getsockname()[1])
    nursery = Nursery(_told(settings, url))
    nursery.start()
    size = settings.workers or (os.cpu_count() or 1) + 1
    lanes = (
        Lane(nursery, size, settings.waiting, settings.timeout),
        Lane(nursery, max(2, size - 1), 4 * settings.waiting, _PAGES),
        Lane(nursery, 1, 8, _SLOW),
    )
    server = Server(*lanes, stamp=stamp([release(), url, str(settings.rows), _program(), *_graph(settings)]))
    try:
        return await listen(server.app(), listening, lambda: say(url), server.end)
    finally:
        server.close()
        nursery.stop()


def _told(settings: Settings, url: str) -> dict[str, Any]:
    """What the workers are told."""
    folder = settings.workspace.folder
    return {
        "workspace": str(folder) if folder else None, "data": str(settings.data) if settings.data else None,
        "store": str(settings.store) if settings.store else None, "url": url, "rows": settings.rows, "memory": settings.memory,
    }  # fmt: skip


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        Fault: The address is unknown or taken.
    """
    made: socket.socket | None = None
    try:
        made = socket.socket(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0])
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except (OSError, OverflowError) as error:
        if made is not None:
            made.close()
        raise Fault(f"cannot listen there ({error})", f"{host}:{port}", "choose another --port; 0 takes a free one") from error
    return made


def _url(host: str, port: int) -> str:
    name = "127.0.0.1" if host in {"", "0.0.0.0"} else "[::1]" if host == "::" else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{name}:{port}/"


def _graph(settings: Settings) -> Iterator[str]:
    """What tells one graph from another: the bytes of its file, or the names and sizes of the files of a store."""
    if settings.store is not None:
        for file in sorted(settings.store.rglob("*")):
            state = file.stat()
            yield f"{file.name} {state.st_size} {state.st_mtime_ns}"
        return
    workspace = settings.workspace
    graph = settings.data or workspace.file("graph", "diplograph.trig")
    told: list[tuple[Kind, str]] = [("queries", "*.rq"), ("ontology", "*.ttl")]
    for source in [graph, *(file for kind, pattern in told for _, file, _ in workspace.files(kind, "", pattern))]:
        if source is not None and source.is_file():
            yield hashlib.sha256(source.read_bytes()).hexdigest()


def _program() -> str:
    """A digest of what makes the pages."""
    digest = hashlib.sha256()
    for file in _files(files("diplograph.web")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry)
        elif entry.is_file():
            yield entry
