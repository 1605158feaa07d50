"""What people read: tables that fit the terminal, summaries, reports."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, TextIO, TypeVar

import typer

from diplograph.pace import span

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from diplograph.build import Built, Places
    from diplograph.build.shares import Rejected
    from diplograph.model import Article, Table
    from diplograph.queries import SavedQuery
    from diplograph.store import Store
    from diplograph.validate import Report

__all__ = [
    "console", "counted", "deliver", "deliver_report", "is_empty", "metadata_lines", "plain", "progress", "show_alternatives",
    "show_article", "show_build", "show_extracted", "show_grid", "show_question", "show_questions", "show_rejected", "show_report",
    "show_table", "waited", "waiting",
]  # fmt: skip

T = TypeVar("T")

_TICK = 1.0  # seconds between two lines on what takes long
_HEIGHT = 24  # nothing depends on it
_WIDTH = 120  # where nobody's terminal says how wide it is
_NARROWEST = 13  # a column narrower than this breaks words
_READABLE = 18  # with sentences in some columns, this is the narrowest that reads well on average
_MOST = 48  # a column wider than this takes the room of the others
_STACKED = 72  # below this not even a stacked table can be read
_WIDE = {"quote", "content", "condition", "in return", "offer"}
# One statement may come in several rows, one for each addressee or term; rows about one issue are separate answers.
_FOLDED = tuple(f"https://w3id.org/diplograph/id/{kind}/" for kind in ("statement", "action", "position"))
_METADATA = ("title", "author", "outlet", "date", "language", "url", "licence")
_HEADINGS = {"onOthersWord": "on another's word"}
_SHOWN = 40  # findings printed before the rest is only counted
_JOINERS = "\u200c\u200d"  # they shape letters and emoji, and do nothing else


def console(file: TextIO | None = None) -> Console:
    """Standard output, or a file, as wide as the terminal, or as `COLUMNS` says, or 120 characters."""
    from rich.console import Console

    known = (file is None and sys.stdout.isatty()) or "COLUMNS" in os.environ
    width = shutil.get_terminal_size((_WIDTH, _HEIGHT)).columns if known else _WIDTH
    # rich takes every dumb terminal for 80 characters wide unless it is told a height as well
    return Console(file=file, width=width, height=_HEIGHT, highlight=False, emoji=False, markup=False, soft_wrap=False)


def plain(text: str) -> str:
    """A text without what a terminal would obey (escapes, other controls, reversed writing): each such sign becomes a blank."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)


def progress(line: str) -> None:
    """Say on standard error what is being done; only to a terminal, on one line that is written over."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        typer.echo(f"\r\033[K{plain(line)} …" if line else "\r\033[K", err=True, nl=False)


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what takes long, how far it is and for how long already; nothing of what is quick.

    Args:
        what: What is being done.

    Yields:
        A function to say how far it is. Nothing else may be written to standard error meanwhile.
    """
    far, started, ended = [what], time.monotonic(), Event()

    def tick() -> None:
        while not ended.wait(_TICK):
            progress(f"{far[0]} ({span(time.monotonic() - started)})")

    ticking = Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield lambda line: far.__setitem__(0, line)
    finally:
        ended.set()
        ticking.join()
        progress("")


def waited(what: str, work: Callable[[Callable[[str], None]], T]) -> T:
    """The same for work that only reads, and in which the engine may be for long: Ctrl-C ends the process at once.

    Args:
        what: What is being done.
        work: Does it, in a thread of its own, and is given a function to say how far it is.
    """
    done: Future[T] = Future()

    def run(tell: Callable[[str], None]) -> None:
        try:
            done.set_result(work(tell))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            done.set_exception(error)

    with waiting(what) as tell:
        Thread(target=run, args=(tell,), daemon=True).start()
        try:
            return done.result()
        except KeyboardInterrupt:
            progress("")
            sys.stdout.flush()
            os._exit(130)  # the engine cannot be told to stop, and at an ordinary end Python would wait for it


def deliver(data: bytes | str | Iterable[bytes | str], path: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output, what comes in pieces piece by piece."""
    pieces = [data] if isinstance(data, bytes | str) else data
    raw = (piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    if path is None or str(path) == "-":
        for piece in raw:
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return
    from diplograph.build import replace_files

    replace_files({path: raw})


def deliver_report(report: Report, path: Path | None) -> None:
    """Write a report of shapes and checks as Turtle where somebody wants it."""
    from diplograph.export import report_turtle

    if path is not None:
        deliver(report_turtle(report), path)


def show_table(table: Table) -> None:
    """Solutions for people: labels instead of IRIs, rows of one subject folded, empty columns left out.

    Columns that find no room side by side are stacked in one; a terminal too narrow for that gets a list of records.
    """
    columns, rows = _folded(table)
    out = console()
    if not rows:
        typer.echo("No answer: the graph holds nothing that fits.")
        return
    narrowest = _READABLE if _WIDE & set(columns) else _NARROWEST
    if len(columns) * narrowest > out.width >= _STACKED:
        columns, rows = _stacked(columns, rows)
    if len(columns) * _NARROWEST > out.width:
        _print_records(columns, rows)
    else:
        _print_table(columns, rows, out)
    typer.echo(counted(len(rows), "row"))


def show_grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Any table for people, as wide as the terminal."""
    _print_table(columns, rows, console())


def is_empty(answer: object) -> bool:
    """Whether an answer has solutions, and none of them."""
    from diplograph.model import Table

    return isinstance(answer, Table) and not answer.rows


def show_alternatives(questions: Sequence[tuple[str, int]]) -> None:
    """Other questions that have an answer for the same names."""
    if questions:
        names = ", ".join(f"{name} ({rows})" for name, rows in questions[:5])
        typer.echo(f"The same options have an answer in: {names}")


def show_questions(queries: Iterable[SavedQuery]) -> None:
    """The saved queries in plain words, with the parameters they take."""
    rows = [(query.name, query.summary, " ".join(_usage(query))) for query in queries]
    _print_table(["question", "answers", "options"], rows, console())
    typer.echo("Ask one: diplograph ask positions-of --actor Russia. Names may be labels, aliases or IRIs.")


def show_question(query: SavedQuery) -> None:
    """One saved query: what it answers and what it takes."""
    typer.echo(f"{query.summary}\n\n{query.description}\n\nUsage: diplograph ask {query.name} {' '.join(_usage(query))}".rstrip())
    for parameter in query.parameters:
        kind = " or ".join(parameter.values) or {"iri": "label, alias or IRI", "xsd_date": "date (2022-02-22)", "literal": "text"}.get(
            parameter.type, parameter.type
        )
        need = "needed" if parameter.required else "optional"
        typer.echo(f"  --{parameter.name}  {kind}, {need}{f'; for example {parameter.default}' if parameter.default else ''}")


def show_article(article: Article) -> None:
    """An article: its metadata with the evidence for each value, its text, and what was left out with the reason."""
    typer.echo(f"{plain(article.key)}  ({article.words} words; source text {article.source.digest[:23]}…)")
    for line in metadata_lines(article, _METADATA):
        typer.echo(f"  {line}")
    lines = [(span.start, "", " ".join(span.of(article.source.text).split())) for span in article.body]
    lines += [(left.span.start, left.reason, " ".join(left.span.of(article.source.text).split())) for left in article.omitted]
    for start, reason, text in sorted(lines):
        shown = text if len(text) <= 90 else f"{text[:60]} … {text[-27:]}"
        typer.echo(f"  {start:>7}  {'left out: ' + reason + ': ' if reason else ''}{plain(shown)}")
    typer.echo("")


def metadata_lines(article: Article, names: Iterable[str]) -> Iterator[str]:
    """Some of an article's metadata, each with its evidence and where it came from; what nobody says is left out."""
    for name in names:
        value = getattr(article, name)
        if value:
            origin = f": {article.origins[name]}" if name in article.origins else ""
            yield plain(f"{name:9} {value}  [{article.evidence.get(name, '?')}{origin}]")
        elif name in article.origins:
            yield plain(f"{name:9} none  [{article.origins[name]}]")


def show_extracted(article: Article, found: Sequence[Mapping[str, object]], out: Console) -> None:
    """What extraction found in one article: who says what to whom, and what happened."""
    out.print(plain(f"{article.key}  {_short(article.title or '', 90)}"), soft_wrap=True)
    said = [one for one in found if one["record"] == "statement"]
    done = [one for one in found if one["record"] == "action"]
    acts = [tuple(_cell(one[name]) for name in ("holders", "kind", "stance", "content", "addressees")) for one in said]
    if acts:
        _print_table(["who", "does", "stance", "what", "to whom"], acts, out)
    events = [tuple(_cell(one[name]) for name in ("actors", "type", "status", "label", "targets")) for one in done]
    if events:
        _print_table(["who", "event", "status", "what", "with or at whom"], events, out)
    out.print(f"{counted(len(said), 'statement')}, {counted(len(done), 'action')}\n")


def _cell(value: object) -> str:
    return ", ".join(str(name) for name in value) if isinstance(value, list) else str(value)


def show_build(built: Built) -> None:
    """What a build read and found; a line for each article where they are few."""
    for line in (*built.failed, *built.skipped):
        typer.echo(f"diplograph: {plain(line)}", err=True)
    for part in built.parts if len(built.parts) <= _SHOWN else ():
        found = f"{part.statements} statements, {part.actions} actions{'' if part.curated else ', extracted'}"
        typer.echo(f"{part.key:28} {found:32} {plain(_short(part.title, 56))}")
    typer.echo("")
    kinds = sum((part.kinds for part in built.parts), Counter())
    for name, number in built.counts.items():
        detail = f"  ({', '.join(f'{kind} {count}' for kind, count in kinds.most_common())})" if name == "statements" and kinds else ""
        typer.echo(f"{number:>7,}  {name}{detail}")
    typer.echo(f"{built.report.violations:>7,}  violations\n{built.report.warnings:>7,}  warnings")
    show_rejected(built.rejected)
    for key in built.uncurated:
        typer.echo(
            f"diplograph: graph/statements/{key}.yaml: no article of that key was read; its statements are not in the graph",
            err=True,
        )
    for path in built.written:
        typer.echo(f"wrote {path}")


def show_rejected(rejected: Sequence[Rejected]) -> None:
    """How many extracted statements and actions break which rule."""
    rules = Counter(one.rule for one in rejected)
    cures = {one.rule: one.message for one in reversed(rejected)}
    for rule, number in rules.most_common():
        typer.echo(f"diplograph: {number:,} extracted and rejected ({rule}), for example: {cures[rule]}", err=True)


def show_report(report: Report, places: Places, store: Store) -> None:
    """Findings, each with the file and line to mend where there is one."""
    from diplograph.validate import owner
    from diplograph.vocabulary import curie

    for finding in report.findings[:_SHOWN]:
        whose = owner(store, finding.focus) if finding.focus.startswith("http") else finding.focus
        place = places.of(whose)
        about = curie(whose) if whose == finding.focus else f"{curie(whose)} ({curie(finding.focus)})"
        value = f" [{_short(curie(finding.value), 60)}]" if finding.value else ""
        typer.echo(f"{finding.severity}: {f'{place}: ' if place else ''}{about}: {finding.message}{value} ({finding.rule})")
    if len(report.findings) > _SHOWN:
        typer.echo(f"… and {len(report.findings) - _SHOWN} more; --report FILE writes them all")
    verdict = "conforms" if report.conforms else "does not conform"
    typer.echo(f"The graph {verdict}: {counted(report.violations, 'violation')}, {counted(report.warnings, 'warning')}.")


def _usage(query: SavedQuery) -> list[str]:
    return [f"--{p.name} …" if p.required else f"[--{p.name} …]" for p in query.parameters]


def counted(count: int, noun: str) -> str:
    """A number and what it counts."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _folded(table: Table) -> tuple[list[str], list[tuple[str, ...]]]:
    """The columns people want to see, and one row for each statement, action or position in the first, differing values joined."""
    names = list(table.variables)
    hidden = {name for name in names if f"{name}Label" in names}
    records = table.records()
    iris = {name for name in names if not name.endswith("Label") and name not in hidden and _only_iris(records, name)}
    shown = [name for name in names if name not in hidden and any(record[name] not in {None, "", "0"} for record in records)]
    if len(shown) > len(iris & set(shown)):  # what has no label and is no text tells a person little
        shown = [name for name in shown if name not in iris]
    groups: dict[str, list[dict[str, str | None]]] = {}
    for number, record in enumerate(records):
        subject = record[names[0]] or ""
        groups.setdefault(subject if subject.startswith(_FOLDED) else str(number), []).append(record)
    rows = [tuple("; ".join(dict.fromkeys(r[name] or "" for r in group if r[name])) for name in shown) for group in groups.values()]
    return [_heading(name) for name in shown], rows


def _only_iris(records: Sequence[Mapping[str, str | None]], name: str) -> bool:
    values = [record[name] or "" for record in records if record[name]]
    return bool(values) and all(value.startswith(("https://w3id.org/diplograph/", "http://www.wikidata.org/")) for value in values)


def _heading(name: str) -> str:
    """`onBehalfOfLabel` as "on behalf of"."""
    if name in _HEADINGS:
        return _HEADINGS[name]
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name.removesuffix("Label")).strip()


def _stacked(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The first three columns that are filled as a rule, then all others one under another in a cell, then the quote."""
    number = {name: place for place, name in enumerate(columns)}
    filled = [name for name in columns if 2 * sum(bool(row[number[name]]) for row in rows) >= len(rows)]
    first = [name for name in filled if name not in _WIDE and name != "kind"][:3]
    last = [name for name in ("quote",) if name in number]
    rest = [name for name in columns if name not in {*first, *last}]
    rest.sort(key=lambda name: name != "content")
    stacked = []
    for row in rows:
        lines = [row[number[name]] if name == "content" else f"{name}: {row[number[name]]}" for name in rest if row[number[name]]]
        stacked.append((*(row[number[name]] for name in first), "\n".join(lines), *(f"“{row[number[name]]}”" for name in last)))
    return [*first, "what" if "content" in rest else "more", *last], stacked


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], out: Console) -> None:
    from rich import box
    from rich.table import Table as Grid

    longest = [max(len(line) for row in rows for line in row[place].split("\n")) for place in range(len(columns))]
    crowded = sum(longest) + 2 * len(columns) > out.width
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), leading=1 if crowded else 0)
    for column, length in zip(columns, longest, strict=True):
        grid.add_column(column, overflow="fold", min_width=min(length, len(column), _NARROWEST), max_width=_MOST if crowded else None)
    for row in rows:
        grid.add_row(*("\n".join(map(plain, cell.split("\n"))) for cell in row))
    out.print(grid)


def _print_records(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    import textwrap

    width = max(map(len, columns))
    room = max(30, console().width - width - 2)
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            if value:
                lines = textwrap.wrap(plain(value), room, break_long_words=True) or [""]
                typer.echo(f"{column:>{width}}  {lines[0]}")
                for line in lines[1:]:
                    typer.echo(f"{'':{width}}  {line}")
        typer.echo("")
