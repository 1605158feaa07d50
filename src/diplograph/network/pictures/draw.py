"""The pictures by name, of as many nodes as a reader can take in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from diplograph.errors import Fault
from diplograph.network.counts import one_mode
from diplograph.network.episodes import Track
from diplograph.network.events import Node
from diplograph.network.matrix import Network
from diplograph.network.pictures.bipartite import bipartite
from diplograph.network.pictures.dendrogram import dendrogram
from diplograph.network.pictures.heatmap import heatmap
from diplograph.network.pictures.timeline import timeline

__all__ = ["DRAWN", "draw", "draw_positions"]

DRAWN = ("bipartite", "heatmap", "dendrogram", "positions")


def draw(network: Network, picture: str, form: str, top: int) -> bytes:
    """A network's picture, with a line that says what is shown of what.

    Args:
        network: The network.
        picture: `bipartite` (two-mode only), `heatmap` or `dendrogram` (one-mode only).
        form: `svg` or `png`.
        top: How many nodes of each kind to draw at most; those with the most statements.

    Raises:
        Fault: The picture does not fit the network, or there is nothing to draw.
    """
    if picture == "bipartite" and network.one_mode:
        raise Fault(
            "a bipartite picture needs a two-mode network", "--picture", "choose --mode two-mode, or draw a heatmap or a dendrogram"
        )
    if picture == "dendrogram":
        return dendrogram(_speaking(network, top), form, "average linkage of the share of opposed stances among those on the same subject")
    shown = _most(network, top)
    if not shown.cells:
        raise Fault("nothing is tied to anything in this network", "--picture", "filter less, or choose another aggregation")
    drawn = {"bipartite": bipartite, "heatmap": heatmap}[picture]
    return drawn(shown, form, _note(network, shown))


def draw_positions(found: Sequence[Track], form: str, top: int) -> bytes:
    """Positions over time: whole issues, up to `top` of their holders in all, and one issue at least.

    Raises:
        Fault: There is nothing to draw.
    """
    kept: list[Track] = []
    issues = 0
    for _, group in groupby(found, key=lambda track: track.issue.iri):
        block = list(group)
        if kept and len(kept) + len(block) > top:
            break
        kept += block
        issues += 1
    total = len({track.issue.iri for track in found})
    note = f"{issues} of {total} issues, those with the most dated positions" if issues < total else ""
    return timeline(kept, form, note)


def _most(network: Network, top: int) -> Network:
    """The nodes of each side with the most statements, without those that are then tied to nothing."""

    def first(side: Sequence[Node]) -> list[str]:
        return [node.iri for node in sorted(side, key=lambda node: (-network.frequency.get(node.iri, 0), node.label, node.iri))[:top]]

    part = network.only({*first(network.rows), *first(network.columns)})
    return part.only({iri for pair in part.cells for iri in pair})


def _speaking(network: Network, top: int) -> Network:
    """The nodes with the most statements that share or oppose a stance of another's."""
    if not network.one_mode:
        return network
    tied = {iri for how in ("congruence", "conflict") for pair in one_mode(network.counts, how, "no") for iri in pair}
    ranked = sorted(
        (node for node in network.rows if node.iri in tied), key=lambda node: (-network.frequency.get(node.iri, 0), node.label, node.iri)
    )
    return network.only(node.iri for node in ranked[:top])


def _note(network: Network, shown: Network) -> str:
    how = {
        "ignore": "statements, whatever their stance",
        "subtract": "statements for less those against",
        "combine": "1 for, 2 against, 3 both",
        "congruence": "shared stances",
        "conflict": "opposed stances",
    }[network.aggregation]
    if network.one_mode and network.aggregation == "subtract":
        how = "shared stances less opposed ones"
    parts = [how] + ([f"normalised by {network.normalisation}"] if network.normalisation != "no" else [])
    sides = [("actors", network.rows, shown.rows), ("issues", network.columns, shown.columns)]
    if network.one_mode:
        sides = [(network.mode, network.rows, shown.rows)]
    cut = [f"{len(some)} of {len(every)} {name}" for name, every, some in sides if len(some) < len(every)]
    return "; ".join([*parts, *(["the most active: " + ", ".join(cut)] if cut else [])])
