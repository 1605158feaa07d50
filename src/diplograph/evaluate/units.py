"""Statements and actions as the scorer sees them, made out of records and checked while they are.

A record has the fields of the annotation guide; of diplograph's own the scorer uses `source_span`, `cue_span`, `content_span`, `issue`,
`date_basis`, `rule` and `confidence` where they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast, get_args

from diplograph.errors import Fault, Place
from diplograph.model import ActionStatus, ActionType, DateBasis, Kind, Span, Stance, Voice

__all__ = ["ACTION", "PARTS", "STATEMENT", "IssueStance", "Record", "Role", "Unit", "UnitType", "units"]

Record: TypeAlias = Mapping[str, object]
Role: TypeAlias = Literal["gold", "predicted"]

# The parts of a passage that a record may mark: who says it, the word that shows the act, what it is about.
PARTS = ("source_span", "cue_span", "content_span")


@dataclass(frozen=True, slots=True)
class UnitType:
    """What is scored, and the names of the fields that take part.

    Attributes:
        record: The value of the field `record`.
        who, whom: The fields of names: whose act it is, and toward whom.
        label, second: The two fields on which a pair must agree to be right.
        labels, seconds: The values that these two may have.
    """

    record: str
    who: str
    whom: str
    label: str
    second: str
    labels: tuple[str, ...]
    seconds: tuple[str, ...]


STATEMENT = UnitType("statement", "holders", "addressees", "kind", "stance", get_args(Kind), get_args(Stance))
ACTION = UnitType("action", "actors", "targets", "type", "status", get_args(ActionType), get_args(ActionStatus))


@dataclass(frozen=True, slots=True)
class IssueStance:
    """The issue concept of a statement and the stance toward it; `id` is empty where only the label is known."""

    id: str
    label: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement or action, annotated or predicted.

    Attributes:
        article: The article's key.
        start, end: Code point offsets into the source text, `end` exclusive.
        quote: What the record says stands there; None where it does not say.
        who, whom: Names as written: holders and addressees, or actors and targets.
        label, second: Kind and stance, or type and status.
        date_basis: How a statement's date is known; None where the record does not say.
        parts: The marked spans by name, None where the record says that there is none; only fields that the record has.
        issue: The issue concept; None where the record says that there is none, or says nothing.
        issue_given: Whether the record has the field at all.
        place: Where the record was read.
    """

    article: str
    start: int
    end: int
    quote: str | None
    who: tuple[str, ...]
    whom: tuple[str, ...]
    label: str
    second: str | None
    voice: str | None = None
    core: bool = False
    date: str | None = None
    date_basis: str | None = None
    content: str | None = None
    rule: str | None = None
    confidence: float | None = None
    parts: Mapping[str, Span | None] = field(default_factory=dict)
    issue: IssueStance | None = None
    issue_given: bool = False
    place: Place | None = None

    @property
    def span(self) -> Span:
        """The passage."""
        return Span(self.start, self.end)


def units(records: Iterable[Record | tuple[Place, Record]], unit: UnitType, role: Role) -> tuple[Unit, ...]:
    """The units of one type among records; rows of other types are passed over, rows without `record` count as of this type.

    Args:
        records: Records, each with the place where it was read if it was.
        unit: Which type.
        role: Annotated records must have all fields that are compared; of predicted ones only those that matching needs.

    Raises:
        Fault: A record lacks a field or has a value that cannot be compared.
    """
    found = []
    for item in records:
        place, record = item if isinstance(item, tuple) else (None, item)
        if record.get("record", unit.record) == unit.record:
            found.append(_unit(_Fields(record, unit, role, place)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fields:
    """A record whose fields are asked for by type."""

    record: Record
    unit: UnitType
    role: Role
    place: Place | None

    def fault(self, what: str, cure: str) -> Fault:
        where = "" if self.place else f" ({self.role} {self.unit.record} {self.record.get('id', self.record.get('quote', ''))!s:.60})"
        return Fault(what + where, self.place, cure)

    def needed(self, name: str) -> object:
        if name not in self.record:
            raise self.fault(f'the {self.unit.record} has no "{name}"', "add the field; the annotation guide lists them")
        return self.record[name]

    def number(self, name: str) -> int:
        value = self.needed(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fault(f'"{name}" is {value!r}, not a code point offset', "give a whole number from 0")
        return value

    def text(self, name: str) -> str:
        value = self.needed(name)
        if not isinstance(value, str) or not value:
            raise self.fault(f'"{name}" is {value!r}, not a text', "give a text that is not empty")
        return value

    def maybe(self, name: str) -> str | None:
        value = self.record.get(name)
        if value is None or isinstance(value, str):
            return value
        raise self.fault(f'"{name}" is {value!r}, not a text', "give a text or null")

    def choice(self, name: str, values: tuple[str, ...], *, needed: bool) -> str | None:
        if needed:
            self.needed(name)
        value = self.record.get(name)
        if (isinstance(value, str) and value in values) or (value is None and not needed):
            return value
        raise self.fault(f'"{name}" is {value!r}', f"choose one of {', '.join(values)}")

    def names(self, name: str, *, needed: bool) -> tuple[str, ...]:
        value = self.needed(name) if needed else self.record.get(name)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self.fault(f'"{name}" is {value!r}, not a list of names', "give a list of texts")
        return tuple(value)

    def part(self, name: str) -> Span | None:
        value = self.record.get(name)
        if value is None:
            return None
        if isinstance(value, list | tuple) and len(value) == 2 and all(type(one) is int for one in value) and 0 <= value[0] < value[1]:
            return Span(value[0], value[1])
        raise self.fault(f'"{name}" is {value!r}, not a span', "give [start, end] in code points, or null")

    def issue(self) -> IssueStance | None:
        value = self.record.get("issue")
        if value is None:
            return None
        if isinstance(value, Mapping):
            iri, label, stance = value.get("id") or "", value.get("label") or "", value.get("stance")
            named = isinstance(iri, str) and isinstance(label, str) and bool(iri or label)
            if named and (stance is None or stance in get_args(Stance)):
                return IssueStance(iri, label, stance)
        raise self.fault(f'"issue" is {value!r}', 'give {"id": …, "label": …, "stance": …} or null')

    def confidence(self) -> float | None:
        value = self.record.get("confidence")
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        raise self.fault(f'"confidence" is {value!r}', "give a number or null")


def _unit(fields: _Fields) -> Unit:
    gold = fields.role == "gold"
    unit = fields.unit
    start, end = fields.number("start"), fields.number("end")
    if start >= end:
        raise fields.fault(f"the span {start} to {end} is empty", '"end" is exclusive and greater than "start"')
    core = fields.record.get("core")
    spoken = unit is STATEMENT
    return Unit(
        article=fields.text("article"), start=start, end=end, quote=fields.maybe("quote"),
        who=fields.names(unit.who, needed=True), whom=fields.names(unit.whom, needed=gold),
        label=cast("str", fields.choice(unit.label, unit.labels, needed=True)),
        second=fields.choice(unit.second, unit.seconds, needed=gold),
        voice=fields.choice("voice", get_args(Voice), needed=gold) if spoken else None,
        core=bool(core), date=fields.maybe("date"),
        date_basis=fields.choice("date_basis", get_args(DateBasis), needed=False) if spoken else None, content=fields.maybe("content"),
        rule=fields.maybe("rule"),
        confidence=fields.confidence(), parts={name: fields.part(name) for name in PARTS if name in fields.record},
        issue=fields.issue() if spoken else None, issue_given=spoken and "issue" in fields.record, place=fields.place,
    )  # fmt: skip
