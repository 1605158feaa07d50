"""One article's share of a graph, whoever puts the shares together: a store on disk, or shards that are merged later.

`Worker.units` makes units of articles. A unit depends on its article and on what the cache key is a digest of, and on nothing else: so the
same key gives the same bytes, in whatever company and order, and whatever process reads it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from diplograph import rdf
from diplograph.build.shares.part import Rejected
from diplograph.model import Article
from diplograph.pipeline import Reader, Reading, registry_digest, release
from diplograph.registry import Registry
from diplograph.resources import Workspace, read_text
from diplograph.store import Store
from diplograph.vocabulary import DPG, SKOS

__all__ = ["Keys", "Unit", "names_of", "unit_of"]

_METADATA = ("title", "author", "outlet", "date", "language", "url", "licence")
# The lines that give a name or say that it is new; of an article's they are one in a hundred, and parsing is what takes the time.
_NAMING = re.compile(
    b"^[^ ]+ <(?:%b)> .*\n" % b"|".join(re.escape(one.value.encode()) for one in (DPG["registered"], SKOS["prefLabel"], SKOS["altLabel"])),
    re.MULTILINE,
)
_JUDGING = (("ontology", "", "*.ttl"), ("queries", "checks", "*.rq"))


@dataclass(frozen=True, slots=True)
class Unit:
    """What was read in one article.

    Attributes:
        graph: IRI of its named graph.
        key, title: The article.
        quads: Its named graph as N-Quads, sorted; empty where there is a fault.
        kinds: How many statements of each kind.
        actions: How many actions.
        curated: Whether a curated file was taken.
        rejected: What was extracted and is not in it.
        fault: Why there is nothing of it in the graph.
    """

    graph: str
    key: str
    title: str
    quads: bytes = b""
    kinds: Counter[str] = field(default_factory=Counter)
    actions: int = 0
    curated: bool = False
    rejected: tuple[Rejected, ...] = ()
    fault: str | None = None

    @property
    def statements(self) -> int:
        """How many statements."""
        return self.kinds.total()

    def parsed(self) -> Iterator[Quad]:
        """Its quads."""
        return iter(parse(self.quads, format=RdfFormat.N_QUADS))


def unit_of(reading: Reading, rejected: Iterable[Rejected] = (), fault: str | None = None) -> Unit:
    """What was read in an article as a unit."""
    graph, article = rdf.graph_of(reading.article).value, reading.article
    if fault is not None:
        return Unit(graph, article.key, article.title or "", fault=fault)
    return Unit(
        graph, article.key, article.title or "",
        rdf.serialise(Store.of(reading.quads), "nq"),  # as a store gives them back: 0.90 becomes 0.9
        Counter(statement.kind for statement in reading.statements), len(reading.actions), reading.curated, tuple(rejected),
    )  # fmt: skip


def names_of(unit: Unit) -> Iterator[tuple[str, bool, str]]:
    """The names that an extracted article gives to what the registry lacks: IRI, whether it is the preferred one, and the literal."""
    if unit.curated:
        return
    quads = list(parse(b"".join(_NAMING.findall(unit.quads)), format=RdfFormat.N_QUADS))
    newcomers = {quad.subject for quad in quads if quad.predicate == DPG["registered"] and quad.object == Literal(False)}
    for quad in quads:
        if quad.subject in newcomers and isinstance(quad.subject, NamedNode) and quad.predicate in {SKOS["prefLabel"], SKOS["altLabel"]}:
            yield quad.subject.value, quad.predicate == SKOS["prefLabel"], str(quad.object)


@dataclass(frozen=True, slots=True)
class Keys:
    """The cache keys of articles, for one state of all else that shapes what is read in them.

    Attributes:
        workspace: Where curated statements are.
        fingerprint: A digest of version, registry, parser, lexicon, shapes and checks.
    """

    workspace: Workspace
    fingerprint: str

    @classmethod
    def of(cls, workspace: Workspace, registry: Registry, reader: Reader) -> Keys:
        """The keys that a workspace, its registry and a reader give."""
        rules = [read_text(file) for kind, below, glob in _JUDGING for _, file, _ in workspace.files(kind, below, glob)]  # type: ignore[arg-type]
        return cls(workspace, _digest(release(), registry_digest(registry), reader.fingerprint, *rules))

    def key(self, article: Article) -> str:
        """The key of one article: when it is the same, so is its unit."""
        file = self.workspace.file("graph", f"statements/{article.key}.yaml")
        metadata = [getattr(article, name) for name in _METADATA]
        ranges = [(span.start, span.end) for span in article.body]
        told = json.dumps([article.key, article.source.key, metadata, sorted(article.evidence.items()), ranges, article.seed])
        return _digest(self.fingerprint, article.source.digest, told, read_text(file) if file else "")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
