"""From one article to its statements and its graph.

The curated statements of an article are taken where its workspace has some. Articles that nobody has curated are read and described,
and have no statements: extraction is not built yet.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from pyoxigraph import Quad

from diplograph import curated, rdf
from diplograph.model import Action, Article, Statement
from diplograph.registry import Newcomer, Registry
from diplograph.resources import Workspace, read_text

__all__ = ["Reading", "read_article", "registry_digest", "release"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article shows.

    Attributes:
        article: The article.
        statements, actions: What was found; empty where nobody curated the article.
        quads: Its named graph.
        curated: Whether a curated file was taken.
    """

    article: Article
    statements: tuple[Statement, ...]
    actions: tuple[Action, ...]
    quads: tuple[Quad, ...]
    curated: bool


def release() -> str:
    """The program's version; `0` where it runs without being installed."""
    try:
        return version("diplograph")
    except PackageNotFoundError:
        return "0"


def registry_digest(registry: Registry) -> str:
    """A digest of all that the registry says, whatever the order of its files."""
    lines = sorted(str(triple) for triple in registry.triples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_article(article: Article, workspace: Workspace, registry: Registry, registry_state: str) -> Reading:
    """Read one article.

    Args:
        article: The article.
        workspace: Where its curated statements are, if there are any.
        registry: Who and what is known.
        registry_state: `registry_digest` of it, computed once for many articles.

    Raises:
        Fault: Its curated file is faulty.
    """
    file = workspace.file("graph", f"statements/{article.key}.yaml")
    parts = [release(), registry_state, article.source.digest, repr(article.body), read_text(file) if file else ""]
    digest = "sha256:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    if file is None:
        quads = tuple(rdf.article_quads(article, (), registry, rdf.Run(release(), digest, "Reading")))
        return Reading(article, (), (), quads, curated=False)
    curation = curated.read(file, article, registry)
    shown: tuple[Statement | Action | Newcomer, ...] = (*curation.newcomers, *curation.statements, *curation.actions)
    quads = tuple(rdf.article_quads(article, shown, curation.registry, rdf.Run(release(), digest)))
    return Reading(article, curation.statements, curation.actions, quads, curated=True)
