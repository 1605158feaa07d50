"""The seeds' own curated statements as annotations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from diplograph import articles, rdf
from diplograph.errors import Fault
from diplograph.evaluate import Gold, Record, curated_gold, judge
from diplograph.export import records
from diplograph.pipeline import read_article, registry_digest
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store

ROOT = Path(__file__).parents[2]
SEED = "001_aff2640cea0e2486"


@cache
def shown() -> tuple[Store, tuple[Record, ...]]:
    """The graph of one seed, and its records."""
    workspace = Workspace(ROOT)
    registry = Registry.load(workspace)
    store = Store.of(rdf.registry_quads(registry))
    for article in articles.read(ROOT / "seeds" / f"{SEED}.txt", seed=True):
        store.extend(read_article(article, workspace, registry, registry_digest(registry)).quads)
    return store, tuple(records(store))


def gold_of(rows: Iterable[Record]) -> Gold:
    return curated_gold(Workspace(ROOT), shown()[0], rows)


def test_curated_statements_are_annotations() -> None:
    gold = gold_of(shown()[1])
    curated = [row for row in shown()[1] if row["record"] == "statement"]
    assert gold.keys == (SEED,)
    assert len(gold.annotated["statements"]) == len(curated) > 0
    assert all(unit.issue_given and "cue_span" in unit.parts for unit in gold.annotated["statements"])


def test_curated_statements_fit_themselves() -> None:
    figures = judge(gold_of(shown()[1]), shown()[1]).figures
    for name in ("f1", "right_f1", "voice_accuracy", "addressee_f1", "span_exact", "cue_span_f1", "issue_f1", "issue_stance_accuracy"):
        assert figures[f"statements.{name}"] == 1.0


def test_registry_names_an_actor_in_every_form() -> None:
    gold = gold_of(shown()[1])
    russia = next(entity for entity in gold.entities if entity["name"] == "Russia")
    assert {"Russia", "Russian Federation"} <= set(russia["surface"])  # type: ignore[call-overload]


def test_digest_leaves_out_what_is_not_compared() -> None:
    rows = shown()[1]
    assert gold_of([{**row, "confidence": 0.5, "id": "other"} for row in rows]).digest == gold_of(rows).digest
    assert gold_of([{**row, "core": True} for row in rows]).digest != gold_of(rows).digest


def test_graph_that_does_not_fit_the_texts_is_a_fault() -> None:
    with pytest.raises(Fault, match="not the quote"):
        gold_of([{**row, "quote": "made up"} for row in shown()[1]])


def test_workspace_without_curated_statements_is_a_fault() -> None:
    with pytest.raises(Fault, match="has no curated statement"):
        gold_of([row for row in shown()[1] if row["record"] == "article"])


def test_workspace_without_seeds_is_a_fault() -> None:
    with pytest.raises(Fault, match="has no seeds/"):
        curated_gold(Workspace(), shown()[0], shown()[1])
