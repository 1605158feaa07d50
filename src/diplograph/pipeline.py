"""From one article to its statements and its graph.

The curated statements of an article are taken where its workspace has some. What stands in an English article that nobody has
curated is extracted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from diplograph import curated, rdf
from diplograph.garbage import uncollected
from diplograph.model import Action, Article, Parsed, Statement
from diplograph.registry import Newcomer, Registry
from diplograph.resources import Workspace, read_text, release
from diplograph.tree import Doc

if TYPE_CHECKING:
    from spacy.language import Language

    from diplograph.lexicon import Lexicon
    from diplograph.mentions import Names
    from diplograph.resolve import Resolved

__all__ = ["Reader", "Reading", "extract_article", "extractor", "read_article", "reader", "registry_digest", "release", "without"]

_READING = ("diplograph.language", "diplograph.lexicon", "diplograph.mentions", "diplograph.resolve")  # these keep lists in files


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article shows.

    Attributes:
        article: The article.
        statements, actions: What was curated or extracted.
        quads: Its named graph.
        curated: Whether a curated file was taken.
        newcomers: What the article brings in and the registry lacks.
        run: What made it.
    """

    article: Article
    statements: tuple[Statement, ...]
    actions: tuple[Action, ...]
    quads: tuple[Quad, ...]
    curated: bool
    newcomers: tuple[Newcomer, ...] = ()
    run: rdf.Run | None = None


def registry_digest(registry: Registry) -> str:
    """A digest of all that the registry says, whatever the order of its files."""
    lines = sorted(str(triple) for triple in registry.triples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reader:
    """What extraction reads with, made once for many articles.

    Attributes:
        registry: Who and what is known.
        nlp: The parser.
        lexicon: The cues.
        names: The registry's names, indexed.
        fingerprint: Digests of the parser, the cues and all lists; the program's version and the registry's state are not in it.
    """

    registry: Registry
    nlp: Language
    lexicon: Lexicon
    names: Names
    fingerprint: str

    def extract(self, article: Article) -> Resolved:
        """`extract_article` with these."""
        return extract_article(article, self.registry, self.nlp, self.lexicon, self.names)


def reader(registry: Registry, model: str | None = None) -> Callable[[], Reader]:
    """Makes a reader when it is first asked for one, since loading the parser takes a second.

    Args:
        registry: Who and what is known.
        model: Another spaCy pipeline than the shipped one.
    """

    @cache
    def made() -> Reader:
        from diplograph import language, lexicon, mentions

        nlp, cues = language.load(model), lexicon.load()
        fingerprint = f"{language.fingerprint(nlp)} {cues.digest} {_digest(*_lists())}"
        return Reader(registry, nlp, cues, mentions.Names.of(registry), fingerprint)

    return made


def _lists() -> Iterator[str]:
    """The files of words and weights that reading goes by, each behind its name, in an order of their own."""
    for module in _READING:
        for file in sorted(files(module).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".yaml", ".txt")):
                yield from (f"{module}/{file.name}", file.read_text("utf-8"))


def extract_article(article: Article, registry: Registry, nlp: Language, lexicon: Lexicon, names: Names | None = None) -> Resolved:
    """The statements and actions that the words of one article show. An article in another language than English shows none.

    Args:
        article: The article.
        registry: Who and what is known.
        nlp: The parser.
        lexicon: The cues.
        names: The registry's names, if they are indexed already.
    """
    with uncollected():  # its tokens, each in many cycles, are all in use till the end, and none after
        return _extracted_of(article, registry, nlp, lexicon, names)


def _extracted_of(article: Article, registry: Registry, nlp: Language, lexicon: Lexicon, names: Names | None) -> Resolved:
    """A frame of its own, so that nothing of the article is in use when garbage is looked for again."""
    from diplograph import extract, language, mentions, resolve

    if not language.is_english(" ".join(article.paragraphs)):
        return resolve.Resolved((), (), ())
    index = names or mentions.Names.of(registry)
    parsed = tuple(Parsed(one.start, Doc.of(one.doc), number) for number, one in enumerate(language.parse(article, nlp, registry)))
    found = mentions.find(parsed, article, index)
    acts = extract.actions(parsed, lexicon)
    resolved = resolve.statements(article, parsed, extract.candidates(parsed, lexicon, extract.byline(article)), found, index, actions=acts)
    for paragraph in parsed:
        paragraph.doc.dissolve()
    return resolved


def read_article(
    article: Article, workspace: Workspace, registry: Registry, registry_state: str, reading: Callable[[], Reader] | None = None
) -> Reading:
    """Read one article.

    Args:
        article: The article.
        workspace: Where its curated statements are, if there are any.
        registry: Who and what is known.
        registry_state: `registry_digest` of it, computed once for many articles.
        reading: Gives the reader for an article that nobody curated; without it such an article is only described.

    Raises:
        Fault: Its curated file is faulty.
    """
    file = workspace.file("graph", f"statements/{article.key}.yaml")
    parts = [release(), registry_state, article.source.digest, repr(article.body), read_text(file) if file else ""]
    if file is None and reading is not None:
        return _extracted(article, registry, reading(), _digest(*parts, reading().fingerprint))
    digest = _digest(*parts)
    if file is None:
        quads = tuple(rdf.article_quads(article, (), registry, rdf.Run(release(), digest, "Reading")))
        return Reading(article, (), (), quads, curated=False)
    curation = curated.read(file, article, registry)
    shown: tuple[Statement | Action | Newcomer, ...] = (*curation.newcomers, *curation.statements, *curation.actions)
    quads = tuple(rdf.article_quads(article, shown, curation.registry, rdf.Run(release(), digest)))
    return Reading(article, curation.statements, curation.actions, quads, curated=True, newcomers=curation.newcomers)


def extractor(registry: Registry, model: str | None = None) -> Callable[[Article], Reading]:
    """Reads articles by extraction alone, whatever is curated; the parser is loaded at the first one.

    Args:
        registry: Who and what is known.
        model: Another spaCy pipeline than the shipped one.
    """
    made, state = reader(registry, model), registry_digest(registry)

    def read(article: Article) -> Reading:
        return _extracted(
            article, registry, made(), _digest(release(), state, article.source.digest, repr(article.body), made().fingerprint)
        )

    return read


def _extracted(article: Article, registry: Registry, reader: Reader, digest: str) -> Reading:
    """What extraction finds in an article, and its graph."""
    found = reader.extract(article)
    shown: tuple[Statement | Action | Newcomer, ...] = (*found.newcomers, *found.statements, *found.actions)
    run = rdf.Run(release(), digest, "Extraction")
    quads = tuple(rdf.article_quads(article, shown, registry.extended(found.newcomers), run))
    return Reading(article, found.statements, found.actions, quads, curated=False, newcomers=found.newcomers, run=run)


def without(reading: Reading, rejected: Collection[str], registry: Registry) -> Reading:
    """An extracted reading without some of its statements and actions, and without the newcomers that only they name."""
    if reading.run is None:
        raise ValueError("only what was extracted can be left out")
    statements = tuple(one for one in reading.statements if one.iri not in rejected)
    actions = tuple(one for one in reading.actions if one.iri not in rejected)
    known = registry.extended(reading.newcomers)
    named = {quad.object for quad in rdf.article_quads(reading.article, (*statements, *actions), known, reading.run)}
    newcomers = tuple(one for one in reading.newcomers if NamedNode(one.iri) in named)
    quads = tuple(rdf.article_quads(reading.article, (*newcomers, *statements, *actions), known, reading.run))
    return replace(reading, statements=statements, actions=actions, quads=quads, newcomers=newcomers)


def _digest(*parts: str) -> str:
    return "sha256:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
