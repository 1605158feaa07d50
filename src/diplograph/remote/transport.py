"""The way of one request: SPARQLWrapper on connections that follow no redirect and know a deadline."""

from __future__ import annotations

import io
import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

if TYPE_CHECKING:
    import socket
    from email.message import Message

    from SPARQLWrapper import SPARQLWrapper

__all__ = ["media_type", "remote", "retry_after"]


def media_type(headers: Message) -> str:
    """The media type a message declares, or nothing (the standard library would make text/plain of that)."""
    return headers.get_content_type() if headers.get("Content-Type") else ""


def retry_after(headers: Message, otherwise: float) -> float:
    """Seconds to wait, at least one, as Retry-After says in seconds or as a date (RFC 9110, 10.2.3).

    A date is held against the server's own, so that our clock does not matter.
    """
    told = (headers.get("Retry-After") or "").strip()
    if re.fullmatch(r"[0-9]+", told):
        return max(1.0, float(told))
    until = _date(told)
    if until is None:
        return otherwise
    since = _date(headers.get("Date") or "") or datetime.now(UTC)
    return max(1.0, (until - since).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def remote(url: str, agent: str, seconds: float) -> SPARQLWrapper:
    """A SPARQLWrapper for one request, which follows no redirect and knows a deadline.

    `_query` and `_createRequest` are private there: a test pins them.
    """
    from SPARQLWrapper import SPARQLWrapper  # slow to import

    class Remote(SPARQLWrapper):
        def _query(self) -> tuple[HTTPResponse, str]:
            deadline = time.monotonic() + seconds
            opener = build_opener(_NoRedirect, _Plain(deadline), _Secure(deadline))
            return opener.open(self._createRequest(), timeout=seconds), self.returnFormat

    return Remote(url, agent=agent)


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: urllib would take the credentials along to another host, and leave the query behind."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 - as its parent has it
        return None


class _Plain(HTTPHandler):
    """Opens http with a deadline for the answer."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPConnection, self.deadline), request)


class _Secure(HTTPSHandler):
    """Opens https with a deadline for the answer; certificates are verified, as is the default."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPSConnection, self.deadline), request)


def _connection(kind: type[HTTPConnection], deadline: float, host: str, **options: Any) -> HTTPConnection:  # noqa: ANN401
    connection = kind(host, **options)
    connection.response_class = partial(_Answer, deadline=deadline)  # type: ignore[assignment]  # called, never subclassed
    return connection


class _Answer(HTTPResponse):
    """A response whose status line, headers and body must all arrive before the deadline.

    urllib's own limit is for each read of the socket: a server that sends a byte now and then holds it for ever.
    """

    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **options: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, deadline))


class _Timed(io.RawIOBase):
    """The bytes of a socket, up to a deadline of the monotonic clock."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        """It is made for reading."""
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - any writable buffer
        """Wait for bytes no longer than the deadline allows."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()
