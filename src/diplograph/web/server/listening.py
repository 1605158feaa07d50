"""uvicorn, as we need it: patient with nobody, ended by us."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["listen"]

_MOST_CONNECTIONS = 512
_MOST_HEAD = 128 * 1024  # bytes of request line and headers; a query of 64 KiB may stand in the address
_HEAD_TIME = 15.0  # seconds in which the head of a connection's first request must come; uvicorn has no limit


class _Impatient(H11Protocol):
    """A connection that is closed where no request comes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it so
        """Begin to wait."""
        super().connection_made(transport)
        self.loop.call_later(_HEAD_TIME, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


async def listen(app: ASGIApp, listening: socket.socket, started: Callable[[], None], close: Callable[[], Awaitable[None]]) -> bool:
    """Serve on a socket until SIGINT or SIGTERM.

    Args:
        app: What answers.
        listening: A bound socket.
        started: Called when the server answers.
        close: Breaks off what is being answered, once no more requests are taken.

    Returns:
        Whether it was SIGINT that ended it.
    """
    config = uvicorn.Config(
        app, http=_Impatient, ws="none", lifespan="off", log_level="error", access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS, timeout_keep_alive=10, timeout_graceful_shutdown=3, h11_max_incomplete_event_size=_MOST_HEAD,
    )  # fmt: skip
    server = _Server(config)
    caught: list[int] = []
    closing: list[asyncio.Future[None]] = []

    def end(number: int) -> None:
        caught.append(number)
        server.should_exit = True
        closing.append(asyncio.ensure_future(close()))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
    telling = asyncio.create_task(_tell(server, started))
    await server.serve(sockets=[listening])
    telling.cancel()
    await asyncio.gather(*closing)
    return signal.SIGINT in caught


async def _tell(server: uvicorn.Server, started: Callable[[], None]) -> None:
    while not server.started:
        await asyncio.sleep(0.01)
    started()
