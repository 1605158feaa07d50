"""What the page of the command line takes from the program: the table of commands, and the formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def names() -> list[str]:
    """The program's commands, in the order of its help."""
    import typer

    from diplograph.cli import app

    group = typer.main.get_command(app)
    return [str(name) for name in getattr(group, "commands", {})]


def _table(_: str) -> str:
    """Each command, its first sentence, and a link to its section."""
    import typer

    from diplograph.cli import app

    commands: Mapping[str, object] = getattr(typer.main.get_command(app), "commands", {})
    rows = ["| command | does |", "|---|---|"]
    for name, command in commands.items():
        said = " ".join((getattr(command, "help", "") or "").split("\n\n")[0].split())
        rows.append(f"| [`{name}`](#{name}) | {said} |")
    return "\n".join(rows)


def _files(_: str) -> str:
    """The endings of RDF files that are read, and their formats."""
    from diplograph.store import FORMATS

    rows = ["| ending | format |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{ending}` | {form.name} |" for ending, form in FORMATS.items())])


REGIONS: Mapping[str, Callable[[str], str]] = {"commands": _table, "rdf-files": _files}
