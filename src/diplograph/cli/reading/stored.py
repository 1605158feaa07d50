"""`build --store`: filling a store on disk, and saying what became of it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from diplograph.cli import screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplograph.articles import ReadOptions
    from diplograph.build import Stored
    from diplograph.resources import Workspace

__all__ = ["filled"]


def filled(
    sources: Sequence[Path | str],
    space: Workspace,
    store: Path,
    reading: ReadOptions,
    jobs: int | None,
    report: Path | None,
    *,
    prune: bool,
    cluster: str | None = None,
) -> int:
    """Fill a store, and give the exit code.

    Raises:
        KeyboardInterrupt: After it was said how to go on.
    """
    from diplograph.build import Places
    from diplograph.build import fill as on_one
    from diplograph.cluster import fill as on_many

    try:
        run = partial(on_one, jobs=jobs) if cluster is None else partial(on_many, cluster)
        done = run(sources, space, store, screen.progress, options=reading, prune=prune, clock=time.monotonic)
    except KeyboardInterrupt:
        screen.progress("")
        typer.echo(f"diplograph: stopped; {store} holds what was read till now; run the same command again to go on", err=True)
        raise
    screen.progress("")
    _show(done, store)
    if done.report.findings:
        screen.show_report(done.report, Places(space), done.judged)
    screen.deliver_report(done.report, report)
    return 0 if done.report.conforms and not done.failed and not done.rejected else 1


def _show(done: Stored, store: Path) -> None:
    """What a run did, and what the store holds now."""
    for line in (*done.failed, *done.skipped):
        typer.echo(f"diplograph: {screen.plain(line)}", err=True)
    typer.echo(f"{len(done.read):>7,}  articles read\n{done.unchanged:>7,}  unchanged\n{len(done.removed):>7,}  removed")
    typer.echo("")
    for name, number in done.counts.items():
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(done.kinds.items(), key=lambda one: (-one[1], one[0])))
        typer.echo(f"{number:>7,}  {name}{f'  ({kinds})' if name == 'statements' and kinds else ''}")
    typer.echo(f"{done.report.violations:>7,}  violations\n{done.report.warnings:>7,}  warnings")
    screen.show_rejected(done.rejected)
    typer.echo(f"wrote {store}" if done.written else f"left {store} as it was")
