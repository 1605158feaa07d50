"""How long each saved question takes: embedded in memory, embedded on disk, rdflib and Virtuoso, question by question in one run.

    python benchmarks/queries.py                                   # all sizes that are not there yet
    python benchmarks/queries.py --size 10M --anew --graph-1m GRAPH.trig [--engines memory disk] [--limit 25] [--rdflib-limit 5]
    python benchmarks/queries.py --size 1M --questions contradictions timeline -o /tmp

The graphs are those of `benchmarks/graphs.py`. Each engine has a process of its own, and each question one that is ended after a limit of
processor seconds (Virtuoso: by its own limit). rdflib holds the union of all graphs as one, each term one object, which makes it smaller
and faster than a dataset read from the same file. Questions are asked with the examples of their headers, of what is busiest in the graph,
and with nothing but what they need. Engines take turns question by question, twice, and the best counts; what took over two seconds is
asked once. At ten million triples one engine is asked after the other, once, as they have no room in memory together. Every answer is
compared with that of the embedded store in memory (≠: another one).

Times are of the processor, as other work may run beside: of the process that answers, to the last row as an object in Python; for Virtuoso
of its server and of the client together.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import multiprocessing.connection
import resource
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines import Virtuoso, load_disk, load_memory, load_rdflib
from graphs import SIZES, graph
from measure import RESULTS, Results, load, missing

from diplograph import queries
from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries import Engine, SavedQuery, answered, resolve
from diplograph.resources import Workspace
from diplograph.store import Store

TIMES = {"100k": 2, "1M": 2, "10M": 1}
ENGINES = {"memory": "embedded, memory", "disk": "embedded, disk", "rdflib": "rdflib", "virtuoso": "Virtuoso"}
_PREFIX = "PREFIX dpg: <https://w3id.org/diplograph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_BUSY = "SELECT ?x (COUNT(DISTINCT ?y) AS ?n) WHERE {{ {} }} GROUP BY ?x ORDER BY DESC(?n) STR(?x) LIMIT 2"
# The busiest value of each parameter: who has the most statements, which topic the most positions on what is below it.
_BUSIEST = {
    "actor": "?y a dpg:Statement ; dpg:holder|dpg:countsFor ?x . ?x a dpg:Actor",
    "addressee": "?y a dpg:Statement ; dpg:addressee ?x",
    "issue": "?y a dpg:Position ; dpg:issue/skos:broader* ?x",
}


@dataclass
class Row:
    """One question as it was asked; by engine: seconds, or None where it was ended, and the answer's digest."""

    question: str
    asked: str
    texts: dict[bool, str]
    rows: int = 0
    seconds: dict[str, float | None] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


def asked(path: Path) -> tuple[list[Row], int]:
    """Every saved question with its examples, of what is busiest, and with no more than it needs; and how many triples there are."""
    store = load_memory(path, path)()
    busiest: dict[str, str] = {}
    for name, pattern in _BUSIEST.items():
        found = [str(row[0].value) for row in store.select(_PREFIX + _BUSY.format(pattern)).rows if row[0] is not None]
        busiest.update({name: found[0], **({"other": found[1]} if name == "actor" else {})})
    rows: list[Row] = []
    for query in queries.saved(Workspace()).values():
        examples = {one.name: one.default for one in query.parameters if one.default}
        busy = {name: busiest.get(name, value) for name, value in examples.items()}
        needed = {one.name: busy[one.name] for one in query.parameters if one.required}
        met: list[dict[str, str]] = []
        for how, values in (("examples", examples), ("busiest", busy), ("whole", needed)):
            with suppress(Fault):  # the graph has nobody of that name
                bound = _bound(store, query, values)
                if values not in met:
                    rows.append(Row(query.name, how, bound))
                    met.append(values)
    return rows, len(store)


def _bound(store: Store, query: SavedQuery, values: dict[str, str]) -> dict[bool, str]:
    """The query's text by whether it is for the embedded engine."""
    types = {one.name: one.type for one in query.parameters}
    terms = {name: resolve(store, name, value) if types[name] == "iri" else value for name, value in values.items()}
    return {joins: queries.bind(query, terms, joins=joins) for joins in (True, False)}


def serve(name: str, graph: str, folder: str, limit: float, pipe: multiprocessing.connection.Connection) -> None:
    """Load a graph, then answer questions in a copy of this process, and in a new one where a limit of processor time has ended it."""
    loaded = {"memory": load_memory, "disk": load_disk, "rdflib": load_rdflib}[name](Path(graph), Path(folder))
    pipe.send("ready")
    if name == "rdflib":
        answer_here(loaded(), limit, pipe)
        return
    context = multiprocessing.get_context("fork")
    inner, outer = context.Pipe()
    process = context.Process(target=answer, args=(loaded, limit, outer))
    process.start()
    outer.close()
    while (text := pipe.recv()) is not None:
        inner.send(text)
        try:
            pipe.send(inner.recv())
        except EOFError:  # ended by the limit
            pipe.send(None)
            process.join()
            inner, outer = context.Pipe()
            process = context.Process(target=answer, args=(loaded, limit, outer))
            process.start()
            outer.close()
    process.kill()
    process.join()


def answer(loaded: Callable[[], Engine], limit: float, pipe: multiprocessing.connection.Connection) -> None:
    """Answer one question after the other."""
    engine = loaded()
    while True:
        text = pipe.recv()
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + limit) + 1, resource.RLIM_INFINITY))
        pipe.send(_asked(engine, text))


class _Ended(BaseException):
    """The limit of processor time is reached."""


def _end(*_: object) -> None:
    raise _Ended


def answer_here(engine: Engine, limit: float, pipe: multiprocessing.connection.Connection) -> None:
    """Answer in this process, since Python can be interrupted.

    A copy of a graph of rdflib is soon as large as the graph: what is only read counts its references too.
    """
    signal.signal(signal.SIGPROF, _end)
    while (text := pipe.recv()) is not None:
        told = None
        with suppress(_Ended):
            signal.setitimer(signal.ITIMER_PROF, limit)
            told = _asked(engine, text)
            signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(told)


def _asked(engine: Engine, text: str) -> tuple[float, int, str]:
    """Processor seconds, rows and digest."""
    started = time.process_time()
    table = answered(engine, text)
    taken = time.process_time() - started
    if not isinstance(table, Table):
        raise TypeError("saved questions are SELECT queries")
    return taken, len(table.rows), hashlib.sha256(repr(table.rows).encode()).hexdigest()


class Child:
    """An engine of ours or rdflib, in a process of its own."""

    def __init__(self, name: str, graph: Path, folder: Path, limit: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=serve, args=(name, str(graph), str(folder), limit, other))
        self.process.start()
        other.close()
        self.pipe.recv()

    def ask(self, texts: dict[bool, str]) -> tuple[float, int, str] | None:
        """Processor seconds, rows and digest, or None where it was ended."""
        self.pipe.send(texts[True])
        answer: tuple[float, int, str] | None = self.pipe.recv()
        return answer

    def close(self) -> None:
        """End it."""
        self.pipe.send(None)
        self.process.join()


def measure(rows: list[Row], engines: dict[str, object], times: int) -> None:
    """Ask every engine every question, in turns."""
    for number, row in enumerate(rows, 1):
        for turn in range(times):
            for name, engine in engines.items():
                best = row.seconds.get(name)
                if turn and (best is None or best > 2):  # long ones are asked once
                    continue
                answer = engine.ask(row.texts)  # type: ignore[attr-defined]
                row.seconds[name] = answer and min(answer[0], best or answer[0])
                if answer:
                    row.digests[name] = answer[2]
                    row.rows = answer[1] if name == "memory" or "memory" not in row.digests else row.rows
        told = "  ".join(f"{name} {'ended' if taken is None else f'{taken * 1000:.0f} ms'}" for name, taken in row.seconds.items())
        sys.stderr.write(f"{number}/{len(rows)} {row.question} ({row.asked}): {told}\n")


def compared(path: Path, engines: Sequence[str], limits: Mapping[str, float], times: int, only: Iterable[str]) -> dict[str, Any]:
    """Every engine on one file: what each question took, in seconds, and which answers are not those of the first engine."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:  # its copy of the graph goes with it
        rows, triples = other.submit(asked, path).result()
    rows = [row for row in rows if not only or row.question in only]
    for some in [engines] if times > 1 else [[name] for name in engines]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            running: dict[str, object] = {}
            for name in some:
                sys.stderr.write(f"{path.name}: {name} loads\n")
                made = Virtuoso(path, folder, limits[name]) if name == "virtuoso" else Child(name, path, folder, limits[name])
                stack.callback(made.close)
                running[name] = made
            measure(rows, running, times)
    told = [
        {
            "question": row.question, "asked": row.asked, "rows": row.rows,
            "seconds": {name: None if (one := row.seconds[name]) is None else round(one, 5) for name in engines},
            "other": [name for name in engines if row.digests.get(name, row.digests.get("memory")) != row.digests.get("memory")],
        }
        for row in rows
    ]  # fmt: skip
    return {"triples": triples, "limits": {name: limits[name] for name in engines}, "questions": told}


def page(results: Results) -> list[str]:
    """The tables: one line an engine, then one a question."""
    return [line for size in SIZES if (figures := results.figures(size)) for line in section(figures)][:-1]


def section(figures: dict[str, Any]) -> Iterator[str]:
    """One size's results as Markdown."""
    limits, told = figures["limits"], figures["questions"]
    yield f"## {figures['triples']:,} triples, {len(told)} calls"
    yield ""
    yield "| engine | median, ms | longest, s | ended | median of the ratios to the embedded store in memory | other answers |"
    yield "|---|---|---|---|---|---|"
    for name, limit in limits.items():
        taken = [one["seconds"][name] for one in told]
        known = [_known(one, limit) for one in taken]
        ratios = [one / max(_known(row["seconds"]["memory"], limits["memory"]), 1e-4) for one, row in zip(known, told, strict=True)]
        other = sum(1 for one in told if name in one["other"])
        longest = f"> {limit:.0f}" if None in taken else f"{max(known):.2f}"
        shown = f"{statistics.median(known) * 1000:.1f} | {longest} | {taken.count(None)} | {statistics.median(ratios):.2f} | {other}"
        yield f"| {ENGINES[name]} | {shown} |"
    yield ""
    yield f"| question | asked with | rows | {' | '.join(f'{ENGINES[name]}, ms' for name in limits)} |"
    yield "|---|---|---|" + "---|" * len(limits)
    for row in sorted(told, key=lambda one: -_known(one["seconds"]["memory"], limits["memory"])):
        cells = [
            (f"> {limit * 1000:.0f}" if (took := row["seconds"][name]) is None else f"{took * 1000:.1f}")
            + (" ≠" if name in row["other"] else "")
            for name, limit in limits.items()
        ]
        yield f"| {row['question']} | {row['asked']} | {row['rows']} | {' | '.join(cells)} |"
    yield ""


def _known(seconds: float | None, limit: float) -> float:
    """What a question took; one that was ended counts as the limit."""
    return limit if seconds is None else seconds


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, action="append", help="only this one, or these")
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES), help="the store in memory is always asked")
    parser.add_argument("--limit", type=float, default=25.0, help="processor seconds a question")
    parser.add_argument("--rdflib-limit", type=float, default=5.0, help="the same of rdflib, which many questions take past any limit")
    parser.add_argument("--questions", nargs="+", default=[], help="only these; what is there of others is lost, so name a folder with -o")
    parser.add_argument("--graph-100k", type=Path, help="TriG that `diplograph build` wrote, instead of 50 releases read now")
    parser.add_argument("--graph-1m", type=Path, help="the same for 500 releases, from which the ten million are copied")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of queries.json and queries.md")
    options = parser.parse_args()
    limits = dict.fromkeys(ENGINES, options.limit) | {"rdflib": options.rdflib_limit}
    engines = [name for name in ENGINES if name in {"memory", *options.engines}]
    results = Results(options.output / "queries.json", "Saved questions")
    for size in missing(options.size or list(SIZES), results, anew=options.anew):
        with tempfile.TemporaryDirectory() as folder:
            path = graph(size, options.graph_100k if size == "100k" else options.graph_1m, Path(folder))
            busy = load()
            results.keep(size, compared(path, engines, limits, TIMES[size], options.questions), busy)
        results.page("queries.py", page(results))
    sys.stdout.write(results.page("queries.py", page(results)))


if __name__ == "__main__":
    main()
