"""The linker's measured quality has floors; nobody lowers them silently."""

import csv
from pathlib import Path

import linking

from diplograph.resources import Workspace

ROOT = Path(__file__).parents[2]
PRECISION, RECALL = 0.98, 0.88  # measured on 2026-11-22: 1.000 and 0.881


def test_offline_linking_holds_its_floors() -> None:
    done = linking.measured(Workspace.find(ROOT))
    assert len(done.gold) >= 353
    assert done.precision >= PRECISION, [(one.subject.curie, one.item.qid) for one in done.wrong]
    assert done.recall >= RECALL
    written = (ROOT / "benchmarks" / "results" / "linking.md").read_text("utf-8")
    assert f"precision {done.precision:.3f}, recall {done.recall:.3f}" in written, "run python benchmarks/extraction/linking.py"


def test_gold_is_what_the_evidence_grades() -> None:
    lines = (ROOT / "graph/registry/generate/evidence.csv").read_text("utf-8").splitlines()
    graded = [row for row in csv.DictReader(line for line in lines if not line.startswith("#")) if row["grade"] in {"A", "B2"}]
    assert {(row["subject"], row["qid"]) for row in graded} == set(linking.measured(Workspace.find(ROOT)).gold.items())
