"""Bytes to a source text: decoding and line ends. Nothing else changes, so that offsets hold in the user's own file."""

from __future__ import annotations

import codecs

from diplograph.errors import Fault

__all__ = ["decode"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, origin: str, encoding: str | None = None) -> str:
    r"""Decode a text and make its line ends `\n`.

    Args:
        data: UTF-8, with or without a byte order mark, or UTF-16 with one.
        origin: Where the bytes are from, for messages.
        encoding: What the user says it is, or the server it came from; a byte order mark knows better.

    Raises:
        Fault: The bytes are no text, or nothing but blanks.
    """
    name, codec = ("UTF-16", "utf-16") if data.startswith(_UTF16) else ("UTF-8", "utf-8-sig")
    if codec == "utf-8-sig" and encoding not in (None, "utf-8") and not data.startswith(codecs.BOM_UTF8):
        name = codec = encoding or codec
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        # The error counts from after the byte order mark that utf-8-sig has taken off.
        byte = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise Fault(f"is not text: not {name} at byte {byte}", origin, "name its encoding, or save it as UTF-8 text") from error
    if (nul := text.find("\0")) >= 0:
        raise Fault(f"is not text: a NUL at character {nul}", origin, "save it as UTF-8 text") from None
    if not text.strip():
        raise Fault("is empty", origin, "give a file with an article in it")
    return text.replace("\r\n", "\n").replace("\r", "\n")
