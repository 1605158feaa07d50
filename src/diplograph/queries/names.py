"""From the names people write to the IRIs that queries need, by the labels in the very graph that is asked."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from diplograph.errors import Fault
from diplograph.model import Table
from diplograph.queries.engines import Engine
from diplograph.registry import normalised
from diplograph.vocabulary import curie, expand

__all__ = ["candidates", "resolve"]

# What a parameter's value must be, by the parameter's name; any other parameter takes an IRI or a short form as it is.
_CLASSES = {
    "actor": "Actor", "holder": "Actor", "addressee": "Actor", "other": "Actor", "state": "State", "person": "Person",
    "issue": "Issue Topic", "organization": "Organization", "region": "Place", "instrument": "Instrument", "article": "Article",
}  # fmt: skip
_QUERY = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?name ?preferred WHERE {
  VALUES ?class { %s }
  ?thing a ?class ; skos:prefLabel|skos:altLabel|skos:hiddenLabel|rdfs:label ?name .
  BIND(EXISTS { ?thing skos:prefLabel|rdfs:label ?name } AS ?preferred)
}"""
# The same for the name as most people write it, which an index finds however many names there are.
_WRITTEN = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {
  { ?thing skos:prefLabel %s } UNION { ?thing rdfs:label %s }
  ?thing a ?class .
  FILTER(?class IN (%s))
}"""
_LIMIT = 4


def resolve(engine: Engine, parameter: str, value: str) -> str:
    """The IRI that a parameter's value means: an IRI, a short form (`state:russia`), a label or an alias.

    An English preferred label goes first, then another preferred one.

    Raises:
        Fault: Nothing, or more than one thing, is called so; the message names the nearest.
    """
    iri = expand(value)
    if iri is not None:
        return iri
    classes = _CLASSES.get(parameter)
    if classes is None:
        raise Fault(f'"{value}" is no IRI', f"--{parameter}", "write a full IRI or a short form such as statement:001-…")
    kinds = [f"dpg:{name}" for name in classes.split()]
    written = engine.query(_WRITTEN % (*[str(Literal(value, language="en"))] * 2, ", ".join(kinds)))
    if isinstance(written, Table) and len(written.rows) == 1 and isinstance(written.rows[0][0], NamedNode):
        return written.rows[0][0].value
    names, labels, preferred = _names(engine, classes)
    found: set[str] = set()
    for form in (str, normalised):  # as in the registry: a preferred label wins over others' aliases
        called = names.get(form(value), set())
        found = found or {iri for iri in called if form(value) in map(form, preferred[iri])} or called
    if len(found) == 1:
        return next(iter(found))
    kind = " or ".join(name.lower() for name in classes.split())
    if found:
        choices = ", ".join(f"{labels[iri]} ({curie(iri)})" for iri in sorted(found))
        raise Fault(f'"{value}" may mean more than one {kind}: {choices}', f"--{parameter}", "write one of these short forms")
    near = candidates(names, labels, value)
    article = "an" if kind[0] in "aeiou" else "a"
    cure = f"nearest: {', '.join(near)}" if near else "nothing comes near"
    raise Fault(f'"{value}" is not {article} {kind} of this graph', f"--{parameter}", cure)


def candidates(names: dict[str, set[str]], labels: dict[str, str], value: str) -> list[str]:
    """The labels of the things whose names look most like a value, best first."""
    hits = process.extract(normalised(value), list(names), scorer=fuzz.token_sort_ratio, limit=3 * _LIMIT, score_cutoff=65)
    ranked = [hit for hit in sorted(hits, key=lambda hit: (-hit[1], hit[0])) if hit[1] >= hits[0][1] - 20]  # no noise below a good hit
    return list(dict.fromkeys(labels[iri] for hit in ranked for iri in sorted(names[hit[0]])))[:_LIMIT]


def _names(engine: Engine, classes: str) -> tuple[dict[str, set[str]], dict[str, str], dict[str, set[str]]]:
    """The things of some classes by all their names, as written and normalised; what to call each; and its preferred labels."""
    table = engine.query(_QUERY % " ".join(f"dpg:{name}" for name in classes.split()))
    if not isinstance(table, Table):
        raise TypeError("a SELECT query has solutions")
    names: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    preferred: dict[str, set[str]] = defaultdict(set)
    for record in table.records():
        thing, name = record["thing"] or "", record["name"] or ""
        names[name].add(thing)
        names[normalised(name)].add(thing)
        if record["preferred"] == "true":
            labels[thing] = name
            preferred[thing].add(name)
        labels.setdefault(thing, name)
    return names, labels, preferred
