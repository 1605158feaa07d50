"""The engines that `benchmarks/queries.py` and `benchmarks/validation.py` ask: each loads a graph and answers queries."""

from __future__ import annotations

import hashlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph
from measure import VIRTUOSO_FILES
from pyoxigraph import RdfFormat

from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries import Engine, RdflibEngine, RemoteEngine, single
from diplograph.remote import Endpoint
from diplograph.store import Store
from diplograph.validate.terms import Terms

__all__ = ["Virtuoso", "load_disk", "load_memory", "load_rdflib"]

SETTINGS = (
    VIRTUOSO_FILES
    + """[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = {limit}
"""
)


def _form(graph: Path) -> RdfFormat:
    return RdfFormat.N_QUADS if graph.suffix == ".nq" else RdfFormat.TRIG


def load_memory(graph: Path, _: Path) -> Callable[[], Store]:
    """The embedded store in memory."""
    store = Store()
    store.inner.bulk_load(path=str(graph), format=_form(graph))
    return lambda: store


def load_disk(graph: Path, folder: Path) -> Callable[[], Engine]:
    """The embedded store on disk, in the form of `build --store`; each question opens it, as a process does (that is not counted)."""
    place = folder / "disk"
    if not place.exists():
        writer = pyoxigraph.Store(str(place))
        writer.bulk_load(path=str(graph), format=_form(graph))
        writer.optimize()  # as `build --store` does at the end
        writer.flush()
        del writer
    return lambda: Store.open(place)


def load_rdflib(graph: Path, _: Path) -> Callable[[], Engine]:
    """The union of the graphs in rdflib as it is fastest and smallest: one graph, each term one object however often it is met."""
    import gc

    triples = (quad.triple for quad in pyoxigraph.parse(path=str(graph), format=_form(graph)))
    engine = RdflibEngine(Terms().graph(triples))
    gc.collect()
    gc.freeze()  # a search for cycles goes through what questions make, and not through the graph
    return lambda: engine


class Virtuoso:
    """A server on loopback with a folder and ports of its own, filled by its bulk loader."""

    def __init__(self, graph: Path, folder: Path, limit: float) -> None:
        program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
        if program is None or client is None:
            raise SystemExit("virtuoso-t and isql-vt are missing: install virtuoso-opensource, or leave virtuoso out of --engines")
        home = folder / "virtuoso"
        home.mkdir()
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            two.bind(("127.0.0.1", 0))
            sql, http = one.getsockname()[1], two.getsockname()[1]
        (home / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http, folder=home, limit=int(limit)), "utf-8")
        quads = pyoxigraph.parse(path=str(graph), format=_form(graph))
        pyoxigraph.serialize(quads, output=str(home / "graph.nq"), format=RdfFormat.N_QUADS)
        self.process = subprocess.Popen(  # noqa: S603 - Debian's program
            [program, "+configfile", "virtuoso.ini", "+foreground"], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        url = f"http://127.0.0.1:{http}/sparql"
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(url, timeout=5):
                break
            time.sleep(0.2)
        command = f"ld_dir('{home}', '*.nq', 'urn:none'); rdf_loader_run(); checkpoint;"
        subprocess.run([client, f"127.0.0.1:{sql}", "dba", "dba", f"exec={command}"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        self.engine = RemoteEngine(Endpoint(url, timeout=limit * 20))

    def ask(self, texts: dict[bool, str]) -> tuple[float, int, str] | None:
        """Processor seconds of the server and of this client, rows and digest, or None where it was ended or gave an error."""
        started = self._used() + time.process_time()
        try:
            table = self.engine.query(texts[False])
        except Fault as fault:
            sys.stderr.write(f"Virtuoso: {str(fault)[:200]}\n")
            return None
        taken = self._used() + time.process_time() - started
        if not isinstance(table, Table):
            raise TypeError("saved questions are SELECT queries")
        table = single(table)  # as `ask --endpoint` does
        return taken, len(table.rows), hashlib.sha256(repr(table.rows).encode()).hexdigest()

    def _used(self) -> float:
        """Processor seconds of the server's threads."""
        used = 0
        for file in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with suppress(OSError):
                used += int(file.read_text("ascii").split()[0])
        return used / 1e9

    def close(self) -> None:
        """End the server."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
