"""Articles read out of sources: each article's own text marked in the source text, the rest listed with the reason.

The way of a source: `readers` finds out what it is (a file, a folder, standard input, the web), takes bytes out of it within
limits and makes *drafts*: a text and what is said about it. `paragraphs` cuts the text into paragraphs, `furniture` names
the lines that pages have around their articles (its data: `furniture.yaml`), `page` finds where one piece ends and the next
begins, `piece` parts one article's own text from what stands around it, `dateline` reads its first words, `metadata` adds
what a sidecar file says, `compose` makes articles of it all.

Offsets count in `Article.source.text`: of plain text the decoded file as it is, of a record its text field, of HTML and
Markdown the text taken out of the markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.articles.compose import Draft, articles_of, fingerprint
from diplograph.articles.options import FORMATS, LIMITS, Format, Limits, ReadOptions
from diplograph.articles.readers import drafts, sources
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from diplograph.model import Article, SourceText

__all__ = ["FORMATS", "LIMITS", "Format", "Limits", "ReadOptions", "fingerprint", "of_text", "read", "sources", "stream"]

_DEFAULT = ReadOptions()


def read(source: Path | str, *, seed: bool = False, options: ReadOptions = _DEFAULT) -> Iterator[Article]:
    """The articles of one source, in its order.

    Metadata of a file is taken from the file of the same stem and the suffix `.yaml` beside it, if there is one, else from
    what the source says about itself (fields of a record, page markup, front matter); a title, author and date that the
    text itself gives fill what that leaves open.

    Args:
        source: A file, `-` for standard input, or an http or https URL.
        seed: Whether it stands in a workspace's seeds.
        options: How to read it.

    Raises:
        Fault: It is missing, empty, broken or no text, or holds no article; or its metadata file is faulty. What came
            before the fault in a stream of records has been yielded; `stream` goes on after faults.
    """
    for found in _read(source, seed=seed, options=options):
        if isinstance(found, Fault):
            raise found
        yield found


def stream(given: Iterable[Path | str], options: ReadOptions = _DEFAULT) -> Iterator[Article | Fault]:
    """The articles of any number of sources, and in their place the faults of what cannot be read.

    No more than one record is held in memory, however long a file is.

    Args:
        given: Files, folders (with all below them), shell patterns, `-` for standard input, http and https URLs.
        options: How to read them.
    """
    for one in given:
        try:
            for source in sources([one]):
                yield from _read(source, seed=False, options=options)
        except Fault as fault:
            yield fault


def of_text(source: SourceText, *, sidecar: Path | None = None, seed: bool = False) -> Iterator[Article]:
    """The articles of a page of text that is already decoded.

    Args:
        source: The text that offsets count in.
        sidecar: A metadata file; one that does not exist counts as none.
        seed: Whether it stands in a workspace's seeds.

    Raises:
        Fault: No article text is found in it, or the metadata file is faulty.
    """
    yield from articles_of(Draft(source.text, source.origin, source.key, sidecar=sidecar), seed=seed)


def _read(source: Path | str, *, seed: bool, options: ReadOptions) -> Iterator[Article | Fault]:
    """The articles and faults of one source that is no folder and no pattern."""
    for draft in drafts(source, options):
        if isinstance(draft, Fault):
            yield draft
            continue
        try:
            yield from articles_of(draft, seed=seed)
        except Fault as fault:
            yield fault
