"""Expected answers as files, and the engines that must give them.

A file says in its first line which parameters were given (`# --actor Northland`), in its second the columns, then one row per line, values
between tabs: IRIs in short form, literals as their text, nothing where nothing is bound.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode

from diplograph import positions, queries
from diplograph.model import Table
from diplograph.queries import Engine, RdflibEngine, RemoteEngine, SavedQuery
from diplograph.remote import Endpoint
from diplograph.resources import root
from diplograph.store import Store
from diplograph.vocabulary import curie
from servers import SparqlServer

HERE = Path(__file__).parent
QUERIES = HERE.parents[1] / "queries"
FILES = sorted(QUERIES.glob("*.rq"))
ENGINES = ("oxigraph", "rdflib", "endpoint")
SEEDS = sorted((HERE / "seeds").glob("*.tsv"))


@dataclass(frozen=True)
class Case:
    """One question with its parameters and the rows it must give; the file is `<query>.tsv` or `<query>--<parameters>.tsv`."""

    name: str
    query: SavedQuery
    values: dict[str, str]
    lines: tuple[str, ...]


def read_case(file: Path) -> Case:
    call, *lines = file.read_text("utf-8").splitlines()
    words = shlex.split(call.removeprefix("#"))
    values = {words[i].removeprefix("--"): words[i + 1] for i in range(0, len(words), 2)}
    return Case(file.stem, saved(file.stem.partition("--")[0]), values, tuple(lines))


@cache
def saved(name: str) -> SavedQuery:
    return queries.read(QUERIES / f"{name}.rq")


@cache
def world() -> Store:
    """The made-up graph, with what the positions rule derives from it."""
    store = Store.read(HERE / "graph.trig")
    store.extend(list(positions.derive(store)))
    return store


@cache
def released() -> Store:
    """The released graph of the seeds."""
    return Store.load(root("graph") / "diplograph.trig")


@cache
def engine(name: str, *, seeds: bool = False) -> Engine:
    """An engine over the made-up graph or the released one: embedded, rdflib, or a server on loopback that lives as long as the tests."""
    store = released() if seeds else world()
    if name == "endpoint":
        server = SparqlServer(store.inner)
        server.__enter__()
        return RemoteEngine(Endpoint(server.url))
    return store if name == "oxigraph" else RdflibEngine(as_dataset(store))


def as_dataset(store: Store) -> rdflib.Dataset:
    """The same quads for rdflib, asked for the union of all graphs."""
    import pyoxigraph

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=pyoxigraph.serialize(store, format=pyoxigraph.RdfFormat.N_QUADS), format="nquads")
    return dataset


def answer(engine: Engine, query: SavedQuery, values: dict[str, str]) -> Table:
    table = queries.run(engine, query, values)
    assert isinstance(table, Table)
    return table


def rendered(table: Table) -> tuple[str, ...]:
    """The lines of an expected file below the call."""
    rows = [
        ["" if term is None else curie(term.value) if isinstance(term, NamedNode) else flat(term.value) for term in row]
        for row in table.rows
    ]
    return ("\t".join(table.variables), *("\t".join(row) for row in rows))


def flat(text: str) -> str:
    return " ".join(text.split())
