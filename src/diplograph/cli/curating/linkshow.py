"""What `link` shows and asks on the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from diplograph.cli import screen

if TYPE_CHECKING:
    from pathlib import Path

    from diplograph.wikidata import Book, Candidate, Checked, Difference, Enriched, Judge, Proposal

__all__ = ["checked_lines", "difference_lines", "lines", "review", "show", "show_checked", "show_enriched"]

_KEYS = "a number: that is it · - and a number: that is it not · n: there is none · Return: later · q: stop"
_MOST = 60  # proposals printed in a table before the rest is only counted


def show(proposals: Sequence[Proposal], book: Book, least: float) -> None:
    """A table of candidates with their reasons, and a summary."""
    with_any = [one for one in proposals if one.candidates]
    left = [one for one in with_any if not book.of(one.subject.curie).done]
    rows = []
    for one in left[:_MOST]:
        for place, candidate in enumerate(one.candidates):
            reasons = "; ".join([*candidate.reasons, *(one.doubts if not place else ())])
            name = f"{one.subject.label} ({one.subject.kind})" if not place else ""
            item = f"{candidate.item.qid} {candidate.item.label}".strip()
            rows.append((name, item, f"{candidate.score:.2f}", reasons))
    if rows:
        screen.show_grid(["resource", "candidate", "score", "reasons"], rows)
    if len(left) > _MOST:
        typer.echo(f"… and {len(left) - _MOST} more; --format jsonl shows them all")
    sure = sum(1 for one in left if one.candidates[0].score >= least and not one.doubts)
    typer.echo(
        f"{len(proposals):,} not linked: {len(proposals) - len(with_any):,} without a candidate, {len(left):,} with, {sure:,} of them sure"
    )


def lines(proposals: Sequence[Proposal]) -> str:
    """The same as JSON Lines, one for each candidate, and one for each resource without any."""
    made = []
    for one in proposals:
        head = {"record": "candidate", "subject": one.subject.curie, "label": one.subject.label, "kind": one.subject.kind}
        for candidate in one.candidates:
            item = candidate.item
            made.append({
                **head, "item": item.qid, "item_label": item.label, "description": item.description, "score": candidate.score,
                "reasons": list(candidate.reasons), "doubts": list(one.doubts), "source": item.source,
            })  # fmt: skip
        if not one.candidates:
            made.append({**head, "item": None})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made)


def review(proposals: Sequence[Proposal], book: Book, judge: Judge, asked: Sequence[str]) -> None:
    """Walk through proposals; each decision is on disk before the next question.

    Raises:
        Fault: A decision cannot be written.
    """
    from diplograph import wikidata
    from diplograph.build import replace_files

    typer.echo(f"{len(proposals)} to decide. {_KEYS}")
    done = 0
    for number, one in enumerate(proposals, 1):
        _describe(one, number, len(proposals))
        candidates = list(one.candidates)
        while True:
            answer = _asked()
            if answer == "q":
                typer.echo(f"{done} decided; the rest waits")
                return
            if not answer:
                break
            if answer == "n":
                book.add([wikidata.none_found(one.subject, judge, asked)], replace_files)
                done += 1
                break
            picked = _picked(answer.removeprefix("-"), candidates)
            if picked is None:
                typer.echo(_KEYS)
            elif answer.startswith("-"):
                book.add([wikidata.refuted(picked, judge)], replace_files)
                done += 1
                typer.echo(f"not {picked.item.qid}; and the others?")
            else:
                book.add([wikidata.accepted(picked, judge)], replace_files)
                done += 1
                break
    typer.echo(f"{done} decided")


def _describe(one: Proposal, number: int, of: int) -> None:
    subject = one.subject
    known = [subject.kind, *sorted(subject.country_names), *(f"{post.label} {post.start}–{post.end}" for post in subject.posts[:3])]
    typer.echo(f"\n[{number}/{of}] {subject.label}  ({'; '.join(known)})")
    if subject.names:
        typer.echo(f"      also: {', '.join(subject.names[:6])}")
    for place, candidate in enumerate(one.candidates, 1):
        item = candidate.item
        typer.echo(f"  {place}  {item.qid:<11} {item.label or '(no label)'}{f': {item.description}' if item.description else ''}")
        typer.echo(f"     {candidate.score:.2f}  {'; '.join(candidate.reasons)}")
    for doubt in one.doubts:
        typer.echo(f"  !  {doubt}")


def _asked() -> str:
    """What the user types; the end of the input stops the review."""
    try:
        return str(typer.prompt("  ?", default="", show_default=False)).strip().lower()
    except (EOFError, typer.Abort):
        return "q"


def _picked(answer: str, candidates: Sequence[Candidate]) -> Candidate | None:
    number = int(answer) if answer.isdecimal() and len(answer) < 3 else 0
    return candidates[number - 1] if 1 <= number <= len(candidates) else None


def show_checked(found: Sequence[Checked], confirmed: int) -> None:
    """What is to be mended first, then what is unsure, then numbers."""
    order = {"mend": 0, "unsure": 1, "confirmed": 2}
    told = [
        one for one in found if one.verdict == "mend" or (one.verdict != "unknown" and not (one.published and one.verdict == "confirmed"))
    ]
    rows = []
    for one in sorted(told, key=lambda one: order[one.verdict])[:_MOST]:
        label = one.candidate.item.label if one.candidate else ""
        state = one.verdict if one.published else f"{one.verdict}, waits"
        rows.append(
            (f"{one.subject.label} ({one.subject.kind})", f"{one.qid} {label}".strip(), state, "; ".join(one.problems or one.notes))
        )
    if rows:
        screen.show_grid(["resource", "item", "verdict", "why"], rows)
    if len(told) > _MOST:
        typer.echo(f"… and {len(told) - _MOST} more; --format jsonl shows them all")
    published = [one.verdict for one in found if one.published]
    numbers = ", ".join(f"{published.count(verdict):,} {verdict}" for verdict in ("confirmed", "unsure", "mend", "unknown"))
    waiting = [one.verdict for one in found if not one.published]
    typer.echo(f"{len(published):,} published links: {numbers}")
    typer.echo(f"{len(waiting):,} candidates: {waiting.count('confirmed'):,} agree, {confirmed:,} now accepted")


def checked_lines(found: Sequence[Checked]) -> str:
    """The same as JSON Lines, one for each pairing."""
    made = []
    for one in found:
        item = one.candidate.item if one.candidate else None
        made.append({
            "record": "check", "subject": one.subject.curie, "label": one.subject.label, "item": one.qid,
            "item_label": item.label if item else None, "revision": item.revision if item else None, "published": one.published,
            "verdict": one.verdict, "problems": list(one.problems), "notes": list(one.notes),
            "score": one.candidate.score if one.candidate else None,
        })  # fmt: skip
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made)


def show_enriched(found: Enriched, asked: int, path: Path) -> None:
    """What was written, and where the items differ from ours."""
    rows = [(one.subject, one.qid, one.about, one.ours, one.theirs) for one in found.differences[:_MOST]]
    if rows:
        screen.show_grid(["resource", "item", "about", "ours, which stays", "the item's"], rows)
    if len(found.differences) > _MOST:
        typer.echo(f"… and {len(found.differences) - _MOST} more; --format jsonl shows them all")
    counts = f"{len(found.triples):,} triples, {len(found.differences):,} differences"
    typer.echo(f"{len(found.subjects):,} of {asked:,} linked resources looked at: {counts}")
    typer.echo(f"wrote {path}; diplograph build publishes it")


def difference_lines(found: Sequence[Difference]) -> str:
    """The differences as JSON Lines."""
    rows = (
        {"record": "difference", "subject": d.subject, "item": d.qid, "about": d.about, "ours": d.ours, "theirs": d.theirs} for d in found
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
