"""The command `import`: another tool's articles and statements taken in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diplograph.interop.workspace import Sheet, Tool
    from diplograph.model import Article
    from diplograph.registry import Registry
    from diplograph.resources import Workspace

__all__ = ["import_"]

_FORMATS = ("workspace", "yaml", "jsonl")


def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A .dna file of DNA 3; Web Annotation or Hypothesis JSON; UIMA CAS, WebAnno TSV or their ZIP."),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}; the default is workspace for DNA, yaml for annotation tools."
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--texts", metavar="SOURCE", help="For annotation tools: the articles; the default is the seeds. Repeat it."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PATH", help="A new folder for the workspace, a folder for curated files, or a file."),
    ] = None,
    folder: options.WorkspaceOption = None,
) -> int:
    """Take another tool's articles and statements in: a workspace to build and go on with, curated files, or records.

    Example: diplograph import debate.dna -o debate
    """
    from diplograph.interop.annotation import is_annotated

    annotated = is_annotated(file)
    chosen = options.chosen(form or ("yaml" if annotated else "workspace"), _FORMATS)
    return _annotations(file, chosen, texts, output, folder) if annotated else _database(file, chosen, output)


def _database(file: Path, form: str, output: Path | None) -> int:
    """Take a database of DNA in."""
    from diplograph.interop.dna import TOOL, imported, read_tables

    if form == "yaml":
        raise Fault("a DNA database becomes a workspace, or records", "--format", "choose workspace or jsonl")
    found = imported(read_tables(file))
    if form == "jsonl":
        screen.deliver("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found.records()), output)
        return _told([str(one["reason"]) for one in found.refused], str(file))
    return _founded(list(found.sheets()), found.refused, TOOL, output)


def _annotations(file: Path, form: str, texts: list[str] | None, output: Path | None, folder: Path | None) -> int:
    """Take an annotation tool's file in."""
    from diplograph.interop import annotation

    space = options.workspace(folder)
    given = options.sources(texts) or ([space.seeds] if space.seeds else [])
    how = options.reading(None, None, None, None, day_first=None)
    articles: Iterable[Article] = options.Found(given, how) if given else ()
    taken = annotation.beside_articles(annotation.read_pages(file), articles)
    if form == "workspace":
        return _founded(list(annotation.as_sheets(taken)), taken.lost, annotation.TOOL, output)
    lost = list(taken.lost)
    if form == "jsonl":
        rows = [row for sheet in annotation.as_sheets(taken) for row in (sheet.article, *sheet.records)]
        screen.deliver("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output)
        return _told_each(lost)
    for sheet in taken.alone:
        reason = "its document is none of the articles given: name it with --texts, or choose --format workspace"
        lost += [{"reason": reason, **record} for record in sheet.records]
    made = list(annotation.curated_files(taken, _registry(space)))
    left = _curated({key: text for key, text, _, _ in made}, output)
    for _, _, _, some in made:
        lost += some
    return max(_told_each(lost), left)


def _registry(space: Workspace) -> Registry:
    from diplograph.registry import Registry

    return Registry.load(space)


def _curated(files: dict[str, str], output: Path | None) -> int:
    """Write curated files: each into a folder, if it is not there yet, else one behind the other. The exit code."""
    from diplograph.build import replace_files

    if output is None or not output.is_dir():
        screen.deliver("---\n".join(files.values()), output)
        return 0
    left = [key for key in files if (output / f"{key}.yaml").exists()]
    replace_files({output / f"{key}.yaml": text.encode() for key, text in files.items() if key not in left})
    for key in left:
        told = Fault("is there already, and was left as it is", str(output / f"{key}.yaml"), "name another folder, or take it away")
        typer.echo(f"diplograph: {screen.plain(str(told))}", err=True)
    return 1 if left else 0


def _founded(sheets: list[Sheet], refused: list[dict[str, object]], tool: Tool, output: Path | None) -> int:
    """Found a workspace, say what is in it and what is not; the exit code."""
    from diplograph.build import replace_files
    from diplograph.interop.workspace import workspace_files

    if output is None or output.exists():
        raise Fault("a workspace needs a new folder", "--output", "name one that does not exist, or choose --format jsonl")
    files, count, left = workspace_files(sheets, tool)
    lost = [*refused, *left]
    if lost:
        files["not-imported.jsonl"] = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lost).encode()
    replace_files({output / name: data for name, data in files.items()})
    typer.echo(f"{len(sheets)} articles, {count} statements and actions; next: diplograph build --workspace {output}")
    return _told([str(one["reason"]) for one in lost], str(output / "not-imported.jsonl"))


def _told(reasons: list[str], place: str) -> int:
    """Say what was not taken in, or not whole, and why; the exit code."""
    for reason in sorted(set(reasons)):
        typer.echo(f"diplograph: {place}: {reasons.count(reason)} statements: {reason}", err=True)
    return 1 if reasons else 0


def _told_each(lost: list[dict[str, object]]) -> int:
    """Say of each annotation that was not taken in, or not whole, where it stands and why; the exit code."""
    for one in lost:
        where = one.get("at") or f"{one.get('article')}, {one.get('id')}"
        said = f"{where}: {one['reason']}"
        typer.echo(f"diplograph: {screen.plain(said)}", err=True)
    return 1 if lost else 0
