"""Figures, worked out by hand for the made-up articles in gold/ (the sums stand beside them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplograph.errors import Fault
from diplograph.evaluate import ACTION, STATEMENT, UnitType, judge, read_gold, read_predictions, score

HERE = Path(__file__).parent
GOLD = read_gold(HERE / "gold")
REPORT = judge(GOLD, read_predictions(HERE / "predicted.jsonl"))

# Three of five predictions meet three of six statements; two of the three agree on kind and stance.
FIGURES = {
    "statements.gold": 6,
    "statements.predicted": 5,
    "statements.matched": 3,
    "statements.precision": 3 / 5,
    "statements.recall": 3 / 6,
    "statements.f1": 6 / 11,  # 2 · 3 / (5 + 6)
    "statements.right_f1": 4 / 11,
    "statements.span_recall_any_holder": 4 / 6,  # the accusation too, whose holder is wrong
    "statements.core_recall": 2 / 3,
    "statements.kind_accuracy": 2 / 3,
    "statements.stance_accuracy": 1.0,
    "statements.voice_accuracy": 2 / 3,
    "statements.addressee_f1": 2 / 3,  # two in common of three annotated and three predicted
    "statements.opposition_rejection_recall": 2 / 3,
    "statements.opposition_rejection_same_kind": 1 / 3,  # the second rejection was met by an opposition
    "statements.span_exact": 1 / 3,
    "statements.source_span_exact": 1 / 2,
    "statements.source_span_f1": 2 / 3,  # one of one predicted, one of two annotated
    "statements.cue_span_exact": 1 / 2,
    "statements.cue_span_f1": 1 / 2,
    "statements.content_span_exact": 1.0,
    "statements.content_span_f1": 2 / 3,  # one more predicted where there is none
    "statements.issue_accuracy": 1.0,  # a short form and an IRI are one concept
    "statements.issue_f1": 2 / 3,  # one more named where there is none
    "statements.issue_stance_accuracy": 0.0,
    "statements.by_kind.rejection.found_recall": 1.0,
    "statements.by_kind.rejection.recall": 1 / 2,
    "statements.by_kind.rejection.precision": 1.0,
    "statements.by_kind.opposition.predicted": 1,
    "statements.by_kind.opposition.f1": 0.0,
    "statements.by_kind.assessment.precision": 0.0,
    "statements.by_rule.refusal.precision": 1.0,
    "statements.by_rule.refusal.recall": 1 / 6,
    "statements.by_rule.quotation.right": 0,
    "statements.by_rule.quotation.matched": 1,
    "statements.by_rule.belief.f1": 0.0,
    "statements.by_article.b2_bridge.precision": 1 / 2,
    "statements.by_article.a1_harbour.right_f1": 2 / 7,  # one right of three predicted and four annotated
    "actions.precision": 1.0,
    "actions.recall": 1 / 2,
    "actions.right_f1": 0.0,
    "actions.type_accuracy": 1.0,
    "actions.status_accuracy": 0.0,
    "actions.target_f1": 0.0,
    "actions.date_accuracy": 1.0,
    "actions.by_type.other.f1": 1.0,
}


@pytest.mark.parametrize(("name", "value"), FIGURES.items())
def test_figure_is_the_one_worked_out_by_hand(name: str, value: float) -> None:
    assert REPORT.figures[name] == pytest.approx(value)


def test_recall_by_kind_is_hits_of_annotated() -> None:
    kinds = REPORT.subsets["all"]["statements"].figures["recall_by_kind"]
    assert kinds == {"rejection": [2, 2], "accusation": [0, 1], "commitment": [0, 1], "demand": [1, 1], "opposition": [0, 1]}


def test_nothing_to_count_is_null() -> None:
    record = REPORT.subsets["all"]["actions"].record()
    assert record["core_recall"] is None
    assert "actions.core_recall" not in REPORT.figures


def statement(start: int, end: int, *holders: str, kind: str = "support", **more: object) -> dict[str, object]:
    head: dict[str, object] = {"article": "x", "start": start, "end": end, "holders": list(holders), "kind": kind}
    return {**head, "stance": "for", "voice": "indirect", "addressees": [], **more}


ENTITIES = [{"article": "x", "name": "Arland", "surface": ["Ostrov"]}, {"article": "y", "name": "Miro", "surface": ["Ada"]}]
MEETINGS = [
    ("the same", statement(0, 30, "Arland"), statement(0, 30, "Arland"), 1),
    ("a third of the union", statement(0, 10, "Arland"), statement(0, 30, "Arland"), 1),
    ("less than a third", statement(0, 10, "Arland"), statement(0, 31, "Arland"), 0),
    ("spans that only touch", statement(0, 10, "Arland"), statement(10, 20, "Arland"), 0),
    ("a surface form", statement(0, 30, "Arland"), statement(0, 30, "ostrov"), 1),
    ("a surface form of another article", statement(0, 30, "Miro"), statement(0, 30, "Ada"), 0),
    ("a capital that no entity names", statement(0, 30, "Russian Federation"), statement(0, 30, "the Kremlin"), 1),
    ("punctuation and article", statement(0, 30, "The U.S."), statement(0, 30, "us"), 1),
    ("half of the names", statement(0, 30, "Arland", "Miro"), statement(0, 30, "Arland"), 1),
    ("less than half", statement(0, 30, "Arland", "Miro", "Lind"), statement(0, 30, "Arland"), 0),
    ("nobody on both sides", statement(0, 30), statement(0, 30), 1),
    ("somebody and nobody", statement(0, 30, "Arland"), statement(0, 30), 0),
    ("another article", statement(0, 30, "Arland"), statement(0, 30, "Arland", article="y"), 0),
    ("another kind", statement(0, 30, "Arland"), statement(0, 30, "Arland", kind="threat"), 1),
    ("an action's row", statement(0, 30, "Arland"), statement(0, 30, "Arland", record="action"), 0),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "predicted", "matched"), [case[1:] for case in MEETINGS], ids=[case[0] for case in MEETINGS])
def test_prediction_meets_gold(gold: dict[str, object], predicted: dict[str, object], matched: int) -> None:
    assert score([gold], [predicted], ENTITIES).figures["matched"] == matched


def test_pairs_are_one_to_one_and_the_best_go_first() -> None:
    gold = [statement(0, 20, "Arland", content="first"), statement(5, 20, "Arland", content="second")]
    scores = score(gold, [statement(5, 20, "Arland"), statement(5, 20, "Arland")], ENTITIES)
    assert [true.content for true, _ in scores.matched] == ["second", "first"]


def test_pairs_prefer_the_same_kind() -> None:
    gold = [statement(0, 20, "Arland", kind="demand"), statement(0, 18, "Arland", kind="threat")]
    scores = score(gold, [statement(0, 20, "Arland", kind="threat")], ENTITIES)
    assert [true.label for true, _ in scores.matched] == ["threat"]


@pytest.mark.parametrize("unit", [STATEMENT, ACTION], ids=lambda unit: unit.record)
def test_nothing_against_nothing_has_figures(unit: UnitType) -> None:
    figures = score([], [], [], unit).figures
    assert (figures["f1"], figures["span_recall_any_holder"]) == (0.0, None)


X, Y, OPEN = ({"id": f"issue:{name}", "stance": "for"} for name in ("x", "y", "new-z"))
ISSUES = [
    # annotated, predicted, and the figures that are not None
    ("the same", [X], [X], {"accuracy": 1, "wrong": 0, "left_open": 0, "precision": 1, "f1": 1, "stance_accuracy": 1, "right": 1}),
    ("the other way", [X], [X | {"stance": "none"}], {"accuracy": 1, "wrong": 0, "left_open": 0, "stance_accuracy": 0, "right": 0}),
    ("another", [X], [Y], {"accuracy": 0, "wrong": 1, "left_open": 0, "precision": 0, "right": 0, "stance_accuracy": None}),
    ("left open", [X, X], [OPEN, None], {"accuracy": 0, "wrong": 0, "left_open": 1, "precision": None, "invented": None}),
    ("invented", [None, OPEN, OPEN, None], [X, Y, OPEN, None], {"accuracy": None, "invented": 0.5, "precision": 0}),
    ("nothing said", [], [X], {"accuracy": None, "invented": None, "precision": None, "f1": None}),
]


@pytest.mark.parametrize(("gold", "predicted", "figures"), [case[1:] for case in ISSUES], ids=[case[0] for case in ISSUES])
def test_issues_are_right_wrong_open_or_invented(
    gold: list[dict[str, str] | None], predicted: list[dict[str, str] | None], figures: dict[str, float | None]
) -> None:
    mine = [statement(30 * at, 30 * at + 30, "Arland", issue=one) for at, one in enumerate(gold)] or [statement(0, 30, "Arland")]
    theirs = [statement(30 * at, 30 * at + 30, "Arland", issue=one) for at, one in enumerate(predicted)]
    extras = score(mine, theirs).extras
    assert {name: extras[f"issue_{name}"] for name in figures} == figures


def test_dates_are_right_with_their_basis() -> None:
    said = [("2020-01-01", "stated"), ("2020-01-02", "stated"), (None, "unknown"), ("2020-01-03", "publication")]
    told = [("2020-01-01", "stated"), ("2020-01-03", "publication"), (None, "unknown"), ("2020-01-03", "stated")]
    gold, predicted = (
        [statement(30 * at, 30 * at + 30, "Arland", date=day, date_basis=basis) for at, (day, basis) in enumerate(rows)]
        for rows in (said, told)
    )
    extras = score(gold, predicted).extras
    assert (extras["dated_right"], extras["stated_date_recall"], extras["stated_date_precision"]) == (0.5, 0.5, 0.5)


FAULTY = [
    ({"start": -1}, "not a code point offset"),
    ({"start": True}, "not a code point offset"),
    ({"end": 0}, "is empty"),
    ({"holders": "Arland"}, "not a list of names"),
    ({"kind": "wish"}, "choose one of proposal"),
    ({"kind": ["threat"]}, "choose one of proposal"),
    ({"stance": "neutral"}, "choose one of for"),
    ({"cue_span": [4]}, "not a span"),
    ({"cue_span": [7, 7]}, "not a span"),
    ({"issue": "peace"}, '"issue" is'),
    ({"issue": {"id": "", "label": ""}}, '"issue" is'),
    ({"date_basis": "guessed"}, "choose one of stated"),
    ({"rule": 3}, "not a text"),
    ({"confidence": "high"}, "give a number"),
    ({"article": ""}, "not a text"),
]


@pytest.mark.parametrize(("change", "words"), FAULTY, ids=str)
def test_record_that_cannot_be_scored_is_a_fault(change: dict[str, object], words: str) -> None:
    with pytest.raises(Fault) as caught:
        score([], [statement(0, 30, "Arland") | change])
    assert words in str(caught.value)


@pytest.mark.parametrize("field", ["article", "start", "end", "holders", "kind", "stance", "voice", "addressees"])
def test_gold_needs_every_field_that_is_compared(field: str) -> None:
    record = statement(0, 30, "Arland")
    del record[field]
    with pytest.raises(Fault, match=f'has no "{field}"'):
        score([record], [])


def test_prediction_needs_no_stance() -> None:
    record = statement(0, 30, "Arland")
    del record["stance"]
    assert score([statement(0, 30, "Arland")], [record], ENTITIES).figures["stance_accuracy"] == 0.0
