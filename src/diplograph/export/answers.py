"""The answer to a query as text for machines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplograph import rdf
from diplograph.errors import Fault
from diplograph.model import Answer, RDFTerm, Table
from diplograph.queries import Engine

__all__ = ["ANSWER_FORMATS", "render_answer"]

ANSWER_FORMATS = ("csv", "tsv", "json", "jsonl", "markdown", "turtle")


def render_answer(answer: Answer, form: str, engine: Engine) -> str:
    """An answer in a format, ending in a line break.

    `csv`, `tsv` and `json` follow the SPARQL 1.1 results formats; `jsonl` is one object of plain strings a row, `markdown` a table.
    `turtle` is the graph that a CONSTRUCT answered, or, for solutions, all that the graph says about the resources in their first column.

    Args:
        answer: What a query answered.
        form: One of `ANSWER_FORMATS`.
        engine: Asked again where `turtle` needs more than the answer holds.

    Raises:
        Fault: The format cannot hold that kind of answer.
    """
    if isinstance(answer, bool):
        return _verdict(answer, form)
    if isinstance(answer, tuple):
        if form != "turtle":
            raise Fault(f"a graph cannot be written as {form}", "--format", "use turtle")
        return _turtle(answer)
    if form == "turtle":
        return _turtle(_about(answer, engine))
    return {"csv": _csv, "tsv": _tsv, "json": _json, "jsonl": _jsonl, "markdown": _markdown}[form](answer)


def _verdict(answer: bool, form: str) -> str:
    word = "true" if answer else "false"
    return {"json": f'{{"head": {{}}, "boolean": {word}}}\n', "jsonl": f'{{"boolean": {word}}}\n'}.get(form, f"{word}\n")


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.variables)
    writer.writerows([["" if term is None else term.value for term in row] for row in table.rows])
    return out.getvalue()


def _tsv(table: Table) -> str:
    """Terms in Turtle form, as the SPARQL 1.1 TSV format asks; str() of a term escapes tabs and line breaks."""
    head = "\t".join(f"?{name}" for name in table.variables)
    return "".join(f"{line}\n" for line in [head, *("\t".join("" if t is None else str(t) for t in row) for row in table.rows)])


def _json(table: Table) -> str:
    bindings = [
        {name: _term(term) for name, term in zip(table.variables, row, strict=True) if term is not None} for row in table.rows
    ]  # fmt: skip
    return json.dumps({"head": {"vars": list(table.variables)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1) + "\n"


def _term(term: RDFTerm) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
        return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})
    return {"type": "bnode", "value": term.value}


def _jsonl(table: Table) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in table.records())


def _markdown(table: Table) -> str:
    def row(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    body = ((" ".join(term.value.split()).replace("|", "\\|") if term else "" for term in line) for line in table.rows)
    return row(table.variables) + row("---" for _ in table.variables) + "".join(map(row, body))


def _about(table: Table, engine: Engine) -> tuple[Triple, ...]:
    """All triples whose subject stands in the first column."""
    subjects = sorted({str(row[0]) for row in table.rows if isinstance(row[0], NamedNode)}) if table.variables else []
    if not subjects:
        return ()
    answer = engine.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {' '.join(subjects)} }} ?s ?p ?o }}")
    if isinstance(answer, bool | Table):
        raise TypeError("a CONSTRUCT query answers with a graph")
    return answer


def _turtle(triples: Iterable[Triple]) -> str:
    return rdf.write((Quad(*triple) for triple in triples), "turtle")
