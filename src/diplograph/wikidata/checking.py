"""Looking at links again: does the item still exist, is it still the same, is it what our registry says it is?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from diplograph.wikidata import mappings
from diplograph.wikidata.item import Item, Source, qid_order
from diplograph.wikidata.linking import Book, Judge
from diplograph.wikidata.mappings import Row
from diplograph.wikidata.score import ACCEPTABLE, Candidate, Reason, reasons, scored
from diplograph.wikidata.subject import Subject

__all__ = ["Checked", "Verdict", "check", "confirmation"]

Verdict = Literal["confirmed", "unsure", "mend", "unknown"]
_BATCH = 50  # items looked up at once


@dataclass(frozen=True, slots=True)
class Checked:
    """What looking at one pairing again showed.

    Attributes:
        subject: Our resource.
        qid: The item that it is, or may be, linked to.
        published: Whether the link is published; otherwise it waits to be confirmed.
        verdict: `confirmed`: all that can be compared agrees. `unsure`: nothing contradicts, and not enough agrees. `mend`: something
            contradicts. `unknown`: the source does not have the item, and cannot know whether it exists.
        problems: What contradicts.
        notes: What agrees, or could not be compared.
        candidate: The item with its score, if there is one.
    """

    subject: Subject
    qid: str
    published: bool
    verdict: Verdict
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    candidate: Candidate | None = None


def check(subjects: Sequence[Subject], book: Book, source: Source) -> Iterator[Checked]:
    """Look at every published link, and at every candidate that waits to be confirmed, in order.

    Args:
        subjects: Our resources; those without either are passed over.
        book: What is published, and what waits.
        source: Who is asked, some items at a time.

    Raises:
        Fault: The source cannot be asked; what came before has been yielded.
    """
    pairs = list(_pairs(subjects, book))
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        items = source.items([qid for _, qid, _ in batch])
        for subject, qid, published in batch:
            yield _checked(subject, qid, items.get(qid), published=published, online=source.online)


def _pairs(subjects: Iterable[Subject], book: Book) -> Iterator[tuple[Subject, str, bool]]:
    for subject in subjects:
        decided = book.of(subject.curie)
        linked = book.published.get(subject.iri) or decided.accepted
        if linked:
            yield subject, linked, True
        for qid in sorted(decided.candidates, key=qid_order) if not linked else ():
            yield subject, qid, False


def _checked(subject: Subject, qid: str, item: Item | None, *, published: bool, online: bool) -> Checked:
    if item is None:
        if not online:
            return Checked(subject, qid, published, "unknown", notes=("is not in the offline snapshot",))
        return Checked(subject, qid, published, "mend", ("does not exist: it was deleted, or never was there",))
    found = reasons(subject, item)
    problems = [reason.words for reason in found if reason.contradicts]
    if item.qid != qid:
        problems.insert(0, f"is only a redirect to {item.qid} now: link that")
    notes = tuple(reason.words for reason in found if not reason.contradicts)
    candidate = scored(subject, item)
    if problems:
        verdict: Verdict = "mend"
    else:
        verdict = "confirmed" if _agrees(found) else "unsure"
    return Checked(subject, qid, published, verdict, tuple(problems), notes, candidate)


def _agrees(found: Iterable[Reason]) -> bool:
    """Whether name and class both speak for the item; a class that is only near does, in a link that somebody chose already."""
    return {reason.about for reason in found if reason.points > 0} >= {"name", "class"}


def confirmation(checked: Checked, judge: Judge, least: float = ACCEPTABLE) -> Row | None:
    """The row that confirms a candidate which agreed, and scores enough; nothing for all others.

    Only an item as it stands on Wikidata confirms anything, so the source must tell its revision.
    """
    one = checked.candidate
    if checked.published or checked.verdict != "confirmed" or one is None or not one.item.revision or one.score < least:
        return None
    said = f"checked: revision {one.item.revision} of {one.item.qid}; {'; '.join(one.reasons)} ({one.item.source})"
    return mappings.judgement(
        one.subject.curie, one.subject.label, one.item.qid, one.item.label,
        why="semapv:MappingReview", confidence=one.score, date=judge.date, by=judge.person, tool="diplograph link",
        version=judge.version, comment=said,
    )  # fmt: skip
