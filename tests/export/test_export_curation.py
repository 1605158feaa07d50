"""What extraction found, written as a curated file, read by `build`: the same statements; and corrected, the corrected ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplograph import articles, curated
from diplograph.build import Built, build
from diplograph.cli.main import run
from diplograph.export import curation_text, records
from diplograph.model import Action, SourceText, Span, Statement
from diplograph.pipeline import extractor
from diplograph.registry import Registry
from diplograph.resources import Workspace

if TYPE_CHECKING:
    from diplograph.model import Article
    from diplograph.pipeline import Reading

SEEDS = Path(__file__).parents[2] / "seeds"
# A curated record has an id and a line of its own, and nobody extracted it.
_ITS_OWN = {"iri", "rule", "confidence", "place"}
_REFERENCES = ("responds_to", "announces", "cancels")
# The holder is named in the title line of a transcript, and again beside the quote; two sentences are the same but for what surrounds them.
TRANSCRIPT = (
    "PRESIDENT BIDEN: Thank you. We will never accept the annexation of Crimea by Russia.\n\n"
    + "\n\n".join(f"The table was laid for the {number} guests, and the music played on." for number in range(8))
    + "\n\nBiden said that Russia must withdraw its troops. It was late.\n\n"
    "Again, Biden said that Russia must withdraw its troops. Nobody left.\n"
)


def workspace(folder: Path) -> Workspace:
    (folder / "graph" / "registry").mkdir(parents=True)
    (folder / "graph" / "statements").mkdir()
    return Workspace(folder)


def compared(items: Sequence[Statement | Action]) -> list[dict[str, object]]:
    """Statements or actions by their fields; of those that they name, their places in the list of all."""
    places = {one.iri: number for number, one in enumerate(items)}
    rows = [{field.name: getattr(one, field.name) for field in fields(one) if field.name not in _ITS_OWN} for one in items]
    for row in rows:
        row.update({name: [places[iri] for iri in row[name]] for name in _REFERENCES if name in row})
    return rows


def stood(reading: Reading) -> list[dict[str, object]]:
    """What extraction found, as far as a curated file can say it: an event that nobody has a part in is no action."""
    return compared([*reading.statements, *(one for one in reading.actions if one.actors or one.targets)])


def assert_same(article: Article, registry: Registry, reading: Reading, file: Path) -> None:
    read = curated.read(file, article, registry)
    for one, other in zip(compared([*read.statements, *read.actions]), stood(reading), strict=True):
        assert one == other
    assert {one.iri for one in read.newcomers} == {one.iri for one in reading.newcomers}


def test_curation_of_all_seeds_gives_what_was_extracted(tmp_path: Path) -> None:
    """By the command, and `build` prefers the files to extraction."""
    space = workspace(tmp_path)
    folder = tmp_path / "graph" / "statements"
    assert run(["extract", str(SEEDS), "--format", "yaml", "-o", str(folder), "--workspace", str(tmp_path)]) == 0
    registry = Registry.load(space)
    read = extractor(registry)
    found = [article for path in articles.sources([SEEDS]) for article in articles.read(path)]
    assert len(found) == len(list(folder.iterdir())) == 8
    readings = {article.key: read(article) for article in found}
    for article in found:
        assert_same(article, registry, readings[article.key], folder / f"{article.key}.yaml")
    built = build([SEEDS], space, tmp_path / "out")
    assert all(part.curated for part in built.parts)
    assert built.report.violations == 0
    assert built.counts["statements"] == sum(len(one.statements) for one in readings.values()) > 100
    assert built.counts["actions"] == sum(len(stood(one)) - len(one.statements) for one in readings.values()) > 40


def made() -> tuple[Article, Registry, Reading]:
    registry = Registry.load(Workspace())
    (article,) = articles.of_text(SourceText("made", TRANSCRIPT, "made.txt"))
    return article, registry, extractor(registry)(article)


def test_curation_names_words_far_away_and_words_that_stand_twice(tmp_path: Path) -> None:
    article, registry, reading = made()
    last = TRANSCRIPT.rindex("Biden said that Russia must withdraw its troops")
    quote = Span(last, last + len("Biden said that Russia must withdraw its troops"))
    (base, *_) = reading.statements
    far = replace(
        base,
        span=quote,
        source_span=Span(10, 15),
        cue_span=Span(last + 6, last + 10),
        content_span=Span(last + 16, quote.end),
        condition=None,
    )
    other = replace(far, iri=f"{far.iri}2", attitude="holds_true" if far.attitude == "wants" else "wants")
    odd = replace(reading, statements=(far, other))
    file = tmp_path / "made.yaml"
    file.write_text(curation_text(odd, registry), "utf-8")
    assert TRANSCRIPT[10:15] == "BIDEN"
    assert_same(article, registry, odd, file)


def test_curation_is_the_same_of_any_text_that_repeats_itself(tmp_path: Path) -> None:
    """Words that no surroundings of a usual length tell apart."""
    text = (
        "The envoys met. " * 40
        + "France rejected the plan. "
        + "The envoys met. " * 40
        + "France rejected the plan. "
        + "The envoys met. " * 40
    )
    registry = Registry.load(Workspace())
    (article,) = articles.of_text(SourceText("made", text, "made.txt"))
    reading = extractor(registry)(article)
    assert len(reading.statements) == 2 or len(reading.actions) > 2
    file = tmp_path / "made.yaml"
    file.write_text(curation_text(reading, registry), "utf-8")
    assert_same(article, registry, reading, file)


TEXT = (
    "Sergei Lavrov said on Monday that Russia demands legally binding guarantees from the United States.\n\n"
    "Germany rejected the demand for guarantees, officials said. China supports the resolution, its ambassador said on Wednesday.\n"
)


def built(folder: Path, change: tuple[str, str] | None) -> Built:
    """A build of one article whose extracted file was corrected."""
    space = workspace(folder)
    (folder / "texts").mkdir()
    source = folder / "texts" / "made.txt"
    source.write_text(TEXT, "utf-8")
    file = folder / "graph" / "statements" / "made.yaml"
    assert run(["extract", str(source), "--format", "yaml", "-o", str(file)]) == 0
    if change is not None:
        text = file.read_text("utf-8")
        assert change[0] in text
        file.write_text(text.replace(*change), "utf-8")
    return build([source], space, folder / "out")


def shown(one: Built) -> list[dict[str, object]]:
    return [record for record in records(one.store) if record["record"] == "statement"]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    return shown(built(tmp_path_factory.mktemp("before"), None))


def test_a_corrected_holder_comes_out_corrected(tmp_path: Path, before: list[dict[str, object]]) -> None:
    after = shown(built(tmp_path, ('holders: ["Germany"]', "holders: [France]")))
    assert [one["holders"] for one in before if one["kind"] == "rejection"] == [["Germany"]]
    assert [one["holders"] for one in after if one["kind"] == "rejection"] == [["France"]]
    assert len(after) == len(before)


def test_a_shortened_quote_comes_out_shortened(tmp_path: Path, before: list[dict[str, object]]) -> None:
    short = "Russia demands legally binding guarantees from the United States"
    long = f"Sergei Lavrov said on Monday that {short}."
    after = shown(built(tmp_path, (f'quote: "{long}"', f"quote: {short}")))
    assert [one["quote"] for one in after] == [short if one["quote"] == long else one["quote"] for one in before]
    assert any(one["quote"] == long for one in before)
    assert all(TEXT[int(str(one["start"])) : int(str(one["end"]))] == one["quote"] for one in after)


def test_a_deleted_record_is_a_statement_less(tmp_path: Path, before: list[dict[str, object]]) -> None:
    folder = tmp_path / "try"
    assert built(folder, None).counts["statements"] == len(before) > 2
    file = folder / "graph" / "statements" / "made.yaml"
    head, *blocks = file.read_text("utf-8").split("  - id: ")
    file.write_text(head + "".join(f"  - id: {block}" for block in blocks if "kind: rejection" not in block), "utf-8")
    after = shown(build([folder / "texts" / "made.txt"], Workspace(folder), folder / "out"))
    assert [one["quote"] for one in after] == [one["quote"] for one in before if one["kind"] != "rejection"]


def test_files_of_curators_are_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "001_aff2640cea0e2486.yaml").write_text("mine", "utf-8")
    assert run(["extract", str(SEEDS / "001_aff2640cea0e2486.txt"), "--format", "yaml", "-o", str(tmp_path)]) == 1
    assert "001_aff2640cea0e2486.yaml: is there already, and was left as it is; name another folder" in capsys.readouterr().err
    assert (tmp_path / "001_aff2640cea0e2486.yaml").read_text("utf-8") == "mine"
