"""What takes long says how far it is, on a terminal only, and ends with Ctrl-C at once."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from diplograph.cli import screen
from diplograph.errors import Fault

# A join that nobody lives to see the end of.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(screen, "progress", said.append)
    monkeypatch.setattr(screen, "_TICK", 0.01)
    return said


def until(there: Callable[[], bool]) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + 30
    while not there():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_takes_long_is_said_with_how_far_it_is(lines: list[str]) -> None:
    with screen.waiting("judging") as tell:
        until(lambda: len(lines) > 1)
        tell("3 of 4")
        until(lambda: lines[-1].startswith("3 of 4"))
    assert re.fullmatch(r"judging \(\d+ s\)", lines[0])
    assert lines[-1] == ""


def test_what_is_quick_is_silent(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_TICK", 60.0)
    assert screen.waited("asking", lambda _: 42) == 42
    assert lines == [""]


@pytest.mark.parametrize("error", [Fault("is wrong", "here", "mend it"), SyntaxError("no SPARQL"), KeyError("x")])
def test_an_error_is_raised_where_it_is_waited_for(lines: list[str], error: Exception) -> None:
    def fail(_: Callable[[str], None]) -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        screen.waited("asking", fail)
    assert raised.value is error
    assert lines[-1] == ""


def test_ctrl_c_ends_a_query_that_the_engine_is_in() -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "diplograph", "query", "-e", ENDLESS]
    environment = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, env=environment) as process:  # noqa: S603 - our own words
        os.close(terminal)
        said = b""
        while b"asking (" not in said:  # a second or more into it
            said += os.read(main, 1_000)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert time.monotonic() - sent < 20
        assert process.stdout is not None
        assert process.stdout.read() == b""
    os.close(main)
    assert b"Traceback" not in said


def test_exporting_a_store_says_how_far_it_is(tmp_path: Path) -> None:
    import pyoxigraph

    from diplograph.export.streams import pieces
    from diplograph.resources import Workspace
    from diplograph.store import Store, released

    made = pyoxigraph.Store(str(tmp_path / "store"))
    made.extend(released(Workspace()))
    made.flush()
    del made
    store = Store.open(tmp_path / "store")
    for form, what in (("turtle", "writing resources: "), ("trig", "writing graphs: "), ("jsonl", "records of articles: ")):
        told: list[str] = []
        written = b"".join(pieces(store, form, told.append, lambda: 1.0))
        assert written == b"".join(pieces(store, form))
        mine = [line for line in told if line.startswith(what)]
        assert mine, form
        done, number = re.findall(r"[\d,]+", mine[-1])[:2]
        assert int(number.replace(",", "")) - int(done.replace(",", "")) < 100
