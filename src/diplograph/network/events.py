"""Statements as a network sees them: who holds what on which issue, once for each holder.

In the terms of Discourse Network Analyzer (DNA) an actor is variable 1, an issue variable 2, and the stance toward the issue the qualifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diplograph.model import OpenStore
from diplograph.positions import Tenure
from diplograph.vocabulary import local

__all__ = ["Event", "Node", "Source", "read"]

_PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_STATEMENTS = """SELECT DISTINCT ?statement ?article ?issue ?stance ?leaning ?attitude ?voice ?date ?quote ?start ?end WHERE {
  ?statement a dpg:Statement ; prov:wasDerivedFrom ?article .
  OPTIONAL { ?statement dpg:issue ?issue }
  OPTIONAL { ?statement dpg:stance ?stance }
  OPTIONAL { ?statement dpg:leaning ?leaning }
  OPTIONAL { ?statement dpg:attitude ?attitude }
  OPTIONAL { ?statement dpg:voice ?voice }
  OPTIONAL { ?statement dpg:date ?date }
  OPTIONAL { ?statement dpg:passage ?passage . ?passage oa:hasSelector ?where . ?where oa:start ?start ; oa:end ?end }
  OPTIONAL { ?statement dpg:passage ?passage . ?passage oa:hasSelector ?words . ?words oa:exact ?quote }
}"""
_LINKS = """SELECT DISTINCT ?statement ?property ?value WHERE {
  VALUES ?property { dpg:holder dpg:onBehalfOf dpg:attributedBy }
  ?statement a dpg:Statement ; ?property ?value
}"""
_KINDS = """SELECT DISTINCT ?statement ?kind WHERE {
  VALUES ?kind { dpg:Proposal dpg:Demand dpg:Commitment dpg:Acceptance dpg:Rejection dpg:Support dpg:Opposition dpg:Threat dpg:Accusation
    dpg:Assessment }
  ?statement a ?kind
}"""
_ARTICLES = """SELECT DISTINCT ?article ?property ?value WHERE {
  VALUES ?property { dcterms:identifier schema:headline schema:author schema:publisher }
  ?article a dpg:Article ; ?property ?value
}"""
_STATES = """SELECT DISTINCT ?actor ?state WHERE {
  { ?actor a dpg:State BIND(?actor AS ?state) } UNION { ?actor dpg:actsFor ?state . ?state a dpg:State }
}"""
_TENURES = """SELECT DISTINCT ?person ?body ?from ?until WHERE {
  ?tenure a dpg:Tenure ; org:member ?person ; org:organization ?body .
  OPTIONAL { ?tenure dpg:from ?from }
  OPTIONAL { ?tenure dpg:until ?until }
}"""
# The most telling class first; Actor stands for whoever is of none of its kinds.
_CLASSES = (
    "State", "GovernmentBody", "InternationalOrganization", "ArmedGroup", "MediaOutlet", "Organization", "Official", "Commentator",
    "Person", "ActorGroup", "Actor", "Issue", "Topic",
)  # fmt: skip
_NAMES = f"""SELECT DISTINCT ?thing ?class ?label WHERE {{
  VALUES ?class {{ {" ".join(f"dpg:{name}" for name in _CLASSES)} }}
  ?thing a ?class
  OPTIONAL {{ ?thing skos:prefLabel|rdfs:label ?label }}
}}"""
_DIRECTIONS = {"for": 1, "against": 0}


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or an issue. `type` is the local name of its most telling class (`State`, `Official`, `Issue` …)."""

    iri: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Source:
    """The article behind a statement; authors and outlets are labels, joined by `; ` where there are several."""

    iri: str
    key: str
    title: str = ""
    author: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One statement of one holder.

    Attributes:
        statement: The statement's IRI; joint holders make several events of it.
        actor, state: The holder, and the state that the statement counts for by him (`diplograph.positions`, rule 2), if any.
        issue: The issue or None; `stance` the one toward it (`for`, `against`, `conditional`, `none`), `leaning` its direction once the
            condition is met.
        date: A full or partial ISO 8601 date, or None.
        start, end: Offsets of the quote in code points, 0-based, end-exclusive.
        attributed: Labels of whose word it is taken on, joined by `; `.
    """

    statement: str
    actor: Node
    state: Node | None
    issue: Node | None
    stance: str
    leaning: str
    kind: str
    attitude: str
    voice: str
    date: str | None
    source: Source
    quote: str = ""
    start: int = 0
    end: int = 0
    attributed: str = ""

    @property
    def direction(self) -> int | None:
        """The qualifier: 1 for, 0 against; a conditional stance counts as what it leans to; None for neither."""
        return _DIRECTIONS.get(self.leaning or self.stance if self.stance == "conditional" else self.stance)


def read(store: OpenStore) -> list[Event]:
    """The events of a graph's statements, in the order of article, offset, statement and holder."""
    names = _nodes(store)
    sources = _sources(store, names)
    states, tenures = _states(store)
    kinds = {row["statement"]: local(row["kind"] or "").lower() for row in _rows(store, _KINDS)}
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(store, _LINKS):
        links[row["statement"] or ""][local(row["property"] or "")].append(row["value"] or "")
    events: dict[tuple[str, str], Event] = {}
    for row in _rows(store, _STATEMENTS):
        statement, article = row["statement"] or "", row["article"] or ""
        mine = links[statement]
        for holder in mine["holder"]:
            state = _state_of(holder, mine["onBehalfOf"], row["date"], states, tenures)
            events.setdefault(
                (statement, holder),
                Event(
                    statement, _node(names, holder), _node(names, state) if state else None,
                    _node(names, row["issue"], "Issue") if row["issue"] else None, _word(row["stance"]), _word(row["leaning"]),
                    kinds.get(statement, ""), _word(row["attitude"]), _word(row["voice"]), row["date"],
                    sources.get(article) or Source(article, local(article)), row["quote"] or "", _number(row["start"]), _number(row["end"]),
                    "; ".join(sorted(_node(names, iri).label for iri in mine["attributedBy"])),
                ),
            )  # fmt: skip
    return sorted(events.values(), key=lambda event: (event.source.key, event.start, event.end, event.statement, event.actor.iri))


def _state_of(
    holder: str, spoken_for: Iterable[str], date: str | None, states: Mapping[str, str], tenures: Mapping[str, list[Tenure]]
) -> str | None:
    """The state that a statement counts for by one holder: his own, the one he speaks for, or the one he serves on its date."""
    if holder in states:
        return states[holder]
    spoken = sorted(states[one] for one in spoken_for if one in states)
    served = sorted(states[t.body] for t in tenures.get(holder, ()) if t.body in states and date and t.covers(date))
    both = [state for state in served if state in spoken]
    return next(iter(both or served or spoken), None)


def _states(store: OpenStore) -> tuple[dict[str, str], dict[str, list[Tenure]]]:
    states = {row["actor"] or "": row["state"] or "" for row in _rows(store, _STATES)}
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    for row in _rows(store, _TENURES):
        tenures[row["person"] or ""].append(Tenure(row["body"] or "", row["from"], row["until"]))
    return states, tenures


def _sources(store: OpenStore, names: Mapping[str, Node]) -> dict[str, Source]:
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(store, _ARTICLES):
        said[row["article"] or ""][local(row["property"] or "")].append(row["value"] or "")
    found = {}
    for iri, values in said.items():
        people = {name: "; ".join(sorted(_node(names, one).label for one in values[name])) for name in ("author", "publisher")}
        key = min(values["identifier"], default=local(iri))
        found[iri] = Source(iri, key, min(values["headline"], default=""), people["author"], people["publisher"])
    return found


def _nodes(store: OpenStore) -> dict[str, Node]:
    """Every actor and issue with its English label and its most telling class."""
    types: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    table = store.select(_PREFIXES + _NAMES)
    for thing, cls, label in table.rows:
        if thing is None or cls is None:
            continue
        types[thing.value].add(local(cls.value))
        if label is not None:
            labels[thing.value].add((getattr(label, "language", None) != "en", label.value))
    return {iri: Node(iri, min(labels[iri], default=(True, local(iri)))[1], min(types[iri], key=_CLASSES.index)) for iri in types}


def _node(names: Mapping[str, Node], iri: str, type_: str = "Actor") -> Node:
    return names.get(iri) or Node(iri, local(iri), type_)


def _rows(store: OpenStore, query: str) -> list[dict[str, str | None]]:
    return sorted(store.select(_PREFIXES + query).records(), key=lambda row: [value or "" for value in row.values()])


def _word(iri: str | None) -> str:
    """A value of the ontology as the word that records have for it."""
    name = local(iri or "")
    return {"NoStance": "none", "HoldsTrue": "holds_true"}.get(name, name.lower())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
