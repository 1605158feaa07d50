"""`graph/registry/states.ttl`: current, well-formed, and one name for one resource."""

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
from generated import script
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS
from rigour.territories import lookup_territory

REGISTRY = Path(__file__).parents[2] / "graph" / "registry"
STATES = REGISTRY / "states.ttl"
DPG = Namespace("https://w3id.org/diplograph/ontology#")
IDS = "https://w3id.org/diplograph/id/"
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)

# Labels that two resources of the registry may share, each with its reason.
SHARED: dict[str, str] = {}

# States without a demonym: none in use, or it belongs to another state.
NO_DEMONYM = {
    *("artsakh", "dominica", "donetsk-peoples-republic", "holy-see", "luhansk-peoples-republic", "nazi-germany"),
    *("republic-of-the-congo", "serbia-and-montenegro", "united-arab-republic"),
}
# States of today without a capital as metonym: it bears the state's name, is ambiguous, or is not theirs.
NO_CAPITAL = {
    *("djibouti", "kuwait", "luxembourg", "monaco", "san-marino", "singapore"),
    *("antigua-and-barbuda", "belgium", "grenada", "guyana", "jamaica", "seychelles"),
    *("donetsk-peoples-republic", "luhansk-peoples-republic", "western-sahara"),
}
# Names that rigour gives to another territory than we do: a shared demonym to the other state, a past one to its heir,
# a state of limited recognition to its protector, a part of a territory to a territory of its own.
RIGOUR_DIFFERS = {
    *("Barbudan", "Barbudans", "Congo", "Dominican", "Mauritian"),
    *("Democratic Republic of Vietnam", "Federal Republic of Yugoslavia", "Rhodesia", "Rhodesian", "West Germany"),
    *("North Cyprus", "Turkish Cypriot"),
    *("Saint Helena", "St. Helena", "Ascension Island", "Tristan da Cunha"),
}

SPOT = [
    ("Britain", "state/united-kingdom"),
    ("British", "state/united-kingdom"),
    ("London", "state/united-kingdom"),
    ("U.K.", "state/united-kingdom"),
    ("US", "state/united-states"),
    ("U.S.", "state/united-states"),
    ("America", "state/united-states"),
    ("Americans", "state/united-states"),
    ("Washington", "state/united-states"),
    ("Washington, D.C.", "state/united-states"),
    ("Moscow", "state/russia"),
    ("Russian Federation", "state/russia"),
    ("Kiev", "state/ukraine"),
    ("Kyiv", "state/ukraine"),
    ("Ukrainians", "state/ukraine"),
    ("Tehran", "state/iran"),
    ("Teheran", "state/iran"),
    ("Islamic Republic of Iran", "state/iran"),
    ("Beijing", "state/china"),
    ("PRC", "state/china"),
    ("DPRK", "state/north-korea"),
    ("Democratic People’s Republic of Korea", "state/north-korea"),
    ("ROK", "state/south-korea"),
    ("Republic of Korea", "state/south-korea"),
    ("Burma", "state/myanmar"),
    ("Czechia", "state/czech-republic"),
    ("Côte d'Ivoire", "state/ivory-coast"),
    ("Côte d’Ivoire", "state/ivory-coast"),
    ("Türkiye", "state/turkey"),
    ("Nigerien", "state/niger"),
    ("Nigerian", "state/nigeria"),
    ("Georgian", "state/georgia"),
    ("Transdniestria", "state/transnistria"),
    ("Vatican", "state/holy-see"),
    ("Soviet", "state/soviet-union"),
    ("Turkish Cypriots", "state/northern-cyprus"),
    ("Kosovars", "state/kosovo"),
    ("Congolese", "state/democratic-republic-of-the-congo"),
    ("Republic of Congo", "state/republic-of-the-congo"),
    ("Macedonia", "state/north-macedonia"),
    ("Buenos Aires", "state/argentina"),
    ("Crimea", "place/crimea"),
    ("Greenlanders", "place/greenland"),
    ("Malvinas", "place/falkland-islands"),
    ("Phillipines", "state/philippines"),
]

NOBODY = [
    *("us", "IN", "IT", "SO", "NO", "ME", "AM", "IS", "TO", "Korea", "Korean", "Male", "San Jose"),
    *("Brussels", "The Hague", "Kremlin", "White House", "Downing Street", "Georgetown", "Victoria"),
    *("Donetsk", "Luhansk", "Virgin Islander", "Islamic Emirate of Afghanistan"),
]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(STATES, format="turtle")


@pytest.fixture(scope="module")
def named(graph: Graph) -> dict[str, set[str]]:
    """What each label names, IRIs without their common beginning."""
    found = defaultdict(set)
    for subject, predicate, label in graph:
        if predicate in LABELS:
            found[str(label)].add(str(subject).removeprefix(IDS))
    return found


def states(graph: Graph) -> set[URIRef]:
    return {state for state in graph.subjects(RDF.type, DPG.State) if isinstance(state, URIRef)}


def slug(iri: object) -> str:
    return str(iri).rpartition("/")[2]


def test_states_file_is_current() -> None:
    generate = script("states")
    expected = generate.render(generate.read()).encode()
    assert expected == STATES.read_bytes(), "run: python graph/registry/generate/states.py"


def test_data_file_has_no_key_twice() -> None:
    text = (REGISTRY / "generate" / "states.yaml").read_text("utf-8")
    keys = re.findall(r'^  "?([a-z-]+)"?:', text, re.MULTILINE)
    assert len(keys) == len(set(keys)) == 274


def test_engines_read_the_same_triples(graph: Graph) -> None:
    ours = {(str(s), str(p), str(o)) for s, p, o in graph}
    triples = pyoxigraph.parse(path=STATES, format=pyoxigraph.RdfFormat.TURTLE)
    theirs = {(t.subject.value, t.predicate.value, t.object.value) for t in triples}
    assert ours == theirs


def test_no_blank_nodes(graph: Graph) -> None:
    assert all(isinstance(term, URIRef | Literal) for triple in graph for term in triple)


def test_counts(graph: Graph) -> None:
    places = set(graph.subjects(RDF.type, DPG.Place))
    assert (len(states(graph)), len(places)) == (223, 51)
    assert states(graph) == set(graph.subjects(RDF.type, DPG.Actor))
    assert len(set(graph.subjects(DPG.isoAlpha2))) == 249  # ISO 3166-1 has 249 entries


def test_every_resource_has_one_english_preferred_label(graph: Graph) -> None:
    for subject in set(graph.subjects()):
        labels = list(graph.objects(subject, SKOS.prefLabel))
        assert len(labels) == 1, subject
    assert {label.language for label in graph.objects() if isinstance(label, Literal)} == {"en", None}


def test_demonyms_and_metonyms_are_labels(graph: Graph) -> None:
    for name in (DPG.demonym, DPG.metonym):
        for subject, label in graph.subject_objects(name):
            assert (subject, SKOS.altLabel, label) in graph


def test_every_state_has_a_demonym(graph: Graph) -> None:
    assert {slug(state) for state in states(graph) if not graph.value(state, DPG.demonym)} == NO_DEMONYM


def test_every_state_of_today_has_a_capital(graph: Graph) -> None:
    generate = script("states")
    former = {entry.slug for entry in generate.read() if entry.section in generate.FORMER}
    assert {slug(state) for state in states(graph) if not graph.value(state, DPG.metonym)} - former == NO_CAPITAL


def test_iso_codes_come_in_pairs_and_once(graph: Graph) -> None:
    for name, form in ((DPG.isoAlpha2, r"[A-Z]{2}"), (DPG.isoAlpha3, r"[A-Z]{3}")):
        codes = [str(code) for code in graph.objects(None, name)]
        assert len(codes) == len(set(codes)) == 249
        assert all(re.fullmatch(form, code) for code in codes)
    assert set(graph.subjects(DPG.isoAlpha2)) == set(graph.subjects(DPG.isoAlpha3))


def test_one_label_names_one_resource() -> None:
    files = sorted(REGISTRY.glob("*.ttl"))
    assert STATES in files
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        for subject, predicate, label in Graph().parse(file, format="turtle"):
            if predicate in LABELS:
                found[str(label)].add(str(subject).removeprefix(IDS))
    assert {label: owners for label, owners in found.items() if len(owners) > 1 and label not in SHARED} == {}


@pytest.mark.parametrize(("label", "expected"), SPOT)
def test_label_names(label: str, expected: str, named: dict[str, set[str]]) -> None:
    assert named[label] == {expected}


@pytest.mark.parametrize("label", NOBODY)
def test_label_names_nobody(label: str, named: dict[str, set[str]]) -> None:
    assert label not in named


def test_short_labels_are_the_known_acronyms(named: dict[str, set[str]]) -> None:
    assert {label for label in named if len(label) < 3} == {"US", "UK"}


def test_rigour_agrees_where_it_knows_a_name() -> None:
    """A second witness: rigour's own lookup, over names that we did not take from it."""
    generate = script("states")
    checked = 0
    for entry in generate.read():
        own = lookup_territory(entry.name)
        for label in (*entry.aliases, *entry.hidden):
            other = lookup_territory(label)
            if own is None or other is None or label in RIGOUR_DIFFERS:
                continue
            parent = other.parent.code if other.parent else None
            assert own.code in {other.code, parent}, f"{entry.curie}: {label} is {other.code} to rigour"
            checked += 1
    assert checked > 600
