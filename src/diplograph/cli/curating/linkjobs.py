"""What `link` does: propose and decide, check, enrich; with whom it asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from diplograph.cli import screen
from diplograph.cli.curating import linkshow
from diplograph.errors import Fault

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from diplograph.registry import Registry
    from diplograph.resources import Workspace
    from diplograph.wikidata import Book, Checked, Judge, Proposal, Source, Subject

__all__ = ["Job", "Manners", "check", "chosen", "enrich", "judge", "propose", "sources"]

T = TypeVar("T", "Proposal", "Checked")
_CHOICES = "choose snapshot, wikidata, sparql:URL, api, api:URL or recon:URL"
_MOST_BYTES = 64 * 2**20  # of one answer; fifty items with all their statements are some ten
_ENRICHED = "wikidata.ttl"
_HEAD = """\
# What Wikidata's items say of our resources. Written by `diplograph link --enrich`: run it again, and edit nothing here.
# prov:wasDerivedFrom names the revision that was read; dcterms:source the source of an item of the offline snapshot.

"""


@dataclass(frozen=True)
class Manners:
    """How online sources are asked.

    Attributes:
        contact: Told in the User-Agent.
        cache: Where answers are kept.
        days: How old they may be.
        seconds: What one request may take.
    """

    contact: str | None
    cache: Path | None
    days: float
    seconds: float

    @property
    def folder(self) -> Path:
        """Where answers are kept: as named, else in the user's cache (XDG Base Directory Specification)."""
        home = os.environ.get("XDG_CACHE_HOME") or ""
        base = Path(home) if Path(home).is_absolute() else Path.home() / ".cache"
        return self.cache or base / "diplograph" / "wikidata"


@dataclass
class Job:
    """One run of `link`.

    Attributes:
        space: Whose registry and mapping file.
        data: An RDF file with newcomers.
        asked: Who is asked.
        judge: Who decides, and when.
    """

    space: Workspace
    data: Path | None
    asked: list[Source]
    judge: Judge

    @cached_property
    def registry(self) -> Registry:
        """The workspace's registry."""
        from diplograph.registry import Registry

        return Registry.load(self.space)

    @cached_property
    def links(self) -> dict[str, str]:
        """The published links."""
        from diplograph import wikidata

        return wikidata.links(self.registry.triples)

    @cached_property
    def book(self) -> Book:
        """The mapping file."""
        from diplograph import wikidata

        return wikidata.Book.open(self.space, self.links)

    @cached_property
    def subjects(self) -> list[Subject]:
        """Everything that can be linked: the registry, and what an RDF file names besides."""
        from diplograph import wikidata

        triples = list(self.registry.triples)
        known = {triple.subject for triple in triples}
        triples += [triple for triple in self._named() if triple.subject not in known]
        return list(wikidata.subjects(triples, self.links, self._dates()))

    @property
    def online(self) -> bool:
        """Whether anybody on the network is asked."""
        return any(source.online for source in self.asked)

    def _named(self) -> Sequence[Triple]:
        from diplograph.store import Store

        answer = Store.read(self.data).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") if self.data is not None else ()
        return answer if isinstance(answer, tuple) else ()

    def _dates(self) -> dict[str, list[str]]:
        """The days of the articles whose statements name an actor, by the actor: from a file, else from the released graph."""
        from diplograph.model import Table
        from diplograph.store import Store, released

        store = Store.read(self.data) if self.data is not None else released(self.space)
        found: dict[str, list[str]] = {}
        answer = store.query(
            "PREFIX dpg: <https://w3id.org/diplograph/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> "
            "PREFIX schema: <https://schema.org/> SELECT DISTINCT ?actor ?day { "
            "?statement dpg:holder|dpg:addressee|dpg:onBehalfOf ?actor ; "
            "prov:wasDerivedFrom ?article . ?article schema:datePublished ?day }"
        )
        for record in answer.records() if isinstance(answer, Table) else ():
            found.setdefault(record["actor"] or "", []).append((record["day"] or "")[:10])
        return found


def chosen(subjects: Sequence[Subject], names: list[str] | None, kinds: list[str] | None) -> list[Subject]:
    """Those that the user means.

    Raises:
        Fault: There is no such kind, or nothing bears a name.
    """
    from diplograph.wikidata import kinds as all_kinds

    for one in kinds or []:
        if one not in all_kinds.known():
            raise Fault(f'there is no kind "{one}"', "--kind", f"choose one of {', '.join(all_kinds.known())}")
    wanted = [one for one in subjects if not kinds or one.kind in kinds]
    if not names:
        return wanted
    borne = [(one, {one.curie, one.iri, one.label, *one.names}) for one in wanted]
    for name in names:
        if not any(name in known for _, known in borne):
            raise Fault(f'nothing that can be linked is called "{name}"', None, "give a label of the registry, or a short form")
    return [one for one, known in borne if known & set(names)]


def sources(space: Workspace, named: list[str] | None, manners: Manners) -> list[Source]:
    """Who is asked, in the order named.

    Raises:
        Fault: There is no such source, or its address is none.
    """
    return [_source(space, name, manners) for name in dict.fromkeys(named or ["snapshot"])]


def _source(space: Workspace, name: str, manners: Manners) -> Source:
    from diplograph.remote import Cache, Endpoint, Service
    from diplograph.wikidata.sources import API, WDQS, ActionApi, Reconciliation, Snapshot, Sparql

    kind, colon, url = name.partition(":")
    homes = {"wikidata": WDQS, "api": API}
    if name == "snapshot":
        return Snapshot.load(space)
    if not (name in homes or (kind in {"sparql", "api", "recon"} and colon and url)):
        raise Fault(f'there is no source "{name}"', "--source", _CHOICES)
    memory = Cache(manners.folder, manners.days)
    where = homes.get(name, url)
    if kind in {"wikidata", "sparql"}:
        endpoint = Endpoint(where, contact=manners.contact, timeout=manners.seconds, most_bytes=_MOST_BYTES, memory=memory)
        return Sparql(endpoint)
    service = Service(where, contact=manners.contact, timeout=manners.seconds, most_bytes=_MOST_BYTES, memory=memory)
    return ActionApi(service) if kind == "api" else Reconciliation(service)


def judge(date: str | None, person: str | None) -> Judge:
    """Who decides, and when.

    Raises:
        Fault: The date is none.
    """
    import datetime as dt

    from diplograph.resources import release
    from diplograph.wikidata import Judge

    try:
        day = dt.date.fromisoformat(date) if date else dt.datetime.now(dt.UTC).date()
    except ValueError as error:
        raise Fault(f'"{date}" is no date', "--date", "write it like 2026-11-22") from error
    return Judge(day.isoformat(), release(), person or "")


def propose(
    job: Job, wanted: list[Subject], least: float | None, limit: int, form: str, output: Path | None, *, review: bool
) -> int:  # fmt: skip
    """Propose links, and decide where that is asked for; the exit code."""
    from diplograph import wikidata

    shown, failed = _proposed(job, wanted, limit)
    if least is not None:
        _accept(job, shown, least)
    if review:
        waiting = [one for one in shown if one.candidates and not job.book.of(one.subject.curie).done]
        linkshow.review(waiting, job.book, job.judge, [one.name for one in job.asked])
    elif form == "jsonl":
        screen.deliver(linkshow.lines(shown), output)
    else:
        linkshow.show(shown, job.book, least or wikidata.ACCEPTABLE)
    return 1 if failed else 0


def _proposed(job: Job, wanted: list[Subject], limit: int) -> tuple[list[Proposal], bool]:
    """The proposals; where a source fails, the line that says so, and the offline answer beside it."""
    from diplograph import wikidata

    def asked(some: list[Subject], sources: list[Source]) -> Iterable[Proposal]:
        return wikidata.proposals(some, sources, job.book, limit)

    lost = "the offline snapshot answers instead for what is left; run it again to go on where it stopped"
    return _or_offline(job, wanted, asked, lambda number, one: f"{number} of {len(wanted)}: {one.subject.label}", lost)


def _or_offline(
    job: Job,
    wanted: list[Subject],
    ask: Callable[[list[Subject], list[Source]], Iterable[T]],
    progress: Callable[[int, T], str],
    lost: str,
) -> tuple[list[T], bool]:
    """What the job's sources say; where one fails, it is said so, the offline snapshot answers for what is left, and the second is true."""
    from diplograph.wikidata import Snapshot

    found: list[T] = []
    try:
        for one in ask(wanted, job.asked):
            found.append(one)
            screen.progress(progress(len(found), one))
    except Fault as fault:
        if not job.online:
            raise
        screen.progress("")
        typer.echo(f"diplograph: {fault}", err=True)
        typer.echo(f"diplograph: {lost}", err=True)
        seen = {one.subject.iri for one in found}
        found += ask([one for one in wanted if one.iri not in seen], [Snapshot.load(job.space)])
        return found, True
    screen.progress("")
    return found, False


def _accept(job: Job, shown: list[Proposal], least: float) -> None:
    """Accept what may be accepted unattended; no item for two subjects."""
    from diplograph import wikidata
    from diplograph.build import replace_files

    best = [wikidata.acceptable(one, least) for one in shown]
    items = [candidate.item.qid for candidate in best if candidate]
    rows = [wikidata.accepted(candidate, job.judge) for candidate in best if candidate and items.count(candidate.item.qid) == 1]
    if rows:
        job.book.add(rows, replace_files)
    typer.echo(f"accepted unattended: {len(rows)}", err=True)


def check(job: Job, wanted: list[Subject], least: float | None, form: str, output: Path | None) -> int:
    """Look at links again, and confirm what waits where that is asked for; the exit code is 1 where something is to be mended."""
    from diplograph import wikidata
    from diplograph.build import replace_files

    _single(job)
    lost = "the rest was not checked; run it again to go on where it stopped. What the offline snapshot says:"

    def asked(some: list[Subject], sources: list[Source]) -> Iterable[Checked]:
        return wikidata.check(some, job.book, sources[0])

    found, failed = _or_offline(job, wanted, asked, lambda number, one: f"{number} looked at: {one.subject.label}", lost)
    rows = [row for row in (wikidata.confirmation(one, job.judge, least) for one in found) if row] if least is not None else []
    if rows:
        job.book.add(rows, replace_files)
    if form == "jsonl":
        screen.deliver(linkshow.checked_lines(found), output)
    else:
        linkshow.show_checked(found, len(rows))
    return 1 if failed or any(one.verdict == "mend" for one in found) else 0


def enrich(job: Job, wanted: list[Subject], form: str, output: Path | None) -> int:
    """Fetch what items say into a registry file of their own, and report where they differ from ours."""
    from pyoxigraph import Quad

    from diplograph import wikidata
    from diplograph.build import replace_files
    from diplograph.rdf import serialise
    from diplograph.store import read_rdf

    folder = job.space.graph
    if folder is None:
        raise Fault("this folder is no workspace, and the bundled registry is read-only", None, "make graph/registry/ here")
    source, path = _single(job), folder / "registry" / _ENRICHED
    old = [quad.triple for quad in read_rdf(path)] if path.exists() else []
    written = set(old)
    human = [triple for triple in job.registry.triples if triple not in written]
    links = wikidata.links(human)
    qids = {qid for one in wanted for qid in [links.get(one.iri)] if qid}
    items = dict(source.items(sorted(qids)))
    regions = {region for item in items.values() for region in item.regions if wikidata.is_qid(region)} - set(items)
    items |= source.items(sorted(regions))
    picked = [one.iri for one in wanted if one.iri in links]
    found = wikidata.enrich(human, links, items, picked, getattr(source, "origins", {}))
    everything = [*wikidata.untouched(old, found.subjects), *found.triples]
    replace_files({path: _HEAD.encode() + serialise((Quad(*triple) for triple in everything), "turtle")})
    if form == "jsonl":
        screen.deliver(linkshow.difference_lines(found.differences), output)
    else:
        linkshow.show_enriched(found, len(picked), path)
    return 0


def _single(job: Job) -> Source:
    """The one source that is asked for items.

    Raises:
        Fault: There are several.
    """
    if len(job.asked) != 1:
        raise Fault("--check and --enrich ask one source", "--source", "name one")
    return job.asked[0]
