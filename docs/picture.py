"""Draw the ontology and the flow of data: run `python docs/picture.py`, which writes two pictures into `docs/pictures/`.

The boxes and arrows below are data with their coordinates; those of the flow stand in `flow.py`. `tests/docs/` holds the first picture to
the ontology: every term named in it is defined, and every arrow runs from a class in its property's domain to one in its range.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "pictures"
FILE = FOLDER / "ontology.svg"
TITLE = "The classes of the diplograph ontology and the properties between them"
SIZE = (1080, 700)
LINE = 16  # pixels from one line of text to the next


@dataclass(frozen=True, slots=True)
class Box:
    """A class, and what else is said of it; `style` is one of the classes of the style sheet."""

    name: str
    style: str
    left: int
    top: int
    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Properties that lead from one box to another, along points, with the place of the label's first line."""

    start: str
    properties: tuple[str, ...]
    end: str
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int]
    anchor: str = "middle"
    derived: bool = False


BOXES = (
    Box("Tenure", "actors", 40, 40, 220, 70, ("a person in an office,", "from a day until a day")),
    Box("Actor", "actors", 40, 190, 220, 150, (
        "State", "GovernmentBody, actsFor a state", "InternationalOrganization", "Official, Commentator", "Organization, MediaOutlet",
        "ArmedGroup, ActorGroup",
    )),
    Box("Position", "derived", 430, 40, 220, 70, ("stance, firstDate, lastDate", "derived, never written by hand")),
    Box("Statement", "statements", 430, 190, 220, 150, (
        "one of ten kinds: Proposal,", "Demand, Commitment, Threat …", "content, contentStance,", "condition, date, dateBasis,",
        "voice, attitude, core", "stance toward the issue",
    )),
    Box("Topic", "issues", 820, 40, 220, 70, ("groups issues;", "nobody is for or against it")),
    Box("Issue", "issues", 820, 190, 220, 150, (
        "a policy question, put", "affirmatively, that one can", "be for or against", "concerns an actor, a place", "or an instrument;",
        "rivalOf another issue",
    )),
    Box("Action", "statements", 40, 430, 220, 88, ("meeting, vote, sanction …", "actionType, actionStatus, date,", "cancels another")),
    Box("Passage", "texts", 430, 430, 220, 88, ("the exact quote, its words", "before and after, and its", "offsets (Web Annotation)")),
    Box("Term", "statements", 820, 430, 220, 88, (
        "one leg of a deal: termRole", "offered, sought, precondition;", "performer, toward, content",
    )),
    Box("Article", "texts", 40, 590, 220, 88, ("title, author, outlet, date,", "each with its evidence;", "bodyRange")),
    Box("SourceText", "texts", 430, 590, 220, 88, ("the text that offsets", "count in; textDigest")),
    Box("Instrument", "issues", 820, 590, 220, 88, ("Treaty or Resolution;", "instrumentStatus, dates,", "and Participation by parties")),
)  # fmt: skip

ARROWS = (
    Arrow("Tenure", ("org:member",), "Actor", ((150, 110), (150, 190)), (158, 155), "start"),
    Arrow("Position", ("dpg:holder",), "Actor", ((430, 75), (345, 75), (345, 215), (260, 215)), (353, 147), "start", derived=True),
    Arrow("Position", ("dpg:basedOn",), "Statement", ((540, 110), (540, 190)), (532, 155), "end", derived=True),
    Arrow("Position", ("dpg:issue",), "Issue", ((650, 75), (735, 75), (735, 215), (820, 215)), (727, 147), "end", derived=True),
    Arrow("Statement", ("dpg:respondsTo",), "Statement", ((590, 190), (590, 160), (630, 160), (630, 190)), (610, 152)),
    Arrow(
        "Statement", ("dpg:holder", "dpg:onBehalfOf", "dpg:addressee", "dpg:attributedBy"), "Actor",
        ((430, 265), (260, 265)), (345, 235),
    ),
    Arrow("Statement", ("dpg:issue", "dpg:topic"), "Issue", ((650, 265), (820, 265)), (735, 257)),
    Arrow("Issue", ("skos:broader",), "Topic", ((930, 190), (930, 110)), (938, 155), "start"),
    Arrow("Statement", ("dpg:announces",), "Action", ((430, 318), (320, 318), (320, 470), (260, 470)), (314, 398), "end"),
    Arrow("Statement", ("prov:wasDerivedFrom",), "Article", ((430, 332), (375, 332), (375, 615), (260, 615)), (367, 560), "end"),
    Arrow("Statement", ("dpg:term",), "Term", ((650, 318), (765, 318), (765, 470), (820, 470)), (773, 398), "start"),
    Arrow("Statement", ("dpg:invokes",), "Instrument", ((650, 332), (705, 332), (705, 630), (820, 630)), (713, 560), "start"),
    Arrow("Statement", ("dpg:passage",), "Passage", ((540, 340), (540, 430)), (548, 390), "start"),
    Arrow("Action", ("dpg:actor", "dpg:target"), "Actor", ((150, 430), (150, 340)), (158, 382), "start"),
    Arrow("Term", ("dpg:issue",), "Issue", ((930, 430), (930, 340)), (938, 390), "start"),
    Arrow("Passage", ("oa:hasSource",), "SourceText", ((540, 518), (540, 590)), (548, 555), "start"),
    Arrow("Article", ("dpg:sourceText",), "SourceText", ((260, 645), (430, 645)), (345, 662)),
)  # fmt: skip

# Light by itself; dark where the reader's system is. Each has a ground of its own, so that it can be read on any page.
STYLE = """
  .ground { fill: #ffffff }
  text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 12px; fill: #24292f }
  .name { font-size: 16px; font-weight: 600 }
  .label { font-size: 12px; font-style: italic }
  .box { stroke-width: 1.5 }
  .actors { fill: #ddf4ff; stroke: #0969da }
  .statements { fill: #fff8c5; stroke: #9a6700 }
  .issues { fill: #dafbe1; stroke: #1a7f37 }
  .texts { fill: #f6f8fa; stroke: #57606a }
  .derived { fill: #fbefff; stroke: #8250df; stroke-dasharray: 5 3 }
  .line { fill: none; stroke: #57606a; stroke-width: 1.4 }
  .dashed { stroke-dasharray: 5 3 }
  .tip { fill: #57606a }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 }
    text { fill: #e6edf3 }
    .actors { fill: #0c2d4f; stroke: #58a6ff }
    .statements { fill: #3b2e00; stroke: #d29922 }
    .issues { fill: #0f3220; stroke: #3fb950 }
    .texts { fill: #21262d; stroke: #8b949e }
    .derived { fill: #2b1d45; stroke: #bc8cff }
    .line { stroke: #8b949e }
    .tip { fill: #8b949e }
  }
"""
TIP = (
    '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path class="tip" d="M 0 0 L 10 5 L 0 10 z"/></marker>'
)


def drawing(title: str = TITLE, size: tuple[int, int] = SIZE, boxes: Iterable[Box] = BOXES, arrows: Iterable[Arrow] = ARROWS) -> str:
    """A picture as SVG; the ontology's, unless told otherwise."""
    width, height = size
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f"<defs>{TIP}</defs>",
        f'<rect class="ground" width="{width}" height="{height}" rx="12"/>',
        *(line for arrow in arrows for line in _arrow(arrow)),
        *(line for box in boxes for line in _box(box)),
        "</svg>\n",
    ])  # fmt: skip


def _arrow(arrow: Arrow) -> Iterator[str]:
    path = " L ".join(f"{x} {y}" for x, y in arrow.points)
    dashed = " dashed" if arrow.derived else ""
    yield f'<path class="line{dashed}" d="M {path}" marker-end="url(#tip)"/>'
    x, y = arrow.label
    below = arrow.points[0][1] + LINE if arrow.anchor == "middle" and len(arrow.properties) > 1 else None
    half = (len(arrow.properties) + 1) // 2
    for number, name in enumerate(arrow.properties):
        # on a level line half of the names stand above it, half below
        at = y + number * LINE if below is None or number < half else below + (number - half) * LINE
        yield f'<text class="label" x="{x}" y="{at}" text-anchor="{arrow.anchor}">{escape(name.removeprefix("dpg:"))}</text>'


def _box(box: Box) -> Iterator[str]:
    middle = box.left + box.width // 2
    yield f'<rect class="box {box.style}" x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}" rx="8"/>'
    top = box.top + 24
    yield f'<text class="name" x="{middle}" y="{top}" text-anchor="middle">{box.name}</text>'
    for number, line in enumerate(box.lines, 1):
        yield f'<text x="{middle}" y="{top + 2 + number * LINE}" text-anchor="middle">{escape(line)}</text>'


def main() -> None:
    """Write the pictures."""
    import flow

    FOLDER.mkdir(exist_ok=True)
    FILE.write_text(drawing(), "utf-8")
    (FOLDER / "architecture.svg").write_text(drawing(flow.TITLE, flow.SIZE, flow.BOXES, flow.ARROWS), "utf-8")


if __name__ == "__main__":
    # Run as a script this module is called otherwise than flow.py imports it; one of the two is enough.
    sys.modules["picture"] = sys.modules[__name__]
    main()
