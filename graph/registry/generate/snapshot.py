"""Writes `graph/wikidata.items.tsv`: the Wikidata items that `diplograph link` knows without a network, each with its source.

States and territories come from the package rigour (a test dependency), all other items from `items.csv` and the tenures of persons
from `tenures.csv` beside this file. The output is committed; `tests/registry/test_snapshot.py` proves it current.

    python graph/registry/generate/snapshot.py
"""

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path

from rigour.territories import get_territories
from rigour.territories.territory import Territory

__all__ = ["Row", "read", "render"]

HERE = Path(__file__).resolve().parent
ITEMS = HERE / "items.csv"
TENURES = HERE / "tenures.csv"
OUTPUT = HERE.parents[1] / "wikidata.items.tsv"

HEADER = """\
# Wikidata items that can be vouched for without asking Wikidata. Generated from the package rigour, items.csv and tenures.csv by
#     python graph/registry/generate/snapshot.py
# kind: state, place, organization, person … in our words. held: OFFICE/FROM/UNTIL, one for each tenure. region: UN M49, from rigour.
"""
ORGANIZATIONS = {"eu", "un"}  # rigour lists them among territories
LEFT_OUT = {"zz"}  # "Global", which is no territory
# rigour's items of these two are the Kingdoms, with the countries overseas; the countries of their names and codes stand in items.csv.
REALMS = {"dk": "Q35", "nl": "Q55"}


@dataclass(frozen=True, slots=True)
class Row:
    """One item; the fields are the columns, several values in one are joined by `|`.

    Attributes:
        qid: The number with its Q.
        kind: What it is, in our words; `class` for an item that others are instances of.
        label: Its English label as the source gives it.
        names: Further names.
        country: The item of the state that it lies in or belongs to.
        codes: ISO 3166-1 alpha-2 and alpha-3.
        region: Continent and sub-region.
        held: The offices that a person held, each OFFICE/FROM/UNTIL.
        source: Where the row comes from, with the grade of the evidence.
    """

    qid: str
    kind: str
    label: str
    names: str = ""
    country: str = ""
    codes: str = ""
    region: str = ""
    held: str = ""
    source: str = ""


def read() -> list[Row]:
    """The rows, in order of the items' numbers.

    Raises:
        ValueError: A tenure names a person or an office that is not among the items.
    """
    rows = {row.qid: row for row in _territories()}
    for listed in _listed():
        known = rows.get(listed.qid)
        rows[listed.qid] = listed if known is None else _joined(listed, known)
    for qid, held in _tenures():
        if qid not in rows or held.partition("/")[0] not in rows:
            raise ValueError(f"{TENURES.name}: {qid} or {held} is not in {ITEMS.name}")
        rows[qid] = replace(rows[qid], held="|".join(filter(None, [rows[qid].held, held])))
    return sorted(rows.values(), key=lambda row: int(row.qid[1:]))


def render(rows: Iterable[Row]) -> str:
    """The file: a head that says where it comes from, the columns, the rows."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    names = [field.name for field in fields(Row)]
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in rows)
    return HEADER + table.getvalue()


def _territories() -> Iterator[Row]:
    """Rigour's territories. Its aliases are left out: they mix a hundred languages, as states.yaml says."""
    source = f"rigour {version('rigour')}"
    for territory in get_territories():
        if territory.qid is None or territory.code in LEFT_OUT:
            continue
        if territory.code in REALMS:
            yield Row(territory.qid, "state", territory.full_name or "", source=f"{source}: {territory.code}")
            codes, region = _codes(territory), _region(territory)
            yield Row(REALMS[territory.code], "state", territory.name, codes=codes, region=region, source=f"{source}: {territory.code}")
            continue
        names = [name for name in (territory.full_name,) if name and name != territory.name]
        yield Row(
            qid=territory.qid, kind=_kind(territory), label=territory.name, names="|".join(names), country=_country(territory),
            codes=_codes(territory), region=_region(territory),
            source=f"{source}: {territory.code}",
        )  # fmt: skip


def _kind(territory: Territory) -> str:
    if territory.code in ORGANIZATIONS:
        return "organization"
    return "state" if territory.is_country else "place"


def _country(territory: Territory) -> str:
    """The item of the state above a territory, through all territories between."""
    above = territory.parent
    while above is not None and above.parent is not None:
        above = above.parent
    return (above.qid if above is not None else None) or ""


def _codes(territory: Territory) -> str:
    two = territory.code.upper() if len(territory.code) == 2 and territory.alpha3 else ""
    return "|".join(filter(None, [two, (territory.alpha3 or "").upper()]))


def _region(territory: Territory) -> str:
    return "|".join(filter(None, [territory.region, territory.subregion]))


def _listed() -> Iterator[Row]:
    for line in _rows(ITEMS):
        yield Row(line["qid"], line["kind"], line["label"], line["names"], source=f"grade {line['grade']}: {line['evidence']}")


def _joined(listed: Row, territory: Row) -> Row:
    """A listed item that rigour has too: the listed label, which is Wikidata's, before rigour's; both names and both sources."""
    names = [*listed.names.split("|"), territory.label, *territory.names.split("|")]
    kept = "|".join(dict.fromkeys(name for name in names if name and name != listed.label))
    return replace(territory, kind=listed.kind, label=listed.label, names=kept, source=f"{territory.source}; {listed.source}")


def _tenures() -> Iterator[tuple[str, str]]:
    for line in _rows(TENURES):
        yield line["qid"], f"{line['office']}/{line['from']}/{line['until']}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")), strict=True)


def main() -> None:
    """Write the file and say how much is in it."""
    rows = read()
    OUTPUT.write_text(render(rows), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{OUTPUT.name}: {len(rows)} items\n")


if __name__ == "__main__":
    main()
