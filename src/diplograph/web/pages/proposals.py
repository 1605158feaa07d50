"""The life of a proposal: what it answers, who answered it and how, what was done about it, and what its parties said later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diplograph.errors import Fault
from diplograph.vocabulary import DPG, IDS
from diplograph.web.pages.look import words
from diplograph.web.pages.records import Event, event, stance_of
from diplograph.web.pages.timelines import drawn

if TYPE_CHECKING:
    from diplograph.web.context import Context
    from diplograph.web.pages.look import Look

__all__ = ["is_proposal", "life", "life_path", "outcome", "proposals"]

_PER_PAGE = 100
_MOST = 40  # events of one life that are shown
_LATER = 12
_SPACE = IDS["statement"].iri
# What an answer makes of a proposal, by its kind: the saved query `responses` says the same, but for conditions.
_VERDICTS = {
    "acceptance": "accepted", "support": "accepted", "rejection": "refused", "opposition": "refused",
}  # fmt: skip
_SHAPES = {"accepted": "for", "accepted on a condition": "conditional", "refused": "against", "answered otherwise": "none"}


def is_proposal(look: Look, iri: str) -> bool:
    """Whether a statement proposes or offers something."""
    if "Proposal" in look.classes(iri):
        return True
    return any((look.node(leg, "dpg:termRole") or "").endswith("#Offered") for leg in look.nodes(iri, "dpg:term"))


def life_path(iri: str) -> str:
    """The path of a proposal's life below the root, without an ending."""
    return f"proposals/{iri.removeprefix(_SPACE)}"


def outcome(look: Look, iri: str) -> str:
    """What became of a proposal in a few words: each verdict of its answers once, or `pending`."""
    found = sorted({_verdict(look, event(look, one)) for one in look.sources("dpg:respondsTo", iri)})
    return " and ".join(found) or "pending"


def _verdict(look: Look, answer: Event) -> str:
    verdict = _VERDICTS.get(answer.kind, "answered otherwise")
    conditional = answer.condition or stance_of(look, answer.link.iri, "dpg:contentStance") == "conditional"
    return "accepted on a condition" if verdict == "accepted" and conditional else verdict


def proposals(_: Context, look: Look, given: Mapping[str, str]) -> dict[str, Any]:
    """All proposals and offers, those with an answer first, then the latest first, with what became of them; a page at a time."""
    found = set(look.of_class("Proposal"))
    for quad in look.store.inner.quads_for_pattern(None, DPG["termRole"], DPG["Offered"]):
        found.update(look.sources("dpg:term", getattr(quad.subject, "value", "")))
    answered = {getattr(quad.object, "value", "") for quad in look.store.inner.quads_for_pattern(None, DPG["respondsTo"], None)}
    ranked = sorted(found, key=lambda one: (one in answered, look.text(one, "dpg:date") or "", one), reverse=True)
    number = int(given["page"]) if given.get("page", "").isdecimal() and len(given["page"]) < 7 else 1
    number = max(1, number)
    shown = ranked[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    return {
        "title": "Proposals, and what became of them",
        "rows": [(event(look, one), life_path(one), outcome(look, one)) for one in shown],
        "total": len(ranked), "number": number, "pages": max(1, -(-len(ranked) // _PER_PAGE)),
    }  # fmt: skip


def life(_: Context, look: Look, iri: str) -> dict[str, Any]:
    """One proposal's life.

    Raises:
        Fault: It is no proposal of this graph.
    """
    if not is_proposal(look, iri):
        raise Fault("is no proposal of this graph", iri, "look at the list of proposals")
    one = event(look, iri)
    before = [event(look, other) for other in look.nodes(iri, "dpg:respondsTo")]
    answers, ties = _answers(look, iri)
    told = [one, *before, *answers]
    done = _done(look, told)
    known = {other.link.iri for other in (*told, *done)}
    later = [other for other in _later(look, one) if other.link.iri not in known][:_LATER]
    verdicts = [(_verdict(look, other), other) for other in answers if iri in look.nodes(other.link.iri, "dpg:respondsTo")]
    shaped = {other.link.iri: _SHAPES[verdict] for verdict, other in verdicts}
    lanes = [
        ("what it answers", [(other, "none") for other in before]),
        ("proposed", [(one, "proposed")]),
        ("answered", [(other, shaped.get(other.link.iri, "none")) for other in answers]),
        ("done", [(other, "done") for other in done]),
        ("later, same issue", [(other, "later") for other in later]),
    ]
    picture = drawn([lane for lane in lanes if lane[1]], [*ties, *((iri, other.link.iri) for other in before)])
    return {
        "title": one.content, "one": one, "path": life_path(iri), "outcome": outcome(look, iri), "before": before, "verdicts": verdicts,
        "further": [other for other in answers if other.link.iri not in shaped], "done": done, "later": later,
        "status": {other.link.iri: _status(look, other.link.iri) for other in done},
        "picture": picture if picture and len(picture.marks) > 1 else None,
    }  # fmt: skip


def _answers(look: Look, iri: str) -> tuple[list[Event], list[tuple[str, str]]]:
    """The statements that respond to one, to those, and so on; in order of time, with what answers what."""
    seen, waiting, ties = [iri], [iri], []
    while waiting and len(seen) < _MOST:
        at = waiting.pop(0)
        for other in look.sources("dpg:respondsTo", at):
            ties.append((other, at))
            if other not in seen:
                seen.append(other)
                waiting.append(other)
    return sorted((event(look, other) for other in seen[1:]), key=lambda one: one.order), ties


def _done(look: Look, told: list[Event]) -> list[Event]:
    """The actions that these statements announce, and those that cancelled them."""
    announced = {action for one in told for action in look.nodes(one.link.iri, "dpg:announces")}
    cancelling = {other for action in announced for other in look.sources("dpg:cancels", action)}
    cancelled = {other for action in announced for other in look.nodes(action, "dpg:cancels")}
    return sorted((event(look, one) for one in {*announced, *cancelling, *cancelled}), key=lambda one: one.order)[:_MOST]


def _later(look: Look, one: Event) -> list[Event]:
    """What those who proposed, and those they addressed, said on the same issue afterwards."""
    if one.issue is None or not one.date:
        return []
    parties = {link.iri for link in (*one.who, *one.behalf, *one.to)}
    said = (event(look, other) for other in look.sources("dpg:issue", one.issue.iri) if other.startswith(_SPACE))
    after = [other for other in said if other.date > one.date and parties & {link.iri for link in (*other.who, *other.behalf)}]
    return sorted(after, key=lambda other: other.order)


def _status(look: Look, iri: str) -> str:
    return words(look.node(iri, "dpg:actionStatus") or "")
