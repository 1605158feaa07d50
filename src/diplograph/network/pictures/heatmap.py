"""A network's matrix, a square for each tie, similar rows and columns beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.network.matrix import Network
from diplograph.network.pictures.style import AGAINST, FOR, INK, caption, drawing, figure, saved, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from diplograph.network.events import Node

__all__ = ["heatmap"]

_SQUARE = 0.33  # inches
_TITLES = {"two-mode": "Stances of actors on issues", "actors": "Ties between actors", "issues": "Ties between issues"}


def heatmap(network: Network, form: str, note: str = "") -> bytes:
    """The matrix as a picture; each square has its number, with its sign where the aggregation has signs.

    Issues stand in the rows of a two-mode network: their labels are the longer ones. Rows and columns are ordered by average linkage of
    their Euclidean distances (scipy), with leaves turned so that neighbours are alike.

    Args:
        network: Any network.
        form: `svg` or `png`.
        note: What is shown, for the line below the title.
    """
    down, across = (network.rows, network.rows) if network.one_mode else (network.columns, network.rows)
    down, across = _alike(network, down, across), _alike(network, across, down)
    if network.one_mode:
        across = down
    labels_down, labels_up = [wrapped(node.label, 44) for node in down], [wrapped(node.label, 32, 1) for node in across]
    width, tall = len(across) * _SQUARE, len(down) * _SQUARE
    beside, above = 3.5, 0.8 + 0.055 * max(map(len, labels_up))
    sheet_width, sheet_height = max(width + beside + 1.6, 6), tall + above + 0.4
    with drawing():
        sheet, axes = figure(sheet_width, sheet_height)
        axes.set_position((beside / sheet_width, 0.25 / sheet_height, width / sheet_width, tall / sheet_height))
        axes.set(xlim=(-0.5, len(across) - 0.5), ylim=(len(down) - 0.5, -0.5))
        axes.set_xticks(range(len(across)), labels_up, rotation=50, ha="left", rotation_mode="anchor")
        axes.set_yticks(range(len(down)), labels_down, linespacing=0.95)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        _squares(axes, network, down, across)
        caption(sheet, _TITLES[network.mode], note)
        return saved(sheet, form, _TITLES[network.mode])


def _squares(axes: Axes, network: Network, down: tuple[Node, ...], across: tuple[Node, ...]) -> None:
    """The squares, the stronger the tie the fuller the colour, and a hairline grid."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    most = max((abs(value) for value in network.cells.values()), default=1) or 1
    signed = network.aggregation == "subtract"
    for y, one in enumerate(down):
        for x, other in enumerate(across):
            value = network.value(one.iri, other.iri) if network.one_mode else network.value(other.iri, one.iri)
            tie = 0.15 + 0.85 * abs(value) / most if value else 0
            red, green, blue = to_rgb(AGAINST if value < 0 or network.aggregation == "conflict" else FOR)
            colour = (1 - (1 - red) * tie, 1 - (1 - green) * tie, 1 - (1 - blue) * tie)
            if network.one_mode and one.iri == other.iri:
                colour = (0.93, 0.93, 0.93)
            axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="#e6e6e6", linewidth=0.5))
            if value:
                axes.text(x, y, _said(value, signed=signed), ha="center", va="center", size=7, color="white" if tie > 0.55 else INK)


def _said(value: float, *, signed: bool) -> str:
    whole = float(value).is_integer()
    text = f"{abs(int(value))}" if whole else f"{abs(value):.2f}".lstrip("0")
    return text if not signed else f"{'−' if value < 0 else '+'}{text}"


def _alike(network: Network, nodes: tuple[Node, ...], others: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes, those with similar rows side by side."""
    if len(nodes) < 3:
        return nodes
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    if network.one_mode:
        rows = [[network.value(one.iri, other.iri) for other in others] for one in nodes]
    else:
        across = nodes is network.rows or nodes[0] in network.rows
        rows = [[network.value(one.iri, other.iri) if across else network.value(other.iri, one.iri) for other in others] for one in nodes]
    # Optimal ordering takes cubic time; beyond some hundreds of nodes a picture has no readers either way.
    return tuple(nodes[number] for number in leaves_list(linkage(pdist(rows), "average", optimal_ordering=len(nodes) <= 300)))
