"""How long a graph takes to be judged by the shapes: compiled, and by pySHACL, and whether both find the same; then the checks.

    python benchmarks/validation.py GRAPH.trig [--limit 1200] [-o benchmarks/results]

pySHACL is measured as this program calls it, at its best: the graph is in rdflib already, targets are handed down, no query is parsed for
each node (the shapes are SHACL Core). It runs in a process of its own, which is ended after the limit. A graph of about a million triples:
`diplograph build` of 500 State Department releases.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any

from measure import RESULTS, Results, load, table

from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import validate
from diplograph.validate.checks import by_checks
from diplograph.validate.files import ontology_of, triples_of, turtle_text
from diplograph.validate.shapes import Judge

FILES = ("shapes.ttl", "shapes-recommended.ttl")


def texts(workspace: Workspace) -> list[str]:
    """The shapes files."""
    return [turtle_text(file) for name in FILES if (file := workspace.file("ontology", name))]


def judged(store: Store, workspace: Workspace, *, by_reference: bool) -> tuple[float, set[object]]:
    """Seconds of one judge, and what it finds. Making rdflib's copy of the graph is not counted."""
    judge = Judge(store, triples_of(ontology_of(workspace)), by_reference=by_reference)
    if by_reference:
        judge.prepare()
    started = time.perf_counter()
    found: set[object] = {one for text in texts(workspace) for one in judge.verdicts(text, "shapes")}
    return time.perf_counter() - started, found


def _reference(path: Path, answers: multiprocessing.Queue[tuple[float, set[object]]]) -> None:
    answers.put(judged(Store.read(path), Workspace(), by_reference=True))


def limited(path: Path, limit: float) -> tuple[float, set[object]] | None:
    """PySHACL's time and findings, or None when it was ended."""
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[tuple[float, set[object]]] = context.Queue()
    process = context.Process(target=_reference, args=(path, answers))
    process.start()
    try:
        return answers.get(timeout=limit)
    except Empty:
        return None
    finally:
        process.kill()
        process.join()


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--limit", type=float, default=1200.0, help="seconds after which pySHACL is ended")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of validation.json and validation.md")
    options = parser.parse_args()
    results, busy = Results(options.output / "validation.json", "Validation"), load()
    workspace, store = Workspace(), Store.read(options.graph)
    seconds, found = min((judged(store, workspace, by_reference=False) for _ in range(3)), key=lambda pair: pair[0])
    started = time.perf_counter()
    findings = sum(1 for _ in by_checks(store, workspace, ontology_of(workspace), ("violation", "warning")))
    checks = time.perf_counter() - started
    started = time.perf_counter()
    validate(store, workspace)
    whole = time.perf_counter() - started
    peer = limited(options.graph, options.limit)
    figures = {
        "triples": len(store), "results": len(found), "compiled": round(seconds, 2), "limit": options.limit,
        "reference": round(peer[0], 1) if peer else None, "differ": len(peer[1] ^ found) if peer else None,
        "checks": round(checks, 2), "findings": findings, "whole": round(whole, 2),
    }  # fmt: skip
    results.keep("validation", figures, busy)
    sys.stdout.write(results.page("validation.py", table(COLUMNS, [row(figures)])))


COLUMNS = (
    "triples", "results", "compiled shapes, s", "pySHACL, s", "times faster", "results compared", "checks, s", "findings of checks",
    "both beside each other, s",
)  # fmt: skip


def row(one: dict[str, Any]) -> list[str]:
    """The figures as the page has them."""
    more = "" if one["reference"] else "more than "
    took = one["reference"] or one["limit"]
    same = "not compared" if one["differ"] is None else f"{one['differ']} differ" if one["differ"] else "the same"
    return [
        f"{one['triples']:,}", f"{one['results']:,}", f"{one['compiled']:.2f}", f"{more}{took:.1f}", f"{more}{took / one['compiled']:.1f}",
        same, f"{one['checks']:.2f}", str(one["findings"]), f"{one['whole']:.2f}",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
