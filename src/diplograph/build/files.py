"""Files that appear whole or not at all."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from diplograph.errors import Fault

__all__ = ["replace_files"]


def replace_files(contents: Mapping[Path, bytes | Iterable[bytes]]) -> None:
    """Write files so that each is either as before or complete; all are prepared before the first one is put in place.

    A file whose bytes would not change is left alone, its time stamp too. A link stays, and what it leads to is replaced; a device or
    a pipe (`/dev/stdout`, `/dev/null`) is written to.

    Args:
        contents: Bytes by path, in one piece or in many. Folders are made where they are missing.

    Raises:
        Fault: Something cannot be written; nothing has been replaced then, unless the disk failed between two renames.
    """
    prepared: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, data in contents.items():
            pieces = [data] if isinstance(data, bytes) else data
            if path.exists() and not path.is_file():
                with path.open("wb") as file:
                    file.writelines(pieces)
            else:
                prepared.append(_prepared(path.resolve(), pieces))
        for temporary, path in prepared:
            if not path.exists() or not filecmp.cmp(temporary, path, shallow=False):
                temporary.replace(path)
    except OSError as error:
        cure = "choose another place with -o, or mend its permissions"
        raise Fault(f"cannot be written ({error.strerror or error})", str(path), cure) from error
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)


def _prepared(path: Path, pieces: Iterable[bytes]) -> tuple[Path, Path]:
    """A file beside a path that holds what shall stand there, with the permissions it shall have, and the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except BaseException:
        temporary.unlink()
        raise
    return temporary, path


def _umask() -> int:
    """The process's file mode mask; the only way to read it is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
