"""What a release is made of, each looked at by somebody else's reader: SSSOM, signed nanopublications, SPARQL examples, RO-Crate."""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
import zipfile
from base64 import b64decode
from pathlib import Path
from typing import Any

import pyoxigraph
import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from diplograph.build import released
from diplograph.cli.main import run
from diplograph.errors import Fault
from diplograph.interop import linked
from diplograph.interop.crate import METADATA, SUMS, Member, crate
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import IDS, SKOS, WIKIDATA

ROOT = Path(__file__).parents[2]
SHAPES = Path(__file__).parent / "sparql-examples.shapes.ttl"


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


def exported(form: str, path: Path, *more: str) -> Path:
    assert run(["export", "--format", form, "--workspace", str(ROOT), "-o", str(path), *more]) == 0
    return path


def test_sssom_is_valid_and_has_every_link(tmp_path: Path, graph: Store) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sssom.parsers import parse_sssom_table
        from sssom.validators import validate

        table = parse_sssom_table(exported("sssom", tmp_path / "all.sssom.tsv"))
        reports = validate(table, fail_on_error=False)
    assert reports
    assert [result.message for report in reports.values() for result in report.results] == []
    pairs = set(zip(table.df["subject_id"], table.df["predicate_id"], table.df["object_id"], strict=True))
    links = [quad for quad in graph if str(getattr(quad.object, "value", "")) in WIKIDATA and quad.predicate.value.endswith("Match")]
    assert len(links) > 350
    for quad in links:
        subject = next(f"{name}:{quad.subject.value[len(space.iri) :]}" for name, space in IDS.items() if quad.subject.value in space)  # type: ignore[union-attr]
        link = f"skos:{quad.predicate.value.rpartition('#')[2]}", f"wd:{quad.object.value.rpartition('/')[2]}"  # type: ignore[union-attr]
        assert (subject, *link) in pairs


def test_sssom_takes_links_that_only_the_graph_has() -> None:
    subject = IDS["state"]["atlantis"]
    store = Store.of([
        Quad(subject, SKOS["closeMatch"], WIKIDATA["Q1"]), Quad(subject, SKOS["prefLabel"], Literal("Atlantis", language="en")),
        Quad(subject, SKOS["exactMatch"], NamedNode("https://example.org/atlantis")),
    ])  # fmt: skip
    made = linked.mappings(store, Workspace(ROOT))
    assert "state:atlantis\tAtlantis\tskos:closeMatch\t\twd:Q1\t\tsemapv:UnspecifiedMatching" in made
    assert "example.org" not in made


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from Crypto.PublicKey import RSA

    path = tmp_path_factory.mktemp("key") / "id_rsa"
    path.write_bytes(RSA.generate(2048).export_key())
    return path


def few(graph: Store) -> list[Quad]:
    """The nanopublications of two statements."""
    made = list(linked.nanopublications(graph))
    names = list(dict.fromkeys(str(quad.graph_name).partition("#")[0] for quad in made))[:2]
    return [quad for quad in made if str(quad.graph_name).partition("#")[0] in names]


def holds(made: Any) -> bool:  # noqa: ANN401 - nanopub has no types
    """Whether a signature is that of the words: nanopub 2.0.1 looks only whether there is one."""
    from Crypto.Hash import SHA256
    from Crypto.PublicKey import RSA
    from Crypto.Signature import pkcs1_15
    from nanopub.trustyuri.rdf import RdfHasher, RdfUtils

    hasher: Any = RdfHasher
    utils: Any = RdfUtils
    graph = rdflib.ConjunctiveGraph()
    for quad in made.rdf.quads():
        if not str(quad[1]).endswith("hasSignature"):
            graph.add(quad)
    words = hasher.normalize_quads(utils.get_quads(graph), baseuri=str(made.metadata.namespace), hashstr=" ")
    key = RSA.import_key(b64decode(str(made.metadata.public_key)))
    try:
        pkcs1_15.new(key).verify(SHA256.new(words.encode()), b64decode(str(made.metadata.signature)))
    except ValueError:
        return False
    return True


def test_signed_nanopublications_hold(graph: Store, key: Path) -> None:
    unsigned = few(graph)
    quads = list(linked.signed(unsigned, linked.private_key(key), "https://orcid.org/0000-0002-1825-0097"))
    assert quads == list(linked.signed(unsigned, linked.private_key(key), "https://orcid.org/0000-0002-1825-0097"))
    names = {str(getattr(quad.graph_name, "value", "")).partition("#")[0] for quad in quads}
    assert len(names) == 2
    assert all(name.rpartition("/")[2].startswith("RA") and len(name.rpartition("/")[2]) == 45 for name in names)
    parts = {str(getattr(quad.graph_name, "value", "")).partition("#")[2] for quad in quads}
    assert parts == {"Head", "assertion", "provenance", "pubinfo"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from nanopub.nanopub import Nanopub
        from nanopub.utils import MalformedNanopubError

        for name in names:
            mine = [quad for quad in quads if str(getattr(quad.graph_name, "value", "")).startswith(f"{name}#")]
            read = Nanopub(rdf=_conjunctive(mine))
            read.source_uri = name
            assert holds(read)
            assert read.has_valid_trusty
            changed = [quad if "stance" not in quad.predicate.value.lower() else _other(quad) for quad in mine]
            assert changed != mine
            forged = Nanopub(rdf=_conjunctive(changed))
            forged.source_uri = name
            with pytest.raises(MalformedNanopubError):
                assert forged.has_valid_trusty
            assert not holds(forged)


def _other(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, NamedNode("https://example.org/other"), quad.graph_name)


def _conjunctive(quads: list[Quad]) -> rdflib.ConjunctiveGraph:
    made = rdflib.ConjunctiveGraph()
    made.parse(data=(pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    return made


def test_said_is_the_same_signed_or_not(graph: Store, key: Path) -> None:
    unsigned = few(graph)
    quads = list(linked.signed(unsigned, linked.private_key(key)))
    before = {quad.triple for quad in unsigned if str(getattr(quad.graph_name, "value", "")).endswith("#assertion")}
    assert {quad.triple for quad in quads if str(getattr(quad.graph_name, "value", "")).endswith("#assertion")} == before


def test_what_is_no_private_key_is_refused(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from Crypto.PublicKey import RSA

    public, locked, junk = tmp_path / "public", tmp_path / "locked", tmp_path / "junk"
    public.write_bytes(RSA.import_key(key.read_bytes()).public_key().export_key())
    locked.write_bytes(RSA.import_key(key.read_bytes()).export_key(passphrase="secret"))  # noqa: S106 - a test's
    junk.write_bytes(b"secret \xff words")
    for path, words in (
        (public, "holds a public key"), (locked, "without a password"), (junk, "holds no RSA private key"),
        (tmp_path / "no", "cannot be read"),
    ):  # fmt: skip
        assert run(["export", "--format", "nanopub", "--workspace", str(ROOT), "--sign", str(path), "-o", str(tmp_path / "out")]) == 2
        told = capsys.readouterr().err
        assert words in told
        assert told.count("\n") == 1
        assert "secret" not in told
        assert not (tmp_path / "out").exists()
    bare = tmp_path / "bare"
    bare.write_text(linked.private_key(key), "ascii")  # as nanopub keeps its own
    assert linked.private_key(bare) == linked.private_key(key)


def test_signing_without_the_package_says_what_to_install(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanopub", None)
    with pytest.raises(Fault, match=r"pip install 'diplograph\[nanopub\]'"):
        linked.private_key(key)


@pytest.mark.parametrize("arguments", [["--format", "turtle", "--sign", "x"], ["--format", "nanopub", "--signer", "https://orcid.org/0"]])
def test_signing_needs_nanopublications_and_a_key(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", *arguments, "--workspace", str(ROOT)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


BREACHES = [
    "rdfs:comment 'plain'", "schema:keyword 'x'", "sh:ask 'ASK {}'", "schema:target 'https://example.org'", "schema:keywords 'a, b'",
]  # fmt: skip


def test_examples_are_as_sib_asks(tmp_path: Path) -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    text = exported("examples", tmp_path / "examples.ttl").read_text("utf-8")
    conforms, _, told = pyshacl.validate(rdflib.Graph().parse(data=text), shacl_graph=shapes)
    assert conforms, told
    heads = "".join(
        f"@prefix {name}: <{iri}> .\n"
        for name, iri in (("rdfs", str(rdflib.RDFS)), ("schema", "https://schema.org/"), ("sh", str(rdflib.SH)))
    )
    for breach in BREACHES:
        wrong = rdflib.Graph().parse(data=f"{heads}{text}\n<{linked.SITE}who-proposed-what> {breach} .")
        if breach.startswith("sh:ask"):
            wrong.add((rdflib.URIRef(f"{linked.SITE}who-proposed-what"), rdflib.RDF.type, rdflib.SH.SPARQLAskExecutable))
        assert not pyshacl.validate(wrong, shacl_graph=shapes)[0], breach


def test_crate_is_read_by_rocrate_and_its_sums_hold(tmp_path: Path) -> None:
    from rocrate.rocrate import ROCrate

    folder = exported("ro-crate", tmp_path / "crate")
    read = ROCrate(folder)
    assert read.root_dataset["datePublished"]
    assert read.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    told = {one.id: one for one in read.get_entities() if one.type == "File"}
    assert set(told) == set(files) - {METADATA}
    assert len(told) > 50
    for name, one in told.items():
        assert one["sha256"] == hashlib.sha256(files[name]).hexdigest()
        assert int(str(one["contentSize"])) == len(files[name])
    sums = {line.partition("  ")[2]: line.partition("  ")[0] for line in files[SUMS].decode().splitlines()}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in {METADATA, SUMS}}
    assert files["diplograph.trig"] == (ROOT / "graph" / "diplograph.trig").read_bytes()


def test_crate_keeps_the_profile(tmp_path: Path) -> None:
    """RO-Crate 1.1: descriptor, root, every entity once and named, every reference within the crate leads somewhere."""
    path = exported("ro-crate", tmp_path / "crate.zip")
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read(METADATA))
        names = set(archive.namelist())
    assert told["@context"] == "https://w3id.org/ro/crate/1.1/context"
    known = {one["@id"]: one for one in told["@graph"]}
    assert len(known) == len(told["@graph"])
    head, root = known[METADATA], known["./"]
    assert head == {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    assert {"name", "description", "datePublished", "license", "hasPart"} <= set(root)
    assert {part["@id"] for part in root["hasPart"]} == names - {METADATA}
    for one in told["@graph"]:
        assert one["@type"]
        assert one.get("name") or one is head
        for value in one.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict) and each["@id"] != "https://w3id.org/ro/crate/1.1":
                    assert set(each) == {"@id"}
                    assert each["@id"] in known, each


def test_crate_of_the_same_files_has_the_same_bytes() -> None:
    files = {"b.ttl": Member("B", b"b"), "a/c.csv": Member("C", b"c", "https://creativecommons.org/publicdomain/zero/1.0/")}
    assert crate(files, "T", "D", "2024-01-01", "1") == crate(dict(reversed(files.items())), "T", "D", "2024-01-01", "1")


def test_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("x", "utf-8")
    assert run(["export", "--format", "ro-crate", "--workspace", str(ROOT), "-o", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
