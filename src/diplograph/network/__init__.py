"""Discourse networks: event lists, two-mode and one-mode networks, and pictures of them."""

from diplograph.network.choice import DUPLICATES, FIELDS, Choice, Window, days, parse_window, windows
from diplograph.network.counts import ONE_MODE, TWO_MODE, Cell
from diplograph.network.events import Event, Node, Source, read
from diplograph.network.job import FORMATS, Order, fulfil, rendered, series
from diplograph.network.matrix import MODES, Network, make, tally
from diplograph.network.write import EVENT_FIELDS, as_networkx, edge_csv, event_csv, gexf, graphml, matrix_csv

__all__ = [
    "DUPLICATES", "EVENT_FIELDS", "FIELDS", "FORMATS", "MODES", "ONE_MODE", "TWO_MODE", "Cell", "Choice", "Event", "Network", "Node",
    "Order", "Source", "Window", "as_networkx", "days", "edge_csv", "event_csv", "fulfil", "gexf", "graphml", "make", "matrix_csv",
    "parse_window", "read", "rendered", "series", "tally", "windows",
]  # fmt: skip
