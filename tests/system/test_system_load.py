"""What is too large for the other tests: fifty clients at once on a million triples, fifty megabytes in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from graphs import multiplied
from serving import RAW, RELEASED, load, memory, ours

CLIENTS = 50


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("million") / "graph.nq"
    with data.open("wb") as file:
        file.writelines(multiplied(RELEASED, 1_000_000))
    return data


def mixed(number: int) -> str:
    """One of five kinds of request, in turn; none is asked twice."""
    return (
        "/id/state/russia.ttl", "/id/issue/nato-membership-of-ukraine.html", f"/suggest?type=actor&prefix=ru&x={number}",
        "/sparql?query=" + quote(f"ASK {{ ?s a dpg:Statement }} #{number}"), "/sparql?query=" + quote(RAW.format(number)),
    )[number % 5]  # fmt: skip


def test_fifty_clients_for_a_minute(million: Path) -> None:
    """No error, and no more memory at the end than at first."""
    with ours(million, "--timeout", "60", "--queue", "200") as (url, process):
        first = load(url, mixed, CLIENTS, 15)
        before = memory(process)
        second = load(url, lambda number: mixed(number + 1_000_000), CLIENTS, 45)
        after = memory(process)
    assert first.faults == second.faults == []
    assert len(second.times) > CLIENTS
    assert after < before + 200 * 2**20


@pytest.mark.parametrize("command", [("extract",), ("build", "-o", "built")])
def test_fifty_megabytes_in_one_line_are_told_in_a_line(command: tuple[str, ...], tmp_path: Path) -> None:
    article = tmp_path / "huge.txt"
    article.write_text("Syldavia said it would not sign the treaty. " * (50 * 2**20 // 44))
    call = [sys.executable, "-m", "diplograph", command[0], str(article), *command[1:]]
    done = subprocess.run(call, capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False)  # noqa: S603 - our own
    assert done.returncode == 2
    assert "more than the 1000000 that are read as one article; split it" in done.stderr
    assert "Traceback" not in done.stderr
    assert "English" not in done.stderr
    assert not (tmp_path / "built").exists()
