"""Bytes of untrusted sources within limits: whole files, lines, and what is packed with gzip. Streams, never lists."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplograph.articles.options import Limits

__all__ = ["GZIP", "Bytes", "borrowed", "lines", "peek", "text_stream", "unpacked", "whole"]

Bytes: TypeAlias = "io.BufferedReader[Any]"
GZIP = b"\x1f\x8b"
_CHUNK = 64 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BROKEN = (gzip.BadGzipFile, EOFError, zlib.error)


class Chunks(io.RawIOBase):
    """A byte stream over an iterator of chunks; what the iterator raises, its reader gets."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """It is made for reading."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        """Fill a buffer as far as the present chunk goes."""
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._left))
        target[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def borrowed(file: BinaryIO) -> Bytes:
    """A stream over another's bytes that leaves the other open when it is closed."""
    return io.BufferedReader(Chunks(iter(lambda: file.read(_CHUNK), b"")), _CHUNK)


def peek(file: Bytes, size: int = 4096) -> bytes:
    """The first bytes of a stream, which stay in it; fewer where it has no more at hand."""
    return file.peek(size)[:size]


def unpacked(file: Bytes, origin: str, limits: Limits) -> Bytes:
    """A stream as it is, or without its gzip.

    Raises:
        Fault: From the stream's reads: the gzip is broken, or a compression bomb.
    """
    if not peek(file, 2).startswith(GZIP):
        return file
    return io.BufferedReader(Chunks(_gunzipped(file, origin, limits)), _CHUNK)


def _gunzipped(file: Bytes, origin: str, limits: Limits) -> Iterator[bytes]:
    """The unpacked chunks of one or more gzip members."""
    counted = _Counted(file)
    out = 0
    with gzip.GzipFile(fileobj=counted) as packed:
        while True:
            try:
                chunk = packed.read1(_CHUNK)
            except _BROKEN as error:
                what = f"is broken gzip after {out} unpacked bytes ({error})"
                raise Fault(what, origin, "fetch or pack it again; what came before was read") from error
            if not chunk:
                return
            out += len(chunk)
            if out > limits.free and out > limits.ratio * counted.read_so_far:
                what = f"is packed more than {limits.ratio} times smaller than it is, as compression bombs are"
                raise Fault(what, origin, "unpack it yourself if you trust it, and name the unpacked file")
            yield chunk


class _Counted(io.RawIOBase):
    """A stream that knows how many of its bytes were read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.read_so_far = 0

    def readable(self) -> bool:
        """It is made for reading."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        """Read on, and count."""
        data = self._file.read(len(memoryview(buffer).cast("B")))
        memoryview(buffer).cast("B")[: len(data)] = data
        self.read_so_far += len(data)
        return len(data)


def whole(file: BinaryIO | io.RawIOBase, origin: str, most: int, kind: str) -> bytes:
    """All bytes of a stream.

    Raises:
        Fault: There are more than `most`.
    """
    data = file.read(most + 1) or b""
    if len(data) > most:
        raise Fault(f"is larger than the {most // 2**20 or 1} MiB that one {kind} may have", origin, "split it, or save the article alone")
    return data


def text_stream(file: Bytes, origin: str, encoding: str | None) -> Bytes:
    """The same text as UTF-8 without a byte order mark.

    Args:
        file: UTF-8, UTF-16 with a mark, or `encoding`.
        origin: Where it is from, for messages.
        encoding: What the user says it is.

    Raises:
        Fault: From the stream's reads: the bytes do not fit the encoding (UTF-8 is passed on unchecked).
    """
    start = peek(file, 3)
    name = "utf-16" if start.startswith(_UTF16) else encoding
    if start.startswith(codecs.BOM_UTF8):
        file.read(3)
    if name is None or codecs.lookup(name).name == "utf-8":
        return file
    return io.BufferedReader(Chunks(_recoded(file, origin, name)), _CHUNK)


def _recoded(file: Bytes, origin: str, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while True:
        chunk = file.read1(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise Fault(f"is not {encoding} text", origin, "name its encoding, or save it as UTF-8") from error
        # A lone surrogate can come out of some decoders; UTF-8 has no form for it.
        yield text.encode("utf-8", "replace")
        if not chunk:
            return


def lines(file: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers from 1; None stands for a line of more than `most` bytes, which is skipped."""
    number = 0
    while line := file.readline(most + 1):
        number += 1
        if len(line) <= most or line.endswith(b"\n"):
            yield number, line
            continue
        while (line := file.readline(_CHUNK)) and not line.endswith(b"\n"):
            pass
        yield number, None
