"""The bundled folders, and a user's own over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplograph import resources
from diplograph.errors import Fault
from diplograph.resources import Workspace, read_text

CHECKOUT = Path(__file__).parents[1]


def own(folder: Path, **files: str) -> Path:
    (folder / "graph" / "registry").mkdir(parents=True)
    for name, text in files.items():
        file = folder / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("kind", ["graph", "ontology", "queries"])
def test_resources_root_has_what_ships(kind: resources.Kind) -> None:
    assert resources.root(kind).is_dir()
    assert any(resources.root(kind).iterdir())


def test_resources_checkout_is_its_own_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    space = Workspace.find()
    assert space.folder == Path()
    assert space.seeds == Path("seeds")
    assert space.graph == Path("graph")
    names = [name for name, _, is_own in space.files("graph", "registry", "*.ttl") if is_own]
    assert len(names) == 9
    assert len(list(Workspace().files("graph", "registry", "*.ttl"))) == 9


def test_resources_bundled_workspace_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    space = Workspace.find()
    assert space == Workspace()
    assert space.seeds is None
    assert space.graph is None
    assert all(not is_own for _, _, is_own in space.files("graph", "registry", "*.ttl"))


def test_resources_own_files_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = own(
        tmp_path, graph__registry__states="no ending", **{"graph__registry__states.ttl": "mine", "graph__registry__new.ttl": "new"}
    )
    monkeypatch.chdir(folder)
    for space in (Workspace.find(), Workspace.find(folder)):
        found = {name: (file, is_own) for name, file, is_own in space.files("graph", "registry", "*.ttl")}
        assert list(found) == sorted(found)
        assert len(found) == 10
        assert {name for name, (_, is_own) in found.items() if is_own} == {"new.ttl", "states.ttl"}
        assert read_text(found["states.ttl"][0]) == "mine"
        file = space.file("graph", "registry/states.ttl")
        assert file is not None
        assert read_text(file) == "mine"
        assert space.file("ontology", "shapes.ttl") is not None
        assert space.file("graph", "registry/nobody.ttl") is None
        assert space.file("graph", "registry") is None


def test_resources_workspace_needs_a_registry(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="is no workspace: it has no graph/registry/; make that folder"):
        Workspace.find(tmp_path)


@pytest.mark.parametrize(
    ("data", "text"), [(b"\xef\xbb\xbfa\n", "a\n"), ("é\U0001d54f".encode(), "é\U0001d54f"), (b"", ""), (b"a\r\nb", "a\r\nb")]
)
def test_resources_read_text(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "a").write_bytes(data)
    assert read_text(tmp_path / "a") == text


@pytest.mark.parametrize(
    ("data", "told"), [(b"ab\xff", "is not UTF-8 text (byte 2)"), (None, "cannot be read (No such file or directory)")]
)
def test_resources_read_text_faults(tmp_path: Path, data: bytes | None, told: str) -> None:
    if data is not None:
        (tmp_path / "a").write_bytes(data)
    with pytest.raises(Fault) as caught:
        read_text(tmp_path / "a")
    assert told in str(caught.value)
    assert str(tmp_path / "a") in str(caught.value)
