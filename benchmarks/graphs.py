"""The graphs that benchmarks run on: of so many State Department releases, and larger ones of the same shape, as N-Quads.

    python benchmarks/graphs.py GRAPH.trig --triples 10000000 -o ten-million.nq

A hundred thousand and a million triples are read out of 50 and 500 releases; ten million are copies of the articles of that graph under
IRIs of their own. Copied whole: articles, their texts, statements, actions and all that belongs to them, and the positions that follow from
these. Shared by all copies, as by the articles of a real archive: the registry, and every actor, issue, place and instrument. What a real
archive of that size would have besides is more unknown actors, and more statements to a position instead of more positions.
The same graph and number give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pyoxigraph
from measure import ROOT
from pyoxigraph import RdfFormat

__all__ = ["RELEASES", "SIZES", "first_releases", "graph", "multiplied", "read_releases"]

RELEASES = ROOT.parent / "shared" / "corpora" / "state-releases" / "releases.jsonl.gz"
SIZES = {"100k": (50, 0), "1M": (500, 0), "10M": (500, 10_000_000)}  # releases, and triples to copy them up to
ID = "https://w3id.org/diplograph/id"
_OWN = re.compile(
    rb"(<" + ID.encode().replace(b".", rb"\.") + rb"/(?:statement|term|action|article|source|passage|selector|run|position|graph)/[^>]*)>"
)
_REGISTRY = f" <{ID}/graph/registry> .\n".encode()
_MARK = b"\xff>"  # no byte of UTF-8
_TOGETHER = 10_000  # quads in a piece


def first_releases(number: int, path: Path) -> Path:
    """The first so many releases as a file of JSON lines."""
    with gzip.open(RELEASES, "rt", encoding="utf-8") as corpus:
        path.write_text("".join(islice(corpus, number)), "utf-8")
    return path


def read_releases(number: int, folder: Path) -> Path:
    """Build a graph of the first so many releases in a folder: its TriG.

    Raises:
        SystemExit: It could not be built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = first_releases(number, folder / "releases.jsonl")
    # 1: an article was rejected, and the others are there.
    done = subprocess.run([sys.executable, "-m", "diplograph", "build", source, "-o", folder], check=False)  # noqa: S603 - our own words
    if done.returncode > 1:
        raise SystemExit("the graph could not be built")
    return folder / "diplograph.trig"


def graph(size: str, given: Path | None, folder: Path) -> Path:
    """The N-Quads file of a size.

    Args:
        size: One of `SIZES`.
        given: TriG of the releases that it is made of; None has them read.
        folder: Where it is written.
    """
    releases, triples = SIZES[size]
    target = folder / f"{size}.nq"
    source = given or read_releases(releases, folder / str(releases))
    with target.open("wb") as out:
        out.writelines(multiplied(source, triples))
    return target


def multiplied(graph: Path, triples: int) -> Iterator[bytes]:
    """A graph as N-Quads, then whole copies of all but its registry until there are at least so many quads, in pieces of whole lines.

    Copy 2 has IRIs that end in `-c2`. The quads of the graph itself are kept in memory, 0.3 KB each.
    """
    shape = RdfFormat.N_QUADS if graph.suffix == ".nq" else RdfFormat.TRIG
    own: list[bytes] = []
    waiting: list[bytes] = []
    written = number = 0
    for quad in pyoxigraph.parse(path=str(graph), format=shape):
        line = f"{quad} .\n".encode()
        written += 1
        if line.endswith(_REGISTRY):
            yield line
            continue
        number += 1
        waiting.append(line)
        if len(waiting) == _TOGETHER:
            own.append(_OWN.sub(rb"\1" + _MARK, b"".join(waiting)))
            waiting = []
    own.append(_OWN.sub(rb"\1" + _MARK, b"".join(waiting)))
    yield from (piece.replace(_MARK, b">") for piece in own)
    if not number:
        return
    for copy in count(2):
        if written >= triples:
            return
        yield from (piece.replace(_MARK, b"-c%d>" % copy) for piece in own)
        written += number


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path, help="TriG, or N-Quads (.nq)")
    parser.add_argument("--triples", type=int, required=True, help="so many at least")
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    with asked.output.open("wb") as out:
        out.writelines(multiplied(asked.graph, asked.triples))
    sys.stderr.write(f"wrote {asked.output}\n")


if __name__ == "__main__":
    main()
