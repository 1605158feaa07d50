"""Our resources as linking sees them: the names, and all that can tell namesakes apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Triple

from diplograph.vocabulary import DPG, IDS, ORG, SKOS, WIKIDATA, curie
from diplograph.wikidata.item import is_qid
from diplograph.wikidata.kinds import known

__all__ = ["Post", "Subject", "links", "subjects"]

_PREFERRED, _OTHERS = SKOS["prefLabel"].value, {SKOS["altLabel"].value, SKOS["hiddenLabel"].value}
_BYNAMES = {DPG["metonym"].value, DPG["demonym"].value}  # "Moscow" and "Russian" name Russia, but no item of that name is Russia
_KINDS = set(known()) - {"event"}


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """An office that a person holds: its IRI, its item if it is linked, its name, and when, as far as known."""

    office: str
    qid: str
    label: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A resource of ours that is to be linked or checked.

    Attributes:
        iri: The resource.
        kind: What it is: the prefix of its short form (`state`, `person` …).
        label: Its preferred English label.
        names: Its other English names, metonyms and demonyms apart.
        countries: Items of the state that it is, acts for or lies in, or whose office it held.
        country_names: The names of those states, for descriptions.
        codes: ISO 3166-1 codes.
        posts: Offices held.
        dates: Days on which it is known to have existed: those of articles that name it, of its conclusion, of its tenures.
    """

    iri: str
    kind: str
    label: str
    names: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    country_names: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    posts: tuple[Post, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def curie(self) -> str:
        """The short form of its IRI."""
        return curie(self.iri)


@dataclass(slots=True)
class _Facts:
    """All that the triples say, by subject and predicate, with English names only."""

    values: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def __post_init__(self) -> None:
        self.values = defaultdict(lambda: defaultdict(list))

    def add(self, triple: Triple) -> None:
        value = triple.object
        if isinstance(triple.subject, NamedNode) and isinstance(value, NamedNode | Literal):
            if isinstance(value, Literal) and value.language not in {None, "en"}:
                return
            self.values[triple.subject.value][triple.predicate.value].append(value.value)

    def all(self, iri: str, predicate: NamedNode) -> list[str]:
        return self.values[iri][predicate.value] if iri in self.values else []

    def first(self, iri: str, predicate: NamedNode) -> str:
        return next(iter(self.all(iri, predicate)), "")


def links(triples: Iterable[Triple]) -> dict[str, str]:
    """The published links: the item by the IRI of our resource."""
    found = {}
    for triple in triples:
        value = triple.object
        if triple.predicate == SKOS["exactMatch"] and isinstance(triple.subject, NamedNode) and isinstance(value, NamedNode):
            qid = value.value.removeprefix(WIKIDATA.iri)
            if value.value in WIKIDATA and is_qid(qid):
                found[triple.subject.value] = qid
    return found


def subjects(triples: Iterable[Triple], linked: Mapping[str, str], dates: Mapping[str, Iterable[str]] | None = None) -> Iterator[Subject]:
    """Everything in a registry or graph that can be linked, in order of IRI.

    Args:
        triples: The registry, or a graph with the newcomers of articles.
        linked: The items of our resources, by IRI: offices and states known there tell persons apart.
        dates: Days by the IRI of a resource: those of the articles that name it.
    """
    facts = _Facts()
    for triple in triples:
        facts.add(triple)
    posts = _posts(facts, linked)
    for iri in sorted(facts.values):
        kind = curie(iri).partition(":")[0]
        label = facts.first(iri, SKOS["prefLabel"])
        if kind in _KINDS and label and iri.startswith(IDS[kind].iri):
            subject = _subject(facts, linked, iri, posts.get(iri, ()))
            yield replace(subject, dates=tuple(sorted({*subject.dates, *(dates or {}).get(iri, ())})))


def _subject(facts: _Facts, linked: Mapping[str, str], iri: str, posts: Iterable[Post]) -> Subject:
    kind, label = curie(iri).partition(":")[0], facts.first(iri, SKOS["prefLabel"])
    said = facts.values[iri]
    bynames = {name for predicate in _BYNAMES for name in said.get(predicate, ())}
    others = [name for predicate in sorted(_OTHERS) for name in said.get(predicate, ())]
    names = tuple(sorted({name for name in others if name not in bynames and name != label}))
    held = tuple(sorted(posts))
    states = set(facts.all(iri, DPG["actsFor"]))
    bodies = [where for post in held for where in facts.all(post.office, ORG["postIn"])] + facts.all(iri, ORG["postIn"])
    for place in [*bodies, *_served(facts, iri)]:
        states |= {place} if place.startswith(IDS["state"].iri) else set(facts.all(place, DPG["actsFor"]))
    own = [facts.first(iri, DPG[name]) for name in ("concludedOn", "inForceFrom")]
    return Subject(
        iri=iri, kind=kind, label=label, names=names,
        countries=frozenset(linked[state] for state in states if state in linked),
        country_names=frozenset(name for state in states for name in [facts.first(state, SKOS["prefLabel"])] if name),
        codes=frozenset(code for name in ("isoAlpha2", "isoAlpha3") for code in facts.all(iri, DPG[name])),
        posts=held, dates=tuple(sorted({*filter(None, own), *(post.start for post in held if post.start)})),
    )  # fmt: skip


def _served(facts: _Facts, iri: str) -> list[str]:
    """The states and bodies that a person's tenures are for; set aside by `_posts` under a name of its own."""
    return facts.values[iri].get("served", [])


def _posts(facts: _Facts, linked: Mapping[str, str]) -> dict[str, list[Post]]:
    """Every person's offices."""
    found: dict[str, list[Post]] = defaultdict(list)
    for tenure in sorted(iri for iri in facts.values if iri.startswith(IDS["tenure"].iri)):
        person, office = facts.first(tenure, ORG["member"]), facts.first(tenure, DPG["office"])
        if person and office:
            label = facts.first(office, SKOS["prefLabel"])
            start, end = facts.first(tenure, DPG["from"]), facts.first(tenure, DPG["until"])
            found[person].append(Post(office, linked.get(office, ""), label, start, end))
            if person in facts.values:
                facts.values[person]["served"] += facts.all(tenure, ORG["organization"])
    return found
