"""What is too much for memory while a graph is built: on disk, sorted by SQLite, gone when the build ends.

Articles wait in it until all sources are read and it is known which are copies of which; finished graphs wait in it, as text, to be
written in order; so does what positions are derived from (`facts`). Nothing in it outlives the process.
"""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from diplograph import articles, rdf
from diplograph.errors import Fault
from diplograph.model import Article
from diplograph.vocabulary import RDF

__all__ = ["Lines", "Spool", "scratch", "spooling", "trig", "turtle"]

_TABLES = """
CREATE TABLE article (
  number INTEGER PRIMARY KEY, graph TEXT UNIQUE, key TEXT, origin TEXT, copy TEXT, curated INTEGER, words INTEGER, whole BLOB
);
CREATE INDEX copies ON article (copy, curated DESC, key, number);
CREATE TABLE block (kind INTEGER, padded TEXT, iri TEXT, text TEXT, triples INTEGER);
CREATE TABLE renamed (kind INTEGER, padded TEXT, iri TEXT, text TEXT, triples INTEGER);
CREATE TABLE derived (kind INTEGER, padded TEXT, iri TEXT, text TEXT, triples INTEGER);
CREATE TABLE chosen (iri TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE told (iri TEXT, as_what TEXT);
CREATE TABLE graph (kind INTEGER, padded TEXT, iri TEXT, text TEXT);
"""
# What was kept of a resource before it was renamed counts no more.
_BLOCKS = """SELECT kind, padded, iri, text, triples FROM block WHERE iri NOT IN (SELECT iri FROM chosen)
  UNION ALL SELECT kind, padded, iri, text, triples FROM renamed
  UNION ALL SELECT kind, padded, iri, text, triples FROM derived ORDER BY kind, padded, iri, text"""
_COUNTS = """SELECT COUNT(*), COALESCE(SUM(named), 0) FROM
  (SELECT MAX(as_what = '') AS named FROM told GROUP BY iri HAVING MAX(as_what IN (?, ?)))"""
_DERIVED = "SELECT kind, padded, iri, text, triples FROM derived ORDER BY kind, padded, iri, text"
_POSITIONS = Quad(rdf.GRAPHS["positions"], RDF["type"], rdf.GRAPHS["positions"], rdf.GRAPHS["positions"])
_COPIES = """SELECT one.key, one.origin, first.key, first.origin FROM article AS one JOIN article AS first
  ON first.number = (SELECT number FROM article WHERE copy = one.copy ORDER BY curated DESC, key, number LIMIT 1)
  WHERE one.number != first.number ORDER BY one.number"""
_FIRSTS = """SELECT whole FROM article AS one WHERE curated = ? AND number =
  (SELECT number FROM article WHERE copy = one.copy ORDER BY curated DESC, key, number LIMIT 1) ORDER BY number"""

_DISK = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")  # a full disk, or one that fails
_TOLD = 50_000  # so many are remembered, lest what many articles name be told as often


def turtle(graphs: Iterable[Iterable[Quad]]) -> Iterator[bytes]:
    """The union of any number of graphs as Turtle, byte for byte what `rdf.serialise` gives; no more than one is held in memory."""
    with spooling() as spool:
        for graph in graphs:
            made, prefixes = rdf.blocks(list(graph))
            spool.add(made, (), prefixes, ())
        yield from spool.turtle()


def trig(graphs: Iterable[Iterable[Quad]]) -> Iterator[bytes]:
    """Any number of named graphs, each given once, as TriG, byte for byte what `rdf.serialise` gives; one at a time is held in memory."""
    with spooling() as spool:
        for quads in graphs:
            made, prefixes = rdf.graph(quads)
            spool.add((), [made], (), prefixes)
        yield from spool.trig()


@contextmanager
def spooling() -> Iterator[Spool]:
    """A spool for as long as it is needed.

    Raises:
        Fault: Its disk is full or fails, in whatever is done in it.
    """
    with scratch(_TABLES) as base:
        yield Spool(base)


@contextmanager
def scratch(tables: str) -> Iterator[sqlite3.Connection]:
    """An empty database in a temporary folder, which is gone afterwards.

    Raises:
        Fault: The folder cannot be written.
    """
    cure = "make room there, or name another folder in the environment variable TMPDIR"
    try:
        folder = tempfile.TemporaryDirectory(prefix="diplograph-", ignore_cleanup_errors=True)
    except OSError as error:
        raise Fault(f"there is no temporary folder that can be written ({error.strerror or error})", None, cure) from error
    with folder as name:
        try:
            with closing(sqlite3.connect(Path(name) / "spool.sqlite", isolation_level=None)) as base:
                base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; {tables}")
                base.execute("BEGIN")
                yield base
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith(_DISK):
                raise
            raise Fault(f"cannot be written ({error})", name, cure) from error


class Lines:
    """Lines that are kept on disk and given back sorted by bytes, each once."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Lines]:
        """Lines for as long as they are needed.

        Raises:
            Fault: The disk is full or fails, in whatever is done with them.
        """
        with scratch("CREATE TABLE line (line BLOB)") as base:
            yield cls(base)

    def add(self, lines: Iterable[bytes]) -> None:
        """Keep some."""
        self._base.executemany("INSERT INTO line VALUES (?)", ((line,) for line in lines))

    def __iter__(self) -> Iterator[bytes]:
        for (line,) in self._base.cursor().execute("SELECT line FROM line GROUP BY line ORDER BY line"):
            yield line


class Spool:
    """A database in a temporary folder.

    Attributes:
        base: The database.
        triples: How many the union of all graphs has, when it has been written.
    """

    def __init__(self, base: sqlite3.Connection) -> None:
        self.base = base
        self._turtle: set[str] = set()
        self._trig: set[str] = set()
        self._told: set[tuple[str, str]] = set()
        self.triples = 0

    # Articles

    def put(self, article: Article, *, curated: bool) -> str | None:
        """Keep an article; of one that is there already, the digest of the text that it was met with."""
        name = rdf.graph_of(article).value
        met = self.base.execute("SELECT whole FROM article WHERE graph = ?", (name,)).fetchone()
        if met:
            return str(pickle.loads(met[0]).source.digest)  # noqa: S301 - our own
        plain = replace(article, evidence=dict(article.evidence), origins=dict(article.origins))  # read-only views cannot be pickled
        row = (name, article.key, article.source.origin, articles.fingerprint(article), curated, article.words, pickle.dumps(plain))
        self.base.execute("INSERT INTO article VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
        return None

    def articles(self, *, curated: bool) -> Iterator[Article]:
        """The articles in the order of the sources, copies left out; of several the curated one stands for all, else the lowest key."""
        for (whole,) in self.base.cursor().execute(_FIRSTS, (curated,)):
            yield pickle.loads(whole)  # noqa: S301 - our own

    def copies(self) -> Iterator[tuple[str, str, str, str]]:
        """Key and origin of each copy, and of the article that stands for it."""
        yield from self.base.cursor().execute(_COPIES)

    def waiting(self) -> tuple[int, int]:
        """How many articles without a curated file there are, and how many words they have together."""
        number, words = self.base.execute("SELECT COUNT(*), COALESCE(SUM(words), 0) FROM article WHERE NOT curated").fetchone()
        return number, words

    # What is counted in the end, each thing once

    def tell(self, told: Mapping[str, Iterable[str]]) -> None:
        """IRIs of what is described, by their class, and under the empty name of what is named."""
        new = {(iri, what) for what, iris in told.items() for iri in iris} - self._told
        self.base.executemany("INSERT INTO told VALUES (?, ?)", new)
        self._told |= new
        if len(self._told) > _TOLD:
            self._told.clear()

    def told(self, one: str, other: str = "") -> tuple[int, int]:
        """How many things of a class, or of either of two, are described, and how many of these are named."""
        number, named = self.base.execute(_COUNTS, (one, other or one)).fetchone()
        return number, named

    # Graphs

    def add(self, blocks: Iterable[rdf.Block], graphs: Iterable[rdf.Graph], turtle: Iterable[str], trig: Iterable[str]) -> None:
        """Keep what graphs look like in Turtle and TriG, and the prefixes of both."""
        self._keep("block", blocks)
        self.base.executemany("INSERT INTO graph VALUES (?, ?, ?, ?)", ((*one.place, one.text) for one in graphs))
        self._turtle.update(turtle)
        self._trig.update(trig)

    def derive(self, quads: Collection[Quad]) -> None:
        """Keep some of the positions' graph, whose text is put together when it is written: it may be larger than memory."""
        blocks, turtle, graph, trig = rdf.both(quads)
        if not self.base.execute("SELECT EXISTS (SELECT 1 FROM derived)").fetchone()[0]:
            self.base.execute("INSERT INTO graph VALUES (?, ?, ?, NULL)", graph.place)
        self._keep("derived", blocks)
        self._turtle.update(turtle)
        self._trig.update(trig)

    def _keep(self, table: str, blocks: Iterable[rdf.Block]) -> None:
        rows = ((*one.place, one.text, one.triples) for one in blocks)
        self.base.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608 - our own name

    def rename(self, graph: NamedNode, renamed: Callable[[Iterable[Quad]], Iterable[Quad]], chosen: Collection[NamedNode]) -> None:
        """Keep a graph with other names in the place of what was kept of it.

        Args:
            graph: Its name.
            renamed: Gives what is to be said of some of its resources, for what is said of them.
            chosen: Those resources. They stand in the table `chosen`, and what was kept of them for the union of all graphs before
                counts no more.
        """
        self.base.execute("CREATE INDEX IF NOT EXISTS graphs ON graph (iri)")  # few builds need it
        (text,) = self.base.execute("SELECT text FROM graph WHERE iri = ?", (graph.value,)).fetchone()
        text, blocks = rdf.edited(text, chosen, renamed)
        self.base.execute("UPDATE graph SET text = ? WHERE iri = ?", (text, graph.value))
        self._keep("renamed", blocks)

    def turtle(self) -> Iterator[bytes]:
        """The union of all graphs; `triples` counts them along the way."""
        yield rdf.head(self._turtle).encode()
        self.triples = 0
        for text in rdf.laid_out(self._counted(self._resources(_BLOCKS))):
            yield text.encode()

    def trig(self) -> Iterator[bytes]:
        """All graphs."""
        yield rdf.head(self._trig).encode()
        for (text,) in self.base.cursor().execute("SELECT text FROM graph ORDER BY kind, padded, iri"):
            for piece in (text,) if text is not None else rdf.enclosed(_POSITIONS, self._resources(_DERIVED)):
                yield piece.encode()

    def _resources(self, query: str) -> Iterator[rdf.Block]:
        rows = self.base.cursor().execute(query)
        found = (rdf.Block((kind, padded, iri), text, triples) for kind, padded, iri, text, triples in rows)
        for _, same in groupby(found, key=lambda block: block.place):
            yield rdf.joined(same)

    def _counted(self, blocks: Iterable[rdf.Block]) -> Iterator[rdf.Block]:
        for one in blocks:
            self.triples += one.triples
            yield one
