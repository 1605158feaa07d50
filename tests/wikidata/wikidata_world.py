"""A small Wikidata for tests: the snapshot's items and a few made up, as RDF in Wikidata's shape and as the JSON of its API.

Numbers from Q900000000 on are made up, and so is all that stands behind them. The RDF's form is that of
https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format, the JSON's that of
https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from diplograph.resources import Workspace
from diplograph.wikidata import Snapshot
from servers import Handler, Seen, SparqlServer

__all__ = ["ActionServer", "Entity", "Held", "ReconServer", "made_up", "store", "world"]

WD, WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
P, PS = "http://www.wikidata.org/prop/", "http://www.wikidata.org/prop/statement/"
PQ, PQV = "http://www.wikidata.org/prop/qualifier/", "http://www.wikidata.org/prop/qualifier/value/"
WIKIBASE, SCHEMA = "http://wikiba.se/ontology#", "http://schema.org/"
RDFS, SKOS, OWL = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PRECISION = {4: 9, 7: 10, 10: 11}

# Classes: those graded keep their numbers, the others are made up and known by their labels.
CLASSES = {
    "state": "Q3624078", "person": "Q5", "office": "Q4164871", "outlet": "Q11032", "event": "Q198", "place": "Q900000100",
    "organization": "Q900000101", "body": "Q900000102", "armedgroup": "Q900000103", "issue": "Q900000104", "treaty": "Q900000105",
    "infrastructure": "Q900000106", "group": "Q900000107",
}  # fmt: skip
CLASS_LABELS = {
    "Q3624078": "sovereign state", "Q5": "human", "Q4164871": "position", "Q11032": "newspaper", "Q198": "war",
    "Q900000100": "administrative territorial entity", "Q900000101": "international organization", "Q900000102": "ministry",
    "Q900000103": "militant organization", "Q900000104": "concept", "Q900000105": "treaty", "Q900000106": "pipeline",
    "Q900000107": "ethnic group", "Q900000108": "organization", "Q7330070": "foreign minister",
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A statement with qualifiers: property, target, start, end (YYYY, YYYY-MM, YYYY-MM-DD), successor, rank."""

    number: str
    target: str
    start: str = ""
    end: str = ""
    successor: str = ""
    rank: str = "normal"


@dataclass(frozen=True)
class Entity:
    """An item. `items` and `texts` are simple statements by property; `moved` makes it a redirect, `gone` a deleted page."""

    qid: str
    label: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    revision: int = 1000
    moved: str = ""


def made_up() -> list[Entity]:
    """Namesakes, a redirect, an item without a label, and a hostile one."""
    minister = ("Q900000010",)
    return [
        Entity("Q900000001", "Nordland", "state made up for tests", items={"P31": ("Q3624078",), "P30": ("Q46",)},
               labels={"de": "Nordland"},
               texts={"P297": ("XN",), "P298": ("XNL",), "P214": ("123456",)},
               held=(Held("P463", "Q7184", "2004-03-29"), Held("P463", "Q458", "1995", "2020-01-31"))),
        Entity("Q900000002", "Anna Berg", "minister of foreign affairs of Nordland", ("A. Berg",),
               items={"P31": ("Q5",), "P27": ("Q900000001",)}, times={"P569": "1960-05-01"}, labels={"fr": "Anna Berg", "de": "Anna Berg"},
               other={"fr": ("Mme Berg",)},
               held=(Held("P39", *minister, "2019-05-01", "2022-01-01", "Q900000004"), Held("P39", *minister, "2010", rank="deprecated"))),
        Entity("Q900000003", "Anna Berg", "minister of foreign affairs of Nordland", items={"P31": ("Q5",), "P27": ("Q900000001",)},
               times={"P569": "1901", "P570": "1980-01-02"}, held=(Held("P39", *minister, "1950", "1955"),)),
        Entity("Q900000004", "", "", items={"P31": ("Q5",)}),
        Entity("Q900000010", "Minister of Foreign Affairs of Nordland",
               items={"P31": ("Q4164871",), "P279": ("Q7330070",), "P17": ("Q900000001",)}),
        Entity("Q900000020", "Treaty of the Fjord", "", ("Fjord Treaty",), items={"P31": ("Q900000105",)},
               held=(Held("P1891", "Q900000001", "1999-04-05"), Held("P1891", "Q142", "1999"))),
        Entity("Q900000030", moved="Q900000001"),
        Entity("Q900000040", "<script>alert(1)</script>\x1b[31m\x00 Fjord Bank", "a\nb\tc", ("Fjord Bank",),
               items={"P31": ("Q900000101",)}),
        Entity("Q900000041", labels={"mul": "Mulland"}, items={"P31": ("Q3624078",)}),
    ]  # fmt: skip


@cache
def world() -> dict[str, Entity]:
    """All items by number: the snapshot's, the classes, and those made up."""
    found = {
        qid: Entity(
            qid, item.label, aliases=item.names, items={
                "P31": tuple(CLASSES[kind] for kind in sorted(item.kinds)), "P17": tuple(sorted(item.countries)),
                **({"P279": ("Q4164871",)} if qid == "Q7330070" else {}),
            },
            texts={
                number: tuple(code for code in sorted(item.codes) if len(code) == size) for number, size in (("P297", 2), ("P298", 3))
            },
            held=tuple(Held("P39", link.qid, link.start, link.end) for link in item.held),
        )
        for qid, item in Snapshot.load(Workspace()).table.items()
    }  # fmt: skip
    above = {"Q900000102": ("Q900000108",), "Q900000101": ("Q900000108",)}
    classes = {qid: Entity(qid, label, items={"P279": above.get(qid, ())}) for qid, label in CLASS_LABELS.items() if qid not in found}
    return found | classes | {one.qid: one for one in made_up()}


def store(entities: Iterable[Entity] | None = None) -> pyoxigraph.Store:
    """The items as Wikidata's RDF."""
    made = pyoxigraph.Store()
    for one in entities if entities is not None else world().values():
        for subject, predicate, value in _triples(one):
            made.add(Quad(NamedNode(subject), NamedNode(predicate), value))
    return made


def _triples(one: Entity) -> Iterable[tuple[str, str, NamedNode | Literal]]:
    me = WD + one.qid
    if one.moved:
        yield me, f"{OWL}sameAs", NamedNode(WD + one.moved)
        return
    yield from ((me, f"{RDFS}label", Literal(text, language=tag)) for tag, text in _labels(one).items())
    for tag, names in {"en": one.aliases, **one.other}.items():
        for name in names:
            yield me, f"{SKOS}altLabel", Literal(name, language=tag)
    if one.description:
        yield me, f"{SCHEMA}description", Literal(one.description, language="en")
    yield me, f"{SCHEMA}version", Literal(str(one.revision), datatype=NamedNode(f"{XSD}integer"))
    simple: list[tuple[str, NamedNode | Literal]] = [
        (number, NamedNode(WD + value)) for number, values in one.items.items() for value in values
    ]
    simple += [(number, Literal(value)) for number, values in one.texts.items() for value in values]
    simple += [(number, Literal(_stamp(time), datatype=NamedNode(f"{XSD}dateTime"))) for number, time in one.times.items()]
    yield from ((me, WDT + number, value) for number, value in simple)
    for place, held in enumerate(one.held):
        yield from _full(one, held, f"{WD}statement/{one.qid}-{place}")


def _full(one: Entity, held: Held, node: str) -> Iterable[tuple[str, str, NamedNode | Literal]]:
    """A statement with its rank and qualifiers."""
    rank = {"normal": "NormalRank", "deprecated": "DeprecatedRank", "preferred": "PreferredRank"}[held.rank]
    yield WD + one.qid, P + held.number, NamedNode(node)
    yield node, PS + held.number, NamedNode(WD + held.target)
    yield node, f"{WIKIBASE}rank", NamedNode(WIKIBASE + rank)
    for qualifier, time in (("P585" if held.number == "P1891" else "P580", held.start), ("P582", held.end)):
        if time:
            value = f"{node.replace('/entity/statement/', '/value/')}-{qualifier}"
            yield node, PQ + qualifier, Literal(_stamp(time), datatype=NamedNode(f"{XSD}dateTime"))
            yield node, PQV + qualifier, NamedNode(value)
            yield value, f"{WIKIBASE}timeValue", Literal(_stamp(time), datatype=NamedNode(f"{XSD}dateTime"))
            yield value, f"{WIKIBASE}timePrecision", Literal(str(PRECISION[len(time)]), datatype=NamedNode(f"{XSD}integer"))
    if held.successor:
        yield node, f"{PQ}P1366", NamedNode(WD + held.successor)


def _stamp(time: str) -> str:
    """A time as the RDF has it: the first day of a month or year that is all that is known."""
    return f"{time}{'-01-01'[: 10 - len(time)] if len(time) == 4 else '-01' if len(time) == 7 else ''}T00:00:00Z"


def entity_json(one: Entity, came: str) -> dict[str, Any]:
    """An item as wbgetentities has it."""
    labels = _labels(one)
    claims: dict[str, list[dict[str, Any]]] = {}
    for number, values in one.items.items():
        claims[number] = [_statement(number, _item(value)) for value in values]
    for number, values in one.texts.items():
        claims[number] = [_statement(number, {"value": value, "type": "string"}) for value in values]
    for number, time in one.times.items():
        claims[number] = [_statement(number, _time(time))]
    for held in one.held:
        start = "P585" if held.number == "P1891" else "P580"
        snaks = [(start, _time(held.start)) if held.start else None, ("P582", _time(held.end)) if held.end else None,
                 ("P1366", _item(held.successor)) if held.successor else None]  # fmt: skip
        said = {name: [{"snaktype": "value", "property": name, "datavalue": value}] for name, value in filter(None, snaks)}
        claims.setdefault(held.number, []).append({**_statement(held.number, _item(held.target)), "qualifiers": said, "rank": held.rank})
    claims.setdefault("P6", []).append({"mainsnak": {"snaktype": "somevalue", "property": "P6"}, "type": "statement", "rank": "normal"})
    return {
        "pageid": 1, "ns": 0, "title": one.qid, "lastrevid": one.revision, "modified": "2026-01-01T00:00:00Z", "type": "item",
        "id": one.qid,
        "labels": {tag: {"language": tag, "value": text} for tag, text in labels.items()},
        "descriptions": {"en": {"language": "en", "value": one.description}} if one.description else {},
        "aliases": {
            tag: [{"language": tag, "value": name} for name in names] for tag, names in {"en": one.aliases, **one.other}.items() if names
        },
        "claims": {number: values for number, values in claims.items() if values},
        **({"redirects": {"from": came, "to": one.qid}} if came != one.qid else {}),
    }  # fmt: skip


def _labels(one: Entity) -> dict[str, str]:
    return {**({"en": one.label} if one.label else {}), **one.labels}


def _statement(number: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "property": number, "datavalue": value}, "type": "statement", "rank": "normal"}


def _item(qid: str) -> dict[str, Any]:
    return {"value": {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}, "type": "wikibase-entityid"}


def _time(time: str) -> dict[str, Any]:
    padded = f"+{time}{'-00-00' if len(time) == 4 else '-00' if len(time) == 7 else ''}T00:00:00Z"
    value = {"time": padded, "timezone": 0, "before": 0, "after": 0, "precision": PRECISION[len(time)], "calendarmodel": f"{WD}Q1985727"}
    return {"value": value, "type": "time"}


class ActionServer(SparqlServer):
    """The Action API: wbsearchentities and wbgetentities over the same items."""

    def answer(self, handler: Handler, seen: Seen) -> None:
        form = {name: values[0] for name, values in seen.form.items()}
        if form.get("format") != "json" or form.get("maxlag") != "5":
            handler.reply(200, "text/html", b"<title>MediaWiki API help</title>")
            return
        if form.get("action") == "wbsearchentities":
            wanted = form["search"].casefold()
            hits = [one for one in world().values() if wanted in {one.label.casefold(), *(name.casefold() for name in one.aliases)}]
            found = [{"id": one.qid, "label": one.label, "description": one.description} for one in hits[: int(form["limit"])]]
            body: dict[str, Any] = {"searchinfo": {"search": form["search"]}, "search": found, "success": 1}
        elif form.get("action") == "wbgetentities":
            asked = form["ids"].split("|")
            if len(asked) > 50:
                body = {"error": {"code": "toomanyvalues", "info": "Too many values supplied for parameter ids."}}
            else:
                body = {"entities": {qid: self._entity(qid) for qid in asked}, "success": 1}
        else:
            body = {"error": {"code": "badvalue", "info": "Unrecognized value for parameter action."}}
        handler.reply(200, "application/json; charset=utf-8", json.dumps(body).encode())

    def _entity(self, qid: str) -> dict[str, Any]:
        one = world().get(qid)
        if one is None:
            return {"id": qid, "missing": ""}
        return entity_json(world()[one.moved] if one.moved else one, qid)


class ReconServer(SparqlServer):
    """A Reconciliation service of version 0.2 over the same items."""

    manifest: Mapping[str, Any] = {
        "versions": ["0.1", "0.2"], "name": "Made up", "identifierSpace": WD, "schemaSpace": WDT, "batchSize": 5,
        "view": {"url": "http://127.0.0.1/{{id}}"},
    }  # fmt: skip

    def answer(self, handler: Handler, seen: Seen) -> None:
        if "queries" not in seen.form:
            handler.reply(200, "application/json", json.dumps(self.manifest).encode())
            return
        queries = json.loads(seen.form["queries"][0])
        if len(queries) > 5:
            handler.reply(413, "text/plain", b"too many queries")
            return
        body = {key: {"result": [self._candidate(one) for one in self._hits(query["query"])]} for key, query in queries.items()}
        handler.reply(200, "application/json", json.dumps(body).encode())

    def _hits(self, name: str) -> list[Entity]:
        wanted = name.casefold()
        return [one for one in world().values() if wanted in {one.label.casefold(), *(alias.casefold() for alias in one.aliases)}]

    def _candidate(self, one: Entity) -> dict[str, Any]:
        types = [{"id": qid, "name": CLASS_LABELS[qid]} for qid in one.items.get("P31", ())]
        return {"id": one.qid, "name": one.label, "score": 100, "match": False, "type": types, "description": one.description}
