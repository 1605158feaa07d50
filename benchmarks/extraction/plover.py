"""How extraction meets the PLOVER gold-standard records: actor, target and kind, one sentence at a time.

    python benchmarks/extraction/plover.py [--show 10] [-o benchmarks/results]

The records (`../shared/corpora/plover-gsr`): 322 sentences, most from the CAMEO manual, each with one event, its source and its target
marked in the text; CC BY-SA 4.0, © 2016 Open Event Data Alliance. The verbal events are what we call statements, the material ones
what we call actions; `VERBAL` and `MATERIAL` say which of our kinds and types answer to an event type. The first
of each event type were read once for words of events that were missing (docs/extraction-log.md); no rule was written from a sentence.

A record is *found* where a statement (or action) names one of the record's sources among its holders (actors), or where both stand in one
state; *kind* counts those of the found ones that have a kind that fits, *target* those that name the record's target. Shares are of all
records with the field in question.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplograph import language, mentions
from diplograph.model import Action, Article, Parsed, SourceText, Span, Statement
from diplograph.pipeline import Reader, reader
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.tree import Doc

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT.parent / "shared" / "corpora" / "plover-gsr" / "PLOVER_GSR_CAMEO.txt"
RESULT = ROOT / "benchmarks" / "results" / "plover.md"

VERBAL: Mapping[str, frozenset[str]] = {
    "AGREE": frozenset({"acceptance", "commitment"}),
    "CONCEDE": frozenset({"acceptance", "commitment"}),
    "SUPPORT": frozenset({"support", "acceptance", "assessment"}),
    "DEMAND": frozenset({"demand", "proposal"}),
    "DISAPPROVE": frozenset({"accusation", "opposition"}),
    "REJECT": frozenset({"rejection", "opposition"}),
    "THREATEN": frozenset({"threat"}),
}
MATERIAL: Mapping[str, frozenset[str]] = {
    "CONSULT": frozenset({"meeting"}),
    "COOPERATE": frozenset({"treaty", "military", "other"}),
    "AID": frozenset({"other", "military"}),
    "RETREAT": frozenset({"withdrawal", "other"}),
    "SANCTION": frozenset({"sanction", "cancellation", "withdrawal", "other"}),
    "MOBILIZE": frozenset({"military"}),
    "COERCE": frozenset({"other", "military", "sanction"}),
    "ASSAULT": frozenset({"military", "other"}),
    "FIGHT": frozenset({"military"}),
}
"""Ours for PLOVER's 16 and more event types; INVESTIGATE and PROTEST are no diplomatic acts here and are left out."""

_MARK = re.compile(r"\((SRC/TAR|SRC|TAR|EVT|LOC):\s*")


@dataclass(frozen=True)
class Record:
    """One sentence with the spans of its source and target."""

    key: str
    event: str
    text: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]


@dataclass(frozen=True)
class Outcome:
    """What was found of one record."""

    record: Record
    found: bool
    kind: bool
    target: bool
    said: str


def unmarked(markup: str) -> tuple[str, dict[str, list[Span]]]:
    """A sentence without its marks, and the spans of each mark; marks may stand in one another and may lack a bracket."""
    out, spans, open_marks, at = "", dict[str, list[Span]](), list[tuple[str | None, int]](), 0
    while at < len(markup):
        mark = _MARK.match(markup, at)
        if mark:
            open_marks.append((mark[1], len(out)))
            at = mark.end()
            continue
        if markup[at] == "(":
            open_marks.append((None, len(out)))
        elif markup[at] == ")" and open_marks:
            label, start = open_marks.pop()
            if label is not None:
                spans.setdefault(label, []).append(Span(start, len(out)))
                at += 1
                continue
        out += markup[at]
        at += 1
    return out, spans


def records(file: Path) -> Iterator[Record]:
    """The records with a marked sentence, in the order of the file."""
    for row in json.loads(file.read_text("utf-8")):
        info = row.get("textInfo")
        markup = info.get("markup") if isinstance(info, dict) else None
        if row["event"] in {*VERBAL, *MATERIAL} and markup:
            text, spans = unmarked(markup)
            both = spans.get("SRC/TAR", [])
            yield Record(row["id"], row["event"], text, (*spans.get("SRC", []), *both), (*spans.get("TAR", []), *both))


def outcome(record: Record, made: Reader) -> Outcome:
    """Extract from one record's sentence, and compare."""
    article = Article(record.key, SourceText(record.key, record.text, record.key), (Span(0, len(record.text)),))
    found = made.extract(article)
    named = _Named(article, made)
    sources, targets = named.at(record.sources), named.at(record.targets)
    verbal = record.event in VERBAL
    units: Sequence[Statement | Action] = found.statements if verbal else found.actions
    wanted = (VERBAL if verbal else MATERIAL)[record.event]
    mine = [one for one in units if named.meet(_doers(one), sources)]
    fitting = [one for one in mine if _kind(one) in wanted]
    best = fitting or mine
    others = [_others(one) | (_doers(one) if {*record.sources} & {*record.targets} else set()) for one in best]
    said = "; ".join(f"{_kind(one)}({', '.join(sorted(map(_tail, _doers(one))))})" for one in units)
    return Outcome(record, bool(mine), bool(fitting), any(named.meet(one, targets) for one in others), said)


class _Named:
    """Whom a sentence names where, and the states that they stand for."""

    def __init__(self, article: Article, made: Reader) -> None:
        parsed = tuple(Parsed(one.start, Doc.of(one.doc), number) for number, one in enumerate(language.parse(article, made.nlp)))
        self._found = mentions.find(parsed, article, made.names)
        self._names = made.names

    def at(self, spans: Sequence[Span]) -> set[str]:
        """IRIs of whoever is named inside some spans."""
        inside = [one for one in self._found.mentions for span in spans if one.span.start < span.end and span.start < one.span.end]
        return {iri for one in inside for iri in one.actors}

    def meet(self, some: set[str], others: set[str]) -> bool:
        """Whether two sets of actors share one, or one's state."""
        return bool(self._wide(some) & self._wide(others))

    def _wide(self, iris: set[str]) -> set[str]:
        states = {state for iri in iris if (state := self._state(iri))}
        return iris | states

    def _state(self, iri: str) -> str | None:
        profile = self._found.profiles.get(iri)
        return self._names.state(iri) or (profile.state if profile else None)


def _doers(one: Statement | Action) -> set[str]:
    return {*(one.holders if isinstance(one, Statement) else one.actors)}


def _others(one: Statement | Action) -> set[str]:
    return {*(one.addressees if isinstance(one, Statement) else one.targets)}


def _kind(one: Statement | Action) -> str:
    return one.kind if isinstance(one, Statement) else one.type


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def table(outcomes: Sequence[Outcome]) -> str:
    """The shares by event type and over the verbal and the material ones, as Markdown."""
    lines = ["| event | records | actor found | kind too | target | records with a target |", "|---|---|---|---|---|---|"]
    counts = Counter(one.record.event for one in outcomes)
    groups = [("**verbal**", set(VERBAL)), *((event, {event}) for event in VERBAL)]
    groups += [("**material**", set(MATERIAL)), *((event, {event}) for event in MATERIAL)]
    for name, events in groups:
        some = [one for one in outcomes if one.record.event in events]
        aimed = [one for one in some if one.record.targets]
        if sum(counts[event] for event in events):
            shares = [_share(one.found for one in some), _share(one.kind for one in some), _share(one.target for one in aimed)]
            lines.append(f"| {name} | {len(some)} | {' | '.join(shares)} | {len(aimed)} |")
    return "\n".join(lines) + "\n"


def _share(flags: Iterator[bool]) -> str:
    found = list(flags)
    return f"{sum(found) / len(found):.2f}" if found else "–"


def main(argv: Sequence[str]) -> int:
    """Score all records and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path, default=RECORDS)
    parser.add_argument("--show", type=int, default=0, help="records of each event that were missed, to read")
    parser.add_argument("-o", "--output", type=Path, help=f"the folder that {RESULT.name} is written to; by default it is not")
    given: Any = parser.parse_args(argv)
    made = reader(Registry.load(Workspace()))()
    outcomes = [outcome(one, made) for one in records(given.records)]
    sys.stdout.write(table(outcomes))
    missed: Counter[str] = Counter()
    for one in outcomes:
        missed[one.record.event] += not one.kind
        if not one.kind and missed[one.record.event] <= given.show:
            sys.stdout.write(f"\n{one.record.event} {one.record.key}\n  {one.record.text}\n  found: {one.said or 'nothing'}\n")
    if given.output:
        given.output.mkdir(parents=True, exist_ok=True)
        (given.output / RESULT.name).write_text(f"# PLOVER's gold-standard records\n\n{_told()}\n\n{table(outcomes)}", "utf-8")
    return 0


def _told() -> str:
    return " ".join((__doc__ or "").split("\n\n", 3)[3].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
