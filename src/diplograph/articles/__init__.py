"""Articles read out of files: each article's own text marked in the source, the rest listed with the reason.

The way of a file: `text` decodes it, `paragraphs` cuts it into paragraphs, `furniture` names the lines that pages have
around their articles (its data: `furniture.yaml`), `page` finds where one piece ends and the next begins, `piece` parts
one article's own text from what stands around it, `metadata` adds what a sidecar file says. A further reader (HTML,
records, web archives) needs to make a `SourceText` and hand it to `of_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.articles.metadata import evidence, found, stated
from diplograph.articles.page import stretches
from diplograph.articles.text import load
from diplograph.errors import Fault
from diplograph.model import Article, SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["of_text", "read", "sources"]


def sources(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that paths mean: a file itself, of a folder its `*.txt` in order of name.

    Raises:
        Fault: A path does not exist, or a folder holds no texts.
    """
    for path in paths:
        try:
            inside = sorted(path.glob("*.txt")) if path.is_dir() else None
            missing = inside is None and not path.exists()
        except OSError as error:
            what = f"cannot be read ({error.strerror or error})"
            raise Fault(what, str(path), "look at its path and permissions") from error
        if missing:
            raise Fault("does not exist", str(path), "look at its path")
        if inside is not None and not inside:
            raise Fault("is a folder without texts", str(path), "put files named *.txt in it, or name another")
        yield from [path] if inside is None else inside


def read(source: Path, *, seed: bool = False) -> Iterator[Article]:
    """The articles of one plain-text file, in the order of the page.

    Metadata is taken from the file of the same stem and the suffix `.yaml` beside it, if there is one; a title and a
    date that the text itself gives fill what that leaves open.

    Args:
        source: The file: UTF-8 with or without a byte order mark, or UTF-16 with one.
        seed: Whether it stands in a workspace's seeds.

    Raises:
        Fault: The file is missing, empty, no text, or holds no article; or its metadata file is faulty.
    """
    yield from of_text(load(source), sidecar=source.with_suffix(".yaml"), seed=seed)


def of_text(source: SourceText, *, sidecar: Path | None = None, seed: bool = False) -> Iterator[Article]:
    """The articles of a text that is already decoded.

    Args:
        source: The text that offsets count in.
        sidecar: A metadata file; one that does not exist counts as none.
        seed: Whether it stands in a workspace's seeds.

    Raises:
        Fault: No article text is found in it, or the metadata file is faulty.
    """
    pieces = stretches(source.text)
    if not pieces:
        cure = "give a text with at least one sentence of its own; `furniture.yaml` says which lines do not count"
        raise Fault("no article text is found in it", source.origin, cure)
    entries = stated(sidecar, source, len(pieces)) if sidecar is not None and sidecar.is_file() else None
    for number, stretch in enumerate(pieces):
        values = found(stretch, source) | (entries[number] if entries else {})
        yield Article(
            key=source.key if number == 0 else f"{source.key}-{number + 1}",
            source=source,
            body=stretch.body,
            evidence=evidence(values),
            omitted=stretch.omitted,
            seed=seed,
            **{name: value.value for name, value in values.items()},
        )
