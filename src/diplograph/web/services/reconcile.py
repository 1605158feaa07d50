"""Our actors and issues as a service that matches names in spreadsheets: Reconciliation Service API 0.2, as OpenRefine speaks it.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. An identifier is the path of an IRI behind
`https://w3id.org/diplograph/id/`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from diplograph.remote.nesting import json_too_deep
from diplograph.vocabulary import ID, ONTOLOGY, WIKIDATA
from diplograph.web.names import KINDS, Hit
from diplograph.web.pages.look import Look, words
from diplograph.web.policies import FRAMED_POLICY
from diplograph.web.reply import Refused, Reply

if TYPE_CHECKING:
    from diplograph.web.context import Context

__all__ = ["reconciled"]

_MOST_QUERIES = 50
_MOST_IDS = 200
_CERTAIN = 99.0
_TYPES = {"".join(part.capitalize() for part in kind.split()): kind for kind in KINDS.values()}

_Value = dict[str, Any]


def _wikidata(look: Look, iri: str) -> list[_Value]:
    return [{"str": one.removeprefix(WIKIDATA.iri)} for one in look.nodes(iri, "skos:exactMatch") if one in WIKIDATA]


_PROPERTIES: dict[str, tuple[str, Callable[[Look, str], list[_Value]]]] = {
    "label": ("name", lambda look, iri: [{"str": look.label(iri)}]),
    "alias": ("other names", lambda look, iri: [{"str": text} for text in look.texts(iri, "skos:altLabel")]),
    "wikidata": ("Wikidata", _wikidata),
    "isoAlpha2": ("ISO 3166-1, two letters", lambda look, iri: [{"str": text} for text in look.texts(iri, "dpg:isoAlpha2")]),
    "isoAlpha3": ("ISO 3166-1, three letters", lambda look, iri: [{"str": text} for text in look.texts(iri, "dpg:isoAlpha3")]),
    "kind": ("kind", lambda look, iri: [{"str": words(name)} for name in sorted(look.classes(iri))]),
    "actsFor": ("acts for", lambda look, iri: _things(look, look.nodes(iri, "dpg:actsFor"))),
    "broader": ("broader", lambda look, iri: _things(look, look.nodes(iri, "skos:broader"))),
    "definition": ("definition", lambda look, iri: [{"str": text} for text in look.texts(iri, "skos:definition")]),
    "statements": ("number of statements", lambda look, iri: [{"int": _statements(look, iri)}]),
}  # fmt: skip


def reconciled(context: Context, path: str, fields: Mapping[str, str]) -> Reply:
    """The reply to a request at `/reconcile` or below it.

    Args:
        context: The graph.
        path: What stands behind `/reconcile/`.
        fields: Of the form or the address.

    Raises:
        Refused: 400 for what is malformed, 404, 413 for too large a batch.
    """
    look = context.pages.look
    if path == "":
        if "queries" in fields:
            return _json(_matched(context, look, _object(fields["queries"])))
        return _json(_extended(look, _object(fields["extend"])) if "extend" in fields else _manifest(context.url))
    if path == "properties":
        return _json({"type": fields.get("type", ""), "properties": [{"id": name, "name": one[0]} for name, one in _PROPERTIES.items()]})
    if path == "preview":
        return _preview(look, fields.get("id", ""))
    prefix = fields.get("prefix", "")
    if path == "suggest/entity":
        return _json({"result": [_suggested(look, hit) for hit in context.names.begins(prefix)]})
    if path in {"suggest/type", "suggest/property"}:
        known = _TYPES if path.endswith("type") else {name: one[0] for name, one in _PROPERTIES.items()}
        found = [(name, word) for name, word in known.items() if word.startswith(prefix.lower()) or name.lower().startswith(prefix.lower())]
        return _json({"result": [{"id": name, "name": word} for name, word in found]})
    raise Refused(404, "there is nothing of that name at /reconcile")


def _manifest(url: str) -> dict[str, Any]:
    at = f"{url}reconcile"
    return {
        "versions": ["0.2"],
        "name": "diplograph",
        "identifierSpace": ID,
        "schemaSpace": f"{ONTOLOGY}#",
        "defaultTypes": [{"id": name, "name": kind} for name, kind in _TYPES.items()],
        "view": {"url": f"{url}id/{{{{id}}}}.html"},
        "preview": {"url": f"{at}/preview?id={{{{id}}}}", "width": 420, "height": 160},
        "suggest": {
            one: {"service_url": url.rstrip("/"), "service_path": f"/reconcile/suggest/{one}"} for one in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": url.rstrip("/"), "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
        "batchSize": _MOST_QUERIES,
    }


def _matched(context: Context, look: Look, queries: Mapping[str, Any]) -> dict[str, Any]:
    if len(queries) > _MOST_QUERIES:
        raise Refused(413, f"a batch has at most {_MOST_QUERIES} queries")
    return {key: {"result": _candidates(context, look, query)} for key, query in queries.items()}


def _candidates(context: Context, look: Look, query: object) -> list[dict[str, Any]]:
    """The candidates for one query, best first; one alone is a match if it is called exactly so."""
    if not isinstance(query, dict) or not isinstance(query.get("query", ""), str):
        raise Refused(400, 'a query is an object with a text "query"')
    types = query.get("type", [])
    wanted = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    kinds = [_TYPES[one] for one in wanted if isinstance(one, str) and one in _TYPES]
    if wanted and not kinds:
        return []
    limit = query.get("limit", 5)
    most = min(max(limit, 1), 50) if isinstance(limit, int) else 5
    properties = query.get("properties", [])
    asked = [one for one in properties if isinstance(one, dict)] if isinstance(properties, list) else []
    hits = context.names.find(query.get("query", ""), kinds, 50)
    scored = sorted(((round(_weighed(look, hit, asked), 2), hit) for hit in hits), key=lambda one: (-one[0], one[1].label, one[1].iri))[
        :most
    ]
    certain = [hit for score, hit in scored if score >= _CERTAIN]
    made = []
    for score, hit in scored:
        types_of = [{"id": name, "name": kind} for name, kind in _TYPES.items() if kind == hit.kind]
        features = [{"id": "name", "value": round(hit.score, 2)}]
        made.append(_suggested(look, hit) | {"score": score, "match": certain == [hit], "type": types_of, "features": features})
    return made


def _weighed(look: Look, hit: Hit, asked: list[dict[str, Any]]) -> float:
    """The score of a name; each property that was asked for and does not fit takes up to a fifth of it away."""
    known = [one for one in asked if one.get("pid") in _PROPERTIES]
    if not known:
        return hit.score
    fits = 0
    for one in known:
        values = _given(one.get("v"))
        found = {str(value) for cell in _PROPERTIES[one["pid"]][1](look, hit.iri) for value in cell.values()}
        fits += bool({value.casefold() for value in values} & {value.casefold() for value in found})
    return hit.score * (0.8 + 0.2 * fits / len(known))


def _extended(look: Look, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The values of some properties for some identifiers."""
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise Refused(400, 'extend is an object with lists "ids" and "properties"')
    if len(ids) > _MOST_IDS:
        raise Refused(413, f"at most {_MOST_IDS} identifiers at once")
    names = [str(one.get("id")) for one in properties if isinstance(one, dict) and one.get("id") in _PROPERTIES]
    rows = {str(one): {name: _PROPERTIES[name][1](look, iri) if (iri := _iri(str(one))) else [] for name in names} for one in ids}
    return {"meta": [{"id": name, "name": _PROPERTIES[name][0]} for name in names], "rows": rows}


def _preview(look: Look, name: str) -> Reply:
    iri = _iri(name)
    if iri is None or not look.quads(iri):
        raise Refused(404, "nothing of that name is in this graph")
    about = look.text(iri, "skos:definition") or ", ".join(look.texts(iri, "skos:altLabel")[:6])
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(look.label(iri))}</title>'
        f'<link rel="stylesheet" href="../static/diplograph.css"><h1>{escape(look.label(iri))}</h1>'
        f"<p>{escape(', '.join(sorted(words(one) for one in look.classes(iri))))}</p><p>{escape(about)}</p></html>"
    )
    return Reply(text.encode(), "text/html; charset=utf-8", headers={"Content-Security-Policy": FRAMED_POLICY})


def _suggested(look: Look, hit: Hit) -> dict[str, Any]:
    description = look.text(hit.iri, "skos:definition") or hit.kind
    return {"id": hit.iri.removeprefix(ID), "name": hit.label, "description": description}


def _things(look: Look, iris: list[str]) -> list[_Value]:
    return [{"id": iri.removeprefix(ID), "name": look.label(iri)} for iri in iris]


def _given(value: object) -> set[str]:
    """What a property of a query was given as: texts, numbers, or things with an id or name."""
    items = value if isinstance(value, list) else [value]
    return {str(item.get("id", item.get("name", ""))) if isinstance(item, dict) else str(item) for item in items}


def _statements(look: Look, iri: str) -> int:
    return sum(one.startswith(f"{ID}statement/") for name in ("dpg:holder", "dpg:issue") for one in look.sources(name, iri))


def _iri(name: str) -> str | None:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(ID + name).value if name else None
    except ValueError:
        return None


def _object(text: str) -> dict[str, Any]:
    """A JSON object out of a field.

    Raises:
        Refused: 400: it is none.
    """
    if json_too_deep(text.encode()):
        raise Refused(400, "the field is nested too deeply")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refused(400, f"the field is not valid JSON: {error}") from error
    if not isinstance(found, dict):
        raise Refused(400, "the field is not a JSON object")
    return found


def _json(value: object) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False).encode(), "application/json")
