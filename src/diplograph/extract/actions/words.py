"""The words of `lexicon/actions.yaml`, read once; the file says what each field means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast, get_args

from diplograph.errors import Fault, Place
from diplograph.extract.reading.stretches import Stretch, subtree
from diplograph.extract.reading.trees import adposition, kid, lemma
from diplograph.lexicon import table
from diplograph.model import ActionStatus, ActionType

if TYPE_CHECKING:
    from diplograph.tree import Token

__all__ = ["Event", "Words", "participants", "preposition", "timed", "words"]

_FIELDS = frozenset(
    {
        "lemma",
        "type",
        "actors",
        "targets",
        "takes",
        "subject",
        "needs",
        "mods",
        "status",
        "unless",
        "phrase",
        "plural",
        "after",
        "names",
        "lasting",
    }
)
_NEEDS = frozenset({"actor", "target", "both", "any", "none"})


@dataclass(frozen=True, slots=True)
class Event:
    """A verb or noun that tells of an action."""

    words: tuple[str, ...]
    type: ActionType
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    takes: frozenset[str] | None
    subject: frozenset[str] | None
    unless: frozenset[str]
    mods: frozenset[str] | None
    phrase: frozenset[str] | None
    needs: str
    status: ActionStatus | None
    after: str | None
    plural: str | None
    names: bool
    lasting: bool


@dataclass(frozen=True, slots=True)
class Words:
    """All events by the lemma of their head, those that ask for more first, and what carriers say."""

    verbs: Mapping[str, tuple[Event, ...]]
    nouns: Mapping[str, tuple[Event, ...]]
    carriers: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]


@cache
def words() -> Words:
    """The bundled words.

    Raises:
        Fault: The file is faulty.
    """
    data = table("actions")
    classes = {name: frozenset(entries) for name, entries in data["classes"].items()}
    return Words(
        verbs=_index(data["verbs"], classes, "actor"),
        nouns=_index(data["nouns"], classes, "any"),
        carriers=MappingProxyType({name: frozenset(entries) for name, entries in data["carriers"].items()}),
        classes=MappingProxyType(classes),
    )


def _index(groups: list[dict[str, Any]], classes: Mapping[str, frozenset[str]], needs: str) -> Mapping[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = {}
    for group in groups:
        common = {key: value for key, value in group.items() if key != "entries"}
        for entry in group["entries"]:
            event = _event(common | ({"lemma": entry} if isinstance(entry, str) else entry), classes, needs)
            found.setdefault(event.words[0], []).append(event)
    return MappingProxyType({head: tuple(sorted(events, key=_demands)) for head, events in found.items()})


def _demands(event: Event) -> int:
    return -(
        2 * len(event.words) + (event.takes is not None) + (event.phrase is not None) + (event.mods is not None) + (event.after is not None)
    )


def _event(fields: dict[str, Any], classes: Mapping[str, frozenset[str]], needs: str) -> Event:
    place = Place("lexicon/actions.yaml")
    unknown = {*fields} - _FIELDS
    if unknown:
        raise Fault(f"“{fields.get('lemma')}” has the field {min(unknown)}", place, f"use one of {', '.join(sorted(_FIELDS))}")
    status = fields.get("status")
    for value, known in (
        (fields["type"], get_args(ActionType)),
        (fields.get("needs", needs), _NEEDS),
        (status, (None, *get_args(ActionStatus))),
    ):
        if value not in known:
            raise Fault(f"“{fields['lemma']}” has the value {value}", place, f"use one of {', '.join(sorted(filter(None, known)))}")

    def group(field: str) -> frozenset[str] | None:
        value = fields.get(field)
        if value is None or isinstance(value, list):
            return None if value is None else frozenset(value)
        return classes.get(value, frozenset())

    return Event(
        words=tuple(fields["lemma"].split()), type=cast("ActionType", fields["type"]), actors=tuple(fields["actors"]),
        targets=tuple(fields["targets"]), takes=group("takes"), subject=group("subject"), unless=group("unless") or frozenset(),
        mods=group("mods"), phrase=group("phrase"), needs=fields.get("needs", needs), status=cast("ActionStatus | None", status),
        after=fields.get("after"), plural=fields.get("plural"), names="names" in fields,
        lasting="lasting" in fields,
    )  # fmt: skip


def participants(noun: Token) -> Stretch:
    """The phrase that names who takes part: without clauses, appositions behind it, and what is coordinated to it but is another event."""
    nouns = words().nouns

    def loose(child: Token) -> bool:
        if child.dep_ == "conj":
            return lemma(child) in nouns or kid(child, "nmod:poss") is not None
        if child.dep_ == "nmod" and adposition(child) == "by":
            return True
        if child.dep_ in {"acl:relcl", "parataxis", "punct", "advcl", "discourse", "acl", "cc"}:
            return child.dep_ != "cc" or child.head.i == noun.i
        return (child.dep_ == "case" and child.head.i == noun.i) or (child.dep_ == "appos" and child.i > noun.i)

    return subtree(noun, loose)


def preposition(noun: Token) -> str:
    """The preposition of a phrase, the first word of several; also where the tree hangs it from a title ("between President X and Y")."""
    found = adposition(noun)
    if found is None and noun.left_edge.dep_ == "case" and noun.left_edge.head.i <= noun.i:
        found = noun.left_edge.lower_
    return (found or "").split(" ")[0]


def timed(noun: Token) -> bool:
    """Whether a phrase names a time, not a participant."""
    return noun.lower_.rstrip(".") in words().classes["times"] or noun.like_num
