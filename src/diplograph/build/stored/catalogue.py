"""What a store on disk holds, and by what it was read: the catalogue beside it, in SQLite.

A *sighting* is an article as it was met in a source: it says which cache key the article should have. What is in the graph, and with which
key, stands in `article`; texts are kept, so that a changed registry needs no sources. What has been read and is not in the engine's files
yet waits in `redo`: a commit there is the moment at which an article counts as read, whatever happens to the process afterwards. Other
than in a temporary spool nothing here is pickled: whoever hands a store on hands on no code.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from diplograph.build.shares import Rejected
from diplograph.build.shares.unit import Unit, names_of
from diplograph.errors import Fault
from diplograph.validate import Finding

__all__ = ["Catalogue", "Names", "Sighting", "chosen_name"]

# Of one thing: for each graph that names it, the literals, and whether as the preferred name (True), as another (False), or as both.
Names: TypeAlias = "dict[str, dict[str, set[bool]]]"

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sighting (
  graph TEXT, source TEXT, key TEXT, wanted TEXT, copy TEXT, curated INTEGER, words INTEGER, run INTEGER,
  PRIMARY KEY (graph, source, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text (graph TEXT, source TEXT, key TEXT, wanted TEXT, whole BLOB, PRIMARY KEY (graph, source, key));
CREATE INDEX IF NOT EXISTS met ON sighting (source, key);
CREATE INDEX IF NOT EXISTS copies ON sighting (copy, curated DESC, key, graph);
CREATE TABLE IF NOT EXISTS article (
  graph TEXT PRIMARY KEY, key TEXT, kept TEXT, curated INTEGER, kinds TEXT, statements INTEGER, actions INTEGER, rejected TEXT, fault TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS redo (graph TEXT PRIMARY KEY, size INTEGER, quads BLOB);
CREATE TABLE IF NOT EXISTS name (node TEXT, graph TEXT, preferred INTEGER, label TEXT, PRIMARY KEY (node, graph, preferred, label))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS named ON name (graph);
CREATE TABLE IF NOT EXISTS finding (issue TEXT, actor TEXT, told TEXT, PRIMARY KEY (issue, actor, told)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale (kind TEXT, iri TEXT, PRIMARY KEY (kind, iri)) WITHOUT ROWID;
"""
# Of several sightings of one graph the lowest source counts; of several articles with the same text the curated one, else the lowest key.
_CHOSEN = """CREATE TEMP TABLE chosen AS SELECT graph, source, key, wanted, words, curated FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY copy ORDER BY curated DESC, key, graph) AS place FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY graph ORDER BY source, key) AS first FROM sighting
  ) WHERE first = 1
) WHERE place = 1"""
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as it stands in a source.

    Attributes:
        graph, source, key: The IRI of its graph, where it was met, and its key there.
        wanted: The cache key.
        copy: What it shares with its copies.
        curated: Whether it has a curated file.
        words: How many it has.
        text: All of it, as `stored.texts` writes it.
    """

    graph: str
    source: str
    key: str
    wanted: str
    copy: str
    curated: bool
    words: int
    text: str

    @property
    def place(self) -> tuple[str, str, str]:
        """What sets it apart."""
        return self.graph, self.source, self.key


class Catalogue:
    """The database.

    Raises (every method): Fault: The disk is full, or the database is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE;" + _TABLES)

    def close(self) -> None:
        """Let it go."""
        with self._told():
            self._base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what SQLite cannot do in a user's words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code; https://www.sqlite.org/rescode.html
            if kind in _NO_ROOM:
                cure = "make room or mend its permissions, and run the same command again; nothing that was stored is lost"
                raise Fault(f"cannot be written ({error})", str(self._path), cure) from error
            if kind in _DAMAGED:
                raise Fault(f"is damaged ({error})", str(self._path), "restore the store, or build it anew into another folder") from error
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done in it, or nothing."""
        with self._told():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def _rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        with self._told():
            yield from self._base.cursor().execute(query, values)

    def _one(self, query: str, *values: object) -> tuple[object, ...] | None:
        return next(self._rows(query, *values), None)

    def remarked(self, name: str) -> str | None:
        """A remark about the whole."""
        row = self._one("SELECT value FROM meta WHERE name = ?", name)
        return str(row[0]) if row else None

    def remark(self, name: str, value: str) -> None:
        """Keep a remark about the whole."""
        with self._told():
            self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # What the sources hold

    def see(self, sighting: Sighting, run: int) -> None:
        """Note that an article stands in a source. Its text is kept, for the day on which it counts again or is to be read anew."""
        row = (*sighting.place, sighting.wanted, sighting.copy, sighting.curated, sighting.words, run)
        known = self._one("SELECT wanted FROM text WHERE graph = ? AND source = ? AND key = ?", *sighting.place)
        with self._told():
            self._base.execute("INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            if known is None or known[0] != sighting.wanted:
                text = (*sighting.place, sighting.wanted, zlib.compress(sighting.text.encode(), 1))
                self._base.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?, ?)", text)

    def rekey(self, run: int, key: Callable[[str], str]) -> None:
        """Give the articles that a run did not meet the cache keys that they have now."""
        unmet = "SELECT text.rowid, graph, source, key FROM text JOIN sighting USING (graph, source, key) WHERE run < ?"
        for number, *place in list(self._rows(unmet, run)):
            row = self._one("SELECT whole FROM text WHERE rowid = ?", number)
            if row and isinstance(row[0], bytes):
                wanted = key(zlib.decompress(row[0]).decode())
                with self._told():
                    self._base.execute("UPDATE text SET wanted = ? WHERE rowid = ?", (wanted, number))
                    self._base.execute("UPDATE sighting SET wanted = ? WHERE graph = ? AND source = ? AND key = ?", (wanted, *place))

    def seen(self, graph: str, run: int) -> str | None:
        """Whether a run has met a graph already: what it shares with its copies."""
        row = self._one("SELECT copy FROM sighting WHERE graph = ? AND run = ?", graph, run)
        return str(row[0]) if row else None

    def forget(self, run: int, *, prune: bool) -> list[tuple[str, str]]:
        """Drop sightings that hold no longer: of articles that have another text now and, to prune, of all that a run did not meet.

        Returns:
            Source and key of what was pruned.
        """
        with self._told():
            self._base.execute(
                "DELETE FROM sighting WHERE run < ?1 AND EXISTS"
                " (SELECT 1 FROM sighting AS new WHERE new.source = sighting.source AND new.key = sighting.key AND new.run = ?1)",
                (run,),
            )
            if not prune:
                self._clear()
                return []
            gone = [(str(source), str(key)) for source, key in self._rows(
                "SELECT source, key FROM sighting WHERE run < ? ORDER BY source, key", run
            )]  # fmt: skip
            self._base.execute("DELETE FROM sighting WHERE run < ?", (run,))
            self._clear()
            return gone

    def _clear(self) -> None:
        """Drop the texts of what is sighted no longer."""
        self._base.execute(
            "DELETE FROM text WHERE NOT EXISTS (SELECT 1 FROM sighting AS one"
            " WHERE one.graph = text.graph AND one.source = text.source AND one.key = text.key)"
        )

    # What is to be done

    def choose(self) -> None:
        """Decide which sighting counts for each article, and which article for each text."""
        with self._told():
            for command in ("DROP TABLE IF EXISTS temp.chosen", _CHOSEN, "CREATE UNIQUE INDEX temp.chosen_graph ON chosen (graph)"):
                self._base.execute(command)

    def unchanged(self, run: int) -> int:
        """How many articles a run met as the graph has them."""
        row = self._one(
            "SELECT COUNT(*) FROM chosen JOIN sighting USING (graph, source, key) JOIN article USING (graph)"
            " WHERE sighting.run = ? AND article.kept = sighting.wanted",
            run,
        )
        return int(str(row[0])) if row else 0

    def copies(self, run: int) -> Iterator[tuple[str, str, str, str]]:
        """Source and key of each article that a run met and that is a copy, and of the one that counts."""
        for row in self._rows(
            "SELECT one.source, one.key, first.key, first.source FROM sighting AS one"
            " JOIN sighting AS other ON other.copy = one.copy JOIN chosen AS first"
            " ON first.graph = other.graph AND first.source = other.source AND first.key = other.key"
            " WHERE one.run = ? AND NOT EXISTS (SELECT 1 FROM chosen WHERE chosen.graph = one.graph)"
            " ORDER BY one.source, one.key, one.graph",
            run,
        ):
            yield str(row[0]), str(row[1]), str(row[2]), str(row[3])

    def gone(self) -> list[tuple[str, str]]:
        """The graphs that no longer count, each with its article's key."""
        found = self._rows(
            "SELECT graph, key FROM article WHERE NOT EXISTS (SELECT 1 FROM chosen WHERE chosen.graph = article.graph) ORDER BY graph"
        )
        return [(str(graph), str(key)) for graph, key in found]

    _WAITING = (
        " FROM chosen JOIN text USING (graph, source, key, wanted) LEFT JOIN article USING (graph)"
        " WHERE article.kept IS NOT chosen.wanted AND chosen.curated = ?"
    )

    def waiting(self, *, curated: bool) -> tuple[int, int]:
        """How many articles are to be read, and how many words they have."""
        row = self._one("SELECT COUNT(*), COALESCE(SUM(chosen.words), 0)" + self._WAITING, curated)
        return (int(str(row[0])), int(str(row[1]))) if row else (0, 0)

    def texts(self, *, curated: bool) -> Iterator[tuple[str, str]]:
        """Cache key and text of each article that is to be read, in order of key."""
        found = list(self._rows("SELECT text.rowid" + self._WAITING + " ORDER BY chosen.key, chosen.graph", curated))
        for (number,) in found:
            row = self._one("SELECT wanted, whole FROM text WHERE rowid = ?", number)
            if row and isinstance(row[1], bytes):
                yield str(row[0]), zlib.decompress(row[1]).decode()

    # What has been read

    def keep(self, unit: Unit, wanted: str) -> None:
        """Count an article as read; its graph waits to be written."""
        told = json.dumps([asdict(one) for one in unit.rejected], ensure_ascii=False) if unit.rejected else None
        kinds = json.dumps(unit.kinds, sort_keys=True)
        row = (unit.graph, unit.key, wanted, unit.curated, kinds, unit.statements, unit.actions, told, unit.fault)
        with self._told():
            self._base.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._name(unit.graph, names_of(unit))
        self.put(unit.graph, unit.quads)

    def drop(self, graph: str) -> None:
        """Count an article as not read; its graph waits to be taken away."""
        with self._told():
            self._base.execute("DELETE FROM article WHERE graph = ?", (graph,))
        self._name(graph, ())
        self.put(graph, b"")

    def put(self, graph: str, quads: bytes) -> None:
        """Let a graph wait to be replaced by other quads."""
        with self._told():
            self._base.execute("INSERT OR REPLACE INTO redo VALUES (?, ?, ?)", (graph, quads.count(b"\n"), zlib.compress(quads, 1)))

    def _name(self, graph: str, names: Iterable[tuple[str, bool, str]]) -> None:
        """Note which names a graph gives to what; who else gives them may have to give other ones."""
        with self._told():
            before = set(self._base.execute("SELECT node, preferred, label FROM name WHERE graph = ?", (graph,)))
            after = {(node, int(preferred), label) for node, preferred, label in names}
            self._base.execute("DELETE FROM name WHERE graph = ?", (graph,))
            rows = ((node, graph, preferred, label) for node, preferred, label in after)
            self._base.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", rows)
        self.stale("name", {node for node, _, _ in before | after})

    # What is to be written

    def pending(self) -> int:
        """How many quads wait to be written, and graphs to be taken away."""
        row = self._one("SELECT COALESCE(SUM(size + 1), 0) FROM redo")
        return int(str(row[0])) if row else 0

    def redo(self) -> Iterator[tuple[str, bytes]]:
        """The graphs that wait, with what is to stand in them."""
        for graph, quads in self._rows("SELECT graph, quads FROM redo ORDER BY graph"):
            if isinstance(quads, bytes):
                yield str(graph), zlib.decompress(quads)

    def size(self) -> int:
        """About how many quads the graph has: statements make them, some fifty each."""
        row = self._one("SELECT COALESCE(SUM(statements), 0) FROM article")
        return 50 * int(str(row[0])) if row else 0

    def written(self) -> None:
        """Nothing waits any more."""
        with self._told():
            self._base.execute("DELETE FROM redo")

    def stale(self, kind: str, iris: Iterable[str]) -> None:
        """Note what is to be derived anew: `name`, `statement`, `node` or `issue`."""
        with self._told():
            self._base.executemany("INSERT OR IGNORE INTO stale VALUES (?, ?)", ((kind, iri) for iri in iris))

    def staled(self, kind: str) -> list[str]:
        """What is to be derived anew."""
        return [str(iri) for (iri,) in self._rows("SELECT iri FROM stale WHERE kind = ? ORDER BY iri", kind)]

    def fresh(self, kind: str) -> None:
        """Nothing of a kind is to be derived anew any more."""
        with self._told():
            self._base.execute("DELETE FROM stale WHERE kind = ?", (kind,))

    def find(self, issue: str, actors: Iterable[str] | None, findings: Iterable[tuple[str, Finding]]) -> None:
        """Note what breaks a rule in the positions of some actors, or all, on an issue, in the place of what was noted of them."""
        with self._told():
            if actors is None:
                self._base.execute("DELETE FROM finding WHERE issue = ?", (issue,))
            else:
                self._base.executemany("DELETE FROM finding WHERE issue = ? AND actor = ?", ((issue, actor) for actor in actors))
            rows = ((issue, actor, json.dumps(asdict(one), ensure_ascii=False)) for actor, one in findings)
            self._base.executemany("INSERT OR IGNORE INTO finding VALUES (?, ?, ?)", rows)

    def left_out(self) -> list[str]:
        """Issue and actor of the positions that are left out."""
        return [f"{issue} {actor}" for issue, actor in self._rows("SELECT DISTINCT issue, actor FROM finding ORDER BY issue, actor")]

    def findings(self) -> list[Finding]:
        """What breaks a rule in positions, which are left out for it."""
        return [Finding(**json.loads(str(told))) for (told,) in self._rows("SELECT told FROM finding ORDER BY told")]

    def names(self, node: str) -> Names:
        """What graphs call a node."""
        found: Names = {}
        for graph, preferred, label in self._rows("SELECT graph, preferred, label FROM name WHERE node = ?", node):
            found.setdefault(str(graph), {}).setdefault(str(label), set()).add(bool(preferred))
        return found

    # What there is

    def counts(self) -> tuple[int, int, int, dict[str, int]]:
        """How many articles, statements and actions, and statements of each kind."""
        row = self._one(
            "SELECT COUNT(*), COALESCE(SUM(statements), 0), COALESCE(SUM(actions), 0) FROM article WHERE fault IS NULL"
        ) or (0, 0, 0)  # fmt: skip
        kinds: dict[str, int] = {}
        for name, number in self._rows("SELECT one.key, SUM(one.value) FROM article, json_each(article.kinds) AS one GROUP BY one.key"):
            kinds[str(name)] = int(str(number))
        return int(str(row[0])), int(str(row[1])), int(str(row[2])), kinds

    def curated(self) -> list[str]:
        """The graphs of the curated articles."""
        return [str(graph) for (graph,) in self._rows("SELECT graph FROM article WHERE curated AND fault IS NULL ORDER BY graph")]

    def rejected(self) -> Iterator[Rejected]:
        """What was extracted and is not in the graph, in order of article."""
        for (told,) in self._rows("SELECT rejected FROM article WHERE rejected IS NOT NULL ORDER BY key, graph"):
            for one in json.loads(str(told)):
                yield Rejected(**one)


def chosen_name(names: Names) -> str | None:
    """The name that all graphs are to prefer, as a literal; None where they agree anyway."""
    preferred = {label for given in names.values() for label, how in given.items() if True in how}
    return min(preferred) if len(preferred) > 1 else None
