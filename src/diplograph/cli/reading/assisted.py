"""Reading by a language model: the options of `extract`, `build` and `evaluate`, and what is said of it on standard error."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from diplograph.cli import screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from diplograph.assistant import Assistant
    from diplograph.build.shares import Rejected
    from diplograph.model import Article
    from diplograph.pipeline import Reading
    from diplograph.resources import Workspace

__all__ = ["AllowHttp", "Answers", "Helper", "Seconds", "With", "helper"]

With: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--with", metavar="MODEL", help="Let a language model read: openai:MODEL@URL, of a server that speaks OpenAI's interface."
    ),
]
AllowHttp: TypeAlias = Annotated[bool, typer.Option("--allow-http", help="With --with: ask a server elsewhere without encryption.")]
Answers: TypeAlias = Annotated[
    Path | None, typer.Option("--cache", metavar="DIR", help="With --with: where answers are kept; the default is the user's cache.")
]
Seconds: TypeAlias = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="With --with: how long an answer may take.")
]
_FOR_EVER = 10**6  # days; an answer is to the article, model and prompt in the question, and does not age


@dataclass(slots=True)
class Helper:
    """A language model at work for a command.

    Attributes:
        assistant: The model.
        name: As it was given.
        failed: How many articles it could not read.
        refused: How many records were not believed.
    """

    assistant: Assistant
    name: str
    failed: int = 0
    refused: int = 0

    def readings(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """What it reads in articles; of those that it cannot read, and of records that are refused, it is said why.

        Raises:
            Fault: It could read none of them.
        """
        read = 0
        try:
            for article in articles:
                screen.progress(f"{self.name} reads {article.key}")
                found = self.assistant.read(article)
                screen.progress("")
                if isinstance(found, Fault):
                    self.failed += 1
                    _say(f"{article.key}: {found}")
                    continue
                read += 1
                self.told(found[1])
                yield found[0]
        finally:
            self.end()
        if self.failed and not read:
            raise Fault("nothing could be read", None, "see the lines above")

    def told(self, refused: Iterable[Rejected]) -> None:
        """Say what was refused."""
        for one in refused:
            self.refused += 1
            quote = f"“{' '.join(one.quote.split())[:60]}”: " if one.quote else ""
            _say(f"{one.article}: refused: {quote}{one.message}")

    def end(self) -> None:
        """Say what it has cost."""
        screen.progress("")
        _say(f"{self.name.partition('@')[0]}: {self.assistant.spent}")


def helper(space: Workspace, name: str | None, cache: Path | None, seconds: float, *, allow_http: bool) -> Helper | None:
    """The language model that a command's options name, if they name one.

    Raises:
        Fault: The options make no sense.
    """
    if name is None:
        return None
    from diplograph.assistant import Assistant, key_for, model_of
    from diplograph.registry import Registry
    from diplograph.remote import Cache
    from diplograph.remote.chat import Chat

    model = model_of(name)
    home = Path(os.environ.get("XDG_CACHE_HOME") or "")
    folder = cache or (home if home.is_absolute() else Path.home() / ".cache") / "diplograph" / "answers"
    chat = Chat(
        model.url, model=model.name, key=key_for(model.url, os.environ), plain=allow_http, timeout=seconds, most_bytes=2**24,
        memory=Cache(folder, _FOR_EVER),
    )  # fmt: skip
    return Helper(Assistant(chat, space, Registry.load(space), time.monotonic), name)


def _say(line: str) -> None:
    typer.echo(f"diplograph: {screen.plain(line)}", err=True)
