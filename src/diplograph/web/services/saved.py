"""Saved queries as an API: `/api/NAME?actor=…`, and its OpenAPI description."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diplograph.queries import SavedQuery, gate, run
from diplograph.web.endpoint.answer import chosen, written
from diplograph.web.endpoint.negotiate import GRAPHS, RESULTS
from diplograph.web.reply import Refused, Reply

if TYPE_CHECKING:
    from diplograph.web.context import Context

__all__ = ["ask_saved", "openapi"]

_SCHEMAS = {
    "iri": {"type": "string"}, "literal": {"type": "string"}, "number": {"type": "number"}, "integer": {"type": "integer"},
    "xsd_date": {"type": "string", "format": "date"},
}  # fmt: skip
_MOST_VALUE = 2000


def ask_saved(context: Context, name: str, fields: Sequence[tuple[str, str]], accept: str | None) -> Reply:
    """The answer to a saved query.

    Args:
        context: The graph.
        name: The query's name.
        fields: Its parameters as they came; an empty value is none, and `format` names the form of the answer.
        accept: The Accept header.

    Raises:
        Refused: 404: there is no such query; 400: a parameter is unknown, missing, given twice or of another type; 406.
    """
    query = context.questions.get(name)
    if query is None:
        raise Refused(404, f"there is no such question; {context.url}queries/ lists them")
    values: dict[str, str] = {}
    form: str | None = None
    for key, value in fields:
        if key == "format":
            form = value or None
        elif value.strip():
            if key in values:
                raise Refused(400, f"{key} is given twice; give it once")
            if len(value) > _MOST_VALUE:
                raise Refused(400, f"{key} is longer than {_MOST_VALUE} characters; give a name or an IRI")
            values[key] = value.strip()
    offers = GRAPHS if gate(query.text).form in {"CONSTRUCT", "DESCRIBE"} else RESULTS
    how, media = chosen(accept, form, offers)
    return written(run(context.engine, query, values), how, media, context.engine)


def openapi(context: Context) -> Reply:
    """The OpenAPI 3.1 description of all saved queries (https://spec.openapis.org/oas/v3.1.0)."""
    paths = {f"/api/{query.name}": {"get": _operation(query)} for query in context.questions.values()}
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "diplograph: saved questions",
            "version": "0.1",
            "description": "Who proposed, demanded, refused or promised what. Parameters take labels, aliases, short forms or IRIs.",
        },
        "servers": [{"url": context.url.rstrip("/")}],
        "paths": paths,
    }
    return Reply(json.dumps(described, ensure_ascii=False, indent=1).encode(), "application/json")


def _operation(query: SavedQuery) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {
            "name": parameter.name, "in": "query", "required": parameter.required,
            "schema": _SCHEMAS.get(parameter.type, {"type": "string"}),
            **({"example": parameter.default} if parameter.default else {}),
        }
        for parameter in query.parameters
    ]  # fmt: skip
    parameters.append({"name": "format", "in": "query", "schema": {"type": "string", "enum": [form.name for form in RESULTS]}})
    content: dict[str, dict[str, str]] = {form.media: {} for form in RESULTS}
    return {
        "operationId": query.name, "summary": query.summary, "description": query.description, "tags": list(query.tags),
        "parameters": parameters,
        "responses": {"200": {"description": "The answer", "content": content}, "400": {"description": "What is wrong with a parameter"}},
    }  # fmt: skip
