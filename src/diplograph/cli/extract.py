"""The command `extract`: what the words of articles show, before anybody curates them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen

if TYPE_CHECKING:
    from diplograph.export.records import Record
    from diplograph.model import Article
    from diplograph.pipeline import Reading
    from diplograph.registry import Registry
    from diplograph.resources import Workspace

__all__ = ["extract", "predictor"]

_FORMATS = ("table", "jsonl", "yaml", "turtle")
Model = Annotated[
    str | None, typer.Option("--language-model", metavar="NAME", help="Another spaCy pipeline with Universal Dependencies labels.")
]


def extract(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help=options.SOURCES)],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "table",
    output: options.Output = None,
    model: Model = None,
    input_format: options.InputFormat = None,
    fields: options.Fields = None,
    encoding: options.Encoding = None,
    folder: options.WorkspaceOption = None,
    *,
    day_first: options.DayFirst = None,
) -> int:
    """Show the statements and actions that articles show; `yaml` is a curated file to correct and keep.

    Example: diplograph extract article.txt --format yaml -o graph/statements/article.yaml
    """
    options.chosen(form, _FORMATS)
    predict = predictor(options.workspace(folder), model)
    found = options.Found(options.sources(sources), options.reading(input_format, fields, encoding, day_first=day_first))
    readings = (predict.read(article) for article in _told(found))
    if form == "table" and output is None:
        for one in readings:
            screen.show_extracted(one.article, list(predict.shown(one)))
    else:
        screen.deliver(_written(readings, form, predict), output)
    screen.progress("")
    return 1 if found.failed else 0


def predictor(space: Workspace, model: str | None = None) -> Predictor:
    """What turns articles into records.

    Args:
        space: Whose registry is read.
        model: Another spaCy pipeline than the shipped one.
    """
    from diplograph.pipeline import extractor
    from diplograph.registry import Registry

    registry = Registry.load(space)
    return Predictor(registry, extractor(registry, model))


@dataclass(frozen=True, slots=True)
class Predictor:
    """Extraction with one registry; `read` takes one article, `records` a stream of them."""

    registry: Registry
    read: Callable[[Article], Reading]

    def shown(self, reading: Reading) -> Iterator[Record]:
        """The records of one article's statements and actions."""
        from diplograph.export import reading_records

        return (one for one in reading_records(reading, self.registry) if one["record"] != "article")

    def records(self, articles: Iterable[Article]) -> Iterator[Record]:
        """The records of the statements and actions of articles."""
        for article in articles:
            yield from self.shown(self.read(article))


def _told(articles: Iterable[Article]) -> Iterator[Article]:
    """The articles in English; of the others it is said that they are left aside."""
    from diplograph import language

    for article in articles:
        screen.progress(f"reading {article.key}")
        if language.is_english(" ".join(article.paragraphs)):
            yield article
        else:
            typer.echo(f"diplograph: {article.source.origin}: {article.key}: is not in English; skipped", err=True)


def _written(readings: Iterable[Reading], form: str, predict: Predictor) -> str | bytes:
    from diplograph import rdf
    from diplograph.export import curation_text, reading_records

    if form == "yaml":
        return "---\n".join(curation_text(one, predict.registry) for one in readings)
    if form == "turtle":
        return rdf.serialise((quad for one in readings for quad in one.quads), "turtle")
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for one in readings for record in reading_records(one, predict.registry))
