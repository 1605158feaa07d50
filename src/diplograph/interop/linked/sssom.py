"""Links of a graph as SSSOM (https://mapping-commons.github.io/sssom/): every judgement of the mapping file, and links that it lacks."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from diplograph.model import OpenStore
from diplograph.resources import Workspace
from diplograph.vocabulary import SKOS, WIKIDATA, curie
from diplograph.wikidata.mappings import Row, render, table

__all__ = ["mappings"]

_LINKS = tuple(SKOS[name] for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"))


def mappings(store: OpenStore, workspace: Workspace) -> str:
    """The mapping set of a graph.

    A link to Wikidata that the graph has and no row of the mapping file is a row of its own, with an unspecified justification: how it
    was found, nobody wrote down.

    Args:
        store: The graph.
        workspace: Its mapping file and the bundled one.
    """
    rows = table(workspace)
    judged = {(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows}
    return render([*rows, *(row for row in _linked(store) if (row["subject_id"], row["predicate_id"], row["object_id"]) not in judged)])


def _linked(store: OpenStore) -> Iterable[Row]:
    labels: dict[NamedNode, str] = {}
    links: set[tuple[NamedNode, NamedNode, NamedNode]] = set()
    for quad in store:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if quad.predicate == SKOS["prefLabel"] and isinstance(value, Literal) and value.language in {"en", None}:
            labels[subject] = min(labels.get(subject, value.value), value.value)
        elif quad.predicate in _LINKS and isinstance(value, NamedNode) and value.value in WIKIDATA:
            links.add((subject, quad.predicate, value))
    for subject, predicate, value in sorted(links, key=str):
        yield {
            "subject_id": curie(subject.value), "subject_label": labels.get(subject, ""), "predicate_id": curie(predicate.value),
            "object_id": curie(value.value), "mapping_justification": "semapv:UnspecifiedMatching",
        }  # fmt: skip
