"""Statements as nanopublications: one for each, unsigned, in TriG (http://nanopub.net/guidelines/working_draft/).

The assertion is the statement with its terms, passages and the labels of whom and what it names, so that it can be read alone. The
article and the run that made the statement are its provenance. There is no time of creation: the same graph gives the same bytes.
Signing (`signing`) gives a nanopublication its final IRI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplograph.model import OpenStore
from diplograph.vocabulary import DCTERMS, DPG, ID, OA, PROV, RDF, RDFS, SKOS, Namespace, local

__all__ = ["LICENCE", "NP", "nanopublications"]

NP = Namespace("http://www.nanopub.org/nschema#")
NPX = Namespace("http://purl.org/nanopub/x/")
LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_PROVENANCE = (PROV["wasDerivedFrom"], PROV["wasGeneratedBy"])
# The parts of a statement that have no meaning apart from it.
_PARTS = (
    *(DPG[name] for name in ("term", "passage", "cuePassage", "sourcePassage", "contentPassage", "conditionPassage")),
    OA["hasSelector"],
)


def nanopublications(store: OpenStore) -> Iterator[Quad]:
    """The quads of all statements' nanopublications, each in four named graphs, in the order of the statements' IRIs."""
    about: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in sorted({quad.triple for quad in store}, key=str):
        if isinstance(triple.subject, NamedNode):
            about[triple.subject].append(triple)
    for statement in sorted((node for node in about if _is(about[node], DPG["Statement"])), key=str):
        yield from _one(statement, about)


def _one(statement: NamedNode, about: dict[NamedNode, list[Triple]]) -> Iterator[Quad]:
    me = f"{ID}nanopub/{local(statement.value)}"
    this = NamedNode(me)
    head, assertion, provenance, info = (NamedNode(f"{me}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo"))
    yield Quad(this, RDF["type"], NP["Nanopublication"], head)
    for name, graph in (("hasAssertion", assertion), ("hasProvenance", provenance), ("hasPublicationInfo", info)):
        yield Quad(this, NP[name], graph, head)
    parts = list(_parts(statement, about))
    said = [triple for part in parts for triple in about[part] if part != statement or triple.predicate not in _PROVENANCE]
    for triple in dict.fromkeys([*said, *_labels(said, parts, about)]):
        yield Quad(triple.subject, triple.predicate, triple.object, assertion)
    for triple in about[statement]:
        if triple.predicate in _PROVENANCE:
            yield Quad(assertion, triple.predicate, triple.object, provenance)
            if isinstance(triple.object, NamedNode):
                for other in about[triple.object]:
                    if other.predicate != DPG["bodyRange"]:
                        yield Quad(other.subject, other.predicate, other.object, provenance)
    yield Quad(this, RDFS["label"], _label(about[statement]), info)
    yield Quad(this, DCTERMS["license"], LICENCE, info)
    yield Quad(this, NPX["introduces"], statement, info)
    runs = [t.object for t in about[statement] if t.predicate == PROV["wasGeneratedBy"] and isinstance(t.object, NamedNode)]
    makers = {triple.object for run in runs for triple in about[run] if triple.predicate == PROV["wasAssociatedWith"]}
    yield from (Quad(this, DCTERMS["creator"], maker, info) for maker in sorted(makers, key=str))


def _parts(node: NamedNode, about: dict[NamedNode, list[Triple]]) -> Iterator[NamedNode]:
    """The statement and what belongs to it alone, each once."""
    found = {node}
    yield node
    waiting = [node]
    while waiting:
        for triple in about[waiting.pop()]:
            if triple.predicate in _PARTS and isinstance(triple.object, NamedNode) and triple.object not in found:
                found.add(triple.object)
                waiting.append(triple.object)
                yield triple.object


def _labels(said: list[Triple], parts: list[NamedNode], about: dict[NamedNode, list[Triple]]) -> Iterator[Triple]:
    """The labels of whom and what the assertion names."""
    for triple in said:
        if isinstance(triple.object, NamedNode) and triple.object not in parts:
            yield from (one for one in about.get(triple.object, ()) if one.predicate in {SKOS["prefLabel"], SKOS["exactMatch"]})


def _label(triples: list[Triple]) -> Literal:
    labels = (t.object for t in triples if t.predicate == RDFS["label"] and isinstance(t.object, Literal))
    return next(labels, Literal("a statement", language="en"))


def _is(triples: list[Triple], cls: NamedNode) -> bool:
    return any(triple.predicate == RDF["type"] and triple.object == cls for triple in triples)
