"""A graph in the formats that other tools read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import get_args

from pyoxigraph import Quad

from diplograph import rdf
from diplograph.errors import Fault
from diplograph.export.records import STATEMENT_FIELDS, record_lines, records
from diplograph.pace import Clock, Say, silent
from diplograph.rdf import Form
from diplograph.store import Store
from diplograph.validate import Report

__all__ = ["EXPORT_FORMATS", "csv_lines", "export", "report_turtle"]

EXPORT_FORMATS = (*get_args(Form), "jsonl", "csv")


def export(store: Store, form: str) -> bytes:
    """The graph in one of `EXPORT_FORMATS`.

    The RDF formats hold everything (`trig` and `nq` with the named graphs, the others their union). `jsonl` has one record a line:
    articles, statements and actions. `csv` has the statements only, several values of a field joined by ` | `.

    Raises:
        Fault: There is no such format, or `rdfxml` cannot hold what the graph holds.
    """
    if form == "jsonl":
        return "".join(record_lines(store)).encode()
    if form == "csv":
        return "".join(csv_lines(store)).encode()
    for known in get_args(Form):
        if known == form:
            return rdf.serialise(store, known)
    raise Fault(f'there is no format "{form}" here', "--format", f"choose one of {', '.join(EXPORT_FORMATS)}")


def csv_lines(store: Store, say: Say = silent, clock: Clock | None = None) -> Iterator[str]:
    """The statements as CSV, a row at a time."""
    yield _row(STATEMENT_FIELDS)
    for record in records(store, say, clock):
        if record["record"] == "statement":
            yield _row([_cell(record.get(name)) for name in STATEMENT_FIELDS])


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " | ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return str(value.get("label") or value.get("content") or "")
    return str(value)


def report_turtle(report: Report) -> str:
    """A validation report as Turtle."""
    return rdf.write((Quad(*triple) for triple in report.triples()), "turtle")
