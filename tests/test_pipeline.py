"""What a reading is known by, so that nothing is taken for unchanged that other words were read with."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from diplograph import lexicon
from diplograph.lexicon import Lexicon
from diplograph.pipeline import reader
from diplograph.registry import Registry
from diplograph.resources import Workspace

LISTS = sorted(
    path.relative_to(str(files("diplograph"))).as_posix()
    for module in ("language", "lexicon", "mentions", "resolve")
    for path in (Path(str(files("diplograph"))) / module).iterdir()
    if path.suffix in {".yaml", ".txt"}
)


def test_every_list_is_known() -> None:
    assert len(LISTS) >= 17
    assert {"mentions/titles.yaml", "resolve/addressees.yaml", "lexicon/actions.yaml", "language/casing.txt"} <= set(LISTS)


@pytest.fixture(scope="module")
def known() -> tuple[Registry, Language, Lexicon]:
    return Registry.load(Workspace()), spacy.blank("en"), lexicon.load()


@pytest.mark.parametrize("changed", [None, *LISTS])
def test_fingerprint_changes_with_each_list(
    changed: str | None, known: tuple[Registry, Language, Lexicon], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that has one line more gives another fingerprint, and the same lists the same one."""
    registry, pipeline, cues = known
    monkeypatch.setattr("diplograph.language.load", lambda _: pipeline)
    monkeypatch.setattr("diplograph.lexicon.load", lambda: cues)
    before = reader(registry)().fingerprint
    package = Path(str(files("diplograph")))
    for name in LISTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(package / name, tmp_path / name)
    if changed is not None:
        with (tmp_path / changed).open("a", encoding="utf-8") as file:
            file.write("# one line more\n")
    monkeypatch.setattr("diplograph.pipeline.files", lambda module: tmp_path / module.removeprefix("diplograph."))
    assert (reader(registry)().fingerprint == before) == (changed is None)
