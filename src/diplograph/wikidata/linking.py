"""Proposing links, and keeping what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from diplograph.errors import Fault
from diplograph.resources import Workspace
from diplograph.vocabulary import SKOS, WIKIDATA, curie
from diplograph.wikidata import mappings
from diplograph.wikidata.item import Item, Source, is_qid, qid_order
from diplograph.wikidata.mappings import Decided, Row
from diplograph.wikidata.score import ACCEPTABLE, Candidate, ranked
from diplograph.wikidata.subject import Subject

__all__ = ["LINKS", "Book", "Judge", "Proposal", "acceptable", "accepted", "none_found", "proposals", "refuted", "turtle"]

LINKS = "links.ttl"  # in graph/registry/: what was accepted, as Turtle
_BATCH = 25  # subjects asked about at once
_HEADER = """\
# Links to Wikidata that `diplograph link` recorded as accepted in ../wikidata.sssom.tsv. Written by it: decide there, not here.

@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .

"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found for one subject.

    Attributes:
        subject: Our resource.
        candidates: Items, the best first.
        doubts: Why none of them may be accepted unattended, whatever its score.
    """

    subject: Subject
    candidates: tuple[Candidate, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """Who decides.

    Attributes:
        date: The day of the decision, YYYY-MM-DD.
        version: diplograph's.
        person: Who decides; empty where the program does.
    """

    date: str
    version: str
    person: str = ""


@dataclass(slots=True)
class Book:
    """The workspace's mapping file, open for decisions; each is on disk before the next question is asked.

    Attributes:
        workspace: Whose it is.
        rows: Its own rows; the bundled ones are only read.
        metadata: What stands on top of the file.
        state: What all rows, the bundled ones included, say of each subject, by short form.
        published: Links that stand in the registry's Turtle, by the subject's IRI.
    """

    workspace: Workspace
    rows: list[Row]
    metadata: dict[str, object]
    state: dict[str, Decided]
    published: Mapping[str, str] = field(default_factory=dict)
    _bundled: list[Row] = field(default_factory=list)

    @classmethod
    def open(cls, workspace: Workspace, published: Mapping[str, str]) -> Book:
        """Read the mapping files.

        Raises:
            Fault: One is malformed.
        """
        own: list[Row] = []
        bundled: list[Row] = []
        metadata: dict[str, object] = {}
        for file, is_own in workspace.layers("graph", "", mappings.FILE):
            head, rows = mappings.read(file)
            if is_own:
                own, metadata = rows, head
            else:
                bundled = rows
        book = cls(workspace, own, metadata or dict(mappings.METADATA), {}, published, bundled)
        book.state = mappings.standing([*bundled, *own])
        return book

    def of(self, subject: str) -> Decided:
        """What is decided of a subject (a short form)."""
        return self.state.get(subject, Decided())

    def taken(self) -> dict[str, str]:
        """Which subject each item is linked to already, by number."""
        accepted = {one.accepted: subject for subject, one in self.state.items() if one.accepted}
        return {**{qid: curie(iri) for iri, qid in self.published.items()}, **accepted}

    def add(self, rows: Iterable[Row], save: Callable[[dict[Path, bytes]], None]) -> None:
        """Record decisions: the mapping file and the Turtle of accepted links are written, whole or not at all.

        Args:
            rows: New rows; those there stay as they are.
            save: Writes files by path.

        Raises:
            Fault: The workspace is the bundled one, which is read-only.
        """
        folder = self.workspace.graph
        if folder is None:
            what = "this folder is no workspace, and the bundled mapping file is read-only"
            raise Fault(what, None, "make graph/registry/ here, or name a --workspace DIR")
        self.rows = [*self.rows, *rows]
        self.state = mappings.standing([*self._bundled, *self.rows])
        files = {folder / mappings.FILE: mappings.render(self.rows, self.metadata).encode()}
        own = mappings.standing(self.rows)
        accepted = {mappings.iri(subject): one.accepted for subject, one in own.items() if one.accepted}
        written = {iri: qid for iri, qid in self.published.items() if not self._ours(iri)}
        fresh = {iri: qid for iri, qid in accepted.items() if written.get(iri) != qid and "/new-" not in iri}
        if fresh or (folder / "registry" / LINKS).exists():
            files[folder / "registry" / LINKS] = turtle(fresh).encode()
        save(files)

    def _ours(self, iri: str) -> bool:
        """Whether a published link stands in the file that we write, and only there."""
        folder = self.workspace.graph
        path = folder / "registry" / LINKS if folder else None
        return path is not None and path.exists() and f"<{iri}>" in path.read_text("utf-8")


def turtle(links: Mapping[str, str]) -> str:
    """Accepted links as Turtle, in order of subject."""
    lines = [f"<{iri}> skos:exactMatch wd:{qid} .\n" for iri, qid in sorted(links.items())]
    return _HEADER + "".join(lines)


def triples(links: Mapping[str, str]) -> list[Triple]:
    """Links as triples."""
    return [Triple(NamedNode(iri), SKOS["exactMatch"], WIKIDATA[qid]) for iri, qid in sorted(links.items())]


def proposals(subjects: Sequence[Subject], sources: Sequence[Source], book: Book, limit: int = 5) -> Iterator[Proposal]:
    """Candidates for each subject that is not decided yet, in order.

    Args:
        subjects: Our resources.
        sources: Who is asked; each gets all subjects, some at a time, one request after another.
        book: What is decided, refuted or doubted already.
        limit: Candidates kept for each.

    Raises:
        Fault: A source cannot be asked; what came before has been yielded.
    """
    waiting = [one for one in subjects if not book.of(one.curie).done and one.iri not in book.published]
    taken = book.taken()
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        found: dict[str, list[Item]] = {one.iri: [] for one in batch}
        for source in sources:
            for iri, items in source.search(batch).items():
                if iri in found:
                    found[iri] += [item for item in items if is_qid(item.qid)]
        for subject in batch:
            yield _proposal(subject, found[subject.iri], book.of(subject.curie), taken, limit)


def _proposal(subject: Subject, items: Sequence[Item], decided: Decided, taken: Mapping[str, str], limit: int) -> Proposal:
    """The candidates of one subject, without those that were refuted, with those that wait to be confirmed."""
    known = {item.qid for item in items}
    waiting = [Item(qid, source="the mapping file") for qid in decided.candidates if qid not in known]
    kept = [item for item in items if item.qid not in decided.refuted]
    found = list(ranked(subject, kept, limit))
    # What no source has is shown for review, with what its row says, and worth nothing by itself.
    found += [Candidate(subject, item, 0.0, (decided.candidates[item.qid] or "to be confirmed",)) for item in waiting]
    best = found[0].item.qid if found else ""
    doubts = [f"{best} is linked to {taken[best]} already"] if taken.get(best, subject.curie) != subject.curie else []
    confirmed = set(decided.candidates) == {best} and bool(found[0].item.revision)  # by an item as it stands, not by hearsay
    if decided.candidates and not confirmed:
        doubts.append(f"the mapping file has {', '.join(sorted(decided.candidates, key=qid_order))} to be confirmed")
    return Proposal(subject, tuple(found), tuple(doubts))


def acceptable(proposal: Proposal, least: float = ACCEPTABLE) -> Candidate | None:
    """The candidate that an unattended run may accept: the best one, if its score suffices and nothing is in doubt."""
    best = next(iter(proposal.candidates), None)
    return best if best is not None and best.score >= max(least, mappings.ACCEPTED) and not proposal.doubts else None


def accepted(candidate: Candidate, judge: Judge) -> Row:
    """The row that accepts a candidate."""
    subject, item = candidate.subject, candidate.item
    reasons = f"{'; '.join(candidate.reasons)} (score {candidate.score:g}, {item.source or 'no source'})"
    return mappings.judgement(
        subject.curie, subject.label, item.qid, item.label,
        why="semapv:ManualMappingCuration" if judge.person else "semapv:CompositeMatching",
        confidence=1.0 if judge.person else candidate.score, date=judge.date, by=judge.person, tool="diplograph link",
        version=judge.version, comment=f"accepted: {reasons}",
    )  # fmt: skip


def refuted(candidate: Candidate, judge: Judge) -> Row:
    """The row that says a candidate is not the subject."""
    row = accepted(candidate, replace(judge))
    return {**row, "predicate_modifier": "Not", "confidence": "1", "comment": "refuted in review"}


def none_found(subject: Subject, judge: Judge, sources: Sequence[str]) -> Row:
    """The row that says that no item was found."""
    return mappings.judgement(
        subject.curie, subject.label, None, "",
        why="semapv:ManualMappingCuration" if judge.person else "semapv:CompositeMatching",
        confidence=1.0 if judge.person else 0.8, date=judge.date, by=judge.person, tool="diplograph link", version=judge.version,
        comment=f"looked for in {', '.join(sources)}: none found",
    )  # fmt: skip
