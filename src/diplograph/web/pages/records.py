"""Statements, actions and positions as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.web.pages.look import Link, words

if TYPE_CHECKING:
    from diplograph.web.pages.look import Look

__all__ = ["KINDS", "STANCES", "Event", "Position", "Quote", "action", "event", "positions", "quote", "stance_of", "statement"]

KINDS = (
    "Proposal", "Demand", "Commitment", "Acceptance", "Rejection", "Support", "Opposition", "Threat", "Accusation", "Assessment",
)  # fmt: skip
STANCES = {"For": "for", "Against": "against", "Conditional": "conditional", "NoStance": "none"}
_BASES = {"StatedDate": "", "PublicationDate": "as published", "UnknownDate": ""}


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of an article: its exact words, and the words beside it."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """A statement or an action, as it stands in lists.

    Attributes:
        link: Itself.
        kind: What it is, in words.
        what: `statement` or `action`.
        who: Its holders or actors.
        behalf, word_of, to: On whose behalf, on whose word, toward whom.
        content: What is said or done.
        issue: What it is about, if it has an issue.
        stance, leaning: Toward the issue; `for`, `against`, `conditional`, `none`, or empty.
        date: As precisely as it is known, or empty; `basis` says where it is not stated.
        condition: Its condition, verbatim, or empty.
        quote: Its passage.
        article: Where it stands.
    """

    link: Link
    kind: str
    what: str
    who: list[Link]
    behalf: list[Link]
    word_of: list[Link]
    to: list[Link]
    content: str
    issue: Link | None
    stance: str
    leaning: str
    date: str
    basis: str
    condition: str
    quote: Quote | None
    article: Link | None

    @property
    def order(self) -> tuple[str, str, str]:
        """Its place in time; what has no date comes last."""
        return (self.date or "~", self.link.label, self.link.iri)


@dataclass(frozen=True, slots=True)
class Position:
    """An episode: what an actor wants on an issue, from when to when, and statements behind it, of which there are `total`."""

    link: Link
    holder: Link
    issue: Link
    stance: str
    leaning: str
    scope: str
    first: str
    last: str
    events: list[Event]
    total: int

    @property
    def when(self) -> str:
        """Its time in words."""
        if not self.first:
            return "undated"
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    @property
    def order(self) -> tuple[str, str, str, str]:
        """By issue, own positions before those of the state's officials, then by time."""
        return (self.issue.label.casefold(), self.scope, self.first or "~", self.link.iri)


def stance_of(look: Look, iri: str, name: str) -> str:
    """A stance in a word, or nothing."""
    return STANCES.get((look.node(iri, name) or "").rpartition("#")[2], "")


def quote(look: Look, iri: str, name: str = "dpg:passage") -> Quote | None:
    """The passage of a statement or action."""
    passage = look.node(iri, name)
    if passage is None:
        return None
    selectors = look.nodes(passage, "oa:hasSelector")
    found = {
        name: next((text for one in selectors if (text := look.text(one, f"oa:{name}"))), "") for name in ("exact", "prefix", "suffix")
    }
    numbers = [next((int(text) for one in selectors if (text := look.text(one, f"oa:{name}"))), 0) for name in ("start", "end")]
    return Quote(found["exact"], found["prefix"], found["suffix"], *numbers) if found["exact"] else None


def event(look: Look, iri: str) -> Event:
    """A statement or an action, whichever it is."""
    return action(look, iri) if "Action" in look.classes(iri) else statement(look, iri)


def statement(look: Look, iri: str) -> Event:
    """A statement."""
    classes = look.classes(iri)
    issue = look.node(iri, "dpg:issue")
    return Event(
        look.link(iri), next((name.lower() for name in KINDS if name in classes), "statement"), "statement", look.linked(iri, "dpg:holder"),
        look.linked(iri, "dpg:onBehalfOf"), look.linked(iri, "dpg:attributedBy"), look.linked(iri, "dpg:addressee"),
        look.text(iri, "dpg:content") or look.label(iri), look.link(issue) if issue else None, stance_of(look, iri, "dpg:stance"),
        stance_of(look, iri, "dpg:leaning"), look.text(iri, "dpg:date") or "", _basis(look, iri), look.text(iri, "dpg:condition") or "",
        quote(look, iri), _article(look, iri),
    )  # fmt: skip


def action(look: Look, iri: str) -> Event:
    """An action."""
    kind = words(look.node(iri, "dpg:actionType") or "action").removesuffix(" action")
    who, to = look.linked(iri, "dpg:actor"), look.linked(iri, "dpg:target")
    return Event(
        look.link(iri), kind, "action", who, [], [], to, look.label(iri), None, "", "",
        look.text(iri, "dpg:date") or "", _basis(look, iri), "", quote(look, iri), _article(look, iri),
    )  # fmt: skip


def positions(look: Look, iris: Iterable[str], most: int = 12) -> list[Position]:
    """Positions with at most so many statements behind each, in order."""
    made = []
    for iri in iris:
        holder, issue = look.node(iri, "dpg:holder"), look.node(iri, "dpg:issue")
        if holder and issue:
            grounds = look.nodes(iri, "dpg:basedOn")
            events = sorted((statement(look, one) for one in grounds[:most]), key=lambda one: one.order)
            scope = "counts for the state" if (look.node(iri, "dpg:scope") or "").endswith("RolledUp") else ""
            made.append(
                Position(
                    look.link(iri), look.link(holder), look.link(issue), stance_of(look, iri, "dpg:stance"),
                    stance_of(look, iri, "dpg:leaning"), scope, look.text(iri, "dpg:firstDate") or "", look.text(iri, "dpg:lastDate") or "",
                    events, len(grounds),
                )
            )  # fmt: skip
    return sorted(made, key=lambda one: one.order)


def _basis(look: Look, iri: str) -> str:
    return _BASES.get((look.node(iri, "dpg:dateBasis") or "").rpartition("#")[2], "")


def _article(look: Look, iri: str) -> Link | None:
    found = look.node(iri, "prov:wasDerivedFrom")
    return look.link(found) if found else None
