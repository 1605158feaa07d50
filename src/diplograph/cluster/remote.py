"""Sources that fsspec reaches (s3://, gs://, abfs://, memory:// …), copied to this machine before they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from diplograph.errors import Fault

__all__ = ["copied", "is_remote", "named"]


def is_remote(source: Path | str) -> bool:
    """Whether a source is fsspec's to fetch; the web is read as always."""
    return isinstance(source, str) and "://" in source and not source.lower().startswith(("http://", "https://"))


def copied(sources: Sequence[Path | str], folder: Path) -> Iterator[Path | str]:
    """The sources, those of fsspec as files in a folder, below `<scheme>/<path>`: a name's stem stays an article's key.

    A folder or pattern means its files in order of name, and a file's metadata file comes along.

    Raises:
        Fault: Something is not there, or cannot be fetched, or a scheme needs a package that is missing.
    """
    for source in sources:
        if is_remote(source):
            yield from _fetched(str(source), folder)
        else:
            yield source


def named(line: str, folder: Path) -> str:
    """A message with the addresses of what was copied instead of the copies'."""
    head, found, rest = line.partition(f"{folder}/")
    if not found:
        return line
    scheme, _, path = rest.partition("/")
    return f"{head}{scheme}://{named(path, folder)}"


def _fetched(source: str, folder: Path) -> list[Path]:
    from fsspec.core import url_to_fs

    scheme = source.partition("://")[0]
    try:
        system, path = url_to_fs(source)
        names = sorted(system.glob(path)) if "*" in path else sorted(system.find(path))
        files = [_copy(system, name, folder / scheme) for name in names if not system.isdir(name)]
        for name in names:
            side = str(PurePosixPath(name).with_suffix(".yaml"))
            if side not in names and system.exists(side):
                _copy(system, side, folder / scheme)
    except ImportError as error:
        raise Fault(f"needs a package that is not installed ({error})", source, "install it with pip") from error
    except (OSError, ValueError) as error:
        raise Fault(f"cannot be fetched ({error})", source, "look at the address, and at who may read it") from error
    if not files:
        raise Fault("does not exist", source, "look at the address")
    return [file for file in files if file.suffix != ".yaml"]


def _copy(system: Any, name: str, folder: Path) -> Path:  # noqa: ANN401 - fsspec has no types
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..", ".")]
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    system.get_file(name, str(target))
    return target
