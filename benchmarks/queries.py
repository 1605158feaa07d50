"""How long each saved question takes on the embedded store, and on rdflib beside it in one run.

    python benchmarks/queries.py GRAPH.trig --date 2026-11-22 [--store] [--peer 20] [--budget 600] [-o benchmarks/results/queries.md]

Questions are asked with the examples of their headers, then of the actor that most statements have as holder. `--store` puts the graph on
disk first. `--peer N` asks rdflib too, each question in a process of its own for at most N seconds; those that were ended count with N, so
that the ratio is a lower bound. After `--budget` seconds no further question goes to the peer, and the page says so. Times are of
the processor, the best of three, as other work may run beside.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import rdflib
from validation import machine

from diplograph import queries
from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries import RdflibEngine, SavedQuery, resolve
from diplograph.resources import Workspace
from diplograph.store import Store

_MOST = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
SELECT ?actor (COUNT(DISTINCT ?statement) AS ?n) WHERE { ?statement dpg:holder ?actor ; a dpg:Statement . ?actor a dpg:State }
GROUP BY ?actor ORDER BY DESC(?n) STR(?actor) LIMIT 1"""


@dataclass
class Row:
    """One question as it was asked, seconds by engine, and how many rows came."""

    question: str
    asked: str
    text: str
    ours: float
    rows: int
    peer: float | None = None
    ended: bool = False


def asked(store: Store, most: str) -> list[tuple[SavedQuery, str, dict[str, str]]]:
    """Every saved question with its examples, and with the busiest actor alone."""
    found: list[tuple[SavedQuery, str, dict[str, str]]] = []
    for query in queries.saved(Workspace()).values():
        examples = {one.name: one.default for one in query.parameters if one.default}
        found.append((query, "its examples", examples))
        if "actor" in examples:
            needed = {one.name: examples[one.name] for one in query.parameters if one.required or one.name == "attributed"}
            found.append((query, "the busiest actor", {**needed, "actor": most}))
    known: list[tuple[SavedQuery, str, dict[str, str]]] = []
    for query, name, values in found:
        things = [one.name for one in query.parameters if one.type == "iri" and one.name in values]
        try:
            iris = {thing: resolve(store, thing, values[thing]) for thing in things}
        except Fault:  # the graph has nobody of that name: left out, and counted on the page
            continue
        known.append((query, name, {**values, **iris}))
    return known


def measured(store: Store, text: str, times: int = 3) -> tuple[float, int]:
    """The best processor time of some, and the number of rows."""
    best, rows = float("inf"), 0
    for _ in range(times):
        started = time.process_time()
        table = store.query(text)
        best, rows = min(best, time.process_time() - started), len(table.rows) if isinstance(table, Table) else 0
        if best > 5:
            break
    return best, rows


def beside(engine: RdflibEngine, row: Row, limit: float) -> None:
    """Rdflib's time, in a copy of this process that is ended after the limit."""
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.SimpleQueue[float] = context.SimpleQueue()

    def run() -> None:
        started = time.process_time()
        engine.query(row.text)
        answers.put(time.process_time() - started)

    process = context.Process(target=run)
    process.start()
    process.join(limit)
    row.ended = process.is_alive()
    process.kill()
    process.join()
    row.peer = limit if row.ended or answers.empty() else answers.get()


def page(rows: list[Row], triples: int, where: str, date: str, left: int) -> str:
    """The results as Markdown."""
    ours = [row.ours for row in rows]
    ratios = [row.peer / max(row.ours, 1e-4) for row in rows if row.peer is not None]
    lines = [f"# Saved questions on {triples:,} triples, {where}", "", f"{date}; {machine()}. Written by `benchmarks/queries.py`.", ""]
    lines.append(
        f"Median {statistics.median(ours) * 1000:.0f} ms, longest {max(ours):.2f} s, {len(rows)} calls; {left} name what the graph lacks."
    )
    if ratios:
        ended = sum(row.ended for row in rows)
        lines.append(
            f"rdflib takes {statistics.median(ratios):.0f} times as long in the median of {len(ratios)} ({ended} of them were ended)."
        )
    lines += ["", "| question | asked of | rows | ms | rdflib, ms |", "|---|---|---|---|---|"]
    for row in sorted(rows, key=lambda row: -row.ours):
        peer = "" if row.peer is None else f"{'> ' if row.ended else ''}{row.peer * 1000:.0f}"
        lines.append(f"| {row.question} | {row.asked} | {row.rows} | {row.ours * 1000:.1f} | {peer} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--date", required=True)
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--peer", type=float, default=0.0)
    parser.add_argument("--budget", type=float, default=600.0)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    store = Store.read(options.graph)
    with tempfile.TemporaryDirectory() as folder:
        if options.store:
            disk = pyoxigraph.Store(folder)
            disk.bulk_extend(store)
            disk.flush()
            disk.optimize()
            store = Store(disk)
        most = store.select(_MOST).rows[0][0]
        calls = asked(store, most.value if isinstance(most, pyoxigraph.NamedNode) else "")
        rows: list[Row] = []
        for query, name, values in calls:
            text = queries.bind(query, values)
            rows.append(Row(query.name, name, text, *measured(store, text)))
        if options.peer:
            data = rdflib.Dataset(default_union=True)
            data.parse(data=pyoxigraph.serialize(store, format=pyoxigraph.RdfFormat.N_QUADS), format="nquads")
            started = time.monotonic()
            for row in rows:
                if time.monotonic() - started < options.budget:
                    beside(RdflibEngine(data), row, options.peer)
        whole = sum(2 if any(one.name == "actor" for one in query.parameters) else 1 for query in queries.saved(Workspace()).values())
        made = page(rows, len(store), "on disk" if options.store else "in memory", options.date, whole - len(rows))
    if options.output:
        options.output.write_text(made, "utf-8")
    sys.stdout.write(made)


if __name__ == "__main__":
    main()
