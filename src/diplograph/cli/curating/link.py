"""The command `link`: our actors, offices, instruments, issues and places joined to Wikidata."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options
from diplograph.cli.curating import linkjobs
from diplograph.errors import Fault

__all__ = ["link"]

_FORMATS = ("table", "jsonl")
Names = Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Labels or short forms to link; none means all not linked yet.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="Only person, state, office …; repeat the option.")]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="SOURCE", help="Who is asked: snapshot (offline, the default), wikidata (the query service), "
        "sparql:URL, api, api:URL or recon:URL; repeat the option.",
    ),
]  # fmt: skip
Least = Annotated[
    float | None, typer.Option("--accept-above", metavar="SCORE", min=0.8, max=1.0, help="Accept unattended from this score, such as 0.9.")
]
CacheDir = Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Where answers are kept; the default is the user's cache.")]
Days = Annotated[float, typer.Option("--cache-days", metavar="N", min=0.0, help="How old a kept answer may be; 0 asks anew.")]
Seconds = Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long one request may take.")]


def link(
    names: Names = None,
    kind: Kinds = None,
    source: Sources = None,
    accept_above: Least = None,
    decider: Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who decides in a review; stands in every row.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day of the decisions; the default is today.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=50, help="Candidates shown for each.")] = 3,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "table",
    data: Annotated[
        Path | None, typer.Option("--data", metavar="FILE", help="Also what this RDF file names and nobody registered.")
    ] = None,
    contact: options.Contact = None,
    cache: CacheDir = None,
    cache_days: Days = 30.0,
    timeout: Seconds = 60.0,
    output: options.Output = None,
    folder: options.WorkspaceOption = None,
    *,
    review: Annotated[bool, typer.Option("--review", help="Walk through the doubtful ones on the terminal.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Look at every link again, and at what waits to be confirmed.")] = False,
    enrich: Annotated[
        bool, typer.Option("--enrich", help="Fetch labels, tenures, memberships … into a registry file of their own.")
    ] = False,
) -> int:
    """Propose links to Wikidata with scores and reasons, offline unless a source is named; decisions are kept and never asked again.

    Example: diplograph link --accept-above 0.9
    """
    options.chosen(form, _FORMATS)
    if check + enrich + review > 1:
        raise Fault("--check, --enrich and --review are three different jobs", None, "give one of them")
    if review and not decider:
        raise Fault("a review needs to know who decides", "--review", "add --as and your name")
    space = options.workspace(folder)
    job = linkjobs.Job(
        space, data, linkjobs.sources(space, source, linkjobs.Manners(contact, cache, cache_days, timeout)), linkjobs.judge(date, decider)
    )
    wanted = linkjobs.chosen(job.subjects, names, kind)
    if check:
        return linkjobs.check(job, wanted, accept_above, form, output)
    if enrich:
        return linkjobs.enrich(job, wanted, form, output)
    return linkjobs.propose(job, wanted, accept_above, limit, form, output, review=review)
