"""Reading files: which files, which bytes, and the faults; any input at all ends in articles or in a fault."""

from __future__ import annotations

import random
import time
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_articles_pages import CASES, SEEDS, assert_whole

from diplograph import articles
from diplograph.articles.furniture import classify, reason
from diplograph.articles.paragraphs import cut
from diplograph.articles.text import decode
from diplograph.errors import Fault
from diplograph.model import SourceText

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = "The envoys met in Klow.\nThey left without a word.\n"

# Lines of the pages we know, to be shuffled: nearer to real pages than random characters are.
LINES = sorted({line for page in [*CASES, *SEEDS] for line in page.read_text("utf-8").split("\n")})


@pytest.mark.parametrize(
    "data",
    [
        SENTENCES.encode(),
        b"\xef\xbb\xbf" + SENTENCES.encode(),
        SENTENCES.encode("utf-16"),
        b"\xfe\xff" + SENTENCES.encode("utf-16-be"),
        SENTENCES.replace("\n", "\r\n").encode(),
        SENTENCES.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "crlf", "cr"],
)
def test_decode_gives_the_same_text(data: bytes) -> None:
    assert decode(data, "x") == SENTENCES


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "x.txt: is empty"),
        (b" \n\t\r\n\xc2\xa0", "x.txt: is empty"),
        (b"\xef\xbb\xbf", "x.txt: is empty"),
        (b"good\xff", "x.txt: is not text: not UTF-8 at byte 4"),
        (b"\xef\xbb\xbfgood\xff", "x.txt: is not text: not UTF-8 at byte 7"),
        (b"\xff\xfea", "x.txt: is not text: not UTF-16 at byte 2"),
        (b"bad\x00bytes.", "x.txt: is not text: a NUL at character 3"),
        (b"Menu\nSearch\n* * *\n", "x.txt: no article text is found in it"),
        (b"Advertisement\nRead more\n", "x.txt: no article text is found in it"),
    ],
)
def test_read_says_what_is_wrong_with_a_file(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(data)
    with pytest.raises(Fault) as fault:
        list(articles.read(file))
    assert str(fault.value).removeprefix(f"{tmp_path}/").startswith(said)
    assert fault.value.cure
    assert "\n" not in str(fault.value)


def test_read_names_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="does not exist"):
        list(articles.read(tmp_path / "none.txt"))
    with pytest.raises(Fault, match="cannot be read"):
        list(articles.read(tmp_path))


def test_sources_are_files_and_what_can_be_read_of_folders(tmp_path: Path) -> None:
    inside = ["b.txt", "a.txt", "a.yaml", "c.md", "README.md", "LICENSE", ".hidden.txt", "sub/d.jsonl.gz", "sub/e.png", ".git/f.txt"]
    for name in inside:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = list(articles.sources([tmp_path / "README.md", tmp_path]))
    assert [path.name for path in found] == ["README.md", "a.txt", "b.txt", "c.md", "d.jsonl.gz"]


def test_sources_are_patterns_standard_input_and_addresses(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "[1].txt"):
        (tmp_path / name).write_text("x")
    given = ["-", "https://courier.example/a", f"{tmp_path}/?.txt", f"{tmp_path}/[1].txt"]
    found = [str(source).removeprefix(f"{tmp_path}/") for source in articles.sources(given)]
    assert found == ["-", "https://courier.example/a", "a.txt", "b.txt", "[1].txt"]
    with pytest.raises(Fault, match="fits no file"):
        list(articles.sources([f"{tmp_path}/*.pdf"]))


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [path.name for path in articles.sources([tmp_path])] == ["a.txt"]


@pytest.mark.parametrize(("name", "said"), [("none", "does not exist"), ("empty", "without texts"), ("n" * 300, ".")])
def test_sources_say_what_is_wrong(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Fault, match=said):
        list(articles.sources([tmp_path / name]))


def test_offsets_hold_in_the_users_file(tmp_path: Path) -> None:
    file = tmp_path / "odd.txt"
    text = "Menu\n\nThe 𝔈nvoy said “ne\u0301e”.\n\xa0 It was\u2028late. \n"
    file.write_text(text, "utf-8")
    article = next(articles.read(file))
    assert article.source.text == text
    assert article.paragraphs == ("The 𝔈nvoy said “ne\u0301e”.", "It was\u2028late.")
    assert [text[span.start : span.end] for span in article.body] == list(article.paragraphs)


def check(text: str) -> None:
    """Read any text: whole articles, or a fault."""
    try:
        found = list(articles.of_text(SourceText("fuzz", text, "fuzz")))
    except Fault:
        return
    assert found
    assert_whole(found)
    assert all(article.body for article in found)
    assert len({article.key for article in found}) == len(found)


@given(st.text())
def test_any_text_is_read_or_faulted(text: str) -> None:
    check(text.replace("\r\n", "\n").replace("\r", "\n"))


@given(st.binary())
def test_any_bytes_are_decoded_or_faulted(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except Fault:
        return
    assert "\r" not in text
    check(text)


@given(st.lists(st.sampled_from(LINES), max_size=40), st.sampled_from(["\n", "\n\n"]))
def test_any_shuffled_page_is_read_or_faulted(lines: list[str], join: str) -> None:
    check(join.join(lines))


@pytest.mark.parametrize(
    "line",
    ["(" * 999, "[(" * 499, "A " * 499, "Aa " * 60, "a > " * 12, "#a" * 400, "By A" + " Bc" * 24, "By " + "A.b-" * 200,
     "May 1, 2020 " * 12, "Xx Xx is a " + "a " * 60, "| " * 400, "Read more", "Photo: x", "Get " + "in your " * 30],
)  # fmt: skip
def test_hostile_lines_take_no_time(line: str) -> None:
    start = time.perf_counter()
    check(f"{line}\nThe envoys met.\n" * 500)
    assert time.perf_counter() - start < 5


def test_a_large_page_takes_little_time() -> None:
    lines = random.Random(1).choices(LINES, k=20_000)  # noqa: S311 - a fixed shuffle
    start = time.perf_counter()
    check("\n".join(lines))
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("PARIS (Reuters) - The envoys left on Sunday.", "prose"),
        ("The picture: two envoys and no table.", "prose"),
        ("Sign up to the treaty, he told Borduria, or lose the harbour.", "prose"),
        ("More in sorrow than in anger, the minister left.", "prose"),
        ("By noon the envoys had left.", "prose"),
        ("File a protest, the opposition said, and wait.", "prose"),
        ("He said so in a speech (the text is in the public domain).", "prose"),
        ("Follow the money, said the minister.", "prose"),
        ("Get the prisoners home, she said.", "prose"),
        ("Image: Ada Quill via Reuters", "caption"),
        ("Envoys in Klow. REUTERS/Ada Quill", "caption"),
        ("An envoy waits. (Ada Quill/AFP)", "caption"),
        ("Follow us on Facebook", "menu"),
        ("Related: The harbour of Klow", "call"),
        ("Keep Reading", "closer"),
        ("Continue reading →", "more"),
        ("Get our weekly newsletter", "newsletter"),
        ("By Ada Quill and Otto Kragg", "byline"),
        ("Reporting by Ada Quill; Editing by Otto Kragg", "byline"),
        ("Updated: 3 March 2021, 10:30 GMT", "date"),
        ("5/19/2021", "date"),
        ("© 2020 The Klow Courier", "legal"),
        ("Most read", "ending"),
        ("12 comments", "comments"),
        ("Tags: truce, bridge", "tags"),
        ("Story continues below", "advertisement"),
        ("██ Borduria and its allies", "legend"),
        ("Ada Quill, Foreign Minister of Syldavia", "office"),
        ("Ada Quill is a fellow at the Institute of Klow.", "biography"),
        ("A way out", "heading"),
        ("— an open harbour", "item"),
        ("FOR IMMEDIATE RELEASE", "release"),
        ("Begin text:", "release"),
        ("END OF TRANSCRIPT", "release"),
        ("-ENDS-", "release"),
        ("For media inquiries, please contact press@klow.example.", "release"),
        ("For further information, contact the Office of the Harbour at 555.", "release"),
        ("(The briefing was concluded at 2:20 p.m.)", "release"),
        ("For more information the minister had to wait until the envoys left.", "prose"),
        ("Ends well, all well, said the minister.", "prose"),
        ("MR PRICE: For more, please see me.", "prose"),
        ("| Aurora | Sunday |", "table"),
        ("2:32 p.m. EDT", "date"),
        ("—", "separator"),
    ],
)
def test_line_has_its_kind(line: str, kind: str) -> None:
    assert [classify(paragraph).kind for paragraph in cut(line)] == [kind]


def test_every_group_of_furniture_is_shown() -> None:
    data = yaml.safe_load((files("diplograph.articles") / "furniture.yaml").read_text("utf-8"))
    seen = {classify(paragraph).kind for page in [*CASES, *SEEDS] for paragraph in cut(page.read_text("utf-8"))}
    assert set(data) - seen == {"legend", "office", "release", "table"}  # only in test_line_has_its_kind
    assert list(data) == [name for name in data if reason(name)]
