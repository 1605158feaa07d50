"""How many requests the server answers a second, and how late the slowest hundredth is, beside rdflib-endpoint on the same data in one run.

    python benchmarks/serving.py                       # the released graph
    python benchmarks/serving.py --triples 1000000     # copies of its articles, with a registry that they share
    python benchmarks/serving.py --triples 1000000 --clients 50 --seconds 60

Both servers run on 127.0.0.1, one after the other. Each request differs from the one before in a comment or a header, so that nothing is
answered from memory; `page, seen before` asks for the same page again and again, as visitors do. rdflib-endpoint has no pages and no saved
queries: it is asked the same query, its parameters filled in. It needs the dependency group `bench`.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from graphs import multiplied
from measure import RESULTS, ROOT, Results, table

RELEASED = ROOT / "graph" / "diplograph.trig"
RAW = (
    "SELECT ?actor (COUNT(?statement) AS ?n) {{ ?statement a dpg:Statement ; dpg:holder ?actor ; dpg:stance dpg:Against }} "
    "GROUP BY ?actor ORDER BY DESC(?n) STR(?actor) LIMIT 10 #{}"
)
# A media type that nobody offers makes each request another one, also for what has no parameters.
FRESH = "*/*, x/y{}"
_PREFIX = "PREFIX dpg: <https://w3id.org/diplograph/ontology#> "


@dataclass
class Outcome:
    """What came of many requests."""

    seconds: float
    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def row(self, server: str, what: str) -> list[str]:
        """One row of the table: requests a second, median and 99th percentile in milliseconds, faults."""
        times = sorted(self.times) or [0.0]
        late = times[min(len(times) - 1, int(0.99 * len(times)))]
        rate = len(self.times) / self.seconds
        return [server, what, f"{rate:,.1f}", f"{1000 * statistics.median(times):,.1f}", f"{1000 * late:,.1f}", str(len(self.faults))]


def load(url: str, path: Callable[[int], str], clients: int, seconds: float, accept: str = FRESH) -> Outcome:
    """Ask from many clients at once, each on its own connection, until the time is over; `{}` in `accept` is the request's number."""
    outcome, numbers, until, lock = Outcome(seconds), count(), time.monotonic() + seconds, threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                number = next(numbers)
                connection.request("GET", path(number), headers={"Accept": accept.format(number)})
                answer = connection.getresponse()
                answer.read()
                fault = "" if answer.status == 200 else str(answer.status)
            except OSError as error:
                connection.close()
                fault = repr(error)
            with lock:
                outcome.times.append(time.monotonic() - began)
                if fault:
                    outcome.faults.append(fault)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def memory(process: int) -> int:
    """The bytes of a process and all below it, what they share counted once (PSS)."""
    total, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        for task in Path(f"/proc/{one}/task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text("ascii").split()]
        told = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
        total += 1024 * int(re.findall(r"^Pss:\s+(\d+)", told, re.MULTILINE)[0])
    return total


@contextmanager
def ours(data: Path, *options: str) -> Iterator[tuple[str, int]]:
    """`diplograph serve`: its URL and process."""
    code = "import sys; from diplograph.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--data", str(data), *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:  # noqa: S603 - our own program
        try:
            line = process.stderr.readline() if process.stderr else ""
            found = re.search(r"serving (http://127\.0\.0\.1:\d+)/", line)
            if found is None:
                raise RuntimeError(f"the server did not start: {line}")
            yield found[1], process.pid
        finally:
            process.terminate()


_THEIRS = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@contextmanager
def theirs(data: Path, port: int) -> Iterator[tuple[str, int]]:
    """rdflib-endpoint on rdflib's own store: its URL and process."""
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-c", _THEIRS, str(data), str(port)], stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            until = time.monotonic() + 900
            while process.poll() is None and time.monotonic() < until:
                try:
                    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
                    connection.request("GET", "/?query=" + quote("ASK {}"))
                    connection.getresponse().read()
                    break
                except OSError:
                    time.sleep(0.2)
            yield url, process.pid
        finally:
            process.kill()


def bound() -> str:
    """The text of the saved query with its parameter filled in, for a server that knows no saved queries."""
    from diplograph.queries import bind, read

    return bind(read(ROOT / "queries" / "positions-of.rq"), {"actor": "https://w3id.org/diplograph/id/state/russia"})


def measured(data: Path, clients: int, seconds: float, port: int) -> dict[str, Any]:
    """Both servers on the same data, in turn: the rows of the table, and the memory of each before and after, in MiB."""
    rows: list[list[str]] = []
    used: dict[str, list[int]] = {}

    def ask(name: str, server: tuple[str, int], cases: dict[str, Callable[[int], str]], accept: str) -> None:
        url, process = server
        used[name] = [memory(process) >> 20]
        for what, path in cases.items():
            told = "*/*" if what.endswith("before") else accept
            rows.append(load(url, path, clients, seconds, told).row(name, what))
            sys.stderr.write(f"{', '.join(rows[-1])}\n")
        used[name].append(memory(process) >> 20)

    with ours(data) as server:
        cases: dict[str, Callable[[int], str]] = {
            "page": lambda _: "/id/state/russia.html",
            "page, seen before": lambda _: "/id/state/russia.html",
            "saved query": lambda _: "/api/positions-of?actor=state:russia&format=json",
            "raw query": lambda number: "/sparql?query=" + quote(RAW.format(number)),
        }
        ask("diplograph", server, cases, FRESH)
    text = bound()
    with theirs(data, port) as server:
        cases = {
            "saved query": lambda number: "/?query=" + quote(f"{text} #{number}"),
            "raw query": lambda number: "/?query=" + quote(_PREFIX + RAW.format(number)),
        }
        ask("rdflib-endpoint", server, cases, "application/sparql-results+json")
    return {"clients": clients, "seconds": seconds, "rows": rows, "memory": used}


def page(results: Results) -> list[str]:
    """The tables."""
    lines: list[str] = []
    for part, one in ((name, results.figures(name)) for name in results.parts):
        lines += [f"## {part}: {one['clients']} clients, {one['seconds']:g} seconds each", ""]
        lines += table(("server", "what", "a second", "median ms", "99 % within ms", "faults"), one["rows"])
        lines += ["", *(f"{name}: {before:,} MiB before, {after:,} MiB after." for name, (before, after) in one["memory"].items()), ""]
    return lines[:-1]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--port", type=int, default=8971, help="of rdflib-endpoint")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of serving.json and serving.md")
    given = parser.parse_args()
    results, busy = Results(given.output / "serving.json", "The server"), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "graph.nq"
        with data.open("wb") as file:
            file.writelines(multiplied(RELEASED, given.triples))
        part = f"{given.triples} triples" if given.triples else "the released graph"
        results.keep(part, measured(data, given.clients, given.seconds, given.port), busy)
    sys.stdout.write(results.page("serving.py", page(results)))


if __name__ == "__main__":
    main()
