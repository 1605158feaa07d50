"""The command `import`, and what `export` needs besides the graph for other tools' formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from diplograph.resources import Workspace
    from diplograph.store import Store

__all__ = ["EXPORTS", "exchanged", "import_"]

EXPORTS = ("dna", "nanopub", "claims", "examples", "plover")
_TARGET = "https://w3id.org/diplograph/sparql"  # where the examples say that they may be asked

_FORMATS = ("workspace", "jsonl")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .dna file of Discourse Network Analyzer, version 3.")],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "workspace",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="A new folder for the workspace, or a file for the records.")
    ] = None,
) -> int:
    """Take another tool's articles and statements in: a workspace to build and to go on with, or records.

    Example: diplograph import debate.dna -o debate
    """
    from diplograph.build import replace_files
    from diplograph.interop.dna import imported, read_tables, workspace_files

    options.chosen(form, _FORMATS)
    found = imported(read_tables(file))
    if form == "jsonl":
        screen.deliver("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found.records()), output)
        return _told([str(one["reason"]) for one in found.refused], str(file))
    if output is None or output.exists():
        raise Fault("a workspace needs a new folder", "--output", "name one that does not exist, or choose --format jsonl")
    files, lost = workspace_files(found)
    replace_files({output / name: data for name, data in files.items()})
    count = sum(map(len, found.statements.values()))
    typer.echo(f"{len(found.documents)} articles, {count} statements; next: diplograph build --workspace {output}")
    return _told([str(one["reason"]) for one in lost], str(output / "not-imported.jsonl"))


def exchanged(space: Workspace, graph: Store, form: str, texts: list[str] | None) -> bytes:
    """The graph in one of the formats of `EXPORTS`.

    Args:
        space: Its saved queries are the examples, its seeds the texts where none are named.
        graph: The graph.
        form: The format.
        texts: For `dna`, the articles that the graph was made of.
    """
    from diplograph import rdf
    from diplograph.interop import linked

    if form == "dna":
        return _dna_file(space, graph, texts)
    if form == "plover":
        from diplograph.export import records

        events = linked.events(records(graph), linked.actors(graph))
        return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode()
    if form == "nanopub":
        return rdf.serialise(linked.nanopublications(graph), "trig")
    from pyoxigraph import Quad

    from diplograph.queries import saved

    if form == "claims":
        return rdf.serialise((Quad(*triple) for triple in linked.claims(graph)), "turtle")
    return rdf.serialise(linked.examples(saved(space).values(), graph, _TARGET), "turtle")


def _dna_file(space: Workspace, graph: Store, texts: list[str] | None) -> bytes:
    """The graph as a DNA database; what DNA cannot say is told on standard error.

    Args:
        space: Its seeds are the texts where none are named.
        graph: The graph.
        texts: The articles that the graph was made of.
    """
    from diplograph.export import records
    from diplograph.interop.dna import exported, write_tables
    from diplograph.interop.dna.known import entities

    given = options.sources(texts) or ([space.seeds] if space.seeds else [])
    found = options.Found(given, options.reading(None, None, None, None, day_first=None))
    made = exported(records(graph), {article.source.digest: article.source.text for article in found}, entities(graph))
    for line in made.told:
        typer.echo(f"diplograph: {line}", err=True)
    return write_tables(made.tables)


def _told(reasons: list[str], place: str) -> int:
    """Say what was not taken in, or not whole, and why; the exit code."""
    for reason in sorted(set(reasons)):
        typer.echo(f"diplograph: {place}: {reasons.count(reason)} statements: {reason}", err=True)
    return 1 if reasons else 0
