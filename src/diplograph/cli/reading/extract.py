"""The command `extract`: what the words of articles show, before anybody curates them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.cli.reading import assisted
from diplograph.errors import Fault, stumble

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from diplograph.export.records import Record
    from diplograph.model import Article
    from diplograph.pipeline import Reading
    from diplograph.registry import Registry
    from diplograph.resources import Workspace

__all__ = ["extract", "predictor"]

_SHOWN = ("text", "table")
_FORMATS = (*_SHOWN, "jsonl", "yaml", "turtle")
Model = Annotated[
    str | None, typer.Option("--language-model", metavar="NAME", help="Another spaCy pipeline with Universal Dependencies labels.")
]


def extract(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help=options.SOURCES)],
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}; the default is text on a terminal, else table."),
    ] = None,
    output: options.Output = None,
    model: Model = None,
    input_format: options.InputFormat = None,
    fields: options.Fields = None,
    encoding: options.Encoding = None,
    contact: options.Contact = None,
    folder: options.WorkspaceOption = None,
    assistant: assisted.With = None,
    cache: assisted.Answers = None,
    timeout: assisted.Seconds = 300.0,
    *,
    day_first: options.DayFirst = None,
    allow_http: assisted.AllowHttp = False,
) -> int:
    """Show the statements and actions that articles show; `yaml` is a curated file to correct and keep.

    Example: diplograph extract article.txt --format yaml -o graph/statements/article.yaml
    """
    printed = output is None or str(output) == "-"
    chosen = options.chosen(form or ("text" if printed and sys.stdout.isatty() else "table"), _FORMATS)
    space = options.workspace(folder)
    helper = assisted.helper(space, assistant, cache, timeout, allow_http=allow_http)
    predict = predictor(space, model, helper)
    found = options.Found(options.sources(sources), options.reading(input_format, fields, encoding, contact, day_first=day_first))
    readings = predict.readings(_told(found)) if helper else _guarded(_told(found), predict.read, found)
    kept = 0
    if chosen == "yaml" and output is not None and output.is_dir():
        kept = _kept(readings, predict, output)
    elif printed and chosen in _SHOWN:
        for _ in _views(readings, chosen, predict, screen.console()):
            sys.stdout.flush()
    else:
        screen.deliver(_written(readings, chosen, predict), output)
    screen.progress("")
    return 1 if found.failed or kept or (helper and (helper.failed or helper.refused)) else 0


def predictor(space: Workspace, model: str | None = None, helper: assisted.Helper | None = None) -> Predictor:
    """What turns articles into records.

    Args:
        space: Whose registry is read.
        model: Another spaCy pipeline than the shipped one.
        helper: A language model that reads instead.
    """
    from diplograph.pipeline import extractor
    from diplograph.registry import Registry

    registry = helper.assistant.registry if helper else Registry.load(space)
    return Predictor(registry, extractor(registry, model), helper)


@dataclass(frozen=True, slots=True)
class Predictor:
    """Extraction with one registry; `read` takes one article, `records` a stream of them."""

    registry: Registry
    read: Callable[[Article], Reading]
    helper: assisted.Helper | None = None

    def readings(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """What is read in articles."""
        return self.helper.readings(articles) if self.helper else map(self.read, articles)

    def shown(self, reading: Reading) -> Iterator[Record]:
        """The records of one article's statements and actions."""
        from diplograph.export import reading_records

        return (one for one in reading_records(reading, self.registry) if one["record"] != "article")

    def records(self, articles: Iterable[Article]) -> Iterator[Record]:
        """The records of the statements and actions of articles."""
        for reading in self.readings(articles):
            yield from self.shown(reading)


def _told(articles: options.Found) -> Iterator[Article]:
    """The articles that can be read; of the others it is said why not.

    Raises:
        Fault: None of them can.
    """
    from diplograph import language

    count = foreign = 0
    for article in articles:
        screen.progress(f"reading {article.key}")
        long = language.too_long(article)
        english = long is None and language.is_english(" ".join(article.paragraphs))
        screen.progress("")
        if english:
            count += 1
            yield article
        else:
            articles.failed += long is not None
            foreign += long is None
            where = screen.plain(f"{article.source.origin}: {article.key}")
            typer.echo(f"diplograph: {where}: {long or 'is not in English; skipped'}", err=True)
    if not count:
        raise Fault("nothing could be read", None, "give articles in English" if foreign else "see the lines above")


def _guarded(articles: Iterable[Article], read: Callable[[Article], Reading], found: options.Found) -> Iterator[Reading]:
    """What our own reader reads in articles; of one that it stumbles over it says so, and goes on."""
    for article in articles:
        try:
            reading = read(article)
        except (Fault, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, it is said with its place and counted as a failure
            found.failed += 1
            typer.echo(f"diplograph: {screen.plain(stumble(error, f'{article.source.origin}: {article.key}'))}", err=True)
        else:
            yield reading


def _kept(readings: Iterable[Reading], predict: Predictor, folder: Path) -> int:
    """Write a curated file for each article into a folder; what stands there already is somebody's work, and stays. How many such."""
    from diplograph.build import replace_files
    from diplograph.export import curation_text

    count = 0
    for one in readings:
        path = folder / f"{one.article.key}.yaml"
        if path.exists():
            count += 1
            told = Fault("is there already, and was left as it is", str(path), "name another folder, or take it away")
            typer.echo(f"diplograph: {screen.plain(str(told))}", err=True)
        else:
            replace_files({path: curation_text(one, predict.registry).encode()})
    return count


def _views(readings: Iterable[Reading], form: str, predict: Predictor, out: Console) -> Iterator[None]:
    """Show one article after another to people."""
    from diplograph.cli.reading.marked import legend, show_marked

    for number, one in enumerate(readings):
        if form == "table":
            screen.show_extracted(one.article, list(predict.shown(one)), out)
        else:
            if number == 0:
                legend(out)
            show_marked(one.article, list(predict.shown(one)), out)
        yield


def _written(readings: Iterable[Reading], form: str, predict: Predictor) -> Iterator[str | bytes]:
    """A format in pieces, one or more for each article; no more than one article is held in memory."""
    from diplograph.build import turtle
    from diplograph.export import curation_text, reading_records

    if form == "turtle":
        yield from turtle(one.quads for one in readings)
    elif form == "yaml":
        for number, one in enumerate(readings):
            yield ("---\n" if number else "") + curation_text(one, predict.registry)
    elif form == "jsonl":
        for one in readings:
            for record in reading_records(one, predict.registry):
                yield json.dumps(record, ensure_ascii=False) + "\n"
    else:
        sheet = io.StringIO()
        for _ in _views(readings, form, predict, screen.console(sheet)):
            yield sheet.getvalue()
            sheet.seek(0)
            sheet.truncate()
