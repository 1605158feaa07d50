"""The Reconciliation Service API 0.2 against the running server; its answers fit the specification's required fields."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from served import Served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def posted(server: Served, **fields: object) -> Any:  # noqa: ANN401 - JSON
    body = urlencode({name: json.dumps(value) for name, value in fields.items()}).encode()
    got = server.ask("POST", "/reconcile", FORM, body)
    assert (got.status, got.media) == (200, "application/json")
    return json.loads(got.body)


def test_manifest(server: Served) -> None:
    got = server.get("/reconcile")
    manifest = json.loads(got.body)
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= set(manifest)
    assert "0.2" in manifest["versions"]
    assert "{{id}}" in manifest["view"]["url"]
    assert got.headers["access-control-allow-origin"] == "*"


def test_a_batch(server: Served) -> None:
    queries = {
        "a": {"query": "Moscow", "type": "State"},
        "b": {"query": "Blinkn", "limit": 2},
        "c": {"query": "Nobody At All Whatsoever"},
        "d": {"query": "Russia", "type": ["Person"]},
        "e": {"query": "Russia", "properties": [{"pid": "isoAlpha2", "v": "RU"}]},
        "f": {"query": "Russia", "properties": [{"pid": "isoAlpha2", "v": {"id": "FR"}}]},
    }
    found = posted(server, queries=queries)
    assert set(found) == set(queries)
    first = found["a"]["result"][0]
    assert (first["id"], first["match"]) == ("state/russia", True)
    assert {"id", "name", "score", "type"} <= set(first)
    assert found["b"]["result"][0]["name"] == "Antony Blinken"
    assert found["b"]["result"][0]["match"] is False
    assert found["c"]["result"] == []
    assert all(one["id"] != "state/russia" for one in found["d"]["result"])
    assert found["e"]["result"][0]["score"] > found["f"]["result"][0]["score"]
    for one in found.values():
        assert [row["score"] for row in one["result"]] == sorted((row["score"] for row in one["result"]), reverse=True)
    assert json.loads(server.get(f"/reconcile?queries={quote(json.dumps(queries))}").body) == found


def test_extension(server: Served) -> None:
    found = posted(server, extend={"ids": ["state/russia", "state/nowhere"], "properties": [{"id": "wikidata"}, {"id": "statements"}]})
    assert [one["id"] for one in found["meta"]] == ["wikidata", "statements"]
    assert found["rows"]["state/russia"]["wikidata"] == [{"str": "Q159"}]
    assert found["rows"]["state/nowhere"]["wikidata"] == []
    offered = json.loads(server.get("/reconcile/properties?type=State").body)["properties"]
    assert {"wikidata", "isoAlpha2"} <= {one["id"] for one in offered}


def test_suggestions_and_preview(server: Served) -> None:
    assert "state/russia" in [one["id"] for one in json.loads(server.get("/reconcile/suggest/entity?prefix=Russ").body)["result"]]
    assert [one["id"] for one in json.loads(server.get("/reconcile/suggest/type?prefix=sta").body)["result"]] == ["State"]
    assert json.loads(server.get("/reconcile/suggest/property?prefix=wiki").body)["result"][0]["id"] == "wikidata"
    preview = server.get("/reconcile/preview?id=state/russia")
    assert "Russia" in preview.text
    assert "frame-ancestors" not in preview.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"queries": "nonsense"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": '{"a": 1}'}, 400),
        ({"queries": '{"a": {"query": 1}}'}, 400),
        ({"queries": "[" * 5000}, 400),
        ({"queries": json.dumps({str(number): {"query": "x"} for number in range(100)})}, 413),
        ({"extend": "{}"}, 400),
        ({"extend": json.dumps({"ids": ["x"] * 500, "properties": []})}, 413),
    ],
)
def test_what_is_malformed(server: Served, fields: dict[str, str], status: int) -> None:
    assert server.ask("POST", "/reconcile", FORM, urlencode(fields).encode()).status == status


def test_what_is_not_there(server: Served) -> None:
    assert server.get("/reconcile/preview?id=state/nowhere").status == 404
    assert server.get("/reconcile/preview?id=%3Cscript%3E").status == 404
    assert server.get("/reconcile/nothing").status == 404
