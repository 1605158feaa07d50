"""Reading many articles: in this process, or in several, each of which loads registry and parser once.

What comes out is the same, and in the same order, whatever the number of processes.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TypeAlias, TypeVar

from diplograph.build.shares.judging import Judge, Judged, as_part
from diplograph.build.shares.part import Part, Rejected
from diplograph.build.shares.unit import Unit, unit_of
from diplograph.errors import Fault, stumble
from diplograph.model import Article
from diplograph.pipeline import Reader, Reading, read_article, reader, registry_digest
from diplograph.registry import Registry
from diplograph.resources import Workspace

__all__ = ["Other", "Worker", "batches", "cores", "read_all"]

# Another reader than our own: what it reads in an article, and what it could not take in; or why the article cannot be read.
Other: TypeAlias = Callable[[Article], "tuple[Reading, tuple[Rejected, ...]] | Fault"]

T = TypeVar("T")

_BATCH_WORDS = 10_000  # read and judged together; batches this large cost a quarter of single articles to judge, in 150 MB
_BATCH = 32
_WORTH_IT = 30_000  # words; a process takes two seconds to start, in which one reads so much
_AHEAD = 2  # batches for each process that are read or wait to be


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Worker:
    """All that reading needs, loaded once."""

    workspace: Workspace
    registry: Registry
    state: str
    reading: Callable[[], Reader]
    judge: Judge
    other: Other | None = None

    @classmethod
    def start(cls, workspace: Workspace, registry: Registry, other: Other | None = None) -> Worker:
        """A worker; the parser waits until an article needs it."""
        return cls(workspace, registry, registry_digest(registry), reader(registry), Judge(workspace, registry), other)

    def curated(self, article: Article) -> Reading:
        """The curated reading of an article that has one.

        Raises:
            Fault: The curated file is faulty.
        """
        return read_article(article, self.workspace, self.registry, self.state)

    def parts(self, batch: Iterable[Article]) -> list[Part]:
        """The parts of some articles that nobody curated."""
        if self.other is not None:
            return [self._part(article, self.other(article)) for article in batch]
        return [as_part(one) for one in self._judged(batch)]

    def units(self, batch: Iterable[Article]) -> list[Unit]:
        """The same articles as units; they are read by our own reader, whose cache keys units have."""
        return [unit_of(one.reading, one.rejected, one.fault) for one in self._judged(batch)]

    def _judged(self, batch: Iterable[Article]) -> Iterator[Judged]:
        """Each article after reading and judging, in order."""
        from diplograph import language

        with language.forgetting(self.reading().nlp):
            read = [self._read(article) for article in batch]
        judged = self.judge.judged(one for one in read if isinstance(one, Reading))
        for one in read:
            yield next(judged) if isinstance(one, Reading) else one

    def _read(self, article: Article) -> Reading | Judged:
        """What an article shows; a fault where our own reader stumbles, as one article must not cost the run of a million."""
        try:
            return read_article(article, self.workspace, self.registry, self.state, self.reading)
        except (Fault, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, it is said with its place and counted as a failure
            return Judged(Reading(article, (), (), (), curated=False), fault=stumble(error, f"{article.source.origin}: {article.key}"))

    def _part(self, article: Article, read: tuple[Reading, tuple[Rejected, ...]] | Fault) -> Part:
        if isinstance(read, Fault):
            return Part(article.key, article.title or "", fault=f"{article.source.origin}: {article.key}: {read}")
        reading, refused = read
        (part,) = self.judge.parts([reading])
        return replace(part, rejected=(*refused, *part.rejected))


def read_all(waiting: Iterable[Article], words: int, worker: Worker, jobs: int | None, form: Form[T]) -> Iterator[T]:
    """What is wanted of articles, in their order.

    Args:
        waiting: The articles; no more of them are taken at a time than are being read.
        words: How many words they have together.
        worker: What reads them in this process.
        jobs: How many processes; None means as many as are worth it.
        form: In what form: `Worker.parts` or `Worker.units`.

    Raises:
        Fault: A process died.
    """
    number = 1 if worker.other else jobs or (cores() if words >= _WORTH_IT else 1)
    some = batches(waiting)
    if number == 1:
        for batch in some:
            yield from form(worker, batch)
        return
    pool = ProcessPoolExecutor(number, get_context("spawn"), _begin, (worker.workspace,))
    try:
        yield from _in_order(pool, some, number * _AHEAD, form)
    except BrokenProcessPool as error:
        raise Fault("a process that reads articles was ended from outside", None, "free some memory, or use --jobs 1") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, waiting: Iterable[list[Article]], most: int, form: Form[T]) -> Iterator[T]:
    running: deque[Future[list[T]]] = deque()
    for batch in waiting:
        running.append(pool.submit(_work, form, batch))
        if len(running) >= most:
            yield from running.popleft().result()
    while running:
        yield from running.popleft().result()


def batches(waiting: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles, as many at a time as are read and judged together."""
    batch: list[Article] = []
    for article in waiting:
        batch.append(article)
        if len(batch) >= _BATCH or sum(one.words for one in batch) >= _BATCH_WORDS:
            yield batch
            batch = []
    if batch:
        yield batch


Form: TypeAlias = "Callable[[Worker, list[Article]], list[T]]"

_mine: list[Worker] = []  # in a process of the pool, its one worker


def _begin(workspace: Workspace) -> None:
    """Make a process of the pool ready: one core each, and Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    _mine.append(Worker.start(workspace, Registry.load(workspace)))


def _work(form: Form[T], batch: list[Article]) -> list[T]:
    return form(_mine[0], batch)
