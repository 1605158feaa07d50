"""The table of rows in design.md: imports run up, and modules of one row do not know each other; nor do folders of a module in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "diplograph"
ROWS = (
    ("errors", "vocabulary", "tree", "garbage", "pace"),
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
FOLDED = sorted({path.parent.parent.name for path in SRC.glob("*/*/__init__.py")})


def owner(path: Path) -> str:
    """The top-level module that a file belongs to."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(tree: ast.AST, here: tuple[str, ...]) -> Iterator[str]:
    """The full names of this package that some code imports, also inside functions and by relative import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) - node.level] if node.level else ()
            module = ".".join((*start, *filter(None, [node.module])))
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.startswith("diplograph."))


def uses(text: str, here: tuple[str, ...]) -> Iterator[str]:
    """The top-level modules of this package that a file imports."""
    yield from (name.split(".")[1] for name in imports(ast.parse(text), here))


class _Running(ast.NodeTransformer):
    """Code without what only types need."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def beside(text: str, here: tuple[str, ...]) -> set[str]:
    """The other files and folders of its own top-level module that a file imports when it runs."""
    found = (name.split(".") for name in imports(_Running().visit(ast.parse(text)), here))
    return {name[2] for name in found if len(name) > 2 and name[1] == here[1]} - {here[2]}


def test_files_are_found() -> None:
    assert len(FILES) >= 50
    assert {"remote", "registry", "rdf", "store", "build", "cli"} <= {owner(path) for path in FILES}
    assert {"build", "cli", "evaluate", "remote", "web", "wikidata"} <= set(FOLDED)


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


@pytest.mark.parametrize("module", FOLDED)
def test_the_parts_of_a_module_import_one_way(module: str) -> None:
    """A folder in a module does not need, by way of others, itself."""
    needs: dict[str, set[str]] = {}
    for path in sorted((SRC / module).rglob("*.py")):
        here = path.relative_to(SRC.parent).with_suffix("").parts
        if here[2:] != ("__init__",):
            needs.setdefault(here[2], set()).update(beside(path.read_text("utf-8"), here))
    TopologicalSorter(needs).prepare()  # raises CycleError, which names the parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from diplograph.build.facts import Facts", {"facts"}),
        ("from diplograph.build import facts, spool", {"facts", "spool"}),
        ("def f():\n    from diplograph.build.stored import fill", {"stored"}),
        ("from ..pace import Pace", {"pace"}),
        ("from diplograph.build.shares.part import Part", set()),
        ("from diplograph.store import Store", set()),
        ("if TYPE_CHECKING:\n    from diplograph.build.facts import Facts", set()),
    ],
)
def test_layers_sees_what_stands_beside(text: str, found: set[str]) -> None:
    assert beside(text, ("diplograph", "build", "shares", "unit")) == found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_files_stay_short(path: Path) -> None:
    """House rule: fewer than 400 lines in a file, fewer than 50 in a function (its docstring apart)."""
    text = path.read_text("utf-8")
    assert text.count("\n") < 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            begins = node.body[1].lineno if ast.get_docstring(node) and node.body[1:] else node.lineno
            assert (node.end_lineno or begins) - begins < 50, f"{node.name} is too long"
