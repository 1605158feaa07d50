"""Judging: what is broken is found, told in the same words each time, and led back to its line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from diplograph import resources
from diplograph.build import Places
from diplograph.errors import Fault
from diplograph.export import report_turtle
from diplograph.resources import Workspace, read_text
from diplograph.store import Store
from diplograph.validate import Finding, Report, owner, validate
from diplograph.validate.reference import handed_down
from diplograph.validate.terms import Terms
from diplograph.vocabulary import ID, SH

HERE = Path(__file__).parent
PREFIXES = "".join(line + "\n" for line in (HERE / "shapes" / "valid.ttl").read_text("utf-8").splitlines() if line.startswith("@prefix"))
SPARQL = PREFIXES.replace("@prefix", "PREFIX").replace(" .\n", "\n")


def valid(update: str = "") -> Store:
    store = Store.read(HERE / "shapes" / "valid.ttl")
    if update:
        store.inner.update(SPARQL + update)
    return store


@pytest.fixture(scope="module")
def broken() -> Report:
    """A graph with two things wrong that shapes see, one that a check sees, and something that should be better."""
    update = """DELETE { ?s dpg:holder ?h . ?p oa:start ?x } INSERT { ?s dpg:holder "nobody" . ?p oa:start "x"^^xsd:string }
        WHERE { ?s a dpg:Statement ; dpg:holder ?h ; dpg:passage/oa:hasSelector ?p . ?p oa:start ?x }"""
    return validate(valid(update), Workspace())


def test_validate_valid_graph_conforms() -> None:
    report = validate(valid(), Workspace())
    assert report.conforms, report.findings
    assert list(report.findings) == []


def test_validate_finds_what_is_broken(broken: Report) -> None:
    assert not broken.conforms
    assert broken.violations + broken.warnings == len(broken.findings)
    rules = {finding.rule for finding in broken.findings}
    assert {"Statement-holder", "Span-start"} <= rules
    holder = next(finding for finding in broken.findings if finding.rule == "Statement-holder")
    assert holder.focus.startswith(f"{ID}statement/")
    assert holder.value == "nobody"
    assert holder.path.endswith("#holder")
    assert holder.message.endswith(".")
    assert list(broken.findings) == sorted(broken.findings)
    assert all(first.severity <= second.severity for first, second in zip(broken.findings, broken.findings[1:], strict=False))


def test_validate_report_is_shacl_without_blank_nodes(broken: Report) -> None:
    text = report_turtle(broken)
    graph = rdflib.Graph().parse(data=text, format="turtle")
    sh = rdflib.Namespace(SH.iri)
    (me,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(me, sh.conforms) == rdflib.Literal(False)
    results = set(graph.subjects(rdflib.RDF.type, sh.ValidationResult))
    assert set(graph.objects(me, sh.result)) == results
    assert len(results) == len(broken.findings)
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    assert report_turtle(broken) == text
    empty = rdflib.Graph().parse(data=report_turtle(Report(())), format="turtle")
    assert rdflib.Literal(True) in set(empty.objects(None, sh.conforms))


@pytest.mark.parametrize(
    ("focus", "value", "is_iri"),
    [
        (f"{ID}state/a", f"{ID}state/b", True), (f"{ID}state/a", "http://x.org/a b", False), (f"{ID}state/a", "https://x.org/<", False),
        (f"{ID}state/a", "just a text", False), ("_:b0", "http:", True), ("_:N2f é", "", False), ("urn:a:b", "tag: no", False),
        ("http://[", "http://x.org/\n", False),
    ],
)  # fmt: skip
def test_validate_report_takes_any_node(focus: str, value: str, is_iri: bool) -> None:
    """A user's graph may have blank nodes, and values that only look like IRIs."""
    report = Report((Finding("violation", "a rule", focus, "", value, "Is wrong."),))
    graph = list(pyoxigraph.parse(report_turtle(report), format=RdfFormat.TURTLE))
    values = [quad.object for quad in graph if quad.predicate == SH["value"]]
    assert [isinstance(term, NamedNode) for term in values] == ([is_iri] if value else [])
    assert sum(quad.predicate == SH["focusNode"] and isinstance(quad.object, NamedNode) for quad in graph) == 1


def test_validate_blank_node_in_a_users_graph() -> None:
    quads = [
        Quad(
            BlankNode("b"),
            NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            NamedNode("https://w3id.org/diplograph/ontology#State"),
        )
    ]
    report = validate(Store.of(quads), Workspace())
    assert not report.conforms
    assert any(finding.focus.startswith("_:") for finding in report.findings)
    assert report_turtle(report)
    assert owner(Store.of(quads), "_:b") == "_:b"


def test_validate_reads_only() -> None:
    store = valid()
    before = set(store)
    validate(store, Workspace())
    assert set(store) == before


# Shapes with their targets handed down judge as the shapes themselves do

CASES = sorted((HERE / "shapes").glob("*.ru"))


@pytest.fixture(scope="module")
def shapes() -> dict[str, tuple[rdflib.Graph, rdflib.Graph]]:
    """Each shapes file as it is and handed down."""
    made = {}
    for name in ("shapes.ttl", "shapes-recommended.ttl"):
        text = read_text(resources.root("ontology") / name)
        triples = [quad.triple for quad in pyoxigraph.parse(text.encode(), format=RdfFormat.TURTLE)]
        made[name] = (Terms().graph(triples), Terms().graph(handed_down(triples)))
    return made


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> set[tuple[str, ...]]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace(SH.iri)
    names = (sh.sourceShape, sh.focusNode, sh.resultPath, sh.value, sh.resultMessage, sh.sourceConstraintComponent, sh.resultSeverity)
    return {tuple(str(report.value(result, name)) for name in names) for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)}


def changed(*cases: Path) -> rdflib.Graph:
    """The union of the valid graph with each case's update, and the subclass axioms that shapes need."""
    ontology = rdflib.Graph().parse(data=read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")
    data = rdflib.Graph()
    data += [triple for triple in ontology.triples((None, rdflib.RDFS.subClassOf, None)) if isinstance(triple[2], rdflib.URIRef)]
    for case in cases:
        graph = rdflib.Graph().parse(HERE / "shapes" / "valid.ttl")
        graph.update(case.read_text("utf-8"))
        data += graph
    return data


def test_validate_handed_down_shapes_judge_alike(shapes: dict[str, tuple[rdflib.Graph, rdflib.Graph]]) -> None:
    """On the union of all broken graphs, and on every twelfth by itself, as the valid parts of a union hide much."""
    assert len(CASES) > 150
    found: set[tuple[str, ...]] = set()
    for data in (changed(*CASES), *(changed(case) for case in CASES[::12])):
        for plain, down in shapes.values():
            judged = results(data, plain)
            assert results(data, down) == judged
            found |= judged
    assert len({rule for rule, *_ in found}) >= 90


def test_validate_hands_targets_down(shapes: dict[str, tuple[rdflib.Graph, rdflib.Graph]]) -> None:
    for plain, down in shapes.values():
        counts = [len(list(graph.triples((None, rdflib.SH.targetClass, None)))) for graph in (plain, down)]
        assert counts[1] > counts[0]


@pytest.mark.parametrize(
    ("more", "down"),
    [
        ("", True),
        ("x:other sh:node x:shape .", False),
        ("x:other sh:or ( x:shape ) .", False),
        ("x:other sh:property x:shape .", False),
        ("x:shape sh:deactivated true .", False),
        ("x:shape a <http://www.w3.org/2000/01/rdf-schema#Class> .", False),
    ],
)
def test_validate_hands_down_only_where_nothing_changes(more: str, down: bool) -> None:
    head = f"@prefix sh: <{SH.iri}> . @prefix x: <http://x.org/> . {more}"
    text = f"{head} x:shape sh:targetClass x:A ; sh:targetNode x:a ; sh:property x:p . x:p sh:path x:q ."
    triples = [quad.triple for quad in pyoxigraph.parse(text, format=RdfFormat.TURTLE)]
    made = handed_down(triples)
    p = NamedNode("http://x.org/p")
    assert ({t.predicate for t in made if t.subject == p} == {SH["targetClass"], SH["targetNode"], SH["path"]}) == down
    assert (made == triples) != down


# A user's own shapes and checks


def own(folder: Path, name: str, text: str) -> Workspace:
    (folder / "graph" / "registry").mkdir(parents=True)
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(text, "utf-8")
    return Workspace(folder)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("ontology/shapes.ttl", "@prefix x: <x:> .\nx:a x:b", "shapes.ttl:2: is not valid Turtle: "),
        ("ontology/diplograph.ttl", "x:a x:b x:c .", "diplograph.ttl:1: is not valid Turtle: "),
        (
            "ontology/shapes.ttl",
            "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetNode <x:a> ; sh:property <x:nowhere> .",
            "shapes.ttl: cannot be used: ",
        ),
        ("queries/checks/mine-violation.rq", "SELECT", "mine-violation.rq: is not valid SPARQL: "),
        ("queries/checks/mine-violation.rq", "ASK {}", "mine-violation.rq: is no SELECT query; begin it with"),
    ],
)
def test_validate_faults_of_own_files(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(Fault) as caught:
        validate(Store.of([Quad(NamedNode("x:a"), NamedNode("x:b"), Literal(1))]), own(tmp_path, name, text))
    assert told in str(caught.value)


def test_validate_own_check_reports(tmp_path: Path) -> None:
    query = "SELECT ?focus ?path ?value ?message { BIND(<http://x.org/a> AS ?focus) BIND('Mine.' AS ?message) }"
    report = validate(Store(), own(tmp_path, "queries/checks/of-mine-warning.rq", query))
    assert report.findings == (Finding("warning", "of-mine", "http://x.org/a", "", "", "Mine."),)
    assert report.conforms


# Where to mend


def test_validate_owner_of_a_selector_is_its_statement() -> None:
    store = valid()
    query = SPARQL + "SELECT ?s ?x { ?s a dpg:Statement ; dpg:passage/oa:hasSelector ?x }"
    rows = store.select(query).records()
    assert rows
    for record in rows:
        shown = {r["s"] for r in rows if r["x"] == record["x"]}
        assert owner(store, record["x"] or "") in shown or owner(store, record["x"] or "").startswith(f"{ID}")
    assert owner(store, f"{ID}state/nobody") == f"{ID}state/nobody"
    assert owner(store, "no iri") == "no iri"


def test_validate_places_of_curated_and_registered_things() -> None:
    places = Places(Workspace(HERE.parent))
    files = sorted((HERE.parent / "graph" / "statements").glob("*.yaml"))
    assert files
    lines = files[0].read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if line.lstrip(" -").startswith("id: "))
    place = places.of(f"{ID}statement/{lines[number - 1].partition('id: ')[2].strip()}")
    assert place is not None
    assert place.file == str(files[0])
    assert abs((place.line or 0) - number) < 3
    state = places.of(f"{ID}state/russia")
    assert state is not None
    assert state.file.endswith("states.ttl")
    assert (HERE.parent / "graph/registry/states.ttl").read_text("utf-8").splitlines()[(state.line or 0) - 1].startswith("state:russia ")
    assert places.of(f"{ID}position/nobody") is None
