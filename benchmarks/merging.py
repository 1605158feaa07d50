"""What merging many articles' shares into one graph takes, beside what merges N-Quads without deriving anything from them.

    python benchmarks/merging.py                             # the parts that are not there yet, in this order
    python benchmarks/merging.py --part 2500 --anew          # one of them
    python benchmarks/merging.py --part shares --part 100 -o /tmp

`shares`: 500 press releases of the US State Department are read and packed as the workers of `build --cluster` do it, in shards of fifty.
The numbers are merges of so many articles: those, and above 500 whole copies under other keys, with newcomers of their own; everybody else
is shared, so that an actor wants ten times as much on an issue in ten copies. A merge is a build whose shards have all been read: the
sources are read, the shards are taken in, positions derived and judged, both files written. What is read stays in `--folder`.

The peers are given the same shards' N-Quads as one file: GNU sort, which drops what stands there twice; pyoxigraph, in memory and on disk,
and rdflib, which load them and write TriG. They derive, judge and rename nothing, and write one file where we write two.

Everything is a process of its own. Time is of the processor; a merge's peak of memory is told for each of its stages, and what it has in
its temporary folder, also in files without a name, is looked at twenty times a second.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import RESULTS, ROOT, Results, load, memory, missing, table, watched

if TYPE_CHECKING:
    from diplograph.build.shares import Part
    from diplograph.model import Article

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported

RELEASES = ROOT.parent / "shared" / "corpora" / "state-releases" / "releases.jsonl.gz"
READ = 500  # releases that are read
SHARD = 50
PARTS = ("shares", "500", "2500", "5000")
_OWN = re.compile(rb"(<https://w3id\.org/diplograph/id/(?:statement|term|action|article|source|passage|selector|run|graph)/[^>]*)>")
STAGES = ("reading the sources", "taking shards in", "deriving and judging", "writing")
PEERS = {
    "sort": "`sort -u`, lines of N-Quads",
    "memory": "pyoxigraph in memory, TriG",
    "disk": "pyoxigraph on disk, TriG",
    "rdflib": "rdflib, TriG",
}
LEFT_OUT = {
    ("rdflib", "2500"): "rdflib: left out above 500 articles, as it needs 2 GB for a million triples",
    ("rdflib", "5000"): "rdflib: left out above 500 articles, as it needs 2 GB for a million triples",
    ("disk", "5000"): "pyoxigraph on disk: left out above 2,500 articles, as it takes longer than all else together",
}


# The shards


def releases(number: int, read: int) -> Iterator[dict[str, Any]]:
    """The first records of the corpus, and beyond those that are read their copies, which differ in id and last line."""
    with gzip.open(RELEASES, "rt", encoding="utf-8") as corpus:
        found = [json.loads(line) for line in islice(corpus, min(number, read))]
    for place in range(number):
        copy, which = divmod(place, read)
        record = found[which]
        yield {**record, "id": f"{record['id']}-c{copy + 1}", "text": f"{record['text']}\n\nCopy {copy + 1}."} if copy else record


def written(records: Iterable[dict[str, Any]], path: Path) -> Path:
    """Records as a file."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    return path


def _shard(folder: Path, number: int) -> dict[str, float]:
    """Read a shard and pack it: seconds of the processor for each, bytes and memory. What a process loads first is not counted."""
    from diplograph.build.shares import Worker, batches
    from diplograph.cluster.parts import Folder, made
    from diplograph.registry import Registry
    from diplograph.resources import Workspace

    if not _mine:
        _mine.append(Worker.start(Workspace(), Registry.load(Workspace())))
        _mine[0].parts(_articles(folder / "warm.jsonl"))
    started = time.process_time()
    waiting: list[Article] = list(_articles(folder / f"shard-{number}.jsonl"))
    sources = time.process_time()
    parts = [part for batch in batches(waiting) for part in _mine[0].parts(batch)]
    read = time.process_time()
    packed = made(parts)
    done = time.process_time()
    most = memory(which="VmHWM")
    Folder(folder / "parts").keep(number, "", packed)
    return {
        "articles": packed.articles, "words": sum(one.words for one in waiting), "triples": packed.count,
        "sources": sources - started, "reading": read - sources, "packing": done - read,
        "bytes": len(packed.quads), "merge": len(packed.merge),
        "plain": len(gzip.decompress(packed.quads)), "memory": most,
    }  # fmt: skip


_mine: list[Any] = []  # in a process of the pool, its one worker


def _articles(path: Path) -> Iterator[Article]:
    from diplograph import articles

    return articles.read(path)


def shares(folder: Path, read: int = READ) -> dict[str, float]:
    """Read and pack what is merged then; the sums over all shards, and the most memory of a worker."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = list(releases(read, read))
    written(found[:1], folder / "warm.jsonl")
    numbers = range(1, read // SHARD + 1)
    for number in numbers:
        written(found[(number - 1) * SHARD : number * SHARD], folder / f"shard-{number}.jsonl")
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        told = list(pool.map(partial(_shard, folder), numbers))
    sums = {name: sum(one[name] for one in told) for name in told[0]}
    return {name: round(value, 2) for name, value in (sums | {"memory": max(one["memory"] for one in told)}).items()}


def copied(part: Part, copy: int) -> Part:
    """An article's share under another key, with newcomers of its own."""
    from pyoxigraph import NamedNode, RdfFormat, parse, serialize

    from diplograph import rdf
    from diplograph.build.shares.part import Tally, bears
    from diplograph.vocabulary import PREFIXES, SKOS

    key = f"{part.key}-c{copy}"
    if part.graph is None:
        return replace(part, key=key)
    lines = serialize(parse((rdf.head(PREFIXES) + part.graph.text).encode(), format=RdfFormat.TRIG), format=RdfFormat.N_QUADS) or b""
    mark = b"-c%d>" % copy
    lines = _OWN.sub(rb"\1" + mark, lines)
    newcomers = {quad.subject.value for quad in part.names if isinstance(quad.subject, NamedNode)}
    for iri in newcomers:
        lines = lines.replace(f"<{iri}>".encode(), f"<{iri}".encode() + mark)
    quads = list(parse(lines, format=RdfFormat.N_QUADS))
    blocks, turtle, graph, trig = rdf.both(quads)
    new = {NamedNode(f"{iri}-c{copy}") for iri in newcomers}
    return replace(
        part, key=key, blocks=tuple(blocks), graph=graph, turtle=turtle, trig=trig, facts=tuple(filter(bears, quads)),
        names=tuple(quad for quad in quads if quad.predicate == SKOS["prefLabel"] and quad.subject in new), tally=Tally.of(quads),
    )  # fmt: skip


def _copy(folder: Path, number: int, read: int = READ) -> None:
    """Make a shard of copies, where it is not there."""
    from diplograph.cluster.parts import Folder, made

    parts = Folder(folder / "parts")
    if parts.kept(number, ""):
        return
    copy, first = divmod(number - 1, read // SHARD)
    parts.keep(number, "", made([copied(part, copy + 1) for part in parts.parts(first + 1)]))


# Merging


def merge(folder: Path, source: Path, out: Path) -> dict[str, Any]:
    """Merge in this process: what each stage takes, and what came of it."""
    from diplograph.build import build
    from diplograph.build.shares import Worker
    from diplograph.cluster.parts import Folder
    from diplograph.resources import Workspace

    stages = {name: {"processor": 0.0, "peak": 0.0} for name in STAGES}
    now, began = [STAGES[0]], [time.process_time()]

    def turn(stage: str) -> None:
        ended = stages[now[0]]
        ended["processor"] += time.process_time() - began[0]
        ended["peak"] = memory(which="VmHWM")
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak begins anew
        now[0], began[0] = stage, time.process_time()

    def say(what: str) -> None:
        if what == "deriving positions":
            turn(STAGES[2])
        elif what == "writing":
            turn(STAGES[3])

    def parts(waiting: Iterable[Article], _words: int, _worker: Worker) -> Iterator[Part]:
        turn(STAGES[1])
        kept, articles, number = Folder(folder / "parts"), iter(waiting), 0
        while list(islice(articles, SHARD)):
            number += 1
            if not kept.kept(number, ""):
                raise SystemExit(f"shard {number} is not there")
            yield from kept.parts(number)

    built = build([source], Workspace(), out, say, parts=parts)
    turn("")
    counts = {name: built.counts[name] for name in ("articles", "statements", "positions", "triples")}
    written_bytes = sum(path.stat().st_size for path in built.written)
    rounded = {name: {key: round(value, 2) for key, value in one.items()} for name, one in stages.items()}
    return {"stages": rounded, "failed": len(built.failed), "violations": built.report.violations, "bytes": written_bytes, **counts}


def groups(graph: Path) -> list[int]:
    """Of how many statements positions are derived together: the numbers of statements behind all that an actor wants on an issue."""
    from pyoxigraph import RdfFormat, parse

    from diplograph.rdf import GRAPHS
    from diplograph.vocabulary import DPG

    about: dict[object, dict[str, set[str]]] = {}
    for quad in parse(path=str(graph), format=RdfFormat.TRIG):
        if quad.graph_name == GRAPHS["positions"] and quad.predicate in {DPG[name] for name in ("holder", "issue", "basedOn")}:
            about.setdefault(quad.subject, {}).setdefault(quad.predicate.value, set()).add(str(quad.object))
    together: dict[tuple[str, ...], set[str]] = {}
    for one in about.values():
        if len(one) == 3:
            pair = tuple(sorted(one[DPG["holder"].value] | one[DPG["issue"].value]))
            together.setdefault(pair, set()).update(one[DPG["basedOn"].value])
    return sorted(map(len, together.values()))


PEER = """import sys
from pathlib import Path
engine, source, target = sys.argv[1:]
if engine == "rdflib":
    from rdflib import Dataset
    data = Dataset()
    data.parse(source, format="nquads")
    data.serialize(target, format="trig")
else:
    from pyoxigraph import RdfFormat, Store
    store = Store(target + ".store") if engine == "disk" else Store()
    store.bulk_load(path=source, format=RdfFormat.N_QUADS)
    store.dump(target, format=RdfFormat.TRIG)
"""


def peer(engine: str, source: Path, folder: Path) -> dict[str, float]:
    """What another way of merging takes, in a process of its own."""
    target = folder / f"peer-{engine}"
    # Sorts in about as much memory as our merge has.
    command = ["sort", "-u", "--parallel=1", "-S", "300M", "-o", str(target), str(source)]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        took = watched(
            command if engine == "sort" else [sys.executable, "-c", PEER, engine, str(source), str(target)], Path(scratch), LC_ALL="C"
        )
        disk = sum(file.stat().st_size for file in folder.glob(f"{target.name}.store/**/*") if file.is_file())
    size = target.stat().st_size
    target.unlink()
    shutil.rmtree(f"{target}.store", ignore_errors=True)
    return {"processor": round(took.processor, 2), "peak": round(took.peak), "scratch": max(round(took.scratch), disk), "bytes": size}


def merged(size: int, folder: Path, read: int = READ) -> dict[str, Any]:
    """One size: our merge, and the peers."""
    shards = range(1, -(-size // SHARD) + 1)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        deque(pool.map(partial(_copy, folder, read=read), shards), 0)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        work = Path(name)
        source = written(releases(size, read), work / "source.jsonl")
        scratch = work / "scratch"
        scratch.mkdir()
        took = watched([sys.executable, __file__, "--merge", str(folder), str(source), str(work / "out")], scratch)
        figures = {"processor": round(took.processor, 2), "scratch": round(took.scratch), **json.loads(took.said)}
        if size <= read:  # of copies all groups are larger
            figures["groups"] = sum(found := groups(work / "out" / "diplograph.trig")), found[-1]
        shutil.rmtree(work / "out")
        quads = work / "shards.nq"
        with quads.open("wb") as out:
            for number in shards:
                with gzip.open(folder / "parts" / f"part-{number:05}.nq.gz") as part:
                    shutil.copyfileobj(part, out)
        figures["quads"] = quads.stat().st_size
        figures["peers"] = {engine: peer(engine, quads, work) for engine in PEERS if (engine, str(size)) not in LEFT_OUT}
    return figures


# The page


def page(results: Results) -> list[str]:
    """The tables."""
    lines = _shares(results.figures("shares")) if "shares" in results else []
    runs = sorted((results.figures(part) for part in results.parts if part != "shares"), key=lambda one: int(one["articles"]))
    if not runs:
        return lines
    lines += ["## The merge", "", "One process, seconds of the processor and the most memory, in MB:", ""]
    head = ["", *(f"{one['articles']:,} articles" for one in runs)]
    rows = [[name, *(_cost(one["stages"][name]) for one in runs)] for name in STAGES]
    ours = [_cost({"processor": one["processor"], "peak": max(s["peak"] for s in one["stages"].values())}) for one in runs]
    rows.append(["**all**", *ours])
    rows += [
        ["ms an article", *(f"{1000 * one['processor'] / one['articles']:.1f}" for one in runs)],
        ["triples in the graph", *(f"{one['triples']:,}" for one in runs)],
        ["positions", *(f"{one['positions']:,}" for one in runs)],
        ["temporary folder at its fullest, KB an article", *(f"{one['scratch'] / one['articles'] / 1000:.0f}" for one in runs)],
        ["both files, KB an article", *(f"{one['bytes'] / one['articles'] / 1000:.0f}" for one in runs)],
    ]
    if any("groups" in one for one in runs):
        rows.append(["statements behind positions, and behind the largest group", *(_group(one) for one in runs)])
    lines += [*table(head, rows), "", "## Beside what derives nothing", ""]
    lines += [
        "The shards' N-Quads as one file; seconds of the processor, the most memory, temporary files or the store:",
        "",
    ]
    disks = (f"{told}, {one['scratch'] / 1e9:.1f} GB" for told, one in zip(ours, runs, strict=True))
    rows = [["**our merge**: positions, Turtle and TriG", *disks]]
    for engine, name in PEERS.items():
        found = [one["peers"].get(engine) for one in runs]
        rows.append([name, *(f"{_cost(one)}, {one['scratch'] / 1e9:.1f} GB" if one else "" for one in found)])
    rows.append(["that file, MB", *(f"{one['quads'] / 1e6:,.0f}" for one in runs)])
    return [*lines, *table(head, rows), "", *(f"- {why}" for why in sorted(set(LEFT_OUT.values())))]


def _group(one: dict[str, Any]) -> str:
    return f"{one['groups'][0]:,}, {one['groups'][1]}" if "groups" in one else ""


def _cost(one: dict[str, float]) -> str:
    return f"{one['processor']:,.1f} s, {one['peak']:,.0f} MB"


def _shares(one: dict[str, float]) -> list[str]:
    """What a worker of a cluster takes."""
    number = one["articles"]
    rows = [
        ["words an article", f"{one['words'] / number:,.0f}"],
        ["reading the source", f"{1000 * one['sources'] / number:.1f} ms an article"],
        ["extraction and validation", f"{one['words'] / one['reading']:,.0f} words a second of one core"],
        ["packing a part", f"{1000 * one['packing'] / number:.0f} ms an article"],
        ["triples", f"{one['triples'] / number:,.0f} an article"],
        ["part, compressed", f"{one['bytes'] / number / 1000:.1f} KB an article ({one['plain'] / number / 1000:.0f} KB as plain N-Quads)"],
        ["what the merge needs besides", f"{one['merge'] / number / 1000:.1f} KB an article"],
        ["memory of a worker", f"{one['memory']:.0f} MB at most"],
    ]
    return ["## What workers make", "", f"{number:,.0f} releases, seconds of the processor:", "", *table(("", ""), rows), ""]


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", help=f"only this one, or these: {', '.join(PARTS)}, or other fifties")
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--read", type=int, default=READ, help=f"how many releases are read, in fifties; by default {READ}")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench" / "merging", help="for the shards; 8 GB at 5,000 articles")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of merging.json and merging.md")
    parser.add_argument("--merge", nargs=3, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.merge:
        sys.stdout.write(json.dumps(merge(*asked.merge)) + "\n")
        return
    for part in (str(asked.read), *(asked.part or ())):
        if part not in PARTS and not (part.isdecimal() and int(part) > 0 and int(part) % SHARD == 0):
            parser.error(f"there is no part {part}")
    folder = asked.folder.resolve()
    results = Results(asked.output / "merging.json", "Merging articles' shares into one graph")
    for part in missing(asked.part or PARTS, results, anew=asked.anew):
        sys.stderr.write(f"{part} …\n")
        busy = load()
        done = folder / "done"
        if part == "shares" or not done.exists() or done.read_text("utf-8") != str(asked.read):
            read = shares(folder, asked.read)
            done.write_text(str(asked.read), "utf-8")
        results.keep(part, read if part == "shares" else merged(int(part), folder, asked.read), busy)
        sys.stderr.write(f"{part}: {json.dumps(results.figures(part))}\n")
        results.page("merging.py", page(results))
    sys.stdout.write(results.page("merging.py", page(results)))


if __name__ == "__main__":
    main()
