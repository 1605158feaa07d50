"""What items say about our own resources, as RDF of its own: nothing that a human wrote is changed, and every difference is reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from diplograph.registry import normalised
from diplograph.vocabulary import DCTERMS, DPG, IDS, ORG, PROV, RDF, RDFS, SCHEMA, SKOS, WIKIDATA, XSD, curie, digest
from diplograph.wikidata.item import Item, Link, is_qid

__all__ = ["Difference", "Enriched", "dated", "enrich", "untouched"]

FOREIGN_MINISTER = "Q7330070"  # the class, grade A: offices under it are told apart from other offices by it
_REVISION = "https://www.wikidata.org/wiki/Special:EntityData/{qid}.ttl?revision={revision}"
_REPLACED = NamedNode("http://www.wikidata.org/prop/qualifier/P1366")  # "replaced by", in Wikidata's own words
_VIAF = "http://viaf.org/viaf/"
_NAMES = {SKOS[name].value for name in ("prefLabel", "altLabel", "hiddenLabel")}
_SHORTEST = 4  # letters of an English alias of one word: shorter ones are acronyms, codes and words


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """Where an item says something else than our registry, or something that could not be taken.

    Attributes:
        subject: Our resource, as a short form.
        qid: The item.
        about: What it is about: `label`, `alias`, `tenure` …
        ours, theirs: What each says.
    """

    subject: str
    qid: str
    about: str
    ours: str
    theirs: str


@dataclass(slots=True)
class Enriched:
    """What enriching found.

    Attributes:
        triples: For a registry file of their own.
        differences: For a person to look at.
        subjects: The resources that were looked at.
    """

    triples: list[Triple] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What people wrote in the registry."""

    values: Mapping[str, Mapping[str, list[Literal | NamedNode]]]
    bearers: dict[str, set[str]]
    items: Mapping[str, str]

    @classmethod
    def of(cls, triples: Iterable[Triple], links: Mapping[str, str]) -> _Known:
        values: dict[str, dict[str, list[Literal | NamedNode]]] = defaultdict(lambda: defaultdict(list))
        bearers: dict[str, set[str]] = defaultdict(set)
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal | NamedNode):
                values[triple.subject.value][triple.predicate.value].append(triple.object)
                if triple.predicate.value in _NAMES:
                    bearers[normalised(triple.object.value)].add(triple.subject.value)
        return cls(values, bearers, {qid: iri for iri, qid in links.items()})

    def all(self, iri: str, predicate: NamedNode) -> list[Literal | NamedNode]:
        return self.values[iri].get(predicate.value, []) if iri in self.values else []

    def first(self, iri: str, predicate: NamedNode) -> str:
        return next((value.value for value in self.all(iri, predicate)), "")

    def label(self, iri: str) -> str:
        return self.first(iri, SKOS["prefLabel"]) or curie(iri)

    def under(self, prefix: str) -> Iterator[str]:
        yield from sorted(iri for iri in self.values if iri.startswith(IDS[prefix].iri))


def enrich(
    human: Iterable[Triple],
    links: Mapping[str, str],
    items: Mapping[str, Item],
    wanted: Iterable[str],
    origins: Mapping[str, str] | None = None,
) -> Enriched:
    """What items add to our resources.

    Args:
        human: What people wrote in the registry; links may be among it.
        links: The item by the IRI of our resource: all there are, as items speak of each other.
        items: The items, by the number asked for.
        wanted: The IRIs of the resources to be enriched.
        origins: Where an item without a revision comes from, by number.
    """
    known, made = _Known.of(human, links), Enriched()
    for iri in sorted(set(wanted) & set(links)):
        item = items.get(links[iri])
        if item is None:
            continue
        made.subjects.append(iri)
        added = [
            *_labels(known, iri, item, made), *_codes(known, iri, item, made), *_tenures(known, iri, item, made),
            *_memberships(known, iri, item), *_signatures(known, iri, item, made), *_regions(known, iri, item, items),
        ]  # fmt: skip
        if curie(iri).startswith("office:") and FOREIGN_MINISTER in item.classes:
            added.append(Triple(NamedNode(iri), SKOS["broadMatch"], WIKIDATA[FOREIGN_MINISTER]))
        made.triples += [*added, *_origin(iri, item, origins or {})] if added else []
    made.triples = sorted(set(made.triples), key=str)
    made.differences.sort()
    return made


def untouched(old: Iterable[Triple], refreshed: Iterable[str]) -> list[Triple]:
    """What an earlier run wrote about resources that this one did not look at."""
    triples, fresh = list(old), set(refreshed)
    owners = {ORG["member"], DPG["instrument"]}
    gone = {t.subject for t in triples if t.predicate in owners and isinstance(t.object, NamedNode) and t.object.value in fresh}
    return [t for t in triples if t.subject not in gone and not (isinstance(t.subject, NamedNode) and t.subject.value in fresh)]


def _origin(iri: str, item: Item, origins: Mapping[str, str]) -> Iterator[Triple]:
    if item.revision:
        yield Triple(NamedNode(iri), PROV["wasDerivedFrom"], _revision(item))
    elif item.qid in origins:
        yield Triple(NamedNode(iri), DCTERMS["source"], Literal(f"{item.qid}: {origins[item.qid].partition('; grade')[0]}", language="en"))


def _revision(item: Item) -> NamedNode:
    return NamedNode(_REVISION.format(qid=item.qid, revision=item.revision))


def _labels(known: _Known, iri: str, item: Item, made: Enriched) -> Iterator[Triple]:
    """Labels and aliases."""
    me = NamedNode(iri)
    own = {value.language: value.value for value in known.all(iri, SKOS["prefLabel"]) if isinstance(value, Literal)}
    for tag, label in sorted(item.labels.items()):
        if tag in {"en", "mul"}:
            continue
        if tag not in own:
            yield Triple(me, SKOS["prefLabel"], Literal(label, language=tag))
        elif own[tag] != label:
            made.differences.append(Difference(curie(iri), item.qid, f"label in {tag}", own[tag], label))
    for tag, names in sorted(item.aliases.items()):
        for name in names if tag not in {"en", "mul"} else ():
            if name != item.labels.get(tag):
                yield Triple(me, SKOS["altLabel"], Literal(name, language=tag))
    yield from _english(known, iri, item, made)


def _english(known: _Known, iri: str, item: Item, made: Enriched) -> Iterator[Triple]:
    """English names that are new, that nobody else bears, and that no common word looks like."""
    for name in dict.fromkeys(filter(None, [item.label, *item.aliases.get("en", ())])):
        bearers = known.bearers.setdefault(normalised(name), set())
        if iri in bearers:
            continue
        if bearers:
            made.differences.append(Difference(curie(iri), item.qid, "alias", f"names {', '.join(map(curie, sorted(bearers)))}", name))
        elif " " in name or (len(name) >= _SHORTEST and name[:1].isupper()):
            bearers.add(iri)
            yield Triple(NamedNode(iri), SKOS["altLabel"], Literal(name, language="en"))
        else:
            made.differences.append(Difference(curie(iri), item.qid, "alias", "too short, or a common word", name))


def _codes(known: _Known, iri: str, item: Item, made: Enriched) -> Iterator[Triple]:
    for name, length in (("isoAlpha2", 2), ("isoAlpha3", 3)):
        mine, theirs = known.first(iri, DPG[name]), sorted(code for code in item.codes if len(code) == length and code.isupper())
        if not theirs or not curie(iri).startswith(("state:", "place:")):
            continue
        if not mine and len(theirs) == 1:
            yield Triple(NamedNode(iri), DPG[name], Literal(theirs[0]))
        elif mine not in theirs:
            made.differences.append(Difference(curie(iri), item.qid, name, mine or "none", ", ".join(theirs)))
    if item.viaf.isdecimal():
        yield Triple(NamedNode(iri), SKOS["exactMatch"], NamedNode(f"{_VIAF}{item.viaf}"))


def _tenures(known: _Known, iri: str, item: Item, made: Enriched) -> Iterator[Triple]:
    """Tenures in offices that are linked. One that a human has too is compared and not written."""
    if not curie(iri).startswith("person:"):
        return
    held = {tenure: known.first(tenure, DPG["office"]) for tenure in known.under("tenure") if known.first(tenure, ORG["member"]) == iri}
    for link in item.held:
        office = known.items.get(link.qid, "")
        state = _served(known, office)
        if not office.startswith(IDS["office"].iri) or not state:
            continue
        same = [tenure for tenure, of in held.items() if of == office and _meet(known, tenure, link)]
        for tenure in same:
            _compare(known, tenure, (("from", link.start), ("until", link.end)), Difference(curie(iri), item.qid, "tenure", "", ""), made)
        if not same:
            node = IDS["tenure"][f"wikidata-{digest(iri, office, link.start, link.end)}"]
            label = f"{known.label(iri)}, {known.label(office)}"
            yield from _node(node, [DPG["Tenure"], ORG["Membership"]], label, item)
            yield Triple(node, ORG["member"], NamedNode(iri))
            yield Triple(node, DPG["office"], NamedNode(office))
            yield Triple(node, ORG["organization"], NamedNode(state))
            yield from dated(node, (DPG["from"], link.start), (DPG["until"], link.end))
            if link.successor:
                yield Triple(node, _REPLACED, NamedNode(known.items.get(link.successor, WIKIDATA[link.successor].value)))


def _served(known: _Known, office: str) -> str:
    """The state, or the organisation, for which the holder of an office speaks."""
    seat = known.first(office, ORG["postIn"])
    return known.first(seat, DPG["actsFor"]) or seat


def _meet(known: _Known, tenure: str, link: Link) -> bool:
    """Whether a tenure of ours and one of theirs can be the same: they overlap, or one has no dates."""
    start, end = known.first(tenure, DPG["from"]), known.first(tenure, DPG["until"])
    return (not start or not link.end or start[: len(link.end)] <= link.end[: len(start)]) and (
        not end or not link.start or link.start[: len(end)] <= end[: len(link.start)]
    )


def _compare(known: _Known, node: str, dates: Iterable[tuple[str, str]], about: Difference, made: Enriched) -> None:
    """Report dates that differ; a year and a day in it do not."""
    for name, theirs in dates:
        mine = known.first(node, DPG[name])
        if mine != theirs and (mine or theirs) and not (mine and theirs and (mine.startswith(theirs) or theirs.startswith(mine))):
            said = Difference(about.subject, about.qid, f"{about.about} {curie(node)}, {name}", mine or "none", theirs or "none")
            made.differences.append(said)


def _memberships(known: _Known, iri: str, item: Item) -> Iterator[Triple]:
    """Memberships of states and organisations in organisations that are linked."""
    for link in item.memberships if curie(iri).startswith(("state:", "organization:")) else ():
        whole = known.items.get(link.qid, "")
        if whole.startswith(IDS["organization"].iri):
            node = IDS["membership"][f"wikidata-{digest(iri, whole, link.start, link.end)}"]
            yield from _node(node, [ORG["Membership"]], f"{known.label(iri)} in {known.label(whole)}", item)
            yield Triple(node, ORG["member"], NamedNode(iri))
            yield Triple(node, ORG["organization"], NamedNode(whole))
            yield from dated(node, (SCHEMA["startDate"], link.start), (SCHEMA["endDate"], link.end))


def _signatures(known: _Known, iri: str, item: Item, made: Enriched) -> Iterator[Triple]:
    """Who signed an instrument, and when."""
    if not curie(iri).startswith(("treaty:", "resolution:")):
        return
    mine = {
        known.first(one, DPG["party"]): one for one in known.under("participation") if known.first(one, DPG["instrument"]) == iri
    }  # fmt: skip
    for link in item.signatories:
        party = known.items.get(link.qid, "")
        if party in mine and link.start:
            about = Difference(curie(iri), item.qid, "participation", "", "")
            _compare(known, mine[party], (("signedOn", link.start),), about, made)
        elif party.startswith((IDS["state"].iri, IDS["organization"].iri)) and party not in mine:
            node = IDS["participation"][f"wikidata-{digest(iri, party)}"]
            yield from _node(node, [DPG["Participation"]], f"{known.label(party)}, {known.label(iri)}", item)
            yield Triple(node, DPG["instrument"], NamedNode(iri))
            yield Triple(node, DPG["party"], NamedNode(party))
            yield from dated(node, (DPG["signedOn"], link.start))


def _regions(known: _Known, iri: str, item: Item, items: Mapping[str, Item]) -> Iterator[Triple]:
    """The continent or region of a state: a place of ours where it is one, else a new one of that name."""
    for region in item.regions if curie(iri).startswith("state:") else ():
        label = (items[region].label if region in items else "") if is_qid(region) else region
        place = known.items.get(region, "") or _place(known, label)
        if place:
            yield Triple(NamedNode(iri), SCHEMA["containedInPlace"], NamedNode(place))
        elif label:
            node = IDS["place"][f"region-{normalised(label).replace(' ', '-')}"]
            yield Triple(NamedNode(iri), SCHEMA["containedInPlace"], node)
            yield Triple(node, RDF["type"], DPG["Place"])
            yield Triple(node, SKOS["prefLabel"], Literal(label, language="en"))


def _place(known: _Known, label: str) -> str:
    places = [iri for iri in sorted(known.bearers.get(normalised(label), ())) if iri.startswith(IDS["place"].iri)] if label else []
    return places[0] if places else ""


def _node(node: NamedNode, types: Iterable[NamedNode], label: str, item: Item) -> Iterator[Triple]:
    for one in types:
        yield Triple(node, RDF["type"], one)
    yield Triple(node, RDFS["label"], Literal(label, language="en"))
    if item.revision:
        yield Triple(node, PROV["wasDerivedFrom"], _revision(item))


def dated(node: NamedNode, *dates: tuple[NamedNode, str]) -> Iterator[Triple]:
    """Dates as xsd:date, xsd:gYearMonth or xsd:gYear, as long as they are."""
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    for predicate, date in dates:
        if len(date) in kinds:
            yield Triple(node, predicate, Literal(date, datatype=XSD[kinds[len(date)]]))
