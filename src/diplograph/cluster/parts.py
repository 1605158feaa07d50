"""Finished parts of a graph in a folder: one for each shard of articles, with digests, so that no work is done twice.

    part-00001.nq.gz     the shard's named graphs as sorted N-Quads, for the bulk loader of any server
    part-00001.merge.gz  what the merge needs of it besides (a pickle of our own: keep the folder from strangers)
    part-00001.json      the digests of both and of what they were made from; written last: without it there is no part
    rest.nq.gz           what is no shard's: the registry, curated articles, positions
    manifest.json        all of them, written when all are there

Compressed files carry no time and no name, so the same articles give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from diplograph import rdf
from diplograph.build import replace_files
from diplograph.build.shares import Part
from diplograph.build.spool import Lines
from diplograph.errors import Fault
from diplograph.vocabulary import PREFIXES

__all__ = ["Folder", "Made", "Rest", "made"]

_REST = "rest.nq.gz"
_LEVEL = 6
_SHAPE = f"{Part.__module__}.{Part.__qualname__} of {', '.join(one.name for one in fields(Part))}"  # what another release cannot unpickle


@dataclass(frozen=True, slots=True)
class Made:
    """A shard's part as a worker hands it over: both files, and how much they hold."""

    quads: bytes
    merge: bytes
    articles: int
    count: int


def made(parts: Sequence[Part]) -> Made:
    """The files of one part."""
    graphs = "".join(part.graph.text for part in parts if part.graph)
    quads = list(parse((rdf.head(PREFIXES) + graphs).encode(), format=RdfFormat.TRIG))
    return Made(_packed(_lines(quads)), _packed(pickle.dumps(list(parts), 5)), len(parts), len(quads))


def _lines(quads: Iterable[Quad]) -> bytes:
    return b"".join(sorted(rdf.serialise(quads, "nq").splitlines(keepends=True)))


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, _LEVEL, mtime=0)


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the parts are."""

    path: Path

    def keep(self, number: int, source: str, part: Made) -> None:
        """Keep a finished part.

        Args:
            number: The shard's, counted from 1.
            source: A digest of what it was made from.
            part: Its files.

        Raises:
            Fault: They cannot be written.
        """
        name = _name(number)
        replace_files({self.path / f"{name}.nq.gz": part.quads, self.path / f"{name}.merge.gz": part.merge})
        entry = {
            "part": f"{name}.nq.gz", "source": source, "shape": _SHAPE, "digest": _sha256(part.quads), "merge": _sha256(part.merge),
            "bytes": len(part.quads), "articles": part.articles, "quads": part.count,
        }  # fmt: skip
        replace_files({self.path / f"{name}.json": _json(entry)})

    def kept(self, number: int, source: str) -> bool:
        """Whether a part made from just this is there, whole, and can be read by this release.

        Raises:
            Fault: It was there, and is not what was written; it is to be made again.
        """
        name = _name(number)
        try:
            entry = json.loads((self.path / f"{name}.json").read_bytes())
            if (entry["source"], entry.get("shape")) != (source, _SHAPE):
                return False
            files = {"digest": f"{name}.nq.gz", "merge": f"{name}.merge.gz"}
            broken = next((file for key, file in files.items() if _sha256((self.path / file).read_bytes()) != entry[key]), None)
        except FileNotFoundError:
            return False
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Fault("cannot be read", str(self.path / f"{name}.json"), "it is made again") from error
        if broken:
            raise Fault("is not as it was written", str(self.path / broken), "it is made again")
        return True

    def parts(self, number: int) -> list[Part]:
        """What the merge needs of a part, which must be there."""
        path = self.path / f"{_name(number)}.merge.gz"
        try:
            found: list[Part] = pickle.loads(gzip.decompress(path.read_bytes()))  # noqa: S301 - our own, its digest held before
        except (OSError, EOFError, zlib.error, pickle.UnpicklingError) as error:
            raise Fault("is not as it was written", str(path), "run the same command again: it is made again") from error
        except (AttributeError, ImportError, TypeError) as error:
            raise Fault("was written by another release", str(path), "take the parts away and run the same command again") from error
        return found

    def finish(self, shards: int, rest: Rest) -> tuple[Path, ...]:
        """Write what is no shard's, and the list of all; take parts of an earlier run away that are none of this one's."""
        entries = [json.loads((self.path / f"{_name(number)}.json").read_bytes()) for number in range(1, shards + 1)]

        def manifest() -> Iterator[bytes]:  # the digest is known when the rest has been written
            yield _json({"parts": entries, "rest": {"part": _REST, "digest": rest.digest, "bytes": rest.bytes}})

        replace_files({self.path / _REST: rest.packed(), self.path / "manifest.json": manifest()})
        wanted = {_name(number) for number in range(1, shards + 1)}
        for path in self.path.glob("part-*"):
            if path.name.partition(".")[0] not in wanted:
                path.unlink()
        return (self.path / "manifest.json",)


class Rest:
    """What is no shard's, sorted on disk: positions are too many for memory.

    Attributes:
        digest, bytes: Of the file, when it has been written.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.digest = ""
        self.bytes = 0

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Rest]:
        """As long as it is needed.

        Raises:
            Fault: The disk is full.
        """
        with Lines.open() as lines:
            yield cls(lines)

    def add(self, quads: Iterable[Quad]) -> None:
        """Some of it."""
        self._lines.add(rdf.serialise(quads, "nq").splitlines(keepends=True))

    def packed(self) -> Iterator[bytes]:
        """The file, in pieces: what `_packed` gives of the whole."""
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)  # 31: with gzip's header, which has no time then
        digest = hashlib.sha256()
        self.bytes = 0
        for piece in chain(map(packer.compress, self._lines), (packer.flush() for _ in range(1))):
            digest.update(piece)
            self.bytes += len(piece)
            yield piece
        self.digest = f"sha256:{digest.hexdigest()}"


def _name(number: int) -> str:
    return f"part-{number:05}"


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()
