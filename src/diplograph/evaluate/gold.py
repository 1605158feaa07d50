"""Annotated articles to score against: a folder of files, or a workspace's curated seeds.

The folder has `texts/*.txt`, `statements.jsonl` or `actions.jsonl` or both, and may have `entities.jsonl` (the names that each article
uses for an actor), `index.jsonl` (`file`, `title`, `author`, `outlet`, `date`, `url`, `licence` of each text) and `issues.jsonl` (by the
`id` of a statement its `issue`, `{"id": …, "stance": …}` or null); the last may lie elsewhere, as it hangs on a scheme.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from diplograph.errors import Fault, Place
from diplograph.evaluate.lines import read_lines
from diplograph.evaluate.units import ACTION, STATEMENT, Record, Unit, UnitType, units
from diplograph.model import Article, SourceText
from diplograph.resources import read_text

__all__ = ["GROUPS", "Gold", "checked", "read_gold", "read_texts"]

# The name of each type of unit among figures, files and options.
GROUPS: Mapping[str, UnitType] = {"statements": STATEMENT, "actions": ACTION}

_METADATA = ("title", "author", "outlet", "date", "url", "licence")
_FURTHER = re.compile(r"-[0-9]+$")


@dataclass(frozen=True, slots=True)
class Gold:
    """Annotated articles.

    Attributes:
        origin: What it is called in messages.
        sources: The text files.
        texts: The source texts by key.
        keys: The keys of the annotated articles, in order; an article without a statement is annotated too.
        annotated: The annotated units by group; a group that nobody annotated is missing.
        entities: Names and surface forms of each article's actors.
        digest: SHA-256 over the annotations and the texts.
        metadata: What the index says, by article.
        seed: Whether the sources stand in a workspace's seeds.
    """

    origin: str
    sources: tuple[Path, ...]
    texts: Mapping[str, SourceText]
    keys: tuple[str, ...]
    annotated: Mapping[str, tuple[Unit, ...]]
    entities: tuple[Record, ...]
    digest: str
    metadata: Mapping[str, Record] = field(default_factory=dict)
    seed: bool = False

    def source(self, article: str) -> SourceText | None:
        """The text that an article's offsets count in: the one of its key, with `-2`, `-3` … taken off where there is none."""
        return self.texts.get(article) or self.texts.get(_FURTHER.sub("", article))

    def articles(self, keys: Iterable[str]) -> Iterator[Article]:
        """The articles of these keys, read as the program reads any, with the metadata that the index gives.

        Raises:
            Fault: A text cannot be read.
        """
        from diplograph import articles as reader

        wanted = set(keys)
        for path in self.sources:
            for article in reader.read(path, seed=self.seed):
                if article.key in wanted:
                    said = {name: value for name in _METADATA if (value := self.metadata.get(article.key, {}).get(name))}
                    evidence = {**article.evidence, **dict.fromkeys(said, "outside")}
                    yield replace(article, **said, evidence=evidence)  # type: ignore[arg-type]


def read_gold(folder: Path, issues: Path | None = None) -> Gold:
    """Read a folder of annotated articles.

    Args:
        folder: The folder.
        issues: The issues of its statements, if not in the folder. A statement that the file leaves out is not judged by its issue.

    Raises:
        Fault: It is none, or a file in it is faulty; the message names file and line.
    """
    if not (folder / "texts").is_dir():
        raise Fault("is no folder of annotated articles: it has no texts/", str(folder), "name a folder with texts/ and statements.jsonl")
    sources, texts = read_texts(folder / "texts")
    files = {name: folder / f"{name}.jsonl" for name in (*GROUPS, "entities", "index")}
    rows = {name: tuple(read_lines(path)) for name, path in files.items() if path.is_file()}
    if not rows.keys() & GROUPS.keys():
        raise Fault("has neither statements.jsonl nor actions.jsonl", str(folder), "add what was annotated")
    used = [*sources, *(path for path in files.values() if path.is_file())]
    beside = issues or folder / "issues.jsonl"
    if issues or beside.is_file():
        rows["statements"] = tuple(_with_issues(rows.get("statements", ()), read_lines(beside)))
        used.append(beside)
    gold = Gold(
        origin=str(folder), sources=sources, texts=texts, keys=(),
        annotated={group: units(rows[group], unit, "gold") for group, unit in GROUPS.items() if group in rows},
        entities=tuple(_entities(rows.get("entities", ()))), digest=_digest(folder, used),
        metadata=dict(_index(rows.get("index", ()), texts)),
    )  # fmt: skip
    for annotated in gold.annotated.values():
        for unit in annotated:
            checked(unit, gold, "gold")
    keys = {unit.article for annotated in gold.annotated.values() for unit in annotated}
    strangers = sorted({str(entity["article"]) for entity in gold.entities} - keys - texts.keys())
    if any(gold.source(key) is None for key in strangers):
        raise Fault(f"names articles without a text: {', '.join(strangers[:5])}", str(files["entities"]), "add their texts to texts/")
    return replace(gold, keys=tuple(sorted(keys | texts.keys() | set(strangers))))


def read_texts(folder: Path) -> tuple[tuple[Path, ...], dict[str, SourceText]]:
    r"""The `*.txt` of a folder in order of name, and the texts that offsets count in: UTF-8, line ends made `\n`.

    Raises:
        Fault: There is none, or one cannot be read.
    """
    sources = tuple(sorted(folder.glob("*.txt")))
    if not sources:
        raise Fault("holds no texts", str(folder), "put files named *.txt in it")
    texts = (SourceText(path.stem, read_text(path).replace("\r\n", "\n").replace("\r", "\n"), str(path)) for path in sources)
    return sources, {text.key: text for text in texts}


def checked(unit: Unit, gold: Gold, role: str) -> Unit:
    """The unit, if its span stands in its article's text and gives its quote.

    Raises:
        Fault: There is no such text, or the offsets do not fit it.
    """
    place = unit.place or f"{role} in {unit.article}"
    source = gold.source(unit.article)
    if source is None:
        raise Fault(f'article "{unit.article}" has no text', place, f"add {unit.article}.txt to texts/, or mend the key")
    if unit.end > len(source.text):
        what = f"the span {unit.start} to {unit.end} leaves the text of {unit.article}, which has {len(source.text)} characters"
        raise Fault(what, place, "count Unicode code points from 0, line ends as one")
    words = source.text[unit.start : unit.end]
    if unit.quote is None and role == "gold":
        raise Fault('has no "quote"', place, "add the words that stand at start and end")
    if unit.quote is not None and unit.quote != words:
        what = f"the text of {unit.article} from {unit.start} to {unit.end} is “{words[:60]}”, not the quote “{unit.quote[:60]}”"
        raise Fault(what, place, "mend the offsets or the quote")
    for name, part in unit.parts.items():
        if part is not None and part.end > len(source.text):
            raise Fault(f'"{name}" leaves the text of {unit.article}', place, "count Unicode code points from 0, line ends as one")
    return unit


def _with_issues(rows: Iterable[tuple[Place, Record]], issues: Iterable[tuple[Place, Record]]) -> Iterator[tuple[Place, Record]]:
    """Statements with their issues, by id."""
    given: dict[str, tuple[Place, Record]] = {}
    for place, row in issues:
        key = row.get("id")
        if not isinstance(key, str) or "issue" not in row:
            raise Fault('an issue needs "id", that of its statement, and "issue"', place, "add the field; null for a statement without one")
        if key in given:
            raise Fault(f'"{key}" has its issue twice', place, "keep one of them")
        given[key] = (place, row)
    for place, row in rows:
        found = given.pop(str(row.get("id")), None)
        yield (place, row) if found is None else (place, {**row, "issue": found[1]["issue"]})
    for key, (place, _) in given.items():
        raise Fault(f'"{key}" is no annotated statement', place, "mend the id")


def _entities(rows: Iterable[tuple[Place, Record]]) -> Iterator[Record]:
    for place, row in rows:
        surface = row.get("surface", [])
        if not isinstance(row.get("article"), str) or not isinstance(row.get("name"), str):
            raise Fault('an entity needs "article" and "name"', place, "add the field")
        if not isinstance(surface, list) or not all(isinstance(form, str) for form in surface):
            raise Fault(f'"surface" is {surface!r:.60}, not a list of forms', place, "give a list of texts")
        yield row


def _index(rows: Iterable[tuple[Place, Record]], texts: Mapping[str, SourceText]) -> Iterator[tuple[str, Record]]:
    """Metadata by article: a row names it by `article`, or by its `file`."""
    for place, row in rows:
        key = row.get("article", str(row.get("file", "")).removesuffix(".txt"))
        if not isinstance(key, str) or not ({key, _FURTHER.sub("", key)} & texts.keys()):
            raise Fault(f'"{key}" is no file in texts/', place, 'mend "file"')
        wrong = [name for name in _METADATA if not isinstance(row.get(name, ""), str | None)]
        if wrong:
            raise Fault(f'"{wrong[0]}" is {row[wrong[0]]!r:.60}, not a text', place, "give a text or null")
        yield key, row


def _digest(folder: Path, files: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of files."""
    total = hashlib.sha256()
    for path in sorted(files):
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return f"sha256:{total.hexdigest()}"
