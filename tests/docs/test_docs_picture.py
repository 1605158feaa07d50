"""The picture of the ontology is current, legible, and says nothing that the ontology does not."""

from __future__ import annotations

import re
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node
from test_docs_pages import module

from diplograph import resources

picture = module("picture")
sys.modules.setdefault("picture", picture)
flow = module("flow")
DPG = Namespace("https://w3id.org/diplograph/ontology#")
ONTOLOGY = Graph().parse(data=resources.read_text(resources.root("ontology") / "diplograph.ttl"), format="turtle")
BOXES = {box.name: box for box in picture.BOXES}
ARROWS = [
    (arrow.start, name.removeprefix("dpg:"), arrow.end) for arrow in picture.ARROWS for name in arrow.properties if name.startswith("dpg:")
]


def members(name: str, side: Node) -> set[Node]:
    """The classes of a property's domain or range, those of a union one by one."""
    found: set[Node] = set()
    for node in ONTOLOGY.objects(DPG[name], side):
        union = ONTOLOGY.value(node, OWL.unionOf)
        found |= {member for member in Collection(ONTOLOGY, union) if member} if union else {node}
    return found


def above(name: str) -> set[Node]:
    return {node for node in ONTOLOGY.transitive_objects(DPG[name], RDFS.subClassOf) if node}


def test_picture_is_current() -> None:
    assert picture.FILE.read_text("utf-8") == picture.drawing(), "run python docs/picture.py"
    assert ET.fromstring(picture.drawing()).tag.endswith("svg")  # noqa: S314 - our own


@pytest.mark.parametrize("name", BOXES)
def test_every_box_is_a_class_and_holds_its_words(name: str) -> None:
    box = BOXES[name]
    assert (DPG[name], RDF.type, OWL.Class) in ONTOLOGY
    assert max(map(len, box.lines)) * 6.8 < box.width
    assert 24 + picture.LINE * len(box.lines) < box.height - 8


def test_boxes_do_not_overlap() -> None:
    for one, other in combinations(picture.BOXES, 2):
        apart = one.left + one.width < other.left or other.left + other.width < one.left
        assert apart or one.top + one.height < other.top or other.top + other.height < one.top


def test_names_in_boxes_are_terms() -> None:
    """Words in camel case are names of ours."""
    words = {word for box in picture.BOXES for line in box.lines for word in re.findall(r"\b\w*[a-z][A-Z]\w*", line)}
    assert len(words) > 10
    assert [word for word in sorted(words) if ONTOLOGY.value(DPG[word], RDFS.isDefinedBy) is None] == []


@pytest.mark.parametrize(("start", "name", "end"), ARROWS)
def test_arrow_fits_domain_and_range(start: str, name: str, end: str) -> None:
    assert members(name, RDFS.domain) & above(start)
    assert members(name, RDFS.range) & above(end)


def test_arrows_run_from_box_to_box() -> None:
    for arrow in picture.ARROWS:
        for name, (x, y) in ((arrow.start, arrow.points[0]), (arrow.end, arrow.points[-1])):
            box = BOXES[name]
            across, down = x in {box.left, box.left + box.width}, y in {box.top, box.top + box.height}
            assert (across and box.top <= y <= box.top + box.height) or (down and box.left <= x <= box.left + box.width), arrow


def test_flow_is_current_and_legible() -> None:
    drawn = picture.drawing(flow.TITLE, flow.SIZE, flow.BOXES, flow.ARROWS)
    assert (picture.FOLDER / "architecture.svg").read_text("utf-8") == drawn, "run python docs/picture.py"
    for box in flow.BOXES:
        assert max(map(len, box.lines)) * 6.8 < box.width, box.name
        assert 24 + picture.LINE * len(box.lines) < box.height - 8, box.name


def test_flow_names_modules() -> None:
    code = Path(resources.__file__).parent
    named = {name for box in flow.BOXES if box.name.islower() for name in box.name.split(", ")}
    assert len(named) >= 14
    assert [name for name in sorted(named) if not (code / name).is_dir() and not (code / f"{name}.py").is_file()] == []
