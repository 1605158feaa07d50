"""The IRIs that the program writes and reads, named once.

Source: `ontology/diplograph.ttl` for our own terms, the published vocabularies for the others.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from pyoxigraph import NamedNode

__all__ = [
    "DCTERMS", "DPG", "ID", "IDS", "OA", "ONTOLOGY", "ORG", "OWL", "PREFIXES", "PROV", "PUSH", "RDF", "RDFS", "SCHEMA", "SH", "SHAPES",
    "SKOS", "WIKIDATA", "XSD", "Namespace", "curie", "digest", "expand", "local", "slug",
]  # fmt: skip

ID = "https://w3id.org/diplograph/id/"
ONTOLOGY = "https://w3id.org/diplograph/ontology"


_KEPT = 500  # terms of a namespace that are made once; a vocabulary has fewer, and the statements of a corpus have no end


class Namespace:
    """A vocabulary's IRI prefix; `NS["name"]` is the term."""

    __slots__ = ("_terms", "iri")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._terms: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        term = self._terms.get(name)
        if term is None:
            term = NamedNode(self.iri + name)
            if len(self._terms) < _KEPT:
                self._terms[name] = term
        return term

    def __contains__(self, iri: str) -> bool:
        return iri.startswith(self.iri)


DPG = Namespace(f"{ONTOLOGY}#")
SHAPES = Namespace("https://w3id.org/diplograph/shapes#")
PUSH = Namespace("https://w3id.org/diplograph/push#")  # what a server is told about the graphs that it was sent; no part of any graph
DCTERMS = Namespace("http://purl.org/dc/terms/")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

# The prefix of each kind of resource, in the order in which a reader meets them, and the kind's folder below `ID`.
_KINDS = {
    "state": "state", "body": "body", "organization": "organization", "armedgroup": "armed-group", "outlet": "outlet",
    "person": "person", "group": "group", "office": "office", "tenure": "tenure",
    "membership": "membership", "treaty": "treaty", "resolution": "resolution",
    "participation": "participation", "place": "place", "infrastructure": "infrastructure", "scheme": "scheme", "issue": "issue",
    "plover": "plover", "source": "source", "article": "article", "statement": "statement", "term": "term", "action": "action",
    "passage": "passage", "selector": "selector", "position": "position", "run": "run", "tool": "tool", "agent": "agent",
    "graph": "graph", "report": "report", "finding": "finding",
}  # fmt: skip
IDS = {prefix: Namespace(f"{ID}{folder}/") for prefix, folder in _KINDS.items()}

PREFIXES: dict[str, str] = {
    **{prefix: namespace.iri for prefix, namespace in IDS.items()},
    "dcterms": DCTERMS.iri, "dpg": DPG.iri, "oa": OA.iri, "org": ORG.iri, "prov": PROV.iri, "rdf": RDF.iri, "rdfs": RDFS.iri,
    "schema": SCHEMA.iri, "sh": SH.iri, "dpgsh": SHAPES.iri, "skos": SKOS.iri, "wd": WIKIDATA.iri, "xsd": XSD.iri,
}  # fmt: skip

_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def local(iri: str) -> str:
    """The part of an IRI behind its last `#` or `/`."""
    return re.split(r"[#/]", iri)[-1]


def curie(iri: str) -> str:
    """The short form of an IRI (`state:russia`) where one of our prefixes fits, else the IRI as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str | None:
    """The IRI that a full IRI or a short form with one of our prefixes stands for; None for anything else."""
    if re.fullmatch(r"https?://[^\s<>\"{}|^`\\]+", name):
        return name
    prefix, colon, rest = name.partition(":")
    if colon and prefix in PREFIXES and _LOCAL.fullmatch(rest):
        return PREFIXES[prefix] + rest
    return None


def slug(text: str) -> str:
    r"""A text as the last part of an IRI: percent-encoded where it must be, unchanged where it may be.

    A dot at the end is encoded too: rdflib 7.6 cannot read the short form that Turtle has for it (`article:U.S\.`).
    """
    made = quote(text, safe="-_.~")
    return f"{made[:-1]}%2E" if made.endswith(".") else made


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 over parts that are kept apart; the local name of what has no other."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
