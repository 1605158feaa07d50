"""What another tool's file holds, as a workspace: texts, a registry of its actors and issues, and curated files to go on with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from diplograph import articles
from diplograph.errors import Fault
from diplograph.interop.curation import Entry, Names, Record, prepared, settled
from diplograph.model import Article
from diplograph.registry import Registry
from diplograph.resources import Workspace

__all__ = ["Sheet", "Tool", "workspace_files"]


@dataclass(frozen=True, slots=True)
class Tool:
    """Another tool: its name in words, and in names of files."""

    name: str
    stem: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document and what is said about it.

    Attributes:
        key: The key of its article.
        text: Its text, in which the records' offsets count.
        article: What is known of the article, as a record.
        records: Its statements and actions, as `diplograph.export.records` gives them.
    """

    key: str
    text: str
    article: Record
    records: list[Record]


def workspace_files(sheets: Iterable[Sheet], tool: Tool) -> tuple[dict[str, bytes], int, list[Record]]:
    """The files of a workspace by their path in it, how many records they hold, and what did not survive, with the reason.

    Every curated file is read back with the article that the text makes, so that the workspace builds: a statement whose quote is not in
    the article's own text, or that breaks a rule for curated files, is left out and reported.

    Args:
        sheets: The documents.
        tool: Where they come from.
    """
    names = Names(Registry.load(Workspace()))
    lost: list[Record] = []
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        ready: list[tuple[Article, list[Entry]]] = []
        for sheet in sheets:
            _write(top, f"seeds/{sheet.key}.txt", _text(sheet))
            _write(top, f"seeds/{sheet.key}.yaml", _sidecar(sheet.article, tool))
            try:
                article = next(articles.read(top / "seeds" / f"{sheet.key}.txt", seed=True))
            except (Fault, StopIteration) as fault:
                lost += [{"reason": f"its article cannot be read: {fault}", **record} for record in sheet.records]
                continue
            ready.append((article, prepared(article, sheet.text, sheet.records, names)))
        _write(top, f"graph/registry/{tool.stem}.ttl", names.turtle())
        registry = Registry.load(Workspace(top))
        for article, entries in ready:
            text, kept, left = settled(article, entries, names, registry, tool.name)
            count, lost = count + kept, [*lost, *left]
            _write(top, f"graph/statements/{article.key}.yaml", text)
        files = sorted(path for path in top.rglob("*") if path.is_file())
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in files}, count, lost


def _text(sheet: Sheet) -> str:
    """The article's own words: of a page that we once read its body, of any other document all of it."""
    body = sheet.article.get("body")
    return "\n\n".join(sheet.text[start:end] for start, end in _spans(body)) or sheet.text


def _spans(body: object) -> Iterator[tuple[int, int]]:
    for span in body if isinstance(body, list) else ():
        if isinstance(span, list) and len(span) == 2:
            yield span[0], span[1]


def _sidecar(article: Record, tool: Tool) -> str:
    def one(value: object) -> dict[str, object]:
        return {"value": value, "evidence": "outside", "note": f"from {tool.name}"}

    said = {
        name: "; ".join(value) if isinstance(value, list) else value
        for name, value in article.items()
        if name in {"title", "author", "outlet", "date", "language"}
    }
    return yaml.safe_dump(
        {"articles": [{name: one(value) for name, value in said.items() if value}]}, allow_unicode=True, sort_keys=False, width=120
    )


def _write(top: Path, name: str, text: str) -> None:
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
