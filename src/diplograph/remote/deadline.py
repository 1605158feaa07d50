"""HTTP over urllib, the whole answer of which must arrive before a deadline.

urllib's own limit is for each read of the socket: a server that sends a byte now and then holds it for ever. Redirects are not
followed either: urllib would take credentials along to another host, and leave a query behind.
"""

from __future__ import annotations

import io
import time
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, build_opener

if TYPE_CHECKING:
    import socket
    from urllib.request import BaseHandler, Request

__all__ = ["opener"]


def opener(deadline: float, *handlers: BaseHandler) -> OpenerDirector:
    """An opener that follows no redirect, and of whose answers status line, headers and body must all arrive in time.

    Certificates are verified, and proxy settings of the environment apply, as is urllib's default. What comes late raises TimeoutError.

    Args:
        deadline: A moment of the monotonic clock, in seconds.
        handlers: What else takes part, such as one that authenticates.
    """
    return build_opener(_NoRedirect, _Plain(deadline), _Secure(deadline), *handlers)


class _NoRedirect(HTTPRedirectHandler):
    """Follows nothing by itself: the caller looks at each step first."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Plain(HTTPHandler):
    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, _Hearing, self.deadline), request)


class _Secure(HTTPSHandler):
    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, _HearingSecure, self.deadline), request)


def _connection(kind: type[HTTPConnection], deadline: float, host: str, **options: Any) -> HTTPConnection:  # noqa: ANN401 - urllib's own
    connection = kind(host, **options)
    connection.response_class = partial(_Answer, deadline=deadline)  # type: ignore[assignment]  # called, never subclassed
    return connection


class _Hearing(HTTPConnection):
    """A connection that hears what a server says who hangs up while we still speak: too large, not allowed."""

    def request(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - its parent's
        with suppress(BrokenPipeError, ConnectionResetError):  # where nothing was said either, reading the answer raises
            super().request(*args, **options)


class _HearingSecure(_Hearing, HTTPSConnection):
    """The same over TLS."""


class _Answer(HTTPResponse):
    """A response that reads its socket through a clock."""

    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **options: Any) -> None:  # noqa: ANN401 - its parent's
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, deadline))


class _Timed(io.RawIOBase):
    """The bytes of a socket, up to a deadline."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - any writable buffer
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
