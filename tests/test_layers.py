"""The table of rows in design.md: imports run up, and modules of one row do not know each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "diplograph"
ROWS = (
    ("errors", "vocabulary", "tree"),
    ("resources", "model", "remote", "generations"),
    ("registry", "lexicon"),
    ("articles", "language", "mentions", "extract", "curated", "wikidata"),
    ("resolve", "rdf"),
    ("pipeline", "validate", "store", "positions"),
    ("queries",),
    ("build", "evaluate", "network", "export", "interop", "push"),
    ("web", "cluster", "assistant"),
    ("cli",),
)
ROW = {name: number for number, names in enumerate(ROWS) for name in names}
FILES = sorted(SRC.rglob("*.py"))


def owner(path: Path) -> str:
    """The top-level module that a file belongs to."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def uses(text: str, here: tuple[str, ...]) -> Iterator[str]:
    """The top-level modules of this package that a file imports, also inside functions and by relative import."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) - node.level] if node.level else ()
            module = ".".join((*start, *filter(None, [node.module])))
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("diplograph."))


def test_files_are_found() -> None:
    assert len(FILES) >= 50
    assert {"remote", "registry", "rdf", "store", "build", "cli"} <= {owner(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_run_one_way(path: Path) -> None:
    mine = owner(path)
    here = path.relative_to(SRC.parent).with_suffix("").parts
    for name in uses(path.read_text("utf-8"), here):
        if mine in ROW and name in ROW and name != mine:
            assert ROW[name] < ROW[mine], f"{mine} must not import {name}"


def test_every_module_has_a_row() -> None:
    assert {owner(path) for path in FILES} - {"__init__", "__main__"} <= set(ROW)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("import diplograph.store", ["store"]),
        ("import diplograph.store as s, os", ["store"]),
        ("from diplograph import store, rdf", ["store", "rdf"]),
        ("from diplograph.rdf.write import serialise", ["rdf"]),
        ("from ..store import Store", ["store"]),
        ("from .. import rdf", ["rdf"]),
        ("def f():\n    from diplograph.cli import main", ["cli"]),
        ("if TYPE_CHECKING:\n    from diplograph.cli import main", ["cli"]),
        ("import rdflib, os.path\nfrom rdflib import Graph", []),
    ],
)
def test_layers_sees_every_form_of_import(text: str, used: list[str]) -> None:
    assert list(uses(text, ("diplograph", "build", "job"))) == used


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_files_stay_short(path: Path) -> None:
    """House rule: fewer than 400 lines in a file, fewer than 50 in a function (its docstring apart)."""
    text = path.read_text("utf-8")
    assert text.count("\n") < 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            begins = node.body[1].lineno if ast.get_docstring(node) and node.body[1:] else node.lineno
            assert (node.end_lineno or begins) - begins < 50, f"{node.name} is too long"
