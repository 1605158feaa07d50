"""HTML and Markdown: the article's own text, and metadata with where it was found."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from diplograph import articles
from diplograph.articles import ReadOptions
from diplograph.articles.readers.encoding import known, page_text
from diplograph.errors import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from diplograph.model import Article

LONG = "The envoys of Borduria and Syldavia met in Klow on {day} and said that the harbour must stay open to all ships of the region."
PAGE = """<!doctype html><html lang="en-GB"><head><title>The harbour of Klow opens - The Klow Courier</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>The harbour of Klow opens</h1>
<figure><img src="a.jpg" alt="An envoy"><figcaption>An envoy waits. Photo: Otto Kragg/AFP</figcaption></figure>
<p>{one}</p><h2>The way out</h2><p>{two}</p><p>{one}</p>
<blockquote><p>“We will not accept a closed harbour,” said Ms Quill.</p></blockquote>
<ul><li>First, an open harbour.</li><li>Second, a bridge.</li></ul><p>{three}</p>
<div class="related"><h3>Related stories</h3><ul><li><a href="b">The bridge of Klow closes again</a></li></ul></div></article>
<div class="comments"><p>A comment by a reader on the harbour of Klow.</p></div>
<footer><p>&copy; 2019 The Klow Courier. All rights reserved.</p></footer></body></html>"""


def page(head: str = "") -> str:
    days = {name: LONG.format(day=day) for name, day in (("one", "Sunday"), ("two", "Monday"), ("three", "Tuesday"))}
    return PAGE.format(head=head, **days)


def read(data: bytes | str, form: str, folder: Path) -> Article:
    file = folder / f"klow.{form}"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    (article,) = articles.read(file)
    return article


def test_html_gives_the_articles_own_text(tmp_path: Path) -> None:
    article = read(page(), "html", tmp_path)
    text = "\n".join(article.paragraphs)
    assert article.paragraphs[0] == article.title == "The harbour of Klow opens"
    assert article.paragraphs[1] == LONG.format(day="Sunday")
    assert text.count(LONG.format(day="Sunday")) == 2  # a paragraph said twice is kept twice
    assert "“We will not accept a closed harbour,” said Ms Quill." in article.paragraphs
    assert all(word not in text for word in ("Home", "Kragg", "Related", "bridge of Klow closes", "reader", "2019"))
    assert [span.of(article.source.text) for span in article.body] == list(article.paragraphs)
    assert article.key == "klow"
    assert (article.date, article.language) == (None, "en-GB")


META = '<meta property="{}" content="{}">'
LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "date", "origin"),
    [
        (META.format("article:published_time", "2021-03-04T23:00:00-08:00"), "2021-03-04", "page markup: article:published_time"),
        ('<meta name="DC.date.issued" content="2021-03">', "2021-03", "page markup: dc.date.issued"),
        ('<meta name="date" content="2021-03">', "2021-03", "page markup: date"),
        (META.format("article:modified_time", "2021-03-04"), None, None),
        (META.format("pubdate", "2021-02-30"), None, "page markup: pubdate: '2021-02-30' is no date that exists"),
        (LD.format('{"@type": "NewsArticle", "datePublished": "2021-03-04"}'), "2021-03-04", "page markup: JSON-LD datePublished"),
        (LD.format('[{"@graph": [{"@type": ["Report"], "datePublished": "2021"}]}]'), "2021", "page markup: JSON-LD datePublished"),
        (LD.format('{"@type": "Person", "datePublished": "2021-03-04"}'), None, None),
        (LD.format("{" * 9), None, None),
        (LD.format('{"a":' * 9000), None, None),
        ('<link rel="canonical" href="https://courier.example/2021/03/04/harbour">', "2021-03-04", "page address"),
        ('<link rel="canonical" href="https://courier.example/2021/13/44/harbour">', None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_date_is_the_markups_or_missing(tmp_path: Path, head: str, date: str | None, origin: str | None) -> None:
    article = read(page(head), "html", tmp_path)
    assert article.date == date
    assert article.origins.get("date") == origin
    assert article.evidence.get("date") == ("inferred" if origin == "page address" else "outside" if date else None)


@pytest.mark.parametrize(
    ("times", "date"),
    [(["2021-03-04"], "2021-03-04"), (["2021-03-04T10:00", "2021-03-04"], "2021-03-04"), (["2021-03-04", "2021-03-05"], None)],
)
def test_time_elements_count_where_they_agree(tmp_path: Path, times: list[str], date: str | None) -> None:
    elements = "".join(f'<time datetime="{time}">then</time>' for time in times)
    article = read(page().replace("</h1>", f"</h1>{elements}"), "html", tmp_path)
    assert article.date == date


def test_metadata_of_a_page(tmp_path: Path) -> None:
    head = META.format("og:site_name", "The Klow Courier") + '<meta name="author" content="Ada Quill">'
    article = read(page(head), "html", tmp_path)
    assert (article.author, article.outlet) == ("Ada Quill", "The Klow Courier")
    assert article.evidence["author"] == article.evidence["outlet"] == "outside"
    assert article.origins["author"] == "page markup (author)"
    assert article.origins["title"] == "headline; page markup (title)"


def test_sidecar_wins_over_the_markup(tmp_path: Path) -> None:
    (tmp_path / "klow.yaml").write_text("articles:\n  - author: {value: Ida Vell, evidence: outside}\n")
    article = read(page('<meta name="author" content="Ada Quill">'), "html", tmp_path)
    assert (article.author, article.origins["author"]) == ("Ida Vell", "sidecar klow.yaml")


def test_rows_of_data_are_left_out_and_rows_of_layout_kept(tmp_path: Path) -> None:
    table = f"<table><tr><td>Aurora</td><td>Sunday</td></tr><tr><td>{LONG}</td><td>{LONG} Again.</td></tr></table>"
    article = read(page().replace("<h2>", f"{table}<h2>"), "html", tmp_path)
    assert LONG in article.paragraphs
    assert [left.span.of(article.source.text) for left in article.omitted if left.reason == "row of a table"][:1] == ["| Aurora | Sunday |"]


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", b"<html><body><nav><a href=x>y</a></nav></body></html>", b"\xff\xfe", b"<!-- x -->", b"\0"]
)
def test_page_without_an_article_is_a_fault(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Fault) as fault:
        read(data, "html", tmp_path)
    assert fault.value.cure


TYPED = "<p>café “x”"


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (TYPED.encode(), None, TYPED),
        (b"\xef\xbb\xbf" + TYPED.encode(), "windows-1252", TYPED),
        (TYPED.encode("utf-16"), None, TYPED),
        (TYPED.encode("cp1252"), "ISO-8859-1", TYPED),
        (TYPED.encode("cp1252"), None, TYPED),
        (b"<meta charset=latin1>" + TYPED.encode("cp1252"), None, "<meta charset=latin1>" + TYPED),
        (b"<meta charset=latin1>" + TYPED.encode(), "utf-8", "<meta charset=latin1>" + TYPED),
        ("<meta charset=koi8-r>Мир".encode("koi8-r"), None, "<meta charset=koi8-r>Мир"),
        ("Мир".encode("cp1251"), "windows-1251", "Мир"),
        (TYPED.encode(), "utf-7", TYPED),
        (TYPED.encode(), "zip", TYPED),
        (TYPED.encode(), "no such", TYPED),
        ("café “x” — ".encode() * 5 + b"\xe9", None, "café “x” — " * 5 + "\ufffd"),  # mixed: mostly UTF-8
        (b"a\0b\r\nc\rd", None, "a\ufffdb\nc\nd"),
    ],
)
def test_encoding_of_pages(data: bytes, declared: str | None, text: str) -> None:
    assert page_text(data, declared) == text


@pytest.mark.parametrize(
    "name", ["hex", "zip", "rot13", "utf-7", "idna", "punycode", "unicode_escape", "undefined", "mbcs", "", "a\0b", "x" * 999]
)
def test_codecs_that_are_no_encodings_of_pages_are_not_taken(name: str) -> None:
    assert known(name) is None


MARKDOWN = """{front}# The harbour of Klow opens

The **envoys** met in [Klow](https://klow.example "x") on
Sunday[^1], said *Ms Quill*. ![An envoy](a.jpg)

> “We will not accept a closed harbour,” she said.

- First, an open harbour.
- Second, a bridge.

```
code = 1
```

<div>raw</div>

| Ship | Day |
|---|---|
| Aurora | Sunday |

[^1]: A note.
"""


def test_markdown_gives_its_text_without_markup(tmp_path: Path) -> None:
    article = read(MARKDOWN.format(front=""), "md", tmp_path)
    assert article.title == "The harbour of Klow opens"
    assert article.paragraphs == (
        "The harbour of Klow opens",
        "The envoys met in Klow on Sunday, said Ms Quill.",
        "“We will not accept a closed harbour,” she said.",
        "First, an open harbour.",
        "Second, a bridge.",
        "A note.",
    )
    assert {left.reason for left in article.omitted} == {"row of a table"}


FRONTS = {
    "yaml": """---
title: "The harbour: open"
author: [Ada Quill, Otto Kragg]
date: 2021-03-04 10:00:00 +0100
lang: no
source: The Courier
---
""",
    "toml": """+++
title = "The harbour: open"
author = ["Ada Quill", "Otto Kragg"]
date = 2021-03-04
lang = "no"
source = "The Courier"
+++
""",
    "names": """---
title: 'The harbour: open'
authors:
 - name: Ada Quill
 - name: Otto Kragg
pubDate: 4 March 2021
language: no
outlet: The Courier
...
""",
}


@pytest.mark.parametrize("kind", FRONTS)
def test_front_matter_is_metadata(tmp_path: Path, kind: str) -> None:
    article = read(MARKDOWN.format(front=FRONTS[kind]), "md", tmp_path)
    values = (article.title, article.author, article.date, article.language, article.outlet)
    assert values == ("The harbour: open", "Ada Quill, Otto Kragg", "2021-03-04", "no", "The Courier")
    assert set(article.evidence.values()) == {"outside"}
    assert article.origins["title"] == "front matter 'title'"
    assert "title:" not in article.source.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\na: [\n---\nThe envoys met.", "klow.md:3: has broken front matter"),
        ("---\na: b: c\n---\nThe envoys met.", "klow.md:2: has broken front matter"),
        ("+++\na\n+++\nThe envoys met.", "has broken front matter"),
        ("---\n" + "[" * 5000 + "\n---\nThe envoys met.", "has broken front matter"),
        ("---\ntitle: x\n---\n", "has no text beside its markup"),
        ("", "is empty"),
    ],
)
def test_faults_of_markdown(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Fault) as fault:
        read(text, "md", tmp_path)
    assert said in str(fault.value)


@pytest.mark.parametrize(
    "text", ["---\nThe envoys met. They left.\n---\n", "---\nThe envoys met. They left.\n", "--- x\n\nThe envoys met. They left."]
)
def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path, text: str) -> None:
    article = read(text, "md", tmp_path)
    assert any("The envoys met. They left." in paragraph for paragraph in article.paragraphs)
    assert not article.origins.get("title", "").startswith("front")


def test_alias_bomb_in_front_matter_takes_no_time(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)) + "title: *a59\n"
    article = read(f"---\n{bomb}---\nThe envoys met in Klow.\n", "md", tmp_path)
    assert article.paragraphs == ("The envoys met in Klow.",)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (page().encode(), "html"),
        (MARKDOWN.format(front=FRONTS["yaml"]).encode(), "markdown"),
        (b'{"id": 1, "text": "The envoys met in Klow."}\n{"id": 2, "text": "They left Klow."}\n', "jsonl"),
        (b'[{"id": 1, "text": "The envoys met in Klow."}]', "json"),
        (b'{\n "id": 1,\n "text": "The envoys met in Klow."}', "json"),
        (b"The envoys met in Klow.\n", "text"),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(data: bytes, kind: str) -> None:
    found = [list(articles.stream(["-"], ReadOptions(stdin=io.BytesIO(data), format=form))) for form in (None, kind)]  # type: ignore[arg-type]
    assert found[0] == found[1]
    assert not any(isinstance(each, Fault) for each in found[0])


@pytest.mark.parametrize(
    ("data", "kind"), [(b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "docx"), (b"\x89PNG\r\n", "picture"), (b"{\\rtf1", "RTF")]
)
def test_files_of_other_programs_are_named(tmp_path: Path, data: bytes, kind: str) -> None:
    with pytest.raises(Fault, match=kind):
        read(data, "txt", tmp_path)
