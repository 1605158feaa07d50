"""Parameters become whole terms: no value changes a query's structure, and nothing but the parameter's own token is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal
from rdflib.plugins.sparql.parser import parseQuery

from diplograph import queries
from diplograph.errors import Fault
from diplograph.queries import SavedQuery, bind
from diplograph.store import Store

HEAD = """#+ id: https://w3id.org/diplograph/queries/made-up
#+ summary: Made up
#+ description: Made up
#+ method: GET
#+ tags:
#+   - test
"""
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
BAD_IRI = '\x00\x01\t\n\r <>"{}|^`\\'


def query(folder: Path, text: str) -> SavedQuery:
    file = folder / "made-up.rq"
    file.write_text(HEAD + text, "utf-8")
    return queries.read(file)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("queries")


def bound(folder: Path, text: str, **values: str) -> str:
    return bind(query(folder, text), values).removeprefix(HEAD)


GOOD = [
    ("?_a_iri", "http://x/1", "<http://x/1>"),
    ("?_a_iri", "urn:a:b", "<urn:a:b>"),
    ("$_a_iri", "http://x/1", "<http://x/1>"),
    ("?_a_literal", 'say "no"\\', '"say \\"no\\"\\\\"'),
    ("?_a_literal", "two\nlines\t\r", '"two\\nlines\\t\\r"'),
    ("?_a", "plain", '"plain"'),
    ("?_a_en", "word", '"word"@en'),
    ("?_a_number", "-1.5e3", "-1.5e3"),
    ("?_a_integer", "+12", "+12"),
    ("?_a_xsd_date", "2022-02-22", '"2022-02-22"^^<http://www.w3.org/2001/XMLSchema#date>'),
]
BAD = [
    ("?_a_iri", "http://x/1> } ; DROP ALL #>"), ("?_a_iri", "no-colon"), ("?_a_iri", ""), ("?_a_number", "1; DROP"),
    ("?_a_number", "ten"), ("?_a_number", "1\n"), ("?_a_integer", "1.5"), ("?_a_integer", "１2x"), ("?_a_xsd_date", "2022-13-01"),
    ("?_a_xsd_date", '2022-02-22"'), ("?_a_xsd_date", "2022-2-2"), ("?_a_xsd_date", "2022-02-22\n"), ("?_a_literal", "\ud800"),
]  # fmt: skip
LEFT_ALONE = [
    "SELECT ?_a_iris ?_a_iri2 { ?s ?p ?_a_iri }",
    "SELECT * { ?s ?p \"?_a_iri\", '?_a_iri', \"\"\"?_a_iri\"\"\", '''?_a_iri''' , ?_a_iri }",
    'SELECT * { ?s ?p "quoted \\" ?_a_iri", ?_a_iri }',
    "SELECT * { # ?_a_iri\n ?s ?p ?_a_iri }",
    "SELECT * { ?s <http://x/?_a_iri> ?_a_iri }",
    "SELECT * { ?s ?p ?o FILTER(?o < ?_a_iri && ?o > 1) }",
]


@pytest.mark.parametrize(("variable", "value", "term"), GOOD)
def test_term(folder: Path, variable: str, value: str, term: str) -> None:
    assert bound(folder, f"SELECT * {{ ?s ?p {variable} }}", a=value) == f"SELECT * {{ ?s ?p {term} }}"


@pytest.mark.parametrize(("variable", "value"), BAD)
def test_refused(folder: Path, variable: str, value: str) -> None:
    with pytest.raises(Fault):
        bound(folder, f"SELECT * {{ ?s ?p {variable} }}", a=value)


@pytest.mark.parametrize("text", LEFT_ALONE[1:])
def test_only_the_token_is_replaced(folder: Path, text: str) -> None:
    before, _, after = text.rpartition("?_a_iri")
    assert bound(folder, text, a="http://x/1") == f"{before}<http://x/1>{after}"


def test_longer_names_are_other_parameters(folder: Path) -> None:
    text = bound(folder, "SELECT * { ?_a_iri ?_a1_iri ?__ab_iri }", a="http://x/1", a1="http://x/2")
    assert text == "SELECT * { <http://x/1> <http://x/2> ?__ab_iri }"


def test_a_variable_that_looks_like_a_parameter_is_refused(folder: Path) -> None:
    with pytest.raises(Fault):
        query(folder, LEFT_ALONE[0])


@pytest.mark.parametrize(("text", "values"), [("SELECT * { ?s ?p ?_a_iri }", {}), ("SELECT * { ?s ?p ?o }", {"a": "http://x/1"})])
def test_missing_and_unknown_parameters(folder: Path, text: str, values: dict[str, str]) -> None:
    with pytest.raises(Fault):
        bind(query(folder, text), values)


SWITCH = HEAD.replace("#+ tags:", '#+ enumerate:\n#+   - a: ["yes", "no"]\n#+ tags:')


def test_a_parameter_of_few_values_takes_no_other(folder: Path) -> None:
    file = folder / "switch.rq"
    file.write_text(SWITCH + "SELECT * { ?s ?p ?__a_literal }", "utf-8")
    read = queries.read(file)
    assert read.parameters[0].values == ("yes", "no")
    assert bind(read, {"a": "no"}).endswith('{ ?s ?p "no" }')
    with pytest.raises(Fault, match='--a: "maybe" is none of its values; write yes or no'):
        bind(read, {"a": "maybe"})


@pytest.mark.parametrize("values", ["yes", "- yes", "- a: yes", "- a: []", "- a: [{b: c}]"])
def test_values_of_another_form_are_a_fault(folder: Path, values: str) -> None:
    file = folder / "switch.rq"
    file.write_text(SWITCH.replace('- a: ["yes", "no"]', values) + "SELECT * { ?s ?p ?__a_literal }", "utf-8")
    with pytest.raises(Fault, match="lists no values"):
        queries.read(file)


def test_an_optional_one_stays_a_variable(folder: Path) -> None:
    text = "SELECT * { ?s ?p ?__a_iri }"
    assert bound(folder, text) == text


@given(TEXT)
def test_any_text_comes_back_as_the_same_literal(folder: Path, value: str) -> None:
    text = bind(query(folder, "SELECT ?x { BIND(?_a_literal AS ?x) }"), {"a": value})
    assert Store().select(text).rows == ((Literal(value),),)


@given(TEXT)
def test_no_text_changes_the_structure(folder: Path, value: str) -> None:
    plain = 'SELECT ?s { ?s ?p ?_a_literal FILTER(?p != "x") } ORDER BY ?s'
    made = query(folder, plain)
    assert shape(parseQuery(bind(made, {"a": value}))) == shape(parseQuery(bind(made, {"a": "word"})))


@given(TEXT, st.sampled_from(BAD_IRI), TEXT)
def test_no_iri_with_a_bad_character(folder: Path, before: str, bad: str, after: str) -> None:
    made = query(folder, "SELECT * { ?s ?p ?_a_iri }")
    with pytest.raises(Fault):
        bind(made, {"a": f"http://x/{before}{bad}{after}"})


def shape(tree: object) -> object:
    """A syntax tree with its literals' text taken out."""
    from pyparsing import ParseResults
    from rdflib import Literal as RdflibLiteral
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(tree, CompValue):
        if tree.name == "literal":
            return "literal"
        return (tree.name, tuple((key, shape(value)) for key, value in sorted(tree.items())))
    if isinstance(tree, ParseResults | list | tuple):
        return tuple(shape(item) for item in tree)
    return "literal" if isinstance(tree, RdflibLiteral) else str(tree)
