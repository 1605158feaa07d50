"""The main job: read articles, take their statements, link, validate, derive positions, write Turtle and TriG.

What curators wrote is judged as one graph with the registry: a violation sinks the build, since somebody can mend it. What was
extracted is judged article by article (`judging`): what breaks a rule is left out and reported. Neither articles nor their graphs sit
in memory; they wait in a `spool` on disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad

from diplograph import articles
from diplograph.articles import ReadOptions
from diplograph.build.files import replace_files
from diplograph.build.shares import Other, Part, Rejected, Worker, read_all
from diplograph.build.spool import Spool, spooling
from diplograph.build.whole import Whole
from diplograph.errors import Fault, Place
from diplograph.model import Action, Article, Statement
from diplograph.pace import Pace, Say, silent
from diplograph.pipeline import Reading
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Report
from diplograph.vocabulary import local

__all__ = ["Built", "build", "check_ids", "within"]

Parts = Callable[[Iterable[Article], int, Worker], Iterable[Part]]  # articles in order, how many words they have, what reads here
Derived = Callable[[Collection[Quad]], None]
_DEFAULT = ReadOptions()


@dataclass(frozen=True)
class Built:
    """What a build found.

    Attributes:
        parts: One for each article, in the order of the sources, curated ones first; without their graphs.
        failed: The articles and sources that could not be read or that break a rule, as one line each.
        skipped: The articles that were left aside, as one line each: copies of others, and those in other languages.
        rejected: What was extracted and is not in the graph, since it breaks a rule.
        report: What validation found.
        written: The files written; none where the graph does not conform.
        uncurated: Keys of curated files of the workspace whose article was not among the sources.
        counts: How many of everything, by the words of the summary, in its order.
        judged: The registry and what was curated; of the positions those that break a rule, or all where nothing was extracted.
    """

    parts: Sequence[Part]
    failed: tuple[str, ...]
    skipped: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    report: Report
    written: tuple[Path, ...]
    uncurated: tuple[str, ...]
    counts: dict[str, int]
    judged: Store

    @cached_property
    def store(self) -> Store:
        """The whole graph in memory, read back from what was written; where nothing was, what was judged."""
        return Store.read(next(path for path in self.written if path.suffix == ".trig")) if self.written else self.judged


def build(
    sources: Sequence[Path | str],
    workspace: Workspace,
    out: Path,
    say: Say = silent,
    *,
    options: ReadOptions = _DEFAULT,
    jobs: int | None = 1,
    other: Other | None = None,
    parts: Parts | None = None,
    derived: Derived = lambda _: None,
    clock: Callable[[], float] | None = None,
) -> Built:
    """Build a graph and write it, if it conforms.

    Args:
        sources: Files, folders, patterns, addresses or `-`; none means the workspace's seeds.
        workspace: Registry, curated statements, shapes and checks.
        out: The folder for `diplograph.ttl` and `diplograph.trig`, and for `rejected.jsonl` if anything was rejected.
        say: Told what is being done.
        options: How sources are read.
        jobs: In how many processes; None means as many as are worth it. More than one starts Python anew (`spawn`), so a script needs
            `if __name__ == "__main__":`. The result is the same.
        other: Reads the articles that nobody curated instead of extraction, in this process.
        parts: Has them read elsewhere than in processes of this machine.
        derived: Given the positions and for which states statements count, in pieces.
        clock: Seconds, from which rate and time left are told; nothing of it reaches the graph.

    Raises:
        Fault: Nothing could be read, or a curated, registry, shapes or check file is faulty, or `out` or the temporary folder cannot
            be written. The old output is untouched then.
    """
    if not sources and workspace.seeds is None:
        raise Fault("there is nothing to read", None, "name a file or folder of articles, or a workspace with seeds/")
    say("reading the registry")
    registry = Registry.load(workspace)
    with spooling() as spool:
        read = parts or (lambda waiting, words, worker: read_all(waiting, words, worker, jobs, Worker.parts))
        return _Job(workspace, Worker.start(workspace, registry, other), spool, say, Pace(clock)).run(sources, options, out, read, derived)


class _Job:
    """One build, and what it has found so far."""

    def __init__(self, workspace: Workspace, worker: Worker, spool: Spool, say: Say, pace: Pace) -> None:
        self.workspace, self.worker, self.spool, self.say, self.pace = workspace, worker, spool, say, pace
        self.whole = Whole(workspace, worker.registry, spool)
        self.failed: list[str] = []
        self.skipped: list[str] = []

    def run(self, sources: Sequence[Path | str], options: ReadOptions, out: Path, read: Parts, derived: Derived) -> Built:
        for article in self._found(sources, options):
            self._put(article)
        self._tell_copies()
        self._curated()
        self._extracted(read)
        if not self.whole.parts:
            lines = [*self.failed, *self.skipped]
            raise Fault(
                lines[0] if lines else "there is nothing to read", None, f"{len(lines) - 1} more could not be read" if lines[1:] else ""
            )
        self.whole.derive(self.say, self.pace, derived)
        self.say("validating")
        report = self.whole.judge()
        self.say("writing")
        written = self._write(out) if report.conforms else ()
        return Built(
            self.whole.parts, tuple(self.failed), tuple(self.skipped), tuple(self.whole.rejected), report, written,
            self._unread(sources), self.whole.counts(), self.whole.judged,
        )  # fmt: skip

    def _found(self, sources: Sequence[Path | str], options: ReadOptions) -> Iterator[Article]:
        """The articles of the sources; what cannot be read is noted."""
        seeds = self.workspace.seeds
        given: Sequence[Path | str] = sources or ([seeds] if seeds else [])
        for one in given:
            try:
                for source in articles.sources([one]):
                    self.say(f"reading {source}")
                    seed = within(source, seeds)
                    for found in articles.read(source, seed=True, options=options) if seed else articles.stream([source], options):
                        if isinstance(found, Fault):
                            self.failed.append(str(found))
                        else:
                            yield found
            except Fault as fault:
                self.failed.append(str(fault))

    def _put(self, article: Article) -> None:
        from diplograph import language

        where = f"{article.source.origin}: {article.key}"
        curated = self.workspace.file("graph", f"statements/{article.key}.yaml") is not None
        if not curated and (told := language.too_long(article)):
            self.failed.append(f"{where}: {told}")
            return
        if not curated and not language.is_english(" ".join(article.paragraphs)):
            self.skipped.append(f"{where}: is not in English; skipped")
            return
        met = self.spool.put(article, curated=curated)
        if met not in (None, article.source.digest):
            self.failed.append(f"{where}: another text of that key was read before; rename one")

    def _tell_copies(self) -> None:
        for key, origin, first, where in self.spool.copies():
            place = where if first == key else first
            self.skipped.append(f"{origin}: {key}: has the same text as {place}; counted once")

    def _curated(self) -> None:
        """Take the statements of the curated articles.

        Raises:
            Fault: A curated file is faulty, or two give one id.
        """
        places: dict[str, Place | None] = {}
        for article in self.spool.articles(curated=True):
            self.say(f"reading {article.key}")
            reading = self.worker.curated(article)
            check_ids(reading, places)
            self.whole.add_curated(reading)

    def _extracted(self, read: Parts) -> None:
        """Extract from the articles that nobody curated."""
        number, words = self.spool.waiting()
        waiting = self.spool.articles(curated=False)
        self.pace.begin(number)
        for part in read(waiting, words, self.worker) if number else ():
            self.say(f"reading {part.key} ({self.pace.step()})")
            if part.fault:
                self.failed.append(part.fault)
            else:
                self.whole.add_extracted(part)

    def _write(self, out: Path) -> tuple[Path, ...]:
        rejected = out / "rejected.jsonl"
        lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in self.whole.rejected)
        contents = {out / "diplograph.ttl": self.spool.turtle(), out / "diplograph.trig": self.spool.trig()}
        replace_files(contents | ({rejected: (line.encode() for line in lines)} if self.whole.rejected else {}))
        if not self.whole.rejected:
            rejected.unlink(missing_ok=True)  # one of an earlier build
        return (*contents, rejected) if self.whole.rejected else tuple(contents)

    def _unread(self, sources: Sequence[Path | str]) -> tuple[str, ...]:
        """The workspace's own curated files that no article was read for; only a build of all seeds can tell."""
        if sources:
            return ()
        keys = {part.key for part in self.whole.parts}
        names = (name.removesuffix(".yaml") for name, _, own in self.workspace.files("graph", "statements", "*.yaml") if own)
        return tuple(key for key in names if key not in keys)


def check_ids(reading: Reading, places: dict[str, Place | None]) -> None:
    """Hold the ids of curated statements and actions apart, which stand in IRIs without their article.

    Raises:
        Fault: Another curated file gives the same id; the message names both places.
    """
    items: Iterator[Statement | Action] = chain(reading.statements, reading.actions)
    for item in items:
        if item.iri in places:
            what = f'the id "{local(item.iri)}" stands in {places[item.iri]} already'
            raise Fault(what, item.place, "give each statement and action an id of its own")
        places[item.iri] = item.place


def within(path: Path | str, folder: Path | None) -> bool:
    """Whether a source is a file below a folder."""
    return isinstance(path, Path) and folder is not None and path.resolve().is_relative_to(folder.resolve())
