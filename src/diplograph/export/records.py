"""Statements, actions and articles as plain records, read back from the graph.

The fields are those of the annotation guide (`stance` is the one toward the content; a person speaking for a state is listed with the
state) and diplograph's own beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from diplograph.pace import Clock, Pace, Say, silent
from diplograph.store import Store
from diplograph.vocabulary import DCTERMS, DPG, OA, PROV, RDF, RDFS, SCHEMA, SKOS, local

__all__ = ["STATEMENT_FIELDS", "Record", "record_lines", "records"]

Record: TypeAlias = dict[str, object]

STATEMENT_FIELDS = (
    "record", "article", "id", "quote", "start", "end", "holders", "voice", "kind", "content", "stance", "addressees", "condition", "core",
    "source_span", "cue_span", "content_span", "issue", "leaning", "topics", "attitude", "on_behalf_of", "attributed_by", "date",
    "date_basis", "invokes", "responds_to", "announces", "terms", "rule", "confidence", "holder_ids", "addressee_ids",
)  # fmt: skip

AUTHOR = "the author"  # the alias of every author that only his article knows of
_WORDS = {
    "NoStance": "none", "HoldsTrue": "holds_true", "StatedDate": "stated", "PublicationDate": "publication", "UnknownDate": "unknown",
    "MilitaryAction": "military", "TreatyAction": "treaty", "OtherAction": "other", "InText": "text", "FromOutside": "outside",
    "NotGiven": "none",
}  # fmt: skip
_KINDS = {
    "Proposal", "Demand", "Commitment", "Acceptance", "Rejection", "Support", "Opposition", "Threat", "Accusation", "Assessment"
}  # fmt: skip


def record_lines(store: Store, say: Say = silent, clock: Clock | None = None) -> Iterator[str]:
    """`records` as JSON Lines."""
    for record in records(store, say, clock):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def records(store: Store, say: Say = silent, clock: Clock | None = None) -> Iterator[Record]:
    """One record for each article, followed by those of its statements and its actions in the order of the text.

    Args:
        store: The graph.
        say: Told how many articles are written.
        clock: From which rate and time left are told.
    """
    graph = _Graph(store)
    articles = graph.instances("Article")
    for article in Pace(clock).over(articles, len(articles), say, "records of articles"):
        yield _article(graph, article)
        shown = [_shown(graph, article, iri) for iri in graph.shown(article)]
        yield from sorted(shown, key=lambda record: (record["record"] != "statement", record["start"], record["end"], record["id"]))


@dataclass(frozen=True, slots=True)
class _Graph:
    """The union of a store's graphs, looked up as it is asked for, so that a store on disk stays there."""

    store: Store

    def terms(self, subject: str, predicate: NamedNode) -> list[NamedNode | Literal]:
        """What a resource has of a property, in order of their N-Triples forms."""
        try:
            node = NamedNode(subject)
        except ValueError:  # a text, where the data are not as they must be
            return []
        found = {quad.object for quad in self.store.inner.quads_for_pattern(node, predicate, None, None)}
        return sorted((term for term in found if isinstance(term, NamedNode | Literal)), key=str)

    def instances(self, name: str) -> list[str]:
        """The resources of a class."""
        found = {quad.subject for quad in self.store.inner.quads_for_pattern(None, RDF["type"], DPG[name], None)}
        return [node.value for node in sorted(found, key=str) if isinstance(node, NamedNode)]

    def shown(self, article: str) -> Iterator[str]:
        """The statements and actions of an article, and of no other before it."""
        of_it = {quad.subject for quad in self.store.inner.quads_for_pattern(None, PROV["wasDerivedFrom"], NamedNode(article), None)}
        for node in sorted(of_it, key=str):
            if isinstance(node, NamedNode) and self.one(node.value, PROV["wasDerivedFrom"]) == article:
                yield from [node.value for cls in ("Statement", "Action") if DPG[cls] in self.terms(node.value, RDF["type"])]

    def all(self, subject: str, predicate: NamedNode) -> list[str]:
        return [term.value for term in self.terms(subject, predicate)]

    def one(self, subject: str, predicate: NamedNode) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def maybe(self, subject: str, predicate: NamedNode) -> str | None:
        return self.one(subject, predicate) or None

    def word(self, subject: str, predicate: NamedNode) -> str | None:
        name = local(self.one(subject, predicate))
        return _WORDS.get(name, name.lower()) or None

    def label(self, iri: str) -> str:
        """The preferred label, in English if there is one; an author whom nobody names is "the author" in his own article's records."""
        if AUTHOR in self.all(iri, SKOS["altLabel"]) and self.one(iri, DPG["registered"]) == "false":
            return AUTHOR
        for predicate in (SKOS["prefLabel"], RDFS["label"]):
            labels = [term for term in self.terms(iri, predicate) if isinstance(term, Literal)]
            if labels:
                return min(labels, key=lambda term: (term.language != "en", term.value)).value
        return local(iri)

    def key(self, article: str) -> str:
        """An article's key; its IRI has a digest behind it outside the seeds."""
        return self.one(article, DCTERMS["identifier"]) or unquote(local(article))

    def labels(self, iris: list[str]) -> list[str]:
        return [self.label(iri) for iri in iris]

    def span(self, passage: str) -> list[int] | None:
        for selector in self.all(passage, OA["hasSelector"]):
            start, end = self.one(selector, OA["start"]), self.one(selector, OA["end"])
            if start and end:
                return [int(start), int(end)]
        return None

    def quote(self, passage: str) -> str:
        return next((self.one(s, OA["exact"]) for s in self.all(passage, OA["hasSelector"]) if self.one(s, OA["exact"])), "")


def _article(graph: _Graph, iri: str) -> Record:
    source = graph.one(iri, DPG["sourceText"])
    ranges = [(graph.one(s, OA["start"]), graph.one(s, OA["end"])) for s in graph.all(iri, DPG["bodyRange"])]
    return {
        "record": "article", "article": graph.key(iri), "id": iri, "title": graph.maybe(iri, SCHEMA["headline"]),
        "author": graph.labels(graph.all(iri, SCHEMA["author"])), "outlet": graph.labels(graph.all(iri, SCHEMA["publisher"])),
        "date": graph.maybe(iri, SCHEMA["datePublished"]), "language": graph.maybe(iri, SCHEMA["inLanguage"]),
        "url": graph.maybe(iri, SCHEMA["url"]), "source_text": source, "digest": graph.maybe(source, DPG["textDigest"]),
        "body": sorted([int(start), int(end)] for start, end in ranges),
        "evidence": {
            name: word for name in ("title", "author", "outlet", "date", "language")
            if (word := graph.word(iri, DPG[f"{name}Evidence"]))
        },
    }  # fmt: skip


def _shown(graph: _Graph, article: str, iri: str) -> Record:
    """A statement's or an action's record."""
    passage = graph.one(iri, DPG["passage"])
    span = graph.span(passage) or [0, 0]
    head: Record = {
        "record": "statement", "article": graph.key(article), "id": local(iri), "quote": graph.quote(passage),
        "start": span[0], "end": span[1],
    }  # fmt: skip
    classes = {local(name) for name in graph.all(iri, RDF["type"])}
    if "Action" in classes:
        return head | {"record": "action"} | _action(graph, iri)
    return head | {"kind": min(classes & _KINDS, default="").lower()} | _statement(graph, iri)


def _action(graph: _Graph, iri: str) -> Record:
    actors, targets = graph.all(iri, DPG["actor"]), graph.all(iri, DPG["target"])
    return {
        "label": graph.one(iri, RDFS["label"]), "actors": graph.labels(actors), "targets": graph.labels(targets),
        "type": graph.word(iri, DPG["actionType"]), "status": graph.word(iri, DPG["actionStatus"]), "date": graph.one(iri, DPG["date"]),
        "core": graph.one(iri, DPG["core"]) == "true", "cancels": [local(other) for other in graph.all(iri, DPG["cancels"])],
        "rule": graph.maybe(iri, DPG["rule"]), "actor_ids": actors, "target_ids": targets,
    }  # fmt: skip


def _statement(graph: _Graph, iri: str) -> Record:
    holders = [*graph.all(iri, DPG["holder"]), *graph.all(iri, DPG["onBehalfOf"])]
    addressees = graph.all(iri, DPG["addressee"])
    issue = graph.one(iri, DPG["issue"])
    confidence = graph.one(iri, DPG["confidence"])
    fields: Record = {
        "holders": graph.labels(holders), "voice": graph.word(iri, DPG["voice"]), "content": graph.one(iri, DPG["content"]),
        "stance": graph.word(iri, DPG["contentStance"]), "addressees": graph.labels(addressees),
        "condition": graph.one(iri, DPG["condition"]), "core": graph.one(iri, DPG["core"]) == "true",
        "issue": {"id": issue, "label": graph.label(issue), "stance": graph.word(iri, DPG["stance"])} if issue else None,
        "leaning": graph.word(iri, DPG["leaning"]), "topics": graph.labels(graph.all(iri, DPG["topic"])),
        "attitude": graph.word(iri, DPG["attitude"]), "on_behalf_of": graph.labels(graph.all(iri, DPG["onBehalfOf"])),
        "attributed_by": graph.labels(graph.all(iri, DPG["attributedBy"])) or None, "date": graph.maybe(iri, DPG["date"]),
        "date_basis": graph.word(iri, DPG["dateBasis"]), "invokes": graph.labels(graph.all(iri, DPG["invokes"])),
        "responds_to": [local(other) for other in graph.all(iri, DPG["respondsTo"])],
        "announces": [local(other) for other in graph.all(iri, DPG["announces"])],
        "terms": [_term(graph, term) for term in graph.all(iri, DPG["term"])] or None, "rule": graph.maybe(iri, DPG["rule"]),
        "confidence": float(confidence) if confidence else None, "holder_ids": holders, "addressee_ids": addressees,
    }  # fmt: skip
    for name, predicate in {
        "source_span": "sourcePassage",
        "cue_span": "cuePassage",
        "content_span": "contentPassage",
    }.items():
        passage = graph.one(iri, DPG[predicate])
        fields[name] = graph.span(passage) if passage else None
    return {name: fields[name] for name in STATEMENT_FIELDS if name in fields}


def _term(graph: _Graph, iri: str) -> Record:
    issue = graph.one(iri, DPG["issue"])
    return {
        "role": graph.word(iri, DPG["termRole"]), "performers": graph.labels(graph.all(iri, DPG["performer"])),
        "toward": graph.labels(graph.all(iri, DPG["toward"])), "content": graph.one(iri, DPG["content"]),
        "issue": graph.label(issue) if issue else None,
    }  # fmt: skip
