"""One command runs every benchmark: what is there is left alone, what fails or takes too long costs nobody else's turn."""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

import all as everything
import graphs
import merging
import pytest
import reading
from all import FULL, QUICK, Step, run_all
from measure import ROOT, Results, missing

HERE = ROOT / "benchmarks"
# Scripts as a step runs them: one that writes its figures, one that fails, one that never ends and has a child that never ends.
GOOD = "import sys; open(sys.argv[1], 'w').write('{}')"
BAD = "raise SystemExit(3)"
ENDLESS = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '600']).pid, file=open(sys.argv[1], 'w')); time.sleep(600)"


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(everything, "HERE", tmp_path)
    for name, text in (("good", GOOD), ("bad", BAD), ("endless", ENDLESS)):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    return tmp_path


def step(name: str, minutes: float = 1.0) -> Step:
    return Step(name, minutes, f"{name}.py {{out}}/{name}.json", f"{name}.json")


@pytest.mark.parametrize(
    ("names", "code", "told"),
    [
        (["good"], 0, "1 of 1 done"),
        (["bad", "good"], 1, "bad failed with exit code 3"),
    ],
)
def test_steps_run_to_the_end_of_the_list(scripts: Path, names: Sequence[str], code: int, told: str) -> None:
    lines: list[str] = []
    assert run_all([step(name) for name in names], scripts / "out", lines.append) == code
    assert told in "\n".join(lines)
    assert f"about {len(names)} minutes" in lines[0]
    assert step("good").there(scripts / "out")
    assert not step("bad").there(scripts / "out")


def test_a_step_that_takes_too_long_is_ended_with_all_that_it_started(scripts: Path) -> None:
    lines: list[str] = []
    assert run_all([step("endless"), step("good")], scripts / "out", lines.append, patience=0, least=1.5) == 1
    assert any("endless was ended" in line for line in lines)
    assert step("good").there(scripts / "out")
    child = (scripts / "out" / "endless.json").read_text("utf-8").strip()
    status = Path(f"/proc/{child}/stat")
    assert not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] == "Z"


def test_after_ctrl_c_it_says_how_to_go_on(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(everything, "run", interrupted)
    lines: list[str] = []
    assert run_all([step("good")], scripts / "out", lines.append) == 130
    assert "the same command goes on" in lines[-1]


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    results = Results(tmp_path / "reading.json", "Reading")
    results.keep("pieces-100", {"seconds": 1.0}, 0.0)
    there = {one.name for one in FULL if one.there(tmp_path)}
    assert there == {"reading pieces-100"}
    assert missing(["pieces-100", "pieces-1000"], results, anew=False) == ["pieces-1000"]


@pytest.mark.parametrize("steps", [FULL, QUICK], ids=["full", "quick"])
def test_every_step_names_a_script_and_a_part_of_its_own(steps: Sequence[Step]) -> None:
    assert len({one.name for one in steps}) == len(steps) >= 10
    assert len({(one.file, one.part) for one in steps}) == len(steps)
    for one in steps:
        assert (HERE / one.command.split()[0]).is_file(), one.name
        assert 0 < one.minutes <= 30
        assert ("{graph}" in one.command) == bool(one.releases), one.name
    assert max(everything.LEAST / 60, *(everything.PATIENCE * one.minutes for one in steps)) <= 90


def test_all_parts_of_the_benchmarks_are_run() -> None:
    run = {(one.file, one.part) for one in FULL}
    assert {("reading.json", part) for part in reading.PARTS} <= run
    assert {("merging.json", part) for part in merging.PARTS} <= run
    assert {(f"{name}.json", size) for name in ("loading", "queries", "validation") for size in graphs.SIZES} <= run
    scripts = {one.command.split()[0] for one in FULL}
    # What measures nothing by itself.
    parts = {"all.py", "engines.py", "flame.py", "graphs.py", "measure.py"}
    assert {path.name for path in HERE.glob("*.py")} == parts | {name for name in scripts if "/" not in name}


def test_the_list_says_what_would_be_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["all.py", "--list", "--only", "serving", "-o", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(HERE / "all.py"), run_name="__main__")
    assert ended.value.code == 0
    assert re.fullmatch(r"serving: about \d+ minutes\n", capsys.readouterr().err)
