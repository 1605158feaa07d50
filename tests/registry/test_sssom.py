"""`graph/wikidata.sssom.tsv`: current, valid, and in step with the links of the registry."""

import csv
import warnings
from pathlib import Path

import pytest
from generated import GRAPH, script
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

MAPPINGS = GRAPH / "wikidata.sssom.tsv"
ITEMS = "http://www.wikidata.org/entity/"

generate = script("sssom")


def rows() -> list[dict[str, str]]:
    lines = [line for line in MAPPINGS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def published() -> set[tuple[str, str]]:
    """The links in the Turtle, read by another engine than the script's, as CURIEs."""
    files = sorted((GRAPH / "registry").glob("*.ttl"))
    assert files
    found = set()
    for file in files:
        for subject, item in Graph().parse(file, format="turtle").subject_objects(SKOS.exactMatch):
            if str(item).startswith(ITEMS):
                kind, _, slug = str(subject).removeprefix(generate.IDS).partition("/")
                found.add((f"{kind.replace('-', '')}:{slug}", str(item).replace(ITEMS, "wd:")))
    return found


def test_mapping_file_is_current() -> None:
    expected = generate.render(generate.read_evidence(), generate.read_registry(), generate.mapping_date()).encode()
    assert expected == MAPPINGS.read_bytes(), "run: python graph/registry/generate/sssom.py"


def test_every_published_link_has_its_graded_row_and_vice_versa() -> None:
    graded = {(row["subject_id"], row["object_id"]) for row in rows() if float(row["confidence"]) > 0.8}
    assert published() == graded
    assert len(graded) >= 262


def test_candidates_are_not_published() -> None:
    candidates = [row for row in rows() if float(row["confidence"]) < 0.8]
    assert candidates
    assert all(row["comment"].startswith("to be confirmed: grade ") for row in candidates)
    assert not {(row["subject_id"], row["object_id"]) for row in candidates} & published()


def test_nothing_has_two_published_links() -> None:
    subjects = [subject for subject, _ in published()]
    items = [item for _, item in published()]
    assert len(subjects) == len(set(subjects))
    assert len(items) == len(set(items))


def test_links_are_entity_iris() -> None:
    for file in sorted((GRAPH / "registry").glob("*.ttl")):
        for item in Graph().parse(file, format="turtle").objects(None, SKOS.exactMatch):
            assert isinstance(item, URIRef)
            assert "wikidata.org" not in item or item.startswith(f"{ITEMS}Q")


def test_unknown_pairings_have_no_row() -> None:
    unknown = {line.subject for line in generate.read_evidence() if line.grade == "unknown"}
    assert unknown
    assert not unknown & {row["subject_id"] for row in rows()}


def test_sssom_package_accepts_the_file() -> None:
    with warnings.catch_warnings():  # its import sets a deprecated option of pandas
        warnings.simplefilter("ignore")
        from sssom.constants import SchemaValidationType
        from sssom.parsers import parse_sssom_table
        from sssom.validators import validate

        mappings = parse_sssom_table(str(MAPPINGS))  # strict=True refuses every regular file in 0.4.21
        reports = validate(mappings, [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness])
    assert len(mappings.df) == len(rows())
    assert [report.results for report in reports.values()] == [[] for _ in reports]
    assert len(reports) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("grade", "C"), ("qid", "145"), ("qid", ""), ("subject", "United Kingdom"), ("subject", "state:United-Kingdom")],
)
def test_malformed_evidence_is_refused(field: str, value: str) -> None:
    fields = {"subject": "state:united-kingdom", "qid": "Q145", "label": "UK", "grade": "A", "evidence": "here"}
    generate.Evidence(**fields)
    with pytest.raises(ValueError, match=r"state:|United"):
        generate.Evidence(**fields | {field: value})


@pytest.mark.parametrize(
    ("links", "grade", "message"),
    [
        ({("state:a", "Q1")}, "B1", "without evidence"),
        (set(), "A", "not published"),
        (set(), "believed", "not in graph/registry"),
    ],
)
def test_links_and_evidence_out_of_step_are_refused(links: set[tuple[str, str]], grade: str, message: str) -> None:
    evidence = [generate.Evidence("state:a", "Q1", "A", grade, "here")]
    with pytest.raises(ValueError, match=message):
        generate.render(evidence, generate.Registry(frozenset(links), {}), "2026-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "subject,qid\nstate:a,Q1\n",
        "subject,qid,label,grade,evidence\nstate:a,Q1,A,A\n",
        "subject,qid,label,grade,evidence\nstate:a,Q1,A,A,here,there\n",
        "subject,qid,label,grade,evidence\nstate:a,Q1,A,A,here\nstate:a,Q1,A,B2,there\n",
    ],
    ids=["columns", "field missing", "field too many", "twice"],
)
def test_malformed_evidence_file_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "evidence.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"evidence\.csv"):
        generate.read_evidence(file)
