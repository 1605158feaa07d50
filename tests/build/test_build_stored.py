"""A store on disk: what it holds after any edits is what a fresh one would hold, and nothing that happens to its writer harms it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from stores import MORE, TEXTS, content, folder

from diplograph import positions, rdf
from diplograph.articles import read
from diplograph.build import Stored, build, fill
from diplograph.build.shares import Worker
from diplograph.build.stored import job
from diplograph.build.stored.catalogue import Catalogue
from diplograph.build.stored.texts import article_of, text_of
from diplograph.build.stored.writing import Writer
from diplograph.errors import Fault
from diplograph.generations import FORMAT, Folder
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.validate import Finding, Report
from diplograph.vocabulary import DPG

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def worker() -> Worker:
    """One parser for all tests of this process."""
    return Worker.start(Workspace(), Registry.load(Workspace()))


@pytest.fixture(autouse=True)
def _judged_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled registry conforms, as other tests hold; judging it for every new store would take longer than all else."""
    monkeypatch.setattr(job, "validate", lambda *_: Report(()))


@pytest.fixture
def filled(worker: Worker) -> Callable[..., Stored]:
    def run(*sources: Path, store: Path, **options: object) -> Stored:
        return fill(sources, worker.workspace, store, worker=worker, **options)  # type: ignore[arg-type]

    return run


def test_stored_is_what_build_writes(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts = folder(tmp_path / "texts")
    done = filled(texts, store=tmp_path / "store")
    built = build([texts], Workspace(), tmp_path / "out")
    assert rdf.serialise(Store.open(tmp_path / "store"), "trig") == (tmp_path / "out" / "diplograph.trig").read_bytes()
    assert done.read == tuple(sorted(TEXTS))
    assert {name: built.counts[name] for name in done.counts} == done.counts
    assert sum(done.kinds.values()) == done.counts["statements"] > 5
    assert done.counts["positions"] > 3


def test_stored_reads_only_what_is_new_or_changed(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts"), tmp_path / "store"
    filled(texts, store=store)
    before = content(store)
    again = filled(texts, store=store)
    assert (again.read, again.unchanged, again.removed) == ((), len(TEXTS), ())
    assert content(store) == before
    folder(texts, beta=MORE[0], zeta=MORE[1])
    changed = filled(texts, store=store)
    assert (changed.read, changed.unchanged) == (("beta", "zeta"), len(TEXTS) - 1)
    graphs = {str(quad.graph_name) for quad in Store.open(store)}
    assert sum("/beta" in name for name in graphs) == 1


def test_stored_keeps_what_is_not_among_the_sources_until_it_is_pruned(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts"), tmp_path / "store"
    filled(texts, store=store)
    (texts / "beta.txt").unlink()
    assert filled(texts, store=store).removed == ()
    kept = filled(texts, tmp_path / "nobody.txt", store=store, prune=True)
    assert kept.removed == ()
    assert "nothing was removed, since not all sources could be read" in kept.skipped
    pruned = filled(texts, store=store, prune=True)
    assert pruned.removed == ("beta",)
    assert pruned.skipped == (f"{texts / 'beta.txt'}: beta: is no longer among the sources; removed",)
    assert pruned.counts["articles"] == len(TEXTS) - 1


def test_stored_a_copy_takes_the_place_of_what_it_is_a_copy_of(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    one, other, store = folder(tmp_path / "one", beta=TEXTS["beta"]), folder(tmp_path / "other", able=TEXTS["beta"]), tmp_path / "store"
    filled(one, store=store)
    both = filled(other, store=store)
    assert (both.read, both.removed) == (("able",), ("beta",))
    folder(other, able=MORE[0])
    back = filled(other, store=store)  # beta's own source is not looked at, but its text was kept
    assert back.read == ("able", "beta")
    filled(one, other, store=tmp_path / "fresh")
    assert content(store) == content(tmp_path / "fresh")


@pytest.mark.parametrize("seed", [1, 2])
def test_stored_after_any_edits_is_what_a_fresh_one_would_be(seed: int, tmp_path: Path, filled: Callable[..., Stored]) -> None:
    chance = random.Random(seed)  # noqa: S311 - which edits
    texts, store = folder(tmp_path / "texts"), tmp_path / "store"
    pool = [*TEXTS.values(), *MORE]
    for step in range(4):
        for _ in range(chance.randint(1, 3)):
            file = texts / f"{chance.choice('abcdef')}.txt"
            edit = chance.choice(("write", "write", "remove", "date"))
            if edit == "remove" and len(list(texts.glob("*.txt"))) > 2:
                file.unlink(missing_ok=True)
            elif edit == "date":
                file.with_suffix(".yaml").write_text(
                    f"articles:\n  - date: {{value: 20{chance.randint(10, 24)}-05-01, evidence: outside}}\n", "utf-8"
                )
            else:
                file.write_text("".join(chance.sample(pool, chance.randint(1, 2))), "utf-8")
        filled(texts, store=store, prune=True)
        if step % 2:
            fresh = tmp_path / f"fresh-{step}"
            filled(texts, store=fresh)
            assert content(store) == content(fresh), step
    opened = Store.open(store)
    derived = {quad for quad in opened if quad.graph_name == rdf.GRAPHS["positions"]}
    assert derived == set(Store.of(positions.derive(opened)))


def test_stored_is_the_same_in_any_number_of_processes(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts = folder(tmp_path / "texts")
    filled(texts, store=tmp_path / "one", jobs=1)
    filled(texts, store=tmp_path / "two", jobs=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_stored_curated_files_win(tmp_path: Path) -> None:
    space = tmp_path / "space"
    (space / "graph" / "registry").mkdir(parents=True)
    (space / "graph" / "statements").mkdir()
    texts, store = folder(tmp_path / "texts", beta=TEXTS["beta"]), tmp_path / "store"
    worker = Worker.start(Workspace(space), Registry.load(Workspace(space)))
    assert fill([texts], Workspace(space), store, worker=worker).counts["statements"] > 0
    file = space / "graph" / "statements" / "beta.yaml"
    file.write_text("article: beta\nstatements: []\n", "utf-8")
    done = fill([texts], Workspace(space), store, worker=worker)
    assert (done.read, done.counts["statements"]) == (("beta",), 0)
    file.write_text("article: beta\nstatements: 3\n", "utf-8")
    before = content(store)
    with pytest.raises(Fault, match=r"beta\.yaml"):
        fill([texts], Workspace(space), store, worker=worker)
    assert content(store) == before
    file.unlink()
    assert fill([texts], Workspace(space), store, worker=worker).counts["statements"] > 0


def test_stored_what_does_not_conform_leaves_the_store_as_it_was(
    tmp_path: Path, filled: Callable[..., Stored], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("violation", "rule", "https://x.org/a", "", "", "mend it")
    monkeypatch.setattr(job, "validate", lambda *_: Report((finding,)))
    done = filled(folder(tmp_path / "texts"), store=tmp_path / "store")
    assert (done.report.conforms, done.read, len(Store.open(tmp_path / "store"))) == (False, (), 0)


def test_stored_positions_that_break_a_rule_are_left_out_and_told(tmp_path: Path) -> None:
    """By a workspace whose shapes allow no position against anything."""
    (tmp_path / "space" / "graph" / "registry").mkdir(parents=True)
    (tmp_path / "space" / "ontology").mkdir()
    (tmp_path / "space" / "ontology" / "shapes.ttl").write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dpg: <https://w3id.org/diplograph/ontology#> . @prefix x: <http://x.org/> .
        x:Only a sh:NodeShape ; sh:targetClass dpg:Position ; sh:property x:Only-for .
        x:Only-for a sh:PropertyShape ; sh:path dpg:stance ; sh:in ( dpg:For ) ; sh:message "For, and nothing else." .""", "utf-8"
    )  # fmt: skip
    space, texts, store = Workspace(tmp_path / "space"), folder(tmp_path / "texts", gamma=TEXTS["gamma"]), tmp_path / "store"
    own = Worker.start(space, Registry.load(space))
    first = fill([texts], space, store, worker=own)
    assert (first.written, first.report.conforms, {one.rule for one in first.report.findings}) == (True, False, {"Only-for"})
    stances = {quad.object for quad in Store.open(store).matching(None, DPG["stance"]) if quad.graph_name == rdf.GRAPHS["positions"]}
    assert stances == {DPG["For"]}
    assert fill([texts], space, store, worker=own).report == first.report  # it stands for as long as its cause does
    folder(texts, gamma=TEXTS["gamma"].partition(" Russia")[0])
    assert fill([texts], space, store, worker=own).report.conforms


def test_stored_texts_come_back_as_they_were(tmp_path: Path) -> None:
    file = folder(tmp_path, beta="Talks in Zürich\n\nBy Jane Doe\n\n" + TEXTS["beta"]) / "beta.txt"
    file.with_suffix(".yaml").write_text("articles:\n  - outlet: {value: The Times, evidence: outside}\n", "utf-8")
    (article,) = read(file)
    again = article_of(text_of(article))
    assert text_of(again) == text_of(article)
    assert (again.source.digest, again.paragraphs, again.outlet, again.evidence) == (
        article.source.digest, article.paragraphs, "The Times", dict(article.evidence),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("loose", "times"),
    [
        ("0", 0),  # one article of many: not worth it
        ("1999", 1),  # a fiftieth of the whole, with what earlier runs wrote and left
        ("40000", 1),  # a quarter: at once
        (None, 1),  # a store that was written before files were sorted; no article has changed
    ],
)
def test_stored_files_are_sorted_when_enough_is_new(
    tmp_path: Path, filled: Callable[..., Stored], monkeypatch: pytest.MonkeyPatch, loose: str | None, times: int
) -> None:
    texts, store = folder(tmp_path / "texts"), tmp_path / "store"
    filled(texts, store=store)
    catalogue = Catalogue(store / "catalogue")
    assert catalogue.remarked("loose") == "0"  # all of it was new
    if loose is None:
        catalogue._base.execute("DELETE FROM meta WHERE name = 'loose'")  # noqa: SLF001 - as it was before
    else:
        catalogue.remark("loose", loose)
        folder(texts, beta=MORE[0])
    catalogue.close()
    with monkeypatch.context() as patched:
        patched.setattr(Catalogue, "size", lambda _: 100_000)
        met: list[Writer] = []
        patched.setattr(Writer, "_sort", lambda writer: met.append(writer))  # noqa: PLW0108 - a method of a list is none of a class
        filled(texts, store=store)
        assert len(met) == times
    filled(texts, store=tmp_path / "fresh")
    assert content(store) == content(tmp_path / "fresh")


# Interrupted, killed, shared


def test_stored_ctrl_c_keeps_what_was_read(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts"), tmp_path / "store"
    met: list[str] = []

    def say(line: str) -> None:
        met.append(line)
        if line.startswith("reading delta"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled(texts, store=store, say=say)
    assert "writing" in met[-1]
    graphs = {str(quad.graph_name) for quad in Store.open(store)}
    assert sum("/graph/" in name and "beta" in name for name in graphs) == 1
    done = filled(texts, store=store)
    assert set(done.read) < set(TEXTS)
    filled(texts, store=tmp_path / "fresh")
    assert content(store) == content(tmp_path / "fresh")


def test_stored_survives_being_killed_at_any_point(tmp_path: Path) -> None:
    """A process of its own forks a writer for each point, kills it there, looks at the store, and lets the next run finish."""
    texts = folder(tmp_path / "texts", **dict(list(TEXTS.items())[:3]))
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, HERE / "killed.py", texts, tmp_path / "stores"], capture_output=True, text=True, check=False, timeout=300
    )
    assert told.returncode == 0, told.stderr
    points = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(points) >= 10
    assert {point["signal"] for point in points[:-1]} == {signal.SIGKILL.value}
    assert points[-1]["signal"] == 0  # so many points there are
    assert all(point["whole"] and point["completed"] for point in points), points


def test_stored_has_one_writer(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts", beta=TEXTS["beta"]), tmp_path / "store"
    filled(texts, store=store)
    other = Folder(store)
    other.claim()
    with pytest.raises(Fault, match=f"is being written by process {os.getpid()}; wait until it is done; reading goes on meanwhile"):
        filled(texts, store=store)
    assert len(Store.open(store)) > 0
    other.release()
    filled(texts, store=store)


def test_stored_readers_go_on_while_it_is_written(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts", beta=TEXTS["beta"]), tmp_path / "store"
    filled(texts, store=store)
    reader = Store.open(store)
    before, held = set(reader), [reader]
    seen: list[int] = []

    def say(line: str) -> None:
        if line == "writing" or line.startswith("reading "):
            seen.append(len(Store.open(store)))
            assert set(held[0]) == before

    folder(texts, **TEXTS)
    filled(texts, store=store, say=say)
    assert len(seen) > 4
    assert set(reader) == before
    assert len(list(store.glob("generation-*"))) == 2
    del reader
    held.clear()
    folder(texts, beta=MORE[0])
    filled(texts, store=store)
    assert len(list(store.glob("generation-*"))) == 1


# What is wrong with a folder


def older(store: Path) -> None:
    (store / "format").write_text("0\n", "utf-8")


def newer(store: Path) -> None:
    (store / "format").write_text("999\n", "utf-8")


def no_catalogue(store: Path) -> None:
    for file in store.glob("catalogue*"):
        file.write_bytes(b"no database" * 400)


def no_engine(store: Path) -> None:
    for file in (*store.glob("work/*.sst"), *store.glob("work/MANIFEST*"), *store.glob("generation-*/MANIFEST*")):
        file.write_bytes(file.read_bytes()[:50] + b"x" * 50)


def no_format(store: Path) -> None:
    (store / "format").write_bytes(b"\xbd\x00\xffM")


def lost(name: str) -> Callable[[Path], None]:
    def harm(store: Path) -> None:
        for path in store.glob(f"{name}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return harm


@pytest.mark.parametrize(
    ("harm", "writes", "reads"),
    [
        (no_format, r"is a store of format \(none\); this diplograph reads", r"is a store of format \(none\)"),
        (lost("work"), "is damaged: work/CURRENT is not there; restore the store, or build it anew", None),
        (lost("catalogue"), "is damaged: catalogue is not there; restore the store, or build it anew", None),
        (older, f"is a store of format 0; this diplograph reads and writes format {FORMAT}; build it anew", "is a store of format 0"),
        (newer, "is a store of format 999", "install the diplograph that made it"),
        (no_catalogue, "catalogue: is damaged", None),
        (no_engine, "work: is damaged", "is no store that can be opened"),
    ],
)  # fmt: skip
def test_stored_says_what_is_wrong(
    harm: Callable[[Path], None], writes: str, reads: str | None, tmp_path: Path, filled: Callable[..., Stored]
) -> None:
    texts, store = folder(tmp_path / "texts", beta=TEXTS["beta"]), tmp_path / "store"
    filled(texts, store=store)
    harm(store)
    with pytest.raises(Fault, match=writes) as told:
        filled(texts, store=store)
    assert "\n" not in str(told.value)
    if reads is None:
        assert len(Store.open(store)) > 0
    else:
        with pytest.raises(Fault, match=reads):
            Store.open(store)


def nowhere(store: Path) -> None:
    (store / "current").write_text("../../etc\n", "utf-8")


def cut(store: Path) -> None:
    for file in store.glob("generation-*/*.sst"):
        file.rename(file.with_suffix(".old"))  # `work` has the same file by another name
        file.write_bytes(b"cut")


@pytest.mark.parametrize("harm", [lost("current"), nowhere, lost("generation-"), cut])
def test_stored_gives_readers_another_generation(harm: Callable[[Path], None], tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts", beta=TEXTS["beta"]), tmp_path / "store"
    filled(texts, store=store)
    (store / "generation-of-somebody").mkdir()
    before = content(store)
    harm(store)
    with pytest.raises(Fault, match=r"run diplograph build --store again|is no store that can be opened"):
        Store.open(store)
    assert filled(texts, store=store).read == ()
    assert content(store) == before


def test_stored_only_in_a_folder_of_its_own(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts = folder(tmp_path / "texts", beta=TEXTS["beta"])
    with pytest.raises(Fault, match=r"is not empty, and no store that diplograph build has made \(beta.txt is in it\)"):
        filled(texts, store=texts)
    with pytest.raises(Fault, match="cannot be written"):
        filled(texts, store=Path("/proc/nowhere"))
    with pytest.raises(Fault, match=r"nobody\.txt: does not exist"):
        filled(tmp_path / "nobody.txt", store=tmp_path / "store")


def test_stored_a_full_disk_loses_nothing(tmp_path: Path, filled: Callable[..., Stored]) -> None:
    texts, store = folder(tmp_path / "texts", beta=TEXTS["beta"]), tmp_path / "store"
    filled(texts, store=store)
    before = content(store)
    folder(texts)
    script = (
        "import resource, signal, sys; from pathlib import Path; from diplograph.build import fill; from diplograph.errors import Fault\n"
        "from diplograph.resources import Workspace\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try: fill([Path(sys.argv[1])], Workspace(), Path(sys.argv[2]))\n"
        "except Fault as fault: print(fault)\n"
    )
    told = subprocess.run([sys.executable, "-c", script, texts, store], capture_output=True, text=True, check=True, timeout=120)  # noqa: S603
    assert "cannot be written" in told.stdout
    assert "run the same command again; nothing that was stored is lost" in told.stdout
    assert content(store) == before
    filled(texts, store=store)
    filled(texts, store=tmp_path / "fresh")
    assert content(store) == content(tmp_path / "fresh")
