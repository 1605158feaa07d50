"""What judging a graph found, in a curator's words and as a SHACL validation report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pyoxigraph import Literal as RDFLiteral
from pyoxigraph import NamedNode, Triple

from diplograph.vocabulary import ID, RDF, SH, SHAPES, digest, slug

__all__ = ["Finding", "Report", "Severity", "Verdict", "iri_of"]

Severity: TypeAlias = Literal["violation", "warning"]

_SCHEME = re.compile(r"(https?|urn|tag|file|mailto|ftp):")


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


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """One SHACL validation result, whoever judged. A report tells those of one shape, node and value that differ by component only once.

    Attributes:
        shape: Local name of the shape.
        focus: IRI of the focus node, or `_:` and the name of a blank node.
        path: IRI of the property, if the shape has one.
        value: The value at fault, as text, if the component names one.
        component: Local name of the constraint component.
        severity: Local name of the severity.
        message: The shape's.
    """

    shape: str
    focus: str
    path: str
    value: str
    component: str
    severity: str
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
            yield Triple(node, SH["sourceShape"], SHAPES[slug(finding.rule)])
            yield Triple(node, SH["focusNode"], iri_of(finding.focus) or NamedNode(f"{ID}blank/{slug(finding.focus)}"))
            yield Triple(node, SH["resultMessage"], RDFLiteral(finding.message, language="en"))
            path = iri_of(finding.path)
            if path:
                yield Triple(node, SH["resultPath"], path)
            if finding.value:
                yield Triple(node, SH["value"], iri_of(finding.value) or RDFLiteral(finding.value))


def iri_of(text: str) -> NamedNode | None:
    """A full IRI as a node; None for the label of a blank node or a literal."""
    try:
        return NamedNode(text) if _SCHEME.match(text) else None
    except ValueError:  # it begins like an IRI and is none
        return None
