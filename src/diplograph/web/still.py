"""The same pages as files, for a place where nothing answers, such as GitHub Pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyoxigraph import NamedNode

from diplograph import rdf
from diplograph.errors import Fault
from diplograph.vocabulary import ID, IDS
from diplograph.web.context import Context
from diplograph.web.reply import Reply
from diplograph.web.server.assets import Assets

if TYPE_CHECKING:
    from diplograph.resources import Workspace
    from diplograph.store import Store
    from diplograph.web.pages import Pages

__all__ = ["write_site"]

_PAGES = ("index", "actors", "issues", "articles", "search", "proposals", "timeline", "network", "questions", "data")
# The resources that have a page of their own; the parts of others are told there.
_KINDS = (
    "state", "body", "organization", "armedgroup", "outlet", "person", "group", "office", "treaty", "resolution", "place", "infrastructure",
    "issue", "article", "statement", "action", "position",
)  # fmt: skip
_MOST_ROWS = 100_000


def write_site(workspace: Workspace, store: Store, folder: Path, progress: Callable[[str], None]) -> int:
    """Write the pages, and what they need, into a folder; other files in it are left alone.

    Args:
        workspace: Whose saved queries, ontology and articles.
        store: The graph.
        folder: Where to.
        progress: Is told what is being written.

    Returns:
        How many files there are.

    Raises:
        Fault: A package is missing, or a file cannot be written.
    """
    try:
        from diplograph.web.pages import Pages
    except ImportError as error:
        what = f"pages need packages that are not installed ({error.name})"
        raise Fault(what, None, 'install the extra: pip install "diplograph[web]"') from error
    from diplograph.queries import saved
    from diplograph.web.texts import Texts

    context = Context(workspace, "", _MOST_ROWS, saved(workspace), texts=Texts.of(workspace))
    context.fill(store)
    spaces = tuple(IDS[kind].iri for kind in _KINDS)
    context.pages = pages = Pages(context, still=spaces)
    count = 0
    for path, data in _files(context, pages, spaces):
        _write(folder / path, data)
        count += 1
        if count % 100 == 0:
            progress(f"{count} files written")
    return count


def _write(path: Path, data: bytes) -> None:
    """Put a file in place whole; thousands of small ones would wait too long for the disk to say that each is there."""
    part = path.with_name(f".{path.name[:200]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise Fault(f"cannot be written ({error.strerror or error})", str(path), "choose another place with -o") from error


def _files(context: Context, pages: Pages, spaces: tuple[str, ...]) -> Iterator[tuple[PurePosixPath, bytes]]:
    yield PurePosixPath(".nojekyll"), b""
    for name, asset in Assets().items():
        if not name.startswith(("yasgui/", "editor")):
            yield PurePosixPath("static") / name, asset.body
    yield PurePosixPath("names.json"), _names(context)
    for name in _PAGES:
        yield PurePosixPath(f"{name}.html"), _body(pages.reply(name, {}))
    for query in context.questions.values():
        given = {one.name: one.default for one in query.parameters if one.required}
        yield PurePosixPath(f"queries/{query.name}.html"), _body(pages.reply(f"queries/{query.name}", given))
        yield PurePosixPath(f"queries/{query.name}.rq"), query.text.encode()
    for name, file in (("ontology", "diplograph.ttl"), ("shapes", "shapes.ttl")):
        found = context.workspace.file("ontology", file)
        if found is not None:
            yield PurePosixPath(f"{name}.ttl"), found.read_bytes()
    yield PurePosixPath("ontology.html"), _body(pages.document("ontology", "https://w3id.org/diplograph/ontology"))
    for form, ending in (("turtle", "ttl"), ("trig", "trig")):
        yield PurePosixPath(f"downloads/diplograph.{ending}"), rdf.serialise(context.store, "turtle" if form == "turtle" else "trig")
    yield from _resources(context, pages, spaces)


def _resources(context: Context, pages: Pages, spaces: tuple[str, ...]) -> Iterator[tuple[PurePosixPath, bytes]]:
    from diplograph.web.pages.proposals import is_proposal
    from diplograph.web.services.resource import BASE, about

    seen = sorted(
        {quad.subject.value for quad in context.store if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(spaces)}
    )
    for iri in seen:
        path = iri.removeprefix(BASE)
        file = _safe(unquote(path))
        if file is not None:
            yield file.with_name(f"{file.name}.html"), _body(pages.document(path, iri))
            if path.startswith("id/statement/") and is_proposal(pages.look, iri):
                yield (
                    PurePosixPath(f"proposals/{file.name}.html"),
                    _body(pages.reply(f"proposals/{iri.removeprefix(IDS['statement'].iri)}", {})),
                )
            yield file.with_name(f"{file.name}.ttl"), rdf.serialise(about(context.store, iri), "turtle")


def _safe(path: str) -> PurePosixPath | None:
    """A path that stays where it belongs, or None: what a server would decode and look for."""
    parts = path.split("/")
    sound = len(parts) == 3 and all(part not in {"", ".", ".."} and "\0" not in part and len(part.encode()) < 240 for part in parts)
    return PurePosixPath(path) if sound else None


def _names(context: Context) -> bytes:
    """What the search field looks through."""
    names = context.names
    written: dict[str, list[str]] = {}
    for same in names.names.values():
        for iri, name in same.items():
            written.setdefault(iri, []).append(name)
    found = [
        {
            "label": names.labels[iri],
            "kind": names.kinds[iri],
            "path": f"id/{iri.removeprefix(ID)}",
            "names": sorted({*some, names.labels[iri]}),
        }
        for iri, some in sorted(written.items(), key=lambda item: (names.labels[item[0]].casefold(), item[0]))
    ]  # fmt: skip
    return json.dumps(found, ensure_ascii=False).encode()


def _body(reply: Reply) -> bytes:
    return reply.body
