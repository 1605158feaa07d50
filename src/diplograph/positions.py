"""Positions: what each holder wants on each issue, episode by episode, derived from statements.

The rule, so that anyone can redo it:

1. Only wants count: statements with `dpg:attitude dpg:Wants`, an issue (not a topic) and a stance For, Against or Conditional.
2. Own positions (`dpg:scope dpg:Own`) rest on the statements that an actor holds (`dpg:holder`).
   Rolled-up positions (`dpg:scope dpg:RolledUp`) rest on the statements that count for a state (`dpg:countsFor`): those that the
   state itself holds; those made on behalf of it or of a body that acts for it; those held by a body that acts for it; and those held
   by an official who on the statement's date held an office in the state or in a body that acts for it. A statement counts once for
   a state.
3. Dates of different precision are intervals: `2022-02` is the whole month.
4. The dated wants of one actor, issue, stance (and leaning) form one episode as long as no want to the contrary lies strictly between
   two of them. For and Against are contrary; a Conditional counts as what it leans to, and without leaning is contrary to nothing.
5. An undated want supports every episode of its stance and bounds none; without a dated one it forms an episode without dates.
6. An episode's IRI is the digest of actor, issue, stance, leaning, scope and first date (`undated` if none).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from diplograph.model import OpenStore, Table
from diplograph.rdf.describe import GRAPHS, dated
from diplograph.vocabulary import DPG, IDS, PROV, RDF, RDFS, SKOS, digest, local

__all__ = [
    "READS",
    "Episode",
    "Tenure",
    "Want",
    "bounds",
    "counting_quads",
    "counts_for",
    "derive",
    "derive_issue",
    "episodes",
    "labels_of",
    "position_quads",
    "tenures_of",
    "wants_of",
]

_PREFIXES = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_WANT = """?statement dpg:attitude dpg:Wants ; dpg:holder ?holder ; dpg:stance ?stance .
  OPTIONAL { ?statement dpg:leaning ?leaning }
  OPTIONAL { ?statement dpg:date ?date }
  FILTER(?stance IN (dpg:For, dpg:Against, dpg:Conditional))"""
_WANTS = f"""SELECT ?statement ?holder ?issue ?stance ?leaning ?date WHERE {{
  ?statement dpg:issue ?issue . ?issue a dpg:Issue . {_WANT}
}}"""
_WANTS_ON = f"""SELECT ?statement ?holder (%s AS ?issue) ?stance ?leaning ?date WHERE {{
  ?statement dpg:issue %s . {_WANT}
}}"""
_ACTORS = """SELECT ?statement ?actor ?spoken ?date WHERE {{
  {{ {0} ?statement a dpg:Statement ; dpg:holder ?actor BIND(false AS ?spoken) }}
  UNION {{ {0} ?statement a dpg:Statement ; dpg:onBehalfOf ?actor BIND(true AS ?spoken) }}
  OPTIONAL {{ ?statement dpg:date ?date }}
}}"""
_HOLDERS = _ACTORS.format("")
_STATES = """SELECT ?actor ?state WHERE {
  { VALUES ?actor { %s } ?actor a dpg:State BIND(?actor AS ?state) }
  UNION { VALUES ?actor { %s } ?actor dpg:actsFor ?state . ?state a dpg:State }
}"""
_TENURES = """SELECT ?person ?body ?from ?until WHERE {
  ?tenure a dpg:Tenure ; org:member ?person ; org:organization ?body .
  OPTIONAL { ?tenure dpg:from ?from }
  OPTIONAL { ?tenure dpg:until ?until }
}"""
_LABELS = """SELECT ?thing ?label WHERE { ?thing skos:prefLabel ?label FILTER(LANG(?label) = "en") }"""
_LABELS_OF = """SELECT ?thing ?label WHERE { VALUES ?thing { %s } ?thing skos:prefLabel ?label FILTER(LANG(?label) = "en") }"""
_SOME = 500  # IRIs in one query
# What the queries read of a statement; a store that holds this much of it will do.
READS = frozenset(DPG[name] for name in ("attitude", "holder", "issue", "stance", "leaning", "date", "onBehalfOf", "actsFor")) | {
    SKOS["prefLabel"]
}
_DIRECTIONS = {"For": 1, "Against": -1}


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """One statement as a position sees it. Dates are partial ISO 8601 or None; stance and leaning local names of the ontology."""

    actor: str
    issue: str
    statement: str
    stance: str
    leaning: str | None
    date: str | None
    scope: str = "Own"

    @property
    def direction(self) -> int:
        """1 for, -1 against, 0 neither; a conditional stance counts as what it leans to."""
        return _DIRECTIONS.get(self.leaning or self.stance, 0)


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of time over which one actor wanted one thing; `wants` holds the dated ones in order, `undated` the others."""

    wants: tuple[Want, ...]
    undated: tuple[Want, ...]

    @property
    def key(self) -> Want:
        """Any want of the episode: they agree in actor, issue, stance, leaning and scope."""
        return (self.wants or self.undated)[0]

    @property
    def first(self) -> str | None:
        """The date of the first dated want, as it was given."""
        return min((want.date for want in self.wants if want.date), key=bounds, default=None)

    @property
    def last(self) -> str | None:
        """The date of the last dated want, as it was given."""
        return max((want.date for want in self.wants if want.date), key=lambda date: bounds(date)[::-1], default=None)

    @property
    def iri(self) -> NamedNode:
        """The digest of what sets the episode apart."""
        key = self.key
        return IDS["position"][digest(key.actor, key.issue, key.stance, key.leaning or "", key.scope, self.first or "undated")]


@dataclass(frozen=True, slots=True)
class Tenure:
    """The time a person held an office in a state or body; open ends are None."""

    body: str
    start: str | None
    end: str | None

    def covers(self, date: str) -> bool:
        """Whether some day of a full or partial date may lie in the tenure."""
        first, last = bounds(date)
        return (self.start is None or bounds(self.start)[0] <= last) and (self.end is None or first <= bounds(self.end)[1])


def bounds(date: str) -> tuple[str, str]:
    """The first and the last day of a full or partial ISO 8601 date, fit to be compared as text: every month ends on a 31st."""
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-01", f"{date}-31"
    return date, date


def episodes(wants: Iterable[Want]) -> Iterator[Episode]:
    """Group wants into episodes by rules 3 to 5 above, in a fixed order."""
    by_subject: dict[tuple[str, str, str], list[Want]] = defaultdict(list)
    for want in set(wants):
        by_subject[want.actor, want.issue, want.scope].append(want)
    for subject in sorted(by_subject):
        by_stance: dict[tuple[str, str], list[Want]] = defaultdict(list)
        for want in by_subject[subject]:
            by_stance[want.stance, want.leaning or ""].append(want)
        for stance in sorted(by_stance):
            yield from _episodes(by_stance[stance], by_subject[subject])


def _episodes(same: list[Want], all_wants: list[Want]) -> Iterator[Episode]:
    """The episodes of one stance among all the wants of its actor on its issue."""
    dated = sorted((want for want in same if want.date), key=lambda want: (bounds(want.date or ""), want.statement))
    undated = tuple(sorted(want for want in same if not want.date))
    contrary = sorted(bounds(want.date) for want in all_wants if want.date and want.direction * same[0].direction < 0)
    starts, ends = [start for start, _ in contrary], [end for _, end in contrary]
    for number in range(len(ends) - 2, -1, -1):
        ends[number] = min(ends[number], ends[number + 1])  # the earliest end among this and all that start later
    if not dated:
        yield Episode((), undated)
        return
    current: list[Want] = []
    ended = ""  # the earliest last day among the current wants: a change of mind after it parts that want from later ones
    for want in dated:
        first, last = bounds(want.date or "")
        later = bisect_right(starts, ended)
        if current and later < len(ends) and ends[later] < first:
            yield Episode(tuple(current), undated)
            current = []
        ended = min(ended, last) if current else last
        current.append(want)
    yield Episode(tuple(current), undated)


def counts_for(
    store: OpenStore, statements: Collection[str] | None = None, tenures: Mapping[str, list[Tenure]] | None = None
) -> dict[str, set[str]]:
    """For each statement, or each of those named, the states that it counts for (rule 2).

    Args:
        store: The graph; it is only read.
        statements: Their IRIs; None means all.
        tenures: What `tenures_of` gives, for whoever asks often.
    """
    queries = [_HOLDERS] if statements is None else [_ACTORS.format(f"VALUES ?statement {{ {some} }}") for some in _values(statements)]
    return _counted(store, queries, tenures_of(store) if tenures is None else tenures)


def tenures_of(store: OpenStore) -> dict[str, list[Tenure]]:
    """Who held an office where, and when: tenures by person. The registry has them, articles have none."""
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    for person, body, start, end in _rows(store.select(_PREFIXES + _TENURES)):
        tenures[_text(person)].append(Tenure(_text(body), start, end))
    return tenures


def derive(store: OpenStore) -> Iterator[Quad]:
    """The positions that a store's statements amount to, and for which states each statement counts, as quads of their own graph.

    The store is only read.
    """
    counted = counts_for(store)
    for statement in sorted(counted):
        yield from counting_quads(statement, counted[statement])
    yield from position_quads(wants_of(store, counted), labels_of(store))


def wants_of(store: OpenStore, counted: Mapping[str, Collection[str]]) -> set[Want]:
    """The wants of all actors, and with them those of the states that statements count for.

    Args:
        store: The graph; it is only read.
        counted: What `counts_for` gives.
    """
    return _wants(store.select(_PREFIXES + _WANTS), counted)


def labels_of(store: OpenStore) -> dict[str, str]:
    """The English preferred label of each thing that has one; of several the first by code points."""
    return _labels(store.select(_PREFIXES + _LABELS))


def position_quads(wants: Iterable[Want], labels: Mapping[str, str]) -> Iterator[Quad]:
    """The positions that wants amount to, as quads. All wants of an actor on an issue must be among them, or none.

    Args:
        wants: In any order.
        labels: Of their actors and issues; what has none is called by the last part of its IRI.
    """
    for episode in episodes(wants):
        yield from _quads(episode, labels)


def derive_issue(
    store: OpenStore, issue: str, actors: Collection[str] | None = None, tenures: Mapping[str, list[Tenure]] | None = None
) -> Iterator[Quad]:
    """The positions on one issue, of all or of some actors: what `derive` has of them, at the cost of the statements on that issue.

    Args:
        store: The graph; it is only read.
        issue: The issue's IRI.
        actors: The IRIs of those whose positions are wanted; None means all.
        tenures: What `tenures_of` gives, for whoever asks often.
    """
    node = str(NamedNode(issue))
    if not store.select(f"{_PREFIXES}SELECT ?class WHERE {{ {node} a dpg:Issue, ?class }} LIMIT 1").rows:
        return
    wanted = store.select(_PREFIXES + _WANTS_ON % (node, node))
    wants = _wants(
        wanted, _counted(store, [_ACTORS.format(f"?statement dpg:issue {node} .")], tenures_of(store) if tenures is None else tenures)
    )
    meant = [want for want in wants if actors is None or want.actor in actors]
    tables = (store.select(_PREFIXES + _LABELS_OF % some) for some in _values({issue, *(want.actor for want in meant)}))
    yield from position_quads(meant, {thing: label for table in tables for thing, label in _labels(table).items()})


def counting_quads(statement: str, states: Iterable[str]) -> Iterator[Quad]:
    """For which states a statement counts, as quads."""
    for state in sorted(states):
        yield Quad(NamedNode(statement), DPG["countsFor"], NamedNode(state), GRAPHS["positions"])


def _counted(store: OpenStore, queries: Iterable[str], tenures: Mapping[str, list[Tenure]]) -> dict[str, set[str]]:
    """For each statement that the queries find, the states that it counts for."""
    counted: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        rows = [(_text(statement), _text(who), spoken, date) for statement, who, spoken, date in _rows(store.select(_PREFIXES + query))]
        held = {who for _, who, _, _ in rows}
        states = _states(store, held | {tenure.body for who in held for tenure in tenures.get(who, ())})
        for statement, who, spoken, date in rows:
            if who in states:
                counted[statement] |= states[who]
            elif spoken == "false" and date:
                bodies = {tenure.body for tenure in tenures.get(who, ()) if tenure.covers(date)}
                counted[statement] |= {state for body in bodies for state in states.get(body, ())}
    return counted


def _states(store: OpenStore, actors: Collection[str]) -> dict[str, set[str]]:
    """Of some actors, those that are or act for states, with these."""
    found: dict[str, set[str]] = defaultdict(set)
    for some in _values(actors):
        for actor, state in _rows(store.select(_PREFIXES + _STATES.replace("%s", some))):
            found[_text(actor)].add(_text(state))
    return found


def _wants(table: Table, counted: Mapping[str, Collection[str]]) -> set[Want]:
    """The wants of actors, and with them those of the states that the statements count for."""
    wants: set[Want] = set()
    for statement, holder, issue, stance, leaning, date in _rows(table):
        own = Want(
            _text(holder),
            _text(issue),
            _text(statement),
            local(_text(stance)),
            local(leaning) if leaning else None,
            date,
        )
        wants.add(own)
        for state in counted.get(own.statement, ()):
            wants.add(Want(state, own.issue, own.statement, own.stance, own.leaning, own.date, "RolledUp"))
    return wants


def _labels(table: Table) -> dict[str, str]:
    """A label for each thing; of several the first by code points."""
    found: dict[str, str] = {}
    for thing, label in _rows(table):
        found[_text(thing)] = min(_text(label), found.get(_text(thing), _text(label)))
    return found


def _values(iris: Collection[str]) -> Iterator[str]:
    """IRIs as the values of a variable, some at a time: the engine parses long lists slowly."""
    ordered = sorted(iris)
    for start in range(0, len(ordered), _SOME):
        yield " ".join(str(NamedNode(iri)) for iri in ordered[start : start + _SOME])


def _quads(episode: Episode, labels: Mapping[str, str]) -> Iterator[Quad]:
    me, key, graph = episode.iri, episode.key, GRAPHS["positions"]
    stance = {"For": "for", "Against": "against", "Conditional": "conditional on"}[key.stance]
    rolled = " (rolled up)" if key.scope == "RolledUp" else ""
    label = f"{labels.get(key.actor, local(key.actor))}{rolled}: {stance}: {labels.get(key.issue, local(key.issue))}"
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF["type"], DPG["Position"]), (RDF["type"], PROV["Entity"]), (RDFS["label"], Literal(label, language="en")),
        (DPG["holder"], NamedNode(key.actor)), (DPG["issue"], NamedNode(key.issue)), (DPG["stance"], DPG[key.stance]),
        (DPG["scope"], DPG[key.scope]),
    ]  # fmt: skip
    if key.leaning:
        facts.append((DPG["leaning"], DPG[key.leaning]))
    for name, end in (("firstDate", episode.first), ("lastDate", episode.last)):
        if end:
            facts.append((DPG[name], dated(end)))
    facts += [(DPG["basedOn"], NamedNode(want.statement)) for want in (*episode.wants, *episode.undated)]
    for predicate, value in facts:
        yield Quad(me, predicate, value, graph)


def _rows(table: Table) -> Iterator[tuple[str | None, ...]]:
    for row in table.rows:
        yield tuple(None if term is None else term.value for term in row)


def _text(value: str | None) -> str:
    if value is None:
        raise ValueError("the query leaves a variable unbound that it must bind")
    return value
