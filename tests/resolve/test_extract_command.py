"""The command `extract` and the pipeline behind it, on a seed; with the shipped language model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diplograph import articles, curated, pipeline
from diplograph.cli.main import run
from diplograph.registry import Registry
from diplograph.resources import Workspace

SEED = Path(__file__).parents[2] / "seeds" / "001_aff2640cea0e2486.txt"


def test_records_have_their_quotes_in_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SEED), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = next(articles.read(SEED)).source.text
    said = [row for row in rows if row["record"] == "statement"]
    assert len(said) > 5
    assert all(text[row["start"] : row["end"]] == row["quote"] and row["holders"] and row["content"] for row in said)
    assert {row["article"] for row in rows} == {SEED.stem}


def test_yaml_is_a_curated_file_without_faults(tmp_path: Path) -> None:
    file = tmp_path / f"{SEED.stem}.yaml"
    assert run(["extract", str(SEED), "--format", "yaml", "-o", str(file)]) == 0
    registry = Registry.load(Workspace())
    article = next(articles.read(SEED))
    assert curated.check(file, article, registry) == []
    assert len(curated.read(file, article, registry).statements) > 5


@pytest.mark.parametrize(("form", "word"), [("table", "to whom"), ("turtle", "dpg:holder")])
def test_other_formats_show_the_statements(form: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SEED), "--format", form]) == 0
    assert word in capsys.readouterr().out


def test_extraction_is_the_same_every_time() -> None:
    registry = Registry.load(Workspace())
    article = next(articles.read(SEED))
    first, second = (pipeline.extractor(registry)(article) for _ in range(2))
    assert first == second
    assert not first.curated


WRONG = [
    (["extract", "no-such-file.txt"], "no-such-file.txt"),
    (["extract", str(SEED), "--format", "xml"], 'there is no format "xml"'),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert words in capsys.readouterr().err
