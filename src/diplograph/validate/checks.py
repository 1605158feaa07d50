"""Rules that join nodes: whatever a query in `queries/checks/` returns is a finding.

A check is a plain query, and anybody may ask it of the graph with the ontology beside it. Here the ontology is put into the query: what
a check wants of it stands between `{ # the ontology: ?variable …` and `} # end`, and is answered first, by the ontology and the
graph's own class axioms, and written there as VALUES. So a store is judged where it lies. A check of the user's own that has no such part
is asked of a copy in memory that holds the ontology too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.resources.abc import Traversable

import pyoxigraph
from pyoxigraph import Quad, QuerySolutions, Triple

from diplograph.errors import Fault
from diplograph.model import OpenStore, Table
from diplograph.pace import Pace, Say, silent
from diplograph.resources import Workspace, read_text
from diplograph.validate.files import triples_of
from diplograph.validate.report import Finding, Severity
from diplograph.vocabulary import RDFS

__all__ = ["by_checks", "inlined"]

_AXIOMS = (RDFS["subClassOf"], RDFS["isDefinedBy"])  # what a graph may say as an ontology does
_PART = re.compile(r"\{ # the ontology: (?P<names>\?\w+(?: \?\w+)*)\n(?P<body>.*?)\n *\} # end$", re.DOTALL | re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX .*$", re.MULTILINE)


def by_checks(
    store: OpenStore, workspace: Workspace, ontology: str, severities: Collection[Severity], say: Say = silent
) -> Iterator[Finding]:
    """What the queries in `queries/checks/` return.

    Args:
        store: The graph; it is only read.
        workspace: Where the queries come from.
        ontology: The ontology, as Turtle.
        severities: Which checks are asked.
        say: Told how many are answered.

    Raises:
        Fault: A check is malformed.
    """
    axioms = tuple(quad.triple for one in _AXIOMS for quad in store.matching(None, one))
    beside: OpenStore | None = None
    files = list(workspace.files("queries", "checks", "*.rq"))
    pace = Pace()
    pace.begin(len(files))
    for name, file, own in files:
        say(f"checks: {pace.step()}")
        rule = name.removesuffix(".rq")
        severity: Severity = "warning" if rule.endswith("-warning") else "violation"
        if severity not in severities:
            continue
        text = read_text(file)
        asked = store
        if own and not _PART.search(text) and not _ours(name, text):
            beside = asked = beside or store.with_quads(Quad(*triple) for triple in triples_of(ontology))
        for record in _answer(asked, text, ontology, axioms, file).records():
            focus, path, value, message = (record.get(name) or "" for name in ("focus", "path", "value", "message"))
            yield Finding(severity, rule.rpartition("-")[0], focus, path, value, message)


def _ours(name: str, text: str) -> bool:
    """Whether a workspace's check is a bundled one word for word, as in a checkout of this program; those ask nothing of the ontology."""
    file = Workspace().file("queries", f"checks/{name}")
    return file is not None and read_text(file) == text


def _answer(store: OpenStore, text: str, ontology: str, axioms: tuple[Triple, ...], file: Traversable) -> Table:
    try:
        return store.select(inlined(text, ontology, axioms))
    except SyntaxError as error:
        raise Fault(f"is not valid SPARQL: {error}", str(file), "mend the query") from error
    except TypeError as error:
        raise Fault("is no SELECT query", str(file), "begin it with SELECT ?focus ?path ?value ?message") from error


@lru_cache(maxsize=128)
def inlined(text: str, ontology: str, axioms: tuple[Triple, ...] = ()) -> str:
    """A check with the ontology's answers in place of its parts that ask the ontology.

    Args:
        text: The check.
        ontology: The ontology, as Turtle.
        axioms: What the graph says as an ontology does.

    Raises:
        SyntaxError: Such a part is malformed.
    """
    head = "\n".join(_PREFIX.findall(text))

    def values(part: re.Match[str]) -> str:
        store = pyoxigraph.Store()
        store.extend(Quad(*triple) for triple in (*triples_of(ontology), *axioms))
        found = store.query(f"{head}\nSELECT DISTINCT {part['names']} WHERE {{\n{part['body']}\n}}")
        if not isinstance(found, QuerySolutions):
            raise TypeError("a SELECT query was expected")
        rows = sorted(" ".join("UNDEF" if term is None else str(term) for term in row) for row in found)
        return f"{{ VALUES ({part['names']}) {{ {' '.join(f'({row})' for row in rows)} }} }}"

    return _PART.sub(values, text)
