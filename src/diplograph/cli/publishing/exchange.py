"""What `export` needs besides the graph for other tools' formats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from diplograph.cli import options
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from diplograph.resources import Workspace
    from diplograph.store import Store

__all__ = ["EXPORTS", "Signing", "exchanged"]

EXPORTS = ("dna", "webannotation", "hypothesis", "xmi", "webanno", "nanopub", "claims", "examples", "plover", "sssom", "ro-crate")
_ANNOTATED = ("webannotation", "hypothesis", "xmi", "webanno")
_TARGET = "https://w3id.org/diplograph/sparql"  # where the examples say that they may be asked


def exchanged(space: Workspace, graph: Store, form: str, texts: list[str] | None, signing: Signing) -> bytes | Iterator[bytes]:
    """The graph in one of the formats of `EXPORTS`; in pieces where the format lets a store stay on disk.

    Args:
        space: Its saved queries are the examples, its seeds the texts where none are named.
        graph: The graph.
        form: The format.
        texts: For `dna` and annotation tools, the articles that the graph was made of.
        signing: For `nanopub`, how it is signed, if it is.
    """
    from diplograph import rdf
    from diplograph.build import trig, turtle
    from diplograph.interop import linked

    if form == "dna":
        return _dna_file(space, graph, texts)
    if form in _ANNOTATED:
        return _annotated(space, graph, form, texts)
    if form == "plover":
        from diplograph.export import records

        events = linked.events(records(graph), linked.actors(graph))
        return ((json.dumps(event, ensure_ascii=False) + "\n").encode() for event in events)
    if form == "nanopub":
        return trig(linked.by_graph(signing.of(linked.nanopublications(graph))))
    if form == "sssom":
        return linked.mappings(graph, space).encode()
    from pyoxigraph import Quad

    from diplograph.queries import saved

    if form == "claims":
        return turtle([Quad(*triple) for triple in some] for some in linked.claims_by_article(graph))
    return rdf.serialise(linked.examples(saved(space).values(), graph, _TARGET), "turtle")


@dataclass(frozen=True, slots=True)
class Signing:
    """How nanopublications are signed: the file of a private key, and whose it is, each if given."""

    key: Path | None = None
    signer: str | None = None

    def of(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        """Nanopublications, signed where there is a key.

        Raises:
            Fault: The options make no sense, the key is none, or `nanopub` is not installed.
        """
        from diplograph.interop.linked import private_key, signed
        from diplograph.vocabulary import expand

        if self.signer and (self.key is None or expand(self.signer) is None):
            raise Fault("says who signs, by an IRI", "--signer", "give --sign KEYFILE too, and an address such as https://orcid.org/…")
        return quads if self.key is None else signed(quads, private_key(self.key), self.signer)


def _dna_file(space: Workspace, graph: Store, texts: list[str] | None) -> bytes:
    """The graph as a DNA database; what DNA cannot say is told on standard error.

    Args:
        space: Its seeds are the texts where none are named.
        graph: The graph.
        texts: The articles that the graph was made of.
    """
    from diplograph.export import records
    from diplograph.interop.dna import exported, write_tables
    from diplograph.interop.dna.known import entities

    made = exported(records(graph), _texts(space, texts), entities(graph))
    for line in made.told:
        typer.echo(f"diplograph: {line}", err=True)
    return write_tables(made.tables)


def _texts(space: Workspace, texts: list[str] | None) -> dict[str, str]:
    """Source texts by their digest."""
    given = options.sources(texts) or ([space.seeds] if space.seeds else [])
    found = options.Found(given, options.reading(None, None, None, None, day_first=None))
    return {article.source.digest: article.source.text for article in found}


def _annotated(space: Workspace, graph: Store, form: str, texts: list[str] | None) -> bytes:
    """The articles of a graph, annotated; those whose text is not at hand are told on standard error, and left out.

    Raises:
        Fault: The text of none is at hand.
    """
    from diplograph.export import records
    from diplograph.interop.annotation import Document, annotated

    known = _texts(space, texts)
    documents: list[Document] = []
    text: str | None = None
    for record in records(graph):
        if record["record"] == "article":
            text = known.get(str(record.get("digest")))
            if text is None:
                typer.echo(f"diplograph: {record['article']}: its text is not at hand, or has changed; left out", err=True)
            else:
                documents.append((record, text, []))
        elif text is not None:
            documents[-1][2].append(record)
    if not documents:
        raise Fault("the text of no article is at hand", "--texts", "name the articles that the graph was made of")
    return annotated(documents, form)
