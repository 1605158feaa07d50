"""Labels and order put to the answer: what the engine gives when it is asked for all of it."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplograph.model import Answer, Table
from diplograph.queries.late import completed
from diplograph.store import Store
from diplograph.vocabulary import SKOS, XSD

SAID, NUMBER, LABEL = NamedNode("x:said"), NamedNode("x:number"), SKOS["prefLabel"]
_PREFIX = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
NAMED = 'OPTIONAL { ?a skos:prefLabel ?aLabel FILTER(LANG(?aLabel) = "en") }'


def quads() -> list[Quad]:
    """Some who say something: one with two labels, one with none, one whose label stands in two graphs, and numbers of many forms."""
    graph = NamedNode("g:1")
    made = [
        Quad(NamedNode(f"x:{name}"), SAID, Literal(said), graph)
        for name, said in (("two", "b"), ("none", "é"), ("twice", "B"), ("twice", "b b"))
    ]
    made += [Quad(NamedNode("x:two"), LABEL, Literal(label, language="en"), graph) for label in ("Zwei", "Two")]
    made += [Quad(NamedNode("x:twice"), LABEL, Literal("Twice", language="en"), NamedNode(f"g:{number}")) for number in (1, 2)]
    made += [Quad(NamedNode("x:none"), LABEL, Literal("aucun", language="fr"), graph)]
    made += [Quad(NamedNode("x:two"), NUMBER, Literal(text, datatype=XSD["integer"]), graph) for text in ("10", "-9", "007")]
    made += [Quad(NamedNode("x:odd"), NUMBER, Literal("2.5", datatype=XSD["decimal"]), graph)]
    return made


BLANK = Quad(BlankNode("b"), SAID, Literal("c"), NamedNode("g:1"))


class Asked(Store):
    """A store that remembers what it was asked."""

    texts: list[str] = []  # noqa: RUF012 - set anew by each test

    def query(self, text: str) -> Answer:
        self.texts.append(text)
        return super().query(text)


def select(columns: str, pattern: str, order: str, group: str = "") -> str:
    """A query laid out as saved ones are."""
    return f"{_PREFIX}SELECT {columns}\nWHERE {{\n  {pattern}\n}}\n{group}ORDER BY {order}"


def asked(text: str, *more: Quad) -> tuple[Answer, Answer, int]:
    """What `completed` gives, what the query gives as it stands, and how often that was asked as it stands."""
    store = Asked(Store.of([*quads(), *more]).inner)
    store.texts.clear()
    found = completed(store, text)
    return found, Store.query(store, text), store.texts.count(text)


SAYS = f"?a <x:said> ?s . {NAMED}"
MAY = "?a <x:said> ?s . OPTIONAL { ?a <x:number> ?n }"
OTHERS = f"?x <x:said> ?s . OPTIONAL {{ ?x <x:number> ?n . ?a <x:number> ?n . {NAMED} }}"
ANYBODY = f"?x <x:said> ?s . OPTIONAL {{ ?x <x:number> ?a }} {NAMED}"  # what is unbound gets everything's label


@pytest.mark.parametrize(
    "text",
    [
        select("DISTINCT ?a ?aLabel ?s", SAYS, "STR(?s) STR(?aLabel)"),
        select("DISTINCT ?a ?aLabel ?s", SAYS, 'COALESCE(STR(?aLabel), "U") STR(?s)'),
        select("DISTINCT ?a ?aLabel ?s", SAYS, "STR(?aLabel) ?s"),
        select("DISTINCT ?s ?n ?a ?aLabel", OTHERS, "?s STR(?n) STR(?aLabel)"),
        select("DISTINCT ?n", "<x:two> <x:number> ?n .", "DESC(?n)"),
        select("DISTINCT ?s ?n", MAY, "?n STR(?s)"),
        select("DISTINCT ?s ?n", MAY, "DESC(?n) STR(?s)"),
        select("(COUNT(DISTINCT ?s) AS ?count) ?a ?aLabel", SAYS, "DESC(?count) STR(?a) STR(?aLabel)", "GROUP BY ?a ?aLabel\n"),
        select("DISTINCT ?a ?aLabel", f"?a <x:missing> ?s . {NAMED}", "STR(?a)"),
        # a label of other use is left to the engine, the order is not
        select("DISTINCT ?a ?aLabel", f'{SAYS} FILTER(STR(?aLabel) = "Two")', "STR(?a)"),
        select("DISTINCT ?s ?aLabel", SAYS, "STR(?s) STR(?aLabel)"),
    ],
)
def test_put_to_what_was_found(text: str) -> None:
    found, wanted, whole = asked(text)
    assert found == wanted
    assert whole == 0
    assert isinstance(found, Table)
    assert bool(found.rows) != ("missing" in text)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (select("DISTINCT ?n", "?x <x:number> ?n .", "?n"), []),  # a number that is not whole
        (select("DISTINCT ?s", "?x <x:said> ?s .", "DESC(?s)"), []),
        (select("DISTINCT ?s", "?x <x:said> ?s .", "LCASE(?s) STR(?s)"), []),
        (select("DISTINCT ?s", "?x <x:said> ?s .", "STR(?s)\nLIMIT 2"), []),
        (select("DISTINCT ?s", "?x <x:said> ?s .", "STR(?x) STR(?s)"), []),  # by what is no column
        (select("?s", "?x <x:said> ?s .", "STR(?s)"), []),
        (select("DISTINCT ?s ?a ?aLabel", ANYBODY, "STR(?s) STR(?a) STR(?aLabel)"), []),
        (select("DISTINCT ?a ?aLabel ?s", SAYS, "STR(?s) STR(?aLabel)"), [BLANK]),
    ],
)
def test_asked_as_it_stands(text: str, more: list[Quad]) -> None:
    found, wanted, whole = asked(text, *more)
    assert found == wanted
    assert whole == 1
