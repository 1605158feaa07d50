"""The commands `build` and `articles`: articles read, and what they hold as a graph."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options, screen
from diplograph.cli.reading import assisted
from diplograph.cli.reading.stored import filled
from diplograph.errors import Fault

__all__ = ["articles", "build"]

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE…", help=f"{options.SOURCES} None means the workspace's seeds."),
]


def build(
    sources: Sources = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Where to write; the default is the workspace's graph/."),
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write the SHACL report there, as Turtle.")] = None,
    input_format: options.InputFormat = None,
    fields: options.Fields = None,
    encoding: options.Encoding = None,
    contact: options.Contact = None,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="DIR", help="Fill this store on disk instead of writing files; only what is new or changed is read."
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="Read in N processes; the default is one for each core, if that pays.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ADDRESS", help="Read on Dask workers: tcp://host:8786, or local:N for N here.")
    ] = None,
    folder: options.WorkspaceOption = None,
    assistant: assisted.With = None,
    cache: assisted.Answers = None,
    timeout: assisted.Seconds = 300.0,
    *,
    prune: Annotated[bool, typer.Option("--prune", help="With --store: remove the articles that are not among the sources.")] = False,
    day_first: options.DayFirst = None,
    allow_http: assisted.AllowHttp = False,
) -> int:
    """Read articles, take their statements, link, validate, derive positions, write Turtle and TriG, or fill a store on disk.

    Example: diplograph build seeds/ -o graph/

    Example: diplograph build archive/ --store news.store --prune
    """
    from diplograph.build import Places
    from diplograph.build import build as on_one
    from diplograph.cluster import build as on_many

    space = options.workspace(folder)
    if cluster is not None and assistant is not None:
        raise Fault("--cluster reads by our own rules", None, "leave out --with, or --cluster")
    if store is not None:
        if out is not None:
            raise Fault("--store and -o are two places to write to", None, "fill the store, then run diplograph export --store")
        if assistant is not None:
            raise Fault("a store is filled by our own reader, whose cache keys it has", None, "leave --with out, or write files")
        reading = options.reading(input_format, fields, encoding, contact, day_first=day_first)
        return filled(options.sources(sources), space, store, reading, jobs, report, prune=prune, cluster=cluster)
    if prune:
        raise Fault("--prune is for a store", None, "name one with --store DIR; files are written anew each time")
    target = out or space.graph
    if target is None:
        what = "this folder is no workspace, and the bundled graph is read-only"
        raise Fault(what, None, "make graph/registry/ here, or name articles and -o DIR")
    reading = options.reading(input_format, fields, encoding, contact, day_first=day_first)
    helper = assisted.helper(space, assistant, cache, timeout, allow_http=allow_http)
    other = helper.assistant.read if helper else None
    run = partial(on_one, jobs=jobs, other=other) if cluster is None else partial(on_many, cluster)
    built = run(options.sources(sources), space, target, screen.progress, options=reading, clock=time.monotonic)
    screen.progress("")
    if helper:
        helper.end()
    screen.show_build(built)
    if built.report.findings:
        screen.show_report(built.report, Places(space), built.judged)
    screen.deliver_report(built.report, report)
    return 0 if built.report.conforms and not built.failed and not built.rejected else 1


def articles(
    sources: Sources = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or jsonl.")] = "text",
    input_format: options.InputFormat = None,
    fields: options.Fields = None,
    encoding: options.Encoding = None,
    contact: options.Contact = None,
    folder: options.WorkspaceOption = None,
    *,
    day_first: options.DayFirst = None,
) -> int:
    """Show what was read: key, metadata with its evidence, text, and the paragraphs left out with the reason.

    Example: diplograph articles seeds/
    """
    from diplograph.build import article_line

    options.chosen(form, ("text", "jsonl"))
    seeds = options.workspace(folder).seeds
    given = options.sources(sources) or ([seeds] if seeds else [])
    if not given:
        raise Fault("there is nothing to read", None, "name a file or folder of articles")
    found = options.Found(given, options.reading(input_format, fields, encoding, contact, day_first=day_first))
    for article in found:
        screen.show_article(article) if form == "text" else typer.echo(article_line(article))
    return 1 if found.failed else 0
