"""Agreement between two files: coefficients with published values, units met and missed, and a file to settle the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.cli.main import run
from diplograph.evaluate.agreement import alpha, compare, kappa, merged, render_agreement

HERE = Path(__file__).parent

# Krippendorff (2011), examples A and B; the last is the usual example of a two by two table (20, 5, 10, 15).
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbcccedda"[:11] + "d"
COEFFICIENTS = [
    (list(zip(MEG, OWEN, strict=True)), None, 0.095),
    (list(zip(BEN, GERRY, strict=True)), None, 0.692),
    ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4, 0.4),
    ([("a", "b"), ("b", "a")], -1, -0.5),
    ([("a", "a"), ("b", "b")], 1, 1),
    ([("a", "a")] * 5, None, None),
    ([], None, None),
]


@pytest.mark.parametrize(("pairs", "cohen", "krippendorff"), COEFFICIENTS, ids=[str(number) for number in range(len(COEFFICIENTS))])
def test_coefficients(pairs: list[tuple[str, str]], cohen: float | None, krippendorff: float | None) -> None:
    found = alpha(pairs)
    assert found == krippendorff if krippendorff is None or found is None else round(found, 3) == krippendorff
    if cohen is not None:
        assert kappa(pairs) == pytest.approx(cohen)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=40))
def test_coefficients_are_the_same_either_way(pairs: list[tuple[str, str]]) -> None:
    turned = [(other, one) for one, other in pairs]
    assert alpha(pairs) == alpha(turned)
    assert kappa(pairs) == pytest.approx(kappa(turned))
    for value in (alpha(pairs), kappa(pairs)):
        assert value is None or value <= 1


def row(start: int, end: int, kind: str = "demand", stance: str = "for", holder: str = "Arland") -> dict[str, object]:
    return {
        "record": "statement", "article": "a1", "start": start, "end": end, "quote": f"words {start}", "holders": [holder], "kind": kind,
        "stance": stance, "voice": "direct", "addressees": [],
    }  # fmt: skip


ONE = [row(0, 4), row(20, 30), row(40, 50, "threat", "against"), row(60, 70)]
OTHER = [row(0, 5), row(20, 30, "proposal"), row(40, 50, "threat", "against"), row(80, 90, holder="Borduria")]


def test_units_and_fields() -> None:
    found = compare(ONE, OTHER).comparisons[0]
    assert found.pairs == ((0, 0), (1, 1), (2, 2))
    assert found.f1 == pytest.approx(0.75)
    assert found.differs == (("span",), ("kind",), ())
    kind = found.fields["kind"]
    assert (kind.pairs, kind.same) == (3, 2)
    assert kind.confusion == {("demand", "demand"): 1, ("demand", "proposal"): 1, ("threat", "threat"): 1}
    # po = 2/3; one has demand 2/3 and threat 1/3, the other each of three kinds 1/3: pe = 2/9 + 1/9.
    assert kind.kappa == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))
    # Six values: three demands, one proposal, two threats; two of them, one pair, disagree.
    assert kind.alpha == pytest.approx(1 - 5 * 2 / (36 - 9 - 1 - 4))
    assert found.fields["stance"].same == 3


def test_unitised_alpha_by_hand() -> None:
    # Ten characters: both inside for four, one alone for one, both outside for five.
    found = compare([row(0, 4)], [row(0, 5)], {"a1": 10}).comparisons[0]
    assert found.unitised == pytest.approx(1 - 19 * 2 / (400 - 81 - 121))
    assert compare([row(0, 4)], [row(0, 4)], {"a1": 10}).comparisons[0].unitised == 1
    assert compare([row(0, 4)], [row(4, 8)]).comparisons[0].unitised == pytest.approx(1 - 15 * 16 / (256 - 64 - 64))
    second = [{**row(0, 4), "article": "a1-2"}]
    third = [{**row(0, 5), "article": "a1-2"}]
    assert compare(second, third, {"a1": 10}).comparisons[0].unitised == found.unitised


def test_names_are_compared_by_article() -> None:
    entities = [{"article": "a1", "name": "Arland", "surface": ["Ostrov"]}]
    found = compare([row(0, 4)], [row(0, 4, holder="Ostrov")], entities=entities).comparisons[0]
    assert found.differs == ((),)


def test_merge_file_has_every_row_once() -> None:
    rows = list(merged(compare(ONE, OTHER)))
    assert [(one["settle"], one.get("from"), one["start"], one["end"]) for one in rows] == [
        ("choose", "one", 0, 4), ("choose", "other", 0, 5), ("choose", "one", 20, 30), ("choose", "other", 20, 30),
        ("agreed", None, 40, 50), ("keep or delete", "one", 60, 70), ("keep or delete", "other", 80, 90),
    ]  # fmt: skip
    assert [one.get("choice") for one in rows[:4]] == ["statement-1", "statement-1", "statement-2", "statement-2"]
    assert rows[2]["differs"] == ["kind"]
    settled = [one for one in rows if one.get("from") != "other"]
    assert compare(settled, ONE).comparisons[0].f1 == 1


def test_disagreements_are_shown() -> None:
    text = render_agreement(compare(ONE, OTHER), "table", 5)
    assert "statements: 4 in one, 4 in the other, 3 in both" in text
    assert "kind                 2/3    0.500    0.545" in text
    assert "a1 60–70 Arland: demand (for): words 60" in text
    assert "differ in kind" in text
    assert "differ in" not in render_agreement(compare(ONE, OTHER), "table")


def test_nothing_in_common_is_no_error() -> None:
    found = compare(ONE, [])
    assert found.comparisons[0].f1 == 0
    assert "4 in one, 0 in the other" in render_agreement(found, "table", 3)
    assert json.loads(render_agreement(compare([], []), "json"))["statements"]["unitised_alpha"] is None


def test_command_compares_and_merges(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "one.jsonl", tmp_path / "other.jsonl"]
    for path, rows in zip(files, (ONE, OTHER), strict=True):
        path.write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    given = [word for path in files for word in ("--agreement", str(path))]
    assert run(["evaluate", *given, "--merge", str(tmp_path / "merged.jsonl"), "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["statements"]["f1"] == 0.75
    assert len((tmp_path / "merged.jsonl").read_text("utf-8").splitlines()) == 7
    gold = HERE / "gold"
    same = ["--agreement", str(gold / "statements.jsonl")] * 2
    assert run(["evaluate", str(gold), *same]) == 0
    assert "F1 of units 1.000; unitised alpha 1.000" in capsys.readouterr().out


WRONG = [
    (["--agreement", "a.jsonl"], "agreement is between two files, not 1"),
    (["--merge", "a.jsonl"], "agreement is between two files, not 0"),
    (["--agreement", "a.jsonl", "--agreement", "b.jsonl", "--curated"], "--agreement compares two files, and nothing else"),
    (["--agreement", "no.jsonl", "--agreement", "no.jsonl"], "no.jsonl: cannot be read"),
    (["--agreement", "a.jsonl", "--agreement", "a.jsonl", "--format", "markdown"], 'there is no format "markdown"'),
    (["--agreement", "PREDICTED", "--agreement", "PREDICTED", "--article", "zz"], "there is nothing to compare"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[case[1] for case in WRONG])
def test_wrong_call_ends_in_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", *(str(HERE / "predicted.jsonl") if word == "PREDICTED" else word for word in arguments)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert words in captured.err
