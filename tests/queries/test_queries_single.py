"""What engines answered otherwise at scale, each as small as it shows."""

from __future__ import annotations

import re

import pytest
from answers import FILES, as_dataset, saved
from pyoxigraph import Literal, NamedNode, Quad

from diplograph import queries
from diplograph.model import Answer, Table
from diplograph.queries import RdflibEngine, RemoteEngine, single
from diplograph.remote import Endpoint
from diplograph.store import Store

ONE, TWO = (NamedNode("x:1"), None), (NamedNode("x:2"), Literal("two", language="en"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [((), ()), ((TWO, ONE), (TWO, ONE)), ((TWO, ONE, TWO), (TWO, ONE)), ((ONE, ONE), (ONE,)), ((ONE, (None, None)), (ONE, (None, None)))],
)
def test_each_row_once_in_its_order(rows: tuple[tuple[NamedNode | None, ...], ...], expected: tuple[object, ...]) -> None:
    assert single(Table(("a", "b"), rows)).rows == expected


class Twice(RemoteEngine):
    """A server that leaves rows twice, as Virtuoso does."""

    def query(self, text: str) -> Answer:
        assert text
        return Table(("a", "b"), (ONE, TWO, TWO))


@pytest.mark.parametrize(("name", "rows"), [("articles", 2), ("dataset-statistics", 3)])
def test_a_server_that_leaves_rows_twice(name: str, rows: int) -> None:
    """Rows of SELECT DISTINCT stand once; what is grouped is left as it came."""
    answer = queries.run(Twice(Endpoint("http://127.0.0.1:9/")), saved(name), {})
    assert isinstance(answer, Table)
    assert len(answer.rows) == rows


def test_what_is_not_there_is_counted_by_rdflib_too() -> None:
    """A row of VALUES that an OPTIONAL does not match is dropped by rdflib, unless a sub-select stands around it."""
    a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store = Store.of([Quad(NamedNode("x:a"), a, NamedNode("https://w3id.org/diplograph/ontology#Article"), NamedNode("g:1"))])
    wanted = queries.run(store, saved("dataset-statistics"), {})
    assert isinstance(wanted, Table)
    assert [row[1].value for row in wanted.rows if row[1] is not None] == ["1", *["0"] * 22]
    assert queries.run(RdflibEngine(as_dataset(store)), saved("dataset-statistics"), {}) == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_exists_stands_beside_triples_alone_in_a_sub_select(file: object) -> None:
    """Beside OPTIONAL or another sub-select Virtuoso forgets it."""
    text = saved(getattr(file, "stem", "")).text
    found: list[tuple[bool, set[str]]] = []  # for each open brace: whether a sub-select begins with it, and what stands in it
    groups = 0
    for piece in re.findall(r"\{\s*SELECT|FILTER EXISTS|OPTIONAL|[{}]", re.sub(r"<[^<>\s]*>|\"[^\"]*\"|#[^\n]*", " ", text)):
        if piece[0] == "{":
            for _, words in found if piece != "{" else ():
                words.add("SELECT")
            found.append((piece != "{", set()))
        elif piece == "}":
            words = found.pop()[1]
            groups += 1
            inner = found and found[-1][0]  # the braces behind a sub-select's WHERE
            assert not (inner and "FILTER EXISTS" in words and words & {"OPTIONAL", "SELECT"})
        else:
            found[-1][1].add(piece)
    assert groups
    assert not found
