"""Tables and graphs: whole expected files for the small network, and what other readers find in them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from network_made_up import ID, SMALL, event, events

from diplograph.network import EVENT_FIELDS, Choice, edge_csv, event_csv, gexf, graphml, make, matrix_csv, parse_window, windows

MATRICES = [
    ("two-mode", "subtract", "no", ",x,y\na,2,-1\nb,0,-2\nc,0,1\n"),
    ("two-mode", "ignore", "prominence", ",x,y\na,0.500000,0.250000\nb,0.500000,0.500000\nc,0,0.250000\n"),
    ("actors", "subtract", "no", ",a,b,c\na,0,2,-1\nb,2,0,-2\nc,-1,-2,0\n"),
    ("actors", "congruence", "average", ",a,b\na,0,1.142857\nb,1.142857,0\n"),
    ("issues", "ignore", "no", ",x,y\nx,0,6\ny,6,0\n"),
]


@pytest.mark.parametrize(("mode", "aggregation", "normalisation", "text"), MATRICES, ids=[" ".join(case[:3]) for case in MATRICES])
def test_matrix_as_csv(mode: str, aggregation: str, normalisation: str, text: str) -> None:
    assert matrix_csv(make(SMALL, Choice(), mode, aggregation, normalisation)).replace("\r\n", "\n") == text


def test_isolates_stay_where_they_are_wanted() -> None:
    network = make(SMALL, Choice(), "actors", "congruence", isolates=True)
    assert matrix_csv(network).replace("\r\n", "\n") == ",a,b,c\na,0,4,0\nb,4,0,0\nc,0,0,0\n"


def test_edges_as_csv() -> None:
    lines = edge_csv([(None, make(SMALL, Choice()))]).splitlines()
    assert lines == [
        "source,target,weight,for,against,source_iri,target_iri",
        f"a,x,2,2,0,{ID}a,{ID}x", f"a,y,-1,0,1,{ID}a,{ID}y", f"b,y,-2,0,2,{ID}b,{ID}y", f"c,y,1,1,0,{ID}c,{ID}y",
    ]  # fmt: skip


def test_edges_of_windows_have_their_days() -> None:
    said = [replace(one, date=f"202{number % 2}-05") for number, one in enumerate(SMALL)]
    found = ((window, make(window.events, Choice(), "actors", "conflict")) for window in windows(said, *parse_window("year")))
    assert edge_csv(found, windowed=True).splitlines() == [
        "from,until,source,target,weight,for,against,source_iri,target_iri",
        f"2020-01-01,2020-12-31,a,b,1,,,{ID}a,{ID}b",
        f"2021-01-01,2021-12-31,b,c,1,,,{ID}b,{ID}c",
    ]


def test_nodes_of_one_name_are_told_apart() -> None:
    first, second = events(["a+x", "b+x"])
    second = replace(second, actor=replace(second.actor, label="a"))
    assert matrix_csv(make([first, second], Choice())).splitlines() == [",x", "a (a),1", "a (b),1"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), min_size=1, max_size=30)


@given(TEXTS, TEXTS)
def test_event_list_keeps_every_word(quote: str, issue: str) -> None:
    one = replace(event(1, "a", issue, "for", date="2022-02"), quote=quote)
    row = next(csv.DictReader(io.StringIO(event_csv([one]), newline="")))
    assert tuple(row) == EVENT_FIELDS
    assert (row["text"], row["concept"], row["agreement"], row["time"]) == (quote, issue, "1", "2022-02")


def test_event_list_has_statements_without_an_issue() -> None:
    listed = event_csv([event(1, "a", None, ""), event(2, "a", "x", "conditional", leaning="against"), event(3, "a", "x", "none")])
    assert [row["agreement"] for row in csv.DictReader(io.StringIO(listed))] == ["", "0", ""]


# What Gephi and others look for: labels, weights that are not negative, types.
@pytest.mark.parametrize("mode", ["two-mode", "actors", "issues"])
def test_graphml_is_read_back(mode: str) -> None:
    network = make(SMALL, Choice(), mode, "subtract")
    graph = nx.parse_graphml(graphml(network).decode().partition("?>")[2])
    assert set(graph.nodes) == {node.iri for node in network.nodes}
    assert {said["label"] for _, said in graph.nodes(data=True)} == {node.label for node in network.nodes}
    assert {frozenset(edge): said["value"] for *edge, said in graph.edges(data=True)} == {
        frozenset(pair): value for pair, value in network.cells.items()
    }
    assert all(said["weight"] == abs(said["value"]) for *_, said in graph.edges(data=True))
    words = {"for", "against", "both"} if mode == "two-mode" else {"agreement", "conflict"}
    assert {said["stance"] for *_, said in graph.edges(data=True)} <= words


@pytest.mark.parametrize("mode", ["two-mode", "actors", "issues"])
def test_gexf_is_read_back(mode: str) -> None:
    network = make(SMALL, Choice(), mode, "ignore")
    graph = nx.read_gexf(io.BytesIO(gexf(network)))
    assert {said["label"] for _, said in graph.nodes(data=True)} == {node.label for node in network.nodes}
    assert {frozenset(edge): said["weight"] for *edge, said in graph.edges(data=True)} == {
        frozenset(pair): value for pair, value in network.cells.items()
    }
    variables = {said["variable"] for _, said in graph.nodes(data=True)}
    assert variables == {"two-mode": {"actor", "issue"}, "actors": {"actor"}, "issues": {"issue"}}[mode]


def test_gexf_has_no_date_and_colours_that_gephi_reads() -> None:
    data = gexf(make(SMALL, Choice()))
    assert b"lastmodified" not in data
    assert data == gexf(make(SMALL, Choice()))
    tree = etree.fromstring(data)
    names = {"g": "http://www.gexf.net/1.2draft", "viz": "http://www.gexf.net/1.2draft/viz"}
    assert tree.get("version") == "1.2"
    shapes = tree.xpath("//g:edge/viz:shape/@value", namespaces=names)
    assert sorted(str(shape) for shape in shapes) == ["dashed", "dashed", "solid", "solid"]
    assert len(tree.xpath("//g:node/viz:color", namespaces=names)) == 5


@given(st.text(max_size=20))
def test_graphs_bear_any_label(label: str) -> None:
    one = event(1, "a", "x", "for")
    network = make([replace(one, actor=replace(one.actor, label=label.encode("utf-8", "replace").decode()))], Choice())
    assert len(etree.fromstring(graphml(network)).findall(".//{*}node")) == 2
    assert len(etree.fromstring(gexf(network)).findall(".//{*}node")) == 2
