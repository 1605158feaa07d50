"""Web archives: pages become articles, damage becomes faults."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pytest
from test_articles_markup import page

from diplograph import articles
from diplograph.articles import Limits, ReadOptions
from diplograph.errors import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from diplograph.model import Article

Record = tuple[str, str, bytes, str]
HTML: Record = ("response", "https://courier.example/1", page().encode(), "200 OK text/html; charset=utf-8")
LATIN: Record = (
    "response",
    "https://courier.example/2",
    page().replace("Klow", "Klów").encode("cp1252"),
    "200 OK text/html; charset=latin1",
)
PLAIN: Record = ("conversion", "https://courier.example/3", b"The envoys met in Klow.\nThey left without a word.", "text/plain")
NO_PAGES: tuple[Record, ...] = (
    ("response", "https://courier.example/a.jpg", b"\xff\xd8", "200 OK image/jpeg"),
    ("response", "https://courier.example/gone", page().encode(), "404 Not Found text/html"),
    ("response", "https://courier.example/moved", b"", "301 Moved text/html"),
    ("request", "https://courier.example/1", b"", "GET"),
    ("metadata", "https://courier.example/1", b"a: b", "application/warc-fields"),
)
EMPTY: Record = ("response", "https://courier.example/empty", b"<html></html>", "200 OK text/html")


def member(record: Record, *, packed: bool) -> bytes:
    """One record of an archive, written by hand after the WARC 1.0 standard."""
    kind, url, payload, said = record
    media = said
    if kind in {"response", "request"}:
        status, _, media = said.partition(" text/") if " text/" in said else said.partition(" image/")
        first = f"HTTP/1.1 {status}\r\nContent-Type: {said[len(status) + 1 :]}" if kind == "response" else "GET / HTTP/1.1"
        payload = f"{first}\r\n\r\n".encode() + payload
        media = f"application/http; msgtype={kind}"
    head = {
        "WARC-Type": kind, "WARC-Record-ID": "<urn:uuid:12345678-1234-1234-1234-123456789abc>", "WARC-Target-URI": url,
        "WARC-Date": "2021-03-09T10:00:00Z", "Content-Type": media, "Content-Length": str(len(payload)),
    }  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    data = f"WARC/1.0\r\n{lines}\r\n".encode() + payload + b"\r\n\r\n"
    return gzip.compress(data, mtime=0) if packed else data


def found(data: bytes, folder: Path, options: ReadOptions | None = None, name: str = "klow.warc.gz") -> list[Article | Fault]:
    file = folder / name
    file.write_bytes(data)
    return list(articles.stream([file], options or ReadOptions()))


def urls(found_: list[Article | Fault]) -> list[str | None]:
    return [None if isinstance(each, Fault) or not each.url else each.url.rpartition("/")[2] for each in found_]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_an_archive_are_articles(tmp_path: Path, packed: bool) -> None:
    data = b"".join(member(record, packed=packed) for record in (HTML, *NO_PAGES, LATIN, PLAIN, EMPTY))
    one, two, three, fault = found(data, tmp_path, name="klow.warc.gz" if packed else "klow.warc")
    assert not isinstance(one, Fault)
    assert not isinstance(two, Fault)
    assert not isinstance(three, Fault)
    assert (one.title, one.url, one.date) == ("The harbour of Klow opens", "https://courier.example/1", None)
    assert one.key.startswith("courier-example-1-")
    assert one.evidence["url"] == "outside"
    assert two.title == "The harbour of Klów opens"
    assert three.paragraphs == ("The envoys met in Klow.", "They left without a word.")
    assert isinstance(fault, Fault)
    assert "klow.warc" in str(fault)
    assert "https://courier.example/empty: has no" in str(fault)


def test_archive_is_read_from_standard_input() -> None:
    data = io.BytesIO(member(HTML, packed=True) + member(PLAIN, packed=True))
    assert urls(list(articles.stream(["-"], ReadOptions(stdin=data)))) == ["1", "3"]
    data.seek(0)
    assert urls(list(articles.stream(["-"], ReadOptions(stdin=data, format="warc")))) == ["1", "3"]


@pytest.mark.parametrize("packed", [True, False])
def test_damaged_record_is_a_fault_and_the_next_are_read(tmp_path: Path, packed: bool) -> None:
    one, two, three = (member(record, packed=packed) for record in (HTML, LATIN, PLAIN))
    broken = two[:300] + b"\0" * 200 + two[500:] if packed else two.replace(b"WARC/1.0", b"WURC/1.0")
    got = found(one + broken + three, tmp_path, name="klow.warc.gz" if packed else "klow.warc")
    assert [url for url in urls(got) if url] == ["1", "3"]
    assert any(isinstance(each, Fault) and "damaged" in str(each) for each in got)


@pytest.mark.parametrize("cut", [1, 5, 50, 200])
def test_archive_cut_off_gives_what_came_before(tmp_path: Path, cut: int) -> None:
    got = found(member(PLAIN, packed=True) + member(HTML, packed=True)[:-cut], tmp_path)
    assert urls(got)[0] == "3"


@pytest.mark.parametrize(
    "data", [b"", b"no archive", b"WARC/1.0\r\n", b"WARC/1.0\r\n\r\n\r\n", b"\x1f\x8b", b"\x1f\x8b\x08" * 100, b"\0" * 1000]
)
def test_what_is_no_archive_is_a_fault_or_nothing(tmp_path: Path, data: bytes) -> None:
    got = found(data, tmp_path)
    assert all(isinstance(each, Fault) for each in got)
    assert len(got) <= 300


def test_repairs_end(tmp_path: Path) -> None:
    got = found(b"\x1f\x8b\x08\0" * 5000, tmp_path, ReadOptions(limits=Limits(repairs=3)))
    assert len(got) == 4
    assert "damaged in more than 3 places" in str(got[-1])


def test_large_page_and_packed_bomb_in_an_archive_are_faults(tmp_path: Path) -> None:
    large = (*HTML[:2], b"<p>" + b"x" * 3_000_000, HTML[3])
    got = found(member(large, packed=True) + member(PLAIN, packed=True), tmp_path, ReadOptions(limits=Limits(page=2**20)))
    assert urls(got) == [None, "3"]
    assert "larger than the 1 MiB that one page of an archive may have" in str(got[0])


def test_archive_packed_as_a_whole_says_its_cure(tmp_path: Path) -> None:
    got = found(gzip.compress(member(HTML, packed=False) + member(PLAIN, packed=False)), tmp_path)
    assert urls(got) == ["1", None]
    assert "unpack it first if it was packed as a whole" in str(got[1])
