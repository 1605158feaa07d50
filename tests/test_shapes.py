"""Every shape passes on one of everything, and fails on the one change that must break it.

`shapes/valid.ttl` is that one of everything. Each `shapes/*.ru` is a SPARQL update of it whose first line says `# passes` or
`# fails: <shape> …`, with all shapes that must report and no other. pySHACL and the compiled shapes are held to the same.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef

from diplograph import resources
from diplograph.store import Store
from diplograph.validate.shapes import Judge

HERE = Path(__file__).parent / "shapes"
CASES = sorted(HERE.glob("*.ru"))
DPGSH = Namespace("https://w3id.org/diplograph/shapes#")
FILES = ("shapes.ttl", "shapes-recommended.ttl")


TEXTS = [resources.read_text(resources.root("ontology") / name) for name in FILES]


def load(name: str) -> Graph:
    return Graph().parse(data=resources.read_text(resources.root("ontology") / name), format="turtle")


MUST, SHOULD = (load(name) for name in FILES)
SHAPES = MUST + SHOULD
CLASSES = [triple for triple in load("diplograph.ttl").triples((None, RDFS.subClassOf, None)) if isinstance(triple[2], URIRef)]
VALID = Graph().parse(HERE / "valid.ttl")


def verdict(case: Path) -> set[str]:
    """The shapes that a case says must report."""
    line = case.read_text("utf-8").splitlines()[0]
    assert line == "# passes" or line.startswith("# fails: "), case
    return set(line.removeprefix("# fails: ").removeprefix("# passes").split())


def name(shape: object) -> str:
    return str(shape).removeprefix(str(DPGSH))


def changed(case: Path) -> Graph:
    """The valid graph with the case's update, and the subclass axioms that shapes need."""
    graph = Graph()
    graph += VALID
    graph.update(case.read_text("utf-8"))
    for triple in CLASSES:
        graph.add(triple)
    return graph


def compiled_verdicts(graph: Graph) -> set[tuple[str, ...]]:
    """What the compiled shapes find."""
    judge = Judge(Store.of(pyoxigraph.parse(graph.serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)), [])
    found = [one for text in TEXTS for one in judge.verdicts(text, "")]
    return {(one.shape, one.focus, one.path, one.component, one.severity, one.message) for one in found}


def told(results: Graph) -> set[tuple[str, ...]]:
    """What pySHACL finds, in the same words. Values are left to `validate/test_compiled.py`: rdflib and Oxigraph spell numbers apart."""
    found: set[tuple[str, ...]] = set()
    for one in results.subjects(RDF.type, SH.ValidationResult):
        terms = (SH.sourceShape, SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultMessage)
        shape, focus, path, component, severity, message = (str(results.value(one, term) or "") for term in terms)
        found.add((name(shape), focus, path, component.removeprefix(str(SH)), severity.removeprefix(str(SH)), message))
    return found


def report(graph: Graph, shapes: Graph) -> tuple[Graph, str]:
    _, results, text = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    assert isinstance(results, Graph)
    return results, str(text)


def inner_shapes() -> set[str]:
    """Shapes inside sh:or, sh:xone and qualified ones: their parent reports, they never do."""
    heads = {head for path in (SH["or"], SH.xone) for head in SHAPES.objects(None, path)}
    inner = {item for head in heads for item in SHAPES.items(head)} | set(SHAPES.objects(None, SH.qualifiedValueShape))
    return {name(shape) for shape in inner | {part for shape in inner for part in SHAPES.objects(shape, SH.property)}}


def reporting_shapes() -> set[str]:
    """Property shapes, and node shapes with alternatives of their own."""
    shapes = set(SHAPES.subjects(SH.path)) | {shape for path in (SH["or"], SH.xone) for shape in SHAPES.subjects(path)}
    return {name(shape) for shape in shapes} - inner_shapes()


def test_cases_are_all_there() -> None:
    assert len(CASES) == 173
    assert verdict(HERE / "valid.ttl") == set()


def test_valid_graph_conforms_and_the_shapes_are_shapes() -> None:
    graph = VALID + Graph()
    conforms, _, text = pyshacl.validate(graph, shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case_ends_as_it_says(case: Path) -> None:
    graph = changed(case)
    results, text = report(graph, SHAPES)
    assert {name(shape) for shape in results.objects(None, SH.sourceShape)} == verdict(case), text
    assert compiled_verdicts(graph) == told(results)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case_changes_the_valid_graph(case: Path) -> None:
    graph = VALID + Graph()
    graph.update(case.read_text("utf-8"))
    assert set(graph) != set(VALID)


def test_every_shape_fails_somewhere() -> None:
    assert reporting_shapes() == set().union(*map(verdict, CASES))


def test_every_reporting_shape_has_one_message_that_is_a_sentence() -> None:
    for shape in reporting_shapes():
        messages = list(SHAPES.objects(DPGSH[shape], SH.message))
        assert len(messages) == 1, shape
        assert str(messages[0]).endswith("."), shape


def test_shapes_are_named_after_what_they_hold() -> None:
    for shape in SHAPES.subjects(RDF.type, SH.PropertyShape):
        owners = {name(owner) for owner in SHAPES.subjects(SH.property, shape)}
        assert owners == {name(shape).split("-")[0]}, shape


def test_severities_are_apart() -> None:
    """What must be is a violation, what should be a warning."""
    assert not list(MUST.triples((None, SH.severity, None)))
    should = {name(shape) for shape in SHOULD.subjects(SH.severity, SH.Warning)}
    assert should == reporting_shapes() & {name(shape) for shape in set(SHOULD.subjects())}


def test_lists_are_the_only_blank_nodes() -> None:
    lists = set(SHAPES.subjects(RDF.first))
    assert {node for triple in SHAPES for node in triple if not isinstance(node, URIRef) and (node, None, None) in SHAPES} == lists
