"""Markdown with front matter: the text without its markup, and the metadata that stands before it.

The source text is the text taken out, as for HTML, which the article keeps; offsets count in it. Links keep their words, pictures,
code, raw HTML and footnote marks go. Parsed as CommonMark with tables, by markdown-it-py.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import yaml

from diplograph.articles.compose import Draft
from diplograph.articles.readers.fields import Noted, gather
from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from diplograph.articles.options import ReadOptions

__all__ = ["draft_of_markdown"]

_FRONT = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<data>.*?)^(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SKIPPED = {"fence", "code_block", "html_block", "hr"}
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]:?")


def draft_of_markdown(text: str, origin: str, options: ReadOptions, *, key: str | None = None, sidecar: Path | None = None) -> Draft:
    """The draft of one Markdown text.

    Raises:
        Fault: Its front matter is broken or too long, or nothing is left of it without markup.
    """
    front, body = _split(text, origin, options.limits.front)
    plain = "\n\n".join(_blocks(body))
    if not plain.strip():
        raise Fault("has no text beside its markup", origin, "give a file with an article in it")
    noted = Noted()
    if front:
        gather(front, noted, options, "front matter")
    return Draft(plain, origin, key, noted.values, noted.notes, sidecar=sidecar)


def _split(text: str, origin: str, most: int) -> tuple[Mapping[str, object], str]:
    """Front matter and the rest; a line `---` without names and values after it is none."""
    head = text[: most + 16]
    match = _FRONT.match(head)
    if match is None:
        return {}, text
    try:
        data = tomllib.loads(match["data"]) if match["mark"] == "+++" else _yaml(match["data"])
    except (yaml.MarkedYAMLError, tomllib.TOMLDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(origin, mark.line + 2 if mark else None)
        raise Fault(f"has broken front matter ({getattr(error, 'problem', None) or error})", place, "mend it there") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Fault(f"has broken front matter ({type(error).__name__})", origin, "mend it") from error
    return ({str(name): _plain(value) for name, value in data.items()}, text[match.end() :]) if data else ({}, text)


def _plain(value: object) -> object:
    """TOML's dates as words."""
    return value if isinstance(value, str | list | dict | int | float) else str(value)


def _yaml(data: str) -> dict[str, object] | None:
    """The names and values of YAML, all words as they stand; None where it is no mapping. Aliases are not followed."""
    node = yaml.compose(data, Loader=yaml.BaseLoader)
    if not isinstance(node, yaml.MappingNode):
        return None
    return {key.value: _value(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _value(node: yaml.Node) -> object:
    """A value two levels deep at most, which is all that metadata has (a list of authors, each with a name)."""
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value if isinstance(one, yaml.ScalarNode | yaml.MappingNode)]
    if isinstance(node, yaml.MappingNode):
        pairs = node.value
        return {key.value: value.value for key, value in pairs if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)}
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _blocks(markdown: str) -> Iterator[str]:
    """The paragraphs, headings, list items and table rows, each without its markup."""
    from markdown_it import MarkdownIt  # beside its only use

    row: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type in _SKIPPED:
            continue
        if token.type == "inline":
            words = " ".join(_inline(token.children or ()).split())
            if token.level > 0 and row:
                row.append(words)
            elif words:
                yield words
        elif token.type == "tr_open":
            row = ["|"]
        elif token.type == "tr_close":
            yield f"| {' | '.join(row[1:])} |"
            row = []


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a paragraph: links give theirs, pictures and raw HTML none."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return _NOTE_MARK.sub("", "".join(parts))
