"""A whole order: from a graph's events to the bytes of a table, a graph or a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from diplograph.errors import Fault
from diplograph.model import OpenStore
from diplograph.network.choice import Choice, Window, parse_window, windows
from diplograph.network.episodes import tracks
from diplograph.network.events import Event
from diplograph.network.matrix import MODES, Network, make
from diplograph.network.write import edge_csv, event_csv, gexf, graphml, matrix_csv

__all__ = ["FORMATS", "Order", "fulfil", "rendered", "series"]

FORMATS = ("csv", "edges", "graphml", "gexf", "svg", "png")
_PICTURES = ("svg", "png")


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    Attributes:
        mode: `events`, or one of `MODES`.
        aggregation, normalisation: As in `diplograph.network.counts`; an empty aggregation is the mode's usual one.
        isolates: Whether nodes without ties stay in.
        form: One of `FORMATS`.
        picture: For svg and png one of `diplograph.network.pictures.DRAWN`; None is the mode's usual one.
        top: How many nodes of a kind a picture has at most.
    """

    mode: str = "two-mode"
    aggregation: str = ""
    normalisation: str = "no"
    isolates: bool = False
    form: str = "csv"
    picture: str | None = None
    top: int = 25

    def __post_init__(self) -> None:
        """Refuse what does not go together, before anything is read.

        Raises:
            Fault: There is no such mode, format or picture, or they do not fit.
        """
        from diplograph.network.pictures import DRAWN

        modes = ("events", *MODES)
        for name, value, known in (("mode", self.mode, modes), ("format", self.form, FORMATS), ("picture", self.picture, (None, *DRAWN))):
            if value not in known:
                raise Fault(f'there is no {name} "{value}" here', f"--{name}", f"choose one of {', '.join(filter(None, known))}")
        if self.picture and self.form not in _PICTURES:
            raise Fault(f"a picture is no {self.form}", "--format", "choose svg or png")
        if self.mode == "events" and self.form != "csv" and self.picture != "positions":
            raise Fault("a list of events is written as csv", "--format", "choose csv, or another --mode")


def fulfil(order: Order, store: OpenStore, events: Sequence[Event], choice: Choice) -> bytes:
    """The table, graph or picture of some events.

    Args:
        order: What is wanted.
        store: The graph, for positions.
        events: As `Choice.of` gives them.
        choice: What they were chosen by.

    Raises:
        Fault: Aggregation and normalisation do not fit the mode, or there is nothing to draw.
    """
    if order.picture == "positions":
        from diplograph.network.pictures import draw_positions

        return draw_positions(tracks(store, events, rolled_up=choice.roll_up), order.form, order.top)
    if order.mode == "events":
        return event_csv(events).encode()
    return rendered(order, _made(order, events, choice))


def series(
    order: Order, events: Sequence[Event], choice: Choice, size: str, step: int | None = None
) -> Iterator[tuple[Window, Network]]:  # fmt: skip
    """One network after another in time, those without ties left out.

    Args:
        order: What is wanted; positions and lists of events have no windows.
        events: As `Choice.of` gives them.
        choice: What they were chosen by.
        size: As `parse_window` reads it.
        step: By how many units windows follow one another.

    Raises:
        Fault: The size is none, there are too many windows, or `make` does.
    """
    if order.mode == "events" or order.picture == "positions":
        raise Fault("neither a list of events nor positions have windows", "--window", "use --since and --until")
    made = ((window, _made(order, window.events, choice)) for window in windows(events, *parse_window(size), step))
    return ((window, network) for window, network in made if network.cells)


def _made(order: Order, events: Iterable[Event], choice: Choice) -> Network:
    # Those who only disagree have no place among shared stances, and the tree wants them.
    isolates = order.isolates or order.picture == "dendrogram"
    return make(events, choice, order.mode, order.aggregation, order.normalisation, isolates=isolates)


def rendered(order: Order, network: Network) -> bytes:
    """A network as the order wants it.

    Raises:
        Fault: The picture does not fit, there is nothing to draw, or an optional package is missing.
    """
    if order.form in _PICTURES:
        from diplograph.network.pictures import draw

        return draw(network, order.picture or ("heatmap" if network.one_mode else "bipartite"), order.form, order.top)
    if order.form == "edges":
        return edge_csv([(None, network)]).encode()
    return {"csv": lambda one: matrix_csv(one).encode(), "graphml": graphml, "gexf": gexf}[order.form](network)
