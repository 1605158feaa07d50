"""The command `evaluate`: predictions against annotated articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.cli.reading import assisted
from diplograph.errors import Fault

if TYPE_CHECKING:
    from diplograph.errors import Place
    from diplograph.evaluate import Gold, Record, Report
    from diplograph.resources import Workspace

__all__ = ["evaluate"]

_FORMATS = ("table", "json", "markdown")
_KEYS = "A key or what stands before _ or - in it (w3); repeat the option, or put commas between."


def evaluate(
    gold: Annotated[Path | None, typer.Argument(metavar="GOLD_DIR", help="A folder with texts/ and statements.jsonl.")] = None,
    predictions: Annotated[
        list[Path] | None,
        typer.Option("--predictions", metavar="FILE", help="Records to score, as JSON Lines; - is standard input. None: extract them now."),
    ] = None,
    article: Annotated[list[str] | None, typer.Option("--article", metavar="KEY", help=f"Score these articles only. {_KEYS}")] = None,
    held_out: Annotated[
        list[str] | None, typer.Option("--held-out", metavar="KEY", help=f"Report these apart, and show none of their cases. {_KEYS}")
    ] = None,
    issues: Annotated[
        Path | None, typer.Option("--issues", metavar="FILE", help="Issues of the annotated statements, by id; else GOLD_DIR/issues.jsonl.")
    ] = None,
    show: Annotated[int, typer.Option("--show", metavar="N", min=0, help="Show N missed, N spurious and N wrong cases in context.")] = 0,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "table",
    agreement: Annotated[
        list[Path] | None, typer.Option("--agreement", metavar="FILE", help="Compare two files of records with each other; give it twice.")
    ] = None,
    merge: Annotated[
        Path | None, typer.Option("--merge", metavar="FILE", help="With --agreement: write both there, to be settled.")
    ] = None,
    output: options.Output = None,
    floors: Annotated[Path | None, typer.Option("--floors", metavar="FILE", help="Exit with 1 where a figure is below its floor.")] = None,
    folder: options.WorkspaceOption = None,
    assistant: assisted.With = None,
    cache: assisted.Answers = None,
    timeout: assisted.Seconds = 300.0,
    *,
    allow_http: assisted.AllowHttp = False,
    curated: Annotated[bool, typer.Option("--curated", help="Score against the workspace's curated seeds, not a folder.")] = False,
    update_floors: Annotated[bool, typer.Option("--update-floors", help="Raise the floors to what is reached.")] = False,
    allow_regression: Annotated[bool, typer.Option("--allow-regression", help="Let --update-floors lower them too.")] = False,
) -> int:
    """Score extracted statements and actions against annotated articles.

    Example: diplograph evaluate annotation/dev --predictions records.jsonl --held-out w3,w5 --show 5
    """
    from diplograph.cli.reading.extract import predictor
    from diplograph.evaluate import judge, render, run_on

    options.chosen(form, _FORMATS)
    if agreement or merge:
        if predictions or held_out or curated or floors:
            raise Fault("--agreement compares two files, and nothing else", "--agreement", "leave the other options out")
        return _agreed(agreement or [], gold, _keys(article), form, show, merge, output)
    if (update_floors and floors is None) or (allow_regression and not update_floors):
        raise Fault("there are no floors to update", None, "give --floors FILE, and --update-floors with it")
    space = options.workspace(folder)
    annotated = _gold(space, gold, issues, curated=curated)
    chosen = {"articles": _keys(article), "held_out": _keys(held_out)}
    found = predictor(space, helper=assisted.helper(space, assistant, cache, timeout, allow_http=allow_http)).records
    report = judge(annotated, _predicted(predictions), **chosen) if predictions else run_on(annotated, found, **chosen)
    problems = _floored(report, floors, update=update_floors, allow_regression=allow_regression)
    screen.deliver(render(report, form, show, problems), output)
    return 1 if problems else 0


def _agreed(files: list[Path], folder: Path | None, keys: list[str], form: str, show: int, merge: Path | None, output: Path | None) -> int:
    """Compare two files of records; of the folder of texts, if there is one, lengths and names are taken."""
    from diplograph.evaluate import agreement, read_predictions, read_texts
    from diplograph.evaluate.lines import read_lines

    options.chosen(form, agreement.FORMATS)
    if len(files) != 2:
        raise Fault(f"agreement is between two files, not {len(files)}", "--agreement", "give the option twice")
    one, other = ([(place, row) for place, row in read_predictions(path) if _wanted(row, keys)] for path in files)
    if not one and not other:
        raise Fault("there is nothing to compare", "--agreement", "look at --article, and whether the files hold statements or actions")
    lengths = {key: len(source.text) for key, source in read_texts(folder / "texts")[1].items()} if folder else {}
    named = folder / "entities.jsonl" if folder else None
    entities = [row for _, row in read_lines(named)] if named and named.is_file() else []
    found = agreement.compare(one, other, lengths, entities)
    if merge is not None:
        screen.deliver("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in agreement.merged(found)), merge)
    screen.deliver(agreement.render_agreement(found, form, show), output)
    return 0


def _wanted(row: Record, keys: list[str]) -> bool:
    """Whether a row's article is one of some keys, or any where there are none."""
    key = str(row.get("article", ""))
    return not keys or any(key == one or key.startswith((f"{one}_", f"{one}-")) for one in keys)


def _gold(space: Workspace, folder: Path | None, issues: Path | None, *, curated: bool) -> Gold:
    """What to score against: a folder, or the released graph's curated seeds."""
    from diplograph.evaluate import curated_gold, read_gold

    if curated == (folder is not None):
        raise Fault("there must be one set of annotated articles", None, "name a folder, or give --curated")
    if folder is not None:
        return read_gold(folder, issues)
    if issues is not None:
        raise Fault("the curated statements name their issues themselves", "--issues", "leave the option out")
    from diplograph.export import records
    from diplograph.store import released

    graph = released(space)
    return curated_gold(space, graph, records(graph))


def _predicted(paths: list[Path]) -> list[tuple[Place, Record]]:
    from diplograph.evaluate import read_predictions

    return [row for path in paths for row in read_predictions(path)]


def _keys(given: list[str] | None) -> list[str]:
    return [key for keys in given or [] for key in keys.split(",") if key]


def _floored(report: Report, path: Path | None, *, update: bool, allow_regression: bool) -> list[str] | None:
    """What does not hold of a file of floors, after raising them where that is asked for; None where there is no file."""
    from diplograph.evaluate import check_floors, floors_text, read_floors, update_floors

    if path is None:
        return None
    if update:
        old = read_floors(path) if path.exists() else None
        screen.deliver(floors_text(update_floors(report, old, allow_regression=allow_regression)), path)
    return check_floors(report, read_floors(path))
