"""Pages and what they are made of, without a server: escaping, licences, names, the network, the site as files."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from diplograph.build import released
from diplograph.model import Article, SourceText, Span
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.vocabulary import DPG, ID, OA, RDF, SKOS
from diplograph.web.context import Context, prepare
from diplograph.web.names import Names
from diplograph.web.pages.network import layout
from diplograph.web.still import write_site
from diplograph.web.texts import Texts, is_open

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}"


class Seen(HTMLParser):
    """The elements of a page, its attributes, its links and anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"href", "src"} and value:
                self.links.append(value)
            if name == "id" and value:
                self.anchors.append(value)


@pytest.fixture(scope="module")
def context() -> Context:
    return prepare({"workspace": None, "data": None, "store": None, "url": "http://127.0.0.1/", "rows": 1000})


@pytest.fixture(scope="module")
def hostile() -> Context:
    """A graph in which every text that a page shows is markup."""
    made = prepare({"workspace": None, "data": None, "store": None, "url": "http://127.0.0.1/", "rows": 1000})

    def spoilt(quad: Quad) -> Quad:
        if isinstance(quad.object, Literal) and quad.predicate not in {OA["start"], OA["end"]}:
            text = Literal(HOSTILE, language="en") if quad.object.language else Literal(HOSTILE)
            return Quad(quad.subject, quad.predicate, text, quad.graph_name)
        return quad

    made.fill(Store.of(spoilt(quad) for quad in released(Workspace())))
    return made


PAGES = (
    "", "actors", "issues", "articles", "timeline", "network", "questions", "editor", "data", "queries/statements-of?actor=state:russia",
    "id/state/russia", "id/issue/nato-membership-of-ukraine", "id/statement/001-meeting-called-off", "id/action/001-a-meeting-cancelled",
    "proposals", "proposals/000-us-proposes-summit", "id/issue/talks-between-the-united-states-and-russia",
    "id/article/000_5329d54cf166441b", "id/treaty/inf-treaty", "id/office/president-of-belarus", "search?q=script",
)  # fmt: skip


def rendered(context: Context, path: str) -> str:
    path, _, fields = path.partition("?")
    if path.startswith("id/"):
        return context.pages.document(path, f"https://w3id.org/diplograph/{path}").body.decode()
    return context.pages.reply(path, dict([fields.split("=")] if fields else [])).body.decode()


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_the_graph_is_shown_and_not_obeyed(hostile: Context, path: str) -> None:
    seen = Seen(text := rendered(hostile, path))
    assert seen.tags.count("script") == (3 if path == "editor" else 1)
    assert not {name for name in seen.attributes if name.startswith("on") or name == "style"}
    assert "img" not in seen.tags
    assert "javascript:" not in text
    assert "49" not in re.findall(r"&amp;amp;(\S+)", text)


@given(st.text(max_size=80))
def test_whatever_is_searched_for_is_shown_as_it_is(context: Context, wanted: str) -> None:
    shown = Seen(context.pages.reply("search", {"q": wanted}).body.decode())
    assert shown.tags.count("script") == 1
    assert set(shown.tags) <= EXPECTED


EXPECTED = {
    "a", "body", "button", "datalist", "div", "footer", "form", "h1", "head", "header", "html", "input", "label", "li", "link", "main",
    "meta", "nav", "p", "script", "span", "title", "ul",
}  # fmt: skip


@pytest.mark.parametrize("name", ["proposals/001-meeting-called-off", "proposals/nobody", "proposals/", "proposals/a b<"])
def test_what_is_no_proposal_has_no_life(context: Context, name: str) -> None:
    assert context.pages.reply(name, {}).status == 404


def test_the_life_of_a_proposal_says_what_became_of_it(context: Context) -> None:
    text = rendered(context, "proposals/000-us-proposes-summit")
    seen = Seen(text)
    assert "Russia has not yet agreed" in text
    assert ">answered otherwise</span>" in text
    marks = [link for link in seen.links if link.startswith("#at-")]
    assert len(marks) == 2
    assert {link.removeprefix("#") for link in marks} <= set(seen.anchors)
    assert "no answer is in the graph" in rendered(context, "proposals/002-cfe-offer").lower()


def test_the_timeline_of_an_issue_leads_to_its_statements(context: Context) -> None:
    seen = Seen(rendered(context, "id/issue/talks-between-the-united-states-and-russia"))
    marks = [link.removeprefix("#") for link in seen.links if link.startswith("#at-")]
    assert len(marks) > 5
    assert [anchor for anchor in seen.anchors if anchor.startswith("at-")] == sorted(set(marks), key=seen.anchors.index)


def test_every_kind_of_thing_has_a_page(context: Context) -> None:
    kinds: dict[str, str] = {}
    for quad in context.store:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID):
            kinds.setdefault(quad.subject.value.removeprefix(ID).partition("/")[0], quad.subject.value)
    assert len(kinds) > 20
    for iri in kinds.values():
        page = context.pages.document(iri.removeprefix("https://w3id.org/diplograph/"), iri)
        assert page.status == 200
        assert len(Seen(page.body.decode()).tags) > 20


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC BY 4.0", True),
        ("CC BY-SA 4.0", True),
        ("cc0", True),
        ("CC0 1.0", True),
        ("Public domain", True),
        ("Public domain (work of the US government)", True),
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("Open Government Licence v3.0", True),
        ("© the publisher; quoted for research", False),
        ("not in the public domain", False),
        ("all rights reserved; not CC BY 4.0", False),
        ("https://example.org/creativecommons.org/licenses/", False),
        ("", False),
        (None, False),
    ],
)
def test_a_text_is_shown_where_its_licence_lets_anyone_copy_it(licence: str | None, expected: bool) -> None:
    assert is_open(licence) is expected


def test_no_text_of_the_seeds_is_shown() -> None:
    root = Path(__file__).resolve().parents[2]
    assert (root / "seeds").is_dir()
    assert Texts.of(Workspace(root)).articles == {}


def test_an_open_text_is_marked(tmp_path: Path) -> None:
    from diplograph.web.pages.look import Look
    from diplograph.web.pages.records import event

    (tmp_path / "graph" / "registry").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    words = "Talks on hold\n\nFrance said that it would not accept the offer. Nobody else spoke."
    (tmp_path / "seeds" / "talks.txt").write_text(words, "utf-8")
    told = {"title": ("Talks on hold", "text"), "licence": ("CC BY 4.0", "outside")}
    lines = [f'{name}: {{value: "{value}", evidence: {evidence}}}' for name, (value, evidence) in told.items()]
    (tmp_path / "seeds" / "talks.yaml").write_text(f"articles:\n  - {lines[0]}\n    {lines[1]}\n", "utf-8")
    texts = Texts.of(Workspace(tmp_path))
    assert list(texts.articles) == ["talks"]
    quote = "France said that it would not accept the offer."
    start = words.index(quote)
    one, passage, selector = (NamedNode(f"{ID}{name}/x") for name in ("statement", "passage", "selector"))
    graph = Store.of([
        Quad(one, RDF["type"], DPG["Rejection"]), Quad(one, DPG["passage"], passage), Quad(passage, OA["hasSelector"], selector),
        Quad(selector, OA["exact"], Literal(quote)), Quad(selector, OA["start"], Literal(start)),
        Quad(selector, OA["end"], Literal(start + len(quote))),
    ])  # fmt: skip
    paragraphs = texts.marked("talks", [event(Look(graph), one.value)])
    assert paragraphs is not None
    pieces = [piece for paragraph in paragraphs for piece in paragraph]
    assert [(piece.text, piece.marks) for piece in pieces if piece.marks] == [(quote, (1,))]
    assert [piece.ends for piece in pieces if piece.marks] == [(1,)]
    assert "".join(piece.text for piece in pieces).startswith("Talks on hold")
    assert texts.licence("talks") == "CC BY 4.0"
    assert texts.licence("else") == ""


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Russia", "Russia"),
        ("moscow", "Russia"),
        ("Blinken", "Antony Blinken"),
        ("Blinkn", "Antony Blinken"),
        ("ukraine's nato membership", "NATO membership of Ukraine"),
    ],
)
def test_names_are_found(context: Context, wanted: str, expected: str) -> None:
    assert context.names.find(wanted)[0].label == expected


def test_names_that_are_none() -> None:
    names = Names.of(Store.of([Quad(NamedNode(f"{ID}state/x"), SKOS["prefLabel"], Literal("Northland", language="en"))]))
    assert [hit.label for hit in names.find("Northlnd")] == ["Northland"]
    assert names.find("") == names.find("Elsewhere") == names.begins("") == []
    assert names.find("Northland", ["person"]) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(-3, 3)), max_size=30))
def test_the_network_is_laid_out_within_its_frame(ties: list[tuple[int, int, int]]) -> None:
    nodes = [str(number) for number in range(13)]
    edges = [(str(one), str(other), weight) for one, other, weight in ties if one != other]
    places = layout(nodes, edges)
    assert places == layout(nodes, edges)
    assert all(0 < x < 1000 and 0 < y < 760 for x, y in places.values())


def test_the_site_as_files(tmp_path: Path) -> None:
    left_out = ("001_", "002_", "003_", "004_", "/positions")  # positions rest on statements of all
    graph = Store.of(quad for quad in released(Workspace()) if not any(one in str(quad.graph_name) for one in left_out))
    count = write_site(Workspace(), graph, tmp_path / "site", lambda _: None)
    files = {
        str(path.relative_to(tmp_path / "site")): path.read_bytes() for path in sorted((tmp_path / "site").rglob("*")) if path.is_file()
    }
    assert count == len(files) > 500
    assert {"index.html", "names.json", ".nojekyll", "ontology.html", "ontology.ttl", "downloads/diplograph.ttl"} <= set(files)
    assert len(json.loads(files["names.json"])) > 500
    assert list(parse(files["id/state/russia.ttl"], format=RdfFormat.TURTLE))
    anchors = {name: set(Seen(body.decode()).anchors) for name, body in files.items() if name.endswith(".html")}
    dead = set()
    for name, body in files.items():
        if name.endswith(".html"):
            for link in Seen(body.decode()).links:
                target, anchor = urldefrag(urljoin(f"/{name}", link))
                path = unquote(target.removeprefix("/"))
                if not target.startswith("http") and (path not in files or (anchor and anchor not in anchors[path])):
                    dead.add((name, link))
    assert dead == set()


def test_an_open_article_is_shown_with_its_notes(context: Context) -> None:
    iri = f"{ID}article/000_5329d54cf166441b"
    page = context.pages.document("id/article/000_5329d54cf166441b", iri).body.decode()
    assert "is not shown here" in page
    assert "<mark" not in page
    letters = [" "] * 6000
    for quad in context.store.inner.quads_for_pattern(None, OA["exact"], None):
        name = quad.subject.value.rpartition("/")[2] if isinstance(quad.subject, NamedNode) else ""
        if name.startswith("000_5329d54cf166441b-") and isinstance(quad.object, Literal):
            start = int(name.split("-")[1])
            letters[start : start + len(quad.object.value)] = quad.object.value
    source = SourceText("000_5329d54cf166441b", "".join(letters), "here")
    article = Article(source.key, source, (Span(48, 222), Span(254, 5321)), licence="CC BY 4.0")
    context.texts.articles[source.key] = article
    try:
        seen = Seen(text := context.pages.document("id/article/000_5329d54cf166441b", iri).body.decode())
    finally:
        context.texts.articles.clear()
    assert "is not shown here" not in text
    assert "Shown in full, as its licence allows: CC BY 4.0." in text
    assert seen.tags.count("mark") > 20
    notes = [link for link in seen.links if link.startswith("#n")]
    assert len(notes) > 20
    assert len(notes) == len(set(notes)), "the number of a note stands once"
    assert {link.removeprefix("#") for link in notes} <= set(seen.anchors)
