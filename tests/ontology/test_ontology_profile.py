"""Rules of the OWL 2 DL profile that can be told from the triples, such as: what is used is declared.

The file was also put through the OWL API's own profile checker and a reasoner (Pellet) when written: in the profile,
consistent, no unsatisfiable class. Both are Java; these tests hold what a later edit is most likely to break.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from diplograph import resources

if TYPE_CHECKING:
    from rdflib.term import Node

KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(RDF), str(RDFS), str(OWL), str(XSD))
# OWL 2's datatype map, section 4 of its structural specification, as far as a range of ours could want it
DATATYPES = {
    RDFS.Literal, RDF.PlainLiteral, XSD.string, XSD.boolean, XSD.decimal, XSD.integer, XSD.nonNegativeInteger,
    XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp,
}  # fmt: skip
HEAD = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def members(graph: Graph, kind: URIRef) -> set[Node]:
    return set(graph.subjects(RDF.type, kind))


def undeclared(graph: Graph) -> set[Node]:
    """Predicates, and classes of individuals or in class positions, that nothing declares."""
    properties = set().union(*(members(graph, kind) for kind in KINDS))
    used = {path for path in set(graph.predicates()) if not str(path).startswith(BUILT_IN)} - properties
    places = {kind for kind in graph.objects(None, RDF.type) if not str(kind).startswith(BUILT_IN)}
    places |= {item for path in (RDFS.subClassOf, RDFS.domain, OWL.disjointWith) for item in graph.objects(None, path)}
    classes = {node for node in places if isinstance(node, URIRef) and not str(node).startswith(BUILT_IN)}
    return used | (classes - members(graph, OWL.Class))


def puns(graph: Graph) -> set[Node]:
    """IRIs that are two kinds of property at once."""
    return {term for one, other in combinations(KINDS, 2) for term in members(graph, one) & members(graph, other)}


def foreign_datatypes(graph: Graph) -> set[Node]:
    """Ranges of data properties that are not in OWL 2's datatype map, which reasoners refuse."""
    ranges = {kind for term in members(graph, OWL.DatatypeProperty) for kind in graph.objects(term, RDFS.range)}
    return ranges - DATATYPES


def misplaced_values(graph: Graph) -> set[Node]:
    """Object properties with a literal for a value, data properties with a resource."""
    relating, giving = members(graph, OWL.ObjectProperty), members(graph, OWL.DatatypeProperty)
    literal = {path for _, path, value in graph if isinstance(value, Literal)}
    resource = {path for _, path, value in graph if not isinstance(value, Literal)}
    return (relating & literal) | (giving & resource)


def mixed_hierarchy(graph: Graph) -> set[Node]:
    """Properties below one of another kind."""
    pairs = list(graph.subject_objects(RDFS.subPropertyOf))
    kinds = [members(graph, kind) for kind in KINDS]
    return {low for low, high in pairs for kind in kinds if (low in kind) != (high in kind)}


RULES = (
    (undeclared, "dpg:a dpg:holder dpg:b . dpg:a a dpg:Statement ."),
    (puns, "dpg:date a owl:ObjectProperty, owl:DatatypeProperty ."),
    (foreign_datatypes, "dpg:date a owl:DatatypeProperty ; rdfs:range xsd:gYear ."),
    (misplaced_values, 'dpg:holder a owl:ObjectProperty . dpg:a dpg:holder "Blinken" .'),
    (mixed_hierarchy, "dpg:a a owl:ObjectProperty ; rdfs:subPropertyOf dpg:b . dpg:b a owl:DatatypeProperty ."),
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=resources.read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=lambda rule: rule.__name__)
def test_ontology_keeps(rule: object, ontology: Graph) -> None:
    assert callable(rule)
    assert rule(ontology) == set()


@pytest.mark.parametrize(("rule", "broken"), RULES, ids=lambda value: getattr(value, "__name__", "broken"))
def test_rule_can_fail(rule: object, broken: str) -> None:
    assert callable(rule)
    assert rule(Graph().parse(data=HEAD + broken, format="turtle")) != set()
