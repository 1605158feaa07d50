"""A build whose articles are read by Dask workers.

This process reads the sources, knows which articles are copies of which, and merges; what takes the time, reading the articles' sentences,
is done by workers, a shard at a time. A finished part is kept in the folder `parts/`: whoever runs the same command again goes on
there. A worker that dies is replaced or its shard given to another, by Dask.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diplograph.articles import ReadOptions
from diplograph.build import Built, Stored, Unit
from diplograph.build import build as on_one
from diplograph.build import fill as fill_here
from diplograph.build.shares import Part, Worker, batches
from diplograph.cluster.parts import Folder, Made, Rest, made
from diplograph.cluster.remote import copied, is_remote, named
from diplograph.errors import Fault
from diplograph.model import Article
from diplograph.pace import Say, silent
from diplograph.pipeline import registry_digest, release
from diplograph.registry import Registry
from diplograph.resources import Workspace

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["build", "fill"]

_DEFAULT = ReadOptions()
_SHARD_WORDS = 100_000  # a minute or two of one core: what a dead worker costs at most; a part of some 3 MB
_AHEAD = 2  # shards for each worker that are read or wait to be
_PATIENCE = 30.0  # seconds until a scheduler must answer
_DEATHS = 3  # workers that may die over one shard before it is given up


def build(
    cluster: str,
    sources: Sequence[Path | str],
    workspace: Workspace,
    out: Path,
    say: Say = silent,
    *,
    options: ReadOptions = _DEFAULT,
    clock: Callable[[], float] | None = None,
    shard_words: int = _SHARD_WORDS,
) -> Built:
    """`diplograph.build.build` on a cluster: the same files, byte for byte, and the parts beside them in `parts/`.

    Args:
        cluster: The address of a Dask scheduler (`tcp://host:8786`), or `local:N` for N processes on this machine.
        sources: As there, and what fsspec reaches (`s3://…`).
        workspace: As there. Workers must have the same program and workspace; they say so where they have not.
        out: As there.
        say: As there.
        options: As there.
        clock: As there.
        shard_words: How many words of articles are read together.

    Raises:
        Fault: As there; or the cluster cannot be reached, or its workers are not fit, or die too often over one shard.
    """
    folder = Folder(out / "parts")
    with _client(cluster) as client, tempfile.TemporaryDirectory(prefix="diplograph-") as temporary, Rest.open() as rest:
        given = list(copied(sources, Path(temporary)))
        readers = _Readers(client, folder, say, shard_words)
        built = on_one(given, workspace, out, say, options=options, parts=readers.parts, derived=rest.add, clock=clock)
        rest.add(built.judged)
        written = folder.finish(readers.shards, rest) if built.written else ()
        failed, skipped = (tuple(named(line, Path(temporary)) for line in lines) for lines in (built.failed, built.skipped))
        return replace(built, written=(*built.written, *written), failed=failed, skipped=skipped)


def fill(
    cluster: str,
    sources: Sequence[Path | str],
    workspace: Workspace,
    folder: Path,
    say: Say = silent,
    *,
    options: ReadOptions = _DEFAULT,
    prune: bool = False,
    clock: Callable[[], float] | None = None,
    shard_words: int = _SHARD_WORDS,
) -> Stored:
    """`diplograph.build.fill` on a cluster: the same store. No parts are kept: what has been read is in the store's catalogue.

    Args:
        cluster: As `build` has it.
        sources: As there, and none of fsspec's: a changed article is known by the place of its file.
        workspace: As there. Workers must have the same program and workspace.
        folder: As there.
        say: As there.
        options: As there.
        prune: As there.
        clock: As there.
        shard_words: As `build` has it.

    Raises:
        Fault: As there, and as `build` does.
    """
    for source in sources:
        if is_remote(source):
            raise Fault("cannot fill a store: a changed article is known by its file's place", str(source), "copy it to this machine first")
    with _client(cluster) as client:
        readers = _Readers(client, Folder(folder), say, shard_words)
        return fill_here(sources, workspace, folder, say, options=options, prune=prune, clock=clock, units=readers.units)


class _Readers:
    """What reads the articles of one build."""

    def __init__(self, client: Client, folder: Folder, say: Say, shard_words: int) -> None:
        self.client, self.folder, self.say, self.shard_words = client, folder, say, shard_words
        self.shards = 0

    def units(self, waiting: Iterable[Article], _: int, worker: Worker) -> Iterator[Unit]:
        """The units of articles in their order."""
        task = _Task(worker.workspace, _state(worker), _units)
        running: deque[tuple[int, Future[Any]]] = deque()
        for number, shard in enumerate(_shards(waiting, self.shard_words), 1):
            running.append((number, _submitted(self.client, task, shard)))
            while len(running) > self._most():
                yield from self._read(*running.popleft())
        while running:
            yield from self._read(*running.popleft())

    def _read(self, number: int, future: Future[Any]) -> list[Unit]:
        found: list[Unit] = _result(future, number)
        future.release()
        return found

    def _most(self) -> int:
        return _AHEAD * max(1, len(self.client.scheduler_info()["workers"]))

    def parts(self, waiting: Iterable[Article], _: int, worker: Worker) -> Iterator[Part]:
        """The parts of articles in their order; those of finished shards are not read again."""
        task = _Task(worker.workspace, _state(worker), _made)
        running: deque[tuple[int, str, Future[Any] | None]] = deque()
        most = self._most()
        for number, shard in enumerate(_shards(waiting, self.shard_words), 1):
            self.shards = number
            source = task.digest(shard)
            running.append((number, source, None if self._kept(number, source) else _submitted(self.client, task, shard)))
            while len(running) > most:
                yield from self._finished(*running.popleft())
        while running:
            yield from self._finished(*running.popleft())

    def _kept(self, number: int, source: str) -> bool:
        try:
            return self.folder.kept(number, source)
        except Fault as fault:
            self.say(str(fault))
            return False

    def _finished(self, number: int, source: str, future: Future[Any] | None) -> list[Part]:
        if future is not None:
            self.folder.keep(number, source, _result(future, number))
            future.release()
        return self.folder.parts(number)


def _shards(waiting: Iterable[Article], words: int) -> Iterator[list[Article]]:
    shard: list[Article] = []
    size = 0
    for article in waiting:
        shard.append(article)
        size += article.words
        if size >= words:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


@dataclass(frozen=True)
class _Task:
    """Reads shards, in whatever process it finds itself.

    Attributes:
        workspace: Registry, shapes and checks.
        state: What shapes the result: version, registry, parser and lexicon.
        form: What is made of them.
    """

    workspace: Workspace
    state: str
    form: Callable[[Worker, Sequence[Article]], Any]

    def digest(self, shard: Sequence[Article]) -> str:
        """Of all that a shard's part is made from."""
        made_from = [self.state, *(f"{one.key} {one.source.key} {one.source.digest} {one!r}" for one in shard)]
        return f"sha256:{hashlib.sha256(chr(31).join(made_from).encode()).hexdigest()}"

    def __call__(self, shard: Sequence[Article]) -> Any:  # noqa: ANN401 - what the form gives
        """What is wanted of a shard.

        Raises:
            Fault: This process has another program, registry or parser.
        """
        key = str(self.workspace)
        if key not in _mine:
            _mine.clear()
            registry = Registry.load(self.workspace)
            _mine[key] = Worker.start(self.workspace, registry)
        worker = _mine[key]
        own = f"{release()} {registry_digest(worker.registry)} {worker.reading().fingerprint}"
        if own != self.state:
            what = "a worker has another version of diplograph, another workspace or another language model than this process"
            raise Fault(what, None, "install the same release everywhere, and let the workspace be in the same place")
        return self.form(worker, shard)


def _state(worker: Worker) -> str:
    return f"{release()} {worker.state} {worker.reading().fingerprint}"


def _made(worker: Worker, shard: Sequence[Article]) -> Made:
    return made([part for batch in batches(shard) for part in worker.parts(batch)])


def _units(worker: Worker, shard: Sequence[Article]) -> list[Unit]:
    return [unit for batch in batches(shard) for unit in worker.units(batch)]


_mine: dict[str, Worker] = {}  # in a process of the cluster, its one worker


@contextmanager
def _client(cluster: str) -> Iterator[Client]:
    """A connection to the cluster, or a cluster of our own for as long as it lasts.

    Raises:
        Fault: Dask is missing, or nobody answers there.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise Fault("--cluster needs packages that are not installed", None, 'pip install "diplograph[cluster]"') from error
    kind, _, number = cluster.partition(":")
    local: Any = None
    if kind == "local":
        if not number.isdecimal() or not int(number):
            raise Fault(f'"{cluster}" is no cluster', "--cluster", "write local:4, or tcp://host:8786")
        local = LocalCluster(
            n_workers=int(number), threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, protocol="tcp"
        )
    try:
        try:
            client = Client(local or cluster, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise Fault(f"cannot be reached ({error})", cluster, "look at the address: tcp://host:8786, or local:4") from error
        with client:
            yield client
    finally:
        if local is not None:
            local.close()


def _submitted(client: Client, task: _Task, shard: list[Article]) -> Future[Any]:
    return client.submit(task, shard, pure=False, retries=_DEATHS)


def _result(future: Future[Any], number: int) -> Any:  # noqa: ANN401 - what the task gives
    from distributed.scheduler import KilledWorker

    try:
        found = future.result()
    except KilledWorker as error:
        what = f"its workers die over shard {number}"
        raise Fault(what, "--cluster", "give them more memory; what is finished is kept, and the same command goes on") from error
    return found
