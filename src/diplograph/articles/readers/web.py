"""One page from the web, fetched politely: once, within limits of time and size, with a User-Agent that says who asks.

Redirects are followed by hand, to http and https only, never from https to http, and never from another host into this machine or its
own network. Proxy settings of the environment apply, as everywhere in urllib. Nothing is kept. Nothing
is crawled either: only the addresses that a user names are fetched, so that robots.txt is not asked, as browsers do not.
"""

from __future__ import annotations

import ipaddress
import re
import time
from dataclasses import dataclass
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request

from diplograph.errors import Fault
from diplograph.remote import opener

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from diplograph.articles.options import Limits

__all__ = ["Fetched", "fetch", "is_url"]

_TAKEN = re.compile(r"text/.+|application/(xhtml\+xml|json|x-ndjson|jsonl(ines)?|x-jsonlines|ld\+json|csv|gzip|x-gzip|warc|octet-stream)")
_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9, application/json;q=0.8, */*;q=0.1"
_MOVED = {301, 302, 303, 307, 308}
_CHUNK = 64 * 1024
_CURES = {401: "give a page that is open", 403: "it may refuse programs: save the page and name the file", 404: "look at the URL",
          410: "look at the URL", 429: "try again later, with fewer pages", 503: "try again later"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer from the web.

    Attributes:
        url: Where it came from in the end.
        media: Its media type, without parameters, in small letters; empty where none is said.
        charset: The encoding that it declares.
        data: Its bytes.
    """

    url: str
    media: str
    charset: str | None
    data: bytes


def is_url(source: str) -> bool:
    """Whether a source is meant as an address on the web."""
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def fetch(url: str, limits: Limits, contact: str | None = None) -> Fetched:
    """Fetch one page.

    Args:
        url: Its address.
        limits: Of time, size and redirects.
        contact: A site or mail address to name in the User-Agent.

    Raises:
        Fault: The contact cannot be sent; or the address is malformed, cannot be reached in time, refuses, sends too much, or sends
            what holds no article.
    """
    if contact is not None and not re.fullmatch(r"[!-'*-~][ -'*-~]*", contact):
        raise Fault("a contact is one line of plain letters without brackets", "--contact", "write a site or mail address")
    deadline = time.monotonic() + limits.seconds
    agent = _agent(contact)
    at = url
    for _ in range(limits.redirects + 1):
        _check(at)
        found = _one(at, deadline, limits, agent)
        if isinstance(found, Fetched):
            return found
        _check_step(at, found)
        at = found
    raise Fault(f"redirects more than {limits.redirects} times", _shown(url), "open it in a browser, and give the last address")


def _one(url: str, deadline: float, limits: Limits, agent: str) -> Fetched | str:
    """One answer, or where it redirects to."""
    request = Request(url, headers={"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "identity"})  # noqa: S310 - checked
    try:
        with opener(deadline).open(request, timeout=max(deadline - time.monotonic(), 0.01)) as response:
            return _whole(url, response, limits)
    except HTTPError as error:
        with error:
            target = error.headers.get("Location")
            if error.code in _MOVED and target:
                return urljoin(url, target)
        cure = _CURES.get(error.code, "try again later, or save the page and name the file")
        raise Fault(f"answers with HTTP status {error.code}", _shown(url), cure) from error
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            cure = "try again, or save the page and name the file"
            raise Fault(f"does not answer in full within {limits.seconds:g} s", _shown(url), cure) from error
        told = " ".join(str(getattr(reason, "strerror", None) or reason).split())[:100] or type(reason).__name__
        raise Fault(f"cannot be reached, or broke off ({told})", _shown(url), "look at the URL and at your connection") from error


def _whole(url: str, response: HTTPResponse, limits: Limits) -> Fetched:
    """The answer, if it can hold an article and is small enough.

    Raises:
        Fault: It cannot, or is not.
    """
    media = response.headers.get_content_type() if response.headers.get("Content-Type") else ""
    if media and not _TAKEN.fullmatch(media):
        raise Fault(f"is {media[:60]}, in which no article can be read", _shown(url), "give the page, or save its text to a file")
    coded = (response.headers.get("Content-Encoding") or "identity").lower()
    if coded not in {"identity", "gzip", "x-gzip"}:  # gzip is unpacked, within limits, by whoever reads the bytes
        raise Fault(f"answers in the encoding {coded[:40]}, for which nobody asked", _shown(url), "save the page and name the file")
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > limits.fetched:
            raise Fault(f"sends more than {limits.fetched} bytes", _shown(url), "download it, and name the file")
    if response.length:
        raise Fault(f"broke off its answer {response.length} bytes early", _shown(url), "try again")
    return Fetched(url, media, response.headers.get_content_charset(), bytes(data))


def _check(url: str) -> None:
    """Refuse what is no plain web address."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise Fault("is a malformed URL", _printable(url), "write it as https://host/path") from error
    if parts.username is not None or parts.password is not None:
        raise Fault("holds a username or password", _shown(url), "give a page that is open")
    if not sound or not re.fullmatch(r"[!-~]+", url):
        raise Fault("is no http or https URL", _shown(url), "write it as https://host/path, with other letters percent-encoded")


def _check_step(url: str, target: str) -> None:
    """Refuse redirects that lead where the user did not mean to go."""
    _check(target)
    one, two = urlsplit(url), urlsplit(target)
    if one.scheme == "https" and two.scheme == "http":
        raise Fault(f"redirects from https to {_shown(target)}", _shown(url), "name that URL yourself if you trust it")
    if one.hostname != two.hostname and _is_inside(two.hostname or ""):
        raise Fault(f"redirects into a private network, to {_shown(target)}", _shown(url), "name that URL yourself if you trust it")


def _is_inside(host: str) -> bool:
    """Whether a host's name says that it is this machine or on its network (names are not looked up)."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or not re.search(r"[.:]", host):
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return not address.is_global


def _shown(url: str) -> str:
    """A URL for messages: without credentials, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _printable(url)
    return _printable(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:200]


def _agent(contact: str | None) -> str:
    """Who we say we are."""
    try:
        release = version("diplograph")
    except PackageNotFoundError:
        release = "0"
    return f"diplograph/{release} (reads single articles for its user{f'; {contact}' if contact else ''}) Python-urllib"
