"""Whom phrases mean, as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diplograph import mentions
from diplograph.model import Span
from diplograph.registry import Registry
from diplograph.resolve.coreference import resolved
from diplograph.resolve.holders.speakers import speakers
from diplograph.resolve.who import Who
from diplograph.resources import Workspace
from parsed_cases import article, cases, parsed

CASES = cases(Path(__file__).with_name("cases.yaml"))


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def test_every_case_is_found() -> None:
    assert len(CASES) == 70


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_phrases_mean_actors(case: dict[str, Any], names: mentions.Names) -> None:
    paragraphs, text = parsed(case), case["text"]
    found = mentions.find(paragraphs, article(case), names)
    voice = speakers(article(case), paragraphs, found, names)
    whom = resolved(paragraphs, found, names, voice)
    found = replace(found, profiles={**found.profiles, **whom.profiles})
    who = Who(paragraphs, found, whom.mentions, names, text, dict(whom.newcomers))
    for phrase, labels in case["means"].items():
        start = text.index(phrase)
        actors = who.of(Span(start, start + len(phrase)))
        known = names.registry.extended([*found.newcomers, *who.newcomers.values()])
        assert [known.label(iri) for iri in actors] == labels
