"""Records of other tools as curated files: names looked up, quotes found again, and what cannot stand in one reported."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import NamedNode, Triple

from diplograph import curated
from diplograph.curated.passages import near
from diplograph.errors import Fault, Place
from diplograph.model import Article, Span
from diplograph.registry import Newcomer, Registry, Role
from diplograph.vocabulary import DPG, PREFIXES, RDF, curie, digest, local

__all__ = ["Entry", "Lost", "Names", "Record", "prepared", "settled"]

Record: TypeAlias = dict[str, object]
Lost: TypeAlias = Record  # a record and the reason why it was not taken in, or not whole

# The word under `new:` and the class, by the folder of an actor's IRI.
_KINDS = {
    "person": ("person", "Person"), "state": ("state", "State"), "group": ("group", "ActorGroup"), "body": ("body", "GovernmentBody"),
    "armed-group": ("armed_group", "ArmedGroup"), "outlet": ("outlet", "MediaOutlet"), "organization": ("organization", "Organization"),
}  # fmt: skip
_PREFIXES = {
    "Person": "person", "Commentator": "person", "Official": "person", "State": "state", "ActorGroup": "group", "GovernmentBody": "body",
    "ArmedGroup": "armedgroup", "MediaOutlet": "outlet", "InternationalOrganization": "organization", "Issue": "issue", "Topic": "issue",
    "Treaty": "treaty",
}  # fmt: skip
_WORDS = {cls: word for word, cls in _KINDS.values()} | {
    "Issue": "issue", "Topic": "topic", "Treaty": "treaty", "Commentator": "commentator", "Official": "official",
    "InternationalOrganization": "international_organization",
}  # fmt: skip
_REFERENCES = ("responds_to", "announces", "cancels")
_SPANS = {"source": "source_span", "cue": "cue_span", "said": "content_span"}
_BESIDE = 48
_AUTHOR = "the author"  # so records call an author whom only his article knows of


@dataclass(slots=True)
class Names:
    """Names as curated files have them: a label that means one thing in the registry, its short form, else what is declared anew.

    Attributes:
        registry: Whom and what is known.
        declare: Whether what is not known is declared in the curated file itself; else it is added to a registry.
        added: Class and name of what is not known, by what is written for it.
        kinds: The class of an actor by its name, where somebody says it.
        author: How the author of the article at hand is called, whom nobody names.
        states: The state of a newcomer, where that is part of who it is.
    """

    registry: Registry
    declare: bool = False
    added: dict[str, tuple[str, str]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    author: str = _AUTHOR

    def of(self, name: str, role: Role, cls: str, iri: str = "") -> str:
        """What to write for a name.

        Args:
            name: As the other tool has it.
            role: What it must be.
            cls: The class that it gets where nobody knows it.
            iri: What the other tool says that it means; believed where it is called so.
        """
        if name == _AUTHOR and role == "actor":
            name, cls = self.author, "Commentator"
        if role == "actor":
            cls = self.kinds.get(name, cls)
        found = self.registry.find(name, role)
        if len(found) == 1 and iri in {"", *found}:
            return name
        if self.registry.plays(iri, role) and (self.registry.label(iri) == name or iri in found):
            return curie(iri)
        if len(found) == 1:
            return name
        short = name if self.declare and not found else self._short(name, cls)
        self.added[short] = cls, name
        state = self._state(name, iri) if self.declare else ""
        if state:
            self.states[short] = state
        return short

    def _state(self, name: str, iri: str) -> str:
        """The state that a newcomer's IRI was made with: a record does not say it."""
        word = _KINDS.get(iri.rpartition("/")[0].rpartition("/")[2], ("", ""))[0]
        if not word or not local(iri).startswith("new-"):
            return ""
        return next((state for state in self._known if Newcomer(name, word, state=state).iri == iri), "")

    @property
    def _known(self) -> Iterable[str]:
        return sorted(_iri(one) for one in self.registry.triples if one.object == DPG["State"] and one.predicate == RDF["type"])

    @staticmethod
    def _short(name: str, cls: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        end = "-".join(filter(None, [re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60], digest(cls, name)[:8]]))
        return f"{_PREFIXES.get(cls, 'organization')}:{end}"

    def actors(self, names: object, iris: object = None, cls: str = "Organization") -> list[str]:
        """What to write for actors, whose IRIs may be told beside them."""
        said = [str(name) for name in names] if isinstance(names, list) else []
        known = [str(iri) for iri in iris] if isinstance(iris, list) and len(iris) == len(said) else [""] * len(said)
        return [self.of(name, "actor", _class(iri, cls), iri) for name, iri in zip(said, known, strict=True)]

    def turtle(self) -> str:
        """What was added, as a file of a registry."""
        prefixes = {short.partition(":")[0] for short in self.added} | {"dpg", "scheme", "skos"}
        lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(prefixes)]
        for short, (cls, name) in sorted(self.added.items()):
            scheme = " ;\n    skos:inScheme scheme:issues" if cls in {"Issue", "Topic"} else ""
            lines += ["", f"{short} a dpg:{cls} ;", f"    skos:prefLabel {_said(name)}@en{scheme} ."]
        return "\n".join(lines) + "\n"

    def declared(self) -> Iterator[str]:
        """What was added, as lines of a curated file."""
        sections: dict[str, list[str]] = {"actors": [], "issues": [], "instruments": []}
        for short, (cls, name) in sorted(self.added.items()):
            word = _WORDS.get(cls, "organization")
            if cls in {"Issue", "Topic"}:
                sections["issues"].append(f"    - {{name: {_said(name)}{', topic: true' if cls == 'Topic' else ''}}}")
            else:
                state = f", aliases: [{_AUTHOR}]" if cls == "Commentator" else ""
                state += f", state: {_said(curie(self.states[short]))}" if short in self.states else ""
                sections["instruments" if cls == "Treaty" else "actors"].append(f"    - {{name: {_said(name)}, type: {word}{state}}}")
        if self.added:
            yield "new:"
        for section, lines in sections.items():
            yield from [f"  {section}:", *lines] if lines else []
        if self.added:
            yield ""


Entry: TypeAlias = tuple[Record, Record]  # a record, and what a curated file has for it


def prepared(article: Article, text: str, records: Iterable[Record], names: Names) -> list[Entry]:
    """Records as entries of a curated file, statements first; what nobody knows yet is noted in `names`.

    Args:
        article: Whose words they quote.
        text: What their offsets count in: the article's source text, or a copy that differs.
        records: Statements and actions, as `diplograph.export.records` gives them.
        names: Looks names up.
    """
    names.author = f"author of {article.key}"
    ordered = sorted(records, key=lambda record: record["record"] != "statement")
    return [(record, _placed(_entry(record, text, article, names), article, record)) for record in ordered]


def _iri(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""


def settled(article: Article, entries: list[Entry], names: Names, registry: Registry, tool: str) -> tuple[str, int, list[Lost]]:
    """A curated file of those entries that can stand in one, how many there are, and the others with the reason.

    Args:
        article: Whose words they quote.
        entries: As `prepared` gives them.
        names: Has what the file must declare, if it must.
        registry: Knows what `names` has added to a registry.
        tool: What they come from, for the file's first line.

    Raises:
        Fault: The file is faulty outside its entries.
    """
    lost: list[Lost] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{article.key}.yaml"
        while True:
            text, begins = _curated(article.key, entries, names, tool)
            path.write_text(text, "utf-8", newline="\n")
            faults = _by_entry(curated.check(path, article, registry), begins)
            if not faults:
                return text, len(entries), lost
            entries = list(_without(entries, faults, lost))


def _by_entry(faults: Iterable[Fault], begins: list[int]) -> dict[int, Fault]:
    """The first fault of each entry, by its number.

    Raises:
        Fault: Something is wrong outside the entries.
    """
    found: dict[int, Fault] = {}
    for fault in faults:
        line = fault.place.line if isinstance(fault.place, Place) else None
        number = sum(begin <= (line or 0) for begin in begins) - 1
        if number < 0:
            raise Fault(fault.what, None, fault.cure)
        found.setdefault(number, fault)
    return found


def _without(waiting: list[Entry], faults: Mapping[int, Fault], lost: list[Lost]) -> Iterator[Entry]:
    """The entries without faulty ones, and without references to what is not there any more."""
    ids = [(record["record"], entry["id"]) for number, (record, entry) in enumerate(waiting) if number not in faults]
    for number, (record, entry) in enumerate(waiting):
        wrong = faults.get(number)
        dangling = list(_dangling(entry, ids)) if wrong else []
        if wrong is None:
            yield record, entry
        elif dangling:
            lost.append({"reason": f"taken in without {', '.join(dangling)}: what it names is not taken in", **record})
            yield record, {name: value for name, value in entry.items() if name not in dangling}
        else:
            lost.append({"reason": wrong.what, **record})


def _dangling(entry: Record, ids: Collection[tuple[object, object]]) -> Iterator[str]:
    for name in _REFERENCES:
        kind = "statement" if name == "responds_to" else "action"
        named = entry.get(name)
        if isinstance(named, list) and any((kind, one) not in ids for one in named):
            yield name


def _entry(record: Record, text: str, article: Article, names: Names) -> Record:
    """A record as an entry of a curated file."""
    said = _statement(record, text, article, names) if record["record"] == "statement" else _action(record, names)
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _statement(record: Record, text: str, article: Article, names: Names) -> Record:
    issue = record.get("issue")
    concept = issue if isinstance(issue, dict) else {}
    spoken = _list(record.get("on_behalf_of"))
    holders, ids = _list(record["holders"]), _list(record.get("holder_ids"))
    cut = len(holders) - len(spoken)
    return {
        "id": record["id"], "quote": record["quote"], "holders": names.actors(holders[:cut], ids[:cut]),
        "on_behalf_of": names.actors(spoken, ids[cut:]), "attributed_by": names.actors(record.get("attributed_by"), cls="Person"),
        "voice": record["voice"], "kind": record["kind"], "content": record["content"], "stance": record["stance"],
        "attitude": record.get("attitude"),
        "issue": names.of(str(concept["label"]), "concept", _concept(concept), str(concept.get("id") or "")) if concept else None,
        "issue_stance": concept.get("stance"), "leaning": record.get("leaning"),
        "topics": [names.of(one, "concept", "Topic") for one in _list(record.get("topics"))],
        "addressees": names.actors(record["addressees"], record.get("addressee_ids")), "condition": record.get("condition"),
        **_spans(record, text, article), "terms": [_term(term, names) for term in _terms(record)],
        "invokes": [names.of(one, "instrument", "Treaty") for one in _list(record.get("invokes"))],
        "responds_to": _list(record.get("responds_to")), "announces": _list(record.get("announces")),
        "date": record.get("date"), "date_basis": record.get("date_basis") if record.get("date") else None,
        "core": record.get("core") or None,
    }  # fmt: skip


def _action(record: Record, names: Names) -> Record:
    return {
        "id": record["id"], "label": record["label"], "quote": record["quote"],
        "actors": names.actors(record["actors"], record.get("actor_ids")),
        "targets": names.actors(record["targets"], record.get("target_ids")), "type": record["type"], "status": record["status"],
        "date": record.get("date"), "cancels": _list(record.get("cancels")), "core": record.get("core") or None,
    }  # fmt: skip


def _term(term: Mapping[str, object], names: Names) -> Record:
    issue = term.get("issue")
    said: Record = {
        "role": term.get("role"), "performers": names.actors(term.get("performers")), "toward": names.actors(term.get("toward")),
        "content": term.get("content"), "issue": names.of(str(issue), "concept", "Issue") if issue else None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _spans(record: Record, text: str, article: Article) -> Record:
    """The words for who, the cue and what, with those beside them where they alone are found elsewhere."""
    quote = Span(int(str(record["start"])), int(str(record["end"])))
    same = text == article.source.text
    said: Record = {}
    for name, field_ in _SPANS.items():
        place = record.get(field_)
        if not isinstance(place, list) or len(place) != 2 or not 0 <= place[0] < place[1] <= len(text):
            continue
        span = Span(*place)
        if not span.of(text).strip() or (name == "said" and not span.within(quote)):
            continue
        said[name] = span.of(text)
        if same and name != "said" and not _is_near(article, span, quote):
            said |= {f"{name}_{side}": words for side, words in _beside(text, span).items()}
    return said


def _is_near(article: Article, span: Span, quote: Span) -> bool:
    try:
        return near(article, span.of(article.source.text), quote, "it") == span
    except (Fault, IndexError):  # the quote may stand outside the article's own text, which is told later
        return False


def _placed(entry: Record, article: Article, record: Record) -> Record:
    """The entry, with the words beside its quote where it stands in the article more than once."""
    text, quote = article.source.text, str(entry["quote"])
    if text.count(quote) < 2:
        return entry
    start = int(str(record["start"]))
    at = start if text[start : start + len(quote)] == quote else text.find(quote)
    return {"id": entry["id"], "quote": quote, **_beside(text, Span(at, at + len(quote))), **entry}


def _beside(text: str, span: Span) -> dict[str, str]:
    sides = {"prefix": text[max(0, span.start - _BESIDE) : span.start].strip(), "suffix": text[span.end : span.end + _BESIDE].strip()}
    return {name: words for name, words in sides.items() if words}


def _curated(key: str, waiting: Iterable[Entry], names: Names, tool: str) -> tuple[str, list[int]]:
    """A curated file, and the line in which each entry begins; JSON's scalars and lists are YAML's."""
    lines = [f"# From {tool}, to be corrected and gone on with.", f"article: {_said(key)}", ""]
    lines += names.declared() if names.declare else []
    begins: list[int] = []
    section = ""
    for record, entry in waiting:
        if not section and record["record"] == "action":
            lines += ["statements: []", ""]
        if section != record["record"]:
            section = str(record["record"])
            lines.append(f"{section}s:")
        begins.append(len(lines) + 1)
        fields = [f"    {name}: {_said(value)}" for name, value in entry.items()]
        lines += ["  -" + fields[0][3:], *fields[1:], ""]
    if not section:
        lines.append("statements: []")
    return "\n".join(lines) + "\n", begins


def _class(iri: str, otherwise: str) -> str:
    return _KINDS.get(iri.rpartition("/")[0].rpartition("/")[2], ("", otherwise))[1]


def _concept(concept: Mapping[str, object]) -> str:
    return "Issue" if concept.get("stance") else "Topic"


def _terms(record: Record) -> list[Mapping[str, object]]:
    terms = record.get("terms")
    return [term for term in terms if isinstance(term, dict)] if isinstance(terms, list) else []


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
