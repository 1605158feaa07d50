"""The network of actors who hold positions on the same issues: laid out once, the same every time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries import run

if TYPE_CHECKING:
    from diplograph.web.context import Context
    from diplograph.web.pages.look import Look

__all__ = ["layout", "network"]

_MOST_NODES = 40
_MOST_ROWS = 300
_WIDTH, _HEIGHT, _MARGIN = 1000.0, 760.0, 90.0
_STEPS = 400
_LEAST = 62.0  # units of the picture that two nodes keep between them, so that names can be read


def network(context: Context, look: Look, _: Mapping[str, str]) -> dict[str, Any]:
    """Who sides with whom, by the saved query `co-stance`: a picture of those with most ties, and a table of all."""
    query = context.questions.get("co-stance")
    if query is None:
        raise Fault("there is no saved query co-stance", None, "take it from the bundled queries")
    found = run(context.engine, query, {})
    records = found.records() if isinstance(found, Table) else []
    pairs = [(one["actor"] or "", one["other"] or "", int(one["agreed"] or 0), int(one["disagreed"] or 0)) for one in records]
    ties: dict[str, int] = {}
    for actor, other, agreed, disagreed in pairs:
        for one in (actor, other):
            ties[one] = ties.get(one, 0) + agreed + disagreed
    shown = sorted(ties, key=lambda one: (-ties[one], one))[:_MOST_NODES]
    inside = [pair for pair in pairs if pair[0] in shown and pair[1] in shown]
    places = layout(shown, [(pair[0], pair[1], pair[2] - pair[3]) for pair in inside])
    number = {iri: place for place, iri in enumerate(shown)}
    return {
        "title": "Who sides with whom",
        "nodes": [
            {"link": look.link(iri), "x": places[iri][0], "y": places[iri][1], "size": round(6 + 2.2 * math.sqrt(ties[iri]), 1)}
            for iri in shown
        ],
        "edges": [
            {
                "source": number[actor], "target": number[other], "agreed": agreed, "disagreed": disagreed,
                "width": round(1 + 0.8 * (agreed + disagreed), 1), "x1": places[actor][0], "y1": places[actor][1], "x2": places[other][0],
                "y2": places[other][1],
            }
            for actor, other, agreed, disagreed in inside
        ],
        "left_out": f"{len(ties) - len(shown)} actors with fewer ties are in the table alone." if len(ties) > len(shown) else "",
        "rows": [
            {"actor": look.link(actor), "other": look.link(other), "agreed": agreed, "disagreed": disagreed}
            for actor, other, agreed, disagreed in pairs[:_MOST_ROWS]
        ],
    }  # fmt: skip


def layout(nodes: list[str], edges: list[tuple[str, str, int]]) -> dict[str, tuple[float, float]]:
    """Places for nodes: those that agree draw together, all push apart (Fruchterman and Reingold 1991), from a circle, without chance.

    Args:
        nodes: In the order in which they stand on the circle at first.
        edges: Two nodes and how much more they agree than differ.

    Returns:
        Coordinates within the picture.
    """
    if not nodes:
        return {}
    size = len(nodes)
    x = [0.5 + 0.4 * math.cos(2 * math.pi * place / size) for place in range(size)]
    y = [0.5 + 0.4 * math.sin(2 * math.pi * place / size) for place in range(size)]
    number = {iri: place for place, iri in enumerate(nodes)}
    ties = [(number[one], number[other], 1.0 if weight >= 0 else 0.15) for one, other, weight in edges]
    ideal = 0.9 / math.sqrt(size)
    for step in range(_STEPS):
        _move(x, y, ties, ideal, 0.08 * (1 - step / _STEPS))
    xs, ys = ([_scaled(values, place, room) for place in range(size)] for values, room in ((x, _WIDTH), (y, _HEIGHT)))
    for _ in range(200):
        _part(xs, ys)
    return {iri: (_within(xs[place], _WIDTH), _within(ys[place], _HEIGHT)) for iri, place in number.items()}


def _move(x: list[float], y: list[float], ties: list[tuple[int, int, float]], ideal: float, most: float) -> None:
    """One step, no longer than so far for any node."""
    size = len(x)
    dx, dy = [0.0] * size, [0.0] * size
    for one in range(size):
        for other in range(one + 1, size):
            across, down = x[one] - x[other], y[one] - y[other]
            push = ideal * ideal / max(across * across + down * down, 1e-6)
            dx[one] += across * push
            dy[one] += down * push
            dx[other] -= across * push
            dy[other] -= down * push
        dx[one] += (0.5 - x[one]) * 3 * ideal
        dy[one] += (0.5 - y[one]) * 3 * ideal
    for one, other, weight in ties:
        across, down = x[one] - x[other], y[one] - y[other]
        pull = weight * math.hypot(across, down) / ideal
        dx[one] -= across * pull
        dy[one] -= down * pull
        dx[other] += across * pull
        dy[other] += down * pull
    for one in range(size):
        length = max(math.hypot(dx[one], dy[one]), 1e-9)
        x[one] += dx[one] / length * min(length, most)
        y[one] += dy[one] / length * min(length, most)


def _part(x: list[float], y: list[float]) -> None:
    """Push nodes apart that are too near to read their names; more so up and down, as names are wide."""
    for one in range(len(x)):
        for other in range(one + 1, len(x)):
            across, down = x[one] - x[other], 2.2 * (y[one] - y[other])
            apart = max(math.hypot(across / 2.2, down / 2.2), 1e-3)
            if apart < _LEAST:
                push = (_LEAST - apart) / apart / 8
                x[one] += across * push / 2.2
                x[other] -= across * push / 2.2
                y[one] += (down or 1.0) * push / 2.2
                y[other] -= (down or 1.0) * push / 2.2


def _scaled(values: list[float], place: int, room: float) -> float:
    low, high = min(values), max(values)
    share = (values[place] - low) / (high - low) if high > low else 0.5
    return _MARGIN + share * (room - 2 * _MARGIN)


def _within(value: float, room: float) -> float:
    return round(min(max(value, _MARGIN), room - _MARGIN / 2), 1)
