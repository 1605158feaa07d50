"""Writes `graph/registry/states.ttl`: every state and territory with its names, codes and Wikidata item.

Codes, names and items come from the package rigour (a test dependency); English aliases, capitals and demonyms from
`states.yaml` beside this file. The output is committed; `tests/registry/test_states.py` proves it current.

    python graph/registry/generate/states.py
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rigour.territories import get_territory
from rigour.territories.territory import Territory

__all__ = ["Entry", "read", "render"]

HERE = Path(__file__).resolve().parent
DATA = HERE / "states.yaml"
OUTPUT = HERE.parent / "states.ttl"
WIDTH = 120  # columns, as in the code

REGIONS = {"Africa", "Americas", "Asia", "Europe", "Oceania"}  # UN M49; rigour also has Antarctica and Supranational
FORMER = ("former", "former_beyond_rigour")
SECTIONS = ("states", "limited", *FORMER, "places")
FIELDS = {"name", "aliases", "capital", "demonyms", "misspellings", "leave_out", "wikidata", "iso", "note"}

HEADER = """\
# States and territories. Generated from the package rigour and generate/states.yaml by
#     python graph/registry/generate/states.py
# Edit states.yaml, not this file: a test compares the two.

@prefix dpg: <https://w3id.org/diplograph/ontology#> .
@prefix place: <https://w3id.org/diplograph/id/place/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix state: <https://w3id.org/diplograph/id/state/> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One state or territory as it is published.

    Attributes:
        section: The section of the data file, which says what kind of state or territory it is.
        name: The preferred label.
        aliases: All other labels: names, then metonyms, then demonyms.
        metonyms: Those of the aliases that are a capital or a seat of government.
        demonyms: Those of the aliases that name its people or are its adjective.
        hidden: Misspellings, and labels as they look with a typographic apostrophe.
        codes: The official ISO 3166-1 alpha-2 and alpha-3 codes, or nothing.
        wikidata: The number of the Wikidata item, with its Q, or None where none is certain.
        note: Why there is no link, where one would be expected.
        region: The place that is the region of the world it lies in (UN M49), as rigour has it; of states only.
    """

    section: str
    name: str
    aliases: tuple[str, ...]
    metonyms: tuple[str, ...]
    demonyms: tuple[str, ...]
    hidden: tuple[str, ...]
    codes: tuple[str, str] | None
    wikidata: str | None
    note: str | None
    region: str | None

    @property
    def slug(self) -> str:
        """The preferred label in ASCII kebab case, the last part of the IRI."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode("ascii").lower()
        return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['.]", "", plain)).strip("-")

    @property
    def curie(self) -> str:
        """The IRI in short: `state:` or `place:` and the slug."""
        return f"{'place' if self.section == 'places' else 'state'}:{self.slug}"


def read(path: Path = DATA) -> list[Entry]:
    """The entries of the data file, joined with what rigour knows, in order of their IRIs.

    Args:
        path: The data file; its head says what the fields mean.

    Raises:
        ValueError: A section or field is misspelt, rigour has no such code, or two entries have one IRI.
    """
    sections: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    if set(sections) != set(SECTIONS):
        raise ValueError(f"{path.name}: sections are {', '.join(SECTIONS)}, found {', '.join(sections)}")
    found = [_entry(section, key, fields) for section in SECTIONS for key, fields in sections[section].items()]
    entries = {entry.curie: entry for entry in found}
    if len(entries) < len(found):
        raise ValueError(f"{path.name}: two entries have one IRI among {sorted(entry.curie for entry in found)}")
    return [entries[curie] for curie in sorted(entries)]


def _entry(section: str, key: str, fields: Mapping[str, Any]) -> Entry:
    """Join one entry of the data file with rigour's territory of that code."""
    if unknown := set(fields) - FIELDS:
        raise ValueError(f"{section} {key}: unknown field {', '.join(sorted(unknown))}")
    territory = None if section == "former_beyond_rigour" else get_territory(key)
    if territory is None and section != "former_beyond_rigour":
        raise ValueError(f"{section} {key}: rigour has no territory of that code")
    known = [] if territory is None else [text for text in (territory.name, territory.full_name) if _usable(text)]
    names = [text for text in (*known, *fields.get("aliases", ())) if text not in fields.get("leave_out", ())]
    name = fields.get("name") or names[0]
    metonyms, demonyms = fields.get("capital", ()), fields.get("demonyms", ())
    aliases = [text for text in dict.fromkeys((*names, *metonyms, *demonyms)) if text != name]
    typographic = [text.replace("'", "’") for text in (name, *aliases) if "'" in text]
    misspellings = fields.get("misspellings", ())
    return Entry(
        section=section,
        name=name,
        aliases=tuple(aliases),
        metonyms=tuple(metonyms),
        demonyms=tuple(demonyms),
        hidden=tuple(dict.fromkeys((*misspellings, *typographic, *(m.replace("'", "’") for m in misspellings)))),
        codes=_codes(territory, official=section not in FORMER and fields.get("iso", True)),
        wikidata=_item(territory, fields.get("wikidata")),
        note=fields.get("note"),
        region=_region(territory) if section != "places" else None,
    )


def _usable(text: str) -> bool:
    """Whether one of rigour's names is a name: not "Crimea (Occupied Ukraine)", not "Falkland Islands [Malvinas]"."""
    return re.search(r"[(\[]| SAR$", text) is None or text == "Cocos (Keeling) Islands"


def _codes(territory: Territory | None, *, official: bool) -> tuple[str, str] | None:
    """The official ISO 3166-1 codes of a territory, if any: rigour has codes of its own and of subdivisions too."""
    if territory is None or not official or territory.alpha3 is None or len(territory.code) != 2:
        return None
    return territory.code.upper(), territory.alpha3.upper()


def _region(territory: Territory | None) -> str | None:
    """The slug of a territory's region of the world, which is a place of places.ttl; a state of the past has one too."""
    region = territory.region if territory else None
    return region.lower() if region in REGIONS else None


def _item(territory: Territory | None, given: str | None) -> str | None:
    """The Wikidata item: the data file's word, else rigour's primary item, never its `other_qids`."""
    if given is not None:
        return None if given == "none" else given
    return territory.qid if territory else None


def render(entries: Iterable[Entry]) -> str:
    """The entries as Turtle: one block each, in the order given."""
    return "\n".join([HEADER, *(_block(entry) for entry in entries)])


def _block(entry: Entry) -> str:
    """One entry as a block of Turtle, with a line break at its end."""
    kind = "dpg:Place" if entry.section == "places" else "dpg:State, dpg:Actor"
    return f"{entry.curie} a {kind} ;\n" + " ;\n".join(_properties(entry)) + " .\n"


def _properties(entry: Entry) -> Iterator[str]:
    """The properties of one entry that have values, each without its semicolon."""
    yield _wrapped("skos:prefLabel", [_label(entry.name)])
    labels = {
        "skos:altLabel": entry.aliases,
        "dpg:metonym": entry.metonyms,
        "dpg:demonym": entry.demonyms,
        "skos:hiddenLabel": entry.hidden,
    }
    for name, texts in labels.items():
        if texts:
            yield _wrapped(name, [_label(text) for text in texts])
    if entry.codes:
        yield f'    dpg:isoAlpha2 "{entry.codes[0]}" ;\n    dpg:isoAlpha3 "{entry.codes[1]}"'
    if entry.region:
        yield f"    schema:containedInPlace place:{entry.region}"
    if entry.note:
        yield _wrapped("skos:editorialNote", [_label(entry.note)])
    if entry.wikidata:
        yield f"    skos:exactMatch wd:{entry.wikidata}"


def _label(text: str) -> str:
    """An English literal in Turtle."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@en'


def _wrapped(name: str, values: list[str]) -> str:
    """A property and its values, broken into lines of at most `WIDTH` columns where that can be."""
    lines = [f"    {name} {values[0]}"]
    for value in values[1:]:
        if len(lines[-1]) + len(value) + len(",  ;") > WIDTH:
            lines[-1] += ","
            lines.append(f"        {value}")
        else:
            lines[-1] += f", {value}"
    return "\n".join(lines)


def main() -> None:
    """Write the file and say how much is in it."""
    entries = read()
    OUTPUT.write_text(render(entries), encoding="utf-8", newline="\n")
    places = sum(entry.section == "places" for entry in entries)
    sys.stdout.write(f"{OUTPUT.name}: {len(entries) - places} states, {places} other territories\n")


if __name__ == "__main__":
    main()
