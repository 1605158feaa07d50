"""The command `extract` and the pipeline behind it, on a seed; with the shipped language model."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diplograph import articles, curated, pipeline, rdf
from diplograph.cli.main import run
from diplograph.model import Article, SourceText
from diplograph.registry import Registry
from diplograph.resources import Workspace

SEED = Path(__file__).parents[2] / "seeds" / "001_aff2640cea0e2486.txt"


def test_records_have_their_quotes_in_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SEED), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = next(articles.read(SEED)).source.text
    said = [row for row in rows if row["record"] == "statement"]
    assert len(said) > 5
    assert all(text[row["start"] : row["end"]] == row["quote"] and row["holders"] and row["content"] for row in said)
    assert {row["article"] for row in rows} == {SEED.stem}


def test_yaml_is_a_curated_file_without_faults(tmp_path: Path) -> None:
    file = tmp_path / f"{SEED.stem}.yaml"
    assert run(["extract", str(SEED), "--format", "yaml", "-o", str(file)]) == 0
    registry = Registry.load(Workspace())
    article = next(articles.read(SEED))
    assert curated.check(file, article, registry) == []
    assert len(curated.read(file, article, registry).statements) > 5


@pytest.mark.parametrize(("form", "word"), [("table", "to whom"), ("text", "Marked: who ===  cue ^^^  what ---"), ("turtle", "dpg:holder")])
def test_other_formats_show_the_statements(form: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SEED), "--format", form]) == 0
    printed = capsys.readouterr().out
    assert word in printed
    assert run(["extract", str(SEED), "--format", form, "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out").read_text("utf-8") == printed


def test_scripts_see_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SEED)]) == 0
    assert "to whom" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terminal", "colour", "said"),
    [
        ("xterm-256color", {}, "\x1b[1;36mBlinken\x1b[0m \x1b[7;33mannounced\x1b[0m"),
        ("xterm-256color", {"NO_COLOR": "1"}, "\x1b[1mBlinken\x1b[0m \x1b[7mannounced\x1b[0m"),
        ("dumb", {}, "======= ^^^^^^^^^"),
    ],
)
def test_a_terminal_shows_marked_words(terminal: str, colour: dict[str, str], said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    printed = on_a_terminal(["extract", str(SEED)], environment | colour | {"TERM": terminal}, 60)
    assert said in printed
    lines = re.sub(r"\x1b\[[0-9;]*[mK]", "", printed).splitlines()
    assert max(map(len, lines)) <= 60


def on_a_terminal(arguments: list[str], environment: dict[str, str], width: int) -> str:
    """What the program prints on a terminal of a width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    code = f"from diplograph.cli import main; main({arguments!r})"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
    os.close(theirs)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the terminal was closed
            break
        if not piece:
            break
        printed += piece
    os.close(ours)
    assert child.wait() == 0
    return printed.decode()


TWO = {
    "one": "The ambassador of France said on Monday that Russia must withdraw its troops from the border.",
    "two": "China supports the resolution, its ambassador to the United Nations said on Wednesday.",
}
FRENCH = "Le ministre des affaires étrangères a déclaré lundi que la France souhaitait une reprise des négociations avec la Russie."


def records(**texts: str) -> str:
    return "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())


@pytest.mark.parametrize(
    ("text", "form", "code", "told"),
    [
        (records(**TWO), "jsonl", 0, ""),
        (records(**TWO) + '{"id": "cut', "turtle", 1, "in.jsonl:3: is not JSON, or cut off"),
        (records(**TWO, trois=FRENCH), "yaml", 0, "trois: is not in English; skipped"),
        (records(**TWO, book="word " * 210_000), "jsonl", 1, "book: has 1049999 characters, more than the 1000000 that are read"),
        ('{"id": "cut', "turtle", 2, "nothing could be read"),
        (records(trois=FRENCH), "text", 2, "nothing could be read; give articles in English"),
    ],
)
def test_how_it_ends(*, text: str, form: str, code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 where some of several articles were rejected; 2, and no file, where nothing could be read."""
    (tmp_path / "in.jsonl").write_text(text, "utf-8")
    out = tmp_path / "out"
    assert run(["extract", str(tmp_path / "in.jsonl"), "--format", form, "-o", str(out)]) == code
    assert told in capsys.readouterr().err
    assert out.exists() == (code < 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == (["in.jsonl", "out"] if code < 2 else ["in.jsonl"])


def test_turtle_of_many_is_that_of_their_union(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text(records(**TWO), "utf-8")
    assert run(["extract", str(tmp_path / "in.jsonl"), "--format", "turtle"]) == 0
    read = pipeline.extractor(Registry.load(Workspace()))
    quads = [quad for article in articles.read(tmp_path / "in.jsonl") for quad in read(article).quads]
    assert capsys.readouterr().out == rdf.write(quads, "turtle")


@pytest.mark.parametrize("form", ["jsonl", "yaml", "table", "text"])
def test_records_come_out_before_the_last_is_read(
    form: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """An endless source: nothing would be printed if the output were collected."""
    seen: list[bytes] = []

    def endless(*_: object) -> Iterator[Article]:
        for number in range(4):
            yield from articles.of_text(SourceText(f"k{number}", TWO["one"], "-"))
            seen.append(capsysbinary.readouterr().out)

    monkeypatch.setattr(articles, "stream", endless)
    assert run(["extract", "-", "--format", form]) == 0
    assert all(f"k{number}".encode() in printed for number, printed in enumerate(seen))
    assert len(seen) == 4


def test_extract_goes_on_after_a_fault_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in TWO.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    real = pipeline.extractor

    def stumbling(registry: Registry, model: str | None = None) -> Callable[[Article], pipeline.Reading]:
        read = real(registry, model)

        def one(article: Article) -> pipeline.Reading:
            if article.key == "one":
                raise IndexError("beyond\nthe end")
            return read(article)

        return one

    monkeypatch.setattr(pipeline, "extractor", stumbling)
    assert run(["extract", str(tmp_path), "--format", "jsonl"]) == 1
    told = capsys.readouterr()
    assert {json.loads(line)["article"] for line in told.out.splitlines()} == {"two"}
    assert "one: a fault of diplograph's own (IndexError: beyond the end, test_cli_extract.py:" in told.err
    assert "Traceback" not in told.err


def test_extraction_is_the_same_every_time() -> None:
    registry = Registry.load(Workspace())
    article = next(articles.read(SEED))
    first, second = (pipeline.extractor(registry)(article) for _ in range(2))
    assert first == second
    assert not first.curated


WRONG = [
    (["extract", "no-such-file.txt"], "no-such-file.txt"),
    (["extract", str(SEED), "--format", "xml"], 'there is no format "xml"'),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert words in capsys.readouterr().err
