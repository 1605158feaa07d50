"""From a path to a page: the view that belongs to it, and its template."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from diplograph.vocabulary import IDS
from diplograph.web.pages import network, overview, proposals
from diplograph.web.pages.look import BASE, Look
from diplograph.web.pages.things import page_of
from diplograph.web.policies import EDITOR_POLICY
from diplograph.web.reply import Reply

if TYPE_CHECKING:
    from diplograph.web.context import Context

__all__ = ["Pages"]

_HTML = "text/html; charset=utf-8"
_MENU = (
    ("questions", "Questions"), ("actors", "Actors"), ("issues", "Issues"), ("proposals", "Proposals"), ("timeline", "Timeline"),
    ("network", "Network"), ("editor", "Editor"),
)  # fmt: skip
_View = Callable[["Context", Look, Mapping[str, str]], dict[str, Any]]
_PAGES: dict[str, _View] = {
    "index": overview.start, "actors": overview.actors, "issues": overview.issues, "articles": overview.articles, "search": overview.search,
    "timeline": overview.timeline, "questions": overview.questions, "editor": overview.editor, "data": overview.data,
    "network": network.network, "ontology": overview.ontology, "proposals": proposals.proposals,
}  # fmt: skip
# What the fields of forms mean by the kinds of names that are suggested for them.
_SUGGESTED = {
    "actor": ("state", "government body", "organization", "armed group", "media outlet", "person", "group"),
    "issue": ("issue",), "state": ("state",), "person": ("person",), "instrument": ("treaty", "resolution"), "article": ("article",),
}  # fmt: skip
_SUGGESTED |= dict.fromkeys(("holder", "addressee", "other"), _SUGGESTED["actor"])


class Pages:
    """All pages of a graph.

    Args:
        context: The graph and what belongs to it.
        still: Where they are written as files, for a place where nothing answers, the beginnings of the IRIs that have a page.
    """

    def __init__(self, context: Context, *, still: tuple[str, ...] = ()) -> None:
        self.context = context
        self.still = still
        self._templates = Environment(
            loader=PackageLoader("diplograph.web", "templates"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._templates.filters["plain"] = lambda text: re.sub(r"--(?=\w)", "", text)  # a parameter is an option only in a terminal

    @cached_property
    def look(self) -> Look:
        """The graph, looked at."""
        return Look(self.context.store, self.still)

    def warm(self) -> None:
        """Read all templates and names, so that workers share them."""
        for name in self._templates.list_templates():
            self._templates.get_template(name)
        self.context.names.find("a")

    def reply(self, path: str, fields: Mapping[str, str]) -> Reply:
        """The page at a path, with or without `.html` behind it."""
        name = path.removesuffix(".html") or "index"
        if name in _PAGES:
            return self._page(name, name, name, _PAGES[name](self.context, self.look, fields))
        if name.startswith("queries/"):
            return self._question(name, path, fields)
        if name.startswith("proposals/"):
            return self._life(name, path)
        if name == "suggest":
            return self._suggestions(fields)
        if name == "terms.json":
            return Reply(json.dumps(overview.terms(self.context)).encode(), "application/json")
        return self.missing(path)

    def document(self, path: str, iri: str) -> Reply:
        """The page of a resource, or of the ontology."""
        if iri.startswith(f"{BASE}ontology"):
            return self._page(path, "ontology", "", overview.ontology(self.context, self.look, {}))
        if not iri.startswith(f"{BASE}id/"):
            return Reply(b"see the Turtle\n", status=303, headers={"Location": f"{path.rpartition('/')[2]}.ttl"})
        template, shown = page_of(self.context, self.look, iri)
        return self._page(path, template, "", shown)

    def missing(self, path: str) -> Reply:
        """The page that says that there is none."""
        shown = {
            "title": "Nothing here",
            "message": "There is no page of that name. The graph may not hold what you look for, or the address is wrong.",
        }
        page = self._page("/" * path.count("/"), "missing", "", shown)
        return Reply(page.body, page.media, 404)

    def _question(self, name: str, path: str, fields: Mapping[str, str]) -> Reply:
        stem = name.removeprefix("queries/")
        query = self.context.questions.get(stem.removesuffix(".rq"))
        if not stem:
            return Reply(b"", status=303, headers={"Location": "../questions.html"})
        if query is None:
            return self.missing(path)
        if stem.endswith(".rq"):
            return Reply(query.text.encode(), "application/sparql-query; charset=utf-8")
        return self._page(name, "question", "questions", overview.question(self.context, self.look, query, fields))

    def _life(self, name: str, path: str) -> Reply:
        iri = IDS["statement"].iri + name.removeprefix("proposals/")
        try:
            known = proposals.is_proposal(self.look, iri)
        except ValueError:  # what stands in the address makes no IRI
            known = False
        if not known:
            return self.missing(path)
        return self._page(name, "life", "proposals", proposals.life(self.context, self.look, iri))

    def _suggestions(self, fields: Mapping[str, str]) -> Reply:
        """Names that begin so, for a field of a form: `type` says which."""
        hits = self.context.names.begins(fields.get("prefix", ""), _SUGGESTED.get(fields.get("type", ""), ()))
        found = [{"name": hit.name, "label": hit.label, "kind": hit.kind, "id": hit.iri} for hit in hits]
        return Reply(json.dumps(found, ensure_ascii=False).encode(), "application/json")

    def _page(self, path: str, template: str, current: str, shown: Mapping[str, Any]) -> Reply:
        root = "../" * path.count("/")
        shown = dict(shown)
        menu = _MENU[:-1] if self.still else _MENU
        text = self._templates.get_template(f"{template}.html").render({
            "root": root, "here": path.rpartition("/")[2], "menu": menu, "current": current, "still": bool(self.still), "base": BASE,
            "public": self.context.url, "url_": shown.pop("url", ""), "url": lambda where: f"{root}{where}.html", **shown,
        })  # fmt: skip
        return Reply(text.encode(), _HTML, headers={"Content-Security-Policy": EDITOR_POLICY} if template == "editor" else {})
