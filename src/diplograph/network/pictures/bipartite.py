"""Actors on the left, issues on the right, a line for what an actor has said on an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diplograph.network.counts import Cell
from diplograph.network.events import Node
from diplograph.network.matrix import Network
from diplograph.network.pictures.style import AGAINST, BOTH, FOR, INK, LineStyle, caption, drawing, figure, saved, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["bipartite"]

_SWEEPS = 24  # the order of the two sides hardly changes after some ten
_LINE = 0.3  # inches for a node
_TITLE = "Who is for and against what"


def bipartite(network: Network, form: str, note: str = "") -> bytes:
    """A two-mode network as a picture: blue and solid for, orange and dashed against, grey and dotted both or neither.

    The sides are ordered so that few lines cross (barycentre heuristic: Sugiyama, Tagawa and Toda 1981).

    Args:
        network: A two-mode network.
        form: `svg` or `png`.
        note: What is shown, for the line below the title.
    """
    left, right = _ordered(network)
    most = max(len(left), len(right), 4)
    height = most * _LINE + 1.3
    with drawing():
        sheet, axes = figure(10.5, height)
        axes.set_position((0.235, 0.5 / height, 0.41, 1 - 1.3 / height))
        axes.set(xlim=(0, 1), ylim=(most - 0.5, -0.5), xticks=[], yticks=[])
        heights = {node.iri: most / len(side) * (number + 0.5) - 0.5 for side in (left, right) for number, node in enumerate(side)}
        for row in left:
            for column in right:
                cell = network.counts.get((row.iri, column.iri))
                if cell and (row.iri, column.iri) in network.cells:
                    _line(axes, heights[row.iri], heights[column.iri], cell)
        for side, x, align, width in ((left, 0.0, "right", 34), (right, 1.0, "left", 52)):
            for node in side:
                axes.plot([x], [heights[node.iri]], "o" if x == 0 else "s", color=INK, markersize=4, clip_on=False, zorder=3)
                shift = -0.02 if x == 0 else 0.02
                axes.text(x + shift, heights[node.iri], wrapped(node.label, width), ha=align, va="center", linespacing=0.95)
        _legend(axes, height)
        caption(sheet, _TITLE, note)
        return saved(sheet, form, _TITLE)


def _line(axes: Axes, start: float, end: float, cell: Cell) -> None:
    colour, style = _look(cell)
    width = min(0.7 + 0.55 * (cell.total - 1), 4)
    axes.plot([0, 1], [start, end], linestyle=style, color=colour, linewidth=width, alpha=0.8, zorder=1)


def _look(cell: Cell) -> tuple[str, LineStyle]:
    if bool(cell.favour) == bool(cell.against):
        return BOTH, ":"
    return (FOR, "-") if cell.favour else (AGAINST, "--")


def _legend(axes: Axes, height: float) -> None:
    from matplotlib.lines import Line2D

    shown: tuple[tuple[str, str, LineStyle], ...] = (("for", FOR, "-"), ("against", AGAINST, "--"), ("both, or neither", BOTH, ":"))
    handles = [Line2D([], [], color=colour, linestyle=style, linewidth=1.6, label=name) for name, colour, style in shown]
    axes.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.05 / (height - 1.3)), ncols=3, frameon=False, handlelength=3.2,
        title="the wider, the more statements", title_fontsize=8,
    )  # fmt: skip


def _ordered(network: Network) -> tuple[list[Node], list[Node]]:
    """Both sides, each node near the mean place of those that it is tied to."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for row, column in sorted(network.cells):
        neighbours[row].append(column)
        neighbours[column].append(row)
    left, right = list(network.rows), list(network.columns)
    for _ in range(_SWEEPS):
        right = _sorted(right, left, neighbours)
        left = _sorted(left, right, neighbours)
    return left, right


def _sorted(side: Sequence[Node], other: Sequence[Node], neighbours: dict[str, list[str]]) -> list[Node]:
    place = {node.iri: number / max(len(other) - 1, 1) for number, node in enumerate(other)}

    def mean(node: Node) -> float:
        places = [place[iri] for iri in neighbours[node.iri] if iri in place]
        return round(sum(places) / len(places), 9) if places else 1.0

    return sorted(side, key=mean)
