"""Files of annotation tools: which tool's they are, what they hold, and what we write for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from diplograph.errors import Fault
from diplograph.interop.annotation.archive import packed, unpacked
from diplograph.interop.annotation.cas import TYPES, is_cas, read_cas, typesystem, write_cas
from diplograph.interop.annotation.marks import Page
from diplograph.interop.annotation.tsv import is_tsv, read_tsv, write_tsv
from diplograph.interop.annotation.web import is_web, read_web, write_hypothesis, write_web
from diplograph.interop.curation import Record

__all__ = ["FORMATS", "Document", "annotated", "is_annotated", "read_pages"]

FORMATS = ("webannotation", "hypothesis", "xmi", "webanno")
Document: TypeAlias = "tuple[Record, str, list[Record]]"  # an article's record, its source text, its statements and actions


def annotated(documents: Iterable[Document], form: str) -> bytes:
    """Documents in one of `FORMATS`: JSON, or an archive with a file for each article.

    Raises:
        Fault: A text cannot stand in the format, or a package is missing.
    """
    if form == "webannotation":
        return write_web(documents)
    if form == "hypothesis":
        return write_hypothesis(documents)
    if form == "webanno":
        return packed({f"{article['article']}.tsv": write_tsv(text, records) for article, text, records in documents})
    types = typesystem()
    files = {TYPES: str(types.to_xml()).encode()}
    return packed(files | {f"{article['article']}.xmi": write_cas(article, text, records, types) for article, text, records in documents})


def is_annotated(path: Path) -> bool:
    """Whether a file can be an annotation tool's, as its first bytes say: JSON, XMI, WebAnno TSV or an archive."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return head.startswith(b"PK\x03\x04") or is_tsv(head) or is_cas(head) or is_web(head)


def read_pages(path: Path) -> Iterator[Page]:
    """The documents of a file or archive.

    Raises:
        Fault: It cannot be read, or is of no tool that we know.
    """
    files = unpacked(path)
    single = set(files) == {path.name}
    found = False
    for name, data in sorted(files.items()):
        origin = str(path) if single else f"{path}/{name}"
        if is_tsv(data):
            found = True
            yield read_tsv(data, origin)
        elif is_cas(data):
            found = True
            yield read_cas(data, origin, _types(files, name) or (_beside(path) if single else None))
        elif is_web(data) and not PurePosixPath(name).name.startswith("exportedproject"):
            found = True
            yield from read_web(data, origin)
    if not found:
        raise Fault(
            "is no file of an annotation tool that we know", str(path), "give Web Annotation JSON-LD, Hypothesis, UIMA CAS or WebAnno TSV 3"
        )


def _types(files: Mapping[str, bytes], name: str) -> bytes | None:
    """The type system that stands nearest to a file of an archive."""
    for folder in PurePosixPath(name).parents:
        for candidate in (TYPES, TYPES.lower()):
            if str(folder / candidate) in files:
                return files[str(folder / candidate)]
    return None


def _beside(path: Path) -> bytes | None:
    beside = path.with_name(TYPES)
    return next(iter(unpacked(beside).values())) if beside.is_file() else None
