"""The IRIs of the graph and of the ontology on this server: 303 to a document, and the documents as RDF.

Practice: "Cool URIs for the Semantic Web" (W3C, 2008), section 4.2. An IRI below <https://w3id.org/diplograph/> is the same path here; its
documents are that path with an ending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from diplograph import rdf
from diplograph.resources import Workspace, read_text
from diplograph.vocabulary import ID, IDS, ONTOLOGY
from diplograph.web.endpoint.negotiate import GRAPHS, Form, choose
from diplograph.web.reply import Refused, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplograph.store import Store
    from diplograph.web.context import Context

__all__ = ["BASE", "ENDINGS", "about", "documents", "named_by", "reply"]

BASE = "https://w3id.org/diplograph/"
HTML = Form("html", "text/html", ("application/xhtml+xml",))
_OFFERS = (HTML, *GRAPHS)
ENDINGS = {form.name: form for form in _OFFERS}
# What belongs to a resource and has no page of its own worth a visit: it is told together with it.
_PARTS = tuple(IDS[name].iri for name in ("passage", "selector", "term", "participation", "tenure"))
_DEEPEST = 3
_WRITTEN: dict[str, rdf.Form] = {"ttl": "turtle", "nt": "nt", "jsonld": "jsonld", "rdf": "rdfxml", "trig": "trig", "nq": "nq"}
_FILES = {"ontology": "diplograph.ttl", "shapes": "shapes.ttl", "shapes-recommended": "shapes-recommended.ttl"}


def reply(context: Context, path: str, accept: str | None) -> Reply:
    """The reply to a path below `/id/` or to that of the ontology or its shapes, as it was sent (percent-encoded, without `/` before it).

    Raises:
        Refused: 404 where the graph has no such resource, 406.
    """
    iri = named_by(context, path)
    if iri is not None:
        found = choose(accept, _OFFERS)
        if found is None:
            raise Refused(406, f"there is no document of that type; there are {', '.join(form.media for form in _OFFERS)}")
        last = path.rpartition("/")[2]
        headers = {"Location": f"{last}.{found[0].name}", "Link": _links(last), "Vary": "Accept"}
        return Reply(f"see {last}.{found[0].name}\n".encode(), status=303, headers=headers)
    stem, _, ending = path.rpartition(".")
    iri = named_by(context, stem) if ending in ENDINGS else None
    if iri is None:
        raise Refused(404, "nothing of that name is in this graph")
    if ending == "html":
        return context.pages.document(stem, iri)
    form = ENDINGS[ending]
    quads = _file(context.workspace, iri) if iri in documents(context) else about(context.store, iri)
    media = f"{form.media}; charset=utf-8" if form.media.startswith("text/") else form.media
    return Reply(
        rdf.serialise(quads, _WRITTEN[form.name]), media, headers={"Link": f'<{iri}>; rel="describes", {_links(stem.rpartition("/")[2])}'}
    )


def named_by(context: Context, path: str) -> str | None:
    """The IRI that a path means, if the graph says something of it; None otherwise."""
    if BASE + path in documents(context):
        return BASE + path
    if not (BASE + path).startswith(ID):
        return None
    decoded = "/".join(quote(unquote(part), safe="-_.~") for part in path.split("/"))
    dotted = f"{decoded[:-1]}%2E" if decoded.endswith(".") else decoded
    for written in dict.fromkeys((path, decoded, dotted)):
        try:
            node = NamedNode(BASE + written)
        except ValueError:
            continue
        if next(context.store.inner.quads_for_pattern(node, None, None), None) is not None:
            return node.value
    return None


def documents(context: Context) -> dict[str, str]:
    """The IRIs that are files of the ontology, with the file's name."""
    found = {BASE + path: name for path, name in _FILES.items()}
    text = _ontology_text(context.workspace)
    version = text.partition(f"owl:versionIRI <{ONTOLOGY}/")[2].partition(">")[0]
    return found | ({f"{ONTOLOGY}/{version}": _FILES["ontology"]} if version else {})


def about(store: Store, iri: str) -> list[Quad]:
    """What the graph says of a resource and of the parts that belong to it."""
    return list(_quads(store, NamedNode(iri), _DEEPEST))


def _quads(store: Store, node: NamedNode, deep: int) -> Iterator[Quad]:
    for quad in store.inner.quads_for_pattern(node, None, None):
        yield quad
        part = quad.object
        if deep and isinstance(part, NamedNode) and part.value.startswith(_PARTS):
            yield from _quads(store, part, deep - 1)


def _ontology_text(workspace: Workspace) -> str:
    file = workspace.file("ontology", _FILES["ontology"])
    return read_text(file) if file else ""


def _file(workspace: Workspace, iri: str) -> list[Quad]:
    name = _FILES.get(iri.removeprefix(BASE), _FILES["ontology"])
    file = workspace.file("ontology", name)
    if file is None:
        raise Refused(404, "that document is not here")
    return list(pyoxigraph.parse(read_text(file).encode(), format=pyoxigraph.RdfFormat.TURTLE))


def _links(stem: str) -> str:
    return ", ".join(f'<{stem}.{form.name}>; rel="alternate"; type="{form.media}"' for form in _OFFERS)
