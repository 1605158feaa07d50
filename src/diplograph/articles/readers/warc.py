"""Web archives: WARC and ARC files, gzipped or not, as Common Crawl's news archive writes them.

Pages become drafts; other records (requests, pictures, redirects, errors of the server) are no articles and are passed over. The
day of the capture is not the day of the article, so it is not used.
"""

from __future__ import annotations

import io
import zlib
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from diplograph.articles.compose import Draft, safe_key
from diplograph.articles.metadata import Value
from diplograph.articles.readers import bounded
from diplograph.articles.readers.encoding import clean, page_text
from diplograph.articles.readers.html import draft_of_page
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from warcio.recordloader import ArcWarcRecord

    from diplograph.articles.options import ReadOptions

__all__ = ["warc_drafts"]

_PAGES = {"text/html", "application/xhtml+xml"}
_STARTS = (b"\x1f\x8b\x08", b"WARC/1.")  # of a gzip member, of a record
_CHUNK = 2**20


def warc_drafts(file: BinaryIO, origin: str, options: ReadOptions) -> Iterator[Draft | Fault]:
    """One draft, or fault, for each page of a web archive.

    A damaged record is a fault; in a file (not in a pipe) reading goes on at the next sound record.
    """
    begin = _tell(file)
    for _ in range(options.limits.repairs):
        damage = yield from _until_damage(file, origin, options)
        if damage is None:
            return
        yield damage.fault
        if begin is None:
            return
        begin = max(begin + 1, damage.at)
        if not _moved_to_record(file, begin):
            return
        begin = file.tell()
    yield Fault(f"is damaged in more than {options.limits.repairs} places", origin, "fetch it again; the rest was not read")


@dataclass(frozen=True, slots=True)
class _Damage:
    """Where a record is damaged, in bytes of the file, and the fault that says so."""

    at: int
    fault: Fault


def _until_damage(file: BinaryIO, origin: str, options: ReadOptions) -> Generator[Draft | Fault, None, _Damage | None]:
    """The drafts from here to the next damage, which is returned; None where there is none to the end."""
    from warcio.archiveiterator import ArchiveIterator  # slow to import
    from warcio.exceptions import ArchiveLoadFailed

    archive: ArchiveIterator | None = None
    try:
        archive = ArchiveIterator(file, arc2warc=True)
        while True:
            with redirect_stderr(io.StringIO()):  # warcio writes to it about incomplete records
                record = next(archive, None)
            if record is None:
                return None
            draft = _draft(record, origin, options)
            if draft is not None:
                yield draft
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, KeyError, IndexError, AttributeError, TypeError, zlib.error) as error:
        # warcio lets whatever its parsing of headers raises through.
        at = archive.offset if archive is not None else 0
        told = "".join(letter if letter.isprintable() else "·" for letter in " ".join(str(error).split())[:60]) or type(error).__name__
        cure = "fetch the archive again, leave that record, or unpack it first if it was packed as a whole"
        return _Damage(at, Fault(f"has a damaged record at byte {at} ({told})", origin, cure))


def _draft(record: ArcWarcRecord, origin: str, options: ReadOptions) -> Draft | Fault | None:
    """The draft of one record; None for one that is no page."""
    url = clean(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> \n")
    headers = record.http_headers
    if record.rec_type == "response":
        kind = (headers.get_header("Content-Type") or "") if headers else ""
        if headers is None or headers.get_statuscode() != "200":
            return None
    elif record.rec_type in {"resource", "conversion"}:
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    media, _, parameters = kind.lower().partition(";")
    plain = media.strip() == "text/plain"
    if media.strip() not in _PAGES and not plain:
        return None
    place = f"{origin} {url}" if url else origin
    most = options.limits.text if plain else options.limits.page
    try:
        data = bounded.whole(_Payload(record), place, most, "page of an archive")
        text = page_text(data, options.encoding or parameters.partition("charset=")[2].strip("\"' ;") or None)
        if not plain:
            return draft_of_page(text, place, options, url=url or None)
        if not text.strip():
            return Fault("is empty", place, "leave that record")
    except Fault as fault:
        return fault
    values = {"url": Value(url, "outside", origin="address")} if url else {}
    return Draft(text, place, safe_key(url) if url else None, values)


class _Payload(io.RawIOBase):
    """A record's content without its transfer and content encodings, as a stream that reads no more than it is asked."""

    def __init__(self, record: ArcWarcRecord) -> None:
        self._stream = record.content_stream()

    def readable(self) -> bool:
        """It is made for reading."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Read until so many bytes are there, or no more come."""
        parts = bytearray()
        while len(parts) < size and (chunk := self._stream.read(min(size - len(parts), _CHUNK))):
            parts += chunk
        return bytes(parts)


def _tell(file: BinaryIO) -> int | None:
    try:
        return file.tell() if file.seekable() else None
    except (OSError, ValueError):
        return None


def _moved_to_record(file: BinaryIO, here: int) -> bool:
    """Move to where the next record can begin, from a byte on; False where no more comes."""
    overlap = max(map(len, _STARTS)) - 1
    while True:
        file.seek(here)
        chunk = file.read(_CHUNK)
        found = [at for start in _STARTS if (at := chunk.find(start)) >= 0]
        if found:
            file.seek(here + min(found))
            return True
        if len(chunk) < _CHUNK:
            return False
        here += len(chunk) - overlap
