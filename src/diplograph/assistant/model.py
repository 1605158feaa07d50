"""Which model is asked, where, and with what key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from diplograph.errors import Fault

__all__ = ["Model", "key_for", "model_of"]

_HOME = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Model:
    """A model's name, and the address of the server that has it."""

    name: str
    url: str


def model_of(text: str) -> Model:
    """What `openai:MODEL@URL` means; without an address it is OpenAI's own.

    Raises:
        Fault: It is written otherwise.
    """
    kind, _, rest = text.partition(":")
    name, at, url = rest.partition("@http")
    if kind != "openai" or not name.strip():
        raise Fault(
            f'"{text[:80]}" names no language model', "--with", "write openai:MODEL@URL, such as openai:llama3@http://localhost:8080/v1"
        )
    return Model(name.strip(), f"http{url}" if at else _HOME)


def key_for(url: str, environment: Mapping[str, str]) -> str | None:
    """The key for a server: DIPLOGRAPH_API_KEY, and for OpenAI's own else OPENAI_API_KEY, which goes nowhere else."""
    own = environment.get("DIPLOGRAPH_API_KEY", "").strip()
    theirs = environment.get("OPENAI_API_KEY", "").strip() if urlsplit(url).hostname == urlsplit(_HOME).hostname else ""
    return own or theirs or None
