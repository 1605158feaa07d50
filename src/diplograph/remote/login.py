"""Who we are to a server that wants to know: basic, digest and bearer authentication (RFC 7617, RFC 7616, RFC 6750)."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import md5, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.request import AbstractDigestAuthHandler, BaseHandler, HTTPPasswordMgr, Request, parse_http_list, parse_keqv_list

from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import Message
    from http.client import HTTPResponse

__all__ = ["KINDS", "Digest", "Kind", "Login", "login"]

Kind = Literal["basic", "digest", "bearer"]
KINDS: tuple[Kind, ...] = ("basic", "digest", "bearer")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password, or a token.

    Attributes:
        kind: How they are sent. With `basic` and `bearer` they go along with every request, readable by whoever reads the line where it
            is not https; with `digest` the password itself is never sent.
        secret: The password or the token.
        user: The name; none for a token.

    Raises:
        Fault: They cannot be sent so.
    """

    kind: Kind
    secret: str = field(repr=False)
    user: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Fault(f'there is no authentication "{self.kind}" here', "--auth", f"choose one of {', '.join(KINDS)}")
        if self.kind == "bearer":
            if not _TOKEN.fullmatch(self.secret):
                raise Fault("bearer authentication needs a token of letters, digits and ._~+/-=", None, "look whether it is whole")
        elif not self.user or not self.secret or ":" in self.user or not (self.user + self.secret).isprintable():
            raise Fault(f"{self.kind} authentication needs a username without a colon and a password", None, "give both, on one line each")
        elif self.kind == "digest" and not self.user.isascii():
            raise Fault("digest authentication needs a username in ASCII", None, "take another user, or basic over https")

    @property
    def sent(self) -> Mapping[str, str]:
        """The header that goes along with every request; none where the server asks for it first."""
        if self.kind == "digest":
            return {}
        return {"Authorization": f"Bearer {self.secret}" if self.kind == "bearer" else f"Basic {self._pair}"}

    @property
    def hidden(self) -> tuple[str, ...]:
        """What no message may show."""
        return (self.secret,) if self.kind == "bearer" else (self.secret, self._pair)

    @property
    def _pair(self) -> str:
        return b64encode(f"{self.user}:{self.secret}".encode(errors="replace")).decode()


def login(given: str, environment: Mapping[str, str]) -> Login:
    """Who we are, as a user says it: never on the command line itself, which other users of a machine can read.

    Args:
        given: One of `KINDS`: name and password, or token, are in the environment. Or a YAML file with `auth` (the kind), `user` and
            `password`, or `token`.
        environment: With `DIPLOGRAPH_USER` and `DIPLOGRAPH_PASSWORD`, or `DIPLOGRAPH_TOKEN`.

    Raises:
        Fault: Something is missing, or the file cannot be read; the message repeats no value.
    """
    kind = next((kind for kind in KINDS if kind == given), None)
    if kind is not None:
        wanted = ("DIPLOGRAPH_TOKEN",) if kind == "bearer" else ("DIPLOGRAPH_USER", "DIPLOGRAPH_PASSWORD")
        missing = next((name for name in wanted if not environment.get(name)), None)
        if missing:
            raise Fault(f"{missing} is not set", f"--login {kind}", "set it in the environment, or name a file that says who you are")
        return Login(kind, environment[wanted[-1]], environment[wanted[0]] if kind != "bearer" else None)
    fields = _fields(Path(given))
    kinds = [kind for kind in KINDS if kind == fields.get("auth", "bearer" if "token" in fields else "basic")]
    wanted = ("token",) if kinds == ["bearer"] else ("user", "password")
    if not kinds or set(fields) - {"auth"} != set(wanted):
        cure = "write auth: basic, user: … and password: …; auth: digest with the same; or auth: bearer and token: …"
        raise Fault("does not say who you are", given, cure)
    return Login(kinds[0], fields[wanted[-1]], fields.get("user"))


def _fields(file: Path) -> dict[str, str]:
    """The values of a login file by name.

    Raises:
        Fault: It is none.
    """
    import yaml

    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        cure = f"choose one of {', '.join(KINDS)}, or name a file that says who you are"
        raise Fault(f"cannot be read ({error.strerror or error})", str(file), cure) from error
    except (yaml.YAMLError, ValueError):
        raise Fault("is not YAML", str(file), "write one name: value on each line, values in quotes") from None  # it would show values
    if not isinstance(found, dict) or not all(isinstance(part, str) for pair in found.items() for part in pair):
        raise Fault("does not say who you are", str(file), "write one name: value on each line, values in quotes")
    return found


class Digest(AbstractDigestAuthHandler, BaseHandler):
    """Digest authentication for one server: its challenge is remembered, so that only the first request is sent twice.

    urllib's own handler meets each request unprepared: a long body is sent in vain, and a server that closes the connection on it is
    never understood.
    """

    auth_header = "Authorization"
    handler_order = 490  # before Basic, as urllib has it

    def __init__(self, login: Login) -> None:
        super().__init__(_Known(login))
        self._challenge: dict[str, str] = {}
        self._tries = 0

    def get_algorithm_impls(self, algorithm: str) -> tuple[Callable[[str], str], Callable[[str, str], str]]:
        """Digests of UTF-8 (urllib's own take ASCII alone), with SHA-256 beside MD5.

        Raises:
            ValueError: The server wants another one.
        """
        made = {"MD5": md5, "SHA-256": sha256}.get(algorithm.upper())
        if made is None:
            raise ValueError(f"digest authentication by {algorithm} is not known here")

        def hashed(text: str) -> str:
            return made(text.encode()).hexdigest()

        return hashed, lambda secret, data: hashed(f"{secret}:{data}")

    @property
    def challenged(self) -> bool:
        """Whether the server has asked already."""
        return bool(self._challenge)

    def begin(self) -> Digest:
        """The same, for the next request."""
        self._tries = 0
        return self

    def http_request(self, request: Request) -> Request:
        """Answer the challenge before it is put again."""
        if self._challenge:
            answer = self.get_authorization(request, self._challenge)
            if answer:
                request.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return request

    https_request = http_request

    def http_error_401(self, request: Request, refusal: HTTPResponse, _: int, __: str, headers: Message) -> HTTPResponse | None:
        """Learn the challenge and try again, once; and once more where the server says only that the old challenge is over."""
        told = (value.partition(" ") for value in headers.get_all("WWW-Authenticate", []))
        challenge = next(
            (parse_keqv_list(list(filter(None, parse_http_list(rest)))) for scheme, _, rest in told if scheme.lower() == "digest"), None
        )
        self._tries += 1
        if challenge is None or self._tries > 2 or (self._tries == 2 and challenge.get("stale", "").lower() != "true"):
            return None
        self._challenge = challenge
        refusal.close()
        answer: HTTPResponse = self.parent.open(request, timeout=request.timeout)
        return answer


class _Known(HTTPPasswordMgr):
    """Knows one password, whatever the realm: no redirect is followed, so that nobody else can ask."""

    def __init__(self, login: Login) -> None:
        super().__init__()
        self._pair = (login.user, login.secret)

    def find_user_password(self, *_: object) -> tuple[str | None, str | None]:
        return self._pair
