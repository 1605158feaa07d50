"""A model's answer as statements and actions: what the article, the registry and the rules for curated files bear out, and nothing else."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from diplograph import curated
from diplograph.assistant.prompt import schema
from diplograph.curated.passages import find
from diplograph.errors import Fault
from diplograph.interop.curation import Names, Record, prepared, settled
from diplograph.model import Action, Article, Statement
from diplograph.registry import Newcomer, Registry, normalised
from diplograph.remote.nesting import json_too_deep
from diplograph.vocabulary import DPG, IDS, SKOS, digest

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

__all__ = ["Believed", "Refusal", "believed", "is_answer", "names_of"]

RULE = "language-model"
_TOOL = "a language model"
_FENCE = re.compile(r"\A\s*(?:<think>.*?</think>\s*)?```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)
_MOST = 400  # records of an answer
_LONGEST = {"quote": 3000, "before": 300, "condition": 1000, "content": 400, "label": 400, "issue": 300}
_NAME = 200
_NAMES = 30
_AUTHOR = "the author"
_CLASSES = {
    "state": "State", "body": "GovernmentBody", "organization": "Organization", "international_organization": "InternationalOrganization",
    "armed_group": "ArmedGroup", "outlet": "MediaOutlet", "official": "Official", "commentator": "Commentator", "person": "Person",
    "group": "ActorGroup",
}  # fmt: skip
_PEOPLE = frozenset({"Official", "Commentator", "Person"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not believed, and why; `record` is `answer` where no record could be made out."""

    record: str
    quote: str
    content: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other refusals of the same article."""
        return self.record, self.quote

    def __str__(self) -> str:
        return f"“{' '.join(self.quote.split())[:80]}”: {self.reason}" if self.quote else self.reason


@dataclass(slots=True)
class Believed:
    """What an answer comes to."""

    statements: tuple[Statement, ...] = ()
    actions: tuple[Action, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    refused: list[Refusal] = field(default_factory=list)


def is_answer(text: str) -> bool:
    """Whether an answer is of the form that was asked for, whatever its records are worth."""
    try:
        _records(text)
    except Fault:
        return False
    return True


def believed(text: str, article: Article, registry: Registry, called: Mapping[str, list[str]] | None = None) -> Believed:
    """The records of an answer that can be believed, and the others with the reason.

    A quote must stand in the article's own text, to the letter, once. A holder or actor must be named in it. What the registry does not
    know is marked so. All else must keep the rules of curated files.

    Args:
        text: The model's words.
        article: What it has read.
        registry: Whom and what is known.
        called: `names_of` it, made once for many articles.
    """
    made = Believed()
    try:
        told = _records(text)
    except Fault as fault:
        made.refused.append(Refusal("answer", "", "", fault.what))
        return made
    names = Names(registry, declare=True, kinds=dict(_kinds(told.get("actors"))))
    known = _Known(article, names, called if called is not None else names_of(registry))
    records: list[Record] = []
    for kind in ("statement", "action"):
        for number, one in enumerate(_list(told.get(f"{kind}s"))[:_MOST], 1):
            try:
                records.append(known.record(kind, one, f"{kind[0]}{number}"))
            except Fault as fault:
                made.refused.append(_refusal(kind, one, fault.what))
    try:
        file, _, lost = settled(article, prepared(article, article.source.text, records, names), names, registry, _TOOL)
        curation = _curation(file, article, registry)
    except Fault as fault:
        made.refused.append(Refusal("answer", "", "", fault.what))
        return made
    made.refused += [_refusal(str(one["record"]), one, str(one["reason"])) for one in lost]
    made.statements = tuple({one.iri: one for one in map(_own_statement, curation.statements, _repeat(article))}.values())
    made.actions = tuple({one.iri: one for one in map(_own_action, curation.actions, _repeat(article))}.values())
    made.newcomers = curation.newcomers
    return made


def _records(text: str) -> Mapping[str, Any]:
    """The answer as an object.

    Raises:
        Fault: It is no JSON, or no object with records.
    """
    fenced = _FENCE.match(text)
    words = fenced[1] if fenced else text
    if json_too_deep(words.encode("utf-8", "replace")):
        raise Fault("the answer is nested too deeply")
    try:
        told = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise Fault(f"the answer is no JSON ({error})") from error
    if not isinstance(told, dict) or not all(isinstance(told.get(name), list) for name in ("statements", "actions")):
        raise Fault("the answer is no object with the lists statements and actions")
    return told


@lru_cache(maxsize=32)
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # slow to import

    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]})


def _kinds(actors: object) -> Iterator[tuple[str, str]]:
    """The class of each actor that the answer lists rightly."""
    for one in _list(actors)[:_MOST]:
        if _validator("actor").is_valid(one):
            yield one["name"], _CLASSES[one["type"]]


class _Known:
    """What an article and the registry know, for checking records against them."""

    def __init__(self, article: Article, names: Names, called: Mapping[str, list[str]]) -> None:
        self.article, self.registry, self.names, self.kinds = article, names.registry, called, names.kinds
        self.text = f" {_folded(' '.join(article.paragraphs))} "

    def record(self, kind: str, one: object, identifier: str) -> Record:
        """One record with its place.

        Raises:
            Fault: It is not of the form, its quote is not in the article, or nobody of that name is.
        """
        error = next(iter(_validator(kind).iter_errors(one)), None)
        if error is not None or not isinstance(one, dict):
            where = ".".join(str(step) for step in error.absolute_path) if error else ""
            raise Fault(f"is not of the form{f': {where}' if where else ''} ({(error.message if error else '')[:120]})")
        _check_words(one)
        span = find(self.article, one["quote"], one["before"])
        who = one["holders" if kind == "statement" else "actors"]
        unnamed = [name for name in who if not self._named(name)]
        if unnamed:
            raise Fault(f"{', '.join(unnamed)} is not named in the article")
        head: Record = {
            **one, "record": kind, "id": identifier, "start": span.start, "end": span.end, "date": one["date"] or None,
        }  # fmt: skip
        if kind == "action":
            return head
        spoken = [name for name in one["on_behalf_of"] if name not in who]
        basis = one["date_basis"] if one["date"] or one["date_basis"] == "publication" else "unknown"
        when = (one["date"] or self.article.date) if basis == "publication" else one["date"]
        return head | {
            "holders": [*who, *spoken], "on_behalf_of": spoken, "issue": self._issue(one), "date": when if basis != "unknown" else None,
            "date_basis": basis if when else None,
        }  # fmt: skip

    def _issue(self, one: Mapping[str, str]) -> Record | None:
        """The issue, if the registry has one of that name."""
        found = self.registry.find(one["issue"], "concept") if one["issue"] else ()
        if len(found) != 1 or "Issue" not in self.registry.types(found[0]):
            return None
        return {"id": found[0], "label": self.registry.label(found[0]), "stance": one["issue_stance"]}

    def _named(self, name: str) -> bool:
        """Whether somebody is named in the article: by this name, by another that the registry has for him, a person by his last one."""
        if name == _AUTHOR:
            return True
        iris = self.registry.find(name, "actor")
        forms = {_folded(each) for each in (name, *(other for iri in iris for other in self.names.get(iri, ())))}
        if self.kinds.get(name) in _PEOPLE or any("Person" in self.registry.types(iri) for iri in iris):
            forms.add(_folded(name).rpartition(" ")[2])
        return any(f" {form} " in self.text for form in forms if len(form) > 1)


def names_of(registry: Registry) -> Mapping[str, list[str]]:
    """All names of each resource, by its IRI."""
    made: dict[str, list[str]] = {}
    labels = {SKOS["prefLabel"], SKOS["altLabel"], SKOS["hiddenLabel"], DPG["metonym"], DPG["demonym"]}
    for triple in registry.triples:
        if triple.predicate in labels and isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            made.setdefault(triple.subject.value, []).append(triple.object.value)
    return made


def _check_words(one: Mapping[str, Any]) -> None:
    """Refuse what no honest record has: endless texts and names, control characters, marks that turn the direction of writing."""
    for name, value in one.items():
        words = value if isinstance(value, list) else [value]
        most = _NAME if isinstance(value, list) else _LONGEST.get(name, _NAME)
        if len(words) > _NAMES or any(isinstance(word, str) and len(word) > most for word in words):
            raise Fault(f"{name} is too long")
        free = name not in {"quote", "before", "condition"}  # these are the article's, and are held against it
        if free and any(isinstance(word, str) and _strange(word) for word in words):
            raise Fault(f"{name} has control characters")
        if isinstance(value, list) and any(not word.strip() for word in words):
            raise Fault(f"{name} has an empty name")


def _strange(word: str) -> bool:
    return any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and sign not in "\u200c\u200d" for sign in word)


def _curation(file: str, article: Article, registry: Registry) -> curated.Curation:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{article.key}.yaml"
        path.write_text(file, "utf-8", newline="\n")
        return curated.read(path, article, registry)


def _own_statement(one: Statement, article: Article) -> Statement:
    """A statement with the IRI of what is extracted: the same words, kind and holders give the same one."""
    key = digest(article.key, article.source.digest, f"{one.span.start}-{one.span.end}", one.kind, *sorted(one.holders))
    return replace(one, iri=IDS["statement"][key].value, rule=RULE, place=None)


def _own_action(one: Action, article: Article) -> Action:
    key = digest(article.key, article.source.digest, f"{one.span.start}-{one.span.end}", one.type, *sorted(one.actors))
    return replace(one, iri=IDS["action"][key].value, rule=RULE, place=None)


def _repeat(article: Article) -> Iterable[Article]:
    while True:
        yield article


def _refusal(kind: str, one: object, reason: str) -> Refusal:
    told = one if isinstance(one, dict) else {}
    content = told.get("content") or told.get("label")
    return Refusal(kind, _word(told.get("quote")), _word(content), reason)


def _word(value: object) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in value)[:500] if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", normalised(text)).split())
