"""The commands that put the graph on the web."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options, screen

__all__ = ["serve", "site"]


def serve(
    data: options.Data = None,
    store: options.StoreOption = None,
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="Listen there; 0.0.0.0 is open to the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Listen on this port; 0 takes a free one.")] = 8000,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where it is reached from outside, if that is another address.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="End a query that takes longer.")] = 30.0,
    memory: Annotated[int, typer.Option("--memory", metavar="MIB", min=64, help="End a query that needs more beside the graph.")] = 1024,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=1, help="Refuse an answer with more rows.")] = 100_000,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="Queries at once; 0 is one more than cores.")] = 0,
    queue: Annotated[int, typer.Option("--queue", metavar="N", min=0, help="Queries that may wait for their turn.")] = 64,
    folder: options.WorkspaceOption = None,
) -> int:
    """Serve the graph: a SPARQL endpoint at /sparql, and pages to read. Read-only; Ctrl-C ends it.

    Example: diplograph serve --port 8080
    """
    from diplograph.errors import Fault
    from diplograph.web import Settings
    from diplograph.web import serve as run

    if data is not None and store is not None:
        raise Fault("--data and --store name two different graphs", None, "give one of them")
    if url is not None and not url.startswith(("http://", "https://")):
        raise Fault(f'"{url}" is no address of the web', "--url", "write it like https://example.org/")
    settings = Settings(
        options.workspace(folder), data, store, host, port, None if url is None else url.rstrip("/") + "/", timeout, memory * 2**20, rows,
        workers, queue,
    )  # fmt: skip
    return 130 if run(settings, lambda where: typer.echo(f"diplograph: serving {where}; Ctrl-C ends it", err=True)) else 0


def site(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write to; other files in it stay.")],
    data: options.Data = None,
    store: options.StoreOption = None,
    folder: options.WorkspaceOption = None,
) -> int:
    """Write the pages as files, for a place where nothing answers, such as GitHub Pages.

    Example: diplograph site -o public/
    """
    from diplograph.web import write_site

    space = options.workspace(folder)
    count = write_site(space, options.store(space, data, store), output, screen.progress)
    screen.progress("")
    typer.echo(f"{count} files in {output}")
    return 0
