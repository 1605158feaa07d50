"""Bytes to a source text: decoding and line ends. Nothing else changes, so that offsets hold in the user's own file."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from diplograph.errors import Fault
from diplograph.model import SourceText

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["decode", "load"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load(path: Path) -> SourceText:
    """Read one plain-text file.

    Raises:
        Fault: It cannot be read, is empty, or is not text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Fault("does not exist", str(path), "look at its path") from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Fault(f"cannot be read ({reason})", str(path), "look at its path and permissions") from error
    return SourceText(path.stem, decode(data, str(path)), str(path))


def decode(data: bytes, origin: str) -> str:
    r"""Decode a text and make its line ends `\n`.

    Args:
        data: UTF-8, with or without a byte order mark, or UTF-16 with one.
        origin: Where the bytes are from, for messages.

    Raises:
        Fault: The bytes are no text, or nothing but blanks.
    """
    name, encoding = ("UTF-16", "utf-16") if data.startswith(_UTF16) else ("UTF-8", "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # The error counts from after the byte order mark that utf-8-sig has taken off.
        byte = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise Fault(f"is not text: not {name} at byte {byte}", origin, "save it as UTF-8 text") from error
    if (nul := text.find("\0")) >= 0:
        raise Fault(f"is not text: a NUL at character {nul}", origin, "save it as UTF-8 text") from None
    if not text.strip():
        raise Fault("is empty", origin, "give a file with an article in it")
    return text.replace("\r\n", "\n").replace("\r", "\n")
