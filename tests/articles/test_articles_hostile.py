"""Hostile input: any bytes, any size, any shape end in articles or in our own error, within limits of time and memory."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_articles_markup import FRONTS, MARKDOWN, page
from test_articles_pages import assert_whole
from test_articles_warc import HTML, PLAIN, member

from diplograph import articles
from diplograph.articles import Format, Limits, ReadOptions
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diplograph.model import Article

FORMATS = get_args(Format)
SMALL = Limits(text=2**20, page=2**19, markdown=2**19, free=2**20, repairs=5)
ODD = (
    "«الوزير» قال: “نعم” ثم غادر.\n\nThe envoys met \u202eback\u202c in Klow.\n\nne\u0301e \u200d👩‍👩‍👧 🇸🇾 met there too, they said.\n\n"
    + "“" * 1000
    + " said the envoy.\n\nHe said: “It is open. Nobody answered.\n\n\ufeffIt was\u2028late\u0085 indeed, \x0cthey said.\n"
)


def read(data: bytes, form: Format | None, limits: Limits = SMALL) -> list[Article | Fault]:
    return list(articles.stream(["-"], ReadOptions(format=form, stdin=io.BytesIO(data), limits=limits)))


def check(found: list[Article | Fault]) -> None:
    """What always holds: offsets are quotes, all can be written, faults have a cure and one line."""
    for each in found:
        if isinstance(each, Fault):
            assert each.what
            assert "\n" not in str(each)
            str(each).encode("utf-8", "surrogateescape")
            continue
        text = each.source.text
        text.encode()
        assert [text[span.start : span.end] for span in each.body] == list(each.paragraphs)
        assert each.body
        assert all(paragraph.strip() == paragraph != "" for paragraph in each.paragraphs)
        assert set(each.evidence) <= {"title", "author", "outlet", "date", "language", "url", "licence"}
        "".join(filter(None, [each.key, each.title, each.author, each.outlet, each.date, each.url])).encode()
        assert articles.fingerprint(each)
    for key in {each.source.key for each in found if not isinstance(each, Fault)}:
        mine = [each for each in found if not isinstance(each, Fault) and each.source.key == key]
        if len({id(each.source) for each in mine}) == 1:
            assert_whole(mine)


SOUND: dict[Format, bytes] = {
    "text": ODD.encode(),
    "markdown": MARKDOWN.format(front=FRONTS["yaml"]).encode(),
    "html": page('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-03-04"}</script>').encode(),
    "jsonl": b'{"id": 1, "date": "2021-03", "text": "The envoys met.\\n\\nThey left \\ud83d\\ude00."}\n{"id": 2, "text": "All left."}',
    "json": b'[{"id": 1, "title": "x", "text": "The envoys met."}, {"text": "All left."}]',
    "csv": 'id;text\n1;"The envoys ""met"".\n\nThey left."\n2;“All left.”\n'.encode(),
    "warc": member(HTML, packed=False) + member(PLAIN, packed=False),
}


def test_every_format_has_a_sound_example() -> None:
    assert list(SOUND) == list(FORMATS)
    for form, data in SOUND.items():
        found = read(data, form)
        check(found)
        assert not any(isinstance(each, Fault) for each in found), form


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """A sound example with pieces cut out, doubled, or replaced by odd bytes."""
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
        odd = draw(
            st.sampled_from([b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"<", b"\n", b"{", b"---\n", b"WARC/1.0\r\n", data[start:end]])
        )
        data = data[:start] + odd + data[end if draw(st.booleans()) else start :]
    return gzip.compress(data, mtime=0) if draw(st.booleans()) else data


@pytest.mark.parametrize("form", FORMATS)
def test_any_bytes_are_read_or_faulted(form: Format) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode), damaged(SOUND[form])))
    def holds(data: bytes) -> None:
        check(read(data, form))

    holds()


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(), st.sampled_from(sorted(SOUND.values())).flatmap(damaged)))
def test_any_bytes_of_no_known_kind_are_read_or_faulted(data: bytes) -> None:
    check(read(data, None))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["text", "body", "title", "author", "date", "url", "source", "id", "language", "licence", "x"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, VALUES), st.dictionaries(NAMES, st.sampled_from(["text", "a.b", "x", ""]), max_size=2))
def test_any_record_is_read_or_faulted(record: dict[str, object], fields: dict[str, str]) -> None:
    data = io.BytesIO(json.dumps(record).encode())
    check(list(articles.stream(["-"], ReadOptions(format="jsonl", fields=fields, stdin=data))))


def test_odd_characters_keep_their_offsets(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(ODD, "utf-8")
    found = list(articles.stream([tmp_path / "odd.txt"]))
    check(found)
    (article,) = found
    assert not isinstance(article, Fault)
    assert article.source.text == ODD
    assert "“" * 1000 in "".join(article.paragraphs)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_a_fault(form: Format) -> None:
    for data in (b"", b" \n", b"\xef\xbb\xbf"):
        assert all(isinstance(each, Fault) for each in read(data, form))


LONG = b"The envoys met in Klow. "


@pytest.mark.parametrize(
    ("form", "data", "said"),
    [
        ("text", LONG * 50_000, "larger than the 1 MiB that one text may have"),
        ("markdown", LONG * 50_000, "larger than the 1 MiB that one Markdown file may have"),
        ("html", b"<p>" + LONG * 50_000, "larger than the 1 MiB that one page may have"),
        ("html", b"<div>" * 400 + LONG, "nests its elements more than 250 levels deep"),
        ("html", b"<b>" * 100_000 + LONG, "nests its elements more than 250 levels deep"),
        ("html", b"<p>x" * 101_000, "has more than 100000 elements"),
        ("html", b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">" + LONG, "more than 256 attributes"),
        ("html", b"<p " + b" ".join(b"a%d='>'" % n for n in range(30_000)) + b">" + LONG, "more than 256 attributes"),
        ("html", b"<script>\"<a b='\"</script><p " + b"a " * 50_000 + b"'>" + LONG, "more than 256 attributes"),
        ("jsonl", b'{"text": "' + LONG * 50_000 + b'"}', ":1: has more than the 1 MiB that one record may have"),
        ("json", b'{"text": "' + LONG * 50_000 + b'"}', "larger than the 1 MiB that one JSON file may have"),
        ("csv", b"id,text\n1," + LONG * 50_000, ":2: has a line of more than 1 MiB"),
    ],
)  # fmt: skip
def test_limits_are_said(form: Format, data: bytes, said: str) -> None:
    found = read(data, form, Limits(text=2**20, page=2**20, markdown=2**20))
    assert said in str(found[0])
    assert isinstance(found[0], Fault)
    assert found[0].cure


def test_records_after_a_huge_one_are_read() -> None:
    good = b'{"id": "k", "text": "The envoys met."}\n'
    found = read(good + b'{"text": "' + b"x" * 3_000_000 + b'"}\n' + good, "jsonl")
    assert [isinstance(each, Fault) for each in found] == [False, True, False]
    rows = read(b"id,text\n1,The envoys met.\n2," + b"x" * 3_000_000 + b"\n3,All left.\n", "csv")
    assert [each.key for each in rows if not isinstance(each, Fault)] == ["1", "3"]


def test_unclosed_quote_in_csv_does_not_eat_memory() -> None:
    rows = b"2,All left without a word and nobody said anything about the harbour.\n" * 20_000
    found = read(b'id,text\n1,"The envoys met.\n' + rows, "csv")
    assert isinstance(found[0], Fault)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "warc"])
def test_compression_bomb_is_a_fault(form: Format) -> None:
    found = read(gzip.compress(b"\n" * 30_000_000), form, Limits(text=2**30, page=2**30, markdown=2**30, free=2**20))
    assert isinstance(found[-1], Fault)
    assert "packed more than 200 times smaller" in str(found[-1])


@pytest.mark.parametrize("cut", [3, 12, 40])
def test_broken_gzip_gives_what_came_before(cut: int) -> None:
    lines = b"".join(b'{"id": "k%d", "text": "The envoys met on day %d."}\n' % (n, n * 7919) for n in range(3000))
    found = read(gzip.compress(lines)[:-cut], "jsonl", Limits())
    assert len(found) > 1000
    assert all(not isinstance(each, Fault) for each in found[:-2])
    assert "is broken gzip" in str(found[-1])


def test_stream_holds_one_record_at_a_time() -> None:
    class Endless(io.RawIOBase):
        """Records without end, which count how many were asked for."""

        given = 0

        def readable(self) -> bool:
            return True

        def read(self, _: int = -1, /) -> bytes:
            self.given += 1
            return b'{"id": "k", "text": "The envoys met."}\n' * 1000

    source = Endless()
    found: Iterator[Article | Fault] = articles.stream(["-"], ReadOptions(format="jsonl", stdin=source))  # type: ignore[arg-type]
    assert not any(isinstance(next(found), Fault) for _ in range(5000))
    assert source.given < 20


def test_faults_of_one_source_do_not_end_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_text("The envoys met.")
    (tmp_path / "c.html").write_text("")
    found = list(articles.stream([tmp_path, tmp_path / "none", f"{tmp_path}/*.none", tmp_path / "b.txt"]))
    assert [each.key if not isinstance(each, Fault) else None for each in found] == [None, "b", None, None, None, "b"]
    check(found)
