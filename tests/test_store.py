"""The embedded store: every format in, the union out, and nothing untrusted ends the process."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.rdf import serialise
from diplograph.store import FORMATS, Store, read_rdf

S, P, G = NamedNode("http://x.org/s"), NamedNode("http://x.org/p"), NamedNode("http://x.org/g")
QUADS = [Quad(S, P, Literal("«war» \U0001d54f\n", language="en")), Quad(S, P, S, G)]
NAMES = {
    ".ttl": "turtle", ".trig": "trig", ".nt": "nt", ".nq": "nq", ".jsonld": "jsonld", ".rdf": "rdfxml", ".owl": "rdfxml", ".xml": "rdfxml",
}  # fmt: skip
DEEP = 30_000
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.org/">%s</rdf:RDF>'


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("ending", FORMATS)
def test_store_reads_every_format(tmp_path: Path, ending: str, packed: bool) -> None:
    assert set(FORMATS) == set(NAMES)
    data = serialise(QUADS, NAMES[ending])  # type: ignore[arg-type]
    path = tmp_path / f"a.b{ending.upper()}{'.GZ' if packed else ''}"
    path.write_bytes(gzip.compress(data, mtime=0) if packed else data)
    store = Store.read(path)
    assert {quad.triple for quad in store} == {quad.triple for quad in QUADS}
    assert (set(store) == set(QUADS)) == (ending in {".trig", ".nq"})


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.ttl", b"<http://x.org/s> <http://x.org/p>\n'a' .\n'b' .", "a.ttl:3: is malformed: "),
        ("a.ttl", b"\xff\xfe", "a.ttl"),
        ("a.nt", b"<a:a> <a:b> <a:c> .\n<a:a> <a:b> .", "a.nt:2: is malformed"),
        ("a.trig", b"<a:g> { <a:a> <a:b> <a:c> ", "is malformed"),
        ("a.jsonld", b'{"@id":\n', "is malformed"),
        ("a.jsonld", b'{"@context":"https://x.org/context.jsonld","a":"b"}', "is malformed"),
        ("a.jsonld", b'{"@context":"file:///etc/hostname","a":"b"}', "is malformed"),
        ("a.jsonld", b'{"a:b":' * DEEP + b"1" + b"}" * DEEP, "is nested too deeply"),
        ("a.jsonld", b'{"@graph":[' * DEEP, "is nested too deeply"),
        ("a.ttl", b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * DEEP, "is nested too deeply"),
        ("a.trig", b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * DEEP, "is nested too deeply"),
        ("a.nq", b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * DEEP, "is nested too deeply"),
        ("a.ttl", b"<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", "has a triple term"),
        ("a.rdf", b'<!DOCTYPE r [<!ENTITY a "b">]>' + (XML % "").encode(), "has a document type declaration"),
        ("a.rdf", b"<! doctype r>", "has a document type declaration"),
        ("a.rdf", ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r>' + XML % "").encode("utf-16"), "has a document type declaration"),
        ("a.rdf", (XML % "<x:a").encode(), "is malformed"),
        ("a.ttl.gz", b"no gzip", "cannot be read (Not a gzipped file"),
        ("a.ttl.gz", gzip.compress(b"<a:a> <a:b> <a:c> ." * 99, mtime=0)[:-12], "cannot be read"),
        ("a.ttl.gz", gzip.compress(b"# " + b"x" * 999, mtime=0)[:12] + b"\xff" * 30, "cannot be read"),
        ("a.txt", b"", "is in no RDF format that is known by its ending; use one of .ttl .trig"),
        ("ttl", b"", "is in no RDF format"),
        ("a.gz", b"", "is in no RDF format"),
    ],
)  # fmt: skip
def test_store_faults_on_bad_files(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Fault) as caught:
        Store.read(tmp_path / name)
    message = str(caught.value)
    assert told in message
    assert str(tmp_path / name) in message
    assert caught.value.cure


@pytest.mark.parametrize("path", ["nobody.ttl", "nobody.ttl.gz"])
def test_store_faults_on_missing_file(tmp_path: Path, path: str) -> None:
    with pytest.raises(Fault, match=r"cannot be read \(No such file or directory\)"):
        Store.read(tmp_path / path)
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(Fault, match="cannot be read"):
        Store.read(tmp_path / "folder.ttl")


@pytest.mark.parametrize("name", ["bomb.nt.gz", "long.nt"])
def test_store_bounds_what_it_reads(tmp_path: Path, name: str) -> None:
    """A small file that grows without end is read no further than the limit."""
    data = b"#" * 5_000_000
    (tmp_path / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    with pytest.raises(Fault, match="is larger than 1000000 bytes; cut it"):
        list(read_rdf(tmp_path / name, most_bytes=1_000_000))
    assert list(read_rdf(tmp_path / name, most_bytes=len(data))) == []


@pytest.mark.parametrize(
    "text",
    [
        "<http://x.org/s> <http://x.org/p> " + "[ <http://x.org/p> " * 5000 + "1" + "]" * 5000 + ".",
        "<http://x.org/s> <http://x.org/p> " + "(" * 5000 + ")" * 5000 + ".",
    ],
)
def test_store_reads_deep_blank_nodes_and_lists(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ttl").write_text(text)
    assert len(Store.read(tmp_path / "a.ttl")) >= 5000


def test_store_reads_deep_xml(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(XML % ("<x:a><x:b>" * 2000 + "</x:b></x:a>" * 2000))
    assert len(Store.read(tmp_path / "a.rdf")) > 2000


def test_store_on_disk(tmp_path: Path) -> None:
    pyoxigraph.Store(str(tmp_path / "db")).extend(QUADS)
    store = Store.open(tmp_path / "db")
    assert set(store) == set(QUADS)
    assert len(store) == 2
    assert len(store.select("SELECT * { ?s ?p ?o }").rows) == 2
    wider = store.with_quads([Quad(P, P, P)])
    assert (len(wider), len(store)) == (3, 2)


@pytest.mark.parametrize("make", [Path.exists, Path.mkdir, Path.touch], ids=["missing", "empty", "a file"])
def test_store_on_disk_faults(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "db")
    with pytest.raises(Fault, match="is no store"):
        Store.open(tmp_path / "db")


def test_store_loads_a_bundled_file(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_bytes(serialise(QUADS, "trig"))
    assert set(Store.load(tmp_path / "a.trig")) == set(QUADS)
    (tmp_path / "a.trig").write_bytes(b"<a:a>\n<a:b> .")
    with pytest.raises(Fault, match=r"a\.trig:2: is malformed.*run diplograph build"):
        Store.load(tmp_path / "a.trig")
    with pytest.raises(Fault, match="cannot be read"):
        Store.load(tmp_path / "b.trig")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT * { ?s ?p ?o }", 2),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", 1),
        ("SELECT * FROM <http://x.org/g> { ?s ?p ?o }", 1),
        ("SELECT * FROM NAMED <http://x.org/g> { ?s ?p ?o }", 0),
        ("SELECT * { ?from ?p ?o } # FROM <http://x.org/g>", 2),
        ("SELECT * { ?s ?p ?o FILTER(?o != 'FROM <http://x.org/g>') }", 2),
        ("PREFIX from: <http://x.org/> SELECT * { from:s ?p ?o }", 2),
        ("SELECT * { ?s <http://x.org/p> ?o FILTER(?s != <http://x.org/FROM>) }", 2),
        ("SELECT ?x { OPTIONAL { ?x <http://x.org/none> ?y } }", 1),
    ],
)
def test_store_query_sees_the_union(query: str, rows: int) -> None:
    answer = Store.of(QUADS).query(query)
    assert isinstance(answer, Table)
    assert len(answer.rows) == rows


def test_store_query_forms() -> None:
    store = Store.of(QUADS)
    assert store.query("ASK { ?s ?p ?o }") is True
    graph = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, tuple)
    assert set(graph) == {quad.triple for quad in QUADS}
    assert store.select("SELECT ?none ?s { ?s ?p ?s }").records() == [{"none": None, "s": "http://x.org/s"}]
    with pytest.raises(SyntaxError):
        store.query("SELECT")
    with pytest.raises(TypeError):
        store.select("ASK {}")
    with pytest.raises(Fault, match="answers with a triple term"):
        store.query("SELECT (TRIPLE(?s, ?p, ?o) AS ?t) { ?s ?p ?o }")
