"""The manners with which anything on the web is asked, whatever it speaks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from dataclasses import KW_ONLY, dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, ClassVar, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from diplograph.errors import Fault
from diplograph.remote.deadline import opener
from diplograph.remote.headers import media_type, retry_after
from diplograph.remote.login import Digest, Login
from diplograph.remote.words import LINE, check_url, shown, shown_safely

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import Request

__all__ = ["MESSAGE", "Memory", "Polite", "version"]

MESSAGE = 4096  # bytes of a server's message that are read
_BUSY = frozenset({429, 503})
_FAILED = frozenset({500, 502, 504})
# Virtuoso answers 500 where we may not do something; waiting does not mend that.
_DENIED = re.compile(r"permission|\bsecurity\b|not allowed|forbidden|denied", re.IGNORECASE)
_CHUNK = 64 * 1024  # bytes read at a time

# What to do about the commoner failures.
_CURES = {
    400: "look at the {doing}; the endpoint may lack a function it uses",
    401: "give a username and password, or a token, and look whether the server wants them basic, digest or bearer",
    403: "give a contact in the User-Agent, and a username and password, or a token, that allow it",
    404: "look at the URL; the endpoint may have moved",
    405: "look at the URL; this one does not take a {doing}",
    413: "send less at once",
    415: "look at the URL; this one does not take what we send",
    429: "try again later, with fewer or smaller queries",
    503: "try again later",
    504: "make the {doing} smaller",
}


class Memory(Protocol):
    """Answers kept from earlier, so that nothing is asked twice."""

    def recall(self, question: str) -> tuple[str, bytes] | None:
        """The media type and the bytes of the answer to a question, if there is one that is not too old."""
        ...

    def keep(self, question: str, media: str, data: bytes) -> None:
        """Keep an answer; only good ones are kept."""
        ...


@dataclass(frozen=True, slots=True)
class Polite:
    """Something on the web, and the manners with which it is asked: one request at a time, no redirect, everything limited.

    Attributes:
        url: Where it is; http or https, without a password.
        timeout: Seconds that one try may take to connect, and again to answer in full.
        most_bytes: The largest answer that is read.
        agent: A User-Agent of the caller's own, instead of diplograph's.
        contact: A site or mail address for diplograph's User-Agent, as Wikimedia's policy asks.
        login: Who we are to it, if it wants to know.
        tries: How often to ask an endpoint that says it is busy (429, 503).
        persistent: Whether to ask again, too, where it fails (500, 502, 504) or the connection does.
        patience: Seconds to wait between tries, all together.
        sleep: Waits that many seconds.
        memory: Where answers are kept, if anywhere.

    Raises:
        Fault: One of these cannot serve.
    """

    url: str
    _: KW_ONLY
    timeout: float = 60.0
    most_bytes: int = 256 * 2**20
    agent: str | None = None
    contact: str | None = None
    login: Login | None = None
    tries: int = 4
    persistent: bool = False
    patience: float = 180.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False, compare=False)
    memory: Memory | None = field(default=None, repr=False, compare=False)
    _digest: Digest | None = field(default=None, init=False, repr=False, compare=False)
    _doing: ClassVar[str] = "query"

    def __post_init__(self) -> None:
        check_url(self.url)
        if not 0 < self.timeout < 10**6 or self.most_bytes < 1 or self.tries < 1 or not self.patience >= 0:
            raise Fault("the limits of time, size and tries must be above zero", self.name, "give positive numbers")
        if not re.fullmatch(r"[ -~]+", self.user_agent):
            what = "the User-Agent must be in printable ASCII, on one line"
            raise Fault(what, self.name, "write the contact in plain letters")
        if self.login is not None and self.login.kind == "digest":
            object.__setattr__(self, "_digest", Digest(self.login))  # it remembers the server's challenge

    @property
    def name(self) -> str:
        """The URL as messages show it: without its query, which may hold a key."""
        return shown(urlsplit(self.url))

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        if self.agent is not None:
            return self.agent
        contact = f" ({self.contact})" if self.contact else ""
        return f"diplograph/{version('diplograph')}{contact} SPARQLWrapper/{version('SPARQLWrapper')}"

    def open(self, request: Request) -> HTTPResponse:
        """Send a request once; it must carry `headers` already."""
        handlers = [] if self._digest is None else [self._digest.begin()]
        answer: HTTPResponse = opener(time.monotonic() + self.timeout, *handlers).open(request, timeout=self.timeout)
        return answer

    @property
    def headers(self) -> dict[str, str]:
        """What every request says of us."""
        return {"User-Agent": self.user_agent, **(self.login.sent if self.login else {})}

    def asked(
        self,
        send: Callable[[], HTTPResponse],
        wait: Callable[[str, bytes], float | None] | None = None,
        fine: Collection[int] = (),
    ) -> tuple[str, bytes]:
        """The media type and the bytes of the answer, asked for again while the server is busy.

        Args:
            send: Sends the request and gives the response.
            wait: Looks at an answer that came with success and says how long to wait where it only says busy.
            fine: Statuses that are as good as success here; what comes with them is not read.

        Raises:
            Fault: The server cannot be reached, refuses, redirects, asks for more patience than there is, or sends too much.
        """
        waited = 0.0
        for attempt in range(1, self.tries + 1):
            try:
                return self._try(send, wait, fine, 2.0**attempt)
            except _Again as again:
                if attempt == self.tries:
                    raise again.refused from again.__cause__
                if waited + again.pause > self.patience:
                    raise again.impatient from again.__cause__
                self.sleep(again.pause)
                waited += again.pause
        raise AssertionError("the last try returns or raises")

    def _try(
        self,
        send: Callable[[], HTTPResponse],
        wait: Callable[[str, bytes], float | None] | None,
        fine: Collection[int],
        otherwise: float,
    ) -> tuple[str, bytes]:
        """One try; `otherwise` is how long to wait for the next where the server does not say.

        Raises:
            _Again: There may be another try.
            Fault: There is none.
        """
        try:
            media, data, told = self._exchange(send)
        except HTTPError as error:
            with error:
                fault, pause = self._refusal(error), retry_after(error.headers, otherwise)
            if error.code in fine:
                return "", b""
            if error.code in _BUSY:
                raise _Again(pause, fault, self._impatient(f" ({error.code})", pause)) from error
            if self.persistent and error.code in _FAILED and not _DENIED.search(fault.what):
                raise _Again(pause, fault, fault) from error
            raise fault from error
        except _Lost as lost:
            if self.persistent:
                raise _Again(otherwise, lost, lost) from lost.__cause__
            raise
        lag = wait(media, data) if wait is not None else None
        if lag is None:
            return media, data
        pause = max(lag, told)
        raise _Again(pause, Fault("is busy, and answers nothing", self.name, "try again later"), self._impatient("", pause))

    def _impatient(self, code: str, pause: float) -> Fault:
        what = f"is busy{code} and wants to be left alone for {pause:.0f} s"
        return Fault(what, self.name, "try again after that, or be more patient")

    def _exchange(self, send: Callable[[], HTTPResponse]) -> tuple[str, bytes, float]:
        """One request: the media type and the whole answer, and how long Retry-After says to wait.

        Raises:
            HTTPError: The server refuses.
            Fault: All else that can go wrong on the way.
        """
        try:
            with send() as response:
                told = retry_after(response.headers, 0.0)
                return media_type(response.headers), self._whole(response), told
        except HTTPError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                what, cure = f"does not answer within {self.timeout:g} s", f"make the {self._doing} smaller, or allow more time"
            else:
                told_why = self.clean(str(getattr(reason, "strerror", None) or reason)) or type(reason).__name__
                what, cure = f"cannot be reached, or broke off ({told_why})", "look at the URL and at your connection"
            raise _Lost(what, self.name, cure) from error

    def _whole(self, response: HTTPResponse) -> bytes:
        """The answer's bytes, no more than the limit and no fewer than promised."""
        coded = response.headers.get("Content-Encoding", "identity")
        if coded.lower() != "identity":
            what = f"answers in the encoding {self.clean(coded)}, for which nobody asked"
            raise Fault(what, self.name, "tell the endpoint's operator")
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) + (response.length or 0) > self.most_bytes:
                what = f"sends more than {self.most_bytes} bytes"
                raise Fault(what, self.name, "add a LIMIT to the query, or allow more")
        if response.length:
            raise _Lost(f"broke off its answer {response.length} bytes early", self.name, "try again")
        return bytes(data)

    def _refusal(self, error: HTTPError) -> Fault:
        """The fault that an HTTP status other than success means."""
        target = error.headers.get("Location")
        if 300 <= error.code < 400:
            where = self.clean(shown_safely(target)) if target else "nowhere"
            return Fault(f"redirects ({error.code}) to {where}", self.name, "name that URL yourself if you trust it")
        try:
            data = error.read(MESSAGE)
        except (OSError, HTTPException, ValueError):
            data = b""
        said = self.line(media_type(error.headers), data) or self.line("", error.reason.encode(errors="replace"))
        cure = _CURES.get(error.code, "try again later, or make the {doing} smaller").format(doing=self._doing)
        return Fault(f"refuses the {self._doing} with HTTP status {error.code}{said}", self.name, cure)

    def line(self, media: str, data: bytes) -> str:
        """The first line of a server's message, as the end of a sentence; of a page, its title."""
        text = data.decode("utf-8", "replace")
        if "html" in media:
            title = re.search(r"<title[^<>]*>([^<]*)</title", text, re.IGNORECASE)
            text = " ".join(title[1].split()) if title else ""
        lines = (self.clean(line) for line in text.splitlines())
        said = next(filter(None, lines), "")
        return f": {said}" if said else ""

    def clean(self, text: str) -> str:
        """Foreign text made fit for a message: printable, short, and without the password."""
        for secret in self.login.hidden if self.login else ():
            text = text.replace(secret, "***")
        plain = "".join(letter if letter.isprintable() else " " for letter in text)
        plain = " ".join(plain.split())
        return plain if len(plain) <= LINE else f"{plain[:LINE]}…"


class _Lost(Fault):
    """The connection failed, so that nobody knows what became of the request."""


class _Again(Exception):  # noqa: N818 - no error yet
    """A try that failed in a way that waiting may mend.

    Attributes:
        pause: How long to wait, in seconds.
        refused, impatient: What is wrong if there is no further try, and if there is not so much patience.
    """

    def __init__(self, pause: float, refused: Fault, impatient: Fault) -> None:
        super().__init__(str(refused))
        self.pause, self.refused, self.impatient = pause, refused, impatient


def version(package: str) -> str:
    """A package's version; `0` where it is not installed."""
    from importlib.metadata import PackageNotFoundError  # slow to import
    from importlib.metadata import version as installed

    try:
        return installed(package)
    except PackageNotFoundError:
        return "0"
