"""The graph, or its statements as records, in formats that other tools read."""

from diplograph.export.answers import ANSWER_FORMATS, render_answer
from diplograph.export.curation import curation_text
from diplograph.export.extraction import reading_records
from diplograph.export.graphs import EXPORT_FORMATS, export, report_turtle
from diplograph.export.records import record_lines, records
from diplograph.export.streams import pieces

__all__ = [
    "ANSWER_FORMATS", "EXPORT_FORMATS", "curation_text", "export", "pieces", "reading_records", "record_lines", "records", "render_answer",
    "report_turtle",
]  # fmt: skip
