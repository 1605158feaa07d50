"""A DNA database's statements as our records.

A *diplograph statement* or *action* gives its record back as it was. A *DNA Statement* says who, on what, and whether he agrees: its kind
becomes support or opposition, its voice what the quotation marks in its quote say, and `rule` is `dna`, so that all that rests on this
reading can be counted and left out. Statements of other types, and those without an actor or a concept, have no place among ours and are
reported with all their values.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diplograph.interop.curation import Record
from diplograph.interop.dna.coded import Coded, Document, coded, documents
from diplograph.interop.dna.file import Tables
from diplograph.interop.dna.ours import OWN_ACTION, OWN_TYPE
from diplograph.interop.workspace import Sheet, Tool

__all__ = ["TOOL", "Imported", "Record", "imported"]

TOOL = Tool("a file of Discourse Network Analyzer", "dna")
_OWN = {OWN_TYPE: "statement", OWN_ACTION: "action"}
_MARKS = re.compile('[“”„«»"]')
_TYPE = "DNA Statement"
_KEY = re.compile(r"[\w.-]{1,200}")  # becomes a file's name


@dataclass(slots=True)
class Imported:
    """What was taken in.

    Attributes:
        documents: All of them, by id.
        keys: The key of each document's article.
        statements: Our records of statements and actions, by the document's id.
        refused: What was not taken in, with the reason; a line each in a report.
    """

    documents: dict[int, Document] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    statements: dict[int, list[Record]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Record] = field(default_factory=list)

    def sheets(self) -> Iterable[Sheet]:
        """The documents with their records."""
        for number, paper in self.documents.items():
            yield Sheet(self.keys[number], paper.text, _article(paper, self.keys[number]), self.statements[number])

    def records(self) -> Iterable[Record]:
        """Articles, each followed by its statements."""
        for number, paper in self.documents.items():
            yield _article(paper, self.keys[number])
            yield from self.statements[number]


def imported(tables: Tables) -> Imported:
    """The articles and statements of a DNA database."""
    found = Imported(documents(tables))
    for number, paper in found.documents.items():
        found.keys[number] = str(_notes(paper).get("article") or f"dna-{number:05}")
    ours: dict[tuple[int, int, int], list[Record]] = defaultdict(list)
    rest: list[Coded] = []
    for one in coded(tables):
        record = _own(one)
        if record is None:
            rest.append(one)
        else:
            found.statements[one.document.id].append(record)
            ours[one.document.id, one.start, one.stop].append(record)
    for one in rest:
        if any(_same(one, record) for record in ours.get((one.document.id, one.start, one.stop), ())):
            continue
        reason = _reason(one)
        if reason:
            values = {name: value for name, value in one.values.items() if name}
            found.refused.append({
                "reason": reason, "document": one.document.id, "title": one.document.title, "statement": one.id, "type": one.type,
                "coder": one.coder, "start": one.start, "end": one.stop, "quote": one.quote, "values": values,
            })  # fmt: skip
        else:
            found.statements[one.document.id].append(_record(one, found.keys[one.document.id]))
    for some in found.statements.values():
        some.sort(key=lambda record: (record["record"] != "statement", record["start"], record["end"], record["id"]))
    return found


def _own(one: Coded) -> Record | None:
    """The record that we once put into a statement, if it still fits its place."""
    if one.type not in _OWN:
        return None
    try:
        record = json.loads(one.word("record"))
    except (ValueError, RecursionError):
        return None
    wanted = {"record": _OWN[one.type], "start": one.start, "end": one.stop, "quote": one.quote}
    if not isinstance(record, dict) or any(record.get(name) != value for name, value in wanted.items()):
        return None
    return record


def _same(one: Coded, record: Record) -> bool:
    """Whether a DNA Statement says for one holder what a record of ours says for all."""
    issue = record.get("issue")
    holders = record.get("holders")
    if one.type != _TYPE or not isinstance(issue, dict) or not isinstance(holders, list):
        return False
    who = one.word("person") or one.word("organization")
    stance = "for" if one.values.get("agreement") else "against"
    return who in {str(name)[:188] + " …" if len(str(name)) > 190 else str(name) for name in holders} and issue.get("stance") == stance


def _reason(one: Coded) -> str:
    """Why a statement has no place among ours; empty where it has."""
    if one.type != _TYPE:
        return f'statements of the type "{one.type}" say nothing for or against'
    if not one.quote or len(one.quote) != one.stop - one.start or not one.quote.strip():
        return "its offsets leave the text, or show blanks"
    if not one.word("person") and not one.word("organization"):
        return "it names neither a person nor an organization"
    if not one.word("concept"):
        return "it names no concept"
    return "" if one.values.get("agreement") in {0, 1} else "it says neither yes nor no"


def _record(one: Coded, key: str) -> Record:
    person, organization = one.word("person"), one.word("organization")
    stance = "for" if one.values["agreement"] else "against"
    holders = [name for name in (person, organization) if name]
    return {
        "record": "statement", "article": key, "id": f"dna-{one.document.id}-{one.id}", "quote": one.quote, "start": one.start,
        "end": one.stop, "holders": holders, "voice": "direct" if _MARKS.search(one.quote) else "indirect",
        "kind": "support" if stance == "for" else "opposition", "content": one.word("concept"), "stance": stance, "addressees": [],
        "condition": "", "core": False, "issue": {"id": None, "label": one.word("concept"), "stance": stance}, "attitude": "wants",
        "on_behalf_of": [organization] if person and organization else [], "date": one.document.date,
        "date_basis": "publication" if one.document.date else "unknown", "rule": "dna", "coder": one.coder,
        "holder_ids": [f"dna:{kind}/" for kind, name in (("person", person), ("organization", organization)) if name],
    }  # fmt: skip


def _article(paper: Document, key: str) -> Record:
    noted = _notes(paper)
    return dict(noted) or {
        "record": "article", "article": key, "id": None, "title": paper.title, "author": [paper.author] if paper.author else [],
        "outlet": [paper.source] if paper.source else [], "date": paper.date, "language": None, "url": None, "source_text": None,
        "digest": None, "body": [[0, len(paper.text)]], "evidence": {},
    }  # fmt: skip


def _notes(paper: Document) -> Mapping[str, object]:
    """The article's record that we once noted; nothing where the notes are somebody's own."""
    try:
        notes = json.loads(paper.notes)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(notes, dict) or notes.get("record") != "article" or not _KEY.fullmatch(str(notes.get("article"))):
        return {}
    return notes
