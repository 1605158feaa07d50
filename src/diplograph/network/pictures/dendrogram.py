"""Which actors (or issues) agree with each other, as a tree: the polarisation of a debate."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from diplograph.errors import Fault
from diplograph.network.counts import one_mode
from diplograph.network.matrix import Network
from diplograph.network.pictures.style import AGAINST, BOTH, FAINT, FOR, LineStyle, caption, drawing, figure, saved, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dendrogram", "distances"]

_TITLES = {"actors": "Which actors agree with each other", "issues": "Which issues the same actors support or oppose"}
_LINE = 0.27  # inches for a leaf
_APART = 0.5  # two who share nothing, or agree as much as they disagree


def distances(network: Network) -> dict[tuple[str, str], float]:
    """How far any two rows are apart, from 0 to 1: (1 − (congruence − conflict) / (congruence + conflict)) / 2.

    0 is agreement on all that both speak about, 1 disagreement on all, 0.5 as much of either, or nothing in common.
    """
    agree, quarrel = (one_mode(network.counts, how, "no") for how in ("congruence", "conflict"))
    found = {}
    for pair in combinations(sorted(node.iri for node in network.rows), 2):
        shared = agree.get(pair, 0) + quarrel.get(pair, 0)
        found[pair] = (1 - (agree.get(pair, 0) - quarrel.get(pair, 0)) / shared) / 2 if shared else _APART
    return found


def dendrogram(network: Network, form: str, note: str = "") -> bytes:
    """A one-mode network as a tree: average linkage (UPGMA) of `distances`, which rest on counts, whatever the network's own aggregation.

    Branches left of the line at 0.5 agree more than they disagree; those right of it are drawn dashed.

    Args:
        network: A one-mode network.
        form: `svg` or `png`.
        note: What is shown, for the line below the title.

    Raises:
        Fault: The network is two-mode, or has fewer than two nodes.
    """
    if not network.one_mode or len(network.rows) < 2:
        what = "a dendrogram needs a one-mode network of two nodes or more"
        raise Fault(what, "--picture", "choose --mode actors or --mode issues, and fewer filters")
    from scipy.cluster.hierarchy import dendrogram as branches
    from scipy.cluster.hierarchy import linkage

    nodes = sorted(network.rows, key=lambda node: node.iri)
    apart = distances(network)
    tree = branches(linkage([apart[pair] for pair in combinations([n.iri for n in nodes], 2)], "average"), no_plot=True)
    names = [wrapped(nodes[leaf].label, 50) for leaf in tree["leaves"] or ()]
    height = len(names) * _LINE + 1.9
    with drawing():
        sheet, axes = figure(9, height)
        axes.set_position((0.4, 1.15 / height, 0.55, 1 - 1.9 / height))
        axes.set(xlim=(-0.03, 1.01), ylim=(len(names) * 10, 0))
        for places, ends in zip(tree["icoord"], tree["dcoord"], strict=True):
            calm = ends[1] < _APART
            axes.plot(
                ends, places, color=FOR if calm else AGAINST if ends[1] > _APART else BOTH, linestyle="-" if calm else "--", linewidth=1.3
            )
        for number in range(len(names)):  # a stub, so that leaves that join at 0 are seen to join
            axes.plot([-0.02, 0], [10 * number + 5] * 2, color=BOTH, linewidth=1)
        axes.axvline(_APART, color=FAINT, linewidth=0.8, zorder=0)
        axes.set_yticks([10 * number + 5 for number in range(len(names))], names, linespacing=0.95)
        axes.set_xticks(
            [0, 0.25, 0.5, 0.75, 1],
            ["0\nagree\non all", "0.25", "0.5\nas much of either,\nor nothing shared", "0.75", "1\ndisagree\non all"],
        )
        _legend(axes, height)
        caption(sheet, _TITLES[network.mode], note)
        return saved(sheet, form, _TITLES[network.mode])


def _legend(axes: Axes, height: float) -> None:
    from matplotlib.lines import Line2D

    shown: tuple[tuple[str, str, LineStyle], ...] = (
        ("agree more", FOR, "-"),
        ("nothing shared, or as much of either", BOTH, "--"),
        ("disagree more", AGAINST, "--"),
    )
    handles = [Line2D([], [], color=colour, linestyle=style, linewidth=1.4, label=name) for name, colour, style in shown]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.3, -0.62 / (height - 1.9)), ncols=3, frameon=False, handlelength=3)
