"""Optional parameters said as joins: the same answers as the file as it stands, and lines in another form left alone."""

from __future__ import annotations

import sys

import pytest
from answers import FILES, HERE, Case, answer, engine, read_case, saved
from pyoxigraph import Literal, NamedNode, Quad

from diplograph.queries import run
from diplograph.queries.narrow import labelled, narrowed
from diplograph.queries.saved import bind
from diplograph.store import Store

CASES = [read_case(file) for file in sorted((HERE / "expected").glob("*.tsv"))]
ACTOR = "FILTER EXISTS { ?s a|dpg:holder|dpg:onBehalfOf ?__actor_iri }"
ONE = "MINUS { ?p a dpg:Position . FILTER(STR(?p) != STR(?__position_iri)) }"
SINCE = "MINUS { ?s dpg:date ?d . FILTER(STR(?d) < STR(?__since_xsd_date)) }"
SAID = 'MINUS { ?s dpg:attributedBy ?by . FILTER(?__attributed_literal = "no") }'


@pytest.mark.parametrize(
    ("line", "given", "expected"),
    [
        (ACTOR, {}, "{\n\n}"),
        (ACTOR, {"actor": "<x:a>"}, "{ ?s dpg:holder|dpg:onBehalfOf <x:a> .\n\n}"),
        (f"?s a ?t . {ACTOR} # why", {"actor": "<x:a>"}, "{ ?s dpg:holder|dpg:onBehalfOf <x:a> .\n?s a ?t .  # why\n}"),
        (f"{{ ?s ?p ?o }} {{\n{ACTOR}\n}}", {"actor": "<x:a>"}, "{\n{ ?s ?p ?o } { ?s dpg:holder|dpg:onBehalfOf <x:a> .\n\n}\n}"),
        ('?s ?p "{", <x:y> . # {\n' + ACTOR, {"actor": "<x:a>"}, '{ ?s dpg:holder|dpg:onBehalfOf <x:a> .\n?s ?p "{", <x:y> . # {\n\n}'),
        (ONE, {}, "{\n\n}"),
        (ONE, {"position": "<x:p>"}, "{ VALUES ?p { <x:p> }\n\n}"),
        (SINCE, {}, "{\n\n}"),
        (SINCE, {"since": '"2022-01-01"^^xsd:date'}, f"{{\n{SINCE}\n}}"),
        (SAID, {}, "{\n\n}"),
        (SAID, {"attributed": '"no"'}, "{\nMINUS { ?s dpg:attributedBy ?by }\n}"),
        (SAID, {"attributed": '"yes"'}, "{\n\n}"),
        ("FILTER(?x = ?__other_iri)", {"other": "<x:o>"}, "{\nFILTER(?x = ?__other_iri)\n}"),
        ("?s dpg:holder ?_actor_iri .", {"actor": "<x:a>"}, "{\n?s dpg:holder ?_actor_iri .\n}"),
    ],
)
def test_narrowed(line: str, given: dict[str, str], expected: str) -> None:
    assert narrowed(f"{{\n{line}\n}}", given, {"actor", "position", "since", "attributed", "other"}) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('OPTIONAL { ?a skos:prefLabel ?l FILTER(LANG(?l) = "en") }', 'OPTIONAL { ?a skos:prefLabel+ ?l FILTER(LANG(?l) = "en") }'),
        ("OPTIONAL { ?a skos:prefLabel ?l }", "OPTIONAL { ?a skos:prefLabel ?l }"),
        ('?a skos:prefLabel ?l FILTER(LANG(?l) = "en")', '?a skos:prefLabel ?l FILTER(LANG(?l) = "en")'),
    ],
)
def test_labelled(line: str, expected: str) -> None:
    assert labelled(line) == expected


def test_a_label_in_many_graphs_is_found_once() -> None:
    """Two actors whose labels stand in several graphs each do not multiply the rows of a question."""
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    quads = [Quad(NamedNode(f"x:{one}"), label, Literal(one, language="en"), NamedNode(f"g:{graph}")) for one in "ab" for graph in range(5)]
    said = Quad(NamedNode("x:a"), NamedNode("x:to"), NamedNode("x:b"), NamedNode("g:0"))
    text = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?a ?b WHERE { ?a <x:to> ?b
  OPTIONAL { ?a skos:prefLabel ?la FILTER(LANG(?la) = "en") }
  OPTIONAL { ?b skos:prefLabel ?lb FILTER(LANG(?lb) = "en") }
}"""
    store = Store.of([*quads, said])
    assert len(store.select(labelled(text)).rows) == 1
    assert len(store.select(text).rows) == 25


def test_a_required_parameter_stays() -> None:
    assert narrowed(f"{{\n{ACTOR}\n}}", {"actor": "<x:a>"}, ()) == f"{{\n{ACTOR}\n}}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_optional_is_left(file: object) -> None:
    """Each line of each saved query that holds an optional parameter is understood."""
    query = saved(getattr(file, "stem", ""))
    needed = {parameter.name for parameter in query.parameters if parameter.required}
    assert "?__" not in narrowed(query.text, {}, {parameter.name for parameter in query.parameters} - needed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_file_as_it_stands_answers_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    found = answer(engine("oxigraph"), case.query, case.values)
    monkeypatch.setattr(sys.modules[bind.__module__], "narrowed", lambda text, *_: text)
    monkeypatch.setattr(sys.modules[bind.__module__], "labelled", lambda text: text)
    monkeypatch.setattr(sys.modules[run.__module__], "completed", lambda asked, text: asked.query(text))
    assert answer(engine("oxigraph"), case.query, case.values) == found
