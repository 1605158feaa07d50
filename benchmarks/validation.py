"""How long a graph takes to be judged by the shapes: compiled, and by pySHACL, and whether both find the same; then the checks.

    python benchmarks/validation.py                                # all sizes that are not there yet
    python benchmarks/validation.py --size 10M --anew --graph-1m GRAPH.trig

The graphs are those of `benchmarks/graphs.py`. Each way is a process of its own, so that memory is its own; loading is not counted. The
compiled shapes judge the embedded store in memory and on disk: the best of three times counts, of one time at ten million. pySHACL is
measured as this program calls it, at its best: the graph is in rdflib already, each term one object; targets are handed down; no query is
parsed for each node (the shapes are SHACL Core). It is ended after the limit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph
from engines import load_disk, load_memory
from graphs import SIZES, graph
from measure import RESULTS, ROOT, Results, environment, load, memory, missing, table

from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import validate
from diplograph.validate.checks import by_checks
from diplograph.validate.files import ontology_of, triples_of, turtle_text
from diplograph.validate.reference import reference
from diplograph.validate.report import Verdict
from diplograph.validate.shapes import Judge
from diplograph.validate.terms import Terms

FILES = ("shapes.ttl", "shapes-recommended.ttl")
TIMES = {"100k": 3, "1M": 3, "10M": 1}
WAYS = {"memory": "**compiled, store in memory**", "disk": "**compiled, store on disk**", "pyshacl": "pySHACL, graph in rdflib"}
COLUMNS = ("", "shapes, s", "times the first", "results", "checks, s", "findings", "both beside each other, s", "peak MB")


def texts(workspace: Workspace) -> list[str]:
    """The shapes files."""
    return [turtle_text(file) for name in FILES if (file := workspace.file("ontology", name))]


def compiled(store: Store, times: int) -> tuple[dict[str, float], set[Verdict]]:
    """Seconds of the shapes, of the checks, and of both as `validate` runs them; and what the shapes find."""
    workspace = Workspace()
    ontology = ontology_of(workspace)
    shapes: list[float] = []
    for _ in range(times):
        judge = Judge(store, triples_of(ontology))
        started = time.perf_counter()
        found = {one for text in texts(workspace) for one in judge.verdicts(text, "shapes")}
        shapes.append(time.perf_counter() - started)
        del judge  # and the columns that it holds
    started = time.perf_counter()
    findings = sum(1 for _ in by_checks(store, workspace, ontology, ("violation", "warning")))
    checks = time.perf_counter() - started
    started = time.perf_counter()
    validate(store, workspace)
    return {"shapes": min(shapes), "checks": checks, "findings": findings, "both": time.perf_counter() - started}, found


def by_pyshacl(path: Path) -> tuple[dict[str, float], set[Verdict]]:
    """Seconds of the shapes, and what they find."""
    workspace, terms = Workspace(), Terms()
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    data = terms.graph(quad.triple for quad in quads)
    for axiom in Judge(Store(), triples_of(ontology_of(workspace))).prepare():
        data.add(axiom)
    started = time.perf_counter()
    found = {one for text in texts(workspace) for one in reference(data, terms, triples_of(text), "shapes")}
    return {"shapes": time.perf_counter() - started}, found


def one(way: str, path: Path, times: int, found: Path) -> dict[str, float]:
    """Judge in one way, in this process; what was found is written to a file."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if way == "pyshacl":
            took, verdicts = by_pyshacl(path)
        else:
            loaded = {"memory": load_memory, "disk": load_disk}[way](path, Path(folder))()
            if not isinstance(loaded, Store):
                raise TypeError("a store of ours")
            took, verdicts = compiled(loaded, times)
            took["triples"] = len(loaded)
        found.write_text("".join(sorted(f"{verdict!r}\n" for verdict in verdicts)), "utf-8")
        return {**took, "results": len(verdicts), "peak": memory(which="VmHWM")}


def limited(way: str, path: Path, times: int, limit: float, folder: Path) -> tuple[dict[str, float] | None, set[str]]:
    """The same in a process of its own: what it took and found, or None where it was ended.

    Raises:
        SystemExit: It failed.
    """
    found = folder / f"{way}.txt"
    words = [sys.executable, __file__, "--one", way, str(path), str(times), str(found)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment()) as process:  # noqa: S603 - our own words
        said = ""
        with suppress(subprocess.TimeoutExpired):
            said, _ = process.communicate(timeout=limit)
        if process.returncode is None:
            process.kill()
            return None, set()
    if process.returncode:
        raise SystemExit(f"{way} failed at {path.name} with exit code {process.returncode}")
    took: dict[str, float] = json.loads(said)
    return took, set(found.read_text("utf-8").splitlines())


def measured(path: Path, times: int, limit: float, ways: Iterable[str]) -> dict[str, Any]:
    """Some ways on one file, one after the other; how many results of each are not those of the first."""
    figures: dict[str, Any] = {"limit": limit}
    first: set[str] = set()
    with tempfile.TemporaryDirectory() as name:
        for way in ways:
            took, found = limited(way, path, times, limit, Path(name))
            first = first or found
            figures[way] = None if took is None else {key: round(value, 2) for key, value in took.items()} | {"differ": len(found ^ first)}
            sys.stderr.write(f"{path.name} {way}: {json.dumps(figures[way])}\n")
    return figures


def page(results: Results) -> list[str]:
    """The tables."""
    lines: list[str] = []
    for size in SIZES:
        if figures := results.figures(size):
            lines += [f"## {figures['memory']['triples']:,.0f} triples", ""]
            lines += [*table(COLUMNS, [row(way, figures) for way in WAYS if way in figures]), ""]
    return lines[:-1]


def row(way: str, figures: dict[str, Any]) -> list[str]:
    """One way's figures as the page has them."""
    took, base = figures[way], figures["memory"]["shapes"]
    if took is None:
        return [WAYS[way], f"more than {figures['limit']:,.0f}", f"more than {figures['limit'] / base:.1f}", "", "", "", "", ""]
    results = f"{took['results']:,.0f}" + (f", {took['differ']} other ones" if took["differ"] else "" if way == "memory" else ", the same")
    more = [f"{took['checks']:.2f}", f"{took['findings']:,.0f}", f"{took['both']:.2f}"] if "checks" in took else [""] * 3
    return [WAYS[way], f"{took['shapes']:.2f}", f"{took['shapes'] / base:.1f}", results, *more, f"{took['peak']:,.0f}"]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, action="append", help="only this one, or these")
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--graph-100k", type=Path, help="TriG that `diplograph build` wrote, instead of 50 releases read now")
    parser.add_argument("--graph-1m", type=Path, help="the same for 500 releases, from which the ten million are copied")
    parser.add_argument("--limit", type=float, default=2400.0, help="seconds after which a process is ended, with all that it does")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of validation.json and validation.md")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        way, path, times, found = asked.one
        sys.stdout.write(json.dumps(one(way, Path(path), int(times), Path(found))))
        return
    results = Results(asked.output / "validation.json", "Validation")
    for size in missing(asked.size or list(SIZES), results, anew=asked.anew):
        with tempfile.TemporaryDirectory() as folder:
            path = graph(size, asked.graph_100k if size == "100k" else asked.graph_1m, Path(folder))
            busy = load()
            results.keep(size, measured(path, TIMES[size], asked.limit, WAYS), busy)
        results.page("validation.py", page(results))
    sys.stdout.write(results.page("validation.py", page(results)))


if __name__ == "__main__":
    main()
