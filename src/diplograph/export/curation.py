"""What extraction finds in one article, as a curated file to correct and keep: read again, it says the same.

The form is that of `diplograph.curated`. A rule and a confidence are extraction's own, and are not in it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from diplograph import curated
from diplograph.curated.passages import find, near
from diplograph.errors import Fault
from diplograph.model import Action, Article, Span, Statement, Term
from diplograph.vocabulary import curie

if TYPE_CHECKING:
    from diplograph.pipeline import Reading
    from diplograph.registry import Newcomer, Registry, Role

__all__ = ["curation_text"]

_BESIDE = 48  # characters of prefix and suffix, at first, for words that stand more than once in their article
_ID_WORDS = 5
# Where a newcomer is declared, by its type; actors have most of the types.
_DECLARED = {"issue": "issues", "topic": "issues", "treaty": "instruments", "resolution": "instruments", "place": "places"}
_Field = tuple[str, str]


def curation_text(reading: Reading, registry: Registry) -> str:
    """A curated file with everything that was found; what extraction cannot know is left for the curator."""
    article = reading.article
    actions = [one for one in reading.actions if one.actors or one.targets]
    writer = _Writer(article, registry.extended(reading.newcomers), reading.statements, actions)
    lines = [
        f"# {' '.join((article.title or article.key).split())}",
        f"# Extracted, to be corrected; keep it as graph/statements/{article.key}.yaml.",
        f"article: {_said(article.key)}",
        "",
        *writer.newcomers(reading.newcomers),
        "statements:" if reading.statements else "statements: []",
    ]
    for statement in reading.statements:
        lines += _block(writer.statement(statement))
    lines += ["", "actions:"] if actions else []
    for action in actions:
        lines += _block(writer.action(action))
    nobodys = [one for one in reading.actions if one not in actions]
    lines += [f"# nobody is named who had a part in this: {_said(one.label)}" for one in nobodys]
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes the records of one file.

    Attributes:
        article: Whose words are quoted.
        known: The registry, and what the file declares.
        ids: The id of each statement and action of the file, by its IRI.
    """

    def __init__(self, article: Article, known: Registry, statements: Iterable[Statement], actions: Iterable[Action]) -> None:
        self.article, self.known = article, known
        self.ids: dict[str, str] = {}
        named = chain(((one.iri, one.content) for one in statements), ((one.iri, f"a {one.label}") for one in actions))
        taken: set[str] = set()
        for iri, words in named:
            self.ids[iri] = _id(article, words, taken)
            taken.add(self.ids[iri])

    def newcomers(self, newcomers: Iterable[Newcomer]) -> Iterator[str]:
        """The lines under `new:`, and a blank line."""
        sections: dict[str, list[Newcomer]] = defaultdict(list)
        for one in newcomers:
            sections[_DECLARED.get(one.type, "actors")].append(one)
        if sections:
            yield "new:"
        for section, declared in sorted(sections.items()):
            yield f"  {section}:"
            for one in declared:
                yield f"    - {{{', '.join(f'{name}: {value}' for name, value in self._newcomer(one, section))}}}"
        if sections:
            yield ""

    def _newcomer(self, one: Newcomer, section: str) -> Iterator[_Field]:
        yield "name", _said(one.name)
        if section in {"actors", "instruments"}:
            yield "type", one.type
        if one.type == "topic":
            yield "topic", "true"
        if one.aliases:
            yield "aliases", _list(one.aliases)
        if one.state:
            yield "state", self._one(one.state)
        if one.broader:
            yield "broader", self._one(one.broader)
        if one.concerns:
            yield "concerns", _list(map(curie, one.concerns))

    def statement(self, one: Statement) -> Iterator[_Field]:
        """The fields of a statement in the order in which they are written."""
        yield "id", self.ids[one.iri]
        yield from _placed("quote", "", one.span, self.article, partial(find, self.article))
        yield "holders", self._names(one.holders)
        yield from self._filled(on_behalf_of=one.on_behalf_of, attributed_by=one.attributed_by)
        yield "voice", one.voice
        yield "kind", one.kind
        yield "content", _said(one.content)
        yield "stance", one.content_stance
        if one.attitude != curated.attitude_of(one.kind):
            yield "attitude", one.attitude
        if one.issue:
            yield "issue", self._one(one.issue)
        if one.issue and one.stance:
            yield "issue_stance", one.stance
        if one.leaning:
            yield "leaning", one.leaning
        yield from self._filled(topics=one.topics, addressees=one.addressees, invokes=one.invokes)
        if one.condition:
            yield "condition", _said(one.condition)
        yield from self._passages(one)
        if one.terms:
            yield "terms", f"[{', '.join(map(self._term, one.terms))}]"
        yield from self._references(responds_to=one.responds_to, announces=one.announces)
        if one.date:
            yield "date", _said(one.date)
            yield "date_basis", one.date_basis
        if one.core:
            yield "core", "true"

    def action(self, one: Action) -> Iterator[_Field]:
        """The fields of an action in the order in which they are written."""
        yield "id", self.ids[one.iri]
        yield "label", _said(one.label)
        yield from _placed("quote", "", one.span, self.article, partial(find, self.article))
        yield from self._filled(actors=one.actors, targets=one.targets)
        yield "type", one.type
        yield "status", one.status
        if one.date:
            yield "date", _said(one.date)
        yield from self._references(cancels=one.cancels)
        if one.core:
            yield "core", "true"

    def _term(self, term: Term) -> str:
        fields = [("role", term.role), *self._filled(performers=term.performers, toward=term.toward), ("content", _said(term.content))]
        fields += [("issue", self._one(term.issue))] if term.issue else []
        return f"{{{', '.join(f'{name}: {value}' for name, value in fields)}}}"

    def _passages(self, one: Statement) -> Iterator[_Field]:
        """The words for who, the cue and what."""
        text = self.article.source.text
        for name, span in (("source", one.source_span), ("cue", one.cue_span)):
            if span is not None and span.of(text).strip():
                yield from _placed(name, f"{name}_", span, self.article, partial(_near, self.article, one.span))
        said = one.content_span
        if said is not None and said.within(one.span) and said.of(text).strip():
            yield "said", _said(said.of(text))

    def _filled(self, **fields: tuple[str, ...]) -> Iterator[_Field]:
        for name, iris in fields.items():
            if iris:
                yield name, self._names(iris)

    def _references(self, **fields: tuple[str, ...]) -> Iterator[_Field]:
        """Those other records of the file that a record names."""
        for name, iris in fields.items():
            ids = [self.ids[iri] for iri in iris if iri in self.ids]
            if ids:
                yield name, f"[{', '.join(ids)}]"

    def _names(self, iris: Iterable[str]) -> str:
        return f"[{', '.join(map(self._one, iris))}]"

    def _one(self, iri: str) -> str:
        """A label, or a short form where the label means more than one thing."""
        label = self.known.label(iri)
        roles: tuple[Role, ...] = ("concept", "instrument")
        role: Role = next((role for role in roles if self.known.plays(iri, role)), "actor")
        return _said(label if self.known.find(label, role) == (iri,) else curie(iri))


def _near(article: Article, quote: Span, words: str, prefix: str, suffix: str) -> Span:
    return near(article, words, quote, "it", prefix=prefix, suffix=suffix)


def _placed(name: str, beside: str, span: Span, article: Article, finder: Callable[[str, str, str], Span]) -> Iterator[tuple[str, str]]:
    """A span's words, and the words beside them where they alone would be found elsewhere, or more than once.

    Args:
        name: Their field.
        beside: What the fields of the words before and after begin with.
        span: Where they stand.
        article: The article.
        finder: How the reader of the file finds words, given what stands before and after them.
    """
    text = article.source.text
    yield name, _said(span.of(text))
    before = after = ""
    width = _BESIDE
    while not _is_found(span, finder, (span.of(text), before, after)) and width < 2 * len(text):
        before, after = text[max(0, span.start - width) : span.start].strip(), text[span.end : span.end + width].strip()
        width *= 2
    for side, words in (("prefix", before), ("suffix", after)):
        if words:
            yield f"{beside}{side}", _said(words)


def _is_found(span: Span, finder: Callable[[str, str, str], Span], words: tuple[str, str, str]) -> bool:
    try:
        return finder(*words) == span
    except Fault:
        return False


def _block(fields: Iterable[_Field]) -> list[str]:
    lines = [f"    {name}: {value}" for name, value in fields]
    return ["  -" + lines[0][3:], *lines[1:], ""]


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_said, names))}]"


def _said(words: str) -> str:
    """Words as a YAML scalar: a JSON string is one."""
    return json.dumps(words, ensure_ascii=False)


def _id(article: Article, content: str, taken: Container[str]) -> str:
    """An id that says what it is of, and that no other record has."""
    plain = unicodedata.normalize("NFKD", content).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:_ID_WORDS] or ["statement"]
    stem = "-".join([re.sub(r"[^a-z0-9]+", "-", article.key.lower().split("_")[0]).strip("-") or "x", *words])
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found
