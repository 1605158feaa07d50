"""The SPARQL 1.1 Protocol: what a request asks (https://www.w3.org/TR/sparql11-protocol/, section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from diplograph.queries.gate import MOST_CHARACTERS
from diplograph.web.reply import Refused

__all__ = ["FORM", "MOST_BODY", "MOST_URL", "QUERY", "Asked", "fields", "parse"]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MOST_URL = 64 * 1024
MOST_BODY = 4 * MOST_CHARACTERS  # a form may need three bytes for one, and has other fields too
_MOST_FIELDS = 200
_READ_ONLY = "this endpoint is read-only: it takes queries, and no updates"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and what it is to be asked of and answered in.

    Attributes:
        query: Its text; None where a GET has none.
        default: IRIs of the graphs that make up the default graph; empty for the union of all.
        named: IRIs of the named graphs.
        form: What `format=` says, if it is there.
    """

    query: str | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    form: str | None = None


def parse(method: str, content_type: str, query_string: bytes, body: bytes) -> Asked:
    """What a request asks.

    Args:
        method: GET or POST.
        content_type: The header, or `""`.
        query_string: What stands behind `?`, as it was sent.
        body: As it was sent.

    Raises:
        Refused: 400, 403 for an update, 413, 414 or 415.
    """
    if len(query_string) > MOST_URL:
        raise Refused(414, f"the address is longer than {MOST_URL} bytes; send the query with POST")
    if len(body) > MOST_BODY:
        raise Refused(413, f"the request is larger than {MOST_BODY} bytes; shorten the query")
    pairs = fields(query_string)
    text: str | None = None
    if method == "POST":
        media, _, rest = content_type.partition(";")
        media = media.strip().lower()
        charset = rest.partition("charset=")[2].strip().strip('"').lower()
        if charset and charset not in {"utf-8", "utf8"}:
            raise Refused(415, "the request is not in UTF-8; send it in UTF-8")
        if media == UPDATE:
            raise Refused(403, _READ_ONLY)
        if media == FORM:
            pairs += fields(body)
        elif media == QUERY:
            text = _decoded(body)
        else:
            raise Refused(415, f"a POST is {FORM} or {QUERY}, and not {media[:80] or 'without a type'}")
    return _asked(pairs, text, method)


def _asked(pairs: list[tuple[str, str]], text: str | None, method: str) -> Asked:
    queries = [value for name, value in pairs if name == "query"] + ([text] if text is not None else [])
    if any(name == "update" for name, _ in pairs):
        raise Refused(403, _READ_ONLY)
    if len(queries) > 1 or (method == "POST" and not queries):
        raise Refused(400, f"there must be one query, and there are {len(queries)}")
    if queries and len(queries[0]) > MOST_CHARACTERS:
        raise Refused(413, f"the query is longer than {MOST_CHARACTERS} characters; shorten it")
    return Asked(
        queries[0] if queries else None,
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        next((value for name, value in pairs if name in {"format", "output"} and value), None),
    )


def fields(data: bytes) -> list[tuple[str, str]]:
    """The fields of a form or of an address, decoded once.

    Raises:
        Refused: 400: too many fields, or no UTF-8.
    """
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise Refused(400, "a field is not UTF-8, percent-encoded") from error
    except ValueError as error:
        raise Refused(400, f"there are more than {_MOST_FIELDS} fields") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "the query is not UTF-8") from error
