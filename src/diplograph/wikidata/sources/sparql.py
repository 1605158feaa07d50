"""Any SPARQL endpoint that speaks Wikidata's vocabulary, by standard SPARQL 1.1 alone.

The Wikidata Query Service is one. Its engine is to be replaced: so there is no `SERVICE wikibase:label`, no hint and no named subquery
here, and candidates are found by exact names, which any engine can index. Queries go out as POST; each is small enough for the time limit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, QuerySolutions

from diplograph.errors import Fault
from diplograph.remote import Endpoint
from diplograph.vocabulary import WIKIDATA
from diplograph.wikidata.item import MOST, Item, Link, cleaned, is_qid, qid_order
from diplograph.wikidata.kinds import kinds_of
from diplograph.wikidata.sources import properties as p
from diplograph.wikidata.sources.dates import date_of
from diplograph.wikidata.subject import Subject

__all__ = ["WDQS", "Sparql"]

WDQS = "https://query.wikidata.org/sparql"
_NAMES = 60  # names in one search: some 600 rows at most
_ITEMS = 50  # items in one look-up, as many as the Action API allows
_ROWS = 20_000  # rows that any answer may have
_LANGUAGES = ("en", "mul", "ar", "de", "es", "fr", "ru", "uk", "zh")  # those of the UN, and of most articles; mul is "all languages"
_DIRECT = "http://www.wikidata.org/prop/direct/"
_PREFIXES = f"""PREFIX wd: <{WIKIDATA.iri}>
PREFIX wdt: <{_DIRECT}>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""
_SEARCH = """SELECT DISTINCT ?name ?item WHERE {
  VALUES ?name { %s }
  ?item rdfs:label|skos:altLabel ?name .
  FILTER(STRSTARTS(STR(?item), "http://www.wikidata.org/entity/Q"))
} ORDER BY ?name ?item LIMIT %d"""
_FACTS = """SELECT DISTINCT ?item ?p ?v WHERE {
  VALUES ?item { %s }
  VALUES ?p { rdfs:label skos:altLabel schema:description schema:version owl:sameAs %s }
  ?item ?p ?v .
  FILTER(!ISLITERAL(?v) || LANG(?v) IN ("", %s))
} LIMIT %d"""
_CLASSES = """SELECT DISTINCT ?item ?class ?label WHERE {
  VALUES ?item { %s }
  ?item (wdt:P31|wdt:P279)/wdt:P279* ?class .
  OPTIONAL { ?class rdfs:label ?label FILTER(LANG(?label) = "en") }
} LIMIT %d"""
_STATEMENTS = """SELECT DISTINCT ?item ?p ?value ?label ?start ?startPrecision ?end ?endPrecision ?next WHERE {
  VALUES ?item { %s }
  VALUES (?p ?ps ?from) { (p:P39 ps:P39 pqv:P580) (p:P463 ps:P463 pqv:P580) (p:P1891 ps:P1891 pqv:P585) }
  ?item ?p ?node .
  ?node ?ps ?value ; wikibase:rank ?rank .
  FILTER(?rank != wikibase:DeprecatedRank)
  OPTIONAL { ?node ?from ?startNode . ?startNode wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision }
  OPTIONAL { ?node pqv:P582 ?endNode . ?endNode wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision }
  OPTIONAL { ?node pq:P1366 ?next }
  OPTIONAL { ?value rdfs:label ?label FILTER(LANG(?label) = "en") }
} LIMIT %d"""


_Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sparql:
    """A SPARQL endpoint as a source.

    Attributes:
        endpoint: Where it is, and the manners with which it is asked.
    """

    endpoint: Endpoint
    online: bool = field(default=True, init=False)

    @property
    def name(self) -> str:
        """The endpoint's URL."""
        return self.endpoint.name

    def search(self, subjects: Sequence[Subject]) -> dict[str, tuple[Item, ...]]:
        """Items whose label or alias is one of a subject's names, letter for letter."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for subject in subjects:
            for name in _spellings(subject):
                wanted[name].append(subject.iri)
        found: dict[str, list[str]] = defaultdict(list)
        for names in _parts(sorted(wanted), _NAMES):
            tagged = " ".join(f"{Literal(name, language=tag)}" for name in names for tag in ("en", "mul"))
            for row in self._rows(_SEARCH % (tagged, _ROWS)):
                name, qid = _text(row["name"]), _qid(row["item"])
                for iri in wanted.get(name, ()) if qid else ():
                    found[iri].append(qid)
        first = {iri: list(dict.fromkeys(qids))[:MOST] for iri, qids in found.items()}
        known = self.items(dict.fromkeys(qid for qids in first.values() for qid in qids))
        return {iri: tuple(known[qid] for qid in qids if qid in known) for iri, qids in first.items()}

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """The items, merged ones followed to what is left of them."""
        asked = sorted({qid for qid in qids if is_qid(qid)}, key=qid_order)
        found: dict[str, Item] = {}
        moved: dict[str, str] = {}
        for part in _parts(asked, _ITEMS):
            items, targets = self._described(part)
            found |= items
            moved |= targets
        left = sorted({qid for qid in moved.values() if qid not in found}, key=qid_order)
        for part in _parts(left, _ITEMS):
            found |= self._described(part)[0]
        whole = {qid: found[qid] for qid in asked if qid in found and qid not in moved}
        return whole | {old: replace(found[new], asked=old) for old, new in moved.items() if new in found}

    def _described(self, qids: Sequence[str]) -> tuple[dict[str, Item], dict[str, str]]:
        """The items of some numbers, and which numbers are redirects to which."""
        values = " ".join(f"wd:{qid}" for qid in qids)
        facts: dict[str, dict[str, list[Literal | NamedNode]]] = defaultdict(lambda: defaultdict(list))
        direct = " ".join(f"wdt:{number}" for number in p.FACTS)
        tags = ", ".join(f'"{tag}"' for tag in _LANGUAGES)
        for row in self._rows(_FACTS % (values, direct, tags, _ROWS)):
            value, predicate = row["v"], row["p"]
            if isinstance(value, Literal | NamedNode) and isinstance(predicate, NamedNode):
                facts[_qid(row["item"])][predicate.value].append(value)
        facts.pop("", None)
        same = "http://www.w3.org/2002/07/owl#sameAs"
        moved = {qid: _qid(said[same][0]) for qid, said in facts.items() if said.get(same) and _qid(said[same][0])}
        classes: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._rows(_CLASSES % (values, _ROWS)):
            classes[_qid(row["item"])].setdefault(_qid(row["class"]), _text(row["label"]))
        links: dict[str, dict[str, set[Link]]] = defaultdict(lambda: defaultdict(set))
        for row in self._rows(_STATEMENTS % (values, _ROWS)):
            if _qid(row["value"]):
                links[_qid(row["item"])][_text(row["p"]).rpartition("/")[2]].add(_link(row))
        made = {qid: self._item(qid, facts[qid], classes.get(qid, {}), links.get(qid, {})) for qid in facts if qid not in moved}
        return made, moved

    def _item(
        self, qid: str, said: Mapping[str, list[Literal | NamedNode]], classes: Mapping[str, str], links: Mapping[str, set[Link]]
    ) -> Item:
        labels = _by_language(said.get("http://www.w3.org/2000/01/rdf-schema#label", ()))
        aliases = _by_language(said.get("http://www.w3.org/2004/02/skos/core#altLabel", ()))
        told = _by_language(said.get("http://schema.org/description", ()))
        one = {tag: names[0] for tag, names in labels.items()}

        def values(*numbers: str) -> list[str]:
            return sorted(cleaned(value.value) for number in numbers for value in said.get(f"{_DIRECT}{number}", ()))

        versions = [value.value for value in said.get("http://schema.org/version", ()) if value.value.isdecimal()]
        return Item(
            qid=qid, label=one.get("en") or one.get("mul", ""), description=(told.get("en") or ("",))[0],
            names=tuple(dict.fromkeys([*aliases.get("en", ()), *aliases.get("mul", ()), *labels.get("mul", ())])),
            kinds=kinds_of(classes), classes=dict(classes), countries=frozenset(map(_number, values(p.COUNTRY, p.CITIZEN))) - {""},
            codes=frozenset(values(p.ALPHA2, p.ALPHA3)), start=_first_date(values(p.BORN, p.INCEPTION)),
            end=_first_date(values(p.DIED, p.DISSOLVED)), held=tuple(sorted(links.get(p.HELD, ()))),
            memberships=tuple(sorted(links.get(p.MEMBER, ()))), signatories=tuple(sorted(links.get(p.SIGNATORY, ()))),
            regions=tuple(map(_number, values(p.CONTINENT))), labels=one, aliases=aliases, viaf=next(iter(values(p.VIAF)), ""),
            revision=int(versions[0]) if versions and len(versions[0]) < 16 else 0, source=self.name,
        )  # fmt: skip

    def _rows(self, query: str) -> list[_Row]:
        """The rows as terms by name: pyoxigraph's own rows must not outlive this call, which an error's traceback would make them do."""
        answer = self.endpoint.query(_PREFIXES + query)
        if not isinstance(answer, QuerySolutions):
            raise Fault("answers with no table", self.name, "name a SPARQL endpoint")
        names = [variable.value for variable in answer.variables]
        return [defaultdict(lambda: None, zip(names, row, strict=True)) for row in answer]


def _spellings(subject: Subject) -> list[str]:
    """A subject's names as Wikidata may write them: as they are, and a concept also in lower case."""
    names = [subject.label, *subject.names]
    if subject.kind == "issue":
        names += [name[:1].lower() + name[1:] for name in names]
    return list(dict.fromkeys(name for name in names if len(name) > 1))


def _parts(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def _text(term: object) -> str:
    return cleaned(term.value) if isinstance(term, Literal | NamedNode) else ""


def _qid(term: object) -> str:
    """The number of an item, or nothing for anything else."""
    return _number(term.value) if isinstance(term, NamedNode) else ""


def _number(iri: str) -> str:
    number = iri.removeprefix(WIKIDATA.iri)
    return number if is_qid(number) else ""


def _link(row: _Row) -> Link:
    return Link(
        _qid(row["value"]), _text(row["label"]), date_of(_text(row["start"]), _whole(row["startPrecision"])),
        date_of(_text(row["end"]), _whole(row["endPrecision"])), _qid(row["next"]),
    )  # fmt: skip


def _whole(term: object) -> int:
    text = _text(term)
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def _by_language(values: Iterable[Literal | NamedNode]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for value in values:
        if isinstance(value, Literal) and value.language and cleaned(value.value):
            found[value.language].add(cleaned(value.value, 400))
    return {tag: tuple(sorted(names)) for tag, names in sorted(found.items())}


def _first_date(times: Sequence[str]) -> str:
    """The first of an item's truthy dates, whose precision is not sent: 1 January may stand for a year, so it is taken for one."""
    dates = [date_of(time) for time in times]
    found = next(filter(None, dates), "")
    return found[:4] if found.endswith("-01-01") else found
