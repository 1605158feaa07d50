"""Our statements as a DNA database.

A statement with a stance for or against its issue becomes a *DNA Statement* for each of its holders: a person in `person` (with whom he
speaks for in `organization`), anybody else in `organization`, the issue in `concept`, the stance in `agreement`. DNA has no stance that is
conditional or neutral, and much else of ours has no place in it. So every statement has one *diplograph statement* besides, with holders,
issue, kind, stance, addressees and condition as variables of their own and the whole record in `record`, from which `import` takes it back
unchanged. An action is a *diplograph action*, likewise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from diplograph.errors import Fault
from diplograph.interop.dna.coded import seconds
from diplograph.interop.dna.file import Row, hashed
from diplograph.interop.dna.schema import DEFAULTS, MOST_CHARACTERS, TABLES, VERSION

__all__ = ["CODER", "OWN_ACTION", "OWN_TYPE", "PASSWORD", "Entity", "Exported", "exported"]

OWN_TYPE = "diplograph statement"
OWN_ACTION = "diplograph action"
CODER = "diplograph"
PASSWORD = "diplograph"  # noqa: S105 - not a secret: DNA asks for one, and the page on DNA says it
_SALT = b"diplograph.salt."  # fixed, since the password is public and the same graph must give the same bytes
_OWN = (
    ("holder", "short text"), ("issue", "short text"), ("kind", "short text"), ("stance", "short text"), ("addressee", "short text"),
    ("content", "long text"), ("condition", "long text"), ("id", "long text"), ("record", "long text"),
)  # fmt: skip
_ACTED = (
    ("actor", "short text"), ("target", "short text"), ("type", "short text"), ("status", "short text"), ("label", "long text"),
    ("id", "long text"), ("record", "long text"),
)  # fmt: skip
_TYPES = (*DEFAULTS, (OWN_TYPE, (31, 90, 130), _OWN), (OWN_ACTION, (130, 90, 31), _ACTED))
_ATTRIBUTES = ("Type", "Alias", "Notes")
_DIRECTED = {"for": 1, "against": 0}


@dataclass(frozen=True, slots=True)
class Entity:
    """What DNA may know of an actor or issue besides its name."""

    type: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(slots=True)
class Exported:
    """The tables of a database, and what had to be said differently in it, a line each."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})
    told: list[str] = field(default_factory=list)
    left: int = 0  # aliases and links that found no room
    _variables: dict[tuple[str, str], int] = field(default_factory=dict)
    _entities: dict[tuple[int, str], int] = field(default_factory=dict)
    _cut: set[str] = field(default_factory=set)

    def add(self, table: str, **values: int | str | None) -> int:
        """One more row; its id."""
        number = len(self.tables[table]) + 1
        has_id = "ID" in TABLES[table]
        row: Row = {"ID": number} if has_id else {}
        self.tables[table].append(row | values)
        return number

    def short(self, text: str) -> str:
        """A text that DNA can hold in a short field; a cut is told once, and the whole stands in the record."""
        if len(text) <= MOST_CHARACTERS:
            return text
        if text not in self._cut:
            self._cut.add(text)
            self.told.append(
                f"DNA has no room for “{text[:60]}…” ({len(text)} characters): cut to {MOST_CHARACTERS}; the whole is in the record"
            )
        return text[: MOST_CHARACTERS - 2] + " …"

    def statement(
        self, kind: str, document: int, span: tuple[int, int], values: Mapping[str, int | str], known: Mapping[str, Entity]
    ) -> None:
        """One statement with a row for every variable of its type."""
        number = [one[0] for one in _TYPES].index(kind)
        me = self.add("STATEMENTS", StatementTypeId=number + 1, DocumentId=document, Start=span[0], Stop=span[1], Coder=1)
        for name, data in _TYPES[number][2]:
            variable, value = self._variables[kind, name], values.get(name, "")
            if data == "short text":
                entity = self.entity(variable, str(value), known.get(str(value), Entity()))
                self.add("DATASHORTTEXT", StatementId=me, VariableId=variable, Entity=entity)
            else:
                self.add("DATABOOLEAN" if data == "boolean" else "DATALONGTEXT", StatementId=me, VariableId=variable, Value=value)

    def entity(self, variable: int, text: str, about: Entity) -> int:
        """The entity of a variable with this value, made where there is none."""
        value = self.short(text)
        if (variable, value) not in self._entities:
            me = self.add("ENTITIES", VariableId=variable, Value=value, Red=0, Green=0, Blue=0, ChildOf=None)
            self._entities[variable, value] = me
            said = {"Type": about.type, "Alias": self._fitting(about.aliases), "Notes": self._fitting(about.links)}
            for row in self.tables["ATTRIBUTEVARIABLES"]:
                if row["VariableId"] == variable:
                    self.add(
                        "ATTRIBUTEVALUES", EntityId=me, AttributeVariableId=row["ID"], AttributeValue=said[str(row["AttributeVariable"])]
                    )
        return self._entities[variable, value]

    def _fitting(self, names: tuple[str, ...]) -> str:
        """As many whole names as a short field has room for; how many were left out is told in the end."""
        said = "; ".join(names)
        while len(said) > MOST_CHARACTERS:
            names = names[:-1]
            self.left += 1
            said = "; ".join(names)
        return said

    def begin(self) -> None:
        """The rows that a new database has."""
        self.tables["SETTINGS"] += [{"Property": "date", "Value": "2022-06-10"}, {"Property": "version", "Value": VERSION}]
        permissions = {name: 1 for name in TABLES["CODERS"] if name.startswith("Permission")}
        self.add(
            "CODERS", Name=CODER, Red=31, Green=90, Blue=130, Refresh=0, FontSize=14, Password=hashed(PASSWORD, _SALT), PopupWidth=300,
            ColorByCoder=0, PopupDecoration=0, PopupAutoComplete=1, **permissions,
        )  # fmt: skip
        for label, (red, green, blue), variables in _TYPES:
            kind = self.add("STATEMENTTYPES", Label=label, Red=red, Green=green, Blue=blue)
            for name, data in variables:
                self._variables[label, name] = self.add("VARIABLES", Variable=name, DataType=data, StatementTypeId=kind)
        described = [*(self._variables["DNA Statement", name] for name in ("person", "organization", "concept"))]
        described += [self._variables[OWN_TYPE, name] for name in ("holder", "issue")]
        for attribute in _ATTRIBUTES:
            for variable in described:
                self.add("ATTRIBUTEVARIABLES", VariableId=variable, AttributeVariable=attribute)
        for (label, name), variable in self._variables.items():
            if dict(next(one[2] for one in _TYPES if one[0] == label))[name] == "short text":
                self.entity(variable, "", Entity())


def exported(records: Iterable[Mapping[str, object]], texts: Mapping[str, str], known: Mapping[str, Entity]) -> Exported:
    """Records as a DNA database.

    Args:
        records: Articles, each followed by its statements and actions, as `diplograph.export.records` gives them.
        texts: Source texts by the digest that the articles name. Where one is missing, the document has blanks instead of the words
            that are not known, so that offsets and quotes hold.
        known: What is known of actors and issues, by label.

    Raises:
        Fault: A quote does not stand at its offsets in the text.
    """
    made = Exported()
    made.begin()
    article: Mapping[str, object] = {}
    waiting: list[Mapping[str, object]] = []
    for record in [*records, {"record": "article"}]:
        if record["record"] != "article":
            waiting.append(record)
        else:
            if article:
                _document(made, article, waiting, texts, known)
            article, waiting = record, []
    if made.left:
        made.told.append(
            f"{made.left} aliases of actors and issues find no room in DNA's attributes, which hold {MOST_CHARACTERS} characters"
        )
    return made


def _document(
    made: Exported,
    article: Mapping[str, object],
    statements: list[Mapping[str, object]],
    texts: Mapping[str, str],
    known: Mapping[str, Entity],
) -> None:
    text = texts.get(str(article.get("digest")))
    key = str(article["article"])
    if text is None:
        text = _skeleton(statements)
        made.told.append(f"{key}: its text is not at hand; the document has its quotes, and blanks between them")
    for one in statements:
        if text[_int(one["start"]) : _int(one["end"])] != one["quote"]:
            raise Fault(f"the quote of {one['id']} is not at its place in the text", key, "build the graph anew from this text")
    if any(ord(sign) > 0xFFFF for sign in text):
        made.told.append(f"{key}: has characters beyond U+FFFF; DNA's window counts them twice, and shows spans behind them shifted")
    number = made.add(
        "DOCUMENTS", Title=made.short(str(article.get("title") or key)), Text=text, Coder=1,
        Author=made.short(_joined(article.get("author"))),
        Source=made.short(_joined(article.get("outlet"))), Section="", Notes=json.dumps(article, ensure_ascii=False), Type="",
        Date=seconds(str(article["date"])) if article.get("date") else 0,
    )  # fmt: skip
    if not article.get("date"):
        made.told.append(f"{key}: has no date; DNA wants one, and has 1970-01-01")
    for one in statements:
        span = _int(one["start"]), _int(one["end"])
        if one["record"] == "action":
            made.statement(OWN_ACTION, number, span, _acted(one), known)
            continue
        issue = one.get("issue")
        concept = {str(name): str(value) for name, value in issue.items()} if isinstance(issue, dict) else {}
        if concept.get("stance") in _DIRECTED:
            for values in _agreements(one, concept):
                made.statement("DNA Statement", number, span, values, known)
        own = {
            "holder": _joined(one["holders"]), "issue": concept.get("label", ""), "kind": str(one["kind"]),
        "stance": concept.get("stance", ""),
            "addressee": _joined(one["addressees"]), "content": str(one["content"]),
            "condition": str(one["condition"]), "id": str(one["id"]),
            "record": json.dumps(one, ensure_ascii=False),
        }  # fmt: skip
        made.statement(OWN_TYPE, number, span, own, known)


def _acted(one: Mapping[str, object]) -> dict[str, str]:
    """The values of an action."""
    named = {"actor": _joined(one["actors"]), "target": _joined(one["targets"])}
    said = {name: str(one[name]) for name in ("type", "status", "label", "id")}
    return {**named, **said, "record": json.dumps(one, ensure_ascii=False)}


def _agreements(one: Mapping[str, object], concept: Mapping[str, str]) -> Iterator[dict[str, int | str]]:
    """The values of a DNA Statement for each holder."""
    names, ids, spoken = _list(one["holders"]), _list(one["holder_ids"]), _list(one.get("on_behalf_of"))
    holders = len(names) - len(spoken)
    for name, iri in list(zip(names, ids, strict=True))[:holders]:
        person = "/person/" in iri
        yield {
            "person": name if person else "", "organization": "; ".join(spoken) if person else name, "concept": concept["label"],
            "agreement": _DIRECTED[concept["stance"]],
        }  # fmt: skip


def _skeleton(statements: Iterable[Mapping[str, object]]) -> str:
    """A text of blanks with the quotes at their places."""
    signs: list[str] = []
    for one in statements:
        start, quote = _int(one["start"]), str(one["quote"])
        signs += " " * (start + len(quote) - len(signs))
        signs[start : start + len(quote)] = quote
    return "".join(signs) or " "


def _joined(value: object) -> str:
    return "; ".join(_list(value))


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
