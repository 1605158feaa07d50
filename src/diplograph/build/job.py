"""The main job: read articles, take their statements, link, validate, derive positions, write Turtle and TriG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from diplograph import articles, positions, rdf
from diplograph.build.files import replace_files
from diplograph.errors import Fault, Place
from diplograph.model import Action, Statement
from diplograph.pipeline import Reading, read_article, reader, registry_digest
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Report, validate
from diplograph.vocabulary import DPG, RDF, SKOS, WIKIDATA, local

__all__ = ["Built", "build", "released"]

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found.

    Attributes:
        store: The whole graph.
        readings: One for each article.
        failed: The articles and sources that could not be read, as one line each.
        report: What validation found.
        written: The files written; none where the graph does not conform.
        uncurated: Keys of curated files of the workspace whose article was not among the sources.
    """

    store: Store
    readings: tuple[Reading, ...]
    failed: tuple[str, ...]
    report: Report
    written: tuple[Path, ...]
    uncurated: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many of everything, by the words of the summary, in its order."""
        classes: Counter[str] = Counter()
        subjects: dict[str, set[str]] = {name: set() for name in ("Actor", "Issue", "Topic", "Instrument", "Official")}
        links = 0
        for quad in self.store:
            if quad.predicate == RDF["type"] and isinstance(quad.object, NamedNode) and quad.object.value in DPG:
                name = quad.object.value.removeprefix(DPG.iri)
                classes[name] += 1
                if name in subjects and isinstance(quad.subject, NamedNode):
                    subjects[name].add(quad.subject.value)
            elif quad.predicate == SKOS["exactMatch"] and isinstance(quad.object, NamedNode) and quad.object.value in WIKIDATA:
                links += 1
        used = {
            quad.object.value
            for quad in self.store
            if isinstance(quad.object, NamedNode) and quad.graph_name not in rdf.GRAPHS.values() and quad.predicate.value in DPG
        }
        return {
            "articles": len(self.readings),
            "statements": classes["Statement"],
            "actions": classes["Action"],
            "positions": classes["Position"],
            "actors": len(subjects["Actor"]),
            "actors named": len(subjects["Actor"] & used),
            "issues and topics": len(subjects["Issue"] | subjects["Topic"]),
            "issues and topics named": len((subjects["Issue"] | subjects["Topic"]) & used),
            "treaties and resolutions": len(subjects["Instrument"]),
            "links to Wikidata": links,
            "triples": len({quad.triple for quad in self.store}),
        }


def build(sources: Sequence[Path], workspace: Workspace, out: Path, say: Say = lambda _: None) -> Built:
    """Build a graph and write it, if it conforms.

    Args:
        sources: Files and folders of articles; none means the workspace's seeds.
        workspace: Registry, curated statements, shapes and checks.
        out: The folder for `diplograph.ttl` and `diplograph.trig`.
        say: Told what is being done.

    Raises:
        Fault: Nothing could be read, or a curated, registry, shapes or check file is faulty, or `out` cannot be written. The old
            output is untouched then.
    """
    if not sources and workspace.seeds is None:
        raise Fault("there is nothing to read", None, "name a file or folder of articles, or a workspace with seeds/")
    say("reading the registry")
    registry = Registry.load(workspace)
    readings, failed = _read(sources, workspace, registry, say)
    if not readings:
        more = f"{len(failed) - 1} more could not be read" if failed[1:] else ""
        raise Fault(failed[0] if failed else "there is nothing to read", None, more)
    _check_ids(readings)
    store = Store.of(rdf.registry_quads(registry))
    for reading in readings:
        store.extend(reading.quads)
    say("deriving positions")
    store.extend(list(positions.derive(store)))
    say("validating")
    report = validate(store, workspace)
    written: tuple[Path, ...] = ()
    if report.conforms:
        say("writing")
        written = _write(list(store), out)
    return Built(store, tuple(readings), tuple(failed), report, written, _unread(workspace, readings, sources))


def _read(sources: Sequence[Path], workspace: Workspace, registry: Registry, say: Say) -> tuple[list[Reading], list[str]]:
    """What the articles show, one reading for each, and what could not be read. An article that is met again counts once.

    Raises:
        Fault: A source does not exist, or a curated file is faulty.
    """
    seeds = workspace.seeds
    state, reading = registry_digest(registry), reader(registry)
    readings: dict[NamedNode, Reading] = {}
    failed: list[str] = []
    for path in articles.sources(sources or [seeds] if seeds else sources):
        say(f"reading {path}")
        try:
            found = list(articles.read(path, seed=_within(path, seeds)))
        except Fault as fault:
            failed.append(str(fault))
            continue
        for article in found:
            graph = rdf.graph_of(article)
            if graph not in readings:
                readings[graph] = read_article(article, workspace, registry, state, reading)
    return list(readings.values()), failed


def _check_ids(readings: Sequence[Reading]) -> None:
    """Hold the ids of statements and actions apart, which stand in IRIs without their article.

    Raises:
        Fault: Two curated files give one id; the message names both places.
    """
    places: dict[str, Place | None] = {}
    for reading in filter(lambda reading: reading.curated, readings):  # the ids of extracted ones are digests
        shown: tuple[Statement | Action, ...] = (*reading.statements, *reading.actions)
        for item in shown:
            if item.iri in places:
                what = f'the id "{local(item.iri)}" stands in {places[item.iri]} already'
                raise Fault(what, item.place, "give each statement and action an id of its own")
            places[item.iri] = item.place


def released(workspace: Workspace) -> Store:
    """The workspace's released graph, named graphs included; the bundled one where the workspace has none.

    Raises:
        Fault: There is none.
    """
    file = workspace.file("graph", "diplograph.trig")
    if file is None:
        raise Fault("no released graph was found", "graph/diplograph.trig", "run diplograph build")
    return Store.load(file)


def _write(quads: list[Quad], out: Path) -> tuple[Path, ...]:
    contents = {
        out / "diplograph.ttl": rdf.serialise(quads, "turtle"),
        out / "diplograph.trig": rdf.serialise(quads, "trig"),
    }
    replace_files(contents)
    return tuple(contents)


def _within(path: Path | str, folder: Path | None) -> bool:
    return folder is not None and Path(path).resolve().is_relative_to(folder.resolve())


def _unread(workspace: Workspace, readings: Sequence[Reading], sources: Sequence[Path]) -> tuple[str, ...]:
    """The workspace's own curated files that no article was read for; only a build of all seeds can tell."""
    if sources:
        return ()
    keys = {reading.article.key for reading in readings}
    names = (name.removesuffix(".yaml") for name, _, own in workspace.files("graph", "statements", "*.yaml") if own)
    return tuple(key for key in names if key not in keys)
