"""Ask a saved question: find it, understand the names, bind, run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from diplograph.errors import Fault
from diplograph.model import Answer, Table
from diplograph.queries.engines import Engine, RdflibEngine, RemoteEngine
from diplograph.queries.gate import gate
from diplograph.queries.late import completed
from diplograph.queries.names import resolve
from diplograph.queries.saved import SavedQuery, bind, read
from diplograph.resources import Workspace, read_text
from diplograph.vocabulary import PREFIXES

__all__ = ["alternatives", "answered", "ask", "execute", "prefixed", "run", "saved", "single", "undefined"]

_DISTINCT = re.compile(r"^SELECT DISTINCT\b", re.MULTILINE)  # the outermost one, as saved queries are laid out
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*)\s*:", re.IGNORECASE)
_STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*")
_OPAQUE = re.compile(
    r"<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|\'\'\'.*?\'\'\'|\"(?:[^\"\\\n]|\\.)*\"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*", re.DOTALL
)
_NAMED = re.compile(r"(?<![\w:<?$@-])([A-Za-z][\w-]*):(?!//)")


def saved(workspace: Workspace) -> dict[str, SavedQuery]:
    """All saved queries of a workspace by name, in order of name.

    Raises:
        Fault: A query file is malformed.
    """
    return {name.removesuffix(".rq"): read(file) for name, file, _ in workspace.files("queries", "", "*.rq")}


def ask(engine: Engine, workspace: Workspace, question: str, values: Mapping[str, str], *, services: bool = False) -> Answer:
    """The answer to a saved query.

    Args:
        engine: What answers.
        workspace: Where the saved queries are.
        question: The query's name.
        values: Parameters by name; labels, aliases, short forms or IRIs where an IRI is wanted.
        services: Whether the form of the question that asks others by SERVICE is meant.

    Raises:
        Fault: An unknown question, parameter or name; the message names the nearest.
    """
    folder = "federated" if services else ""
    path = f"{folder}/{question}.rq" if folder else f"{question}.rq"
    file = workspace.file("queries", path) if "/" not in question else None
    if file is None:
        names = [name.removesuffix(".rq") for name, _, _ in workspace.files("queries", folder, "*.rq")]
        near = [hit[0] for hit in process.extract(question, names, scorer=fuzz.WRatio, limit=3, score_cutoff=50)]
        cure = f"nearest: {', '.join(near)}" if near else "diplograph ask lists the questions"
        if services:
            cure = f"there is one of {', '.join(names)}"
        raise Fault(f'there is no saved query "{question}"{" that asks others" if services else ""}', None, cure)
    return run(engine, read(file), values)


def run(engine: Engine, query: SavedQuery, values: Mapping[str, str]) -> Answer:
    """The answer to a saved query that has been read.

    Raises:
        Fault: An unknown or missing parameter, a name nobody knows, or a query that the engine cannot parse.
    """
    types = {parameter.name: parameter.type for parameter in query.parameters}
    terms = {name: resolve(engine, name, value) if types.get(name) == "iri" else value for name, value in values.items()}
    # Other servers plan filters well enough, and Virtuoso loses rows where a path with skos:broader* is joined to sub-selects.
    text = bind(query, terms, joins=not isinstance(engine, RemoteEngine))
    try:
        return answered(engine, text)
    except SyntaxError as error:
        raise Fault(f"is not valid SPARQL: {error}", query.origin, "mend the query") from error


def answered(engine: Engine, text: str) -> Answer:
    """The answer to a saved query whose parameters are bound, asked in the way that suits the engine.

    Raises:
        SyntaxError: The query is malformed.
    """
    if not isinstance(engine, RemoteEngine):
        return engine.query(text) if isinstance(engine, RdflibEngine) else completed(engine, text)
    answer = engine.query(text)
    return single(answer) if isinstance(answer, Table) and _DISTINCT.search(text) else answer


def single(table: Table) -> Table:
    """A table whose rows stand once each, in their order: Virtuoso leaves rows twice in an answer that is to be distinct."""
    return Table(table.variables, tuple(dict.fromkeys(table.rows)))


def alternatives(engine: Engine, workspace: Workspace, question: str, values: Mapping[str, str]) -> list[tuple[str, int]]:
    """Other saved queries that take the same parameters and have an answer, with its number of rows; the most rows first.

    For a question whose answer is empty: a demand is no proposal, and whoever asked may have meant it.
    """
    found: list[tuple[str, int]] = []
    for name, query in saved(workspace).items():
        names = {parameter.name for parameter in query.parameters}
        needs = {parameter.name for parameter in query.parameters if parameter.required}
        if name != question and values and needs <= set(values) <= names:
            answer = run(engine, query, values)
            if isinstance(answer, Table) and answer.rows:
                found.append((name, len(answer.rows)))
    return sorted(found, key=lambda item: (-item[1], item[0]))


def execute(engine: Engine, text: str, origin: str, *, services: bool = False) -> Answer:
    """The answer to any query; our own prefixes need no declaration.

    Args:
        engine: What answers.
        text: The query.
        origin: What to call it in a message.
        services: Whether it may ask others by SERVICE.

    Raises:
        Fault: The query does not pass the gate, or the engine cannot parse it.
    """
    whole = prefixed(text, "\n" if services else " ")  # rdflib reads `#` before a SERVICE on the same line as a comment
    unknown = sorted(set(_NAMED.findall(_OPAQUE.sub(" ", text))) - set(_DECLARED.findall(text)) - set(PREFIXES) - {"_"})
    if unknown:
        raise Fault(f"the prefix {unknown[0]}: is not declared", origin, f"add PREFIX {unknown[0]}: <…>; ours need no declaration")
    gate(whole, origin, services=services)
    try:
        return engine.query(whole)
    except SyntaxError as error:
        raise Fault(f"is not valid SPARQL: {error}", origin, "mend the query") from error


def undefined(text: str, workspace: Workspace) -> list[tuple[str, str]]:
    """The terms of our namespace in a query that the ontology does not define, each with the nearest one that it does."""
    file = workspace.file("ontology", "diplograph.ttl")
    defined = set(re.findall(r"^dpg:(\w+)", read_text(file), re.MULTILINE)) if file else set()
    used = re.findall(r"\bdpg:(\w+)", _STRINGS.sub(" ", text))
    near = ((name, process.extractOne(name, sorted(defined), scorer=fuzz.ratio)) for name in dict.fromkeys(used) if name not in defined)
    return [(name, hit[0] if hit else "") for name, hit in near]


def prefixed(text: str, end: str = " ") -> str:
    """A query with those of our prefixes declared that it uses and does not declare; on its first line, so that line numbers hold."""
    declared = set(_DECLARED.findall(text))
    used = {name for name in _NAMED.findall(text) if name in PREFIXES} - declared
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>{end}" for name in sorted(used)) + text
