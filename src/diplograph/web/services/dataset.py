"""What this server says of itself: the service description, VoID and DCAT, and the whole graph to take away.

Sources: SPARQL 1.1 Service Description, VoID (https://www.w3.org/TR/void/), DCAT 2. Everything has an IRI; no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from diplograph import rdf
from diplograph.model import Table
from diplograph.vocabulary import DCTERMS, ID, ONTOLOGY, RDF, WIKIDATA, XSD, Namespace
from diplograph.web.endpoint.negotiate import GRAPHS, RESULTS, choose
from diplograph.web.endpoint.results import write_graph
from diplograph.web.reply import Refused, Reply

if TYPE_CHECKING:
    from diplograph.store import Store
    from diplograph.web.context import Context

__all__ = ["DUMPS", "described", "dump", "service"]

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
_PREFIXES = {"sd": SD.iri, "void": VOID.iri, "dcat": DCAT.iri, "spdx": SPDX.iri}
_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_FORMATS = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV", "ttl": "Turtle",
    "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML", "trig": "TriG", "nq": "N-Quads",
}  # fmt: skip
DUMPS = {
    "ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}  # fmt: skip
_LAID_OUT: dict[str, rdf.Form] = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nq", "jsonld": "jsonld", "rdf": "rdfxml"}
_MOST_LAID_OUT = 200_000  # quads; more are written as they come, which takes a twentieth of the time


def service(context: Context, accept: str | None) -> Reply:
    """The service description: what this endpoint can do. Its graphs are told by `/.well-known/void`, not one by one."""
    return _reply(_service(context), accept)


def described(context: Context, accept: str | None, files: Mapping[str, Sequence[object]]) -> Reply:
    """The dataset: statistics, partitions, links and downloads.

    Args:
        context: The graph.
        accept: The Accept header.
        files: The size in bytes and the SHA-256 of the downloads that have been written already, by ending.
    """
    return _reply([*_service(context), *_dataset(context), *_distributions(context, files)], accept)


def dump(context: Context, form: str, file: Path) -> Reply:
    """Write the whole graph to a file; formats without named graphs get their union."""
    store = context.store
    if len(store) <= _MOST_LAID_OUT:
        file.write_bytes(rdf.serialise(store, _LAID_OUT[form]))
    else:
        _streamed(store, DUMPS[form], file)
    return Reply(b"written\n")


def _streamed(store: Store, form: RdfFormat, file: Path) -> None:
    with file.open("wb") as out:
        if form in {RdfFormat.TRIG, RdfFormat.N_QUADS}:
            store.inner.dump(output=out, format=form)
        else:
            pyoxigraph.serialize(_union(store), output=out, format=form)


def _union(store: Store) -> Iterator[Triple]:
    """All triples, each once: a triple that stands in several graphs is given with the first of them."""
    for quad in store:
        first = min(str(other.graph_name) for other in store.inner.quads_for_pattern(quad.subject, quad.predicate, quad.object))
        if str(quad.graph_name) == first:
            yield quad.triple


def _reply(triples: Sequence[Triple], accept: str | None) -> Reply:
    found = choose(accept, GRAPHS)
    if found is None:
        raise Refused(406, "the description is RDF; ask for text/turtle, application/ld+json, application/n-triples or application/rdf+xml")
    form, media = found
    return Reply(write_graph(triples, form.name, _PREFIXES), f"{media}; charset=utf-8" if media.startswith("text/") else media)


def _service(context: Context) -> list[Triple]:
    node, data, graph = (
        NamedNode(f"{context.url}{name}") for name in ("sparql#service", ".well-known/void#dataset", ".well-known/void#union")
    )
    made = [
        Triple(node, RDF["type"], SD["Service"]),
        Triple(node, SD["endpoint"], NamedNode(f"{context.url}sparql")),
        Triple(node, SD["supportedLanguage"], SD["SPARQL11Query"]),
        Triple(node, SD["feature"], SD["UnionDefaultGraph"]),
        Triple(node, SD["defaultDataset"], data),
        Triple(data, RDF["type"], SD["Dataset"]),
        Triple(data, SD["defaultGraph"], graph),
        Triple(graph, RDF["type"], SD["Graph"]),
    ]
    formats = "http://www.w3.org/ns/formats/"
    return made + [Triple(node, SD["resultFormat"], NamedNode(formats + _FORMATS[form.name])) for form in (*RESULTS, *GRAPHS)]


def _dataset(context: Context) -> list[Triple]:
    url = context.url
    node = NamedNode(f"{url}.well-known/void#dataset")
    parts = _parts(context)
    counts = _counts(context, parts)
    made = [
        Triple(node, RDF["type"], VOID["Dataset"]),
        Triple(node, RDF["type"], DCAT["Dataset"]),
        Triple(node, DCTERMS["title"], Literal("diplograph", language="en")),
        Triple(node, DCTERMS["description"], Literal("Who proposed, demanded, refused or promised what in diplomatic news", language="en")),
        Triple(node, DCTERMS["license"], _LICENCE),
        Triple(node, DCTERMS["creator"], NamedNode(f"{ID}agent/authors")),
        Triple(node, VOID["sparqlEndpoint"], NamedNode(f"{url}sparql")),
        Triple(node, VOID["uriSpace"], Literal(ID)),
        Triple(node, VOID["vocabulary"], NamedNode(ONTOLOGY)),
    ]
    made += [Triple(node, VOID[name], _number(count)) for name, count in counts.items()]
    example = _rows(context, "SELECT ?s { ?s a <https://w3id.org/diplograph/ontology#Statement> } ORDER BY ?s LIMIT 1")
    made += [Triple(node, VOID["exampleResource"], NamedNode(row["s"])) for row in example]
    made += _partitions(parts, node)
    return made + _linkset(context, node)


def _parts(context: Context) -> dict[str, list[tuple[str, int]]]:
    """The classes and properties, each with the number of its triples."""
    texts = {
        "class": "SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t",
        "property": "SELECT ?t (COUNT(*) AS ?n) { ?s ?t ?o } GROUP BY ?t ORDER BY ?t",
    }
    return {kind: [(row["t"], int(row["n"])) for row in _rows(context, text)] for kind, text in texts.items()}


def _counts(context: Context, parts: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, int]:
    """The dataset's figures; what the partitions tell is not counted again."""

    def distinct(pattern: str) -> int:
        return int(_rows(context, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")[0]["n"])

    return {
        "triples": sum(count for _, count in parts["property"]),
        "distinctSubjects": distinct("?x ?p ?o"),
        "distinctObjects": distinct("?s ?p ?x"),
        "properties": len(parts["property"]),
        "classes": len(parts["class"]),
        "entities": distinct("?x a ?c"),
    }


def _partitions(parts: Mapping[str, Sequence[tuple[str, int]]], node: NamedNode) -> list[Triple]:
    made: list[Triple] = []
    for kind, count in (("class", "entities"), ("property", "triples")):
        for number, (term, size) in enumerate(parts[kind], 1):
            part = NamedNode(f"{node.value}-{kind}-{number}")
            made += [
                Triple(node, VOID[f"{kind}Partition"], part),
                Triple(part, VOID[kind], NamedNode(term)),
                Triple(part, VOID[count], _number(size)),
            ]
    return made


def _linkset(context: Context, node: NamedNode) -> list[Triple]:
    match = "http://www.w3.org/2004/02/skos/core#exactMatch"
    rows = _rows(context, f'SELECT (COUNT(*) AS ?n) {{ ?s <{match}> ?o FILTER(STRSTARTS(STR(?o), "{WIKIDATA.iri}")) }}')
    links, wikidata = NamedNode(f"{context.url}.well-known/void#wikidata-links"), NamedNode("http://www.wikidata.org/entity/")
    return [
        Triple(links, RDF["type"], VOID["Linkset"]),
        Triple(links, VOID["subjectsTarget"], node),
        Triple(links, VOID["objectsTarget"], wikidata),
        Triple(links, VOID["linkPredicate"], NamedNode(match)),
        Triple(links, VOID["triples"], _number(int(rows[0]["n"]))),
        Triple(node, VOID["subset"], links),
    ]


def _distributions(context: Context, files: Mapping[str, Sequence[object]]) -> Iterator[Triple]:
    node = NamedNode(f"{context.url}.well-known/void#dataset")
    media = {form.name: form.media for form in GRAPHS}
    for name in DUMPS:
        file = NamedNode(f"{context.url}downloads/diplograph.{name}")
        part = NamedNode(f"{node.value}-{name}")
        yield Triple(node, VOID["dataDump"], file)
        yield Triple(node, DCAT["distribution"], part)
        yield Triple(part, RDF["type"], DCAT["Distribution"])
        yield Triple(part, DCAT["downloadURL"], file)
        yield Triple(part, DCTERMS["license"], _LICENCE)
        yield Triple(part, DCAT["mediaType"], NamedNode(f"https://www.iana.org/assignments/media-types/{media[name]}"))
        if name in files:
            size, digest = files[name]
            check = NamedNode(f"{part.value}-checksum")
            yield Triple(part, DCAT["byteSize"], Literal(str(size), datatype=XSD["nonNegativeInteger"]))
            yield Triple(part, SPDX["checksum"], check)
            yield Triple(check, RDF["type"], SPDX["Checksum"])
            yield Triple(check, SPDX["algorithm"], SPDX["checksumAlgorithm_sha256"])
            yield Triple(check, SPDX["checksumValue"], Literal(str(digest), datatype=XSD["hexBinary"]))


def _rows(context: Context, text: str) -> list[dict[str, str]]:
    found = context.engine.query(text)
    if not isinstance(found, Table):
        raise TypeError("a SELECT query has solutions")
    return [{name: value or "" for name, value in record.items()} for record in found.records()]


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=XSD["integer"])
