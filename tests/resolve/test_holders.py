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
from diplograph.resolve.speakers import speakers
from diplograph.resolve.who import Who
from diplograph.resources import Workspace
from parsed_cases import article, cases, parsed

CASES = cases(Path(__file__).with_name("holders.yaml"))


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def test_every_case_is_found() -> None:
    assert len(CASES) == 19


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
