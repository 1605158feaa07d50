"""How well the offline linker finds our own links again, and what it makes of the entities that `extract` finds.

    python benchmarks/extraction/linking.py            # writes benchmarks/results/linking.md

The gold: the registry's published links (grades A and B2), all removed before linking. Every accepted pair that is not in the gold counts
as an error, also where the gold has no link at all. The entities: what `extract` names in the annotated development articles and the
registry lacks; the six articles that are kept aside are left out, as nobody may read them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from diplograph.errors import Fault
from diplograph.registry import Registry
from diplograph.resources import Workspace
from diplograph.wikidata import ACCEPTABLE, Book, Candidate, Proposal, Snapshot, Subject, acceptable, links, mappings, proposals, subjects

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "benchmarks" / "results" / "linking.md"
ARTICLES = ROOT.parent / "shared" / "annotation" / "dev" / "texts"
MOST_READ = 12
KEPT_ASIDE = ("w3", "w5", "w8", "s4", "s5", "s9")


@dataclass(frozen=True)
class Measured:
    """What linking without links found.

    Attributes:
        accepted: Pairs that an unattended run takes.
        gold: The links that were removed, by short form.
        kinds: How many subjects, gold links, accepted and right pairs there are, by kind.
        first: Gold links whose item is the best candidate, whatever its score.
        size: Items in the snapshot.
    """

    accepted: tuple[Candidate, ...]
    gold: Mapping[str, str]
    kinds: Mapping[str, Counter[str]]
    first: int
    size: int

    @property
    def wrong(self) -> list[Candidate]:
        """Accepted pairs that the gold does not have."""
        return [one for one in self.accepted if self.gold.get(one.subject.curie) != one.item.qid]

    @property
    def precision(self) -> float:
        """Right pairs among the accepted."""
        return 1 - len(self.wrong) / len(self.accepted)

    @property
    def recall(self) -> float:
        """Right pairs among the gold."""
        return (len(self.accepted) - len(self.wrong)) / len(self.gold)


def measured(workspace: Workspace, least: float = ACCEPTABLE) -> Measured:
    """Link the registry with its links removed, and hold the result against them."""
    registry = Registry.load(workspace)
    removed = links(registry.triples)
    bare = list(subjects(registry.triples, {}))
    gold = {one.curie: removed[one.iri] for one in bare if one.iri in removed}
    candidates = [row for row in mappings.table(workspace) if float(row["confidence"]) < mappings.ACCEPTED]
    book = Book(workspace, [], {}, mappings.standing(candidates))
    snapshot = Snapshot.load(workspace)
    found = list(proposals(bare, [snapshot], book))
    accepted = tuple(one for one in (acceptable(proposal, least) for proposal in found) if one is not None)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for subject in bare:
        kinds[subject.kind] += Counter(subjects=1, gold=int(subject.curie in gold))
    for one in accepted:
        kinds[one.subject.kind] += Counter(accepted=1, right=int(gold.get(one.subject.curie) == one.item.qid))
    first = sum(_first(one) == gold.get(one.subject.curie, "-") for one in found)
    return Measured(accepted, gold, kinds, first, len(snapshot.table))


def _first(proposal: Proposal) -> str:
    return proposal.candidates[0].item.qid if proposal.candidates else ""


@dataclass(frozen=True)
class Extracted:
    """What `extract` names in articles.

    Attributes:
        named: Resources of the registry that statements and actions name, as short forms.
        unregistered: What the registry lacks.
        proposed: What the snapshot proposes for that.
    """

    named: frozenset[str]
    unregistered: tuple[Subject, ...]
    proposed: tuple[Proposal, ...]


def extracted(workspace: Workspace, texts: Path) -> Extracted:
    """What `extract` names in articles, and what the snapshot proposes for what the registry lacks."""
    from diplograph import articles
    from diplograph.pipeline import extractor

    registry = Registry.load(workspace)
    read = extractor(registry)
    chosen = [file for file in sorted(texts.glob("*.txt")) if file.name.partition("_")[0] not in KEPT_ASIDE]
    readings = [read(article) for article in articles.stream(chosen) if not isinstance(article, Fault)]
    assert len(readings) == MOST_READ, f"{len(readings)} articles read, not {MOST_READ}"  # noqa: S101 - a script
    triples = [triple for one in readings for newcomer in one.newcomers for triple in newcomer.triples()]
    linked = links(registry.triples)
    every = list(subjects([*registry.triples, *triples], linked))
    objects = {quad.object.value for one in readings for quad in one.quads if isinstance(quad.object, NamedNode)}
    unregistered = tuple(one for one in every if "/new-" in one.iri)
    book = Book.open(workspace, linked)
    named = frozenset(one.curie for one in every if one.iri in objects) - {one.curie for one in unregistered}
    return Extracted(named, unregistered, tuple(proposals(unregistered, [Snapshot.load(workspace)], book)))


def report(done: Measured, found: Extracted) -> str:
    """The figures as Markdown."""
    lines = [
        "# Linking, measured", "", "Written by `python benchmarks/extraction/linking.py`, which says how. The offline snapshot only:",
        f"{done.size} items, among them every one that the registry",
        "links to, so this measures telling apart and not finding. The points of the score were set on these very links.", "",
        f"The registry without its links: {len(done.accepted)} accepted unattended (score {ACCEPTABLE} or more),",
        f"precision {done.precision:.3f}, recall {done.recall:.3f} of {len(done.gold)} links;",
        f"the right item comes first for {done.first} of them ({done.first / len(done.gold):.3f}).", "",
        "| kind | resources | links | accepted | right | recall |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for kind, row in sorted(done.kinds.items()):
        recall = f"{row['right'] / row['gold']:.2f}" if row["gold"] else "–"
        lines.append(f"| {kind} | {row['subjects']} | {row['gold']} | {row['accepted']} | {row['right']} | {recall} |")
    lines += ["", f"Errors, all {len(done.wrong)}:", ""]
    lines += [f"- {one.subject.label} ({one.subject.curie}): {one.item.qid} {one.item.label}, {one.score}" for one in done.wrong] or [
        "none"
    ]
    proposed = [one for one in found.proposed if one.candidates]
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(one.kind for one in found.unregistered).items()))
    taken = [one for one in (acceptable(proposal) for proposal in proposed) if one is not None]
    gold = {subject: qid for subject, qid in done.gold.items() if subject in found.named}
    again = [one for one in done.accepted if one.subject.curie in found.named]
    right = sum(gold.get(one.subject.curie) == one.item.qid for one in again)
    lines += [
        "", "## Entities that `extract` finds", "",
        f"In twelve development articles extraction names {len(found.named)} resources of the registry, {len(gold)} of them linked.",
        f"Without their links {len(again)} are accepted unattended, {right} rightly (recall {right / len(gold):.3f}).",
        f"It also names {len(found.unregistered)} actors, issues and places that the registry lacks ({kinds}).",
        f"The snapshot has a candidate for {len(proposed)} of those; accepted unattended: {len(taken)}.", "",
    ]  # fmt: skip
    for one in proposed:
        best = one.candidates[0]
        verdict = "accepted" if acceptable(one) else "for review"
        lines.append(f"- {one.subject.label} ({one.subject.kind}): {best.item.qid} {best.item.label}, {best.score:g}, {verdict}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, write, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=RESULT.parent, help=f"the folder of {RESULT.name}")
    target: Path = parser.parse_args().output / RESULT.name
    space = Workspace.find(ROOT)
    text = report(measured(space), extracted(space, ARTICLES))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
