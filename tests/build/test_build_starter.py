"""A workspace to begin with: it builds and validates as it is written, and nothing that lies there is lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from diplograph import queries
from diplograph.build import build, start
from diplograph.errors import Fault
from diplograph.resources import Workspace
from diplograph.store import Store

FILES = [
    "README.md", "graph/registry/actors.ttl", "graph/registry/issues.ttl", "graph/statements/curated.schema.json",
    "graph/statements/example.yaml", "queries/offers-with-a-condition.rq", "seeds/example.txt", "seeds/example.yaml",
]  # fmt: skip


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_starter_builds_validates_and_answers(tmp_path: Path) -> None:
    mine = tmp_path / "a" / "mine"
    assert start(mine) == FILES == sorted(held(mine))
    space = Workspace.find(mine)
    built = build([], space, mine / "graph")
    assert built.report.conforms
    assert built.report.findings == ()
    assert not built.failed
    assert not built.rejected
    store = Store.read(mine / "graph" / "diplograph.trig")
    for question, values in (("offers-with-a-condition", {"actor": "Renn"}), ("responses", {"actor": "Port Alder"})):
        answer = queries.ask(store, space, question, values)
        assert not isinstance(answer, bool | tuple)
        assert len(list(answer.records())) == 1, question
    assert start(mine) == [], "what build has written is no stranger"


def test_starter_is_all_there() -> None:
    folder = Path(__file__).parents[2] / "src" / "diplograph" / "build" / "starter"
    assert len(list(folder.iterdir())) == len(FILES) - 1, "the schema is copied from the bundled graph"


@pytest.mark.parametrize(
    ("lies", "written"),
    [
        ({}, FILES),
        ({".git/config": "x"}, FILES),
        ({"seeds/example.txt": "mine"}, [name for name in FILES if name != "seeds/example.txt"]),
    ],
    ids=["empty", "a repository", "some of it"],
)
def test_starter_writes_what_is_missing(tmp_path: Path, lies: Mapping[str, str], written: list[str]) -> None:
    for name, text in lies.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert start(tmp_path) == written
    assert {name: data for name, data in held(tmp_path).items() if name in lies} == {name: text.encode() for name, text in lies.items()}


@pytest.mark.parametrize("name", ["notes.txt", "graph/registry/mine.ttl", "a/b/c", ".hidden"])
def test_starter_leaves_a_folder_that_is_not_empty_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(Fault, match=f"is not empty: it holds {name}; name a new folder"):
        start(tmp_path)
    assert held(tmp_path) == {name: b"mine"}


def test_starter_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "link"):
        with pytest.raises(Fault, match="is no folder; name a new folder"):
            start(tmp_path / name)


def test_starter_keeps_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "README.md").symlink_to("elsewhere")
    assert "README.md" not in start(tmp_path)
    assert not (tmp_path / "elsewhere").exists()
