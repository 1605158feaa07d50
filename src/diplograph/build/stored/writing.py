"""The engine's side of a store on disk: what waits in the catalogue is written, what follows from it is derived, and all is published.

Nobody reads the files that are written here (`diplograph.generations`), and everything done here can be done again: whatever is
interrupted begins anew with what waits in the catalogue.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from diplograph.build.facts import iri_of, literal
from diplograph.build.shares.judging import unfit
from diplograph.build.shares.part import bears
from diplograph.build.stored.catalogue import Catalogue, chosen_name
from diplograph.errors import Fault
from diplograph.generations import Folder
from diplograph.positions import counting_quads, counts_for, derive_issue, tenures_of
from diplograph.rdf import GRAPHS
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Finding
from diplograph.vocabulary import DPG, ORG, RDF, SKOS

__all__ = ["Writer"]

# What is written lies in files of its own, beside the older ones, and a look-up goes through all that may hold it: at ten million triples,
# written 200,000 at a time, a question took nine times as long as after the files were sorted into one another (53 s and 6 s). That takes
# 1.5 s a million, a hundredth of reading them. So it is done when so much of the whole is new: while a run goes on, and at its end.
_LOOSE, _LOOSE_AT_END = 1 / 4, 1 / 50
_BULK = 5_000  # quads; fewer are written to the log, more to files of their own (bulk load), which is eleven times as fast
_TOGETHER = 500  # statements looked at together
_JUDGED = 20_000  # quads of positions judged together, about two thousand positions
_CLASSES = frozenset({DPG["State"], DPG["Issue"]})
_NAMES = (SKOS["prefLabel"], SKOS["altLabel"])
_TENURE = frozenset({ORG["member"], ORG["organization"], DPG["from"], DPG["until"]})
_POSITIONS = GRAPHS["positions"]


@dataclass(frozen=True, slots=True)
class _Derived:
    """The positions on an issue that some actors have now; None is all actors."""

    issue: str
    actors: set[str] | None
    quads: list[Quad]


class Writer:
    """The files that one process writes."""

    def __init__(self, folder: Folder, catalogue: Catalogue, workspace: Workspace) -> None:
        self._folder, self._catalogue, self._workspace = folder, catalogue, workspace
        self._open()

    def _open(self) -> None:
        with self._told():
            self._inner = pyoxigraph.Store(str(self._folder.work))
        self.store = Store(self._inner)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what the engine cannot do in a user's words."""
        try:
            yield
        except (OSError, RuntimeError) as error:  # damage comes as either; a full disk as OSError
            what = " ".join(str(error).split())
            if isinstance(error, RuntimeError) or "orruption" in what or "No such file" in what:
                cure = "restore the store, or build it anew into another folder"
                raise Fault(f"is damaged ({what})", str(self._folder.work), cure) from error
            cure = "make room or mend its permissions, and run the same command again; nothing that was stored is lost"
            raise Fault(f"cannot be written ({what})", str(self._folder.work), cure) from error

    def settle(self) -> None:
        """Write what waits, derive what follows, publish.

        Raises:
            Fault: The disk is full, or the store damaged.
        """
        catalogue = self._catalogue
        catalogue.remark("ahead", "1")
        with self._told():
            self._redo()
            self._names()
            self._nodes()
            self._statements()
            self._pairs()
            loose = self._loose() + catalogue.pending()
            if loose > _LOOSE * catalogue.size():
                self._sort()
                loose = 0
            generation = self._folder.next()
            self._inner.backup(str(generation))
            with catalogue.transaction():
                catalogue.written()
                catalogue.remark("loose", str(loose))
                for kind in ("name", "node", "statement", "pair"):
                    catalogue.fresh(kind)
            self._folder.publish(generation)
        catalogue.remark("ahead", "0")
        self._reopen()

    def scattered(self) -> bool:
        """Whether enough was written since the engine's files were sorted that it is worth doing at the end of a run."""
        return self._loose() > _LOOSE_AT_END * self._catalogue.size()

    def tidy(self) -> None:
        """Sort the engine's files into one another, so that readers find everything at one place, and publish them.

        Raises:
            Fault: The disk is full, or the store damaged.
        """
        with self._told():
            self._sort()
            generation = self._folder.next()
            self._inner.backup(str(generation))
            self._folder.publish(generation)
        self._catalogue.remark("loose", "0")
        self._reopen()

    def _loose(self) -> int:
        """How many quads were written since the files were sorted; all of them in a store of before that was done."""
        told = self._catalogue.remarked("loose")
        return self._catalogue.size() if told is None else int(told)

    def _sort(self) -> None:
        self._inner.optimize()

    def _reopen(self) -> None:
        self.close()
        _give_back()
        self._open()

    def graph(self, name: str) -> list[Quad]:
        """The quads of a graph."""
        with self._told():
            return list(self._inner.quads_for_pattern(None, None, None, NamedNode(name)))

    def positions(self) -> int:
        """How many positions there are."""
        with self._told():
            return sum(1 for _ in self._all(RDF["type"], DPG["Position"], _POSITIONS))

    def close(self) -> None:
        """Let the files go."""
        del self.store, self._inner

    # Graphs

    def _redo(self) -> None:
        """Put the graphs that wait in the place of what is there."""
        catalogue = self._catalogue
        for graph, quads in catalogue.redo():
            new, old = set(_parsed(quads)), set(self.graph(graph))
            with catalogue.transaction():
                catalogue.stale("statement", {iri_of(quad.subject) for quad in new | old if _is_statement(quad)})
                catalogue.stale("node", _bearing(new, old))
            if new:
                self._take(old - new)
            elif old:
                self._inner.remove_graph(NamedNode(graph))
        self._give((quad for _, quads in catalogue.redo() for quad in _parsed(quads)), catalogue.pending())

    def _take(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            self._inner.remove(quad)

    def _give(self, quads: Iterable[Quad], number: int) -> None:
        if number > _BULK:
            self._inner.bulk_extend(quads)
        else:
            self._inner.extend(quads)

    def _swap(self, old: Collection[Quad], new: Collection[Quad]) -> bool:
        """Put quads in the place of others; whether there was a difference."""
        gone, come = set(old) - set(new), set(new) - set(old)
        self._take(gone)
        self._inner.extend(come)
        return bool(gone or come)

    # What follows from them

    def _names(self) -> None:
        """Give what several articles bring in and spell differently the first of its names; the others stay alternatives."""
        for iri in self._catalogue.staled("name"):
            node, names = NamedNode(iri), self._catalogue.names(iri)
            chosen = chosen_name(names)
            for graph, given in names.items():
                home = NamedNode(graph)
                old = [quad for link in _NAMES for quad in self._inner.quads_for_pattern(node, link, None, home)]
                wanted = {(_NAMES[not preferred], label) for label, how in given.items() for preferred in how}
                if chosen is not None and any(True in how for how in given.values()):
                    wanted = {(SKOS["prefLabel"], chosen), *((SKOS["altLabel"], label) for label in given if label != chosen)}
                new = [Quad(node, link, literal(label), home) for link, label in wanted]
                if old and set(old) != set(new):
                    self._catalogue.stale("node", [iri])
                    self._swap(old, new)

    def _nodes(self) -> None:
        """Find the statements and positions that depend on what has become of an actor or an issue."""
        for iri in self._catalogue.staled("node"):
            node = NamedNode(iri)
            said = [quad for link in ("holder", "onBehalfOf") for quad in self._all(DPG[link], node) if quad.graph_name != _POSITIONS]
            self._catalogue.stale("statement", {iri_of(quad.subject) for quad in said})
            derived = [quad for link in ("holder", "issue") for quad in self._all(DPG[link], node, _POSITIONS)]
            self._catalogue.stale("pair", {pair for quad in derived for pair in self._pairs_of(iri_of(quad.subject))})
            if next(self._all(DPG["issue"], node), None) is not None:
                self._catalogue.stale("pair", [f"{iri} *"])

    def _statements(self) -> None:
        """Count statements for states anew, and find the positions that rest on them."""
        tenures = tenures_of(self.store)
        stale = self._catalogue.staled("statement")
        for start in range(0, len(stale), _TOGETHER):
            some = stale[start : start + _TOGETHER]
            counted = counts_for(self.store, some, tenures)
            pairs: set[str] = set()
            for iri in some:
                node = NamedNode(iri)
                for quad in self._all(DPG["basedOn"], node, _POSITIONS):
                    pairs.update(self._pairs_of(iri_of(quad.subject)))
                issues = [iri_of(quad.object) for quad in self._of(node, DPG["issue"])]
                holders = {iri_of(quad.object) for quad in self._of(node, DPG["holder"])} | counted.get(iri, set())
                pairs.update(f"{issue} {holder}" for issue in issues for holder in holders)
            self._catalogue.stale("pair", pairs)
            old = [quad for iri in some for quad in self._of(NamedNode(iri), DPG["countsFor"])]
            self._swap(old, [quad for iri in some for quad in counting_quads(iri, counted.get(iri, ()))])

    def _pairs(self) -> None:
        """Derive the positions of actors on issues anew, and leave out what breaks a rule."""
        tenures = tenures_of(self.store)
        by_issue: dict[str, set[str]] = {}
        # What was left out stands nowhere in the graph, so nothing there tells when its cause is gone: it is looked at each time.
        for pair in (*self._catalogue.staled("pair"), *self._catalogue.left_out()):
            issue, _, actor = pair.partition(" ")
            by_issue.setdefault(issue, set()).add(actor)
        derived: list[_Derived] = []
        for issue, actors in by_issue.items():
            meant = None if "*" in actors else actors
            new = list(Store.of(derive_issue(self.store, issue, meant, tenures)))
            derived.append(_Derived(issue, meant, new))
            if sum(len(one.quads) for one in derived) > _JUDGED:
                self._judge(derived)
                derived.clear()
        self._judge(derived)

    def _judge(self, derived: Collection[_Derived]) -> None:
        """Put positions that break no rule in the place of what is there; what breaks one is noted."""

        def said(node: NamedNode) -> Iterator[Quad]:
            return (quad for quad in self._inner.quads_for_pattern(node, None, None) if bears(quad) or quad.predicate == DPG["countsFor"])

        bad: dict[str, list[Finding]] = defaultdict(list)
        for finding in unfit((quad for one in derived for quad in one.quads), said, self._workspace):
            bad[finding.focus].append(finding)
        for one in derived:
            new = [quad for quad in one.quads if iri_of(quad.subject) not in bad]
            self._swap(self._standing(one), new)
            told = (
                (iri_of(quad.object), finding)
                for quad in one.quads if quad.predicate == DPG["holder"]
                for finding in bad.get(iri_of(quad.subject), ())
            )  # fmt: skip
            with self._catalogue.transaction():
                self._catalogue.find(one.issue, one.actors, told)

    def _standing(self, derived: _Derived) -> list[Quad]:
        """The positions that others are to take the place of."""
        found: list[Quad] = []
        for quad in list(self._all(DPG["issue"], NamedNode(derived.issue), _POSITIONS)):
            own = list(self._inner.quads_for_pattern(quad.subject, None, None, _POSITIONS))
            if derived.actors is None or any(one.predicate == DPG["holder"] and iri_of(one.object) in derived.actors for one in own):
                found += own
        return found

    def _pairs_of(self, position: str) -> Iterator[str]:
        """What a position is about: issue and actor."""
        node = NamedNode(position)
        for issue in self._of(node, DPG["issue"]):
            for holder in self._of(node, DPG["holder"]):
                yield f"{iri_of(issue.object)} {iri_of(holder.object)}"

    def _all(self, link: NamedNode, node: NamedNode, graph: NamedNode | None = None) -> Iterator[Quad]:
        return self._inner.quads_for_pattern(None, link, node, graph)

    def _of(self, node: NamedNode, link: NamedNode) -> Iterator[Quad]:
        return self._inner.quads_for_pattern(node, link, None, None)


def _give_back() -> None:
    """Return freed memory to the system, where the C library can (glibc): what is written here is freed in too many pieces to go by itself.

    Measured on a thousand releases: a hundred megabytes after each writing, a part of which never came back.
    """
    with suppress(OSError, AttributeError, TypeError):  # other libraries keep what they keep
        ctypes.CDLL(None).malloc_trim(0)


def _parsed(quads: bytes) -> Iterator[Quad]:
    return iter(parse(quads, format=RdfFormat.N_QUADS))


def _is_statement(quad: Quad) -> bool:
    return quad.predicate == RDF["type"] and quad.object == DPG["Statement"]


def _bearing(new: set[Quad], old: set[Quad]) -> set[str]:
    """The actors and issues of which two versions of a graph say different things that positions depend on."""
    found: set[str] = set()
    tenures: set[str] = set()
    for quad in new ^ old:
        if quad.predicate in {DPG["actsFor"], SKOS["prefLabel"]} or (quad.predicate == RDF["type"] and quad.object in _CLASSES):
            found.add(iri_of(quad.subject))
        elif quad.predicate in _TENURE:
            tenures.add(iri_of(quad.subject))
    found |= {iri_of(quad.object) for quad in new | old if quad.predicate == ORG["member"] and iri_of(quad.subject) in tenures}
    return found - {""}
