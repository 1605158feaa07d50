"""Foreign text and addresses, fit for a message."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from diplograph.errors import Fault

__all__ = ["LINE", "check_url", "printable", "shown", "shown_safely"]

LINE = 200  # characters of foreign text that a message shows


def printable(text: str) -> str:
    """A text without what a terminal would obey, and not too long."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LINE]


def check_url(url: str) -> None:
    """Refuse what is no plain web address, and never repeat a password in saying so."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise Fault("the endpoint's URL is malformed", None, "write it as https://host/path") from error
    if parts.scheme not in ("http", "https"):
        scheme = f"{printable(parts.scheme)[:20]}:" if parts.scheme else "a bare name"
        raise Fault(f"an endpoint's URL begins with http: or https:, not with {scheme}", None, "name a web address")
    if parts.username is not None or parts.password is not None:
        raise Fault("the endpoint's URL holds a username or password", shown(parts), "give them apart from the URL")
    if not sound or not re.fullmatch(r"[!-~]+", url):
        what = "the endpoint's URL is malformed"
        raise Fault(what, None, "write it as https://host/path, with other letters percent-encoded")


def shown(parts: SplitResult) -> str:
    """A URL without credentials, query and fragment."""
    return printable(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.netloc else parts.path)


def shown_safely(url: str) -> str:
    """`shown` for a URL that may be malformed."""
    try:
        return shown(urlsplit(url))
    except ValueError:
        return "a malformed URL"
