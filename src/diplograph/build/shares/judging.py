"""Extracted articles before the shapes and checks: what breaks a rule is left out of the graph, and reported.

An article is judged together with what the registry says about those it names, and apart from all other articles: so the verdict does
not depend on what else is read, and memory does not grow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from diplograph import rdf
from diplograph.build.shares.part import Part, Rejected, part_of
from diplograph.errors import Fault
from diplograph.model import Action, Statement
from diplograph.pipeline import Reading, without
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Finding, owner, validate
from diplograph.vocabulary import DPG, ID, ORG, SKOS

__all__ = ["Judge", "Judged", "as_part", "unfit"]

_TOGETHER = 2_000  # positions judged together, in about 100 MB
_ROUNDS = 3  # what is left may break a rule that only now shows; then the whole article is rejected


@dataclass(frozen=True, slots=True)
class Judged:
    """An article after the shapes and checks.

    Attributes:
        reading: What is left of it.
        rejected: What was extracted and is not in it.
        fault: Why there is nothing of it in the graph: the article itself breaks a rule.
    """

    reading: Reading
    rejected: tuple[Rejected, ...] = ()
    fault: str | None = None


def as_part(one: Judged) -> Part:
    """A judged article as a part of a build."""
    article = one.reading.article
    return Part(article.key, article.title or "", fault=one.fault) if one.fault else part_of(one.reading, one.rejected)


@dataclass(frozen=True)
class Judge:
    """Judges what was extracted by the must-shapes and must-checks of a workspace."""

    workspace: Workspace
    registry: Registry

    @cached_property
    def _known(self) -> dict[NamedNode, list[Quad]]:
        """The registry's description of each resource; a tenure stands with its person too."""
        known: dict[NamedNode, list[Quad]] = {}
        for quad in rdf.registry_quads(self.registry):
            if isinstance(quad.subject, NamedNode):
                known.setdefault(quad.subject, []).append(quad)
        tenures = [(node, quad.object) for node, quads in known.items() for quad in quads if quad.predicate == ORG["member"]]
        for tenure, person in tenures:
            if isinstance(person, NamedNode):
                known.setdefault(person, []).extend(known[tenure])
        return known

    def parts(self, readings: Iterable[Reading]) -> Iterator[Part]:
        """The parts of some articles, without what breaks a rule. An article that breaks one itself gives a part with a fault."""
        yield from map(as_part, self.judged(readings))

    def fitting(self, reading: Reading) -> tuple[Reading, list[Rejected]]:
        """An article's reading without what breaks a rule, and what that was.

        Raises:
            Fault: The article breaks one itself.
        """
        (one,) = self.judged([reading])
        if one.fault is not None:
            raise Fault(one.fault, None, "")
        return one.reading, list(one.rejected)

    def judged(self, readings: Iterable[Reading]) -> Iterator[Judged]:
        """Some articles without what breaks a rule."""
        left = {rdf.graph_of(reading.article): reading for reading in readings}
        rejected: dict[NamedNode, list[Rejected]] = {graph: [] for graph in left}
        found = self._violations(left.values())
        for _ in range(_ROUNDS):
            changed: list[Reading] = []
            for graph, findings in found.items():
                guilty = _guilty(left[graph], findings)
                if guilty:
                    rejected[graph] += _reported(left[graph], guilty)
                    left[graph] = without(left[graph], guilty.keys(), self.registry)
                    changed.append(left[graph])
            if not changed:
                break
            unmended = {graph: findings for graph, findings in found.items() if not any(left[graph] is one for one in changed)}
            found = unmended | self._violations(changed)
        for graph, reading in left.items():
            if graph in found:
                yield Judged(reading, fault=_unfit(reading, found[graph][0]))
            else:
                yield Judged(reading, tuple(rejected[graph]))

    def _violations(self, readings: Collection[Reading]) -> dict[NamedNode, list[Finding]]:
        """The violations of each article's graph."""
        quads: list[Quad] = []
        named: set[NamedNode | BlankNode | Triple] = set()
        for quad in chain.from_iterable(reading.quads for reading in readings):
            if quad.predicate == SKOS["prefLabel"]:  # one name for a newcomer whom two articles spell differently
                if quad.subject in named:
                    continue
                named.add(quad.subject)
            quads.append(quad)
        store = Store.of([*quads, *self._context(quads)])
        findings = [one for one in validate(store, self.workspace, must_only=True).findings if one.focus not in self.registry]
        whose = _homes(readings, {one.focus for one in findings})
        found: dict[NamedNode, list[Finding]] = {}
        for one in findings:
            whole = Finding(one.severity, one.rule, owner(store, one.focus), one.path, one.value, one.message)
            for graph in whose.get(one.focus, {}):
                found.setdefault(graph, []).append(whole)
        return found

    def _context(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """What the registry says about the resources that some quads name, and about those that these descriptions name."""
        met: set[NamedNode] = set()
        waiting = [quad.object for quad in quads if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ID)]
        while waiting:
            node = waiting.pop()
            if node in met:
                continue
            met.add(node)
            for quad in self._known.get(node, ()):
                yield quad
                waiting += [one for one in (quad.subject, quad.object) if isinstance(one, NamedNode) and one.value.startswith(ID)]


def unfit(positions: Iterable[Quad], said: Callable[[NamedNode], Iterable[Quad]], workspace: Workspace) -> Iterator[Finding]:
    """What breaks a must-rule in derived positions, some of which are judged at a time, each with what it is about and rests on.

    Args:
        positions: The positions, whole; for which states statements count may stand among them.
        said: What the graph says about a holder, an issue or a statement, as far as positions are derived from it.
        workspace: Where shapes and checks come from.
    """
    about: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in positions:
        if isinstance(quad.subject, NamedNode):
            about[quad.subject].append(quad)
    nodes = [node for node, quads in about.items() if quads[0].predicate != DPG["countsFor"]]
    for start in range(0, len(nodes), _TOGETHER):
        some = {node: about[node] for node in nodes[start : start + _TOGETHER]}
        named = {quad.object for quads in some.values() for quad in quads if isinstance(quad.object, NamedNode)}
        store = Store.of(quad for quads in some.values() for quad in quads)
        store.extend(quad for node in named for quad in (*said(node), *about.get(node, ())))
        iris = {node.value for node in some}
        yield from (one for one in validate(store, workspace, {DPG["Position"]}, must_only=True).findings if one.focus in iris)


def _homes(readings: Iterable[Reading], nodes: Collection[str]) -> dict[str, dict[NamedNode, None]]:
    """The articles' graphs that say something about some nodes or name them, in the articles' order."""
    homes: dict[str, dict[NamedNode, None]] = {}
    for reading in readings if nodes else ():
        graph = rdf.graph_of(reading.article)
        for quad in reading.quads:
            for node in (quad.subject, quad.object):
                if isinstance(node, NamedNode) and node.value in nodes:
                    homes.setdefault(node.value, {})[graph] = None
    return homes


def _unfit(reading: Reading, finding: Finding) -> str:
    article = reading.article
    return f"{article.source.origin}: {article.key}: {finding.message} ({finding.rule})"


def _guilty(reading: Reading, found: Collection[Finding]) -> dict[str, Finding]:
    """The statements and actions that findings are about: themselves, or what they name."""
    items = {*(one.iri for one in reading.statements), *(one.iri for one in reading.actions)}
    naming: dict[str, set[str]] = {}
    for quad in reading.quads:
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode) and quad.subject.value in items:
            naming.setdefault(quad.object.value, set()).add(quad.subject.value)
    guilty: dict[str, Finding] = {}
    for one in found:
        for iri in [one.focus] if one.focus in items else sorted(naming.get(one.focus, ())):
            guilty.setdefault(iri, one)
    return guilty


def _reported(reading: Reading, guilty: dict[str, Finding]) -> Iterator[Rejected]:
    article = reading.article
    items: tuple[Statement | Action, ...] = (*reading.statements, *reading.actions)
    for item in items:
        if item.iri in guilty:
            finding = guilty[item.iri]
            said = isinstance(item, Statement)
            yield Rejected(
                article.key,
                article.source.origin,
                "statement" if said else "action",
                item.span.of(article.source.text),
                item.content if isinstance(item, Statement) else item.label,
                finding.rule,
                finding.message,
            )
