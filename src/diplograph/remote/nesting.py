"""How deeply data and queries may nest before a parser ends the process.

pyoxigraph 0.5.13 parses some nests by recursion and overflows the stack, which no exception announces. Measured (8 MiB of stack, and
512 KiB as in some threads): triple terms die at 30,000 levels (3,000), JSON-LD objects at 10,000 (300), function calls and EXISTS in a
query at 1,000 (100), chains of BIND or UNION at 3,000 (300), chains of operators at 10,000 (1,000). Blank nodes, lists and RDF/XML
elements may nest as they like. Each test here takes linear time, whatever the bytes.
"""

from __future__ import annotations

import re

from pyoxigraph import RdfFormat

__all__ = ["json_too_deep", "query_too_deep", "rdf_too_deep"]

# Brackets in SPARQL JSON results go 5 deep, and 2 deeper with each triple term within a triple term; JSON-LD of ours goes 6 deep.
_MOST_NESTED = 64
_MOST_OPENED = 256  # brackets that a query may open, nested or not: strings and comments hide closing ones too well to pair them
_MOST_JOINED = 2000  # operators that a query may have
_TEXTUAL = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.N3})

# Strings, also unfinished ones, so that no start is tried twice and hostile bytes take no more than linear time.
_JSON_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+["\\]?', re.DOTALL)
_PAIR = re.compile(rb"[\[{][^\[\]{}]*[\]}]")
# What hides a `<<` in Turtle and its kin: strings, comments, IRIs, escapes in names.
_OPAQUE = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\\?\Z)"
    rb'|"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+["\\]?'
    rb"|'[^'\\\r\n]*+(?:\\[^\r\n][^'\\\r\n]*+)*+['\\]?"
    rb"|\#[^\r\n]*+|<[^<>\"\s]*+>|\\.",
    re.DOTALL,
)
# An IRI of the web cannot be taken for the operator `<` and what is compared, as no operand begins with `//`.
_WEB_IRI = re.compile(r"<https?://[^\s<>\"'(){}\[\]|^`\\]*+>")
_OPENING = re.compile(r"[({\[]|<<")
_OPERATOR = re.compile(r"[!|&+*/^-]")


def rdf_too_deep(data: bytes, form: RdfFormat) -> bool:
    """Whether an RDF document nests deeper than the parser of its format can bear."""
    if form == RdfFormat.JSON_LD:
        return json_too_deep(data)
    return form in _TEXTUAL and data.count(b"<<") > _MOST_NESTED and _OPAQUE.sub(b" ", data).count(b"<<") > _MOST_NESTED


def json_too_deep(data: bytes) -> bool:
    """Whether the brackets of a JSON text nest too deeply; they are paired off from within."""
    if data.count(b"[") + data.count(b"{") <= _MOST_NESTED:
        return False
    bare = _JSON_STRING.sub(b"", data)
    for _ in range(_MOST_NESTED):
        bare, pairs = _PAIR.subn(b"", bare)
        if not pairs:
            break
    # What has no partner is a broken text, or has too many levels within it.
    return bare.count(b"[") + bare.count(b"{") > _MOST_NESTED or _PAIR.search(bare) is not None


def query_too_deep(text: str) -> bool:
    """Whether a SPARQL query nests, or chains operators and patterns, beyond what an honest one does."""
    if len(text) <= _MOST_OPENED:
        return False
    bare = _WEB_IRI.sub(" ", text)
    return len(_OPENING.findall(bare)) > _MOST_OPENED or len(_OPERATOR.findall(bare)) > _MOST_JOINED
