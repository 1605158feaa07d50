"""What the tests of the client for endpoints ask, and how they ask it."""

from __future__ import annotations

import pytest

from diplograph.errors import Fault
from diplograph.remote import Endpoint, Login
from servers import SparqlServer, Trouble

RESULTS = "application/sparql-results+json"
SELECT = "SELECT ?o { ?s <http://x.org/says> ?o } ORDER BY ?o"
ASK = "ASK { ?s ?p 'peace' }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
YES = '{"head":{},"boolean":true}'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
LOGIN = Login("basic", "s3cret", "eve")


def fault_of(endpoint: Endpoint, query: str = ASK) -> str:
    with pytest.raises(Fault) as caught:
        endpoint.query(query)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.cure
    return message


def spoiled(server: SparqlServer, trouble: Trouble, query: str = ASK, **options: float) -> str:
    server.troubles.append(trouble)
    message = fault_of(Endpoint(server.url, timeout=options.pop("timeout", 20.0)), query)
    assert server.url in message
    return message
