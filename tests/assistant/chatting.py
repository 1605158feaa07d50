"""A chat completions server on this machine alone, for tests: it answers what it is told to, in order, and records what it was asked."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["ChatServer", "Turn", "record", "said"]

Turn = Callable[["_Handler"], None]


def said(answer: object, **more: object) -> Turn:
    """An answer: an object as JSON, or words as they are."""
    text = answer if isinstance(answer, str) else json.dumps(answer)

    def turn(handler: _Handler) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"} | more
        handler.send(200, json.dumps({"choices": [choice], "usage": {"prompt_tokens": 100, "completion_tokens": 20}}).encode())

    return turn


def status(code: int, body: bytes = b'{"error": {"message": "no"}}', **headers: str) -> Turn:
    """A refusal, or any other bytes."""
    return lambda handler: handler.send(code, body, **headers)


def unless(form: str, answer: object) -> Turn:
    """400 while a form of answer is asked for that the server does not know."""

    def turn(handler: _Handler) -> None:
        asked = handler.server.owner.requests[-1].get("response_format", {}).get("type", "none")
        if asked in form.split():
            handler.server.owner.turns.appendleft(turn)
            handler.send(400, b'{"error": "unknown response_format"}')
        else:
            said(answer)(handler)

    return turn


def stall(handler: _Handler) -> None:
    """Say nothing until the test is over."""
    handler.server.owner.over.wait(20)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        owner = self.server.owner
        owner.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        owner.headers.append({name.lower(): value for name, value in self.headers.items()})
        owner.paths.append(self.path)
        with suppress(OSError):
            (owner.turns.popleft() if owner.turns else status(500))(self)

    def send(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: ChatServer


class ChatServer:
    """The server; its turns are taken in order, and none left is a 500."""

    def __init__(self, *turns: Turn) -> None:
        self.turns = deque(turns)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def name(self) -> str:
        return f"openai:parrot@{self.url}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


def record(quote: str, **more: object) -> dict[str, object]:
    """A statement as a model would give it."""
    return {
        "quote": quote, "before": "", "holders": ["Russia"], "on_behalf_of": [], "voice": "indirect", "kind": "demand",
        "content": "a halt to NATO enlargement", "stance": "for", "addressees": ["NATO"], "condition": "",
        "issue": "", "issue_stance": "none", "date": "", "date_basis": "unknown", "core": True, **more,
    }  # fmt: skip


def answer(*statements: object, actions: object = (), actors: object = ()) -> dict[str, object]:
    """A whole answer."""
    return {"statements": list(statements), "actions": list(actions), "actors": list(actors)}  # type: ignore[call-overload]
