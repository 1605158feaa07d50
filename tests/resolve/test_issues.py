"""Issues: stems, shifters, concepts found and left open, and floors on the curated seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from diplograph.model import Article, Candidate, Kind, SourceText, Span, Stance
from diplograph.registry import Registry
from diplograph.resolve import issues
from diplograph.resolve.issues.words import stem
from diplograph.resources import Workspace

TOP = Path(__file__).parents[2]
CURATED = sorted((TOP / "graph" / "statements").glob("*.yaml"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(Workspace())


def link(
    registry: Registry, content: str, context: str = "", stance: Stance = "for", *, kind: Kind = "support", rule: str = "test"
) -> issues.Linked:
    """A statement without a parse: its content and the passage around it."""
    text = f"{context} {content}".strip()
    at = text.rindex(content)
    article = Article("a", SourceText("a", text, "a"), (Span(0, len(text)),))
    one = Candidate(Span(0, len(text)), kind, stance, "indirect", "wants", rule, 1, 0, 0, content_span=Span(at, at + len(content)))
    return issues.link(one, article, (), registry, ())


@pytest.mark.parametrize(
    "words",
    [
        ("negotiate", "negotiations", "talks", "dialogue"), ("member", "membership"), ("invasion", "invade"), ("withdrawal", "withdraw"),
        ("verify", "verification"), ("sanction", "sanctions"), ("escalate", "escalation"), ("enrich", "enrichment"),
        ("cooperate", "cooperation"), ("release", "released"), ("ratify", "ratification"), ("withdrew", "withdrawn"),
        ("expel", "expulsion"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_stems_unite_forms(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("nation", "native"), ("treaty", "treat"), ("party", "part"), ("convention", "conversion"), ("soldier", "sold")]
)
def test_stems_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "case",
    [
        ("Ukraine's membership of NATO", "", "for", "NATO membership of Ukraine", "for"),
        ("a moratorium on Ukrainian membership of NATO", "", "for", "NATO membership of Ukraine", "against"),
        ("an end to a moratorium on Ukrainian membership of NATO", "", "for", "NATO membership of Ukraine", "for"),
        ("Ukrainian membership of NATO", "", "against", "NATO membership of Ukraine", "against"),
        ("a two-state solution", "Israel and Palestine should agree on", "for", "two-state solution", "for"),
        (
            "the denuclearization of the Korean Peninsula",
            "North Korea must accept",
            "for",
            "denuclearization of the Korean Peninsula",
            "for",
        ),
        ("Nord Stream 2", "Germany's minister defended", "against", "operation of Nord Stream 2", "against"),
        ("withdrawal of US troops from Syria", "", "for", "withdrawal of US forces from Syria", "for"),
    ],
    ids=lambda case: case[0],
)
def test_link_finds_the_concept_and_the_way(registry: Registry, case: tuple[str, str, Stance, str, Stance]) -> None:
    content, context, stance, label, toward = case
    found = link(registry, content, context, stance)
    assert found.issue is not None
    assert (registry.label(found.issue), found.stance) == (label, toward)


@pytest.mark.parametrize(
    "content",
    ["that", "good weather in the north", "an invasion of Ruritania", "the ceasefire", "membership of the golf club", "his visit"],
)
def test_link_leaves_open_what_is_not_sure(registry: Registry, content: str) -> None:
    assert link(registry, content).issue is None


@pytest.mark.parametrize(
    ("content", "kind", "toward"),
    [
        ("its violation of Ukraine's sovereignty", "accusation", "for"),  # who blames by a norm is for it
        ("Russia's invasion of Ukraine", "accusation", "against"),
        ("the deterioration of respect for human rights", "opposition", "for"),
        ("North Korea's ballistic missile launches", "opposition", "against"),
    ],
)
def test_stance_is_toward_the_concept(registry: Registry, content: str, kind: Kind, toward: Stance) -> None:
    assert link(registry, content, stance="against", kind=kind).stance == toward


def test_assessment_takes_a_side_where_it_evaluates(registry: Registry) -> None:
    content = "a ceasefire in Gaza"
    stances = [link(registry, content, kind="assessment", rule=rule).stance for rule in ("clause:good", "clause:plain", "clause:denial")]
    assert stances == ["for", "none", "none"]


DECISION = "Trump withdraws US troops from Syria\n\nOn Sunday Trump announced a withdrawal of US troops from Syria.\n\nThe SDF opposed {}."


@pytest.mark.parametrize(
    ("words", "expected"),
    [("the decision", "withdrawal of US forces from Syria"), ("the withdrawal", "withdrawal of US forces from Syria"), ("his dog", None)],
)
def test_content_takes_up_what_the_article_is_about(registry: Registry, words: str, expected: str | None) -> None:
    text = DECISION.format(words)
    title, lede, last = (Span(text.index(line), text.index(line) + len(line)) for line in text.split("\n\n"))
    article = Article("a", SourceText("a", text, "a"), (title, lede, last), title=title.of(text))
    at = text.index(words)
    one = Candidate(last, "opposition", "against", "indirect", "wants", "test", 1, 2, 0, content_span=Span(at, at + len(words)))
    found = issues.link(one, article, (), registry, ())
    assert (registry.label(found.issue) if found.issue else None, found.stance) == (expected, "against" if expected else None)


def test_link_says_which_way_a_condition_leans(registry: Registry) -> None:
    found = link(registry, "a moratorium on Ukrainian membership of NATO", stance="conditional")
    assert (found.stance, found.leaning) == ("conditional", "against")


def _rows() -> list[tuple[str, dict[str, Any]]]:
    texts = {file.stem: file.read_text("utf-8") for file in (TOP / "seeds").glob("*.txt")}
    rows: list[tuple[str, dict[str, Any]]] = []
    for file in CURATED:
        text = next(text for key, text in texts.items() if file.stem.startswith(key))
        rows += [(text, row) for row in yaml.safe_load(file.read_text("utf-8"))["statements"]]
    return rows


def _linked(text: str, row: dict[str, Any], registry: Registry) -> issues.Linked:
    start = max(0, text.find(row["quote"]))
    span = Span(start, start + len(row["quote"]))
    said = text.find(row["said"], max(0, start - 200)) if row.get("said") else -1
    content = Span(said, said + len(row["said"])) if said >= 0 else None
    one = Candidate(span, row["kind"], row["stance"], row["voice"], "wants", "curated", 1, 0, 0, content_span=content)
    holders = tuple(registry.find(name, "actor")[0] for name in row["holders"] if registry.find(name, "actor"))
    article = Article("seed", SourceText("seed", text, "seed"), (Span(0, min(len(text), 800)),))
    return issues.link(one, article, (), registry, holders)


def test_link_keeps_its_floors_on_the_curated_seeds(registry: Registry) -> None:
    """Without a parse; half of what is wrong is a neighbour in the scheme ("compromise with Russia" for that on NATO membership)."""
    assert len(CURATED) == 8
    right = wrong = known = stances = 0
    for text, row in _rows():
        found = _linked(text, row, registry)
        wanted = registry.find(row["issue"], "concept")[:1] if row.get("issue") else ()
        known += bool(wanted)
        if found.issue is None:
            continue
        same = found.issue in wanted
        right += same
        wrong += not same
        stances += same and (row["kind"] == "assessment" or found.stance == row["issue_stance"])
    assert known > 180
    assert right / (right + wrong) >= 0.62
    assert right / known >= 0.44
    assert stances / right >= 0.85
