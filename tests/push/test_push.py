"""Sending a graph to a server on this machine: all of it, only what changed, by every kind of login, and through every fault."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from push_server import LOGINS, NONCE, WRONG, Guard, PushServer
from pyoxigraph import Literal, NamedNode, Quad

from diplograph.errors import Fault
from diplograph.push import Pushed, Source, push
from diplograph.queries import RemoteEngine, fetched
from diplograph.queries.fetch import LEDGER
from diplograph.remote import Endpoint
from diplograph.store import Store
from diplograph.vocabulary import XSD
from servers import SparqlServer, Trouble, busy, raw, redirect, says

NAMES = [f"http://x.org/g{number}" for number in range(4)]
SAYS = NamedNode("http://x.org/says")
WAYS = pytest.mark.parametrize("by_graphs", [True, False], ids=["graphs", "update"])
GONE = raw([b""])  # hangs up without a word


def quads(name: str, number: int, word: str = "peace") -> list[Quad]:
    return [Quad(NamedNode(f"http://x.org/{n}"), SAYS, Literal(f"{word} {n} “ü” \n"), NamedNode(name)) for n in range(number)]


def stored(*changed: str) -> Store:
    """Four graphs of 1, 2, 3 and 4 triples; some of them with other words."""
    return Store.of(quad for n, name in enumerate(NAMES, 1) for quad in quads(name, n, "war" if name in changed else "peace"))


pytestmark = pytest.mark.usefixtures("no_proxy")


@pytest.fixture
def server() -> Iterator[PushServer]:
    with PushServer() as running:
        yield running


def graph_writes(server: PushServer) -> list[str]:
    """The graphs that were written to by the Graph Store Protocol, in order."""
    return [seen.method + " " + seen.path.rpartition("%2F")[2] for seen in server.writes if seen.path.startswith("/graphs")]


def digests(server: PushServer) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in server.store.quads_for_pattern(None, None, None, LEDGER)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def fault_of(server: PushServer, store: Store | None = None, **options: object) -> str:
    with pytest.raises(Fault) as caught:
        push(Source(store or stored()), server.target(**options))  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.cure
    return message


# What goes well


@WAYS
@pytest.mark.parametrize("batch", [None, 1, 3])
def test_push_makes_the_server_hold_the_graph(server: PushServer, by_graphs: bool, batch: int | None) -> None:
    store = stored()
    server.store.add(Quad(SAYS, SAYS, Literal("somebody else's"), SAYS))
    done = push(Source(store), server.target(by_graphs=by_graphs, batch=batch))
    assert server.held(LEDGER.value, SAYS.value) == set(store)
    assert len(server.held()) == 10 + 4 + 1
    assert (done.sent, done.unchanged, done.gone, done.short) == (dict(zip(NAMES, [1, 2, 3, 4], strict=True)), 0, (), [])
    assert set(digests(server)) == set(NAMES)


@WAYS
def test_push_again_sends_what_changed_and_nothing_else(server: PushServer, by_graphs: bool) -> None:
    target = server.target(by_graphs=by_graphs)
    push(Source(stored()), target)
    server.writes.clear()
    done = push(Source(stored()), target)
    assert (done.sent, done.unchanged, server.writes) == ({}, 4, [])
    changed = stored(NAMES[2])
    assert push(Source(changed), target).sent == {NAMES[2]: 3}
    assert server.held(LEDGER.value) == set(changed)
    assert graph_writes(server) == (["PUT g2"] if by_graphs else [])
    others = [name for name in NAMES if name != NAMES[2]]
    assert not any(f"<{name}>" in seen.body for seen in server.writes for name in others)
    assert push(Source(changed), target, anew=True).sent.keys() == set(NAMES)


@WAYS
def test_push_removes_what_is_gone_when_asked(server: PushServer, by_graphs: bool) -> None:
    target = server.target(by_graphs=by_graphs)
    push(Source(stored()), target)
    server.store.add(Quad(SAYS, SAYS, SAYS, NamedNode("http://x.org/other")))
    left = Store.of(quad for quad in stored() if quad.graph_name != NamedNode(NAMES[1]))
    kept = push(Source(left), target)
    assert (kept.gone, kept.removed, kept.unchanged) == ((NAMES[1],), 0, 3)
    assert server.held(LEDGER.value, "http://x.org/other") == set(stored())
    gone = push(Source(left), target, remove=True)
    assert (gone.gone, gone.removed) == ((NAMES[1],), 1)
    assert server.held(LEDGER.value, "http://x.org/other") == set(left)
    assert NAMES[1] not in digests(server)
    assert push(Source(stored()), target).sent == {NAMES[1]: 2}


def test_push_dry_changes_nothing(server: PushServer) -> None:
    done = push(Source(stored()), server.target(), remove=True, dry=True)
    assert (len(done.sent), done.triples, server.writes, server.held()) == (4, 10, [], set())


def test_push_tells_how_far_it_is(server: PushServer) -> None:
    told: list[tuple[int, int]] = []

    def say(done: Pushed) -> None:
        told.append((done.seen, len(done.sent)))

    push(Source(stored()), server.target(), say)
    assert told == [(4, 0), (4, 4)]


@WAYS
@settings(max_examples=10)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=4))
def test_push_keeps_any_text(by_graphs: bool, texts: list[str]) -> None:
    store = Store.of(Quad(SAYS, SAYS, Literal(text, language="en"), NamedNode("http://x.org/ü?a=b&c#d")) for text in texts)
    with PushServer() as server:
        push(Source(store), server.target(by_graphs=by_graphs, batch=2))
        assert server.held(LEDGER.value) == set(store)
        assert set(fetched(RemoteEngine(Endpoint(server.url)), "there")) == set(store)


# Who comes


@WAYS
@pytest.mark.parametrize("kind", LOGINS)
def test_push_with_login(kind: str, by_graphs: bool) -> None:
    with PushServer(Guard(LOGINS[kind])) as server:
        push(Source(stored()), server.target(LOGINS[kind], by_graphs=by_graphs))
        assert server.held(LEDGER.value) == set(stored())
        asked = Endpoint(server.url, login=LOGINS[kind])
        assert set(fetched(RemoteEngine(asked), asked.name)) == set(stored())
        if kind == "digest":
            assert not any("s3cret" in str(seen.headers) for seen in server.requests)
            assert sum("authorization" not in seen.headers for seen in server.requests) == (4 if by_graphs else 3)  # once for each URL


@pytest.mark.parametrize("kind", LOGINS)
@pytest.mark.parametrize("given", [WRONG, {}], ids=["wrong", "none"])
def test_push_with_the_wrong_login(kind: str, given: dict[str, object]) -> None:
    with PushServer(Guard(LOGINS[kind])) as server:
        message = fault_of(server, login=given.get(kind))
        assert "401: who are you?" in message
        assert "n0pe" not in message
        assert server.writes == []
        assert len(server.requests) == (2 if kind == "digest" and given else 1)


def test_push_takes_a_new_challenge_when_the_old_one_is_over() -> None:
    with PushServer(Guard(LOGINS["digest"])) as server:
        asked = Endpoint(server.url, login=LOGINS["digest"])
        assert asked.query("ASK {}")
        new = Guard(LOGINS["digest"], NONCE[::-1])
        server.guard = new
        server.troubles.append(says("text/plain", "too old", 401, WWW_Authenticate=f"{new.challenge}, stale=true"))
        assert asked.query("ASK {}")
        assert len(server.requests) == 4


# What goes wrong


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (says("text/plain", "not yours", 403), "refuses the graph with HTTP status 403: not yours"),
        (says("text/html", "<title>No such thing</title>", 404), "HTTP status 404: No such thing"),
        (says("text/plain", "", 405), "HTTP status 405"),
        (says("text/plain", "", 413), "HTTP status 413"),
        (says("text/plain", "", 415), "HTTP status 415"),
        (says("text/plain", "Virtuoso 42000 Error SR186:SECURITY: No permission", 500), "SECURITY"),
        (redirect("http://x.org/elsewhere"), "redirects (302) to http://x.org/elsewhere"),
    ],
)
def test_push_refused(server: PushServer, trouble: Trouble, told: str) -> None:
    server.write_troubles[2] = trouble
    assert told in fault_of(server)
    assert len(server.writes) == 2


def test_push_to_a_page(server: PushServer) -> None:
    server.troubles.append(says("text/html", "<title>Welcome</title>"))
    assert "answers with text/html and no SELECT result: Welcome" in fault_of(server)
    assert server.writes == []


def test_push_to_what_takes_everything_and_keeps_nothing(server: PushServer) -> None:
    server.drops = lambda line: "/2>" in line
    done = push(Source(stored()), server.target())
    assert [line.partition(": ")[2] for line in done.short] == ["the server holds 2 of 3 triples", "the server holds 3 of 4 triples"]
    assert [digests(server)[name] == "begun" for name in NAMES] == [False, False, True, True]
    server.drops = lambda _: False
    assert push(Source(stored()), server.target()).sent.keys() == {NAMES[2], NAMES[3]}


def test_push_to_nobody() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    naps: list[float] = []
    with PushServer() as server:
        target = server.target(sleep=naps.append)
        nobody = Endpoint(f"http://127.0.0.1:{port}/", persistent=True, patience=5, sleep=naps.append)
        with pytest.raises(Fault, match=r"cannot be reached, or broke off \(Connection refused\)"):
            push(Source(stored()), type(target)(nobody, target.updates))
    assert naps == [2.0]


@WAYS
@pytest.mark.parametrize("trouble", [says("text/plain", "oops", 500), says("text/plain", "", 502), busy("3", 503), GONE])
def test_push_tries_again(server: PushServer, by_graphs: bool, trouble: Trouble) -> None:
    naps: list[float] = []
    server.write_troubles = {1: trouble, 3: trouble, 5: trouble}
    push(Source(stored()), server.target(by_graphs=by_graphs, sleep=naps.append))
    assert server.held(LEDGER.value) == set(stored())
    assert len(naps) == 3


@WAYS
@pytest.mark.parametrize("death", range(1, 9))
def test_push_goes_on_after_the_server_died(server: PushServer, by_graphs: bool, death: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dead at any write: what is on record is whole, and the next push sends the others and no more."""
    monkeypatch.setattr("diplograph.push.job._TOGETHER", 3)
    server.write_troubles = dict.fromkeys(range(death, death + 20), GONE)
    target = server.target(by_graphs=by_graphs, batch=2, tries=2)
    message = fault_of(server, by_graphs=by_graphs, batch=2, tries=2)
    assert "broke off" in message
    server.write_troubles.clear()
    source = Source(stored())
    right = {name: source.content(name) for name, digest in digests(server).items() if digest != "begun"}
    for name, content in right.items():
        assert digests(server)[name] == content.digest
        assert {quad for quad in server.store if quad.graph_name == NamedNode(name)} == {
            q for q in stored() if q.graph_name == NamedNode(name)
        }
    told = re.search(r"; (\d) of 4 graphs are there, and the same command goes on with the others$", message)
    assert len(right) - 1 <= int(told[1] if told else 0) <= len(right)
    done = push(source, target)
    assert done.sent.keys() == set(NAMES) - right.keys()
    assert server.held(LEDGER.value) == set(stored())


def test_push_of_too_much_at_once_says_how(server: PushServer) -> None:
    server.most_bytes = 900
    assert "413: too large; send less at once" in fault_of(server, by_graphs=False)
    push(Source(stored()), server.target(by_graphs=False, batch=2))
    assert server.held(LEDGER.value) == set(stored())


@pytest.mark.parametrize(
    ("made", "options", "told"),
    [
        ([], {}, "is empty"),
        ([Quad(SAYS, SAYS, SAYS)], {}, "has triples outside all named graphs; say with --graph IRI"),
        ([Quad(SAYS, SAYS, SAYS), Quad(SAYS, SAYS, SAYS, SAYS)], {"default": SAYS.value}, "has a graph http://x.org/says already"),
        ([Quad(SAYS, SAYS, SAYS, LEDGER)], {}, "in which push keeps what was sent where"),
    ],
)
def test_push_of_what_cannot_be_sent(server: PushServer, made: list[Quad], options: dict[str, str], told: str) -> None:
    with pytest.raises(Fault) as caught:
        push(Source(Store.of(made), **options), server.target())
    assert told in str(caught.value)
    assert server.requests == []


def test_push_names_the_default_graph(server: PushServer) -> None:
    push(Source(Store.of([Quad(SAYS, SAYS, SAYS)]), NAMES[0]), server.target())
    assert server.held(LEDGER.value) == {Quad(SAYS, SAYS, SAYS, NamedNode(NAMES[0]))}


# A whole graph from a server


@pytest.mark.parametrize("most_rows", [None, 3, 1])
def test_fetched_is_whole_whatever_the_limit(server: PushServer, most_rows: int | None) -> None:
    push(Source(stored()), server.target())
    server.store.add(Quad(SAYS, SAYS, SAYS, NamedNode("http://x.org/other")))
    server.most_rows = most_rows
    assert set(fetched(RemoteEngine(Endpoint(server.url)), "there")) == set(stored())


def test_fetched_without_a_push_is_all_named_graphs(server: PushServer) -> None:
    server.store.extend(stored())
    assert set(fetched(RemoteEngine(Endpoint(server.url)), "there")) == set(stored())


def test_fetched_from_the_default_graph() -> None:
    whole = {Quad(SAYS, SAYS, SAYS), Quad(SAYS, SAYS, Literal(True))}
    with SparqlServer() as server:
        server.store.extend([Quad(SAYS, SAYS, SAYS), Quad(SAYS, SAYS, Literal("1", datatype=NamedNode(f"{XSD.iri}boolean")))])
        assert set(fetched(RemoteEngine(Endpoint(server.url)), "there")) == whole


def test_fetched_is_never_a_part(server: PushServer) -> None:
    server.store.extend(stored())
    server.most_rows, server.pages = 2, False
    with pytest.raises(Fault, match="answers with 2 of 4 rows; raise the server's limit of rows"):
        list(fetched(RemoteEngine(Endpoint(server.url)), "there"))


def test_source_is_in_order_and_its_digests_are_of_the_content(tmp_path: Path) -> None:
    first, second = Source(stored()), Source(stored(NAMES[0]))
    assert first.names == tuple(NAMES)
    assert [first.content(name).digest == second.content(name).digest for name in NAMES] == [False, True, True, True]
    path = tmp_path / "graph.nq"
    path.write_text("".join(f"{quad} .\n" for quad in reversed(list(stored()))), "utf-8")
    assert [Source(Store.read(path)).content(name) for name in NAMES] == [first.content(name) for name in NAMES]
