"""The real server, in a process of its own on a free port of 127.0.0.1, for as long as a `with` block lasts.

with Served("--timeout", "2") as server:
status, headers, body = server.get("/sparql?query=ASK+{}")
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Got", "Served"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Got:
    """An answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def media(self) -> str:
        """The media type without its charset."""
        return self.headers.get("content-type", "").partition(";")[0]


class Served:
    """`diplograph serve` with some options."""

    def __init__(self, *options: str, folder: Path = ROOT) -> None:
        code = "import sys; from diplograph.cli import main; main(sys.argv[1:])"
        self.command = [sys.executable, "-c", code, "serve", "--port", "0", *options]
        self.folder = folder
        self.url = ""

    def __enter__(self) -> Self:
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            self.command, stderr=subprocess.PIPE, text=True, cwd=self.folder, env=environment
        )
        line = self.process.stderr.readline() if self.process.stderr else ""
        found = re.search(r"serving (http://127\.0\.0\.1:\d+)/", line)
        if found is None:
            self.process.kill()
            raise RuntimeError(f"the server did not start: {line}{self.process.communicate()[1]}")
        self.url = found[1]
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        told = self.end()[1]
        assert "Traceback" not in told, told

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; its exit code, and what it wrote since it started."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            told = self.process.communicate(timeout=20)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return self.process.returncode, told

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Got:
        """One request, sent as it is."""
        with closing(http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)) as connection:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, named, answer.read())

    def get(self, path: str, accept: str | None = None, **headers: str) -> Got:
        """GET; `_` in a header's name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()} | ({"Accept": accept} if accept else {})
        return self.ask("GET", path, named)

    def query(self, text: str, accept: str | None = None, **others: str) -> Got:
        """A query by GET."""
        return self.get(f"/sparql?{urlencode({'query': text, **others})}", accept)

    def children(self) -> list[int]:
        """The processes below the server, workers included, the youngest last."""
        found, waiting = [], [self.process.pid]
        while waiting:
            parent = waiting.pop()
            for task in Path(f"/proc/{parent}/task").iterdir():
                children = [int(number) for number in (task / "children").read_text("ascii").split()]
                found += children
                waiting += children
        return sorted(found)
