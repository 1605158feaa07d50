"""The command `evaluate`: its options, its exit codes, and that nothing else is written."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from diplograph.cli.main import run

HERE = Path(__file__).parent
GOLD = str(HERE / "gold")
PREDICTED = str(HERE / "predicted.jsonl")


def test_scores_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", GOLD, "--predictions", PREDICTED, "--show", "1"]) == 0
    out = capsys.readouterr().out
    assert "statements missed" in out
    assert "⟦Borduria accused Arland of bad faith⟧" in out


def test_keys_are_repeated_or_joined_by_commas(capsys: pytest.CaptureFixture[str]) -> None:
    for keys in (["--held-out", "a1,b2"], ["--held-out", "a1", "--held-out", "b2"]):
        assert run(["evaluate", GOLD, "--predictions", PREDICTED, "--format", "json", *keys]) == 0
        assert json.loads(capsys.readouterr().out)["held_out"] == ["a1_harbour", "b2_bridge"]


def test_predictions_come_from_standard_input_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(Path(PREDICTED).read_text("utf-8")))
    assert run(["evaluate", GOLD, "--predictions", "-", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"]["all"]["statements"]["matched"] == 3


def test_floors_are_made_held_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors, worse = tmp_path / "floors.json", tmp_path / "worse.jsonl"
    worse.write_text("".join(Path(PREDICTED).read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    held = ["--floors", str(floors)]
    assert run(["evaluate", GOLD, "--predictions", PREDICTED, *held, "--update-floors"]) == 0
    made = floors.read_bytes()
    assert run(["evaluate", GOLD, "--predictions", PREDICTED, *held]) == 0
    assert run(["evaluate", GOLD, "--predictions", str(worse), *held]) == 1
    assert "statements.f1 is 0.4000, below its floor of 0.5454" in capsys.readouterr().out
    assert run(["evaluate", GOLD, "--predictions", str(worse), *held, "--update-floors"]) == 2
    assert floors.read_bytes() == made
    assert run(["evaluate", GOLD, "--predictions", str(worse), *held, "--update-floors", "--allow-regression"]) == 0
    assert floors.read_bytes() != made


WRONG = [
    (["--predictions", PREDICTED], "there must be one set of annotated articles"),
    ([GOLD, "--curated", "--predictions", PREDICTED], "there must be one set of annotated articles"),
    (["--curated", "--issues", "issues.jsonl"], "the curated statements name their issues themselves"),
    ([GOLD, "--predictions", PREDICTED, "--issues", "no-such-issues.jsonl"], "no-such-issues.jsonl: cannot be read"),
    ([GOLD, "--predictions", "no-such-file.jsonl"], "no-such-file.jsonl: cannot be read"),
    ([GOLD, "--predictions", PREDICTED, "--format", "xml"], 'there is no format "xml"'),
    ([GOLD, "--predictions", PREDICTED, "--article", "c3"], '"c3" is no annotated article'),
    ([GOLD, "--predictions", PREDICTED, "--update-floors"], "there are no floors to update"),
    ([GOLD, "--predictions", PREDICTED, "--floors", "x.json", "--allow-regression"], "there are no floors to update"),
    ([GOLD, "--predictions", PREDICTED, "--floors", "no-such-file.json"], "no-such-file.json: cannot be read"),
    ([str(HERE), "--predictions", PREDICTED], "has no texts/"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[case[1] for case in WRONG])
def test_wrong_call_ends_in_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert words in captured.err
