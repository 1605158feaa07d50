"""The command `network`: formats, filters, exit codes, and files that appear whole or not at all."""

from __future__ import annotations

import csv
import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from diplograph.cli.main import run
from diplograph.network import FORMATS

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("form", FORMATS)
def test_network_is_written(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"network.{form}"
    assert run(["network", "--roll-up", "--format", form, "-o", str(out)]) == 0
    begins = {"csv": b",", "edges": b"source,", "graphml": b"<?xml", "gexf": b"<?xml", "svg": b"<?xml", "png": b"\x89PNG"}
    assert out.read_bytes().startswith(begins[form])


@pytest.mark.parametrize("picture", ["bipartite", "heatmap", "dendrogram", "positions"])
def test_picture_is_written(picture: str, tmp_path: Path) -> None:
    mode = "actors" if picture == "dendrogram" else "two-mode"
    assert run(["network", "--mode", mode, "--picture", picture, "--format", "svg", "-o", str(tmp_path / "a.svg")]) == 0
    assert (tmp_path / "a.svg").read_bytes().count(b"<path") > 20


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_filters_take_names(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["network", "--format", "edges", "--only", "actor=Moscow", "--only", "issue=NATO membership of Ukraine"]
    assert run(options) == 0
    assert [(row["source"], row["target"], row["weight"]) for row in rows(capsys)] == [("Russia", "NATO membership of Ukraine", "-1")]
    assert run([*options, "--without", "state=Russia"]) == 0
    assert rows(capsys) == []


def test_officials_count_for_their_states(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", "--mode", "events", "--roll-up"]) == 0
    assert "Antony Blinken" not in {row["actor"] for row in rows(capsys) if row["state"]}


def test_windows_are_one_table_or_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", "--window", "year", "--format", "edges"]) == 0
    told = capsys.readouterr()
    assert "74 of 261 statements have no date" in told.err
    years = {row["from"][:4] for row in csv.DictReader(io.StringIO(told.out))}
    assert run(["network", "--window", "year", "--format", "gexf", "-o", str(tmp_path / "years")]) == 0
    assert {path.name[:4] for path in (tmp_path / "years").iterdir()} == years
    assert {"2008", "2022"} <= years


def test_range_of_dates(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", "--mode", "events", "--since", "2022-02", "--until", "2022"]) == 0
    dates = {row["time"] for row in rows(capsys)}
    assert dates == {"2022-02", "2022-02-20", "2022-02-22"}


PAGE = (ROOT / "docs" / "networks.md").read_text("utf-8")
DRAWN = re.findall(r"^```text\n(diplograph network .* -o (docs/pictures/\S+))\n```\n\n!\[[^\]]+\]\(pictures/", PAGE, re.MULTILINE)


def test_page_has_every_picture() -> None:
    assert [Path(path).stem for _, path in DRAWN] == [f"network-{name}" for name in ("bipartite", "heatmap", "dendrogram", "positions")]


@pytest.mark.parametrize(("command", "path"), DRAWN, ids=[path for _, path in DRAWN])
def test_command_of_the_page_draws_its_picture(command: str, path: str, tmp_path: Path) -> None:
    assert (ROOT / path).read_bytes().startswith(b"<?xml")
    assert run([*shlex.split(command.removeprefix("diplograph ").removesuffix(path)), str(tmp_path / "a.svg")]) == 0
    assert (tmp_path / "a.svg").stat().st_size > 20_000


WRONG = [
    (["--format", "xlsx"], 'there is no format "xlsx"'),
    (["--mode", "three-mode"], 'there is no mode "three-mode"'),
    (["--picture", "pie", "--format", "svg"], 'there is no picture "pie"'),
    (["--picture", "heatmap"], "a picture is no csv"),
    (["--mode", "events", "--format", "gexf"], "a list of events is written as csv"),
    (["--aggregation", "congruence"], 'a two-mode network has no aggregation "congruence"'),
    (["--duplicates", "daily"], 'there is no rule "daily"'),
    (["--only", "actor"], '"actor" is no filter'),
    (["--only", "colour=red"], '"colour=red" is no filter'),
    (["--only", "actor=Rusia"], '"Rusia" is not an actor of this graph; nearest: Russia'),
    (["--since", "soon"], '"soon" is no date'),
    (["--window", "fortnight", "--format", "edges"], '"fortnight" is no length of a window'),
    (["--window", "year"], "several networks need a folder"),
    (["--window", "year", "--mode", "events"], "neither a list of events nor positions have windows"),
    (["--top", "0"], "--top"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_wrong_call_ends_in_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err.splitlines()[-1]


@pytest.mark.parametrize(("package", "form"), [("networkx", "gexf"), ("matplotlib", "svg")])
def test_missing_package_names_the_extra(
    package: str, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert run(["network", "--format", form]) == 2
    assert f'{package} is not installed; pip install "diplograph[pictures]"' in capsys.readouterr().err
