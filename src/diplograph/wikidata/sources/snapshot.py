"""The shipped offline snapshot as a source: `graph/wikidata.items.tsv`, the items that can be vouched for without asking anybody."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable

from diplograph.errors import Fault, Place
from diplograph.resources import Workspace, read_text
from diplograph.wikidata.item import MOST, Item, Link, is_qid
from diplograph.wikidata.names import alike, plain
from diplograph.wikidata.subject import Subject

__all__ = ["FILE", "Snapshot"]

FILE = "wikidata.items.tsv"
_COLUMNS = ["qid", "kind", "label", "names", "country", "codes", "region", "held", "source"]
_LIKE = 0.88  # as in scoring: what is less alike is not offered


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The items of a snapshot file, found by name.

    Attributes:
        table: The items by number.
        origins: Where each comes from, by number.
    """

    table: Mapping[str, Item]
    origins: Mapping[str, str]
    _names: Mapping[str, list[str]] = field(repr=False)

    @classmethod
    def load(cls, workspace: Workspace) -> Snapshot:
        """The workspace's snapshot, else the bundled one.

        Raises:
            Fault: It is missing or malformed; the message names the line.
        """
        file = workspace.file("graph", FILE)
        if file is None:
            raise Fault("the offline snapshot is missing", f"graph/{FILE}", "install diplograph again")
        return cls.of(file)

    @classmethod
    def of(cls, file: Traversable) -> Snapshot:
        """A snapshot file that has been found."""
        table, origins = _read(file)
        names: dict[str, list[str]] = defaultdict(list)
        for item in table.values():
            for name in dict.fromkeys(plain(name) for name in (item.label, *item.names)):
                names[name].append(item.qid)
        return cls(table, origins, names)

    @property
    def name(self) -> str:
        """What reasons and rows call it."""
        return "the offline snapshot"

    @property
    def online(self) -> bool:
        """It needs no network."""
        return False

    def search(self, subjects: Sequence[Subject]) -> dict[str, tuple[Item, ...]]:
        """Items that bear a name of a subject, or nearly so."""
        return {subject.iri: tuple(self._found(subject)) for subject in subjects}

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """The items of these numbers that it holds."""
        return {qid: self.table[qid] for qid in qids if qid in self.table}

    def _found(self, subject: Subject) -> Iterable[Item]:
        wanted = list(dict.fromkeys(plain(name) for name in (subject.label, *subject.names) if plain(name)))
        exact = [qid for name in wanted for qid in self._names.get(name, ())]
        near = [] if exact else [qid for name, qids in self._names.items() if alike(wanted[0], name) >= _LIKE for qid in qids]
        for qid in list(dict.fromkeys([*exact, *near]))[:MOST]:
            yield self.table[qid]


def _read(file: Traversable) -> tuple[dict[str, Item], dict[str, str]]:
    lines = read_text(file).splitlines()
    skipped = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[skipped:], delimiter="\t")
    if next(reader, []) != _COLUMNS:
        raise Fault("has not the columns of a snapshot", Place.of(file, skipped + 1), f"they are {' '.join(_COLUMNS)}")
    table, origins = {}, {}
    for number, row in enumerate(reader, skipped + 2):
        if len(row) != len(_COLUMNS) or not is_qid(row[0]):
            raise Fault("has a malformed row", Place.of(file, number), "write the file anew with graph/registry/generate/snapshot.py")
        item = _item(dict(zip(_COLUMNS, row, strict=True)))
        if item.qid in table:
            raise Fault(f"has {item.qid} twice", Place.of(file, number), "keep one row")
        if "class" not in item.kinds:
            table[item.qid] = item
        origins[item.qid] = row[-1]
    return {qid: _named(item, table) for qid, item in table.items()}, origins


def _named(item: Item, table: Mapping[str, Item]) -> Item:
    """The item with the labels of the offices it held."""
    return replace(item, held=tuple(replace(link, label=table[link.qid].label) for link in item.held if link.qid in table))


def _item(row: Mapping[str, str]) -> Item:
    return Item(
        qid=row["qid"], label=row["label"], names=_several(row["names"]), kinds=frozenset({row["kind"]}),
        countries=frozenset(_several(row["country"])), codes=frozenset(_several(row["codes"])), regions=_several(row["region"]),
        held=tuple(Link(qid=parts[0], start=parts[1], end=parts[2]) for parts in (one.split("/") for one in _several(row["held"]))),
        source="the offline snapshot",
    )  # fmt: skip


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
