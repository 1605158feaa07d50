"""What people call things, resolved by the labels of the graph that is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import ENGINES, engine

from diplograph import queries
from diplograph.errors import Fault
from diplograph.store import Store

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


TWO = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/diplograph/id/state/> .
id:georgia a dpg:Actor ; skos:prefLabel "Georgia"@en ; skos:altLabel "GEORGIA"@en, "Sakartvelo"@en .
id:peach a dpg:Actor ; skos:prefLabel "Peach State"@en ; skos:altLabel "Georgia"@en, "the Georgia"@en, "Sakartvelo"@en .
"""


@pytest.mark.parametrize(
    ("value", "found"), [("Georgia", "georgia"), ("the georgia", "georgia"), ("the Georgia", "peach"), ("peach state", "peach")]
)
def test_preferred_label_wins_over_an_alias(value: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "two.ttl").write_text(TWO, "utf-8")
    store = Store.read(tmp_path / "two.ttl")
    assert queries.resolve(store, "actor", value) == f"{ID}state/{found}"
    with pytest.raises(Fault, match="more than one actor"):
        queries.resolve(store, "actor", "Sakartvelo")
