"""What a model is asked: the prompt of `prompt.md` and the form of `answer.schema.json`, both beside this file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from diplograph.model import Article
from diplograph.registry import Registry

__all__ = ["PROMPT_VERSION", "asked", "asked_again", "fingerprint", "schema"]


def _text(name: str) -> str:
    return (files("diplograph.assistant") / name).read_text("utf-8")


@cache
def _prompt() -> tuple[str, str]:
    """The version and the words."""
    head, _, words = _text("prompt.md").partition("\n")
    return head.removeprefix("version:").strip(), words.strip()


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (Draft 2020-12) of an answer."""
    loaded: Mapping[str, Any] = json.loads(_text("answer.schema.json"))
    return loaded


PROMPT_VERSION = "1"  # as `prompt.md` says in its first line; a test holds both together


def fingerprint() -> str:
    """A digest of prompt and form."""
    return hashlib.sha256(f"{_prompt()}\x1f{_text('answer.schema.json')}".encode()).hexdigest()


def asked(article: Article, registry: Registry) -> list[dict[str, str]]:
    """The conversation's beginning.

    The article stands between two lines with a digest of it, which it cannot hold itself: no words of it can end it.

    Args:
        article: What is to be read.
        registry: Its issues are offered.
    """
    body = "\n\n".join(article.paragraphs)
    mark = f"=== article {hashlib.sha256(body.encode()).hexdigest()[:16]} ==="
    known = [f"{name}: {value}" for name, value in (("title", article.title), ("author", article.author), ("date", article.date)) if value]
    form = json.dumps(schema(), ensure_ascii=False, separators=(",", ":"))
    system = (
        f"{_prompt()[1]}\n\nISSUES, one a line:\n" + "\n".join(_issues(registry)) + f"\n\nThe form of the answer, as JSON Schema:\n{form}"
    )
    about = "\n".join(" ".join(line.split()) for line in known)
    user = f"{about}\n\nThe article stands between two equal lines.\n{mark}\n{body}\n{mark}\nNow give its records, as JSON alone."
    return [{"role": "system", "content": system}, {"role": "user", "content": user.strip()}]


def asked_again(answer: str, faults: Iterable[str]) -> list[dict[str, str]]:
    """What continues the conversation after an answer with faults."""
    listed = "\n".join(f"- {fault}" for fault in faults)
    said = (
        f"These records were refused:\n{listed}\nGive them once more, corrected, in the same form as JSON alone, and no others. "
        "Copy each quote to the letter from the article. Leave out what you cannot correct."
    )
    return [{"role": "assistant", "content": answer}, {"role": "user", "content": said}]


def _issues(registry: Registry) -> list[str]:
    iris = {triple.subject.value for triple in registry.triples if hasattr(triple.subject, "value")}
    return sorted(registry.label(iri) for iri in iris if "Issue" in registry.types(iri))
