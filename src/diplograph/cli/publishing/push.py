"""The command `push`: the graph on another server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from diplograph.push import Pushed, Target

__all__ = ["push"]

_NAMED = 20  # graphs that a dry run names


def push(
    endpoint: Annotated[str, typer.Option("--endpoint", metavar="URL", help="Where the server is asked, by SPARQL.")],
    update: Annotated[
        str | None, typer.Option("--update", metavar="URL", help="Where it takes SPARQL Update; the default is the endpoint.")
    ] = None,
    graphs: Annotated[
        str | None,
        typer.Option(
            "--graphs", metavar="URL", help="Where it takes whole graphs by the Graph Store Protocol; without it they go by Update."
        ),
    ] = None,
    login: options.LoginOption = None,
    data: options.Data = None,
    store: options.StoreOption = None,
    graph: Annotated[
        str | None, typer.Option("--graph", metavar="IRI", help="The named graph for triples that are in none, as in Turtle.")
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option("--batch", metavar="N", min=1, help="Send at most N triples at once; the default is 100,000, and 2,000 by Update."),
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long one request may take.")] = 600.0,
    patience: Annotated[
        float, typer.Option("--patience", metavar="SECONDS", min=0, help="How long to wait for a server that is busy, failing or gone.")
    ] = 60.0,
    folder: options.WorkspaceOption = None,
    *,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take away graphs that were sent there once and are not in the source any more.")
    ] = False,
    anew: Annotated[bool, typer.Option("--all", help="Send all graphs, not only those that changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be sent.")] = False,
) -> int:
    """Send the graph to another SPARQL 1.1 server: only the named graphs that changed since, and nothing half.

    Example: diplograph push --endpoint http://localhost:3030/ds/sparql --update http://localhost:3030/ds/update
    """
    from diplograph.push import Source
    from diplograph.push import push as run

    source = Source(options.store(options.workspace(folder), data, store), _iri(graph), str(data or store or "the graph"))
    where = _target(endpoint, update, graphs, login, batch, timeout, patience)
    seen: list[Pushed] = []
    try:
        done = run(source, where, _progress(time.monotonic, seen), remove=remove, anew=anew, dry=dry_run)
    except KeyboardInterrupt:
        if seen:
            typer.echo(f"\ndiplograph: {endpoint}: stopped; {seen[-1].told}", err=True)
        raise
    finally:
        screen.progress("")
    return _show(done, dry=dry_run, remove=remove)


def _target(
    endpoint: str, update: str | None, graphs: str | None, login: str | None, batch: int | None, timeout: float, patience: float
) -> Target:
    from diplograph.push import Target
    from diplograph.remote import Endpoint, GraphStore, Updates

    who = options.logged_in(login)
    return Target(
        Endpoint(endpoint, login=who, timeout=timeout, patience=patience, persistent=True),
        Updates(update or endpoint, login=who, timeout=timeout, patience=patience, persistent=True),
        GraphStore(graphs, login=who, timeout=timeout, patience=patience, persistent=True) if graphs else None,
        batch,
    )


def _iri(name: str | None) -> str | None:
    from pyoxigraph import NamedNode

    try:
        return None if name is None else NamedNode(name).value
    except ValueError as error:
        raise Fault(f'"{name}" is no IRI', "--graph", "write it like https://example.org/graph") from error


def _progress(clock: Callable[[], float], seen: list[Pushed]) -> Callable[[Pushed], None]:
    """Says how far a push is, how fast it goes and how long it will take."""
    start = clock()

    def say(done: Pushed) -> None:
        seen[:] = [done]
        seconds = clock() - start
        rate = f", {done.triples / seconds:,.0f} triples/s" if seconds and done.triples else ""
        left = seconds / done.seen * (done.graphs - done.seen) if done.seen else 0
        screen.progress(f"{done.seen:,} of {done.graphs:,} graphs{rate}, {left:,.0f} s left")

    return say


def _show(done: Pushed, *, dry: bool, remove: bool) -> int:
    """What was done or would be; the exit code."""
    if dry:
        for name, count in list(done.sent.items())[:_NAMED]:
            typer.echo(f"{count:>9,}  {name}")
        if len(done.sent) > _NAMED:
            typer.echo(f"… and {len(done.sent) - _NAMED:,} more")
    verb = "would be sent" if dry else "sent"
    typer.echo(f"{screen.counted(len(done.sent), 'graph')} {verb} ({screen.counted(done.triples, 'triple')}), {done.unchanged:,} unchanged")
    if done.removed:
        typer.echo(f"{screen.counted(done.removed, 'graph')} taken away")
    elif done.gone:
        last = "would be taken away" if remove else "stay, and --remove takes them away"
        typer.echo(f"{screen.counted(len(done.gone), 'graph')} there and not in the source any more: {last}")
    for line in done.short:
        typer.echo(f"diplograph: {screen.plain(line)}; it will be sent again, or tell the server's operator", err=True)
    if not done.seen_by_queries:
        cure = "let its default graph be the union of all (see docs/servers.md), or questions find nothing"
        typer.echo(f"diplograph: the server's queries do not see named graphs; {cure}", err=True)
    return 1 if done.short else 0
