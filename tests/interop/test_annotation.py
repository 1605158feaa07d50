"""Annotation tools: what goes out comes back, offsets hold or are refused, and hostile files end in one line."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from annotation_made_up import ARTICLE, TEXT, records
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from diplograph import articles, curated, rdf
from diplograph.cli.main import run
from diplograph.errors import Fault
from diplograph.interop.annotation import FORMATS, annotated, placed, read_pages
from diplograph.interop.annotation.archive import unpacked
from diplograph.interop.annotation.cas import read_cas, typesystem, write_cas
from diplograph.interop.annotation.tsv import read_tsv, write_tsv
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.vocabulary import RDFS

ROOT = Path(__file__).parents[2]
Record = dict[str, object]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(Workspace(ROOT))


def written(form: str, folder: Path) -> Path:
    path = folder / form
    path.write_bytes(annotated([(ARTICLE, TEXT, records())], form))
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_every_record_comes_back(form: str, tmp_path: Path) -> None:
    (page,) = read_pages(written(form, tmp_path))
    found = placed(page, "bridge", TEXT)
    assert found.lost == []
    assert sorted(found.records, key=lambda one: str(one["id"])) == sorted(records(), key=lambda one: str(one["id"]))
    assert all(TEXT[int(str(one["start"])) : int(str(one["end"]))] == one["quote"] for one in found.records)


@pytest.mark.parametrize("form", FORMATS)
def test_same_records_same_bytes(form: str, tmp_path: Path) -> None:
    assert written(form, tmp_path).read_bytes() == annotated([(ARTICLE, TEXT, records())], form)


@pytest.mark.parametrize("form", ["xmi", "webanno"])
def test_offsets_in_the_file_are_those_of_utf_16(form: str, tmp_path: Path) -> None:
    files = unpacked(written(form, tmp_path))
    (name,) = (name for name in files if name.startswith("bridge"))
    start = len(TEXT[: TEXT.index("Zoe")].encode("utf-16-le")) // 2
    assert start != TEXT.index("Zoe")
    assert (f'begin="{start}"' if form == "xmi" else f"\t{start}-") in files[name].decode()


@pytest.mark.parametrize("form", ["webannotation", "xmi"])
def test_released_graph_comes_back_as_curated_files(form: str, tmp_path: Path, registry: Registry) -> None:
    file, folder = tmp_path / "all", tmp_path / "yaml"
    folder.mkdir()
    assert run(["export", "--format", form, "--workspace", str(ROOT), "-o", str(file)]) == 0
    assert run(["import", str(file), "--workspace", str(ROOT), "-o", str(folder)]) == 0
    texts = list(articles.stream([ROOT / "seeds"]))
    assert len(texts) == len(list(folder.iterdir())) == 8
    for article in texts:
        assert not isinstance(article, Fault)
        graphs = []
        for where in (ROOT / "graph" / "statements", folder):
            read = curated.read(where / f"{article.key}.yaml", article, registry)
            quads = rdf.article_quads(article, (*read.statements, *read.actions), read.registry, rdf.Run("0", "sha256:0"))
            # A label names the holders in the file's order, which a graph does not keep.
            graphs.append(sorted(str(quad) for quad in quads if quad.predicate != RDFS["label"]))
        assert graphs[0] == graphs[1]


@limits(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30), st.data())
def test_any_span_of_any_text_comes_back(text: str, data: st.DataObject) -> None:
    solid = [at for at, sign in enumerate(text) if not sign.isspace()]
    if not solid:
        return
    start = data.draw(st.sampled_from(solid))
    end = data.draw(st.sampled_from([at for at in solid if at >= start])) + 1
    one = records()[0] | {"quote": text[start:end], "start": start, "end": end, "source_span": None}
    (mark,) = read_tsv(write_tsv(text, [one]), "x.tsv").marks
    assert (mark.start, mark.end) == (start, end)
    if all(sign not in text for sign in "\ufffe\uffff"):
        (mark,) = read_cas(write_cas(ARTICLE, text, [one], typesystem()), "x.xmi", None).marks
        assert (mark.start, mark.end) == (start, end)


ARTICLE_TEXT = "Envoys\n\nRussia said that it wants peace 🕊. The United States said no. The United States said no."


def tagged(quote: str, *tags: str, **selector: object) -> Record:
    """An annotation as Hypothesis keeps it."""
    selectors = [{"type": "TextQuoteSelector", "exact": quote, **{k: v for k, v in selector.items() if k in {"prefix", "suffix"}}}]
    if "start" in selector:
        selectors.append({"type": "TextPositionSelector", "start": selector["start"], "end": selector.get("end", 0)})
    return {"id": "h1", "uri": "https://example.org/x", "text": "a peace", "tags": list(tags), "target": [{"selector": selectors}]}


PEACE = ("kind: support", "voice: indirect", "stance: for", "holders: Russia")
NO = ("kind: rejection", "voice: indirect", "stance: against", "holders: United States")
SECOND = ARTICLE_TEXT.rindex("The United")
COMMENTED = [
    (tagged("Russia said that it wants peace", *PEACE), [], 0),
    (tagged("Russia  said that\nit wants peace", *PEACE), [], 0),  # a browser's blanks
    (tagged("The United States said no.", *NO, prefix="said no. "), [], 0),
    (tagged("The United States said no.", *NO, start=SECOND), [], 0),
    (tagged("The United States said no.", *NO, start=SECOND + 1), [], 0),  # in UTF-16
    (tagged("The United States said no.", *NO), ["its words stand 2 times in the article"], 1),
    (tagged("Russia said that it wants war", *PEACE), ["are not in the article's own text"], 1),
    (tagged("Russia said that it wants peace", "nice"), ["so that it is a note"], 1),
    (tagged("Russia said that it wants peace", *PEACE[:3]), ["it has no holders"], 1),
    (tagged("Russia said that it wants peace", *PEACE[1:], "kind: gossip"), ["gossip"], 1),
    (tagged("Russia said that it wants peace", *PEACE, "cue_span: here"), ["cue_span “here” is no span"], 1),
    (tagged("Russia said that it wants peace", *PEACE, "terms: ["), ["terms is no JSON"], 1),
    (tagged("", *PEACE), ["neither words nor offsets"], 1),
    (tagged("Russia said that it wants peace", *PEACE, "holders: Nobody Knowsme"), [], 0),  # declared under new:
]  # fmt: skip


@pytest.mark.parametrize("case", COMMENTED, ids=[str(number) for number in range(len(COMMENTED))])
def test_tags_become_a_curated_file_or_are_refused_aloud(
    case: tuple[Record, list[str], int], tmp_path: Path, capsys: pytest.CaptureFixture[str], registry: Registry
) -> None:
    one, told, code = case
    text, notes, out = tmp_path / "x.txt", tmp_path / "notes.json", tmp_path / "out" / "x.yaml"
    text.write_text(ARTICLE_TEXT, "utf-8")
    notes.write_text(json.dumps({"rows": [one]}), "utf-8")
    assert run(["import", str(notes), "--texts", str(text), "-o", str(out), "--workspace", str(ROOT)]) == code
    err = capsys.readouterr().err
    assert err.count("\n") == len(told)
    for words in told:
        assert words in err
        assert f"{notes}, annotation 1 (h1)" in err or "x, x-1" in err
    read = curated.read(out, next(articles.read(text)), registry)
    assert len(read.statements) == (0 if code else 1)


def test_what_is_curated_already_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, notes, folder = tmp_path / "x.txt", tmp_path / "notes.json", tmp_path / "yaml"
    text.write_text(ARTICLE_TEXT, "utf-8")
    notes.write_text(json.dumps([tagged("Russia said that it wants peace", *PEACE)]), "utf-8")
    folder.mkdir()
    (folder / "x.yaml").write_text("mine", "utf-8")
    assert run(["import", str(notes), "--texts", str(text), "-o", str(folder), "--workspace", str(ROOT)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (folder / "x.yaml").read_text("utf-8") == "mine"


def test_document_with_its_own_text_becomes_a_workspace(tmp_path: Path) -> None:
    russia = "https://w3id.org/diplograph/id/state/russia"
    one = records()[0] | {"holders": ["Russia"], "holder_ids": [russia], "on_behalf_of": [], "announces": [], "terms": None, "topics": []}
    for form in ("xmi", "webanno"):
        file, folder = tmp_path / f"{form}.zip", tmp_path / form
        file.write_bytes(annotated([(ARTICLE, TEXT, [one])], form))
        assert run(["import", str(file), "--format", "workspace", "-o", str(folder), "--workspace", str(ROOT)]) == 0
    folders = [{path.relative_to(tmp_path / form).as_posix() for path in (tmp_path / form).rglob("*.*")} for form in ("xmi", "webanno")]
    assert folders[0] == folders[1] == {
        "seeds/bridge.txt", "seeds/bridge.yaml", "graph/registry/annotated.ttl", "graph/statements/bridge.yaml",
    }  # fmt: skip
    (entry,) = yaml.safe_load((tmp_path / "xmi" / "graph" / "statements" / "bridge.yaml").read_text("utf-8"))["statements"]
    assert entry["quote"] == "The minister of Arland 🇦🇱 said: “We back the bridge.”"


XMI = '<?xml version="1.0"?>{}<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">{}</xmi:XMI>'  # noqa: E501
SOFA = '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString="Peace &#128330; now"/>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def spanned(begin: int, end: int) -> bytes:
    one = f'<custom:Statement xmi:id="7" sofa="1" begin="{begin}" end="{end}" kind="support"/><cas:View sofa="1" members="7"/>'
    return XMI.format("", SOFA + one).encode()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    return zipped(**{"a.tsv": b"\0" * (2**28 + 1)})


TSV = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Statement|kind\n\n\n#Text=Peace now\n{}\n"
BAD: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "is no SQLite database"),
    "no annotations": (b"{}", "has no annotations"),
    "no annotation tool's archive": (zipped(a=b"hello"), "no file of an annotation tool"),
    "broken archive": (b"PK\x03\x04" + b"x" * 50, "damaged or encrypted archive"),
    "archive that explodes": (bomb, "unpacks to more than"),
    "no JSON": (b'{"a": ', "is no JSON"),
    "not UTF-8": (b'{"a": "\xff"}', "is no JSON"),
    "deep JSON": (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "deep CAS": (b'{"%FEATURE_STRUCTURES": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested too deeply"),
    "laughs": (XMI.format(LAUGHS, SOFA).encode(), "has a DOCTYPE"),
    "broken XML": (XMI.format("", "<cas:Sofa").encode(), "is no UIMA CAS that can be read"),
    "no text": (XMI.format("", "").encode(), "has no text"),
    "CAS JSON of nothing": (b'{"%FEATURE_STRUCTURES": 3}', "is no UIMA CAS that can be read"),
    "another version": (b"#FORMAT=WebAnno TSV 2.0\n", "says #FORMAT=WebAnno TSV 2.0"),
    "no line": (TSV.format("1-1\tPeace").encode(), ":6: is no line of WebAnno TSV 3"),
    "more columns": (TSV.format("1-1\t0-5\tPeace\t_\t_").encode(), ":6: is no line of WebAnno TSV 3"),
    "offsets elsewhere": (TSV.format("1-1\t3-8\tPeace\t_\n1-2\t99-102\tnow\t_").encode(), "do not show “now”"),
    "far offsets": (TSV.format("1-1\t9999999999-9999999999\tPeace\t_").encode(), ":6: its offsets do not fit"),
    "word not in the sentence": (TSV.format("1-1\t0-3\tWar\t_").encode(), ":6: its offsets do not fit"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_hostile_file_ends_in_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, words = BAD[name]
    path, out = tmp_path / "bad", tmp_path / "out.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data())
    assert run(["import", str(path), "-o", str(out), "--workspace", str(ROOT)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert words in told.err
    assert not out.exists()


@pytest.mark.parametrize(("begin", "end"), [(0, 99), (7, 8), (6, 7), (5, 5), (-3, 2)])
def test_wrong_offsets_of_a_cas_are_refused(begin: int, end: int) -> None:
    page = read_cas(spanned(begin, end), "x.xmi", None)
    found = placed(page, "x", str(page.text))
    assert found.records == []
    assert [one["at"] for one in found.lost] == ["x.xmi, annotation 7"]


def test_other_layers_are_told() -> None:
    data = TSV.replace("Statement|kind", "Mood|value").format("1-1\t0-5\tPeace\tglad\n1-2\t6-9\tnow\t_")
    found = placed(read_tsv(data.encode(), "x.tsv"), "x", "Peace now")
    assert [(one["reason"], one["at"]) for one in found.lost] == [
        ("annotations of the layer webanno.custom.Mood have no place among ours", "x.tsv:6")
    ]


def test_tsv_of_webanno_itself_is_read() -> None:
    """As the user guide shows it: stacked, with numbers, parts of tokens, escapes and a chain beside."""
    rows = [
        "1-1\t0-5\tPeace\tdemand[1]|support[2]\ta\\_b[1]|*[2]\t_\t_\t", "1-2\t6-9\tnow\tdemand[1]\ta\\_b[1]\t*->1-1\t_\t",
        "1-2.1\t6-7\tn\tthreat\t\\[x\\]\t_\t_\t",
    ]  # fmt: skip
    head = "#FORMAT=WebAnno TSV 3.2\n#T_SP=custom.Statement|kind|content\n#T_CH=coref.Link|type|relation\n\n\n#Text=Peace now\n"
    page = read_tsv((head + "\n".join(rows) + "\n").encode(), "x.tsv")
    assert page.text == "Peace now"
    ours = [(one.start, one.end, dict(one.fields)) for one in page.marks if one.kind == "statement"]
    assert ours == [
        (0, 9, {"kind": "demand", "content": "a_b"}), (0, 5, {"kind": "support"}), (6, 7, {"kind": "threat", "content": "[x]"}),
    ]  # fmt: skip
