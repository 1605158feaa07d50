"""Networks and event lists as files: CSV, GraphML, GEXF."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from diplograph.errors import Fault
from diplograph.network.choice import Window
from diplograph.network.events import Event
from diplograph.network.matrix import Network

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EVENT_FIELDS", "as_networkx", "edge_csv", "event_csv", "gexf", "graphml", "matrix_csv"]

# DNA's columns in its order and names where it has them; then what it has no place for.
EVENT_FIELDS = (
    "statement_id", "time", "actor", "concept", "agreement", "start_position", "stop_position", "text", "document_id", "document_title",
    "document_author", "document_source", "stance", "leaning", "kind", "attitude", "voice", "attributed_by", "state", "actor_type",
    "statement_iri", "actor_iri", "concept_iri",
)  # fmt: skip
_COLOURS = {"actor": (31, 90, 130), "issue": (150, 150, 150), "for": (33, 113, 181), "against": (200, 90, 30), "both": (110, 110, 110)}
_ALIKE = {"agreement": "for", "conflict": "against", "": "both"}
# networkx writes the day into the file; the same network must give the same bytes.
_DAY = re.compile(rb' lastmodifieddate="[^"]*"')
# What XML 1.0 cannot hold.
_CONTROL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def event_csv(events: Iterable[Event]) -> str:
    """DNA's event list: one row for each statement and holder, quotes unchanged (DNA's own export alters `"` and `;`).

    `agreement` is 1 or 0 where the stance toward the issue, or the leaning of a conditional one, has a direction, else empty.
    """
    return _csv(EVENT_FIELDS, (_event(event) for event in events))


def _event(event: Event) -> Sequence[object]:
    issue, source, state = event.issue, event.source, event.state
    return (
        event.statement.rpartition("/")[2], event.date or "", event.actor.label, issue.label if issue else "",
        "" if event.direction is None else event.direction, event.start, event.end, event.quote, source.key, source.title, source.author,
        source.outlet, event.stance, event.leaning, event.kind, event.attitude, event.voice, event.attributed,
        state.label if state else "", event.actor.type, event.statement, event.actor.iri, issue.iri if issue else "",
    )  # fmt: skip


def matrix_csv(network: Network) -> str:
    """The matrix: a row and a column for each node, labels at its edges; one-mode matrices are symmetric with zeros in the diagonal."""
    names = _names(network)
    lines = ([names[row.iri], *(_number(network.value(row.iri, column.iri)) for column in network.columns)] for row in network.rows)
    return _csv(["", *(names[column.iri] for column in network.columns)], lines)


def edge_csv(networks: Iterable[tuple[Window | None, Network]], *, windowed: bool = False) -> str:
    """Ties as rows, for one network, or for one after another in time with the first and last day of each."""
    head = ("source", "target", "weight", "for", "against", "source_iri", "target_iri")
    lines: list[Sequence[object]] = []
    for window, network in networks:
        names = _names(network)
        when = (window.first, window.last) if windowed and window else ()
        for (a, b), value in _ties(network):
            cell = network.counts.get((a, b))
            sides = ("", "") if network.one_mode or cell is None else (cell.favour, cell.against)
            lines.append((*when, names[a], names[b], _number(value), *sides, a, b))
    return _csv((*(("from", "until") if windowed else ()), *head), lines)


def as_networkx(network: Network) -> nx.Graph[str]:
    """The network as networkx has it, nodes by IRI.

    Nodes carry `label`, `iri`, `type`, `variable` (actor or issue) and `frequency`; ties `weight` (never negative, since most layouts
    cannot bear it), `value` (signed where subtracted), `stance`, and in a two-mode network `for` and `against`.

    Raises:
        Fault: networkx is not installed.
    """
    graph: nx.Graph[str] = _networkx().Graph(name=f"{network.mode}, {network.aggregation}, {network.normalisation}")
    names = _names(network)
    rows = {node.iri for node in network.rows}
    for node in network.nodes:
        variable = "actor" if network.mode == "actors" or (network.mode == "two-mode" and node.iri in rows) else "issue"
        graph.add_node(
            node.iri, label=_clean(names[node.iri]), iri=node.iri, type=node.type, variable=variable,
            frequency=network.frequency.get(node.iri, 0),
        )  # fmt: skip
    for (a, b), value in _ties(network):
        said: dict[str, object] = {"weight": abs(float(value)), "value": float(value), "stance": _stance(network, a, b, value)}
        cell = network.counts.get((a, b))
        if cell and not network.one_mode:
            said |= {"for": cell.favour, "against": cell.against}
        graph.add_edge(a, b, **said)
    return graph


def graphml(network: Network) -> bytes:
    """GraphML, as Gephi, visone, yEd and igraph read it."""
    out = io.BytesIO()
    _networkx().write_graphml_xml(as_networkx(network), out, prettyprint=True)
    return out.getvalue()


def gexf(network: Network) -> bytes:
    """GEXF 1.2, Gephi's own format, with colours by variable and stance."""
    graph = as_networkx(network)
    for _, said in graph.nodes(data=True):
        said["viz"] = {"color": _colour(said["variable"]), "size": 10.0 + 2.0 * min(said["frequency"], 20)}
    for number, (_, _, said) in enumerate(graph.edges(data=True)):
        said["id"] = number
        stance = _ALIKE.get(said["stance"], said["stance"])
        said["viz"] = {"color": _colour(stance), "shape": "dashed" if stance == "against" else "solid"}
    out = io.BytesIO()
    _networkx().write_gexf(graph, out, version="1.2draft")
    return _DAY.sub(b"", out.getvalue())


def _stance(network: Network, a: str, b: str, value: float) -> str:
    """The tie in a word: for, against or both; agreement or conflict in a one-mode network; empty where stances are ignored."""
    if network.aggregation == "ignore":
        return ""
    if network.one_mode:
        return "conflict" if network.aggregation == "conflict" or value < 0 else "agreement"
    cell = network.counts[a, b]
    return "both" if cell.favour and cell.against else "for" if cell.favour else "against"


def _ties(network: Network) -> list[tuple[tuple[str, str], float]]:
    """The ties in the order of their nodes' labels."""
    order = {node.iri: number for number, node in enumerate(network.nodes)}
    pairs = [((a, b) if order[a] <= order[b] else (b, a), value) for (a, b), value in network.cells.items() if a in order and b in order]
    return sorted(pairs, key=lambda pair: (order[pair[0][0]], order[pair[0][1]]))


def _names(network: Network) -> dict[str, str]:
    """A label for each node; where two share one, the end of the IRI tells them apart."""
    labels = [node.label for node in network.nodes]
    twice = {label for label in labels if labels.count(label) > 1} if len(set(labels)) < len(labels) else set()
    return {node.iri: f"{node.label} ({node.iri.rpartition('/')[2]})" if node.label in twice else node.label for node in network.nodes}


def _number(value: float) -> str:
    """A count as it is, a ratio to six digits."""
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}"


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _colour(name: str) -> dict[str, float]:
    red, green, blue = _COLOURS[name]
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def _csv(head: Iterable[object], lines: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(lines)
    return out.getvalue()


def _networkx() -> ModuleType:
    try:
        import networkx as nx
    except ImportError as error:
        raise Fault("networkx is not installed", None, 'pip install "diplograph[pictures]"') from error
    return nx
