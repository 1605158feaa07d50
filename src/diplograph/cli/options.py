"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from diplograph.cli import screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diplograph.articles import ReadOptions
    from diplograph.model import Article
    from diplograph.queries import Engine
    from diplograph.remote import Login
    from diplograph.resources import Workspace
    from diplograph.store import Store

__all__ = [
    "SOURCES",
    "AllowService",
    "Contact",
    "Data",
    "DayFirst",
    "Encoding",
    "EndpointOption",
    "Fields",
    "Found",
    "InputFormat",
    "LoginOption",
    "Output",
    "ServiceEndpoint",
    "StoreOption",
    "WorkspaceOption",
    "chosen",
    "engine",
    "federated",
    "logged_in",
    "reading",
    "sources",
    "store",
    "workspace",
]  # fmt: skip

WorkspaceOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="A folder with a graph/registry/ of its own; the default is this folder if it has one, else the bundled files.",
    ),
]
Data: TypeAlias = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="Take this RDF file instead of the released graph.")]
StoreOption: TypeAlias = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Take this Oxigraph store on disk.")]
EndpointOption: TypeAlias = Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="Take this SPARQL endpoint.")]
LoginOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--login",
        metavar="HOW",
        help="Who you are to the endpoint: basic, digest (DIPLOGRAPH_USER, DIPLOGRAPH_PASSWORD), bearer (DIPLOGRAPH_TOKEN), or a file.",
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write there instead of to standard output; - is standard output."),
]


AllowService: TypeAlias = Annotated[
    bool, typer.Option("--allow-service", help="Let the question ask other endpoints by SERVICE, such as Wikidata's; this goes online.")
]
ServiceEndpoint: TypeAlias = Annotated[
    str | None,
    typer.Option("--service-endpoint", metavar="URL", help="With --allow-service: ask there, whatever address is behind SERVICE."),
]


SOURCES = "Files, folders, patterns, addresses (http, https) or - for standard input."
InputFormat: TypeAlias = Annotated[
    str | None,
    typer.Option("--input-format", metavar="FORMAT", help="text, markdown, html, jsonl, json, csv or warc; else it is found out."),
]
Fields: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME=FIELD", help="In records, NAME (text, title, date …) stands in FIELD; repeat it."),
]
Encoding: TypeAlias = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="The encoding of texts and records; the default is UTF-8.")
]
Contact: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--contact",
        metavar="ADDRESS",
        envvar="DIPLOGRAPH_CONTACT",
        show_envvar=False,
        help="A site or mail address to name in the User-Agent of what goes online; else DIPLOGRAPH_CONTACT says it.",
    ),
]
DayFirst: TypeAlias = Annotated[bool | None, typer.Option("--day-first/--month-first", help="How to read a date like 03/04/2021.")]


def sources(given: list[str] | None) -> list[Path | str]:
    """Sources as articles are read from them: addresses and `-` as they are, all else as paths."""
    return [one if one == "-" or "://" in one else Path(one) for one in given or []]


def reading(
    form: str | None, fields: list[str] | None, encoding: str | None, contact: str | None, *, day_first: bool | None
) -> ReadOptions:
    """How sources are to be read.

    Raises:
        Fault: There is no such format, or a field is not given as NAME=FIELD.
    """
    from diplograph.articles import FORMATS, ReadOptions

    named: dict[str, str] = {}
    for one in fields or []:
        name, equals, field = one.partition("=")
        if not (name and equals and field):
            raise Fault(f'"{one}" names no field', "--field", "write it like --field text=body")
        if named.setdefault(name, field) != field:
            raise Fault(f'"{name}" is given twice', "--field", "give it once")
    known = next((name for name in FORMATS if name == form), None)
    if form is not None and known is None:
        raise Fault(f'there is no format "{form}" here', "--input-format", f"choose one of {', '.join(FORMATS)}")
    return ReadOptions(format=known, fields=named, encoding=encoding, day_first=day_first, contact=contact)


class Found:
    """The articles of some sources, one after another; what cannot be read is said on standard error, and counted in `failed`."""

    def __init__(self, given: Sequence[Path | str], how: ReadOptions) -> None:
        self._given, self._how, self.failed = given, how, 0

    def __iter__(self) -> Iterator[Article]:
        """The articles.

        Raises:
            Fault: Nothing could be read.
        """
        from diplograph import articles

        count = 0
        for one in articles.stream(self._given, self._how):
            if isinstance(one, Fault):
                self.failed += 1
                typer.echo(f"diplograph: {screen.plain(str(one))}", err=True)
            else:
                count += 1
                yield one
        if self.failed and not count:
            raise Fault("nothing could be read", None, "see the lines above")


def workspace(folder: Path | None) -> Workspace:
    """The workspace a command means."""
    from diplograph.resources import Workspace

    return Workspace.find(folder)


def logged_in(how: str | None) -> Login | None:
    """Who the user is to a server, as `--login` says it.

    Raises:
        Fault: Something is missing.
    """
    import os

    from diplograph.remote import login

    return None if how is None else login(how, os.environ)


def store(space: Workspace, data: Path | None, folder: Path | None, endpoint: str | None = None, login: str | None = None) -> Store:
    """The graph a command means, as a store; a remote one is fetched."""
    from diplograph.store import Store, released

    _one_of(data, folder, endpoint)
    if data is not None:
        return read_files(data)
    if folder is not None:
        return Store.open(folder)
    if endpoint is not None:
        return _fetched(endpoint, login)
    _no_login(login)
    if space.graph and not (space.graph / "diplograph.trig").is_file():
        typer.echo("diplograph: this workspace has no graph/diplograph.trig yet: using the bundled graph; run diplograph build", err=True)
    return released(space)


def read_files(*files: Path) -> Store:
    """RDF files as a store in memory."""
    from diplograph.store import Store

    return screen.waited(f"reading {', '.join(map(str, files))}", lambda _: Store.read(*files))


def engine(space: Workspace, data: Path | None, folder: Path | None, endpoint: str | None, login: str | None = None) -> Engine:
    """What answers a command's queries: the store in memory or on disk, or a remote endpoint."""
    if endpoint is not None:
        from diplograph.queries import RemoteEngine
        from diplograph.remote import Endpoint

        _one_of(data, folder, endpoint)
        return RemoteEngine(Endpoint(endpoint, login=logged_in(login)))
    _no_login(login)
    return store(space, data, folder)


def federated(
    space: Workspace,
    data: Path | None,
    folder: Path | None,
    endpoint: str | None,
    login: str | None,
    elsewhere: str | None,
    contact: str | None,
) -> Engine:
    """A local graph that may ask others by SERVICE: at the addresses in the query, or at one that the user names instead.

    Raises:
        Fault: The graph itself is on an endpoint, or an address is none.
    """
    from diplograph.queries.federate import FederatedEngine
    from diplograph.remote import Endpoint

    if endpoint is not None:
        raise Fault("--endpoint is asked as it is, and --allow-service is for a local graph", None, "leave one of them out")
    _no_login(login)
    return FederatedEngine(store(space, data, folder), lambda url: Endpoint(elsewhere or url, contact=contact))


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


def _no_login(login: str | None) -> None:
    if login is not None:
        raise Fault("--login is for an endpoint, and none is named", None, "name one with --endpoint, or leave it out")


def _fetched(endpoint: str, login: str | None) -> Store:
    import time

    from diplograph.queries import RemoteEngine, fetched
    from diplograph.remote import Endpoint
    from diplograph.store import Store

    asked = Endpoint(endpoint, login=logged_in(login))
    return screen.waited(
        f"fetching from {asked.name}", lambda tell: Store.of(list(fetched(RemoteEngine(asked), asked.name, tell, time.monotonic)))
    )
