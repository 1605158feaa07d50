"""Clients that others wrote, in other languages, against the running server."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from served import Served

HERE = Path(__file__).resolve().parent
TREATIES = "PREFIX dpg: <https://w3id.org/diplograph/ontology#> SELECT ?t { ?t a dpg:Treaty } ORDER BY ?t LIMIT 3"


def run(program: str, *words: str) -> str:
    path = shutil.which(program)
    assert path, f"{program} is missing: make test-all installs it"
    done = subprocess.run([path, *words], capture_output=True, text=True, timeout=120, check=False, cwd=HERE)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected(server: Served) -> list[str]:
    return server.query(TREATIES, "text/csv").text.splitlines()[1:]


def test_curl(server: Served) -> None:
    url = f"{server.url}/sparql"
    wanted = expected(server)
    assert len(wanted) == 3
    assert run("curl", "-sfG", url, "--data-urlencode", f"query={TREATIES}", "-H", "Accept: text/csv").splitlines()[1:] == wanted
    assert run("curl", "-sf", url, "--data-urlencode", f"query={TREATIES}", "-H", "Accept: text/csv").splitlines()[1:] == wanted
    direct = ["-H", "Content-Type: application/sparql-query", "--data", TREATIES]
    bindings = json.loads(run("curl", "-sf", "--compressed", url, *direct))["results"]["bindings"]
    assert [row["t"]["value"] for row in bindings] == wanted
    assert "Russia" in run("curl", "-sfL", f"{server.url}/id/state/russia", "-H", "Accept: text/turtle")


def test_comunica(server: Served) -> None:
    assert [line.removeprefix("t=") for line in run("node", "comunica.mjs", f"{server.url}/sparql", TREATIES).splitlines()] == expected(
        server
    )


def test_the_editor_is_the_one_that_was_published() -> None:
    published = HERE / "node_modules" / "@zazuko" / "yasgui" / "build"
    ours = HERE.parents[1] / "src" / "diplograph" / "web" / "static" / "yasgui"
    names = ("yasgui.min.js", "yasgui.min.css")
    assert [(ours / name).read_bytes() == (published / name).read_bytes() for name in names] == [True, True]
