"""The command `push`, `--endpoint` and `--login` as a user meets them, and our own server, which takes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from push_server import LOGINS, Guard, PushServer

from diplograph import queries
from diplograph.cli.main import run
from diplograph.model import Table
from diplograph.queries import RemoteEngine
from diplograph.queries.fetch import LEDGER
from diplograph.remote import Endpoint
from diplograph.resources import Workspace
from diplograph.store import Store
from served import Served

GRAPH = """
<http://x.org/a> <http://x.org/says> "peace" <http://x.org/g1> .
<http://x.org/b> <http://x.org/says> "peace" <http://x.org/g2> .
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    for name in ("DIPLOGRAPH_USER", "DIPLOGRAPH_PASSWORD", "DIPLOGRAPH_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def there() -> Iterator[PushServer]:
    with PushServer() as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "graph.nq"
    path.write_text(GRAPH, "utf-8")
    return str(path)


def arguments(server: PushServer, data: str, *more: str) -> list[str]:
    return ["push", "--endpoint", server.url, "--update", f"{server.base}/update", "--data", data, "--patience", "0", *more]


@pytest.mark.parametrize("protocol", [[], ["--graphs"]], ids=["update", "graphs"])
def test_push_command(there: PushServer, data: str, protocol: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    call = arguments(there, data, *(word for name in protocol for word in (name, f"{there.base}/graphs")))
    assert run([*call, "--dry-run"]) == 0
    assert capsys.readouterr().out == (
        "        1  http://x.org/g1\n        1  http://x.org/g2\n2 graphs would be sent (2 triples), 0 unchanged\n"
    )
    assert there.held() == set()
    assert run(call) == 0
    assert capsys.readouterr().out == "2 graphs sent (2 triples), 0 unchanged\n"
    Path(data).write_text(GRAPH.splitlines()[1].replace("peace", "war") + "\n", "utf-8")
    assert run(call) == 0
    assert capsys.readouterr().out == (
        "1 graph sent (1 triple), 0 unchanged\n1 graph there and not in the source any more: stay, and --remove takes them away\n"
    )
    assert run([*call, "--remove"]) == 0
    assert capsys.readouterr().out == "0 graphs sent (0 triples), 1 unchanged\n1 graph taken away\n"
    assert there.held(LEDGER.value) == set(Store.read(Path(data)))


def test_push_command_says_what_is_not_there(there: PushServer, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    there.drops = lambda line: "/b>" in line
    assert run(arguments(there, data, "--graphs", f"{there.base}/graphs")) == 1
    assert "http://x.org/g2: the server holds 0 of 1 triples; it will be sent again" in capsys.readouterr().err


def test_push_command_says_that_queries_see_nothing(there: PushServer, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    there.union = False
    assert run(arguments(there, data)) == 0
    assert "the server's queries do not see named graphs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--endpoint", "ftp://x.org/"], "an endpoint's URL begins with http: or https:"),
        (["--endpoint", "http://eve:s3cret@x.org/"], "holds a username or password"),
        (["--graph", "no iri"], '--graph: "no iri" is no IRI'),
        (["--store", "nowhere"], "name three different graphs"),
        (["--login", "basic"], "--login basic: DIPLOGRAPH_USER is not set"),
        (["--login", "bearer"], "--login bearer: DIPLOGRAPH_TOKEN is not set"),
        (["--login", "nothing.yaml"], "nothing.yaml: cannot be read (No such file or directory); choose one of basic, digest, bearer"),
    ],
)
def test_push_command_is_called_wrongly(
    there: PushServer, data: str, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments(there, data, *words)) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert "s3cret" not in said
    assert there.requests == []


FILES = {
    "basic": "user: eve\npassword: s3cret/ü\n",
    "digest": "auth: digest\nuser: eve\npassword: s3cret/ü\n",
    "bearer": "token: t0ken.of-eve==\n",
}


@pytest.mark.parametrize("by_file", [False, True], ids=["environment", "file"])
@pytest.mark.parametrize("kind", LOGINS)
def test_login_serves_every_command(
    kind: str, by_file: bool, data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    login = LOGINS[kind]
    how = str(Path(data).parent / "login.yaml") if by_file else kind
    if by_file:
        Path(how).write_text(FILES[kind], "utf-8")
    else:
        monkeypatch.setenv("DIPLOGRAPH_TOKEN" if kind == "bearer" else "DIPLOGRAPH_PASSWORD", login.secret)
        monkeypatch.setenv("DIPLOGRAPH_USER", str(login.user))
    with PushServer(Guard(login)) as server:
        at = ["--endpoint", server.url, "--login", how]
        assert run([*arguments(server, data), "--login", how]) == 0
        assert run(["query", "-e", "ASK { ?s ?p 'peace' }", *at]) == 0
        assert run(["ask", "articles", *at]) == 0
        assert run(["validate", *at]) in (0, 1)
        assert run(["network", *at]) == 0
        capsys.readouterr()
        assert run(["export", "--format", "nq", *at]) == 0
        assert capsys.readouterr().out == GRAPH.lstrip()
        assert run(["export", *at[:2]]) == 2
        said = capsys.readouterr().err
        assert "401" in said
        assert login.secret not in said


@pytest.mark.parametrize(
    "text", ["- s3cret", "user: eve", "user: eve\ntoken: s3cret", "auth: ntlm\nuser: e\npassword: s3cret", "{s3cret", "password: 1"]
)
def test_login_file_that_says_nothing(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "login.yaml"
    path.write_text(text, "utf-8")
    assert run(["ask", "articles", "--endpoint", "http://127.0.0.1:9/", "--login", str(path)]) == 2
    said = capsys.readouterr().err
    assert "is not YAML" in said or "does not say who you are" in said
    assert "s3cret" not in said


@pytest.mark.parametrize("command", [["ask", "articles"], ["query", "-e", "ASK {}"], ["export"], ["validate"], ["network"]])
def test_login_without_an_endpoint(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--login", "basic"]) == 2
    assert "--login is for an endpoint, and none is named" in capsys.readouterr().err


# Our own server


def test_our_own_server_takes_nothing(server: Served, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--graphs", f"{server.url}/sparql"]):
        assert run(["push", "--endpoint", f"{server.url}/sparql", "--data", data, "--patience", "0", *words]) == 2
        said = capsys.readouterr().err
        assert "refuses the update with HTTP status 403" in said
        assert "read-only" in said


@pytest.mark.parametrize("name", ["dataset-statistics", "who-proposed-what", "common-ground"])
def test_our_own_server_answers_saved_questions(server: Served, name: str) -> None:
    """All of them are asked on a server that others wrote, in tests/system."""
    space = Workspace.find(None)
    asked, store = RemoteEngine(Endpoint(f"{server.url}/sparql")), Store.load(space.file("graph", "diplograph.trig"))  # type: ignore[arg-type]
    query = queries.saved(space)[name]
    values = {parameter.name: parameter.default for parameter in query.parameters if parameter.required and parameter.default}
    answer = queries.run(asked, query, values)
    assert isinstance(answer, Table)
    assert answer.rows
    assert answer == queries.run(store, query, values)
