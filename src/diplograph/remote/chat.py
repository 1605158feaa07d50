"""A language model behind the chat completions interface that OpenAI made and many servers speak (llama.cpp, vLLM, Ollama …)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import Request

from diplograph.errors import Fault
from diplograph.remote.deadline import opener
from diplograph.remote.nesting import json_too_deep
from diplograph.remote.polite import Polite

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError

__all__ = ["Chat", "Refused", "Reply", "is_loopback"]

Message = Mapping[str, str]  # role and content

_CURES = {
    400: "look at the model's name, and whether the article is too long for it", 401: "put the key into DIPLOGRAPH_API_KEY",
    403: "look at what the key may do", 404: "look at the URL, which often ends in /v1, and at the model's name",
    429: "try again later: articles that were read are not asked for again",
}  # fmt: skip
# How the form of an answer can be asked for, best first. Servers that do not know one say 400 or 422 (501 for what is not implemented).
_UNKNOWN = frozenset({400, 422, 501})
_FORMS = ("json_schema", "json_object", "none")


class Refused(Fault):
    """A server's refusal, with its HTTP status."""

    def __init__(self, fault: Fault, code: int) -> None:
        super().__init__(fault.what, fault.place, fault.cure)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        text: Its words.
        tokens_in, tokens_out: What the server counted; 0 where it does not say.
        kept: Whether it was answered earlier, and kept.
    """

    text: str
    tokens_in: int
    tokens_out: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Chat(Polite):
    """A model and the manners with which it is asked; further attributes are those of `Polite`.

    Attributes:
        model: The model's name, as the server knows it.
        key: Sent as a bearer token; never shown.
        plain: Whether http may go to another machine than this one.
    """

    _: KW_ONLY
    model: str = ""
    key: str | None = field(default=None, repr=False)
    plain: bool = False
    _form: list[str] = field(default_factory=lambda: [_FORMS[0]], repr=False, compare=False)  # what the server was found to know

    def __post_init__(self) -> None:
        Polite.__post_init__(self)
        if urlsplit(self.url).scheme == "http" and not self.plain and not is_loopback(self.url):
            what = "is asked by http, which anybody on the way can read and change"
            raise Fault(what, self.name, "use https, a server on this machine, or --allow-http")
        if not self.model.strip() or not self.model.isprintable():
            raise Fault("the model has no name", self.name, "write openai:MODEL@URL")
        if self.key is not None and (not self.key.isascii() or not self.key.isprintable()):
            raise Fault("the key is none: it must be printable ASCII, on one line", self.name, "look at DIPLOGRAPH_API_KEY")

    def reply(self, messages: Sequence[Message], schema: Mapping[str, Any], accept: Callable[[str], bool]) -> Reply:
        """The model's answer.

        Args:
            messages: The conversation so far.
            schema: The JSON Schema of the answer that is wanted; servers that do not know such are asked without.
            accept: Whether an answer is worth keeping.

        Raises:
            Fault: The server cannot be reached, is too slow or busy, refuses (`Refused`), or answers with something else.
        """
        forms = _FORMS[_FORMS.index(self._form[0]) :]
        for form in forms:
            try:
                found = self._asked(self._body(messages, schema, form), accept)
            except Refused as fault:
                if fault.code not in _UNKNOWN or form == forms[-1]:
                    raise
                continue
            self._form[0] = form
            return found
        raise AssertionError("the last form returns or raises")

    def _body(self, messages: Sequence[Message], schema: Mapping[str, Any], form: str) -> bytes:
        body: dict[str, object] = {"model": self.model, "messages": list(messages), "stream": False}
        if form == "json_schema":
            body["response_format"] = {"type": form, "json_schema": {"name": "records", "strict": True, "schema": schema}}
        elif form == "json_object":
            body["response_format"] = {"type": form}
        if form != "none":
            body["temperature"] = 0
        return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()

    def _asked(self, body: bytes, accept: Callable[[str], bool]) -> Reply:
        question = f"{self.url} {body.decode()}"
        kept = self.memory.recall(question) if self.memory is not None else None
        media, data = kept or self.asked(lambda: self._send(body))
        reply = self._read(media, data, kept=kept is not None)
        if self.memory is not None and kept is None and accept(reply.text):
            self.memory.keep(question, media, data)
        return reply

    def _send(self, body: bytes) -> HTTPResponse:
        headers = {"User-Agent": self.user_agent, "Accept": "application/json", "Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(f"{self.url.rstrip('/')}/chat/completions", data=body, headers=headers)  # noqa: S310 - http and https only
        return cast("HTTPResponse", opener(time.monotonic() + self.timeout).open(request, timeout=self.timeout))

    def _read(self, media: str, data: bytes, *, kept: bool) -> Reply:
        cure = "look at the URL; it must be a server that speaks OpenAI's chat completions"
        if json_too_deep(data):
            raise Fault("sends an answer nested too deeply to be read safely", self.name, "distrust the server")
        try:
            told = json.loads(data)
            choice = told["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError) as error:
            raise Fault(f"answers with something else than a chat completion{self.line(media, data[:4096])}", self.name, cure) from error
        if not isinstance(text, str):
            raise Fault("answers without text", self.name, "try again, or another model")
        if choice.get("finish_reason") == "length":
            raise Fault("broke its answer off at its longest", self.name, "let the server answer longer, or give shorter articles")
        usage = told.get("usage")
        spent = usage if isinstance(usage, dict) else {}
        return Reply(text, _count(spent.get("prompt_tokens")), _count(spent.get("completion_tokens")), kept)

    def _refusal(self, error: HTTPError) -> Fault:
        fault = super(Chat, self)._refusal(error)
        what = fault.what.replace("refuses the query with", "refuses with")
        return Refused(Fault(what, fault.place, _CURES.get(error.code, "try again later")), error.code)

    def clean(self, text: str) -> str:
        """Foreign text made fit for a message, without the key."""
        return super(Chat, self).clean(text.replace(self.key, "***") if self.key else text)


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine: `localhost`, 127.0.0.0/8 or ::1."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
