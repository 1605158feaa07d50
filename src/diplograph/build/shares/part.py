"""What a whole graph needs of one article, small enough to be handed from process to process."""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from pyoxigraph import Literal, NamedNode, Quad

from diplograph import positions, rdf
from diplograph.pipeline import Reading
from diplograph.store import Store
from diplograph.vocabulary import DPG, RDF, SKOS, WIKIDATA

__all__ = ["Ledger", "Part", "Rejected", "Tally", "bears", "part_of"]

_COUNTED = ("Actor", "Issue", "Topic", "Instrument")
_READ_TYPES = frozenset(DPG[name] for name in ("Statement", "State", "Issue", "Actor"))


@dataclass(slots=True)
class Tally:
    """How many of everything some graphs hold."""

    classes: Counter[str] = field(default_factory=Counter)
    described: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _COUNTED})
    named: set[str] = field(default_factory=set)
    links: int = 0

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Tally:
        """The tally of some quads."""
        own = cls()
        for quad in quads:
            value = quad.object
            if not isinstance(value, NamedNode):
                continue
            if quad.predicate == RDF["type"] and value.value in DPG:
                name = value.value.removeprefix(DPG.iri)
                own.classes[name] += 1
                if name in own.described and isinstance(quad.subject, NamedNode):
                    own.described[name].add(quad.subject.value)
            elif quad.predicate == SKOS["exactMatch"] and value.value in WIKIDATA:
                own.links += 1
            elif quad.predicate.value in DPG and quad.graph_name not in rdf.GRAPHS.values():
                own.named.add(value.value)
        # Statements, passages and the like are used by themselves; only what can be named in several articles is worth keeping.
        own.named = {iri for iri in own.named if not iri.rpartition("/")[0].endswith(("/passage", "/selector", "/source", "/term"))}
        return own


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement or action that was extracted and breaks a rule of the graph.

    Attributes:
        article, origin: Where it was read.
        record: `statement` or `action`.
        quote: The words that show it.
        rule, message: What it breaks, and how that is mended.
    """

    article: str
    origin: str
    record: str
    quote: str
    content: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Part:
    """One article's share of a graph.

    Attributes:
        key, title: The article.
        kinds: How many statements of each kind.
        actions: How many actions.
        curated: Whether a curated file was taken.
        blocks, graph, turtle, trig: Its named graph as text, and the prefixes that this needs.
        facts: As much of it as positions are derived from.
        names: The preferred names that it gives to actors and issues that the registry lacks.
        tally: How many of everything it holds.
        rejected: What was extracted and is not in it.
        fault: Why there is nothing of it in the graph.
    """

    key: str
    title: str
    kinds: Counter[str] = field(default_factory=Counter)
    actions: int = 0
    curated: bool = False
    blocks: tuple[rdf.Block, ...] = ()
    graph: rdf.Graph | None = None
    turtle: frozenset[str] = frozenset()
    trig: frozenset[str] = frozenset()
    facts: tuple[Quad, ...] = ()
    names: tuple[Quad, ...] = ()
    tally: Tally = field(default_factory=Tally)
    rejected: tuple[Rejected, ...] = ()
    fault: str | None = None

    @property
    def statements(self) -> int:
        """How many statements."""
        return self.kinds.total()


class Ledger(Sequence[Part]):
    """The articles of a build in order, without their graphs.

    Args:
        size: How many of them are packed together, in less than a hundred bytes each.
    """

    def __init__(self, size: int = 1_000) -> None:
        self._size = size
        self._packed: list[bytes] = []
        self._last: list[Part] = []

    def append(self, part: Part) -> None:
        """One more, without its graph."""
        self._last.append(Part(part.key, part.title, part.kinds, part.actions, part.curated, fault=part.fault))
        if len(self._last) == self._size:
            self._packed.append(zlib.compress(pickle.dumps([_row(one) for one in self._last])))
            self._last = []

    def _page(self, number: int) -> list[Part]:
        if number == len(self._packed):
            return self._last
        rows = pickle.loads(zlib.decompress(self._packed[number]))  # noqa: S301 - our own
        return [Part(key, title, kinds, actions, curated, fault=fault) for key, title, kinds, actions, curated, fault in rows]

    @overload
    def __getitem__(self, index: int) -> Part: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Part]: ...
    def __getitem__(self, index: int | slice) -> Part | Sequence[Part]:
        """The article at a place, or those at some."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        page, place = divmod(range(len(self))[index], self._size)
        return self._page(page)[place]

    def __iter__(self) -> Iterator[Part]:
        for number in range(len(self._packed) + 1):
            yield from self._page(number)

    def __len__(self) -> int:
        return len(self._packed) * self._size + len(self._last)


def _row(part: Part) -> tuple[str, str, Counter[str], int, bool, str | None]:
    return part.key, part.title, part.kinds, part.actions, part.curated, part.fault


def part_of(reading: Reading, rejected: Iterable[Rejected] = ()) -> Part:
    """What the whole graph needs of one article."""
    quads = list(Store.of(reading.quads))  # as a store gives them back: 0.90 becomes 0.9
    blocks, turtle, graph, trig = rdf.both(quads)
    newcomers = {quad.subject for quad in quads if quad.predicate == DPG["registered"] and quad.object == Literal(False)}
    return Part(
        key=reading.article.key,
        title=reading.article.title or "",
        kinds=Counter(statement.kind for statement in reading.statements),
        actions=len(reading.actions),
        curated=reading.curated,
        blocks=tuple(blocks),
        graph=graph,
        turtle=turtle,
        trig=trig,
        facts=tuple(filter(bears, quads)),
        names=tuple(q for q in quads if q.predicate == SKOS["prefLabel"] and q.subject in newcomers),
        tally=Tally.of(quads),
        rejected=tuple(rejected),
    )


def bears(quad: Quad) -> bool:
    """Whether positions are derived from a quad."""
    return quad.predicate in positions.READS or (quad.predicate == RDF["type"] and quad.object in _READ_TYPES)
