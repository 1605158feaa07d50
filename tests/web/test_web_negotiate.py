"""Which form an Accept header asks for, as a table."""

from __future__ import annotations

import pytest

from diplograph.web.endpoint.negotiate import GRAPHS, RESULTS, choose, named


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "tsv"),
        ("text/csv; q=0.5 , */*;q=0.1", "csv"),
        ("application/sparql-results+xml", "xml"),
        ("application/sparql-results+json;charset=utf-8", "json"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("application/xml;q=0.9, */*;q=0.8", "xml"),
        ("text/*", "csv"),
        ("text/*;q=0.5, text/csv;q=0.1", "tsv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("text/turtle", None),
        ("nonsense", "json"),
        (",,,", "json"),
        ("text/csv;q=banana", None),
        ("*/*;q=0.001", "json"),
        (", ".join(["image/png"] * 1000), None),
    ],
)
def test_results(accept: str | None, expected: str | None) -> None:
    found = choose(accept, RESULTS)
    assert (found[0].name if found else None) == expected


@pytest.mark.parametrize(
    ("accept", "expected", "media"),
    [
        (None, "ttl", "text/turtle"),
        ("application/ld+json", "jsonld", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.3", "rdf", "application/rdf+xml"),
        ("application/trig", "trig", "application/trig"),
        ("text/plain", "nt", "text/plain"),
        ("text/plain;q=0.1, application/n-triples", "nt", "application/n-triples"),
    ],
)
def test_graphs_are_answered_under_the_type_that_was_asked_for(accept: str | None, expected: str, media: str) -> None:
    found = choose(accept, GRAPHS)
    assert found is not None
    assert (found[0].name, found[1]) == (expected, media)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("csv", "csv"), ("JSON", "json"), ("application/sparql-results+xml", "xml"), ("sparql", "xml"), ("turtle", None), ("", None)],
)
def test_names(name: str, expected: str | None) -> None:
    found = named(name, RESULTS)
    assert (found.name if found else None) == expected
