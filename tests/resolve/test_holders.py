"""Who holds what, by the words that name the source and by what is told, as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diplograph import mentions
from diplograph.model import Candidate, Span
from diplograph.registry import Registry
from diplograph.resolve.coreference import resolved
from diplograph.resolve.holders import Turn, holders
from diplograph.resolve.holders.sides import settled
from diplograph.resolve.holders.speakers import speakers
from diplograph.resolve.who import Who
from diplograph.resources import Workspace
from parsed_cases import article, cases, parsed

CASES = cases(Path(__file__).with_name("holders.yaml"))


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def test_every_case_is_found() -> None:
    assert len(CASES) == 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_holders_are_named(case: dict[str, Any], names: mentions.Names) -> None:
    text, paragraphs = case["text"], parsed(case)
    found = mentions.find(paragraphs, article(case), names)
    voice = speakers(article(case), paragraphs, found, names)
    whom = resolved(paragraphs, found, names, voice)
    found = replace(found, profiles={**found.profiles, **whom.profiles})
    who = Who(paragraphs, found, whom.mentions, names, text, dict(whom.newcomers))
    start = text.index(case["source"])
    told = Candidate(
        span=Span(0, len(text)), kind="assessment", stance="none", voice="indirect", attitude="holds_true", rule=case["rule"],
        confidence=0.8, paragraph=0, cue_token=1, source_span=Span(start, start + len(case["source"])),
    )  # fmt: skip
    held = holders(told, who, voice, Turn())
    known = names.registry.extended([*found.newcomers, *who.newcomers.values()])
    assert [known.label(iri) for iri in (held.holders if held else ())] == case["holders"]


@pytest.mark.parametrize(("who_says", "kind"), [("Ana Holt", "assessment"), ("Norway", "commitment")])
def test_it_is_who_says_it_unless_that_is_a_person(who_says: str, kind: str, names: mentions.Names) -> None:
    text, n = f"{who_says} said it rained.", len(who_says.split())
    first = ["Ana Ana PROPN nsubj 2 S =NNP", "Holt Holt PROPN flat 0 =NNP"] if n > 1 else ["Norway Norway PROPN nsubj 1 S =NNP"]
    rest = ["said say VERB ROOT {} =VBD", "it it PRON nsubj {} =PRP", "rained rain VERB ccomp {} _ =VBD", ". . PUNCT punct {} _"]
    rows = [*first, *(row.format(n + 2 if "nsubj" in row else n) for row in rest)]
    case = {"text": text, "rows": rows}
    paragraphs = parsed(case)
    found = mentions.find(paragraphs, article(case), names)
    voice = speakers(article(case), paragraphs, found, names)
    whom = resolved(paragraphs, found, names, voice)
    who = Who(paragraphs, found, whom.mentions, names, text, dict(whom.newcomers))
    told = Candidate(
        span=Span(0, len(text)), kind="commitment", stance="for", voice="indirect", attitude="wants", rule="verb:say", confidence=0.8,
        paragraph=0, cue_token=n, source_span=Span(0, len(who_says)), other_act=("assessment", "for"),
    )  # fmt: skip
    holding = holders(told, who, voice, Turn())
    assert holding is not None
    assert settled(told, holding, who)[0].kind == kind
