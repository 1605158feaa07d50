"""Writes `graph/wikidata.sssom.tsv`: every pairing of one of our resources with a Wikidata item, graded, with evidence.

What is published as `skos:exactMatch` in `graph/registry/*.ttl` must have a line of grade A or B2 in `evidence.csv`
beside this file, and every such line must be published; otherwise nothing is written. Pairings of lower grade go into
the mapping file too, as candidates to be confirmed, and never into the Turtle. The columns of `evidence.csv`:

    subject    the resource as <kind>:<slug>, such as state:russia or person:antony-blinken
    qid        the Wikidata item, Q and a number; empty where the grade is unknown
    label      the item's English label as the evidence gives it
    grade      A         a data set generated from Wikidata, or resolved against it, has the pairing
               B2        two or more hand-made public files agree on it
               B1        one such file, or one author: a candidate
               believed  from memory, or doubtful which of several items is meant: a candidate
               unknown   looked for, and no public pairing found (there may be an item): no row in the mapping file
    evidence   where the pairing was seen, and any doubt

Lines that start with "#" are remarks, but for the one that gives the mapping date. The format written:
https://mapping-commons.github.io/sssom/. Rows that `diplograph link` has written there stay as they are.

    python graph/registry/generate/sssom.py
"""

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from diplograph.wikidata import mappings

__all__ = ["Evidence", "Registry", "mapping_date", "read_decisions", "read_evidence", "read_registry", "render"]

HERE = Path(__file__).resolve().parent
EVIDENCE = HERE / "evidence.csv"
REGISTRY = HERE.parent
OUTPUT = HERE.parents[1] / "wikidata.sssom.tsv"

IDS = "https://w3id.org/diplograph/id/"
ITEMS = "http://www.wikidata.org/entity/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EXACT_MATCH = NamedNode(f"{SKOS}exactMatch")
LABELS = (NamedNode(f"{SKOS}prefLabel"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label"))  # the first wins

FIELDS = ("subject", "qid", "label", "grade", "evidence")
PUBLISHED = ("A", "B2")
# Confidence and justification by grade. The figures order the grades and keep candidates under 0.8: none was measured.
GRADES = {
    "A": ("0.99", "semapv:BackgroundKnowledgeBasedMatching"),
    "B2": ("0.95", "semapv:ManualMappingCuration"),
    "B1": ("0.7", "semapv:UnspecifiedMatching"),
    "believed": ("0.5", "semapv:UnspecifiedMatching"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of `evidence.csv`; the module's docstring says what the fields mean."""

    subject: str
    qid: str
    label: str
    grade: str
    evidence: str

    def __post_init__(self) -> None:
        """Refuse what could not be written."""
        if self.grade not in {*GRADES, "unknown"}:
            raise ValueError(f"{self.subject}: no grade {self.grade!r}")
        if re.fullmatch(r"Q[1-9]\d*" if self.grade in GRADES else "", self.qid) is None:
            raise ValueError(f"{self.subject}: {self.qid!r} does not go with grade {self.grade}")
        if re.fullmatch(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*", self.subject) is None:
            raise ValueError(f"{self.subject!r} is not <kind>:<slug>")

    def row(self, subject_label: str, date: str) -> mappings.Row:
        """The pairing as a row of the mapping file."""
        confidence, justification = GRADES[self.grade]
        comment = f"grade {self.grade}: {self.evidence}"
        if self.grade not in PUBLISHED:
            comment = f"to be confirmed: {comment}"
        made = mappings.judgement(
            self.subject, subject_label, self.qid, self.label, why=justification, confidence=float(confidence), date=date, tool="diplograph"
        )
        return {**made, "comment": comment}


@dataclass(frozen=True, slots=True)
class Registry:
    """What the mapping file needs of the registry.

    Attributes:
        links: The published pairs of our resource, as a CURIE, and the item.
        labels: The English name of each resource, by CURIE.
    """

    links: frozenset[tuple[str, str]]
    labels: Mapping[str, str]


def read_evidence(path: Path = EVIDENCE) -> list[Evidence]:
    """The lines of the evidence file.

    Raises:
        ValueError: A column is missing, a line is not well-formed, or a pair stands there twice.
    """
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    reader = csv.DictReader(lines, strict=True)
    if tuple(reader.fieldnames or ()) != FIELDS:
        raise ValueError(f"{path.name}: the columns are {','.join(FIELDS)}")
    found = []
    for row in reader:
        if None in row or None in row.values():
            raise ValueError(f"{path.name}: {row['subject']} has not {len(FIELDS)} fields")
        found.append(Evidence(**row))
    pairs = [(evidence.subject, evidence.qid) for evidence in found]
    if twice := sorted({pair for pair in pairs if pairs.count(pair) > 1}):
        raise ValueError(f"{path.name}: twice there: {twice}")
    return found


def mapping_date(path: Path = EVIDENCE) -> str:
    """The date that the evidence file gives for the whole set."""
    found = re.search(r"^# mapping_date: (\d{4}-\d{2}-\d{2})$", path.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError(f"{path.name}: no line '# mapping_date: YYYY-MM-DD'")
    return found[1]


def read_registry(folder: Path = REGISTRY) -> Registry:
    """The links and labels of the Turtle files directly in a folder."""
    links: set[tuple[str, str]] = set()
    labels: dict[str, str] = {}
    for file in sorted(folder.glob("*.ttl")):
        lesser: dict[str, str] = {}
        for subject, predicate, value, _ in parse(path=file, format=RdfFormat.TURTLE):
            curie = _curie(subject.value) if isinstance(subject, NamedNode) else None
            if curie is None:
                continue
            if predicate == EXACT_MATCH and isinstance(value, NamedNode) and value.value.startswith(ITEMS):
                links.add((curie, value.value.removeprefix(ITEMS)))
            elif predicate in LABELS and isinstance(value, Literal) and value.language == "en":
                (labels if predicate == LABELS[0] else lesser)[curie] = value.value
        labels = {**lesser, **labels}
    return Registry(frozenset(links), labels)


def _curie(iri: str) -> str | None:
    """An IRI of ours as <kind>:<slug>, or None for any other."""
    folder, slash, slug = iri.removeprefix(IDS).partition("/")
    kind = folder.replace("-", "")  # a prefix has no hyphen: armedgroup: stands for …/armed-group/
    return f"{kind}:{slug}" if iri.startswith(IDS) and slash and "/" not in slug else None


def read_decisions(path: Path = OUTPUT) -> list[mappings.Row]:
    """The rows that `diplograph link` wrote into the mapping file; they stay."""
    rows = mappings.read(path)[1] if path.exists() else []
    return [row for row in rows if row.get("author_label") or row.get("mapping_tool") == "diplograph link"]


def render(evidence: Iterable[Evidence], registry: Registry, date: str, decisions: Iterable[mappings.Row] = ()) -> str:
    """The mapping file: metadata, then one row per judgement, sorted.

    Args:
        evidence: The graded pairings.
        registry: What is published, and our labels.
        date: The mapping date of the graded pairings, YYYY-MM-DD.
        decisions: Rows of `diplograph link`.

    Raises:
        ValueError: What is published and what is graded A or B2 or decided differ, or a pairing's resource is not in the registry.
    """
    paired = [line for line in evidence if line.grade in GRADES]
    decided = list(decisions)
    rows = [line.row(registry.labels.get(line.subject, ""), date) for line in paired]
    accepted = {(subject, one.accepted) for subject, one in mappings.standing([*rows, *decided]).items() if one.accepted}
    if ungraded := sorted(registry.links - accepted):
        raise ValueError(f"published without evidence of grade A or B2, or a decision: {ungraded}")
    known = {pair for pair in accepted if pair[0] in registry.labels or pair[0] in {line.subject for line in paired}}
    if unpublished := sorted(known - registry.links):
        raise ValueError(f"accepted, but not published in graph/registry: {unpublished}")
    if unknown := sorted({line.subject for line in paired} - set(registry.labels)):
        raise ValueError(f"not in graph/registry: {unknown}")
    return mappings.render([*rows, *decided])


def main() -> None:
    """Write the file and say how much is in it."""
    evidence = read_evidence()
    OUTPUT.write_text(render(evidence, read_registry(), mapping_date(), read_decisions()), encoding="utf-8", newline="\n")
    grades = [line.grade for line in evidence]
    counts = ", ".join(f"{grades.count(grade)} {grade}" for grade in (*GRADES, "unknown"))
    sys.stdout.write(f"{OUTPUT.name}: {counts}\n")


if __name__ == "__main__":
    main()
