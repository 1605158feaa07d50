"""What the benchmarks share: the machine, the time and memory of other processes, and results that are kept part by part.

The figures of each part lie in `benchmarks/results/NAME.json`, with the day and the machine they were measured on, and the page beside it
is written from them. So a part can be run alone, and a run that was ended goes on with the parts that are not there yet.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
# Where a Virtuoso that is started in a folder of its own keeps its files; what stands in its settings before the rest.
VIRTUOSO_FILES = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
"""


def machine() -> str:
    """The processor, its cores and the interpreter."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def environment() -> dict[str, str]:
    """Variables for our own scripts: this checkout's code, and one thread for what counts in matrices."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return os.environ | one | {"PYTHONPATH": str(ROOT / "src")}


@dataclass(frozen=True)
class Took:
    """What a process took: seconds by the clock and of the processor, and what it printed; memory and disk only where it was watched.

    Attributes:
        peak: The most memory that it and its children had together, in MB.
        scratch: The most that it had in its temporary folder, in bytes.
    """

    clock: float
    processor: float
    said: str
    peak: float = 0.0
    scratch: int = 0


def timed(command: Sequence[str]) -> Took:
    """Run a command to its end.

    Raises:
        SystemExit: It failed.
    """
    started, before = time.perf_counter(), _used()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment())  # noqa: S603 - our own commands
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return Took(time.perf_counter() - started, _used() - before, done.stdout)


def watched(command: Sequence[str], scratch: Path | None = None, **variables: str) -> Took:
    """Run a command to its end, and look twenty times a second at what it and its children have.

    Args:
        command: The command.
        scratch: An empty folder for its temporary files; those without a name are counted too.
        variables: More of its environment.

    Raises:
        SystemExit: It failed.
    """
    given = environment() | ({"TMPDIR": str(scratch)} if scratch else {}) | variables
    started, before, peak, most = time.perf_counter(), _used(), [0.0], [0]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=given)  # noqa: S603 - our own commands

    def watch() -> None:
        while process.poll() is None:
            family = list(_family(process.pid))
            peak[0] = max(peak[0], sum(map(memory, family)))
            if scratch:
                most[0] = max(most[0], _files(scratch, family))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        said, _ = process.communicate()
    except BaseException:  # Ctrl-C, for one: nothing is left running
        process.kill()
        raise
    finally:
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return Took(time.perf_counter() - started, _used() - before, said, peak[0], most[0])


def _used() -> float:
    """Seconds of the processor that the processes took which we started and which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _files(folder: Path, family: Sequence[int]) -> int:
    """The bytes of the files below a folder, those included that have no name any more and are open still."""
    found: dict[tuple[int, int], int] = {}
    opened = (place for process in family for place in Path(f"/proc/{process}/fd").glob("*"))
    for place in chain(folder.rglob("*"), opened):
        with suppress(OSError):
            if place.is_relative_to(folder) or place.readlink().is_relative_to(folder):
                told = place.stat()
                if S_ISREG(told.st_mode):
                    found[told.st_dev, told.st_ino] = told.st_size
    return sum(found.values())


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def memory(process: int | str = "self", which: str = "VmRSS") -> float:
    """What a process has in memory, or with `VmHWM` the most it ever had, in MB; 0 where it is gone. Linux only."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{which}:")), 0.0)


class Results:
    """The figures of a benchmark, by part.

    Args:
        path: The JSON file; the page is beside it.
        title: The page's heading.
    """

    def __init__(self, path: Path, title: str) -> None:
        self.path, self.title = path, title
        self.parts: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def figures(self, part: str) -> Any:  # noqa: ANN401 - each benchmark's own
        """What was measured; None where the part was not run."""
        return self.parts[part]["figures"] if part in self.parts else None

    def keep(self, part: str, figures: object, busy: float) -> None:
        """Write a part's figures.

        Args:
            part: Its name.
            figures: What JSON can hold.
            busy: The machine's load just before the part began.
        """
        day = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
        self.parts[part] = {"date": day, "machine": machine(), "load": round(busy, 1), "figures": figures}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(dict(sorted(self.parts.items())), indent=1) + "\n", "utf-8")

    def page(self, script: str, lines: Sequence[str]) -> str:
        """Write the page: title, the machine and the day of each part, and the given lines."""
        made: dict[tuple[str, str], list[str]] = {}
        for name, part in self.parts.items():
            made.setdefault((part["date"], part["machine"]), []).append(f"{name} {part['load']}")
        told = [f"{day}; {where}. Load before each part: {', '.join(parts)}." for (day, where), parts in sorted(made.items())]
        text = "\n".join([f"# {self.title}", "", f"Written by `benchmarks/{script}`, which says how.", "", *told, "", *lines, ""])
        self.path.with_suffix(".md").write_text(text, "utf-8")
        return text


def load() -> float:
    """How many processes wait for a core, averaged over a minute."""
    return os.getloadavg()[0]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    return [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {' | '.join(row)} |" for row in rows)]


def missing(wanted: Sequence[str], there: Results | Mapping[str, object], *, anew: bool) -> list[str]:
    """The parts to run: all that are wanted, or those of them that are not there."""
    return [part for part in wanted if anew or part not in there]
