"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from diplograph.errors import Fault

__all__ = ["replace_files"]


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write files so that each is either as before or complete; all are prepared before the first one is put in place.

    A file whose bytes would not change is left alone, its time stamp too.

    Args:
        contents: Bytes by path. Folders are made where they are missing.

    Raises:
        Fault: Something cannot be written; nothing has been replaced then, unless the disk failed between two renames.
    """
    prepared: list[tuple[Path, Path]] = []
    try:
        for path, data in contents.items():
            if path.is_file() and path.read_bytes() == data:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            prepared.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        for temporary, path in prepared:
            temporary.replace(path)
    except OSError as error:
        where = error.filename or next(iter(contents))
        raise Fault(
            f"cannot be written ({error.strerror or error})",
            str(where),
            "choose another place with -o, or mend its permissions",
        ) from error
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    """The process's file mode mask; the only way to read it is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
