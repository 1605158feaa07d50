"""The rows of FOOPS! 0.3.2 that need no network, read off the ontology's header and terms.

Left out: the DOI, a prior version and its compatibility (there is none yet), and whatever resolves an IRI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, VANN, Graph, Literal, Namespace, URIRef

from diplograph import resources

if TYPE_CHECKING:
    from collections.abc import Callable

ONTOLOGY = URIRef("https://w3id.org/diplograph/ontology")
TERMS = f"{ONTOLOGY}#"
BIBO = Namespace("http://purl.org/ontology/bibo/")
VOCABULARIES = (
    "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/org#", "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/ns/oa#", "https://schema.org/",
)  # fmt: skip

HEADER = {
    "OM1": (
        DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.license, DCTERMS.creator, OWL.versionIRI,
        VANN.preferredNamespaceUri,
    ),
    "OM2": (
        VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation, DCTERMS.contributor,
    ),
    "OM3": (DCTERMS.publisher, DCTERMS.source, DCTERMS.issued, DCTERMS.modified, SDO.logo, BIBO.status),
    "OM4": (DCTERMS.license,),
    "OM5": (DCTERMS.created, DCTERMS.creator, DCTERMS.issued, DCTERMS.publisher),
}  # fmt: skip
ROWS = [(row, path) for row, paths in HEADER.items() for path in paths]


def own_terms(graph: Graph) -> set[URIRef]:
    """The terms of our namespace that have a type."""
    return {term for term in graph.subjects(RDF.type) if isinstance(term, URIRef) and term.startswith(TERMS)}


def has_version_iri(graph: Graph) -> bool:
    versions = list(graph.objects(ONTOLOGY, OWL.versionIRI))
    return len(versions) == 1 and versions[0] != ONTOLOGY


def has_prefix(graph: Graph) -> bool:
    said = [str(graph.value(ONTOLOGY, path)) for path in (VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri)]
    return said == ["dpg", TERMS] and dict(graph.namespaces()).get("dpg") == URIRef(TERMS)


def is_persistent(graph: Graph) -> bool:
    return all(str(iri).startswith("https://w3id.org/") for iri in graph.subjects(RDF.type, OWL.Ontology))


def reuses_metadata(graph: Graph) -> bool:
    return not any(str(path).startswith(TERMS) for path in graph.predicates(ONTOLOGY))


def reuses_vocabularies(graph: Graph) -> bool:
    above = {str(iri) for path in (RDFS.subClassOf, RDFS.subPropertyOf) for iri in graph.objects(None, path)}
    return all(any(iri.startswith(vocabulary) for iri in above) for vocabulary in VOCABULARIES)


def has_labels(graph: Graph) -> bool:
    terms = own_terms(graph)
    return bool(terms) and all((term, RDFS.label, None) in graph for term in terms)


def has_definitions(graph: Graph) -> bool:
    terms = own_terms(graph)
    said = {term for path in (RDFS.comment, SKOS.definition) for term in graph.subjects(path)}
    return bool(terms) and terms <= said


TESTS: dict[str, Callable[[Graph], bool]] = {
    "VER1": has_version_iri,
    "FIND1": has_prefix,
    "PURL1": is_persistent,
    "VOC1": reuses_metadata,
    "VOC2": reuses_vocabularies,
    "VOC3": has_labels,
    "VOC4": has_definitions,
}
BARE = Graph().parse(
    format="turtle",
    data=f"""@prefix dpg: <{TERMS}> .
    <{ONTOLOGY}> a <{OWL.Ontology}> ; dpg:title "bare" .
    <http://example.org/o> a <{OWL.Ontology}> .
    dpg:Actor a <{OWL.Class}> .""",
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=resources.read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")


@pytest.mark.parametrize(("row", "path"), ROWS, ids=lambda value: str(value).rsplit("/", 1)[-1])
def test_header_has(row: str, path: URIRef, ontology: Graph) -> None:
    values = list(ontology.objects(ONTOLOGY, path))
    assert values, f"{row}: {path}"
    assert all(str(value).strip() for value in values)


def test_header_texts_are_english(ontology: Graph) -> None:
    texts = [ontology.value(ONTOLOGY, path) for path in (DCTERMS.title, DCTERMS.description, DCTERMS.abstract)]
    assert all(isinstance(text, Literal) and text.language == "en" for text in texts)


@pytest.mark.parametrize("row", TESTS)
def test_row_holds(row: str, ontology: Graph) -> None:
    assert TESTS[row](ontology)


@pytest.mark.parametrize("row", TESTS)
def test_row_can_fail(row: str) -> None:
    assert not TESTS[row](BARE)
