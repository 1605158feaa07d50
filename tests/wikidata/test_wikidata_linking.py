"""Linking in a workspace: what is proposed, what is decided, what is never asked again."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from diplograph.cli.main import run
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.wikidata import Book, Snapshot, links, mappings, proposals, subjects

if TYPE_CHECKING:
    import io

REGISTRY = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix id: <https://w3id.org/diplograph/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/diplograph/id/organization/google> a dpg:Organization, dpg:Actor ; skos:prefLabel "Google"@en .
<https://w3id.org/diplograph/id/organization/the-google> a dpg:Organization, dpg:Actor ; skos:prefLabel "The Moon Society"@en .
<https://w3id.org/diplograph/id/place/tbilisi-hills> a dpg:Place ; skos:prefLabel "Florida"@en .
<https://w3id.org/diplograph/id/person/someone> a dpg:Official, dpg:Person, dpg:Actor ; skos:prefLabel "Elon Musk"@en .
"""
NAMES = ["organization:google", "organization:the-google", "place:tbilisi-hills", "person:someone"]


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """A workspace whose registry adds four resources to the bundled one."""
    (tmp_path / "graph" / "registry").mkdir(parents=True)
    (tmp_path / "graph" / "registry" / "own.ttl").write_text(REGISTRY, encoding="utf-8")
    return tmp_path


def cli(space: Path, *words: str) -> int:
    return run(["link", "--workspace", str(space), "--date", "2026-11-22", *words])


def rows(space: Path) -> list[mappings.Row]:
    file = space / "graph" / mappings.FILE
    return mappings.read(file)[1] if file.exists() else []


def test_link_proposes_and_decides_nothing_by_itself(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(space, *NAMES) == 0
    shown = capsys.readouterr().out
    assert "Q95 Google" in shown
    assert "is called Google" in shown
    assert "4 not linked: 1 without a candidate, 3 with, 1 of them sure" in shown
    assert rows(space) == []


def test_link_as_lines(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(space, *NAMES, "--format", "jsonl") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["subject"] for one in found] == sorted(NAMES)
    assert found[0]["item"] == "Q95"
    assert found[0]["score"] == 0.9
    assert found[1]["item"] is None


def test_unattended_run_accepts_the_sure_one_and_publishes_it(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(space, *NAMES, "--accept-above", "0.9") == 0
    assert "accepted unattended: 1" in capsys.readouterr().err
    (one,) = rows(space)
    assert (one["subject_id"], one["object_id"], one["confidence"]) == ("organization:google", "wd:Q95", "0.9")
    assert (one["mapping_justification"], one["author_label"], one["mapping_date"]) == ("semapv:CompositeMatching", "", "2026-11-22")
    assert "is called Google" in one["comment"]
    registry = Registry.load(Workspace(space))
    assert links(registry.triples)["https://w3id.org/diplograph/id/organization/google"] == "Q95"
    assert len(list(parse(path=space / "graph" / "registry" / "links.ttl", format=RdfFormat.TURTLE))) == 1


def test_what_is_decided_is_neither_asked_nor_changed(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli(space, *NAMES, "--accept-above", "0.9")
    before = (space / "graph" / mappings.FILE).read_bytes()
    capsys.readouterr()
    assert cli(space, *NAMES, "--accept-above", "0.8") == 0
    shown = capsys.readouterr().out
    assert "Q95" not in shown
    after = (space / "graph" / mappings.FILE).read_bytes()
    assert set(before.splitlines()) <= set(after.splitlines())
    assert [one["subject_id"] for one in rows(space)] == ["organization:google", "person:someone", "place:tbilisi-hills"]


def answers(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("".join(f"{word}\n" for word in words).encode())))


REVIEWS = [
    ("take the first", ["1", "q"], [("organization:google", "wd:Q95", "")]),
    ("there is none", ["n", "q"], [("organization:google", "sssom:NoTermFound", "")]),
    ("it is not that", ["-1", "", "q"], [("organization:google", "wd:Q95", "Not")]),
    ("later", ["", "", ""], []),
    ("end of input", [], []),
    ("nonsense first", ["what", "9", "1"], [("organization:google", "wd:Q95", "")]),
    ("a person and a place", ["", "1", "1"], [("person:someone", "wd:Q317521", ""), ("place:tbilisi-hills", "wd:Q812", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "decided"), [case[1:] for case in REVIEWS], ids=[case[0] for case in REVIEWS])
def test_review(words: list[str], decided: list[tuple[str, str, str]], space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, *words)
    assert cli(space, *NAMES, "--review", "--as", "Ann Example") == 0
    found = rows(space)
    assert [(one["subject_id"], one["object_id"], one["predicate_modifier"]) for one in found] == decided
    assert all(one["author_label"] == "Ann Example" and one["mapping_justification"] == "semapv:ManualMappingCuration" for one in found)


def test_review_resumes_where_it_stopped(space: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    answers(monkeypatch, "n", "q")
    cli(space, *NAMES, "--review", "--as", "Ann")
    answers(monkeypatch, "1", "1")
    capsys.readouterr()
    cli(space, *NAMES, "--review", "--as", "Ann")
    assert "2 to decide" in capsys.readouterr().out
    assert [one["object_id"] for one in rows(space)] == ["sssom:NoTermFound", "wd:Q317521", "wd:Q812"]


def test_refuted_item_is_not_proposed_again(space: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    answers(monkeypatch, "-1", "")
    cli(space, "organization:google", "--review", "--as", "Ann")
    capsys.readouterr()
    assert cli(space, "organization:google") == 0
    assert "Q95" not in capsys.readouterr().out


def test_no_item_is_accepted_for_two_resources(space: Path) -> None:
    (space / "graph" / "registry" / "more.ttl").write_text(REGISTRY.replace("/google>", "/google-again>"), encoding="utf-8")
    assert cli(space, "Google", "--accept-above", "0.9") == 0
    assert rows(space) == []


def test_item_of_another_resource_is_doubted(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (space / "graph" / "registry" / "own.ttl").write_text(REGISTRY.replace("Google", "International Criminal Court"), encoding="utf-8")
    assert cli(space, "organization:google", "--accept-above", "0.8", "--format", "jsonl") == 0
    assert "linked to organization:international-criminal-court already" in capsys.readouterr().out
    assert rows(space) == []


def test_candidates_to_be_confirmed_are_never_accepted_unattended() -> None:
    """Western Sahara: two sources, two items, both with the code EH; the score of one is high."""
    space = Workspace()
    registry = Registry.load(space)
    book = Book.open(space, links(registry.triples))
    ours = [one for one in subjects(registry.triples, book.published) if one.curie == "state:western-sahara"]
    (one,) = proposals(ours, [Snapshot.load(space)], book)
    assert one.candidates[0].score > 0.9
    assert one.doubts == ("the mapping file has Q6250, Q40362 to be confirmed",)


FAULTS = [
    (["--review"], "a review needs to know who decides; add --as and your name"),
    (["--source", "oracle"], 'there is no source "oracle"'),
    (["--kind", "planet"], 'there is no kind "planet"'),
    (["Atlantis"], 'nothing that can be linked is called "Atlantis"'),
    (["--date", "tomorrow"], '"tomorrow" is no date'),
    (["--format", "xml"], 'there is no format "xml" here'),
    (["--accept-above", "0.5"], "--accept-above"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), FAULTS, ids=[" ".join(case[0]) for case in FAULTS])
def test_wrong_call(words: list[str], message: str, space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(space)
        assert run(["link", *words]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_bundled_workspace_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    answers(monkeypatch, "1")
    assert run(["link", "Geneva", "--review", "--as", "Ann"]) == 2
    assert "read-only" in capsys.readouterr().err


def test_broken_mapping_file_is_named_with_its_line(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (space / "graph" / mappings.FILE).write_text("subject_id\n", encoding="utf-8")
    assert cli(space) == 2
    assert f"{mappings.FILE}:1: has no column predicate_id" in capsys.readouterr().err
