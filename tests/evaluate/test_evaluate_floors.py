"""The extractor holds its floors on the seeds' own curated statements; `.ci/run` holds those on the shared annotated articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplograph.cli.main import run

ROOT = Path(__file__).parents[2]


def test_floors_on_the_curated_seeds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = run(["evaluate", "--curated", "--floors", "benchmarks/floors/seeds.json", "--format", "json"])
    assert code == 0, capsys.readouterr()
