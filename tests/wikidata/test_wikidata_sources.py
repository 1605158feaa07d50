"""The online sources, against servers on this machine that speak as Wikidata does, and fail as it does. No test goes online."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib.plugins.sparql.parser
import SPARQLWrapper
from wikidata_world import ActionServer, ReconServer, store, world

from diplograph.errors import Fault
from diplograph.remote import Cache, Endpoint, Service
from diplograph.wikidata import ACCEPTABLE, Source, Subject
from diplograph.wikidata.score import ranked
from diplograph.wikidata.sources import ActionApi, Reconciliation, Sparql
from diplograph.wikidata.sources.dates import date_of
from diplograph.wikidata.subject import Post
from servers import SparqlServer, Trouble, busy, cut, flood, raw, redirect, says, stall

# Imported before any test, as an import within one would leave its callers' frames to the garbage collector, in whatever thread it runs.
IMPORTED = (rdflib.plugins.sparql.parser, SPARQLWrapper)
ID = "https://w3id.org/diplograph/id/"
MINISTER = Post(f"{ID}office/x", "Q900000010", "Minister of Foreign Affairs of Nordland", "2019-05-01", "2022-01-01")
ANNA = Subject(f"{ID}person/anna-berg", "person", "Anna Berg", posts=(MINISTER,), countries=frozenset({"Q900000001"}))
GEORGIA = Subject(f"{ID}state/georgia", "state", "Georgia", codes=frozenset({"GE", "GEO"}))
BANK = Subject(f"{ID}organization/fjord-bank", "organization", "Fjord Bank")
NATO = Subject(f"{ID}organization/nato", "organization", "NATO", ("North Atlantic Treaty Organization",))

Make = Callable[..., Source]


pytestmark = pytest.mark.usefixtures("no_proxy")


def sparql(url: str, **options: object) -> Sparql:
    return Sparql(Endpoint(url, **{"timeout": 20.0, "sleep": lambda _: None, **options}))  # type: ignore[arg-type]


def action(url: str, **options: object) -> ActionApi:
    return ActionApi(Service(url, **{"timeout": 20.0, "sleep": lambda _: None, **options}))  # type: ignore[arg-type]


def recon(url: str, **options: object) -> Reconciliation:
    return Reconciliation(Service(url, **{"timeout": 20.0, "sleep": lambda _: None, **options}))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, SparqlServer]]:
    with SparqlServer(store()) as one, ActionServer() as two, ReconServer() as three:
        yield {"sparql": one, "action": two, "recon": three}


MAKERS: dict[str, Make] = {"sparql": sparql, "action": action, "recon": recon}
BOTH = ("sparql", "action")


def source(servers: dict[str, SparqlServer], name: str, **options: object) -> Source:
    server = servers[name]
    server.troubles.clear()
    server.requests.clear()
    return MAKERS[name](server.url, **options)


# What goes well


@pytest.mark.parametrize("name", BOTH)
def test_namesakes_are_told_apart_by_office_and_days(name: str, servers: dict[str, SparqlServer]) -> None:
    found = source(servers, name).search([ANNA])[ANNA.iri]
    assert {item.qid for item in found} == {"Q900000002", "Q900000003"}
    first, second = ranked(ANNA, found)
    assert first.item.qid == "Q900000002"
    assert first.score >= ACCEPTABLE
    assert second.score <= 0.5
    assert first.item.start == "1960-05-01"
    assert [(link.qid, link.start, link.end, link.successor) for link in first.item.held] == [
        ("Q900000010", "2019-05-01", "2022-01-01", "Q900000004")
    ]


@pytest.mark.parametrize("name", BOTH)
def test_georgia_is_the_state_and_not_the_state_in_the_union(name: str, servers: dict[str, SparqlServer]) -> None:
    best = ranked(GEORGIA, source(servers, name).search([GEORGIA])[GEORGIA.iri])[0]
    assert (best.item.qid, best.item.kinds) == ("Q230", frozenset({"state"}))
    assert best.score >= ACCEPTABLE


@pytest.mark.parametrize("name", BOTH)
def test_items_merged_gone_nameless_and_named_in_all_languages(name: str, servers: dict[str, SparqlServer]) -> None:
    found = source(servers, name).items(["Q900000030", "Q900000004", "Q999999999", "Q900000041", "nonsense"])
    assert sorted(found) == ["Q900000004", "Q900000030", "Q900000041"]
    assert (found["Q900000030"].qid, found["Q900000030"].asked, found["Q900000030"].label) == ("Q900000001", "Q900000030", "Nordland")
    assert (found["Q900000004"].label, found["Q900000004"].kinds) == ("", frozenset({"person"}))
    assert found["Q900000041"].label == "Mulland"


@pytest.mark.parametrize("name", BOTH)
def test_items_tell_all_that_enriching_needs(name: str, servers: dict[str, SparqlServer]) -> None:
    items = source(servers, name).items(["Q900000001", "Q900000020", "Q900000010", "Q900000002"])
    nordland, treaty, office, anna = (items[qid] for qid in ("Q900000001", "Q900000020", "Q900000010", "Q900000002"))
    assert (nordland.codes, nordland.viaf, nordland.revision, nordland.regions) == (frozenset({"XN", "XNL"}), "123456", 1000, ("Q46",))
    assert [(link.qid, link.start, link.end) for link in nordland.memberships] == [
        ("Q458", "1995", "2020-01-31"),
        ("Q7184", "2004-03-29", ""),
    ]
    assert [(link.qid, link.start) for link in treaty.signatories] == [("Q142", "1999"), ("Q900000001", "1999-04-05")]
    assert treaty.names == ("Fjord Treaty",)
    assert "Q7330070" in office.classes
    assert (anna.labels["de"], anna.aliases["fr"], anna.countries) == ("Anna Berg", ("Mme Berg",), frozenset({"Q900000001"}))


@pytest.mark.parametrize("name", ["sparql", "action", "recon"])
def test_hostile_labels_come_out_harmless(name: str, servers: dict[str, SparqlServer]) -> None:
    (item,) = source(servers, name).search([BANK])[BANK.iri]
    assert item.qid == "Q900000040"
    assert all(letter.isprintable() for letter in item.label + item.description)
    assert "\t" not in item.description


def test_reconciliation_finds_and_says_what_it_thinks(servers: dict[str, SparqlServer]) -> None:
    found = source(servers, "recon").search([NATO, ANNA])
    assert [(item.qid, item.hint, item.kinds) for item in found[NATO.iri]] == [("Q7184", 1.0, frozenset({"organization"}))]
    assert {item.qid for item in found[ANNA.iri]} == {"Q900000002", "Q900000003"}
    assert all(one.score < ACCEPTABLE for one in ranked(ANNA, found[ANNA.iri]))


def test_reconciliation_describes_no_items(servers: dict[str, SparqlServer]) -> None:
    with pytest.raises(Fault, match="describes no items"):
        source(servers, "recon").items(["Q30"])


# Manners


@pytest.mark.parametrize("name", ["sparql", "action", "recon"])
def test_requests_say_who_asks_and_go_out_one_after_another_as_post(name: str, servers: dict[str, SparqlServer]) -> None:
    source(servers, name, contact="mailto:ann@example.org").search([NATO])
    seen = servers[name].requests
    assert seen
    assert all(one.headers["user-agent"].startswith("diplograph/") for one in seen)
    assert all("(mailto:ann@example.org)" in one.headers["user-agent"] for one in seen)
    assert all(one.method == "POST" or (name == "recon" and not one.body) for one in seen)
    if name == "action":
        assert all(one.form["maxlag"] == ["5"] for one in seen)


def test_queries_are_standard_sparql(servers: dict[str, SparqlServer]) -> None:
    from rdflib.plugins.sparql.parser import parseQuery

    source(servers, "sparql").search([ANNA])
    texts = [one.form["query"][0] for one in servers["sparql"].requests]
    assert len(texts) == 4
    for text in texts:
        parseQuery(text)
        assert "SERVICE" not in text
        assert "hint:" not in text


MAXLAG = json.dumps({"error": {"code": "maxlag", "info": "Waiting for db1: 7.2 seconds lagged", "lag": 7.2}, "servedby": "mw1"})


def test_lag_is_waited_for_as_told(servers: dict[str, SparqlServer]) -> None:
    slept: list[float] = []
    api = source(servers, "action", sleep=slept.append)
    servers["action"].troubles.append(says("application/json", MAXLAG, 200, Retry_After="11"))
    assert api.items(["Q30"])["Q30"].label == "United States"
    assert slept == [11.0]


def test_lag_without_end_is_given_up(servers: dict[str, SparqlServer]) -> None:
    slept: list[float] = []
    api = source(servers, "action", sleep=slept.append, tries=3)
    servers["action"].troubles.extend([says("application/json", MAXLAG)] * 3)
    with pytest.raises(Fault, match="is busy"):
        api.items(["Q30"])
    assert slept == [7.2, 7.2]


@pytest.mark.parametrize("name", ["sparql", "action", "recon"])
def test_retry_after_is_honoured(name: str, servers: dict[str, SparqlServer]) -> None:
    slept: list[float] = []
    one = source(servers, name, sleep=slept.append)
    servers[name].troubles.append(busy("17"))
    assert one.search([NATO])[NATO.iri]
    assert slept == [17.0]


# What goes wrong

HTML = says("text/html", "<html><title>Wikimedia Error</title>")
TROUBLES: list[tuple[str, Trouble, str]] = [
    ("429 without end", busy("999"), "wants to be left alone for 999 s"),
    ("500", says("text/plain", "boom", 500), "HTTP status 500: boom"),
    ("a page with status 200", HTML, "Wikimedia Error"),
    ("plain text with status 200", says("text/plain", "You are blocked"), "You are blocked"),
    ("a redirect", redirect("http://elsewhere.example/"), "redirects (302)"),
    ("a stall", stall, "does not answer within 0.5 s"),
    ("cut off", cut("application/json", '{"entities"', 900), "broke off"),
    ("cut off unannounced", cut("application/json", '{"head":{"vars":["item"]},"results":{"bindings":[{'), "malformed or broken-off"),
    ("too much", flood("application/json", b" " * 65536, 64), "sends more than"),
    ("nested", says("application/json", "[" * 5000 + "]" * 5000), "nested too deeply"),
    ("not HTTP", raw([b"SSH-2.0-OpenSSH_9\r\n"]), "cannot be reached, or broke off"),
]  # fmt: skip


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(("trouble", "told"), [case[1:] for case in TROUBLES], ids=[case[0] for case in TROUBLES])
def test_trouble_is_one_line(name: str, trouble: Trouble, told: str, servers: dict[str, SparqlServer]) -> None:
    one = source(servers, name, timeout=0.5 if trouble is stall else 20.0, most_bytes=2**20)
    servers[name].troubles.append(trouble)
    with pytest.raises(Fault) as caught:
        one.items(["Q30"])
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.cure


ODD = [
    ("an error", '{"error":{"code":"no-such-entity","info":"Could not find Q1\\u001b[31m"}}', "no-such-entity: Could not find Q1 [31m"),
    ("a list", "[]", "JSON of another form"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "told"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_odd_answers_of_the_action_api(body: str, told: str, servers: dict[str, SparqlServer]) -> None:
    api = source(servers, "action")
    servers["action"].troubles.append(says("application/json", body))
    with pytest.raises(Fault) as caught:
        api.items(["Q30"])
    assert told in str(caught.value)


SHAPELESS = [
    "{}", '{"entities":[]}', '{"entities":{"Q30":null}}',
    '{"entities":{"Q30":{"id":"Q30","labels":[],"claims":{"P31":[1,{"mainsnak":3}]}}}}',
    '{"entities":{"Q30":{"id":"Q30","claims":{"P571":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"time":7}}}}]}}}}',
    '{"entities":{"Q30":{"id":"../../etc","claims":{}}}}',
]  # fmt: skip


@pytest.mark.parametrize("body", SHAPELESS)
def test_shapeless_entities_say_nothing_and_break_nothing(body: str, servers: dict[str, SparqlServer]) -> None:
    api = source(servers, "action")
    servers["action"].troubles.append(says("application/json", body))
    assert all(item.label == "" and item.start == "" for item in api.items(["Q30"]).values())


def test_a_million_candidates_are_cut_to_what_an_honest_answer_has(servers: dict[str, SparqlServer]) -> None:
    api = source(servers, "action")
    hits = [{"id": f"Q{number}"} for number in range(1, 100_000)]
    servers["action"].troubles.append(says("application/json", json.dumps({"search": hits})))
    api.search([BANK])
    assert len(servers["action"].requests) <= 4
    name = {"type": "literal", "xml:lang": "en", "value": "NATO"}
    table = [{"name": name, "item": {"type": "uri", "value": f"http://www.wikidata.org/entity/Q{n}"}} for n in range(1, 20_000)]
    client = source(servers, "sparql")
    body = json.dumps({"head": {"vars": ["name", "item"]}, "results": {"bindings": table}})
    servers["sparql"].troubles.append(says("application/sparql-results+json", body))
    assert len(client.search([NATO])[NATO.iri]) <= 50


MANIFESTS = [
    ("of version 0.1", {"versions": ["0.1"], "identifierSpace": "http://www.wikidata.org/entity/"}, "no manifest of the"),
    ("about other things", {"versions": ["0.2"], "identifierSpace": "http://viaf.org/viaf/"}, "about the identifiers of http://viaf.org/viaf/"),
    ("none", [], "no manifest"),
]  # fmt: skip


@pytest.mark.parametrize(("manifest", "told"), [case[1:] for case in MANIFESTS], ids=[case[0] for case in MANIFESTS])
def test_manifest_must_fit(manifest: object, told: str, servers: dict[str, SparqlServer]) -> None:
    service = source(servers, "recon")
    servers["recon"].troubles.append(says("application/json", json.dumps(manifest)))
    with pytest.raises(Fault) as caught:
        service.search([NATO])
    assert told in str(caught.value)


def test_result_batch_must_fit(servers: dict[str, SparqlServer]) -> None:
    service = source(servers, "recon")
    manifest = says("application/json", json.dumps(dict(ReconServer.manifest)))
    servers["recon"].troubles.extend([manifest, says("application/json", '{"q0":{"result":7}}')])
    with pytest.raises(Fault, match="no result"):
        service.search([NATO])


# The cache


@pytest.mark.parametrize("name", ["sparql", "action", "recon"])
def test_nothing_is_asked_twice_until_it_is_old(name: str, servers: dict[str, SparqlServer], tmp_path: Path) -> None:
    now = [1_000_000.0]
    memory = Cache(tmp_path, days=2, clock=lambda: now[0])
    first = source(servers, name, memory=memory).search([NATO])
    asked = len(servers[name].requests)
    assert source(servers, name, memory=memory).search([NATO]) == first
    assert servers[name].requests == []
    now[0] += 2 * 24 * 3600
    assert source(servers, name, memory=memory).search([NATO]) == first
    assert len(servers[name].requests) == asked


@pytest.mark.parametrize("name", BOTH)
def test_run_that_was_broken_off_goes_on(name: str, servers: dict[str, SparqlServer], tmp_path: Path) -> None:
    memory = Cache(tmp_path)
    client = source(servers, name, memory=memory)
    wanted = sorted(world(), key=lambda qid: int(qid[1:]))[:120]
    spoiled = says("text/plain", "boom", 500)
    server = servers[name]
    answer = type(server).answer.__get__(server)
    server.troubles.extend([lambda handler: answer(handler, server.requests[-1])] * 2 + [spoiled])
    with pytest.raises(Fault, match="500"):
        client.items(wanted)
    done = len(server.requests) - 1
    again = source(servers, name, memory=memory)
    assert len(again.items(wanted)) == 120
    fresh = source(servers, name, memory=Cache(tmp_path / "other"))
    server.requests.clear()
    fresh.items(wanted)
    whole = len(server.requests)
    server.requests.clear()
    assert done == 2
    assert whole > done


def test_errors_are_not_kept(servers: dict[str, SparqlServer], tmp_path: Path) -> None:
    memory = Cache(tmp_path)
    for body, media in (('{"error":{"code":"internal"}}', "application/json"), ("<title>Error</title>", "text/html")):
        api = source(servers, "action", memory=memory)
        servers["action"].troubles.append(says(media, body))
        with pytest.raises(Fault):
            api.items(["Q30"])
    assert source(servers, "action", memory=memory).items(["Q30"])["Q30"].label == "United States"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"question": 1}', "\x00", '{"question":"q","asked":"x","media":"a","data":"%%"}'])
def test_spoiled_cache_is_asked_anew(text: str, tmp_path: Path) -> None:
    memory = Cache(tmp_path)
    memory.keep("q", "application/json", b"{}")
    assert memory.recall("q") == ("application/json", b"{}")
    (file,) = tmp_path.rglob("*.json")
    file.write_text(text, encoding="utf-8")
    assert memory.recall("q") is None


def test_cache_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Fault, match="cannot be written"):
        Cache(tmp_path / "file").keep("q", "a/b", b"")


@pytest.mark.parametrize(
    ("time", "precision", "date"),
    [
        ("+1952-10-07T00:00:00Z", 11, "1952-10-07"), ("+1952-10-00T00:00:00Z", 10, "1952-10"), ("+1952-00-00T00:00:00Z", 9, "1952"),
        ("1952-01-01T00:00:00Z", 9, "1952"), ("1952-10-01T00:00:00Z", 10, "1952-10"), ("+1950-00-00T00:00:00Z", 8, ""),
        ("-0044-03-15T00:00:00Z", 11, ""),
        ("+10000-01-01T00:00:00Z", 11, ""), ("", 11, ""), ("soon", 11, ""), ("1952-10-07", 11, "1952-10-07"),
    ],
)  # fmt: skip
def test_times_become_dates(time: str, precision: int, date: str) -> None:
    assert date_of(time, precision) == date
