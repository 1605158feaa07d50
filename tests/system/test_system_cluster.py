"""Real Dask workers, in processes of their own, one of which is killed while it reads."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from pathlib import Path

from distributed import Client, LocalCluster

from diplograph import cluster
from diplograph.build import build as on_one
from diplograph.resources import Workspace

SPACE = Workspace.find(Path(__file__).parents[2])
TEXT = """Talks on hold in the {n}th week

{name} said on Monday that it would not accept offer {n} of Russia on gas. "We reject it," Foreign Minister Anna Example said in the city.
{name} demanded that ceasefire {n} hold, and proposed a conference on border {n} of Ruritania.
"""


def graph(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def test_a_worker_is_killed_and_the_graph_is_the_same(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(40):
        name = ("France", "Germany", "Poland", "Japan")[number % 4]
        (corpus / f"a{number:02}.txt").write_text(TEXT.format(n=number, name=name), "utf-8")
    on_one([corpus], SPACE, tmp_path / "alone")
    killed: list[int] = []
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None) as local,
        Client(local) as client,
    ):
        workers = list(client.run(os.getpid).values())

        def kill_one(line: str) -> None:
            """Once some shards are read, while others wait."""
            if not killed and line.startswith("reading a1"):
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL)

        assert threading.current_thread() is threading.main_thread()
        cluster.build(local.scheduler_address, [corpus], SPACE, tmp_path / "out", kill_one, shard_words=60)
        assert set(client.run(os.getpid).values()) != set(workers)
    assert killed
    assert graph(tmp_path / "out") == graph(tmp_path / "alone")
    assert len(list((tmp_path / "out" / "parts").glob("part-*.nq.gz"))) == 20
