"""Floors: nothing falls, moves or disappears unsaid."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from diplograph.errors import Fault
from diplograph.evaluate import Floors, check_floors, floors_text, judge, read_floors, read_gold, read_predictions, update_floors

HERE = Path(__file__).parent
GOLD = read_gold(HERE / "gold")
REPORT = judge(GOLD, read_predictions(HERE / "predicted.jsonl"))
WORSE = judge(GOLD, list(read_predictions(HERE / "predicted.jsonl"))[1:])
FLOORS = update_floors(REPORT, None)


def test_new_floors_are_what_is_reached_rounded_down() -> None:
    assert FLOORS.figures == {
        "statements.f1": 0.5454, "statements.right_f1": 0.3636, "statements.core_recall": 0.6666,
        "statements.opposition_rejection_recall": 0.6666, "actions.f1": 0.6666, "actions.right_f1": 0.0,
    }  # fmt: skip
    assert FLOORS.gold_digest == GOLD.digest
    assert check_floors(REPORT, FLOORS) == []


def test_new_floors_pin_held_out_figures_too() -> None:
    apart = judge(GOLD, read_predictions(HERE / "predicted.jsonl"), held_out=["b2"])
    floors = update_floors(apart, None)
    assert floors.held_out == ("b2_bridge",)
    assert floors.figures["held_out.statements.f1"] == 0.5


def test_floors_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(floors_text(FLOORS), "utf-8")
    assert read_floors(path) == FLOORS
    assert list(json.loads(path.read_text("utf-8"))["figures"]) == sorted(FLOORS.figures)


def test_figure_below_its_floor_is_told() -> None:
    told = check_floors(WORSE, FLOORS)
    assert "statements.f1 is 0.4000, below its floor of 0.5454" in told
    assert "actions.f1" not in " ".join(told)


def test_any_figure_can_be_pinned() -> None:
    floors = replace(FLOORS, figures={"statements.by_rule.refusal.precision": 1.0})
    assert check_floors(REPORT, floors) == []
    assert check_floors(WORSE, floors) == ["statements.by_rule.refusal.precision is not measured any more (floor 1.0000)"]


def test_changed_gold_is_told() -> None:
    moved = replace(FLOORS, gold_digest="sha256:" + "0" * 64)
    told = check_floors(REPORT, moved)
    assert len(told) == 1
    assert told[0].startswith("the annotations or texts have changed (digest 000000000000…")


@pytest.mark.parametrize("choice", [{"articles": ("a1_harbour",)}, {"held_out": ("b2_bridge",)}])
def test_other_choice_of_articles_is_told(choice: dict[str, tuple[str, ...]]) -> None:
    moved = replace(FLOORS, **choice)  # type: ignore[arg-type]
    assert "another choice" in " ".join(check_floors(REPORT, moved))
    with pytest.raises(Fault, match="another choice"):
        update_floors(REPORT, moved)


def test_update_raises_floors_and_takes_the_new_digest() -> None:
    low = Floors("sha256:" + "0" * 64, None, (), {"statements.f1": 0.2, "statements.precision": 0.6})
    raised = update_floors(REPORT, low)
    assert raised == Floors(GOLD.digest, None, (), {"statements.f1": 0.5454, "statements.precision": 0.6})


def test_update_never_lowers_unasked() -> None:
    with pytest.raises(Fault, match=r"floors would be lowered: statements.f1 is 0.4000, below its floor of 0.5454.*--allow-regression"):
        update_floors(WORSE, FLOORS)


def test_update_never_drops_a_figure_unasked() -> None:
    with pytest.raises(Fault, match="is not measured any more"):
        update_floors(REPORT, replace(FLOORS, figures={"statements.by_kind.truce.f1": 0.1}))


def test_update_lowers_when_asked_to() -> None:
    lowered = update_floors(WORSE, replace(FLOORS, figures={**FLOORS.figures, "statements.by_kind.truce.f1": 0.1}), allow_regression=True)
    assert lowered.figures["statements.f1"] == 0.4
    assert "statements.by_kind.truce.f1" not in lowered.figures
    assert check_floors(WORSE, lowered) == []


def test_floor_reached_exactly_holds() -> None:
    assert check_floors(REPORT, replace(FLOORS, figures={"statements.f1": 6 / 11})) == []
    assert check_floors(REPORT, replace(FLOORS, figures={"statements.f1": 0.5455})) != []


DIGEST = "sha256:" + "a" * 64
FAULTY = [
    "{",
    "[]",
    "{}",
    json.dumps({"gold_digest": DIGEST, "articles": None, "held_out": [], "figures": {}}),
    json.dumps({"gold_digest": "a", "articles": None, "held_out": [], "figures": {"statements.f1": 0.5}}),
    json.dumps({"gold_digest": DIGEST, "articles": "w1", "held_out": [], "figures": {"statements.f1": 0.5}}),
    json.dumps({"gold_digest": DIGEST, "articles": None, "held_out": None, "figures": {"statements.f1": 0.5}}),
    json.dumps({"gold_digest": DIGEST, "articles": None, "held_out": [], "figures": {"statements.f1": True}}),
    json.dumps({"gold_digest": DIGEST, "articles": None, "held_out": [], "figures": {"statements.f1": float("nan")}}),
]


@pytest.mark.parametrize("text", FAULTY)
def test_faulty_file_of_floors_is_a_fault(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, "utf-8")
    with pytest.raises(Fault, match=r"floors.json: is no"):
        read_floors(path)


def test_missing_file_of_floors_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be read"):
        read_floors(tmp_path / "floors.json")
