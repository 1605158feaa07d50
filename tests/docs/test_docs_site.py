"""The site is built without a warning, every link in it leads somewhere, and it fetches nothing from another host."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from rdflib import OWL, RDF, Graph

from diplograph import resources

IRI = "https://w3id.org/diplograph/ontology#"
DOCS = Path(__file__).parents[2] / "docs"
# What a browser fetches by itself, by element; a link that somebody follows may lead anywhere.
FETCHED = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src",),
    "object": ("data",),
}


class Seen(HTMLParser):
    """The ids of a page, where its links lead, and what it fetches."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload", "preconnect"}:
            self.fetched.append(given.get("href", ""))
        self.fetched += [given[name] for name in FETCHED.get(tag, ()) if name in given]
        self.fetched += re.findall(r"url\(([^)]*)\)", given.get("style", ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    arguments = ["--fail-on-warning", "--quiet", "-d", str(folder / ".doctrees"), str(DOCS), str(folder)]
    done = subprocess.run([sys.executable, "-m", "sphinx", *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Seen]:
    found = {path: Seen(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    written = {path.relative_to(DOCS).with_suffix("") for path in DOCS.rglob("*.md")}
    assert written <= {path.relative_to(site).with_suffix("") for path in found}
    assert len(written) >= 20
    return found


def test_links_of_the_site_lead_somewhere(site: Path, pages: dict[Path, Seen]) -> None:
    wrong, followed = [], 0
    for page, seen in pages.items():
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            followed += 1
            there = target.is_file() and target.is_relative_to(site)
            if not there or (parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids):
                wrong.append(f"{page.relative_to(site)}: {link}")
    assert followed > 1000
    assert wrong == []


def test_site_fetches_nothing_from_another_host(site: Path, pages: dict[Path, Seen]) -> None:
    fetched = [link for seen in pages.values() for link in seen.fetched]
    assert len(fetched) > 50
    assert [link for link in fetched if urlsplit(link).scheme not in {"", "data"} or urlsplit(link).netloc] == []
    sheets = list(site.rglob("*.css"))
    assert len(sheets) >= 3
    outside = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//")
    assert [path.name for path in sheets if outside.search(path.read_text("utf-8"))] == []


def test_pylode_documents_every_class_and_property(site: Path) -> None:
    """It leaves the values out, which are individuals; our own page has them."""
    text = (site / "terms.html").read_text("utf-8")
    graph = Graph().parse(data=resources.read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    named = {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind) if str(term).startswith(IRI)}
    assert len(named) >= 100
    assert [term for term in sorted(named) if f"<code>{term}</code>" not in text] == []
