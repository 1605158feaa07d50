"""A report for people, for documents and for machines."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diplograph.evaluate.report.cases import Case, worst_cases
from diplograph.evaluate.report.judging import Report
from diplograph.evaluate.scoring.scores import Scores
from diplograph.evaluate.units import Unit, UnitType

__all__ = ["FORMATS", "render"]

FORMATS = ("table", "json", "markdown")
_WIDTH = 160  # rows are never wider; lines of cases are folded by the terminal


@dataclass(frozen=True, slots=True)
class _Grid:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def render(report: Report, form: str = "table", show: int = 0, problems: Sequence[str] | None = None) -> str:
    """A report as text.

    Args:
        report: The report.
        form: One of `FORMATS`.
        show: How many of the worst cases of each sort to show.
        problems: What `check_floors` found; None where there are no floors.
    """
    cases = worst_cases(report, show) if show > 0 else []
    if form == "json":
        return json.dumps(_record(report, cases, problems), ensure_ascii=False, indent=2) + "\n"
    head = f"{len(report.articles)} articles of {report.gold.origin}, {report.gold.digest[:19]}…"
    if report.held_out:
        head += f", held out: {', '.join(report.held_out)}"
    grid = _markdown if form == "markdown" else _plain
    parts = [head, *map(grid, _grids(report)), *_told(cases, form), *_verdict(problems)]
    return "\n\n".join(parts) + "\n"


def _record(report: Report, cases: Sequence[Case], problems: Sequence[str] | None) -> dict[str, object]:
    data: dict[str, object] = {
        "gold": report.gold.origin, "gold_digest": report.gold.digest, "articles": report.articles, "held_out": report.held_out,
        "scores": {name: {group: scores.record() for group, scores in groups.items()} for name, groups in report.subsets.items()},
        "cases": [case.record() for case in cases],
    }  # fmt: skip
    if problems is not None:
        data["floors"] = {"held": not problems, "problems": list(problems)}
    return data


def _grids(report: Report) -> Iterator[_Grid]:
    """For each group its figures, one column a subset, then its rows by kind, construction and article."""
    for group, whole in report.subsets["all"].items():
        columns = {name.replace("_", " "): {**groups[group].figures, **groups[group].extras} for name, groups in report.subsets.items()}
        names = [name for name in next(iter(columns.values())) if not name.startswith("recall_by_")]
        shown = [name for name in names if any(figures[name] is not None for figures in columns.values())]
        rows = tuple((name, *(_number(figures[name]) for figures in columns.values())) for name in shown)
        yield _Grid(group, ("figure", *columns), rows)
        yield from _tables(group, whole)


def _tables(group: str, scores: Scores) -> Iterator[_Grid]:
    for table, rows in scores.tables.items():
        if rows:
            names = tuple(next(iter(rows.values())))
            lines = tuple((key, *(_number(row[name]) for name in names)) for key, row in rows.items())
            title = {"by_rule": "by construction"}.get(table, table.replace("_", " "))
            yield _Grid(f"{group} {title}", (title.removeprefix("by "), *(name.replace("_", " ") for name in names)), lines)


def _number(value: object) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _plain(grid: _Grid) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, title=grid.title, title_justify="left", title_style="bold")
    for number, column in enumerate(grid.columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in grid.rows:
        table.add_row(*row)
    out = Console(file=io.StringIO(), width=_WIDTH, color_system=None, markup=False, emoji=False, highlight=False)
    with out.capture() as written:
        out.print(table)
    return "\n".join(line.rstrip() for line in written.get().rstrip().split("\n"))


def _markdown(grid: _Grid) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    rule = "|" + "|".join([" --- ", *[" ---: "] * (len(grid.columns) - 1)]) + "|"
    return "\n".join([f"## {grid.title}", "", line(grid.columns), rule, *map(line, grid.rows)])


def _told(cases: Sequence[Case], form: str) -> Iterator[str]:
    """Cases in words: what is annotated or predicted, why it went wrong, and the passage in its text."""
    titles = {"missed": "missed", "spurious": "found where none is annotated", "wrong": "found and read wrongly"}
    title = ""
    for case in cases:
        mine = f"{case.unit.record}s {titles[case.sort]}"
        if mine != title:
            title = mine
            yield f"## {title}" if form == "markdown" else title
        unit = case.gold or case.predicted
        said = _unit(unit, case.unit) if unit else ""
        rule = f" [{case.predicted.rule}]" if case.predicted and case.predicted.rule else ""
        lines = [f"{case.article} {said}{rule}", f"    {case.why}", f"    … {_flat(case.before)}⟦{_flat(case.quote)}⟧{_flat(case.after)} …"]
        yield "\n".join(lines)


def _unit(one: Unit, unit: UnitType) -> str:
    core = " (core)" if one.core else ""
    toward = f" → {', '.join(one.whom)}" if one.whom else ""
    about = f": {one.content}" if one.content else ""
    return f"{one.start}–{one.end}{core} {one.label}, {one.second}, {unit.who} {', '.join(one.who) or 'nobody'}{toward}{about}"


def _verdict(problems: Sequence[str] | None) -> Iterator[str]:
    if problems is not None:
        yield "The floors do not hold:\n" + "\n".join(f"  {problem}" for problem in problems) if problems else "The floors hold."


def _flat(text: str) -> str:
    """A stretch of text on one line."""
    return text.replace("\n", " ")
