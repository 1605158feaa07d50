"""What a curated file becomes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from curated_made_up import TEXT, made_up_article, made_up_registry

from diplograph import curated
from diplograph.errors import Fault
from diplograph.model import Term
from diplograph.vocabulary import curie

if TYPE_CHECKING:
    from diplograph.curated import Curation
    from diplograph.model import Span

EVERYTHING = Path(__file__).parent / "cases" / "reads-everything.yaml"
STATEMENT = """
  - id: {id}
    quote: The harbour is busy
    holders: Ada Miro
    voice: indirect
    kind: {kind}
    content: bustle
    stance: for
"""


@pytest.fixture
def everything() -> Curation:
    return curated.read(EVERYTHING, made_up_article("reads-everything"), made_up_registry())


def curies(iris: tuple[str, ...]) -> list[str]:
    return [curie(iri) for iri in iris]


def write(folder: Path, statements: str, name: str = "made.yaml") -> Path:
    path = folder / name
    path.write_text(f"article: made\nstatements:{statements}", "utf-8")
    return path


def test_read_fills_a_statement(everything: Curation) -> None:
    offer = everything.statements[0]
    lind = next(one.iri for one in everything.newcomers if one.name == "Bo Lind")
    port = next(one.iri for one in everything.newcomers if one.name == "Port Sable")
    pardon = next(one.iri for one in everything.newcomers if one.name == "a pardon for Lind")
    accord = next(one.iri for one in everything.newcomers if one.type == "treaty")
    assert offer.iri == "https://w3id.org/diplograph/id/statement/s-offer"
    assert offer.article == "reads-everything"
    assert offer.span.of(TEXT) == ("Borduria offered to withdraw its troops from the Sable Islands if Arland lifted its sanctions")
    assert (curie(offer.holders[0]), offer.holders[1]) == ("state:borduria", lind)
    assert offer.on_behalf_of == (port,)
    assert curies(offer.attributed_by) == ["outlet:sable-post"]
    assert curies(offer.addressees) == ["state:arland"]
    assert offer.content == "a withdrawal of Bordurian troops from the Sable Islands"
    assert (offer.kind, offer.voice, offer.attitude, offer.core) == ("proposal", "indirect", "wants", True)
    assert (offer.content_stance, offer.stance, offer.leaning) == ("conditional", "against", "for")
    assert curie(offer.issue or "") == "issue:sanctions-on-borduria"
    assert (curie(offer.topics[0]), offer.topics[1]) == ("issue:island-matters", pardon)
    assert (curie(offer.invokes[0]), offer.invokes[1]) == ("treaty:sable", accord)
    assert offer.terms == (
        Term("offered", "withdraw the troops", (offer.holders[0],), offer.addressees, offer.topics[0]),
        Term("sought", "lift the sanctions", offer.addressees),
    )
    assert (offer.date, offer.date_basis) == ("2022-05-03", "publication")
    assert (offer.place, offer.rule, offer.confidence) == (curated.locations(EVERYTHING)[offer.iri], None, None)


@pytest.mark.parametrize(
    ("number", "field", "shown"),
    [
        (0, "source_span", "on Sunday.\n\n|Borduria"),
        (0, "cue_span", "Borduria |offered"),
        (0, "content_span", "offered to |withdraw its troops"),
        (0, "condition_span", "Sable Islands |if Arland lifted its sanctions"),
        (1, "source_span", "its sanctions. |Miro"),
        (1, "cue_span", "its sanctions. Miro |refused"),
    ],
)
def test_read_finds_words_in_the_quote_or_nearest(everything: Curation, number: int, field: str, shown: str) -> None:
    before, words = shown.split("|")
    span: Span = getattr(everything.statements[number], field)
    assert span.of(TEXT) == words
    assert TEXT[: span.start].endswith(before)


def test_read_finds_words_beside_others() -> None:
    """`Miro` stands nearer to the quote without `sanctions.` before it, and `said` is two paragraphs before."""
    name = "reads-source-prefix"
    (one,) = curated.read(EVERYTHING.with_name(f"{name}.yaml"), made_up_article(name), made_up_registry()).statements
    assert one.source_span
    assert TEXT[: one.source_span.start].endswith("lifted its sanctions. ")
    assert one.cue_span
    assert TEXT[one.cue_span.start :].startswith("said on Monday")


def test_read_sets_what_is_left_out(everything: Curation) -> None:
    _, refusal, view = everything.statements
    assert (refusal.attitude, view.attitude) == ("holds_true", "holds_true")
    assert (refusal.date, refusal.date_basis) == ("2022-05", "stated")
    assert (view.date, view.date_basis, view.core) == (None, "unknown", False)
    assert (view.issue, view.stance, view.leaning, view.terms, view.cue_span) == (None, None, None, (), None)
    assert curies(refusal.responds_to) == ["statement:s-offer"]
    assert curies(refusal.announces) == ["action:a-cancelled"]


def test_read_fills_an_action(everything: Curation) -> None:
    cancelled, meeting = everything.actions
    assert curie(cancelled.iri) == "action:a-cancelled"
    assert cancelled.label == "cancellation of the Friday meeting"
    assert cancelled.span.of(TEXT) == "called off the meeting planned for Friday"
    assert (curies(cancelled.actors), curies(cancelled.targets)) == (["state:arland"], ["state:borduria"])
    assert (cancelled.type, cancelled.status, cancelled.date) == ("cancellation", "held", "2022-05-02")
    assert (cancelled.core, cancelled.cancels) == (True, (meeting.iri,))
    assert (meeting.core, meeting.date, meeting.cancels) == (False, None, ())


def test_read_knows_newcomers_and_leaves_the_registry_alone(everything: Curation) -> None:
    by_name = {one.name: one for one in everything.newcomers}
    lind, pardon = by_name["Bo Lind"], by_name["a pardon for Lind"]
    assert list(by_name) == [
        "Port Sable", "Bo Lind", "the Harbour Accord", "Sable harbour", "a pardon for Lind", "justice",
    ]  # fmt: skip
    assert lind.state == by_name["Port Sable"].iri
    assert lind.aliases == ("Lind",)
    assert pardon.broader == by_name["justice"].iri
    assert pardon.aliases == ("Lind's pardon",)
    assert (pardon.concerns[0], *curies(pardon.concerns[1:])) == (lind.iri, "place:sable-islands", "treaty:sable")
    assert (by_name["justice"].type, by_name["Sable harbour"].type) == ("topic", "place")
    assert all(one.iri in everything.registry and one.iri not in made_up_registry() for one in everything.newcomers)


@pytest.mark.parametrize(
    ("kind", "attitude"),
    [
        ("proposal", "wants"), ("demand", "wants"), ("commitment", "wants"), ("acceptance", "wants"),
        ("rejection", "wants"), ("support", "wants"), ("opposition", "wants"), ("threat", "wants"),
        ("accusation", "holds_true"), ("assessment", "holds_true"),
    ],
)  # fmt: skip
def test_read_takes_the_attitude_of_the_kind(tmp_path: Path, kind: str, attitude: str) -> None:
    path = write(tmp_path, STATEMENT.format(id="s-1", kind=kind))
    assert curated.read(path, made_up_article("made"), made_up_registry()).statements[0].attitude == attitude


def test_read_needs_a_date_of_publication(tmp_path: Path) -> None:
    path = write(tmp_path, STATEMENT.format(id="s-1", kind="threat") + "    date_basis: publication\n")
    with pytest.raises(Fault, match=r":10: the article has no publication date; give the date"):
        curated.read(path, made_up_article("made", date=None), made_up_registry())


def test_read_refuses_another_article(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r':1: article is "made", but the article read is "other"'):
        curated.read(write(tmp_path, " []"), made_up_article("other"), made_up_registry())


def test_read_counts_the_other_faults_and_check_lists_them(tmp_path: Path) -> None:
    entries = STATEMENT.format(id="s-1", kind="threat") + STATEMENT.format(id="s-2", kind="threat")
    path = write(tmp_path, entries.replace("Ada Miro", "Xyqqz").replace("harbour", "hotel"))
    faults = curated.check(path, made_up_article("made"), made_up_registry())
    assert [str(fault.place).rpartition(":")[2] for fault in faults] == ["4", "5", "12", "13"]
    with pytest.raises(Fault, match=r"made.yaml:4: the quote .* \(and 3 more faults in this file\)$"):
        curated.read(path, made_up_article("made"), made_up_registry())


def test_article_key_and_locations_need_only_yaml(tmp_path: Path) -> None:
    path = write(tmp_path, "\n  - id: s-1\n    weather: fine\n  - {id: s-2}\n  - [odd]\n  - id: No Id\nactions: {id: a-1}\n")
    assert curated.article_key(path) == "made"
    places = {curie(iri): str(place).rpartition(":")[2] for iri, place in curated.locations(path).items()}
    assert places == {"statement:s-1": "3", "statement:s-2": "5"}


@pytest.mark.parametrize("text", ["statements: []", "article: [a]", "- article"])
def test_article_key_is_missing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Fault, match="article"):
        curated.article_key(path)


def test_read_reports_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be read"):
        curated.read(tmp_path / "none.yaml", made_up_article("none"), made_up_registry())
