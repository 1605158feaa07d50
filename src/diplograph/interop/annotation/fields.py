r"""The fields of a statement or action as plain text, as annotation tools keep them.

Lists are joined by ` | ` (a bar in a name is written `\|`), spans are `start-end`, terms JSON. What is empty has no field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from diplograph.interop.curation import Record

__all__ = ["ACTION", "KINDS", "STATEMENT", "flat", "whole"]

# How each field is kept: text, or nothing; text, possibly empty; a list; a list, or nothing; yes or no; a span; JSON; a number.
_TEXT, _MAYBE, _LIST, _MAYBE_LIST, _FLAG, _SPAN, _JSON, _NUMBER = range(8)
STATEMENT: Mapping[str, int] = {
    "id": _TEXT, "kind": _TEXT, "voice": _TEXT, "holders": _LIST, "on_behalf_of": _LIST, "attributed_by": _MAYBE_LIST,
    "content": _TEXT, "stance": _TEXT, "addressees": _LIST, "condition": _TEXT, "issue": _MAYBE, "issue_stance": _MAYBE,
    "leaning": _MAYBE, "topics": _LIST, "attitude": _MAYBE, "date": _MAYBE, "date_basis": _MAYBE, "invokes": _LIST,
    "responds_to": _LIST, "announces": _LIST, "terms": _JSON, "core": _FLAG, "source": _TEXT, "source_span": _SPAN, "cue": _TEXT,
    "cue_span": _SPAN, "said": _TEXT, "content_span": _SPAN, "rule": _MAYBE, "confidence": _NUMBER, "holder_ids": _LIST,
    "addressee_ids": _LIST, "issue_id": _MAYBE,
}  # fmt: skip
ACTION: Mapping[str, int] = {
    "id": _TEXT, "action_type": _TEXT, "status": _TEXT, "label": _TEXT, "actors": _LIST, "targets": _LIST, "date": _TEXT,
    "cancels": _LIST, "core": _FLAG, "rule": _MAYBE, "actor_ids": _LIST, "target_ids": _LIST,
}  # fmt: skip
KINDS: Mapping[str, Mapping[str, int]] = {"statement": STATEMENT, "action": ACTION}
_WORDS = {"source": "source_span", "cue": "cue_span", "said": "content_span"}
_BAR = re.compile(r"(?<!\\) \| ")
_PAIR = re.compile(r"(\d{1,9})-(\d{1,9})")


def flat(record: Mapping[str, object], text: str) -> dict[str, str]:
    """The fields of a record that have something in them.

    Args:
        record: A statement or action, as `diplograph.export.records` gives it.
        text: The source text that its spans count in.
    """
    kept = dict(record)
    issue = record.get("issue")
    if isinstance(issue, dict):
        kept |= {"issue": issue.get("label"), "issue_stance": issue.get("stance"), "issue_id": issue.get("id")}
    kept["action_type"] = record.get("type")
    for name, span in _WORDS.items():
        place = record.get(span)
        kept[name] = text[place[0] : place[1]] if isinstance(place, list) else ""
    known = KINDS[str(record["record"])]
    return {name: said for name, how in known.items() if (said := _said(kept.get(name), how))}


def _said(value: object, how: int) -> str:
    if value is None or value == []:
        return ""
    if how in {_LIST, _MAYBE_LIST} and isinstance(value, list):
        return " | ".join(str(one).replace("|", "\\|") for one in value)
    if how == _SPAN and isinstance(value, list):
        return f"{value[0]}-{value[1]}"
    if how == _FLAG:
        return "true" if value is True else ""
    return json.dumps(value, ensure_ascii=False) if how == _JSON else str(value)


def whole(kind: str, fields: Mapping[str, str], article: str, quote: str, start: int) -> Record:
    """The record that fields describe.

    Args:
        kind: `statement` or `action`.
        fields: As `flat` gives them, or as somebody wrote them.
        article: The article's key.
        quote: The words.
        start: Where they begin in the source text.

    Raises:
        ValueError: A field cannot be read; the message says which.
    """
    read = {name: _value(name, fields.get(name, "").strip(), how) for name, how in KINDS[kind].items() if name not in _WORDS}
    head: Record = {
        "record": kind, "article": article, "id": read.pop("id"), "quote": quote, "start": start, "end": start + len(quote),
    }  # fmt: skip
    if kind == "action":
        return head | {"type": read.pop("action_type")} | read
    holders, spoken = _names(read["holders"]), _names(read["on_behalf_of"])
    issue = {"id": read.pop("issue_id"), "label": read["issue"], "stance": read.pop("issue_stance")}
    last = holders[len(holders) - len(spoken) :] == spoken
    read["holders"] = holders if last else [*(one for one in holders if one not in spoken), *spoken]
    return head | read | {"issue": issue if issue["label"] else None}


def _names(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _value(name: str, text: str, how: int) -> object:
    if how in {_LIST, _MAYBE_LIST}:
        said = [one.strip().replace("\\|", "|") for one in _BAR.split(text)]
        return [one for one in said if one] or ([] if how == _LIST else None)
    if how == _FLAG:
        return text.lower() in {"true", "yes", "1"}
    if how == _TEXT:
        return text
    if not text:
        return None
    if how == _SPAN:
        pair = _PAIR.fullmatch(text)
        if pair is None:
            raise ValueError(f"{name} “{text[:40]}” is no span; write it like 12-20")
        return [int(pair[1]), int(pair[2])]
    if how in {_JSON, _NUMBER}:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{name} is no JSON") from error
    return text
