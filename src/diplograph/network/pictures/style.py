"""What all pictures share: calm colours that colour-blind readers can tell apart, one typeface, and the same bytes for the same network.

Stance is told by more than colour: by line style, by sign, or by the marker's shape.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from diplograph.errors import Fault

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "AGAINST",
    "BOTH",
    "FAINT",
    "FOR",
    "INK",
    "LEANING",
    "MOST_INCHES",
    "PICTURES",
    "LineStyle",
    "caption",
    "drawing",
    "figure",
    "saved",
    "wrapped",
]

PICTURES = ("svg", "png")
INK, FAINT = "#333333", "#d9d9d9"
# Blue and orange of Okabe and Ito's palette, darkened until small marks have a contrast of 4.5 on white.
FOR, AGAINST, BOTH, LEANING = "#0a6496", "#b54a00", "#6b6b6b", "#7a5c99"
MOST_INCHES = 120.0  # a PNG of more than 2**16 pixels cannot be drawn, and nobody can look at one
_DPI = 150
LineStyle: TypeAlias = Literal["-", "--", ":"]
_STYLE: Mapping[Any, Any] = {
    "font.family": "DejaVu Sans", "font.size": 8.5, "text.color": INK, "axes.edgecolor": FAINT, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "svg.fonttype": "path", "svg.hashsalt": "diplograph", "axes.linewidth": 0.8,
    "text.parse_math": False,
}  # fmt: skip


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in our style, whatever the user's own settings are.

    Raises:
        Fault: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise Fault("matplotlib is not installed", None, 'pip install "diplograph[pictures]"') from error
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        # A script that the typeface lacks is drawn as boxes; that is no reason to draw nothing.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def figure(width: float, height: float) -> tuple[Figure, Axes]:
    """A white sheet of so many inches with one bare pair of axes.

    Raises:
        Fault: It would be larger than `MOST_INCHES`.
    """
    from matplotlib.figure import Figure

    if max(width, height) > MOST_INCHES:
        raise Fault("there are too many nodes for one picture", "--top", "draw fewer, or narrow the network down with --only")
    sheet = Figure(figsize=(width, height), facecolor="white")
    axes = sheet.add_axes((0, 0, 1, 1))
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
    return sheet, axes


def caption(sheet: Figure, title: str, note: str) -> None:
    """A title at the top left of the sheet, and below it a line that says what is shown."""
    width, height = sheet.get_size_inches()
    sheet.text(0.18 / width, 1 - 0.22 / height, title, size=11, weight="bold", va="top")
    sheet.text(0.18 / width, 1 - 0.47 / height, note, size=8, color=BOTH, va="top")


def saved(sheet: Figure, form: str, title: str) -> bytes:
    """The picture as SVG or PNG, with its title and without a date, with a little white around what is drawn."""
    out = io.BytesIO()
    about = {"Title": title} | ({"Date": None, "Creator": "diplograph"} if form == "svg" else {"Software": None})
    sheet.savefig(out, format=form, dpi=_DPI, metadata=about, bbox_inches="tight", pad_inches=0.15)
    return out.getvalue()


def wrapped(label: str, width: int, lines: int = 2) -> str:
    """A label on so many lines; what does not fit ends in an ellipsis."""
    return "\n".join(textwrap.wrap(label, width, max_lines=lines, placeholder=" …", break_long_words=True)) or "?"
