"""Every check in `queries/checks/` passes one small graph and finds what it must in another, in both engines.

`checks/<check>/pass.ttl` and `fail.ttl` say in their first line which nodes the check finds. The ontology is loaded beside them,
as `validate` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from rdflib import Graph, URIRef
from rdflib.query import ResultRow

from diplograph import resources
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate.checks import by_checks, inlined

HERE = Path(__file__).parent / "checks"
FOLDER = resources.root("queries") / "checks"
CHECKS = {file.name.removesuffix(".rq"): resources.read_text(file) for file in FOLDER.iterdir() if file.name.endswith(".rq")}
CASES = sorted(HERE.glob("*/*.ttl"))
ONTOLOGY = resources.read_text(resources.root("ontology") / "diplograph.ttl")
VALID = (Path(__file__).parent / "shapes" / "valid.ttl").read_text("utf-8")
BASE = Graph().parse(data=ONTOLOGY, format="turtle")
COLUMNS = ("focus", "path", "value", "message")
Row = tuple[str | None, ...]


def in_rdflib(check: str, data: str) -> list[Row]:
    graph = BASE + Graph().parse(data=data, format="turtle")
    rows = [row for row in graph.query(CHECKS[check]) if isinstance(row, ResultRow)]
    return [tuple(None if row[name] is None else str(row[name]) for name in COLUMNS) for row in rows]


def in_oxigraph(check: str, data: str) -> list[Row]:
    store = ox.Store()
    store.load(ONTOLOGY, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://example.org/ontology"))
    store.load(data, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://example.org/data"))
    solutions = store.query(CHECKS[check], use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(getattr(row[name], "value", None) for name in COLUMNS) for row in solutions]


def by_itself(check: str, data: str) -> list[Row]:
    """As `validate` asks it: the ontology is not beside the graph but in the query."""
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://example.org/data"))
    axioms = tuple(q.triple for q in store if "subClassOf" in q.predicate.value)
    solutions = store.query(inlined(CHECKS[check], ONTOLOGY, axioms), use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(getattr(row[name], "value", None) for name in COLUMNS) for row in solutions]


def expected(case: Path) -> set[str]:
    """The nodes that the case's first line names, as IRIs."""
    text = case.read_text("utf-8")
    prefixes = dict(re.findall(r"^@prefix (\w+): <(.*)> \.$", text, re.MULTILINE))
    names = text.splitlines()[0].removeprefix("# finds: ").split()
    return {prefixes[prefix] + local for prefix, local in (name.split(":") for name in names if name != "nothing")}


def header(query: str) -> dict[str, object]:
    lines = [line.removeprefix("#+").removeprefix(" ") for line in query.splitlines() if line.startswith("#+")]
    loaded = yaml.safe_load("\n".join(lines))
    assert isinstance(loaded, dict)
    return loaded


def test_checks_and_cases_are_all_there() -> None:
    assert len(CHECKS) == 30
    assert [str(path.relative_to(HERE)) for path in CASES] == [f"{name}/{kind}.ttl" for name in sorted(CHECKS) for kind in ("fail", "pass")]


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_check_finds_what_the_case_says(case: Path) -> None:
    data = case.read_text("utf-8")
    rows = in_rdflib(case.parent.name, data)
    assert {row[0] for row in rows} == expected(case)
    assert bool(rows) == (case.stem == "fail")
    assert in_oxigraph(case.parent.name, data) == rows
    assert by_itself(case.parent.name, data) == rows


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_check_finds_nothing_in_valid_data(check: str) -> None:
    assert in_oxigraph(check, VALID) == []
    assert in_rdflib(check, VALID) == []


@pytest.mark.parametrize("case", [case for case in CASES if case.stem == "fail"], ids=lambda path: path.parent.name)
def test_messages_are_plain_sentences_with_a_cure(case: Path) -> None:
    for focus, _, _, message in in_oxigraph(case.parent.name, case.read_text("utf-8")):
        assert focus is not None
        assert focus == str(URIRef(focus))
        assert message is not None
        assert message.endswith(".")
        assert message.count(". ") >= 1 or message.startswith("State ")


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_header_is_in_house_form(check: str) -> None:
    query = CHECKS[check]
    fields = header(query)
    assert list(fields) == ["id", "summary", "description", "method", "tags"]
    assert fields["id"] == f"https://w3id.org/diplograph/queries/checks/{check}"
    assert fields["method"] == "GET"
    tags = fields["tags"]
    assert isinstance(tags, list)
    assert tags[:2] == ["check", check.rpartition("-")[2]]
    assert tags[1] in {"violation", "warning"}
    assert all(isinstance(tag, str) and len(tag) > 1 and tag == tag.strip() for tag in tags)
    assert "\t" not in query


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_query_declares_what_it_uses_and_has_a_total_order(check: str) -> None:
    query = CHECKS[check]
    assert re.search(r"^SELECT (DISTINCT )?\?focus \?path \?value \?message WHERE", query, re.MULTILINE)
    assert query.endswith("\nORDER BY ?focus ?path STR(?value) ?message\n")
    body = query.split("SELECT", 1)[1]
    for prefix in re.findall(r"^PREFIX (\w+):", query, re.MULTILINE):
        assert re.search(rf"\b{prefix}:\w", body), f"{prefix} is declared and not used"


# A workspace's checks that ask the ontology are asked of a copy of the graph that holds it; ours have its answers written into them.
OF_HIS_OWN = 'SELECT ?focus ?path ?value ?message WHERE { ?focus a dpg:Actor BIND("no actors here" AS ?message) }'


@pytest.mark.parametrize(
    ("own", "copies"),
    [
        (dict(CHECKS), 0),  # a checkout of this program
        ({"no-actors-warning": f"PREFIX dpg: <https://w3id.org/diplograph/ontology#>\n{OF_HIS_OWN}"}, 1),
        ({"issue-cycle-violation": CHECKS["issue-cycle-violation"] + "\n# mine"}, 1),
    ],
    ids=["ours", "his", "edited"],
)
def test_the_graph_is_copied_for_no_check_of_ours(
    own: dict[str, str], copies: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph" / "registry").mkdir(parents=True)
    (tmp_path / "queries" / "checks").mkdir(parents=True)
    for name, text in own.items():
        (tmp_path / "queries" / "checks" / f"{name}.rq").write_text(text, "utf-8")
    met: list[Store] = []

    def copied(store: Store, quads: Iterable[ox.Quad]) -> Store:
        met.append(store)
        return Store.of([*store, *quads])

    monkeypatch.setattr(Store, "with_quads", copied)
    assert list(by_checks(Store(), Workspace(tmp_path), ONTOLOGY, ("violation", "warning"))) == []
    assert len(met) == copies
