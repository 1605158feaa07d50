"""Names and what they mean, and a user's registry over the bundled one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Triple

from diplograph.errors import Fault
from diplograph.registry import Newcomer, Registry, Role, normalised
from diplograph.resources import Workspace
from diplograph.vocabulary import DPG, ID, SKOS

HEAD = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix state: <https://w3id.org/diplograph/id/state/> .
@prefix body: <https://w3id.org/diplograph/id/body/> .
@prefix issue: <https://w3id.org/diplograph/id/issue/> .
"""
MADE_UP = """
state:georgia a dpg:State ; skos:prefLabel "Georgia"@en, "Géorgie"@fr ; skos:altLabel "Tbilisi"@en ; dpg:isoAlpha2 "GE" .
state:us-georgia a dpg:State ; skos:prefLabel "State of Georgia"@en ; skos:altLabel "Georgia"@en .
body:two a dpg:GovernmentBody ; skos:prefLabel "The Council"@en ; dpg:actsFor state:georgia .
body:three a dpg:GovernmentBody ; skos:prefLabel "Council"@en ; skos:hiddenLabel "Councl"@en ; dpg:actsFor state:us-georgia .
body:four a dpg:GovernmentBody ; skos:prefLabel "Fourth"@en ; skos:altLabel "Cabinet"@en .
body:five a dpg:GovernmentBody ; skos:prefLabel "Fifth"@en ; skos:altLabel "cabinet"@en, "Cabinet"@en .
issue:georgia a dpg:Issue ; skos:prefLabel "Georgia"@en .
"""


def workspace(folder: Path, **files: str) -> Workspace:
    registry = folder / "graph" / "registry"
    registry.mkdir(parents=True)
    for name, text in files.items():
        (registry / f"{name}.ttl").write_text(HEAD + text, "utf-8")
    return Workspace(folder)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry.load(workspace(tmp_path_factory.mktemp("own"), madeup=MADE_UP))


@pytest.mark.parametrize(
    ("name", "role", "found"),
    [
        ("Georgia", "actor", ["state/georgia"]),
        ("georgia", "actor", ["state/georgia"]),
        ("the Georgia", "actor", ["state/georgia"]),
        ("Georgia", "concept", ["issue/georgia"]),
        ("State of Georgia", "actor", ["state/us-georgia"]),
        ("Tbilisi", "actor", ["state/georgia"]),
        ("Géorgie", "actor", ["state/georgia"]),
        ("The Council", "actor", ["body/two"]),
        ("Council", "actor", ["body/three"]),
        ("the council", "actor", ["body/three", "body/two"]),
        ("Councl", "actor", ["body/three"]),
        ("Cabinet", "actor", ["body/five", "body/four"]),
        ("cabinet", "actor", ["body/five"]),
        ("CABINET", "actor", ["body/five", "body/four"]),
        ("Nowhere Land", "actor", []),
        ("", "actor", []),
        ("Georgia", "instrument", []),
    ],
)
def test_registry_find(registry: Registry, name: str, role: Role, found: list[str]) -> None:
    assert registry.find(name, role) == tuple(ID + iri for iri in found)


@pytest.mark.parametrize("name", ["Georgia", "state:georgia", f"{ID}state/georgia", "  the  GEORGIA "])
def test_registry_resolve(registry: Registry, name: str) -> None:
    assert registry.resolve(name, "actor") == f"{ID}state/georgia"


@pytest.mark.parametrize(
    ("name", "role", "told"),
    [
        ("Cabinet", "actor", 'here: "Cabinet" may mean more than one actor: Fifth (body:five), Fourth (body:four); write one of these'),
        ("Gorgia", "actor", 'here: "Gorgia" is not an actor that the registry knows; nearest: '),
        ("issue:georgia", "actor", "is not an actor"),
        ("state:georgia", "concept", "is not an issue or topic"),
        ("zzzzqqqq", "instrument", "is not a treaty or resolution that the registry knows; nothing comes near; declare it"),
        ("https://x.org/a b", "actor", "is not an actor"),
    ],
)
def test_registry_resolve_faults(registry: Registry, name: str, role: Role, told: str) -> None:
    with pytest.raises(Fault) as caught:
        registry.resolve(name, role, "here", "declare it")
    assert told in str(caught.value)


def test_registry_nearest_comes_first(registry: Registry) -> None:
    assert registry.nearest("Gorgia", "actor")[0] in {"Georgia", "State of Georgia"}
    assert registry.nearest("Rusia", "actor")[0] == "Russia"
    assert len(registry.nearest("a", "actor", limit=2)) <= 2


def test_registry_types_and_labels(registry: Registry) -> None:
    assert {"GovernmentBody", "Organization", "Actor"} <= registry.types(f"{ID}body/two")
    assert registry.types(f"{ID}state/nobody") == frozenset()
    assert registry.label(f"{ID}state/georgia") == "Georgia"
    assert registry.label(f"{ID}state/nobody") == "nobody"
    assert f"{ID}state/georgia" in registry
    assert f"{ID}state/nobody" not in registry


def test_registry_extended_leaves_the_registry_as_it_is(registry: Registry) -> None:
    before = (registry.types(f"{ID}state/georgia"), registry.find("Georgia", "actor"), len(registry.triples))
    newcomer = Newcomer("Georgia", "state", aliases=("Colchis",))
    wider = registry.extended([newcomer])
    assert wider.find("Colchis", "actor") == (newcomer.iri,)
    assert wider.find("Georgia", "actor") == tuple(sorted((newcomer.iri, f"{ID}state/georgia")))
    assert wider.label(newcomer.iri) == "Georgia"
    assert wider.nearest("Colchi", "actor")[0] == "Georgia"
    assert "State" in wider.types(newcomer.iri)
    assert registry.find("Colchis", "actor") == ()
    assert newcomer.iri not in registry
    assert (registry.types(f"{ID}state/georgia"), registry.find("Georgia", "actor"), len(registry.triples)) == before
    widest = wider.extended([Newcomer("Medea", "person")])
    assert len(widest.find("Medea", "actor")) == len(widest.find("Colchis", "actor")) == 1
    assert wider.find("Medea", "actor") == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Newcomer("The  Council", "body"), Newcomer("council", "body"), True),
        (Newcomer("Council", "body", state="a:a"), Newcomer("Council", "body", state="a:b"), False),
        (Newcomer("Council", "body"), Newcomer("Council", "organization"), False),
        (Newcomer("Council", "body", aliases=("x",)), Newcomer("Council", "body"), True),
    ],
)
def test_registry_newcomer_iri(one: Newcomer, other: Newcomer, same: bool) -> None:
    assert (one.iri == other.iri) == same
    assert all(triple.subject.value == one.iri for triple in one.triples() if not isinstance(triple.subject, Triple))


@pytest.mark.parametrize(
    ("name", "plain"), [("The United States", "united states"), ("  a’b\tC ", "a'b c"), ("theatre", "theatre"), ("STRASSE", "strasse")]
)
def test_registry_normalised(name: str, plain: str) -> None:
    assert normalised(name) == plain
    assert normalised(plain) == plain


# A user's files over the bundled ones


def test_registry_own_single_values_win_and_others_add(tmp_path: Path) -> None:
    bundled = Registry.load(Workspace())
    russia = f"{ID}state/russia"
    own = 'state:russia skos:prefLabel "Russian Federation"@en ; skos:altLabel "Ruritania"@en ; dpg:isoAlpha2 "RX" .'
    registry = Registry.load(workspace(tmp_path, mine=own))
    assert registry.label(russia) == "Russian Federation"
    assert registry.find("Ruritania", "actor") == (russia,)
    values = [t.object.value for t in registry.triples if str(t.subject) == f"<{russia}>" and t.predicate == DPG["isoAlpha2"]]  # type: ignore[union-attr]
    assert values == ["RX"]
    aliases = {str(t.object) for t in bundled.triples if str(t.subject) == f"<{russia}>" and t.predicate == SKOS["altLabel"]}
    kept = {str(t.object) for t in registry.triples if str(t.subject) == f"<{russia}>" and t.predicate == SKOS["altLabel"]}
    assert kept == (aliases | {'"Ruritania"@en', '"Russia"@en'}) - {'"Russian Federation"@en'}  # the old name stays one
    assert "State" in registry.types(russia)


def test_registry_own_description_replaces_the_bundled_one(tmp_path: Path) -> None:
    russia = f"{ID}state/russia"
    registry = Registry.load(workspace(tmp_path, mine='state:russia a dpg:State ; skos:prefLabel "Ruritania"@en .'))
    assert [str(t.object) for t in registry.triples if str(t.subject) == f"<{russia}>"] == [f"<{DPG['State'].value}>", '"Ruritania"@en']
    assert registry.find("Russia", "actor") == registry.find("Moscow", "actor") == ()
    assert registry.find("Ruritania", "actor") == (russia,)
    assert any(str(t.object) == f"<{russia}>" for t in registry.triples), "what others say of it stays"
    assert registry.find("Ukraine", "actor") == (f"{ID}state/ukraine",)


def test_registry_file_of_the_same_name_adds_too(tmp_path: Path) -> None:
    registry = Registry.load(workspace(tmp_path, states='state:ruritania a dpg:State ; skos:prefLabel "Ruritania"@en .'))
    assert registry.find("Ruritania", "actor")
    assert registry.find("Russia", "actor") == (f"{ID}state/russia",)


def test_registry_states_metonyms_and_demonyms_as_names_too(tmp_path: Path) -> None:
    own = 'state:ruritania a dpg:State ; skos:prefLabel "Ruritania"@en ; dpg:metonym "Strelsau"@en ; dpg:demonym "Ruritanian"@en .'
    registry = Registry.load(workspace(tmp_path, mine=own))
    assert registry.find("Strelsau", "actor") == registry.find("Ruritanian", "actor") == (f"{ID}state/ruritania",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("state:a a dpg:State\nstate:b a dpg:State .", "mine.ttl:7: is not valid Turtle: "),
        ("state:a a dpg:State ;\n  skos:prefLabel [] .", "mine.ttl:7: has a blank node; give every resource an IRI"),
        ('state:a skos:prefLabel "[ # _:"@en .\n_:b a dpg:State .', "mine.ttl:7: has a blank node"),
        ("state:a a dpg:State .\nstate:a dpg:x ( state:b ) .", "mine.ttl:7: has a blank node"),
        ("state:a a nobody:State .", "mine.ttl:6: is not valid Turtle: "),
        ("state:a dpg:b " + "<<( state:a dpg:b " * 30_000, "mine.ttl: is nested too deeply"),
        ('state:a skos:prefLabel "a .', "mine.ttl:6: is not valid Turtle: "),
    ],
    ids=["no dot", "[]", "_:", "list", "prefix", "deep", "quote"],
)
def test_registry_faults_name_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Fault) as caught:
        Registry.load(workspace(tmp_path, mine=text))
    assert told in str(caught.value)


def test_registry_takes_only_text(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    (tmp_path / "graph" / "registry" / "mine.ttl").write_bytes(b"\xff\xfe# ")
    with pytest.raises(Fault, match=r"mine\.ttl: is not UTF-8 text \(byte 0\); save it as UTF-8"):
        Registry.load(space)
