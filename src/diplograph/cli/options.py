"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from diplograph.errors import Fault

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from diplograph.queries import Engine
    from diplograph.resources import Workspace
    from diplograph.store import Store

__all__ = [
    "Data",
    "EndpointOption",
    "Output",
    "StoreOption",
    "WorkspaceOption",
    "chosen",
    "engine",
    "store",
    "workspace",
]

WorkspaceOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="A folder with a graph/registry/ of its own; the default is this folder if it has one, else the bundled files.",
    ),
]
Data: TypeAlias = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="Ask this RDF file instead of the released graph.")]
StoreOption: TypeAlias = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Ask this Oxigraph store on disk.")]
EndpointOption: TypeAlias = Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint.")]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write there instead of to standard output; - is standard output."),
]


def workspace(folder: Path | None) -> Workspace:
    """The workspace a command means."""
    from diplograph.resources import Workspace

    return Workspace.find(folder)


def store(space: Workspace, data: Path | None, folder: Path | None, endpoint: str | None = None) -> Store:
    """The graph a command means, as a store; a remote one is fetched."""
    from diplograph.build import released
    from diplograph.store import Store

    _one_of(data, folder, endpoint)
    if data is not None:
        return Store.read(data)
    if folder is not None:
        return Store.open(folder)
    if endpoint is not None:
        return Store.of(_fetched(endpoint))
    if space.graph and not (space.graph / "diplograph.trig").is_file():
        typer.echo("diplograph: this workspace has no graph/diplograph.trig yet: using the bundled graph; run diplograph build", err=True)
    return released(space)


def engine(space: Workspace, data: Path | None, folder: Path | None, endpoint: str | None) -> Engine:
    """What answers a command's queries: the store in memory or on disk, or a remote endpoint."""
    if endpoint is not None:
        from diplograph.queries import RemoteEngine
        from diplograph.remote import Endpoint

        _one_of(data, folder, endpoint)
        return RemoteEngine(Endpoint(endpoint))
    return store(space, data, folder)


def chosen(form: str, forms: tuple[str, ...]) -> str:
    """A format, if it is one of those that the command has.

    Raises:
        Fault: It is not.
    """
    if form not in forms:
        raise Fault(f'there is no format "{form}" here', "--format", f"choose one of {', '.join(forms)}")
    return form


def _one_of(*given: object) -> None:
    if sum(value is not None for value in given) > 1:
        raise Fault("--data, --store and --endpoint name three different graphs", None, "give one of them")


def _fetched(endpoint: str) -> list[Quad]:
    from pyoxigraph import Quad

    from diplograph.queries import RemoteEngine
    from diplograph.remote import Endpoint

    answer = RemoteEngine(Endpoint(endpoint)).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    if not isinstance(answer, tuple):
        raise Fault("did not answer with a graph", endpoint, "name a SPARQL 1.1 endpoint")
    return [Quad(*triple) for triple in answer]
