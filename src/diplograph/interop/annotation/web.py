"""Web Annotation (https://www.w3.org/TR/annotation-model/) and the JSON that Hypothesis exports and imports.

Each field is a tag `name: value`. Of Hypothesis's annotations the comment is the content where no tag says it, and those without a tag
`kind` or `action_type` are somebody's notes.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from diplograph.errors import Fault
from diplograph.interop.annotation.fields import KINDS, flat
from diplograph.interop.annotation.marks import Mark, Page
from diplograph.interop.curation import Record
from diplograph.remote.nesting import json_too_deep
from diplograph.vocabulary import ID

__all__ = ["is_web", "read_web", "write_hypothesis", "write_web"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_BESIDE = 32
_MOST = 200_000  # annotations of a file
_TAG = re.compile(r"\s*([a-z_]+)\s*[:=]\s*(.*)", re.DOTALL)
_CURE = "export it anew as JSON"


def write_web(documents: Iterable[tuple[Record, str, list[Record]]]) -> bytes:
    """An annotation page.

    Args:
        documents: Each article's record, its source text, and its statements and actions as records.
    """
    items = [_annotation(article, text, record) for article, text, records in documents for record in records]
    return _dumped({"@context": _CONTEXT, "id": f"{ID}annotations", "type": "AnnotationPage", "items": items})


def write_hypothesis(documents: Iterable[tuple[Record, str, list[Record]]]) -> bytes:
    """A file that Hypothesis's sidebar imports; arguments as `write_web` takes them."""
    made = []
    for article, text, records in documents:
        for record in records:
            fields = flat(record, text)
            made.append({
                "uri": _address(article), "text": fields.get("content") or fields.get("label", ""), "tags": _tags(fields),
                "document": {"title": [article.get("title") or article["article"]]},
                "target": [{"source": _address(article), "selector": list(_selectors(record, text))}],
            })  # fmt: skip
    return _dumped({"annotations": made})


def _annotation(article: Record, text: str, record: Record) -> Record:
    tags = [{"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": tag} for tag in _tags(flat(record, text))]
    kind = str(record["record"])
    about = {"type": "SpecificResource", "purpose": "identifying", "source": f"{ID}{kind}/{record['id']}"}
    return {
        "id": f"{ID}annotation/{record['id']}", "type": "Annotation", "motivation": "tagging", "body": [about, *tags],
        "target": {"source": _address(article), "selector": list(_selectors(record, text))},
    }  # fmt: skip


def _address(article: Mapping[str, object]) -> str:
    return str(article.get("url") or article.get("id") or article["article"])


def _tags(fields: Mapping[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in fields.items()]


def _selectors(record: Mapping[str, object], text: str) -> Iterator[Record]:
    start, end = int(str(record["start"])), int(str(record["end"]))
    yield {
        "type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - _BESIDE) : start],
        "suffix": text[end : end + _BESIDE],
    }  # fmt: skip
    yield {"type": "TextPositionSelector", "start": start, "end": end}


def _dumped(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def is_web(data: bytes) -> bool:
    """Whether a file may be one of these: JSON, and no CAS."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and b"%FEATURE_STRUCTURES" not in data


def read_web(data: bytes, origin: str) -> list[Page]:
    """The pages that annotations are of, in the order in which they are first named.

    Raises:
        Fault: It is no JSON, nests too deeply, or has no annotations.
    """
    if json_too_deep(data):
        raise Fault("is nested too deeply to be read safely", origin, _CURE)
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Fault(f"is no JSON ({error})", origin, _CURE) from error
    items = list(islice(_items(told), _MOST + 1))
    if not items or len(items) > _MOST:
        raise Fault("has no annotations" if not items else f"has more than {_MOST} annotations", origin, _CURE)
    pages: dict[tuple[str, ...], list[Mark]] = defaultdict(list)
    for number, item in enumerate(items, 1):
        names, mark = _mark(item, f"{origin}, annotation {number}")
        pages[names].append(mark)
    return [Page(names, None, tuple(marks)) for names, marks in pages.items()]


def _items(told: object) -> Iterator[Mapping[str, object]]:
    """The annotations of a list, a page, a collection, an answer of Hypothesis's, or the one that stands there alone."""
    if isinstance(told, list):
        yield from (one for one in told if isinstance(one, dict))
    elif isinstance(told, dict):
        for name in ("items", "annotations", "rows", "@graph"):
            if isinstance(told.get(name), list):
                yield from _items(told[name])
                return
        if isinstance(told.get("first"), dict):
            yield from _items(told["first"])
        elif "target" in told:
            yield told


def _mark(item: Mapping[str, object], origin: str) -> tuple[tuple[str, ...], Mark]:
    """The names of an annotation's page, and the annotation."""
    targets = _dicts(item.get("target"))
    target = targets[0] if targets else {}
    names = [_text(one) for one in (_first(target.get("source")), item.get("uri"), item.get("target"))]
    document = item.get("document")
    title = _first(document.get("title")) if isinstance(document, dict) else None
    named = tuple(dict.fromkeys(name for name in (*names, _text(title)) if name))
    selectors = list(_nested(target.get("selector")))
    quote = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), {})
    position = next((one for one in selectors if one.get("type") == "TextPositionSelector"), {})
    fields = _fields(item)
    kind = "statement" if "kind" in fields else "action" if "action_type" in fields else "note"
    comment = _text(item.get("text")).strip()
    if comment and kind in KINDS:
        fields.setdefault("content" if kind == "statement" else "label", " ".join(comment.split()))
    fault = "" if kind in KINDS else "it has no tag “kind: …” or “action_type: …”, so that it is a note"
    if len(targets) > 1:
        fault = "it has several targets, and a statement has one passage"
    return named, Mark(
        f"{origin} ({_text(item.get('id'))[:80]})" if item.get("id") else origin, kind, fields, _text(quote.get("exact")),
        _number(position.get("start")), _number(position.get("end")), _text(quote.get("prefix")), _text(quote.get("suffix")), fault,
    )  # fmt: skip


def _fields(item: Mapping[str, object]) -> dict[str, str]:
    """The fields that tags and tagging bodies tell; a list may be told in several tags."""
    tags = item.get("tags")
    said = [_text(one) for one in tags] if isinstance(tags, list) else []
    said += [_text(one.get("value")) for one in _dicts(item.get("body")) if one.get("purpose", "tagging") == "tagging"]
    found: dict[str, str] = {}
    for tag in said:
        match = _TAG.fullmatch(tag)
        if match and any(match[1] in known for known in KINDS.values()):
            name, value = match[1], match[2].strip()
            found[name] = f"{found[name]} | {value}" if name in found else value
    return found


def _nested(selector: object) -> Iterator[Mapping[str, object]]:
    """Selectors, and those that refine them."""
    for one in _dicts(selector):
        yield one
        yield from _dicts(one.get("refinedBy"))


def _dicts(value: object) -> list[Mapping[str, object]]:
    some = value if isinstance(value, list) else [value]
    return [one for one in some if isinstance(one, dict)]


def _first(value: object) -> object:
    if isinstance(value, list):
        return value[0] if value else None
    return value.get("id") if isinstance(value, dict) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
