"""The files of an archive or a folder: written with the same bytes for the same files, read with care."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from diplograph.errors import Fault

__all__ = ["MOST_BYTES", "packed", "unpacked"]

MOST_BYTES = 2**28  # of a file, and of all that an archive unpacks to
_MOST_FILES = 10_000
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP can say


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of files by name, without a clock."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, data)
    return made.getvalue()


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of an archive, or the one file that a path is, by name; nothing is written to disk.

    Raises:
        Fault: It cannot be read, is damaged, encrypted or too large.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Fault(f"is larger than {MOST_BYTES} bytes", str(path), "divide it")
        data = path.read_bytes()
    except OSError as error:
        raise Fault(f"cannot be read ({error.strerror or error})", str(path), "look at its path and permissions") from error
    if not data.startswith(b"PK\x03\x04"):
        return {path.name: data}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > MOST_BYTES or len(entries) > _MOST_FILES:
                raise Fault(f"unpacks to more than {MOST_BYTES} bytes, or {_MOST_FILES} files", str(path), "divide it")
            return {entry.filename: _content(archive, entry, path) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise Fault(f"is a damaged or encrypted archive ({error})", str(path), "pack it anew") from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    """An entry's bytes, no more than it promises."""
    with archive.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise Fault("unpacks to more than it promises", str(path), "pack it anew")
    return data
