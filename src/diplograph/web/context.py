"""What a worker knows: the graph, the workspace, the limits. It is made once, before workers are forked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from diplograph.build import released
from diplograph.queries import SavedQuery, gate, saved
from diplograph.resources import Workspace
from diplograph.store import Store
from diplograph.web.endpoint.answer import Bounded
from diplograph.web.names import Names
from diplograph.web.texts import Texts

if TYPE_CHECKING:
    from diplograph.web.pages import Pages

__all__ = ["Context", "prepare"]


@dataclass(slots=True)
class Context:
    """The graph and what belongs to it.

    Attributes:
        workspace: Where saved queries, ontology and articles are.
        url: Where the server is reached from outside, with `/` at its end.
        rows: How many rows an answer may have.
        questions: The saved queries by name.
        folder: The store on disk that each worker opens for itself; None where the graph is in memory.
        graphs: The names of its named graphs.
        texts: The articles whose texts may be shown.
    """

    workspace: Workspace
    url: str
    rows: int
    questions: Mapping[str, SavedQuery]
    folder: Path | None = None
    graphs: frozenset[str] = frozenset()
    _store: Store | None = None
    texts: Texts = field(default_factory=Texts)
    _pages: Pages | None = field(default=None, init=False)
    _names: Names | None = field(default=None, init=False)

    def fill(self, store: Store) -> None:
        """Take a graph as the one that is served."""
        self._store = store
        self.graphs = frozenset(graph.value for graph in store.inner.named_graphs() if isinstance(graph, NamedNode))

    def open(self) -> None:
        """Open the store on disk, in the process that is to ask it: its threads do not live through a fork."""
        if self._store is None and self.folder is not None:
            self.fill(Store.open(self.folder))

    @property
    def store(self) -> Store:
        """The graph."""
        if self._store is None:
            raise RuntimeError("the graph is not open yet")
        return self._store

    @property
    def names(self) -> Names:
        """What things are called."""
        if self._names is None:
            self._names = Names.of(self.store)
        return self._names

    @property
    def engine(self) -> Bounded:
        """The graph as an engine with the limit of rows."""
        return Bounded(self.store, self.rows)

    @property
    def pages(self) -> Pages:
        """The pages for people."""
        if self._pages is None:
            from diplograph.web.pages import Pages

            self._pages = Pages(self)
        return self._pages

    @pages.setter
    def pages(self, pages: Pages) -> None:
        self._pages = pages


def prepare(settings: Mapping[str, Any]) -> Context:
    """Load what the settings name.

    Args:
        settings: `workspace`, `data`, `store` (paths or None), `url`, `rows`.

    Raises:
        Fault: It cannot be read.
    """
    workspace = Workspace(Path(settings["workspace"])) if settings["workspace"] else Workspace()
    context = Context(workspace, str(settings["url"]), int(settings["rows"]), saved(workspace))
    if settings["store"]:
        context.folder = Path(settings["store"])
    else:
        context.fill(Store.read(Path(settings["data"])) if settings["data"] else released(workspace))
        context.pages.warm()
    context.texts = Texts.of(workspace)
    gate("ASK {}")  # the parser's grammar is built at its first use
    return context
