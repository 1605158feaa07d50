"""Content negotiation: the form of an answer that a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["DATASETS", "GRAPHS", "RESULTS", "Form", "acceptable", "choose", "named"]

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)$")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_MOST_RANGES = 64


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an answer.

    Attributes:
        name: What `format=` and a file's ending call it.
        media: Its media type.
        others: Media types that mean it too; a client that asks for one of these is answered under that name.
    """

    name: str
    media: str
    others: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """All media types that ask for it."""
        return (self.media, *self.others)


# In the order in which they are given to a client that takes anything.
RESULTS = (
    Form("json", "application/sparql-results+json", ("application/json",)),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Form("csv", "text/csv"),
    Form("tsv", "text/tab-separated-values"),
)
GRAPHS = (
    Form("ttl", "text/turtle", ("application/x-turtle",)),
    Form("nt", "application/n-triples", ("text/plain",)),
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Form("trig", "application/trig"),
    Form("nq", "application/n-quads"),
)
DATASETS = tuple(form for form in GRAPHS if form.name in {"trig", "nq"})

# What clients call the forms in `format=`, `output=` and `results=`: SPARQLWrapper, Virtuoso, Fuseki.
_NAMES = {"turtle": "ttl", "n3": "ttl", "ntriples": "nt", "n-triples": "nt", "rdf+xml": "rdf", "rdfxml": "rdf", "json-ld": "jsonld",
          "sparql": "xml", "text": "tsv", "nquads": "nq"}  # fmt: skip


def choose(accept: str | None, offers: Sequence[Form]) -> tuple[Form, str] | None:
    """The offer that an Accept header likes best, and the media type to answer under; None if it takes none of them.

    The most specific range that fits a type tells its quality. Between equals the earlier offer wins. No header, or one that cannot be
    read, means that anything will do.
    """
    ranges = _ranges(accept)
    best: tuple[float, int, int, Form, str] | None = None
    for place, form in enumerate(offers):
        for number, media in enumerate(form.types):
            quality, exact = _quality(media, ranges)
            if number and exact < 2:
                continue  # a type that means a form too is meant only by its name
            found = (quality, exact, -place, form, media)
            if quality > 0 and (best is None or found[:3] > best[:3]):
                best = found
    return (best[3], best[4]) if best else None


def acceptable(offers: Sequence[Form]) -> str:
    """The media types that there are, for a message."""
    return ", ".join(form.media for form in offers)


def named(name: str, offers: Sequence[Form]) -> Form | None:
    """The offer that a `format=` means: a short name or a media type."""
    wanted = name.strip().lower()
    wanted = _NAMES.get(wanted, wanted)
    return next((form for form in offers if wanted == form.name or wanted in form.types), None)


def _ranges(accept: str | None) -> list[tuple[str, str, float]]:
    found: list[tuple[str, str, float]] = []
    for part in (accept or "").split(",")[:_MOST_RANGES]:
        match = _RANGE.match(part)
        if match:
            quality = _QUALITY.search(match[3])
            written = re.search(r";\s*q\s*=", match[3], re.IGNORECASE)
            found.append((match[1].lower(), match[2].lower(), float(quality[1]) if quality else 0.0 if written else 1.0))
    return found or [("*", "*", 1.0)]


def _quality(media: str, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int]:
    """How much a type is wanted, and how exactly it was named: 2 by itself, 1 by its kind, 0 by `*/*`."""
    kind, name = media.split("/")
    best = (0.0, -1)
    for wanted_kind, wanted_name, quality in ranges:
        exact = 2 if (wanted_kind, wanted_name) == (kind, name) else 1 if (wanted_kind, wanted_name) == (kind, "*") else 0
        if (exact or (wanted_kind, wanted_name) == ("*", "*")) and exact > best[1]:
            best = (quality, exact)
    return best
