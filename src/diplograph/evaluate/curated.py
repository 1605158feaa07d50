"""A workspace's own curated statements as annotations to score against."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pyoxigraph import Literal, NamedNode

from diplograph.errors import Fault
from diplograph.evaluate.gold import GROUPS, Gold, checked, read_texts
from diplograph.evaluate.units import PARTS, Record, units
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import SKOS

__all__ = ["curated_gold"]

# Each field of names, and the one with their IRIs.
_NAMED = {"holders": "holder_ids", "addressees": "addressee_ids", "actors": "actor_ids", "targets": "target_ids"}
_LABELS = {SKOS[name] for name in ("prefLabel", "altLabel", "hiddenLabel")}
# What the figures and so the digest depend on; identifiers and confidence are not part of the bar.
_COMPARED = (
    "record", "article", "start", "end", "quote", *_NAMED, "kind", "stance", "voice", "core", "type", "status", "date", "issue", *PARTS,
)  # fmt: skip


def curated_gold(workspace: Workspace, store: Store, records: Iterable[Record]) -> Gold:
    """The seeds that the workspace has curated statements of.

    Args:
        workspace: Its seeds and curated files say which articles count.
        store: Its graph; the registry's names for an actor are the surface forms.
        records: Statements and actions of that graph (`export.records`).

    Raises:
        Fault: It has no seeds, none of them is curated, or the graph does not fit the seeds' texts.
    """
    if workspace.seeds is None:
        raise Fault("the workspace has no seeds/", str(workspace.folder or "the bundled workspace"), "name a folder of annotated articles")
    mine = [row for row in records if row.get("record") != "article" and _is_curated(workspace, str(row["article"]))]
    if not mine:
        raise Fault("the graph has no curated statement", str(workspace.folder), "curate one in graph/statements/, and build")
    keys = tuple(sorted({str(row["article"]) for row in mine}))
    sources, texts = read_texts(workspace.seeds)
    entities = tuple(_entities(mine, _names(store)))
    gold = Gold(
        origin=f"{workspace.folder}: curated seeds", sources=sources, texts=texts, keys=keys,
        annotated={group: units(mine, unit, "gold") for group, unit in GROUPS.items()}, entities=entities, digest="", seed=True,
    )  # fmt: skip
    for annotated in gold.annotated.values():
        for unit in annotated:
            checked(unit, gold, "gold")
    used = {source.key: source.digest for key in keys if (source := gold.source(key))}
    return Gold(gold.origin, sources, texts, keys, gold.annotated, entities, _digest(mine, entities, used), seed=True)


def _is_curated(workspace: Workspace, key: str) -> bool:
    return workspace.file("graph", f"statements/{key}.yaml") is not None


def _names(store: Store) -> Mapping[str, list[str]]:
    """All names by IRI."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store:
        if quad.predicate in _LABELS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject.value].add(quad.object.value)
    return {iri: sorted(names) for iri, names in found.items()}


def _entities(rows: Iterable[Record], names: Mapping[str, list[str]]) -> Iterator[Record]:
    """For each article the actors of its annotations, with the registry's names for them."""
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        for field, ids in _NAMED.items():
            labels, iris = cast("list[str]", row.get(field) or []), cast("list[str]", row.get(ids) or [])
            seen.update((str(row["article"]), label, iri) for label, iri in zip(labels, iris, strict=True))
    for article, label, iri in sorted(seen):
        yield {"article": article, "name": label, "surface": names.get(iri, [])}


def _digest(rows: Iterable[Record], entities: Iterable[Record], texts: Mapping[str, str]) -> str:
    """SHA-256 over what is compared, the names and the texts' digests."""
    compared = [{name: row[name] for name in _COMPARED if name in row} for row in rows]
    lines = sorted(json.dumps(row, sort_keys=True) for row in (*compared, *entities, texts))
    return f"sha256:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"
