"""A DNA database as a workspace: texts, a registry of its actors and concepts, and curated files to go on with."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from diplograph import articles, curated
from diplograph.errors import Fault
from diplograph.interop.dna.coded import Document
from diplograph.interop.dna.theirs import Imported, Record
from diplograph.model import Article
from diplograph.registry import Registry, Role
from diplograph.resources import Workspace
from diplograph.vocabulary import PREFIXES, digest

__all__ = ["workspace_files"]

# The class of an actor by the kind in its IRI, and the prefix of what the registry lacks.
_CLASSES = {
    "person": "Person",
    "state": "State",
    "group": "ActorGroup",
    "body": "GovernmentBody",
    "armed-group": "ArmedGroup",
    "outlet": "MediaOutlet",
}
_PREFIXES = {
    "Person": "person",
    "State": "state",
    "ActorGroup": "group",
    "GovernmentBody": "body",
    "ArmedGroup": "armedgroup",
    "MediaOutlet": "outlet",
}
_BESIDE = 48
_LEFT = ("terms", "invokes", "responds_to", "announces")
_SPANS = {"source": "source", "cue": "cue", "said": "content"}
_REGISTRY = "graph/registry/dna.ttl"


@dataclass(slots=True)
class _Names:
    """Names as curated files have them: a label that means one thing in the registry, else a short form of what is added to it."""

    registry: Registry
    added: dict[str, tuple[str, str]] = field(default_factory=dict)  # class and name by short form

    def of(self, name: str, role: Role, cls: str) -> str:
        if len(self.registry.find(name, role)) == 1:
            return name
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        local = "-".join(filter(None, [re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60], digest(cls, name)[:8]]))
        short = f"{'issue' if role == 'concept' else _PREFIXES.get(cls, 'organization')}:{local}"
        self.added[short] = cls, name
        return short

    def actors(self, names: object, iris: object = None, cls: str = "Organization") -> list[str]:
        said = names if isinstance(names, list) else []
        known = iris if isinstance(iris, list) and len(iris) == len(said) else [""] * len(said)
        return [
            self.of(str(name), "actor", _CLASSES.get(str(iri).rpartition("/")[0].rpartition("/")[2], cls))
            for name, iri in zip(said, known, strict=True)
        ]

    def turtle(self) -> str:
        prefixes = {short.partition(":")[0] for short in self.added} | {"dpg", "scheme", "skos"}
        lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(prefixes)]
        for short, (cls, name) in sorted(self.added.items()):
            scheme = " ;\n    skos:inScheme scheme:issues" if cls == "Issue" else ""
            lines += ["", f"{short} a dpg:{cls} ;", f"    skos:prefLabel {json.dumps(name, ensure_ascii=False)}@en{scheme} ."]
        return "\n".join(lines) + "\n"


def workspace_files(found: Imported) -> tuple[dict[str, bytes], list[Record]]:
    """The files of a workspace by their path in it, and what did not survive, with the reason.

    Every curated file is read back with the article that the text makes, so that the workspace builds: a statement whose quote is not in
    the article's own text, or that breaks a rule for curated files, is left out and reported.

    Args:
        found: As `imported` gives it.
    """
    names = _Names(Registry.load(Workspace()))
    lost: list[Record] = list(found.refused)
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        entries: dict[int, list[dict[str, object]]] = {}
        for number, paper in found.documents.items():
            key = found.keys[number]
            _write(top, f"seeds/{key}.txt", _text(paper, found))
            _write(top, f"seeds/{key}.yaml", _sidecar(next(iter(_articles(found, number)))))
            entries[number] = [_entry(record, paper, names) for record in found.statements[number]]
        _write(top, _REGISTRY, names.turtle())
        registry = Registry.load(Workspace(top))
        for number, some in entries.items():
            lost += _settled(top, found.keys[number], some, registry, found.statements[number])
        if lost:
            _write(top, "not-imported.jsonl", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lost))
        files = sorted(path for path in top.rglob("*") if path.is_file())
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in files}, lost


def _settled(top: Path, key: str, entries: list[dict[str, object]], registry: Registry, records: list[Record]) -> Iterator[Record]:
    """Write a curated file of the entries that can stand in one; yield the others with the reason."""
    path = top / "graph" / "statements" / f"{key}.yaml"
    try:
        article = next(articles.read(top / "seeds" / f"{key}.txt", seed=True))
    except (Fault, StopIteration) as fault:
        for record in records:
            yield {"reason": f"its article cannot be read: {fault}", **record}
        return
    kept: list[tuple[dict[str, object], Record]] = []
    for entry, record in zip(entries, records, strict=True):
        left = [name for name in _LEFT if record.get(name)]
        if left:
            yield {"reason": f"taken in without {', '.join(left)}, which a file from DNA does not settle", **record}
        placed = _placed(entry, article, record)
        _write(top, f"graph/statements/{key}.yaml", _curated(article.key, [placed]))
        faults = curated.check(path, article, registry)
        if faults:
            yield {"reason": faults[0].what, **record}
        else:
            kept.append((placed, record))
    _write(top, f"graph/statements/{key}.yaml", _curated(article.key, [entry for entry, _ in kept]))


def _placed(entry: dict[str, object], article: Article, record: Record) -> dict[str, object]:
    """The entry, with the words beside its quote where it stands in the article more than once."""
    text, quote = article.source.text, str(entry["quote"])
    if text.count(quote) < 2:
        return entry
    start = int(str(record["start"]))
    at = start if text[start : start + len(quote)] == quote else text.find(quote)
    beside = {"prefix": text[max(0, at - _BESIDE) : at].strip(), "suffix": text[at + len(quote) : at + len(quote) + _BESIDE].strip()}
    return {"id": entry["id"], "quote": quote, **{name: said for name, said in beside.items() if said}, **entry}


def _entry(record: Record, paper: Document, names: _Names) -> dict[str, object]:
    """A record as a curated statement."""
    issue = record.get("issue")
    concept = issue if isinstance(issue, dict) else {}
    spoken = record.get("on_behalf_of")
    count = len(spoken) if isinstance(spoken, list) else 0
    holders, ids = record["holders"], record.get("holder_ids")
    cut = len(holders) - count if isinstance(holders, list) else 0
    mine = holders[:cut] if isinstance(holders, list) else []
    said: dict[str, object] = {
        "id": record["id"], "quote": record["quote"], "holders": names.actors(mine, ids[:cut] if isinstance(ids, list) else None),
        "on_behalf_of": names.actors(spoken), "attributed_by": names.actors(record.get("attributed_by"), cls="Person"),
        "voice": record["voice"], "kind": record["kind"], "content": record["content"], "stance": record["stance"],
        "attitude": record.get("attitude"), "issue": names.of(str(concept["label"]), "concept", "Issue") if concept else None,
        "issue_stance": concept.get("stance"), "leaning": record.get("leaning"), "topics": _topics(record, names),
        "addressees": names.actors(record["addressees"], record.get("addressee_ids")), "condition": record.get("condition"),
        **{name: _words(paper.text, record.get(f"{span}_span")) for name, span in _SPANS.items()},
        "date": record.get("date"), "date_basis": record.get("date_basis") if record.get("date") else None,
        "core": record.get("core") or None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _topics(record: Record, names: _Names) -> list[str]:
    topics = record.get("topics")
    return [names.of(str(one), "concept", "Topic") for one in topics] if isinstance(topics, list) else []


def _words(text: str, span: object) -> str | None:
    return text[span[0] : span[1]] if isinstance(span, list) and len(span) == 2 else None


def _curated(key: str, entries: list[dict[str, object]]) -> str:
    """A curated file; JSON's scalars and lists are YAML's."""
    lines = ["# From a file of Discourse Network Analyzer, to be corrected and gone on with.", f"article: {json.dumps(key)}", ""]
    lines.append("statements:" if entries else "statements: []")
    for entry in entries:
        fields = [f"    {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in entry.items()]
        lines += ["  -" + fields[0][3:], *fields[1:], ""]
    return "\n".join(lines) + "\n"


def _text(paper: Document, found: Imported) -> str:
    """The article's own words: of a page that we once read its body, of any other document all of it."""
    body = next(iter(_articles(found, paper.id))).get("body")
    spans = [span for span in body if isinstance(span, list) and len(span) == 2] if isinstance(body, list) else []
    return "\n\n".join(paper.text[start:end] for start, end in spans) or paper.text


def _articles(found: Imported, number: int) -> Iterator[Record]:
    key = found.keys[number]
    yield from (record for record in found.records() if record["record"] == "article" and record["article"] == key)


def _sidecar(article: Record) -> str:
    def one(value: object) -> dict[str, object]:
        return {"value": value, "evidence": "outside", "note": "from a file of Discourse Network Analyzer"}

    said = {
        name: "; ".join(value) if isinstance(value, list) else value
        for name, value in article.items()
        if name in {"title", "author", "outlet", "date", "language"}
    }
    return yaml.safe_dump(
        {"articles": [{name: one(value) for name, value in said.items() if value}]}, allow_unicode=True, sort_keys=False, width=120
    )


def _write(top: Path, name: str, text: str) -> None:
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
