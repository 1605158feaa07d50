"""Does a graph hold what its shapes and checks ask of it?

Constraints on one node are SHACL Core shapes (`ontology/shapes.ttl`: must; `shapes-recommended.ttl`: should), judged by pySHACL.
Constraints that join nodes are queries in `queries/checks/`: whatever a `*-violation.rq` or `*-warning.rq` returns is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Literal as RDFLiteral

from diplograph.errors import Fault
from diplograph.resources import Workspace, read_text
from diplograph.store import Store
from diplograph.vocabulary import ID, RDF, RDFS, SH, SHAPES, digest, local

if TYPE_CHECKING:
    import rdflib

__all__ = ["Finding", "Report", "Severity", "owner", "validate"]

Severity: TypeAlias = Literal["violation", "warning"]

_SHAPES: dict[str, Severity] = {"shapes.ttl": "violation", "shapes-recommended.ttl": "warning"}
_LINKS = "passage sourcePassage cuePassage contentPassage conditionPassage term"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is not as it must or should be.

    Attributes:
        severity: `violation` (the graph does not conform) or `warning`.
        rule: The shape's or check's name.
        focus: IRI of the node it is about.
        path: IRI of the property, if it is about one.
        value: The value at fault, if there is one.
        message: What is wrong and how to mend it, in a curator's words.
    """

    severity: Severity
    rule: str
    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, violations first, in a fixed order."""

    findings: tuple[Finding, ...]

    @property
    def violations(self) -> int:
        """How many findings are violations."""
        return sum(finding.severity == "violation" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.violations

    @property
    def conforms(self) -> bool:
        """Whether nothing that must hold is broken."""
        return self.violations == 0

    def triples(self) -> Iterator[Triple]:
        """The report as a SHACL validation report, every node of it with an IRI."""
        me = NamedNode(f"{ID}report/{digest(*(repr(finding) for finding in self.findings))}")
        yield Triple(me, RDF["type"], SH["ValidationReport"])
        yield Triple(me, SH["conforms"], RDFLiteral(self.conforms))
        for finding in self.findings:
            node = NamedNode(f"{ID}finding/{digest(repr(finding))}")
            yield Triple(me, SH["result"], node)
            yield Triple(node, RDF["type"], SH["ValidationResult"])
            yield Triple(node, SH["resultSeverity"], SH[finding.severity.capitalize()])
            yield Triple(node, SH["sourceShape"], SHAPES[finding.rule])
            yield Triple(node, SH["focusNode"], NamedNode(finding.focus))
            yield Triple(node, SH["resultMessage"], RDFLiteral(finding.message, language="en"))
            if finding.path:
                yield Triple(node, SH["resultPath"], NamedNode(finding.path))
            if finding.value:
                is_iri = finding.value.startswith(("http://", "https://")) and " " not in finding.value
                yield Triple(node, SH["value"], NamedNode(finding.value) if is_iri else RDFLiteral(finding.value))


def validate(store: Store, workspace: Workspace) -> Report:
    """Judge the union of a store's graphs by all shapes and checks of a workspace.

    Args:
        store: The graph; it is only read.
        workspace: Where shapes, checks and the ontology come from.

    Raises:
        Fault: A shapes file or a check is malformed.
    """
    findings = set(_by_shapes(store, workspace)) | set(_by_checks(store, workspace))
    return Report(tuple(sorted(findings)))


def owner(store: Store, focus: str) -> str:
    """The statement, action or article that a passage, selector or term belongs to; anything else belongs to itself.

    Raises:
        ValueError: The focus is no IRI.
    """
    node = NamedNode(focus)
    for _ in range(2):  # a selector belongs to a passage, a passage to a statement
        above = sorted(
            quad.subject.value
            for quad in store.inner.quads_for_pattern(None, None, node)
            if isinstance(quad.subject, NamedNode) and local(quad.predicate.value) in {*_LINKS.split(), "hasSelector", "bodyRange"}
        )
        if not above:
            break
        node = NamedNode(above[0])
    return node.value


def _by_shapes(store: Store, workspace: Workspace) -> Iterator[Finding]:
    """What pySHACL finds. Its import is slow, so it waits until it is needed."""
    import pyshacl
    import rdflib

    data = _rdflib_graph({quad.triple for quad in store})
    for triple in _ontology(workspace):
        if triple.predicate == RDFS["subClassOf"] and isinstance(triple.object, NamedNode):
            data.add(_rdflib_triple(triple))
    sh = rdflib.Namespace(SH.iri)
    for name, severity in _SHAPES.items():
        _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(workspace, name), inplace=True, do_owl_imports=False)
        if not isinstance(report, rdflib.Graph):
            raise Fault(f"cannot be used: {report}", f"ontology/{name}", "mend the shapes file")
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
            terms = (sh.sourceShape, sh.focusNode, sh.resultPath, sh.value, sh.resultMessage)
            shape, focus, path, value, message = (str(report.value(result, term) or "") for term in terms)
            yield Finding(severity, local(shape), focus, path, value, message)


def _by_checks(store: Store, workspace: Workspace) -> Iterator[Finding]:
    """What the queries in `queries/checks/` return; they see the ontology beside the graph."""
    checked = Store.of(store)
    checked.extend(Quad(*triple) for triple in _ontology(workspace))
    for name, file, _ in workspace.files("queries", "checks", "*.rq"):
        rule = name.removesuffix(".rq")
        severity: Severity = "warning" if rule.endswith("-warning") else "violation"
        try:
            table = checked.select(read_text(file))
        except SyntaxError as error:
            raise Fault(f"is not valid SPARQL: {error}", str(file), "mend the query") from error
        for record in table.records():
            focus, path, value, message = (record.get(name) or "" for name in ("focus", "path", "value", "message"))
            yield Finding(severity, rule.rpartition("-")[0], focus, path, value, message)


def _ontology(workspace: Workspace) -> list[Triple]:
    file = workspace.file("ontology", "diplograph.ttl")
    return _parsed(read_text(file)) if file else []


@lru_cache(maxsize=2)
def _parsed(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)]


def _shapes(workspace: Workspace, name: str) -> rdflib.Graph:
    import rdflib

    file = workspace.file("ontology", name)
    if file is None:
        raise Fault("is missing", f"ontology/{name}", "install diplograph again")
    try:
        return rdflib.Graph().parse(data=read_text(file), format="turtle")
    except rdflib.exceptions.ParserError as error:
        raise Fault(f"is not valid Turtle: {error}", str(file), "mend the shapes file") from error


def _rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """The same triples as an rdflib graph, faster than by way of a serialisation."""
    import rdflib

    graph = rdflib.Graph()
    for triple in triples:
        graph.add(_rdflib_triple(triple))
    return graph


def _rdflib_triple(triple: Triple) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return _rdflib_term(triple.subject), _rdflib_term(triple.predicate), _rdflib_term(triple.object)


def _rdflib_term(term: object) -> rdflib.term.Node:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, RDFLiteral):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise TypeError(f"not an RDF 1.1 term: {term}")
