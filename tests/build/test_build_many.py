"""Articles that nobody curated: extracted, judged one by one, copies and other languages left aside, in any number of processes."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from pyoxigraph import Quad

from diplograph import articles, rdf
from diplograph.articles import ReadOptions
from diplograph.build import build
from diplograph.build.shares import Judge, workers
from diplograph.curated import read
from diplograph.errors import Fault
from diplograph.export import curation_text
from diplograph.model import Article
from diplograph.pipeline import Reading, extractor, read_article
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import validate
from diplograph.vocabulary import DPG, RDF

OUTPUT = ("diplograph.ttl", "diplograph.trig")
TEXTS = {
    "alpha": "Sergei Lavrov said on Monday that Russia demands legally binding guarantees from the United States.\n\n"
    '"We will not accept any further expansion of NATO," the Russian foreign minister said in Moscow. '
    "Germany rejected the demand and called on Russia to withdraw its troops from the border.\n",
    "beta": "The European Union proposed new talks with Iran on Tuesday. Iran's foreign ministry accused the United States of violating "
    "the agreement. Talks between the two sides were held in Vienna last week.\n",
    "gamma": "China supports the resolution, its ambassador to the United Nations said on Wednesday. "
    "France will send humanitarian aid to Lebanon, President Emmanuel Macron promised at a meeting with the prime minister in Beirut.\n",
}
FRENCH = (
    "Le ministre des affaires étrangères a déclaré lundi que la France souhaitait une reprise des négociations avec la Russie, "
    "et que les deux pays devaient respecter les accords qui ont été signés à Minsk par leurs présidents.\n"
)


def folder(path: Path, **texts: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in (TEXTS | texts).items():
        (path / f"{name}.txt").write_text(text, "utf-8")
    return path


def test_build_many_is_the_same_in_any_number_of_processes(tmp_path: Path) -> None:
    texts = folder(tmp_path / "texts")
    one = build([texts], Workspace(), tmp_path / "one", jobs=1)
    two = build([texts], Workspace(), tmp_path / "two", jobs=2)
    assert one.counts == two.counts
    assert [part.key for part in two.parts] == sorted(TEXTS)
    assert sum(part.statements for part in two.parts) > 3
    for name in OUTPUT:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_build_many_conforms_as_a_whole(tmp_path: Path) -> None:
    found = build([folder(tmp_path / "texts")], Workspace(), tmp_path / "out")
    assert found.report.conforms
    assert validate(found.store, Workspace()).violations == 0
    assert found.counts["statements"] == sum(quad.predicate == RDF["type"] and quad.object == DPG["Statement"] for quad in found.store)
    turtle = Store.read(tmp_path / "out" / "diplograph.ttl")
    assert {quad.triple for quad in turtle} == {quad.triple for quad in found.store}
    for name, form in zip(OUTPUT, ("turtle", "trig"), strict=True):
        assert (tmp_path / "out" / name).read_bytes() == rdf.serialise(found.store, form)  # type: ignore[arg-type]


def test_build_many_tells_copies_once(tmp_path: Path) -> None:
    texts = folder(tmp_path / "texts", zeta=TEXTS["alpha"].replace("\n\n", "\n\n\n").replace('"', "”"))
    found = build([texts], Workspace(), tmp_path / "out")
    assert [part.key for part in found.parts] == sorted(TEXTS)
    (line,) = found.skipped
    assert line == f"{texts / 'zeta.txt'}: zeta: has the same text as alpha; counted once"
    assert found.failed == ()


def test_build_many_prefers_the_copy_that_is_curated(tmp_path: Path) -> None:
    space = tmp_path / "space"
    (space / "graph" / "registry").mkdir(parents=True)
    (space / "graph" / "statements").mkdir()
    (space / "graph" / "statements" / "zeta.yaml").write_text("article: zeta\nstatements: []\n", "utf-8")
    texts = folder(tmp_path / "texts", zeta=TEXTS["alpha"])
    found = build([texts], Workspace(space), tmp_path / "out")
    assert [(part.key, part.curated) for part in found.parts] == [("zeta", True), ("beta", False), ("gamma", False)]
    assert "alpha: has the same text as zeta" in found.skipped[0]


def test_build_many_skips_other_languages(tmp_path: Path) -> None:
    texts = folder(tmp_path / "texts", francais=FRENCH)
    found = build([texts], Workspace(), tmp_path / "out")
    assert found.skipped == (f"{texts / 'francais.txt'}: francais: is not in English; skipped",)
    assert len(found.parts) == len(TEXTS)
    with pytest.raises(Fault, match="is not in English"):
        build([texts / "francais.txt"], Workspace(), tmp_path / "none")


def test_build_many_says_what_is_too_long(tmp_path: Path) -> None:
    texts = folder(tmp_path / "texts", book="The envoys met. " * 70_000)
    found = build([texts], Workspace(), tmp_path / "out")
    assert [part.key for part in found.parts] == sorted(TEXTS)
    (line,) = found.failed
    assert line.endswith("book: has 1119999 characters, more than the 1000000 that are read as one article; split it")


def test_build_many_goes_on_after_a_bad_record(tmp_path: Path) -> None:
    records = [{"id": name, "body": text} for name, text in TEXTS.items()]
    lines = [json.dumps(one) for one in records]
    (tmp_path / "all.jsonl").write_text("\n".join([lines[0], '{"id": "broken', *lines[1:]]) + "\n", "utf-8")
    options = ReadOptions(fields={"text": "body"})
    found = build([tmp_path / "all.jsonl", "nobody.txt"], Workspace(), tmp_path / "out", options=options)
    assert [part.key for part in found.parts] == list(TEXTS)
    assert len(found.failed) == 2
    assert "all.jsonl:2" in found.failed[0]
    assert "nobody.txt: does not exist" in found.failed[1]


def test_build_many_goes_on_after_a_fault_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(article: Article, *rest: object) -> Reading:
        if article.key == "beta":
            raise IndexError("[E040] Attempt to access token\nat 50")
        return read_article(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "read_article", stumbling)
    found = build([folder(tmp_path / "texts")], Workspace(), tmp_path / "out", jobs=1)
    assert [part.key for part in found.parts] == ["alpha", "gamma"]
    (line,) = found.failed
    assert "beta: a fault of diplograph's own (IndexError: [E040] Attempt to access token at 50, test_build_many.py:" in line
    assert "\n" not in line


def test_build_many_two_texts_of_one_key_in_the_seeds_are_told(tmp_path: Path) -> None:
    (tmp_path / "graph" / "registry").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / "seeds" / name).mkdir(parents=True)
        (tmp_path / "seeds" / name / "one.txt").write_text(f"{name} " + TEXTS["beta"], "utf-8")
    found = build([], Workspace(tmp_path), tmp_path / "out")
    assert len(found.parts) == 1
    assert "another text of that key" in found.failed[0]


# What breaks a rule


def test_judge_rejects_the_statement_and_keeps_the_rest(tmp_path: Path) -> None:
    registry = Registry.load(Workspace())
    (article,) = articles.read(folder(tmp_path) / "alpha.txt")
    reading = extractor(registry)(article)
    bad = reading.statements[0]
    broken = tuple(quad for quad in reading.quads if not (quad.predicate == DPG["voice"] and str(quad.subject) == f"<{bad.iri}>"))
    assert len(broken) == len(reading.quads) - 1
    (part,) = Judge(Workspace(), registry).parts([replace(reading, quads=broken)])
    (rejected,) = part.rejected
    assert rejected.article == "alpha"
    assert rejected.quote == bad.span.of(article.source.text)
    assert part.statements == len(reading.statements) - 1
    assert part.fault is None


def test_judge_rejects_an_article_that_breaks_a_rule_itself(tmp_path: Path) -> None:
    registry = Registry.load(Workspace())
    (article,) = articles.read(folder(tmp_path) / "alpha.txt")
    reading = extractor(registry)(article)
    broken = tuple(quad for quad in reading.quads if quad.predicate != DPG["textDigest"])
    (part,) = Judge(Workspace(), registry).parts([replace(reading, quads=broken)])
    assert part.fault is not None
    assert part.graph is None
    assert str(tmp_path / "alpha.txt") in part.fault


def test_build_gives_a_newcomer_of_two_spellings_one_name(tmp_path: Path) -> None:
    texts = {
        "one": "The Ruritanian Peace Council demanded talks with Russia on Monday. Ruritanian Peace Council officials rejected the plan.\n",
        "two": "THE RURITANIAN PEACE COUNCIL demanded talks with Russia on Monday, and Germany rejected the plan of the council.\n",
    }
    (tmp_path / "texts").mkdir()
    for name, text in texts.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, "utf-8")
    found = build([tmp_path / "texts"], Workspace(), tmp_path / "out")
    assert found.report.conforms
    assert validate(found.store, Workspace()).violations == 0


# Correct and keep


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_extracted_yaml_is_a_curated_file(tmp_path: Path, name: str) -> None:
    """What `extract --format yaml` writes is read without a fault, and gives the same statements."""
    space = Workspace(tmp_path / "space")
    (tmp_path / "space" / "graph" / "registry").mkdir(parents=True)
    (tmp_path / "space" / "graph" / "statements").mkdir()
    registry = Registry.load(space)
    path = folder(tmp_path / "texts") / f"{name}.txt"
    (article,) = articles.read(path)
    reading = extractor(registry)(article)
    file = tmp_path / "space" / "graph" / "statements" / f"{name}.yaml"
    file.write_text(curation_text(reading, registry), "utf-8")
    curation = read(file, article, registry)
    assert [(one.span, one.kind, one.holders) for one in curation.statements] == [
        (one.span, one.kind, one.holders) for one in reading.statements
    ]
    found = build([path], space, tmp_path / "out")
    assert found.parts[0].curated
    assert found.parts[0].statements == len(reading.statements)


# The pieces of a graph


def test_pieces_are_the_bytes_of_the_whole(tmp_path: Path) -> None:
    quads = list(build([folder(tmp_path / "texts")], Workspace(), tmp_path / "out").store)
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad)
    blocks = sorted((block for graph in graphs.values() for block in rdf.blocks(graph)[0]), key=lambda block: block.place)
    prefixes = {prefix for graph in graphs.values() for prefix in rdf.blocks(graph)[1]}
    whole = rdf.laid_out(rdf.joined(same) for _, same in groupby(blocks, key=lambda block: block.place))
    assert (rdf.head(prefixes) + "".join(whole)).encode() == rdf.serialise(quads, "turtle")
