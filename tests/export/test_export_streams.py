"""A store on disk is exported piece by piece, with the bytes that the same graph in memory gives."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplograph import rdf
from diplograph.build import released
from diplograph.cli.publishing.exchange import Signing, exchanged
from diplograph.export import EXPORT_FORMATS, export, pieces
from diplograph.interop import linked
from diplograph.resources import Workspace
from diplograph.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


@pytest.fixture(scope="module")
def stored(graph: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return on_disk(graph, tmp_path_factory.mktemp("stores") / "released")


def on_disk(graph: Store, folder: Path) -> Store:
    writer = pyoxigraph.Store(str(folder))
    writer.bulk_extend(graph)
    writer.flush()
    del writer
    return Store.open(folder)


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_export_of_a_store_on_disk_is_that_of_the_graph_in_memory(form: str, graph: Store, stored: Store) -> None:
    assert stored.disk
    found = list(pieces(stored, form))
    assert b"".join(found) == export(graph, form)
    assert len(found) > 1
    assert max(map(len, found)) < 4 * 2**20


def test_export_of_blank_nodes_and_of_the_default_graph(tmp_path: Path) -> None:
    about, name = NamedNode("https://x.org/a"), NamedNode("https://x.org/name")
    odd = Store.of([Quad(about, name, Literal("A")), Quad(BlankNode("b"), name, Literal("B"), NamedNode("https://x.org/graph"))])
    stored = on_disk(odd, tmp_path / "odd")
    for form in ("trig", "nq", "turtle", "nt"):
        assert b"".join(pieces(stored, form)) == export(odd, form)


@pytest.mark.parametrize("form", ["nanopub", "claims", "plover"])
def test_export_for_other_tools_asks_the_store(form: str, graph: Store, stored: Store) -> None:
    """Piece by piece, and what the whole graph gives at once."""
    found = exchanged(Workspace(ROOT), stored, form, None, Signing())
    assert not isinstance(found, bytes)
    pieces_of_it = list(found)
    assert len(pieces_of_it) > 20
    at_once = {
        "nanopub": lambda: rdf.serialise(linked.nanopublications(graph), "trig"),
        "claims": lambda: rdf.serialise((Quad(*triple) for triple in linked.claims(graph)), "turtle"),
        "plover": lambda: b"".join(exchanged(Workspace(ROOT), graph, form, None, Signing())),  # type: ignore[arg-type]
    }
    assert b"".join(pieces_of_it) == at_once[form]()
