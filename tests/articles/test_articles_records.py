"""Records: JSON Lines, JSON and CSV; fields guessed and mapped; a bad record is a fault in its place."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest
from test_articles_pages import SEEDS

from diplograph import articles
from diplograph.articles import ReadOptions
from diplograph.articles.compose import safe_key
from diplograph.articles.readers.fields import names
from diplograph.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from diplograph.model import Article

TEXT = "The envoys met in Klow.\n\nThey left without a word."
GOOD = {"id": "klow-1", "text": TEXT}


def found(file: Path, options: ReadOptions | None = None) -> list[Article | Fault]:
    return list(articles.stream([file], options or ReadOptions()))


def one(record: Mapping[str, object], fields: Mapping[str, str] | None = None) -> Article | Fault:
    data = io.BytesIO(json.dumps(record).encode())
    options = ReadOptions(format="jsonl", fields=fields or {}, stdin=data)
    (article,) = articles.stream(["-"], options)
    return article


def test_jsonl_gives_articles_and_faults_in_their_places(tmp_path: Path) -> None:
    lines = [
        json.dumps(GOOD),
        "",
        '{"id": "cut", "text": "The env',
        '{"id": "none", "title": "x"}',
        '{"id": "empty", "text": " "}',
        "[1, 2]",
        json.dumps({"id": "menu", "text": "Menu\nSearch"}),
        "[" * 100_000,
        '{"id": ' + "9" * 5000 + ', "text": "x"}',
        json.dumps({"id": "klow-2", "text": TEXT}),
    ]
    file = tmp_path / "a.jsonl"
    file.write_bytes("\n".join(lines).encode() + b"\n\xff{}\n" + json.dumps({"id": "klow-3", "text": TEXT}).encode())
    shown = [str(each).removeprefix(f"{file}") if isinstance(each, Fault) else each.key for each in found(file)]
    assert [each.partition(";")[0].partition(" at")[0] for each in shown] == [
        "klow-1",
        ":3: is not JSON, or cut off: Unterminated string starting",
        ":4: has no field with a text",
        ":5: has nothing in the field 'text'",
        ":6: is no record with named fields but a list",
        ":7: no article text is found in it",
        ":8: is not JSON that can be read (RecursionError)",
        ":9: is not JSON that can be read (ValueError)",
        "klow-2",
        ":11: is not UTF-8 text (byte 0)",
        "klow-3",
    ]
    assert all(each.cure for each in found(file) if isinstance(each, Fault))


def test_read_raises_what_stream_yields(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(GOOD) + "\nx\n" + json.dumps(GOOD))
    reader = articles.read(file)
    assert next(reader).key == "klow-1"
    with pytest.raises(Fault, match=r"a\.jsonl:2: is not JSON"):
        next(reader)


def test_metadata_of_a_record_is_outside_evidence_with_its_field() -> None:
    article = one(
        {
            "Headline": "The harbour  of Klow opens",
            "authors": [{"name": "Ada Quill"}, {"name": "Otto Kragg"}],
            "source": {"id": 1, "name": "The Klow Courier"},
            "published": "Thu, 04 Mar 2021 10:00:00 GMT",
            "lang": "en_GB",
            "link": "https://courier.example/2021/harbour",
            "license": "CC BY 4.0",
            "maintext": TEXT,
        }
    )
    assert not isinstance(article, Fault)
    assert (article.title, article.author, article.outlet) == ("The harbour of Klow opens", "Ada Quill, Otto Kragg", "The Klow Courier")
    assert (article.date, article.language, article.licence) == ("2021-03-04", "en-GB", "CC BY 4.0")
    assert set(article.evidence.values()) == {"outside"}
    assert dict(article.origins) == {
        "title": "record field 'Headline'", "author": "record field 'authors'", "outlet": "record field 'source'",
        "date": "record field 'published'", "language": "record field 'lang'", "url": "record field 'link'",
        "licence": "record field 'license'",
    }  # fmt: skip
    assert article.source.text == TEXT
    assert article.key == "courier-example-2021-harbour-1289d8af"


@pytest.mark.parametrize(
    ("fields", "record"),
    [
        ({"text": "inhalt"}, {"inhalt": TEXT, "text": "No."}),
        ({"text": "data.body"}, {"data": {"body": TEXT}}),
        ({"text": "a.b"}, {"a.b": TEXT}),
        ({}, {"text": "", "content": TEXT}),
        ({}, {"text": ["The envoys met in Klow.", "They left without a word."]}),
        ({}, {"Article Text": TEXT}),
        ({"title": "kopf", "date": "tag", "id": "nr"}, {"text": TEXT, "kopf": "x", "tag": "2021", "nr": 7}),
    ],
)
def test_fields_are_mapped_or_guessed(fields: Mapping[str, str], record: Mapping[str, object]) -> None:
    article = one(record, fields)
    assert not isinstance(article, Fault)
    assert article.source.text == TEXT


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "body"}, "has no field 'body'; map the right one, as in text=body; its fields are id, text"),
        ({"headline": "x"}, "there is no field 'headline' to map; the fields are text, title"),
    ],
)
def test_wrong_mapping_is_said(fields: Mapping[str, str], said: str) -> None:
    fault = one(GOOD, fields)
    assert isinstance(fault, Fault)
    assert said in str(fault)


@pytest.mark.parametrize(
    ("value", "date", "note"),
    [
        ("2021-03", "2021-03", "record field 'date'"),
        (2021, "2021", "record field 'date'"),
        (1614852000, "2021-03-04", "record field 'date'"),
        (1614852000.0, "2021-03-04", "record field 'date'"),
        ("03/04/2021", "2021", "record field 'date' (03/04/2021)"),
        ("2021-02-30", None, "record field 'date': '2021-02-30' is no date that exists"),
        ("yesterday", None, "record field 'date': 'yesterday' is no date that exists"),
        (None, None, None),
        (True, None, None),
        ([], None, None),
        (10**400, None, None),
    ],
)
def test_date_that_does_not_exist_stays_missing_with_a_note(value: object, date: str | None, note: str | None) -> None:
    article = one({**GOOD, "date": value})
    assert not isinstance(article, Fault)
    assert (article.date, article.origins.get("date")) == (date, note)
    assert ("date" in article.evidence) is (date is not None)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("klow-1", "klow-1"),
        ("../../etc/passwd", "etc-passwd-"),
        (".hidden", "hidden-"),
        ("https://www.courier.example/a?b=c", "courier-example-a-b-c-"),
        ("Überfall/1", "berfall-1-"),
        ("协议", ""),
        ("x" * 200, "x" * 80 + "-"),
        ("a\nb", "a-b-"),
    ],
)
def test_key_can_be_a_files_name(name: str, key: str) -> None:
    made = safe_key(name)
    assert made.startswith(key)
    assert made == key or len(made) == len(key) + 8
    assert safe_key(name + "x") != made


def test_key_is_id_then_url_then_digest() -> None:
    url = "https://courier.example/a"
    keys = [one(record) for record in ({**GOOD, "url": url}, {"text": TEXT, "url": url}, {"text": TEXT}, {"text": TEXT, "id": 7})]
    assert [each.key for each in keys if not isinstance(each, Fault)] == ["klow-1", "courier-example-a-fe12a1e1", "cf1ca2607efe", "7"]


def test_markup_in_a_record_is_taken_out() -> None:
    article = one(
        {"id": 1, "title": "The harbour", "content": "<p>The envoys <b>met</b> in Klow.</p>\n<p>They left &amp; said nothing.</p>"}
    )
    assert not isinstance(article, Fault)
    assert article.paragraphs == ("The envoys met in Klow.", "They left & said nothing.")
    assert article.title == "The harbour"


def test_surrogates_and_nuls_in_a_record_become_replacement_characters() -> None:
    article = one({"id": 1, "text": "The \ud83d envoys\0met.\r\nThey left.", "title": "\udc00x"})
    assert not isinstance(article, Fault)
    assert article.source.text == "The \ufffd envoys\ufffdmet.\nThey left."
    assert article.title == "\ufffdx"


def test_json_is_one_article_or_a_list(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for top in (GOOD, [GOOD], {"articles": [GOOD], "total": 1}):
        file.write_text(json.dumps(top, indent=2))
        assert [each.key for each in found(file) if not isinstance(each, Fault)] == ["klow-1"]
    file.write_text(json.dumps([GOOD, 1, {"x": 1}, GOOD]))
    assert [isinstance(each, Fault) for each in found(file)] == [False, True, True, False]
    for broken in ("", "[]", "{", "null"):
        file.write_text(broken)
        assert [isinstance(each, Fault) for each in found(file)] == [True]


ROWS = 'id{d}Title{d}body\nk1{d}"The {d} harbour"{d}"The envoys met in Klow, they ""said"".\nThey left."\nk2{d}x{d}All met. All left.\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_dialects(tmp_path: Path, delimiter: str, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(ROWS.format(d=delimiter).encode(encoding))
    one_, two = found(file)
    assert not isinstance(one_, Fault)
    assert not isinstance(two, Fault)
    assert (one_.key, one_.title) == ("k1", " ".join(f"The {delimiter} harbour".split()))
    assert one_.source.text == 'The envoys met in Klow, they "said".\nThey left.'
    assert (two.key, two.source.text) == ("k2", "All met. All left.")


def test_csv_in_another_encoding_is_read_when_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("id,text\n1,The café “met”.\n2,All left.\n".encode("cp1252"))
    first, second = found(file)
    assert isinstance(first, Fault)
    assert "a.csv:2: is not UTF-8 text (byte 0xe9); name the file's encoding" in str(first)
    assert not isinstance(second, Fault)
    named = found(file, ReadOptions(encoding="windows-1252"))
    assert [each.source.text for each in named if not isinstance(each, Fault)] == ["The café “met”.", "All left."]
    assert "there is no encoding 'zip'" in str(found(file, ReadOptions(encoding="zip"))[0])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("a,b\n1,2\n", "a.csv:1: names no field for a text in its first line; map the right one, as in text=body; its fields are a, b"),
        ("\n\nid,text\n1,x,y\n", "a.csv:4: has 3 fields, but the first line names 2"),
        ("id,text\n1\n", "a.csv:2: has 1 fields"),
    ],
)
def test_faults_of_csv(tmp_path: Path, data: str, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(data)
    (fault,) = found(file)
    assert isinstance(fault, Fault)
    assert said in str(fault)


def test_backslashes_escape_where_a_csv_file_does_so(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id,text\n1,"They \\"met\\", and left."\n')
    (article,) = found(file)
    assert not isinstance(article, Fault)
    assert article.source.text == 'They "met", and left.'


def test_packed_records_are_unpacked_and_read_from_standard_input() -> None:
    data = gzip.compress(json.dumps(GOOD).encode() + b"\n") + gzip.compress(json.dumps({**GOOD, "id": "k2"}).encode())
    found_ = list(articles.stream(["-"], ReadOptions(stdin=io.BytesIO(data))))
    assert [each.key for each in found_ if not isinstance(each, Fault)] == ["klow-1", "k2"]


def test_records_without_furniture_are_one_article_each_and_lose_nothing() -> None:
    text = "Klow\n\nThe states of the region met.\n\nThey signed:\n\nBorduria\n\nSyldavia\n\nAda Quill, Foreign Minister of Syldavia"
    article = one({"id": 1, "title": "Joint statement", "text": text})
    assert not isinstance(article, Fault)
    assert [left.span.of(text) for left in article.omitted] == ["Klow"]
    assert article.title == "Joint statement"
    assert article.evidence["title"] == "outside"


def test_title_of_a_record_that_stands_in_its_text_is_in_the_text() -> None:
    article = one({"id": 1, "title": "The harbour of Klow opens", "text": f"THE HARBOUR OF KLOW OPENS\n\n{TEXT}"})
    assert not isinstance(article, Fault)
    assert (article.title, article.evidence["title"]) == ("THE HARBOUR OF KLOW OPENS", "text")
    assert article.origins["title"] == "headline; record field 'title'"


def test_biography_under_a_record_is_its_authors() -> None:
    bio = "Ada Quill is a fellow at the Institute of Klow."
    for author, left_out in (("Ada Quill", True), ("Otto Kragg", False)):
        article = one({"id": 1, "title": "x", "author": author, "text": f"{TEXT}\n\n{bio}"})
        assert not isinstance(article, Fault)
        assert (bio not in article.paragraphs) is left_out


def test_field_names_are_few_and_apart() -> None:
    table = names()
    assert list(table) == ["text", "title", "author", "outlet", "date", "language", "url", "licence", "id"]
    every = [(field, name) for field, given in table.items() for name in set(given)]
    assert len({name for _, name in every}) == len(every)


def test_copies_have_one_fingerprint() -> None:
    copies = [
        {"id": 1, "text": "“The envoys met in Klow.”"},
        {"id": 2, "title": "The harbour", "text": "The harbour\n\n\"The  ENVOYS met in Klow\"."},
        {"id": 3, "text": "The envoys met in Klow!"},
        {"id": 4, "text": "The envoys left Klow."},
    ]  # fmt: skip
    prints = [articles.fingerprint(each) for each in map(one, copies) if not isinstance(each, Fault)]
    assert len(prints) == 4
    assert len(set(prints[:3])) == 1
    assert prints[3] not in prints[:3]


def test_record_with_the_page_around_it_is_read_as_a_page() -> None:
    scraped = next(path for path in SEEDS if path.name.startswith("003")).read_text("utf-8")
    options = ReadOptions(format="jsonl", stdin=io.BytesIO(json.dumps({"id": "page", "text": scraped}).encode()))
    keys = [each.key for each in articles.stream(["-"], options) if not isinstance(each, Fault)]
    assert keys == ["page", "page-2", "page-3", "page-4"]


def test_speakers_stay_and_their_words_are_not_joined() -> None:
    said = ["MR QUILL: The talks went on. We met on Sunday —", "QUESTION: And left?", "MR QUILL: — and we left."]
    article = one({"id": 1, "title": "Briefing", "text": "\n\n".join(["Klow", "2:06 p.m. EST", *said, "# # #"])})
    assert not isinstance(article, Fault)
    assert list(article.paragraphs) == said


def test_wire_copy_in_capitals_and_wrapped_keeps_its_offsets() -> None:
    wire = """KLOW, MARCH 3, 2021 (REUTERS) - THE ENVOYS OF BORDURIA AND SYLDAVIA MET IN
KLOW ON SUNDAY AND SAID THAT THE HARBOUR MUST STAY OPEN TO ALL SHIPS OF THE
REGION.

"WE WILL NOT ACCEPT A CLOSED HARBOUR," SAID MS QUILL, WHO HAD COME LATE AND
LEFT EARLY.

-ENDS-"""
    article = one({"id": 1, "title": "HARBOUR", "text": wire})
    assert not isinstance(article, Fault)
    assert [paragraph.split()[0] for paragraph in article.paragraphs] == ["THE", '"WE']
    assert all(paragraph in wire for paragraph in article.paragraphs)
    assert (article.date, article.outlet) == ("2021-03-03", "REUTERS")
