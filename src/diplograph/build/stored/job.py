"""Filling a store on disk: all sources are looked through, what is new or changed is read, what is gone can be removed.

The order of things, each of which can be interrupted and begins anew with the next run: what an earlier run left unwritten is written;
sources are looked through and their articles noted; curated articles are read and judged as one with the registry; the others are read, and
from time to time what has been read is written and published.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from diplograph import articles, rdf
from diplograph.articles import ReadOptions
from diplograph.build.files import replace_files
from diplograph.build.job import check_ids, within
from diplograph.build.shares import Keys, Rejected, Unit, Worker, read_all, unit_of
from diplograph.build.stored.catalogue import Catalogue, Sighting
from diplograph.build.stored.texts import article_of, text_of
from diplograph.build.stored.writing import Writer
from diplograph.errors import Fault, Place
from diplograph.generations import Folder
from diplograph.model import Article
from diplograph.pace import Pace, Say, silent
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Report, validate

__all__ = ["Stored", "fill"]

Units = Callable[[Iterable[Article], int, Worker], Iterable[Unit]]  # articles in order, how many words they have, what reads here
_DEFAULT = ReadOptions()
_SETTLED = 200_000  # quads that wait at most: some 400 releases, a minute's reading; a hundredth of the store where that is more
_SHARE = 100


@dataclass(frozen=True)
class Stored:
    """What a run did to a store.

    Attributes:
        read: The keys of the articles that were read.
        unchanged: How many articles were met as the store had them.
        removed: What was taken away: the articles' keys.
        failed, skipped: As of any build, a line each.
        rejected: What was extracted in this run and is not in the graph; `rejected.jsonl` in the folder has that of all articles.
        report: What judging the registry and all curated articles found, where they are not as they were; and what the positions
            break that are left out for it, those of earlier runs too.
        counts: How many of everything, by the words of the summary.
        kinds: How many statements of each kind.
        judged: The registry and all curated articles, where they were judged.
        written: Whether they conform, so that the store was written.
    """

    read: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    failed: tuple[str, ...]
    skipped: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    report: Report
    counts: dict[str, int]
    kinds: dict[str, int]
    judged: Store
    written: bool = True


def fill(
    sources: Sequence[Path | str],
    workspace: Workspace,
    folder: Path,
    say: Say = silent,
    *,
    options: ReadOptions = _DEFAULT,
    jobs: int | None = 1,
    prune: bool = False,
    clock: Callable[[], float] | None = None,
    worker: Worker | None = None,
    units: Units | None = None,
) -> Stored:
    """Fill a store on disk, so that it is what a fresh one would be of the same sources; what has not changed is not read again.

    Args:
        sources: Files, folders, patterns, addresses or `-`; none means the workspace's seeds.
        workspace: Registry, curated statements, shapes and checks.
        folder: The store; a new one is made where there is none.
        say: Told what is being done.
        options: How sources are read.
        jobs: In how many processes, as `build` has it.
        prune: Remove the articles that are not among the sources. None is removed if a source could not be read.
        worker: What reads, for whoever fills often; it must have been started with this workspace.
        units: Has articles read elsewhere than in processes of this machine.
        clock: Seconds, from which rate and time left are told; nothing of it reaches the store.

    Raises:
        Fault: Nothing could be read, a curated, registry, shapes or check file is faulty, or the folder cannot be written, is being
            written by another process, is of another format or damaged. The store is as it was, or holds whole articles only.
    """
    if not sources and workspace.seeds is None:
        raise Fault("there is nothing to read", None, "name a file or folder of articles, or a workspace with seeds/")
    place = Folder(folder)
    place.claim()
    try:
        say("reading the registry")
        worker = worker or Worker.start(workspace, Registry.load(workspace))
        catalogue = Catalogue(place.catalogue)
        try:
            writer = Writer(place, catalogue, workspace)
            try:
                read = units or (lambda waiting, words, worker: read_all(waiting, words, worker, jobs, Worker.units))
                return _Job(worker, place, catalogue, writer, say=say, pace=Pace(clock)).run(sources, options, read, prune=prune)
            finally:
                writer.close()
        finally:
            catalogue.close()
    finally:
        place.release()


class _Job:
    """One run."""

    def __init__(self, worker: Worker, place: Folder, catalogue: Catalogue, writer: Writer, *, say: Say, pace: Pace) -> None:
        self.workspace, self.worker, self.place, self.say, self.pace = worker.workspace, worker, place, say, pace
        self.catalogue, self.writer = catalogue, writer
        self.failed: list[str] = []
        self.skipped: list[str] = []
        self.read: list[str] = []
        self.removed: list[str] = []
        self.rejected: list[Rejected] = []

    def run(self, sources: Sequence[Path | str], options: ReadOptions, read: Units, *, prune: bool) -> Stored:
        catalogue = self.catalogue
        if catalogue.remarked("ahead") != "0" or catalogue.pending() or not self._readable():
            self.say("writing what was read before")
            self.writer.settle()
        unchanged = self._look(sources, options, prune=prune)
        curated, judged, report = self._curated()
        written = report.conforms
        if written:
            self._store(curated, read)
            report = Report(tuple(sorted({*report.findings, *catalogue.findings()})))
        articles, statements, actions, kinds = catalogue.counts()
        return Stored(
            tuple(self.read), unchanged, tuple(self.removed), tuple(self.failed),
            tuple(self.skipped), tuple(self.rejected), report,
            {"articles": articles, "statements": statements, "actions": actions, "positions": self.writer.positions()}, kinds, judged,
            written,
        )  # fmt: skip

    def _readable(self) -> bool:
        """Whether readers find a generation that can be opened; where not, the writer's files give them another one."""
        try:
            Store.open(self.place.path)
        except Fault:
            return False
        return True

    # Looking through the sources

    def _look(self, sources: Sequence[Path | str], options: ReadOptions, *, prune: bool) -> int:
        """Note what stands in the sources; how many articles stand there as the store has them."""
        keys = Keys.of(self.workspace, self.worker.registry, self.worker.reading())
        run = int(self.catalogue.remarked("run") or 0) + 1
        met = 0
        with self.catalogue.transaction():
            self.catalogue.remark("run", str(run))
            for source, article in self._found(sources, options):
                met += self._note(source, article, keys, run)
            if not met and (self.failed or not self.catalogue.counts()[0]):
                self._nothing()
            whole = prune and not self.failed
            pruned = self.catalogue.forget(run, prune=whole)
            if self.catalogue.remarked("fingerprint") != keys.fingerprint:
                self.say("looking through what was read before")
                self.catalogue.rekey(run, lambda text: keys.key(article_of(text)))
                self.catalogue.remark("fingerprint", keys.fingerprint)
            self.catalogue.choose()
        if prune and not whole:
            self.skipped.append("nothing was removed, since not all sources could be read")
        self.skipped += [f"{source}: {key}: is no longer among the sources; removed" for source, key in pruned]
        for source, key, first, where in self.catalogue.copies(run):
            self.skipped.append(f"{source}: {key}: has the same text as {where if first == key else first}; counted once")
        return self.catalogue.unchanged(run)

    def _nothing(self) -> None:
        lines = [*self.failed, *self.skipped]
        more = f"{len(lines) - 1} more could not be read" if lines[1:] else ""
        raise Fault(lines[0] if lines else "there is nothing to read", None, more)

    def _found(self, sources: Sequence[Path | str], options: ReadOptions) -> Iterator[tuple[str, Article]]:
        """The articles of the sources; what cannot be read is noted."""
        seeds = self.workspace.seeds
        given: Sequence[Path | str] = sources or ([seeds] if seeds else [])
        count = 0
        for one in given:
            try:
                for source in articles.sources([one]):
                    seed = within(source, seeds)
                    name = str(source.resolve()) if isinstance(source, Path) else source
                    for found in articles.read(source, seed=True, options=options) if seed else articles.stream([source], options):
                        count += 1
                        self.say(f"looking through {source} ({count:,})")
                        if isinstance(found, Fault):
                            self.failed.append(str(found))
                        else:
                            yield name, found
            except Fault as fault:
                self.failed.append(str(fault))

    def _note(self, source: str, article: Article, keys: Keys, run: int) -> bool:
        """Note one article; whether it counts."""
        from diplograph import language  # and spaCy with it, which whoever only asks need not wait for

        where = f"{article.source.origin}: {article.key}"
        curated = self.workspace.file("graph", f"statements/{article.key}.yaml") is not None
        if not curated and (told := language.too_long(article)):
            self.failed.append(f"{where}: {told}")
            return False
        if not curated and not language.is_english(" ".join(article.paragraphs)):
            self.skipped.append(f"{where}: is not in English; skipped")
            return False
        graph = rdf.graph_of(article).value
        copy = articles.fingerprint(article)
        if article.seed and self.catalogue.seen(graph, run) not in {None, copy}:
            self.failed.append(f"{where}: another text of that key was read before; rename one")
            return False
        text = text_of(article)
        sighting = Sighting(graph, source, article.key, keys.key(article), copy, curated, article.words, text)
        self.catalogue.see(sighting, run)
        return True

    # Reading

    def _curated(self) -> tuple[list[tuple[Unit, str]], Store, Report]:
        """Read what curators wrote anew, and judge it as one with the registry and all that they wrote before.

        Raises:
            Fault: A curated file is faulty, or two give one id.
        """
        units: list[tuple[Unit, str]] = []
        places: dict[str, Place | None] = {}
        for wanted, text in self.catalogue.texts(curated=True):
            article = article_of(text)
            self.say(f"reading {article.key}")
            reading = self.worker.curated(article)
            check_ids(reading, places)
            units.append((unit_of(reading), wanted))
        if self.catalogue.remarked("registry") == self.worker.state and not units:
            return [], Store(), Report(())
        known = rdf.serialise(Store.of(rdf.registry_quads(self.worker.registry)), "nq")
        units.insert(0, (Unit(rdf.GRAPHS["registry"].value, "", "", known), ""))
        anew = {unit.graph for unit, _ in units} | {graph for graph, _ in self.catalogue.gone()}
        store = Store.of(quad for unit, _ in units for quad in unit.parsed())
        for graph in self.catalogue.curated():
            if graph not in anew:
                store.extend(self.writer.graph(graph))
        self.say("validating")
        return units, store, validate(store, self.workspace)

    def _store(self, curated: list[tuple[Unit, str]], read: Units) -> None:
        """Take in what curators wrote, read the rest, and write it all."""
        gone: dict[str, list[str]] = defaultdict(list)
        for graph, key in self.catalogue.gone():
            gone[key].append(graph)
        try:
            for unit, wanted in curated:
                if unit.key:
                    self._keep(unit, wanted, gone.pop(unit.key, []))
                elif self.catalogue.remarked("registry") != self.worker.state:
                    with self.catalogue.transaction():
                        self.catalogue.put(unit.graph, unit.quads)
                        self.catalogue.remark("registry", self.worker.state)
            self._extracted(gone, read)
            with self.catalogue.transaction():
                for key, graphs in gone.items():
                    self.removed += [key] * len(graphs)
                    for graph in graphs:
                        self.catalogue.drop(graph)
        finally:  # also after Ctrl-C: what was read is worth keeping
            if self.catalogue.pending():
                self.say("writing")
                self.writer.settle()
        if self.writer.scattered():
            self.say("sorting the store's files")
            self.writer.tidy()
        lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in self.catalogue.rejected())
        replace_files({self.place.rejected: (line.encode() for line in lines)})

    def _extracted(self, gone: dict[str, list[str]], read: Units) -> None:
        number, words = self.catalogue.waiting(curated=False)
        if not number:
            return
        keys: dict[str, str] = {}
        most = max(_SETTLED, self.catalogue.size() // _SHARE)
        self.pace.begin(number)

        def waiting() -> Iterator[Article]:
            for wanted, text in self.catalogue.texts(curated=False):
                article = article_of(text)
                keys[rdf.graph_of(article).value] = wanted
                yield article

        for unit in read(waiting(), words, self.worker):
            self._keep(unit, keys.pop(unit.graph), gone.pop(unit.key, []))
            self.say(f"reading {unit.key} ({self.pace.step()})")
            if self.catalogue.pending() > most:
                self.say("writing")
                self.writer.settle()

    def _keep(self, unit: Unit, wanted: str, old: list[str]) -> None:
        """Count an article as read, in the place of what its key meant before."""
        with self.catalogue.transaction():
            for graph in old:
                if graph != unit.graph:
                    self.catalogue.drop(graph)
            self.catalogue.keep(unit, wanted)
        self.read.append(unit.key)
        self.rejected += unit.rejected
        if unit.fault:
            self.failed.append(unit.fault)
