"""A workspace of the user's own to begin with: a made-up article, its statements, an actor, an issue and a question, with comments.

What is written builds and validates as it is. The files lie in `starter/`, flat, and go to the places of `_PLACES`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from importlib.resources import files
from pathlib import Path

from diplograph.build.files import replace_files
from diplograph.errors import Fault
from diplograph.resources import root

__all__ = ["start"]

_PLACES: Mapping[str, str] = {
    "README.md": "README.md",
    "actors.ttl": "graph/registry/actors.ttl",
    "issues.ttl": "graph/registry/issues.ttl",
    "example.statements.yaml": "graph/statements/example.yaml",
    "offers-with-a-condition.rq": "queries/offers-with-a-condition.rq",
    "example.txt": "seeds/example.txt",
    "example.meta.yaml": "seeds/example.yaml",
}
_SCHEMA = "graph/statements/curated.schema.json"
_BUILT = frozenset({"graph/diplograph.ttl", "graph/diplograph.trig"})
_APART = ".git"  # a repository made beforehand is no content


def start(folder: Path) -> list[str]:
    """Write a workspace into a new or empty folder, or what is missing of one that was written so; nothing there is changed.

    Args:
        folder: Where. It is made if it is missing.

    Returns:
        The files written, by their paths in the folder, in order of name.

    Raises:
        Fault: The folder is a file, cannot be read or written, or holds something else than such a workspace.
    """
    contents = {place: (files("diplograph.build") / "starter" / name).read_bytes() for name, place in _PLACES.items()}
    contents[_SCHEMA] = (root("graph") / "statements" / "curated.schema.json").read_bytes()
    strange = next(_strange(folder, contents.keys() | _BUILT), None)
    if strange is not None:
        raise Fault(f"is not empty: it holds {strange}", str(folder), "name a new folder")
    missing = sorted(place for place in contents if not os.path.lexists(folder / place))
    replace_files({folder / place: contents[place] for place in missing})
    return missing


def _strange(folder: Path, ours: AbstractSet[str]) -> Iterator[str]:
    """The files in a folder that are none of ours, by their paths in it."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise Fault("is no folder", str(folder), "name a new folder")
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if name != _APART)
        found = ((Path(place) / name).relative_to(folder).as_posix() for name in sorted(names))
        yield from (path for path in found if path not in ours)
