"""What the page of the ontology takes from the files: its terms, the shapes, the checks, the questions, a worked example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology" / "diplograph.ttl"
SHAPES = {"must": ROOT / "ontology" / "shapes.ttl", "should": ROOT / "ontology" / "shapes-recommended.ttl"}
RELEASED = ROOT / "graph" / "diplograph.ttl"
EXAMPLE = "statement:002-cfe-offer"

DPG = Namespace("https://w3id.org/diplograph/ontology#")
DPGSH = Namespace("https://w3id.org/diplograph/shapes#")
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)

# Under which heading a property stands: by the first class of its domain. One of no heading here is an error.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Of statements": ("Statement",),
    "Of the terms of a deal": ("Term",),
    "Of actions": ("Action",),
    "Of positions": ("Position",),
    "Of actors, offices and tenures": ("State", "GovernmentBody", "ActorGroup", "Person", "Tenure"),
    "Of issues and topics": ("Concept", "Issue"),
    "Of instruments and participations": ("Instrument", "Resolution", "Participation"),
    "Of articles, texts and runs": ("Article", "SourceText", "Activity"),
    "Of everything that has a name": ("",),
}


@cache
def _ontology() -> Graph:
    return Graph().parse(ONTOLOGY)


def terms() -> list[URIRef]:
    """The ontology's own terms, in the order of its file."""
    found = re.findall(r"^dpg:(\w+) a ", ONTOLOGY.read_text("utf-8"), re.MULTILINE)
    return [DPG[name] for name in dict.fromkeys(found)]


def _curie(node: Node) -> str:
    return _ontology().namespace_manager.curie(str(node)) if isinstance(node, URIRef) else str(node)


def _code(node: Node) -> str:
    """A term as code, linked where it is one of ours."""
    name = f"`{_curie(node)}`"
    return f"[{name}](#{node.removeprefix(DPG)})" if isinstance(node, URIRef) and node in DPG else name


def _codes(nodes: Iterable[Node], joint: str = ", ") -> str:
    return joint.join(sorted((_code(node) for node in nodes), key=lambda code: code.strip("[")))


def _anchored(term: URIRef) -> str:
    return f'<a id="{term.removeprefix(DPG)}"></a>`{_curie(term)}`'


def _said(term: URIRef) -> str:
    """A term's comment, scope note and example."""
    graph = _ontology()
    words = [str(graph.value(term, RDFS.comment))]
    words += [f"*{note}*" for note in graph.objects(term, SKOS.scopeNote)]
    words += [f"Example: {str(example).rstrip('.')}." for example in graph.objects(term, SKOS.example)]
    return " ".join(words)


def _mapped(term: URIRef) -> str:
    pairs = ((_curie(match).removeprefix("skos:"), _ontology().objects(term, match)) for match in MATCHES)
    return "; ".join(f"{match}: {_codes(found)}" for match, objects in pairs if (found := list(objects)))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table, without the columns that are empty in every row."""
    body = [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    kept = [place for place in range(len(head)) if any(row[place] for row in body)]
    lines = [tuple(head), ("---",) * len(head), *body]
    return "\n".join(f"| {' | '.join(line[place] for place in kept)} |" for line in lines)


def _header(_: str) -> str:
    """What the ontology says of itself."""
    graph = _ontology()
    me = URIRef(str(DPG).rstrip("#"))
    facts = {str(_curie(predicate)): str(value) for predicate, value in graph.predicate_objects(me)}
    kinds = {
        "classes": OWL.Class, "object properties": OWL.ObjectProperty, "data properties": OWL.DatatypeProperty,
        "annotation properties": OWL.AnnotationProperty,
    }  # fmt: skip
    counted = [f"{sum((term, RDF.type, kind) in graph for term in terms())} {name}" for name, kind in kinds.items()]
    counted.append(f"{sum(_is_value(term) for term in terms())} values")
    imports = _codes(graph.objects(me, OWL.imports)) or "none"
    return _table(
        ("", ""),
        [
            ("IRI", f"<{me}>"),
            ("namespace", f"`{DPG}`"),
            ("prefix", f"`{facts['vann:preferredNamespacePrefix']}`"),
            ("version", facts["owl:versionInfo"]),
            ("licence", f"<{facts['dcterms:license']}>"),
            ("profile", "OWL 2 DL"),
            ("imports", imports),
            ("holds", ", ".join(counted)),
        ],
    )


def _is_value(term: URIRef) -> bool:
    return any(str(kind).startswith(str(DPG)) for kind in _ontology().objects(term, RDF.type))


def _classes(_: str) -> str:
    """The classes, under the headings of the file."""
    parts = re.split(r"^# =+\n# (.+)\n# =+$", ONTOLOGY.read_text("utf-8"), flags=re.MULTILINE)
    sections: list[str] = []
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        found = [DPG[name] for name in re.findall(r"^dpg:(\w+) a owl:Class", body, re.MULTILINE)]
        if found:
            rows = [(_anchored(term), _said(term), _codes(_ontology().objects(term, RDFS.subClassOf)), _mapped(term)) for term in found]
            sections.append(f"### {heading}\n\n{_table(('class', 'is', 'under', 'mapped to'), rows)}")
    return "\n\n".join(sections)


def _properties(_: str) -> str:
    """The properties, under the class that they are said of."""
    grouped: dict[str, list[tuple[str, ...]]] = {heading: [] for heading in GROUPS}
    heading_of = {name: heading for heading, names in GROUPS.items() for name in names}
    graph = _ontology()
    for term in terms():
        kinds = set(graph.objects(term, RDF.type))
        if not kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}:
            continue
        domain = domains(term)
        first = re.split("[#/]", domain[0])[-1] if domain else ""
        many = "one" if OWL.FunctionalProperty in kinds else "any"
        ends = f"{_alternatives(domain)} → {_alternatives(list(graph.objects(term, RDFS.range)))}"
        under = _codes(graph.objects(term, RDFS.subPropertyOf))
        notes = [f"Under {under}." if under else "", f"Mapped to {_mapped(term)}." if _mapped(term) else ""]
        notes.append("Symmetric." if OWL.SymmetricProperty in kinds else "")
        row = (_anchored(term), ends, many, " ".join(filter(None, [_said(term), *notes])))
        grouped[heading_of[first]].append(row)
    head = ("property", "from → to", "how many", "says")
    return "\n\n".join(f"### {heading}\n\n{_table(head, rows)}" for heading, rows in grouped.items() if rows)


def domains(term: URIRef) -> list[URIRef]:
    """The classes in a property's domain, those of a union one by one."""
    found: list[URIRef] = []
    for domain in _ontology().objects(term, RDFS.domain):
        union = _ontology().value(domain, OWL.unionOf)
        found += [URIRef(str(member)) for member in (Collection(_ontology(), union) if union else [domain])]
    return found


def _alternatives(nodes: Iterable[Node]) -> str:
    return " or ".join(_code(node) for node in nodes) or "anything"


def _values(_: str) -> str:
    """The named values, class by class."""
    rows = [
        (_anchored(term), _code(kind), str(_ontology().value(term, RDFS.comment)), _mapped(term))
        for term in terms()
        for kind in _ontology().objects(term, RDF.type)
        if str(kind).startswith(str(DPG))
    ]
    return _table(("value", "a", "means", "mapped to"), rows)


def _blocks() -> dict[str, str]:
    """The released graph's text, cut into one block for each resource."""
    return {block.split(" ", 1)[0]: block for block in RELEASED.read_text("utf-8").split("\n\n") if " a " in block}


def _example(_: str) -> str:
    """One statement with its terms, passage, selectors, text and position, as they stand in the released graph."""
    blocks = _blocks()
    wanted, chosen = [EXAMPLE], []
    while wanted:
        name = wanted.pop(0)
        chosen.append(blocks[name].rstrip())
        for links in re.findall(r"(?:dpg:term|dpg:passage|oa:hasSelector|oa:hasSource) ([^;]+?) [;.]\n?", blocks[name] + "\n"):
            wanted += [link for link in links.split(" , ") if link in blocks]
    chosen += [block.rstrip() for block in blocks.values() if f"dpg:basedOn {EXAMPLE}" in block][:1]
    body = "\n\n".join(chosen)
    declared = [line for line in RELEASED.read_text("utf-8").splitlines() if line.startswith("@prefix ")]
    used = [line for line in declared if re.search(rf"(?<![\w/]){re.escape(line.split()[1])}[\w-]", body)]
    return "```turtle\n" + "\n".join(used) + f"\n\n{body}\n```"


def _foreign(_: str) -> str:
    """Classes and properties of other vocabularies in the released graph."""
    text = RELEASED.read_text("utf-8")
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    prefixes = dict(re.findall(r"^@prefix (\w+): <(.*)> \.$", text, re.MULTILINE))
    found = set(re.findall(r"^    (\w+:\w+) ", text, re.MULTILINE))
    for classes in re.findall(r"^\S+ a ([^;.]+?) [;.]$", text, re.MULTILINE):
        found |= set(classes.split(" , "))
    rows = []
    for prefix in sorted({name.split(":")[0] for name in found} - {"dpg"}):
        names = sorted(name for name in found if name.startswith(f"{prefix}:"))
        rows.append((f"`{prefix}:`", f"<{prefixes[prefix]}>", ", ".join(f"`{name}`" for name in names)))
    return _table(("prefix", "namespace", "terms in the graph"), rows)


def _rule(_: str) -> str:
    """How positions are derived: the list in the module's docstring."""
    from diplograph import positions

    return (positions.__doc__ or "").partition("redo it:\n")[2].strip()


def _shapes(which: str) -> str:
    """The shapes of one file that can report, with what they ask in the words of their messages."""
    file = SHAPES[which]
    graph = Graph().parse(file)
    inner = set(graph.objects(None, SH.qualifiedValueShape))
    for head in [*graph.objects(None, SH["or"]), *graph.objects(None, SH.xone)]:
        inner |= set(Collection(graph, head))
    return _table(("shape", "about", "asks"), _shape_rows(graph, file, inner))


def _shape_rows(graph: Graph, file: Path, inner: set[Node]) -> Iterator[tuple[str, str, str]]:
    for name in re.findall(r"^dpgsh:([\w-]+) a sh:", file.read_text("utf-8"), re.MULTILINE):
        shape = DPGSH[name]
        message = graph.value(shape, SH.message)
        if message is None or shape in inner:
            continue
        path = graph.value(shape, SH.path)
        about = _code(path) if path else _codes(graph.objects(shape, SH.targetClass))
        yield f"`{name}`", about, str(message)


def _checks(_: str) -> str:
    """The checks that join nodes, by severity and name."""
    rows = []
    for file in sorted((ROOT / "queries" / "checks").glob("*.rq")):
        name, _, severity = file.stem.rpartition("-")
        described = re.search(r"^#\+ description: (.*)$", file.read_text("utf-8"), re.MULTILINE)
        rows.append((f"`{name}`", severity, described[1] if described else ""))
    return _table(("check", "severity", "finds"), sorted(rows, key=lambda row: (row[1], row[0])))


def _questions(_: str) -> str:
    """The saved questions, which are the ontology's competency questions."""
    from diplograph.queries import saved
    from diplograph.resources import Workspace

    rows = []
    for query in saved(Workspace()).values():
        options = (f"`--{option.name}`" if option.required else f"[`--{option.name}`]" for option in query.parameters)
        rows.append((f"`{query.name}`", query.summary, " ".join(options)))
    return _table(("question", "answers", "options"), rows)


REGIONS: Mapping[str, Callable[[str], str]] = {
    "header": _header, "classes": _classes, "properties": _properties, "values": _values, "example": _example, "foreign": _foreign,
    "rule": _rule, "shapes": _shapes, "checks": _checks, "questions": _questions,
}  # fmt: skip
