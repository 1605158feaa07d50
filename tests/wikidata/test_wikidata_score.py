"""Scores and their reasons: what may be accepted unattended, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.wikidata import ACCEPTABLE, Item, Link, Subject
from diplograph.wikidata.kinds import fit, kinds_of, known
from diplograph.wikidata.names import plain
from diplograph.wikidata.score import ranked, scored
from diplograph.wikidata.subject import Post

RU, US = frozenset({"Q159"}), frozenset({"Q30"})
MINISTER = Post("https://x/office", "Q900", "Minister of Foreign Affairs of Nordland", "2019-05-01", "2022-01-01")


def subject(kind: str = "organization", label: str = "NATO", **more: object) -> Subject:
    return Subject(iri=f"https://w3id.org/diplograph/id/{kind}/x", kind=kind, label=label, **more)  # type: ignore[arg-type]


def item(label: str = "NATO", kind: str = "organization", qid: str = "Q7", **more: object) -> Item:
    return Item(qid=qid, label=label, kinds=frozenset({kind} if kind else ()), **more)  # type: ignore[arg-type]


ANNA = subject("person", "Anna Berg", posts=(MINISTER,), countries=frozenset({"Q1000"}), country_names=frozenset({"Nordland"}))

SURE = [
    ("name and class", subject(), item(), "is called NATO"),
    ("case and article", subject(label="the African Union"), item("African union"), "is called"),
    ("both names cross", subject(label="NATO", names=("North Atlantic Treaty Organization",)),
     item("North Atlantic Treaty Organization", names=("NATO",)), "and also NATO"),
    ("code", subject("state", "Georgia", codes=frozenset({"GE", "GEO"})), item("Georgia", "state", codes=frozenset({"GEO"})),
     "has the code GEO"),
    ("a territory of a near class with its code", subject("place", "Greenland", codes=frozenset({"GL"})),
     item("Greenland", "state", codes=frozenset({"GL"})), "near place"),
    ("a place with a telling name", subject("place", "Donetsk Oblast"), item("Donetsk Oblast", "place"), "class place"),
    ("office at the time", ANNA, item("Anna Berg", "person", held=(Link("Q900", "", "2019", "2022"),)), "same office in those days"),
    ("office by its name", subject("person", "Anna Berg", posts=(Post("https://x/o", "", "President of Nordland", "2019"),)),
     item("Anna Berg", "person", held=(Link("Q901", "president of Nordland", "2018", ""),)), "same office in those days"),
]  # fmt: skip
DOUBTFUL = [
    ("a person by name alone", subject("person", "Anna Berg"), item("Anna Berg", "person"), "is called"),
    ("a place of one word", subject("place", "Geneva"), item("Geneva", "place"), "is called"),
    ("one of our names", subject("body", "US government", names=("federal government of the United States",)),
     item("federal government of the United States", "body"), "one of our names"),
    ("no class", subject(), item(kind=""), "class that tells nothing"),
    ("near class", subject("body", "Verkhovna Rada"), item("Verkhovna Rada", "organization"), "near body"),
    ("nearly the name", subject("organization", "World Health Organization"), item("World Health Organisation"), "nearly so"),
]  # fmt: skip
WRONG = [
    ("another name", subject(), item("OPEC"), "bears none"),
    ("no label", subject(), item(""), "no label"),
    ("no person", subject("person", "Georgia May"), item("Georgia May", "place"), "is no person"),
    ("a person", subject("state", "Jordan"), item("Jordan", "person"), "is no state"),
    ("another code", subject("state", "Georgia", codes=frozenset({"GE"})), item("Georgia", "state", codes=frozenset({"US"})),
     "another code"),
    ("the state in the union", subject("state", "Georgia", codes=frozenset({"GE"})), item("Georgia (USA)", "place", countries=US),
     "lies in another state"),
    ("another country", subject("body", "Ministry of Foreign Affairs", countries=RU),
     item("Ministry of Foreign Affairs", "body", countries=US), "another country"),
    ("the predecessor of one name", ANNA, item("Anna Berg", "person", held=(Link("Q900", "", "1971", "1975"),)), "at another time"),
    ("dead by then", subject("person", "Anna Berg", dates=("2022-02-22",)), item("Anna Berg", "person", end="1931-04-05"),
     "ended in 1931-04-05"),
    ("not yet born", subject("person", "Anna Berg", dates=("1962",)), item("Anna Berg", "person", start="1990-01-01"), "began in 1990"),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "reason"), [case[1:] for case in SURE], ids=[case[0] for case in SURE])
def test_score_accepts(ours: Subject, theirs: Item, reason: str) -> None:
    one = scored(ours, theirs)
    assert one.score >= ACCEPTABLE, one.reasons
    assert reason in "; ".join(one.reasons)


@pytest.mark.parametrize(("ours", "theirs", "reason"), [case[1:] for case in DOUBTFUL], ids=[case[0] for case in DOUBTFUL])
def test_score_leaves_to_review(ours: Subject, theirs: Item, reason: str) -> None:
    one = scored(ours, theirs)
    assert 0.5 <= one.score < ACCEPTABLE, one.reasons
    assert reason in "; ".join(one.reasons)


@pytest.mark.parametrize(("ours", "theirs", "reason"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_score_keeps_out(ours: Subject, theirs: Item, reason: str) -> None:
    one = scored(ours, theirs)
    assert one.score <= 0.5, one.reasons
    assert reason in "; ".join(one.reasons)


def test_namesakes_hold_each_other_back() -> None:
    ours = subject("body", "Ministry of Trade")
    both = ranked(ours, [item(ours.label, "body", "Q1"), item(ours.label, "body", "Q2")])
    assert [one.item.qid for one in both] == ["Q1", "Q2"]
    assert all(one.score < ACCEPTABLE for one in both)
    assert "not told apart from Q2" in both[0].reasons[-1]


def test_two_ministers_of_one_name_are_told_apart_by_the_days() -> None:
    old = item("Anna Berg", "person", "Q1", held=(Link("Q900", "", "1971", "1975"),))
    new = item("Anna Berg", "person", "Q2", held=(Link("Q900", "", "2019", "2022"),))
    first, second = ranked(ANNA, [old, new])
    assert first.item.qid == "Q2"
    assert first.score >= ACCEPTABLE > 0.6 > second.score


def test_of_two_descriptions_of_one_item_the_better_counts() -> None:
    (one,) = ranked(subject(), [item(kind=""), item()])
    assert one.score >= ACCEPTABLE


def test_ranking_keeps_to_its_limit() -> None:
    many = [item("NATO", qid=f"Q{number}") for number in range(1, 200)]
    assert [one.item.qid for one in ranked(subject(), many, 3)] == ["Q1", "Q2", "Q3"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_score_is_a_number_from_0_to_1_whatever_the_names(ours: str, theirs: str) -> None:
    assert 0 <= scored(subject(label=ours), item(theirs)).score <= 0.99
    assert plain(plain(ours)) == plain(ours) or "(" in ours


@pytest.mark.parametrize(
    ("kind", "kinds", "verdict"),
    [
        ("state", {"state"}, "same"), ("place", {"state"}, "near"), ("state", set(), "unknown"), ("state", {"person"}, "other"),
        ("person", {"person"}, "same"), ("office", {"person", "office"}, "other"), ("issue", {"event"}, "near"),
        ("treaty", {"outlet"}, "other"),
    ],
)  # fmt: skip
def test_kinds_fit(kind: str, kinds: set[str], verdict: str) -> None:
    assert fit(kind, frozenset(kinds)) == verdict


@pytest.mark.parametrize(
    ("classes", "kinds"),
    [
        ({"Q5": ""}, {"person"}), ({"Q3624078": "sovereign state"}, {"state"}), ({"Q1": "Treaty"}, {"treaty"}),
        ({"Q1": "", "Q2": "galaxy"}, set()),
        ({"Q1": "international organization", "Q2": "organization"}, {"organization"}), ({}, set()),
    ],
)  # fmt: skip
def test_kinds_of_classes(classes: dict[str, str], kinds: set[str]) -> None:
    assert kinds_of(classes) == kinds


def test_classes_by_number_are_graded() -> None:
    """A number in kinds.yaml stands in the evidence as a class."""
    from csv import DictReader
    from pathlib import Path

    from yaml import safe_load

    root = Path(__file__).parents[2]
    table = safe_load((root / "src/diplograph/wikidata/kinds.yaml").read_text("utf-8"))
    lines = (root / "graph/registry/generate/items.csv").read_text("utf-8").splitlines()
    graded = {row["qid"] for row in DictReader(line for line in lines if not line.startswith("#")) if row["kind"] == "class"}
    numbers = {qid for row in table.values() for qid in row.get("qids", ())}
    assert len(numbers) >= 9
    assert numbers <= graded
    assert {near for row in table.values() for near in row["near"]} <= set(known())
