"""How long each saved question takes: embedded in memory, embedded on disk, rdflib and Virtuoso, question by question in one run.

    python benchmarks/queries.py --date 2026-11-22 [--sizes 100k 1M 10M] [--engines memory disk rdflib virtuoso] [--limit 20]
        [--questions contradictions …] [--graph 1M=GRAPH.trig] [--store 10M=FOLDER] [-o benchmarks/results/queries.md]

Sizes 100k and 1M are built of 50 and 500 State Department releases; 10M of the graph of 1M by `benchmarks/multiply.py`; `--graph` takes one
that is there, `--store` a store on disk that holds it. Each engine has a process of its own, and each question one that is ended after the
limit of processor seconds (Virtuoso: by its own limit). Questions are asked with the examples of their headers, of what is
busiest in the graph, and with nothing but what they need. Engines take turns question by question, and every answer is compared with that
of the embedded store in memory (≠: another one).

Times are of the processor, as other work may run beside: of the process that answers, to the last row as an object in Python; for Virtuoso
of its server and of the client together.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import multiprocessing.connection
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from engines import Virtuoso, load_disk, load_memory, load_rdflib
from measure import machine

from diplograph import queries
from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries import Engine, SavedQuery, answered, resolve
from diplograph.resources import Workspace
from diplograph.store import Store

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT.parent / "shared" / "corpora" / "state-releases" / "releases.jsonl.gz"
ARTICLES = {"100k": 50, "1M": 500}
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


def asked(store: Store) -> list[Row]:
    """Every saved question with its examples, of what is busiest, and with no more than it needs."""
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
    return rows


def _bound(store: Store, query: SavedQuery, values: dict[str, str]) -> dict[bool, str]:
    """The query's text by whether it is for the embedded engine."""
    types = {one.name: one.type for one in query.parameters}
    terms = {name: resolve(store, name, value) if types[name] == "iri" else value for name, value in values.items()}
    return {joins: queries.bind(query, terms, joins=joins) for joins in (True, False)}


def serve(name: str, graph: str, folder: str, limit: float, pipe: multiprocessing.connection.Connection) -> None:
    """Load a graph, then answer questions in a copy of this process, and in a new one where a limit of processor time has ended it.

    One copy answers many: what it touches first is copied by the system, and no question is to pay for that alone.
    """
    loaded = {"memory": load_memory, "disk": load_disk, "rdflib": load_rdflib}[name](Path(graph), Path(folder))
    pipe.send("ready")
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
        started = time.process_time()
        table = answered(engine, text)
        taken = time.process_time() - started
        if not isinstance(table, Table):
            raise TypeError("saved questions are SELECT queries")
        pipe.send((taken, len(table.rows), hashlib.sha256(repr(table.rows).encode()).hexdigest()))


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


def section(size: str, triples: int, rows: list[Row], names: list[str], limit: float) -> Iterator[str]:
    """One size's results as Markdown."""
    yield f"## {size}: {triples:,} triples, {len(rows)} calls\n"
    yield "| engine | median, ms | longest, s | ended | median of the ratios to the embedded store in memory | other answers |"
    yield "|---|---|---|---|---|---|"
    for name in names:
        taken = [row.seconds[name] for row in rows]
        known = [_known(one, limit) for one in taken]
        ratios = [one / max(_known(row.seconds["memory"], limit), 1e-4) for one, row in zip(known, rows, strict=True)]
        other = sum(1 for row in rows if name in row.digests and row.digests[name] != row.digests.get("memory"))
        longest = f"> {limit:.0f}" if None in taken else f"{max(known):.2f}"
        figures = f"{statistics.median(known) * 1000:.1f} | {longest} | {taken.count(None)} | {statistics.median(ratios):.2f} | {other}"
        yield f"| {ENGINES[name]} | {figures} |"
    yield f"\n| question | asked with | rows | {' | '.join(f'{ENGINES[name]}, ms' for name in names)} |"
    yield "|---|---|---|" + "---|" * len(names)
    for row in sorted(rows, key=lambda one: -_known(one.seconds["memory"], limit)):
        shown = [f"> {limit * 1000:.0f}" if (one := row.seconds[name]) is None else f"{one * 1000:.1f}" for name in names]
        marks = [" ≠" if row.digests.get(name, row.digests.get("memory")) != row.digests.get("memory") else "" for name in names]
        cells = " | ".join(one + mark for one, mark in zip(shown, marks, strict=True))
        yield f"| {row.question} | {row.asked} | {row.rows} | {cells} |"
    yield ""


def _known(seconds: float | None, limit: float) -> float:
    """What a question took; one that was ended counts as the limit, and one too short to be measured as nothing."""
    return limit if seconds is None else seconds


def graph_of(size: str, given: dict[str, Path], folder: Path) -> Path:
    """The graph of a size, made where it is not there."""
    if size in given:
        return given[size]
    if size not in ARTICLES:
        made = folder / "10M.nq"
        if not made.exists():
            words: list[str | Path] = [graph_of("1M", given, folder), "--triples", "10000000", "-o", made]
            subprocess.run([sys.executable, Path(__file__).with_name("multiply.py"), *words], check=True)  # noqa: S603
        return made
    made = folder / size / "diplograph.trig"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        some = folder / f"releases-{size}.jsonl"
        some.write_text("".join(_head(ARTICLES[size])), "utf-8")
        done = subprocess.run([sys.executable, "-m", "diplograph", "build", some, "-o", made.parent], check=False)  # noqa: S603
        if done.returncode not in {0, 1}:  # 1: an article was rejected, the others are there
            raise SystemExit(done.returncode)
    return made


def _head(number: int) -> Iterator[str]:
    import gzip
    from itertools import islice

    with gzip.open(RELEASES, "rt", encoding="utf-8") as file:
        yield from islice(file, number)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--date", required=True)
    parser.add_argument("--sizes", nargs="+", default=["100k", "1M"], choices=[*ARTICLES, "10M"])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--limit", type=float, default=20.0, help="processor seconds a question")
    parser.add_argument("--times", type=int, default=2, help="how often each is asked; the best counts")
    parser.add_argument("--questions", nargs="+", default=[], help="only these")
    parser.add_argument("--graph", action="append", default=[], metavar="SIZE=FILE")
    parser.add_argument("--store", action="append", default=[], metavar="SIZE=FOLDER")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    given, stores = (
        {size: Path(file) for size, _, file in (one.partition("=") for one in some)} for some in (options.graph, options.store)
    )
    names = [name for name in ENGINES if name in {"memory", *options.engines}]
    lines = [
        "# Saved questions",
        "",
        f"{options.date}; {machine()}, load {os.getloadavg()[0]:.1f}. Written by `benchmarks/queries.py`.",
        "",
    ]
    lines += ["\n\n".join((__doc__ or "").split("\n\n")[2:]).strip(), ""]
    for size in options.sizes:
        graph = graph_of(size, given, options.folder)
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if size in stores:
                (folder / "disk").symlink_to(stores[size].resolve())
            engines: dict[str, object] = {}
            for name in names:
                sys.stderr.write(f"{size}: {name} loads\n")
                made = Virtuoso(graph, folder, options.limit) if name == "virtuoso" else Child(name, graph, folder, options.limit)
                stack.callback(made.close)
                engines[name] = made
            store = load_memory(graph, folder)()
            rows, triples = [row for row in asked(store) if row.question in options.questions or not options.questions], len(store)
            del store
            measure(rows, engines, options.times)
        lines += section(size, triples, rows, names, options.limit)
        if options.output:
            options.output.write_text("\n".join(lines), "utf-8")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
