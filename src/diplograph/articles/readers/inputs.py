"""What the user's sources mean: files, the files of folders and patterns, standard input, addresses; and opening them."""

from __future__ import annotations

import glob
import io
import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, overload

from diplograph.articles.options import Format
from diplograph.articles.readers import bounded
from diplograph.articles.readers.web import fetch, is_url
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diplograph.articles.options import ReadOptions

__all__ = ["ENDINGS", "Opened", "kind_of", "opened", "sources", "stem"]

ENDINGS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".warc": "warc", ".wet": "warc", ".arc": "warc",
}  # fmt: skip
# Files of a folder that are about the folder. Named by themselves they are read.
_ABOUT = re.compile(r"(readme|licen[cs]e|copying|changelog|contributing|notice|authors)(\..*)?", re.IGNORECASE)
_MEDIA: dict[str, Format] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "application/json": "json",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/jsonlines": "jsonl", "application/x-jsonlines": "jsonl",
    "text/csv": "csv", "application/csv": "csv", "text/tab-separated-values": "csv", "application/warc": "warc",
}  # fmt: skip
_OTHERS = {b"%PDF": "a PDF file", b"PK\x03\x04": "a packed file (zip, docx, odt, epub)", b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
           b"BZh": "a bzip2 file", b"\xfd7zXZ": "an xz file", b"\x28\xb5\x2f\xfd": "a zstd file", b"{\\rtf": "an RTF file",
           b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A source's bytes, unpacked.

    Attributes:
        file: The bytes.
        origin: What messages call it.
        key: The stem of its name, if it has one.
        url: Where it was fetched.
        charset: The encoding that its server declares.
        format: What its name or server says it is; None where they say nothing.
        sidecar: Where a metadata file for it would be.
    """

    file: bounded.Bytes
    origin: str
    key: str | None = None
    url: str | None = None
    charset: str | None = None
    format: Format | None = None
    sidecar: Path | None = None


@overload
def sources(given: Iterable[Path]) -> Iterator[Path]: ...
@overload
def sources(given: Iterable[Path | str]) -> Iterator[Path | str]: ...
def sources(given: Iterable[Path | str]) -> Iterator[Path | str]:
    """The single sources that are meant: files, `-` and addresses themselves, of folders and patterns their files in order of name.

    A folder is read with all folders below it: every file of a known ending (`ENDINGS`, `.gz` behind it or not), except hidden ones and
    those that are about the folder (README, LICENSE). Symbolic links to folders are not followed.

    Raises:
        Fault: A path does not exist, a folder holds nothing to read, or a pattern fits nothing.
    """
    for one in given:
        if isinstance(one, str) and (one == "-" or is_url(one)):
            yield one
            continue
        path = Path(one)
        try:
            if path.is_dir():
                yield from _of_folder(path)
            elif path.exists() or not glob.has_magic(str(one)):
                if not path.exists():
                    raise Fault("does not exist", str(path), "look at its path")
                yield path
            else:
                yield from _of_pattern(str(one))
        except (OSError, ValueError) as error:
            told = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise Fault(f"cannot be read ({told})", str(path), "look at its path and permissions") from error


def _of_folder(folder: Path) -> Iterator[Path]:
    found = False
    for path in _walk(folder):
        found = True
        yield path
    if not found:
        endings = " ".join(ENDINGS)
        raise Fault("is a folder without texts", str(folder), f"put files in it that end in {endings} (.gz too), or name another")


def _walk(folder: Path) -> Iterator[Path]:
    """The files to read of a folder, in order of name, folders among them; no more than one folder's names are held a level."""
    with os.scandir(folder) as entries:
        names = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_file()) for entry in entries)
    for name, is_folder, is_file in names:
        if name.startswith("."):
            continue
        if is_folder:
            yield from _walk(folder / name)
        elif is_file and _ending(name) is not None and not _ABOUT.fullmatch(name):
            yield folder / name


def _of_pattern(pattern: str) -> Iterator[Path]:
    names = sorted(name for name in glob.iglob(pattern, recursive=True) if Path(name).is_file())  # noqa: PTH207 - the user's own pattern
    if not names:
        raise Fault("fits no file", pattern, "look at the pattern")
    yield from map(Path, names)


def _ending(name: str) -> Format | None:
    """What the ending of a file's name says."""
    plain = name.lower().removesuffix(".gz")
    return ENDINGS.get(PurePosixPath(plain).suffix)


def stem(path: Path) -> str:
    """A file's name without its ending; of packed files and `.warc.wet` without both."""
    name = path.name
    for ending in (".gz", ".GZ"):
        name = name.removesuffix(ending)
    plain = Path(name).stem
    return Path(plain).stem if Path(plain).suffix in ENDINGS else plain


@contextmanager
def opened(source: Path | str, options: ReadOptions) -> Iterator[Opened]:
    """Open a single source and take its gzip off; standard input is left open.

    Raises:
        Fault: It cannot be opened or fetched; what is broken further on comes from the stream's reads.
    """
    if isinstance(source, str) and is_url(source):
        got = fetch(source, options.limits, options.contact)
        name = PurePosixPath(got.url.split("?", 1)[0].split("#", 1)[0]).name
        form = _MEDIA.get(got.media) or _ending(name)
        file = bounded.unpacked(bounded.borrowed(io.BytesIO(got.data)), source, options.limits)
        yield Opened(file, source, None, got.url, got.charset, form)
    elif source == "-" and isinstance(source, str):
        origin = "standard input"
        yield Opened(bounded.unpacked(bounded.borrowed(options.stdin or sys.stdin.buffer), origin, options.limits), origin)
    else:
        path = Path(source)
        form = _ending(path.name)
        with _open(path) as raw:
            # A web archive's gzip is taken off record by record, so that damage to one leaves the others.
            plain = raw if "warc" in (form, options.format) else bounded.unpacked(raw, str(path), options.limits)
            yield Opened(plain, str(path), stem(path), format=form, sidecar=path.with_name(f"{stem(path)}.yaml"))


def _open(path: Path) -> bounded.Bytes:
    try:
        return io.BufferedReader(io.FileIO(path), 64 * 1024)
    except FileNotFoundError as error:
        raise Fault("does not exist", str(path), "look at its path") from error
    except (OSError, ValueError) as error:
        told = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Fault(f"cannot be read ({told})", str(path), "look at its path and permissions") from error


def kind_of(source: Opened, options: ReadOptions) -> Format:
    """What a source is: as the user says, else by its name or server, else by its first bytes.

    Raises:
        Fault: It is of a kind that is not read, like a PDF.
    """
    start = bounded.peek(source.file)
    other = next((name for mark, name in _OTHERS.items() if start.startswith(mark)), None)
    if other is not None:
        raise Fault(f"is not text but {other}", source.origin, "save the article as text, HTML or Markdown")
    if options.format is not None:
        return options.format
    if source.format is not None:
        return source.format
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if re.match(rb"(?i)<(!doctype html|html|head|body|\?xml)", head):
        return "html"
    if re.match(rb'\{\s*("|\})|\[\s*\{', head):
        # A record to a line, unless the first line only opens one.
        return "json" if re.match(rb"\[|\{\s*\n", head) else "jsonl"
    if re.match(rb"---[ \t]*\r?\n\w", head):
        return "markdown"
    return "text"
