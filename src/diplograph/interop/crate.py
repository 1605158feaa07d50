"""A release as an RO-Crate (https://www.researchobject.org/ro-crate/1.1/): files, what they are, and their SHA-256 digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Member", "crate"]

_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_PROFILE = "https://w3id.org/ro/crate/1.1"
_SITE = "https://w3id.org/diplograph"
METADATA = "ro-crate-metadata.json"
SUMS = "SHA256SUMS"
# Media type and, where PRONOM (https://www.nationalarchives.gov.uk/PRONOM) has one, the format's entry; by the name's end.
_FORMATS: Mapping[str, tuple[str, str]] = {
    ".ttl": ("text/turtle", "fmt/874"), ".trig": ("application/trig", ""), ".rq": ("application/sparql-query", ""),
    ".jsonl": ("application/jsonl", ""), ".csv": ("text/csv", "x-fmt/18"), ".tsv": ("text/tab-separated-values", "x-fmt/13"),
    ".yaml": ("application/yaml", "fmt/818"), ".jsonld": ("application/ld+json", "fmt/880"), ".json": ("application/json", "fmt/817"),
}  # fmt: skip
_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/publicdomain/zero/1.0/": "Creative Commons Zero 1.0 Universal",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a release: what it is, its bytes, and its licence where that is not the release's."""

    title: str
    data: bytes
    licence: str = "https://creativecommons.org/licenses/by/4.0/"


def crate(members: Mapping[str, Member], title: str, description: str, date: str, version: str) -> dict[str, bytes]:
    """The files of a crate by name: the members, their digests as `sha256sum` reads them, and the metadata.

    Args:
        members: By name, folders with slashes.
        title: Of the release.
        description: Of the release.
        date: When it was published, a full ISO 8601 date.
        version: Of the program that made it.
    """
    files = {name: members[name] for name in sorted(members)}
    sums = "".join(f"{hashlib.sha256(one.data).hexdigest()}  {name}\n" for name, one in files.items())
    files[SUMS] = Member("SHA-256 digests of all other files", sums.encode())
    maker = {"@id": f"{_SITE}#authors", "@type": "Organization", "name": "The diplograph authors", "url": _SITE}
    tool = {"@id": f"{_SITE}#{version}", "@type": "SoftwareApplication", "name": "diplograph", "url": _SITE, "version": version}
    root = {
        "@id": "./", "@type": "Dataset", "name": title, "description": description, "datePublished": date, "version": version,
        "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"}, "author": {"@id": maker["@id"]},
        "publisher": {"@id": maker["@id"]}, "hasPart": [{"@id": name} for name in files], "mentions": {"@id": f"{_SITE}#release"},
    }  # fmt: skip
    made = {
        "@id": f"{_SITE}#release", "@type": "CreateAction", "name": f"{title}, made by diplograph {version}",
        "instrument": {"@id": tool["@id"]}, "result": {"@id": "./"},
    }  # fmt: skip
    head = {"@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": _PROFILE}}
    licences = [{"@id": iri, "@type": "CreativeWork", "name": name, "url": iri} for iri, name in _LICENCES.items()]
    used = {one.licence for one in files.values()} | {str(root["license"]["@id"])}  # type: ignore[index]
    graph = [head, root, *map(_file, files.items()), *(one for one in licences if one["@id"] in used), maker, tool, made, *_formats(files)]
    told = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"
    return {METADATA: told.encode(), **{name: one.data for name, one in files.items()}}


def _file(item: tuple[str, Member]) -> dict[str, object]:
    name, one = item
    media, entry = _format(name)
    return {
        "@id": name, "@type": "File", "name": one.title, "contentSize": str(len(one.data)), "sha256": hashlib.sha256(one.data).hexdigest(),
        "encodingFormat": [media, {"@id": _pronom(entry)}] if entry else media, "license": {"@id": one.licence},
    }  # fmt: skip


def _format(name: str) -> tuple[str, str]:
    return next((form for end, form in _FORMATS.items() if name.endswith(end)), ("text/plain", "x-fmt/111"))


def _formats(files: Mapping[str, Member]) -> list[dict[str, object]]:
    known = sorted({_format(name) for name in files})
    return [{"@id": _pronom(entry), "@type": "WebSite", "name": media} for media, entry in known if entry]


def _pronom(entry: str) -> str:
    return f"https://www.nationalarchives.gov.uk/PRONOM/{entry}"
