"""Kills the writer of a store at one point after another; run by test_build_stored.py as `killed.py TEXTS STORES`.

A point is a call that changes something on disk. For each one a process is forked that fills a store and is killed there by SIGKILL. Then
the store must open with whole articles only, and the next run must make of it what an undisturbed one makes. A line of JSON is
written for each point; the last one is that of a run that came to its end.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from diplograph import generations, rdf
from diplograph.articles import read
from diplograph.build import fill
from diplograph.build.shares import Worker
from diplograph.build.stored import job
from diplograph.build.stored.catalogue import Catalogue
from diplograph.build.stored.writing import Writer
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Report

POINTS = (
    (Catalogue, ("keep", "drop", "put", "written", "fresh", "remark", "choose")),
    (Writer, ("_take", "_give", "_swap", "_names", "_pairs", "_sort", "tidy")),
    (generations.Folder, ("next", "publish", "sweep")),
)
STEP = 17  # every so many points; all of them would take minutes


def hurt(at: int) -> None:
    """Make this process end itself at the given point: before the call if the number is even, behind it if it is odd."""
    met = 0

    def counted(inner: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(inner)
        def call(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the call takes and gives
            nonlocal met
            for part in (True, False):
                if met == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                met += 1
                if part:
                    answer = inner(*args, **named)
            return answer

        return call

    for owner, names in POINTS:
        for name in names:
            setattr(owner, name, counted(getattr(owner, name)))


def forked(work: Callable[[], dict[str, Any]], answer: Path) -> tuple[int, dict[str, Any]]:
    """What a function answers in a process of its own, and how that ended: the engine's threads do not live through a fork.

    So the process that forks must never have opened a store.
    """
    child = os.fork()
    if not child:
        answer.write_text(json.dumps(work()), "utf-8")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return status, json.loads(answer.read_text("utf-8")) if answer.is_file() else {}


def main(texts: Path, stores: Path) -> None:
    setattr(job, "validate", lambda *_: Report(()))  # noqa: B010 - the registry is judged by other tests
    job._SETTLED = 0  # noqa: SLF001 - every article is written and published by itself
    worker = Worker.start(Workspace(), Registry.load(Workspace()))
    (warm,) = read(texts / "alpha.txt")
    worker.units([warm])  # what all the forked processes need is loaded once

    def fills(store: Path, what: Path = texts, at: int | None = None) -> dict[str, Any]:
        if at is not None:
            hurt(at)
        fill([what], worker.workspace, store, worker=worker, prune=True)
        return {"quads": rdf.serialise(Store.open(store), "nq").decode()}

    def looks(store: Path) -> dict[str, Any]:
        found = rdf.serialise(Store.open(store), "nq").decode()
        return {"quads": found, "completed": fills(store)["quads"]}

    first = stores / "texts"
    first.mkdir(parents=True)
    (first / "alpha.txt").write_text("Russia opposes the expansion of NATO. Iran rejects the talks.\n", "utf-8")
    (first / "omega.txt").write_text("Germany supports talks with Iran.\n", "utf-8")
    before = by_graph(forked(lambda: fills(stores / "before", first), stores / "before.json")[1]["quads"])
    shutil.copytree(stores / "before", stores / "after")
    expected = forked(lambda: fills(stores / "after"), stores / "after.json")[1]["quads"]
    after = by_graph(expected)
    ended, at = False, 0
    while not ended:
        store = stores / str(at)
        shutil.copytree(stores / "before", store)
        status, _ = forked(partial(fills, store, at=at), stores / f"{at}.killed.json")
        ended = status == 0
        _, seen = forked(partial(looks, store), stores / f"{at}.json")
        found = by_graph(seen["quads"])
        whole = all(quads in (before.get(name), after.get(name)) for name, quads in found.items() if not name.endswith("/positions>"))
        line = {"point": at, "signal": os.WTERMSIG(status), "whole": whole, "completed": seen["completed"] == expected}
        print(json.dumps(line), flush=True)  # noqa: T201 - the answer
        shutil.rmtree(store)
        at += STEP


def by_graph(quads: str) -> dict[str, set[str]]:
    """Lines of N-Quads by their graph."""
    found: dict[str, set[str]] = {}
    for line in quads.splitlines():
        found.setdefault(line.split(" ")[-2], set()).add(line)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
