"""The mapping file: every judgement on a pairing of ours with Wikidata, in SSSOM's table form.

One row is one judgement, and stays as it was written: a later judgement is a further row. The format is that of
https://mapping-commons.github.io/sssom/: YAML behind `#` on top, then a tab-separated table. What a row says, we read so:

    predicate_modifier Not            refuted: this item is never proposed for this subject again
    object_id sssom:NoTermFound       looked for, and no item found: the subject is not asked about again
    confidence 0.8 or more            accepted: published as skos:exactMatch
    anything less                     a candidate, to be confirmed or refuted
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from diplograph.errors import Fault, Place
from diplograph.resources import Workspace, read_text
from diplograph.vocabulary import ID, IDS, PREFIXES, WIKIDATA
from diplograph.wikidata.item import cleaned, is_qid, qid_order

__all__ = [
    "ACCEPTED",
    "COLUMNS",
    "FILE",
    "METADATA",
    "NOTHING",
    "Decided",
    "Row",
    "iri",
    "judgement",
    "read",
    "render",
    "standing",
    "table",
]

FILE = "wikidata.sssom.tsv"
ACCEPTED = 0.8  # the least confidence of an accepted pairing
NOTHING = "sssom:NoTermFound"
_EXACT = "skos:exactMatch"
_SSSOM = "https://w3id.org/sssom/"

# In the order of the SSSOM specification.
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label", "mapping_justification",
    "author_label", "mapping_tool", "mapping_tool_version", "mapping_date", "confidence", "comment",
)  # fmt: skip
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")

METADATA: Mapping[str, str] = {
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "mapping_set_description": "Links of diplograph's registry to Wikidata, one row for each judgement. Confidence 0.8 or more is "
    "published, less is to be confirmed; of rows with a grade 0.99 is A, 0.95 is B2, 0.7 is B1, 0.5 is believed.",
    "mapping_set_id": "https://w3id.org/diplograph/mappings/wikidata",
    "mapping_set_title": "diplograph to Wikidata",
}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a mapping file's rows say of one subject.

    Attributes:
        accepted: The item that is its link, or nothing.
        nothing: Whether somebody looked and found none.
        refuted: Items that it is not.
        candidates: Items to be confirmed, with the words of their rows.
    """

    accepted: str = ""
    nothing: bool = False
    refuted: frozenset[str] = frozenset()
    candidates: Mapping[str, str] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether the question is answered and must not be asked again."""
        return bool(self.accepted) or self.nothing


def judgement(
    subject: str, label: str, qid: str | None, name: str, *, why: str, confidence: float, date: str, by: str = "", tool: str = "",
    version: str = "", refuted: bool = False, comment: str = "",
) -> Row:  # fmt: skip
    """A row.

    Args:
        subject: Our resource as a short form.
        label: Its label.
        qid: The item; none means that none was found.
        name: Its label.
        why: The justification, a term of SEMAPV.
        confidence: From 0 to 1.
        date: YYYY-MM-DD.
        by: The person who judged; empty for a program.
        tool: The program that helped, or judged.
        version: Its version.
        refuted: That the two are not the same.
        comment: The reasons.
    """
    return {
        "subject_id": subject, "subject_label": cleaned(label), "predicate_id": _EXACT, "predicate_modifier": "Not" if refuted else "",
        "object_id": f"wd:{qid}" if qid else NOTHING, "object_label": cleaned(name), "mapping_justification": why,
        "author_label": cleaned(by), "mapping_tool": tool, "mapping_tool_version": version, "mapping_date": date,
        "confidence": f"{confidence:.2f}".rstrip("0").rstrip("."), "comment": cleaned(comment, 2000),
    }  # fmt: skip


def read(file: Traversable) -> tuple[dict[str, Any], list[Row]]:
    """The metadata and the rows of a mapping file.

    Raises:
        Fault: It is malformed; the message names the line.
    """
    lines = read_text(file).splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    try:
        metadata = yaml.load("\n".join(head), Loader=yaml.BaseLoader) or {}  # noqa: S506 - strings, lists and dictionaries only
    except yaml.YAMLError as error:
        raise Fault("has no valid YAML on top", Place.of(file, 1), "mend the lines that begin with #") from error
    first = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[first:], delimiter="\t")
    columns = next(reader, [])
    if lacking := [name for name in _NEEDED if name not in columns]:
        raise Fault(f"has no column {lacking[0]}", Place.of(file, first + 1), "see https://mapping-commons.github.io/sssom/")
    rows = []
    for row in reader:
        number = first + reader.line_num
        if len(row) != len(columns):
            raise Fault(f"has {len(row)} cells in a row of {len(columns)}", Place.of(file, number), "mend that row")
        rows.append(_checked(dict(zip(columns, row, strict=True)), Place.of(file, number)))
    return metadata if isinstance(metadata, dict) else {}, rows


def _checked(row: Row, place: Place) -> Row:
    try:
        sure = float(row.get("confidence") or 0)
    except ValueError:
        sure = -1
    if not 0 <= sure <= 1:
        raise Fault(f'"{cleaned(row["confidence"], 40)}" is no confidence', place, "give a number from 0 to 1")
    if row["object_id"] != NOTHING and not is_qid(row["object_id"].removeprefix("wd:")):
        raise Fault(f'"{cleaned(row["object_id"], 40)}" is no Wikidata item', place, f"write wd:Q and a number, or {NOTHING}")
    return row


def table(workspace: Workspace) -> list[Row]:
    """All rows of the bundled mapping file and of the workspace's own."""
    return [row for file, _ in workspace.layers("graph", "", FILE) for row in read(file)[1]]


def standing(rows: Iterable[Row]) -> dict[str, Decided]:
    """What all rows together say, by subject (a short form). A person's word goes before a program's, a later one before an earlier."""
    kept: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (bool(row.get("author_label")), row.get("mapping_date", ""))):
        kept.setdefault(row["subject_id"], []).append(row)
    return {subject: _decided(found) for subject, found in kept.items()}


def _decided(rows: Iterable[Row]) -> Decided:
    accepted, nothing = "", False
    refuted: set[str] = set()
    candidates: dict[str, str] = {}
    for row in rows:
        qid = row["object_id"].removeprefix("wd:")
        if row["object_id"] == NOTHING:
            accepted, nothing = "", True
        elif row.get("predicate_modifier") == "Not":
            refuted.add(qid)
            accepted = "" if accepted == qid else accepted
        elif row["predicate_id"] == _EXACT and float(row.get("confidence") or 0) >= ACCEPTED:
            accepted, nothing = qid, False
            refuted.discard(qid)
        elif row["predicate_id"] == _EXACT:
            candidates[qid] = row.get("comment", "")
    left = {qid: words for qid, words in candidates.items() if qid not in refuted and qid != accepted}
    return Decided(accepted, nothing, frozenset(refuted), left)


def render(rows: Iterable[Row], metadata: Mapping[str, Any] = METADATA) -> str:
    """A mapping file: metadata, then the rows in order of subject, item, date and author; all cells as they are."""
    unique = {tuple(sorted(row.items())): row for row in rows}
    ordered = sorted(unique.values(), key=_order)
    extra = sorted({name for row in ordered for name in row} - set(COLUMNS))
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow([*COLUMNS, *extra])
    writer.writerows([row.get(name, "") for name in (*COLUMNS, *extra)] for row in ordered)
    used = {row["subject_id"].partition(":")[0] for row in ordered}
    prefixes = {"sssom": _SSSOM, "wd": WIKIDATA.iri, **{prefix: PREFIXES[prefix] for prefix in used if prefix in IDS}}
    given = metadata.get("curie_map")
    whole = {**metadata, "curie_map": dict(sorted({**(given if isinstance(given, dict) else {}), **prefixes}.items()))}
    head = yaml.safe_dump(whole, sort_keys=True, allow_unicode=True, width=118, default_flow_style=False)
    return "".join(f"#{line}\n" for line in head.splitlines()) + text.getvalue()


def _order(row: Row) -> tuple[object, ...]:
    qid = row["object_id"].removeprefix("wd:")
    number = qid_order(qid) if is_qid(qid) else 0
    return (row["subject_id"], number, row.get("mapping_date", ""), row.get("author_label", ""), sorted(row.items()))


def iri(short: str) -> str:
    """The IRI of a subject as a mapping file writes it."""
    prefix, _, rest = short.partition(":")
    return f"{IDS[prefix].iri}{rest}" if prefix in IDS else f"{ID}{short}"
