"""The command `validate`: a graph judged by the shapes and checks."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options, screen

__all__ = ["validate"]


def validate(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="RDF files to judge; none means the released graph.")] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write the SHACL report there, as Turtle; - is standard output."),
    ] = None,
    data: options.Data = None,
    store: options.StoreOption = None,
    endpoint: options.EndpointOption = None,
    login: options.LoginOption = None,
    folder: options.WorkspaceOption = None,
    *,
    reference: Annotated[bool, typer.Option("--reference", help="Let pySHACL judge by the shapes: the same, and much slower.")] = False,
) -> int:
    """Judge a graph by the shapes (must, should) and the checks that join nodes.

    Example: diplograph validate graph/diplograph.ttl
    """
    from diplograph.build import Places
    from diplograph.validate import left_to_pyshacl
    from diplograph.validate import validate as run

    space = options.workspace(folder)
    for line in () if reference else left_to_pyshacl(space):
        typer.echo(f"diplograph: {screen.plain(line)}", err=True)
    graph = options.read_files(*files) if files else options.store(space, data, store, endpoint, login)
    found = screen.waited("judging", lambda tell: run(graph, space, by_reference=reference, say=tell, clock=time.monotonic))
    if report is None or str(report) != "-":
        screen.show_report(found, Places(space), graph)
    screen.deliver_report(found, report)
    return 0 if found.conforms else 1
