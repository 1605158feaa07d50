"""Who speaks in an article's own voice, as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diplograph import mentions
from diplograph.registry import Registry
from diplograph.resolve.holders.speakers import speakers
from diplograph.resources import Workspace
from parsed_cases import article, cases, parsed

CASES = cases(Path(__file__).with_name("speakers.yaml"))


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def test_every_case_is_found() -> None:
    assert len(CASES) == 7


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_speakers_are_named(case: dict[str, Any], names: mentions.Names) -> None:
    one = replace(article(case), title=case["title"], author=case.get("author"), outlet=case.get("outlet"))
    found = mentions.find(parsed(case), one, names)
    voice = speakers(one, parsed(case), found, names)
    known = names.registry.extended([*found.newcomers, *voice.newcomers])
    assert [known.label(iri) for iri in voice.we] == case["we"]
