"""How the server and its workers talk: a head in JSON and a body in bytes, each behind its length, over a pair of sockets."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

__all__ = ["HEAD", "LENGTHS", "pack", "receive", "unpack_head"]

LENGTHS = struct.Struct("!IQ")
HEAD = LENGTHS.size


def pack(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """One message."""
    written = json.dumps(head).encode()
    return LENGTHS.pack(len(written), len(body)) + written + body


def unpack_head(data: bytes) -> dict[str, Any]:
    """The head of a message."""
    found: dict[str, Any] = json.loads(data)
    return found


def receive(channel: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """The next message, or None where the other side has gone."""
    lengths = _exactly(channel, HEAD)
    if lengths is None:
        return None
    head_length, body_length = LENGTHS.unpack(lengths)
    head, body = _exactly(channel, head_length), _exactly(channel, body_length)
    return None if head is None or body is None else (unpack_head(head), body)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    data = bytearray()
    while len(data) < length:
        piece = channel.recv(min(length - len(data), 2**20))
        if not piece:
            return None
        data += piece
    return bytes(data)
