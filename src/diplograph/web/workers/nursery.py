"""The process that workers are forked from, and the workers.

A thread cannot be killed, and pyoxigraph has no time limit and no memory limit (`reference/semweb.md` 6.3; oxigraph issue #1926). So every
query and every page is answered in a process of its own, which can be. This process loads the graph once, without threads, and forks: a
worker shares the graph's memory, and is there within some ten milliseconds. It is started as

    python -m diplograph.web.workers.nursery DESCRIPTOR

with the end of a socket pair. It takes `settings` first, then `fork` with the end of another pair, and `end` with the number of a process,
which it kills and buries: as nobody else does, a number is never used again too early. When the server goes, so do the workers.
"""

from __future__ import annotations

import array
import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from diplograph.errors import Fault
from diplograph.web.workers.frames import pack, receive

__all__ = ["main"]


def main(descriptor: int) -> None:
    """Serve one server until it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server ends us in its own time
    control = socket.socket(fileno=descriptor)
    told = receive(control)
    if told is None:
        return
    settings = told[0]
    try:
        from diplograph.web.workers.jobs import prepare

        context = prepare(settings)
    except Fault as fault:
        control.sendall(pack({"fault": [fault.what, str(fault.place or ""), fault.cure]}))
        return
    gc.collect()
    gc.freeze()  # what stands now is never looked at again, so that its memory stays shared
    control.sendall(pack({"ready": True}))
    children: set[int] = set()
    try:
        while (order := _order(control)) is not None:
            head, channel = order
            if channel is not None:
                child = _fork(control, channel, context, settings)
                children.add(child)
                control.sendall(pack({"process": child}))
            else:
                _end(int(head["end"]), children)
    finally:
        for child in tuple(children):
            _end(child, children)


def _order(control: socket.socket) -> tuple[dict[str, Any], socket.socket | None] | None:
    """The next order, with the socket for a new worker if it is one to fork."""
    size = array.array("i").itemsize
    mark, extra, _, _ = control.recvmsg(1, socket.CMSG_SPACE(size))
    if not mark:
        return None
    told = receive(control)
    if told is None:
        return None
    for level, kind, data in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            return told[0], socket.socket(fileno=array.array("i", data[:size])[0])
    return told[0], None


def _fork(control: socket.socket, channel: socket.socket, context: Any, settings: dict[str, Any]) -> int:  # noqa: ANN401 - the context is handed on
    child = os.fork()
    if child:
        channel.close()
        return child
    try:
        control.close()
        _limit(int(settings["memory"]))
        _work(channel, context)
    except BaseException as error:  # noqa: BLE001 - a worker that cannot go on ends, and costs only its own request
        if not isinstance(error, MemoryError | OSError):
            where = traceback.extract_tb(error.__traceback__)[-1]
            os.write(2, f"diplograph: a worker ended: {error!r} in {where.filename}:{where.lineno}\n".encode())
        os._exit(1)
    os._exit(0)


def _end(child: int, children: set[int]) -> None:
    if child in children:
        children.discard(child)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _limit(memory: int) -> None:
    """Let this process grow by so many bytes and no more, and leave no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sizes = Path("/proc/self/statm")
    if memory and sizes.is_file():  # elsewhere than on Linux the address space cannot be told, and is often not limited either
        present = int(sizes.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (present + memory, present + memory))


def _work(channel: socket.socket, context: Any) -> None:  # noqa: ANN401 - the context is handed on
    """Answer one job after another until the server closes the channel."""
    from diplograph.web.workers.jobs import perform, ready

    ready(context)
    while (told := receive(channel)) is not None:
        job, body = told
        reply = perform(context, job, body)
        head = {"status": reply.status, "media": reply.media, "headers": dict(reply.headers)}
        channel.sendall(pack(head, reply.body))


if __name__ == "__main__":
    main(int(sys.argv[1]))
