"""The command `link` with online sources: asking, failing, checking, enriching; servers on this machine stand for Wikidata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib.plugins.sparql.parser
import SPARQLWrapper
from pyoxigraph import Literal, NamedNode, Quad, Triple
from wikidata_world import ActionServer, ReconServer, store

from diplograph.cli.main import run
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store, read_rdf
from diplograph.validate import validate
from diplograph.vocabulary import DPG, IDS, ORG, SCHEMA, SKOS
from diplograph.wikidata import links, mappings
from servers import SparqlServer, busy, says

IMPORTED = (rdflib.plugins.sparql.parser, SPARQLWrapper)  # see test_wikidata_sources.py
REGISTRY = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix state: <https://w3id.org/diplograph/id/state/> .
@prefix person: <https://w3id.org/diplograph/id/person/> .
@prefix office: <https://w3id.org/diplograph/id/office/> .
@prefix tenure: <https://w3id.org/diplograph/id/tenure/> .
@prefix treaty: <https://w3id.org/diplograph/id/treaty/> .
@prefix participation: <https://w3id.org/diplograph/id/participation/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

state:nordland a dpg:State, dpg:Actor ; skos:prefLabel "Nordland"@en ; skos:exactMatch wd:Q900000001 .
office:nordland-minister a dpg:Office, org:Post ; skos:prefLabel "Minister of Foreign Affairs of Nordland"@en ;
    org:postIn state:nordland ; skos:exactMatch wd:Q900000010 .
person:anna-berg a dpg:Official, dpg:Person, dpg:Actor ; skos:prefLabel "Anna Berg"@en .
tenure:anna-berg a dpg:Tenure, org:Membership ; rdfs:label "Anna Berg, minister"@en ; org:member person:anna-berg ;
    dpg:office office:nordland-minister ; org:organization state:nordland ; dpg:from "2019-06-01"^^xsd:date .
treaty:fjord a dpg:Treaty, dpg:Instrument ; skos:prefLabel "Treaty of the Fjord"@en ; skos:exactMatch wd:Q900000020 .
"""


pytestmark = pytest.mark.usefixtures("no_proxy")


@pytest.fixture
def space(tmp_path: Path) -> Path:
    (tmp_path / "graph" / "registry").mkdir(parents=True)
    (tmp_path / "graph" / "registry" / "own.ttl").write_text(REGISTRY, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, SparqlServer]]:
    with SparqlServer(store()) as one, ActionServer() as two, ReconServer() as three:
        yield {"sparql": one, "api": two, "recon": three}


def cli(space: Path, server: SparqlServer | None, kind: str, *words: str) -> int:
    named = ["--source", f"{kind}:{server.url}", "--cache", str(space / "cache")] if server is not None else []
    return run(["link", "--workspace", str(space), "--date", "2026-11-22", *named, *words])


def rows(space: Path) -> list[mappings.Row]:
    file = space / "graph" / mappings.FILE
    return mappings.read(file)[1] if file.exists() else []


def change(space: Path, old: str, new: str) -> None:
    file = space / "graph" / "registry" / "own.ttl"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# Linking


@pytest.mark.parametrize("kind", ["sparql", "api"])
def test_online_run_links_the_right_one_of_two_ministers(kind: str, space: Path, servers: dict[str, SparqlServer]) -> None:
    assert cli(space, servers[kind], kind, "person:anna-berg", "--accept-above", "0.9") == 0
    (one,) = rows(space)
    assert one["object_id"] == "wd:Q900000002"
    assert "held the same office in those days" in one["comment"]
    assert links(Registry.load(Workspace(space)).triples)[IDS["person"]["anna-berg"].value] == "Q900000002"


def test_reconciliation_proposes_and_nobody_accepts_unattended(
    space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli(space, servers["recon"], "recon", "person:anna-berg", "--accept-above", "0.9", "--format", "jsonl") == 0
    assert {json.loads(line)["item"] for line in capsys.readouterr().out.splitlines()} == {"Q900000002", "Q900000003"}
    assert rows(space) == []


def test_second_run_asks_nobody(space: Path, servers: dict[str, SparqlServer]) -> None:
    cli(space, servers["sparql"], "sparql", "person:anna-berg")
    asked = len(servers["sparql"].requests)
    cli(space, servers["sparql"], "sparql", "person:anna-berg")
    assert len(servers["sparql"].requests) == asked > 0


def test_without_a_network_there_is_a_line_and_the_offline_answer(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--source", "sparql:http://127.0.0.1:9/sparql", "--cache", str(space / "cache"), "Geneva"]
    assert cli(space, None, "", *words) == 1
    said = capsys.readouterr()
    assert said.err.splitlines()[0].startswith("diplograph: http://127.0.0.1:9/sparql: cannot be reached")
    assert "the offline snapshot answers instead" in said.err
    assert "Q11917 Geneva" in said.out


def test_nothing_goes_online_unless_a_source_is_named(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("somebody went online")

    monkeypatch.setattr(socket.socket, "connect", refused)
    for words in (["Geneva"], ["--check", "Russia"], ["--enrich", "Russia"]):
        assert cli(space, None, "", *words) == 0


# Checking

SPOILT = [
    ("a redirect", "wd:Q900000001", "wd:Q900000030", "state:nordland", "is only a redirect to Q900000001 now: link that"),
    ("deleted", "wd:Q900000001", "wd:Q999999999", "state:nordland", "does not exist: it was deleted, or never was there"),
    ("another class", "wd:Q900000001", "wd:Q900000002", "state:nordland", "is no state: person"),
    ("another name", "wd:Q900000020", "wd:Q171328", "treaty:fjord", "bears none of our names"),
    ("no label", 'skos:prefLabel "Anna Berg"@en', 'skos:prefLabel "Anna Berg"@en ; skos:exactMatch wd:Q900000004', "person:anna-berg",
     "has no label"),
    ("the namesake", 'skos:prefLabel "Anna Berg"@en', 'skos:prefLabel "Anna Berg"@en ; skos:exactMatch wd:Q900000003', "person:anna-berg",
     "held the same office at another time"),
    ("another code", '"Nordland"@en ;', '"Nordland"@en ; dpg:isoAlpha2 "NO" ;', "state:nordland", "has another code: XN, XNL"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["sparql", "api"])
@pytest.mark.parametrize("case", SPOILT, ids=[case[0] for case in SPOILT])
def test_check_finds_what_is_to_be_mended(
    kind: str, case: tuple[str, ...], space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]
) -> None:
    _, old, new, subject, told = case
    change(space, old, new)
    assert cli(space, servers[kind], kind, "--check", subject, "--format", "jsonl") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "mend"
    assert any(problem.startswith(told) for problem in found["problems"])


@pytest.mark.parametrize("kind", ["sparql", "api"])
def test_check_confirms_what_agrees(kind: str, space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(space, servers[kind], kind, "--check", "Nordland", "treaty:fjord", "Russia", "NATO") == 0
    shown = capsys.readouterr().out
    assert "4 published links: 4 confirmed, 0 unsure, 0 mend, 0 unknown" in shown
    assert rows(space) == []


CANDIDATE = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\n"
CANDIDATE += "person:anna-berg\tskos:exactMatch\twd:Q900000002\tsemapv:UnspecifiedMatching\t0.7\tto be confirmed: grade B1\n"


def test_check_confirms_a_candidate_of_low_grade_online(
    space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]
) -> None:
    (space / "graph" / mappings.FILE).write_text(CANDIDATE, encoding="utf-8")
    assert cli(space, None, "", "--check", "person:anna-berg", "--accept-above", "0.9") == 0
    assert len(rows(space)) == 1
    assert cli(space, servers["api"], "api", "--check", "person:anna-berg") == 0
    assert len(rows(space)) == 1
    assert "1 candidates: 1 agree, 0 now accepted" in capsys.readouterr().out
    assert cli(space, servers["api"], "api", "--check", "person:anna-berg", "--accept-above", "0.9") == 0
    old, new = sorted(rows(space), key=lambda row: row["confidence"])
    assert (old["comment"], old["confidence"]) == ("to be confirmed: grade B1", "0.7")
    assert new["mapping_justification"] == "semapv:MappingReview"
    assert "revision 1000 of Q900000002" in new["comment"]
    assert links(Registry.load(Workspace(space)).triples)[IDS["person"]["anna-berg"].value] == "Q900000002"


def test_check_offline_says_what_it_cannot_know(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(space, None, "", "--check", "Nordland", "Russia") == 0
    assert "2 published links: 1 confirmed, 0 unsure, 0 mend, 1 unknown" in capsys.readouterr().out


def test_all_published_links_agree_with_the_snapshot(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["link", "--workspace", str(Path(__file__).parents[2]), "--check", "--format", "jsonl"]) in {0, 1}
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    published = [one for one in found if one["published"]]
    assert len(published) >= 353
    assert [(one["subject"], one["problems"]) for one in published if one["verdict"] == "mend"] == []


def test_check_that_is_broken_off_goes_on(space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]) -> None:
    servers["sparql"].troubles.append(says("text/html", "<title>Service unavailable</title>", 500))
    assert cli(space, servers["sparql"], "sparql", "--check", "Nordland") == 1
    said = capsys.readouterr()
    assert "run it again to go on" in said.err
    assert cli(space, servers["sparql"], "sparql", "--check", "Nordland") == 0


# Enriching


@pytest.mark.parametrize("kind", ["sparql", "api"])
def test_enrich_writes_a_file_of_its_own(kind: str, space: Path, servers: dict[str, SparqlServer]) -> None:
    change(space, 'skos:prefLabel "Anna Berg"@en', 'skos:prefLabel "Anna Berg"@en ; skos:exactMatch wd:Q900000002')
    own = (space / "graph" / "registry" / "own.ttl").read_bytes()
    names = ["Nordland", "treaty:fjord", "person:anna-berg", "office:nordland-minister", "France"]
    assert cli(space, servers[kind], kind, "--enrich", *names) == 0
    assert (space / "graph" / "registry" / "own.ttl").read_bytes() == own
    file = space / "graph" / "registry" / "wikidata.ttl"
    triples = {quad.triple for quad in read_rdf(file)}
    nordland, anna = IDS["state"]["nordland"], IDS["person"]["anna-berg"]
    revision = NamedNode("https://www.wikidata.org/wiki/Special:EntityData/Q900000001.ttl?revision=1000")
    for expected in (
        Triple(nordland, SKOS["prefLabel"], Literal("Nordland", language="de")),
        Triple(nordland, DPG["isoAlpha2"], Literal("XN")),
        Triple(nordland, SKOS["exactMatch"], NamedNode("http://viaf.org/viaf/123456")),
        Triple(nordland, NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom"), revision),
        Triple(nordland, SCHEMA["containedInPlace"], IDS["place"]["europe"]),
        Triple(anna, SKOS["altLabel"], Literal("A. Berg", language="en")),
        Triple(IDS["office"]["nordland-minister"], SKOS["broadMatch"], NamedNode("http://www.wikidata.org/entity/Q7330070")),
    ):
        assert expected in triples, expected
    dates = {t.object.value for t in triples if t.predicate == SCHEMA["startDate"] and isinstance(t.object, Literal)}
    assert dates == {"1995", "2004-03-29"}
    parties = {t.object for t in triples if t.predicate == DPG["party"]}
    assert parties == {nordland, IDS["state"]["france"]}
    assert not any(t.predicate == DPG["office"] for t in triples), "the tenure that a human wrote stays the only one"
    report = validate(Store.of(_merged(space)), Workspace(space))
    assert [finding for finding in report.findings if finding.severity == "violation"] == []


def _merged(space: Path) -> list[Quad]:
    return [Quad(*triple) for triple in Registry.load(Workspace(space)).described()]


def test_enrich_reports_differences_and_changes_nothing_human(
    space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]
) -> None:
    change(space, 'skos:prefLabel "Anna Berg"@en', 'skos:prefLabel "Anna Berg"@en, "Anna Bergmann"@de ; skos:exactMatch wd:Q900000002')
    assert cli(space, servers["api"], "api", "--enrich", "person:anna-berg", "--format", "jsonl") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    said = {(one["about"], one["ours"], one["theirs"]) for one in found}
    assert ("label in de", "Anna Bergmann", "Anna Berg") in said
    assert ("tenure tenure:anna-berg, from", "2019-06-01", "2019-05-01") in said
    assert ("tenure tenure:anna-berg, until", "none", "2022-01-01") in said


def test_enrich_writes_tenures_that_nobody_has_with_their_successor(space: Path, servers: dict[str, SparqlServer]) -> None:
    text = REGISTRY[: REGISTRY.index("tenure:anna-berg a")] + REGISTRY[REGISTRY.index("treaty:fjord a") :]
    text = text.replace('skos:prefLabel "Anna Berg"@en', 'skos:prefLabel "Anna Berg"@en ; skos:exactMatch wd:Q900000002')
    (space / "graph" / "registry" / "own.ttl").write_text(text, encoding="utf-8")
    assert cli(space, servers["sparql"], "sparql", "--enrich", "person:anna-berg") == 0
    triples = [quad.triple for quad in read_rdf(space / "graph" / "registry" / "wikidata.ttl")]
    (tenure,) = {t.subject for t in triples if t.predicate == DPG["office"]}
    about = {t.predicate: t.object for t in triples if t.subject == tenure}
    assert (about[DPG["from"]], about[DPG["until"]]) == (_date("2019-05-01"), _date("2022-01-01"))
    assert about[ORG["organization"]] == IDS["state"]["nordland"]
    assert about[NamedNode("http://www.wikidata.org/prop/qualifier/P1366")] == NamedNode("http://www.wikidata.org/entity/Q900000004")


def _date(day: str) -> Literal:
    return Literal(day, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))


def test_enrich_again_gives_the_same_bytes_and_keeps_what_it_did_not_ask(space: Path, servers: dict[str, SparqlServer]) -> None:
    file = space / "graph" / "registry" / "wikidata.ttl"
    cli(space, servers["api"], "api", "--enrich", "Nordland", "treaty:fjord")
    first = file.read_bytes()
    cli(space, servers["api"], "api", "--enrich", "Nordland", "treaty:fjord")
    assert file.read_bytes() == first
    cli(space, servers["api"], "api", "--enrich", "treaty:fjord")
    assert file.read_bytes() == first


def test_enrich_takes_no_alias_that_names_another(
    space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]
) -> None:
    change(space, '"Nordland"@en ;', '"Nordland"@en ; skos:altLabel "Fjord Treaty"@en ;')
    assert cli(space, servers["api"], "api", "--enrich", "treaty:fjord", "--format", "jsonl") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["about"], found["ours"], found["theirs"]) == ("alias", "names state:nordland", "Fjord Treaty")
    assert "Fjord Treaty" not in (space / "graph" / "registry" / "wikidata.ttl").read_text("utf-8")


def test_enrich_that_fails_leaves_no_file(space: Path, servers: dict[str, SparqlServer], capsys: pytest.CaptureFixture[str]) -> None:
    servers["api"].troubles.append(busy("9999"))
    assert cli(space, servers["api"], "api", "--enrich", "Nordland") == 2
    assert "wants to be left alone" in capsys.readouterr().err
    assert not (space / "graph" / "registry" / "wikidata.ttl").exists()


def test_enrich_offline_takes_regions_from_the_snapshot_with_their_source(space: Path) -> None:
    assert cli(space, None, "", "--enrich", "Iceland") == 0
    text = (space / "graph" / "registry" / "wikidata.ttl").read_text("utf-8")
    assert "containedInPlace" in text
    assert '"Q189: rigour' in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--check", "--enrich"], "three different jobs"),
        (["--check", "--source", "snapshot", "--source", "api"], "ask one source"),
        (["--source", "sparql:file:///etc/passwd"], "begins with http"),
        (["--source", "recon:"], 'there is no source "recon:"'),
    ],
)
def test_wrong_calls(words: list[str], told: str, space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(space, None, "", *words) == 2
    assert told in capsys.readouterr().err
