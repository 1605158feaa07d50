"""The statements and actions of a curated file that keeps the form: names looked up, quotes found, defaults set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from diplograph.curated.form import likely, listed, short
from diplograph.curated.newcomers import CURE
from diplograph.curated.passages import find, inside, near, nearest
from diplograph.errors import Fault, Place
from diplograph.model import (
    Action,
    ActionStatus,
    ActionType,
    Article,
    Attitude,
    DateBasis,
    Kind,
    Span,
    Stance,
    Statement,
    Term,
    TermRole,
    Voice,
)
from diplograph.vocabulary import IDS, curie

if TYPE_CHECKING:
    from diplograph.curated.marked import Fields, Scalar
    from diplograph.registry import Registry, Role

__all__ = ["Reading", "attitude_of"]

# Statements of these kinds hold something true unless the file says otherwise; the other kinds want something.
_HOLDS_TRUE = {"accusation", "assessment"}

_Finder: TypeAlias = Callable[[Article, str, Span, str], Span]
_Leaning: TypeAlias = Literal["for", "against"]


def attitude_of(kind: Kind) -> Attitude:
    """What a statement of a kind does with its content unless it is said otherwise."""
    return "holds_true" if kind in _HOLDS_TRUE else "wants"


@dataclass(slots=True)
class Reading:
    """Reads the records of one file.

    Attributes:
        file: The file's name, for messages.
        article: The article whose words are quoted.
        registry: Knows the file's newcomers too.
        lines: For each id of the file its line, by the kind of record (`statement`, `action`).
        faults: Takes what is wrong; a record with a fault is left out.
    """

    file: str
    article: Article
    registry: Registry
    lines: Mapping[str, Mapping[str, int]]
    faults: list[Fault] = field(default_factory=list)

    def statement(self, entry: Fields) -> Statement | None:
        """One statement; None where it has a fault."""
        before = len(self.faults)
        kind = cast("Kind", entry.text("kind"))
        span = self._quote(entry)
        holders = self._names(entry, "holders")
        issue, stance = self._issue(entry)
        condition = self._span(entry, "condition", span, nearest)
        when, basis = self._dated(entry)
        made = Statement(
            iri=IDS["statement"][entry.text("id") or ""].value,
            article=self.article.key,
            span=span or Span(0, 1),
            holders=holders,
            kind=kind,
            voice=cast("Voice", entry.text("voice")),
            content=_phrase(entry, "content"),
            content_stance=cast("Stance", entry.text("stance")),
            attitude=cast("Attitude | None", entry.text("attitude")) or attitude_of(kind),
            on_behalf_of=self._names(entry, "on_behalf_of", taken=holders, by="holders"),
            attributed_by=self._names(entry, "attributed_by"),
            addressees=self._names(entry, "addressees"),
            issue=issue,
            stance=stance,
            leaning=cast("_Leaning | None", entry.text("leaning")),
            topics=self._names(entry, "topics", "concept", taken=(issue,) if issue else (), by="issue"),
            condition=condition.of(self.article.source.text) if condition else None,
            condition_span=condition,
            terms=tuple(self._term(term) for term in entry.records("terms")),
            invokes=self._names(entry, "invokes", "instrument"),
            responds_to=self._references(entry, "responds_to", "statement"),
            announces=self._references(entry, "announces", "action"),
            source_span=self._span(entry, "source", span, _beside(entry, "source")),
            cue_span=self._span(entry, "cue", span, _beside(entry, "cue")),
            content_span=self._span(entry, "said", span, inside),
            date=when,
            date_basis=basis,
            core=entry.text("core") == "true",
            place=self._place(entry.line),
        )
        return made if len(self.faults) == before else None

    def action(self, entry: Fields) -> Action | None:
        """One action; None where it has a fault."""
        before = len(self.faults)
        span = self._quote(entry)
        made = Action(
            iri=IDS["action"][entry.text("id") or ""].value,
            article=self.article.key,
            span=span or Span(0, 1),
            actors=self._names(entry, "actors"),
            type=cast("ActionType", entry.text("type")),
            status=cast("ActionStatus", entry.text("status")),
            label=_phrase(entry, "label"),
            targets=self._names(entry, "targets"),
            cancels=self._references(entry, "cancels", "action"),
            date=self._date(entry),
            core=entry.text("core") == "true",
            place=self._place(entry.line),
        )
        return made if len(self.faults) == before else None

    def _term(self, entry: Fields) -> Term:
        return Term(
            role=cast("TermRole", entry.text("role")),
            content=_phrase(entry, "content"),
            performers=self._names(entry, "performers"),
            toward=self._names(entry, "toward"),
            issue=next(iter(self._names(entry, "issue", "concept")), None),
        )

    def _quote(self, entry: Fields) -> Span | None:
        """The span of a record's quote."""
        parts = [entry.text(key) or "" for key in ("quote", "prefix", "suffix")]
        try:
            return find(self.article, *parts)
        except Fault as fault:
            self._fault(entry, "quote", fault.what, fault.cure)
            return None

    def _span(self, entry: Fields, key: str, quote: Span | None, finder: _Finder) -> Span | None:
        """The span of the words under a key; None where there are none, or no quote to look beside."""
        words = entry.text(key)
        if words is None or quote is None:
            return None
        try:
            return finder(self.article, words, quote, key)
        except Fault as fault:
            self._fault(entry, key, fault.what, fault.cure)
            return None

    def _names(self, entry: Fields, key: str, role: Role = "actor", taken: tuple[str, ...] = (), by: str = "") -> tuple[str, ...]:
        """The IRIs of the names under a key.

        Args:
            entry: The record.
            key: The field.
            role: What the names must be.
            taken: IRIs that another field has already and this one must not repeat.
            by: That field's name.
        """
        found: dict[str, Scalar] = {}
        for name in entry.texts(key):
            place = self._place(name.line)
            try:
                iri = self.registry.resolve(name.value, role, place, CURE)
            except Fault as fault:
                self.faults.append(fault)
                continue
            called = f"{self.registry.label(iri)} ({curie(iri)})"
            if iri in taken:
                what = f"{key} repeats {called}, which {by} has already"
                self.faults.append(Fault(what, place, f"drop it from {key}"))
            elif iri in found:
                what = f"{short(found[iri].value)} and {short(name.value)} in {key} are one and the same: {called}"
                self.faults.append(Fault(what, place, "drop one"))
            else:
                found[iri] = name
        return tuple(found)

    def _issue(self, entry: Fields) -> tuple[str | None, Stance | None]:
        """The issue or topic, and the stance toward it, which an issue needs and a topic cannot have."""
        issue = next(iter(self._names(entry, "issue", "concept")), None)
        stance = cast("Stance | None", entry.text("issue_stance"))
        if issue is None:
            return None, None
        label = short(self.registry.label(issue))
        if "Issue" in self.registry.types(issue):
            if stance is None:
                cure = "add issue_stance: for, against, conditional or none, the stance toward the issue itself"
                self._fault(entry, "issue", f"{label} is an issue, and issue_stance is absent", cure)
        elif stance is not None:
            cure = "drop issue_stance, or name an issue"
            self._fault(entry, "issue_stance", f"{label} is a topic, which nobody can be for or against", cure)
        return issue, stance

    def _dated(self, entry: Fields) -> tuple[str | None, DateBasis]:
        """The date and how it is known: a date alone is stated, and a publication's date is the article's."""
        when = self._date(entry)
        basis = cast("DateBasis | None", entry.text("date_basis")) or ("stated" if when else "unknown")
        if basis == "publication" and when is None:
            when = self.article.date
            if when is None and entry.text("date") is None:
                cure = "give the date here, or date: in the article's metadata file"
                self._fault(entry, "date_basis", "the article has no publication date", cure)
        return when, basis

    def _date(self, entry: Fields) -> str | None:
        """A full or partial date that the calendar has."""
        text = entry.text("date")
        if text is None:
            return None
        try:
            date(*(int(part) for part in f"{text}-01-01".split("-")[:3]))
        except ValueError:
            self._fault(entry, "date", f"the calendar has no {text}", "write YYYY, YYYY-MM or YYYY-MM-DD")
            return None
        return text

    def _references(self, entry: Fields, key: str, kind: str) -> tuple[str, ...]:
        """The IRIs of the ids under a key, which the file must have."""
        known = self.lines[kind]
        found: list[str] = []
        for name in entry.texts(key):
            if name.value == entry.text("id"):
                what = f"{key} names the {kind} itself"
                self.faults.append(Fault(what, self._place(name.line), "name another, or drop it"))
            elif name.value in known:
                found.append(IDS[kind][name.value].value)
            else:
                what = f'{key}: this file has no {kind} "{name.value}"'
                self.faults.append(Fault(what, self._place(name.line), self._other(name.value, kind)))
        return tuple(found)

    def _other(self, name: str, kind: str) -> str:
        """The cure for an id that no record of a kind has."""
        for other, known in self.lines.items():
            if other != kind and name in known:
                return f"that is the id of {_a(other)}; name {_a(kind)}"
        meant = likely(name, self.lines[kind])
        if meant:
            return f"did you mean {meant}?"
        ids = sorted(self.lines[kind])
        return f"write one of {listed(ids, 'or')}" if 0 < len(ids) <= 4 else f"write the id of {_a(kind)} of this file"

    def _fault(self, entry: Fields, key: str, what: str, cure: str) -> None:
        self.faults.append(Fault(what, self._place(entry.line_of(key)), cure))

    def _place(self, line: int) -> Place:
        return Place(self.file, line)


def _a(kind: str) -> str:
    return "an action" if kind == "action" else "a statement"


def _beside(entry: Fields, key: str) -> _Finder:
    """Finds the words under a key near the quote, and beside the words under its prefix and suffix where there are any."""
    return partial(near, prefix=entry.text(f"{key}_prefix") or "", suffix=entry.text(f"{key}_suffix") or "")


def _phrase(entry: Fields, key: str) -> str:
    """A phrase of the curator's own, runs of blanks and line breaks made one blank."""
    return " ".join((entry.text(key) or "").split())
