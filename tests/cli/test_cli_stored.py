"""`build --store` from the command line: what it says, and with which exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from diplograph.build import Stored
from diplograph.build.shares import Rejected
from diplograph.cli.main import run
from diplograph.store import Store
from diplograph.validate import Finding, Report

TEXT = "Germany supports talks with Iran.\n"
REJECTED = Rejected("a", "a.txt", "statement", "a quote", "content", "rule", "mend it")
FINDING = Finding("violation", "rule", "https://x.org/a", "", "", "mend it")


def done(
    *, failed: tuple[str, ...] = (), rejected: tuple[Rejected, ...] = (), report: Report | None = None, removed: tuple[str, ...] = ()
) -> Stored:
    counts = {"articles": 2, "statements": 3, "actions": 0, "positions": 1}
    return Stored(
        ("a",),
        1,
        removed,
        failed,
        (),
        rejected,
        report or Report(()),
        counts,
        {"demand": 2, "proposal": 1},
        Store(),
        written=report is None,
    )


@pytest.fixture
def filling(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Stored]], None]:
    def use(work: Callable[..., Stored]) -> None:
        monkeypatch.setattr("diplograph.build.fill", work)

    return use


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (done(), 0, "      1  articles read\n      1  unchanged\n      0  removed\n"),
        (done(), 0, "      3  statements  (demand 2, proposal 1)\n"),
        (done(removed=("b",)), 0, "      1  removed\n"),
        (done(failed=("b.txt: is empty",)), 1, "diplograph: b.txt: is empty\n"),
        (done(rejected=(REJECTED,)), 1, "1 extracted and rejected (rule), for example: mend it\n"),
        (done(report=Report((FINDING,))), 1, "as it was\n"),
    ],
)
def test_cli_stored_says_what_was_done(
    answer: Stored, code: int, said: str, filling: Callable[[Callable[..., Stored]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    filling(lambda *_, **__: answer)
    assert run(["build", "texts", "--store", "store"]) == code
    out = capsys.readouterr()
    assert said in out.out + out.err


def test_cli_stored_ctrl_c_says_how_to_go_on(
    tmp_path: Path, filling: Callable[[Callable[..., Stored]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    filling(interrupted)
    store = tmp_path / "store"
    assert run(["build", str(tmp_path), "--store", str(store)]) == 130
    wanted = f"diplograph: stopped; {store} holds what was read till now; run the same command again to go on\n"
    assert capsys.readouterr().err == wanted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--store", "s", "-o", "out"], "--store and -o are two places to write to; fill the store, then run diplograph export --store"),
        (["--prune", "-o", "out"], "--prune is for a store; name one with --store DIR; files are written anew each time"),
        (["--store", "s", "--with", "openai:m@http://127.0.0.1:9"], "a store is filled by our own reader, whose cache keys it has"),
    ],
)
def test_cli_stored_refuses_what_does_not_go_together(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert run(["build", "a.txt", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_cli_stored_takes_the_options_of_build(tmp_path: Path, filling: Callable[[Callable[..., Stored]], None]) -> None:
    met: list[dict[str, object]] = []

    def noted(*_: object, **options: object) -> Stored:
        met.append(options)
        return done()

    filling(noted)
    run(["build", str(tmp_path), "--store", str(tmp_path / "store"), "--prune", "--jobs", "2", "--day-first"])
    (options,) = met
    assert (options["prune"], options["jobs"], getattr(options["options"], "day_first", None)) == (True, 2, True)
