"""The command `network`: who agrees with whom and on what, as tables and pictures for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from diplograph.network import Choice, Event, Order
    from diplograph.store import Store

__all__ = ["network"]

_FORMATS = ("csv", "edges", "graphml", "gexf", "svg", "png")
_FIELDS = "actor, state, issue, kind, stance, attitude, voice, outlet, author, article or date"


def network(
    mode: Annotated[str, typer.Option("--mode", help="events (a list), two-mode (actors by issues), actors or issues.")] = "two-mode",
    aggregation: Annotated[
        str,
        typer.Option(
            "--aggregation", metavar="NAME", help="two-mode: ignore, combine, subtract; else ignore, congruence, conflict, subtract."
        ),
    ] = "",
    normalisation: Annotated[
        str,
        typer.Option(
            "--normalisation", metavar="NAME", help="two-mode: no, activity, prominence; else no, average, jaccard, cosine, product."
        ),
    ] = "no",
    duplicates: Annotated[
        str, typer.Option("--duplicates", metavar="RULE", help="include them all; or once per document, week, month, year, or across.")
    ] = "include",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="FIELD=VALUE", help=f"Count these only; FIELD is {_FIELDS}. Repeat it.")
    ] = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar="FIELD=VALUE", help="Leave these out. Repeat it.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to the end of this day, month or year.")] = None,
    window: Annotated[
        str | None, typer.Option("--window", metavar="SIZE", help='One network after another: day, week, year, "6 months", "30 events".')
    ] = None,
    step: Annotated[
        int | None, typer.Option("--step", metavar="N", min=1, help="By how many units windows follow; the default is their size.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "csv",
    picture: Annotated[
        str | None, typer.Option("--picture", metavar="NAME", help="For svg and png: bipartite, heatmap, dendrogram or positions.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="Draw at most so many nodes of a kind, the most active.")] = 25,
    output: options.Output = None,
    data: options.Data = None,
    store: options.StoreOption = None,
    endpoint: options.EndpointOption = None,
    login: options.LoginOption = None,
    folder: options.WorkspaceOption = None,
    *,
    roll_up: Annotated[bool, typer.Option("--roll-up", help="Count officials and government bodies as their states.")] = False,
    wants: Annotated[bool, typer.Option("--wants", help="Count only what somebody wants, not what he holds true.")] = False,
    firsthand: Annotated[bool, typer.Option("--firsthand", help="Leave out what one actor says another holds.")] = False,
    isolates: Annotated[bool, typer.Option("--isolates", help="Keep nodes without ties.")] = False,
) -> int:
    """Write a discourse network: an event list, actors by issues, actors or issues by each other; a table, a graph or a picture.

    Example: diplograph network --mode actors --roll-up --format svg --picture dendrogram -o actors.svg
    """
    from diplograph.network import Choice, Order, days, fulfil, read

    order = Order(mode, aggregation, normalisation, isolates, form, picture, top)
    graph = options.store(options.workspace(folder), data, store, endpoint, login)
    first, last = (_day(since, "--since") if since else None), (_day(until, "--until") if until else None)
    choice = Choice(
        _filters(graph, only, "--only"), _filters(graph, without, "--without"), first and first[0], last and last[1], roll_up=roll_up,
        attributed=not firsthand, wants=wants, duplicates=_rule(duplicates),
    )  # fmt: skip
    events = screen.waited("reading statements", lambda _: read(graph))
    undated = sum(days(event.date) is None for event in events)
    if undated and (since or until or window):
        typer.echo(f"diplograph: {undated} of {len(events)} statements have no date, and no part in a stretch of time", err=True)
    if window is None:
        screen.deliver(fulfil(order, graph, choice.of(events), choice), output)
    else:
        _several(order, choice.of(events), choice, window, step, output)
    return 0


def _several(order: Order, events: Sequence[Event], choice: Choice, window: str, step: int | None, output: Path | None) -> None:
    """One network after another: their ties as one table, or a file each in a folder."""
    from diplograph.build import replace_files
    from diplograph.network import edge_csv, rendered, series

    found = series(order, events, choice, window, step)
    if order.form == "edges":
        screen.deliver(edge_csv(found, windowed=True), output)
        return
    if output is None or str(output) == "-":
        raise Fault("several networks need a folder", "--output", "name one with -o, or take --format edges, which is one table")
    replace_files({output / f"{when.name}.{order.form}": rendered(order, network) for when, network in found})


def _filters(graph: Store, given: list[str] | None, option: str) -> dict[str, frozenset[str]]:
    """FIELD=VALUE as values by field, names of actors, states and issues resolved in the graph.

    Raises:
        Fault: One is not written so, there is no such field, or nobody is called so.
    """
    from diplograph.network import FIELDS
    from diplograph.queries import resolve
    from diplograph.registry import normalised

    values: dict[str, set[str]] = {}
    for one in given or []:
        name, equals, value = one.partition("=")
        if not equals or not value or name not in FIELDS:
            raise Fault(f'"{one}" is no filter', option, f"write FIELD=VALUE, where FIELD is {_FIELDS}")
        named = name in {"actor", "state", "issue"}
        plain = normalised(value) if name in {"outlet", "author", "article"} else value.lower()
        values.setdefault(name, set()).add(resolve(graph, name, value) if named else plain)
    return {name: frozenset(some) for name, some in values.items()}


def _day(text: str, option: str) -> tuple[date, date]:
    from diplograph.network import days

    found = days(text)
    if found is None:
        raise Fault(f'"{text}" is no date', option, "write it like 2022-02-22, 2022-02 or 2022")
    return found


def _rule(name: str) -> str:
    from diplograph.network import DUPLICATES

    if name not in DUPLICATES:
        raise Fault(f'there is no rule "{name}" for repeats', "--duplicates", f"choose one of {', '.join(DUPLICATES)}")
    return name
