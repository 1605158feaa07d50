"""Annotation tools: Web Annotation and Hypothesis, INCEpTION's UIMA CAS, WebAnno TSV; read and written."""

from diplograph.interop.annotation.files import FORMATS, Document, annotated, is_annotated, read_pages
from diplograph.interop.annotation.marks import Mark, Page, Places, placed
from diplograph.interop.annotation.taking import TOOL, Taken, as_sheets, beside_articles, curated_files

__all__ = [
    "FORMATS", "TOOL", "Document", "Mark", "Page", "Places", "Taken", "annotated", "as_sheets", "beside_articles", "curated_files",
    "is_annotated", "placed", "read_pages",
]  # fmt: skip
