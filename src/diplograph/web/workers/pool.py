"""The server's side of the workers: who may run when, and what ends whom."""

from __future__ import annotations

import array
import asyncio
import contextlib
import socket
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from diplograph.errors import Fault
from diplograph.web.reply import Refused, Reply
from diplograph.web.workers.frames import HEAD, LENGTHS, pack, receive, unpack_head

__all__ = ["Lane", "Nursery"]

_MOST_JOBS = 1000  # a worker is replaced after so many, so that what it leaks or fragments does not add up
_BUSY = "the server is busy; ask again in a few seconds"


@dataclass(slots=True)
class _Worker:
    """One process and the way to talk to it."""

    process: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    jobs: int = 0


@dataclass(slots=True)
class Nursery:
    """The process that forks workers; it is started anew should it end."""

    settings: Mapping[str, Any]
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _control: socket.socket | None = field(default=None, init=False)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def start(self) -> None:
        """Load the graph.

        Raises:
            Fault: It cannot be loaded.
        """
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "diplograph.web.workers.nursery", str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
        theirs.close()
        self._control = ours
        ours.sendall(pack(self.settings))
        told = receive(ours)
        if told is None:
            self.stop()
            raise Fault(
                "the graph could not be loaded: its process ended", None, "see what it wrote above, and whether there is memory enough"
            )
        if "fault" in told[0]:
            self.stop()
            what, place, cure = told[0]["fault"]
            raise Fault(what, place or None, cure)

    def stop(self) -> None:
        """End the process and all workers."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    async def fork(self) -> _Worker:
        """A new worker."""
        ours, theirs = socket.socketpair()
        try:
            process = await self._ordered({"fork": True}, theirs)
        finally:
            theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours)
        return _Worker(process, reader, writer)

    async def end(self, worker: _Worker) -> None:
        """Kill a worker and see it buried."""
        worker.writer.transport.abort()
        await self._ordered({"end": worker.process}, None)

    async def _ordered(self, order: Mapping[str, Any], channel: socket.socket | None) -> int:
        async with self._lock:
            return await asyncio.to_thread(self._order, order, channel)

    def _order(self, order: Mapping[str, Any], channel: socket.socket | None) -> int:
        """Send an order; for a fork, the number of the new process.

        The forking process does nothing else than this, so that waiting for it is waiting for a fork.
        """
        if self._control is None:
            return 0
        try:
            return self._sent(order, channel)
        except OSError:
            if channel is None:  # whoever forked the worker has gone, and the worker with it
                return 0
        self.stop()
        self.start()
        return self._sent(order, channel)

    def _sent(self, order: Mapping[str, Any], channel: socket.socket | None) -> int:
        if self._control is None:
            raise OSError("no process")
        extra = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [channel.fileno()]))] if channel is not None else []
        self._control.sendmsg([b"\0"], extra)
        self._control.sendall(pack(order))
        if channel is None:
            return 0
        told = receive(self._control)
        if told is None:
            raise OSError("no process")
        return int(told[0]["process"])


@dataclass(slots=True)
class Lane:
    """Some workers of one purpose, a queue before them, and a time limit.

    Attributes:
        nursery: Where workers come from.
        size: How many may work at once.
        waiting: How many requests may wait; further ones are told to come back.
        timeout: Seconds that a request may wait, and again that its answer may take.
    """

    nursery: Nursery
    size: int
    waiting: int
    timeout: float
    _idle: deque[_Worker] = field(default_factory=deque, init=False)
    _busy: list[_Worker] = field(default_factory=list, init=False)
    _over: bool = field(default=False, init=False)
    _room: asyncio.Semaphore = field(init=False)
    _queued: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.size)

    async def run(self, job: Mapping[str, Any], body: bytes = b"") -> Reply:
        """The answer to a job.

        Raises:
            Refused: Too many wait, the time is over, or the worker has died of it: 503.
        """
        async with self._admitted():
            worker = self._idle.popleft() if self._idle else await self.nursery.fork()
            self._busy.append(worker)
            sound = False
            try:
                async with asyncio.timeout(self.timeout):
                    reply = await _asked(worker, job, body)
                sound = True
            except TimeoutError as error:
                message = f"took longer than {self.timeout:g} seconds and was ended; ask for less, or add LIMIT"
                raise Refused(503, message, Retry_After="60") from error
            except (asyncio.IncompleteReadError, OSError) as error:
                message = "needed too much memory or broke off, and was ended; ask for less, or add LIMIT"
                raise Refused(503, message, Retry_After="60") from error
            finally:
                worker.jobs += 1
                self._busy.remove(worker)
                if sound and worker.jobs < _MOST_JOBS:
                    self._idle.append(worker)
                else:
                    await asyncio.shield(self.nursery.end(worker))
        return reply

    async def close(self) -> None:
        """End all workers; whoever waits for one is told that it broke off, and whoever comes later that the server is ending."""
        self._over = True
        for worker in (*self._busy, *self._idle):
            await self.nursery.end(worker)
        self._idle.clear()

    @contextlib.asynccontextmanager
    async def _admitted(self) -> AsyncIterator[None]:
        """A place among those who run."""
        if self._over:
            raise Refused(503, "the server is ending")
        if self._room.locked() and self._queued >= self.waiting:
            raise Refused(503, _BUSY, Retry_After="5")
        self._queued += 1
        try:
            async with asyncio.timeout(self.timeout):
                await self._room.acquire()
        except TimeoutError as error:
            raise Refused(503, _BUSY, Retry_After="10") from error
        finally:
            self._queued -= 1
        try:
            if self._over:
                raise Refused(503, "the server is ending")
            yield
        finally:
            self._room.release()


async def _asked(worker: _Worker, job: Mapping[str, Any], body: bytes) -> Reply:
    worker.writer.write(pack(job, body))
    await worker.writer.drain()
    head_length, body_length = LENGTHS.unpack(await worker.reader.readexactly(HEAD))
    head = unpack_head(await worker.reader.readexactly(head_length))
    data = await worker.reader.readexactly(body_length)
    return Reply(data, head["media"], head["status"], head["headers"])
