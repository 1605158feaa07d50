"""Answers in the standard result formats: SPARQL 1.1 JSON, XML, CSV and TSV, and RDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from diplograph.export import render_answer
from diplograph.model import RDFTerm, Table
from diplograph.queries import Engine
from diplograph.vocabulary import PREFIXES

__all__ = ["write_graph", "write_solutions", "write_verdict"]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_FORMATS = {
    "ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML, "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}  # fmt: skip
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def write_solutions(table: Table, form: str, engine: Engine) -> bytes:
    """Solutions as `json`, `xml`, `csv` or `tsv`."""
    if form == "json":
        return "".join(_json(table)).encode()
    if form == "xml":
        return "".join(_xml(table)).encode()
    return render_answer(table, form, engine).encode()


def write_verdict(verdict: bool, form: str) -> bytes:
    """The answer to ASK; CSV and TSV have no standard form for it and say true or false."""
    word = "true" if verdict else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'.encode()
    if form == "xml":
        return f"{_XML_HEAD}<head/>\n<boolean>{word}</boolean>\n</sparql>\n".encode()
    return f"{word}\n".encode()


def write_graph(triples: Iterable[Triple], form: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """A graph as Turtle, N-Triples, JSON-LD, RDF/XML, TriG or N-Quads, the same bytes for the same triples."""
    ordered = sorted(set(triples), key=str)
    used = {prefix: iri for prefix, iri in {**PREFIXES, **prefixes}.items() if any(_begins(triple, iri) for triple in ordered)}
    return serialize(ordered, format=_FORMATS[form], prefixes=used if form in {"ttl", "trig", "rdf"} else None) or b""


def _begins(triple: Triple, iri: str) -> bool:
    return any(
        isinstance(term, NamedNode) and term.value.startswith(iri) for term in (triple.subject, triple.predicate, triple.object)
    ) or (isinstance(triple.object, Literal) and triple.object.datatype.value.startswith(iri))


def _json(table: Table) -> Iterator[str]:
    yield f'{{"head":{json.dumps({"vars": list(table.variables)})},"results":{{"bindings":['
    for number, row in enumerate(table.rows):
        bound = {name: _term(term) for name, term in zip(table.variables, row, strict=True) if term is not None}
        yield f"{',' if number else ''}\n{json.dumps(bound, ensure_ascii=False)}"
    yield "\n]}}\n"


def _term(term: RDFTerm) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    datatype = term.datatype.value
    return {"type": "literal", "value": term.value} | ({} if datatype == _STRING else {"datatype": datatype})


def _xml(table: Table) -> Iterator[str]:
    yield f"{_XML_HEAD}<head>{''.join(f'<variable name={quoteattr(name)}/>' for name in table.variables)}</head>\n<results>\n"
    for row in table.rows:
        cells = (
            f"<binding name={quoteattr(name)}>{_xml_term(t)}</binding>"
            for name, t in zip(table.variables, row, strict=True)
            if t is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: RDFTerm) -> str:
    value = _xml_text(term.value)
    if isinstance(term, NamedNode):
        return f"<uri>{value}</uri>"
    if not isinstance(term, Literal):
        return f"<bnode>{value}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
    datatype = term.datatype.value
    mark = "" if datatype == _STRING else f" datatype={quoteattr(datatype)}"
    return f"<literal{mark}>{value}</literal>"


def _xml_text(value: str) -> str:
    """A text in XML 1.0: what it cannot hold becomes the replacement character, and a carriage return is kept by its number."""
    kept = "".join(letter if (letter >= " " and letter not in "\ufffe\uffff") or letter in "\t\n\r" else "\ufffd" for letter in value)
    return escape(kept, {"\r": "&#13;"})
