"""The main job: the released graph is what it writes, and a fault leaves the old output as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from diplograph import articles, positions
from diplograph.build import Built, build, released
from diplograph.errors import Fault
from diplograph.model import Article
from diplograph.rdf import GRAPHS
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import DPG, ID, OA, RDF, RDFS, SKOS, WIKIDATA

ROOT = Path(__file__).parents[2]
SEEDS = 8  # articles in the five files
OUTPUT = ("diplograph.ttl", "diplograph.trig")
CODE = "import sys; from pathlib import Path; from diplograph.build import build; from diplograph.resources import Workspace; "
TEXT = "Ruritania proposed talks with Russia on Monday. It said that it wanted peace.\n"
REGISTRY = """@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/diplograph/id/state/ruritania> a dpg:State ; skos:prefLabel "Ruritania"@en .
"""
CURATED = """article: {key}
statements:
  - id: {id}
    quote: {quote}
    holders: Ruritania
    kind: proposal
    voice: indirect
    content: talks with Russia
    stance: for
    addressees: Russia
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build([], Workspace(ROOT), tmp_path_factory.mktemp("out"))


def seeds() -> list[Article]:
    return [article for path in articles.sources([ROOT / "seeds"]) for article in articles.read(path, seed=True)]


def mine(folder: Path, **files: str) -> Workspace:
    """A workspace with a state of its own and one article, curated unless told otherwise."""
    contents = {
        "graph/registry/mine.ttl": REGISTRY,
        "texts/one.txt": TEXT,
        "graph/statements/one.yaml": CURATED.format(key="one", id="one-talks", quote="Ruritania proposed talks with Russia"),
    } | files
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Workspace(folder)


# The released graph


@pytest.mark.parametrize("name", OUTPUT)
def test_build_released_graph_is_what_the_build_writes(built: Built, name: str) -> None:
    """Run `diplograph build` and commit graph/ where this fails."""
    written = next(path for path in built.written if path.name == name)
    assert (ROOT / "graph" / name).read_bytes() == written.read_bytes()


def test_build_is_the_same_in_another_process(built: Built, tmp_path: Path) -> None:
    """Another hash seed shuffles every set."""
    code = CODE + "build([], Workspace(Path(sys.argv[1])), Path(sys.argv[2]))"
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, str(ROOT), str(tmp_path)], check=True, env=environment)  # noqa: S603 - our own code
    for path in built.written:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_build_reads_all_seeds(built: Built) -> None:
    assert len(built.parts) == SEEDS
    assert built.failed == built.skipped == built.uncurated == ()
    assert built.rejected == ()
    assert built.report.conforms
    assert all(part.curated for part in built.parts)
    counts = built.counts
    assert counts["articles"] == SEEDS
    assert counts["statements"] == sum(part.statements for part in built.parts) > 200
    assert counts["triples"] == len({quad.triple for quad in built.store})
    assert counts["actors named"] <= counts["actors"]


def test_build_publishes_no_blank_node_and_labels_everything(built: Built) -> None:
    assert not any(isinstance(term, BlankNode) for quad in built.store for term in (quad.subject, quad.object, quad.graph_name))
    subjects = {quad.subject for quad in built.store}
    labelled = {quad.subject for quad in built.store if quad.predicate in {RDFS["label"], SKOS["prefLabel"]}}
    typed = {quad.subject for quad in built.store if quad.predicate == RDF["type"]}
    assert subjects - labelled == set()
    assert subjects - typed == set()
    # What our own namespace names is described, too.
    links = {quad.object.value for quad in built.store if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ID)}
    assert {NamedNode(iri) for iri in links} <= subjects


def test_build_every_quote_is_in_its_text(built: Built) -> None:
    texts = {f"source/{article.source.key}": article.source.text for article in seeds()}
    found = built.store.select(
        """PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?source ?start ?end ?exact { ?p oa:hasSource ?source ; oa:hasSelector/oa:exact ?exact ; oa:hasSelector ?s .
          ?s oa:start ?start ; oa:end ?end }"""
    ).records()
    assert len(found) > 800
    for row in found:
        assert texts[(row["source"] or "").removeprefix(ID)][int(row["start"] or 0) : int(row["end"] or 0)] == row["exact"]


def test_build_graphs(built: Built) -> None:
    counts = Counter(quad.graph_name for quad in built.store)
    assert len(counts) == SEEDS + 2
    assert set(GRAPHS.values()) <= set(counts)
    assert {quad for quad in built.store if quad.graph_name == GRAPHS["positions"]} == set(positions.derive(built.store))
    assert set(Store.read(next(path for path in built.written if path.suffix == ".trig"))) == set(built.store)
    assert set(released(Workspace(ROOT))) == set(built.store)


def test_build_links_to_wikidata_have_a_graded_mapping(built: Built) -> None:
    rows = [
        line.split("\t") for line in (ROOT / "graph" / "wikidata.sssom.tsv").read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    table = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    graded = {(row["subject_id"], row["object_id"]) for row in table if row["confidence"] and row["predicate_id"] == "skos:exactMatch"}
    links = {
        (quad.subject.value, quad.object.value.removeprefix(WIKIDATA.iri))
        for quad in built.store
        if quad.predicate == SKOS["exactMatch"] and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        and quad.object.value in WIKIDATA
    }  # fmt: skip
    assert len(links) > 300
    known = {
        (re.sub(r"^(\w+):", lambda hit: f"{hit[1]}/", subject), item.removeprefix("wd:").removeprefix(WIKIDATA.iri))
        for subject, item in graded
    }
    names = {(subject.removeprefix(ID).replace("armed-group", "armedgroup"), item) for subject, item in links}
    assert names <= known


# Same in, same out; what is read twice counts once


def test_build_order_of_sources_and_repeats_change_nothing(tmp_path: Path) -> None:
    two = "The Ruritanian minister arrived in Moscow on Tuesday for talks about peace.\n"
    space = mine(tmp_path, **{"texts/two.txt": two, "graph/statements/two.yaml": "article: two\nstatements: []\n"})
    texts = tmp_path / "texts"
    first = build([texts], space, tmp_path / "a")
    again = build([texts / "two.txt", texts / "one.txt", texts / "one.txt", texts], space, tmp_path / "b")
    assert len(first.parts) == len(again.parts) == 2
    for name in OUTPUT:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_build_keeps_seeds_and_others_apart(tmp_path: Path) -> None:
    """A file outside the seeds has a digest in its IRI, so that two people's `one.txt` do not meet."""
    space = mine(tmp_path)
    found = build([tmp_path / "texts"], space, tmp_path / "out")
    (iri,) = [quad.subject.value for quad in found.store if quad.object == DPG["Article"] and isinstance(quad.subject, NamedNode)]
    assert re.fullmatch(f"{ID}article/one-[0-9a-f]{{8}}", iri)
    (tmp_path / "texts").rename(tmp_path / "seeds")
    found = build([], space, tmp_path / "out")
    assert {quad.subject for quad in found.store if quad.object == DPG["Article"]} == {NamedNode(f"{ID}article/one")}


# Faults


def old(folder: Path) -> dict[str, bytes]:
    """Output that must not change."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in OUTPUT:
        (folder / name).write_bytes(b"old")
    return dict.fromkeys(OUTPUT, b"old")


def output(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("graph/statements/one.yaml", CURATED.format(key="one", id="a", quote="Ruritania proposed war"), "one.yaml:4: "),
        ("graph/statements/one.yaml", "article: [", "one.yaml"),
        ("graph/registry/mine.ttl", REGISTRY + "oops", "mine.ttl:4: is not valid Turtle"),
        ("queries/checks/x-violation.rq", "SELECT", "x-violation.rq: is not valid SPARQL"),
        ("ontology/shapes.ttl", "oops", "shapes.ttl:1: is not valid Turtle"),
        ("texts/one.txt", "", "one.txt"),
    ],
)
def test_build_fault_leaves_the_old_output(tmp_path: Path, file: str, text: str, told: str) -> None:
    before = old(tmp_path / "out")
    space = mine(tmp_path, **{file: text})
    with pytest.raises(Fault) as caught:
        build([tmp_path / "texts" / "one.txt"], space, tmp_path / "out")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert output(tmp_path / "out") == before


def test_build_that_does_not_conform_writes_nothing(tmp_path: Path) -> None:
    before = old(tmp_path / "out")
    found = build(
        [tmp_path / "texts"],
        mine(tmp_path, **{"graph/registry/mine.ttl": REGISTRY.replace("dpg:State ;", "dpg:State ; dpg:isoAlpha2 'x' ;")}),
        tmp_path / "out",
    )
    assert not found.report.conforms
    assert found.written == ()
    assert output(tmp_path / "out") == before


def test_build_goes_on_after_an_unreadable_article(tmp_path: Path) -> None:
    space = mine(tmp_path)
    (tmp_path / "texts" / "bad.txt").write_bytes(b"\x00\xff\x00" * 99)
    (tmp_path / "texts" / "empty.txt").write_bytes(b"")
    found = build([tmp_path / "texts"], space, tmp_path / "out")
    assert [part.key for part in found.parts] == ["one"]
    assert len(found.failed) == 2
    assert all("\n" not in line for line in found.failed)
    assert {name for name in ("bad.txt", "empty.txt") if any(name in line for line in found.failed)} == {"bad.txt", "empty.txt"}
    assert len(found.written) == 2


def test_build_ids_are_unique_across_curated_files(tmp_path: Path) -> None:
    before = old(tmp_path / "out")
    again = CURATED.format(key="two", id="one-talks", quote="Ruritania proposed talks with Russia")
    space = mine(tmp_path, **{"texts/two.txt": "Again. " + TEXT, "graph/statements/two.yaml": again})
    with pytest.raises(Fault) as caught:
        build([tmp_path / "texts"], space, tmp_path / "out")
    statements = tmp_path / "graph" / "statements"
    assert f'{statements / "two.yaml"}:3: the id "one-talks" stands in {statements / "one.yaml"}:3 already; give each' in str(caught.value)
    assert output(tmp_path / "out") == before


@pytest.mark.parametrize("out", ["texts/one.txt", "texts/one.txt/below"])
def test_build_unwritable_output(tmp_path: Path, out: str) -> None:
    space = mine(tmp_path)
    with pytest.raises(Fault, match="cannot be written"):
        build([tmp_path / "texts"], space, tmp_path / out)
    assert (tmp_path / "texts" / "one.txt").read_text("utf-8") == TEXT


def test_build_needs_sources(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="there is nothing to read"):
        build([], Workspace(), tmp_path)
    with pytest.raises(Fault, match="there is nothing to read"):
        build([], mine(tmp_path), tmp_path)
    with pytest.raises(Fault):
        build([tmp_path / "nobody.txt"], Workspace(), tmp_path)


def test_build_says_which_curated_files_it_did_not_use(tmp_path: Path) -> None:
    other = CURATED.format(key="two", id="two-talks", quote="x")
    space = mine(tmp_path, **{"seeds/one.txt": TEXT, "graph/statements/two.yaml": other})
    assert build([], space, tmp_path / "out").uncurated == ("two",)
    assert build([tmp_path / "seeds"], space, tmp_path / "out").uncurated == ()


def test_build_released_graph_may_be_missing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "graph" / "registry", tmp_path / "graph" / "registry")
    assert len(released(Workspace(tmp_path))) > 1000  # the bundled one
    (tmp_path / "graph" / "diplograph.trig").write_text("oops")
    with pytest.raises(Fault, match=r"diplograph\.trig:1: is malformed.*run diplograph build"):
        released(Workspace(tmp_path))


def test_build_offsets_hold_in_the_users_file(tmp_path: Path) -> None:
    """Windows line ends become one letter; everything else stays as it is."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "odd.txt").write_bytes(
        "\ufeffThe 𝕏 “minister” said:\r\n\r\nRuritania proposed talks with Russia on Monday morning.\r\n".encode()
    )
    space = mine(tmp_path, **{"graph/statements/odd.yaml": CURATED.format(key="odd", id="odd-talks", quote="talks with Russia")})
    found = build([tmp_path / "texts" / "odd.txt"], space, tmp_path / "out")
    (article,) = articles.read(tmp_path / "texts" / "odd.txt")
    assert "talks with Russia" in article.source.text
    exact = {quad.object.value for quad in found.store if quad.predicate == OA["exact"]}  # type: ignore[union-attr]
    assert exact == {"talks with Russia"}
