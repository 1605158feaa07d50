"""Settings of all tests, and what several folders of them share: the running server, and for the system tests a browser.

A program that is missing there is a failure and no reason to skip: `make test-all` installs them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pyoxigraph import Literal, NamedNode, Quad, Store

from served import Served
from servers import SparqlServer

# A deadline is a timed assertion: on a busy machine it fails by chance.
settings.register_profile("diplograph", deadline=None)
settings.load_profile("diplograph")

MODULES = Path(__file__).resolve().parent / "system" / "node_modules"


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """One for each process that runs tests."""
    with Served("--timeout", "10", "--memory", "256", "--rows", "5000") as served:
        yield served


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked on this machine goes through no proxy."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def sparql() -> Iterator[SparqlServer]:
    """An endpoint with two quads."""
    store = Store()
    for name, words in (("a", "peace"), ("b", "«war» 50% + more")):
        store.add(Quad(NamedNode(f"http://x.org/{name}"), NamedNode("http://x.org/says"), Literal(words), NamedNode("http://x.org/g")))
    with SparqlServer(store) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program, "chromium is missing: make test-all installs it"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe, which looks for what keeps people with disabilities out."""
    return (MODULES / "axe-core" / "axe.min.js").read_text("utf-8")
