"""Style sheets, scripts and pictures: read once, so that no path of a request ever meets the file system."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["Asset", "Assets"]

_MEDIA = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}  # fmt: skip
_SMALLEST_PRESSED = 1024


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Attributes:
        body: Its bytes.
        media: Its media type.
        tag: Its ETag.
        pressed: The same by gzip, or empty where that does not pay.
    """

    body: bytes
    media: str
    tag: str
    pressed: bytes


@dataclass(slots=True)
class Assets:
    """The files below `static/`, by path."""

    _files: dict[str, Asset] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for name, file in _below(files("diplograph.web") / "static", ""):
            ending = name.rpartition(".")[2]
            if ending in _MEDIA or name.endswith("LICENSE"):
                body = file.read_bytes()
                pressed = gzip.compress(body, 9, mtime=0) if len(body) >= _SMALLEST_PRESSED else b""
                tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
                self._files[name] = Asset(body, _MEDIA.get(ending, _MEDIA["txt"]), tag, pressed)

    def get(self, name: str) -> Asset | None:
        """A file, or None."""
        return self._files.get(name)

    def items(self) -> Iterator[tuple[str, Asset]]:
        """All files by path."""
        yield from sorted(self._files.items())


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
