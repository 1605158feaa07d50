"""How fast articles are read into a valid graph, in how much memory, and how the cost grows.

    python benchmarks/reading.py                                   # the parts that are not there yet, in this order
    python benchmarks/reading.py --part pieces-20000 --anew        # one of them
    python benchmarks/reading.py --part releases-200 -o /tmp       # any number of articles; results kept elsewhere

The corpora: 2,024 press releases of the US State Department (20 May 2021 to 3 August 2022, 1.53 million words, public domain); speeches in
the UN General Debate (2,000 words each, CC0); and, as many short articles, pieces of some eighty words out of these speeches.

`speed-…`: processor time on one core, of the bare parser and of the whole extraction on the same articles in turn, so that both meet the
same machine; each starts with empty caches. The bare parser is measured twice: on each article's paragraphs together, as extraction parses
them, and on each article as one text. The others are builds of so many articles, by the clock. A build is a process of its own, so that
its memory is its own; its peak is summed over its processes.

`store-…`: the memory of one process that reads so many releases and writes files; of one that fills a store on disk instead (`--store`),
also after each writing; and of one that fills it without closing the engine's files in between and giving freed memory back. The three run
beside each other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import re
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import RESULTS, ROOT, Results, load, memory, missing, table, timed, watched

if TYPE_CHECKING:
    from spacy.language import Language

    from diplograph.model import Article

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported

CORPORA = ROOT.parent / "shared" / "corpora"
RELEASES = CORPORA / "state-releases" / "releases.jsonl.gz"
SPEECHES = CORPORA / "un-general-debate" / "speeches.jsonl.gz"
NAMES = {"releases": "Press releases", "speeches": "Speeches", "pieces": "Short pieces of speeches"}
SIZES = {"releases": (100, 1_000, 2_024), "speeches": (100, 1_000), "pieces": (100, 1_000, 10_000, 20_000)}
SPEED = {"speed-releases": ("releases", 200), "speed-speeches": ("speeches", 80)}  # some 150,000 words each
FILLED = 1_000
PARTS = (*SPEED, *(f"{name}-{size}" for name, sizes in SIZES.items() for size in sizes), f"store-{FILLED}")
PIECE = 70  # words that a piece has at least; whole sentences
TOGETHER = 15  # articles; about as many words as a build reads before it forgets
BUILD = """import json, sys
from pathlib import Path
from diplograph.build import build
from diplograph.resources import Workspace
if __name__ == "__main__":
    built = build([Path(sys.argv[1])], Workspace(), Path(sys.argv[2]), jobs=int(sys.argv[3]))
    counts = built.counts | {"rejected": len(built.rejected), "failed": len(built.failed), "violations": built.report.violations}
    print(json.dumps(counts))
"""
WAYS = {
    "files": "`build`, files",
    "store": "**`build --store`**",
    "held": "`build --store`, its engine never closed, freed memory not given back",
}


@dataclass
class Speed:
    """Articles, words and statements, and processor seconds of parsing by paragraphs and as one text, and of extracting."""

    articles: int = 0
    words: int = 0
    statements: int = 0
    paragraphs: float = 0.0
    texts: float = 0.0
    extracting: float = 0.0


def speed(source: Path) -> Speed:
    """The parser alone, in its two ways, and the whole extraction, some articles at a time."""
    from diplograph import articles
    from diplograph.pipeline import reader
    from diplograph.registry import Registry
    from diplograph.resources import Workspace

    made = reader(Registry.load(Workspace()))()
    found = Speed()

    def extract(article: Article) -> None:
        found.statements += len(made.extract(article).statements)

    waiting = articles.read(source)
    made.extract(next(articles.read(source)))  # what is loaded at the first use
    while batch := list(islice(waiting, TOGETHER)):
        found.articles += len(batch)
        found.words += sum(article.words for article in batch)
        found.paragraphs += _timed(made.nlp, batch, lambda one: deque(made.nlp.pipe(one.paragraphs, batch_size=len(one.body)), 0))
        found.texts += _timed(made.nlp, batch, lambda one: made.nlp(" ".join(one.paragraphs)))
        found.extracting += _timed(made.nlp, batch, extract)
    return found


def _timed(nlp: Language, batch: list[Article], work: Callable[[Article], object]) -> float:
    """Processor seconds of some work on articles, in caches of its own."""
    from diplograph import language

    with language.forgetting(nlp):
        started = time.process_time()
        for article in batch:
            work(article)
        return time.process_time() - started


def run(source: Path, jobs: int, number: int, words: int) -> dict[str, Any]:
    """One build in a process of its own: seconds by the clock, peak memory in MB, and what it found."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "build.py"
        script.write_text(BUILD, "utf-8")
        took = watched([sys.executable, str(script), str(source), folder, str(jobs)])
    counts = {
        name: count
        for name, count in json.loads(took.said).items()
        if name in {"statements", "triples", "rejected", "failed", "violations"}
    }
    return {"articles": number, "words": words, "jobs": jobs, "seconds": round(took.clock, 1), "memory": round(took.peak), **counts}


def filled(way: str, source: Path, folder: Path) -> dict[str, Any]:
    """Read in this process in one of `WAYS`: seconds of the processor, most memory in MB, and for a store the memory after each writing."""
    from unittest.mock import patch

    from diplograph.build import build, fill
    from diplograph.build.stored import writing
    from diplograph.resources import Workspace

    after: list[int] = []
    last = [""]

    def say(what: str) -> None:
        if last[0] == "writing":
            after.append(round(memory()))
        last[0] = what

    with ExitStack() as stack:
        if way == "files":
            made = build([source], Workspace(), folder, say).counts
        else:
            if way == "held":
                opened = writing.Writer._open  # noqa: SLF001 - what is left out here stands nowhere else
                stack.enter_context(patch.object(writing, "_give_back", lambda: None))
                stack.enter_context(patch.object(writing.Writer, "close", lambda _: None))
                stack.enter_context(patch.object(writing.Writer, "_open", lambda one: None if hasattr(one, "store") else opened(one)))
            made = fill([source], Workspace(), folder, say).counts
            after.append(round(memory()))
    took = {"processor": round(time.process_time(), 1), "peak": round(memory(which="VmHWM")), "after": after}
    return took | {name: made[name] for name in ("articles", "statements", "triples") if name in made}


def records(kind: str) -> Iterator[dict[str, Any]]:
    """The articles of a corpus."""
    with gzip.open(RELEASES if kind == "releases" else SPEECHES, "rt", encoding="utf-8") as corpus:
        for record in map(json.loads, corpus):
            if kind == "pieces":
                for place, text in enumerate(_pieces(record["text"])):
                    yield {**record, "id": f"{record['id']}-{place}", "text": text}
            else:
                yield record


def _pieces(text: str) -> Iterator[str]:
    waiting: list[str] = []
    for sentence in text.replace("\n", " ").split(". "):
        waiting.append(sentence)
        if sum(len(one.split()) for one in waiting) >= PIECE:
            yield ". ".join(waiting).strip(" .") + "."
            waiting = []


def cut(kind: str, number: int, folder: Path) -> tuple[Path, int]:
    """The first articles of a corpus as a file, and their words.

    Raises:
        SystemExit: There are not so many.
    """
    path, words, made = folder / f"{kind}-{number}.jsonl", 0, 0
    with path.open("w", encoding="utf-8") as out:
        for record in islice(records(kind), number):
            out.write(json.dumps(record) + "\n")
            words, made = words + len(record["text"].split()), made + 1
    if made < number:
        raise SystemExit(f"there are only {made} {kind}")
    return path, words


def measured(part: str, jobs: int) -> dict[str, Any]:
    """The figures of a part."""
    if part.startswith("store-"):
        number = int(part.partition("-")[2])
        with tempfile.TemporaryDirectory() as folder:
            path, words = cut("releases", number, Path(folder))
            with ThreadPoolExecutor() as together:  # memory and time of the processor are each one's own
                said = together.map(lambda way: timed([sys.executable, __file__, "--fill", way, str(path), f"{folder}/{way}"]).said, WAYS)
                return {"articles": number, "words": words, **dict(zip(WAYS, map(json.loads, said), strict=True))}
    kind, number = SPEED[part] if part in SPEED else (part.partition("-")[0], int(part.partition("-")[2]))
    with tempfile.TemporaryDirectory() as folder:
        path, words = cut(kind, number, Path(folder))
        if part not in SPEED:
            return run(path, jobs, number, words)
        return {name: round(value, 2) for name, value in asdict(speed(path)).items()}


def exponent(runs: list[dict[str, Any]]) -> float:
    """How seconds grow with words: the slope of least squares over the logarithms; 1 is in proportion."""
    return statistics.linear_regression([math.log(one["words"]) for one in runs], [math.log(one["seconds"]) for one in runs]).slope


def page(results: Results) -> list[str]:
    """The tables."""
    lines: list[str] = []
    rows = []
    for part, (kind, _) in SPEED.items():
        if one := results.figures(part):
            told = f"{one['articles']:,} {kind}, {one['words']:,} words, {one['statements']:,} statements"
            for name, key in (
                ("spaCy pipeline alone, paragraph by paragraph", "paragraphs"),
                ("spaCy pipeline alone, each article as one text", "texts"),
                ("**whole extraction**", "extracting"),
            ):
                rows.append([told, name, f"{one['words'] / one[key]:,.0f}", f"{one[key] / one['extracting']:.2f}"])
                told = ""
    if rows:
        lines += ["## Beside the bare parser", "", "One core, processor time, the same articles:", ""]
        lines += [*table(("", "", "words per second", "extraction's speed as a share of it"), rows), ""]
    for kind, name in NAMES.items():
        parts = [part for part in results.parts if re.fullmatch(f"{kind}-[0-9]+", part)]
        runs = sorted((results.figures(part) for part in parts), key=lambda one: int(one["articles"]))
        if runs:
            lines += [f"## {name}", "", "From records to a valid graph in Turtle and TriG, by the clock:", ""]
            lines += table(COLUMNS, [_line(one) for one in runs])
            lines += ["", *_growth(runs), ""]
    for part in sorted(part for part in results.parts if part.startswith("store-")):
        lines += [*_filling(results.figures(part)), ""]
    return lines[:-1]


def _filling(one: dict[str, Any]) -> list[str]:
    rows = []
    for way, name in WAYS.items():
        told = one[way]
        rows.append([name, f"{told['processor']:,.0f}", f"{told['peak']:,}", ", ".join(f"{size:,}" for size in told["after"])])
    return [
        f"## Filling a store: {one['articles']:,} releases, {one['words']:,} words", "",
        "One process, with the parser in it; memory in MB:", "",
        *table(("", "seconds of the processor", "peak", "after each writing"), rows),
    ]  # fmt: skip


COLUMNS = ("articles", "words", "processes", "seconds", "words/s", "statements/s", "triples/s", "statements", "triples", "rejected",
           "violations", "peak MB")  # fmt: skip


def _line(one: dict[str, Any]) -> list[str]:
    took = one["seconds"]
    rates = [f"{one[name] / took:,.0f}" for name in ("words", "statements", "triples")]
    counts = [f"{one[name]:,}" for name in ("statements", "triples", "rejected", "violations", "memory")]
    return [f"{one['articles']:,}", f"{one['words']:,}", str(one["jobs"]), f"{took:,.1f}", *rates, *counts]


def _growth(runs: list[dict[str, Any]]) -> list[str]:
    if len(runs) < 2:
        return ["One size only; no growth to tell."]
    last = f"; between the two largest, {exponent(runs[-2:]):.2f}" if len(runs) > 2 else ""
    memory = runs[-1]["memory"] / runs[0]["memory"]
    words = runs[-1]["words"] / runs[0]["words"]
    return [
        f"Time grows with the words to the power of {exponent(runs):.2f} (least squares over {len(runs)} sizes, start-up included){last}.",
        f"Of {words:,.0f} times the words the peak of memory is {memory:.1f} times as high.",
    ]


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", help=f"only this one, or these: {', '.join(PARTS)}, or another number")
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes of a build")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the folder of reading.json and reading.md")
    parser.add_argument("--fill", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        way, source, folder = asked.fill
        sys.stdout.write(json.dumps(filled(way, Path(source), Path(folder))) + "\n")
        return
    for part in asked.part or ():
        if part not in SPEED and not re.fullmatch(f"({'|'.join(SIZES)}|store)-[1-9][0-9]*", part):
            parser.error(f"there is no part {part}")
    results = Results(asked.output / "reading.json", "Reading articles into a graph")
    for part in missing(asked.part or PARTS, results, anew=asked.anew):
        sys.stderr.write(f"{part} …\n")
        busy = load()
        results.keep(part, measured(part, asked.jobs), busy)
        sys.stderr.write(f"{part}: {json.dumps(results.figures(part))}\n")
        results.page("reading.py", page(results))
    sys.stdout.write(results.page("reading.py", page(results)))


if __name__ == "__main__":
    main()
