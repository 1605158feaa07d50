"""Files that appear whole or not at all."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from diplograph.errors import Fault

try:
    import fcntl
except ImportError:  # Windows: what a killed process leaves stays there
    fcntl = None  # type: ignore[assignment]

__all__ = ["replace_files"]

_UNFINISHED = ".part"


def replace_files(contents: Mapping[Path, bytes | Iterable[bytes]]) -> None:
    """Write files so that each is either as before or complete; all are prepared before the first one is put in place.

    A file whose bytes would not change is left alone, its time stamp too. A link stays, and what it leads to is replaced; a device or
    a pipe (`/dev/stdout`, `/dev/null`) is written to. What a killed process has left half-written beside a path is taken away.

    Args:
        contents: Bytes by path, in one piece or in many. Folders are made where they are missing.

    Raises:
        Fault: Something cannot be written; nothing has been replaced then, unless the disk failed between two renames.
    """
    path = Path()
    with ExitStack() as stack:
        try:
            prepared: list[tuple[Path, Path]] = []
            for path, data in contents.items():
                pieces = [data] if isinstance(data, bytes) else data
                if path.exists() and not path.is_file():
                    with path.open("wb") as file:
                        file.writelines(pieces)
                else:
                    prepared.append((stack.enter_context(_prepared(path.resolve(), pieces)), path.resolve()))
            for temporary, path in prepared:
                if not path.exists() or not filecmp.cmp(temporary, path, shallow=False):
                    temporary.replace(path)
        except OSError as error:
            cure = "choose another place with -o, or mend its permissions"
            raise Fault(f"cannot be written ({error.strerror or error})", str(path), cure) from error


@contextmanager
def _prepared(path: Path, pieces: Iterable[bytes]) -> Iterator[Path]:
    """A file beside a path that holds what shall stand there, with the permissions it shall have, until it is renamed or given up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{path.name[:100]}."
    _sweep(path.parent, prefix)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=_UNFINISHED)
    temporary = Path(name)
    with os.fdopen(handle, "wb") as file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)


def _sweep(folder: Path, prefix: str) -> None:
    """Take away what a killed process has left: a file that nobody who still lives holds."""
    if fcntl is None:
        return
    for left in folder.iterdir():
        if left.name.startswith(prefix) and left.name.endswith(_UNFINISHED):
            with suppress(OSError):  # somebody is writing it, or it is gone, or not ours
                _take_away(left)


def _take_away(left: Path) -> None:
    """Remove a file that nobody holds; an empty one may be a moment old, and not held yet.

    Raises:
        OSError: Somebody holds it.
    """
    if left.is_file() and left.stat().st_size:
        with left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _umask() -> int:
    """The process's file mode mask; the only way to read it is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
