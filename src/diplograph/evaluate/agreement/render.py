"""Agreement as text to read and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from diplograph.evaluate.agreement.compare import Agreement, Comparison
from diplograph.evaluate.units import Record

__all__ = ["FORMATS", "render_agreement"]

FORMATS = ("table", "json")
_TABLED = ("kind", "stance", "voice", "type", "status")  # fields of few values, whose confusion fits a table
_QUOTE = 90


def render_agreement(agreement: Agreement, form: str, show: int = 0) -> str:
    """The figures, the confusion tables, and so many disagreements to read.

    Args:
        agreement: What was compared.
        form: One of `FORMATS`.
        show: How many disagreements of each sort to show.
    """
    if form == "json":
        said = {f"{part.unit.record}s": _figures(part) for part in agreement.comparisons}
        return json.dumps({"articles": list(agreement.articles), **said}, ensure_ascii=False, indent=1) + "\n"
    lines = [f"{len(agreement.articles)} articles"]
    for part in agreement.comparisons:
        lines += ["", *_table(part)]
        for name in _TABLED:
            lines += _confusion(part, name)
        lines += _cases(part, show)
    return "\n".join(lines) + "\n"


def _figures(part: Comparison) -> dict[str, object]:
    return {
        "one": len(part.one), "other": len(part.other), "both": len(part.pairs), "f1": part.f1, "unitised_alpha": part.unitised,
        "fields": {
            name: {
                "same": field.same, "pairs": field.pairs, "kappa": field.kappa, "alpha": field.alpha,
                "confusion": [[one, other, times] for (one, other), times in sorted(field.confusion.items())] if name in _TABLED else None,
            }
            for name, field in part.fields.items()
        },
    }  # fmt: skip


def _table(part: Comparison) -> Iterator[str]:
    noun = f"{part.unit.record}s"
    yield f"{noun}: {len(part.one)} in one, {len(part.other)} in the other, {len(part.pairs)} in both"
    yield f"  F1 of units {_number(part.f1)}; unitised alpha {_number(part.unitised)}"
    if part.fields:
        yield f"  {'field':14}{'same':>10}{'kappa':>9}{'alpha':>9}"
    for name, field in part.fields.items():
        yield f"  {name:14}{f'{field.same}/{field.pairs}':>10}{_number(field.kappa):>9}{_number(field.alpha):>9}"


def _confusion(part: Comparison, name: str) -> Iterator[str]:
    """One's values down, the other's across, where they differ at all."""
    field = part.fields.get(name)
    if field is None or field.same == field.pairs:
        return
    values = sorted({value for pair in field.confusion for value in pair})
    wide = max(map(len, values)) + 2
    yield ""
    yield f"  {name}, one down, the other across"
    yield "  " + " " * wide + "".join(f"{value:>{wide}}" for value in values)
    for one in values:
        counts = (field.confusion.get((one, other), 0) for other in values)
        yield f"  {one:{wide}}" + "".join(f"{count or '·':>{wide}}" for count in counts)


def _cases(part: Comparison, show: int) -> Iterator[str]:
    if not show:
        return
    met, theirs = {i for i, _ in part.pairs}, {j for _, j in part.pairs}
    alone = (
        ("only in one", [row for i, row in enumerate(part.one) if i not in met]),
        ("only in the other", [row for j, row in enumerate(part.other) if j not in theirs]),
    )
    for head, rows in alone:
        if rows:
            yield ""
            yield f"  {part.unit.record}s {head}: {len(rows)}"
            yield from (f"    {_said(row, part)}" for row in rows[:show])
    different = [(pair, names) for pair, names in zip(part.pairs, part.differs, strict=True) if names]
    if different:
        yield ""
        yield f"  {part.unit.record}s on which they differ: {len(different)}"
    for (i, j), names in different[:show]:
        yield f"    {_said(part.one[i], part)}"
        yield f"    {_said(part.other[j], part)}"
        yield f"      differ in {', '.join(names)}"


def _said(row: Record, part: Comparison) -> str:
    who = row.get(part.unit.who)
    names = "; ".join(map(str, who)) if isinstance(who, list | tuple) else ""
    quote = " ".join(str(row.get("quote") or "").split())
    short = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
    return f"{row['article']} {row['start']}–{row['end']} {names}: {row[part.unit.label]} ({row.get(part.unit.second)}): {short}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
