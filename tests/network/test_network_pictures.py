"""Pictures: whole, the same each time, with every label in them, and no two labels on one place."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree
from matplotlib.figure import Figure
from matplotlib.text import Text
from network_made_up import ID, SMALL, event, events

from diplograph.build import released
from diplograph.errors import Fault
from diplograph.network import Choice, Network, make, read
from diplograph.network.episodes import tracks
from diplograph.network.pictures import draw, draw_positions, style
from diplograph.network.pictures.dendrogram import distances
from diplograph.resources import Workspace
from diplograph.store import Store

ROOT = Path(__file__).parents[2]
KINDS = [("two-mode", "bipartite"), ("two-mode", "heatmap"), ("actors", "heatmap"), ("actors", "dendrogram"), ("issues", "dendrogram")]
ODD = ["one", "$x^2$ & <b>", "北京", "a_long_name_" * 12, "  ", "Côte d’Ivoire", "🕊"]


@pytest.fixture(scope="module")
def graph() -> Store:
    return released(Workspace(ROOT))


def small(mode: str) -> Network:
    return make(SMALL, Choice(), mode, "subtract", isolates=True)


@pytest.mark.parametrize(("mode", "picture"), KINDS)
def test_picture_is_whole_and_the_same_each_time(mode: str, picture: str) -> None:
    svg, png = (draw(small(mode), picture, form, 25) for form in ("svg", "png"))
    assert etree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<dc:date>" not in svg
    assert png.startswith(b"\x89PNG")
    assert png.endswith(b"IEND\xaeB`\x82")
    assert (svg, png) == tuple(draw(small(mode), picture, form, 25) for form in ("svg", "png"))


def test_picture_is_the_same_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from network_made_up import SMALL; from diplograph.network import Choice, make;"
        "from diplograph.network.pictures import draw;"
        "sys.stdout.buffer.write(draw(make(SMALL, Choice()), 'bipartite', 'svg', 25))"
    )
    path = f"{ROOT / 'src'}:{Path(__file__).parent}"
    env = {"PYTHONPATH": path, "PYTHONHASHSEED": "7", "MPLCONFIGDIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, check=True)  # noqa: S603 - our own words
    assert done.stdout == draw(make(SMALL, Choice()), "bipartite", "svg", 25)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures that are saved while a test runs."""
    sheets: list[Figure] = []
    saved = style.saved

    def watched(sheet: Figure, form: str, title: str) -> bytes:
        sheets.append(sheet)
        return saved(sheet, form, title)

    for name in ("bipartite", "heatmap", "dendrogram", "timeline"):
        monkeypatch.setattr(sys.modules[f"diplograph.network.pictures.{name}"], "saved", watched)
    return sheets


def labels(sheet: Figure) -> list[Text]:
    axes = sheet.axes[0]
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    return [text for text in (*sheet.texts, *axes.texts, *ticks) if isinstance(text, Text) and text.get_text().strip()]


@pytest.mark.parametrize(("mode", "picture"), KINDS)
def test_labels_stand_apart_on_the_released_graph(graph: Store, drawn: list[Figure], mode: str, picture: str) -> None:
    choice = Choice(roll_up=True)
    draw(make(choice.of(read(graph)), choice, mode, isolates=picture == "dendrogram"), picture, "png", 25)
    level = [text for text in labels(drawn[0]) if not text.get_rotation()]
    assert len(level) > 20
    apart(level)


def test_labels_of_positions_stand_apart_on_the_released_graph(graph: Store, drawn: list[Figure]) -> None:
    draw_positions(tracks(graph, Choice().of(read(graph)), rolled_up=False), "png", 25)
    apart(labels(drawn[0]))


def apart(texts: list[Text]) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for (one, box), (other, other_box) in combinations(boxes, 2):
        shared = box.intersection(box, other_box)
        # Boxes have air above and below the letters.
        assert shared is None or shared.width < 1 or shared.height < 0.25 * min(box.height, other_box.height), f"{one} / {other}"


def test_bipartite_tells_stance_by_line_and_colour(drawn: list[Figure]) -> None:
    draw(make(SMALL, Choice(), "two-mode", "ignore"), "bipartite", "png", 25)
    lines = [line for line in drawn[0].axes[0].lines if line.get_linestyle() != "None"]
    looks = {(line.get_color(), line.get_linestyle()) for line in lines}
    assert looks == {(style.FOR, "-"), (style.AGAINST, "--"), (style.BOTH, ":")}


def test_heatmap_has_signs(drawn: list[Figure]) -> None:
    draw(small("two-mode"), "heatmap", "png", 25)
    assert sorted(text.get_text() for text in drawn[0].axes[0].texts) == ["+1", "+2", "−1", "−2"]


@pytest.mark.parametrize("form", ["svg", "png"])
def test_any_label_can_be_drawn(form: str) -> None:
    said = [event(number, name, f"issue {name}", "for") for number, name in enumerate(ODD)]
    said += [event(10 + number, name, "shared", "against") for number, name in enumerate(ODD)]
    for mode, picture in KINDS:
        assert draw(make(said, Choice(), mode, isolates=True), picture, form, 25)


def test_distances_between_those_who_agree_and_quarrel() -> None:
    found = {" ".join(iri.removeprefix(ID) for iri in pair): apart for pair, apart in distances(small("actors")).items()}
    assert found == pytest.approx({"a b": (1 - (4 - 2) / 6) / 2, "a c": 1, "b c": 1})
    strangers = make(events(["a+x", "b+y"]), Choice(), "actors", isolates=True)
    assert list(distances(strangers).values()) == [0.5]


def test_only_the_most_active_are_drawn(drawn: list[Figure]) -> None:
    many = events([f"{who}+{issue}" for number, who in enumerate("abcdefgh") for issue in "xyz" for _ in range(9 - number)])
    draw(make(many, Choice()), "bipartite", "png", 2)
    shown = {text.get_text() for text in drawn[0].axes[0].texts}
    assert shown == {"a", "b", "x", "y"}
    assert any("2 of 8 actors, 2 of 3 issues" in text.get_text() for text in drawn[0].texts)


WRONG = [
    ("actors", "bipartite", ["a+x", "b+x"], 25, "needs a two-mode network"),
    ("two-mode", "dendrogram", ["a+x", "b+x"], 25, "needs a one-mode network"),
    ("actors", "dendrogram", ["a+x"], 25, "needs a one-mode network of two nodes"),
    ("two-mode", "heatmap", [], 25, "nothing is tied"),
    ("two-mode", "bipartite", ["a+x", "a-x"], 25, "nothing is tied"),
    ("two-mode", "bipartite", [f"a+{chr(0x4E00 + n)}" for n in range(500)], 500, "too many nodes for one picture"),
]


@pytest.mark.parametrize(("mode", "picture", "spoken", "top", "words"), WRONG, ids=[case[4] for case in WRONG])
def test_picture_that_cannot_be_drawn_is_refused(mode: str, picture: str, spoken: list[str], top: int, words: str) -> None:
    with pytest.raises(Fault, match=words):
        draw(make(events(spoken), Choice(), mode), picture, "png", top)


def test_positions_over_time(graph: Store, drawn: list[Figure]) -> None:
    chosen = [one for one in Choice().of(read(graph)) if one.issue and one.issue.label == "operation of Nord Stream 2"]
    found = tracks(graph, chosen, rolled_up=False)
    assert {(track.holder.label, held.stance, held.dates) for track in found for held in track.episodes} == {
        ("Anatol Lieven", "for", ("2021-05-19",)), ("Germany", "against", ("2022-02-22",)), ("United States", "against", (None,)),
    }  # fmt: skip
    assert draw_positions(found, "png", 25).startswith(b"\x89PNG")
    markers = {str(line.get_marker()) for line in drawn[0].axes[0].lines} - {"None"}
    assert markers == {"^", "v"}


def test_positions_of_nobody_are_refused(graph: Store) -> None:
    with pytest.raises(Fault, match="no position rests on what is chosen"):
        draw_positions(tracks(graph, [], rolled_up=False), "svg", 25)
