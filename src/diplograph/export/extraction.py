"""What extraction finds in one article, as records and as a curated file to correct and keep."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from diplograph import curated, rdf
from diplograph.curated.passages import find, near
from diplograph.errors import Fault
from diplograph.export.records import Record, records
from diplograph.model import Action, Article, Span, Statement
from diplograph.store import Store
from diplograph.vocabulary import SKOS, curie

if TYPE_CHECKING:
    from diplograph.pipeline import Reading
    from diplograph.registry import Registry

__all__ = ["curation_text", "reading_records"]

_BESIDE = 48  # characters of prefix and suffix, at first, for words that stand more than once in their article
_ID_WORDS = 5
_CONCEPTS = frozenset({"issue", "topic"})


def reading_records(reading: Reading, registry: Registry) -> Iterator[Record]:
    """The records of one article: itself, its statements, its actions. `article` is the article's key."""
    named = {quad.object.value for quad in reading.quads if isinstance(quad.object, NamedNode)}
    labels = [
        Quad(NamedNode(iri), SKOS["prefLabel"], Literal(registry.label(iri), language="en"), rdf.GRAPHS["registry"])
        for iri in sorted(named)
        if iri in registry
    ]
    for record in records(Store.of([*labels, *reading.quads])):
        yield record | {"article": reading.article.key}


def curation_text(reading: Reading, registry: Registry) -> str:
    """A curated file with everything that was found; what extraction cannot know is left for the curator."""
    article = reading.article
    known = registry.extended(reading.newcomers)
    lines = [
        f"# {' '.join((article.title or article.key).split())}",
        f"# Extracted, to be corrected; keep it as graph/statements/{article.key}.yaml.",
    ]
    lines += [f"article: {_said(article.key)}", ""]
    lines += list(_newcomers(reading, known))
    lines += ["statements:" if reading.statements else "statements: []"]
    taken: set[str] = set()
    for statement in reading.statements:
        lines += _block(_statement(statement, article, known, taken))
    if reading.actions:
        lines += ["", "actions:"]
        for action in reading.actions:
            if action.actors or action.targets:
                lines += _block(_action(action, article, known, taken))
            else:
                lines += [f"  # nobody is named who did this: {_said(action.label)}", ""]
    return "\n".join(lines) + "\n"


def _newcomers(reading: Reading, known: Registry) -> Iterator[str]:
    actors = [one for one in reading.newcomers if one.type not in _CONCEPTS]
    concepts = [one for one in reading.newcomers if one.type in _CONCEPTS]
    if actors or concepts:
        yield "new:"
    if actors:
        yield "  actors:"
    for one in actors:
        fields = [f"name: {_said(one.name)}", f"type: {one.type}"]
        fields += [f"aliases: {_names(one.aliases)}"] if one.aliases else []
        fields += [f"state: {_said(known.label(one.state))}"] if one.state else []
        yield f"    - {{{', '.join(fields)}}}"
    if concepts:
        yield "  issues:"
    for one in concepts:
        fields = [f"name: {_said(one.name)}"]
        fields += ["topic: true"] if one.type == "topic" else []
        fields += [f"broader: {_actors((one.broader,), known)[1:-1]}"] if one.broader else []
        fields += [f"concerns: {_names(map(curie, one.concerns))}"] if one.concerns else []
        yield f"    - {{{', '.join(fields)}}}"
    if actors or concepts:
        yield ""


def _statement(one: Statement, article: Article, known: Registry, taken: set[str]) -> Iterator[tuple[str, str]]:
    """The fields of a statement in the order in which they are written."""
    yield "id", _id(article, one.content, taken)
    yield from _placed("quote", "", one.span, article, partial(find, article))
    yield "holders", _actors(one.holders, known)
    for name, actors in (("on_behalf_of", one.on_behalf_of), ("attributed_by", one.attributed_by)):
        if actors:
            yield name, _actors(actors, known)
    yield "voice", one.voice
    yield "kind", one.kind
    yield "content", _said(one.content)
    yield "stance", one.content_stance
    if one.attitude != curated.attitude_of(one.kind):
        yield "attitude", one.attitude
    yield from _concepts(one, known)
    if one.addressees:
        yield "addressees", _actors(one.addressees, known)
    if one.condition:
        yield "condition", _said(one.condition)
    yield from _passages(one, article)
    if one.date:
        yield "date", _said(one.date)
        yield "date_basis", one.date_basis


def _concepts(one: Statement, known: Registry) -> Iterator[tuple[str, str]]:
    """Issue, stance toward it, leaning and topics."""
    if one.issue:
        yield "issue", _actors((one.issue,), known)[1:-1]
        if one.stance:
            yield "issue_stance", one.stance
    if one.leaning:
        yield "leaning", one.leaning
    if one.topics:
        yield "topics", _actors(one.topics, known)


def _passages(one: Statement, article: Article) -> Iterator[tuple[str, str]]:
    """The words for who, the cue and what."""
    for name, span in (("source", one.source_span), ("cue", one.cue_span)):
        if span is not None and span.of(article.source.text).strip():
            yield from _placed(name, f"{name}_", span, article, partial(_near, article, one.span))
    said = one.content_span
    if said is not None and said.within(one.span) and said.of(article.source.text).strip():
        yield "said", _said(said.of(article.source.text))


def _near(article: Article, quote: Span, words: str, prefix: str, suffix: str) -> Span:
    return near(article, words, quote, "it", prefix=prefix, suffix=suffix)


def _action(one: Action, article: Article, known: Registry, taken: set[str]) -> Iterator[tuple[str, str]]:
    yield "id", _id(article, f"a {one.label}", taken)
    yield "label", _said(one.label)
    yield from _placed("quote", "", one.span, article, partial(find, article))
    if one.actors:
        yield "actors", _actors(one.actors, known)
    if one.targets:
        yield "targets", _actors(one.targets, known)
    yield "type", one.type
    yield "status", one.status
    if one.date:
        yield "date", _said(one.date)


def _placed(name: str, beside: str, span: Span, article: Article, finder: Callable[[str, str, str], Span]) -> Iterator[tuple[str, str]]:
    """A span's words, and the words beside them where they alone would be found elsewhere, or more than once.

    Args:
        name: Their field.
        beside: What the fields of the words before and after begin with.
        span: Where they stand.
        article: The article.
        finder: How the reader of the file finds words, given what stands before and after them.
    """
    text = article.source.text
    yield name, _said(span.of(text))
    before = after = ""
    width = _BESIDE
    while not _is_found(span, finder, (span.of(text), before, after)) and width < 2 * len(text):
        before, after = text[max(0, span.start - width) : span.start].strip(), text[span.end : span.end + width].strip()
        width *= 2
    for side, words in (("prefix", before), ("suffix", after)):
        if words:
            yield f"{beside}{side}", _said(words)


def _is_found(span: Span, finder: Callable[[str, str, str], Span], words: tuple[str, str, str]) -> bool:
    try:
        return finder(*words) == span
    except Fault:
        return False


def _block(fields: Iterable[tuple[str, str]]) -> list[str]:
    lines = [f"    {name}: {value}" for name, value in fields]
    return ["  -" + lines[0][3:], *lines[1:], ""]


def _actors(iris: Iterable[str], known: Registry) -> str:
    """Labels, or short forms where a label means more than one thing."""
    return _names(_name(iri, known) for iri in iris)


def _name(iri: str, known: Registry) -> str:
    label = known.label(iri)
    role = "concept" if known.plays(iri, "concept") else "actor"
    return label if known.find(label, "concept" if role == "concept" else "actor") == (iri,) else curie(iri)


def _names(names: Iterable[str]) -> str:
    return f"[{', '.join(_said(name) for name in names)}]"


def _said(words: str) -> str:
    """Words as a YAML scalar: a JSON string is one."""
    return json.dumps(words, ensure_ascii=False)


def _id(article: Article, content: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", content).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:_ID_WORDS] or ["statement"]
    stem = "-".join([re.sub(r"[^a-z0-9]+", "-", article.key.lower().split("_")[0]).strip("-") or "x", *words])
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    taken.add(found)
    return found
