"""What people call things, resolved by the labels of the graph that is asked."""

from __future__ import annotations

import pytest
from answers import ENGINES, engine

from diplograph import queries
from diplograph.errors import Fault

ID = "https://w3id.org/diplograph/id/"
FOUND = [
    ("actor", "Northland", "state/northland"),
    ("actor", "Northville", "state/northland"),
    ("actor", "the Northlanders", "state/northland"),
    ("actor", "northlanders", "state/northland"),
    ("actor", "state:northland", "state/northland"),
    ("actor", f"{ID}state/northland", "state/northland"),
    ("other", "ALLIANCE", "organization/alliance"),
    ("addressee", "Northland farmers", "group/new-farmers"),
    ("issue", "security", "issue/security"),
    ("issue", "Price  cap", "issue/price-cap"),
    ("instrument", "the River Treaty", "treaty/river-treaty"),
    ("article", "Border talks refused", "article/news"),
    ("position", "position:0123456789abcdef", "position/0123456789abcdef"),
]
NOT_FOUND = [
    ("actor", "Nortland", r'"Nortland" is not an actor.*nearest: Northland'),
    ("actor", "price cap", "is not an actor"),
    ("issue", "Northland", "is not an issue or topic"),
    ("state", "Alliance", "is not a state"),
    ("issue", "zzzzqqqq", "nothing comes near"),
    ("actor", "the ministry", r"more than one actor: Northland foreign ministry \(body:northland-foreign-ministry\), Southland presidency"),
    ("position", "the first one", "is no IRI"),
]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("parameter", "value", "iri"), FOUND)
def test_found(name: str, parameter: str, value: str, iri: str) -> None:
    assert queries.resolve(engine(name), parameter, value) == ID + iri


@pytest.mark.parametrize(("parameter", "value", "message"), NOT_FOUND)
def test_not_found(parameter: str, value: str, message: str) -> None:
    with pytest.raises(Fault, match=message):
        queries.resolve(engine("oxigraph"), parameter, value)
