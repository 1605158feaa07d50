"""The commands `init` and `schema`: what a workspace begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

__all__ = ["init", "schema"]

_SCHEMAS = ("curated",)


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> int:
    """Start a workspace of your own, over the bundled one: actors, issues, an article, its statements and a question to change.

    Example: diplograph init my-debate
    """
    from diplograph.build import start

    written = start(folder)
    for name in written:
        typer.echo(f"wrote {folder / name}")
    typer.echo(f"{'nothing is missing here; ' if not written else ''}next: cd {folder}, diplograph build, and read README.md")
    return 0


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"Of what: {', '.join(_SCHEMAS)}.")] = "curated",
    output: options.Output = None,
) -> int:
    """Write the JSON Schema of curated files, by which editors explain, complete and check them.

    Example: diplograph schema curated -o graph/statements/curated.schema.json
    """
    from diplograph.resources import read_text, root

    if name not in _SCHEMAS:
        raise Fault(f'there is no schema "{name}"', "NAME", f"choose one of {', '.join(_SCHEMAS)}")
    screen.deliver(read_text(root("graph") / "statements" / f"{name}.schema.json"), output)
    return 0
