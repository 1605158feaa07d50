"""RDF as files: the same triples give the same bytes, and people can read them.

pyoxigraph writes Turtle and TriG in the order it is given; here that order is fixed, and a blank line and a heading set the
resources apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal as Choice
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from diplograph.errors import Fault
from diplograph.vocabulary import DPG, IDS, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

__all__ = [
    "Block", "Form", "Graph", "Order", "blocks", "both", "edited", "enclosed", "graph", "head", "joined", "laid_out", "serialise",
    "sound_xml", "write",
]  # fmt: skip

Form = Choice["turtle", "trig", "nt", "nq", "jsonld", "rdfxml"]

_FORMATS = {
    "turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
}  # fmt: skip

# Subjects come in the order of vocabulary.PREFIXES; the properties a reader looks for first come first, the rest by IRI.
_KIND = {namespace.iri: number for number, namespace in enumerate(IDS.values())}
_FIRST = (
    RDF["type"], SKOS["prefLabel"], SKOS["altLabel"], SKOS["hiddenLabel"], RDFS["label"], SCHEMA["headline"], DPG["holder"],
    DPG["onBehalfOf"], DPG["attributedBy"], DPG["content"], DPG["contentStance"], DPG["issue"], DPG["stance"], DPG["leaning"],
    DPG["topic"], DPG["addressee"], DPG["condition"], DPG["term"], DPG["passage"], OA["exact"], OA["prefix"], OA["suffix"],
    OA["start"], OA["end"],
)  # fmt: skip
_LAST = (PROV["wasDerivedFrom"], PROV["wasGeneratedBy"], SKOS["exactMatch"])
_RANK = {term: number for number, term in enumerate(_FIRST)} | {term: 1000 + number for number, term in enumerate(_LAST)}
_HEADINGS = {
    "state": "States", "body": "Government bodies", "organization": "Organizations", "armedgroup": "Armed groups",
    "outlet": "Media outlets", "person": "Persons", "group": "Groups of actors", "office": "Offices", "tenure": "Tenures",
    "membership": "Memberships",
    "treaty": "Treaties", "resolution": "Resolutions", "participation": "Participations", "place": "Places",
    "infrastructure": "Infrastructure", "scheme": "Concept schemes", "issue": "Issues and topics", "plover": "PLOVER event types",
    "source": "Source texts", "article": "Articles", "statement": "Statements", "term": "Terms", "action": "Actions",
    "passage": "Passages", "selector": "Selectors", "position": "Positions", "run": "Runs", "tool": "Tools",
}  # fmt: skip
_DIGITS = re.compile(r"[0-9]+")
_NAMELESS = re.compile(r"<[^\s<>:]*:[\s/>]")  # in texts `<` is escaped
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_Place: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """One resource in Turtle.

    Attributes:
        place: Where it stands among others.
        text: Its lines, without prefixes and heading.
        triples: How many it has.
    """

    place: _Place
    text: str
    triples: int


@dataclass(frozen=True, slots=True)
class Graph:
    """One named graph in TriG, without prefixes: where it stands among others, and its lines."""

    place: _Place
    text: str


def serialise(quads: Iterable[Quad], form: Form) -> bytes:
    """RDF in a format, byte for byte the same for the same quads in any order.

    Formats without named graphs get the union of the graphs.

    Raises:
        Fault: RDF/XML cannot hold the name of a property or class, or a character of a text; every other format can.
    """
    named = form in {"trig", "nq"}
    order = Order()
    items: list[Quad] | list[Triple] = sorted(set(quads) if named else {quad.triple for quad in quads}, key=order)
    prefixes = order.prefixes() if form in {"turtle", "trig", "rdfxml"} else None
    written = serialize(items, format=_FORMATS[form], prefixes=prefixes)
    if written is None:  # pyoxigraph answers None only where it is given an output to write to
        raise AssertionError("nothing was serialised")
    if form == "rdfxml":
        return sound_xml(written)
    return _spaced(written) if form in {"turtle", "trig"} else written


def write(quads: Iterable[Quad], form: Form) -> str:
    """`serialise` as text."""
    return serialise(quads, form).decode()


def blocks(quads: Iterable[Quad | Triple]) -> tuple[list[Block], frozenset[str]]:
    """The union of some graphs as Turtle, resource by resource in order, and the prefixes that it needs.

    Where all triples are too many for memory, `head` of all prefixes and `laid_out` of all blocks, those of one resource `joined`, are
    the bytes that `serialise` would give.
    """
    order = Order()
    return _blocks({item.triple if isinstance(item, Quad) else item for item in quads}, order), frozenset(order.prefixes())


def _blocks(triples: set[Triple], order: Order) -> list[Block]:
    items = sorted(triples, key=order)
    lines = _body(items, RdfFormat.TURTLE)
    made: list[Block] = []
    for subject, same in groupby(items, key=lambda triple: triple.subject):
        own = [next(lines)]
        while not own[-1].endswith(" ."):
            own.append(next(lines))
        place = order.place(subject.value if isinstance(subject, NamedNode) else str(subject))
        made.append(Block(place, "\n".join(map(_indented, own)), sum(1 for _ in same)))
    return made


def joined(same: Iterable[Block]) -> Block:
    """One block for what several graphs say of one resource."""
    first, *others = {block.text: block for block in same}.values()
    if not others:
        return first
    start = head(PREFIXES)
    triples = [quad.triple for block in (first, *others) for quad in parse((start + block.text).encode(), format=RdfFormat.TURTLE)]
    return blocks(triples)[0][0]


def graph(quads: Iterable[Quad]) -> tuple[Graph, frozenset[str]]:
    """One named graph as TriG, and the prefixes that it needs; `head` and all graphs in order are the bytes of `serialise`."""
    order = Order()
    items = sorted(set(quads), key=order)
    name = items[0].graph_name
    text = "\n".join([*_laid_out(_body(items, RdfFormat.TRIG)), ""])
    return Graph(order.place(name.value if isinstance(name, NamedNode) else ""), text), frozenset(order.prefixes())


def both(quads: Iterable[Quad]) -> tuple[list[Block], frozenset[str], Graph, frozenset[str]]:
    """One named graph, not the default one, as `blocks` and as `graph`: sorting and writing, which take the time, are done once."""
    items = list(quads)
    order = Order()
    made = _blocks({quad.triple for quad in items}, order)
    turtle = frozenset(order.prefixes())
    name = items[0].graph_name
    place = order.place(name.value if isinstance(name, NamedNode) else "")
    return made, turtle, Graph(place, "".join(enclosed(items[0], made))), frozenset(order.prefixes())


def enclosed(one: Quad, made: Iterable[Block]) -> Iterator[str]:
    """A named graph as TriG, in pieces, from its blocks in order; any quad of it gives its name."""
    yield f"\n{next(_body([one], RdfFormat.TRIG))}\n"
    for text in laid_out(made):
        yield "".join(f"    {line}\n" if line else "\n" for line in text.removesuffix("\n").split("\n"))
    yield "}\n"


def edited(text: str, nodes: Iterable[NamedNode], edit: Callable[[Iterable[Quad]], Iterable[Quad]]) -> tuple[str, list[Block]]:
    """A named graph with some of its resources described otherwise, without the rest being read.

    Args:
        text: Its lines, as `Graph` has them.
        nodes: The resources.
        edit: Gives what there is to be said of some of them, for what is said of them now.

    Returns:
        Its lines then, and the blocks of these resources.
    """
    written = {blocks([Triple(node, RDF["type"], node)])[0][0].text.partition(" ")[0] for node in nodes}
    pieces = text.removesuffix("\n}\n").split("\n\n")  # no text of a literal has a line's end of its own
    made: list[Block] = []
    for number, piece in enumerate(pieces):
        if piece.lstrip().partition(" ")[0] in written:
            (block,) = blocks(edit(parse((head(PREFIXES) + piece).encode(), format=RdfFormat.TURTLE)))[0]
            pieces[number] = "\n".join(f"    {line}" for line in block.text.split("\n"))
            made.append(block)
    return "\n\n".join(pieces) + "\n}\n", made


def head(prefixes: Iterable[str]) -> str:
    """The first lines of a file."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(prefixes))


def laid_out(made: Iterable[Block]) -> Iterator[str]:
    """Blocks in order with what sets them apart: a blank line before each, a heading before each kind."""
    kind = ""
    for block in made:
        prefix = block.text.partition(":")[0]
        heading = f"# {_HEADINGS.get(prefix, prefix)}\n\n" if prefix != kind else ""
        kind = prefix
        yield f"\n{heading}{block.text}\n"


def _body(items: list[Triple] | list[Quad], form: RdfFormat) -> Iterator[str]:
    """The lines behind the prefixes."""
    written = serialize(items, format=form, prefixes=PREFIXES) or b""
    return (line for line in written.decode().removesuffix("\n").split("\n") if not line.startswith("@prefix "))


def _indented(line: str) -> str:
    bare = line.lstrip("\t")
    return "    " * (len(line) - len(bare)) + bare


class Order:
    """The sort key of triples and quads, which remembers what it knows of each node: most nodes come often."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._links: dict[NamedNode, tuple[int, str]] = {}
        self._endings: set[str] = set()  # of literals: a datatype, the quote behind a plain one, a letter of a language

    def __call__(self, item: Quad | Triple) -> tuple[_Place, _Place, tuple[int, str], tuple[str, ...]]:
        """Graph, subject, property and object, in the order in which they are written."""
        graph = item.graph_name if isinstance(item, Quad) else None
        subject = item.subject
        return (
            self.place(graph.value) if isinstance(graph, NamedNode) else (0, "", ""),
            self.place(subject.value if isinstance(subject, NamedNode) else str(subject)),
            self._link(item.predicate),
            self._words(item),
        )

    def prefixes(self) -> dict[str, str]:
        """Those of our prefixes that some IRI of what was sorted begins with."""
        datatypes = {XSD["string"].value if end == '"' else end if len(end) > 1 else RDF["langString"].value for end in self._endings}
        iris = {*self._places, *(link.value for link in self._links), *datatypes}
        spaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
        return {prefix: iri for prefix, iri in PREFIXES.items() if iri in spaces}

    def _words(self, item: Quad | Triple) -> tuple[str, ...]:
        """An object: literals by their text, nodes like subjects; of classes ours come first."""
        value = item.object
        if isinstance(value, Literal):
            text = str(value)
            self._endings.add(text[text.rfind("<") + 1 : -1] if text[-1] == ">" else text[-1])
            return value.value, text
        if not isinstance(value, NamedNode):
            return "", str(value)
        number, padded, iri = self.place(value.value)
        return (str(iri not in DPG), iri) if item.predicate == RDF["type"] else ("", str(number), padded, iri)

    def _link(self, predicate: NamedNode) -> tuple[int, str]:
        known = self._links.get(predicate)
        if known is None:
            known = self._links[predicate] = (_RANK.get(predicate, 100), predicate.value)
        return known

    def place(self, iri: str) -> _Place:
        """A node's kind, its name with the numbers in it by size, and its name."""
        known = self._places.get(iri)
        if known is None:
            kind = _KIND.get(iri[: iri.rfind("/") + 1], -1)
            known = self._places[iri] = (kind, _DIGITS.sub(lambda match: match.group().zfill(12), iri), iri)
        return known


def sound_xml(written: bytes) -> bytes:
    """RDF/XML, or some lines of it, as XML's rules allow it: pyoxigraph 0.5.13 writes some that they do not.

    Raises:
        Fault: What stands there has no form in XML 1.0 (section 2.2, Char) or in RDF/XML (a property that ends in no name).
    """
    text = written.decode()
    strange = _NO_XML.search(text)
    if strange:
        what = f"a text holds the character U+{ord(strange[0]):04X}, which RDF/XML cannot hold"
        raise Fault(what, "--format rdfxml", "use another format")
    if _NAMELESS.search(text):
        raise Fault("the IRI of a property or class ends in no name, which RDF/XML cannot hold", "--format rdfxml", "use another format")
    return text.replace("\r", "&#xD;").encode()  # a bare one would be read as a line feed


def _spaced(written: bytes) -> bytes:
    """Prefixes in order of name, a blank line after each resource, a heading before each kind.

    Strings are escaped, so that a line of the serialisation never lies inside one.
    """
    lines = written.decode().removesuffix("\n").split("\n")  # other line ends than this one stand unescaped in strings
    head = sorted(line for line in lines if line.startswith("@prefix "))
    return "\n".join([*head, *_laid_out(lines[len(head) :]), ""]).encode()


def _laid_out(lines: Iterable[str]) -> Iterator[str]:
    """The lines behind the prefixes, set apart by kind and resource."""
    kind = ""
    fresh = True
    for line in lines:
        bare = line.lstrip("\t")
        indent = "    " * (len(line) - len(bare))
        if bare == "}":
            kind = ""
        elif fresh:
            yield ""
            prefix = bare.partition(":")[0]
            if prefix != kind and not bare.endswith(" {"):
                kind = prefix
                yield f"{indent}# {_HEADINGS.get(kind, kind)}"
                yield ""
        yield indent + bare
        fresh = bare.endswith((" .", " {")) or bare == "}"
