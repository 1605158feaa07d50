"""What a worker answers, before it is HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Refused", "Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        body: Its bytes.
        media: Its media type, with a charset where it is text.
        status: The HTTP status.
        headers: Further headers, such as Location and Link.
    """

    body: bytes
    media: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def says(cls, status: int, message: str, **headers: str) -> Reply:
        """One line of plain text; `_` in a header's name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(f"{message}\n".encode(errors="replace"), status=status, headers=named)


class Refused(Exception):  # noqa: N818 - a client's fault, which becomes a reply
    """A request that cannot be served, with the status and the line that say why."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        self.reply = Reply.says(status, message, **headers)
        super().__init__(message)
