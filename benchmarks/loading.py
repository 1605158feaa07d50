"""How long a graph takes to load, in how much memory and on how much disk: the embedded store, rdflib and Virtuoso on the same file.

    python benchmarks/loading.py                                   # all sizes that are not there yet
    python benchmarks/loading.py --size 1M --anew                  # one of them again
    python benchmarks/loading.py --graph-1m GRAPH.trig --scratch /var/tmp

The graphs: 50 and 500 State Department releases, which `diplograph build` reads first unless `--graph-100k` and `--graph-1m` give them;
and the second nine times copied under new IRIs (`benchmarks/graphs.py`). Everybody reads the same N-Quads file, in a process of its own,
so that memory is its own; the median of three runs counts, of one run at ten million. Virtuoso (Debian's virtuoso-opensource) is left out
where it is not installed; it runs on 127.0.0.1 with a folder of its own, and its time is that of `rdf_loader_run` and the checkpoint.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from graphs import SIZES, graph
from measure import RESULTS, VIRTUOSO_FILES, Results, load, memory, missing, table, timed

TIMES = {"100k": 3, "1M": 3, "10M": 1}
# A third of the memory that its manual gives a machine of 8 GB, so that the whole stays under 6; 8 KB each.
BUFFERS = 340_000
LEFT_OUT = {
    ("rdflib", "10M"): "rdflib Dataset: left out, as it would need some 19 GB (2 KB a triple at a million)",
    ("read", "10M"): "`diplograph … --data FILE`: refuses files over 1 GB and says so; `build --store` is for such graphs",
}


def memory_store(path: Path, _folder: Path) -> object:
    """The embedded store in memory, the parser feeding it directly."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def read(path: Path, _folder: Path) -> object:
    """What `ask --data FILE` does: the same store, behind the checks of what strangers send."""
    from diplograph.store import Store

    return Store.read(path)


def disk(path: Path, folder: Path) -> object:
    """The embedded store on disk, by bulk load."""
    import pyoxigraph

    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    return store


def filled(path: Path, folder: Path) -> object:
    """The embedded store on disk as `build --store` fills it: quad by quad out of the parser, its files sorted at the end."""
    import pyoxigraph

    store = pyoxigraph.Store(str(folder))
    store.bulk_extend(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS))
    store.optimize()
    store.flush()
    return store


def rdflib(path: Path, _folder: Path) -> object:
    """The store and the parser of rdflib."""
    import rdflib as peer

    data = peer.Dataset(default_union=True)
    data.parse(str(path), format="nquads")
    return data


def lean(path: Path, _folder: Path) -> object:
    """All that rdflib can do: our parser, each term one object, and one graph, in which what stands in several named ones counts once."""
    import pyoxigraph

    from diplograph.validate.terms import Terms

    return Terms().graph(quad.triple for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS))


SETTINGS = (
    VIRTUOSO_FILES
    + """[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
DirsAllowed = {allowed}
"""
)


def virtuoso(path: Path, folder: Path) -> tuple[int, float, float]:
    """Virtuoso's bulk loader: the triples, the seconds of loading and the checkpoint, and the server's most memory in MB."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    settings = SETTINGS.format(port=port, buffers=BUFFERS, dirty=BUFFERS * 3 // 4, allowed=path.parent)
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    with (folder / "out").open("wb") as out:
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)  # noqa: S603 - Debian's program

    def ask(text: str) -> str:
        isql = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", f"EXEC={text}"]
        done = subprocess.run(isql, capture_output=True, text=True, check=True, timeout=3600)  # noqa: S603 - our own words
        if "Error" in done.stderr:
            raise SystemExit(f"virtuoso: {done.stderr}")
        return done.stdout

    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and server.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        ask("status()")
        started = time.perf_counter()
        ask(f"ld_dir ('{path.parent}', '{path.name}', 'urn:none'); rdf_loader_run (); checkpoint;")
        seconds = time.perf_counter() - started
        wrong = ask("SELECT COUNT(*) FROM DB.DBA.load_list WHERE ll_error IS NOT NULL OR ll_state <> 2;").split()
        if wrong != ["0"]:
            raise SystemExit(f"virtuoso could not load all: {wrong}")
        ours = "https://w3id.org/diplograph/id/graph/"
        counted = ask(f"SPARQL SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{ours}')) }};")
        return int(counted.split()[0]), seconds, memory(server.pid, "VmHWM")
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(120)
        server.kill()


ENGINES: dict[str, tuple[str, Callable[[Path, Path], object]]] = {
    "memory": ("**in memory**, straight from the parser", memory_store),
    "read": ("**in memory**, as `--data FILE` reads it", read),
    "disk": ("**on disk**, straight from the parser", disk),
    "filled": ("**on disk**, as `build --store` fills it", filled),
    "rdflib": ("rdflib Dataset, in memory", rdflib),
    "lean": ("rdflib Graph, pyoxigraph's parser, no names of graphs", lean),
}
NAMES = {**{key: name for key, (name, _) in ENGINES.items()}, "virtuoso": "Virtuoso 7.2.5, bulk loader"}


def one(engine: str, path: Path, scratch: Path) -> dict[str, float]:
    """Load once; called in a process of its own."""
    with tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if engine == "virtuoso":
            triples, seconds, peak = virtuoso(path, folder)
        else:
            started = time.perf_counter()
            held: Any = ENGINES[engine][1](path, folder)
            seconds, peak = time.perf_counter() - started, memory(which="VmHWM")
            triples = sum(1 for _ in held.quads()) if engine == "rdflib" else len(held)
            del held  # closed, and nothing writes to the folder any more
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.name.endswith("-temp.db")) / 1e6
    return {"triples": triples, "seconds": seconds, "peak": peak, "disk": size}


def measured(size: str, path: Path, scratch: Path, only: Collection[str] = ()) -> dict[str, dict[str, float]]:
    """Every engine on one file, in turn, or some."""
    engines = [name for name in only or NAMES if (name, size) not in LEFT_OUT and (name != "virtuoso" or shutil.which("virtuoso-t"))]
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in engines}
    for _ in range(TIMES[size]):
        for name in engines:
            said = timed([sys.executable, __file__, "--one", name, str(path), "--scratch", str(scratch)]).said
            runs[name].append(json.loads(said))
            sys.stderr.write(f"{size} {name}: {said}")
    found = {name: {key: round(statistics.median(run[key] for run in several), 2) for key in several[0]} for name, several in runs.items()}
    if "memory" in found:
        found["file"] = {"triples": found["memory"]["triples"], "disk": round(path.stat().st_size / 1e6, 2)}
    return found


def page(results: Results) -> list[str]:
    """The tables."""
    lines: list[str] = []
    for size in SIZES:
        figures = results.figures(size)
        if figures is None:
            continue
        base = figures["memory"]["seconds"]
        lines += [f"## {figures['file']['triples']:,.0f} triples ({figures['file']['disk']:,.0f} MB of N-Quads)", ""]
        rows = [
            [
                NAMES[name],
                f"{run['seconds']:,.1f}",
                f"{run['seconds'] / base:.1f}",
                f"{run['triples'] / run['seconds']:,.0f}",
                f"{run['peak']:,.0f}",
                f"{run['disk']:,.0f}" if run["disk"] else "",
            ]
            for name, run in figures.items()
            if name in NAMES
        ]
        lines += [*table(("", "s", "times the first", "triples/s", "peak MB", "MB on disk"), rows), ""]
        lines += [f"- {why}" for (name, where), why in LEFT_OUT.items() if where == size]
        lines += [""] if any(where == size for _, where in LEFT_OUT) else []
    return lines[:-1]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, action="append", help="only this one, or these")
    parser.add_argument(
        "--engine", choices=NAMES, action="append", help="only this one, or these; with --anew, and what is there of others stays"
    )
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--graph-100k", type=Path, help="TriG that `diplograph build` wrote, instead of 50 releases read now")
    parser.add_argument("--graph-1m", type=Path, help="the same for 500 releases, from which the ten million are copied")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()), help="a folder with 12 GB")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of loading.json and loading.md")
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(one(asked.one[0], Path(asked.one[1]), asked.scratch)) + "\n")
        return
    results = Results(asked.output / "loading.json", "Loading a graph")
    for size in missing(asked.size or list(SIZES), results, anew=asked.anew):
        with tempfile.TemporaryDirectory(dir=asked.scratch) as folder:
            path = graph(size, asked.graph_100k if size == "100k" else asked.graph_1m, Path(folder))
            busy = load()
            others = results.figures(size) or {} if asked.engine else {}
            found = others | measured(size, path, asked.scratch, asked.engine or ())
            results.keep(size, {name: found[name] for name in (*NAMES, "file") if name in found}, busy)
        results.page("loading.py", page(results))
    sys.stdout.write(results.page("loading.py", page(results)))


if __name__ == "__main__":
    main()
