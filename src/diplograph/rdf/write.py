"""RDF as files: the same triples give the same bytes, and people can read them.

pyoxigraph writes Turtle and TriG in the order it is given; here that order is fixed, and a blank line and a heading set the
resources apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from diplograph.vocabulary import DPG, IDS, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS

__all__ = ["Form", "serialise", "write"]

Form = Choice["turtle", "trig", "nt", "nq", "jsonld", "rdfxml"]

_FORMATS = {
    "turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
}  # fmt: skip

# Subjects come in the order of vocabulary.PREFIXES; the properties a reader looks for first come first, the rest by IRI.
_KIND = {namespace.iri: number for number, namespace in enumerate(IDS.values())}
_FIRST = (
    RDF["type"], SKOS["prefLabel"], SKOS["altLabel"], SKOS["hiddenLabel"], RDFS["label"], SCHEMA["headline"], DPG["holder"],
    DPG["onBehalfOf"], DPG["attributedBy"], DPG["content"], DPG["contentStance"], DPG["issue"], DPG["stance"], DPG["leaning"],
    DPG["topic"], DPG["addressee"], DPG["condition"], DPG["term"], DPG["passage"], OA["exact"], OA["prefix"], OA["suffix"],
    OA["start"], OA["end"],
)  # fmt: skip
_LAST = (PROV["wasDerivedFrom"], PROV["wasGeneratedBy"], SKOS["exactMatch"])
_RANK = {term: number for number, term in enumerate(_FIRST)} | {term: 1000 + number for number, term in enumerate(_LAST)}
_HEADINGS = {
    "state": "States", "body": "Government bodies", "organization": "Organizations", "armedgroup": "Armed groups",
    "outlet": "Media outlets", "person": "Persons", "group": "Groups of actors", "office": "Offices", "tenure": "Tenures",
    "treaty": "Treaties", "resolution": "Resolutions", "participation": "Participations", "place": "Places",
    "infrastructure": "Infrastructure", "scheme": "Concept schemes", "issue": "Issues and topics", "plover": "PLOVER event types",
    "source": "Source texts", "article": "Articles", "statement": "Statements", "term": "Terms", "action": "Actions",
    "passage": "Passages", "selector": "Selectors", "position": "Positions", "run": "Runs", "tool": "Tools",
}  # fmt: skip
_DIGITS = re.compile(r"\d+")


def serialise(quads: Iterable[Quad], form: Form) -> bytes:
    """RDF in a format, byte for byte the same for the same quads in any order.

    Formats without named graphs get the union of the graphs.
    """
    named = form in {"trig", "nq"}
    items: list[Quad] | list[Triple]
    items = sorted(set(quads), key=_order) if named else sorted({quad.triple for quad in quads}, key=_order)
    prefixes = _used(items) if form in {"turtle", "trig", "rdfxml"} else None
    written = serialize(items, format=_FORMATS[form], prefixes=prefixes)
    if written is None:  # pyoxigraph answers None only where it is given an output to write to
        raise AssertionError("nothing was serialised")
    return _spaced(written) if form in {"turtle", "trig"} else written


def write(quads: Iterable[Quad], form: Form) -> str:
    """`serialise` as text."""
    return serialise(quads, form).decode()


def _order(item: Quad | Triple) -> tuple[tuple[int, str], tuple[int, str], tuple[int, str], tuple[str, ...]]:
    graph = item.graph_name if isinstance(item, Quad) else None
    value = item.object
    if item.predicate == RDF["type"] and isinstance(value, NamedNode):
        words: tuple[str, ...] = (str(value.value not in DPG), value.value)
    else:
        words = (value.value, str(value)) if isinstance(value, Literal) else ("", *map(str, _place(str(value))))
    return (
        _place(graph.value) if isinstance(graph, NamedNode) else (0, ""),
        _place(item.subject.value if isinstance(item.subject, NamedNode) else str(item.subject)),
        (_RANK.get(item.predicate, 100), item.predicate.value),
        words,
    )


def _place(iri: str) -> tuple[int, str]:
    """Sort key of a node: its kind, then its name with the numbers in it by size."""
    folder = iri[: iri.rfind("/") + 1]
    return _KIND.get(folder, -1), _DIGITS.sub(lambda match: match.group().zfill(12), iri)


def _used(items: Iterable[Quad | Triple]) -> dict[str, str]:
    """The prefixes that some IRI of the items begins with."""
    spaces: set[str] = set()
    for item in items:
        nodes = [item.subject, item.predicate, item.object, item.graph_name if isinstance(item, Quad) else None]
        for node in nodes:
            iri = node.datatype.value if isinstance(node, Literal) else node.value if isinstance(node, NamedNode) else ""
            spaces.add(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1])
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in spaces}


def _spaced(written: bytes) -> bytes:
    """Prefixes in order of name, a blank line after each resource, a heading before each kind.

    Strings are escaped, so that a line of the serialisation never lies inside one.
    """
    lines = written.decode().splitlines()
    head = sorted(line for line in lines if line.startswith("@prefix "))
    return "\n".join([*head, *_laid_out(lines[len(head) :]), ""]).encode()


def _laid_out(lines: Iterable[str]) -> Iterator[str]:
    """The lines behind the prefixes, set apart by kind and resource."""
    kind = ""
    fresh = True
    for line in lines:
        bare = line.lstrip("\t")
        indent = "    " * (len(line) - len(bare))
        if bare == "}":
            kind = ""
        elif fresh:
            yield ""
            prefix = bare.partition(":")[0]
            if prefix != kind and not bare.endswith(" {"):
                kind = prefix
                yield f"{indent}# {_HEADINGS.get(kind, kind)}"
                yield ""
        yield indent + bare
        fresh = bare.endswith((" .", " {")) or bare == "}"
