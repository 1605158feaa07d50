"""Shards read elsewhere, parts kept, and the same graph as one machine makes; real workers are in tests/system."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from diplograph import cluster
from diplograph.build import Built, fill
from diplograph.build import build as on_one
from diplograph.cli.main import run
from diplograph.cluster.parts import Folder, Made, Rest
from diplograph.cluster.remote import copied, is_remote, named
from diplograph.errors import Fault
from diplograph.rdf import GRAPHS
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Report
from diplograph.vocabulary import DPG, IDS, RDF

SPACE = Workspace.find(Path(__file__).parents[2])
NAMES = ("France", "Germany", "Poland", "Japan", "Brazil", "Kenya")
TEXT = """Talks on hold in the {n}th week

{name} said on Monday that it would not accept the offer of Russia on gas. "We reject it," Foreign Minister Anna Example said in the city.
{name} demanded that the ceasefire hold, and proposed a conference on the borders of Ruritania.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles, a copy of one under a higher key, one in German and one that is no text."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, name in enumerate(NAMES, 1):
        (folder / f"a{number}.txt").write_text(TEXT.format(n=number, name=name), "utf-8")
    (folder / "z-copy.txt").write_text(TEXT.format(n=2, name="Germany"), "utf-8")
    (folder / "fremd.txt").write_text(
        "Der Minister sagte am Montag, dass er das Angebot nicht annehmen werde. Die Lage ist ernst.\n" * 4, "utf-8"
    )
    (folder / "broken.txt").write_bytes(b"%PDF-1.7 \x00\xff")
    return folder


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Path]:
    """What one machine makes of it."""
    out = tmp_path_factory.mktemp("alone")
    return on_one([corpus], SPACE, out), out


class Here:
    """A cluster of one worker, which is this process."""

    def __init__(self) -> None:
        self.done = 0

    @contextmanager
    def client(self, _: str) -> Iterator[Here]:
        yield self

    def scheduler_info(self) -> dict[str, dict[str, str]]:
        return {"workers": {"here": ""}}

    def submit(self, task: Callable[[object], Made], shard: object, **_: object) -> Here:
        self.done += 1
        self.made = task(shard)
        made = self.made
        answer = Here()
        answer.made = made
        return answer

    def result(self) -> Made:
        return self.made

    def release(self) -> None:
        pass


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    made = Here()
    monkeypatch.setattr("diplograph.cluster.job._client", made.client)
    return made


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()}


def test_cluster_makes_what_one_machine_makes(corpus: Path, alone: tuple[Built, Path], here: Here, tmp_path: Path) -> None:
    built, out = alone
    again = cluster.build("local:1", [corpus], SPACE, tmp_path, shard_words=60)
    assert files(tmp_path) == files(out)
    assert len(files(out)) >= 2
    assert (again.failed, again.skipped, again.counts, again.rejected) == (built.failed, built.skipped, built.counts, built.rejected)
    assert (len(built.failed), len(built.skipped)) == (1, 2)
    assert here.done == 3

    manifest = json.loads((tmp_path / "parts" / "manifest.json").read_bytes())
    names = [entry["part"] for entry in (*manifest["parts"], manifest["rest"])]
    assert names == ["part-00001.nq.gz", "part-00002.nq.gz", "part-00003.nq.gz", "rest.nq.gz"]
    loaded = set()
    for entry in (*manifest["parts"], manifest["rest"]):
        data = (tmp_path / "parts" / entry["part"]).read_bytes()
        assert entry["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        lines = gzip.decompress(data).splitlines()
        assert lines == sorted(lines)
        loaded |= set(parse(b"\n".join(lines), format=RdfFormat.N_QUADS))
    assert loaded == set(parse((out / "diplograph.trig").read_bytes(), format=RdfFormat.TRIG))

    before = files(tmp_path / "parts")
    for spoilt, told in (("part-00002.nq.gz", b"spoilt"), ("part-00003.json", b"{")):
        (tmp_path / "parts" / spoilt).write_bytes(told)
    said: list[str] = []
    cluster.build("local:1", [corpus], SPACE, tmp_path, said.append, shard_words=60)
    assert [line.partition("parts/")[2] for line in said if "it is made again" in line] == [
        "part-00002.nq.gz: is not as it was written; it is made again",
        "part-00003.json: cannot be read; it is made again",
    ]
    assert here.done == 5  # the first was not read again
    assert files(tmp_path / "parts") == before
    assert files(tmp_path) == files(out)


def test_cluster_fills_the_store_that_one_machine_fills(corpus: Path, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.build.stored.job.validate", lambda *_: Report(()))  # the registry conforms, as other tests hold
    alone = fill([corpus], SPACE, tmp_path / "alone")
    done = cluster.fill("local:1", [corpus], SPACE, tmp_path / "store", shard_words=60)
    assert (done.read, done.failed, done.skipped, done.counts) == (alone.read, alone.failed, alone.skipped, alone.counts)
    assert set(Store.open(tmp_path / "store")) == set(Store.open(tmp_path / "alone"))
    assert here.done == 3
    assert cluster.fill("local:1", [corpus], SPACE, tmp_path / "store").read == ()
    assert here.done == 3  # nothing is read again
    with pytest.raises(Fault, match=r"s3://bucket/a: cannot fill a store: .*; copy it to this machine first"):
        cluster.fill("local:1", ["s3://bucket/a"], SPACE, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_cluster_worker_that_is_not_fit(corpus: Path, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.cluster.job.registry_digest", lambda _: "another")
    with pytest.raises(Fault, match="a worker has another version of diplograph, another workspace"):
        cluster.build("local:1", [corpus / "a1.txt"], SPACE, tmp_path)
    assert here.done == 1
    assert not (tmp_path / "diplograph.ttl").exists()


@pytest.mark.parametrize("name", ["nowhere", "local:", "local:0", "local:x", "tcp://127.0.0.1:1"])
def test_cluster_that_is_none(
    name: str, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diplograph.cluster.job._PATIENCE", 0.2)
    assert run(["build", str(corpus / "a1.txt"), "--cluster", name, "-o", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "is no cluster" in said or "cannot be reached" in said
    assert said.count("\n") == 1


# Parts


def test_part_is_kept_for_just_its_source(tmp_path: Path) -> None:
    folder, part = Folder(tmp_path), Made(b"quads", b"merge", 1, 1)
    assert not folder.kept(1, "a")
    folder.keep(1, "a", part)
    assert [folder.kept(1, "a"), folder.kept(1, "b"), folder.kept(2, "a")] == [True, False, False]
    entry = json.loads((tmp_path / "part-00001.json").read_bytes())
    (tmp_path / "part-00001.json").write_text(json.dumps(entry | {"shape": "diplograph.build.part.Part of key"}))  # another release's
    assert not folder.kept(1, "a")
    folder.keep(1, "a", part)
    (tmp_path / "part-00001.nq.gz").unlink()
    assert not folder.kept(1, "a")
    folder.keep(1, "a", part)
    (tmp_path / "part-00001.merge.gz").write_bytes(b"")
    with pytest.raises(Fault, match=r"part-00001.merge.gz: is not as it was written; it is made again"):
        folder.kept(1, "a")


def test_part_that_is_broken_at_the_merge(tmp_path: Path) -> None:
    (tmp_path / "part-00001.merge.gz").write_bytes(gzip.compress(b"cdiplograph.no.such.room\nPart\n."))
    with pytest.raises(Fault, match="was written by another release; take the parts away"):
        Folder(tmp_path).parts(1)
    (tmp_path / "part-00001.merge.gz").write_bytes(gzip.compress(b"nonsense"))
    with pytest.raises(Fault, match="is not as it was written; run the same command again"):
        Folder(tmp_path).parts(1)


def test_parts_of_an_earlier_run_go(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for number in (1, 2):
        folder.keep(number, "a", Made(b"quads", b"merge", 1, 1))
    names = [IDS["position"][name] for name in ("b", "a", "c", "b")]
    quads = [Quad(name, RDF["type"], DPG["Position"], GRAPHS["positions"]) for name in names]
    with Rest.open() as rest:
        rest.add(quads[:2])
        rest.add(quads[2:])
        folder.finish(1, rest)
    assert sorted(files(tmp_path)) == ["manifest.json", "part-00001.json", "part-00001.merge.gz", "part-00001.nq.gz", "rest.nq.gz"]
    data = (tmp_path / "rest.nq.gz").read_bytes()
    assert data == gzip.compress(b"".join(sorted(f"{quad} .\n".encode() for quad in set(quads))), 6, mtime=0)
    told = json.loads((tmp_path / "manifest.json").read_bytes())["rest"]
    assert told == {"part": "rest.nq.gz", "digest": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}


# Sources elsewhere


@pytest.fixture
def memory() -> Iterator[str]:
    import fsspec

    system = fsspec.filesystem("memory")
    for name in ("b.txt", "a.txt", "deep/c.txt", "a.yaml"):
        system.pipe_file(f"/articles/{name}", name.encode())
    yield "memory://articles"
    system.rm("/articles", recursive=True)


@pytest.mark.parametrize(
    ("source", "names"),
    [("", ["a.txt", "b.txt", "deep/c.txt"]), ("/a.txt", ["a.txt"]), ("/*.txt", ["a.txt", "b.txt"])],
)
def test_remote_sources_are_copied(memory: str, source: str, names: list[str], tmp_path: Path) -> None:
    found = list(copied(["x.txt", memory + source], tmp_path))
    assert found == ["x.txt", *(tmp_path / "memory" / "articles" / name for name in names)]
    assert all(Path(path).read_text("utf-8") == name for path, name in zip(found[1:], names, strict=True))
    assert ("a.txt" in names) == (tmp_path / "memory" / "articles" / "a.yaml").exists()


def test_remote_sources_are_named_as_they_were(tmp_path: Path) -> None:
    line = f"{tmp_path}/memory/articles/a.txt: a: is not in English; skipped"
    assert named(line, tmp_path) == "memory://articles/a.txt: a: is not in English; skipped"
    assert named("x.txt: a: is empty", tmp_path) == "x.txt: a: is empty"


@pytest.mark.parametrize("source", ["memory://nothing/here", "nosuch://bucket/a.txt"])
def test_remote_source_that_is_not_there(source: str, tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        list(copied([source], tmp_path))
    assert source in str(caught.value)


@pytest.mark.parametrize(
    ("source", "remote"),
    [("s3://b/a", True), ("gs://b", True), ("https://x.org/a", False), ("a.txt", False), ("-", False), (Path("a"), False)],
)
def test_remote_is_what_fsspec_fetches(source: Path | str, remote: bool) -> None:
    assert is_remote(source) is remote
