"""The JSON-LD context has a name for every property, coerces it as the ontology says, and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from diplograph import resources

TERMS = "https://w3id.org/diplograph/ontology#"
CONTEXT: dict[str, Any] = json.loads(resources.read_text(resources.root("ontology") / "context.jsonld"))["@context"]
ONTOLOGY = Graph().parse(data=resources.read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")
VALID = Path(__file__).parents[1] / "shapes" / "valid.ttl"
PROPERTIES = sorted(
    term
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for term in ONTOLOGY.subjects(RDF.type, kind)
    if isinstance(term, URIRef) and term.startswith(TERMS)
)
STATEMENT = """{
  "id": "https://w3id.org/diplograph/id/statement/1",
  "type": ["Demand", "Statement"],
  "label": {"en": "Northland: demand: talks"},
  "holder": ["https://w3id.org/diplograph/id/state/northland"],
  "content": "talks",
  "stance": "Against",
  "condition": "only if it ends",
  "confidence": "0.91",
  "core": true,
  "date": {"@value": "2024-05", "@type": "xsd:gYearMonth"}
}"""
TURTLE = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/diplograph/id/statement/1> a dpg:Demand, dpg:Statement ;
    rdfs:label "Northland: demand: talks"@en ; dpg:holder <https://w3id.org/diplograph/id/state/northland> ;
    dpg:content "talks"@en ; dpg:stance dpg:Against ; dpg:condition "only if it ends" ; dpg:confidence 0.91 ; dpg:core true ;
    dpg:date "2024-05"^^xsd:gYearMonth .
"""


def test_properties_are_all_there() -> None:
    assert len(PROPERTIES) == 73


@pytest.mark.parametrize("term", PROPERTIES, ids=lambda term: term.removeprefix(TERMS))
def test_property_has_a_name_and_its_coercion(term: URIRef) -> None:
    local = term.removeprefix(TERMS)
    entry = CONTEXT[local]
    assert entry["@id"] == f"dpg:{local}"
    relates = (term, RDF.type, OWL.ObjectProperty) in ONTOLOGY
    assert (entry.get("@type") in {"@id", "@vocab"}) == relates
    if relates:
        assert ("@container" in entry) == ((term, RDF.type, OWL.FunctionalProperty) not in ONTOLOGY)
        values = ONTOLOGY.subjects(RDF.type, ONTOLOGY.value(term, RDFS.range))
        named = any(str(value).startswith(TERMS) for value in values)
        assert (entry["@type"] == "@vocab") == named, "values of our own are written by name, others by IRI"


def test_context_names_nothing_that_is_not_there() -> None:
    """Names under our prefix are properties of the ontology."""
    names = {entry["@id"] for entry in CONTEXT.values() if isinstance(entry, dict)}
    ours = {name.removeprefix("dpg:") for name in names if name.startswith("dpg:")}
    assert ours == {term.removeprefix(TERMS) for term in PROPERTIES}


def test_compact_statement_means_what_it_says() -> None:
    text = json.dumps({"@context": CONTEXT} | json.loads(STATEMENT))
    assert set(Graph().parse(data=text, format="json-ld")) == set(Graph().parse(data=TURTLE, format="turtle"))


def test_round_trip_loses_nothing() -> None:
    graph = Graph().parse(VALID)
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=True)
    data = text.split('"@graph"')[1]
    assert '"holder"' in data
    assert "dpg:holder" not in data
    assert set(Graph().parse(data=text, format="json-ld")) == set(graph)
