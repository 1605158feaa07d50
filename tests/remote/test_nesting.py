"""What would end the process is refused before it is parsed, in linear time, and what is only odd is not."""

from __future__ import annotations

import time

import pytest
from pyoxigraph import RdfFormat, parse

from diplograph.errors import Fault
from diplograph.remote.nesting import json_too_deep, query_too_deep, rdf_too_deep
from diplograph.store import Store

DEEP = 30_000
TRIPLE_TERMS = "<<( <a:a> <a:b> " * DEEP
ODD = '''@prefix x: <http://x.org/> .
x:a x:b "<<( '", '<<( "', """<<( " '' """, \'\'\'<<( ' "" \'\'\', <http://x.org/#'> . # <<( "
'''


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (RdfFormat.TURTLE, "<a:a> <a:b> " + TRIPLE_TERMS),
        (RdfFormat.TURTLE, "<a:a> <a:b> '\"', " + TRIPLE_TERMS + "'\"'"),
        (RdfFormat.TURTLE, "@prefix x: <x:> . x:a\\' x:b " + TRIPLE_TERMS + "'"),
        (RdfFormat.TURTLE, "<a:a#'> <a:b#\\u0027> " + TRIPLE_TERMS + "'"),
        (RdfFormat.TURTLE, '<a:a> <a:b> """"" \\""" """, ' + TRIPLE_TERMS),
        (RdfFormat.TURTLE, "# '''\r<a:a> <a:b> " + TRIPLE_TERMS + "# '''"),
        (RdfFormat.TRIG, "<a:g> { <a:a> <a:b> " + "<<( _:a<a:b>_:c)>> ." * DEEP),
        (RdfFormat.N_TRIPLES, '<a:a> <a:b> "x\\"" . <a:a> <a:b> ' + TRIPLE_TERMS),
        (RdfFormat.N_QUADS, "<a:a> <a:b> " + TRIPLE_TERMS),
        (RdfFormat.JSON_LD, '{"a:b":' * DEEP + "1" + "}" * DEEP),
        (RdfFormat.JSON_LD, '{"@graph":[' * DEEP),
        (RdfFormat.JSON_LD, '{"a":"}","b":' * DEEP),
    ],
)  # fmt: skip
def test_nesting_refuses_deep_documents(form: RdfFormat, text: str) -> None:
    assert rdf_too_deep(text.encode(), form)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (RdfFormat.TURTLE, ODD),
        (RdfFormat.TURTLE, ODD + "".join(f"x:a x:b '<<{n} \"', \"<<\\\"<<\" .\n" for n in range(1000))),
        (RdfFormat.TURTLE, "<a:a> <a:b> " + "[ <a:b> " * 1000 + "1" + "]" * 1000 + "."),
        (RdfFormat.TURTLE, "<a:a> <a:b> " + "( " * 1000 + ")" * 1000 + "."),
        (RdfFormat.JSON_LD, '{"@graph":[' + ",".join('{"@id":"a:a","a:b":[{"@value":"[{[{"}]}' for _ in range(1000)) + "]}"),
        (RdfFormat.N_TRIPLES, '<a:a> <a:b> "<<( \\" <<" .\n' * 1000),
    ],
)  # fmt: skip
def test_nesting_takes_what_is_only_odd(form: RdfFormat, text: str) -> None:
    assert not rdf_too_deep(text.encode(), form)
    assert list(parse(text.encode(), format=form))


@pytest.mark.parametrize(
    "data",
    [
        b'"' + b'\\"' * 500_000, b'"""' + b'\\"""' * 300_000, b"'''" * 300_001,
        b"<" * 900_000, b"<a" * 500_000, b"[" * 900_000, b"#" * 900_000,
        b"<<" * 400_000, b'{"a":' * 200_000, b"[]" * 400_000 + b"[", b"\\" * 900_001, b'""' * 400_001,
    ],
)  # fmt: skip
def test_nesting_takes_linear_time(data: bytes) -> None:
    began = time.process_time()
    rdf_too_deep(b"<<" * 100 + data, RdfFormat.TURTLE)
    json_too_deep(b"[" * 100 + data)
    query_too_deep(data.decode())
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE " + "{" * DEEP + "}" * DEEP,
        "ASK { FILTER(" + "STR(" * DEEP + "1" + ")" * DEEP + ") }",
        "ASK { FILTER(" + "!" * DEEP + "true) }",
        "ASK { FILTER(1" + "+1" * DEEP + ") }",
        "ASK { FILTER(1" + " || 1" * DEEP + ") }",
        "ASK { " + "BIND(1 AS ?x) " * DEEP + "}",
        "ASK { " + "FILTER EXISTS {" * DEEP + "}" * DEEP + "}",
        "ASK { {} " + " UNION {}" * DEEP + "}",
        "ASK { ?s <a:a>" + "/<a:a>" * DEEP + " ?o }",
        "ASK { ?s ?p " + "[ ?p " * DEEP + "1" + "]" * DEEP + "}",
        "ASK { ?s ?p " + "<<( <a:a> <a:b> " * DEEP + "1" + ")>>" * DEEP + "}",
        "PREFIX http: <a:> ASK { FILTER(?a<http:a" + "/http:a" * DEEP + ">?b) }",
    ],
)  # fmt: skip
def test_nesting_refuses_queries_that_end_the_process(text: str) -> None:
    with pytest.raises(Fault, match="too many brackets or operators"):
        Store().query(text)


def test_nesting_takes_long_honest_queries() -> None:
    iris = " ".join(f"<https://w3id.org/diplograph/id/statement/001-a-b-c-{n}>" for n in range(5000))
    assert Store().query(f"SELECT ?s WHERE {{ VALUES ?s {{ {iris} }} ?s ?p ?o }}") is not None
    assert Store().query("ASK { ?s ?p ?o FILTER(?o IN (" + ",".join("'(a-b/c)'" for _ in range(100)) + ")) }") is False
