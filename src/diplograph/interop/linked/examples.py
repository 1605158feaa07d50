"""Saved queries as SPARQL examples (https://github.com/sib-swiss/sparql-examples): SHACL executables, one for each query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from diplograph.errors import Fault
from diplograph.queries import Engine, SavedQuery, bind, resolve
from diplograph.vocabulary import OWL, RDF, RDFS, SCHEMA, SH, XSD

__all__ = ["SITE", "examples"]

SITE = "https://w3id.org/diplograph/.well-known/sparql-examples/"
_PREFIX = re.compile(r"^PREFIX\s+([A-Za-z][\w-]*):\s*<([^>]*)>", re.MULTILINE)
_KIND = re.compile(r"^\s*(SELECT|CONSTRUCT|ASK)\b", re.MULTILINE | re.IGNORECASE)
_HEADER = re.compile(r"^#\+.*\n", re.MULTILINE)


def examples(queries: Iterable[SavedQuery], engine: Engine, target: str) -> Iterator[Quad]:
    """The examples, and the prefixes that they share.

    Every example runs as it is: a parameter that a query needs has its default, an optional one stays the variable that it is.

    Args:
        queries: The saved queries.
        engine: Knows whom and what the defaults name.
        target: The endpoint that they are meant for.

    Raises:
        Fault: A query is neither SELECT, CONSTRUCT nor ASK, or needs a parameter that has no default.
    """
    shared = NamedNode(f"{SITE}prefixes")
    ontology: dict[str, str] = {}
    for query in queries:
        text = _HEADER.sub("", bind(query, _needed(query, engine))).strip()
        ontology |= dict(_PREFIX.findall(text))
        kind = _KIND.search(text)
        if kind is None:
            raise Fault("is neither SELECT, CONSTRUCT nor ASK", query.origin, "make it one of them")
        me, word = NamedNode(f"{SITE}{query.name}"), kind[1].lower()
        for cls in ("SPARQLExecutable", f"SPARQL{word.capitalize()}Executable"):
            yield Quad(me, RDF["type"], SH[cls])
        yield Quad(me, RDFS["label"], Literal(query.summary, language="en"))
        yield Quad(me, RDFS["comment"], Literal(query.description or query.summary, language="en"))
        yield Quad(me, SH["prefixes"], shared)
        yield Quad(me, SH[word], Literal(text))
        yield Quad(me, SCHEMA["target"], NamedNode(target))
        yield from (Quad(me, SCHEMA["keywords"], Literal(tag)) for tag in query.tags)
    yield Quad(shared, RDF["type"], OWL["Ontology"])
    yield Quad(shared, OWL["imports"], NamedNode(SH.iri))
    for name, iri in sorted(ontology.items()):
        node = NamedNode(f"{SITE}prefix-{name}")
        yield Quad(shared, SH["declare"], node)
        yield Quad(node, SH["prefix"], Literal(name))
        yield Quad(node, SH["namespace"], Literal(iri, datatype=XSD["anyURI"]))


def _needed(query: SavedQuery, engine: Engine) -> dict[str, str]:
    """The defaults of the parameters without which a query means nothing."""
    needed = [parameter for parameter in query.parameters if parameter.required]
    return {one.name: resolve(engine, one.name, one.default) if one.type == "iri" else one.default for one in needed}
