"""One polite client for SPARQL endpoints on the web.

It is SPARQLWrapper held as its measured habits demand: the query's kind comes from a parser and not from a regular
expression, one POST per question says who asks, no redirect is followed, and an answer must be of the right media type,
whole, small enough and in time before pyoxigraph parses it. `Retry-After` is honoured (Wikidata bans for a day who
ignores it). Proxy settings of the environment apply, as everywhere in urllib.

An answer is not trusted. In pyoxigraph 0.5.13 deeply nested triple terms end the process without an exception (6,000
levels in JSON, 400 where the stack is 512 KiB; measured), so an answer nested deeper than any honest one is refused
unread.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from email.message import Message

    from SPARQLWrapper import SPARQLWrapper

__all__ = ["Endpoint", "Form", "RawAnswer", "form_of"]

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
# What an endpoint answers, in pyoxigraph's own terms.
RawAnswer: TypeAlias = "QuerySolutions | QueryBoolean | tuple[Triple, ...]"

# The media types we ask for, and those we take: Virtuoso and older servers have their own names for Turtle.
_ASK_RESULTS = "application/sparql-results+json, application/json;q=0.5"
_ASK_GRAPH = "application/n-triples, text/turtle;q=0.5"
_RESULTS = frozenset({"application/sparql-results+json", "application/json"})
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE, "application/turtle": RdfFormat.TURTLE, "application/x-turtle": RdfFormat.TURTLE,
}  # fmt: skip
# What to do about the commoner failures.
_CURES = {
    400: "look at the query; the endpoint may lack a function it uses",
    401: "give the endpoint's username and password",
    403: "give a contact in the User-Agent, and a username and password if it asks for them",
    404: "look at the URL; the endpoint may have moved",
    405: "look at the URL; an endpoint answers POST",
    429: "try again later, with fewer or smaller queries",
    503: "try again later",
    504: "make the query smaller",
}
_BUSY = frozenset({429, 503})
_CHUNK = 64 * 1024  # bytes read at a time
_MESSAGE = 4096  # bytes of a server's message that are read
_LINE = 200  # characters of it that are shown
# Brackets in SPARQL JSON results go 5 deep, and 2 deeper with each triple term within a triple term.
_MOST_NESTED = 64
# Strings, also unfinished ones, so that no start is tried twice and hostile bytes take no more than linear time.
_JSON_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+["\\]?', re.DOTALL)
_N_TRIPLES_STRING = re.compile(rb'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+["\\]?')
_PAIR = re.compile(rb"[\[{][^\[\]{}]*[\]}]")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL endpoint, and the manners with which it is asked.

    Attributes:
        url: Where it is; http or https, without a password.
        timeout: Seconds that one try may take to connect, and again to answer in full.
        most_bytes: The largest answer that is read.
        agent: A User-Agent of the caller's own, instead of diplograph's.
        contact: A site or mail address for diplograph's User-Agent, as Wikimedia's policy asks.
        username, password: Sent with HTTP Basic authentication; both or neither.
        tries: How often to ask an endpoint that says it is busy (429, 503).
        patience: Seconds to wait between tries, all together.
        sleep: Waits that many seconds.

    Raises:
        Fault: One of these cannot serve.
    """

    url: str
    _: KW_ONLY
    timeout: float = 60.0
    most_bytes: int = 256 * 2**20
    agent: str | None = None
    contact: str | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tries: int = 4
    patience: float = 180.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_url(self.url)
        if not 0 < self.timeout < 10**6 or self.most_bytes < 1 or self.tries < 1 or not self.patience >= 0:
            raise Fault("the limits of time, size and tries must be above zero", self.name, "give positive numbers")
        if bool(self.username) != bool(self.password) or ":" in (self.username or ""):
            what = "needs a username without a colon and a password, or neither"
            raise Fault(what, self.name, "give both, or leave both out")
        if not re.fullmatch(r"[ -~]+", self.user_agent):
            what = "the User-Agent must be in printable ASCII, on one line"
            raise Fault(what, self.name, "write the contact in plain letters")

    @property
    def name(self) -> str:
        """The URL as messages show it: without its query, which may hold a key."""
        return _shown(urlsplit(self.url))

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        if self.agent is not None:
            return self.agent
        contact = f" ({self.contact})" if self.contact else ""
        return f"diplograph/{_version('diplograph')}{contact} SPARQLWrapper/{_version('SPARQLWrapper')}"

    def query(self, text: str) -> RawAnswer:
        """What the endpoint answers to a query.

        Solutions can be walked once and are known to be well-formed to the end; triples come in the order sent.

        Raises:
            Fault: The query is malformed or an update, or the endpoint cannot be reached, refuses, redirects, asks for
                more patience than there is, is too slow, or sends too much or what is no answer.
        """
        form = form_of(text)
        media, data = self._ask(form, text)
        if media not in (_RESULTS if form in ("SELECT", "ASK") else _GRAPHS):
            said = self._line(media, data[:_MESSAGE])
            what = f"answers with {self._clean(media) or 'no media type'} and no {form} result{said}"
            raise Fault(what, self.name, "look at the URL; it may be a page, or an error sent as a success")
        if _too_deep(media, data):
            what = "sends an answer nested too deeply to be read safely"
            raise Fault(what, self.name, "ask for no triple terms; if you did not, distrust the endpoint")
        try:
            return _graph(media, data) if media in _GRAPHS else _results(form, data)
        except SyntaxError as error:
            cure = "try again; if it stays so, tell the endpoint's operator"
            raise Fault(f"sends a malformed or broken-off answer: {self._clean(error.msg)}", self.name, cure) from error

    def _ask(self, form: Form, text: str) -> tuple[str, bytes]:
        """The media type and the bytes of the answer, asked for again while the endpoint is busy."""
        waited = 0.0
        for attempt in range(1, self.tries + 1):
            try:
                return self._exchange(form, text)
            except HTTPError as error:
                with error:
                    fault = self._refusal(error)
                    pause = _pause(error.headers, 2.0**attempt)
                if error.code not in _BUSY or attempt == self.tries:
                    raise fault from error
                if waited + pause > self.patience:
                    what = f"is busy ({error.code}) and wants to be left alone for {pause:.0f} s"
                    raise Fault(what, self.name, "try again after that, or be more patient") from error
            self.sleep(pause)
            waited += pause
        raise AssertionError("the last try returns or raises")

    def _exchange(self, form: Form, text: str) -> tuple[str, bytes]:
        """One question and its whole answer.

        Raises:
            HTTPError: The endpoint refuses.
            Fault: All else that can go wrong on the way.
        """
        try:
            response = self._prepared(form, text).query().response
            with response:
                return _media(response.headers), self._whole(response)
        except HTTPError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                what, cure = f"does not answer within {self.timeout:g} s", "make the query smaller, or allow more time"
            else:
                told = self._clean(str(getattr(reason, "strerror", None) or reason)) or type(reason).__name__
                what, cure = f"cannot be reached, or broke off ({told})", "look at the URL and at your connection"
            raise Fault(what, self.name, cure) from error

    def _prepared(self, form: Form, text: str) -> SPARQLWrapper:
        """The request, ready to be sent once; two attributes are set directly, as `setQuery` would guess the kind."""
        from SPARQLWrapper import JSON, POST, TURTLE  # slow to import

        graph = form in ("CONSTRUCT", "DESCRIBE")
        request = _remote(self.url, self.user_agent, self.timeout)
        request.setMethod(POST)
        request.setOnlyConneg(True)
        request.setReturnFormat(TURTLE if graph else JSON)
        request.addCustomHttpHeader("Accept", _ASK_GRAPH if graph else _ASK_RESULTS)
        request.queryString = text
        request.queryType = form
        request.setCredentials(self.username, self.password)
        return request

    def _whole(self, response: HTTPResponse) -> bytes:
        """The answer's bytes, no more than the limit and no fewer than promised."""
        coded = response.headers.get("Content-Encoding", "identity")
        if coded.lower() != "identity":
            what = f"answers in the encoding {self._clean(coded)}, for which nobody asked"
            raise Fault(what, self.name, "tell the endpoint's operator")
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) + (response.length or 0) > self.most_bytes:
                what = f"sends more than {self.most_bytes} bytes"
                raise Fault(what, self.name, "add a LIMIT to the query, or allow more")
        if response.length:
            raise Fault(f"broke off its answer {response.length} bytes early", self.name, "try again")
        return bytes(data)

    def _refusal(self, error: HTTPError) -> Fault:
        """The fault that an HTTP status other than success means."""
        target = error.headers.get("Location")
        if 300 <= error.code < 400:
            where = self._clean(_shown_safely(target)) if target else "nowhere"
            return Fault(f"redirects ({error.code}) to {where}", self.name, "name that URL yourself if you trust it")
        try:
            data = error.read(_MESSAGE)
        except (OSError, HTTPException, ValueError):
            data = b""
        said = self._line(_media(error.headers), data) or self._line("", error.reason.encode(errors="replace"))
        cure = _CURES.get(error.code, "try again later, or make the query smaller")
        return Fault(f"refuses the query with HTTP status {error.code}{said}", self.name, cure)

    def _line(self, media: str, data: bytes) -> str:
        """The first line of a server's message, as the end of a sentence; of a page, its title."""
        text = data.decode("utf-8", "replace")
        if "html" in media:
            title = re.search(r"<title[^<>]*>([^<]*)</title", text, re.IGNORECASE)
            text = " ".join(title[1].split()) if title else ""
        lines = (self._clean(line) for line in text.splitlines())
        said = next(filter(None, lines), "")
        return f": {said}" if said else ""

    def _clean(self, text: str) -> str:
        """Foreign text made fit for a message: printable, short, and without the password."""
        if self.username and self.password:
            for secret in (self.password, _basic(self.username, self.password)):
                text = text.replace(secret, "***")
        plain = "".join(letter if letter.isprintable() else " " for letter in text)
        plain = " ".join(plain.split())
        return plain if len(plain) <= _LINE else f"{plain[:_LINE]}…"


def form_of(text: str) -> Form:
    """The kind of a query, by rdflib's parser, which knows SPARQL 1.1 and no vendor's extensions.

    Raises:
        Fault: It is malformed, too deeply nested, or an update; with its line where the parser says it.
    """
    from pyparsing import ParseBaseException  # slow to import
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        text.encode()
        name = parseQuery(text)[1].name
    except ParseBaseException as error:
        place = Place.of("query", error.lineno)
        if _is_update(text):
            raise Fault("is an update", place, "ask a query; diplograph changes nothing on an endpoint") from error
        what = f"is malformed at column {error.column}: {_printable(error.msg)}"
        raise Fault(what, place, "mend the query; only SPARQL 1.1 can be sent") from error
    except RecursionError as error:
        raise Fault("is nested too deeply", "query", "take some brackets out") from error
    except ValueError as error:
        raise Fault(f"is malformed: {_printable(str(error))}", "query", "mend the escape, or the character") from error
    return cast("Form", name.removesuffix("Query").upper())


def _is_update(text: str) -> bool:
    from pyparsing import ParseBaseException  # slow to import
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(parseUpdate(text).request)
    except (ParseBaseException, RecursionError, ValueError):
        return False


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:_LINE]


def _check_url(url: str) -> None:
    """Refuse what is no plain web address, and never repeat a password in saying so."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise Fault("the endpoint's URL is malformed", None, "write it as https://host/path") from error
    if parts.scheme not in ("http", "https"):
        shown = f"{_printable(parts.scheme)[:20]}:" if parts.scheme else "a bare name"
        raise Fault(f"an endpoint's URL begins with http: or https:, not with {shown}", None, "name a web address")
    if parts.username is not None or parts.password is not None:
        raise Fault("the endpoint's URL holds a username or password", _shown(parts), "give them apart from the URL")
    if not sound or not re.fullmatch(r"[!-~]+", url):
        what = "the endpoint's URL is malformed"
        raise Fault(what, None, "write it as https://host/path, with other letters percent-encoded")


def _shown(parts: SplitResult) -> str:
    """A URL without credentials, query and fragment."""
    return _printable(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.netloc else parts.path)


def _shown_safely(url: str) -> str:
    try:
        return _shown(urlsplit(url))
    except ValueError:
        return "a malformed URL"


def _basic(username: str, password: str) -> str:
    """What HTTP Basic authentication sends (RFC 7617)."""
    from base64 import b64encode  # beside its only use

    return b64encode(f"{username}:{password}".encode(errors="replace")).decode()


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


def _media(headers: Message) -> str:
    """The media type a message declares, or nothing (the standard library would make text/plain of that)."""
    return headers.get_content_type() if headers.get("Content-Type") else ""


def _pause(headers: Message, otherwise: float) -> float:
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


def _too_deep(media: str, data: bytes) -> bool:
    """Whether an answer nests deeper than the parser could bear.

    In JSON brackets are paired off, in N-Triples the openings of triple terms outside literals counted. Turtle has too
    many kinds of quotes to tell them cheaply, so there the openings inside literals count too.
    """
    if media == "application/n-triples":
        return data.count(b"<<") > _MOST_NESTED and _N_TRIPLES_STRING.sub(b"", data).count(b"<<") > _MOST_NESTED
    if media in _GRAPHS:
        return data.count(b"<<") > _MOST_NESTED
    bare = _JSON_STRING.sub(b"", data)
    for _ in range(_MOST_NESTED):
        bare, pairs = _PAIR.subn(b"", bare)
        if not pairs:
            break
    # What has no partner is a broken answer, or has too many levels within it.
    return bare.count(b"[") + bare.count(b"{") > _MOST_NESTED or _PAIR.search(bare) is not None


def _graph(media: str, data: bytes) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in pyoxigraph.parse(data, format=_GRAPHS[media]))


def _results(form: Form, data: bytes) -> QuerySolutions | QueryBoolean:
    """Solutions or a verdict; solutions are walked once before, as pyoxigraph finds their errors on the way.

    Raises:
        SyntaxError: They are malformed, or not of the query's kind.
    """
    answer = pyoxigraph.parse_query_results(data, format=QueryResultsFormat.JSON)
    if isinstance(answer, QueryBoolean):
        if form != "ASK":
            raise SyntaxError("a verdict where solutions were asked for")
        return answer
    if form != "SELECT":
        raise SyntaxError("solutions where a verdict was asked for")
    for _ in answer:
        pass
    return cast("QuerySolutions", pyoxigraph.parse_query_results(data, format=QueryResultsFormat.JSON))


def _remote(url: str, agent: str, seconds: float) -> SPARQLWrapper:
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
