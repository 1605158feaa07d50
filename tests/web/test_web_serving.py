"""How serving fails: one line that says what, where and how to mend it, and exit code 2."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from diplograph.cli.main import run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--data", "missing.ttl"], "cannot be read"),
        (["--data", "broken.ttl"], "broken.ttl:2: is malformed"),
        (["--data", "graph.xyz"], "in no RDF format"),
        (["--store", "missing"], "no such folder"),
        (["--data", "a.ttl", "--store", "b"], "two different graphs"),
        (["--url", "ftp://example.org/"], "no address of the web"),
        (["--host", "no such host"], "cannot listen there"),
        (["--port", "70000"], "--port"),
        (["--timeout", "0"], "--timeout"),
    ],
)
def test_faults(words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> <urn:b> <urn:c> .\nnonsense", "utf-8")
    (tmp_path / "graph.xyz").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["serve", "--port", "0", *words]) == 2
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1, lines
    assert told in lines[0]


def test_a_port_that_is_taken(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "--port" in capfd.readouterr().err


@pytest.mark.parametrize(("words", "missing"), [(["serve"], "uvicorn"), (["site", "-o", "out"], "jinja2")])
def test_packages_that_are_missing(
    words: list[str], missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in sys.modules if name.startswith("diplograph.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    assert run(words) == 2
    told = capfd.readouterr().err
    assert missing in told
    assert 'pip install "diplograph[web]"' in told
    assert not (tmp_path / "out").exists()
