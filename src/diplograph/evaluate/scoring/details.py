"""Figures beyond score_statements.py: exact spans, issues, dates, refusals, and rows by kind, construction and article.

Accuracies count pairs alone: they say how good a find is, not how much is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from diplograph.evaluate.scoring.matching import plain, shared
from diplograph.evaluate.scoring.ratios import precision_recall_f1, share
from diplograph.evaluate.units import PARTS, STATEMENT, IssueStance, Unit, UnitType
from diplograph.vocabulary import expand

__all__ = ["NO_RULE", "Row", "extras", "same_issue", "tables"]

Pair: TypeAlias = tuple[Unit, Unit]
Row: TypeAlias = Mapping[str, "int | float | None"]

NO_RULE = "(none named)"  # the construction of a prediction that says none

# Who is against what: scarce kinds that a good total hides, and the ones that a reader of positions misses first.
_REFUSALS = frozenset({"opposition", "rejection"})


def extras(gold: Sequence[Unit], matched: Sequence[Pair], unit: UnitType) -> dict[str, float | None]:
    """Further figures; None where the annotations say nothing to compare with.

    `span_exact` is the share of pairs whose passages are the same to the character, `span_overlap` the mean share of their union.
    Of each marked part (source, cue, content), `…_exact` is the share of the annotated ones that are hit to the character, `…_f1`
    also counts against those predicted where none is annotated.
    """
    if unit is not STATEMENT:
        dated = [(true.date, guess.date) for true, guess in matched if true.date]
        return {**_passages(matched), "date_accuracy": share(sum(one == other for one, other in dated), len(dated))}
    refusals = [true for true in gold if true.label in _REFUSALS]
    found = [(true, guess) for true, guess in matched if true.label in _REFUSALS]
    return {
        "opposition_rejection_recall": share(len(found), len(refusals)),
        "opposition_rejection_same_kind": share(sum(true.label == guess.label for true, guess in found), len(refusals)),
        **_passages(matched), **_parts(matched), **_issues(matched), **_dates(matched),
    }  # fmt: skip


def same_issue(one: IssueStance, other: IssueStance) -> bool:
    """Whether two issues are one concept: by IRI or short form where both have one, else by label."""
    if one.id and other.id:
        return (expand(one.id) or one.id) == (expand(other.id) or other.id)
    return bool(one.label) and plain(one.label) == plain(other.label)


def tables(gold: Sequence[Unit], predicted: Sequence[Unit], matched: Sequence[Pair], unit: UnitType) -> dict[str, dict[str, Row]]:
    """Rows by kind (type), by construction where predictions name theirs, and by article."""
    named = any(guess.rule for guess in predicted)
    return {
        f"by_{unit.label}": _by_label(gold, predicted, matched),
        "by_rule": _by_rule(len(gold), predicted, matched) if named else {},
        "by_article": _by_article(gold, predicted, matched),
    }


def _passages(matched: Sequence[Pair]) -> dict[str, float | None]:
    exact = sum((true.start, true.end) == (guess.start, guess.end) for true, guess in matched)
    common = sum(shared(true, guess) for true, guess in matched)
    return {"span_exact": share(exact, len(matched)), "span_overlap": common / len(matched) if matched else None}


def _parts(matched: Sequence[Pair]) -> dict[str, float | None]:
    figures: dict[str, float | None] = {}
    for part in PARTS:
        given = [(true.parts[part], guess.parts.get(part)) for true, guess in matched if part in true.parts]
        marked = sum(true is not None for true, _ in given)
        exact = sum(true is not None and true == guess for true, guess in given)
        guessed = sum(guess is not None for _, guess in given)
        figures[f"{part}_exact"] = share(exact, marked)
        figures[f"{part}_f1"] = precision_recall_f1(exact, guessed, marked)[2] if given else None
    return figures


def _issues(matched: Sequence[Pair]) -> dict[str, float | None]:
    """Over pairs whose annotation has the field `issue`; an open issue, which the scheme lacks, names no concept.

    Of those annotated with a concept: `issue_accuracy` is the share with the same one, `issue_wrong` with another one, `issue_left_open`
    with none. `issue_invented` is the share with a concept of those annotated without. `issue_precision` and `issue_f1` are over all
    concepts named. `issue_stance_accuracy`: of those with the same concept, the share with the same stance toward it; `issue_right`: of
    those annotated with a concept, the share where both are the same.
    """
    given = [(_concept(true), _concept(guess)) for true, guess in matched if true.issue_given]
    named = [(true, guess) for true, guess in given if true]
    without = [guess for true, guess in given if true is None]
    same = [(true, guess) for true, guess in named if true and guess and same_issue(true, guess)]
    left = sum(guess is None for _, guess in named)
    guessed = sum(guess is not None for _, guess in given)
    stances = sum(true.stance == guess.stance for true, guess in same if true and guess)
    precision, _, f1 = precision_recall_f1(len(same), guessed, len(named))
    return {
        "issue_accuracy": share(len(same), len(named)), "issue_wrong": share(len(named) - len(same) - left, len(named)),
        "issue_left_open": share(left, len(named)), "issue_invented": share(sum(guess is not None for guess in without), len(without)),
        "issue_precision": precision if guessed else None, "issue_f1": f1 if given else None,
        "issue_stance_accuracy": share(stances, len(same)), "issue_right": share(stances, len(named)),
    }  # fmt: skip


def _concept(unit: Unit) -> IssueStance | None:
    """The concept of the scheme that a unit names, if any; what an article brings in is named `new-…` (`registry.Newcomer`)."""
    one = unit.issue
    return None if one is None or re.search(r"(?:^|[/:])new-[^/]*$", one.id) else one


def _dates(matched: Sequence[Pair]) -> dict[str, float | None]:
    """Over pairs whose annotation says how the date is known.

    `dated_right` is the share with the same date and basis, none and unknown included; of those whose date the text states,
    `stated_date_recall` is the share found with that date, and `stated_date_precision` that of those predicted as stated.
    """
    given = [(true, guess) for true, guess in matched if true.date_basis]
    same = [(true, guess) for true, guess in given if (true.date_basis, true.date) == (guess.date_basis, guess.date)]
    right = sum(true.date_basis == "stated" for true, _ in same)
    return {
        "dated_right": share(len(same), len(given)),
        "stated_date_recall": share(right, sum(true.date_basis == "stated" for true, _ in given)),
        "stated_date_precision": share(right, sum(guess.date_basis == "stated" for _, guess in given)),
    }


def _by_label(gold: Sequence[Unit], predicted: Sequence[Unit], matched: Sequence[Pair]) -> dict[str, Row]:
    """By kind: `found` of the annotated ones were met by any prediction, `agreed` by one of the same kind."""
    annotated, guessed = Counter(unit.label for unit in gold), Counter(unit.label for unit in predicted)
    found = Counter(true.label for true, _ in matched)
    agreed = Counter(true.label for true, guess in matched if true.label == guess.label)
    rows: dict[str, Row] = {}
    for label in sorted(annotated | guessed, key=lambda one: (-annotated[one], one)):
        precision, recall, f1 = precision_recall_f1(agreed[label], guessed[label], annotated[label])
        rows[label] = {
            "gold": annotated[label], "found": found[label], "found_recall": share(found[label], annotated[label]),
            "predicted": guessed[label], "agreed": agreed[label], "precision": precision, "recall": recall, "f1": f1,
        }  # fmt: skip
    return rows


def _by_rule(gold: int, predicted: Sequence[Unit], matched: Sequence[Pair]) -> dict[str, Row]:
    """By construction, the `rule` of a prediction. Its recall is of all annotated units: what it brings on its own."""
    guesses = Counter(unit.rule or NO_RULE for unit in predicted)
    return {
        rule: _row(gold, guesses[rule], [pair for pair in matched if (pair[1].rule or NO_RULE) == rule])
        for rule in sorted(guesses, key=lambda one: (-guesses[one], one))
    }


def _by_article(gold: Sequence[Unit], predicted: Sequence[Unit], matched: Sequence[Pair]) -> dict[str, Row]:
    annotated, guesses = Counter(unit.article for unit in gold), Counter(unit.article for unit in predicted)
    return {
        article: _row(annotated[article], guesses[article], [pair for pair in matched if pair[0].article == article])
        for article in sorted(annotated | guesses)
    }


def _row(gold: int, predicted: int, matched: Sequence[Pair]) -> Row:
    right = sum((true.label, true.second) == (guess.label, guess.second) for true, guess in matched)
    precision, recall, f1 = precision_recall_f1(len(matched), predicted, gold)
    return {
        "gold": gold, "predicted": predicted, "matched": len(matched), "right": right, "precision": precision, "recall": recall, "f1": f1,
        "right_f1": precision_recall_f1(right, predicted, gold)[2],
    }  # fmt: skip
