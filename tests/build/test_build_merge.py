"""What all articles together amount to, derived in pieces on disk: the same as from the whole in memory, however large the pieces are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from diplograph import positions, rdf
from diplograph.build import Built, build, facts, spool, trig
from diplograph.build.shares import part
from diplograph.cli.main import run
from diplograph.errors import Fault
from diplograph.rdf import GRAPHS
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import DPG, RDF, SKOS

OUTPUT = {"diplograph.ttl": "turtle", "diplograph.trig": "trig"}
REGISTRY = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/diplograph/id/state/ruritania> a dpg:State ; skos:prefLabel "Ruritania"@en .
"""
TEXTS = {
    "hand": "Ruritania and Russia demanded talks on the borders of Ruritania on Monday. Germany rejected the talks.\n",
    "one": "The Ruritanian Peace Council demanded a ceasefire in Ukraine on Monday. "
    "France and Germany called for a ceasefire in Ukraine.\n",
    "two": "THE RURITANIAN PEACE COUNCIL demanded a ceasefire in Ukraine on Tuesday, and Russia rejected a ceasefire in Ukraine.\n",
    "three": "France and Germany demanded a ceasefire in Ukraine on Wednesday. "
    "Russian Foreign Minister Sergei Lavrov rejected a ceasefire.\n",
    "four": "Ruritania called for talks on the borders. Germany and the Ruritanian Peace Council demanded a ceasefire in Ukraine.\n",
}
CURATED = """article: hand
statements:
  - id: hand-talks
    quote: Ruritania and Russia demanded talks on the borders of Ruritania
    holders: [Ruritania, Russia]
    kind: demand
    voice: indirect
    content: talks on the borders of Ruritania
    issue: ceasefire between Russia and Ukraine
    stance: for
    issue_stance: for
  - id: hand-no
    quote: Germany rejected the talks
    holders: Germany
    kind: rejection
    voice: indirect
    content: the talks
    issue: ceasefire between Russia and Ukraine
    stance: against
    issue_stance: against
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mixed")
    (made / "texts").mkdir()
    for name, text in TEXTS.items():
        (made / "texts" / f"{name}.txt").write_text(text, "utf-8")
    for name, text in {"registry/mine.ttl": REGISTRY, "statements/hand.yaml": CURATED}.items():
        (made / "graph" / name).parent.mkdir(parents=True)
        (made / "graph" / name).write_text(text, "utf-8")
    return made


@pytest.fixture(scope="module")
def built(folder: Path) -> Built:
    """What comes of curated and extracted articles, a name of two spellings among them, and statements of several holders."""
    return build([folder / "texts"], Workspace(folder), folder / "whole")


def test_merge_is_what_the_whole_in_memory_gives(built: Built) -> None:
    store = built.store
    assert built.report.conforms
    assert {one.curated for one in built.parts} == {True, False}
    holders: dict[object, set[object]] = {}
    for quad in store.matching(None, DPG["holder"]):
        holders.setdefault(quad.subject, set()).add(quad.object)
    assert max(map(len, holders.values())) > 1
    names = {quad.subject for quad in store.matching(None, SKOS["prefLabel"]) if "ruritanian peace" in str(quad.object).lower()}
    assert names, "somebody whom the registry lacks"
    assert names & {quad.subject for quad in store.matching(None, SKOS["altLabel"])}, "spelt in two ways"

    derived = {quad for quad in store if quad.graph_name == GRAPHS["positions"]}
    assert derived == set(positions.derive(Store.of(quad for quad in store if quad not in derived)))
    assert built.counts["positions"] == sum(quad.object == DPG["Position"] for quad in derived if quad.predicate == RDF["type"]) > 5
    for path, form in zip(built.written, OUTPUT.values(), strict=True):
        assert path.read_bytes() == rdf.serialise(store, form)  # type: ignore[arg-type]


def test_merge_in_the_smallest_pieces_gives_the_same_bytes(
    built: Built, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((facts, "_FACTS"), (facts, "_WANTS"), (spool, "_TOLD")):
        monkeypatch.setattr(module, name, 1)
    said: list[str] = []
    pieces: list[set[Quad]] = []
    again = build([folder / "texts"], Workspace(folder), tmp_path, said.append, derived=lambda quads: pieces.append(set(quads)))
    assert len(pieces) > len(TEXTS), "each article, and each group of positions"
    assert set().union(*pieces) == {quad for quad in built.store if quad.graph_name == GRAPHS["positions"]}
    for path in built.written:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    assert (again.counts, again.report, list(again.parts)) == (built.counts, built.report, list(built.parts))
    assert f"deriving positions: statements of articles (5 of {len(TEXTS)})" in said


def test_merge_leaves_no_position_in_memory_but_those_that_break_a_rule(
    built: Built, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [quad for quad in built.judged if quad.graph_name == GRAPHS["positions"]]
    real = positions.position_quads
    monkeypatch.setattr(
        positions,
        "position_quads",
        lambda *given: (quad for quad in real(*given) if quad.predicate != DPG["scope"] or "France" in str(quad)),
    )
    bad = build([folder / "texts"], Workspace(folder), tmp_path)
    assert not bad.report.conforms
    assert bad.written == ()
    focus = {one.focus for one in bad.report.findings if one.severity == "violation"}
    shown = {quad.subject for quad in bad.judged if quad.graph_name == GRAPHS["positions"]}
    assert shown == {NamedNode(one) for one in focus}
    assert len(shown) > 5


def test_merge_keeps_articles_packed(built: Built) -> None:
    ledger = part.Ledger(2)
    for one in built.parts:
        ledger.append(one)
    assert len(ledger) == len(TEXTS)
    assert list(ledger) == list(built.parts)
    assert (ledger[0], ledger[-1], ledger[3:]) == (built.parts[0], built.parts[-1], built.parts[3:])
    with pytest.raises(IndexError):
        ledger[len(TEXTS)]


# Faults


@contextmanager
def small(base: AbstractContextManager[sqlite3.Connection]) -> Iterator[sqlite3.Connection]:
    """A database on a disk that is full after some hundred kilobytes."""
    with base as opened:
        opened.execute("PRAGMA max_page_count = 100")
        yield opened


def test_merge_says_when_the_temporary_disk_is_full(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = spool.scratch
    monkeypatch.setattr(spool, "scratch", lambda tables: small(real(tables)))
    monkeypatch.chdir(folder)
    (tmp_path / "diplograph.ttl").write_bytes(b"old")
    assert run(["build", str(folder / "texts"), "-o", str(tmp_path)]) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "cannot be written" in line]
    assert "database or disk is full" in line
    assert "TMPDIR" in line
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"diplograph.ttl": b"old"}


def test_merge_says_when_there_is_no_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(Fault, match=r"no temporary folder that can be written \(No such file or directory\); make room there.*TMPDIR"):
        list(trig([]))
