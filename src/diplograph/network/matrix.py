"""Networks as values: who stands in the rows and columns, and what ties them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diplograph.errors import Fault
from diplograph.network.choice import Choice
from diplograph.network.counts import Cell, Counts, one_mode, two_mode
from diplograph.network.events import Event, Node

__all__ = ["MODES", "Network", "make", "tally"]

MODES = ("two-mode", "actors", "issues")


@dataclass(frozen=True, slots=True)
class Network:
    """One network.

    Attributes:
        mode: `two-mode` (actors by issues), `actors` or `issues` (one-mode).
        aggregation, normalisation: As in `diplograph.network.counts`.
        rows, columns: Nodes in the order of their labels; the same ones in a one-mode network.
        cells: What ties a row's IRI and a column's; in a one-mode network each pair once, the lesser IRI first. Zero is left out.
        counts: Statements behind a row and column: of actors on issues, or of issues by actors.
        frequency: How many statements each node has.
    """

    mode: str
    aggregation: str
    normalisation: str
    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    cells: Mapping[tuple[str, str], float]
    counts: Counts
    frequency: Mapping[str, int]

    @property
    def one_mode(self) -> bool:
        """Whether rows and columns are the same nodes."""
        return self.mode != "two-mode"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, once."""
        return self.rows if self.one_mode else (*self.rows, *self.columns)

    def value(self, row: str, column: str) -> float:
        """What ties a row and a column; 0 where nothing does."""
        return self.cells.get((min(row, column), max(row, column)) if self.one_mode else (row, column), 0)

    def only(self, kept: Iterable[str]) -> Network:
        """The network of these nodes alone, by IRI."""
        wanted = set(kept)
        return Network(
            self.mode, self.aggregation, self.normalisation,
            tuple(node for node in self.rows if node.iri in wanted), tuple(node for node in self.columns if node.iri in wanted),
            {pair: value for pair, value in self.cells.items() if wanted.issuperset(pair)}, self.counts, self.frequency,
        )  # fmt: skip


def make(
    events: Iterable[Event], choice: Choice, mode: str = "two-mode", aggregation: str = "", normalisation: str = "no", *,
    isolates: bool = False,
) -> Network:  # fmt: skip
    """The network of some events; those without an issue stay out, and so do those neither for nor against unless stances are ignored.

    Args:
        events: As `Choice.of` gives them.
        choice: Tells how repeats are counted.
        mode: One of `MODES`.
        aggregation: By default `subtract` for actors by issues, `congruence` otherwise.
        normalisation: As in `diplograph.network.counts`.
        isolates: Whether nodes without ties stay in.

    Raises:
        Fault: There is no such mode, aggregation or normalisation.
    """
    if mode not in MODES:
        raise Fault(f'there is no network "{mode}"', "--mode", f"choose one of events, {', '.join(MODES)}")
    how = aggregation or ("subtract" if mode == "two-mode" else "congruence")
    counts, nodes = tally(events, choice, stances=how != "ignore")
    if mode == "issues":
        counts = {(column, row): cell for (row, column), cell in counts.items()}
    cells = (two_mode if mode == "two-mode" else one_mode)(counts, how, normalisation)
    frequency: Counter[str] = Counter()
    for (row, column), cell in counts.items():
        frequency[row] += cell.total
        frequency[column] += cell.total
    sides = [{row for row, _ in counts}, {column for _, column in counts}]
    if mode != "two-mode":
        sides = [sides[0], sides[0]]
    tied = {iri for pair in cells for iri in pair}
    rows, columns = (_ordered(nodes, side if isolates else side & tied) for side in sides)
    return Network(mode, how, normalisation, rows, columns, cells, counts, dict(frequency))


def tally(events: Iterable[Event], choice: Choice, *, stances: bool) -> tuple[dict[tuple[str, str], Cell], dict[str, Node]]:
    """How many statements each actor has on each issue, repeats apart, and the nodes by IRI.

    Args:
        events: As `Choice.of` gives them.
        choice: Tells how repeats are counted.
        stances: Whether only statements for or against count, each by its direction.
    """
    counts: dict[tuple[str, str], Cell] = {}
    nodes: dict[str, Node] = {}
    usable = [event for event in events if event.issue and (not stances or event.direction is not None)]
    for event in choice.counted(usable, stances=stances):
        if event.issue:
            nodes |= {event.actor.iri: event.actor, event.issue.iri: event.issue}
            pair = event.actor.iri, event.issue.iri
            counts[pair] = counts.get(pair, Cell()).plus(event.direction)
    return counts, nodes


def _ordered(nodes: Mapping[str, Node], iris: Iterable[str]) -> tuple[Node, ...]:
    return tuple(sorted((nodes[iri] for iri in iris), key=lambda node: (node.label.casefold(), node.iri)))
