"""Fifty clients at once on a graph of a million triples for a minute: no error, and no more memory at the end than at first."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from serving import RAW, RELEASED, copied, load, memory, ours

CLIENTS = 50


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("million") / "graph.nq"
    with data.open("wb") as file:
        file.writelines(copied(RELEASED, 1_000_000))
    return data


def mixed(number: int) -> str:
    """One of five kinds of request, in turn; none is asked twice."""
    return (
        "/id/state/russia.ttl", "/id/issue/nato-membership-of-ukraine.html", f"/suggest?type=actor&prefix=ru&x={number}",
        "/sparql?query=" + quote(f"ASK {{ ?s a dpg:Statement }} #{number}"), "/sparql?query=" + quote(RAW.format(number)),
    )[number % 5]  # fmt: skip


def test_fifty_clients_for_a_minute(million: Path) -> None:
    with ours(million, "--timeout", "60", "--queue", "200") as (url, process):
        first = load(url, mixed, CLIENTS, 15)
        before = memory(process)
        second = load(url, lambda number: mixed(number + 1_000_000), CLIENTS, 45)
        after = memory(process)
    assert first.faults == second.faults == []
    assert len(second.times) > CLIENTS
    assert after < before + 200 * 2**20
