"""Optional parameters said as joins: the same answers as the file as it stands, and lines in another form left alone."""

from __future__ import annotations

import sys

import pytest
from answers import FILES, HERE, Case, answer, engine, read_case, saved

from diplograph.queries.narrow import narrowed
from diplograph.queries.saved import bind

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
    assert answer(engine("oxigraph"), case.query, case.values) == found
