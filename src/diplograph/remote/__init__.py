"""Polite clients for SPARQL endpoints and JSON services on the web.

It is SPARQLWrapper held as its measured habits demand: the query's kind comes from a parser and not from a regular
expression, one POST per question says who asks, no redirect is followed, and an answer must be of the right media type,
whole, small enough and in time before pyoxigraph parses it. `Retry-After` is honoured (Wikidata bans for a day who
ignores it). Proxy settings of the environment apply, as everywhere in urllib.

`Cache` keeps answers on disk. `opener` is what it fetches with: any answer, redirects not followed, whole before a deadline.

An answer is not trusted: one that nests deeper than any honest one is refused unread (`nesting` says why).
"""

from diplograph.remote.cache import Cache
from diplograph.remote.deadline import opener
from diplograph.remote.login import KINDS, Digest, Kind, Login, login
from diplograph.remote.polite import Memory, Polite
from diplograph.remote.service import Service
from diplograph.remote.sparql import Endpoint, Form, GraphStore, RawAnswer, Updates, form_of

__all__ = [
    "KINDS", "Cache", "Digest", "Endpoint", "Form", "GraphStore", "Kind", "Login", "Memory", "Polite", "RawAnswer", "Service", "Updates",
    "form_of", "login", "opener",
]  # fmt: skip
