"""`export --format ro-crate`: all that a release is, in a folder or an archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.cli import screen
from diplograph.errors import Fault

if TYPE_CHECKING:
    from diplograph.interop.crate import Member
    from diplograph.resources import Workspace
    from diplograph.store import Store

__all__ = ["released"]

_ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
_TARGET = "https://w3id.org/diplograph/sparql"
_TITLE = "A diplograph: actors, issues and positions in diplomatic news"
_ABOUT = (
    "A knowledge graph of statements read out of diplomatic articles: who proposed, demanded, refused or promised what, on which issue, "
    "when, toward whom, each with the exact words that show it; with its registry, ontology, shapes and saved queries. The articles "
    "themselves are their publishers' and are not part of it."
)


def released(space: Workspace, graph: Store, output: Path | None) -> None:
    """Write a release of a graph: a new or empty folder, or an archive where the name ends in .zip or there is none.

    Raises:
        Fault: The folder holds something, or something cannot be written.
    """
    from diplograph.build import replace_files
    from diplograph.interop.annotation.archive import packed
    from diplograph.interop.crate import crate
    from diplograph.resources import release

    folder = output if output is not None and str(output) != "-" and output.suffix != ".zip" else None
    if folder is not None and (folder.is_file() or (folder.is_dir() and any(folder.iterdir()))):
        raise Fault("is there already, and not empty", str(folder), "name a new folder, or a file that ends in .zip")
    files = crate(dict(_members(space, graph)), _TITLE, _ABOUT, _date(space), release())
    if folder is None:
        screen.deliver(packed(files), output)
    else:
        replace_files({folder / name: data for name, data in files.items()})


def _members(space: Workspace, graph: Store) -> Iterator[tuple[str, Member]]:
    from pyoxigraph import Quad

    from diplograph import rdf
    from diplograph.export import export
    from diplograph.interop import linked
    from diplograph.interop.crate import Member
    from diplograph.queries import saved
    from diplograph.resources import read_text

    for name, form, title in (
        ("diplograph.ttl", "turtle", "The graph, as Turtle"),
        ("diplograph.trig", "trig", "The graph with a named graph for each article"),
        ("records.jsonl", "jsonl", "Articles, statements and actions, a record a line"),
        ("statements.csv", "csv", "The statements as a table"),
    ):
        yield name, Member(title, export(graph, form))
    yield "wikidata.sssom.tsv", Member("Links to Wikidata, a row for each judgement (SSSOM)", linked.mappings(graph, space).encode(), _ZERO)
    yield "nanopublications.trig", Member("The statements as nanopublications", rdf.serialise(linked.nanopublications(graph), "trig"))
    claims = rdf.serialise((Quad(*triple) for triple in linked.claims(graph)), "turtle")
    yield "claims.ttl", Member("The statements as schema.org claims", claims)
    examples = rdf.serialise(linked.examples(saved(space).values(), graph, _TARGET), "turtle")
    yield "sparql-examples.ttl", Member("The saved queries as SPARQL examples", examples)
    for name in ("diplograph.ttl", "shapes.ttl", "shapes-recommended.ttl", "context.jsonld"):
        file = space.file("ontology", name)
        if file is not None:
            yield f"ontology/{name}", Member(f"The ontology: {name}", read_text(file).encode())
    for query in saved(space).values():
        yield f"queries/{query.name}.rq", Member(query.summary, query.text.encode())
    for below, pattern, what in (("registry", "*.ttl", "The registry"), ("statements", "*.yaml", "Curated statements")):
        for name, file, _ in space.files("graph", below, pattern):
            yield f"graph/{below}/{name}", Member(f"{what}: {name}", read_text(file).encode())


def _date(space: Workspace) -> str:
    """The day on which the ontology was last changed; a release has no clock."""
    from diplograph.resources import read_text

    file = space.file("ontology", "diplograph.ttl")
    found = re.search(r'dcterms:modified "(\d{4}-\d{2}-\d{2})"', read_text(file)) if file else None
    if found is None:
        raise Fault("does not say when it was modified (dcterms:modified)", "ontology/diplograph.ttl", "add it")
    return found[1]
