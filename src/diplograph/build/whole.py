"""The whole graph while it is built: what is derived from and judged of all articles together. What grows with their number is on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from pyoxigraph import Literal, NamedNode, Quad

from diplograph import rdf
from diplograph.build.facts import Facts
from diplograph.build.shares.judging import unfit
from diplograph.build.shares.part import Ledger, Part, Rejected, Tally, part_of
from diplograph.build.spool import Spool
from diplograph.pace import Pace
from diplograph.pipeline import Reading
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Finding, Report, validate
from diplograph.vocabulary import SKOS

__all__ = ["Whole"]


class Whole:
    """A graph in the making.

    Attributes:
        parts: The articles so far, without their graphs.
        rejected: What was extracted and is not in the graph.
        judged: The registry and what was curated; of the positions those that break a rule, or all where nothing was extracted.
    """

    def __init__(self, workspace: Workspace, registry: Registry, spool: Spool) -> None:
        self.parts = Ledger()
        self.rejected: list[Rejected] = []
        self.judged = Store.of(rdf.registry_quads(registry))
        self._workspace, self._spool = workspace, spool
        known = list(self.judged)
        self._facts = Facts(spool.base, Store.of(known))
        self._classes: Counter[str] = Counter()
        self._links = 0
        self._curated = True
        self._findings: set[Finding] = set()
        if known:
            blocks, turtle, graph, trig = rdf.both(known)
            spool.add(blocks, [graph], turtle, trig)
            self._count(Tally.of(known))

    def add_curated(self, reading: Reading) -> None:
        """Take a curated article in."""
        self.judged.extend(reading.quads)
        self._add(part_of(reading))

    def add_extracted(self, part: Part) -> None:
        """Take an extracted article in."""
        self._curated = False
        self._facts.name(part.names)
        self.rejected += part.rejected
        self._add(part)

    def _add(self, part: Part) -> None:
        self._facts.add(part.facts)
        self._count(part.tally)
        self._spool.add(part.blocks, [part.graph] if part.graph else [], part.turtle, part.trig)
        self.parts.append(part)

    def _count(self, tally: Tally) -> None:
        self._classes.update(tally.classes)
        self._links += tally.links
        self._spool.tell(tally.described | {"": tally.named})

    def derive(self, say: Callable[[str], None], pace: Pace, told: Callable[[Collection[Quad]], None]) -> None:
        """Derive the positions from all statements, after actors and issues of two spellings have got one preferred name each.

        Args:
            say: Told what is being done.
            pace: Of it.
            told: Given all that is derived, in pieces.
        """
        say("deriving positions")
        for graph, chosen in self._facts.renamings():
            self._spool.rename(graph, partial(_renamed, chosen), chosen)
        self._facts.settle()
        pace.begin(len(self.parts))
        for quads, articles in self._facts.counted():
            self._keep(quads, told)
            say(f"deriving positions: statements of articles ({pace.step(articles)})")
        pace.begin(self._facts.wants())
        for grounds in self._facts.positions():
            self._keep(grounds.positions, told)
            if not self._curated:
                found = set(unfit(grounds.positions, grounds.said, self._workspace))
                bad = {finding.focus for finding in found}
                self.judged.extend(q for q in grounds.positions if isinstance(q.subject, NamedNode) and q.subject.value in bad)
                self._findings |= found
            say(f"deriving positions: statements that they rest on ({pace.step(grounds.step)})")

    def _keep(self, quads: Collection[Quad], told: Callable[[Collection[Quad]], None]) -> None:
        """Take some of what was derived in."""
        if quads:
            self._spool.derive(quads)
            self._count(Tally.of(quads))
            told(quads)
            if self._curated:
                self.judged.extend(quads)

    def judge(self) -> Report:
        """What is not as it must or should be; extracted articles have been judged already, and positions when they were derived."""
        if self._curated:
            return validate(self.judged, self._workspace)
        own = Store.of(quad for quad in self.judged if quad.graph_name != rdf.GRAPHS["positions"])
        return Report(tuple(sorted({*validate(own, self._workspace).findings, *self._findings})))

    def counts(self) -> dict[str, int]:
        """How many of everything, by the words of the summary, in its order."""
        if not self._spool.triples:
            for _ in self._spool.turtle():
                pass
        actors, concepts, instruments = self._spool.told("Actor"), self._spool.told("Issue", "Topic"), self._spool.told("Instrument")
        return {
            "articles": len(self.parts),
            "statements": self._classes["Statement"],
            "actions": self._classes["Action"],
            "positions": self._classes["Position"],
            "actors": actors[0],
            "actors named": actors[1],
            "issues and topics": concepts[0],
            "issues and topics named": concepts[1],
            "treaties and resolutions": instruments[0],
            "links to Wikidata": self._links,
            "triples": self._spool.triples,
        }


def _renamed(chosen: dict[NamedNode, Literal], quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads as they are where everybody agrees on a name: other preferred names than the chosen one become alternatives."""
    for quad in quads:
        new = chosen.get(quad.subject) if isinstance(quad.subject, NamedNode) else None
        if new is None or quad.predicate not in {SKOS["prefLabel"], SKOS["altLabel"]}:
            yield quad
        elif quad.predicate == SKOS["prefLabel"]:
            yield Quad(quad.subject, quad.predicate, new, quad.graph_name)
            if quad.object != new:
                yield Quad(quad.subject, SKOS["altLabel"], quad.object, quad.graph_name)
        elif quad.object != new:
            yield quad
