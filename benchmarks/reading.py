"""How fast articles are read into a valid graph, in how much memory, and how the cost grows.

    python benchmarks/reading.py --articles 200 --pieces 400
    python benchmarks/reading.py                      # everything, half an hour; writes benchmarks/results/reading.md

The corpora: 2,024 press releases of the US State Department (20 May 2021 to 3 August 2022, 1.53 million words, public domain); and, as
many short articles, 20,000 pieces of some eighty words out of speeches in the UN General Debate.
Speed is processor time on one core, of the bare parser and of the whole extraction on the same articles in turn, so that both meet the
same machine; each starts with empty caches. The bare parser is measured twice: on each article's paragraphs together, as extraction parses
them, and on each article as one text. A build is a process of its own, so that its memory is its own; its peak is summed over its
processes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import math
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from diplograph.model import Article

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported

HERE = Path(__file__).parent
CORPORA = HERE.parents[1] / "shared" / "corpora"
CORPUS = CORPORA / "state-releases" / "releases.jsonl.gz"
SPEECHES = CORPORA / "un-general-debate" / "speeches.jsonl.gz"
SIZES = (100, 1_000, 2_024)
PIECES = (100, 1_000, 10_000, 20_000)
PIECE = 70  # words that a piece has at least; whole sentences
TOGETHER = 15  # articles; about as many words as a build reads before it forgets
COLUMNS = ("articles", "words", "processes", "seconds", "words/s", "statements/s", "triples/s", "statements", "triples", "rejected",
           "violations", "peak MB")  # fmt: skip
BUILD = """import json, sys
from pathlib import Path
from diplograph.build import build
from diplograph.resources import Workspace
if __name__ == "__main__":
    built = build([Path(sys.argv[1])], Workspace(), Path(sys.argv[2]), jobs=int(sys.argv[3]))
    counts = built.counts | {"rejected": len(built.rejected), "failed": len(built.failed), "violations": built.report.violations}
    print(json.dumps(counts))
"""


@dataclass
class Speed:
    """Words and statements, and processor seconds of parsing by paragraphs and as one text, and of extracting."""

    words: int = 0
    statements: int = 0
    paragraphs: float = 0.0
    texts: float = 0.0
    extracting: float = 0.0


@dataclass(frozen=True)
class Run:
    """One build: seconds by the clock, peak memory in MB, and what it found."""

    articles: int
    words: int
    jobs: int
    seconds: float
    memory: float
    counts: dict[str, int]


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


def run(source: Path, jobs: int, number: int, words: int) -> Run:
    """One build in a process of its own."""
    import json

    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "build.py"
        script.write_text(BUILD, "utf-8")
        started = time.perf_counter()
        command = [sys.executable, str(script), str(source), folder, str(jobs)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own script
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, peak))
        watcher.start()
        said, _ = process.communicate()
        watcher.join()
        if process.returncode:
            raise SystemExit(f"the build of {number} articles failed")
        return Run(number, words, jobs, time.perf_counter() - started, peak[0], json.loads(said))


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    """The most memory that a process and its children have together, in MB; Linux only."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_memory(one) for one in _family(process.pid)))
        time.sleep(0.2)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def cut(number: int, folder: Path) -> tuple[Path, int]:
    """The first releases as a file, and their words."""
    import json

    path, words = folder / f"releases-{number}.jsonl", 0
    with gzip.open(CORPUS, "rt", encoding="utf-8") as corpus, path.open("w", encoding="utf-8") as out:
        for _, line in zip(range(number), corpus, strict=False):
            out.write(line)
            words += len(json.loads(line)["text"].split())
    return path, words


def pieces(number: int, folder: Path) -> tuple[Path, int]:
    """Pieces of speeches as so many articles in a file, and their words; short ones show what grows with the number of articles."""
    import json

    path, words, made = folder / f"pieces-{number}.jsonl", 0, 0
    with gzip.open(SPEECHES, "rt", encoding="utf-8") as corpus, path.open("w", encoding="utf-8") as out:
        for speech in map(json.loads, corpus):
            for place, text in enumerate(_pieces(speech["text"])):
                if made == number:
                    return path, words
                out.write(json.dumps({**speech, "id": f"{speech['id']}-{place}", "text": text}) + "\n")
                words, made = words + len(text.split()), made + 1
    raise SystemExit(f"the speeches have only {made} pieces")


def _pieces(text: str) -> Iterator[str]:
    waiting: list[str] = []
    for sentence in text.replace("\n", " ").split(". "):
        waiting.append(sentence)
        if sum(len(one.split()) for one in waiting) >= PIECE:
            yield ". ".join(waiting).strip(" .") + "."
            waiting = []


def exponent(runs: list[Run]) -> float:
    """How seconds grow with words, from the smallest to the largest run: 1 is in proportion."""
    first, last = runs[0], runs[-1]
    return math.log(last.seconds / first.seconds) / math.log(last.words / first.words)


def report(measured: Speed, runs: Mapping[str, list[Run]]) -> str:
    """The results as Markdown."""
    lines = [
        "# Reading articles into a graph", "",
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}; {_machine()}. Made by `{' '.join(['python benchmarks/reading.py', *sys.argv[1:]])}`.", "",
        "One core, processor time, the same articles:", "",
        "| | words per second | extraction's share |", "|---|---|---|",
        f"| spaCy pipeline alone, paragraph by paragraph | {_row(measured, measured.paragraphs)} |",
        f"| spaCy pipeline alone, each article as one text | {_row(measured, measured.texts)} |",
        f"| whole extraction | {_row(measured, measured.extracting)} |", "",
        f"({measured.words:,} words, {measured.statements:,} statements.)",
    ]  # fmt: skip
    for name, several in runs.items():
        lines += ["", f"{name}, from records to a valid graph in Turtle and TriG, by the clock:", "", f"| {' | '.join(COLUMNS)} |"]
        lines += ["|---" * len(COLUMNS) + "|", *map(_line, several)]
        if len(several) > 1:
            memory = several[-1].memory / several[0].memory
            lines += [
                "",
                f"Time grows with the words to the power of {exponent(several):.2f}; the peak of memory becomes {memory:.1f} times.",
            ]
    return "\n".join(lines) + "\n"


def _line(one: Run) -> str:
    found, took = one.counts, one.seconds
    return (
        f"| {one.articles:,} | {one.words:,} | {one.jobs} | {took:,.1f} | {one.words / took:,.0f} "
        f"| {found['statements'] / took:,.0f} | {found['triples'] / took:,.0f} | {found['statements']:,} "
        f"| {found['triples']:,} | {found['rejected']:,} | {found['violations']:,} | {one.memory:,.0f} |"
    )


def _row(measured: Speed, seconds: float) -> str:
    return f"{measured.words / seconds:,.0f} | {seconds / measured.extracting:.2f}"


def _machine() -> str:
    names = (line.partition(":")[2].strip() for line in _text("/proc/cpuinfo").splitlines() if line.startswith("model name"))
    busy = os.getloadavg()[0]
    return f"{next(names, platform.machine())}, {os.cpu_count()} cores, Python {platform.python_version()}, load {busy:.1f} at the end"


def _text(path: str) -> str:
    return Path(path).read_text("utf-8", "replace") if Path(path).is_file() else ""


def main() -> None:
    """Measure, print and, for the whole corpus, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=SIZES[-1], help="read so many releases at most")
    parser.add_argument("--pieces", type=int, default=PIECES[-1], help="read so many pieces of speeches at most")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes of a build")
    parser.add_argument("-o", "--output", type=Path, help="write the table there")
    asked = parser.parse_args()
    wanted = (
        ("Press releases", cut, SIZES, asked.articles),
        ("Short pieces of speeches", pieces, PIECES, asked.pieces),
    )
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        measured = speed(cut(min(asked.articles, 200), Path(folder))[0])
        for name, make, sizes, most in wanted:
            for size in sorted({min(size, most) for size in sizes} | {most}):
                path, words = make(size, Path(folder))
                runs.setdefault(name, []).append(run(path, asked.jobs, size, words))
                sys.stderr.write(f"{name}: {_line(runs[name][-1])}\n")
    text = report(measured, runs)
    sys.stdout.write(text)
    target = asked.output or (HERE / "results" / "reading.md" if (asked.articles, asked.pieces) == (SIZES[-1], PIECES[-1]) else None)
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
