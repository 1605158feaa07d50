"""Run every benchmark, one part after another; what is there already is left alone, so the same command goes on where a run was ended.

    python benchmarks/all.py                             # into build/bench/results
    python benchmarks/all.py --quick                     # the smallest sizes, to see that all works: into build/bench/quick
    python benchmarks/all.py -o benchmarks/results       # what the committed tables lack
    python benchmarks/all.py --only loading --only merging --anew

Says first what it will run and how long that takes on two quiet cores. A part that takes three times as long, and at least ten minutes, is
ended; one that fails is named; the others are run. Exit code 0 where all is there, 1 where a part failed, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graphs import read_releases
from measure import ROOT, environment

HERE = Path(__file__).parent
BUILT = ROOT / "build" / "bench"
PATIENCE = 3  # times what a part takes on a quiet machine
LEAST = 600  # seconds


@dataclass(frozen=True)
class Step:
    """One part of the benchmarks.

    Attributes:
        name: What is said of it.
        minutes: How long it takes on two quiet cores of 2026, about.
        command: What is run, below `benchmarks/`; `{out}` is the folder of the results, `{graph}` the graph that it needs.
        file: What it writes there.
        part: Its part in that file, where it has parts.
        releases: How many releases that graph is read from; 0 where none is needed.
        anew: Whether it has to be told that it runs again.
    """

    name: str
    minutes: float
    command: str
    file: str
    part: str = ""
    releases: int = 0
    anew: bool = False

    def there(self, out: Path) -> bool:
        """Whether its figures are in a folder."""
        path = out / self.file
        return path.exists() and (not self.part or self.part in json.loads(path.read_text("utf-8")))


def parted(script: str, option: str, minutes: dict[str, float], more: str = "", releases: int = 0) -> list[Step]:
    """The steps of a benchmark in parts."""
    return [
        Step(f"{script} {part}", took, f"{script}.py {option} {part} -o {{out}}{more}", f"{script}.json", part, releases, anew=True)
        for part, took in minutes.items()
    ]


MILLION = 500  # releases
FROM_MILLION = " --graph-1m {graph}"
# In order of length, so that most is there soon.
FULL = (
    Step("startup", 1, "startup.py -o {out}", "startup.json", "startup"),
    *parted("loading", "--size", {"100k": 1}),
    Step("links to Wikidata", 1, "extraction/linking.py -o {out}", "linking.md"),
    Step("PLOVER's sentences", 1, "extraction/plover.py -o {out}", "plover.md"),
    Step("serving", 2, "serving.py -o {out}", "serving.json"),
    *parted("reading", "--part", {"speed-releases": 2, "speed-speeches": 2, "releases-100": 1, "speeches-100": 1.5, "pieces-100": 0.3}),
    *parted("reading", "--part", {"pieces-1000": 0.5}),
    *parted("validation", "--size", {"100k": 1}),
    *parted("queries", "--size", {"100k": 3}),
    *parted("validation", "--size", {"1M": 3}, FROM_MILLION, MILLION),
    *parted("loading", "--size", {"1M": 5}, FROM_MILLION, MILLION),
    *parted("merging", "--part", {"shares": 2, "500": 4, "2500": 7, "5000": 12}),
    *parted("reading", "--part", {"pieces-10000": 4, "releases-1000": 5, "pieces-20000": 8, "speeches-1000": 10, "releases-2024": 10}),
    *parted("reading", "--part", {"store-1000": 6}),
    *parted("loading", "--size", {"10M": 12}, FROM_MILLION, MILLION),
    *parted("queries", "--size", {"1M": 12}, FROM_MILLION, MILLION),
    *parted("validation", "--size", {"10M": 30}, FROM_MILLION, MILLION),
    *parted("queries", "--size", {"10M": 20}, FROM_MILLION, MILLION),
)
FEW = 50
FROM_FEW = " --graph-100k {graph}"
QUICK = (
    Step("startup", 0.3, "startup.py --times 2 -o {out}", "startup.json", "startup"),
    *parted("loading", "--size", {"100k": 0.7}, FROM_FEW, FEW),
    Step("links to Wikidata", 0.5, "extraction/linking.py -o {out}", "linking.md"),
    Step("serving", 0.5, "serving.py --seconds 2 -o {out}", "serving.json"),
    *parted("reading", "--part", {"pieces-100": 0.3, "store-20": 0.7}),
    *parted("validation", "--size", {"100k": 0.4}, FROM_FEW, FEW),
    *parted("merging", "--part", {"shares": 0.5, "100": 0.5}, " --read 50 --folder {out}/shares"),
    *parted("queries", "--size", {"100k": 1}, FROM_FEW + " --engines memory disk --limit 5", FEW),
)


def graph(releases: int) -> Path:
    """The place of a graph of so many releases."""
    return BUILT / ("million" if releases == MILLION else f"releases-{releases}") / "diplograph.trig"


def reading_graphs(steps: Sequence[Step]) -> list[Step]:
    """What has to be read before some steps: the graphs that are not there yet."""
    wanted = sorted({step.releases for step in steps if step.releases and not graph(step.releases).exists()})
    return [Step(f"a graph of {number} releases", number / 150, f"all.py --graph {number}", "") for number in wanted]


def run(step: Step, out: Path, limit: float) -> str:
    """Run a step to its end or its limit; why it failed, or nothing.

    Raises:
        KeyboardInterrupt: Somebody ended it; whatever it started is ended too.
    """
    words = [word.format(out=out, graph=graph(step.releases)) for word in step.command.split()]
    variables = environment() | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(HERE)))}
    command = [sys.executable, str(HERE / words[0]), *words[1:], *(["--anew"] if step.anew else [])]
    with tempfile.TemporaryDirectory(prefix="diplograph-bench-", ignore_cleanup_errors=True) as scratch:  # goes, however the step ends
        # A group of its own, so that servers and workers end with it.
        process = subprocess.Popen(  # noqa: S603 - our own scripts
            command, cwd=ROOT, env=variables | {"TMPDIR": scratch}, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            return f"was ended after {limit / 60:.0f} minutes"
        finally:
            _end(process)
    if code:
        return f"failed with exit code {code}"
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a step, first politely."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)


def run_all(steps: Sequence[Step], out: Path, say: Callable[[str], None], *, patience: float = PATIENCE, least: float = LEAST) -> int:
    """Run what is to be run, one after another; the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    minutes = sum(step.minutes for step in steps)
    say(f"{len(steps)} parts, about {minutes:.0f} minutes on two quiet cores; after Ctrl-C the same command goes on")
    failed: list[str] = []
    for number, step in enumerate(steps, 1):
        left = sum(one.minutes for one in steps[number - 1 :])
        say(f"{number}/{len(steps)} {step.name}: about {step.minutes:.2g} minutes (all that is left: {left:.0f})")
        started = time.monotonic()
        try:
            why = run(step, out, max(least, patience * 60 * step.minutes))
        except KeyboardInterrupt:
            say(f"ended in {step.name}; what is finished is in {out}, and the same command goes on with the rest")
            return 130
        took = (time.monotonic() - started) / 60
        say(f"  {why or 'done'} ({took:.1f} minutes)")
        if why:
            failed.append(f"{step.name} {why}")
    say(f"{len(steps) - len(failed)} of {len(steps)} done: {out}")
    for line in failed:
        say(f"  {line}")
    return 1 if failed else 0


def main() -> int:
    """Run what is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the smallest sizes of each: some ten minutes, and no figures to rely on")
    parser.add_argument("--only", action="append", metavar="WORD", help="only the parts whose names begin so")
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--list", action="store_true", help="say what would be run, and run nothing")
    parser.add_argument("-o", "--output", type=Path, help="the folder of the results")
    parser.add_argument("--graph", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.graph:
        read_releases(asked.graph, graph(asked.graph).parent)
        return 0
    out: Path = (asked.output or BUILT / ("quick" if asked.quick else "results")).resolve()
    named = [step for step in (QUICK if asked.quick else FULL) if not asked.only or step.name.startswith(tuple(asked.only))]
    if not named:
        parser.error(f"no part's name begins so; they are: {', '.join(step.name for step in (QUICK if asked.quick else FULL))}")
    steps = [step for step in named if asked.anew or not step.there(out)]
    there = [step.name for step in named if step not in steps]
    if there:
        sys.stderr.write(f"left alone, as they are in {out}: {', '.join(there)}; --anew runs them again\n")
    steps = [*reading_graphs(steps), *steps]
    if asked.list or not steps:
        sys.stderr.writelines(f"{step.name}: about {step.minutes:.2g} minutes\n" for step in steps)
        return 0
    return run_all(steps, out, lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main())
