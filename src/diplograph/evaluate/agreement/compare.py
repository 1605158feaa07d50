"""Two annotators' or two tools' records of the same articles, unit by unit and field by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diplograph.errors import Place
from diplograph.evaluate.agreement.coefficients import alpha, kappa, weighted_alpha
from diplograph.evaluate.scoring.matching import Names, pair_up
from diplograph.evaluate.scoring.ratios import precision_recall_f1
from diplograph.evaluate.units import ACTION, STATEMENT, Record, Unit, UnitType, units

__all__ = ["Agreement", "Comparison", "FieldAgreement", "compare", "merged"]

Rows = Sequence[Record | tuple[Place, Record]]
_FURTHER = re.compile(r"-[0-9]+$")  # the second article of a text and those behind it
_NONE = "–"
_GAP = "(no unit)"


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far two agree on one field of the units that both have.

    Attributes:
        pairs: How many units both have with the field.
        same: On how many they agree.
        kappa, alpha: Cohen's and Krippendorff's (nominal); None where only one value occurs.
        confusion: How often one has the first value and the other the second.
    """

    pairs: int
    same: int
    kappa: float | None
    alpha: float | None
    confusion: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Units of one type in two files.

    Attributes:
        unit: Statements or actions.
        one, other: The rows of either file.
        pairs: Positions of the rows that show the same unit.
        f1: Of the units, the same whichever file counts as true.
        unitised: Krippendorff's alpha over the characters of the articles, each by the kinds of the units that it stands in, or none.
        fields: By name.
        differs: The fields on which each pair disagrees.
    """

    unit: UnitType
    one: tuple[Record, ...]
    other: tuple[Record, ...]
    pairs: tuple[tuple[int, int], ...]
    f1: float | None
    unitised: float | None
    fields: Mapping[str, FieldAgreement]
    differs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The comparison of two files, for statements and for actions."""

    articles: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def compare(one: Rows, other: Rows, lengths: Mapping[str, int] | None = None, entities: Iterable[Record] = ()) -> Agreement:
    """Compare two files of records.

    Two units are the same where their spans share a third of their union and half of the names of whose act it is are common: the rule of
    the annotation guide. Names are compared as the guide does: case, punctuation and a leading "the" set aside.

    Args:
        one: Records, each with the place where it was read if it was.
        other: The same of the other annotator.
        lengths: How long each text is, in code points, by its key; without it, it ends with the last unit of either.
        entities: Names of actors by article, as in the annotation's `entities.jsonl`.

    Raises:
        Fault: A record lacks a field that is compared, or has a value that cannot be.
    """
    names = Names(entities)
    found = tuple(_comparison(one, other, unit, names, lengths or {}) for unit in (STATEMENT, ACTION))
    return Agreement(tuple(sorted({str(row["article"]) for part in found for row in (*part.one, *part.other)})), found)


def merged(agreement: Agreement) -> Iterator[dict[str, object]]:
    """All rows of both files, to be settled by deleting: what both have alike once (`agreed`), everything else with what is to be decided.

    Rows have `settle`: `agreed`; `choose`, with the same `choice` in both versions and the fields that differ; or `keep or delete`, for a
    unit that only one has. What remains, with or without these fields, is a file of records again.
    """
    for part in agreement.comparisons:
        theirs = {i: (j, differs) for (i, j), differs in zip(part.pairs, part.differs, strict=True)}
        met = {j for j, _ in theirs.values()}
        rows: list[tuple[Record, dict[str, object]]] = []
        for i, row in enumerate(part.one):
            j, differs = theirs.get(i, (None, ()))
            if j is None:
                rows.append((row, {"settle": "keep or delete", "from": "one"}))
            elif not differs:
                rows.append((row, {"settle": "agreed"}))
            else:
                said: dict[str, object] = {"settle": "choose", "choice": f"{part.unit.record}-{i + 1}", "differs": list(differs)}
                rows += [(row, said | {"from": "one"}), (part.other[j], said | {"from": "other"})]
        rows += [(row, {"settle": "keep or delete", "from": "other"}) for j, row in enumerate(part.other) if j not in met]
        rows.sort(key=lambda pair: (str(pair[0]["article"]), _int(pair[0], "start"), _int(pair[0], "end")))
        for row, settle in rows:
            yield {**settle, "record": part.unit.record, **{name: value for name, value in row.items() if name not in {*settle, "record"}}}


def _comparison(one: Rows, other: Rows, unit: UnitType, names: Names, lengths: Mapping[str, int]) -> Comparison:
    mine, theirs = units(one, unit, "predicted"), units(other, unit, "predicted")
    pairs = sorted(pair_up(mine, theirs, names))
    values = [(_values(mine[i], unit, names), _values(theirs[j], unit, names)) for i, j in pairs]
    fields = {name: _field([(a[name], b[name]) for a, b in values]) for name in (values[0][0] if values else {})}
    return Comparison(
        unit, _rows(one, unit), _rows(other, unit), tuple(pairs), precision_recall_f1(len(pairs), len(theirs), len(mine))[2],
        _unitised(mine, theirs, lengths), fields, tuple(tuple(name for name in a if a[name] != b[name]) for a, b in values),
    )  # fmt: skip


def _rows(rows: Rows, unit: UnitType) -> tuple[Record, ...]:
    """The rows of a type, in the order in which `units` takes them."""
    plain = (row[1] if isinstance(row, tuple) else row for row in rows)
    return tuple(row for row in plain if row.get("record", unit.record) == unit.record)


def _values(one: Unit, unit: UnitType, names: Names) -> dict[str, str]:
    """The fields that are compared, as nominal values; sets of names are one value."""
    said: dict[str, str | None] = {
        "span": f"{one.start}–{one.end}", unit.who: _joined(names.of(one.article, one.who)), unit.label: one.label,
        unit.second: one.second, unit.whom: _joined(names.of(one.article, one.whom)),
    }  # fmt: skip
    if unit is STATEMENT:
        issue, toward = (one.issue.id or one.issue.label, one.issue.stance) if one.issue else (None, None)
        said |= {"voice": one.voice, "issue": issue, "issue stance": toward}
    return {name: value or _NONE for name, value in (said | {"date": one.date, "core": "yes" if one.core else "no"}).items()}


def _joined(names: Iterable[str]) -> str:
    return "; ".join(sorted(names))


def _field(pairs: Sequence[tuple[str, str]]) -> FieldAgreement:
    return FieldAgreement(len(pairs), sum(a == b for a, b in pairs), kappa(pairs), alpha(pairs), Counter(pairs))


def _unitised(one: Sequence[Unit], other: Sequence[Unit], lengths: Mapping[str, int]) -> float | None:
    """Alpha over characters, counted by stretches in which neither annotator's units begin or end."""
    found: Counter[tuple[str, str]] = Counter()
    for article in {unit.article for unit in (*one, *other)}:
        mine, theirs = ([unit for unit in some if unit.article == article] for some in (one, other))
        end = max(lengths.get(article) or lengths.get(_FURTHER.sub("", article), 0), *(unit.end for unit in (*mine, *theirs)))
        bounds = sorted({0, end} | {edge for unit in (*mine, *theirs) for edge in (unit.start, unit.end)})
        for start, stop in pairwise(bounds):
            found[_at(mine, start), _at(theirs, start)] += stop - start
    return weighted_alpha(found)


def _at(some: Iterable[Unit], place: int) -> str:
    return "; ".join(sorted({unit.label for unit in some if unit.start <= place < unit.end})) or _GAP


def _int(row: Record, name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
