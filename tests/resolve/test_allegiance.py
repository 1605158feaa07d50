"""For whom those speak of whom the registry tells no state, as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diplograph import mentions
from diplograph.registry import Registry
from diplograph.resolve.coreference import resolved
from diplograph.resolve.holders.allegiance import homes, masters
from diplograph.resolve.holders.speakers import speakers
from diplograph.resolve.who import Who
from diplograph.resources import Workspace
from parsed_cases import article, cases, parsed

CASES = cases(Path(__file__).with_name("allegiance.yaml"))


@pytest.fixture(scope="module")
def names() -> mentions.Names:
    return mentions.Names.of(Registry.load(Workspace()))


def test_every_case_is_found() -> None:
    assert len(CASES) == 4


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_whom_somebody_speaks_for(case: dict[str, Any], names: mentions.Names) -> None:
    paragraphs = parsed(case)
    found = mentions.find(paragraphs, article(case), names)
    whom = resolved(paragraphs, found, names, speakers(article(case), paragraphs, found, names))
    profiles = {**found.profiles, **whom.profiles}
    who = Who(paragraphs, replace(found, profiles=profiles), whom.mentions, names, case["text"], dict(whom.newcomers))
    known = names.registry.extended((*found.newcomers, *whom.newcomers.values()))
    served = masters(who)
    at_home = homes(who, lambda iri: iri not in served and profiles[iri].state is None)
    for told, table in ((served, case["masters"]), (at_home, case["homes"])):
        assert {known.label(iri): known.label(other) for iri, other in told.items()} == table
