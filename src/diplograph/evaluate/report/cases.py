"""The worst cases to read: what was missed, what was found and is not there, what was found and read wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from diplograph.evaluate.report.judging import Report
from diplograph.evaluate.scoring.details import same_issue
from diplograph.evaluate.scoring.matching import Names, agree, overlap, shared
from diplograph.evaluate.scoring.scores import Scores
from diplograph.evaluate.units import IssueStance, Unit, UnitType
from diplograph.model import Span

__all__ = ["Case", "worst_cases"]

Sort: TypeAlias = Literal["missed", "spurious", "wrong"]

_AROUND = 80  # characters of text shown on either side of a passage


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that went wrong.

    Attributes:
        sort: Missed, spurious, or wrong: met, but not read as it was annotated.
        unit: Statement or action.
        article: The article's key.
        gold, predicted: The annotated and the predicted unit, of those that there are.
        why: What keeps them apart, in words.
        before, quote, after: The passage (the annotated one where there is one) in its text.
    """

    sort: Sort
    unit: UnitType
    article: str
    gold: Unit | None
    predicted: Unit | None
    why: str
    before: str
    quote: str
    after: str

    def record(self) -> dict[str, object]:
        """The case for machines."""
        return {
            "case": self.sort, "record": self.unit.record, "article": self.article, "why": self.why,
            "gold": _shown(self.gold, self.unit), "predicted": _shown(self.predicted, self.unit),
            "before": self.before, "quote": self.quote, "after": self.after,
        }  # fmt: skip


def worst_cases(report: Report, limit: int) -> list[Case]:
    """At most `limit` cases of each sort and group, the gravest first; none of held-out articles.

    Missed: core ones first. Spurious: the surest first. Wrong: kind and stance before the rest. Equal ones take turns by article.
    """
    names = Names(report.gold.entities)
    found: list[Case] = []
    for scores in report.shown.values():
        finder = _Finder(report, scores, names)
        for cases in (finder.missed(), finder.spurious(), finder.wrong()):
            found += _in_turn(cases)[:limit]
    return found


@dataclass(frozen=True, slots=True)
class _Finder:
    """The cases of one group, each with its gravity: the smaller, the graver."""

    report: Report
    scores: Scores
    names: Names

    def missed(self) -> Iterator[tuple[float, Case]]:
        for unit in self.scores.missed:
            yield (0 if unit.core else 1), self._case("missed", unit, None, _why(unit, self.scores.predicted, self.scores, self.names))

    def spurious(self) -> Iterator[tuple[float, Case]]:
        for unit in self.scores.spurious:
            yield -(unit.confidence or 0), self._case("spurious", None, unit, _why(unit, self.scores.gold, self.scores, self.names))

    def wrong(self) -> Iterator[tuple[float, Case]]:
        for true, guess in self.scores.matched:
            differences = list(_differences(true, guess, self.scores.unit, self.names))
            if differences:
                why = "; ".join(text for _, text in differences)
                yield -sum(weight for weight, _ in differences), self._case("wrong", true, guess, why)

    def _case(self, sort: Sort, gold: Unit | None, predicted: Unit | None, why: str) -> Case:
        unit = gold or predicted
        source = self.report.gold.source(unit.article) if unit else None
        if unit is None or source is None:  # both were checked when they were read
            raise LookupError("a case without a passage")
        text = source.text
        before, after = text[max(0, unit.start - _AROUND) : unit.start], text[unit.end : unit.end + _AROUND]
        return Case(sort, self.scores.unit, unit.article, gold, predicted, why, before, text[unit.start : unit.end], after)


def _in_turn(cases: Iterable[tuple[float, Case]]) -> list[Case]:
    """By gravity; equally grave ones alternate between articles, in the order of the text."""
    turns: Counter[tuple[float, str]] = Counter()
    ranked = []
    for gravity, case in sorted(cases, key=lambda item: (item[0], item[1].article, (item[1].gold or item[1].predicted).start)):  # type: ignore[union-attr]
        turns[gravity, case.article] += 1
        ranked.append((gravity, turns[gravity, case.article], case.article, case))
    return [case for *_, case in sorted(ranked, key=lambda item: item[:3])]


def _why(unit: Unit, others: Iterable[Unit], scores: Scores, names: Names) -> str:
    """Why a unit met none of the other side: the one that shares most of its span tells."""
    other_side = "predicted" if others is scores.predicted else "annotated"
    near = [(shared(unit, other), other) for other in others if other.article == unit.article]
    share, other = max(near, key=lambda item: item[0], default=(0.0, unit))
    if share == 0.0:
        return f"nothing is {other_side} here"
    told = f"{other.label} of {', '.join(other.who) or 'nobody'} at {other.start}–{other.end}"
    if not overlap(unit, other):
        return f"the spans share too little with what is {other_side}: {told}"
    if not agree(names.of(unit.article, unit.who), names.of(other.article, other.who)):
        return f"other {scores.unit.who} are {other_side}: {told}"
    return f"what is {other_side} met another: {told}"


def _differences(true: Unit, guess: Unit, unit: UnitType, names: Names) -> Iterator[tuple[float, str]]:
    """What a pair disagrees on, each with its weight: kind and stance (type and status) outweigh all the rest."""
    fields = (
        (10, unit.label, true.label, guess.label), (10, unit.second, true.second, guess.second), (1, "voice", true.voice, guess.voice),
        (1, "date", true.date if unit.record == "action" else None, guess.date),
    )  # fmt: skip
    for weight, name, mine, theirs in fields:
        if mine and mine != theirs:
            yield weight, f"{name} {mine}, not {theirs or 'none given'}"
    for name, mine_set, theirs_set in ((unit.who, true.who, guess.who), (unit.whom, true.whom, guess.whom)):
        if names.of(true.article, mine_set) != names.of(true.article, theirs_set):
            yield 1, f"{name} {', '.join(mine_set) or 'nobody'}, not {', '.join(theirs_set) or 'nobody'}"
    if true.issue_given:
        one, other = true.issue, guess.issue
        if (one is None) != (other is None) or (one and other and not same_issue(one, other)):
            yield 3, f"issue {_named(one)}, not {_named(other)}"
        elif one and other and one.stance != other.stance:
            yield 3, f"stance toward the issue {one.stance}, not {other.stance}"
    for name, part in true.parts.items():
        if part != guess.parts.get(name):
            yield 0.1, f"{name} {_range(part)}, not {_range(guess.parts.get(name))}"


def _named(issue: IssueStance | None) -> str:
    return (issue.label or issue.id) if issue else "none"


def _range(part: Span | None) -> str:
    return f"{part.start}–{part.end}" if part else "none"


def _shown(one: Unit | None, unit: UnitType) -> dict[str, object] | None:
    if one is None:
        return None
    fields: dict[str, object] = {
        "start": one.start, "end": one.end, unit.who: list(one.who), unit.label: one.label, unit.second: one.second,
        unit.whom: list(one.whom), "voice": one.voice, "content": one.content, "date": one.date, "core": one.core, "rule": one.rule,
        "confidence": one.confidence,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value is not None}
