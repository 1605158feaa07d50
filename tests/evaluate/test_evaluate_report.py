"""Reports: subsets, held-out articles, worst cases, the seam to what predicts, and the forms they are written in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from diplograph.errors import Fault
from diplograph.evaluate import Record, Report, judge, read_gold, read_predictions, render, run, worst_cases
from diplograph.model import Article

HERE = Path(__file__).parent


def judged(*, articles: tuple[str, ...] = (), held_out: tuple[str, ...] = ()) -> Report:
    return judge(read_gold(HERE / "gold"), read_predictions(HERE / "predicted.jsonl"), articles=articles, held_out=held_out)


@pytest.mark.parametrize("key", ["b2", "b2_bridge"])
def test_chosen_articles_alone_are_scored(key: str) -> None:
    report = judged(articles=(key,))
    assert report.articles == ("b2_bridge",)
    assert (report.figures["statements.gold"], report.figures["statements.predicted"]) == (2, 2)


@pytest.mark.parametrize("key", ["b", "b2_", "c3", ""])
def test_key_that_means_no_article_is_a_fault(key: str) -> None:
    with pytest.raises(Fault, match="is no annotated article"):
        judged(articles=(key,))


def test_held_out_articles_are_reported_apart() -> None:
    report = judged(held_out=("b2",))
    assert list(report.subsets) == ["all", "seen", "held_out"]
    figures = report.figures
    assert [figures[f"{part}statements.gold"] for part in ("", "seen.", "held_out.")] == [6, 4, 2]
    assert [figures[f"{part}statements.f1"] for part in ("", "seen.", "held_out.")] == pytest.approx([6 / 11, 4 / 7, 2 / 4])


def test_all_held_out_leaves_nothing_seen() -> None:
    report = judged(held_out=("a1", "b2"))
    assert list(report.subsets) == ["all", "held_out"]
    assert worst_cases(report, 9) == []


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_held_out_texts_are_never_shown(form: str) -> None:
    assert "Analysts believe" in render(judged(), form, show=9)
    assert "Analysts believe" not in render(judged(held_out=("b2",)), form, show=9)


def test_article_with_nothing_annotated_alone_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "c3.txt").write_text("Nothing.", "utf-8")
    (tmp_path / "statements.jsonl").write_text("", "utf-8")
    with pytest.raises(Fault, match="nothing is annotated"):
        judge(read_gold(tmp_path), [])


def test_worst_cases_say_what_went_wrong() -> None:
    told = [(case.sort, case.unit.record, case.quote, case.why) for case in worst_cases(judged(), 9)]
    assert told == [
        ("missed", "statement", "Borduria accused Arland of bad faith", "other holders are predicted: accusation of Arland at 157–216"),
        (
            "missed", "statement", "promised new talks",
            "the spans share too little with what is predicted: accusation of Arland at 157–216",
        ),
        ("missed", "statement", "Borduria opposed a vote on the islands", "nothing is predicted here"),
        ("spurious", "statement", "Analysts believe that the bridge will pay for itself", "nothing is annotated here"),
        (
            "spurious", "statement", "Borduria accused Arland of bad faith and promised new talks",
            "other holders are annotated: accusation of Borduria at 157–193",
        ),
        (
            "wrong", "statement", "“We will not share it,” said Ada Miro",
            "kind rejection, not opposition; holders Ada Miro, Arland, not Miro; addressees Borduria, not nobody",
        ),
        (
            "wrong", "statement", "The Sable Islands called on Borduria to withdraw its troops",
            (
                "voice indirect, not direct; addressees Borduria, not Borduria, Arland; issue none, not troops; "
                "source_span 17–34, not none; cue_span 35–44, not 35–41"
            ),
        ),
        (
            "wrong", "statement", "Arland on Monday rejected Borduria’s offer to share the harbour",
            "stance toward the issue against, not for; content_span none, not 72–89",
        ),
        ("missed", "action", "new talks", "nothing is predicted here"),
        ("wrong", "action", "Bridge reopened", "status held, not past"),
    ]  # fmt: skip


def test_worst_cases_stand_in_their_text() -> None:
    text = (HERE / "gold" / "texts" / "a1_harbour.txt").read_text("utf-8")
    for case in worst_cases(judged(articles=("a1",)), 9):
        assert case.before + case.quote + case.after in text


def test_worst_cases_are_limited_and_take_turns_by_article() -> None:
    cases = worst_cases(judged(), 2)
    assert len([case for case in cases if case.unit.record == "statement"]) == 6
    assert [case.article for case in cases if case.sort == "missed"][:2] == ["a1_harbour", "a1_harbour"]  # a core one, then the first


def test_run_hands_articles_to_what_predicts_and_judges_its_records() -> None:
    seen: list[Article] = []

    def predict(articles: Iterable[Article]) -> Iterator[Record]:
        for article in articles:
            seen.append(article)
            start = article.source.text.index("Borduria")
            yield {
                "record": "statement",
                "article": article.key,
                "start": start,
                "end": start + 8,
                "holders": ["Borduria"],
                "kind": "threat",
            }

    report = run(HERE / "gold", predict, articles=["b2"])
    assert [(article.key, article.date) for article in seen] == [("b2_bridge", "2020-01-03")]
    assert report.figures["statements.predicted"] == 1
    assert report.figures["actions.predicted"] == 0


def test_run_refuses_a_prediction_that_does_not_give_its_quote() -> None:
    record = {"record": "action", "article": "b2_bridge", "start": 0, "end": 6, "quote": "bridge", "actors": [], "type": "other"}
    with pytest.raises(Fault, match=r"prediction in b2_bridge: .* not the quote “bridge”"):
        run(HERE / "gold", lambda _: [record])


def test_json_has_the_annotation_scorers_names_and_four_decimals() -> None:
    data = json.loads(render(judged(held_out=("b2",)), "json", show=1))
    assert data["gold_digest"].startswith("sha256:")
    assert data["articles"] == ["a1_harbour", "b2_bridge"]
    assert data["scores"]["all"]["statements"]["f1"] == 0.5455
    assert data["scores"]["held_out"]["actions"]["recall_by_type"] == {"other": [1, 1]}
    assert {case["case"] for case in data["cases"]} == {"missed", "spurious", "wrong"}
    assert data["cases"][0]["gold"]["holders"] == ["Borduria"]
    assert "floors" not in data


def test_table_has_a_column_for_each_subset() -> None:
    lines = render(judged(held_out=("b2",)), "table").splitlines()
    assert next(line.split() for line in lines if line.startswith("figure ")) == ["figure", "all", "seen", "held", "out"]
    assert next(line.split() for line in lines if line.startswith("f1 ")) == ["f1", "0.545", "0.571", "0.500"]
    assert next(line.split() for line in lines if line.startswith("refusal ")) == [
        "refusal", "6", "1", "1", "1", "1.000", "0.167", "0.286", "0.286",
    ]  # fmt: skip


def test_markdown_tables_are_whole() -> None:
    tables = [line for line in render(judged(), "markdown").splitlines() if line.startswith("|")]
    assert "| f1 | 0.545 |" in tables
    assert "| --- | ---: |" in tables


@pytest.mark.parametrize(("problems", "words"), [((), "The floors hold."), (("f1 fell",), "The floors do not hold:\n  f1 fell")])
def test_verdict_on_floors_is_told(problems: tuple[str, ...], words: str) -> None:
    assert words in render(judged(), "table", problems=problems)
    assert json.loads(render(judged(), "json", problems=problems))["floors"] == {"held": not problems, "problems": list(problems)}
