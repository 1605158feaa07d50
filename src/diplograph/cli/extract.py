"""The command `extract`: what the words of articles show, before anybody curates them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from diplograph.export.records import Record
    from diplograph.model import Article
    from diplograph.pipeline import Reading
    from diplograph.registry import Registry
    from diplograph.resources import Workspace

__all__ = ["extract", "predictor"]

_FORMATS = ("table", "jsonl", "yaml", "turtle")


def extract(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Files or folders of articles.")],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "table",
    output: options.Output = None,
    model: Annotated[
        str | None, typer.Option("--language-model", metavar="NAME", help="Another spaCy pipeline with Universal Dependencies labels.")
    ] = None,
    folder: options.WorkspaceOption = None,
) -> int:
    """Show the statements and actions that articles show; `yaml` is a curated file to correct and keep.

    Example: diplograph extract article.txt --format yaml -o graph/statements/article.yaml
    """
    options.chosen(form, _FORMATS)
    job = _Job.start(options.workspace(folder), model)
    readings = job.readings(sources)
    if form == "table":
        _show(readings, job.registry)
    else:
        screen.deliver(_written(readings, form, job.registry), output)
    screen.progress("")
    return 1 if job.failed else 0


def predictor(space: Workspace, model: str | None = None) -> _Job:
    """What turns articles into records, for `evaluate`: call its `records`."""
    return _Job.start(space, model)


@dataclass(slots=True)
class _Job:
    """Articles read one by one; what could not be read is told and counted."""

    registry: Registry
    extracted: Callable[[Article], Reading]
    failed: int = 0

    @classmethod
    def start(cls, space: Workspace, model: str | None) -> _Job:
        from diplograph.pipeline import extractor
        from diplograph.registry import Registry

        registry = Registry.load(space)
        return cls(registry, extractor(registry, model))

    def read(self, article: Article) -> Reading:
        """One article; curated statements of it are left aside."""
        return self.extracted(article)

    def records(self, articles: Iterable[Article]) -> Iterator[Record]:
        """The records of statements and actions of articles."""
        from diplograph.export import reading_records

        for article in articles:
            yield from (one for one in reading_records(self.read(article), self.registry) if one["record"] != "article")

    def readings(self, sources: list[Path]) -> Iterator[Reading]:
        """What the articles of some sources show.

        Raises:
            Fault: A source does not exist, or none could be read.
        """
        from diplograph import articles

        count, last = 0, None
        for path in articles.sources(sources):
            try:
                for article in articles.read(path):
                    screen.progress(f"reading {article.key}")
                    yield self.read(article)
                    count += 1
            except Fault as fault:
                self.failed, last = self.failed + 1, fault
                typer.echo(f"diplograph: {fault}", err=True)
        if last is not None and not count:
            raise Fault("nothing could be read", None, "see the lines above")


def _written(readings: Iterable[Reading], form: str, registry: Registry) -> str | bytes:
    from diplograph import rdf
    from diplograph.export import curation_text, reading_records

    if form == "jsonl":
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for one in readings for record in reading_records(one, registry))
    if form == "yaml":
        return "---\n".join(curation_text(one, registry) for one in readings)
    return rdf.serialise((quad for one in readings for quad in one.quads), "turtle")


def _show(readings: Iterable[Reading], registry: Registry) -> None:
    from diplograph.export import reading_records

    for one in readings:
        found = list(reading_records(one, registry))
        screen.show_extracted(one.article, [record for record in found if record["record"] != "article"])
